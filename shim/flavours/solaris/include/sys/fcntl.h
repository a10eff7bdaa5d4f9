/* Flags of files. */
#ifndef _SUNKVM_SOLARIS_SYS_FCNTL_H
#define _SUNKVM_SOLARIS_SYS_FCNTL_H

#include <fcntl.h>

#endif
