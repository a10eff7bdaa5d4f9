/* Words of DragonFly's sources beside those of the C library's header. */
#include_next <sys/cdefs.h>
#ifndef _SUNKVM_DRAGONFLY_SYS_CDEFS_H
#define _SUNKVM_DRAGONFLY_SYS_CDEFS_H

#ifndef __dead2
#define __dead2 __attribute__((__noreturn__))
#endif
#ifndef __pure2
#define __pure2 __attribute__((__const__))
#endif
#ifndef __unused
#define __unused __attribute__((__unused__))
#endif
#ifndef __used
#define __used __attribute__((__used__))
#endif
#ifndef __packed
#define __packed __attribute__((__packed__))
#endif
#ifndef __aligned
#define __aligned(x) __attribute__((__aligned__(x)))
#endif
#ifndef __section
#define __section(x) __attribute__((__section__(x)))
#endif
#ifndef __printflike
#define __printflike(format, first) __attribute__((__format__(__printf__, format, first)))
#endif
#ifndef __printf0like
#define __printf0like(format, first)
#endif
#ifndef __format_arg
#define __format_arg(format) __attribute__((__format_arg__(format)))
#endif
#ifndef __predict_true
#define __predict_true(exp) __builtin_expect((exp), 1)
#define __predict_false(exp) __builtin_expect((exp), 0)
#endif
#ifndef __unreachable
#define __unreachable() __builtin_unreachable()
#endif
#ifndef __exported
#define __exported __attribute__((__visibility__("default")))
#endif
#ifndef __hidden
#define __hidden __attribute__((__visibility__("hidden")))
#endif
#ifndef __DECONST
#define __DECONST(type, var) ((type)(__UINTPTR_TYPE__)(const void *)(var))
#define __DEVOLATILE(type, var) ((type)(__UINTPTR_TYPE__)(volatile void *)(var))
#define __DEQUALIFY(type, var) ((type)(__UINTPTR_TYPE__)(const volatile void *)(var))
#endif
#ifndef __containerof
#define __containerof(x, s, m) ((s *)(void *)((char *)(__UINTPTR_TYPE__)(const volatile void *)(x) - __builtin_offsetof(s, m)))
#endif

/* These stand at file scope with a semicolon behind them: a declaration that does no harm. */
#define _SUNKVM_SWALLOW struct __sunkvm_swallow
#ifndef __FBSDID
#define __FBSDID(s) _SUNKVM_SWALLOW
#endif
#ifndef __RCSID
#define __RCSID(s) _SUNKVM_SWALLOW
#endif
#ifndef __RCSID_SOURCE
#define __RCSID_SOURCE(s) _SUNKVM_SWALLOW
#endif
#ifndef __SCCSID
#define __SCCSID(s) _SUNKVM_SWALLOW
#endif
#ifndef __COPYRIGHT
#define __COPYRIGHT(s) _SUNKVM_SWALLOW
#endif
#ifndef __IDSTRING
#define __IDSTRING(name, s) _SUNKVM_SWALLOW
#endif

#endif
