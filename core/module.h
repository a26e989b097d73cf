/* What the parts of the Python module have in common. */
#ifndef KEYGUARD_MODULE_H
#define KEYGUARD_MODULE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#if PY_VERSION_HEX >= 0x030D0000
/* Headers since 3.13 name functions that take lengths as int in Pythons before it, of which this
   is to run in those since 3.10; these are in the stable ABI of all. */
PyAPI_FUNC(int) _PyArg_ParseTuple_SizeT(PyObject *, const char *, ...);
PyAPI_FUNC(PyObject *) _Py_BuildValue_SizeT(const char *, ...);
#define PyArg_ParseTuple _PyArg_ParseTuple_SizeT
#define Py_BuildValue _Py_BuildValue_SizeT
#endif

#include "oids.h"
#include "pack.h"
#include "walk.h"

enum { INTERFACE = 4 }; /* as in compiled_core.py: one more whenever Python calls anything otherwise */

/* Makes a type of the module and adds it under ``name``. -1 with an exception if that fails. */
int add_type(PyObject *module, const char *name, PyType_Spec *spec, PyObject **type);

/* Allocates an object of a heap type, zeroed behind its header. */
void *new_object(PyTypeObject *type);
/* The end of a deallocator. */
void free_object(PyObject *object);

/* What a buffer has, as bytes. */
PyObject *buffer_bytes(const struct buffer *buffer);

/* NULL, with an exception: a column has another length than those beside it. */
void *wrong_length(void);
/* Whether ids can have so many bytes. False with an exception. */
bool is_id_length(Py_ssize_t length);

/* Where a part of a text begins and ends in it. */
struct part {
    uint64_t start, end;
};

/* The part of this number, of ``count`` that follow each other: ``starts`` has where each begins, in 8 bytes.
   False with an exception if it is not within the text. */
bool part_of_text(const char *starts, size_t count, size_t number, uint64_t text_size, struct part *part);

int add_contents(PyObject *module);
int add_forest(PyObject *module);
int add_oids(PyObject *module);
int add_walk(PyObject *module);

/* A ``Forest``: the columns of a pack, in bytes that nobody can change. */
struct forest_object {
    PyObject_HEAD
    struct forest forest;
    PyObject *columns; /* what the columns are in */
};

extern PyObject *forest_type, *oids_type;
struct oids *oids_of(PyObject *self);

/* A ``Walk``. */
struct walk_object {
    PyObject_HEAD
    struct walk walk;
    struct pack pack;
    struct forest_object *forest;
    int32_t failed;
    bool is_busy; /* another thread reads */
};

/* The walk of a ``Walk``; NULL with an exception if another thread reads. */
struct walk *walk_idle(PyObject *self);
PyObject *bytes_of(const struct content *content);
PyObject *walk_object_batch(PyObject *self, PyObject *arguments);
PyObject *walk_object_text(PyObject *self, PyObject *arguments);
PyObject *walk_object_change(PyObject *self, PyObject *arguments);
PyObject *walk_object_is_change(PyObject *self, PyObject *arguments);
PyObject *walk_object_content(PyObject *self, PyObject *arguments);
PyObject *walk_object_changed(PyObject *self, PyObject *arguments);
PyObject *walk_object_want(PyObject *self, PyObject *arguments);
PyObject *walk_object_next(PyObject *self, PyObject *arguments);
PyObject *walk_object_clear(PyObject *self, PyObject *arguments);
PyObject *walk_object_counted(PyObject *self, PyObject *arguments);

PyObject *pack_order(PyObject *module, PyObject *arguments);
PyObject *read_headers(PyObject *module, PyObject *arguments);
PyObject *link_entries(PyObject *module, PyObject *arguments);
PyObject *apply_delta(PyObject *module, PyObject *arguments);
PyObject *flagged_refs(PyObject *module, PyObject *arguments);
PyObject *find_candidates(PyObject *module, PyObject *arguments);

#endif
