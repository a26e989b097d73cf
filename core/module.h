/* What the parts of the Python module have in common. */
#ifndef KEYGUARD_MODULE_H
#define KEYGUARD_MODULE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "oids.h"
#include "pack.h"
#include "walk.h"

/* Makes a type of the module and adds it under ``name``. -1 with an exception if that fails. */
int add_type(PyObject *module, const char *name, PyType_Spec *spec, PyObject **type);

/* Allocates an object of a heap type, zeroed behind its header. */
void *new_object(PyTypeObject *type);
/* The end of a deallocator. */
void free_object(PyObject *object);

int add_forest(PyObject *module);
int add_oids(PyObject *module);
int add_walk(PyObject *module);

/* A ``Forest``: the columns of a pack, with its own copies of them. */
struct forest_object {
    PyObject_HEAD
    struct forest forest;
    void *columns;
};

extern PyObject *forest_type;

PyObject *read_headers(PyObject *module, PyObject *arguments);

#endif
