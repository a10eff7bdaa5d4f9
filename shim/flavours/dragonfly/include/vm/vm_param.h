/* Swap devices. */
#ifndef _SUNKVM_DRAGONFLY_VM_VM_PARAM_H
#define _SUNKVM_DRAGONFLY_VM_VM_PARAM_H

#include <sys/types.h>
#include <sys/vmmeter.h>
#include <sunkvm/struct/xswdev.h>
#include <sunkvm/struct/swdevt.h>

#endif
