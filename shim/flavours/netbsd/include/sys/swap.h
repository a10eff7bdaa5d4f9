/* Swap devices: NetBSD's own call, not the C library's. */
#ifndef _SUNKVM_NETBSD_SYS_SWAP_H
#define _SUNKVM_NETBSD_SYS_SWAP_H

#include <sys/types.h>
#include <sys/param.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SWAP_ON 1
#define SWAP_OFF 2
#define SWAP_NSWAP 3
#define SWAP_STATS13 4
#define SWAP_CTL 5
#define SWAP_STATS50 6
#define SWAP_DUMPDEV 7
#define SWAP_GETDUMPDEV 8
#define SWAP_DUMPOFF 9
#define SWAP_STATS 10

#define SWF_INUSE 0x00000001
#define SWF_ENABLE 0x00000002
#define SWF_BUSY 0x00000004
#define SWF_FAKE 0x00000008

/* Sizes in blocks of 512 bytes */
struct swapent {
	dev_t se_dev;
	int se_flags;
	int se_nblks;
	int se_inuse;
	int se_priority;
	char se_path[MAXPATHLEN + 1];
};

/* Of the running system: SWAP_NSWAP and SWAP_STATS; all else fails with EPERM. */
extern int swapctl(int, void *, int) __asm__("__sunkvm_netbsd_swapctl");

#ifdef __cplusplus
}
#endif

#endif
