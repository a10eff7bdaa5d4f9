/* Locks of ranges of files. */
#ifndef _SUNKVM_DRAGONFLY_SYS_LOCKF_H
#define _SUNKVM_DRAGONFLY_SYS_LOCKF_H

#include <sys/types.h>
#include <sys/queue.h>

struct proc;

struct lockf_range {
	short lf_type;  /* F_RDLCK, F_WRLCK */
	short lf_flags; /* F_POSIX ... */
	int64_t lf_start;
	int64_t lf_end;
	struct proc *lf_owner;
	struct {
		struct lockf_range *tqe_next;
		struct lockf_range **tqe_prev;
	} lf_link;
};

struct lockf_range_list {
	struct lockf_range *tqh_first;
	struct lockf_range **tqh_last;
};

struct lockf {
	struct lockf_range_list lf_range;
	struct lockf_range_list lf_blocked;
	int init_done;
};

#ifndef F_POSIX
#define F_POSIX 0x0040
#endif

#endif
