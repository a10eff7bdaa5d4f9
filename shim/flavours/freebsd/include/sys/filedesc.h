/* Open files of a process. */
#ifndef _SUNKVM_FREEBSD_SYS_FILEDESC_H
#define _SUNKVM_FREEBSD_SYS_FILEDESC_H

#include <sys/types.h>
#include <sunkvm/struct/filedesc.h>
#include <sunkvm/struct/filedescent.h>
#include <sunkvm/struct/fdescenttbl.h>

#endif
