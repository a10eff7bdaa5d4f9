/* Types of NetBSD beside those of the C library. */
#ifndef _SUNKVM_NETBSD_SYS_TYPES_H
#include <sunkvm/sigset.h>
/* The C library has these with other widths: it leaves them out where it finds them defined. */
#ifndef __daddr_t_defined
#define __daddr_t_defined
#define _SUNKVM_DADDR_T
#endif
#ifndef __key_t_defined
#define __key_t_defined
#define _SUNKVM_KEY_T
#endif
#endif
#include_next <sys/types.h>
#ifndef _SUNKVM_NETBSD_SYS_TYPES_H
#define _SUNKVM_NETBSD_SYS_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/cdefs.h>
#include <sys/sysmacros.h>

#ifdef _SUNKVM_DADDR_T
#undef _SUNKVM_DADDR_T
typedef int64_t daddr_t;
typedef char *caddr_t;
#endif
#ifdef _SUNKVM_KEY_T
#undef _SUNKVM_KEY_T
typedef long key_t;
#endif

typedef uint32_t fixpt_t;
typedef int32_t lwpid_t;
typedef int32_t pri_t;
typedef int32_t segsz_t;
typedef int32_t devmajor_t;
typedef int32_t devminor_t;
typedef unsigned long cpuid_t;
typedef int64_t voff_t;
#ifdef _LP64
typedef uint64_t vaddr_t;
typedef uint64_t vsize_t;
typedef uint64_t paddr_t;
typedef uint64_t psize_t;
typedef uint64_t pd_entry_t;
typedef uint64_t pt_entry_t;
#else
typedef uint32_t vaddr_t;
typedef uint32_t vsize_t;
typedef uint32_t paddr_t;
typedef uint32_t psize_t;
typedef uint32_t pd_entry_t;
typedef uint32_t pt_entry_t;
#endif

/* Device numbers of a dump: 12 bits, and 8 + 12. */
#undef major
#undef minor
#undef makedev
#define major(x) ((devmajor_t)((uint32_t)(x) >> 8 & 0xfff))
#define minor(x) ((devminor_t)(((uint32_t)(x) >> 12 & 0xfff00) | ((uint32_t)(x) & 0xff)))
#define makedev(x, y) \
	((dev_t)(((uint32_t)(x) << 8 & 0xfff00u) | ((uint32_t)(y) << 12 & 0xfff00000u) | ((uint32_t)(y) & 0xffu)))

#endif
