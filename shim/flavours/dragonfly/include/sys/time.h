/* Clocks. */
#include_next <sys/time.h>
#ifndef _SUNKVM_DRAGONFLY_SYS_TIME_H
#define _SUNKVM_DRAGONFLY_SYS_TIME_H

#include <time.h>

#ifndef CLOCK_UPTIME
#define CLOCK_UPTIME CLOCK_BOOTTIME
#define CLOCK_UPTIME_PRECISE CLOCK_BOOTTIME
#define CLOCK_UPTIME_FAST CLOCK_BOOTTIME
#endif

struct clockinfo {
	int hz;
	int tick;
	int tickadj;
	int stathz;
	int profhz;
};

#endif
