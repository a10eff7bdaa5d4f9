/* Where things are. */
#include_next <paths.h>
#ifndef _SUNKVM_DRAGONFLY_PATHS_H
#define _SUNKVM_DRAGONFLY_PATHS_H

#ifdef __cplusplus
extern "C" {
#endif

#ifndef _PATH_UNIX
#define _PATH_UNIX "/boot/kernel/kernel"
#endif
#ifndef _PATH_MEM
#define _PATH_MEM "/dev/mem"
#endif
#ifndef _PATH_KMEM
#define _PATH_KMEM "/dev/kmem"
#endif

/* The kernel that kvm_open() takes where it is given none. */
extern const char *getbootfile(void) __asm__("__sunkvm_dragonfly_getbootfile");

#ifdef __cplusplus
}
#endif

#endif
