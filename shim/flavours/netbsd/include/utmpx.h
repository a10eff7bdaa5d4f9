/* Who is logged in: the records of the host. Replaces the header of the C library. */
#ifndef _SUNKVM_NETBSD_UTMPX_H
#define _SUNKVM_NETBSD_UTMPX_H

#include <sys/types.h>
#include <sys/socket.h>
#include <sys/time.h>

#ifdef __cplusplus
extern "C" {
#endif

#define UTX_USERSIZE 32
#define UTX_LINESIZE 32
#define UTX_IDSIZE 4
#define UTX_HOSTSIZE 256

/* <utmp.h> of the C library has these as well. */
#ifndef EMPTY
#define EMPTY 0
#endif
#ifndef RUN_LVL
#define RUN_LVL 1
#define BOOT_TIME 2
#define NEW_TIME 3
#define OLD_TIME 4
#define INIT_PROCESS 5
#define LOGIN_PROCESS 6
#define USER_PROCESS 7
#define DEAD_PROCESS 8
#endif
#ifndef ACCOUNTING
#define ACCOUNTING 9
#endif

#undef ut_name
#define ut_name ut_user
#undef ut_xtime
#define ut_xtime ut_tv.tv_sec

struct utmpx {
	char ut_user[UTX_USERSIZE];
	char ut_id[UTX_IDSIZE];
	char ut_line[UTX_LINESIZE];
	char ut_host[UTX_HOSTSIZE];
	uint16_t ut_session;
	uint16_t ut_type;
	pid_t ut_pid;
	struct {
		uint16_t e_termination;
		uint16_t e_exit;
	} ut_exit;
	struct {
		uint8_t ss_len; /* 0: no address */
		uint8_t ss_family;
		char __ss_data[126] __attribute__((__aligned__(2)));
	} ut_ss __attribute__((__aligned__(8)));
	struct timeval ut_tv;
	uint8_t ut_pad[36];
};

extern void setutxent(void) __asm__("__sunkvm_netbsd_setutxent");
extern struct utmpx *getutxent(void) __asm__("__sunkvm_netbsd_getutxent");
extern void endutxent(void) __asm__("__sunkvm_netbsd_endutxent");

#ifdef __cplusplus
}
#endif

#endif
