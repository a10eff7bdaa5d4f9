/* The kernel virtual memory library of DragonFly: kvm(3). */
#ifndef _SUNKVM_DRAGONFLY_KVM_H
#define _SUNKVM_DRAGONFLY_KVM_H

#ifndef _LP64
#error DragonFly runs on x86-64 alone: there is no libkvm of its kind for 32-bit programs
#endif

#include <sys/types.h>
#include <fcntl.h>
#include <nlist.h>

#ifdef __cplusplus
extern "C" {
#endif

#define VRS_SYM "_version"
#define VRS_KEY "VERSION"

typedef struct __kvm kvm_t;

struct kinfo_file;
struct kinfo_proc;
struct nchstats;
struct proc;
struct vm_map;
struct vm_map_entry;

struct kvm_swap {
	char ksw_devname[64];
	unsigned int ksw_used;  /* in pages */
	unsigned int ksw_total; /* in pages */
	int ksw_flags;
	unsigned int ksw_reserved1;
	unsigned int ksw_reserved2;
};

#define SWIF_DUMP_TREE 0x0001
#define SWIF_DEV_PREFIX 0x0002

extern int kvm_close(kvm_t *);
extern char **kvm_getargv(kvm_t *, const struct kinfo_proc *, int);
extern char **kvm_getenvv(kvm_t *, const struct kinfo_proc *, int);
extern char *kvm_geterr(kvm_t *);
extern struct kinfo_file *kvm_getfiles(kvm_t *, int, int, int *);
extern int kvm_getloadavg(kvm_t *, double[], int);
extern struct kinfo_proc *kvm_getprocs(kvm_t *, int, int, int *);
extern int kvm_getswapinfo(kvm_t *, struct kvm_swap *, int, int);
extern void kvm_nch_cpuagg(struct nchstats *, struct nchstats *, int);
extern int kvm_nlist(kvm_t *, struct nlist *);
extern kvm_t *kvm_open(const char *, const char *, const char *, int, const char *);
extern kvm_t *kvm_openfiles(const char *, const char *, const char *, int, char *);
extern ssize_t kvm_read(kvm_t *, unsigned long, void *, size_t);
/*
 * The string at a kernel address. Without a buffer it is the caller's to free; with one, the size of which is in the last
 * argument, NULL where it does not fit. The size that is needed is left there in either case, the NUL counted.
 */
extern char *kvm_readstr(kvm_t *, unsigned long, char *, size_t *);
extern ssize_t kvm_uread(kvm_t *, pid_t, unsigned long, char *, size_t);
extern ssize_t kvm_write(kvm_t *, unsigned long, const void *, size_t);
/* The entries of a map in the order of their addresses: the entry's kernel address, and a copy of it. */
extern struct vm_map_entry *kvm_vm_map_entry_first(kvm_t *, struct vm_map *, struct vm_map_entry *);
extern struct vm_map_entry *kvm_vm_map_entry_next(kvm_t *, struct vm_map_entry *, struct vm_map_entry *);

#ifdef __cplusplus
}
#endif

#endif
