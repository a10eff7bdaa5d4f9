/* The user structure, a part of the process. Replaces the header of the C library, which is for debuggers. */
#ifndef _SUNKVM_SOLARIS_SYS_USER_H
#define _SUNKVM_SOLARIS_SYS_USER_H

#include <sys/types.h>
#include <sunkvm/struct/user.h>
#include <sunkvm/struct/uf_entry.h>
#include <sunkvm/struct/uf_info.h>

typedef struct user user_t;
typedef struct uf_info uf_info_t;
typedef struct uf_entry uf_entry_t;

#define PSARGSZ 80
#ifndef MAXCOMLEN
#define MAXCOMLEN 16
#endif

#define P_FINFO(p) (&(p)->p_user.u_finfo)

#endif
