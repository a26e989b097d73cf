/* ``Contents``: what trees hold of what is looked for. */
#include <string.h>

#include "contents.h"
#include "module.h"

struct contents_object {
    PyObject_HEAD
    struct contents contents;
    PyObject *oids, *flags; /* what it looks into */
};

static bool want_all(struct contents *contents, PyObject *names)
{
    for (Py_ssize_t each = 0; each < PyList_Size(names); each++) {
        char *name;
        Py_ssize_t size;
        if (PyBytes_AsStringAndSize(PyList_GetItem(names, each), &name, &size) < 0)
            return false;
        if (!contents_want(contents, (const uint8_t *)name, (size_t)size)) {
            PyErr_NoMemory();
            return false;
        }
    }
    return true;
}

static PyObject *contents_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    PyObject *oids, *flags, *names;
    (void)keywords;
    if (!PyArg_ParseTuple(arguments, "O!SO!", (PyTypeObject *)oids_type, &oids, &flags, &PyList_Type, &names))
        return NULL;
    struct contents_object *self = new_object(type);
    if (self == NULL)
        return NULL;
    Py_INCREF(oids);
    Py_INCREF(flags);
    self->oids = oids;
    self->flags = flags;
    if (!contents_init(&self->contents, oids_of(oids), (const uint8_t *)PyBytes_AsString(flags),
                       (size_t)PyBytes_Size(flags)))
        PyErr_NoMemory();
    else if (want_all(&self->contents, names))
        return (PyObject *)self;
    Py_DECREF(self);
    return NULL;
}

static void contents_dealloc(PyObject *self)
{
    struct contents_object *object = (struct contents_object *)self;
    contents_free(&object->contents);
    Py_XDECREF(object->oids);
    Py_XDECREF(object->flags);
    free_object(self);
}

/* Takes in trees: their text, where each begins in it, in 8 bytes, and their numbers, in 4. */
static PyObject *contents_object_add(PyObject *self, PyObject *arguments)
{
    struct contents *contents = &((struct contents_object *)self)->contents;
    const char *text, *starts, *numbers;
    Py_ssize_t size, starts_size, numbers_size;
    if (!PyArg_ParseTuple(arguments, "y#y#y#", &text, &size, &starts, &starts_size, &numbers, &numbers_size))
        return NULL;
    size_t count = (size_t)starts_size / sizeof(uint64_t);
    if ((size_t)numbers_size != count * sizeof(int32_t))
        return wrong_length();
    for (size_t each = 0; each < count; each++) {
        struct part part;
        int32_t number;
        memcpy(&number, numbers + each * sizeof number, sizeof number);
        if (!part_of_text(starts, count, each, (uint64_t)size, &part))
            return NULL;
        if (!contents_add(contents, number, (const uint8_t *)text + part.start, (size_t)(part.end - part.start)))
            return PyErr_NoMemory();
    }
    Py_RETURN_NONE;
}

static PyObject *entries_of(const struct names *names)
{
    PyObject *entries = PyList_New((Py_ssize_t)names->count);
    for (size_t each = 0; entries != NULL && each < names->count; each++) {
        const struct named *row = &names->rows[each];
        const char *name = row->size > 0 ? (const char *)names->text.data + row->start : "";
        PyObject *entry = Py_BuildValue("y#i", name, (Py_ssize_t)row->size, (int)row->number);
        if (entry == NULL)
            Py_CLEAR(entries);
        else
            PyList_SetItem(entries, (Py_ssize_t)each, entry);
    }
    return entries;
}

static PyObject *contents_object_columns(PyObject *self, PyObject *arguments)
{
    const struct contents *contents = &((struct contents_object *)self)->contents;
    (void)arguments;
    return Py_BuildValue("NNNN", entries_of(&contents->entries), buffer_bytes(&contents->trees),
                         buffer_bytes(&contents->held), buffer_bytes(&contents->ends));
}

int add_contents(PyObject *module)
{
    static PyMethodDef methods[] = {
        {"add", contents_object_add, METH_VARARGS, "Takes in trees."},
        {"columns", contents_object_columns, METH_NOARGS, "What they hold."},
        {NULL, NULL, 0, NULL},
    };
    static PyType_Slot slots[] = {
        {Py_tp_new, contents_new},
        {Py_tp_dealloc, contents_dealloc},
        {Py_tp_methods, methods},
        {Py_tp_doc, "What trees hold of what is looked for."},
        {0, NULL},
    };
    static PyType_Spec spec = {"keyguard.gitrepo._core.Contents", sizeof(struct contents_object), 0,
                               Py_TPFLAGS_DEFAULT, slots};
    static PyObject *type;
    return add_type(module, "Contents", &spec, &type);
}
