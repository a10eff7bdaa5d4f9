/* Anonymous memory. */
#ifndef _SUNKVM_SOLARIS_VM_ANON_H
#define _SUNKVM_SOLARIS_VM_ANON_H

#include <sys/types.h>
#include <sunkvm/struct/anon.h>
#include <sunkvm/struct/anon_hdr.h>
#include <sunkvm/struct/anon_map.h>
#include <sunkvm/struct/anoninfo.h>
#include <sunkvm/struct/k_anoninfo.h>

#endif
