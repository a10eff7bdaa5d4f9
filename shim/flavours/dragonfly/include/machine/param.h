/* Of the machine: see sys/param.h. */
#ifndef _SUNKVM_DRAGONFLY_MACHINE_PARAM_H
#define _SUNKVM_DRAGONFLY_MACHINE_PARAM_H

#include <sys/param.h>

#endif
