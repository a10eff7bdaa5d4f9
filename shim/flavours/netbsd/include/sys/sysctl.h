/* State of the kernel by number or name, and the structs in which it comes. */
#ifndef _SUNKVM_NETBSD_SYS_SYSCTL_H
#define _SUNKVM_NETBSD_SYS_SYSCTL_H

#include <sys/types.h>
#include <sys/param.h>
#include <sys/proc.h>
#include <sys/ucred.h>
#include <uvm/uvm_extern.h>
#include <sunkvm/struct/kinfo_file.h>
#include <sunkvm/struct/kinfo_lwp.h>
#include <sunkvm/struct/kinfo_proc.h>
#include <sunkvm/struct/kinfo_proc2.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ki_sigset_t ki_sigset_t;

struct kinfo_drivers {
	devmajor_t d_cmajor;
	devmajor_t d_bmajor;
	char d_name[24];
};

#define CTL_MAXNAME 12
#define SYSCTL_NAMELEN 32

#define CTL_UNSPEC 0
#define CTL_KERN 1
#define CTL_VM 2
#define CTL_VFS 3
#define CTL_NET 4
#define CTL_DEBUG 5
#define CTL_HW 6
#define CTL_MACHDEP 7
#define CTL_USER 8
#define CTL_DDB 9
#define CTL_PROC 10

#define KERN_OSTYPE 1
#define KERN_OSRELEASE 2
#define KERN_OSREV 3
#define KERN_VERSION 4
#define KERN_MAXVNODES 5
#define KERN_MAXPROC 6
#define KERN_MAXFILES 7
#define KERN_ARGMAX 8
#define KERN_SECURELVL 9
#define KERN_HOSTNAME 10
#define KERN_HOSTID 11
#define KERN_CLOCKRATE 12
#define KERN_VNODE 13
#define KERN_PROC 14
#define KERN_FILE 15
#define KERN_PROF 16
#define KERN_PROC2 47
#define KERN_PROC_ARGS 48
#define KERN_FSCALE 49
#define KERN_CCPU 50
#define KERN_CP_TIME 51
#define KERN_MSGBUF 53
#define KERN_CONSDEV 54
#define KERN_TKSTAT 59
#define KERN_LWP 64
#define KERN_DRIVERS 75
#define KERN_FILE2 77
#define KERN_SYSVIPC 82
#define KERN_BOOTTIME 83
#define KERN_EVCNT 84

#define KERN_PROC_ALL 0
#define KERN_PROC_PID 1
#define KERN_PROC_PGRP 2
#define KERN_PROC_SESSION 3
#define KERN_PROC_TTY 4
#define KERN_PROC_UID 5
#define KERN_PROC_RUID 6
#define KERN_PROC_GID 7
#define KERN_PROC_RGID 8
#define KERN_PROC_TTY_NODEV NODEV
#define KERN_PROC_TTY_REVOKE ((dev_t)-2)

#define KERN_PROC_ARGV 1
#define KERN_PROC_NARGV 2
#define KERN_PROC_ENV 3
#define KERN_PROC_NENV 4
#define KERN_PROC_PATHNAME 5
#define KERN_PROC_CWD 6

#define KERN_FILE_BYFILE 1
#define KERN_FILE_BYPID 2
#define KERN_FILESLOP 10

#define KERN_SYSVIPC_INFO 1
#define KERN_SYSVIPC_MSG 2
#define KERN_SYSVIPC_SEM 3
#define KERN_SYSVIPC_SHM 4
#define KERN_SYSVIPC_MSG_INFO 4
#define KERN_SYSVIPC_SEM_INFO 5
#define KERN_SYSVIPC_SHM_INFO 6

#define KERN_TKSTAT_NIN 1
#define KERN_TKSTAT_NOUT 2
#define KERN_TKSTAT_CANCC 3
#define KERN_TKSTAT_RAWCC 4

#define HW_MACHINE 1
#define HW_MODEL 2
#define HW_NCPU 3
#define HW_BYTEORDER 4
#define HW_PHYSMEM 5
#define HW_USERMEM 6
#define HW_PAGESIZE 7
#define HW_DISKNAMES 8
#define HW_IOSTATS 9
#define HW_MACHINE_ARCH 10
#define HW_PHYSMEM64 13
#define HW_USERMEM64 14
#define HW_IOSTATNAMES 15
#define HW_NCPUONLINE 16

#define KI_NGROUPS 16
#define KI_MAXCOMLEN 24
#define KI_WMESGLEN 8
#define KI_MAXLOGNAME 24
#define KI_MAXEMULLEN 16
#define KI_LNAMELEN 20
#define KI_NOCPU (~(uint64_t)0)
#ifndef WMESGLEN
#define WMESGLEN 8
#endif

/* e_flag, p_eflag */
#define EPROC_CTTY 0x01
#define EPROC_SLEADER 0x02

/* p_flag of kinfo_proc2, l_flag of kinfo_lwp */
#define P_ADVLOCK 0x00000001
#define P_CONTROLT 0x00000002
#define L_INMEM 0x00000004
#define P_INMEM L_INMEM
#define P_NOCLDSTOP 0x00000008
#define P_PPWAIT 0x00000010
#define P_PROFIL 0x00000020
#define L_SELECT 0x00000040
#define P_SELECT L_SELECT
#define L_SINTR 0x00000080
#define P_SINTR L_SINTR
#define P_SUGID 0x00000100
#define L_SYSTEM 0x00000200
#define P_SYSTEM L_SYSTEM
#define L_SA 0x00000400
#define P_SA L_SA
#define P_TRACED 0x00000800
#define P_WAITED 0x00001000
#define P_WEXIT 0x00002000
#define P_EXEC 0x00004000
#define P_OWEUPC 0x00008000
#define P_NOCLDWAIT 0x00020000
#define P_32 0x00040000
#define P_CLDSIGIGN 0x00080000
#define P_SYSTRACE 0x00200000
#define P_CHTRACED 0x00400000
#define L_DETACHED 0x00800000
#define P_STOPFORK 0x00800000
#define P_STOPEXEC 0x01000000
#define P_STOPEXIT 0x02000000
#define P_SYSCALL 0x04000000

/*
 * They answer from the image that was opened last and is still open, and from the host where none is; what neither
 * tells fails with ENOENT. See docs/relinking.md for the names.
 */
extern int sysctl(const int *, unsigned int, void *, size_t *, const void *, size_t) __asm__("__sunkvm_netbsd_sysctl");
extern int sysctlbyname(const char *, void *, size_t *, const void *, size_t) __asm__("__sunkvm_netbsd_sysctlbyname");
extern int sysctlnametomib(const char *, int *, size_t *) __asm__("__sunkvm_netbsd_sysctlnametomib");
/* The same in a block that is the caller's to free; NULL for what there is not. */
extern void *asysctl(const int *, size_t, size_t *) __asm__("__sunkvm_netbsd_asysctl");
extern void *asysctlbyname(const char *, size_t *) __asm__("__sunkvm_netbsd_asysctlbyname");
/* Whether the second of two processes of a terminal is more to the point. */
extern int proc_compare(const struct kinfo_proc2 *, const struct kinfo_lwp *, const struct kinfo_proc2 *,
			const struct kinfo_lwp *) __asm__("__sunkvm_netbsd_proc_compare");

#ifdef __cplusplus
}
#endif

#endif
