/* Clocks. */
#include_next <sys/time.h>
#ifndef _SUNKVM_NETBSD_SYS_TIME_H
#define _SUNKVM_NETBSD_SYS_TIME_H

#include <time.h>
#include <sunkvm/struct/bintime.h>

struct clockinfo {
	int hz;
	int tick;
	int tickadj;
	int stathz;
	int profhz;
};

#ifndef timespecclear
#define timespecclear(tvp) ((tvp)->tv_sec = (tvp)->tv_nsec = 0)
#define timespecisset(tvp) ((tvp)->tv_sec || (tvp)->tv_nsec)
#define timespeccmp(tvp, uvp, cmp) \
	((tvp)->tv_sec == (uvp)->tv_sec ? ((tvp)->tv_nsec cmp(uvp)->tv_nsec) : ((tvp)->tv_sec cmp(uvp)->tv_sec))
#endif
#ifndef timespecadd
#define timespecadd(tsp, usp, vsp) \
	do { \
		(vsp)->tv_sec = (tsp)->tv_sec + (usp)->tv_sec; \
		(vsp)->tv_nsec = (tsp)->tv_nsec + (usp)->tv_nsec; \
		if ((vsp)->tv_nsec >= 1000000000L) { \
			(vsp)->tv_sec++; \
			(vsp)->tv_nsec -= 1000000000L; \
		} \
	} while (0)
#endif
#ifndef timespecsub
#define timespecsub(tsp, usp, vsp) \
	do { \
		(vsp)->tv_sec = (tsp)->tv_sec - (usp)->tv_sec; \
		(vsp)->tv_nsec = (tsp)->tv_nsec - (usp)->tv_nsec; \
		if ((vsp)->tv_nsec < 0) { \
			(vsp)->tv_sec--; \
			(vsp)->tv_nsec += 1000000000L; \
		} \
	} while (0)
#endif

#endif
