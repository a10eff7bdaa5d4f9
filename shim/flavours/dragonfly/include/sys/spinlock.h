/* Spin locks. */
#ifndef _SUNKVM_DRAGONFLY_SYS_SPINLOCK_H
#define _SUNKVM_DRAGONFLY_SYS_SPINLOCK_H

#include <sys/types.h>
#include <sunkvm/struct/spinlock.h>

#endif
