/* Of the kernel: nothing that programs need is in it. */
#ifndef _SUNKVM_DRAGONFLY_VM_VNODE_PAGER_H
#define _SUNKVM_DRAGONFLY_VM_VNODE_PAGER_H

#include <sys/types.h>

#endif
