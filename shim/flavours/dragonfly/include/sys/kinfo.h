/* What the kernel tells programs of processes and files. */
#ifndef _SUNKVM_DRAGONFLY_SYS_KINFO_H
#define _SUNKVM_DRAGONFLY_SYS_KINFO_H

#include <sys/types.h>
#include <sys/time.h>
#include <sys/resource.h>
#include <sys/proc.h>
#include <sys/rtprio.h>
#include <sunkvm/struct/kinfo_proc.h>
#include <sunkvm/struct/kinfo_lwp.h>
#include <sunkvm/struct/kinfo_file.h>
#include <sunkvm/struct/kinfo_cputime.h>

#ifndef WMESGLEN
#define WMESGLEN 8
#endif

/* How often clocks tick, in a second; ci_tick in microseconds. */
struct kinfo_clockinfo {
	int ci_hz;
	int ci_tick;
	int ci_tickadj;
	int ci_stathz;
	int ci_profhz;
};

/* kp_auxflags */
#define KI_CTTY 1
#define KI_SLEADER 2

#endif
