#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pyhost.h"

/* The home of the libpython this was built against: sys.base_prefix. */
#ifndef SUNKVM_HOME
#define SUNKVM_HOME "/usr"
#endif

static int result = -1;
static char why[1024];
static char site[PATH_MAX];         /* holds the package sunkvm, "" where unknown */
static char python[PATH_MAX + 64];  /* whose environment is to be used, "" where unknown */

const char *pyhost_error(void)
{
	return why[0] ? why : "Python does not start";
}

static int failed(PyStatus status)
{
	if (!PyStatus_Exception(status))
		return 0;
	snprintf(why, sizeof why, "Python does not start: %s", status.err_msg ? status.err_msg : "unknown reason");
	return 1;
}

/* The same file as the first stage reads, where the build puts it: engine, package, python. */
static int read_place(const char *directory)
{
	char path[PATH_MAX + 32], engine[PATH_MAX];
	FILE *file;

	snprintf(path, sizeof path, "%s/libkvm.where", directory);
	if (!(file = fopen(path, "re")))
		return -1;
	if (!fgets(engine, sizeof engine, file) || !fgets(site, sizeof site, file) || !fgets(python, PATH_MAX, file))
		site[0] = python[0] = 0;
	site[strcspn(site, "\n")] = python[strcspn(python, "\n")] = 0;
	fclose(file);
	return 0;
}

/* <site-packages>/sunkvm/_engine.so tells site-packages, and that tells the interpreter of a virtual environment. */
static void find_place(void)
{
	const char *wanted = secure_getenv("SUNKVM_PYTHON");
	char self[PATH_MAX], probe[PATH_MAX + 32], *slash;
	Dl_info info;

	if (dladdr((void *)find_place, &info) && info.dli_fname && realpath(info.dli_fname, self) &&
	    (slash = strrchr(self, '/'))) {
		*slash = 0;
		if (read_place(self) < 0 && (slash = strrchr(self, '/'))) {
			*slash = 0;
			snprintf(probe, sizeof probe, "%s/sunkvm/__init__.py", self);
			if (access(probe, R_OK) == 0) {
				snprintf(site, sizeof site, "%s", self);
				snprintf(python, sizeof python, "%s/../../../bin/python3", self);
			}
		}
	}
	if (wanted && *wanted)
		snprintf(python, sizeof python, "%s", wanted);
}

static void add_path(const char *directory)
{
	PyObject *path = PySys_GetObject("path"), *entry = PyUnicode_DecodeFSDefault(directory);

	if (path && entry && PySequence_Contains(path, entry) == 0)
		PyList_Append(path, entry);
	Py_XDECREF(entry);
	PyErr_Clear();
}

static int importable(const char *name)
{
	PyObject *module = PyImport_ImportModule(name);

	Py_XDECREF(module);
	PyErr_Clear();
	return module != NULL;
}

/* Make the package and cffi importable. The GIL is held. */
static void fix_path(void)
{
	if (site[0])
		add_path(site);
	if (!importable("_cffi_backend") || !importable("sunkvm")) {
		PyObject *module = PyImport_ImportModule("site"), *done = NULL; /* .pth files, dist-packages, purelib */

		if (module)
			done = PyObject_CallMethod(module, "main", NULL);
		Py_XDECREF(done);
		Py_XDECREF(module);
		PyErr_Clear();
	}
}

int pyhost_ready(void)
{
	PyGILState_STATE state = PyGILState_Ensure();
	PyObject *modules = PyImport_GetModuleDict(), *shim;
	int ready;

	shim = modules ? PyDict_GetItemString(modules, "sunkvm._shim") : NULL;
	ready = shim && PyObject_HasAttrString(shim, "SERVER");
	PyErr_Clear();
	PyGILState_Release(state);
	return ready;
}

static PyGILState_STATE at_fork;

static void before_fork(void)
{
	at_fork = PyGILState_Ensure();
	PyOS_BeforeFork();
}

static void in_parent(void)
{
	PyOS_AfterFork_Parent();
	PyGILState_Release(at_fork);
}

static void in_child(void)
{
	PyOS_AfterFork_Child();
	PyGILState_Release(at_fork);
}

/* Of "3.11.7" the part that must agree: "3.11." */
static size_t series(const char *version)
{
	const char *dot = strchr(version, '.');

	dot = dot ? strchr(dot + 1, '.') : NULL;
	return dot ? (size_t)(dot - version) + 1 : strlen(version);
}

static void start(void)
{
	PyPreConfig before;
	PyConfig config;
	PyStatus status;
	Dl_info info;

	/* Python's own modules look for its symbols among the global ones; whoever loaded us may have hidden them. */
	if (dladdr((void *)Py_IsInitialized, &info) && info.dli_fname)
		(void)dlopen(info.dli_fname, RTLD_NOW | RTLD_GLOBAL | RTLD_NOLOAD);
	if (strncmp(Py_GetVersion(), PY_VERSION, series(PY_VERSION))) {
		snprintf(why, sizeof why, "this program has Python %.20s in it, the engine was built for %s", Py_GetVersion(), PY_VERSION);
		return;
	}
	find_place();
	if (Py_IsInitialized()) {
		PyGILState_STATE state = PyGILState_Ensure();

		fix_path();
		PyGILState_Release(state);
		result = 0;
		return;
	}
	PyPreConfig_InitIsolatedConfig(&before);
	before.utf8_mode = 1;
	if (failed(Py_PreInitialize(&before)))
		return;
	PyConfig_InitIsolatedConfig(&config);
	config.install_signal_handlers = 0;
	config.site_import = 0;
	config.write_bytecode = 0;
	config.buffered_stdio = 0;
	config.pathconfig_warnings = 0;
	if (python[0] && access(python, X_OK) == 0)
		status = PyConfig_SetBytesString(&config, &config.program_name, python); /* pyvenv.cfg lies beside it */
	else
		status = PyConfig_SetBytesString(&config, &config.home, SUNKVM_HOME);
	if (!PyStatus_Exception(status))
		status = Py_InitializeFromConfig(&config);
	PyConfig_Clear(&config);
	if (failed(status))
		return;
	fix_path();
	pthread_atfork(before_fork, in_parent, in_child); /* an adopted interpreter sees to this itself */
	PyEval_SaveThread(); /* cffi expects that there is a GIL and that it is free */
	result = 0;
}

int pyhost_start(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, start);
	return result;
}
