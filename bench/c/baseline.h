/* Readers to compare with: what a libkvm without cache does, and one that reads with a system call. */
#ifndef BASELINE_H
#define BASELINE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct baseline;

/* `kas` is for dumps of Solaris: the address that names the kernel's address space. The others are told by their magic. */
struct baseline *base_open(const char *path, uint64_t kas);
void base_close(struct baseline *);
ssize_t base_map(struct baseline *, uint64_t va, void *buf, size_t count);   /* map; hash or page walk, memcpy for each page */
ssize_t base_pread(struct baseline *, uint64_t va, void *buf, size_t count); /* the same, with a pread for each page */
const char *base_page(struct baseline *, uint64_t va);                       /* where a page is mapped, NULL for none */

#endif
