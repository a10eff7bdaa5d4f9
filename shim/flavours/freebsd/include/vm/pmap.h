/* Page tables. */
#ifndef _SUNKVM_FREEBSD_VM_PMAP_H
#define _SUNKVM_FREEBSD_VM_PMAP_H

#include <sys/types.h>
#include <sunkvm/struct/pmap.h>

#endif
