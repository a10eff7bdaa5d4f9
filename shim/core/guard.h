/* Mapped files that become shorter, or cannot be read any more, while they are open. */
#ifndef SUNKVM_GUARD_H
#define SUNKVM_GUARD_H

#include <stddef.h>

/*
 * Watch a read-only mapping of a file. Where the system would send SIGBUS for touching it, *lost is set instead, and the
 * mapping reads as zeros from there on: what was read must be thrown away, and the file asked in another way.
 *
 * The first call sets a handler for SIGBUS, which hands on to the one before it whatever is not about such a mapping.
 * Where there is no memory for watching, the mapping is as it would be without.
 */
void kg_watch(const void *map, size_t size, int *lost);

/* Forget a mapping, before it is unmapped. */
void kg_forget(const void *map);

#endif
