/* Of the machine: nothing that programs need is in it. */
#ifndef _SUNKVM_NETBSD_MACHINE_PARAM_H
#define _SUNKVM_NETBSD_MACHINE_PARAM_H

#include <sys/types.h>

#endif
