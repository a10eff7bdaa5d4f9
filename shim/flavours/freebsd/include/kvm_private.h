/* What programs that look into the library itself use: its reporter of errors. */
#ifndef _SUNKVM_FREEBSD_KVM_PRIVATE_H
#define _SUNKVM_FREEBSD_KVM_PRIVATE_H

#include <kvm.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Without a program's name the text goes to where kvm_geterr() finds it. */
extern void _kvm_err(kvm_t *, const char *, const char *, ...) __attribute__((__format__(__printf__, 3, 4)));

#ifdef __cplusplus
}
#endif

#endif
