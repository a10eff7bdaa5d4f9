/* The kernel virtual memory library of Solaris and illumos: libkvm(3LIB), kvm_open(3KVM). */
#ifndef _SUNKVM_SOLARIS_KVM_H
#define _SUNKVM_SOLARIS_KVM_H

#include <sys/types.h>
#include <nlist.h>
#include <sys/user.h>
#include <sys/proc.h>
#include <fcntl.h>

#ifdef __cplusplus
extern "C" {
#endif

struct as;

typedef struct _kvmd kvm_t;

/* Of Solaris 11.4, beside O_RDONLY or O_RDWR: open what there is of a dump whose sections are not all there. */
#define KVM_NSRCH 0x10000000

extern kvm_t *kvm_open(const char *, const char *, const char *, int, const char *);
extern int kvm_close(kvm_t *);
extern int kvm_nlist(kvm_t *, struct nlist[]);
extern ssize_t kvm_read(kvm_t *, uintptr_t, void *, size_t);
extern ssize_t kvm_kread(kvm_t *, uintptr_t, void *, size_t);
extern ssize_t kvm_uread(kvm_t *, uintptr_t, void *, size_t);
extern ssize_t kvm_aread(kvm_t *, uintptr_t, void *, size_t, struct as *);
extern ssize_t kvm_pread(kvm_t *, uint64_t, void *, size_t);
extern ssize_t kvm_write(kvm_t *, uintptr_t, const void *, size_t);
extern ssize_t kvm_kwrite(kvm_t *, uintptr_t, const void *, size_t);
extern ssize_t kvm_uwrite(kvm_t *, uintptr_t, const void *, size_t);
extern ssize_t kvm_awrite(kvm_t *, uintptr_t, const void *, size_t, struct as *);
extern ssize_t kvm_pwrite(kvm_t *, uint64_t, const void *, size_t);
extern uint64_t kvm_physaddr(kvm_t *, struct as *, uintptr_t);
extern proc_t *kvm_getproc(kvm_t *, pid_t);
extern proc_t *kvm_nextproc(kvm_t *);
extern int kvm_setproc(kvm_t *);
extern user_t *kvm_getu(kvm_t *, struct proc *);
extern int kvm_getcmd(kvm_t *, proc_t *, user_t *, char ***, char ***);
extern const char *kvm_namelist(kvm_t *);

#ifdef __cplusplus
}
#endif

#endif
