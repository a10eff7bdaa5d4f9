/* Types of FreeBSD beside those of the C library. */
#ifndef _SUNKVM_FREEBSD_SYS_TYPES_H
#include <sunkvm/freebsd.h>
#include <sunkvm/sigset.h>
/* The C library has these with other widths: it leaves them out where it finds them defined. */
#ifndef __daddr_t_defined
#define __daddr_t_defined
#define _SUNKVM_DADDR_T
#endif
#ifndef __id_t_defined
#define __id_t_defined
#define _SUNKVM_ID_T
#endif
#ifndef __key_t_defined
#define __key_t_defined
#define _SUNKVM_KEY_T
#endif
#if SUNKVM_FREEBSD < 12 && !defined __dev_t_defined
#define __dev_t_defined
#define _SUNKVM_DEV_T
#endif
#endif
#include_next <sys/types.h>
#ifndef _SUNKVM_FREEBSD_SYS_TYPES_H
#define _SUNKVM_FREEBSD_SYS_TYPES_H

#include <stdint.h>
#include <sys/cdefs.h>
#include <sys/sysmacros.h>

#ifdef _SUNKVM_DADDR_T
#undef _SUNKVM_DADDR_T
typedef int64_t daddr_t;
typedef char *caddr_t;
#endif
#ifdef _SUNKVM_ID_T
#undef _SUNKVM_ID_T
typedef int64_t id_t;
#endif
#ifdef _SUNKVM_KEY_T
#undef _SUNKVM_KEY_T
typedef long key_t;
#endif

#ifdef _SUNKVM_DEV_T
#undef _SUNKVM_DEV_T
typedef uint32_t dev_t;
#endif

typedef const char *c_caddr_t;
typedef uint32_t fixpt_t;
typedef int32_t lwpid_t;
typedef int accmode_t;
typedef int64_t sbintime_t;
typedef uint64_t kvaddr_t;
typedef uint64_t kpaddr_t;
typedef uint64_t ksize_t;
typedef int64_t kssize_t;
#ifdef _LP64
typedef int64_t segsz_t;
typedef uint64_t vm_offset_t;
typedef uint64_t vm_paddr_t;
typedef uint64_t vm_size_t;
#else
typedef int32_t segsz_t;
typedef uint32_t vm_offset_t;
typedef uint64_t vm_paddr_t;
typedef uint32_t vm_size_t;
#endif
typedef uint64_t vm_pindex_t;
typedef int64_t vm_ooffset_t;

/* Device numbers of a dump: 24 + 8 bits and 16 + 16 since FreeBSD 12, before that 8 bits and the others. */
#undef major
#undef minor
#undef makedev
#if SUNKVM_FREEBSD >= 12
#define major(d) ((int)(((uint64_t)(d) >> 32 & 0xffffff00) | ((uint64_t)(d) >> 8 & 0xff)))
#define minor(d) ((int)(((uint64_t)(d) >> 24 & 0xff00) | ((uint64_t)(d) & 0xffff00ff)))
#define makedev(M, m) \
	((dev_t)(((uint64_t)(M) & 0xffffff00) << 32 | ((uint64_t)(M) & 0xff) << 8 | ((uint64_t)(m) & 0xff00) << 24 | \
		 ((uint64_t)(m) & 0xffff00ff)))
#else
#define major(d) ((int)((uint32_t)(d) >> 8 & 0xff))
#define minor(d) ((int)((uint32_t)(d) & 0xffff00ff))
#define makedev(M, m) ((dev_t)((uint32_t)(M) << 8 | (uint32_t)(m)))
#endif

#endif
