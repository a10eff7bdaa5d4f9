/* Files as the kernel has them. */
#ifndef _SUNKVM_DRAGONFLY_SYS_VNODE_H
#define _SUNKVM_DRAGONFLY_SYS_VNODE_H

#include <sys/types.h>
#include <sys/queue.h>
#include <sys/lock.h>
#include <sys/namecache.h>
#include <sys/spinlock.h>
#include <sys/thread.h>
#include <sys/vfscache.h>
#include <sunkvm/struct/vnode.h>

/* v_flag */
#define VROOT 0x00000001
#define VTEXT 0x00000002
#define VSYSTEM 0x00000004
#define VISTTY 0x00000008
#define VMAYHAVELOCKS 0x00000080
#define VAGE0 0x00000400
#define VAGE1 0x00000800
#define VOBJBUF 0x00002000
#define VINACTIVE 0x00004000
#define VRECLAIMED 0x00040000
#define VONWORKLST 0x00200000
#define VOBJDIRTY 0x00800000
#define VSWAPCACHE 0x01000000

/* v_state */
#define VS_CACHED 0
#define VS_ACTIVE 1
#define VS_INACTIVE 2
#define VS_DYING 3

/* The array vnode_list_hash has one for each processor. */
struct freelst {
	struct vnode *tqh_first;
	struct vnode **tqh_last;
};

struct vnode_index {
	struct freelst active_list;
	struct vnode active_rover;
	struct freelst inactive_list;
	struct spinlock spin;
	int deac_rover;
	int free_rover;
} __attribute__((__aligned__(64)));

#define v_socket v_un.vu_socket
#define v_umajor v_un.vu_cdev.vu_umajor
#define v_uminor v_un.vu_cdev.vu_uminor
#define v_rdev v_un.vu_cdev.vu_cdevinfo
#define v_cdevnext v_un.vu_cdev.vu_cdevnext
#define v_fifoinfo v_un.vu_fifoinfo

#endif
