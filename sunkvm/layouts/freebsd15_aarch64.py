# ruff: noqa
# mypy: ignore-errors
"""Struct layouts of FreeBSD 15.x, aarch64. Made by tests/oracle/make_tables.py; do not edit.

Source: FreeBSD 15.x-based derivative (Renux 0.1, __FreeBSD_version 1501502), github renuxproject/src @
eb25ea758ebc3340ffdbe153597f732ac2b4af20; kernel view (-D_KERNEL) of the tree's own sys/ headers with the
GENERIC config's options (config(8) opt_*.h reproduced), clang 14 DWARF for the aarch64 target; nlist/kvm_*
structs from include/nlist.h and lib/libkvm/kvm.h (user view).

GENERIC kernel, aarch64, little-endian.

A struct is a text: size and tag, then a line for each member with its name, offset, size, kind and type.
The kind of arrays is followed by ",count,element size,element kind", that of bit-fields by ":bits:shift".
"""

STRUCTS = {
    "bintime": """\
16 struct
sec 0 8 int time_t
frac 8 8 uint uint64_t
""",
    "bitset": """\
8 struct
__bits 0 8 array,1,8,uint unsigned long[1]
""",
    "callout": """\
64 struct
c_links 0 16 union union {anonymous}
c_links.le 0 16 struct struct {anonymous}
c_links.le.le_next 0 8 pointer pointer to struct callout
c_links.le.le_prev 8 8 pointer pointer to pointer to struct callout
c_links.sle 0 8 struct struct {anonymous}
c_links.sle.sle_next 0 8 pointer pointer to struct callout
c_links.tqe 0 16 struct struct {anonymous}
c_links.tqe.tqe_next 0 8 pointer pointer to struct callout
c_links.tqe.tqe_prev 8 8 pointer pointer to pointer to struct callout
c_time 16 8 int __sbintime_t
c_precision 24 8 int __sbintime_t
c_arg 32 8 pointer pointer to void
c_func 40 8 pointer pointer to callout_func_t
c_lock 48 8 pointer pointer to struct lock_object
c_flags 56 2 int short
c_iflags 58 2 int short
c_cpu 60 4 int volatile int
""",
    "cdev": """\
480 struct
si_spare0 0 8 pointer pointer to void
si_flags 8 4 uint u_int
si_atime 16 16 struct struct timespec
si_ctime 32 16 struct struct timespec
si_mtime 48 16 struct struct timespec
si_uid 64 4 uint uid_t
si_gid 68 4 uint gid_t
si_mode 72 2 uint mode_t
si_cred 80 8 pointer pointer to struct ucred
si_drv0 88 4 int int
si_refcount 92 4 int int
si_list 96 16 struct struct {anonymous}
si_list.le_next 96 8 pointer pointer to struct cdev
si_list.le_prev 104 8 pointer pointer to pointer to struct cdev
si_clone 112 16 struct struct {anonymous}
si_clone.le_next 112 8 pointer pointer to struct cdev
si_clone.le_prev 120 8 pointer pointer to pointer to struct cdev
si_children 128 8 struct struct {anonymous}
si_children.lh_first 128 8 pointer pointer to struct cdev
si_siblings 136 16 struct struct {anonymous}
si_siblings.le_next 136 8 pointer pointer to struct cdev
si_siblings.le_prev 144 8 pointer pointer to pointer to struct cdev
si_parent 152 8 pointer pointer to struct cdev
si_mountpt 160 8 pointer pointer to struct mount
si_drv1 168 8 pointer pointer to void
si_drv2 176 8 pointer pointer to void
si_devsw 184 8 pointer pointer to struct cdevsw
si_iosize_max 192 4 int int
si_usecount 200 8 uint u_long
si_threadcount 208 8 uint u_long
__si_u 216 8 union union {anonymous}
__si_u.__sid_snapdata 216 8 pointer pointer to struct snapdata
si_name 224 256 char[],256,1,uint char[256]
""",
    "domain": """\
80 struct
dom_next 0 8 struct struct {anonymous}
dom_next.sle_next 0 8 pointer pointer to struct domain
dom_family 8 4 int int
dom_nprotosw 12 4 uint u_int
dom_name 16 8 pointer pointer to char
dom_flags 24 4 int int
dom_probe 32 8 pointer pointer to function
dom_rtattach 40 8 pointer pointer to function
dom_rtdetach 48 8 pointer pointer to function
dom_ifattach 56 8 pointer pointer to function
dom_ifdetach 64 8 pointer pointer to function
dom_ifmtu 72 8 pointer pointer to function
dom_protosw 80 0 array,0,8,pointer pointer to struct protosw[0]
""",
    "fdescenttbl": """\
8 struct
fdt_nfiles 0 4 int int
fdt_ofiles 8 0 array,0,48,struct struct filedescent[0]
""",
    "file": """\
80 struct
f_flag 0 4 uint volatile u_int
f_count 4 4 uint volatile u_int
f_data 8 8 pointer pointer to void
f_ops 16 8 pointer pointer to const struct fileops
f_vnode 24 8 pointer pointer to struct vnode
f_cred 32 8 pointer pointer to struct ucred
f_type 40 2 int short
f_vflags 42 2 int short
f_seqcount 44 4 array,2,2,int int16_t[2]
f_pipegen 44 4 int int
f_nextoff 48 16 array,2,8,int off_t[2]
f_vnun 64 8 union union {anonymous}
f_vnun.fvn_cdevpriv 64 8 pointer pointer to struct cdev_privdata
f_vnun.fvn_advice 64 8 pointer pointer to struct fadvise_info
f_offset 72 8 int off_t
""",
    "filedesc": """\
88 struct
fd_files 0 8 pointer pointer to struct fdescenttbl
fd_map 8 8 pointer pointer to u_long
fd_freefile 16 4 int int
fd_refcnt 20 4 int int
fd_holdcnt 24 4 int int
fd_sx 32 32 struct struct sx
fd_kqlist 64 16 struct struct kqlist
fd_kqlist.tqh_first 64 8 pointer pointer to struct kqueue
fd_kqlist.tqh_last 72 8 pointer pointer to pointer to struct kqueue
fd_holdleaderscount 80 4 int int
fd_holdleaderswakeup 84 4 int int
""",
    "filedescent": """\
48 struct
fde_file 0 8 pointer pointer to struct file
fde_caps 8 32 struct struct filecaps
fde_caps.fc_rights 8 16 struct cap_rights_t
fde_caps.fc_rights.cr_rights 8 16 array,2,8,uint uint64_t[2]
fde_caps.fc_ioctls 24 8 pointer pointer to u_long
fde_caps.fc_nioctls 32 2 int int16_t
fde_caps.fc_fcntls 36 4 uint uint32_t
fde_flags 40 1 uint uint8_t
fde_seqc 44 4 uint seqc_t
""",
    "itimerval": """\
32 struct
it_interval 0 16 struct struct timeval
it_value 16 16 struct struct timeval
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
kf_un 32 304 union union {anonymous}
kf_un.kf_sock 32 304 struct struct {anonymous}
kf_un.kf_sock.kf_sock_sendq 32 4 uint uint32_t
kf_un.kf_sock.kf_sock_domain0 36 4 int int
kf_un.kf_sock.kf_sock_type0 40 4 int int
kf_un.kf_sock.kf_sock_protocol0 44 4 int int
kf_un.kf_sock.kf_sa_local 48 128 struct struct sockaddr_storage
kf_un.kf_sock.kf_sa_peer 176 128 struct struct sockaddr_storage
kf_un.kf_sock.kf_sock_pcb 304 8 uint uint64_t
kf_un.kf_sock.kf_sock_inpcb 312 8 uint uint64_t
kf_un.kf_sock.kf_sock_unpconn 320 8 uint uint64_t
kf_un.kf_sock.kf_sock_snd_sb_state 328 2 uint uint16_t
kf_un.kf_sock.kf_sock_rcv_sb_state 330 2 uint uint16_t
kf_un.kf_sock.kf_sock_recvq 332 4 uint uint32_t
kf_un.kf_file 32 304 struct struct {anonymous}
kf_un.kf_file.kf_file_type 32 4 int int
kf_un.kf_file.kf_spareint 36 12 array,3,4,int int[3]
kf_un.kf_file.kf_spareint64 48 232 array,29,8,uint uint64_t[29]
kf_un.kf_file.kf_file_nlink 280 8 uint uint64_t
kf_un.kf_file.kf_file_fsid 288 8 uint uint64_t
kf_un.kf_file.kf_file_rdev 296 8 uint uint64_t
kf_un.kf_file.kf_file_fileid 304 8 uint uint64_t
kf_un.kf_file.kf_file_size 312 8 uint uint64_t
kf_un.kf_file.kf_file_fsid_freebsd11 320 4 uint uint32_t
kf_un.kf_file.kf_file_rdev_freebsd11 324 4 uint uint32_t
kf_un.kf_file.kf_file_mode 328 2 uint uint16_t
kf_un.kf_file.kf_file_pad0 330 2 uint uint16_t
kf_un.kf_file.kf_file_pad1 332 4 uint uint32_t
kf_un.kf_sem 32 280 struct struct {anonymous}
kf_un.kf_sem.kf_spareint 32 16 array,4,4,uint uint32_t[4]
kf_un.kf_sem.kf_spareint64 48 256 array,32,8,uint uint64_t[32]
kf_un.kf_sem.kf_sem_value 304 4 uint uint32_t
kf_un.kf_sem.kf_sem_mode 308 2 uint uint16_t
kf_un.kf_pipe 32 304 struct struct {anonymous}
kf_un.kf_pipe.kf_spareint 32 16 array,4,4,uint uint32_t[4]
kf_un.kf_pipe.kf_spareint64 48 256 array,32,8,uint uint64_t[32]
kf_un.kf_pipe.kf_pipe_addr 304 8 uint uint64_t
kf_un.kf_pipe.kf_pipe_peer 312 8 uint uint64_t
kf_un.kf_pipe.kf_pipe_buffer_cnt 320 4 uint uint32_t
kf_un.kf_pipe.kf_pipe_buffer_in 324 4 uint uint32_t
kf_un.kf_pipe.kf_pipe_buffer_out 328 4 uint uint32_t
kf_un.kf_pipe.kf_pipe_buffer_size 332 4 uint uint32_t
kf_un.kf_pts 32 304 struct struct {anonymous}
kf_un.kf_pts.kf_spareint 32 16 array,4,4,uint uint32_t[4]
kf_un.kf_pts.kf_spareint64 48 256 array,32,8,uint uint64_t[32]
kf_un.kf_pts.kf_pts_dev_freebsd11 304 4 uint uint32_t
kf_un.kf_pts.kf_pts_pad0 308 4 uint uint32_t
kf_un.kf_pts.kf_pts_dev 312 8 uint uint64_t
kf_un.kf_pts.kf_pts_pad1 320 16 array,4,4,uint uint32_t[4]
kf_un.kf_proc 32 280 struct struct {anonymous}
kf_un.kf_proc.kf_spareint 32 16 array,4,4,uint uint32_t[4]
kf_un.kf_proc.kf_spareint64 48 256 array,32,8,uint uint64_t[32]
kf_un.kf_proc.kf_pid 304 4 int pid_t
kf_un.kf_eventfd 32 32 struct struct {anonymous}
kf_un.kf_eventfd.kf_eventfd_value 32 8 uint uint64_t
kf_un.kf_eventfd.kf_eventfd_flags 40 4 uint uint32_t
kf_un.kf_eventfd.kf_eventfd_spareint 44 12 array,3,4,uint uint32_t[3]
kf_un.kf_eventfd.kf_eventfd_addr 56 8 uint uint64_t
kf_un.kf_timerfd 32 16 struct struct {anonymous}
kf_un.kf_timerfd.kf_timerfd_clockid 32 4 uint uint32_t
kf_un.kf_timerfd.kf_timerfd_flags 36 4 uint uint32_t
kf_un.kf_timerfd.kf_timerfd_addr 40 8 uint uint64_t
kf_un.kf_jail 32 4 struct struct {anonymous}
kf_un.kf_jail.kf_jid 32 4 int int32_t
kf_un.kf_kqueue 32 16 struct struct {anonymous}
kf_un.kf_kqueue.kf_kqueue_addr 32 8 uint uint64_t
kf_un.kf_kqueue.kf_kqueue_count 40 4 int int32_t
kf_un.kf_kqueue.kf_kqueue_state 44 4 int int32_t
kf_un.kf_inotify 32 16 struct struct {anonymous}
kf_un.kf_inotify.kf_inotify_npending 32 8 uint uint64_t
kf_un.kf_inotify.kf_inotify_nbpending 40 8 uint uint64_t
kf_status 336 2 uint uint16_t
kf_pad1 338 2 uint uint16_t
_kf_ispare0 340 4 int int
kf_cap_rights 344 16 struct cap_rights_t
kf_cap_rights.cr_rights 344 16 array,2,8,uint uint64_t[2]
_kf_cap_spare 360 8 uint uint64_t
kf_path 368 1024 char[],1024,1,uint char[1024]
""",
    "kinfo_proc": """\
1088 struct
ki_structsize 0 4 int int
ki_layout 4 4 int int
ki_args 8 8 pointer pointer to struct pargs
ki_paddr 16 8 pointer pointer to struct proc
ki_addr 24 8 pointer pointer to struct user
ki_tracep 32 8 pointer pointer to struct vnode
ki_textvp 40 8 pointer pointer to struct vnode
ki_fd 48 8 pointer pointer to struct filedesc
ki_vmspace 56 8 pointer pointer to struct vmspace
ki_wchan 64 8 pointer pointer to const void
ki_pid 72 4 int pid_t
ki_ppid 76 4 int pid_t
ki_pgid 80 4 int pid_t
ki_tpgid 84 4 int pid_t
ki_sid 88 4 int pid_t
ki_tsid 92 4 int pid_t
ki_jobc 96 2 int short
ki_spare_short1 98 2 int short
ki_tdev_freebsd11 100 4 uint uint32_t
ki_siglist 104 16 struct sigset_t
ki_siglist.__bits 104 16 array,4,4,uint __uint32_t[4]
ki_sigmask 120 16 struct sigset_t
ki_sigmask.__bits 120 16 array,4,4,uint __uint32_t[4]
ki_sigignore 136 16 struct sigset_t
ki_sigignore.__bits 136 16 array,4,4,uint __uint32_t[4]
ki_sigcatch 152 16 struct sigset_t
ki_sigcatch.__bits 152 16 array,4,4,uint __uint32_t[4]
ki_uid 168 4 uint uid_t
ki_ruid 172 4 uint uid_t
ki_svuid 176 4 uint uid_t
ki_rgid 180 4 uint gid_t
ki_svgid 184 4 uint gid_t
ki_ngroups 188 2 int short
ki_spare_short2 190 2 int short
ki_groups 192 64 array,16,4,uint gid_t[16]
ki_size 256 8 uint vm_size_t
ki_rssize 264 8 int segsz_t
ki_swrss 272 8 int segsz_t
ki_tsize 280 8 int segsz_t
ki_dsize 288 8 int segsz_t
ki_ssize 296 8 int segsz_t
ki_xstat 304 2 uint u_short
ki_acflag 306 2 uint u_short
ki_pctcpu 308 4 uint fixpt_t
ki_estcpu 312 4 uint u_int
ki_slptime 316 4 uint u_int
ki_swtime 320 4 uint u_int
ki_cow 324 4 uint u_int
ki_runtime 328 8 uint u_int64_t
ki_start 336 16 struct struct timeval
ki_childtime 352 16 struct struct timeval
ki_flag 368 8 int long
ki_kiflag 376 8 int long
ki_traceflag 384 4 int int
ki_stat 388 1 uint char
ki_nice 389 1 int signed char
ki_lock 390 1 uint char
ki_rqindex 391 1 uint char
ki_oncpu_old 392 1 uint u_char
ki_lastcpu_old 393 1 uint u_char
ki_tdname 394 17 char[],17,1,uint char[17]
ki_wmesg 411 9 char[],9,1,uint char[9]
ki_login 420 18 char[],18,1,uint char[18]
ki_lockname 438 9 char[],9,1,uint char[9]
ki_comm 447 20 char[],20,1,uint char[20]
ki_emul 467 17 char[],17,1,uint char[17]
ki_loginclass 484 18 char[],18,1,uint char[18]
ki_moretdname 502 4 char[],4,1,uint char[4]
ki_sparestrings 506 38 char[],38,1,uint char[38]
ki_spareints 544 8 array,2,4,int int[2]
ki_reaper 552 4 int pid_t
ki_reapsubtree 556 4 int pid_t
ki_tdev 560 8 uint uint64_t
ki_oncpu 568 4 int int
ki_lastcpu 572 4 int int
ki_tracer 576 4 int int
ki_flag2 580 4 int int
ki_fibnum 584 4 int int
ki_cr_flags 588 4 uint u_int
ki_jid 592 4 int int
ki_numthreads 596 4 int int
ki_tid 600 4 int lwpid_t
ki_pri 604 4 struct struct priority
ki_rusage 608 144 struct struct rusage
ki_rusage_ch 752 144 struct struct rusage
ki_pcb 896 8 pointer pointer to struct pcb
ki_kstack 904 8 pointer pointer to void
ki_udata 912 8 pointer pointer to void
ki_tdaddr 920 8 pointer pointer to struct thread
ki_pd 928 8 pointer pointer to struct pwddesc
ki_uerrmsg 936 8 pointer pointer to void
ki_spareptrs 944 32 array,4,8,pointer pointer to void[4]
ki_sparelongs 976 96 array,12,8,int long[12]
ki_sflag 1072 8 int long
ki_tdflags 1080 8 int long
""",
    "kinfo_vmentry": """\
1160 struct
kve_structsize 0 4 int int
kve_type 4 4 int int
kve_start 8 8 uint uint64_t
kve_end 16 8 uint uint64_t
kve_offset 24 8 uint uint64_t
kve_vn_fileid 32 8 uint uint64_t
kve_vn_fsid_freebsd11 40 4 uint uint32_t
kve_flags 44 4 int int
kve_resident 48 4 int int
kve_private_resident 52 4 int int
kve_protection 56 4 int int
kve_ref_count 60 4 int int
kve_shadow_count 64 4 int int
kve_vn_type 68 4 int int
kve_vn_size 72 8 uint uint64_t
kve_vn_rdev_freebsd11 80 4 uint uint32_t
kve_vn_mode 84 2 uint uint16_t
kve_status 86 2 uint uint16_t
kve_type_spec 88 8 union union {anonymous}
kve_type_spec._kve_vn_fsid 88 8 uint uint64_t
kve_type_spec._kve_obj 88 8 uint uint64_t
kve_vn_rdev 96 8 uint uint64_t
_kve_ispare 104 32 array,8,4,int int[8]
kve_path 136 1024 char[],1024,1,uint char[1024]
""",
    "kld_sym_lookup": """\
32 struct
version 0 4 int int
symname 8 8 pointer pointer to char
symvalue 16 8 uint u_long
symsize 24 8 uint size_t
""",
    "knlist": """\
48 struct
kl_list 0 8 struct struct klist
kl_lock 8 8 pointer pointer to function
kl_unlock 16 8 pointer pointer to function
kl_assert_lock 24 8 pointer pointer to function
kl_lockarg 32 8 pointer pointer to void
kl_autodestroy 40 4 int int
""",
    "kvm_nlist": """\
24 struct
n_name 0 8 pointer pointer to const char
n_type 8 1 uint unsigned char
n_value 16 8 uint kvaddr_t
""",
    "kvm_page": """\
56 struct
kp_version 0 4 uint u_int
kp_paddr 8 8 uint kpaddr_t
kp_kmap_vaddr 16 8 uint kvaddr_t
kp_dmap_vaddr 24 8 uint kvaddr_t
kp_prot 32 1 uint vm_prot_t
kp_offset 40 8 int off_t
kp_len 48 8 uint size_t
""",
    "kvm_swap": """\
52 struct
ksw_devname 0 32 char[],32,1,uint char[32]
ksw_used 32 4 uint u_int
ksw_total 36 4 uint u_int
ksw_flags 40 4 int int
ksw_reserved1 44 4 uint u_int
ksw_reserved2 48 4 uint u_int
""",
    "linker_file": """\
200 struct
ops 0 8 pointer kobj_ops_t
refs 8 4 int int
userrefs 12 4 int int
flags 16 4 int int
link 24 16 struct struct {anonymous}
link.tqe_next 24 8 pointer pointer to struct linker_file
link.tqe_prev 32 8 pointer pointer to pointer to struct linker_file
filename 40 8 pointer pointer to char
pathname 48 8 pointer pointer to char
id 56 4 int int
address 64 8 pointer caddr_t
size 72 8 uint size_t
ctors_addr 80 8 pointer caddr_t
ctors_size 88 8 uint size_t
ctors_invoked 96 4 uint enum {anonymous}
dtors_addr 104 8 pointer caddr_t
dtors_size 112 8 uint size_t
ndeps 120 4 int int
deps 128 8 pointer pointer to linker_file_t
common 136 16 struct struct {anonymous}
common.stqh_first 136 8 pointer pointer to struct common_symbol
common.stqh_last 144 8 pointer pointer to pointer to struct common_symbol
modules 152 16 struct struct {anonymous}
modules.tqh_first 152 8 pointer pointer to struct module
modules.tqh_last 160 8 pointer pointer to pointer to struct module
loaded 168 16 struct struct {anonymous}
loaded.tqe_next 168 8 pointer pointer to struct linker_file
loaded.tqe_prev 176 8 pointer pointer to pointer to struct linker_file
loadcnt 184 4 int int
nenabled 188 4 int int
fbt_nentries 192 4 int int
""",
    "loadavg": """\
24 struct
ldavg 0 12 array,3,4,uint __fixpt_t[3]
fscale 16 8 int long
""",
    "lock": """\
40 struct
lock_object 0 24 struct struct lock_object
lk_lock 24 8 uint volatile uintptr_t
lk_exslpfail 32 2 uint u_short
lk_pri 34 2 uint u_short
lk_timo 36 4 int int
""",
    "lock_object": """\
24 struct
lo_name 0 8 pointer pointer to const char
lo_flags 8 4 uint unsigned int
lo_data 12 4 uint unsigned int
lo_witness 16 8 pointer pointer to struct witness
""",
    "mount": """\
2944 struct
mnt_vfs_ops 0 4 int int
mnt_kern_flag 4 4 int int
mnt_flag 8 8 uint uint64_t
mnt_pcpu 16 8 pointer pointer to struct mount_pcpu
mnt_rootvnode 24 8 pointer pointer to struct vnode
mnt_vnodecovered 32 8 pointer pointer to struct vnode
mnt_op 40 8 pointer pointer to struct vfsops
mnt_vfc 48 8 pointer pointer to struct vfsconf
mnt_mtx 128 32 struct struct mtx
mnt_gen 160 4 int int
mnt_list 168 16 struct struct {anonymous}
mnt_list.tqe_next 168 8 pointer pointer to struct mount
mnt_list.tqe_prev 176 8 pointer pointer to pointer to struct mount
mnt_syncer 184 8 pointer pointer to struct vnode
mnt_ref 192 4 int int
mnt_nvnodelist 200 16 struct struct vnodelst
mnt_nvnodelist.tqh_first 200 8 pointer pointer to struct vnode
mnt_nvnodelist.tqh_last 208 8 pointer pointer to pointer to struct vnode
mnt_nvnodelistsize 216 4 int int
mnt_writeopcount 220 4 int int
mnt_opt 224 8 pointer pointer to struct vfsoptlist
mnt_optnew 232 8 pointer pointer to struct vfsoptlist
mnt_stat 240 2344 struct struct statfs
mnt_cred 2584 8 pointer pointer to struct ucred
mnt_data 2592 8 pointer pointer to void
mnt_time 2600 8 int time_t
mnt_iosize_max 2608 4 int int
mnt_export 2616 8 pointer pointer to struct netexport
mnt_label 2624 8 pointer pointer to struct label
mnt_hashseed 2632 4 uint u_int
mnt_lockref 2636 4 int int
mnt_secondary_writes 2640 4 int int
mnt_secondary_accwrites 2644 4 int int
mnt_susp_owner 2648 8 pointer pointer to struct thread
mnt_exjail 2656 8 pointer pointer to struct ucred
mnt_gjprovider 2664 8 pointer pointer to char
mnt_listmtx 2672 32 struct struct mtx
mnt_lazyvnodelist 2704 16 struct struct vnodelst
mnt_lazyvnodelist.tqh_first 2704 8 pointer pointer to struct vnode
mnt_lazyvnodelist.tqh_last 2712 8 pointer pointer to pointer to struct vnode
mnt_lazyvnodelistsize 2720 4 int int
mnt_upper_pending 2724 4 int int
mnt_explock 2728 40 struct struct lock
mnt_renamelock 2768 40 struct struct lock
mnt_uppers 2808 16 struct struct {anonymous}
mnt_uppers.tqh_first 2808 8 pointer pointer to struct mount_upper_node
mnt_uppers.tqh_last 2816 8 pointer pointer to pointer to struct mount_upper_node
mnt_notify 2824 16 struct struct {anonymous}
mnt_notify.tqh_first 2824 8 pointer pointer to struct mount_upper_node
mnt_notify.tqh_last 2832 8 pointer pointer to pointer to struct mount_upper_node
mnt_taskqueue_link 2840 8 struct struct {anonymous}
mnt_taskqueue_link.stqe_next 2840 8 pointer pointer to struct mount
mnt_taskqueue_flags 2848 8 uint uint64_t
mnt_unmount_retries 2856 4 uint unsigned int
""",
    "msgbuf": """\
72 struct
msg_ptr 0 8 pointer pointer to char
msg_magic 8 4 uint u_int
msg_size 12 4 uint u_int
msg_wseq 16 4 uint u_int
msg_rseq 20 4 uint u_int
msg_cksum 24 4 uint u_int
msg_seqmod 28 4 uint u_int
msg_lastpri 32 4 int int
msg_flags 36 4 uint u_int
msg_lock 40 32 struct struct mtx
""",
    "mtx": """\
32 struct
lock_object 0 24 struct struct lock_object
mtx_lock 24 8 uint volatile __uintptr_t
""",
    "nlist": """\
24 struct
n_name 0 8 pointer pointer to const char
n_type 8 1 uint unsigned char
n_other 9 1 uint char
n_desc 10 2 int short
n_value 16 8 uint unsigned long
""",
    "pargs": """\
12 struct
ar_ref 0 4 uint u_int
ar_length 4 4 uint u_int
ar_args 8 1 char[],1,1,uint u_char[1]
""",
    "pcpu": """\
512 struct
pc_curthread 0 8 pointer pointer to struct thread
pc_idlethread 8 8 pointer pointer to struct thread
pc_fpcurthread 16 8 pointer pointer to struct thread
pc_deadthread 24 8 pointer pointer to struct thread
pc_curpcb 32 8 pointer pointer to struct pcb
pc_sched 40 8 pointer pointer to void
pc_switchtime 48 8 uint uint64_t
pc_switchticks 56 4 int int
pc_cpuid 60 4 uint u_int
pc_allcpu 64 8 struct struct {anonymous}
pc_allcpu.stqe_next 64 8 pointer pointer to struct pcpu
pc_spinlocks 72 8 pointer pointer to struct lock_list_entry
pc_cp_time 80 40 array,5,8,int long[5]
pc_device 120 8 pointer pointer to struct _device
pc_netisr 128 8 pointer pointer to void
pc_vfs_freevnodes 136 1 int int8_t
pc_unused1 137 3 char[],3,1,uint char[3]
pc_domain 140 4 int int
pc_rm_queue 144 16 struct struct rm_queue
pc_dynamic 160 8 uint uintptr_t
pc_early_dummy_counter 168 8 uint uint64_t
pc_zpcpu_offset 176 8 uint uintptr_t
pc_acpi_id 184 4 uint u_int
pc_midr 188 4 uint u_int
pc_clock 192 8 uint uint64_t
pc_bp_harden 200 8 pointer pcpu_bp_harden
pc_ssbd 208 8 pointer pcpu_ssbd
pc_curpmap 216 8 pointer pointer to struct pmap
pc_curvmpmap 224 8 pointer pointer to struct pmap
pc_mpidr 232 8 uint uint64_t
pc_bcast_tlbi_workaround 240 4 uint u_int
__pad 244 197 char[],197,1,uint char[197]
""",
    "pgrp": """\
120 struct
pg_hash 0 16 struct struct {anonymous}
pg_hash.le_next 0 8 pointer pointer to struct pgrp
pg_hash.le_prev 8 8 pointer pointer to pointer to struct pgrp
pg_members 16 8 struct struct {anonymous}
pg_members.lh_first 16 8 pointer pointer to struct proc
pg_session 24 8 pointer pointer to struct session
pg_sigiolst 32 8 struct struct sigiolst
pg_sigiolst.slh_first 32 8 pointer pointer to struct sigio
pg_id 40 4 int pid_t
pg_mtx 48 32 struct struct mtx
pg_flags 80 4 int int
pg_killsx 88 32 struct struct sx
""",
    "pipe": """\
344 struct
pipe_buffer 0 24 struct struct pipebuf
pipe_pages 24 152 struct struct pipemapping
pipe_sel 176 72 struct struct selinfo
pipe_atime 248 16 struct struct timespec
pipe_mtime 264 16 struct struct timespec
pipe_ctime 280 16 struct struct timespec
pipe_sigio 296 8 pointer pointer to struct sigio
pipe_peer 304 8 pointer pointer to struct pipe
pipe_pair 312 8 pointer pointer to struct pipepair
pipe_state 320 2 uint u_short
pipe_type 322 1 uint u_char
pipe_present 323 1 uint u_char
pipe_waiters 324 4 int int
pipe_busy 328 4 int int
pipe_wgen 332 4 int int
pipe_ino 336 8 uint ino_t
""",
    "plimit": """\
264 struct
pl_rlimit 0 256 array,16,16,struct struct rlimit[16]
pl_refcnt 256 4 int int
""",
    "pmap": """\
152 struct
pm_mtx 0 32 struct struct mtx
pm_stats 32 16 struct struct pmap_statistics
pm_stats.resident_count 32 8 int long
pm_stats.wired_count 40 8 int long
pm_ttbr 48 8 uint uint64_t
pm_l0_paddr 56 8 uint vm_paddr_t
pm_l0 64 8 pointer pointer to pd_entry_t
pm_pvchunk 72 16 struct struct {anonymous}
pm_pvchunk.tqh_first 72 8 pointer pointer to struct pv_chunk
pm_pvchunk.tqh_last 80 8 pointer pointer to pointer to struct pv_chunk
pm_root 88 8 struct struct vm_radix
pm_root.rt_trie 88 8 struct struct pctrie
pm_root.rt_trie.pt_root 88 8 pointer pointer to struct pctrie_node
pm_cookie 96 8 int long
pm_asid_set 104 8 pointer pointer to struct asid_set
pm_stage 112 4 uint enum pmap_stage
pm_levels 116 4 int int
pm_bti 120 8 pointer pointer to struct rangeset
pm_reserved 128 24 array,3,8,uint uint64_t[3]
""",
    "priority": """\
4 struct
pri_class 0 1 uint u_char
pri_level 1 1 uint u_char
pri_native 2 1 uint u_char
pri_user 3 1 uint u_char
""",
    "prison": """\
2176 struct
pr_list 0 16 struct struct {anonymous}
pr_list.tqe_next 0 8 pointer pointer to struct prison
pr_list.tqe_prev 8 8 pointer pointer to pointer to struct prison
pr_id 16 4 int int
pr_ref 20 4 uint volatile u_int
pr_uref 24 4 uint volatile u_int
pr_flags 28 4 uint unsigned int
pr_children 32 8 struct struct {anonymous}
pr_children.lh_first 32 8 pointer pointer to struct prison
pr_proclist 40 8 struct struct {anonymous}
pr_proclist.lh_first 40 8 pointer pointer to struct proc
pr_sibling 48 16 struct struct {anonymous}
pr_sibling.le_next 48 8 pointer pointer to struct prison
pr_sibling.le_prev 56 8 pointer pointer to pointer to struct prison
pr_parent 64 8 pointer pointer to struct prison
pr_mtx 72 32 struct struct mtx
pr_task 104 32 struct struct task
pr_osd 136 32 struct struct osd
pr_cpuset 168 8 pointer pointer to struct cpuset
pr_vnet 176 8 pointer pointer to struct vnet
pr_root 184 8 pointer pointer to struct vnode
pr_addrs 192 16 array,2,8,pointer pointer to struct prison_ip[2]
pr_prison_racct 208 8 pointer pointer to struct prison_racct
pr_klist 216 8 pointer pointer to struct knlist
pr_descs 224 8 struct struct {anonymous}
pr_descs.lh_first 224 8 pointer pointer to struct jaildesc
pr_sparep 232 8 pointer pointer to void
pr_childcount 240 4 int int
pr_childmax 244 4 int int
pr_allow 248 4 uint unsigned int
pr_securelevel 252 4 int int
pr_enforce_statfs 256 4 int int
pr_devfs_rsnum 260 4 int int
pr_state 264 4 uint enum prison_state
pr_exportcnt 268 4 int volatile int
pr_spare 272 4 int int
pr_osreldate 276 4 int int
pr_hostid 280 8 uint unsigned long
pr_name 288 256 char[],256,1,uint char[256]
pr_path 544 1024 char[],1024,1,uint char[1024]
pr_hostname 1568 256 char[],256,1,uint char[256]
pr_domainname 1824 256 char[],256,1,uint char[256]
pr_hostuuid 2080 64 char[],64,1,uint char[64]
pr_osrelease 2144 32 char[],32,1,uint char[32]
""",
    "proc": """\
1368 struct
p_list 0 16 struct struct {anonymous}
p_list.le_next 0 8 pointer pointer to struct proc
p_list.le_prev 8 8 pointer pointer to pointer to struct proc
p_threads 16 16 struct struct {anonymous}
p_threads.tqh_first 16 8 pointer pointer to struct thread
p_threads.tqh_last 24 8 pointer pointer to pointer to struct thread
p_slock 32 32 struct struct mtx
p_ucred 64 8 pointer pointer to struct ucred
p_fd 72 8 pointer pointer to struct filedesc
p_fdtol 80 8 pointer pointer to struct filedesc_to_leader
p_pd 88 8 pointer pointer to struct pwddesc
p_stats 96 8 pointer pointer to struct pstats
p_limit 104 8 pointer pointer to struct plimit
p_limco 112 64 struct struct callout
p_sigacts 176 8 pointer pointer to struct sigacts
p_flag 184 4 int int
p_flag2 188 4 int int
p_state 192 4 uint enum p_states
p_pid 196 4 int pid_t
p_hash 200 16 struct struct {anonymous}
p_hash.le_next 200 8 pointer pointer to struct proc
p_hash.le_prev 208 8 pointer pointer to pointer to struct proc
p_pglist 216 16 struct struct {anonymous}
p_pglist.le_next 216 8 pointer pointer to struct proc
p_pglist.le_prev 224 8 pointer pointer to pointer to struct proc
p_pptr 232 8 pointer pointer to struct proc
p_sibling 240 16 struct struct {anonymous}
p_sibling.le_next 240 8 pointer pointer to struct proc
p_sibling.le_prev 248 8 pointer pointer to pointer to struct proc
p_children 256 8 struct struct {anonymous}
p_children.lh_first 256 8 pointer pointer to struct proc
p_reaper 264 8 pointer pointer to struct proc
p_reaplist 272 8 struct struct {anonymous}
p_reaplist.lh_first 272 8 pointer pointer to struct proc
p_reapsibling 280 16 struct struct {anonymous}
p_reapsibling.le_next 280 8 pointer pointer to struct proc
p_reapsibling.le_prev 288 8 pointer pointer to pointer to struct proc
p_mtx 296 32 struct struct mtx
p_statmtx 328 32 struct struct mtx
p_itimmtx 360 32 struct struct mtx
p_profmtx 392 32 struct struct mtx
p_ksi 424 8 pointer pointer to struct ksiginfo
p_sigqueue 432 80 struct sigqueue_t
p_sigqueue.sq_signals 432 16 struct sigset_t
p_sigqueue.sq_signals.__bits 432 16 array,4,4,uint __uint32_t[4]
p_sigqueue.sq_kill 448 16 struct sigset_t
p_sigqueue.sq_kill.__bits 448 16 array,4,4,uint __uint32_t[4]
p_sigqueue.sq_ptrace 464 16 struct sigset_t
p_sigqueue.sq_ptrace.__bits 464 16 array,4,4,uint __uint32_t[4]
p_sigqueue.sq_list 480 16 struct struct {anonymous}
p_sigqueue.sq_list.tqh_first 480 8 pointer pointer to struct ksiginfo
p_sigqueue.sq_list.tqh_last 488 8 pointer pointer to pointer to struct ksiginfo
p_sigqueue.sq_proc 496 8 pointer pointer to struct proc
p_sigqueue.sq_flags 504 4 int int
p_oppid 512 4 int pid_t
p_vmspace 520 8 pointer pointer to struct vmspace
p_swtick 528 4 uint u_int
p_cowgen 532 4 uint u_int
p_realtimer 536 32 struct struct itimerval
p_ru 568 144 struct struct rusage
p_rux 712 56 struct struct rusage_ext
p_crux 768 56 struct struct rusage_ext
p_profthreads 824 4 int int
p_exitthreads 828 4 int volatile int
p_traceflag 832 4 int int
p_ktrioparms 840 8 pointer pointer to struct ktr_io_params
p_textvp 848 8 pointer pointer to struct vnode
p_textdvp 856 8 pointer pointer to struct vnode
p_binname 864 8 pointer pointer to char
p_lock 872 4 uint u_int
p_sigiolst 880 8 struct struct sigiolst
p_sigiolst.slh_first 880 8 pointer pointer to struct sigio
p_sigparent 888 4 int int
p_sig 892 4 int int
p_ptevents 896 4 uint u_int
p_aioinfo 904 8 pointer pointer to struct kaioinfo
p_singlethread 912 8 pointer pointer to struct thread
p_suspcount 920 4 int int
p_xthread 928 8 pointer pointer to struct thread
p_boundary_count 936 4 int int
p_pendingcnt 940 4 int int
p_itimers 944 8 pointer pointer to struct itimers
p_procdesc 952 8 pointer pointer to struct procdesc
p_treeflag 960 4 uint u_int
p_pendingexits 964 4 int int
p_filemon 968 8 pointer pointer to struct filemon
p_pdeathsig 976 4 int int
p_magic 980 4 uint u_int
p_osrel 984 4 int int
p_fctl0 988 4 uint uint32_t
p_comm 992 20 char[],20,1,uint char[20]
p_sysent 1016 8 pointer pointer to struct sysentvec
p_args 1024 8 pointer pointer to struct pargs
p_cpulimit 1032 8 int rlim_t
p_nice 1040 1 int signed char
p_fibnum 1044 4 int int
p_reapsubtree 1048 4 int pid_t
p_elf_flags 1056 8 uint uint64_t
p_elf_brandinfo 1064 8 pointer pointer to const void
p_umtx_min_timeout 1072 8 int sbintime_t
p_xexit 1080 4 uint u_int
p_xsig 1084 4 uint u_int
p_pgrp 1088 8 pointer pointer to struct pgrp
p_klist 1096 8 pointer pointer to struct knlist
p_numthreads 1104 4 int int
p_md 1112 24 struct struct mdproc
p_itcallout 1136 64 struct struct callout
p_acflag 1200 2 uint u_short
p_peers 1208 8 pointer pointer to struct proc
p_leader 1216 8 pointer pointer to struct proc
p_emuldata 1224 8 pointer pointer to void
p_label 1232 8 pointer pointer to struct label
p_ktr 1240 16 struct struct {anonymous}
p_ktr.stqh_first 1240 8 pointer pointer to struct ktr_request
p_ktr.stqh_last 1248 8 pointer pointer to pointer to struct ktr_request
p_mqnotifier 1256 8 struct struct {anonymous}
p_mqnotifier.lh_first 1256 8 pointer pointer to struct mqueue_notifier
p_dtrace 1264 8 pointer pointer to struct kdtrace_proc
p_pwait 1272 16 struct struct cv
p_racct 1288 8 pointer pointer to struct racct
p_throttled 1296 4 int int
p_orphan 1304 16 struct struct {anonymous}
p_orphan.le_next 1304 8 pointer pointer to struct proc
p_orphan.le_prev 1312 8 pointer pointer to pointer to struct proc
p_orphans 1320 8 struct struct {anonymous}
p_orphans.lh_first 1320 8 pointer pointer to struct proc
p_kqtim_stop 1328 16 struct struct {anonymous}
p_kqtim_stop.tqh_first 1328 8 pointer pointer to struct kq_timer_cb_data
p_kqtim_stop.tqh_last 1336 8 pointer pointer to pointer to struct kq_timer_cb_data
p_jaillist 1344 16 struct struct {anonymous}
p_jaillist.le_next 1344 8 pointer pointer to struct proc
p_jaillist.le_prev 1352 8 pointer pointer to pointer to struct proc
p_execblock 1360 4 uint u_int
""",
    "protosw": """\
272 struct
pr_type 0 2 int short
pr_protocol 2 2 int short
pr_flags 4 2 int short
pr_unused 6 2 int short
pr_domain 8 8 pointer pointer to struct domain
pr_soreceive 16 8 pointer pointer to pr_soreceive_t
pr_sosend 24 8 pointer pointer to pr_sosend_t
pr_send 32 8 pointer pointer to pr_send_t
pr_sendfile_wait 40 8 pointer pointer to pr_sendfile_wait_t
pr_ready 48 8 pointer pointer to pr_ready_t
pr_sopoll 56 8 pointer pointer to pr_sopoll_t
pr_attach 64 8 pointer pointer to pr_attach_t
pr_detach 72 8 pointer pointer to pr_detach_t
pr_connect 80 8 pointer pointer to pr_connect_t
pr_disconnect 88 8 pointer pointer to pr_disconnect_t
pr_close 96 8 pointer pointer to pr_close_t
pr_fdclose 104 8 pointer pointer to pr_fdclose_t
pr_rcvd 112 8 pointer pointer to pr_rcvd_t
pr_aio_queue 120 8 pointer pointer to pr_aio_queue_t
pr_bind 128 8 pointer pointer to pr_bind_t
pr_bindat 136 8 pointer pointer to pr_bindat_t
pr_listen 144 8 pointer pointer to pr_listen_t
pr_accept 152 8 pointer pointer to pr_accept_t
pr_connectat 160 8 pointer pointer to pr_connectat_t
pr_connect2 168 8 pointer pointer to pr_connect2_t
pr_control 176 8 pointer pointer to pr_control_t
pr_rcvoob 184 8 pointer pointer to pr_rcvoob_t
pr_abort 192 8 pointer pointer to pr_abort_t
pr_ctloutput 200 8 pointer pointer to pr_ctloutput_t
pr_peeraddr 208 8 pointer pointer to pr_peeraddr_t
pr_sockaddr 216 8 pointer pointer to pr_sockaddr_t
pr_sense 224 8 pointer pointer to pr_sense_t
pr_sosetlabel 232 8 pointer pointer to pr_sosetlabel_t
pr_setsbopt 240 8 pointer pointer to pr_setsbopt_t
pr_chmod 248 8 pointer pointer to pr_chmod_t
pr_kqfilter 256 8 pointer pointer to pr_kqfilter_t
pr_shutdown 264 8 pointer pointer to pr_shutdown_t
""",
    "pstats": """\
288 struct
p_cru 0 144 struct struct rusage
p_timer 144 96 array,3,32,struct struct itimerval[3]
p_prof 240 32 struct struct uprof
p_start 272 16 struct struct timeval
""",
    "pwd": """\
40 struct
pwd_refcount 0 4 uint u_int
pwd_cdir 8 8 pointer pointer to struct vnode
pwd_rdir 16 8 pointer pointer to struct vnode
pwd_jdir 24 8 pointer pointer to struct vnode
pwd_adir 32 8 pointer pointer to struct vnode
""",
    "pwddesc": """\
48 struct
pd_lock 0 32 struct struct mtx
pd_pwd 32 8 struct smrpwd_t
pd_pwd.__ptr 32 8 pointer pointer to struct pwd
pd_refcount 40 4 uint u_int
pd_cmask 44 2 uint u_short
""",
    "rlimit": """\
16 struct
rlim_cur 0 8 int rlim_t
rlim_max 8 8 int rlim_t
""",
    "rusage": """\
144 struct
ru_utime 0 16 struct struct timeval
ru_stime 16 16 struct struct timeval
ru_maxrss 32 8 int long
ru_ixrss 40 8 int long
ru_idrss 48 8 int long
ru_isrss 56 8 int long
ru_minflt 64 8 int long
ru_majflt 72 8 int long
ru_nswap 80 8 int long
ru_inblock 88 8 int long
ru_oublock 96 8 int long
ru_msgsnd 104 8 int long
ru_msgrcv 112 8 int long
ru_nsignals 120 8 int long
ru_nvcsw 128 8 int long
ru_nivcsw 136 8 int long
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
32 struct
lock_object 0 24 struct struct lock_object
rw_lock 24 8 uint volatile __uintptr_t
""",
    "session": """\
120 struct
s_count 0 4 uint u_int
s_leader 8 8 pointer pointer to struct proc
s_ttyvp 16 8 pointer pointer to struct vnode
s_ttydp 24 8 pointer pointer to struct cdev_priv
s_ttyp 32 8 pointer pointer to struct tty
s_sid 40 4 int pid_t
s_login 44 40 char[],40,1,uint char[40]
s_mtx 88 32 struct struct mtx
""",
    "sigacts": """\
3272 struct
ps_sigact 0 1024 array,128,8,pointer sig_t[128]
ps_catchmask 1024 2048 array,128,16,struct sigset_t[128]
ps_sigonstack 3072 16 struct sigset_t
ps_sigonstack.__bits 3072 16 array,4,4,uint __uint32_t[4]
ps_sigintr 3088 16 struct sigset_t
ps_sigintr.__bits 3088 16 array,4,4,uint __uint32_t[4]
ps_sigreset 3104 16 struct sigset_t
ps_sigreset.__bits 3104 16 array,4,4,uint __uint32_t[4]
ps_signodefer 3120 16 struct sigset_t
ps_signodefer.__bits 3120 16 array,4,4,uint __uint32_t[4]
ps_siginfo 3136 16 struct sigset_t
ps_siginfo.__bits 3136 16 array,4,4,uint __uint32_t[4]
ps_sigignore 3152 16 struct sigset_t
ps_sigignore.__bits 3152 16 array,4,4,uint __uint32_t[4]
ps_sigcatch 3168 16 struct sigset_t
ps_sigcatch.__bits 3168 16 array,4,4,uint __uint32_t[4]
ps_freebsd4 3184 16 struct sigset_t
ps_freebsd4.__bits 3184 16 array,4,4,uint __uint32_t[4]
ps_osigset 3200 16 struct sigset_t
ps_osigset.__bits 3200 16 array,4,4,uint __uint32_t[4]
ps_usertramp 3216 16 struct sigset_t
ps_usertramp.__bits 3216 16 array,4,4,uint __uint32_t[4]
ps_flag 3232 4 int int
ps_refcnt 3236 4 uint u_int
ps_mtx 3240 32 struct struct mtx
""",
    "sigqueue": """\
80 struct
sq_signals 0 16 struct sigset_t
sq_signals.__bits 0 16 array,4,4,uint __uint32_t[4]
sq_kill 16 16 struct sigset_t
sq_kill.__bits 16 16 array,4,4,uint __uint32_t[4]
sq_ptrace 32 16 struct sigset_t
sq_ptrace.__bits 32 16 array,4,4,uint __uint32_t[4]
sq_list 48 16 struct struct {anonymous}
sq_list.tqh_first 48 8 pointer pointer to struct ksiginfo
sq_list.tqh_last 56 8 pointer pointer to pointer to struct ksiginfo
sq_proc 64 8 pointer pointer to struct proc
sq_flags 72 4 int int
""",
    "socket": """\
1152 struct
so_lock 0 32 struct struct mtx
so_count 32 4 uint volatile u_int
so_rdsel 40 72 struct struct selinfo
so_wrsel 112 72 struct struct selinfo
so_options 184 4 int int
so_type 188 2 int short
so_state 190 2 int short
so_pcb 192 8 pointer pointer to void
so_vnet 200 8 pointer pointer to struct vnet
so_proto 208 8 pointer pointer to struct protosw
so_linger 216 2 int short
so_timeo 218 2 int short
so_error 220 2 uint u_short
so_rerror 222 2 uint u_short
so_sigio 224 8 pointer pointer to struct sigio
so_cred 232 8 pointer pointer to struct ucred
so_label 240 8 pointer pointer to struct label
so_gencnt 248 8 uint so_gen_t
so_emuldata 256 8 pointer pointer to void
so_dtor 264 8 pointer pointer to so_dtor_t
osd 272 32 struct struct osd
so_fibnum 304 4 int int
so_user_cookie 308 4 uint uint32_t
so_ts_clock 312 4 int int
so_max_pacing_rate 316 4 uint uint32_t
so_splice 320 8 pointer pointer to struct so_splice
so_splice_back 328 8 pointer pointer to struct so_splice
so_splice_sent 336 8 int off_t
so_snd_sx 384 32 struct struct sx
so_snd_mtx 416 32 struct struct mtx
so_rcv_sx 512 32 struct struct sx
so_rcv_mtx 544 32 struct struct mtx
so_rcv 576 208 struct struct sockbuf
so_snd 784 208 struct struct sockbuf
so_list 992 16 struct struct {anonymous}
so_list.tqe_next 992 8 pointer pointer to struct socket
so_list.tqe_prev 1000 8 pointer pointer to pointer to struct socket
so_listen 1008 8 pointer pointer to struct socket
so_qstate 1016 4 uint enum socket_qstate
so_peerlabel 1024 8 pointer pointer to struct label
so_oobmark 1032 8 uint u_long
so_ktls_rx_list 1040 8 struct struct {anonymous}
so_ktls_rx_list.stqe_next 1040 8 pointer pointer to struct socket
sol_incomp 576 16 struct struct accept_queue
sol_comp 592 16 struct struct accept_queue
sol_qlen 608 4 uint u_int
sol_incqlen 612 4 uint u_int
sol_qlimit 616 4 uint u_int
sol_accept_filter 624 8 pointer pointer to struct accept_filter
sol_accept_filter_arg 632 8 pointer pointer to void
sol_accept_filter_str 640 8 pointer pointer to char
sol_upcall 648 8 pointer pointer to so_upcall_t
sol_upcallarg 656 8 pointer pointer to void
sol_sbrcv_lowat 664 4 int int
sol_sbsnd_lowat 668 4 int int
sol_sbrcv_hiwat 672 4 uint u_int
sol_sbsnd_hiwat 676 4 uint u_int
sol_sbrcv_flags 680 2 int short
sol_sbsnd_flags 682 2 int short
sol_sbrcv_timeo 688 8 int sbintime_t
sol_sbsnd_timeo 696 8 int sbintime_t
sol_lastover 704 16 struct struct timeval
sol_overcount 720 4 int int
""",
    "statfs": """\
2344 struct
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
f_nvnodelistsize 104 4 uint uint32_t
f_spare0 108 4 uint uint32_t
f_spare 112 72 array,9,8,uint uint64_t[9]
f_namemax 184 4 uint uint32_t
f_owner 188 4 uint uid_t
f_fsid 192 8 struct fsid_t
f_fsid.val 192 8 array,2,4,int int32_t[2]
f_charspare 200 80 char[],80,1,uint char[80]
f_fstypename 280 16 char[],16,1,uint char[16]
f_mntfromname 296 1024 char[],1024,1,uint char[1024]
f_mntonname 1320 1024 char[],1024,1,uint char[1024]
""",
    "swdevt": """\
96 struct
sw_flags 0 4 int int
sw_nblks 4 4 int int
sw_used 8 4 int int
sw_dev 16 8 uint dev_t
sw_vp 24 8 pointer pointer to struct vnode
sw_id 32 8 pointer pointer to void
sw_first 40 8 int __daddr_t
sw_end 48 8 int __daddr_t
sw_blist 56 8 pointer pointer to struct blist
sw_list 64 16 struct struct {anonymous}
sw_list.tqe_next 64 8 pointer pointer to struct swdevt
sw_list.tqe_prev 72 8 pointer pointer to pointer to struct swdevt
sw_strategy 80 8 pointer pointer to sw_strategy_t
sw_close 88 8 pointer pointer to sw_close_t
""",
    "sx": """\
32 struct
lock_object 0 24 struct struct lock_object
sx_lock 24 8 uint volatile __uintptr_t
""",
    "sysentvec": """\
416 struct
sv_size 0 4 int int
sv_table 8 8 pointer pointer to struct sysent
sv_fixup 16 8 pointer pointer to function
sv_sendsig 24 8 pointer pointer to function
sv_sigcode 32 8 pointer pointer to const char
sv_szsigcode 40 8 pointer pointer to int
sv_sigcodeoff 48 4 int int
sv_name 56 8 pointer pointer to char
sv_coredump 64 8 pointer pointer to function
sv_elf_core_osabi 72 4 int int
sv_elf_core_abi_vendor 80 8 pointer pointer to const char
sv_elf_core_prepare_notes 88 8 pointer pointer to function
sv_copyout_auxargs 96 8 pointer pointer to function
sv_minsigstksz 104 4 int int
sv_minuser 112 8 uint vm_offset_t
sv_maxuser 120 8 uint vm_offset_t
sv_usrstack 128 8 uint vm_offset_t
sv_psstrings 136 8 uint vm_offset_t
sv_psstringssz 144 8 uint size_t
sv_stackprot 152 4 int int
sv_copyout_strings 160 8 pointer pointer to function
sv_setregs 168 8 pointer pointer to function
sv_fixlimit 176 8 pointer pointer to function
sv_maxssiz 184 8 pointer pointer to u_long
sv_flags 192 4 uint u_int
sv_set_syscall_retval 200 8 pointer pointer to function
sv_fetch_syscall_args 208 8 pointer pointer to function
sv_syscallnames 216 8 pointer pointer to pointer to const char
sv_timekeep_offset 224 8 uint vm_offset_t
sv_shared_page_base 232 8 uint vm_offset_t
sv_shared_page_len 240 8 uint vm_offset_t
sv_sigcode_offset 248 8 uint vm_offset_t
sv_shared_page_obj 256 8 pointer pointer to void
sv_vdso_offset 264 8 uint vm_offset_t
sv_schedtail 272 8 pointer pointer to function
sv_thread_detach 280 8 pointer pointer to function
sv_trap 288 8 pointer pointer to function
sv_hwcap 296 8 pointer pointer to u_long
sv_hwcap2 304 8 pointer pointer to u_long
sv_hwcap3 312 8 pointer pointer to u_long
sv_hwcap4 320 8 pointer pointer to u_long
sv_machine_arch 328 8 pointer pointer to function
sv_fxrng_gen_offset 336 8 uint vm_offset_t
sv_onexec_old 344 8 pointer pointer to function
sv_onexec 352 8 pointer pointer to function
sv_protect 360 8 pointer pointer to function
sv_onexit 368 8 pointer pointer to function
sv_ontdexit 376 8 pointer pointer to function
sv_setid_allowed 384 8 pointer pointer to function
sv_set_fork_retval 392 8 pointer pointer to function
sv_regset_begin 400 8 pointer pointer to pointer to struct regset
sv_regset_end 408 8 pointer pointer to pointer to struct regset
""",
    "thread": """\
1560 struct
td_lock 0 8 pointer volatile pointer to struct mtx
td_proc 8 8 pointer pointer to struct proc
td_plist 16 16 struct struct {anonymous}
td_plist.tqe_next 16 8 pointer pointer to struct thread
td_plist.tqe_prev 24 8 pointer pointer to pointer to struct thread
td_runq 32 16 struct struct {anonymous}
td_runq.tqe_next 32 8 pointer pointer to struct thread
td_runq.tqe_prev 40 8 pointer pointer to pointer to struct thread
td_slpq 48 16 struct struct {anonymous}
td_slpq.tqe_next 48 8 pointer pointer to struct thread
td_slpq.tqe_prev 56 8 pointer pointer to pointer to struct thread
td_zombie 48 8 pointer pointer to struct thread
td_lockq 64 16 struct struct {anonymous}
td_lockq.tqe_next 64 8 pointer pointer to struct thread
td_lockq.tqe_prev 72 8 pointer pointer to pointer to struct thread
td_hash 80 16 struct struct {anonymous}
td_hash.le_next 80 8 pointer pointer to struct thread
td_hash.le_prev 88 8 pointer pointer to pointer to struct thread
td_cpuset 96 8 pointer pointer to struct cpuset
td_domain 104 16 struct struct domainset_ref
td_domain.dr_policy 104 8 pointer volatile pointer to struct domainset
td_domain.dr_iter 112 4 uint unsigned int
td_sel 120 8 pointer pointer to struct seltd
td_sleepqueue 128 8 pointer pointer to struct sleepqueue
td_turnstile 136 8 pointer pointer to struct turnstile
td_pad1 144 8 pointer pointer to void
td_umtxq 152 8 pointer pointer to struct umtx_q
td_tid 160 4 int lwpid_t
td_sigqueue 168 80 struct sigqueue_t
td_sigqueue.sq_signals 168 16 struct sigset_t
td_sigqueue.sq_signals.__bits 168 16 array,4,4,uint __uint32_t[4]
td_sigqueue.sq_kill 184 16 struct sigset_t
td_sigqueue.sq_kill.__bits 184 16 array,4,4,uint __uint32_t[4]
td_sigqueue.sq_ptrace 200 16 struct sigset_t
td_sigqueue.sq_ptrace.__bits 200 16 array,4,4,uint __uint32_t[4]
td_sigqueue.sq_list 216 16 struct struct {anonymous}
td_sigqueue.sq_list.tqh_first 216 8 pointer pointer to struct ksiginfo
td_sigqueue.sq_list.tqh_last 224 8 pointer pointer to pointer to struct ksiginfo
td_sigqueue.sq_proc 232 8 pointer pointer to struct proc
td_sigqueue.sq_flags 240 4 int int
td_lend_user_pri 248 1 uint u_char
td_allocdomain 249 1 uint u_char
td_base_ithread_pri 250 1 uint u_char
td_kmsan 256 8 pointer pointer to struct kmsan_td
td_flags 264 4 int int
td_ast 268 4 int int
td_inhibitors 272 4 int int
td_pflags 276 4 int int
td_pflags2 280 4 int int
td_dupfd 284 4 int int
td_sqqueue 288 4 int int
td_wchan 296 8 pointer pointer to const void
td_wmesg 304 8 pointer pointer to const char
td_owepreempt 312 1 uint volatile u_char
td_tsqueue 313 1 uint u_char
_td_pad0 314 2 char[],2,1,uint u_char[2]
td_locks 316 4 int int
td_rw_rlocks 320 4 int int
td_sx_slocks 324 4 int int
td_lk_slocks 328 4 int int
td_wantedlock 336 8 pointer pointer to struct lock_object
td_blocked 344 8 pointer pointer to struct turnstile
td_lockname 352 8 pointer pointer to const char
td_contested 360 8 struct struct {anonymous}
td_contested.lh_first 360 8 pointer pointer to struct turnstile
td_sleeplocks 368 8 pointer pointer to struct lock_list_entry
td_intr_nesting_level 376 4 int int
td_pinned 380 4 int int
td_realucred 384 8 pointer pointer to struct ucred
td_ucred 392 8 pointer pointer to struct ucred
td_limit 400 8 pointer pointer to struct plimit
td_slptick 408 4 int int
td_blktick 412 4 int int
td_swvoltick 416 4 int int
td_swinvoltick 420 4 int int
td_cow 424 4 uint u_int
td_ru 432 144 struct struct rusage
td_rux 576 56 struct struct rusage_ext
td_incruntime 632 8 uint uint64_t
td_runtime 640 8 uint uint64_t
td_pticks 648 4 uint u_int
td_sticks 652 4 uint u_int
td_iticks 656 4 uint u_int
td_uticks 660 4 uint u_int
td_intrval 664 4 int int
td_oldsigmask 668 16 struct sigset_t
td_oldsigmask.__bits 668 16 array,4,4,uint __uint32_t[4]
td_generation 684 4 uint volatile u_int
td_sigstk 688 24 struct stack_t
td_sigstk.ss_sp 688 8 pointer pointer to void
td_sigstk.ss_size 696 8 uint __size_t
td_sigstk.ss_flags 704 4 int int
td_xsig 712 4 int int
td_profil_addr 720 8 uint u_long
td_profil_ticks 728 4 uint u_int
td_name 732 20 char[],20,1,uint char[20]
td_fpop 752 8 pointer pointer to struct file
td_dbgflags 760 4 int int
td_si 768 80 struct siginfo_t
td_ng_outbound 848 4 int int
td_osd 856 32 struct struct osd
td_map_def_user 888 8 pointer pointer to struct vm_map_entry
td_dbg_forked 896 4 int pid_t
td_no_sleeping 900 4 uint u_int
td_vp_reserved 904 8 pointer pointer to struct vnode
td_su 912 8 pointer pointer to void
td_sleeptimo 920 8 int sbintime_t
td_rtcgen 928 4 int int
td_errno 932 4 int int
td_vslock_sz 936 8 uint size_t
td_kcov_info 944 8 pointer pointer to struct kcov_info
td_ucredref 952 8 int long
td_kexterr 960 40 struct struct kexterr
td_sigmask 1000 16 struct sigset_t
td_sigmask.__bits 1000 16 array,4,4,uint __uint32_t[4]
td_rqindex 1016 1 uint u_char
td_base_pri 1017 1 uint u_char
td_priority 1018 1 uint u_char
td_pri_class 1019 1 uint u_char
td_user_pri 1020 1 uint u_char
td_base_user_pri 1021 1 uint u_char
td_rb_list 1024 8 uint uintptr_t
td_rbp_list 1032 8 uint uintptr_t
td_rb_inact 1040 8 uint uintptr_t
td_sa 1048 80 struct struct syscall_args
td_sigblock_ptr 1128 8 pointer pointer to void
td_sigblock_val 1136 4 uint uint32_t
td_exterr_ptr 1144 8 pointer pointer to void
td_pcb 1152 8 pointer pointer to struct pcb
td_state 1160 4 uint enum td_states
td_uretoff 1168 16 union union {anonymous}
td_uretoff.tdu_retval 1168 16 array,2,8,int syscallarg_t[2]
td_uretoff.tdu_off 1168 8 int off_t
td_cowgen 1184 4 uint u_int
td_slpcallout 1192 64 struct struct callout
td_frame 1256 8 pointer pointer to struct trapframe
td_kstack 1264 8 uint vm_offset_t
td_kstack_pages 1272 2 uint u_short
td_kstack_domain 1274 2 uint u_short
td_critnest 1276 4 uint volatile u_int
td_md 1280 152 struct struct mdthread
td_ar 1432 8 pointer pointer to struct kaudit_record
td_lprof 1440 16 array,2,8,struct struct lpohead[2]
td_dtrace 1456 8 pointer pointer to struct kdtrace_thread
td_vnet 1464 8 pointer pointer to struct vnet
td_vnet_lpush 1472 8 pointer pointer to const char
td_intr_frame 1480 8 pointer pointer to struct trapframe
td_rfppwait_p 1488 8 pointer pointer to struct proc
td_ma 1496 8 pointer pointer to pointer to struct vm_page
td_ma_cnt 1504 4 int int
td_emuldata 1512 8 pointer pointer to void
td_lastcpu 1520 4 int int
td_oncpu 1524 4 int int
td_lkpi_task 1528 8 pointer pointer to void
td_pmcpend 1536 4 int int
td_remotereq 1544 8 pointer pointer to void
td_ktr_io_lim 1552 8 int off_t
""",
    "timespec": """\
16 struct
tv_sec 0 8 int time_t
tv_nsec 8 8 int long
""",
    "timeval": """\
16 struct
tv_sec 0 8 int time_t
tv_usec 8 8 int suseconds_t
""",
    "tty": """\
720 struct
t_mtx 0 8 pointer pointer to struct mtx
t_mtxobj 8 32 struct struct mtx
t_list 40 16 struct struct {anonymous}
t_list.tqe_next 40 8 pointer pointer to struct tty
t_list.tqe_prev 48 8 pointer pointer to pointer to struct tty
t_drainwait 56 4 int int
t_flags 60 4 uint unsigned int
t_revokecnt 64 4 uint unsigned int
t_inq 72 56 struct struct ttyinq
t_inlow 128 8 uint size_t
t_outq 136 32 struct struct ttyoutq
t_outlow 168 8 uint size_t
t_inwait 176 16 struct struct cv
t_outwait 192 16 struct struct cv
t_outserwait 208 16 struct struct cv
t_bgwait 224 16 struct struct cv
t_dcdwait 240 16 struct struct cv
t_inpoll 256 72 struct struct selinfo
t_outpoll 328 72 struct struct selinfo
t_sigio 400 8 pointer pointer to struct sigio
t_termios 408 44 struct struct termios
t_winsize 452 8 struct struct winsize
t_column 460 4 uint unsigned int
t_writepos 464 4 uint unsigned int
t_compatflags 468 4 int int
t_termios_init_in 472 44 struct struct termios
t_termios_lock_in 516 44 struct struct termios
t_termios_init_out 560 44 struct struct termios
t_termios_lock_out 604 44 struct struct termios
t_devsw 648 8 pointer pointer to struct ttydevsw
t_hook 656 8 pointer pointer to struct ttyhook
t_pgrp 664 8 pointer pointer to struct pgrp
t_session 672 8 pointer pointer to struct session
t_sessioncnt 680 4 uint unsigned int
t_devswsoftc 688 8 pointer pointer to void
t_hooksoftc 696 8 pointer pointer to void
t_dev 704 8 pointer pointer to struct cdev
t_prbufsz 712 8 uint size_t
t_prbuf 720 0 char[],0,1,uint char[0]
""",
    "ucred": """\
264 struct
cr_mtx 0 32 struct struct mtx
cr_ref 32 8 int long
cr_users 40 4 uint u_int
cr_flags 44 4 uint u_int
cr_audit 48 48 struct struct auditinfo_addr
cr_ngroups 96 4 int int
cr_uid 100 4 uint uid_t
cr_ruid 104 4 uint uid_t
cr_svuid 108 4 uint uid_t
cr_gid 112 4 uint gid_t
cr_rgid 116 4 uint gid_t
cr_svgid 120 4 uint gid_t
cr_uidinfo 128 8 pointer pointer to struct uidinfo
cr_ruidinfo 136 8 pointer pointer to struct uidinfo
cr_prison 144 8 pointer pointer to struct prison
cr_loginclass 152 8 pointer pointer to struct loginclass
cr_pspare2 160 16 array,2,8,pointer pointer to void[2]
cr_label 176 8 pointer pointer to struct label
cr_groups 184 8 pointer pointer to gid_t
cr_agroups 192 4 int int
cr_smallgroups 196 64 array,16,4,uint gid_t[16]
""",
    "uidinfo": """\
104 struct
ui_hash 0 16 struct struct {anonymous}
ui_hash.le_next 0 8 pointer pointer to struct uidinfo
ui_hash.le_prev 8 8 pointer pointer to pointer to struct uidinfo
ui_vmsize 16 8 uint u_long
ui_sbsize 24 8 int long
ui_proccnt 32 8 int long
ui_ptscnt 40 8 int long
ui_kqcnt 48 8 int long
ui_umtxcnt 56 8 int long
ui_pipecnt 64 8 int long
ui_inotifycnt 72 8 int long
ui_inotifywatchcnt 80 8 int long
ui_uid 88 4 uint uid_t
ui_ref 92 4 uint u_int
ui_racct 96 8 pointer pointer to struct racct
""",
    "unpcb": """\
384 struct
unp_mtx 0 32 struct struct mtx
unp_conn 32 8 pointer pointer to struct unpcb
unp_refcount 40 4 uint volatile u_int
unp_flags 44 2 int short
unp_gcflag 46 2 int short
unp_addr 48 8 pointer pointer to struct sockaddr_un
unp_socket 56 8 pointer pointer to struct socket
unp_pairbusy 64 4 uint u_int
unp_vnode 72 8 pointer pointer to struct vnode
unp_peercred 80 88 struct struct xucred
unp_peercred.cr_version 80 4 uint u_int
unp_peercred.cr_uid 84 4 uint uid_t
unp_peercred.cr_ngroups 88 2 int short
unp_peercred.cr_gid 92 4 uint gid_t
unp_peercred.cr_sgroups 96 60 array,15,4,uint gid_t[15]
unp_peercred.cr_groups 92 64 array,16,4,uint gid_t[16]
unp_peercred._cr_unused1 160 8 pointer pointer to void
unp_peercred.cr_pid 160 4 int pid_t
unp_reflink 168 16 struct struct {anonymous}
unp_reflink.le_next 168 8 pointer pointer to struct unpcb
unp_reflink.le_prev 176 8 pointer pointer to pointer to struct unpcb
unp_link 184 16 struct struct {anonymous}
unp_link.le_next 184 8 pointer pointer to struct unpcb
unp_link.le_prev 192 8 pointer pointer to pointer to struct unpcb
unp_refs 200 8 struct struct unp_head
unp_refs.lh_first 200 8 pointer pointer to struct unpcb
unp_gencnt 208 8 uint unp_gen_t
unp_file 216 8 pointer pointer to struct file
unp_msgcount 224 4 uint u_int
unp_gcrefs 228 4 uint u_int
unp_ino 232 8 uint ino_t
unp_mode 240 2 uint mode_t
unp_dead 248 16 struct struct {anonymous}
unp_dead.le_next 248 8 pointer pointer to struct unpcb
unp_dead.le_prev 256 8 pointer pointer to pointer to struct unpcb
""",
    "vfsconf": """\
80 struct
vfc_version 0 4 uint u_int
vfc_name 4 16 char[],16,1,uint char[16]
vfc_vfsops 24 8 pointer pointer to struct vfsops
vfc_vfsops_sd 32 8 pointer pointer to struct vfsops
vfc_typenum 40 4 int int
vfc_refcount 44 4 int int
vfc_flags 48 4 int int
vfc_prison_flag 52 4 int int
vfc_opts 56 8 pointer pointer to struct vfsoptdecl
vfc_list 64 16 struct struct {anonymous}
vfc_list.tqe_next 64 8 pointer pointer to struct vfsconf
vfc_list.tqe_prev 72 8 pointer pointer to pointer to struct vfsconf
""",
    "vm_map": """\
184 struct
header 0 96 struct struct vm_map_entry
lock 96 32 struct struct sx
system_mtx 96 32 struct struct mtx
nentries 128 4 int int
size 136 8 uint vm_size_t
timestamp 144 4 uint u_int
flags 148 4 uint u_int
root 152 8 pointer vm_map_entry_t
pmap 160 8 pointer pmap_t
anon_loc 168 8 uint vm_offset_t
busy 176 4 int int
""",
    "vm_map_entry": """\
96 struct
left 0 8 pointer pointer to struct vm_map_entry
right 8 8 pointer pointer to struct vm_map_entry
start 16 8 uint vm_offset_t
end 24 8 uint vm_offset_t
next_read 32 8 uint vm_offset_t
max_free 40 8 uint vm_size_t
object 48 8 union union vm_map_object
object.vm_object 48 8 pointer pointer to struct vm_object
object.sub_map 48 8 pointer pointer to struct vm_map
offset 56 8 uint vm_ooffset_t
eflags 64 4 uint vm_eflags_t
protection 68 1 uint vm_prot_t
max_protection 69 1 uint vm_prot_t
inheritance 70 1 uint vm_inherit_t
read_ahead 71 1 uint uint8_t
wired_count 72 4 int int
cred 80 8 pointer pointer to struct ucred
wiring_thread 88 8 pointer pointer to struct thread
""",
    "vm_object": """\
240 struct
lock 0 32 struct struct rwlock
object_list 32 16 struct struct {anonymous}
object_list.tqe_next 32 8 pointer pointer to struct vm_object
object_list.tqe_prev 40 8 pointer pointer to pointer to struct vm_object
shadow_head 48 8 struct struct {anonymous}
shadow_head.lh_first 48 8 pointer pointer to struct vm_object
shadow_list 56 16 struct struct {anonymous}
shadow_list.le_next 56 8 pointer pointer to struct vm_object
shadow_list.le_prev 64 8 pointer pointer to pointer to struct vm_object
rtree 72 8 struct struct vm_radix
rtree.rt_trie 72 8 struct struct pctrie
rtree.rt_trie.pt_root 72 8 pointer pointer to struct pctrie_node
size 80 8 uint vm_pindex_t
domain 88 16 struct struct domainset_ref
domain.dr_policy 88 8 pointer volatile pointer to struct domainset
domain.dr_iter 96 4 uint unsigned int
generation 104 4 int volatile int
cleangeneration 108 4 int int
ref_count 112 4 uint volatile u_int
shadow_count 116 4 int int
memattr 120 1 uint vm_memattr_t
type 121 1 uint objtype_t
pg_color 122 2 uint u_short
flags 124 4 uint u_int
paging_in_progress 128 4 struct blockcount_t
paging_in_progress.__count 128 4 uint unsigned int
busy 132 4 struct blockcount_t
busy.__count 132 4 uint unsigned int
resident_page_count 136 4 int int
backing_object 144 8 pointer pointer to struct vm_object
backing_object_offset 152 8 uint vm_ooffset_t
pager_object_list 160 16 struct struct {anonymous}
pager_object_list.tqe_next 160 8 pointer pointer to struct vm_object
pager_object_list.tqe_prev 168 8 pointer pointer to pointer to struct vm_object
rvq 176 8 struct struct {anonymous}
rvq.lh_first 176 8 pointer pointer to struct vm_reserv
handle 184 8 pointer pointer to void
un_pager 192 32 union union {anonymous}
un_pager.vnp 192 16 struct struct {anonymous}
un_pager.vnp.vnp_size 192 8 int off_t
un_pager.vnp.writemappings 200 8 uint vm_ooffset_t
un_pager.devp 192 32 struct struct {anonymous}
un_pager.devp.spare 192 16 array,2,8,pointer pointer to void[2]
un_pager.devp.ops 208 8 pointer pointer to const struct cdev_pager_ops
un_pager.devp.handle 216 8 pointer pointer to void
un_pager.sgp 192 16 struct struct {anonymous}
un_pager.sgp.sgp_pglist 192 16 struct struct {anonymous}
un_pager.sgp.sgp_pglist.tqh_first 192 8 pointer pointer to struct vm_page
un_pager.sgp.sgp_pglist.tqh_last 200 8 pointer pointer to pointer to struct vm_page
un_pager.swp 192 24 struct struct {anonymous}
un_pager.swp.swp_priv 192 8 pointer pointer to void
un_pager.swp.swp_blks 200 8 struct struct pctrie
un_pager.swp.swp_blks.pt_root 200 8 pointer pointer to struct pctrie_node
un_pager.swp.writemappings 208 8 uint vm_ooffset_t
un_pager.phys 192 24 struct struct {anonymous}
un_pager.phys.ops 192 8 pointer pointer to const struct phys_pager_ops
un_pager.phys.data_ptr 200 8 pointer pointer to void
un_pager.phys.data_val 200 8 uint uintptr_t
un_pager.phys.phys_priv 208 8 pointer pointer to void
cred 224 8 pointer pointer to struct ucred
umtx_data 232 8 pointer pointer to void
""",
    "vm_page": """\
88 struct
plinks 0 16 union union {anonymous}
plinks.q 0 16 struct struct {anonymous}
plinks.q.tqe_next 0 8 pointer pointer to struct vm_page
plinks.q.tqe_prev 8 8 pointer pointer to pointer to struct vm_page
plinks.s 0 8 struct struct {anonymous}
plinks.s.ss 0 8 struct struct {anonymous}
plinks.s.ss.sle_next 0 8 pointer pointer to struct vm_page
plinks.memguard 0 16 struct struct {anonymous}
plinks.memguard.p 0 8 uint u_long
plinks.memguard.v 8 8 uint u_long
plinks.uma 0 16 struct struct {anonymous}
plinks.uma.slab 0 8 pointer pointer to void
plinks.uma.zone 8 8 pointer pointer to void
object 16 8 pointer vm_object_t
pindex 24 8 uint vm_pindex_t
phys_addr 32 8 uint vm_paddr_t
md 40 24 struct struct md_page
md.pv_list 40 16 struct struct {anonymous}
md.pv_list.tqh_first 40 8 pointer pointer to struct pv_entry
md.pv_list.tqh_last 48 8 pointer pointer to pointer to struct pv_entry
md.pv_gen 56 4 int int
md.pv_memattr 60 1 uint vm_memattr_t
md.pv_reserve 61 3 char[],3,1,uint uint8_t[3]
ref_count 64 4 uint u_int
busy_lock 68 4 uint u_int
a 72 4 union union vm_page_astate
a.flags 72 2 uint uint16_t
a.queue 74 1 uint uint8_t
a.act_count 75 1 uint uint8_t
a._bits 72 4 uint uint32_t
order 76 1 uint uint8_t
pool 77 1 uint uint8_t
flags 78 1 uint uint8_t
oflags 79 1 uint uint8_t
psind 80 1 int int8_t
segind 81 1 int int8_t
valid 82 1 uint vm_page_bits_t
dirty 83 1 uint vm_page_bits_t
""",
    "vmspace": """\
424 struct
vm_map 0 184 struct struct vm_map
vm_shm 184 8 pointer pointer to struct shmmap_state
vm_swrss 192 8 int segsz_t
vm_tsize 200 8 int segsz_t
vm_dsize 208 8 int segsz_t
vm_ssize 216 8 int segsz_t
vm_taddr 224 8 pointer caddr_t
vm_daddr 232 8 pointer caddr_t
vm_maxsaddr 240 8 pointer caddr_t
vm_stacktop 248 8 uint vm_offset_t
vm_shp_base 256 8 uint vm_offset_t
vm_refcnt 264 4 uint u_int
vm_pmap 272 152 struct struct pmap
""",
    "vnet": """\
128 struct
vnet_le 0 16 struct struct {anonymous}
vnet_le.le_next 0 8 pointer pointer to struct vnet
vnet_le.le_prev 8 8 pointer pointer to pointer to struct vnet
vnet_magic_n 16 4 uint u_int
vnet_ifcnt 20 4 uint u_int
vnet_sockcnt 24 4 uint u_int
vnet_state 28 4 uint u_int
vnet_data_mem 32 8 pointer pointer to void
vnet_data_base 40 8 uint uintptr_t
vnet_shutdown 48 1 uint bool
""",
    "vnode": """\
440 struct
v_type 0 1 uint enum enum_vtype_uint8
v_state 1 1 uint enum enum_vstate_uint8
v_irflag 2 2 int short
v_seqc 4 4 uint seqc_t
v_nchash 8 4 uint uint32_t
v_hash 12 4 uint u_int
v_op 16 8 pointer pointer to const struct vop_vector
v_data 24 8 pointer pointer to void
v_mount 32 8 pointer pointer to struct mount
v_nmntvnodes 40 16 struct struct {anonymous}
v_nmntvnodes.tqe_next 40 8 pointer pointer to struct vnode
v_nmntvnodes.tqe_prev 48 8 pointer pointer to pointer to struct vnode
v_mountedhere 56 8 pointer pointer to struct mount
v_unpcb 56 8 pointer pointer to struct unpcb
v_rdev 56 8 pointer pointer to struct cdev
v_fifoinfo 56 8 pointer pointer to struct fifoinfo
v_hashlist 64 16 struct struct {anonymous}
v_hashlist.le_next 64 8 pointer pointer to struct vnode
v_hashlist.le_prev 72 8 pointer pointer to pointer to struct vnode
v_cache_src 80 8 struct struct {anonymous}
v_cache_src.lh_first 80 8 pointer pointer to struct namecache
v_cache_dst 88 16 struct struct {anonymous}
v_cache_dst.tqh_first 88 8 pointer pointer to struct namecache
v_cache_dst.tqh_last 96 8 pointer pointer to pointer to struct namecache
v_cache_dd 104 8 pointer pointer to struct namecache
v_lock 112 40 struct struct lock
v_interlock 152 32 struct struct mtx
v_vnlock 184 8 pointer pointer to struct lock
v_vnodelist 192 16 struct struct {anonymous}
v_vnodelist.tqe_next 192 8 pointer pointer to struct vnode
v_vnodelist.tqe_prev 200 8 pointer pointer to pointer to struct vnode
v_lazylist 208 16 struct struct {anonymous}
v_lazylist.tqe_next 208 8 pointer pointer to struct vnode
v_lazylist.tqe_prev 216 8 pointer pointer to pointer to struct vnode
v_bufobj 224 152 struct struct bufobj
v_pollinfo 376 8 pointer pointer to struct vpollinfo
v_label 384 8 pointer pointer to struct label
v_lockf 392 8 pointer pointer to struct lockf
v_rl 400 16 struct struct rangelock
v_rl.head 400 8 uint uintptr_t
v_rl.sleepers 408 1 uint bool
v_holdcnt 416 4 uint u_int
v_usecount 420 4 uint u_int
v_iflag 424 2 uint u_short
v_vflag 426 2 uint u_short
v_mflag 428 2 uint u_short
v_dbatchcpu 430 2 int short
v_writecount 432 4 int int
v_seqc_users 436 4 int int
""",
    "xswdev": """\
32 struct
xsw_version 0 4 uint u_int
xsw_dev 8 8 uint dev_t
xsw_flags 16 4 int int
xsw_nblks 20 4 int int
xsw_used 24 4 int int
""",
}

