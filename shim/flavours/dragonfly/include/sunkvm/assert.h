/* What the struct headers check themselves with. */
#ifndef _SUNKVM_ASSERT_H
#define _SUNKVM_ASSERT_H

#define _SUNKVM_SIZE(type, size) \
	__extension__ _Static_assert(sizeof(type) == (size), "the size of " #type " is not that of the kernel's")
#define _SUNKVM_OFFSET(type, member, offset) \
	__extension__ _Static_assert(__builtin_offsetof(type, member) == (offset), #member " of " #type " is not in its place")

#endif
