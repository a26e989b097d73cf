/* ``Forest``: the columns of a pack's entries between Python and C. */
#include <stdlib.h>
#include <string.h>

#include "module.h"

PyObject *forest_type;

/* A column of ``count`` items of so many bytes; NULL with an exception if it has another length. */
static const void *column_of(PyObject *columns, Py_ssize_t which, size_t count, size_t item)
{
    PyObject *column = PyTuple_GetItem(columns, which);
    char *data;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(column, &data, &size) < 0)
        return NULL;
    return (size_t)size == count * item ? data : wrong_length();
}

static bool are_entries(const int32_t *numbers, size_t count)
{
    for (size_t each = 0; each < count; each++)
        if (numbers[each] < -1 || (numbers[each] >= 0 && (size_t)numbers[each] >= count))
            return false;
    return true;
}

static PyObject *forest_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    PyObject *each[8];
    (void)keywords;
    if (!PyArg_ParseTuple(arguments, "SSSSSSSS", &each[0], &each[1], &each[2], &each[3], &each[4], &each[5],
                          &each[6], &each[7]))
        return NULL;
    size_t count = (size_t)PyBytes_Size(each[1]);
    if (count >= INT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "a pack has too many entries");
        return NULL;
    }
    struct forest_object *self = new_object(type);
    if (self == NULL)
        return NULL;
    struct forest *forest = &self->forest;
    Py_INCREF(arguments);
    self->columns = arguments;
    forest->count = count;
    if ((forest->offsets = column_of(arguments, 0, count + 1, 8)) == NULL ||
        (forest->lengths = column_of(arguments, 1, count, 1)) == NULL ||
        (forest->kinds = column_of(arguments, 2, count, 1)) == NULL ||
        (forest->sizes = column_of(arguments, 3, count, 8)) == NULL ||
        (forest->parents = column_of(arguments, 4, count, 4)) == NULL ||
        (forest->first_children = column_of(arguments, 5, count, 4)) == NULL ||
        (forest->next_siblings = column_of(arguments, 6, count, 4)) == NULL ||
        (forest->weights = column_of(arguments, 7, count, 8)) == NULL) {
        Py_DECREF(self);
        return NULL;
    }
    if (!are_entries(forest->parents, count) || !are_entries(forest->first_children, count) ||
        !are_entries(forest->next_siblings, count)) {
        Py_DECREF(self);
        PyErr_SetString(PyExc_ValueError, "a column names an entry that is not there");
        return NULL;
    }
    return (PyObject *)self;
}

static void forest_dealloc(PyObject *self)
{
    Py_XDECREF(((struct forest_object *)self)->columns);
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
