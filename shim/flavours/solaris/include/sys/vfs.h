/* Mounted file systems. */
#if __has_include_next(<sys/vfs.h>)
#include_next <sys/vfs.h>
#endif
#ifndef _SUNKVM_SOLARIS_SYS_VFS_H
#define _SUNKVM_SOLARIS_SYS_VFS_H

#include <sunkvm/struct/vfs.h>

typedef struct vfs vfs_t;

#endif
