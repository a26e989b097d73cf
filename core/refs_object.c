/* ``flagged_refs``: what trees recorded of what is looked for. */
#include "module.h"
#include "refs.h"

PyObject *flagged_refs(PyObject *module, PyObject *arguments)
{
    const char *named, *trees, *flags;
    Py_ssize_t named_size, trees_size, flag_count;
    int end;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y#y#y#i", &named, &named_size, &trees, &trees_size, &flags,
                          &flag_count, &end))
        return NULL;
    struct refs refs = {(const int32_t *)named, (size_t)named_size / sizeof(int32_t), (const int32_t *)trees,
                        (size_t)trees_size / sizeof(int32_t), end};
    struct buffer own_named = {0}, own_trees = {0};
    bool is_done;
    Py_BEGIN_ALLOW_THREADS
    is_done = refs_flagged(&refs, (const uint8_t *)flags, (size_t)flag_count, &own_named, &own_trees);
    Py_END_ALLOW_THREADS
    PyObject *result = NULL, *first = is_done ? buffer_bytes(&own_named) : PyErr_NoMemory();
    PyObject *second = first != NULL ? buffer_bytes(&own_trees) : NULL;
    if (second != NULL)
        result = PyTuple_Pack(2, first, second);
    buffer_free(&own_named);
    buffer_free(&own_trees);
    Py_XDECREF(first);
    Py_XDECREF(second);
    return result;
}
