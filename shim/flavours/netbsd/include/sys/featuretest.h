/* What a source asks for. */
#ifndef _SUNKVM_NETBSD_SYS_FEATURETEST_H
#define _SUNKVM_NETBSD_SYS_FEATURETEST_H

#ifndef _NETBSD_SOURCE
#define _NETBSD_SOURCE 1
#endif

#endif
