/* Functions of the program that stand in the way of an engine in its process. */
#ifndef SUNKVM_CLASH_H
#define SUNKVM_CLASH_H

/*
 * The name of a function of the C library that the program has one of its own for, and shows to all libraries: they would
 * call the program's. NULL for none. Allocators do not count, nor do the functions that sanitizers watch: those are meant so.
 */
const char *sk_clash(void);

#endif
