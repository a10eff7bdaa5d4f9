/* Widths of integers. */
#ifndef _SUNKVM_NETBSD_SYS_INTTYPES_H
#define _SUNKVM_NETBSD_SYS_INTTYPES_H

#include <inttypes.h>
#include <sys/types.h>

#endif
