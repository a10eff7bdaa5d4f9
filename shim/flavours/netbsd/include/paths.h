/* Where things are. */
#include_next <paths.h>
#ifndef _SUNKVM_NETBSD_PATHS_H
#define _SUNKVM_NETBSD_PATHS_H

#undef _PATH_UNIX
#define _PATH_UNIX "/netbsd"
#ifndef _PATH_MEM
#define _PATH_MEM "/dev/mem"
#endif
#ifndef _PATH_KMEM
#define _PATH_KMEM "/dev/kmem"
#endif
#ifndef _PATH_DRUM
#define _PATH_DRUM "/dev/drum"
#endif
#ifndef _PATH_KSYMS
#define _PATH_KSYMS "/dev/ksyms"
#endif

#endif
