/* How programs of a kind run. */
#ifndef _SUNKVM_DRAGONFLY_SYS_SYSENT_H
#define _SUNKVM_DRAGONFLY_SYS_SYSENT_H

#include <sys/types.h>
#include <sunkvm/struct/sysentvec.h>

#endif
