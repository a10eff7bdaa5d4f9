/* What the sources of the FreeBSD flavour share. */
#ifndef SUNKVM_FREEBSD_H
#define SUNKVM_FREEBSD_H

#include "bsd.h"

/* In __kvm.facts: whether there is memory to read; by how many bytes the kernel was moved when it was loaded. */
enum { FREEBSD_MEMORY, FREEBSD_DISPLACEMENT };

/* Tables of an image, given out as sysctl does: tables.c. */
int freebsd_messages(struct __kvm *kd, void *old, size_t *oldlen);
int freebsd_terminals(struct __kvm *kd, void *old, size_t *oldlen);
int freebsd_swap(struct __kvm *kd, int number, void *old, size_t *oldlen);
int freebsd_interrupts(struct __kvm *kd, int names, void *old, size_t *oldlen);
int freebsd_disks(struct __kvm *kd, void *old, size_t *oldlen);
int freebsd_objects(struct __kvm *kd, int kind, void *old, size_t *oldlen); /* 0 queues, 1 semaphores, 2 memory */

/* Whether it is the running system that is asked: nothing with memory is open, or the kernel that shows the host. */
int freebsd_is_running(const struct __kvm *kd);

/* Load, clocks and memory, given out as sysctl does: counts.c. */
int freebsd_rates(struct __kvm *kd, void *old, size_t *oldlen);
int freebsd_loads(struct __kvm *kd, void *old, size_t *oldlen);
int freebsd_clocks(struct __kvm *kd, int of_each, void *old, size_t *oldlen);
int freebsd_totals(void *old, size_t *oldlen);

#endif
