/* Mounted file systems with their vnodes, and the open files: vnodeinfo -M core -N kernel. */
#define _KERNEL_STRUCTURES
#include <sys/param.h>
#include <sys/user.h>
#include <sys/malloc.h>
#include <sys/signalvar.h>
#include <sys/namecache.h>
#include <sys/mount.h>
#include <sys/vnode.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/lockf.h>

#include <vm/vm.h>
#include <vm/vm_page.h>
#include <vm/vm_object.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <kvm.h>
#include <nlist.h>
#include <unistd.h>

struct nlist Nl[] = {
    { "_mountlist" },
    { NULL }
};

static void kkread(kvm_t *kd, u_long addr, void *buf, size_t nbytes)
{
    if (kvm_read(kd, addr, buf, nbytes) != nbytes) {
	fprintf(stderr, "kvm_read: %s\n", kvm_geterr(kd));
	exit(1);
    }
}

/* Write the path of a name in front of what is in the buffer already. */
static char *path_of(kvm_t *kd, struct nchandle nch, char *at)
{
    struct namecache ncp;
    struct mount mnt;

    for (;;) {
	if (nch.ncp == NULL)
	    return at;
	kkread(kd, (u_long)nch.ncp, &ncp, sizeof(ncp));
	if (ncp.nc_parent == NULL) {
	    kkread(kd, (u_long)nch.mount, &mnt, sizeof(mnt));
	    if (mnt.mnt_ncmounton.ncp == NULL)
		return at;
	    nch = mnt.mnt_ncmounton;
	    continue;
	}
	at -= ncp.nc_nlen;
	kkread(kd, (u_long)ncp.nc_name, at, ncp.nc_nlen);
	*--at = '/';
	nch.ncp = ncp.nc_parent;
    }
}

static struct vnode *dumpvp(kvm_t *kd, struct vnode *vp)
{
    static const char *types[] = { "VNON", "VREG", "VDIR", "VBLK", "VCHR", "VLNK", "VSOCK", "VFIFO", "VBAD" };
    struct vnode vn;

    kkread(kd, (u_long)vp, &vn, sizeof(vn));
    printf("    vnode type=%s refs=%d aux=%d flags=%08x", vn.v_type <= VBAD ? types[vn.v_type] : "?", vn.v_refcnt,
	   vn.v_auxrefs, vn.v_flag);
    if (vn.v_flag & VOBJBUF)
	printf(" VOBJBUF");
    if (TAILQ_FIRST(&vn.v_namecache)) {
	struct namecache ncp;
	size_t size = 16;
	char *name, small[16];

	kkread(kd, (u_long)TAILQ_FIRST(&vn.v_namecache), &ncp, sizeof(ncp));
	if ((name = kvm_readstr(kd, (u_long)ncp.nc_name, small, &size)) != NULL)
	    printf(" filename %s (%zu)", name, size);
    }
    printf("\n");
    return (vn.v_nmntvnodes.tqe_next);
}

int main(int ac, char **av)
{
    const char *corefile = NULL;
    const char *sysfile = NULL;
    struct kinfo_file *files;
    struct mntlist list;
    struct mount *mp, mnt;
    struct vnode *vp;
    int ch, count, i;
    kvm_t *kd;

    while ((ch = getopt(ac, av, "M:N:")) != -1) {
	if (ch == 'M')
	    corefile = optarg;
	else if (ch == 'N')
	    sysfile = optarg;
	else
	    exit(1);
    }
    if ((kd = kvm_open(sysfile, corefile, NULL, O_RDONLY, "kvm:")) == NULL)
	exit(1);
    if (kvm_nlist(kd, Nl) != 0) {
	fprintf(stderr, "kvm_nlist\n");
	exit(1);
    }
    kkread(kd, Nl[0].n_value, &list, sizeof(list));
    for (mp = TAILQ_FIRST(&list); mp; mp = TAILQ_NEXT(&mnt, mnt_list)) {
	kkread(kd, (u_long)mp, &mnt, sizeof(mnt));
	printf("MOUNTPOINT %s on %s (%s) %d {\n", mnt.mnt_stat.f_mntfromname, mnt.mnt_stat.f_mntonname,
	       mnt.mnt_stat.f_fstypename, mnt.mnt_nvnodelistsize);
	for (vp = mnt.mnt_nvnodelist.tqh_first; vp; )
	    vp = dumpvp(kd, vp);
	printf("}\n");
    }
    files = kvm_getfiles(kd, 0, 0, &count);
    for (i = 0; files && i < count; i++) {
	char buf[1024], *path = &buf[sizeof(buf) - 1];
	struct file file;

	kkread(kd, (u_long)files[i].f_file, &file, sizeof(file));
	*path = 0;
	if (file.f_type == DTYPE_VNODE)
	    path = path_of(kd, file.f_nchandle, path);
	printf("%d %d type=%d %c%c %ld %s\n", files[i].f_pid, files[i].f_fd, files[i].f_type,
	       files[i].f_flag & FREAD ? 'r' : '-', files[i].f_flag & FWRITE ? 'w' : '-', (long)files[i].f_offset,
	       *path ? path : "-");
    }
    return kvm_close(kd);
}
