/* Loaded modules of the kernel. */
#ifndef _SUNKVM_SOLARIS_SYS_MODCTL_H
#define _SUNKVM_SOLARIS_SYS_MODCTL_H

#include <sys/types.h>
#include <sunkvm/struct/modctl.h>
#include <sunkvm/struct/module.h>

#endif
