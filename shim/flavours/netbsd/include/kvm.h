/* The kernel virtual memory library of NetBSD: kvm(3). */
#ifndef _SUNKVM_NETBSD_KVM_H
#define _SUNKVM_NETBSD_KVM_H

#include <sys/types.h>
#include <fcntl.h>
#include <nlist.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sunkvm/netbsd.h>

#ifdef __cplusplus
extern "C" {
#endif

#define VRS_SYM "_version"
#define VRS_KEY "VERSION"

#define KVM_NO_FILES ((int)0x80000000)

typedef struct __kvm kvm_t;

struct kinfo_proc;
struct kinfo_proc2;
struct kinfo_lwp;

extern int kvm_close(kvm_t *);
extern int kvm_dump_header(kvm_t *, bool (*)(void *, const void *, size_t), void *, int);
extern int kvm_dump_inval(kvm_t *);
extern int kvm_dump_mkheader(kvm_t *, int64_t);
extern int kvm_dump_wrtheader(kvm_t *, FILE *, int);
extern char **kvm_getargv(kvm_t *, const struct kinfo_proc *, int) _SUNKVM_NETBSD_CALL("getargv");
extern char **kvm_getargv2(kvm_t *, const struct kinfo_proc2 *, int);
extern char **kvm_getenvv(kvm_t *, const struct kinfo_proc *, int) _SUNKVM_NETBSD_CALL("getenvv");
extern char **kvm_getenvv2(kvm_t *, const struct kinfo_proc2 *, int);
extern char *kvm_geterr(kvm_t *);
extern char *kvm_getfiles(kvm_t *, int, int, int *) _SUNKVM_NETBSD_CALL("getfiles");
extern const char *kvm_getkernelname(kvm_t *);
extern int kvm_getloadavg(kvm_t *, double[], int);
extern struct kinfo_lwp *kvm_getlwps(kvm_t *, int, unsigned long, size_t, int *);
extern struct kinfo_proc *kvm_getprocs(kvm_t *, int, int, int *) _SUNKVM_NETBSD_CALL("getprocs");
extern struct kinfo_proc2 *kvm_getproc2(kvm_t *, int, int, size_t, int *);
extern int kvm_nlist(kvm_t *, struct nlist *);
extern kvm_t *kvm_open(const char *, const char *, const char *, int, const char *);
extern kvm_t *kvm_openfiles(const char *, const char *, const char *, int, char *);
extern ssize_t kvm_read(kvm_t *, unsigned long, void *, size_t);
extern ssize_t kvm_write(kvm_t *, unsigned long, const void *, size_t);

#ifdef __cplusplus
}
#endif

#endif
