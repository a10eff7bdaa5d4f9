/* Loaded modules. */
#ifndef _SUNKVM_DRAGONFLY_SYS_LINKER_H
#define _SUNKVM_DRAGONFLY_SYS_LINKER_H

#include <sys/types.h>
#include <sunkvm/struct/linker_file.h>

#endif
