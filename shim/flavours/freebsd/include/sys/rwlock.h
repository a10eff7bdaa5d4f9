/* Reader-writer locks. */
#ifndef _SUNKVM_FREEBSD_SYS_RWLOCK_H
#define _SUNKVM_FREEBSD_SYS_RWLOCK_H

#include <sys/types.h>
#include <sunkvm/struct/rwlock.h>

#endif
