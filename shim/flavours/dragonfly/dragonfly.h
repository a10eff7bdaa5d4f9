/* What the sources of the DragonFly flavour share. */
#ifndef SUNKVM_DRAGONFLY_H
#define SUNKVM_DRAGONFLY_H

#include "bsd.h"
#include "running.h"

/* In __kvm.facts: whether there is memory to read. */
enum { DRAGONFLY_MEMORY };

/* Load, clocks and memory, given out as sysctl does: counts.c. The first four are of an image, the others of the host. */
int dragonfly_rates(struct __kvm *kd, void *old, size_t *oldlen);
int dragonfly_loads(struct __kvm *kd, void *old, size_t *oldlen);
enum dragonfly_clocks { DRAGONFLY_SUM, DRAGONFLY_LONGS, DRAGONFLY_EACH }; /* five longs of all, of each; the structs */
int dragonfly_clocks(struct __kvm *kd, enum dragonfly_clocks form, void *old, size_t *oldlen);
int dragonfly_stats(struct __kvm *kd, long member, void *old, size_t *oldlen); /* -1: the whole struct */
int dragonfly_meter(void *old, size_t *oldlen);
int dragonfly_totals(void *old, size_t *oldlen);
int dragonfly_count(enum running which, void *old, size_t *oldlen);

#endif
