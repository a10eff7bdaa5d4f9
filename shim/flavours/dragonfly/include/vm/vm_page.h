/* Pages. */
#ifndef _SUNKVM_DRAGONFLY_VM_VM_PAGE_H
#define _SUNKVM_DRAGONFLY_VM_VM_PAGE_H

#include <sys/types.h>
#include <vm/vm.h>
#include <sunkvm/struct/vm_page.h>

#endif
