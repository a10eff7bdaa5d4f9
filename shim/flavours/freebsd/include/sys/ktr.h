/* The trace buffer of the kernel. */
#ifndef _SUNKVM_FREEBSD_SYS_KTR_H
#define _SUNKVM_FREEBSD_SYS_KTR_H

#include <sys/types.h>
#include <sunkvm/assert.h>
#include <sys/proc.h>

#define KTR_PARMS 6
#define KTR_VERSION 2

struct ktr_entry {
	uint64_t ktr_timestamp;
	int ktr_cpu;
	int ktr_line;
	const char *ktr_file;
	const char *ktr_desc;
	struct thread *ktr_thread;
	unsigned long ktr_parms[KTR_PARMS];
};

#ifndef __cplusplus
#ifdef _LP64
_SUNKVM_SIZE(struct ktr_entry, 88);
#endif
#endif

#endif
