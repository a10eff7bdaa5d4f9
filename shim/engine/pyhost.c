#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "place.h"
#include "pyhost.h"

/* The home of the libpython this was built against: sys.base_prefix. */
#ifndef SUNKVM_HOME
#define SUNKVM_HOME "/usr"
#endif

static int result = -1;
static char why[1024];
static struct sk_place place; /* package: "" where unknown; python: whose environment is to be used, "" where unknown */

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

/* <site-packages>/sunkvm/_engine.so tells site-packages, and that tells the interpreter of a virtual environment. */
static void find_place(void)
{
	const char *wanted = secure_getenv("SUNKVM_PYTHON");
	char self[PATH_MAX], probe[PATH_MAX + 32], *slash;
	Dl_info info;

	if (dladdr((void *)find_place, &info) && info.dli_fname && realpath(info.dli_fname, self) &&
	    (slash = strrchr(self, '/'))) {
		*slash = 0;
		if (!sk_place_read(&place, self) && (slash = strrchr(self, '/'))) {
			*slash = 0;
			snprintf(probe, sizeof probe, "%s/sunkvm/__init__.py", self);
			if (access(probe, R_OK) == 0) {
				snprintf(place.package, sizeof place.package, "%s", self);
				snprintf(place.python, sizeof place.python, "%.4000s/../../../bin/python3", self);
			}
		}
	}
	if (wanted && *wanted)
		snprintf(place.python, sizeof place.python, "%s", wanted);
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

/* Whether a module can be imported; says why not. */
static int have(const char *name)
{
	PyObject *module = PyImport_ImportModule(name), *type, *value, *trace, *text;
	const char *told;

	if (module) {
		Py_DECREF(module);
		return 1;
	}
	PyErr_Fetch(&type, &value, &trace);
	text = value ? PyObject_Str(value) : NULL;
	told = text ? PyUnicode_AsUTF8(text) : NULL;
	snprintf(why, sizeof why, "%s cannot be imported: %.900s", name, told ? told : "unknown reason");
	Py_XDECREF(text);
	Py_XDECREF(type);
	Py_XDECREF(value);
	Py_XDECREF(trace);
	PyErr_Clear();
	return 0;
}

/* Make the package and cffi importable, and import them: 0, or -1. The GIL is held. */
static int fix_path(void)
{
	if (place.package[0])
		add_path(place.package);
	if (!importable("_cffi_backend") || !importable("sunkvm")) {
		PyObject *module = PyImport_ImportModule("site"), *done = NULL; /* .pth files, dist-packages, purelib */

		if (module)
			done = PyObject_CallMethod(module, "main", NULL);
		Py_XDECREF(done);
		Py_XDECREF(module);
		PyErr_Clear();
	}
	return have("_cffi_backend") && have("sunkvm._shim") ? 0 : -1;
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

/*
 * Calls under way, by threads. A fork leaves them behind wherever they are: in the middle of an import, say, whose lock would never
 * be free again in the child. So it waits for them, and those that come meanwhile wait for it.
 */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static unsigned calls, forks;
static __thread unsigned depth; /* of this thread's calls: who forks inside one waits for nobody */

void pyhost_enter(void)
{
	if (depth++)
		return;
	pthread_mutex_lock(&gate);
	while (forks)
		pthread_cond_wait(&changed, &gate);
	calls++;
	pthread_mutex_unlock(&gate);
}

void pyhost_leave(void)
{
	if (--depth)
		return;
	pthread_mutex_lock(&gate);
	if (--calls == 0 && forks)
		pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&gate);
}

static void before_fork(void)
{
	if (!depth) {
		pthread_mutex_lock(&gate);
		forks++;
		while (calls)
			pthread_cond_wait(&changed, &gate);
		forks--; /* nobody gets past the lock */
	}
	at_fork = PyGILState_Ensure();
	PyOS_BeforeFork();
}

static void in_parent(void)
{
	PyOS_AfterFork_Parent();
	PyGILState_Release(at_fork);
	if (!depth) {
		pthread_cond_broadcast(&changed);
		pthread_mutex_unlock(&gate);
	}
}

static void in_child(void)
{
	PyOS_AfterFork_Child();
	PyGILState_Release(at_fork);
	/* Of this thread alone now, whoever had or waited for them. */
	pthread_mutex_init(&gate, NULL);
	pthread_cond_init(&changed, NULL);
	calls = depth != 0;
	forks = 0;
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

		result = fix_path();
		PyGILState_Release(state);
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
	if (place.python[0] && access(place.python, X_OK) == 0)
		status = PyConfig_SetBytesString(&config, &config.program_name, place.python); /* pyvenv.cfg lies beside it */
	else
		status = PyConfig_SetBytesString(&config, &config.home, SUNKVM_HOME);
	if (!PyStatus_Exception(status))
		status = Py_InitializeFromConfig(&config);
	PyConfig_Clear(&config);
	if (failed(status))
		return;
	result = fix_path();
	pthread_atfork(before_fork, in_parent, in_child); /* an adopted interpreter sees to this itself */
	PyEval_SaveThread(); /* cffi expects that there is a GIL and that it is free */
}

int pyhost_start(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, start);
	return result;
}
