/* What is mapped. */
#ifndef _SUNKVM_FREEBSD_VM_VM_OBJECT_H
#define _SUNKVM_FREEBSD_VM_VM_OBJECT_H

#include <sys/types.h>
#include <sunkvm/struct/vm_object.h>

#endif
