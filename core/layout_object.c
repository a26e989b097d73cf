/* What is made of all entries of a pack before the walk: their order, their headers, and which is made from
   which. The GIL is released while that is done, so that something else can be done meanwhile. */
#include <stdlib.h>
#include <string.h>

#include "headers.h"
#include "layout.h"
#include "module.h"

/* The numbers of a column of 4 or 8 bytes each, in 8; NULL with an exception if it has another width or length. */
static uint64_t *widened(const char *data, Py_ssize_t size, int width, size_t *count)
{
    if ((width != 4 && width != 8) || size % width != 0 || size / width >= INT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "these are not the offsets of a pack");
        return NULL;
    }
    *count = (size_t)(size / width);
    uint64_t *numbers = malloc(*count * sizeof *numbers + 1);
    if (numbers == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    for (size_t each = 0; each < *count; each++) {
        uint32_t narrow;
        if (width == 8) {
            memcpy(&numbers[each], data + each * 8, 8);
        } else {
            memcpy(&narrow, data + each * 4, 4);
            numbers[each] = narrow;
        }
    }
    return numbers;
}

/* The rows of an index in the order of the pack, in 4 bytes each, and their offsets, in 8. */
PyObject *pack_order(PyObject *module, PyObject *arguments)
{
    const char *data, *given;
    Py_ssize_t size, given_size;
    int width;
    size_t count;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y#iy#", &data, &size, &width, &given, &given_size))
        return NULL;
    uint64_t *offsets = widened(data, size, width, &count);
    if (offsets == NULL)
        return NULL;
    PyObject *rows = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(count * sizeof(uint32_t)));
    PyObject *picked = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(count * sizeof(uint64_t)));
    PyObject *result = NULL;
    if (rows != NULL && picked != NULL) {
        uint32_t *own_rows = (uint32_t *)PyBytes_AsString(rows);
        uint64_t *own_picked = (uint64_t *)PyBytes_AsString(picked);
        bool is_done = (size_t)given_size == count * sizeof(uint32_t);
        Py_BEGIN_ALLOW_THREADS
        if (is_done) {
            memcpy(own_rows, given, (size_t)given_size);
            is_done = layout_pick(offsets, count, own_rows, own_picked);
        }
        if (!is_done)
            is_done = layout_sort(offsets, count, own_rows, own_picked);
        Py_END_ALLOW_THREADS
        result = is_done ? PyTuple_Pack(2, rows, picked) : PyErr_NoMemory();
    }
    free(offsets);
    Py_XDECREF(rows);
    Py_XDECREF(picked);
    return result;
}

/* The ids of bases as a dictionary, by the number of the entry; NULL with an exception. */
static PyObject *ids_by_number(const struct buffer *ids, size_t id_length)
{
    PyObject *result = PyDict_New();
    bool is_done = result != NULL;
    for (size_t at = 0; is_done && at < ids->size; at += sizeof(int32_t) + id_length) {
        int32_t number;
        memcpy(&number, ids->data + at, sizeof number);
        PyObject *key = PyLong_FromLong(number);
        PyObject *id = PyBytes_FromStringAndSize((const char *)ids->data + at + sizeof number,
                                                 (Py_ssize_t)id_length);
        is_done = key != NULL && id != NULL && PyDict_SetItem(result, key, id) == 0;
        Py_XDECREF(key);
        Py_XDECREF(id);
    }
    if (!is_done)
        Py_CLEAR(result);
    return result;
}

PyObject *read_headers(PyObject *module, PyObject *arguments)
{
    int descriptor, id_length;
    unsigned long long size;
    const char *data;
    Py_ssize_t length;
    size_t count;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "iKy#i", &descriptor, &size, &data, &length, &id_length))
        return NULL;
    if (!is_id_length(id_length))
        return NULL;
    uint64_t *offsets = widened(data, length, 8, &count);
    if (offsets == NULL)
        return NULL;
    PyObject *kinds = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count);
    PyObject *lengths = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count);
    PyObject *sizes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count * 8);
    PyObject *parents = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count * 4);
    PyObject *base_ids = NULL, *result = NULL;
    if (kinds != NULL && lengths != NULL && sizes != NULL && parents != NULL) {
        struct buffer ids = {0};
        struct pack pack = {.descriptor = descriptor, .size = size};
        struct headers headers = {(uint8_t *)PyBytes_AsString(kinds), (uint8_t *)PyBytes_AsString(lengths),
                                  (uint64_t *)PyBytes_AsString(sizes),
                                  (int32_t *)PyBytes_AsString(parents), &ids};
        bool is_done;
        Py_BEGIN_ALLOW_THREADS
        is_done = headers_read(&pack, offsets, count, (size_t)id_length, &headers);
        Py_END_ALLOW_THREADS
        base_ids = is_done ? ids_by_number(&ids, (size_t)id_length) : PyErr_NoMemory();
        if (base_ids != NULL)
            result = PyTuple_Pack(5, kinds, lengths, sizes, parents, base_ids);
        buffer_free(&ids);
    }
    free(offsets);
    Py_XDECREF(kinds);
    Py_XDECREF(lengths);
    Py_XDECREF(sizes);
    Py_XDECREF(parents);
    Py_XDECREF(base_ids);
    return result;
}

