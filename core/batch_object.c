/* The part of ``Walk`` that hands out what waits to be judged, kind by kind. */
#include <string.h>

#include "changed.h"
#include "delta.h"
#include "module.h"

struct walk *walk_idle(PyObject *self)
{
    struct walk_object *object = (struct walk_object *)self;
    if (object->is_busy) {
        PyErr_SetString(PyExc_RuntimeError, "a walk is for one thread at a time");
        return NULL;
    }
    return &object->walk;
}

/* The batch of a kind; NULL with an exception if there is no such kind. */
static struct batch *batch_of_kind(struct walk *walk, unsigned int kind)
{
    if (kind > 0 && kind < KINDS)
        return &walk->batches[kind];
    PyErr_SetString(PyExc_ValueError, "there is no such kind");
    return NULL;
}

/* What waits at a place of a batch; NULL with an exception if nothing does. */
static struct waiting *waiting_at(struct batch *batch, Py_ssize_t place)
{
    if (place >= 0 && (size_t)place < batch->count)
        return &batch->waiting[place];
    PyErr_SetString(PyExc_IndexError, "nothing waits at this place");
    return NULL;
}

/* The batch of the kind that is the first of the arguments, and of a place in it if there is another. NULL
   with an exception if there is none. */
static struct batch *batch_of(PyObject *self, PyObject *arguments, Py_ssize_t *place)
{
    struct walk *walk = walk_idle(self);
    unsigned int kind;
    if (walk == NULL || !PyArg_ParseTuple(arguments, place == NULL ? "I" : "In", &kind, place))
        return NULL;
    struct batch *batch = batch_of_kind(walk, kind);
    return batch == NULL || place == NULL || waiting_at(batch, *place) != NULL ? batch : NULL;
}

PyObject *bytes_of(const struct content *content)
{
    if (content == NULL)
        Py_RETURN_NONE;
    return PyBytes_FromStringAndSize((const char *)content->data, (Py_ssize_t)content->size);
}

/* The numbers of what waits, the small texts with what has to be behind each, where the text of each begins
   in them, and the places of those that are large. */
PyObject *walk_object_batch(PyObject *self, PyObject *arguments)
{
    const struct batch *batch = batch_of(self, arguments, NULL);
    if (batch == NULL)
        return NULL;
    PyObject *numbers = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(batch->count * sizeof(int32_t)));
    PyObject *starts = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(batch->count * sizeof(uint64_t)));
    PyObject *large = PyList_New(0);
    bool is_done = numbers != NULL && starts != NULL && large != NULL;
    for (size_t each = 0; is_done && each < batch->count; each++) {
        const struct waiting *waiting = &batch->waiting[each];
        uint64_t start = waiting->start;
        memcpy(PyBytes_AsString(numbers) + each * sizeof(int32_t), &waiting->number, sizeof(int32_t));
        memcpy(PyBytes_AsString(starts) + each * sizeof start, &start, sizeof start);
        if (waiting->is_large) {
            PyObject *place = PyLong_FromSize_t(each);
            is_done = place != NULL && PyList_Append(large, place) == 0;
            Py_XDECREF(place);
        }
    }
    PyObject *result = NULL;
    if (is_done)
        result = Py_BuildValue("Oy#OO", numbers, batch->texts.size > 0 ? (char *)batch->texts.data : "",
                             (Py_ssize_t)batch->texts.size, starts, large);
    Py_XDECREF(numbers);
    Py_XDECREF(starts);
    Py_XDECREF(large);
    return result;
}

PyObject *walk_object_text(PyObject *self, PyObject *arguments)
{
    Py_ssize_t place;
    const struct batch *batch = batch_of(self, arguments, &place);
    if (batch == NULL)
        return NULL;
    const struct waiting *waiting = &batch->waiting[place];
    if (waiting->is_large)
        return bytes_of(waiting->whole);
    const uint8_t *data = batch->texts.data == NULL ? NULL : batch->texts.data + waiting->start;
    return PyBytes_FromStringAndSize((const char *)data, (Py_ssize_t)waiting->size);
}

/* The base and the delta of what waits, by its place; None if its text is all of its content. */
PyObject *walk_object_change(PyObject *self, PyObject *arguments)
{
    Py_ssize_t place;
    const struct batch *batch = batch_of(self, arguments, &place);
    if (batch == NULL)
        return NULL;
    const struct waiting *waiting = &batch->waiting[place];
    if (waiting->delta == NULL)
        Py_RETURN_NONE;
    return Py_BuildValue("y#y#", waiting->base->data, (Py_ssize_t)waiting->base->size,
                         waiting->delta->data, (Py_ssize_t)waiting->delta->size);
}

