/* Sizes of the kernel's tables. */
#ifndef _SUNKVM_SOLARIS_SYS_VAR_H
#define _SUNKVM_SOLARIS_SYS_VAR_H

#include <sys/types.h>
#include <sunkvm/struct/var.h>

#endif
