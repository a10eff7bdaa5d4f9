/* Processes. */
#ifndef _SUNKVM_NETBSD_SYS_PROC_H
#define _SUNKVM_NETBSD_SYS_PROC_H

#include <sys/types.h>
#include <sys/lwp.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/ucred.h>
#include <sunkvm/struct/emul.h>
#include <sunkvm/struct/pgrp.h>
#include <sunkvm/struct/plimit.h>
#include <sunkvm/struct/proc.h>
#include <sunkvm/struct/pstats.h>
#include <sunkvm/struct/session.h>
#include <sunkvm/struct/sigacts.h>

/* p_stat */
#define SIDL 1
#define SACTIVE 2
#define SDYING 3
#define SSTOP 4
#define SZOMB 5
#define SDEAD 6
#define P_ZOMBIE(p) ((p)->p_stat == SZOMB || (p)->p_stat == SDYING || (p)->p_stat == SDEAD)

/* p_flag of the kernel's own struct */
#define PK_ADVLOCK 0x00000001
#define PK_SYSTEM 0x00000002
#define PK_SYSVSEM 0x00000004
#define PK_SUGID 0x00000100
#define PK_EXEC 0x00004000
#define PK_NOCLDWAIT 0x00020000
#define PK_32 0x00040000
#define PK_CLDSIGIGN 0x00080000
#define PK_MARKER 0x80000000

/* p_sflag */
#define PS_NOCLDSTOP 0x00000008
#define PS_WCORE 0x00001000
#define PS_STOPFORK 0x00800000
#define PS_STOPEXEC 0x01000000
#define PS_STOPEXIT 0x02000000
#define PS_STOPPING 0x80000000

/* p_lflag and p_slflag, which the releases number in their own ways */
#if SUNKVM_NETBSD >= 10
#define PL_CONTROLT 0x01
#define PL_PPWAIT 0x02
#define PL_SIGCOMPAT 0x04
#define PL_ORPHANPG 0x08
#define PSL_TRACEFORK 0x00000001
#define PSL_TRACED 0x00000040
#define PSL_CHTRACED 0x00000100
#define PSL_SYSCALL 0x00000200
#else
#define PL_CONTROLT 0x00000002
#define PL_PPWAIT 0x00000010
#define PL_SIGCOMPAT 0x00000200
#define PL_ORPHANPG 0x20000000
#define PSL_TRACEFORK 0x00000001
#define PSL_TRACED 0x00000800
#define PSL_CHTRACED 0x00400000
#define PSL_SYSCALL 0x04000000
#endif

/* p_stflag */
#define PST_PROFIL 0x00000020

#endif
