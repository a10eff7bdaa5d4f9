/*
 * What the libkvm of the BSDs have in common: descriptors, error buffers, reads, names, arrays that the descriptor owns.
 *
 * A call of theirs goes to the engine by its name (SK_CALL); sunkvm/_shim_bsd.py says what lies in between.
 */
#ifndef SUNKVM_BSD_H
#define SUNKVM_BSD_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "image.h"

#define BSD_LINE2_MAX 2048 /* _POSIX2_LINE_MAX: the size of error buffers */

#define BSD_BLOCKS 4
#define BSD_FAULTS 32

struct bsd_fault;

/* Storage that a descriptor owns and hands out; each use takes the place of the one before. */
struct bsd_block {
	void *at;
	size_t room;
};

struct __kvm {
	struct kc_view kernel; /* first, for reads */
	struct sk_image image;
	const char *program; /* the caller's prefix, not copied; NULL: messages go to errbuf */
	int (*resolver)(const char *, uint64_t *);
	int native;
	uint64_t facts[4]; /* what the flavour alone has to know */
	struct bsd_block procs, args, more[BSD_BLOCKS];
	struct bsd_fault *fault[BSD_FAULTS]; /* under the lock of the image's reader; a new one takes the place of the oldest */
	unsigned faults;
	char errbuf[BSD_LINE2_MAX];
};

/* A call being made: what it needs is added to `request`; what comes back is read from `answer`. */
struct bsd_call {
	struct sk_message request;
	struct sk_reply reply;
	struct sk_reader answer;
};

/* How a BSD opens its images. */
struct bsd_opening {
	const char *flavour;  /* for the engine */
	const char *namelist, *corefile, *swapfile;
	int flag;
	const char *program;  /* as kvm_open has it: also for the failure to open */
	char *errbuf;         /* as kvm_openfiles has it */
	int (*resolver)(const char *, uint64_t *);
};

/* Open an image; NULL after the message has gone where the caller wants it. */
struct __kvm *bsd_open(const struct bsd_opening *how);

/* While a thread holds, which it may do again and again, no other does, and no descriptor is closed. */
void bsd_hold(void);
void bsd_release(void);

/* Close it: 0, or -1 with EINVAL for what is no open descriptor. */
int bsd_close(struct __kvm *kd);

/* The text of the last error, "" for none and for NULL. It is the descriptor's. */
char *bsd_geterr(struct __kvm *kd);

/* Whether this is a descriptor; errno is EINVAL where it is not. Only NULL is noticed: the others are for speed. */
int bsd_good(const struct __kvm *kd);

/* Report an error as the rule of the BSDs is: hard ones go to stderr where the caller has given a prefix. */
void bsd_report(struct __kvm *kd, int hard, const char *text);
void bsd_vreport(struct __kvm *kd, const char *program, const char *format, va_list args);

/* Say why an address cannot be read; false where that is not known, and the engine has to be asked. */
int bsd_tell_fault(struct __kvm *kd, uint64_t va);

/* Learn what is said about an address that the engine could not read. */
void bsd_learn_fault(struct __kvm *kd, uint64_t va);
void bsd_forget_faults(struct __kvm *kd);

/* Read kernel memory: `count`, fewer at the end of a file that is cut off, or -1. */
ssize_t bsd_read_rest(struct __kvm *kd, uint64_t va, void *buf, size_t count, size_t done);

static inline ssize_t bsd_read(struct __kvm *kd, uint64_t va, void *buf, size_t count)
{
	ssize_t got;

	if (__builtin_expect(!kd, 0))
		return bsd_good(kd) - 1;
	if (!count)
		return 0;
	got = __builtin_expect(__atomic_load_n(&kd->image.core.direct, __ATOMIC_RELAXED), 0) ? -1 : kc_read(&kd->kernel, va, buf, count);
	if (__builtin_expect(got == (ssize_t)count, 1))
		return got;
	return bsd_read_rest(kd, va, buf, count, got > 0 ? (size_t)got : 0);
}

/* Begin a call; sk_add and sk_reply_put on call->request(.bytes) go on. */
void bsd_begin(struct bsd_call *call, const char *name);

/*
 * Make the call, with all that a resolver is asked for, and report its messages. Returns the result of the call as the
 * engine tells it, -1 where it fails; call->answer is at the answer then. Ends with bsd_end() in any case.
 */
int64_t bsd_make(struct __kvm *kd, struct bsd_call *call);
void bsd_end(struct bsd_call *call);

/* A call that takes a few numbers and whose answer is its result alone. */
int64_t bsd_simple(struct __kvm *kd, const char *name, const uint64_t *numbers, size_t count);

/* A call that fills a buffer: as many bytes as it tells, -1 where it fails or tells more. */
ssize_t bsd_fill(struct __kvm *kd, struct bsd_call *call, void *buf, size_t count);

/* Make room in a block; NULL with the message "out of memory". */
void *bsd_room(struct __kvm *kd, struct bsd_block *block, size_t size);
void bsd_drop(struct bsd_block *block);

/* Copy the answer of a call, `size` bytes, into a block. */
void *bsd_keep(struct __kvm *kd, struct bsd_block *block, const struct bsd_call *call, size_t size);

/* Write to kernel memory, as far as an image can be written. */
ssize_t bsd_write(struct __kvm *kd, uint64_t va, const void *buf, size_t count);

/* Make a call whose answer is strings, as many as it tells: a vector of them in a block of the descriptor, or NULL. */
char **bsd_strings(struct __kvm *kd, struct bsd_call *call);

/* Arguments (0) or environment (1) of a process; NULL where there are none. */
char **bsd_vector(struct __kvm *kd, int which, uint64_t proc, int limit);

/* One name of a list, in whatever struct the flavour has it. */
struct bsd_name {
	const char *name;
	uint64_t value;
	unsigned char type; /* 0: not found */
	signed char other;
	short desc;
};

/* Look names up: the number of those not found, or -1. `which` is 2 for the call that takes images of any machine. */
int64_t bsd_nlist(struct __kvm *kd, int which, struct bsd_name *names, size_t count);

/*
 * The same for a list up to an entry without a name or with an empty one; entries are `size` bytes long and begin with
 * the pointer to the name. *names are the caller's to free, NULL with *count 0 where there are none.
 */
int64_t bsd_look_up(struct __kvm *kd, int which, const void *list, size_t size, struct bsd_name **names, size_t *count);

/* Averages of the system's load: how many there are of so many, or -1. */
int bsd_loadavg(struct __kvm *kd, double loads[], int count);

#endif
