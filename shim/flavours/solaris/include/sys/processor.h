/* Processors: the types are in sys/types.h. */
#ifndef _SUNKVM_SOLARIS_SYS_PROCESSOR_H
#define _SUNKVM_SOLARIS_SYS_PROCESSOR_H

#include <sys/types.h>

#endif
