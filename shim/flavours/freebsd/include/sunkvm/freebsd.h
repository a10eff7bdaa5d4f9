/* The release that a program is written for: 11 (and older), 12 or 15. The library gives structs that all can read. */
#ifndef _SUNKVM_FREEBSD_SUNKVM_FREEBSD_H
#define _SUNKVM_FREEBSD_SUNKVM_FREEBSD_H

#ifndef SUNKVM_FREEBSD
#define SUNKVM_FREEBSD 15
#elif SUNKVM_FREEBSD != 11 && SUNKVM_FREEBSD != 12 && SUNKVM_FREEBSD != 15
#error SUNKVM_FREEBSD must be 11, 12 or 15
#endif

/* Device numbers have 64 bits since 12: calls that take one are there for both. */
#if SUNKVM_FREEBSD >= 12
#define _SUNKVM_FREEBSD_DEV(name) __asm__("__sunkvm_freebsd_" name)
#else
#define _SUNKVM_FREEBSD_DEV(name) __asm__("__sunkvm_freebsd_11_" name)
#endif

#endif
