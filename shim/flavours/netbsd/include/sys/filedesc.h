/* Descriptors of a process. */
#ifndef _SUNKVM_NETBSD_SYS_FILEDESC_H
#define _SUNKVM_NETBSD_SYS_FILEDESC_H

#include <sys/types.h>
#include <sunkvm/struct/filedesc.h>
#include <sunkvm/struct/fdfile.h>
#include <sunkvm/struct/fdtab.h>
#include <sunkvm/struct/cwdinfo.h>

#endif
