/* Files in the kernel. */
#ifndef _SUNKVM_NETBSD_SYS_VNODE_H
#define _SUNKVM_NETBSD_SYS_VNODE_H

#include <sys/types.h>
#include <sunkvm/struct/vnode.h>

#endif
