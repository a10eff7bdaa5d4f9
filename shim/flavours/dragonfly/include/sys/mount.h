/* Mounted file systems. Replaces the C library's header. */
#ifndef _SUNKVM_DRAGONFLY_SYS_MOUNT_H
#define _SUNKVM_DRAGONFLY_SYS_MOUNT_H

#include <sys/types.h>
#include <sys/queue.h>
#include <sys/stat.h>
#include <sys/statfs.h> /* before its name is taken */
#include <sys/lock.h>
#include <sys/namecache.h>
#include <sys/ucred.h>
#include <sunkvm/struct/statfs.h>
#include <sunkvm/struct/vnodelst.h>
#include <sunkvm/struct/mount.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef MFSNAMELEN
#define MFSNAMELEN 16
#endif
#define MNAMELEN 80

struct vfsops;

/* mnt_flag and f_flags */
#define MNT_RDONLY 0x00000001
#define MNT_SYNCHRONOUS 0x00000002
#define MNT_NOEXEC 0x00000004
#define MNT_NOSUID 0x00000008
#define MNT_NODEV 0x00000010
#define MNT_ASYNC 0x00000040
#define MNT_LOCAL 0x00001000
#define MNT_ROOTFS 0x00004000
#define MNT_NOATIME 0x10000000

struct vfsconf {
	struct vfsops *vfc_vfsops;
	char vfc_name[MFSNAMELEN];
	int vfc_typenum;
	int vfc_refcount;
	int vfc_flags;
	struct {
		struct vfsconf *stqe_next;
	} vfc_next;
};

/* The head of the kernel's list of mounted file systems. */
struct mntlist {
	struct mount *tqh_first;
	struct mount **tqh_last;
};

/*
 * A file system of the host. The names of Linux's file systems are not those of DragonFly, but for those that are there
 * under the same name (procfs).
 */
#define statfs __sunkvm_statfs
extern int statfs(const char *, struct statfs *) __asm__("__sunkvm_dragonfly_statfs");

#ifdef __cplusplus
}
#endif

#endif
