/* Types; those of the C library and of Solaris serve. */
#include_next <sys/types.h>
