/* Credentials. */
#ifndef _SUNKVM_DRAGONFLY_SYS_UCRED_H
#define _SUNKVM_DRAGONFLY_SYS_UCRED_H

#include <sys/types.h>
#include <sunkvm/struct/ucred.h>

#endif
