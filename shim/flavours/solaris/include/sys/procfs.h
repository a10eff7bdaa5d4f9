/* What /proc tells of a process. Replaces the header of the C library, which is for debuggers. */
#ifndef _SUNKVM_SOLARIS_SYS_PROCFS_H
#define _SUNKVM_SOLARIS_SYS_PROCFS_H

#include <sys/types.h>
#include <sunkvm/struct/psinfo.h>
#include <sunkvm/struct/lwpsinfo.h>

typedef struct psinfo psinfo_t;
typedef struct lwpsinfo lwpsinfo_t;

#define PRFNSZ 16
#define PRARGSZ 80
#define PRCLSZ 8

typedef struct prheader {
	long pr_nent;
	long pr_entsize;
} prheader_t;

typedef unsigned int lwpid_t;

#endif
