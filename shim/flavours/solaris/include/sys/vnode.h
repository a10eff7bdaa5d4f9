/* Files and devices as the kernel sees them. */
#ifndef _SUNKVM_SOLARIS_SYS_VNODE_H
#define _SUNKVM_SOLARIS_SYS_VNODE_H

#include <sys/types.h>
#include <sunkvm/struct/vnode.h>

typedef struct vnode vnode_t;

typedef enum vtype {
	VNON = 0,
	VREG = 1,
	VDIR = 2,
	VBLK = 3,
	VCHR = 4,
	VLNK = 5,
	VFIFO = 6,
	VDOOR = 7,
	VPROC = 8,
	VSOCK = 9,
	VPORT = 10,
	VBAD = 11
} vtype_t;

#define VROOT 0x01
#define VISSWAP 0x40

#endif
