/* Of the kernel: nothing that programs need is in it. */
#ifndef _SUNKVM_DRAGONFLY_SYS_SIGNALVAR_H
#define _SUNKVM_DRAGONFLY_SYS_SIGNALVAR_H

#include <sys/types.h>

#endif
