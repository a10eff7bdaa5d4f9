/* Locks. */
#ifndef _SUNKVM_DRAGONFLY_SYS_LOCK_H
#define _SUNKVM_DRAGONFLY_SYS_LOCK_H

#include <sys/types.h>
#include <sys/spinlock.h>
#include <sys/thread.h>
#include <sunkvm/struct/lock.h>

#define LK_NOTHREAD ((struct thread *)-1)
#define LK_KERNTHREAD ((struct thread *)-2)

#endif
