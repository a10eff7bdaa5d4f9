/* Terminals. */
#ifndef _SUNKVM_DRAGONFLY_SYS_TTY_H
#define _SUNKVM_DRAGONFLY_SYS_TTY_H

#include <sys/types.h>
#include <sys/queue.h>
#include <termios.h>
#include <sunkvm/struct/tty.h>

#endif
