/* Readers to compare with: what a libkvm without cache does, and one that reads with a system call. */
#ifndef BASELINE_H
#define BASELINE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct baseline;

struct baseline *base_open(const char *path, uint64_t kas);
ssize_t base_chain(struct baseline *, uint64_t va, void *buf, size_t count); /* map, hash chain, memcpy */
ssize_t base_pread(struct baseline *, uint64_t va, void *buf, size_t count); /* hash chain, pread a page */

#endif
