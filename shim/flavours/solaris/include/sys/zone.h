/* Zones. */
#ifndef _SUNKVM_SOLARIS_SYS_ZONE_H
#define _SUNKVM_SOLARIS_SYS_ZONE_H

#include <sys/types.h>
#include <sunkvm/struct/zone.h>

typedef struct zone zone_t;

#endif
