/* Segments of address spaces. */
#ifndef _SUNKVM_SOLARIS_VM_SEG_H
#define _SUNKVM_SOLARIS_VM_SEG_H

#include <sys/types.h>
#include <sunkvm/struct/seg.h>

#endif
