/* Mutexes. */
#ifndef _SUNKVM_FREEBSD_SYS__MUTEX_H
#define _SUNKVM_FREEBSD_SYS__MUTEX_H

#include <sys/mutex.h>

#endif
