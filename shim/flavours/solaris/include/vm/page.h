/* Pages. */
#ifndef _SUNKVM_SOLARIS_VM_PAGE_H
#define _SUNKVM_SOLARIS_VM_PAGE_H

#include <sys/types.h>
#include <sunkvm/struct/page.h>

typedef struct page page_t;

#endif
