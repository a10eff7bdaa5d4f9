/* Limits and scales of the kernel. */
#include_next <sys/param.h>
#ifndef _SUNKVM_NETBSD_SYS_PARAM_H
#define _SUNKVM_NETBSD_SYS_PARAM_H

#include <sys/types.h>
#include <sys/resource.h>
#include <sys/syslimits.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <sunkvm/netbsd.h>

#undef __NetBSD_Version__
#if SUNKVM_NETBSD >= 10
#define __NetBSD_Version__ 1099001200
#else
#define __NetBSD_Version__ 699001600
#endif
#define __NetBSD_Prereq__(M, m, p) (((M) * 100000000 + (m) * 1000000 + (p) * 100) <= __NetBSD_Version__)

#undef BSD
#define BSD 199506
#define BSD4_3 1
#define BSD4_4 1

#undef MAXCOMLEN
#define MAXCOMLEN 16
#define MAXINTERP 1024
#define MAXLOGNAME 16
#undef MAXHOSTNAMELEN
#define MAXHOSTNAMELEN 256
#undef MAXPATHLEN
#define MAXPATHLEN 1024
#undef NCARGS
#define NCARGS ARG_MAX
#ifndef MAXSLP
#define MAXSLP 20
#endif
#ifndef NODEV
#define NODEV ((dev_t)-1)
#endif
#define NODEVMAJOR (-1)
#define CMASK 022

#define PGSHIFT 12
#undef NBPG
#define NBPG (1 << PGSHIFT)
#define PGOFSET (NBPG - 1)
#undef PAGE_SHIFT
#define PAGE_SHIFT PGSHIFT
#undef PAGE_SIZE
#define PAGE_SIZE NBPG
#undef PAGE_MASK
#define PAGE_MASK (PAGE_SIZE - 1)
#undef UPAGES
#define UPAGES 3
#undef USPACE
#define USPACE (UPAGES * NBPG)

#define FSHIFT 11
#define FSCALE (1 << FSHIFT)

#define PSWP 0
#define PVM 4
#define PINOD 8
#define PRIBIO 16
#define PVFS 20
#define PZERO 22
#define PSOCK 24
#define PWAIT 32
#define PLOCK 36
#define PPAUSE 40
#define PUSER 50
#define MAXPRI 127
#define PCATCH 0x100
#undef NZERO
#define NZERO 20

#ifndef nitems
#define nitems(x) (sizeof(x) / sizeof((x)[0]))
#endif
#ifndef howmany
#define howmany(x, y) (((x) + ((y) - 1)) / (y))
#endif
#ifndef roundup2
#define roundup2(x, y) (((x) + ((y) - 1)) & ~((y) - 1))
#endif
#ifndef rounddown
#define rounddown(x, y) ((x) / (y) * (y))
#endif
#ifndef rounddown2
#define rounddown2(x, y) ((x) & ~((y) - 1))
#endif
#ifndef powerof2
#define powerof2(x) ((((x) - 1) & (x)) == 0)
#endif
#ifndef MIN
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#endif
#ifndef MAX
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#endif

#define trunc_page(x) ((x) & ~(vaddr_t)PAGE_MASK)
#define round_page(x) (((x) + PAGE_MASK) & ~(vaddr_t)PAGE_MASK)
#define atop(x) ((x) >> PAGE_SHIFT)
#define ptoa(x) ((x) << PAGE_SHIFT)
#undef ctob
#define ctob(x) ((x) << PGSHIFT)
#undef btoc
#define btoc(x) (((vaddr_t)(x) + PGOFSET) >> PGSHIFT)
#undef DEV_BSHIFT
#undef DEV_BSIZE
#define DEV_BSHIFT 9
#define DEV_BSIZE (1 << DEV_BSHIFT)
#undef dbtob
#undef btodb
#define dbtob(db) ((db) << DEV_BSHIFT)
#define btodb(bytes) ((bytes) >> DEV_BSHIFT)

#endif
