/* The time-sharing class: nothing is needed of it. */
#ifndef _SUNKVM_SOLARIS_SYS_TSPRIOCNTL_H
#define _SUNKVM_SOLARIS_SYS_TSPRIOCNTL_H

#include <sys/types.h>

#endif
