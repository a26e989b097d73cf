/* ``find_candidates``: which trees may lead to what is looked for. */
#include <stdlib.h>
#include <string.h>

#include "candidates.h"
#include "module.h"

/* Room for so many rows, zeroed; NULL with an exception if there is none. */
static void *rows_for(PyObject *list, size_t size)
{
    void *rows = calloc((size_t)PyList_Size(list) + 1, size);
    if (rows == NULL)
        PyErr_NoMemory();
    return rows;
}

/* What each task recorded: ``(named, trees)``. NULL with an exception if it is something else. */
static struct refs *refs_of(PyObject *list, int32_t end)
{
    struct refs *refs = rows_for(list, sizeof *refs);
    for (Py_ssize_t each = 0; refs != NULL && each < PyList_Size(list); each++) {
        const char *named, *trees;
        Py_ssize_t named_size, trees_size;
        if (!PyArg_ParseTuple(PyList_GetItem(list, each), "y#y#", &named, &named_size, &trees, &trees_size)) {
            free(refs);
            return NULL;
        }
        refs[each] = (struct refs){(const int32_t *)named, (size_t)named_size / sizeof(int32_t),
                                   (const int32_t *)trees, (size_t)trees_size / sizeof(int32_t), end};
    }
    return refs;
}

/* The packs: ``(first, rows, forest)``. NULL with an exception if it is something else. */
static struct numbered *parts_of(PyObject *list)
{
    struct numbered *parts = rows_for(list, sizeof *parts);
    for (Py_ssize_t each = 0; parts != NULL && each < PyList_Size(list); each++) {
        const char *rows;
        Py_ssize_t size, first;
        PyObject *forest;
        bool is_part = PyArg_ParseTuple(PyList_GetItem(list, each), "ny#O!", &first, &rows, &size,
                                        (PyTypeObject *)forest_type, &forest);
        const struct forest *columns = is_part ? &((struct forest_object *)forest)->forest : NULL;
        if (is_part && (first < 0 || (size_t)size / sizeof(uint32_t) != columns->count))
            is_part = wrong_length() != NULL;
        if (!is_part) {
            free(parts);
            return NULL;
        }
        parts[each] = (struct numbered){.forest = columns, .rows = (const uint32_t *)rows, .first = (size_t)first};
    }
    return parts;
}

static void for_each(struct candidates *candidates, void (*flag)(struct candidates *, int32_t),
                     const char *numbers, Py_ssize_t size)
{
    for (Py_ssize_t at = 0; at + (Py_ssize_t)sizeof(int32_t) <= size; at += (Py_ssize_t)sizeof(int32_t)) {
        int32_t number;
        memcpy(&number, numbers + at, sizeof number);
        flag(candidates, number);
    }
}

PyObject *find_candidates(PyObject *module, PyObject *arguments)
{
    const char *flags, *wanted, *striking;
    Py_ssize_t count, wanted_size, striking_size;
    PyObject *tasks, *packs;
    int end;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y#y#y#O!O!i", &flags, &count, &wanted, &wanted_size, &striking,
                          &striking_size, &PyList_Type, &tasks, &PyList_Type, &packs, &end))
        return NULL;
    PyObject *result = count < INT32_MAX ? PyBytes_FromStringAndSize(flags, count) : PyErr_NoMemory();
    struct refs *refs = result != NULL ? refs_of(tasks, end) : NULL;
    struct numbered *parts = refs != NULL ? parts_of(packs) : NULL;
    struct candidates candidates = {.count = (size_t)count, .refs = refs, .parts = parts};
    if (parts != NULL) {
        candidates.flags = (uint8_t *)PyBytes_AsString(result);
        candidates.refs_count = (size_t)PyList_Size(tasks);
        candidates.part_count = (size_t)PyList_Size(packs);
        if (candidates_init(&candidates)) {
            for_each(&candidates, candidates_want, wanted, wanted_size);
            for_each(&candidates, candidates_mark, striking, striking_size);
            candidates_spread(&candidates);
        } else {
            PyErr_NoMemory();
        }
    }
    candidates_free(&candidates);
    free(parts);
    free(refs);
    if (PyErr_Occurred())
        Py_CLEAR(result);
    return result;
}
