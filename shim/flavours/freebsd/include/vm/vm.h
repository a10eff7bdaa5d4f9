/* Types of the virtual memory. */
#ifndef _SUNKVM_FREEBSD_VM_VM_H
#define _SUNKVM_FREEBSD_VM_VM_H

#include <sys/types.h>
#include <kvm.h>

#define VM_PROT_NONE ((vm_prot_t)0x00)
#define VM_PROT_READ ((vm_prot_t)0x01)
#define VM_PROT_WRITE ((vm_prot_t)0x02)
#define VM_PROT_EXECUTE ((vm_prot_t)0x04)
#define VM_PROT_ALL (VM_PROT_READ | VM_PROT_WRITE | VM_PROT_EXECUTE)

#endif
