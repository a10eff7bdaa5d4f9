/* Scheduling classes: nothing is needed of it. */
#ifndef _SUNKVM_SOLARIS_SYS_PRIOCNTL_H
#define _SUNKVM_SOLARIS_SYS_PRIOCNTL_H

#include <sys/types.h>

#endif
