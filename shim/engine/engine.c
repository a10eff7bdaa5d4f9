/* Becomes part of the generated source of _engine.so, in front of what cffi writes. */
#include <stdint.h>

#include "engine.h"
#include "pyhost.h"

static int64_t _py_call(uint32_t, uint64_t, char *, size_t, void *);
static int cffi_start_python(void);

static void _put(void *reply, const char *bytes, size_t size)
{
	sk_reply_put(reply, bytes, size);
}

static int64_t engine_call(uint32_t op, uint64_t handle, const void *request, size_t size, struct sk_reply *reply)
{
	pyhost_enter();
	reply->value = _py_call(op, handle, (char *)request, size, reply);
	pyhost_leave();
	return reply->value;
}

static const struct sunkvm_engine the_engine = {SUNKVM_ABI, engine_call, pyhost_error};

__attribute__((visibility("default"))) const struct sunkvm_engine *sunkvm_engine_start(uint32_t abi, const char **why)
{
	int ready;

	if (abi != SUNKVM_ABI) {
		*why = "the engine and the library belong to different versions of sunkvm";
		return NULL;
	}
	if (pyhost_start() != 0) {
		*why = pyhost_error();
		return NULL;
	}
	pyhost_enter();
	ready = cffi_start_python() == 0 && pyhost_ready();
	pyhost_leave();
	if (!ready) {
		*why = "the package sunkvm cannot be imported";
		return NULL;
	}
	return &the_engine;
}
