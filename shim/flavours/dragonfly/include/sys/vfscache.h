/* Kinds of files and of file systems. */
#ifndef _SUNKVM_DRAGONFLY_SYS_VFSCACHE_H
#define _SUNKVM_DRAGONFLY_SYS_VFSCACHE_H

#include <sys/types.h>

enum vtype { VNON, VREG, VDIR, VBLK, VCHR, VLNK, VSOCK, VFIFO, VBAD, VDATABASE, VINT };

enum vtagtype {
	VT_NON = 0,
	VT_UFS = 1,
	VT_NFS = 2,
	VT_MFS = 3,
	VT_NULL = 9,
	VT_PROCFS = 12,
	VT_ISOFS = 14,
	VT_MSDOSFS = 16,
	VT_VFS = 18,
	VT_NTFS = 20,
	VT_HPFS = 21,
	VT_SMBFS = 22,
	VT_UDF = 23,
	VT_EXT2FS = 24,
	VT_SYNTH = 25,
	VT_HAMMER = 26,
	VT_HAMMER2 = 27,
	VT_DEVFS = 28,
	VT_TMPFS = 29
};

#endif
