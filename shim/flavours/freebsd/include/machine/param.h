/* Of the machine: see sys/param.h. */
#ifndef _SUNKVM_FREEBSD_MACHINE_PARAM_H
#define _SUNKVM_FREEBSD_MACHINE_PARAM_H

#include <sys/param.h>

#endif
