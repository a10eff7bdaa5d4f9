/* The kernel virtual memory library of FreeBSD: kvm(3). */
#ifndef _SUNKVM_FREEBSD_KVM_H
#define _SUNKVM_FREEBSD_KVM_H

#include <sys/types.h>
#include <fcntl.h>
#include <nlist.h>

#ifdef __cplusplus
extern "C" {
#endif

#define VRS_SYM "_version"
#define VRS_KEY "VERSION"

#ifndef VM_H
typedef unsigned char vm_prot_t;
#endif

struct kvm_nlist {
	const char *n_name;
	unsigned char n_type;
	kvaddr_t n_value;
};

typedef struct __kvm kvm_t;

struct kinfo_proc;
struct proc;

struct kvm_swap {
	char ksw_devname[32];
	unsigned int ksw_used;  /* in pages */
	unsigned int ksw_total; /* in pages */
	int ksw_flags;
	unsigned int ksw_reserved1;
	unsigned int ksw_reserved2;
};

#define SWIF_DEV_PREFIX 0x0002

#define LIBKVM_WALK_PAGES_VERSION 2

struct kvm_page {
	unsigned int kp_version;
	kpaddr_t kp_paddr;
	kvaddr_t kp_kmap_vaddr;
	kvaddr_t kp_dmap_vaddr;
	vm_prot_t kp_prot;
	int64_t kp_offset; /* in the file, -1 for what is not in it */
	size_t kp_len;
};

typedef int kvm_walk_pages_cb_t(struct kvm_page *, void *);

extern int kvm_close(kvm_t *);
extern int kvm_dpcpu_setcpu(kvm_t *, unsigned int);
extern char **kvm_getargv(kvm_t *, const struct kinfo_proc *, int);
extern int kvm_getcptime(kvm_t *, long *);
extern char **kvm_getenvv(kvm_t *, const struct kinfo_proc *, int);
extern char *kvm_geterr(kvm_t *);
extern int kvm_getloadavg(kvm_t *, double[], int);
extern int kvm_getmaxcpu(kvm_t *);
extern int kvm_getncpus(kvm_t *);
extern void *kvm_getpcpu(kvm_t *, int);
extern uint64_t kvm_counter_u64_fetch(kvm_t *, unsigned long);
extern struct kinfo_proc *kvm_getprocs(kvm_t *, int, int, int *);
extern int kvm_getswapinfo(kvm_t *, struct kvm_swap *, int, int);
extern int kvm_native(kvm_t *);
extern int kvm_nlist(kvm_t *, struct nlist *);
extern int kvm_nlist2(kvm_t *, struct kvm_nlist *);
extern kvm_t *kvm_open(const char *, const char *, const char *, int, const char *);
extern kvm_t *kvm_openfiles(const char *, const char *, const char *, int, char *);
extern kvm_t *kvm_open2(const char *, const char *, int, char *, int (*)(const char *, kvaddr_t *));
extern ssize_t kvm_read(kvm_t *, unsigned long, void *, size_t);
extern ssize_t kvm_read_zpcpu(kvm_t *, unsigned long, void *, size_t, int);
extern ssize_t kvm_read2(kvm_t *, kvaddr_t, void *, size_t);
extern ssize_t kvm_write(kvm_t *, unsigned long, const void *, size_t);
extern kssize_t kvm_kerndisp(kvm_t *);
extern int kvm_walk_pages(kvm_t *, kvm_walk_pages_cb_t *, void *);

/* Of older releases. */
extern ssize_t kvm_uread(kvm_t *, const struct kinfo_proc *, unsigned long, char *, size_t);
extern char *kvm_getfiles(kvm_t *, int, int, int *);

#ifdef __cplusplus
}
#endif

#endif
