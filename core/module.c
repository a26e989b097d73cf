/* The Python module ``keyguard.gitrepo._core``: what the walk through a history does for every object.
   All of it is written in Python too, and that is where to read what it has to do. */
#include <string.h>

#include "module.h"

int add_type(PyObject *module, const char *name, PyType_Spec *spec, PyObject **type)
{
    *type = PyType_FromSpec(spec);
    return *type == NULL ? -1 : PyModule_AddObjectRef(module, name, *type);
}

void *new_object(PyTypeObject *type)
{
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    return allocate(type, 0);
}

void free_object(PyObject *object)
{
    PyTypeObject *type = Py_TYPE(object);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(object);
    Py_DECREF(type);
}

PyObject *buffer_bytes(const struct buffer *buffer)
{
    return PyBytes_FromStringAndSize((const char *)buffer->data, (Py_ssize_t)buffer->size);
}

void *wrong_length(void)
{
    PyErr_SetString(PyExc_ValueError, "a column has another length than the others");
    return NULL;
}

bool is_id_length(Py_ssize_t length)
{
    if (length == SHA1_OID || length == SHA256_OID)
        return true;
    PyErr_SetString(PyExc_ValueError, "no id has so many bytes");
    return false;
}

bool part_of_text(const char *starts, size_t count, size_t number, uint64_t text_size, struct part *part)
{
    part->end = text_size;
    memcpy(&part->start, starts + number * sizeof part->start, sizeof part->start);
    if (number + 1 < count)
        memcpy(&part->end, starts + (number + 1) * sizeof part->end, sizeof part->end);
    if (part->end <= text_size && part->start <= part->end)
        return true;
    PyErr_SetString(PyExc_ValueError, "these are not places of the text");
    return false;
}

static PyMethodDef methods[] = {
    {"pack_order", pack_order, METH_VARARGS, "The rows of an index in the order of the pack."},
    {"read_headers", read_headers, METH_VARARGS, "The headers of the entries at some offsets."},
    {"link_entries", link_entries, METH_VARARGS, "Which entry is made from which."},
    {"apply_delta", apply_delta, METH_VARARGS, "What a delta makes of its base."},
    {"flagged_refs", flagged_refs, METH_VARARGS, "What trees recorded of what is looked for."},
    {"find_candidates", find_candidates, METH_VARARGS, "Which trees may lead to what is looked for."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "keyguard.gitrepo._core", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__core(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module != NULL && (PyModule_AddIntConstant(module, "interface", INTERFACE) < 0 ||
                           PyModule_AddStringConstant(module, "inflate_library", inflate_library) < 0 ||
                           add_forest(module) < 0 || add_oids(module) < 0 || add_contents(module) < 0 ||
                           add_walk(module) < 0)) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
