/* Sizes of the machine. */
#ifndef _SUNKVM_SOLARIS_SYS_MACHPARAM_H
#define _SUNKVM_SOLARIS_SYS_MACHPARAM_H

#include <sys/param.h>

#endif
