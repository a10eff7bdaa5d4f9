/* Processes and their lightweight processes. */
#ifndef _SUNKVM_DRAGONFLY_SYS_PROC_H
#define _SUNKVM_DRAGONFLY_SYS_PROC_H

#include <sys/types.h>
#include <sys/time.h>
#include <sys/resource.h>
#include <sys/rtprio.h>
#include <sys/ucred.h>
#include <sys/lock.h>
#include <sys/thread.h>
#include <sunkvm/struct/proc.h>
#include <sunkvm/struct/procglob.h>
#include <sunkvm/struct/lwp.h>
#include <sunkvm/struct/pargs.h>
#include <sunkvm/struct/pgrp.h>
#include <sunkvm/struct/session.h>
#include <sunkvm/struct/sigacts.h>

enum procstat { SIDL = 1, SACTIVE = 2, SSTOP = 3, SZOMB = 4, SCORE = 5 };
enum lwpstat { LSRUN = 1, LSSTOP = 2, LSSLEEP = 3 };

/* p_flags and kp_flags */
#define P_CONTROLT 0x00000002
#define P_SWAPPEDOUT 0x00000004
#define P_PPWAIT 0x00000010
#define P_SYSTEM 0x00000200
#define P_TRACED 0x00000800
#define P_WEXIT 0x00002000
#define P_JAILED 0x01000000

/* lwp_flags and kl_flags */
#define LWP_SINTR 0x00000008

/* lwp_mpflags */
#define LWP_MP_ONRUNQ 0x00000001

/* The other name of what lies in one place. */
#define lwp_rbnode u.lwp_rbnode
#define lwp_reap_entry u.lwp_reap_entry

#ifndef MAXCOMLEN
#define MAXCOMLEN 16
#endif
#ifndef MAXLOGNAME
#define MAXLOGNAME 33
#endif

#endif