ALIASES = {}

TYPEDEFS = {}

CONSTANTS = {
    "COMMLEN": 19,
    "CPUSTATES": 5,
    "CRED_FLAG_CAPMODE": 1,
    "DMAP_MAX_ADDRESS": 18446742974197923840,
    "DMAP_MIN_ADDRESS": 18446638520593285120,
    "KERNBASE": 18446462598732840960,
    "KI_CRF_CAPABILITY_MODE": 1,
    "KI_CRF_GRP_OVERFLOW": 2147483648,
    "KI_CTTY": 1,
    "KI_EMULNAMELEN": 16,
    "KI_LOCKBLOCK": 4,
    "KI_NGROUPS": 16,
    "KI_SLEADER": 2,
    "KSTACK_PAGES": 4,
    "LOCKNAMELEN": 8,
    "LOGINCLASSLEN": 17,
    "MAXCOMLEN": 19,
    "MAXCPU": 1024,
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
    "TDNAMLEN": 16,
    "TDS_CAN_RUN": 2,
    "TDS_INACTIVE": 0,
    "TDS_INHIBITED": 1,
    "TDS_RUNNING": 4,
    "TDS_RUNQ": 3,
    "VM_MAX_KERNEL_ADDRESS": 18446463148488654848,
    "VM_MIN_KERNEL_ADDRESS": 18446462598732840960,
    "VNET_MAGIC_N": 1581936424,
    "WMESGLEN": 8,
}

SCALARS = {}
