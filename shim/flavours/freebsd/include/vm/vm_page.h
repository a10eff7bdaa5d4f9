/* Pages. */
#ifndef _SUNKVM_FREEBSD_VM_VM_PAGE_H
#define _SUNKVM_FREEBSD_VM_VM_PAGE_H

#include <sys/types.h>
#include <sunkvm/struct/vm_page.h>

#endif
