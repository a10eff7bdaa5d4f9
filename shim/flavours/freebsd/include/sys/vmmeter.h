/* Totals of the memory. */
#ifndef _SUNKVM_FREEBSD_SYS_VMMETER_H
#define _SUNKVM_FREEBSD_SYS_VMMETER_H

#include <sys/types.h>

#define MAXSLP 20

/* In pages, since FreeBSD 12 */
struct vmtotal {
	uint64_t t_vm;
	uint64_t t_avm;
	uint64_t t_rm;
	uint64_t t_arm;
	uint64_t t_vmshr;
	uint64_t t_avmshr;
	uint64_t t_rmshr;
	uint64_t t_armshr;
	uint64_t t_free;
	int16_t t_rq;
	int16_t t_dw;
	int16_t t_pw;
	int16_t t_sl;
	int16_t t_sw;
	uint16_t t_pad[3];
};

#endif
