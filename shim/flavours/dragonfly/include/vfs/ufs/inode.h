/* Inodes of UFS in memory, up to what the file system keeps of them on disk. */
#ifndef _SUNKVM_DRAGONFLY_VFS_UFS_INODE_H
#define _SUNKVM_DRAGONFLY_VFS_UFS_INODE_H

#include <sys/types.h>
#include <sys/lockf.h>

struct cdev;
struct dirhash;
struct dquot;
struct fs;
struct vnode;

struct inode {
	struct inode *i_next;
	struct vnode *i_vnode;
	struct vnode *i_devvp;
	uint32_t i_flag;
	struct cdev *i_dev;
	uint64_t i_number;
	int i_effnlink;
	union {
		struct fs *fs;
	} inode_u;
	struct dquot *i_dquot[2]; /* of users and of groups */
	uint64_t i_modrev;
	struct lockf i_lockf;
};

#define i_fs inode_u.fs

#endif
