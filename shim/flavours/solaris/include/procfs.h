/* Structures of /proc. */
#ifndef _SUNKVM_SOLARIS_PROCFS_H
#define _SUNKVM_SOLARIS_PROCFS_H

#include <sys/procfs.h>

#endif
