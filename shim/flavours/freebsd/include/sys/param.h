/* Limits and scales of the kernel. */
#include_next <sys/param.h>
#ifndef _SUNKVM_FREEBSD_SYS_PARAM_H
#define _SUNKVM_FREEBSD_SYS_PARAM_H

#include <sys/types.h>
#include <sys/priority.h>
#include <limits.h>
#include <signal.h>
#include <errno.h>

#undef __FreeBSD_version
#if SUNKVM_FREEBSD >= 15
#define __FreeBSD_version 1500000
#elif SUNKVM_FREEBSD >= 12
#define __FreeBSD_version 1201000
#else
#define __FreeBSD_version 1100122
#endif

#undef BSD
#define BSD 199506

#undef MAXCOMLEN
#define MAXCOMLEN 19
#define MAXINTERP PATH_MAX
#define MAXLOGNAME 33
#undef MAXHOSTNAMELEN
#define MAXHOSTNAMELEN 256
#undef MAXPATHLEN
#define MAXPATHLEN 1024
#define SPECNAMELEN 255
#ifndef NODEV
#define NODEV ((dev_t)-1)
#endif
#define CMASK 022

#define PAGE_SHIFT 12
#undef PAGE_SIZE
#define PAGE_SIZE (1 << PAGE_SHIFT)
#undef PAGE_MASK
#define PAGE_MASK (PAGE_SIZE - 1)

#define FSHIFT 11
#define FSCALE (1 << FSHIFT)

#undef NZERO
#define NZERO 0
#ifndef WMESGLEN
#define WMESGLEN 8
#endif

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

#define trunc_page(x) ((x) & ~(vm_offset_t)PAGE_MASK)
#define round_page(x) (((x) + PAGE_MASK) & ~(vm_offset_t)PAGE_MASK)
#define atop(x) ((x) >> PAGE_SHIFT)
#define ptoa(x) ((x) << PAGE_SHIFT)
#define btoc(x) (((vm_offset_t)(x) + PAGE_MASK) >> PAGE_SHIFT)
#undef ctob
#define ctob(x) ((x) << PAGE_SHIFT)
#define pgtok(x) ((x) * (PAGE_SIZE / 1024))
#undef dbtob
#undef btodb
#undef DEV_BSHIFT
#undef DEV_BSIZE
#define DEV_BSHIFT 9
#define DEV_BSIZE (1 << DEV_BSHIFT)
#define dbtob(db) ((off_t)(db) << DEV_BSHIFT)
#define btodb(bytes) ((bytes) >> DEV_BSHIFT)

#endif
