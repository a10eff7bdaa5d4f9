/* Terminals. */
#ifndef _SUNKVM_NETBSD_SYS_TTY_H
#define _SUNKVM_NETBSD_SYS_TTY_H

#include <sys/types.h>
#include <sunkvm/struct/tty.h>

#endif
