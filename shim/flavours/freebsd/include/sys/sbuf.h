/* Strings that grow: nothing that programs need is in it. */
#ifndef _SUNKVM_FREEBSD_SYS_SBUF_H
#define _SUNKVM_FREEBSD_SYS_SBUF_H

#include <sys/types.h>

#endif
