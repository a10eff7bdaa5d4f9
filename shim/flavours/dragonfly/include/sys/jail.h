/* Jails. */
#ifndef _SUNKVM_DRAGONFLY_SYS_JAIL_H
#define _SUNKVM_DRAGONFLY_SYS_JAIL_H

#include <sys/types.h>
#include <sunkvm/struct/prison.h>

#endif
