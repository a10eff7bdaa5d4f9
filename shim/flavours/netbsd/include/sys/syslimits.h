/* Limits of the system. */
#ifndef _SUNKVM_NETBSD_SYS_SYSLIMITS_H
#define _SUNKVM_NETBSD_SYS_SYSLIMITS_H

#undef ARG_MAX
#define ARG_MAX 262144
#ifndef LINE_MAX
#define LINE_MAX 2048
#endif
#ifndef CHILD_MAX
#define CHILD_MAX 160
#endif
#ifndef OPEN_MAX
#define OPEN_MAX 128
#endif

#endif
