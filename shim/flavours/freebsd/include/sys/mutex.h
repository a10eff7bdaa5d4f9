/* Mutexes. */
#ifndef _SUNKVM_FREEBSD_SYS_MUTEX_H
#define _SUNKVM_FREEBSD_SYS_MUTEX_H

#include <sys/types.h>
#include <sunkvm/struct/mtx.h>

#endif
