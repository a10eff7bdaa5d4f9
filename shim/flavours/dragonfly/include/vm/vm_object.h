/* What is mapped. */
#ifndef _SUNKVM_DRAGONFLY_VM_VM_OBJECT_H
#define _SUNKVM_DRAGONFLY_VM_VM_OBJECT_H

#include <sys/types.h>
#include <sys/thread.h>
#include <vm/vm.h>
#include <vm/vm_page.h>
#include <sunkvm/struct/vm_object.h>

enum obj_type { OBJT_DEFAULT, OBJT_SWAP, OBJT_VNODE, OBJT_DEVICE, OBJT_MGTDEVICE, OBJT_PHYS, OBJT_DEAD, OBJT_MARKER };

/* flags */
#define OBJ_ACTIVE 0x0004
#define OBJ_DEAD 0x0008
#define OBJ_WRITEABLE 0x0080
#define OBJ_MIGHTBEDIRTY 0x0100

#endif
