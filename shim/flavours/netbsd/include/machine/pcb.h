/* Of the machine: nothing that programs need is in it. */
#ifndef _SUNKVM_NETBSD_MACHINE_PCB_H
#define _SUNKVM_NETBSD_MACHINE_PCB_H

#include <sys/types.h>

#endif
