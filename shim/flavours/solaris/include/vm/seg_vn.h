/* Segments that map files. */
#ifndef _SUNKVM_SOLARIS_VM_SEG_VN_H
#define _SUNKVM_SOLARIS_VM_SEG_VN_H

#include <sys/types.h>
#include <sunkvm/struct/segvn_data.h>

#endif
