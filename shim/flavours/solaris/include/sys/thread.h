/* Kernel threads. */
#ifndef _SUNKVM_SOLARIS_SYS_THREAD_H
#define _SUNKVM_SOLARIS_SYS_THREAD_H

#include <sys/types.h>
#include <sunkvm/struct/_kthread.h>
#include <sunkvm/struct/_klwp.h>
#include <sunkvm/struct/_label_t.h>

typedef struct _kthread kthread_t;
typedef struct _klwp klwp_t;
typedef struct _label_t label_t;

#define TS_FREE 0x00
#define TS_SLEEP 0x01
#define TS_RUN 0x02
#define TS_ONPROC 0x04
#define TS_ZOMB 0x08
#define TS_STOPPED 0x10
#define TS_WAIT 0x20

#endif
