/* Times of the processor, and how many disks there is room for. */
#ifndef _SUNKVM_SUNOS4_SYS_DK_H
#define _SUNKVM_SUNOS4_SYS_DK_H

#define CPUSTATES 4
#define CP_USER 0
#define CP_NICE 1
#define CP_SYS 2
#define CP_IDLE 3

#define DK_NDRIVE 32

#endif
