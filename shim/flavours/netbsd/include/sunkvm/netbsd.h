/* The release whose kernel structs a program is compiled for: 6 (6.99.16) or 10 (10.99.12). */
#ifndef _SUNKVM_NETBSD_SUNKVM_NETBSD_H
#define _SUNKVM_NETBSD_SUNKVM_NETBSD_H

#ifndef SUNKVM_NETBSD
#define SUNKVM_NETBSD 6
#elif SUNKVM_NETBSD != 6 && SUNKVM_NETBSD != 10
#error SUNKVM_NETBSD must be 6 or 10
#endif

/* The library has calls with structs of the kernel once for each release. */
#if SUNKVM_NETBSD >= 10
#define _SUNKVM_NETBSD_CALL(name) __asm__("__sunkvm_netbsd10_" name)
#else
#define _SUNKVM_NETBSD_CALL(name)
#endif

#endif
