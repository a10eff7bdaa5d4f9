/* Of the kernel: nothing that programs need is in it. */
#ifndef _SUNKVM_DRAGONFLY_VFS_UFS_QUOTA_H
#define _SUNKVM_DRAGONFLY_VFS_UFS_QUOTA_H

#include <sys/types.h>

#endif
