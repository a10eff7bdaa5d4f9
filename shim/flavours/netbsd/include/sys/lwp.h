/* Threads of the kernel. */
#ifndef _SUNKVM_NETBSD_SYS_LWP_H
#define _SUNKVM_NETBSD_SYS_LWP_H

#include <sys/types.h>
#include <sunkvm/struct/lwp.h>

/* l_stat */
#define LSIDL 1
#define LSRUN 2
#define LSSLEEP 3
#define LSSTOP 4
#define LSZOMB 5
#define LSDEAD 6
#define LSONPROC 7
#define LSSUSPENDED 8

/* l_flag */
#define LW_IDLE 0x00000001
#define LW_LWPCTL 0x00000002
#define LW_SINTR 0x00000080
#define LW_SYSTEM 0x00000200
#define LW_WSUSPEND 0x00020000
#define LW_WCORE 0x00080000
#define LW_WEXIT 0x00100000
#define LW_PENDSIG 0x01000000
#define LW_CANCELLED 0x02000000
#define LW_WREBOOT 0x08000000
#define LW_UNPARKED 0x10000000

/* l_pflag */
#define LP_KTRACTIVE 0x00000001
#define LP_KTRCSW 0x00000002
#define LP_OWEUPC 0x00000010
#define LP_MPSAFE 0x00000020
#define LP_INTR 0x00000040
#define LP_SYSCTLWRITE 0x00000080
#define LP_RUNNING 0x20000000
#define LP_BOUND 0x80000000

/* l_prflag */
#define LPR_DETACHED 0x00800000

#endif
