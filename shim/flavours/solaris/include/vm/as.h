/* Address spaces. */
#ifndef _SUNKVM_SOLARIS_VM_AS_H
#define _SUNKVM_SOLARIS_VM_AS_H

#include <sys/types.h>
#include <sunkvm/struct/as.h>

#endif
