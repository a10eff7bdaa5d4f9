/* Types of DragonFly beside those of the C library. */
#ifndef _SUNKVM_DRAGONFLY_SYS_TYPES_H
#include <sunkvm/sigset.h>
/* The C library has these with other widths: it leaves them out where it finds them defined. */
#ifndef __daddr_t_defined
#define __daddr_t_defined
#define _SUNKVM_DADDR_T
#endif
#ifndef __dev_t_defined
#define __dev_t_defined
#define _SUNKVM_DEV_T
#endif
#ifndef __id_t_defined
#define __id_t_defined
#define _SUNKVM_ID_T
#endif
#ifndef __key_t_defined
#define __key_t_defined
#define _SUNKVM_KEY_T
#endif
#endif
#include_next <sys/types.h>
#ifndef _SUNKVM_DRAGONFLY_SYS_TYPES_H
#define _SUNKVM_DRAGONFLY_SYS_TYPES_H

#include <stdint.h>
#include <sys/cdefs.h>
#include <sys/sysmacros.h>

#ifdef _SUNKVM_DADDR_T
#undef _SUNKVM_DADDR_T
typedef int64_t daddr_t;
typedef char *caddr_t;
#endif
#ifdef _SUNKVM_DEV_T
#undef _SUNKVM_DEV_T
typedef uint32_t dev_t; /* of a dump; those of the host have more bits */
#endif
#ifdef _SUNKVM_ID_T
#undef _SUNKVM_ID_T
typedef int64_t id_t;
#endif
#ifdef _SUNKVM_KEY_T
#undef _SUNKVM_KEY_T
typedef long key_t;
#endif

typedef const char *c_caddr_t;
typedef char *qaddr_t;
typedef uint32_t fixpt_t;
typedef int32_t lwpid_t;
typedef int64_t segsz_t;
typedef int64_t swblk_t;
typedef uint64_t sysclock_t;
typedef uint64_t vm_offset_t;
typedef uint64_t vm_paddr_t;
typedef uint64_t vm_size_t;
typedef uint64_t vm_pindex_t;
typedef int64_t vm_ooffset_t;
typedef int64_t vm_poff_t;
typedef unsigned char vm_prot_t;
typedef unsigned char vm_maptype_t;
typedef signed char vm_inherit_t;
typedef unsigned int vm_flags_t;
typedef unsigned int vm_eflags_t;

/* Device numbers of a dump: 8 bits of the major number inside the minor one's. */
#undef major
#undef minor
#undef makedev
#define major(d) ((int)((uint32_t)(d) >> 8 & 0xff))
#define minor(d) ((int)((uint32_t)(d) & 0xffff00ff))
#define makedev(M, m) ((dev_t)((uint32_t)(M) << 8 | (uint32_t)(m)))

#endif
