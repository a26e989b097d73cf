/* ``Forest`` and ``read_headers``: the columns of a pack's entries between Python and C. */
#include <stdlib.h>
#include <string.h>

#include "module.h"

PyObject *forest_type;

/* Copies a column of ``count`` items into ``at``. False with an exception if it has another length. */
static bool copy_column(PyObject *column, uint8_t **at, size_t count, size_t item)
{
    char *data;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(column, &data, &size) < 0)
        return false;
    if ((size_t)size != count * item) {
        PyErr_SetString(PyExc_ValueError, "a column has another length than the others");
        return false;
    }
    memcpy(*at, data, (size_t)size);
    *at += size;
    return true;
}

static bool are_entries(const int32_t *numbers, size_t count)
{
    for (size_t each = 0; each < count; each++)
        if (numbers[each] < -1 || (numbers[each] >= 0 && (size_t)numbers[each] >= count))
            return false;
    return true;
}

/* The columns one behind the other, those of the widest items first. */
static PyObject *forest_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    PyObject *offsets, *lengths, *kinds, *sizes, *parents, *children, *siblings, *weights;
    (void)keywords;
    if (!PyArg_ParseTuple(arguments, "SSSSSSSS", &offsets, &lengths, &kinds, &sizes, &parents,
                          &children, &siblings, &weights))
        return NULL;
    size_t count = (size_t)PyBytes_Size(lengths);
    if (count >= INT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "a pack has too many entries");
        return NULL;
    }
    struct forest_object *self = new_object(type);
    if (self == NULL)
        return NULL;
    uint8_t *at = self->columns = malloc(8 * (count + 1) + 30 * count);
    if (at == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    self->forest.count = count;
    self->forest.offsets = (const uint64_t *)at;
    self->forest.sizes = self->forest.offsets + count + 1;
    self->forest.weights = (const int64_t *)(self->forest.sizes + count);
    self->forest.parents = (const int32_t *)(self->forest.weights + count);
    self->forest.first_children = self->forest.parents + count;
    self->forest.next_siblings = self->forest.first_children + count;
    self->forest.lengths = (const uint8_t *)(self->forest.next_siblings + count);
    self->forest.kinds = self->forest.lengths + count;
    if (!copy_column(offsets, &at, count + 1, 8) || !copy_column(sizes, &at, count, 8) ||
        !copy_column(weights, &at, count, 8) || !copy_column(parents, &at, count, 4) ||
        !copy_column(children, &at, count, 4) || !copy_column(siblings, &at, count, 4) ||
        !copy_column(lengths, &at, count, 1) || !copy_column(kinds, &at, count, 1)) {
        Py_DECREF(self);
        return NULL;
    }
    if (!are_entries(self->forest.parents, 3 * count)) {
        Py_DECREF(self);
        PyErr_SetString(PyExc_ValueError, "a column names an entry that is not there");
        return NULL;
    }
    return (PyObject *)self;
}

static void forest_dealloc(PyObject *self)
{
    free(((struct forest_object *)self)->columns);
    free_object(self);
}

int add_forest(PyObject *module)
{
    static PyType_Slot slots[] = {
        {Py_tp_new, forest_new},
        {Py_tp_dealloc, forest_dealloc},
        {Py_tp_doc, "The entries of a pack, a column each."},
        {0, NULL},
    };
    static PyType_Spec spec = {"keyguard.gitrepo._core.Forest", sizeof(struct forest_object), 0,
                               Py_TPFLAGS_DEFAULT, slots};
    return add_type(module, "Forest", &spec, &forest_type);
}

/* The last entry at an offset; NO_ENTRY if there is none. */
static int32_t entry_at(const uint64_t *offsets, size_t count, uint64_t offset)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (offsets[middle] <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && offsets[low - 1] == offset ? (int32_t)(low - 1) : NO_ENTRY;
}

/* The columns that are filled from the headers. */
struct columns {
    uint8_t *kinds, *lengths;
    uint64_t *sizes;
    int32_t *parents;
};

/* Reads the header of one entry. False with an exception if there is no memory. */
static bool read_one(struct pack *pack, const uint64_t *offsets, size_t count, size_t number,
                     size_t id_length, struct columns *columns, PyObject *base_ids)
{
    struct header header;
    size_t got = 0;
    columns->parents[number] = NO_ENTRY;
    columns->kinds[number] = columns->lengths[number] = 0;
    columns->sizes[number] = 0;
    const uint8_t *data = pack_read(pack, offsets[number], LONGEST_HEADER, &got);
    if (data == NULL) {
        PyErr_NoMemory();
        return false;
    }
    if (!pack_header(data, got, id_length, &header))
        return true;
    columns->kinds[number] = (uint8_t)header.kind;
    columns->lengths[number] = (uint8_t)header.length;
    columns->sizes[number] = header.size;
    if (header.kind == OFS_DELTA && header.distance > 0 && header.distance <= offsets[number])
        columns->parents[number] = entry_at(offsets, count, offsets[number] - header.distance);
    if (header.kind != REF_DELTA)
        return true;
    PyObject *key = PyLong_FromSize_t(number);
    PyObject *id = PyBytes_FromStringAndSize((const char *)header.base_id, (Py_ssize_t)id_length);
    bool is_set = key != NULL && id != NULL && PyDict_SetItem(base_ids, key, id) == 0;
    Py_XDECREF(key);
    Py_XDECREF(id);
    return is_set;
}

PyObject *read_headers(PyObject *module, PyObject *arguments)
{
    int descriptor, id_length;
    unsigned long long size;
    const char *data;
    Py_ssize_t length;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "iKy#i", &descriptor, &size, &data, &length, &id_length))
        return NULL;
    size_t count = (size_t)length / 8;
    if ((size_t)length != count * 8 || count >= INT32_MAX || (id_length != 20 && id_length != 32)) {
        PyErr_SetString(PyExc_ValueError, "these are no offsets of a pack");
        return NULL;
    }
    PyObject *kinds = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count);
    PyObject *lengths = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count);
    PyObject *sizes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count * 8);
    PyObject *parents = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count * 4);
    PyObject *base_ids = PyDict_New(), *result = NULL;
    struct pack *pack = calloc(1, sizeof *pack);
    uint64_t *offsets = malloc((size_t)length + 1);
    if (pack == NULL || offsets == NULL)
        PyErr_NoMemory();
    else if (kinds && lengths && sizes && parents && base_ids) {
        struct columns columns = {
            (uint8_t *)PyBytes_AsString(kinds), (uint8_t *)PyBytes_AsString(lengths),
            (uint64_t *)PyBytes_AsString(sizes), (int32_t *)PyBytes_AsString(parents)};
        size_t number = 0;
        pack->descriptor = descriptor;
        pack->size = size;
        memcpy(offsets, data, (size_t)length);
        while (number < count &&
               read_one(pack, offsets, count, number, (size_t)id_length, &columns, base_ids))
            number++;
        if (number == count)
            result = PyTuple_Pack(5, kinds, lengths, sizes, parents, base_ids);
    }
    if (pack != NULL)
        pack_free(pack);
    free(pack);
    free(offsets);
    Py_XDECREF(kinds);
    Py_XDECREF(lengths);
    Py_XDECREF(sizes);
    Py_XDECREF(parents);
    Py_XDECREF(base_ids);
    return result;
}
