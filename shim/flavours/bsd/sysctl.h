/* What the sysctl of the BSD flavours have in common: values of the image that was opened last, given out as sysctl does. */
#ifndef SUNKVM_BSD_SYSCTL_H
#define SUNKVM_BSD_SYSCTL_H

#include "bsd.h"

/* The descriptor that was opened last and is still open, or NULL. Who asks stands in a block with BSD_ALONE. */
struct __kvm *bsd_latest(void);

/* From here to the end of the block no other thread closes a descriptor, or is in such a block. */
#define BSD_ALONE __attribute__((cleanup(bsd_leave), unused)) int alone = bsd_enter()
int bsd_enter(void);
void bsd_leave(int *alone);

/* Give a value out as sysctl does: as much as there is room for. *oldlen is how much there is, with ENOMEM too. */
int bsd_give(const void *value, size_t size, void *old, size_t *oldlen);

/* How an entry of a flavour's table begins: its name, and its numbers of old, 0 for none. */
struct bsd_oid {
	const char *name;
	int mib[2];
};

/* The table: entries are `size` bytes long. A name has from `least` to `most` numbers. */
struct bsd_oids {
	const void *first;
	size_t count, size;
	unsigned int least, most;
};

/* The place of an entry by its name; -1 with ENOENT, or EISDIR for what names of entries begin with. */
int bsd_by_name(const struct bsd_oids *oids, const char *name);

/* The same by its numbers; *more tells how many stand behind them. EINVAL where they are too few or too many. */
int bsd_by_numbers(const struct bsd_oids *oids, const int *mib, unsigned int count, unsigned int *more);

/*
 * sysctlnametomib(). A name has as many numbers as parts, as programs rely on it; what has none of old has its own, with 0
 * behind them.
 */
int bsd_numbers(const struct bsd_oids *oids, const char *name, int *mib, size_t *size);

/* How FreeBSD and DragonFly tell the value of an entry, by its place in the table. */
struct bsd_teller {
	const struct bsd_oids *oids;
	const char *flavour;
	struct __kvm *(*latest)(void); /* the image that is asked, or NULL */
	int (*without)(size_t place);  /* whether it is told without a kernel */
	int (*takes)(size_t place);    /* how many numbers behind its own: 0 or 1 */
	int (*answer)(struct __kvm *kd, size_t place, int number, void *old, size_t *oldlen); /* `number` is -1 for none */
};

/* sysctlbyname() and sysctl(): from the image that is open; where none is, from the running kernel, opened if it takes one. */
int bsd_sysctlbyname(const struct bsd_teller *teller, const char *name, void *old, size_t *oldlen, const void *new);
int bsd_sysctl(const struct bsd_teller *teller, const int *mib, unsigned int count, void *old, size_t *oldlen, const void *new,
	       size_t newlen);

/* -1 with ENOENT: nothing is made up. */
int bsd_unknown(void);

/* Ask without leaving a message behind: begin keeps what the descriptor tells of errors, end brings it back. */
struct bsd_quiet {
	const char *program;
	char kept[BSD_LINE2_MAX];
};
void bsd_quiet_begin(struct __kvm *kd, struct bsd_quiet *quiet);
void bsd_quiet_end(struct __kvm *kd, const struct bsd_quiet *quiet);

/* How often clocks tick, in a second; 0 where the image does not tell. `which` is as for bsd_nlist. */
int bsd_rates(struct __kvm *kd, int which, int *hz, int *stathz, int *profhz);

/* Read a variable of the image by its name, quietly; `which` is as for bsd_nlist. */
int bsd_variable(struct __kvm *kd, int which, const char *symbol, void *value, size_t size);

/*
 * Give out an unsigned long of the image, or the host's by its name for sysconf where the image is none or silent; ENOENT
 * where that is negative. Pages are given as bytes: as many whole pages as there are numbers for.
 */
int bsd_amount(struct __kvm *kd, int which, const char *symbol, int host, int pages, void *old, size_t *oldlen);

/* Give the characters of a variable out, up to a NUL. */
int bsd_text(struct __kvm *kd, int which, const char *symbol, void *old, size_t *oldlen);

/*
 * Give out `count` bytes of a ring of `size` bytes at `va`, from place `from` on, with `nuls` NULs behind. ENOENT for
 * what cannot be read, and for a ring larger than any.
 */
int bsd_ring(struct __kvm *kd, uint64_t va, size_t size, size_t from, size_t count, size_t nuls, void *old,
	     size_t *oldlen);

#endif
