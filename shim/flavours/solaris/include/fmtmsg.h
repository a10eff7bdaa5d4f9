/* Lengths that the C library does not tell. */
#include_next <fmtmsg.h>
#ifndef _SUNKVM_SOLARIS_FMTMSG_H
#define _SUNKVM_SOLARIS_FMTMSG_H

#define MM_MXLABELLN 25
#define MM_MXTAGLN 32
#define MM_MXTXTLN 512
#define MM_MXACTLN 512

#endif
