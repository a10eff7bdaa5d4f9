/* Pages. */
#ifndef _SUNKVM_NETBSD_UVM_UVM_PAGE_H
#define _SUNKVM_NETBSD_UVM_UVM_PAGE_H

#include <sys/types.h>
#include <sunkvm/struct/vm_page.h>

#endif
