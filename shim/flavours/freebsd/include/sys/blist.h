/* Free blocks: nothing that programs need is in it. */
#ifndef _SUNKVM_FREEBSD_SYS_BLIST_H
#define _SUNKVM_FREEBSD_SYS_BLIST_H

#include <sys/types.h>

#endif
