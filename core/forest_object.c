/* ``Forest``: the columns of a pack's entries between Python and C. */
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
