/* Processes and threads. */
#ifndef _SUNKVM_FREEBSD_SYS_PROC_H
#define _SUNKVM_FREEBSD_SYS_PROC_H

#include <sys/types.h>
#include <sys/time.h>
#include <sys/resource.h>
#include <sys/priority.h>
#include <sys/rtprio.h>
#include <sys/ucred.h>
#include <sunkvm/struct/proc.h>
#include <sunkvm/struct/thread.h>
#include <sunkvm/struct/pgrp.h>
#include <sunkvm/struct/session.h>
#include <sunkvm/struct/pargs.h>

/* ki_stat */
#define SIDL 1
#define SRUN 2
#define SSLEEP 3
#define SSTOP 4
#define SZOMB 5
#define SWAIT 6
#define SLOCK 7

/* p_flag */
#define P_ADVLOCK 0x00000001
#define P_CONTROLT 0x00000002
#define P_KPROC 0x00000004
#define P_PPWAIT 0x00000010
#define P_PROFIL 0x00000020
#define P_HADTHREADS 0x00000080
#define P_SUGID 0x00000100
#define P_SYSTEM 0x00000200
#define P_SINGLE_EXIT 0x00000400
#define P_TRACED 0x00000800
#define P_WAITED 0x00001000
#define P_WEXIT 0x00002000
#define P_EXEC 0x00004000
#define P_WKILLED 0x00008000
#define P_CONTINUED 0x00010000
#define P_STOPPED_SIG 0x00020000
#define P_STOPPED_TRACE 0x00040000
#define P_STOPPED_SINGLE 0x00080000
#define P_PROTECTED 0x00100000
#define P_JAILED 0x01000000
#define P_INEXEC 0x04000000
#define P_STATCHILD 0x08000000
#define P_INMEM 0x10000000

/* td_flags */
#define TDF_SINTR 0x00000008
#define TDF_IDLETD 0x00000020
#define TDF_NOLOAD 0x00040000

#define NOCPU (-1)
#define NOCPU_OLD 255
#define MAXCPU_OLD 254

#define PRS_NEW 0
#define PRS_NORMAL 1
#define PRS_ZOMBIE 2

#ifndef MAXLOGNAME
#define MAXLOGNAME 33
#endif
#ifndef WMESGLEN
#define WMESGLEN 8
#endif

#endif