/* Whether the text of what waits is only what is around a change. */
PyObject *walk_object_is_change(PyObject *self, PyObject *arguments)
{
    Py_ssize_t place;
    const struct batch *batch = batch_of(self, arguments, &place);
    return batch == NULL ? NULL : PyBool_FromLong(batch->waiting[place].delta != NULL);
}

/* All of the content of what waits; None if that is damaged. */
PyObject *walk_object_content(PyObject *self, PyObject *arguments)
{
    Py_ssize_t place;
    const struct batch *batch = batch_of(self, arguments, &place);
    if (batch == NULL)
        return NULL;
    const struct waiting *waiting = &batch->waiting[place];
    if (waiting->delta == NULL)
        return walk_object_text(self, arguments);
    struct content *content = delta_apply(waiting->delta->data, waiting->delta->size,
                                          waiting->base->data, waiting->base->size);
    PyObject *bytes = bytes_of(content);
    content_drop(content);
    return bytes;
}

/* The change that the text of what waits is around, in its surroundings; None if it is damaged, or if its base
   has less than so many bytes, or a NUL. */
PyObject *walk_object_changed(PyObject *self, PyObject *arguments)
{
    struct walk *walk = walk_idle(self);
    unsigned int kind;
    Py_ssize_t place, before, after, least;
    if (walk == NULL || !PyArg_ParseTuple(arguments, "Innnn", &kind, &place, &before, &after, &least))
        return NULL;
    struct batch *batch = batch_of_kind(walk, kind);
    const struct waiting *waiting = batch == NULL ? NULL : waiting_at(batch, place);
    if (waiting == NULL)
        return NULL;
    if (before < 0 || after < 0) {
        PyErr_SetString(PyExc_ValueError, "a reach is not negative");
        return NULL;
    }
    const struct content *base = waiting->base, *delta = waiting->delta;
    if (delta == NULL || (Py_ssize_t)base->size < least || memchr(base->data, 0, base->size) != NULL)
        Py_RETURN_NONE;
    struct reach reach = {(size_t)before, (size_t)after};
    struct buffer text = {0}, zones = {0};
    uint64_t size = 0;
    PyObject *changed = Py_None;
    if (delta_changed(delta->data, delta->size, base->data, base->size, reach, &text, &zones, &size))
        changed = Py_BuildValue("y#y#K", text.size > 0 ? (char *)text.data : "", (Py_ssize_t)text.size,
                                zones.size > 0 ? (char *)zones.data : "", (Py_ssize_t)zones.size,
                                (unsigned long long)size);
    else
        Py_INCREF(changed);
    buffer_free(&text);
    buffer_free(&zones);
    return changed;
}

PyObject *walk_object_want(PyObject *self, PyObject *arguments)
{
    Py_ssize_t place;
    struct batch *batch = batch_of(self, arguments, &place);
    if (batch == NULL)
        return NULL;
    batch->waiting[place].is_wanted = true;
    Py_RETURN_NONE;
}

/* The next place from this one on that is to be looked at; None if there is none. */
PyObject *walk_object_next(PyObject *self, PyObject *arguments)
{
    struct walk *walk = walk_idle(self);
    unsigned int kind;
    Py_ssize_t place;
    if (walk == NULL || !PyArg_ParseTuple(arguments, "In", &kind, &place))
        return NULL;
    const struct batch *batch = batch_of_kind(walk, kind);
    if (batch == NULL)
        return NULL;
    if (place < 0) {
        PyErr_SetString(PyExc_IndexError, "a place is not negative");
        return NULL;
    }
    size_t next = walk_next(walk, batch, (size_t)place);
    if (next >= batch->count)
        Py_RETURN_NONE;
    return PyLong_FromSize_t(next);
}

PyObject *walk_object_clear(PyObject *self, PyObject *arguments)
{
    struct batch *batch = batch_of(self, arguments, NULL);
    if (batch == NULL)
        return NULL;
    batch_clear(batch);
    Py_RETURN_NONE;
}

/* How many objects of a kind were read since it was asked for, and their bytes. */
PyObject *walk_object_counted(PyObject *self, PyObject *arguments)
{
    struct batch *batch = batch_of(self, arguments, NULL);
    if (batch == NULL)
        return NULL;
    PyObject *counted =
        Py_BuildValue("KK", (unsigned long long)batch->objects, (unsigned long long)batch->bytes);
    batch->objects = batch->bytes = 0;
    return counted;
}

/* What a delta makes of its base; None if it is damaged. */
PyObject *apply_delta(PyObject *module, PyObject *arguments)
{
    const char *base, *delta;
    Py_ssize_t base_size, delta_size;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y#y#", &base, &base_size, &delta, &delta_size))
        return NULL;
    struct content *content =
        delta_apply((const uint8_t *)delta, (size_t)delta_size, (const uint8_t *)base, (size_t)base_size);
    PyObject *bytes = bytes_of(content);
    content_drop(content);
    return bytes;
}
