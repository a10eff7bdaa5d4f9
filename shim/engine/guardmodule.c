/* sunkvm._guard: shim/core/guard.h for mappings that Python made. Without cffi, as it is on every way to an image. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "guard.h"

/* Keeps the mapping; true when it is lost. */
struct guard {
	PyObject_HEAD
	PyObject *mapping;
	const void *start;
	int lost;
};

static PyObject *make(PyTypeObject *type, PyObject *args, PyObject *names)
{
	PyObject *mapping;
	Py_buffer buffer;
	struct guard *self;

	(void)names;
	if (!PyArg_ParseTuple(args, "O", &mapping) || PyObject_GetBuffer(mapping, &buffer, PyBUF_SIMPLE) < 0)
		return NULL;
	self = (struct guard *)type->tp_alloc(type, 0);
	if (self) {
		self->start = buffer.buf;
		self->mapping = Py_NewRef(mapping);
		kg_watch(buffer.buf, (size_t)buffer.len, &self->lost);
	}
	PyBuffer_Release(&buffer); /* a mapping cannot be closed while it is held */
	return (PyObject *)self;
}

static void end(struct guard *self)
{
	if (self->start)
		kg_forget(self->start);
	self->start = NULL;
	Py_CLEAR(self->mapping);
}

static PyObject *close_guard(PyObject *self, PyObject *nothing)
{
	(void)nothing;
	end((struct guard *)self);
	Py_RETURN_NONE;
}

static void destroy(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	end((struct guard *)self);
	type->tp_free(self);
	Py_DECREF(type);
}

static int is_lost(PyObject *self)
{
	return __atomic_load_n(&((struct guard *)self)->lost, __ATOMIC_ACQUIRE);
}

static PyMethodDef methods[] = {
	{"close", close_guard, METH_NOARGS, "Forget the mapping; to be called before it is closed."},
	{NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
	{Py_tp_doc, "Guard(mapping): true when the file behind a mapping became shorter, or cannot be read any more."},
	{Py_tp_new, make},
	{Py_tp_dealloc, destroy},
	{Py_tp_methods, methods},
	{Py_nb_bool, is_lost},
	{0, NULL},
};

static PyType_Spec spec = {
	.name = "sunkvm._guard.Guard", .basicsize = sizeof(struct guard), .flags = Py_TPFLAGS_DEFAULT, .slots = slots,
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "sunkvm._guard", .m_size = 0};

PyMODINIT_FUNC PyInit__guard(void)
{
	PyObject *module = PyModule_Create(&definition), *type = PyType_FromSpec(&spec);

	if (!module || !type || PyModule_AddObject(module, "Guard", type) < 0) {
		Py_XDECREF(type);
		Py_XDECREF(module);
		return NULL;
	}
	return module;
}
