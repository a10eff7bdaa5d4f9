/* The kernel virtual memory library as SunOS 4 had it, without prototypes. */
#ifndef _SUNKVM_SUNOS4_KVM_H
#define _SUNKVM_SUNOS4_KVM_H

#include <sys/types.h>
#include <nlist.h>
#include <sys/user.h>
#include <sys/proc.h>
#include <fcntl.h>

typedef struct _kvmd kvm_t;

#ifdef __cplusplus
extern "C" {
#define _SUNKVM_ARGS(arguments) arguments
#else
#define _SUNKVM_ARGS(arguments) ()
#endif

extern kvm_t *kvm_open _SUNKVM_ARGS((const char *, const char *, const char *, int, const char *));
extern int kvm_close _SUNKVM_ARGS((kvm_t *));
extern int kvm_nlist _SUNKVM_ARGS((kvm_t *, struct nlist *));
extern int kvm_read _SUNKVM_ARGS((kvm_t *, unsigned long, void *, unsigned));
extern int kvm_write _SUNKVM_ARGS((kvm_t *, unsigned long, const void *, unsigned));
extern int kvm_setproc _SUNKVM_ARGS((kvm_t *));
extern struct proc *kvm_nextproc _SUNKVM_ARGS((kvm_t *));
extern struct proc *kvm_getproc _SUNKVM_ARGS((kvm_t *, int));
extern struct user *kvm_getu _SUNKVM_ARGS((kvm_t *, struct proc *));
extern int kvm_getcmd _SUNKVM_ARGS((kvm_t *, struct proc *, struct user *, char ***, char ***));

/* The C library no longer has these; this one does. */
extern int sys_nerr;
extern char *sys_errlist[];

#ifdef __cplusplus
}
#endif

#endif
