/* Threads of the kernel. */
#ifndef _SUNKVM_DRAGONFLY_SYS_THREAD_H
#define _SUNKVM_DRAGONFLY_SYS_THREAD_H

#include <sys/types.h>
#include <sys/time.h>
#include <sunkvm/struct/lwkt_token.h>
#include <sunkvm/struct/thread.h>

/* td_flags */
#define TDF_RUNNING 0x00000001
#define TDF_RUNQ 0x00000002
#define TDF_PREEMPT_LOCK 0x00000004
#define TDF_PREEMPT_DONE 0x00000008
#define TDF_NOSTART 0x00000010
#define TDF_MIGRATING 0x00000020
#define TDF_SINTR 0x00000040

typedef struct thread *thread_t;
typedef struct lwkt_token *lwkt_token_t;

#endif
