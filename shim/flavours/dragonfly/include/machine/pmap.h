/* Of the kernel: nothing that programs need is in it. */
#ifndef _SUNKVM_DRAGONFLY_MACHINE_PMAP_H
#define _SUNKVM_DRAGONFLY_MACHINE_PMAP_H

#include <sys/types.h>

#endif
