/* What the library exports and its manual does not tell. */
#ifndef _SUNKVM_NETBSD_KVM_PRIVATE_H
#define _SUNKVM_NETBSD_KVM_PRIVATE_H

#include <kvm.h>

#ifdef __cplusplus
extern "C" {
#endif

struct proc;

/* Without a program's name the text goes to where kvm_geterr() finds it; _kvm_syserr adds that of errno. */
extern void _kvm_err(kvm_t *, const char *, const char *, ...) __attribute__((__format__(__printf__, 3, 4)));
extern void _kvm_syserr(kvm_t *, const char *, const char *, ...) __attribute__((__format__(__printf__, 3, 4)));
/* Memory of a process: as many bytes as there are wanted, or 0. */
extern ssize_t kvm_uread(kvm_t *, const struct proc *, unsigned long, char *, size_t) _SUNKVM_NETBSD_CALL("uread");

#ifdef __cplusplus
}
#endif

#endif
