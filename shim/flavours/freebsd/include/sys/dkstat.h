/* Where older programs look for the states of processors. */
#ifndef _SUNKVM_FREEBSD_SYS_DKSTAT_H
#define _SUNKVM_FREEBSD_SYS_DKSTAT_H

#include <sys/resource.h>

#endif
