/* Files. With _SUNKVM_KR sources from before prototypes may say `extern int open();`. */
#if defined(_SUNKVM_KR) && !defined(__cplusplus) && !defined(_SUNKVM_SOLARIS_FCNTL_H)
#define _SUNKVM_SOLARIS_FCNTL_H
#define open __sunkvm_host_open
#define fcntl __sunkvm_host_fcntl
#include_next <fcntl.h>
#undef open
#undef fcntl
extern int open();
extern int fcntl();
#else
#include_next <fcntl.h>
#endif
