/* Profiles of the kernel. Replaces the header of the C library. */
#ifndef _SUNKVM_NETBSD_SYS_GMON_H
#define _SUNKVM_NETBSD_SYS_GMON_H

#include <sys/types.h>

struct gmonhdr {
	unsigned long lpc;
	unsigned long hpc;
	int ncnt; /* of the counters and this header */
	int version;
	int profrate;
	int spare[3];
};

#define GMONVERSION 0x00051879
#define HISTCOUNTER unsigned short
#define HISTFRACTION 2
#define HASHFRACTION 2
#define ARCDENSITY 2
#define MINARCS 50
#define MAXARCS ((1 << (8 * sizeof(HISTCOUNTER))) - 2)

struct tostruct {
	unsigned long selfpc;
	long count;
	unsigned short link;
	unsigned short pad;
};

struct rawarc {
	unsigned long raw_frompc;
	unsigned long raw_selfpc;
	long raw_count;
};

#define ROUNDDOWN(x, y) (((x) / (y)) * (y))
#define ROUNDUP(x, y) ((((x) + (y) - 1) / (y)) * (y))

struct gmonparam {
	int state;
	unsigned short *kcount;
	unsigned long kcountsize;
	unsigned short *froms;
	unsigned long fromssize;
	struct tostruct *tos;
	unsigned long tossize;
	long tolimit;
	unsigned long lowpc;
	unsigned long highpc;
	unsigned long textsize;
	unsigned long hashfraction;
};

/* state */
#define GMON_PROF_ON 0
#define GMON_PROF_BUSY 1
#define GMON_PROF_ERROR 2
#define GMON_PROF_OFF 3

#define GPROF_STATE 0
#define GPROF_COUNT 1
#define GPROF_FROMS 2
#define GPROF_TOS 3
#define GPROF_GMONPARAM 4

#endif
