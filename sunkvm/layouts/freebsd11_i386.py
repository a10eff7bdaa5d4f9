# ruff: noqa
# mypy: ignore-errors
"""Struct layouts of FreeBSD 11.0-RELEASE-p1, i386. Made by tests/oracle/make_tables.py; do not edit.

Source: FreeBSD 11.0-RELEASE-p1, github YuheiTakagawa/freebsd @ f28c3a50272fba49b2fdddf16659f42ec7434cff;
kernel view (-D_KERNEL) of the tree's own sys/ headers with the GENERIC config's options (config(8) opt_*.h
reproduced), clang 14 DWARF for the i386 target; nlist/kvm_* structs from include/nlist.h and lib/libkvm/kvm.h
(user view).

GENERIC kernel, i386, little-endian.

A struct is a text: size and tag, then a line for each member with its name, offset, size, kind and type.
The kind of arrays is followed by ",count,element size,element kind", that of bit-fields by ":bits:shift".
"""

STRUCTS = {
    "bintime": """\
12 struct
sec 0 4 int time_t
frac 4 8 uint uint64_t
""",
    "callout": """\
44 struct
c_links 0 8 union union {anonymous}
c_links.le 0 8 struct struct {anonymous}
c_links.le.le_next 0 4 pointer pointer to struct callout
c_links.le.le_prev 4 4 pointer pointer to pointer to struct callout
c_links.sle 0 4 struct struct {anonymous}
c_links.sle.sle_next 0 4 pointer pointer to struct callout
c_links.tqe 0 8 struct struct {anonymous}
c_links.tqe.tqe_next 0 4 pointer pointer to struct callout
c_links.tqe.tqe_prev 4 4 pointer pointer to pointer to struct callout
c_time 8 8 int sbintime_t
c_precision 16 8 int sbintime_t
c_arg 24 4 pointer pointer to void
c_func 28 4 pointer pointer to function
c_lock 32 4 pointer pointer to struct lock_object
c_flags 36 2 int short
c_iflags 38 2 int short
c_cpu 40 4 int volatile int
""",
    "cdev": """\
184 struct
si_spare0 0 4 pointer pointer to void
si_flags 4 4 uint u_int
si_atime 8 8 struct struct timespec
si_ctime 16 8 struct struct timespec
si_mtime 24 8 struct struct timespec
si_uid 32 4 uint uid_t
si_gid 36 4 uint gid_t
si_mode 40 2 uint mode_t
si_cred 44 4 pointer pointer to struct ucred
si_drv0 48 4 int int
si_refcount 52 4 int int
si_list 56 8 struct struct {anonymous}
si_list.le_next 56 4 pointer pointer to struct cdev
si_list.le_prev 60 4 pointer pointer to pointer to struct cdev
si_clone 64 8 struct struct {anonymous}
si_clone.le_next 64 4 pointer pointer to struct cdev
si_clone.le_prev 68 4 pointer pointer to pointer to struct cdev
si_children 72 4 struct struct {anonymous}
si_children.lh_first 72 4 pointer pointer to struct cdev
si_siblings 76 8 struct struct {anonymous}
si_siblings.le_next 76 4 pointer pointer to struct cdev
si_siblings.le_prev 80 4 pointer pointer to pointer to struct cdev
si_parent 84 4 pointer pointer to struct cdev
si_mountpt 88 4 pointer pointer to struct mount
si_drv1 92 4 pointer pointer to void
si_drv2 96 4 pointer pointer to void
si_devsw 100 4 pointer pointer to struct cdevsw
si_iosize_max 104 4 int int
si_usecount 108 4 uint u_long
si_threadcount 112 4 uint u_long
__si_u 116 4 union union {anonymous}
__si_u.__sid_snapdata 116 4 pointer pointer to struct snapdata
si_name 120 64 char[],64,1,int char[64]
""",
    "domain": """\
56 struct
dom_family 0 4 int int
dom_name 4 4 pointer pointer to char
dom_init 8 4 pointer pointer to function
dom_destroy 12 4 pointer pointer to function
dom_externalize 16 4 pointer pointer to function
dom_dispose 20 4 pointer pointer to function
dom_protosw 24 4 pointer pointer to struct protosw
dom_protoswNPROTOSW 28 4 pointer pointer to struct protosw
dom_next 32 4 pointer pointer to struct domain
dom_rtattach 36 4 pointer pointer to function
dom_rtdetach 40 4 pointer pointer to function
dom_ifattach 44 4 pointer pointer to function
dom_ifdetach 48 4 pointer pointer to function
dom_ifmtu 52 4 pointer pointer to function
""",
    "fdescenttbl": """\
4 struct
fdt_nfiles 0 4 int int
fdt_ofiles 4 0 array,0,40,struct struct filedescent[0]
""",
    "file": """\
56 struct
f_data 0 4 pointer pointer to void
f_ops 4 4 pointer pointer to struct fileops
f_cred 8 4 pointer pointer to struct ucred
f_vnode 12 4 pointer pointer to struct vnode
f_type 16 2 int short
f_vnread_flags 18 2 int short
f_flag 20 4 uint volatile u_int
f_count 24 4 uint volatile u_int
f_seqcount 28 4 int int
f_nextoff 32 8 int off_t
f_vnun 40 4 union union {anonymous}
f_vnun.fvn_cdevpriv 40 4 pointer pointer to struct cdev_privdata
f_vnun.fvn_advice 40 4 pointer pointer to struct fadvise_info
f_offset 44 8 int off_t
f_label 52 4 pointer pointer to void
""",
    "filedesc": """\
76 struct
fd_files 0 4 pointer pointer to struct fdescenttbl
fd_cdir 4 4 pointer pointer to struct vnode
fd_rdir 8 4 pointer pointer to struct vnode
fd_jdir 12 4 pointer pointer to struct vnode
fd_map 16 4 pointer pointer to u_long
fd_lastfile 20 4 int int
fd_freefile 24 4 int int
fd_cmask 28 2 uint u_short
fd_refcnt 32 4 int int
fd_holdcnt 36 4 int int
fd_sx 40 20 struct struct sx
fd_kqlist 60 8 struct struct kqlist
fd_kqlist.tqh_first 60 4 pointer pointer to struct kqueue
fd_kqlist.tqh_last 64 4 pointer pointer to pointer to struct kqueue
fd_holdleaderscount 68 4 int int
fd_holdleaderswakeup 72 4 int int
""",
    "filedescent": """\
40 struct
fde_file 0 4 pointer pointer to struct file
fde_caps 4 28 struct struct filecaps
fde_caps.fc_rights 4 16 struct cap_rights_t
fde_caps.fc_rights.cr_rights 4 16 array,2,8,uint uint64_t[2]
fde_caps.fc_ioctls 20 4 pointer pointer to u_long
fde_caps.fc_nioctls 24 2 int int16_t
fde_caps.fc_fcntls 28 4 uint uint32_t
fde_flags 32 1 uint uint8_t
fde_seq 36 4 uint seq_t
""",
    "itimerval": """\
16 struct
it_interval 0 8 struct struct timeval
it_value 8 8 struct struct timeval
""",
    "kinfo_file": """\
1392 struct
kf_structsize 0 4 int int
kf_type 4 4 int int
kf_fd 8 4 int int
kf_ref_count 12 4 int int
kf_flags 16 4 int int
kf_pad0 20 4 int int
kf_offset 24 8 int int64_t
kf_vnode_type 32 4 int int
kf_sock_domain 36 4 int int
kf_sock_type 40 4 int int
kf_sock_protocol 44 4 int int
kf_sa_local 48 128 struct struct sockaddr_storage
kf_sa_peer 176 128 struct struct sockaddr_storage
kf_un 304 32 union union {anonymous}
kf_un.kf_sock 304 32 struct struct {anonymous}
kf_un.kf_sock.kf_sock_pcb 304 8 uint uint64_t
kf_un.kf_sock.kf_sock_inpcb 312 8 uint uint64_t
kf_un.kf_sock.kf_sock_unpconn 320 8 uint uint64_t
kf_un.kf_sock.kf_sock_snd_sb_state 328 2 uint uint16_t
kf_un.kf_sock.kf_sock_rcv_sb_state 330 2 uint uint16_t
kf_un.kf_sock.kf_sock_pad0 332 4 uint uint32_t
kf_un.kf_file 304 32 struct struct {anonymous}
kf_un.kf_file.kf_file_fileid 304 8 uint uint64_t
kf_un.kf_file.kf_file_size 312 8 uint uint64_t
kf_un.kf_file.kf_file_fsid 320 4 uint uint32_t
kf_un.kf_file.kf_file_rdev 324 4 uint uint32_t
kf_un.kf_file.kf_file_mode 328 2 uint uint16_t
kf_un.kf_file.kf_file_pad0 330 2 uint uint16_t
kf_un.kf_file.kf_file_pad1 332 4 uint uint32_t
kf_un.kf_sem 304 8 struct struct {anonymous}
kf_un.kf_sem.kf_sem_value 304 4 uint uint32_t
kf_un.kf_sem.kf_sem_mode 308 2 uint uint16_t
kf_un.kf_pipe 304 32 struct struct {anonymous}
kf_un.kf_pipe.kf_pipe_addr 304 8 uint uint64_t
kf_un.kf_pipe.kf_pipe_peer 312 8 uint uint64_t
kf_un.kf_pipe.kf_pipe_buffer_cnt 320 4 uint uint32_t
kf_un.kf_pipe.kf_pipe_pad0 324 12 array,3,4,uint uint32_t[3]
kf_un.kf_pts 304 32 struct struct {anonymous}
kf_un.kf_pts.kf_pts_dev 304 4 uint uint32_t
kf_un.kf_pts.kf_pts_pad0 308 28 array,7,4,uint uint32_t[7]
kf_un.kf_proc 304 4 struct struct {anonymous}
kf_un.kf_proc.kf_pid 304 4 int pid_t
kf_status 336 2 uint uint16_t
kf_pad1 338 2 uint uint16_t
_kf_ispare0 340 4 int int
kf_cap_rights 344 16 struct cap_rights_t
kf_cap_rights.cr_rights 344 16 array,2,8,uint uint64_t[2]
_kf_cap_spare 360 8 uint uint64_t
kf_path 368 1024 char[],1024,1,int char[1024]
""",
    "kinfo_proc": """\
768 struct
ki_structsize 0 4 int int
ki_layout 4 4 int int
ki_args 8 4 pointer pointer to struct pargs
ki_paddr 12 4 pointer pointer to struct proc
ki_addr 16 4 pointer pointer to struct user
ki_tracep 20 4 pointer pointer to struct vnode
ki_textvp 24 4 pointer pointer to struct vnode
ki_fd 28 4 pointer pointer to struct filedesc
ki_vmspace 32 4 pointer pointer to struct vmspace
ki_wchan 36 4 pointer pointer to void
ki_pid 40 4 int pid_t
ki_ppid 44 4 int pid_t
ki_pgid 48 4 int pid_t
ki_tpgid 52 4 int pid_t
ki_sid 56 4 int pid_t
ki_tsid 60 4 int pid_t
ki_jobc 64 2 int short
ki_spare_short1 66 2 int short
ki_tdev 68 4 uint dev_t
ki_siglist 72 16 struct sigset_t
ki_siglist.__bits 72 16 array,4,4,uint __uint32_t[4]
ki_sigmask 88 16 struct sigset_t
ki_sigmask.__bits 88 16 array,4,4,uint __uint32_t[4]
ki_sigignore 104 16 struct sigset_t
ki_sigignore.__bits 104 16 array,4,4,uint __uint32_t[4]
ki_sigcatch 120 16 struct sigset_t
ki_sigcatch.__bits 120 16 array,4,4,uint __uint32_t[4]
ki_uid 136 4 uint uid_t
ki_ruid 140 4 uint uid_t
ki_svuid 144 4 uint uid_t
ki_rgid 148 4 uint gid_t
ki_svgid 152 4 uint gid_t
ki_ngroups 156 2 int short
ki_spare_short2 158 2 int short
ki_groups 160 64 array,16,4,uint gid_t[16]
ki_size 224 4 uint vm_size_t
ki_rssize 228 4 int segsz_t
ki_swrss 232 4 int segsz_t
ki_tsize 236 4 int segsz_t
ki_dsize 240 4 int segsz_t
ki_ssize 244 4 int segsz_t
ki_xstat 248 2 uint u_short
ki_acflag 250 2 uint u_short
ki_pctcpu 252 4 uint fixpt_t
ki_estcpu 256 4 uint u_int
ki_slptime 260 4 uint u_int
ki_swtime 264 4 uint u_int
ki_cow 268 4 uint u_int
ki_runtime 272 8 uint u_int64_t
ki_start 280 8 struct struct timeval
ki_childtime 288 8 struct struct timeval
ki_flag 296 4 int long
ki_kiflag 300 4 int long
ki_traceflag 304 4 int int
ki_stat 308 1 int char
ki_nice 309 1 int signed char
ki_lock 310 1 int char
ki_rqindex 311 1 int char
ki_oncpu_old 312 1 uint u_char
ki_lastcpu_old 313 1 uint u_char
ki_tdname 314 17 char[],17,1,int char[17]
ki_wmesg 331 9 char[],9,1,int char[9]
ki_login 340 18 char[],18,1,int char[18]
ki_lockname 358 9 char[],9,1,int char[9]
ki_comm 367 20 char[],20,1,int char[20]
ki_emul 387 17 char[],17,1,int char[17]
ki_loginclass 404 18 char[],18,1,int char[18]
ki_sparestrings 422 50 char[],50,1,int char[50]
ki_spareints 472 16 array,4,4,int int[4]
ki_oncpu 488 4 int int
ki_lastcpu 492 4 int int
ki_tracer 496 4 int int
ki_flag2 500 4 int int
ki_fibnum 504 4 int int
ki_cr_flags 508 4 uint u_int
ki_jid 512 4 int int
ki_numthreads 516 4 int int
ki_tid 520 4 int lwpid_t
ki_pri 524 4 struct struct priority
ki_rusage 528 72 struct struct rusage
ki_rusage_ch 600 72 struct struct rusage
ki_pcb 672 4 pointer pointer to struct pcb
ki_kstack 676 4 pointer pointer to void
ki_udata 680 4 pointer pointer to void
ki_tdaddr 684 4 pointer pointer to struct thread
ki_spareptrs 688 24 array,6,4,pointer pointer to void[6]
ki_sparelongs 712 48 array,12,4,int long[12]
ki_sflag 760 4 int long
ki_tdflags 764 4 int long
""",
    "kinfo_vmentry": """\
1160 struct
kve_structsize 0 4 int int
kve_type 4 4 int int
kve_start 8 8 uint uint64_t
kve_end 16 8 uint uint64_t
kve_offset 24 8 uint uint64_t
kve_vn_fileid 32 8 uint uint64_t
kve_vn_fsid 40 4 uint uint32_t
kve_flags 44 4 int int
kve_resident 48 4 int int
kve_private_resident 52 4 int int
kve_protection 56 4 int int
kve_ref_count 60 4 int int
kve_shadow_count 64 4 int int
kve_vn_type 68 4 int int
kve_vn_size 72 8 uint uint64_t
kve_vn_rdev 80 4 uint uint32_t
kve_vn_mode 84 2 uint uint16_t
kve_status 86 2 uint uint16_t
_kve_ispare 88 48 array,12,4,int int[12]
kve_path 136 1024 char[],1024,1,int char[1024]
""",
    "kld_sym_lookup": """\
16 struct
version 0 4 int int
symname 4 4 pointer pointer to char
symvalue 8 4 uint u_long
symsize 12 4 uint size_t
""",
    "knlist": """\
28 struct
kl_list 0 4 struct struct klist
kl_lock 4 4 pointer pointer to function
kl_unlock 8 4 pointer pointer to function
kl_assert_locked 12 4 pointer pointer to function
kl_assert_unlocked 16 4 pointer pointer to function
kl_lockarg 20 4 pointer pointer to void
kl_autodestroy 24 4 int int
""",
    "kvm_nlist": """\
16 struct
n_name 0 4 pointer pointer to const char
n_type 4 1 uint unsigned char
n_value 8 8 uint kvaddr_t
""",
    "kvm_swap": """\
52 struct
ksw_devname 0 32 char[],32,1,int char[32]
ksw_used 32 4 int int
ksw_total 36 4 int int
ksw_flags 40 4 int int
ksw_reserved1 44 4 int int
ksw_reserved2 48 4 int int
""",
    "linker_file": """\
96 struct
ops 0 4 pointer kobj_ops_t
refs 4 4 int int
userrefs 8 4 int int
flags 12 4 int int
link 16 8 struct struct {anonymous}
link.tqe_next 16 4 pointer pointer to struct linker_file
link.tqe_prev 20 4 pointer pointer to pointer to struct linker_file
filename 24 4 pointer pointer to char
pathname 28 4 pointer pointer to char
id 32 4 int int
address 36 4 pointer caddr_t
size 40 4 uint size_t
ctors_addr 44 4 pointer caddr_t
ctors_size 48 4 uint size_t
ndeps 52 4 int int
deps 56 4 pointer pointer to linker_file_t
common 60 8 struct struct {anonymous}
common.stqh_first 60 4 pointer pointer to struct common_symbol
common.stqh_last 64 4 pointer pointer to pointer to struct common_symbol
modules 68 8 struct struct {anonymous}
modules.tqh_first 68 4 pointer pointer to struct module
modules.tqh_last 72 4 pointer pointer to pointer to struct module
loaded 76 8 struct struct {anonymous}
loaded.tqe_next 76 4 pointer pointer to struct linker_file
loaded.tqe_prev 80 4 pointer pointer to pointer to struct linker_file
loadcnt 84 4 int int
nenabled 88 4 int int
fbt_nentries 92 4 int int
""",
    "loadavg": """\
16 struct
ldavg 0 12 array,3,4,uint __fixpt_t[3]
fscale 12 4 int long
""",
    "lock": """\
32 struct
lock_object 0 16 struct struct lock_object
lk_lock 16 4 uint volatile uintptr_t
lk_exslpfail 20 4 uint u_int
lk_timo 24 4 int int
lk_pri 28 4 int int
""",
    "lock_object": """\
16 struct
lo_name 0 4 pointer pointer to const char
lo_flags 4 4 uint u_int
lo_data 8 4 uint u_int
lo_witness 12 4 pointer pointer to struct witness
""",
    "mount": """\
672 struct
mnt_mtx 0 20 struct struct mtx
mnt_gen 20 4 int int
mnt_list 24 8 struct struct {anonymous}
mnt_list.tqe_next 24 4 pointer pointer to struct mount
mnt_list.tqe_prev 28 4 pointer pointer to pointer to struct mount
mnt_op 32 4 pointer pointer to struct vfsops
mnt_vfc 36 4 pointer pointer to struct vfsconf
mnt_vnodecovered 40 4 pointer pointer to struct vnode
mnt_syncer 44 4 pointer pointer to struct vnode
mnt_ref 48 4 int int
mnt_nvnodelist 52 8 struct struct vnodelst
mnt_nvnodelist.tqh_first 52 4 pointer pointer to struct vnode
mnt_nvnodelist.tqh_last 56 4 pointer pointer to pointer to struct vnode
mnt_nvnodelistsize 60 4 int int
mnt_activevnodelist 64 8 struct struct vnodelst
mnt_activevnodelist.tqh_first 64 4 pointer pointer to struct vnode
mnt_activevnodelist.tqh_last 68 4 pointer pointer to pointer to struct vnode
mnt_activevnodelistsize 72 4 int int
mnt_writeopcount 76 4 int int
mnt_kern_flag 80 4 int int
mnt_flag 84 8 uint uint64_t
mnt_opt 92 4 pointer pointer to struct vfsoptlist
mnt_optnew 96 4 pointer pointer to struct vfsoptlist
mnt_maxsymlinklen 100 4 int int
mnt_stat 104 472 struct struct statfs
mnt_cred 576 4 pointer pointer to struct ucred
mnt_data 580 4 pointer pointer to void
mnt_time 584 4 int time_t
mnt_iosize_max 588 4 int int
mnt_export 592 4 pointer pointer to struct netexport
mnt_label 596 4 pointer pointer to struct label
mnt_hashseed 600 4 uint u_int
mnt_lockref 604 4 int int
mnt_secondary_writes 608 4 int int
mnt_secondary_accwrites 612 4 int int
mnt_susp_owner 616 4 pointer pointer to struct thread
mnt_gjprovider 620 4 pointer pointer to char
mnt_explock 624 32 struct struct lock
mnt_upper_link 656 8 struct struct {anonymous}
mnt_upper_link.tqe_next 656 4 pointer pointer to struct mount
mnt_upper_link.tqe_prev 660 4 pointer pointer to pointer to struct mount
mnt_uppers 664 8 struct struct {anonymous}
mnt_uppers.tqh_first 664 4 pointer pointer to struct mount
mnt_uppers.tqh_last 668 4 pointer pointer to pointer to struct mount
""",
    "msgbuf": """\
56 struct
msg_ptr 0 4 pointer pointer to char
msg_magic 4 4 uint u_int
msg_size 8 4 uint u_int
msg_wseq 12 4 uint u_int
msg_rseq 16 4 uint u_int
msg_cksum 20 4 uint u_int
msg_seqmod 24 4 uint u_int
msg_lastpri 28 4 int int
msg_flags 32 4 uint u_int
msg_lock 36 20 struct struct mtx
""",
    "mtx": """\
20 struct
lock_object 0 16 struct struct lock_object
mtx_lock 16 4 uint volatile uintptr_t
""",
    "nlist": """\
12 struct
n_name 0 4 pointer pointer to const char
n_type 4 1 uint unsigned char
n_other 5 1 int char
n_desc 6 2 int short
n_value 8 4 uint unsigned long
""",
    "pargs": """\
12 struct
ar_ref 0 4 uint u_int
ar_length 4 4 uint u_int
ar_args 8 1 char[],1,1,uint u_char[1]
""",
    "pcpu": """\
1024 struct
pc_curthread 0 4 pointer pointer to struct thread
pc_idlethread 4 4 pointer pointer to struct thread
pc_fpcurthread 8 4 pointer pointer to struct thread
pc_deadthread 12 4 pointer pointer to struct thread
pc_curpcb 16 4 pointer pointer to struct pcb
pc_switchtime 20 8 uint uint64_t
pc_switchticks 28 4 int int
pc_cpuid 32 4 uint u_int
pc_allcpu 36 4 struct struct {anonymous}
pc_allcpu.stqe_next 36 4 pointer pointer to struct pcpu
pc_spinlocks 40 4 pointer pointer to struct lock_list_entry
pc_cnt 44 204 struct struct vmmeter
pc_cp_time 248 20 array,5,4,int long[5]
pc_device 268 4 pointer pointer to struct device
pc_netisr 272 4 pointer pointer to void
pc_unused1 276 4 int int
pc_domain 280 4 int int
pc_rm_queue 284 8 struct struct rm_queue
pc_dynamic 292 4 uint uintptr_t
pc_monitorbuf 384 128 char[],128,1,int char[128]
pc_prvspace 512 4 pointer pointer to struct pcpu
pc_curpmap 516 4 pointer pointer to struct pmap
pc_common_tss 520 104 struct struct i386tss
pc_common_tssd 624 8 struct struct segment_descriptor
pc_tss_gdt 632 4 pointer pointer to struct segment_descriptor
pc_fsgs_gdt 636 4 pointer pointer to struct segment_descriptor
pc_currentldt 640 4 int int
pc_acpi_id 644 4 uint u_int
pc_apic_id 648 4 uint u_int
pc_private_tss 652 4 int int
pc_cmci_mask 656 4 uint u_int
pc_vcpu_id 660 4 uint u_int
pc_qmap_addr 664 4 uint vm_offset_t
__pad 668 229 char[],229,1,int char[229]
""",
    "pgrp": """\
48 struct
pg_hash 0 8 struct struct {anonymous}
pg_hash.le_next 0 4 pointer pointer to struct pgrp
pg_hash.le_prev 4 4 pointer pointer to pointer to struct pgrp
pg_members 8 4 struct struct {anonymous}
pg_members.lh_first 8 4 pointer pointer to struct proc
pg_session 12 4 pointer pointer to struct session
pg_sigiolst 16 4 struct struct sigiolst
pg_sigiolst.slh_first 16 4 pointer pointer to struct sigio
pg_id 20 4 int pid_t
pg_jobc 24 4 int int
pg_mtx 28 20 struct struct mtx
""",
    "pipe": """\
196 struct
pipe_buffer 0 20 struct struct pipebuf
pipe_map 20 80 struct struct pipemapping
pipe_sel 100 40 struct struct selinfo
pipe_atime 140 8 struct struct timespec
pipe_mtime 148 8 struct struct timespec
pipe_ctime 156 8 struct struct timespec
pipe_sigio 164 4 pointer pointer to struct sigio
pipe_peer 168 4 pointer pointer to struct pipe
pipe_pair 172 4 pointer pointer to struct pipepair
pipe_state 176 4 uint u_int
pipe_busy 180 4 int int
pipe_present 184 4 int int
pipe_wgen 188 4 int int
pipe_ino 192 4 uint ino_t
""",
    "plimit": """\
244 struct
pl_rlimit 0 240 array,15,16,struct struct rlimit[15]
pl_refcnt 240 4 int int
""",
    "pmap": """\
60 struct
pm_mtx 0 20 struct struct mtx
pm_pdir 20 4 pointer pointer to pd_entry_t
pm_pvchunk 24 8 struct struct {anonymous}
pm_pvchunk.tqh_first 24 4 pointer pointer to struct pv_chunk
pm_pvchunk.tqh_last 28 4 pointer pointer to pointer to struct pv_chunk
pm_active 32 4 struct cpuset_t
pm_active.__bits 32 4 array,1,4,int long[1]
pm_stats 36 8 struct struct pmap_statistics
pm_stats.resident_count 36 4 int long
pm_stats.wired_count 40 4 int long
pm_list 44 8 struct struct {anonymous}
pm_list.le_next 44 4 pointer pointer to struct pmap
pm_list.le_prev 48 4 pointer pointer to pointer to struct pmap
pm_root 52 8 struct struct vm_radix
pm_root.rt_root 52 4 uint uintptr_t
pm_root.rt_flags 56 1 uint uint8_t
""",
    "priority": """\
4 struct
pri_class 0 1 uint u_char
pri_level 1 1 uint u_char
pri_native 2 1 uint u_char
pri_user 3 1 uint u_char
""",
    "prison": """\
2068 struct
pr_list 0 8 struct struct {anonymous}
pr_list.tqe_next 0 4 pointer pointer to struct prison
pr_list.tqe_prev 4 4 pointer pointer to pointer to struct prison
pr_id 8 4 int int
pr_ref 12 4 int int
pr_uref 16 4 int int
pr_flags 20 4 uint unsigned int
pr_children 24 4 struct struct {anonymous}
pr_children.lh_first 24 4 pointer pointer to struct prison
pr_sibling 28 8 struct struct {anonymous}
pr_sibling.le_next 28 4 pointer pointer to struct prison
pr_sibling.le_prev 32 4 pointer pointer to pointer to struct prison
pr_parent 36 4 pointer pointer to struct prison
pr_mtx 40 20 struct struct mtx
pr_task 60 16 struct struct task
pr_osd 76 16 struct struct osd
pr_cpuset 92 4 pointer pointer to struct cpuset
pr_vnet 96 4 pointer pointer to struct vnet
pr_root 100 4 pointer pointer to struct vnode
pr_ip4s 104 4 int int
pr_ip6s 108 4 int int
pr_ip4 112 4 pointer pointer to struct in_addr
pr_ip6 116 4 pointer pointer to struct in6_addr
pr_prison_racct 120 4 pointer pointer to struct prison_racct
pr_sparep 124 12 array,3,4,pointer pointer to void[3]
pr_childcount 136 4 int int
pr_childmax 140 4 int int
pr_allow 144 4 uint unsigned int
pr_securelevel 148 4 int int
pr_enforce_statfs 152 4 int int
pr_devfs_rsnum 156 4 int int
pr_spare 160 12 array,3,4,int int[3]
pr_osreldate 172 4 int int
pr_hostid 176 4 uint unsigned long
pr_name 180 256 char[],256,1,int char[256]
pr_path 436 1024 char[],1024,1,int char[1024]
pr_hostname 1460 256 char[],256,1,int char[256]
pr_domainname 1716 256 char[],256,1,int char[256]
pr_hostuuid 1972 64 char[],64,1,int char[64]
pr_osrelease 2036 32 char[],32,1,int char[32]
""",
    "proc": """\
836 struct
p_list 0 8 struct struct {anonymous}
p_list.le_next 0 4 pointer pointer to struct proc
p_list.le_prev 4 4 pointer pointer to pointer to struct proc
p_threads 8 8 struct struct {anonymous}
p_threads.tqh_first 8 4 pointer pointer to struct thread
p_threads.tqh_last 12 4 pointer pointer to pointer to struct thread
p_slock 16 20 struct struct mtx
p_ucred 36 4 pointer pointer to struct ucred
p_fd 40 4 pointer pointer to struct filedesc
p_fdtol 44 4 pointer pointer to struct filedesc_to_leader
p_stats 48 4 pointer pointer to struct pstats
p_limit 52 4 pointer pointer to struct plimit
p_limco 56 44 struct struct callout
p_sigacts 100 4 pointer pointer to struct sigacts
p_flag 104 4 int int
p_flag2 108 4 int int
p_state 112 4 uint enum {anonymous}
p_pid 116 4 int pid_t
p_hash 120 8 struct struct {anonymous}
p_hash.le_next 120 4 pointer pointer to struct proc
p_hash.le_prev 124 4 pointer pointer to pointer to struct proc
p_pglist 128 8 struct struct {anonymous}
p_pglist.le_next 128 4 pointer pointer to struct proc
p_pglist.le_prev 132 4 pointer pointer to pointer to struct proc
p_pptr 136 4 pointer pointer to struct proc
p_sibling 140 8 struct struct {anonymous}
p_sibling.le_next 140 4 pointer pointer to struct proc
p_sibling.le_prev 144 4 pointer pointer to pointer to struct proc
p_children 148 4 struct struct {anonymous}
p_children.lh_first 148 4 pointer pointer to struct proc
p_reaper 152 4 pointer pointer to struct proc
p_reaplist 156 4 struct struct {anonymous}
p_reaplist.lh_first 156 4 pointer pointer to struct proc
p_reapsibling 160 8 struct struct {anonymous}
p_reapsibling.le_next 160 4 pointer pointer to struct proc
p_reapsibling.le_prev 164 4 pointer pointer to pointer to struct proc
p_mtx 168 20 struct struct mtx
p_statmtx 188 20 struct struct mtx
p_itimmtx 208 20 struct struct mtx
p_profmtx 228 20 struct struct mtx
p_ksi 248 4 pointer pointer to struct ksiginfo
p_sigqueue 252 48 struct sigqueue_t
p_sigqueue.sq_signals 252 16 struct sigset_t
p_sigqueue.sq_signals.__bits 252 16 array,4,4,uint __uint32_t[4]
p_sigqueue.sq_kill 268 16 struct sigset_t
p_sigqueue.sq_kill.__bits 268 16 array,4,4,uint __uint32_t[4]
p_sigqueue.sq_list 284 8 struct struct {anonymous}
p_sigqueue.sq_list.tqh_first 284 4 pointer pointer to struct ksiginfo
p_sigqueue.sq_list.tqh_last 288 4 pointer pointer to pointer to struct ksiginfo
p_sigqueue.sq_proc 292 4 pointer pointer to struct proc
p_sigqueue.sq_flags 296 4 int int
p_oppid 300 4 int pid_t
p_vmspace 304 4 pointer pointer to struct vmspace
p_swtick 308 4 uint u_int
p_cowgen 312 4 uint u_int
p_realtimer 316 16 struct struct itimerval
p_ru 332 72 struct struct rusage
p_rux 404 56 struct struct rusage_ext
p_crux 460 56 struct struct rusage_ext
p_profthreads 516 4 int int
p_exitthreads 520 4 int volatile int
p_traceflag 524 4 int int
p_tracevp 528 4 pointer pointer to struct vnode
p_tracecred 532 4 pointer pointer to struct ucred
p_textvp 536 4 pointer pointer to struct vnode
p_lock 540 4 uint u_int
p_sigiolst 544 4 struct struct sigiolst
p_sigiolst.slh_first 544 4 pointer pointer to struct sigio
p_sigparent 548 4 int int
p_sig 552 4 int int
p_code 556 4 uint u_long
p_stops 560 4 uint u_int
p_stype 564 4 uint u_int
p_step 568 1 int char
p_pfsflags 569 1 uint u_char
p_nlminfo 572 4 pointer pointer to struct nlminfo
p_aioinfo 576 4 pointer pointer to struct kaioinfo
p_singlethread 580 4 pointer pointer to struct thread
p_suspcount 584 4 int int
p_xthread 588 4 pointer pointer to struct thread
p_boundary_count 592 4 int int
p_pendingcnt 596 4 int int
p_itimers 600 4 pointer pointer to struct itimers
p_procdesc 604 4 pointer pointer to struct procdesc
p_treeflag 608 4 uint u_int
p_pendingexits 612 4 int int
p_filemon 616 4 pointer pointer to struct filemon
p_magic 620 4 uint u_int
p_osrel 624 4 int int
p_comm 628 20 char[],20,1,int char[20]
p_sysent 648 4 pointer pointer to struct sysentvec
p_args 652 4 pointer pointer to struct pargs
p_cpulimit 656 8 int rlim_t
p_nice 664 1 int signed char
p_fibnum 668 4 int int
p_reapsubtree 672 4 int pid_t
p_xexit 676 4 uint u_int
p_xsig 680 4 uint u_int
p_pgrp 684 4 pointer pointer to struct pgrp
p_klist 688 4 pointer pointer to struct knlist
p_numthreads 692 4 int int
p_md 696 4 struct struct mdproc
p_itcallout 700 44 struct struct callout
p_acflag 744 2 uint u_short
p_peers 748 4 pointer pointer to struct proc
p_leader 752 4 pointer pointer to struct proc
p_emuldata 756 4 pointer pointer to void
p_label 760 4 pointer pointer to struct label
p_ktr 764 8 struct struct {anonymous}
p_ktr.stqh_first 764 4 pointer pointer to struct ktr_request
p_ktr.stqh_last 768 4 pointer pointer to pointer to struct ktr_request
p_mqnotifier 772 4 struct struct {anonymous}
p_mqnotifier.lh_first 772 4 pointer pointer to struct mqueue_notifier
p_dtrace 776 4 pointer pointer to struct kdtrace_proc
p_pwait 780 8 struct struct cv
p_dbgwait 788 8 struct struct cv
p_prev_runtime 796 8 uint uint64_t
p_racct 804 4 pointer pointer to struct racct
p_throttled 808 4 int int
p_vm_dom_policy 812 12 struct struct vm_domain_policy
p_vm_dom_policy.seq 812 4 uint seq_t
p_vm_dom_policy.p 816 8 struct struct vm_domain_policy_entry
p_vm_dom_policy.p.policy 816 4 uint vm_domain_policy_type_t
p_vm_dom_policy.p.domain 820 4 int int
p_orphan 824 8 struct struct {anonymous}
p_orphan.le_next 824 4 pointer pointer to struct proc
p_orphan.le_prev 828 4 pointer pointer to pointer to struct proc
p_orphans 832 4 struct struct {anonymous}
p_orphans.lh_first 832 4 pointer pointer to struct proc
""",
    "protosw": """\
48 struct
pr_type 0 2 int short
pr_domain 4 4 pointer pointer to struct domain
pr_protocol 8 2 int short
pr_flags 10 2 int short
pr_input 12 4 pointer pointer to pr_input_t
pr_output 16 4 pointer pointer to pr_output_t
pr_ctlinput 20 4 pointer pointer to pr_ctlinput_t
pr_ctloutput 24 4 pointer pointer to pr_ctloutput_t
pr_init 28 4 pointer pointer to pr_init_t
pr_fasttimo 32 4 pointer pointer to pr_fasttimo_t
pr_slowtimo 36 4 pointer pointer to pr_slowtimo_t
pr_drain 40 4 pointer pointer to pr_drain_t
pr_usrreqs 44 4 pointer pointer to struct pr_usrreqs
""",
    "pstats": """\
144 struct
p_cru 0 72 struct struct rusage
p_timer 72 48 array,3,16,struct struct itimerval[3]
p_prof 120 16 struct struct uprof
p_start 136 8 struct struct timeval
""",
    "rlimit": """\
16 struct
rlim_cur 0 8 int rlim_t
rlim_max 8 8 int rlim_t
""",
    "rusage": """\
72 struct
ru_utime 0 8 struct struct timeval
ru_stime 8 8 struct struct timeval
ru_maxrss 16 4 int long
ru_ixrss 20 4 int long
ru_idrss 24 4 int long
ru_isrss 28 4 int long
ru_minflt 32 4 int long
ru_majflt 36 4 int long
ru_nswap 40 4 int long
ru_inblock 44 4 int long
ru_oublock 48 4 int long
ru_msgsnd 52 4 int long
ru_msgrcv 56 4 int long
ru_nsignals 60 4 int long
ru_nvcsw 64 4 int long
ru_nivcsw 68 4 int long
""",
    "rusage_ext": """\
56 struct
rux_runtime 0 8 uint uint64_t
rux_uticks 8 8 uint uint64_t
rux_sticks 16 8 uint uint64_t
rux_iticks 24 8 uint uint64_t
rux_uu 32 8 uint uint64_t
rux_su 40 8 uint uint64_t
rux_tu 48 8 uint uint64_t
""",
    "rwlock": """\
20 struct
lock_object 0 16 struct struct lock_object
rw_lock 16 4 uint volatile uintptr_t
""",
    "session": """\
80 struct
s_count 0 4 uint u_int
s_leader 4 4 pointer pointer to struct proc
s_ttyvp 8 4 pointer pointer to struct vnode
s_ttydp 12 4 pointer pointer to struct cdev_priv
s_ttyp 16 4 pointer pointer to struct tty
s_sid 20 4 int pid_t
s_login 24 36 char[],36,1,int char[36]
s_mtx 60 20 struct struct mtx
""",
    "sigacts": """\
2748 struct
ps_sigact 0 512 array,128,4,pointer sig_t[128]
ps_catchmask 512 2048 array,128,16,struct sigset_t[128]
ps_sigonstack 2560 16 struct sigset_t
ps_sigonstack.__bits 2560 16 array,4,4,uint __uint32_t[4]
ps_sigintr 2576 16 struct sigset_t
ps_sigintr.__bits 2576 16 array,4,4,uint __uint32_t[4]
ps_sigreset 2592 16 struct sigset_t
ps_sigreset.__bits 2592 16 array,4,4,uint __uint32_t[4]
ps_signodefer 2608 16 struct sigset_t
ps_signodefer.__bits 2608 16 array,4,4,uint __uint32_t[4]
ps_siginfo 2624 16 struct sigset_t
ps_siginfo.__bits 2624 16 array,4,4,uint __uint32_t[4]
ps_sigignore 2640 16 struct sigset_t
ps_sigignore.__bits 2640 16 array,4,4,uint __uint32_t[4]
ps_sigcatch 2656 16 struct sigset_t
ps_sigcatch.__bits 2656 16 array,4,4,uint __uint32_t[4]
ps_freebsd4 2672 16 struct sigset_t
ps_freebsd4.__bits 2672 16 array,4,4,uint __uint32_t[4]
ps_osigset 2688 16 struct sigset_t
ps_osigset.__bits 2688 16 array,4,4,uint __uint32_t[4]
ps_usertramp 2704 16 struct sigset_t
ps_usertramp.__bits 2704 16 array,4,4,uint __uint32_t[4]
ps_flag 2720 4 int int
ps_refcnt 2724 4 uint u_int
ps_mtx 2728 20 struct struct mtx
""",
    "sigqueue": """\
48 struct
sq_signals 0 16 struct sigset_t
sq_signals.__bits 0 16 array,4,4,uint __uint32_t[4]
sq_kill 16 16 struct sigset_t
sq_kill.__bits 16 16 array,4,4,uint __uint32_t[4]
sq_list 32 8 struct struct {anonymous}
sq_list.tqh_first 32 4 pointer pointer to struct ksiginfo
sq_list.tqh_last 36 4 pointer pointer to pointer to struct ksiginfo
sq_proc 40 4 pointer pointer to struct proc
sq_flags 44 4 int int
""",
    "socket": """\
536 struct
so_count 0 4 int int
so_type 4 2 int short
so_options 6 2 int short
so_linger 8 2 int short
so_state 10 2 int short
so_qstate 12 4 int int
so_pcb 16 4 pointer pointer to void
so_vnet 20 4 pointer pointer to struct vnet
so_proto 24 4 pointer pointer to struct protosw
so_head 28 4 pointer pointer to struct socket
so_incomp 32 8 struct struct {anonymous}
so_incomp.tqh_first 32 4 pointer pointer to struct socket
so_incomp.tqh_last 36 4 pointer pointer to pointer to struct socket
so_comp 40 8 struct struct {anonymous}
so_comp.tqh_first 40 4 pointer pointer to struct socket
so_comp.tqh_last 44 4 pointer pointer to pointer to struct socket
so_list 48 8 struct struct {anonymous}
so_list.tqe_next 48 4 pointer pointer to struct socket
so_list.tqe_prev 52 4 pointer pointer to pointer to struct socket
so_qlen 56 4 uint u_int
so_incqlen 60 4 uint u_int
so_qlimit 64 4 uint u_int
so_timeo 68 2 int short
so_error 70 2 uint u_short
so_sigio 72 4 pointer pointer to struct sigio
so_oobmark 76 4 uint u_long
so_rcv 80 188 struct struct sockbuf
so_snd 268 188 struct struct sockbuf
so_cred 456 4 pointer pointer to struct ucred
so_label 460 4 pointer pointer to struct label
so_peerlabel 464 4 pointer pointer to struct label
so_gencnt 468 8 uint so_gen_t
so_emuldata 476 4 pointer pointer to void
so_accf 480 4 pointer pointer to struct so_accf
osd 484 16 struct struct osd
so_fibnum 500 4 int int
so_user_cookie 504 4 uint uint32_t
so_pspare 508 8 array,2,4,pointer pointer to void[2]
so_ispare 516 8 array,2,4,int int[2]
repair 524 4 int int
repair_queue 528 4 int int
sk_reuse 532 4 int int
""",
    "statfs": """\
472 struct
f_version 0 4 uint uint32_t
f_type 4 4 uint uint32_t
f_flags 8 8 uint uint64_t
f_bsize 16 8 uint uint64_t
f_iosize 24 8 uint uint64_t
f_blocks 32 8 uint uint64_t
f_bfree 40 8 uint uint64_t
f_bavail 48 8 int int64_t
f_files 56 8 uint uint64_t
f_ffree 64 8 int int64_t
f_syncwrites 72 8 uint uint64_t
f_asyncwrites 80 8 uint uint64_t
f_syncreads 88 8 uint uint64_t
f_asyncreads 96 8 uint uint64_t
f_spare 104 80 array,10,8,uint uint64_t[10]
f_namemax 184 4 uint uint32_t
f_owner 188 4 uint uid_t
f_fsid 192 8 struct fsid_t
f_fsid.val 192 8 array,2,4,int int32_t[2]
f_charspare 200 80 char[],80,1,int char[80]
f_fstypename 280 16 char[],16,1,int char[16]
f_mntfromname 296 88 char[],88,1,int char[88]
f_mntonname 384 88 char[],88,1,int char[88]
""",
    "swdevt": """\
52 struct
sw_flags 0 4 int int
sw_nblks 4 4 int int
sw_used 8 4 int int
sw_dev 12 4 uint dev_t
sw_vp 16 4 pointer pointer to struct vnode
sw_id 20 4 pointer pointer to void
sw_first 24 4 int swblk_t
sw_end 28 4 int swblk_t
sw_blist 32 4 pointer pointer to struct blist
sw_list 36 8 struct struct {anonymous}
sw_list.tqe_next 36 4 pointer pointer to struct swdevt
sw_list.tqe_prev 40 4 pointer pointer to pointer to struct swdevt
sw_strategy 44 4 pointer pointer to sw_strategy_t
sw_close 48 4 pointer pointer to sw_close_t
""",
    "sx": """\
20 struct
lock_object 0 16 struct struct lock_object
sx_lock 16 4 uint volatile uintptr_t
""",
    "sysentvec": """\
144 struct
sv_size 0 4 int int
sv_table 4 4 pointer pointer to struct sysent
sv_mask 8 4 uint u_int
sv_errsize 12 4 int int
sv_errtbl 16 4 pointer pointer to int
sv_transtrap 20 4 pointer pointer to function
sv_fixup 24 4 pointer pointer to function
sv_sendsig 28 4 pointer pointer to function
sv_sigcode 32 4 pointer pointer to char
sv_szsigcode 36 4 pointer pointer to int
sv_name 40 4 pointer pointer to char
sv_coredump 44 4 pointer pointer to function
sv_imgact_try 48 4 pointer pointer to function
sv_minsigstksz 52 4 int int
sv_pagesize 56 4 int int
sv_minuser 60 4 uint vm_offset_t
sv_maxuser 64 4 uint vm_offset_t
sv_usrstack 68 4 uint vm_offset_t
sv_psstrings 72 4 uint vm_offset_t
sv_stackprot 76 4 int int
sv_copyout_strings 80 4 pointer pointer to function
sv_setregs 84 4 pointer pointer to function
sv_fixlimit 88 4 pointer pointer to function
sv_maxssiz 92 4 pointer pointer to u_long
sv_flags 96 4 uint u_int
sv_set_syscall_retval 100 4 pointer pointer to function
sv_fetch_syscall_args 104 4 pointer pointer to function
sv_syscallnames 108 4 pointer pointer to pointer to const char
sv_timekeep_base 112 4 uint vm_offset_t
sv_shared_page_base 116 4 uint vm_offset_t
sv_shared_page_len 120 4 uint vm_offset_t
sv_sigcode_base 124 4 uint vm_offset_t
sv_shared_page_obj 128 4 pointer pointer to void
sv_schedtail 132 4 pointer pointer to function
sv_thread_detach 136 4 pointer pointer to function
sv_trap 140 4 pointer pointer to function
""",
    "thread": """\
788 struct
td_lock 0 4 pointer volatile pointer to struct mtx
td_proc 4 4 pointer pointer to struct proc
td_plist 8 8 struct struct {anonymous}
td_plist.tqe_next 8 4 pointer pointer to struct thread
td_plist.tqe_prev 12 4 pointer pointer to pointer to struct thread
td_runq 16 8 struct struct {anonymous}
td_runq.tqe_next 16 4 pointer pointer to struct thread
td_runq.tqe_prev 20 4 pointer pointer to pointer to struct thread
td_slpq 24 8 struct struct {anonymous}
td_slpq.tqe_next 24 4 pointer pointer to struct thread
td_slpq.tqe_prev 28 4 pointer pointer to pointer to struct thread
td_lockq 32 8 struct struct {anonymous}
td_lockq.tqe_next 32 4 pointer pointer to struct thread
td_lockq.tqe_prev 36 4 pointer pointer to pointer to struct thread
td_hash 40 8 struct struct {anonymous}
td_hash.le_next 40 4 pointer pointer to struct thread
td_hash.le_prev 44 4 pointer pointer to pointer to struct thread
td_cpuset 48 4 pointer pointer to struct cpuset
td_sel 52 4 pointer pointer to struct seltd
td_sleepqueue 56 4 pointer pointer to struct sleepqueue
td_turnstile 60 4 pointer pointer to struct turnstile
td_rlqe 64 4 pointer pointer to struct rl_q_entry
td_umtxq 68 4 pointer pointer to struct umtx_q
td_vm_dom_policy 72 12 struct struct vm_domain_policy
td_vm_dom_policy.seq 72 4 uint seq_t
td_vm_dom_policy.p 76 8 struct struct vm_domain_policy_entry
td_vm_dom_policy.p.policy 76 4 uint vm_domain_policy_type_t
td_vm_dom_policy.p.domain 80 4 int int
td_tid 84 4 int lwpid_t
td_sigqueue 88 48 struct sigqueue_t
td_sigqueue.sq_signals 88 16 struct sigset_t
td_sigqueue.sq_signals.__bits 88 16 array,4,4,uint __uint32_t[4]
td_sigqueue.sq_kill 104 16 struct sigset_t
td_sigqueue.sq_kill.__bits 104 16 array,4,4,uint __uint32_t[4]
td_sigqueue.sq_list 120 8 struct struct {anonymous}
td_sigqueue.sq_list.tqh_first 120 4 pointer pointer to struct ksiginfo
td_sigqueue.sq_list.tqh_last 124 4 pointer pointer to pointer to struct ksiginfo
td_sigqueue.sq_proc 128 4 pointer pointer to struct proc
td_sigqueue.sq_flags 132 4 int int
td_lend_user_pri 136 1 uint u_char
td_flags 140 4 int int
td_inhibitors 144 4 int int
td_pflags 148 4 int int
td_dupfd 152 4 int int
td_sqqueue 156 4 int int
td_wchan 160 4 pointer pointer to void
td_wmesg 164 4 pointer pointer to const char
td_owepreempt 168 1 uint volatile u_char
td_tsqueue 169 1 uint u_char
td_locks 170 2 int short
td_rw_rlocks 172 2 int short
td_lk_slocks 174 2 int short
td_stopsched 176 2 int short
td_blocked 180 4 pointer pointer to struct turnstile
td_lockname 184 4 pointer pointer to const char
td_contested 188 4 struct struct {anonymous}
td_contested.lh_first 188 4 pointer pointer to struct turnstile
td_sleeplocks 192 4 pointer pointer to struct lock_list_entry
td_intr_nesting_level 196 4 int int
td_pinned 200 4 int int
td_ucred 204 4 pointer pointer to struct ucred
td_limit 208 4 pointer pointer to struct plimit
td_slptick 212 4 int int
td_blktick 216 4 int int
td_swvoltick 220 4 int int
td_swinvoltick 224 4 int int
td_cow 228 4 uint u_int
td_ru 232 72 struct struct rusage
td_rux 304 56 struct struct rusage_ext
td_incruntime 360 8 uint uint64_t
td_runtime 368 8 uint uint64_t
td_pticks 376 4 uint u_int
td_sticks 380 4 uint u_int
td_iticks 384 4 uint u_int
td_uticks 388 4 uint u_int
td_intrval 392 4 int int
td_oldsigmask 396 16 struct sigset_t
td_oldsigmask.__bits 396 16 array,4,4,uint __uint32_t[4]
td_generation 412 4 uint volatile u_int
td_sigstk 416 12 struct stack_t
td_sigstk.ss_sp 416 4 pointer pointer to void
td_sigstk.ss_size 420 4 uint __size_t
td_sigstk.ss_flags 424 4 int int
td_xsig 428 4 int int
td_profil_addr 432 4 uint u_long
td_profil_ticks 436 4 uint u_int
td_name 440 20 char[],20,1,int char[20]
td_fpop 460 4 pointer pointer to struct file
td_dbgflags 464 4 int int
td_dbgksi 468 80 struct struct ksiginfo
td_ng_outbound 548 4 int int
td_osd 552 16 struct struct osd
td_map_def_user 568 4 pointer pointer to struct vm_map_entry
td_dbg_forked 572 4 int pid_t
td_vp_reserv 576 4 uint u_int
td_no_sleeping 580 4 int int
td_dom_rr_idx 584 4 int int
td_su 588 4 pointer pointer to void
td_sigmask 592 16 struct sigset_t
td_sigmask.__bits 592 16 array,4,4,uint __uint32_t[4]
td_rqindex 608 1 uint u_char
td_base_pri 609 1 uint u_char
td_priority 610 1 uint u_char
td_pri_class 611 1 uint u_char
td_user_pri 612 1 uint u_char
td_base_user_pri 613 1 uint u_char
td_dbg_sc_code 616 4 uint u_int
td_dbg_sc_narg 620 4 uint u_int
td_rb_list 624 4 uint uintptr_t
td_rbp_list 628 4 uint uintptr_t
td_rb_inact 632 4 uint uintptr_t
td_pcb 636 4 pointer pointer to struct pcb
td_state 640 4 uint enum {anonymous}
td_uretoff 644 8 union union {anonymous}
td_uretoff.tdu_retval 644 8 array,2,4,int register_t[2]
td_uretoff.tdu_off 644 8 int off_t
td_cowgen 652 4 uint u_int
td_slpcallout 656 44 struct struct callout
td_frame 700 4 pointer pointer to struct trapframe
td_kstack_obj 704 4 pointer pointer to struct vm_object
td_kstack 708 4 uint vm_offset_t
td_kstack_pages 712 4 int int
td_critnest 716 4 uint volatile u_int
td_md 720 12 struct struct mdthread
td_ar 732 4 pointer pointer to struct kaudit_record
td_lprof 736 8 array,2,4,struct struct lpohead[2]
td_dtrace 744 4 pointer pointer to struct kdtrace_thread
td_errno 748 4 int int
td_vnet 752 4 pointer pointer to struct vnet
td_vnet_lpush 756 4 pointer pointer to const char
td_intr_frame 760 4 pointer pointer to struct trapframe
td_rfppwait_p 764 4 pointer pointer to struct proc
td_ma 768 4 pointer pointer to pointer to struct vm_page
td_ma_cnt 772 4 int int
td_emuldata 776 4 pointer pointer to void
td_lastcpu 780 4 int int
td_oncpu 784 4 int int
""",
    "timespec": """\
8 struct
tv_sec 0 4 int time_t
tv_nsec 4 4 int long
""",
    "timeval": """\
8 struct
tv_sec 0 4 int time_t
tv_usec 4 4 int suseconds_t
""",
    "tty": """\
508 struct
t_mtx 0 4 pointer pointer to struct mtx
t_mtxobj 4 20 struct struct mtx
t_list 24 8 struct struct {anonymous}
t_list.tqe_next 24 4 pointer pointer to struct tty
t_list.tqe_prev 28 4 pointer pointer to pointer to struct tty
t_flags 32 4 uint unsigned int
t_revokecnt 36 4 uint unsigned int
t_inq 40 40 struct struct ttyinq
t_inlow 80 4 uint size_t
t_outq 84 24 struct struct ttyoutq
t_outlow 108 4 uint size_t
t_inwait 112 8 struct struct cv
t_outwait 120 8 struct struct cv
t_outserwait 128 8 struct struct cv
t_bgwait 136 8 struct struct cv
t_dcdwait 144 8 struct struct cv
t_inpoll 152 40 struct struct selinfo
t_outpoll 192 40 struct struct selinfo
t_sigio 232 4 pointer pointer to struct sigio
t_termios 236 44 struct struct termios
t_winsize 280 8 struct struct winsize
t_column 288 4 uint unsigned int
t_writepos 292 4 uint unsigned int
t_compatflags 296 4 int int
t_termios_init_in 300 44 struct struct termios
t_termios_lock_in 344 44 struct struct termios
t_termios_init_out 388 44 struct struct termios
t_termios_lock_out 432 44 struct struct termios
t_devsw 476 4 pointer pointer to struct ttydevsw
t_hook 480 4 pointer pointer to struct ttyhook
t_pgrp 484 4 pointer pointer to struct pgrp
t_session 488 4 pointer pointer to struct session
t_sessioncnt 492 4 uint unsigned int
t_devswsoftc 496 4 pointer pointer to void
t_hooksoftc 500 4 pointer pointer to void
t_dev 504 4 pointer pointer to struct cdev
""",
    "ucred": """\
184 struct
cr_ref 0 4 uint u_int
cr_uid 4 4 uint uid_t
cr_ruid 8 4 uint uid_t
cr_svuid 12 4 uint uid_t
cr_ngroups 16 4 int int
cr_rgid 20 4 uint gid_t
cr_svgid 24 4 uint gid_t
cr_uidinfo 28 4 pointer pointer to struct uidinfo
cr_ruidinfo 32 4 pointer pointer to struct uidinfo
cr_prison 36 4 pointer pointer to struct prison
cr_loginclass 40 4 pointer pointer to struct loginclass
cr_flags 44 4 uint u_int
cr_pspare2 48 8 array,2,4,pointer pointer to void[2]
cr_label 56 4 pointer pointer to struct label
cr_audit 64 48 struct struct auditinfo_addr
cr_groups 112 4 pointer pointer to gid_t
cr_agroups 116 4 int int
cr_smallgroups 120 64 array,16,4,uint gid_t[16]
""",
    "uidinfo": """\
68 struct
ui_hash 0 8 struct struct {anonymous}
ui_hash.le_next 0 4 pointer pointer to struct uidinfo
ui_hash.le_prev 4 4 pointer pointer to pointer to struct uidinfo
ui_vmsize_mtx 8 20 struct struct mtx
ui_vmsize 28 8 int vm_ooffset_t
ui_sbsize 36 4 int long
ui_proccnt 40 4 int long
ui_ptscnt 44 4 int long
ui_kqcnt 48 4 int long
ui_umtxcnt 52 4 int long
ui_uid 56 4 uint uid_t
ui_ref 60 4 uint u_int
ui_racct 64 4 pointer pointer to struct racct
""",
    "unpcb": """\
172 struct
unp_link 0 8 struct struct {anonymous}
unp_link.le_next 0 4 pointer pointer to struct unpcb
unp_link.le_prev 4 4 pointer pointer to pointer to struct unpcb
unp_socket 8 4 pointer pointer to struct socket
unp_file 12 4 pointer pointer to struct file
unp_vnode 16 4 pointer pointer to struct vnode
unp_ino 20 4 uint ino_t
unp_conn 24 4 pointer pointer to struct unpcb
unp_refs 28 4 struct struct unp_head
unp_refs.lh_first 28 4 pointer pointer to struct unpcb
unp_reflink 32 8 struct struct {anonymous}
unp_reflink.le_next 32 4 pointer pointer to struct unpcb
unp_reflink.le_prev 36 4 pointer pointer to pointer to struct unpcb
unp_addr 40 4 pointer pointer to struct sockaddr_un
reserved1 44 4 int int
reserved2 48 4 int int
unp_gencnt 52 8 uint unp_gen_t
unp_flags 60 2 int short
unp_gcflag 62 2 int short
unp_peercred 64 80 struct struct xucred
unp_peercred.cr_version 64 4 uint u_int
unp_peercred.cr_uid 68 4 uint uid_t
unp_peercred.cr_ngroups 72 2 int short
unp_peercred.cr_groups 76 64 array,16,4,uint gid_t[16]
unp_peercred._cr_unused1 140 4 pointer pointer to void
unp_refcount 144 4 uint u_int
unp_msgcount 148 4 uint u_int
unp_mtx 152 20 struct struct mtx
""",
    "vfsconf": """\
48 struct
vfc_version 0 4 uint u_int
vfc_name 4 16 char[],16,1,int char[16]
vfc_vfsops 20 4 pointer pointer to struct vfsops
vfc_typenum 24 4 int int
vfc_refcount 28 4 int int
vfc_flags 32 4 int int
vfc_opts 36 4 pointer pointer to struct vfsoptdecl
vfc_list 40 8 struct struct {anonymous}
vfc_list.tqe_next 40 4 pointer pointer to struct vfsconf
vfc_list.tqe_prev 44 4 pointer pointer to pointer to struct vfsconf
""",
    "vm_map": """\
140 struct
header 0 72 struct struct vm_map_entry
lock 72 20 struct struct sx
system_mtx 92 20 struct struct mtx
nentries 112 4 int int
size 116 4 uint vm_size_t
timestamp 120 4 uint u_int
needs_wakeup 124 1 uint u_char
system_map 125 1 uint u_char
flags 126 1 uint vm_flags_t
root 128 4 pointer vm_map_entry_t
pmap 132 4 pointer pmap_t
busy 136 4 int int
""",
    "vm_map_entry": """\
72 struct
prev 0 4 pointer pointer to struct vm_map_entry
next 4 4 pointer pointer to struct vm_map_entry
left 8 4 pointer pointer to struct vm_map_entry
right 12 4 pointer pointer to struct vm_map_entry
start 16 4 uint vm_offset_t
end 20 4 uint vm_offset_t
avail_ssize 24 4 uint vm_offset_t
next_read 28 4 uint vm_offset_t
adj_free 32 4 uint vm_size_t
max_free 36 4 uint vm_size_t
object 40 4 union union vm_map_object
object.vm_object 40 4 pointer pointer to struct vm_object
object.sub_map 40 4 pointer pointer to struct vm_map
offset 44 8 int vm_ooffset_t
eflags 52 4 uint vm_eflags_t
protection 56 1 uint vm_prot_t
max_protection 57 1 uint vm_prot_t
inheritance 58 1 int vm_inherit_t
read_ahead 59 1 uint uint8_t
wired_count 60 4 int int
cred 64 4 pointer pointer to struct ucred
wiring_thread 68 4 pointer pointer to struct thread
""",
    "vm_object": """\
160 struct
lock 0 20 struct struct rwlock
object_list 20 8 struct struct {anonymous}
object_list.tqe_next 20 4 pointer pointer to struct vm_object
object_list.tqe_prev 24 4 pointer pointer to pointer to struct vm_object
shadow_head 28 4 struct struct {anonymous}
shadow_head.lh_first 28 4 pointer pointer to struct vm_object
shadow_list 32 8 struct struct {anonymous}
shadow_list.le_next 32 4 pointer pointer to struct vm_object
shadow_list.le_prev 36 4 pointer pointer to pointer to struct vm_object
memq 40 8 struct struct respgs
memq.tqh_first 40 4 pointer pointer to struct vm_page
memq.tqh_last 44 4 pointer pointer to pointer to struct vm_page
rtree 48 8 struct struct vm_radix
rtree.rt_root 48 4 uint uintptr_t
rtree.rt_flags 52 1 uint uint8_t
size 56 8 uint vm_pindex_t
generation 64 4 int int
ref_count 68 4 int int
shadow_count 72 4 int int
memattr 76 1 int vm_memattr_t
type 77 1 uint objtype_t
flags 78 2 uint u_short
pg_color 80 2 uint u_short
paging_in_progress 84 4 uint u_int
resident_page_count 88 4 int int
backing_object 92 4 pointer pointer to struct vm_object
backing_object_offset 96 8 int vm_ooffset_t
pager_object_list 104 8 struct struct {anonymous}
pager_object_list.tqe_next 104 4 pointer pointer to struct vm_object
pager_object_list.tqe_prev 108 4 pointer pointer to pointer to struct vm_object
rvq 112 4 struct struct {anonymous}
rvq.lh_first 112 4 pointer pointer to struct vm_reserv
cache 116 8 struct struct vm_radix
cache.rt_root 116 4 uint uintptr_t
cache.rt_flags 120 1 uint uint8_t
handle 124 4 pointer pointer to void
un_pager 128 16 union union {anonymous}
un_pager.vnp 128 16 struct struct {anonymous}
un_pager.vnp.vnp_size 128 8 int off_t
un_pager.vnp.writemappings 136 8 int vm_ooffset_t
un_pager.devp 128 16 struct struct {anonymous}
un_pager.devp.devp_pglist 128 8 struct struct {anonymous}
un_pager.devp.devp_pglist.tqh_first 128 4 pointer pointer to struct vm_page
un_pager.devp.devp_pglist.tqh_last 132 4 pointer pointer to pointer to struct vm_page
un_pager.devp.ops 136 4 pointer pointer to struct cdev_pager_ops
un_pager.devp.dev 140 4 pointer pointer to struct cdev
un_pager.sgp 128 8 struct struct {anonymous}
un_pager.sgp.sgp_pglist 128 8 struct struct {anonymous}
un_pager.sgp.sgp_pglist.tqh_first 128 4 pointer pointer to struct vm_page
un_pager.sgp.sgp_pglist.tqh_last 132 4 pointer pointer to pointer to struct vm_page
un_pager.swp 128 8 struct struct {anonymous}
un_pager.swp.swp_tmpfs 128 4 pointer pointer to void
un_pager.swp.swp_bcount 132 4 int int
cred 144 4 pointer pointer to struct ucred
charge 148 8 int vm_ooffset_t
umtx_data 156 4 pointer pointer to void
""",
    "vm_page": """\
68 struct
plinks 0 8 union union {anonymous}
plinks.q 0 8 struct struct {anonymous}
plinks.q.tqe_next 0 4 pointer pointer to struct vm_page
plinks.q.tqe_prev 4 4 pointer pointer to pointer to struct vm_page
plinks.s 0 8 struct struct {anonymous}
plinks.s.ss 0 4 struct struct {anonymous}
plinks.s.ss.sle_next 0 4 pointer pointer to struct vm_page
plinks.s.pv 4 4 pointer pointer to void
plinks.memguard 0 8 struct struct {anonymous}
plinks.memguard.p 0 4 uint u_long
plinks.memguard.v 4 4 uint u_long
listq 8 8 struct struct {anonymous}
listq.tqe_next 8 4 pointer pointer to struct vm_page
listq.tqe_prev 12 4 pointer pointer to pointer to struct vm_page
object 16 4 pointer vm_object_t
pindex 20 8 uint vm_pindex_t
phys_addr 28 4 uint vm_paddr_t
md 32 12 struct struct md_page
md.pv_list 32 8 struct struct {anonymous}
md.pv_list.tqh_first 32 4 pointer pointer to struct pv_entry
md.pv_list.tqh_last 36 4 pointer pointer to pointer to struct pv_entry
md.pat_mode 40 4 int int
wire_count 44 4 uint u_int
busy_lock 48 4 uint volatile u_int
hold_count 52 2 uint uint16_t
flags 54 2 uint uint16_t
aflags 56 1 uint uint8_t
oflags 57 1 uint uint8_t
queue 58 1 uint uint8_t
psind 59 1 int int8_t
segind 60 1 int int8_t
order 61 1 uint uint8_t
pool 62 1 uint uint8_t
act_count 63 1 uint u_char
valid 64 1 uint vm_page_bits_t
dirty 65 1 uint vm_page_bits_t
""",
    "vmspace": """\
236 struct
vm_map 0 140 struct struct vm_map
vm_shm 140 4 pointer pointer to struct shmmap_state
vm_swrss 144 4 int segsz_t
vm_tsize 148 4 int segsz_t
vm_dsize 152 4 int segsz_t
vm_ssize 156 4 int segsz_t
vm_taddr 160 4 pointer caddr_t
vm_daddr 164 4 pointer caddr_t
vm_maxsaddr 168 4 pointer caddr_t
vm_refcnt 172 4 int volatile int
vm_pmap 176 60 struct struct pmap
""",
    "vnet": """\
32 struct
vnet_le 0 8 struct struct {anonymous}
vnet_le.le_next 0 4 pointer pointer to struct vnet
vnet_le.le_prev 4 4 pointer pointer to pointer to struct vnet
vnet_magic_n 8 4 uint u_int
vnet_ifcnt 12 4 uint u_int
vnet_sockcnt 16 4 uint u_int
vnet_state 20 4 uint u_int
vnet_data_mem 24 4 pointer pointer to void
vnet_data_base 28 4 uint uintptr_t
""",
    "vnode": """\
284 struct
v_tag 0 4 pointer pointer to const char
v_op 4 4 pointer pointer to struct vop_vector
v_data 8 4 pointer pointer to void
v_mount 12 4 pointer pointer to struct mount
v_nmntvnodes 16 8 struct struct {anonymous}
v_nmntvnodes.tqe_next 16 4 pointer pointer to struct vnode
v_nmntvnodes.tqe_prev 20 4 pointer pointer to pointer to struct vnode
v_un 24 4 union union {anonymous}
v_un.vu_mount 24 4 pointer pointer to struct mount
v_un.vu_socket 24 4 pointer pointer to struct socket
v_un.vu_cdev 24 4 pointer pointer to struct cdev
v_un.vu_fifoinfo 24 4 pointer pointer to struct fifoinfo
v_hashlist 28 8 struct struct {anonymous}
v_hashlist.le_next 28 4 pointer pointer to struct vnode
v_hashlist.le_prev 32 4 pointer pointer to pointer to struct vnode
v_cache_src 36 4 struct struct {anonymous}
v_cache_src.lh_first 36 4 pointer pointer to struct namecache
v_cache_dst 40 8 struct struct {anonymous}
v_cache_dst.tqh_first 40 4 pointer pointer to struct namecache
v_cache_dst.tqh_last 44 4 pointer pointer to pointer to struct namecache
v_cache_dd 48 4 pointer pointer to struct namecache
v_lock 52 32 struct struct lock
v_interlock 84 20 struct struct mtx
v_vnlock 104 4 pointer pointer to struct lock
v_actfreelist 108 8 struct struct {anonymous}
v_actfreelist.tqe_next 108 4 pointer pointer to struct vnode
v_actfreelist.tqe_prev 112 4 pointer pointer to pointer to struct vnode
v_bufobj 116 88 struct struct bufobj
v_pollinfo 204 4 pointer pointer to struct vpollinfo
v_label 208 4 pointer pointer to struct label
v_lockf 212 4 pointer pointer to struct lockf
v_rl 216 12 struct struct rangelock
v_rl.rl_waiters 216 8 struct struct {anonymous}
v_rl.rl_waiters.tqh_first 216 4 pointer pointer to struct rl_q_entry
v_rl.rl_waiters.tqh_last 220 4 pointer pointer to pointer to struct rl_q_entry
v_rl.rl_currdep 224 4 pointer pointer to struct rl_q_entry
v_cstart 228 8 int daddr_t
v_lasta 236 8 int daddr_t
v_lastw 244 8 int daddr_t
v_clen 252 4 int int
v_holdcnt 256 4 uint u_int
v_usecount 260 4 uint u_int
v_iflag 264 4 uint u_int
v_vflag 268 4 uint u_int
v_writecount 272 4 int int
v_hash 276 4 uint u_int
v_type 280 4 uint enum vtype
""",
    "xswdev": """\
20 struct
xsw_version 0 4 uint u_int
xsw_dev 4 4 uint dev_t
xsw_flags 8 4 int int
xsw_nblks 12 4 int int
xsw_used 16 4 int int
""",
}

