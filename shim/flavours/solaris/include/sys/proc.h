/* Processes. */
#ifndef _SUNKVM_SOLARIS_SYS_PROC_H
#define _SUNKVM_SOLARIS_SYS_PROC_H

#include <sys/types.h>
#include <sys/thread.h>
#include <sys/cred.h>
#include <sys/user.h>
#include <sunkvm/struct/proc.h>
#include <sunkvm/struct/pid.h>
#include <sunkvm/struct/sess.h>
#include <sunkvm/struct/plock.h>

typedef struct proc proc_t;
typedef struct sess sess_t;

/* p_stat */
#define SSLEEP 1
#define SRUN 2
#define SZOMB 3
#define SSTOP 4
#define SIDL 5
#define SONPROC 6
#define SWAIT 7

/* p_flag */
#define SSYS 0x00000001
#define SEXITING 0x00000002
#define SUGID 0x00002000
#define SJCTL 0x00010000
#define SNOWAIT 0x00020000
#define SVFORK 0x00040000
#define SMSACCT 0x02000000

/* p_model */
#define DATAMODEL_ILP32 0x00100000
#define DATAMODEL_LP64 0x00200000
#ifdef _LP64
#define DATAMODEL_NATIVE DATAMODEL_LP64
#else
#define DATAMODEL_NATIVE DATAMODEL_ILP32
#endif

/* Behind pointers into the kernel: good for addresses (&p->p_pid), not to be read. */
#define p_pid p_pidp->pid_id
#define p_slot p_pidp->pid_prslot
#define p_pgrp p_pgidp->pid_id
#define p_detached p_pgidp->pid_pgorphaned
#define p_lock p_lockp->pl_lock

#endif
