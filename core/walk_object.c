/* ``Walk``: the walk through a task of a pack, with the GIL released while it reads. */
#include <stdlib.h>
#include <string.h>

#include "module.h"
#include "tree.h"

/* By what Python says of an entry: that it is judged, that it is judged elsewhere, that it is not read. */
static const uint8_t FLAGS[] = {0, KNOWN | SUSPECT, LEFT_OUT};

static PyObject *walk_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    PyObject *forest;
    const char *known;
    Py_ssize_t known_size;
    int descriptor;
    unsigned long long size, batch, large, held, most;
    unsigned int worth_a_reach;
    (void)keywords;
    if (!PyArg_ParseTuple(arguments, "O!iKy#IKKKK", (PyTypeObject *)forest_type, &forest, &descriptor,
                          &size, &known, &known_size, &worth_a_reach, &batch, &large, &held,
                          &most))
        return NULL;
    struct walk_object *self = new_object(type);
    if (self == NULL)
        return NULL;
    Py_INCREF(forest);
    self->forest = (struct forest_object *)forest;
    self->pack.descriptor = descriptor;
    self->pack.size = size;
    if (!walk_init(&self->walk, &self->pack, &self->forest->forest)) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    self->walk.bounds = (struct bounds){worth_a_reach, batch, large, held, most};
    if (known_size != 0 && (size_t)known_size != self->forest->forest.count) {
        Py_DECREF(self);
        return wrong_length();
    }
    for (Py_ssize_t each = 0; each < known_size; each++)
        self->walk.flags[each] = FLAGS[(uint8_t)known[each] % sizeof FLAGS];
    return (PyObject *)self;
}

static void walk_dealloc(PyObject *self)
{
    struct walk_object *object = (struct walk_object *)self;
    walk_free(&object->walk);
    pack_free(&object->pack);
    Py_XDECREF((PyObject *)object->forest);
    free_object(self);
}

static PyObject *done(bool is_done)
{
    if (!is_done)
        return PyErr_NoMemory();
    Py_RETURN_NONE;
}

static PyObject *walk_object_use(PyObject *self, PyObject *arguments)
{
    struct walk *walk = walk_idle(self);
    int is_tree;
    unsigned int kind, worth_a_sample;
    unsigned long long shortest_base;
    Py_ssize_t context, id_length, size;
    const char *between;
    if (walk == NULL || !PyArg_ParseTuple(arguments, "IpKInny#", &kind, &is_tree, &shortest_base,
                                          &worth_a_sample, &context, &id_length, &between, &size))
        return NULL;
    if (id_length != NO_ID && !is_id_length(id_length))
        return NULL;
    if (kind == 0 || kind >= KINDS || context < 0) {
        PyErr_SetString(PyExc_ValueError, "there is no such kind, or context");
        return NULL;
    }
    struct policy policy = {is_tree, shortest_base, worth_a_sample, (size_t)context, (size_t)id_length};
    return done(walk_use(walk, kind, &policy, (const uint8_t *)between, (size_t)size));
}

static PyObject *walk_object_push(PyObject *self, PyObject *arguments)
{
    struct walk *walk = walk_idle(self);
    const char *numbers;
    Py_ssize_t size;
    if (walk == NULL || !PyArg_ParseTuple(arguments, "y#", &numbers, &size))
        return NULL;
    for (Py_ssize_t end = size; end >= (Py_ssize_t)sizeof(int32_t); end -= (Py_ssize_t)sizeof(int32_t)) {
        int32_t number; /* the first of them on top */
        memcpy(&number, numbers + end - sizeof number, sizeof number);
        if (!walk_push(walk, number))
            return PyErr_NoMemory();
    }
    Py_RETURN_NONE;
}

static PyObject *walk_object_give(PyObject *self, PyObject *arguments)
{
    struct walk *walk = walk_idle(self);
    const char *data;
    Py_ssize_t size;
    int number;
    if (walk == NULL || !PyArg_ParseTuple(arguments, "iy#", &number, &data, &size))
        return NULL;
    return done(walk_give(walk, number, (const uint8_t *)data, (size_t)size));
}

