/* Counters that each processor has a place for; see kvm_counter_u64_fetch. */
#ifndef _SUNKVM_FREEBSD_SYS_COUNTER_H
#define _SUNKVM_FREEBSD_SYS_COUNTER_H

#include <sys/types.h>

typedef uint64_t *counter_u64_t;

#endif
