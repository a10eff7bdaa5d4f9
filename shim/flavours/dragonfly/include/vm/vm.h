/* Types of the virtual memory. */
#ifndef _SUNKVM_DRAGONFLY_VM_VM_H
#define _SUNKVM_DRAGONFLY_VM_VM_H

#include <sys/types.h>

#define VM_PROT_NONE ((vm_prot_t)0x00)
#define VM_PROT_READ ((vm_prot_t)0x01)
#define VM_PROT_WRITE ((vm_prot_t)0x02)
#define VM_PROT_EXECUTE ((vm_prot_t)0x04)
#define VM_PROT_ALL (VM_PROT_READ | VM_PROT_WRITE | VM_PROT_EXECUTE)

/* vm_map_entry.maptype */
#define VM_MAPTYPE_UNSPECIFIED 0
#define VM_MAPTYPE_NORMAL 1
#define VM_MAPTYPE_SUBMAP 3
#define VM_MAPTYPE_UKSMAP 4

/* What a part of the kernel's map is for: vm_map_entry.id. */
typedef enum {
	VM_SUBSYS_UNKNOWN,
	VM_SUBSYS_KMALLOC,
	VM_SUBSYS_STACK,
	VM_SUBSYS_IMGACT,
	VM_SUBSYS_EFI,
	VM_SUBSYS_RESERVED,
	VM_SUBSYS_INIT,
	VM_SUBSYS_PIPE,
	VM_SUBSYS_PROC,
	VM_SUBSYS_SHMEM,
	VM_SUBSYS_SYSMAP,
	VM_SUBSYS_MMAP,
	VM_SUBSYS_BRK,
	VM_SUBSYS_BOGUS,
	VM_SUBSYS_BUF,
	VM_SUBSYS_BUFDATA,
	VM_SUBSYS_GD,
	VM_SUBSYS_IPIQ,
	VM_SUBSYS_PVENTRY,
	VM_SUBSYS_PML4,
	VM_SUBSYS_MAPDEV,
	VM_SUBSYS_ZALLOC,
	VM_SUBSYS_DM,
	VM_SUBSYS_CONTIG,
	VM_SUBSYS_DRM,
	VM_SUBSYS_DRM_GEM,
	VM_SUBSYS_DRM_SCAT,
	VM_SUBSYS_DRM_VMAP,
	VM_SUBSYS_DRM_TTM,
	VM_SUBSYS_HAMMER,
	VM_SUBSYS_VMPGHASH,
	VM_SUBSYS_LIMIT
} vm_subsys_t;

struct vm_map;
struct vm_map_entry;
struct vm_object;
struct vm_page;
typedef struct vm_map *vm_map_t;
typedef struct vm_map_entry *vm_map_entry_t;
typedef struct vm_object *vm_object_t;
typedef struct vm_page *vm_page_t;

#endif
