/* Types of Solaris beside those of the C library. */
#ifndef _SUNKVM_SOLARIS_SYS_TYPES_H
/* The C library has these with other widths: it leaves them out where it finds them defined. */
#ifndef __daddr_t_defined
#define __daddr_t_defined
#define _SUNKVM_DADDR_T
#endif
#ifndef __id_t_defined
#define __id_t_defined
#define _SUNKVM_ID_T
#endif
#endif
#include_next <sys/types.h>
#ifndef _SUNKVM_SOLARIS_SYS_TYPES_H
#define _SUNKVM_SOLARIS_SYS_TYPES_H

#include <stdint.h>

#ifdef _SUNKVM_DADDR_T
#undef _SUNKVM_DADDR_T
typedef long daddr_t;
typedef char *caddr_t;
#endif
#ifdef _SUNKVM_ID_T
#undef _SUNKVM_ID_T
typedef int id_t;
#endif

typedef unsigned char uchar_t;
typedef unsigned short ushort_t;
typedef unsigned int uint_t;
typedef unsigned long ulong_t;
__extension__ typedef long long longlong_t;
__extension__ typedef unsigned long long u_longlong_t;

typedef enum { B_FALSE = 0, B_TRUE = 1 } boolean_t;

typedef longlong_t offset_t;
typedef u_longlong_t u_offset_t;
typedef u_longlong_t len_t;
typedef longlong_t diskaddr_t;
typedef longlong_t hrtime_t;
typedef ulong_t pgcnt_t;
typedef long spgcnt_t;
typedef ulong_t pfn_t;
typedef uint_t major_t;
typedef uint_t minor_t;
typedef short pri_t;
typedef ushort_t cpu_flag_t;
typedef short index_t;
typedef short cnt_t;
typedef int kid_t;
typedef int taskid_t;
typedef int projid_t;
typedef int poolid_t;
typedef int zoneid_t;
typedef int ctid_t;
typedef int processorid_t;
typedef int psetid_t;
typedef uint_t model_t;

typedef short o_dev_t;
typedef ushort_t o_mode_t;
typedef short o_nlink_t;
typedef ushort_t o_ino_t;
typedef ushort_t o_uid_t;
typedef ushort_t o_gid_t;
typedef short o_pid_t;

#include <time.h>
typedef struct timespec timestruc_t;
typedef struct timespec timespec_t;

#endif
