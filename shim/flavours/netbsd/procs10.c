/* For programs of NetBSD 10. */
#define SUNKVM_NETBSD 10
#include "procs.c"
