/* Priorities of threads, which FreeBSD numbered anew after 12. */
#ifndef _SUNKVM_FREEBSD_SYS_PRIORITY_H
#define _SUNKVM_FREEBSD_SYS_PRIORITY_H

#include <sunkvm/freebsd.h>
#include <sunkvm/struct/priority.h>

#define PRI_ITHD 1
#define PRI_REALTIME 2
#define PRI_TIMESHARE 3
#define PRI_IDLE 4

#define PRI_FIFO_BIT 8
#define PRI_FIFO (PRI_FIFO_BIT | PRI_REALTIME)
#define PRI_BASE(P) ((P) & ~PRI_FIFO_BIT)
#define PRI_IS_REALTIME(P) (PRI_BASE(P) == PRI_REALTIME)
#define PRI_NEED_RR(P) ((P) != PRI_FIFO)

#define PRI_MIN 0
#define PRI_MAX 255
#define PRI_MIN_ITHD PRI_MIN
#define PRI_MAX_ITHD (PRI_MIN_REALTIME - 1)
#if SUNKVM_FREEBSD >= 15
#define PRI_MIN_REALTIME 8
#else
#define PRI_MIN_REALTIME 48
#endif
#define PRI_MAX_REALTIME (PRI_MIN_KERN - 1)
#if SUNKVM_FREEBSD >= 15
#define PRI_MIN_KERN 40
#else
#define PRI_MIN_KERN 80
#endif
#define PRI_MAX_KERN (PRI_MIN_TIMESHARE - 1)
#if SUNKVM_FREEBSD >= 15
#define PRI_MIN_TIMESHARE 56
#else
#define PRI_MIN_TIMESHARE 120
#endif
#define PRI_MAX_TIMESHARE (PRI_MIN_IDLE - 1)
#define PRI_MIN_IDLE 224
#define PRI_MAX_IDLE PRI_MAX

#if SUNKVM_FREEBSD >= 15
#define PZERO 45
#else
#define PZERO 100
#endif
#define PUSER PRI_MIN_TIMESHARE

#endif
