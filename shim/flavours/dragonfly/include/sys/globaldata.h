/* What each processor has of its own. */
#ifndef _SUNKVM_DRAGONFLY_SYS_GLOBALDATA_H
#define _SUNKVM_DRAGONFLY_SYS_GLOBALDATA_H

#include <sys/types.h>
#include <sunkvm/struct/globaldata.h>

#endif
