/* Signals. */
#ifndef _SUNKVM_NETBSD_SYS_SIGNALVAR_H
#define _SUNKVM_NETBSD_SYS_SIGNALVAR_H

#include <sys/types.h>
#include <sunkvm/struct/sigacts.h>
#include <sunkvm/struct/sigctx.h>
#include <sunkvm/struct/sigpend.h>

#endif
