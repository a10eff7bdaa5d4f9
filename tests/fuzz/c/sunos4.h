/* The library of SunOS 4, whose own headers have no prototypes. */
#ifndef FUZZ_SUNOS4_H
#define FUZZ_SUNOS4_H

#include "../../../shim/flavours/solaris/sunos4/include/sunkvm/sunos4.h"

struct old;

struct old *kvm_open(const char *, const char *, const char *, int, const char *);
int kvm_close(struct old *);
int kvm_nlist(struct old *, struct nlist *);
int kvm_read(struct old *, unsigned long, void *, unsigned);
int kvm_write(struct old *, unsigned long, const void *, unsigned);
int kvm_setproc(struct old *);
struct proc *kvm_nextproc(struct old *);
struct proc *kvm_getproc(struct old *, int);
struct user *kvm_getu(struct old *, struct proc *);
int kvm_getcmd(struct old *, struct proc *, struct user *, char ***, char ***);

#endif
