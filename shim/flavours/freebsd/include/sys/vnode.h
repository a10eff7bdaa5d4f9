/* Files as the kernel has them. */
#ifndef _SUNKVM_FREEBSD_SYS_VNODE_H
#define _SUNKVM_FREEBSD_SYS_VNODE_H

#include <sys/types.h>
#include <sunkvm/struct/vnode.h>

#endif
