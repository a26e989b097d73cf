/* ``Oids``: the numbers of ids, and of all ids in the text of trees. */
#include <string.h>

#include "header.h"
#include "module.h"
#include "tree.h"

struct oids_object {
    PyObject_HEAD
    struct oids oids;
    PyObject *owners; /* of the ids */
};

PyObject *oids_type;

struct oids *oids_of(PyObject *self)
{
    return &((struct oids_object *)self)->oids;
}

/* Adds a table, ``(bytes, start, count, first)``. False with an exception. */
static bool add_table(struct oids *oids, PyObject *table)
{
    PyObject *data;
    Py_ssize_t start, count;
    int first;
    if (!PyArg_ParseTuple(table, "Snni", &data, &start, &count, &first))
        return false;
    Py_ssize_t size = PyBytes_Size(data);
    if (start < 0 || start > size || count < 0 || count > (size - start) / (Py_ssize_t)oids->id_length) {
        PyErr_SetString(PyExc_ValueError, "a table of ids is not within its bytes");
        return false;
    }
    const uint8_t *ids = (const uint8_t *)PyBytes_AsString(data) + start;
    switch (oids_add(oids, ids, (size_t)count, first)) {
    case OIDS_ADDED:
        return true;
    case OIDS_NO_MEMORY:
        PyErr_NoMemory();
        return false;
    default:
        PyErr_SetString(PyExc_ValueError, "ids are not in ascending order, or too many to be numbered");
        return false;
    }
}

static PyObject *oids_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    PyObject *tables;
    int id_length;
    (void)keywords;
    if (!PyArg_ParseTuple(arguments, "iO!", &id_length, &PyList_Type, &tables))
        return NULL;
    if (!is_id_length(id_length))
        return NULL;
    struct oids_object *self = new_object(type);
    if (self == NULL)
        return NULL;
    if (!oids_init(&self->oids, (size_t)id_length)) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    self->owners = PySequence_Tuple(tables);
    bool is_done = self->owners != NULL;
    for (Py_ssize_t each = 0; is_done && each < PyTuple_Size(self->owners); each++)
        is_done = add_table(&self->oids, PyTuple_GetItem(self->owners, each));
    if (!is_done) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static void oids_dealloc(PyObject *self)
{
    oids_free(&((struct oids_object *)self)->oids);
    Py_XDECREF(((struct oids_object *)self)->owners);
    free_object(self);
}

static PyObject *oids_numbers(PyObject *self, PyObject *arguments)
{
    struct oids *oids = oids_of(self);
    const char *ids;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(arguments, "y#", &ids, &size))
        return NULL;
    Py_ssize_t width = (Py_ssize_t)oids->id_length;
    PyObject *numbers = PyList_New(size / width);
    for (Py_ssize_t each = 0; numbers != NULL && each < size / width; each++) {
        PyObject *number = PyLong_FromLong(oids_number(oids, (const uint8_t *)ids + each * width));
        if (number == NULL)
            Py_CLEAR(numbers);
        else
            PyList_SetItem(numbers, each, number);
    }
    return numbers;
}

/* The number of an id, which ``lacking`` gets if it is not stored. False with an exception. */
static bool look_up(struct oids *oids, const uint8_t *id, int32_t *number, PyObject *lacking)
{
    *number = oids_number(oids, id);
    if (*number != OID_MISSING)
        return true;
    PyObject *lacks = PyBytes_FromStringAndSize((const char *)id, (Py_ssize_t)oids->id_length);
    bool is_added = lacks != NULL && PySet_Add(lacking, lacks) == 0;
    Py_XDECREF(lacks);
    return is_added;
}

/* Adds the number of every id in the text of trees; of ``end``, that of no object. ``lacking`` gets the
   ids that are not stored. */
static bool add_numbers(struct oids *oids, const uint8_t *text, size_t size, const uint8_t *end,
                        int32_t end_number, struct buffer *numbers, PyObject *lacking)
{
    const uint8_t *id = text, *stop = text + size;
    while ((id = tree_next_id(id, stop, oids->id_length)) != NULL) {
        int32_t number = end_number;
        if (memcmp(id, end, oids->id_length) != 0 && !look_up(oids, id, &number, lacking))
            return false;
        if (!buffer_add(numbers, &number, sizeof number)) {
            PyErr_NoMemory();
            return false;
        }
    }
    return true;
}

static PyObject *oids_in_trees(PyObject *self, PyObject *arguments)
{
    struct oids *oids = oids_of(self);
    const char *text, *end;
    Py_ssize_t size, end_size;
    int end_number;
    if (!PyArg_ParseTuple(arguments, "y#y#i", &text, &size, &end, &end_size, &end_number))
        return NULL;
    if ((size_t)end_size != oids->id_length) {
        PyErr_SetString(PyExc_ValueError, "the id that ends a tree has another length");
        return NULL;
    }
    struct buffer numbers = {0};
    PyObject *lacking = PySet_New(NULL), *result = NULL;
    if (lacking != NULL && add_numbers(oids, (const uint8_t *)text, (size_t)size, (const uint8_t *)end,
                                       end_number, &numbers, lacking))
        result = Py_BuildValue("y#O", numbers.size > 0 ? (char *)numbers.data : "",
                               (Py_ssize_t)numbers.size, lacking);
    buffer_free(&numbers);
    Py_XDECREF(lacking);
    return result;
}

