/* Who is logged in, in DragonFly's struct; the records are those of the host. Replaces the C library's header. */
#ifndef _SUNKVM_DRAGONFLY_UTMPX_H
#define _SUNKVM_DRAGONFLY_UTMPX_H

#include <sys/types.h>
#include <sys/socket.h>
#include <sys/time.h>

#ifdef __cplusplus
extern "C" {
#endif

#define _PATH_UTMPX "/var/run/utmpx"
#define _PATH_WTMPX "/var/log/wtmpx"

#define _UTX_USERSIZE 32
#define _UTX_LINESIZE 32
#define _UTX_IDSIZE 4
#define _UTX_HOSTSIZE 256
#define UTX_USERSIZE _UTX_USERSIZE
#define UTX_LINESIZE _UTX_LINESIZE
#define UTX_IDSIZE _UTX_IDSIZE
#define UTX_HOSTSIZE _UTX_HOSTSIZE

/* ut_type; <utmp.h> of the C library has most of them as well. */
#ifndef EMPTY
#define EMPTY 0
#endif
#ifndef RUN_LVL
#define RUN_LVL 1
#endif
#ifndef BOOT_TIME
#define BOOT_TIME 2
#endif
#ifndef OLD_TIME
#define OLD_TIME 3
#endif
#ifndef NEW_TIME
#define NEW_TIME 4
#endif
#ifndef INIT_PROCESS
#define INIT_PROCESS 5
#define LOGIN_PROCESS 6
#define USER_PROCESS 7
#define DEAD_PROCESS 8
#endif
#define SIGNATURE 10
#define DOWN_TIME 11

/* <utmp.h> makes the one name the other. */
#ifndef ut_name
#define ut_name ut_user
#endif
#ifndef ut_xtime
#define ut_xtime ut_tv.tv_sec
#endif

/* The length of an address, which structs of this C library have not: in the last byte, where no address has anything. */
#ifndef ss_len
#define ss_len __ss_padding[sizeof(((struct sockaddr_storage *)0)->__ss_padding) - 1]
#endif

struct utmpx {
	char ut_user[_UTX_USERSIZE];
	char ut_id[_UTX_IDSIZE];
	char ut_line[_UTX_LINESIZE];
	char ut_host[_UTX_HOSTSIZE];
	uint8_t ut_unused[16];
	uint16_t ut_session;
	uint16_t ut_type;
	pid_t ut_pid;
	struct {
		uint16_t e_termination;
		uint16_t e_exit;
	} ut_exit;
	struct sockaddr_storage ut_ss; /* as this C library has it; all 0 where there is no address */
	struct timeval ut_tv;
	uint8_t ut_unused2[16];
};

extern void setutxent(void) __asm__("__sunkvm_dragonfly_setutxent");
extern void endutxent(void) __asm__("__sunkvm_dragonfly_endutxent");
/* The next record, in storage that the next call takes; NULL behind the last one. */
extern struct utmpx *getutxent(void) __asm__("__sunkvm_dragonfly_getutxent");

#ifdef __cplusplus
}
#endif

#endif
