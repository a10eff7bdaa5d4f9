/* Page tables. */
#ifndef _SUNKVM_DRAGONFLY_VM_PMAP_H
#define _SUNKVM_DRAGONFLY_VM_PMAP_H

#include <sys/types.h>
#include <sunkvm/struct/pmap.h>

#endif