static PyObject *walk_object_mark(PyObject *self, PyObject *arguments)
{
    struct walk *walk = walk_idle(self);
    int number, is_settled;
    if (walk == NULL || !PyArg_ParseTuple(arguments, "ip", &number, &is_settled))
        return NULL;
    if (number < 0 || (size_t)number >= walk->forest->count) {
        PyErr_SetString(PyExc_IndexError, "there is no such entry");
        return NULL;
    }
    walk->flags[number] |= is_settled ? SUSPECT | SETTLED : SUSPECT;
    Py_RETURN_NONE;
}

/* Reads on: a number of ``enum event``, and the kind of the batch or the entry that can't be read. */
static PyObject *walk_object_advance(PyObject *self, PyObject *arguments)
{
    struct walk *walk = walk_idle(self);
    struct walk_object *object = (struct walk_object *)self;
    enum event event;
    int32_t number = NO_ENTRY;
    (void)arguments;
    if (walk == NULL)
        return NULL;
    object->is_busy = true;
    Py_BEGIN_ALLOW_THREADS
    event = walk_advance(walk, &number);
    Py_END_ALLOW_THREADS
    object->is_busy = false;
    if (event == WALK_NO_MEMORY)
        return PyErr_NoMemory();
    return Py_BuildValue("ii", (int)event, (int)number);
}

static PyObject *walk_object_failed_base(PyObject *self, PyObject *arguments)
{
    struct walk *walk = walk_idle(self);
    (void)arguments;
    return walk == NULL ? NULL : bytes_of(walk->failed_base);
}

int add_walk(PyObject *module)
{
    static PyMethodDef methods[] = {
        {"use", walk_object_use, METH_VARARGS, "How what is read of a kind is looked at."},
        {"push", walk_object_push, METH_VARARGS, "Takes roots to be read next, in their order."},
        {"give", walk_object_give, METH_VARARGS, "Takes an entry whose content is told."},
        {"mark", walk_object_mark, METH_VARARGS, "Takes note that an entry matches, or was settled."},
        {"advance", walk_object_advance, METH_NOARGS, "Reads until there is something to tell."},
        {"failed_base", walk_object_failed_base, METH_NOARGS, "The base of what can't be read."},
        {"batch", walk_object_batch, METH_VARARGS, "What waits of a kind to be judged."},
        {"text", walk_object_text, METH_VARARGS, "The text of one that waits."},
        {"change", walk_object_change, METH_VARARGS, "The base and the delta of one that waits."},
        {"is_change", walk_object_is_change, METH_VARARGS, "Whether only a change of one is told."},
        {"content", walk_object_content, METH_VARARGS, "All of the content of one that waits."},
        {"changed", walk_object_changed, METH_VARARGS, "What changes in one, with its surroundings."},
        {"want", walk_object_want, METH_VARARGS, "Takes note that one is to be looked at."},
        {"next", walk_object_next, METH_VARARGS, "The next one that is to be looked at."},
        {"clear", walk_object_clear, METH_VARARGS, "Forgets what waits of a kind."},
        {"counted", walk_object_counted, METH_VARARGS, "How many objects of a kind were read, and bytes."},
        {NULL, NULL, 0, NULL},
    };
    static PyType_Slot slots[] = {
        {Py_tp_new, walk_new},
        {Py_tp_dealloc, walk_dealloc},
        {Py_tp_methods, methods},
        {Py_tp_doc, "The walk through trees of one pack."},
        {0, NULL},
    };
    static PyType_Spec spec = {"keyguard.gitrepo._core.Walk", sizeof(struct walk_object), 0,
                               Py_TPFLAGS_DEFAULT, slots};
    static PyObject *type;
    return add_type(module, "Walk", &spec, &type);
}
