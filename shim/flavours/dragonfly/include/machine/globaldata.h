/* Of the kernel: nothing that programs need is in it. */
#ifndef _SUNKVM_DRAGONFLY_MACHINE_GLOBALDATA_H
#define _SUNKVM_DRAGONFLY_MACHINE_GLOBALDATA_H

#include <sys/types.h>

#endif
