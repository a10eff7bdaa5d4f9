/* What <stddef.h> of gcc asks for where __NetBSD__ is defined. */
#ifndef _SUNKVM_NETBSD_MACHINE_ANSI_H
#define _SUNKVM_NETBSD_MACHINE_ANSI_H

#ifdef __NetBSD__
#define _BSD_SIZE_T_ __SIZE_TYPE__
#define _BSD_PTRDIFF_T_ __PTRDIFF_TYPE__
#define _BSD_WCHAR_T_ __WCHAR_TYPE__
#define _BSD_WINT_T_ __WINT_TYPE__
#endif

#endif
