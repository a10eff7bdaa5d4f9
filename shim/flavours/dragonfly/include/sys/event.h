/* Of the kernel: nothing that programs need is in it. */
#ifndef _SUNKVM_DRAGONFLY_SYS_EVENT_H
#define _SUNKVM_DRAGONFLY_SYS_EVENT_H

#include <sys/types.h>

#endif
