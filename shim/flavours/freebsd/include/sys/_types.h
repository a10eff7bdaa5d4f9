/* What gcc's own header asks for on FreeBSD. */
#ifndef _SUNKVM_FREEBSD_SYS__TYPES_H
#define _SUNKVM_FREEBSD_SYS__TYPES_H

#include <stdint.h>

#endif
