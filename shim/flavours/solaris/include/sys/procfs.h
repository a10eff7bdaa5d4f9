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

/* What other headers of this host take from the one that this replaces: <thread_db.h>. */
typedef void *psaddr_t;
#ifdef __x86_64__
typedef unsigned long long prgregset_t[27];
typedef struct { unsigned int fp_words[128]; } prfpregset_t;
#else
typedef unsigned long prgregset_t[17];
typedef struct { long fp_words[27]; } prfpregset_t;
#endif

#endif
