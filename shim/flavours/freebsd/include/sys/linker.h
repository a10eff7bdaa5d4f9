/* Modules of the kernel. */
#ifndef _SUNKVM_FREEBSD_SYS_LINKER_H
#define _SUNKVM_FREEBSD_SYS_LINKER_H

#include <sys/types.h>
#include <sunkvm/struct/linker_file.h>

#endif
