/* Locks. */
#ifndef _SUNKVM_FREEBSD_SYS_LOCK_H
#define _SUNKVM_FREEBSD_SYS_LOCK_H

#include <sys/types.h>
#include <sunkvm/struct/lock_object.h>
#include <sunkvm/struct/lock.h>

#endif
