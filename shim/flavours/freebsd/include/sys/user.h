/* What the kernel tells programs of processes. Replaces the header of the C library, which is for debuggers. */
#ifndef _SUNKVM_FREEBSD_SYS_USER_H
#define _SUNKVM_FREEBSD_SYS_USER_H

#include <sys/types.h>
#include <sys/time.h>
#include <sys/resource.h>
#include <sys/ucred.h>
#include <sys/proc.h>
#include <sunkvm/struct/kinfo_proc.h>
#include <sunkvm/struct/kinfo_file.h>
#include <sunkvm/struct/kinfo_vmentry.h>
#include <sunkvm/struct/pargs.h>

#if SUNKVM_FREEBSD >= 12
#define KI_NSPARE_INT 2
#else
#define KI_NSPARE_INT 4
#endif
#define KI_NSPARE_LONG 12
#ifndef WMESGLEN
#define WMESGLEN 8
#endif
#define LOCKNAMELEN 8
#define TDNAMLEN 16
#define COMMLEN 19
#define KI_EMULNAMELEN 16
#define KI_NGROUPS 16
#define LOGNAMELEN 17
#define LOGINCLASSLEN 17

#ifdef _LP64
#define KINFO_PROC_SIZE 1088
#else
#define KINFO_PROC_SIZE 768
#endif

/* ki_kiflag */
#define KI_CTTY 0x00000001
#define KI_SLEADER 0x00000002
#define KI_LOCKBLOCK 0x00000004

/* ki_cr_flags */
#define KI_CRF_CAPABILITY_MODE 0x00000001
#define KI_CRF_GRP_OVERFLOW 0x80000000

/* Names of old. */
#define ki_ocomm ki_tdname
#define ki_childstime ki_rusage_ch.ru_stime
#define ki_childutime ki_rusage_ch.ru_utime

#endif
