/* Swap devices as the kernel has them. */
#ifndef _SUNKVM_DRAGONFLY_VM_SWAP_PAGER_H
#define _SUNKVM_DRAGONFLY_VM_SWAP_PAGER_H

#include <sys/types.h>
#include <sys/blist.h>
#include <sunkvm/struct/swdevt.h>

#endif
