/* Kernel statistics: declarations only, there are none in a dump. */
#ifndef _SUNKVM_SOLARIS_KSTAT_H
#define _SUNKVM_SOLARIS_KSTAT_H

#include <sys/types.h>
#include <sunkvm/struct/kstat.h>

typedef struct kstat kstat_t;

typedef struct kstat_ctl {
	kid_t kc_chain_id;
	kstat_t *kc_chain;
	int kc_kd;
} kstat_ctl_t;

#define KSTAT_STRLEN 31
#define KSTAT_TYPE_NAMED 1
#define KSTAT_DATA_CHAR 0
#define KSTAT_DATA_INT32 1
#define KSTAT_DATA_UINT32 2
#define KSTAT_DATA_INT64 3
#define KSTAT_DATA_UINT64 4
#ifdef _LP64
#define KSTAT_DATA_LONG KSTAT_DATA_INT64
#define KSTAT_DATA_ULONG KSTAT_DATA_UINT64
#else
#define KSTAT_DATA_LONG KSTAT_DATA_INT32
#define KSTAT_DATA_ULONG KSTAT_DATA_UINT32
#endif

typedef struct kstat_named {
	char name[KSTAT_STRLEN];
	unsigned char data_type;
	union {
		char c[16];
		int32_t i32;
		uint32_t ui32;
		int64_t i64;
		uint64_t ui64;
		long l;
		unsigned long ul;
		float f;
		double d;
	} value;
} kstat_named_t;

#endif
