/*
 * Structs of a NetBSD kernel as one that never was could have them: the names are those of NetBSD, the order is not. Only
 * the debugging information of this file tells where the members lie.
 */
#include <stdint.h>

typedef unsigned u_int;
typedef int64_t time_t_;

struct bintime { uint64_t frac; time_t_ sec; };
struct timespec { long tv_nsec; time_t_ tv_sec; };
struct timeval { int tv_usec; time_t_ tv_sec; };

struct tty { char pad[24]; uint64_t t_dev; };
struct session { int s_sid; struct tty *s_ttyp; char s_login[16]; };
struct pgrp { int pg_id; struct session *pg_session; };
struct kauth_cred { u_int cr_gid, cr_egid, cr_svgid, cr_uid, cr_euid, cr_svuid, cr_ngroups; };

struct vm_page {
	uint64_t offset;
	union { struct { struct vm_page *tqe_next, **tqe_prev; } queue; } listq;
	uint32_t flags;
	uint64_t phys_addr;
};
struct vm_anon { int an_swslot; struct vm_page *an_page; };
struct vm_amap { struct vm_anon **am_anon; int am_maxslot, am_nslot; };
struct vm_aref { struct vm_amap *ar_amap; int ar_pageoff; };
struct radix_tree { u_int t_height; void *t_root; };
struct uvm_object { struct radix_tree uo_pages; int uo_npages; const void *pgops; };
struct vm_map_entry {
	int protection, inheritance, etype;
	struct vm_aref aref;
	uint64_t end, start;
	int64_t offset;
	union { struct uvm_object *uvm_obj; struct vm_map *sub_map; } object;
	struct vm_map_entry *next, *prev;
};
struct vm_map { uint64_t size; struct vm_map_entry header; void *pmap; };
struct vmspace { int vm_dsize; void *vm_daddr, *vm_maxsaddr, *vm_minsaddr; struct vm_map vm_map; };

struct specnode { uint64_t sn_rdev; };
struct vnode {
	struct uvm_object v_uobj;
	union { struct specnode *vu_specnode; } v_un;
	int v_type;
};
struct pstats { char pad[40]; struct timeval p_start; };
struct filedesc; struct cwdinfo;

struct cpu_data { void *cpu_idlelwp; struct { char pad[8]; uint64_t spc_cp_time[5]; } cpu_schedstate; u_int cpu_index; };
struct lwp;
struct cpu_info { struct cpu_info *ci_next; struct lwp *ci_curlwp; unsigned long ci_cpuid; struct cpu_data ci_data; };

struct lwp {
	char *l_name;
	int l_lid, l_flag, l_stat, l_priority;
	u_int l_slptime;
	const void *l_wchan;
	const char *l_wmesg;
	struct { struct lwp *le_next, **le_prev; } l_sibling;
	struct cpu_info *l_cpu;
	struct proc *l_proc;
};
struct proc {
	int p_pid, p_nice, p_nlwps, p_flag;
	char p_lflag, p_stat;
	char p_comm[17];
	char *p_path;
	struct vnode *p_textvp;
	struct proc *p_pptr;
	struct { struct lwp *lh_first; } p_lwps;
	struct kauth_cred *p_cred;
	uint64_t p_psstrp;
	struct pgrp *p_pgrp;
	struct vmspace *p_vmspace;
	struct pstats *p_stats;
	struct filedesc *p_fd;
	struct cwdinfo *p_cwdi;
	struct { struct proc *le_next, **le_prev; } p_list;
};
struct file {
	int f_flag; u_int f_type;
	union { struct vnode *fd_vp; void *fd_data; } f_undata;
	int64_t f_offset;
	u_int f_count;
};
struct fdfile { struct file *ff_file; _Bool ff_exclose; };
struct fdtab { struct fdfile *dt_ff[20]; u_int dt_nfiles; };
struct filedesc { int fd_lastfile; struct fdtab *fd_dt; };
struct cwdinfo { struct vnode *cwdi_rdir, *cwdi_cdir; };
struct uvmexp { int free, npages, swpginuse, swpages; };

struct all {
	struct bintime a; struct timespec b; struct timeval c; struct tty d; struct vm_page e; struct vmspace f;
	struct vnode g; struct pstats h; struct cpu_info i; struct lwp j; struct proc k; struct file l; struct filedesc m;
	struct cwdinfo n; struct uvmexp o; struct specnode p; struct kauth_cred q; struct pgrp r; struct uvm_object s;
} all;
