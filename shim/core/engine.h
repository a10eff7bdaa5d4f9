/*
 * The boundary between a libkvm (first stage) and the engine: one call that takes and gives flat messages.
 *
 * In a message all integers are 64 bits wide and in the byte order of the host, strings end in NUL; so a 32-bit program
 * and a 64-bit engine process agree about it. sunkvm/_shim.py is the other side.
 */
#ifndef SUNKVM_ENGINE_H
#define SUNKVM_ENGINE_H

#include <stddef.h>
#include <stdint.h>

#define SUNKVM_ABI 6 /* raised with every change of this file or of a message */

enum sunkvm_op {          /* request -> reply; the value of a reply is -errno for failure */
	SK_OPEN = 1,      /* flavour, files, model, our environment -> what the first stage must know; value: the handle */
	SK_CLOSE = 2,     /* -> */
	SK_LEAF = 3,      /* space, index -> SK_LEAF_PAGES file offsets; value: whether they may change */
	SK_PAGE = 4,      /* key, offset, count -> bytes of a page that no file offset leads to */
	SK_READ = 5,      /* space, address, count -> bytes up to the first page that is not there */
	SK_WRITE = 6,     /* space, address, bytes -> value: how many were written */
	SK_PHYSADDR = 7,  /* space, address -> physical address; value: whether there is one */
	SK_NLIST = 8,     /* count, names -> value, type and section of each */
	SK_TRACE = 9,     /* space, address -> text: how the address is looked up */
	SK_PROC = 10,     /* address -> next, address space, pid, proc_t in the caller's layout */
	SK_COMMAND = 11,  /* what kvm_getcmd knows -> slots of argv and env */
	SK_REWIND = 12,   /* a live kernel may show a new state from here on -> head of the process list */
	SK_NAMELIST = 13, /* -> path of the namelist */
	SK_SHARE = 15,    /* -> where a live kernel's memory can be mapped; value: whether it can */
	SK_RENEW = 16,    /* whether what leads to processes is read -> which file is mapped, and for how long it is good */
	SK_CALL = 14,     /* name of a BSD call, what it needs -> messages, answer; value: the call's result plus one */
};

enum sunkvm_option {         /* of SK_OPEN */
	SK_TRANSCODE = 1,    /* open images of every data model */
	SK_TRUSTED = 2,      /* this is no set-id program */
	SK_RESOLVER = 4,     /* the program finds symbols itself */
	SK_DEAD_ARGS = 8,    /* memory of processes may be read from a dead kernel */
};

#define SK_LEAF_PAGES 512
#define SK_HOLE UINT64_MAX   /* instead of a file offset: no such page */
#define SK_SLOW (1ull << 63) /* in a file offset: ask with SK_PAGE, the other bits are the key */
#define SK_PLAIN (1ull << 62) /* in such a key: it is an offset after all, but the file could not be mapped */

#define SK_PHYSICAL 0ull /* the space of physical addresses; others are named by the address of their struct as */
#define SK_KERNEL 1ull   /* the kernel's space, where no address names it */

/* A reply grows where it may; `room` bytes at `data` belong to the caller, what is allocated is marked as owned. */
struct sk_reply {
	int64_t value;
	char *data;
	size_t size, room;
	int owned;  /* data came from malloc */
	int failed; /* it did not fit, and there was no memory */
};

/* Add bytes to a reply. */
void sk_reply_put(struct sk_reply *reply, const void *bytes, size_t size);
void sk_reply_free(struct sk_reply *reply);

/* What _engine.so hands out. `call` may be called from any thread; it returns reply->value. */
struct sunkvm_engine {
	uint32_t abi;
	int64_t (*call)(uint32_t op, uint64_t handle, const void *request, size_t size, struct sk_reply *reply);
	const char *(*error)(void); /* why the interpreter did not start */
};

/* `sunkvm_engine_start` of _engine.so: NULL where the engine speaks another ABI or cannot start; *why is set then. */
typedef const struct sunkvm_engine *sk_engine_start(uint32_t abi, const char **why);

#endif
