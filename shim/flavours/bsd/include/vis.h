/* vis(3) of the BSDs, in the library of the flavour: what can be shown of bytes that may be anything. */
#ifndef _SUNKVM_BSD_VIS_H
#define _SUNKVM_BSD_VIS_H

#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How: three digits, or C's letters. */
#define VIS_OCTAL 0x0001
#define VIS_CSTYLE 0x0002
/* What is encoded beside what cannot be seen. */
#define VIS_SP 0x0004
#define VIS_TAB 0x0008
#define VIS_NL 0x0010
#define VIS_WHITE (VIS_SP | VIS_TAB | VIS_NL)
#define VIS_GLOB 0x1000
#define VIS_DQ 0x8000
/* What is not: backspace, bell and return; no backslash is put in front. */
#define VIS_SAFE 0x0020
#define VIS_NOSLASH 0x0040

/* Each gives at most four characters for one. */
extern char *vis(char *, int, int, int) __asm__("__sunkvm_bsd_vis");
extern char *nvis(char *, size_t, int, int, int) __asm__("__sunkvm_bsd_nvis");
extern int strvis(char *, const char *, int) __asm__("__sunkvm_bsd_strvis");
extern int strvisx(char *, const char *, size_t, int) __asm__("__sunkvm_bsd_strvisx");

#ifdef __cplusplus
}
#endif

#endif