/* What some commits name, and when they were made. */
struct commits {
    struct buffer roots;   /* the number of each one's tree */
    struct buffer parents; /* the numbers of each one's parents, and one more behind them */
    struct buffer dates;
    PyObject *lacking; /* the ids that are not stored */
};

static bool add_number(struct buffer *numbers, int32_t number)
{
    if (buffer_add(numbers, &number, sizeof number))
        return true;
    PyErr_NoMemory();
    return false;
}

/* Adds what a commit names; ``has_one`` is whether it names a tree. A parent that can't be read is one that is not
   stored. False with an exception. */
static bool add_commit(struct oids *oids, const uint8_t *at, const uint8_t *end, int32_t end_number, bool *has_one,
                       struct commits *found)
{
    uint8_t id[LONGEST_OID];
    int32_t number;
    *has_one = header_first(&at, end, oids->id_length, id);
    if (!*has_one)
        return true;
    if (!look_up(oids, id, &number, found->lacking) || !add_number(&found->roots, number))
        return false;
    while (header_parent(&at, end, oids->id_length, id))
        if (!look_up(oids, id, &number, found->lacking) || !add_number(&found->parents, number))
            return false;
    if (header_has_parent(at, end) && !add_number(&found->parents, OID_MISSING))
        return false;
    int64_t date = header_date(at, end);
    if (!add_number(&found->parents, end_number))
        return false;
    if (buffer_add(&found->dates, &date, sizeof date))
        return true;
    PyErr_NoMemory();
    return false;
}

/* Adds all commits that begin at these places of a text, each with so many bytes behind it. */
static bool add_commits(struct oids *oids, const char *text, uint64_t size, const char *starts, size_t count,
                        Py_ssize_t behind, int32_t end_number, char *named, struct commits *found)
{
    for (size_t each = 0; each < count; each++) {
        struct part part;
        bool has_one = false;
        if (!part_of_text(starts, count, each, size, &part))
            return false;
        if (behind < 0 || (uint64_t)behind > part.end - part.start) {
            PyErr_SetString(PyExc_ValueError, "what is behind a commit is more than the commit");
            return false;
        }
        if (!add_commit(oids, (const uint8_t *)text + part.start, (const uint8_t *)text + part.end - behind,
                        end_number, &has_one, found))
            return false;
        named[each] = has_one;
    }
    return true;
}

static PyObject *oids_in_commits(PyObject *self, PyObject *arguments)
{
    struct oids *oids = oids_of(self);
    const char *text, *starts;
    Py_ssize_t size, starts_size, behind;
    int end_number;
    if (!PyArg_ParseTuple(arguments, "y#y#ni", &text, &size, &starts, &starts_size, &behind, &end_number))
        return NULL;
    size_t count = (size_t)starts_size / sizeof(uint64_t);
    struct commits found = {.lacking = PySet_New(NULL)};
    PyObject *named = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count), *result = NULL;
    if (named != NULL && found.lacking != NULL &&
        add_commits(oids, text, (uint64_t)size, starts, count, behind, end_number, PyBytes_AsString(named), &found))
        result = Py_BuildValue("ONNNO", named, buffer_bytes(&found.roots), buffer_bytes(&found.parents),
                               buffer_bytes(&found.dates), found.lacking);
    buffer_free(&found.roots);
    buffer_free(&found.parents);
    buffer_free(&found.dates);
    Py_XDECREF(named);
    Py_XDECREF(found.lacking);
    return result;
}

int add_oids(PyObject *module)
{
    static PyMethodDef methods[] = {
        {"numbers", oids_numbers, METH_VARARGS, "The number of each of these ids."},
        {"in_commits", oids_in_commits, METH_VARARGS, "What commits name."},
        {"in_trees", oids_in_trees, METH_VARARGS, "The numbers of all ids in the text of trees."},
        {NULL, NULL, 0, NULL},
    };
    static PyType_Slot slots[] = {
        {Py_tp_new, oids_new},
        {Py_tp_dealloc, oids_dealloc},
        {Py_tp_methods, methods},
        {Py_tp_doc, "The number of each id that a repository stores."},
        {0, NULL},
    };
    static PyType_Spec spec = {"keyguard.gitrepo._core.Oids", sizeof(struct oids_object), 0,
                               Py_TPFLAGS_DEFAULT, slots};
    return add_type(module, "Oids", &spec, &oids_type);
}
