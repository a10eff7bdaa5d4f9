/* Kinds of programs. */
#ifndef _SUNKVM_FREEBSD_SYS_SYSENT_H
#define _SUNKVM_FREEBSD_SYS_SYSENT_H

#include <sys/types.h>
#include <sunkvm/struct/sysentvec.h>

#endif
