/* Swap devices. */
#ifndef _SUNKVM_FREEBSD_VM_VM_PARAM_H
#define _SUNKVM_FREEBSD_VM_VM_PARAM_H

#include <sys/types.h>
#include <sunkvm/struct/xswdev.h>
#include <sunkvm/struct/swdevt.h>

#if SUNKVM_FREEBSD >= 12
#define XSWDEV_VERSION 2
#else
#define XSWDEV_VERSION 1
#endif

#endif
