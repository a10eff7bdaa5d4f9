/* Integers. */
#ifndef _SUNKVM_FREEBSD_SYS_STDINT_H
#define _SUNKVM_FREEBSD_SYS_STDINT_H

#include <stdint.h>

#endif
