/* Pieces of memory for one call: those of the C library. */
#ifndef _SUNKVM_FREEBSD_SYS__IOVEC_H
#define _SUNKVM_FREEBSD_SYS__IOVEC_H

#include <sys/uio.h>

#endif