/* A column of numbers, in 4 bytes each. */
static PyObject *column_of(const int32_t *numbers, size_t count)
{
    return PyBytes_FromStringAndSize((const char *)numbers, (Py_ssize_t)(count * sizeof *numbers));
}

/* What the links hold: first children, next siblings, weights, sound roots, where each task ends in those,
   what it weighs, and the other roots. */
static PyObject *links_as_tuple(PyObject *children, PyObject *siblings, PyObject *weights, const struct links *links,
                            const int32_t *ends, const int64_t *costs, size_t tasks)
{
    PyObject *sound = column_of(links->roots, links->sound_count);
    PyObject *own_ends = column_of(ends, tasks);
    PyObject *own_costs = PyBytes_FromStringAndSize((const char *)costs, (Py_ssize_t)(tasks * sizeof *costs));
    PyObject *others =
        column_of(links->roots + links->sound_count, links->root_count - links->sound_count);
    PyObject *result = NULL;
    if (sound != NULL && own_ends != NULL && own_costs != NULL && others != NULL)
        result = PyTuple_Pack(7, children, siblings, weights, sound, own_ends, own_costs, others);
    Py_XDECREF(sound);
    Py_XDECREF(own_ends);
    Py_XDECREF(own_costs);
    Py_XDECREF(others);
    return result;
}

PyObject *link_entries(PyObject *module, PyObject *arguments)
{
    const char *offset_data, *parents, *kinds;
    Py_ssize_t offsets_size, parents_size, count;
    unsigned long long entry_cost, task_count;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y#y#y#KK", &offset_data, &offsets_size, &parents, &parents_size,
                          &kinds, &count, &entry_cost, &task_count))
        return NULL;
    if (count >= INT32_MAX || offsets_size != 8 * (count + 1) || parents_size != 4 * count)
        return wrong_length();
    size_t own_count;
    uint64_t *offsets = widened(offset_data, offsets_size, 8, &own_count);
    int32_t *own_parents = malloc((size_t)parents_size + 1);
    int32_t *roots = malloc((size_t)parents_size + 1), *ends = malloc((size_t)parents_size + 4);
    int64_t *costs = malloc(2 * (size_t)parents_size + 8);
    PyObject *children = PyBytes_FromStringAndSize(NULL, 4 * count);
    PyObject *siblings = PyBytes_FromStringAndSize(NULL, 4 * count);
    PyObject *weights = PyBytes_FromStringAndSize(NULL, 8 * count), *result = NULL;
    if (own_parents == NULL || roots == NULL || ends == NULL || costs == NULL) {
        PyErr_NoMemory();
    } else if (offsets != NULL && children != NULL && siblings != NULL && weights != NULL) {
        struct links links = {.first_children = (int32_t *)PyBytes_AsString(children),
                              .next_siblings = (int32_t *)PyBytes_AsString(siblings),
                              .weights = (int64_t *)PyBytes_AsString(weights),
                              .roots = roots};
        size_t tasks = 0;
        bool is_done;
        memcpy(own_parents, parents, (size_t)parents_size);
        Py_BEGIN_ALLOW_THREADS
        is_done = layout_link(offsets, own_parents, (const uint8_t *)kinds, (size_t)count, entry_cost, &links);
        if (is_done)
            tasks = layout_cut(&links, task_count, ends, costs);
        Py_END_ALLOW_THREADS
        if (is_done)
            result = links_as_tuple(children, siblings, weights, &links, ends, costs, tasks);
        else
            PyErr_SetString(PyExc_ValueError, "an entry is in front of what it is made from");
    }
    free(offsets);
    free(own_parents);
    free(roots);
    free(ends);
    free(costs);
    Py_XDECREF(children);
    Py_XDECREF(siblings);
    Py_XDECREF(weights);
    return result;
}
