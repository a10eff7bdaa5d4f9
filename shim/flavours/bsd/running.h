/* What the running host counts, from /proc, for the sysctl of the BSD flavours. */
#ifndef SUNKVM_BSD_RUNNING_H
#define SUNKVM_BSD_RUNNING_H

#include <stddef.h>
#include <stdint.h>

/* What it tells in its own unit: events since boot, bytes, or a number of now. */
enum running {
	RUNNING_SWITCHES,
	RUNNING_INTERRUPTS,
	RUNNING_SOFT_INTERRUPTS,
	RUNNING_FORKS,
	RUNNING_FAULTS,
	RUNNING_MAJOR_FAULTS,
	RUNNING_SWAPPED_IN,  /* pages of the host */
	RUNNING_SWAPPED_OUT, /* likewise */
	RUNNING_RUNNABLE,
	RUNNING_BLOCKED,
	RUNNING_TOTAL, /* bytes from here on */
	RUNNING_FREE,
	RUNNING_ACTIVE,
	RUNNING_INACTIVE,
	RUNNING_LOCKED,
	RUNNING_LOCKED_BY_USERS,
	RUNNING_BUFFERS,
	RUNNING_SHARED,
	RUNNING_COMMITTED,
	RUNNING_SWAP,
};

/* Tell one number; -1 where the host is silent about it. */
int64_t bsd_running(enum running which);

/* The number of the youngest process; -1 where it is not told. `entities` may be NULL: how many threads there are. */
int64_t bsd_youngest(int64_t *entities);

/* Memory in pages, and threads. 0 for what the host does not count. */
struct bsd_totals {
	uint64_t promised, resident, active, shared, free;
	int64_t runnable, blocked, sleeping;
};

/* Tell them; 0 where the host does not even tell how much memory there is. */
int bsd_totals(struct bsd_totals *totals);

/* Time in user, nice, system, interrupt and idle mode, in that order; waiting for a disk is being idle. */
enum { BSD_CLOCKS = 5 };

struct bsd_clocks {
	uint64_t sum[BSD_CLOCKS];
	uint64_t (*each)[BSD_CLOCKS]; /* by the processor's number, zeros for those that are off; the caller's to free */
	size_t count;                 /* the highest number, and one more */
};

/* Read the clocks in units of which there are `rate` in a second; 0 where the host does not tell or there is no memory. */
int bsd_clocks(unsigned rate, struct bsd_clocks *clocks);

#endif