ALIASES = {}

TYPEDEFS = {}

CONSTANTS = {
    "COMMLEN": 19,
    "CPUSTATES": 5,
    "CRED_FLAG_CAPMODE": 1,
    "KERNBASE": 3221225472,
    "KERNLOAD": 4194304,
    "KI_CRF_CAPABILITY_MODE": 1,
    "KI_CRF_GRP_OVERFLOW": 2147483648,
    "KI_CTTY": 1,
    "KI_EMULNAMELEN": 16,
    "KI_LOCKBLOCK": 4,
    "KI_NGROUPS": 16,
    "KI_SLEADER": 2,
    "KSTACK_PAGES": 2,
    "LOCKNAMELEN": 8,
    "LOGINCLASSLEN": 17,
    "MAXCOMLEN": 19,
    "MAXCPU": 32,
    "MAXCPU_OLD": 254,
    "MAXLOGNAME": 33,
    "MSG_MAGIC": 405602,
    "NOCPU": 18446744073709551615,
    "NOCPU_OLD": 255,
    "PAGE_SIZE": 4096,
    "PRS_NEW": 0,
    "PRS_NORMAL": 1,
    "PRS_ZOMBIE": 2,
    "P_CONTROLT": 2,
    "P_INMEM": 268435456,
    "P_STOPPED_SIG": 131072,
    "P_STOPPED_SINGLE": 524288,
    "P_STOPPED_TRACE": 262144,
    "P_SYSTEM": 512,
    "P_TRACED": 2048,
    "P_WEXIT": 8192,
    "SIDL": 1,
    "SLOCK": 7,
    "SRUN": 2,
    "SSLEEP": 3,
    "SSTOP": 4,
    "SWAIT": 6,
    "SW_CLOSING": 4,
    "SW_UNMAPPED": 1,
    "SZOMB": 5,
    "TDI_IWAIT": 16,
    "TDI_LOCK": 8,
    "TDI_SLEEPING": 2,
    "TDI_SUSPENDED": 1,
    "TDI_SWAPPED": 4,
    "TDNAMLEN": 16,
    "TDS_CAN_RUN": 2,
    "TDS_INACTIVE": 0,
    "TDS_INHIBITED": 1,
    "TDS_RUNNING": 4,
    "TDS_RUNQ": 3,
    "VM_MAX_KERNEL_ADDRESS": 4294963200,
    "VM_MIN_KERNEL_ADDRESS": 3220172800,
    "VNET_MAGIC_N": 1041076009,
    "WMESGLEN": 8,
}

SCALARS = {}
