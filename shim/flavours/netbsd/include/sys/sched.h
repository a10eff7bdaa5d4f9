/* States of processors. */
#ifndef _SUNKVM_NETBSD_SYS_SCHED_H
#define _SUNKVM_NETBSD_SYS_SCHED_H

#include <sys/types.h>
#include <sunkvm/struct/schedstate_percpu.h>

#define CP_USER 0
#define CP_NICE 1
#define CP_SYS 2
#define CP_INTR 3
#define CP_IDLE 4
#define CPUSTATES 5

#endif
