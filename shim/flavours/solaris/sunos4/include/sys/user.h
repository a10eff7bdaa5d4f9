/* The user area. */
#ifndef _SUNKVM_SUNOS4_SYS_USER_H
#define _SUNKVM_SUNOS4_SYS_USER_H

#include <sunkvm/sunos4.h>

#define MAXCOMLEN 16

#endif
