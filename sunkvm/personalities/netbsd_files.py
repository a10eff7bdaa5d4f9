"""Open files of NetBSD processes (sys/filedesc.h, sys/file.h, sys/vnode.h, sys/namei.h, miscfs/specfs/specdev.h)."""

from __future__ import annotations

from ..records import OpenFile
from .netbsd import device

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..records import Process
    from .bsd_reader import BsdReader

_VNODE_TYPES = {
    1: "regular", 2: "directory", 3: "block device", 4: "character device", 5: "link", 6: "socket", 7: "fifo",
}  # fmt: skip
_FILE_TYPES = {
    2: "socket", 3: "pipe", 4: "kqueue", 5: "misc", 6: "crypto", 7: "mqueue", 8: "semaphore", 9: "eventfd", 10: "timerfd",
}  # fmt: skip
_DTYPE_VNODE = 1
_VBLK, _VCHR = 3, 4
_ACCESS = {1: "r", 2: "w", 3: "rw"}  # FREAD, FWRITE
_FLAGS = {0x04: "nonblock", 0x08: "append", 0x40: "async", 0x80: "sync", 0x80000: "direct"}
_MAX_FILES = 1 << 20
_MAX_NAMES = 128  # components of a path
_MAX_ENTRIES = 16  # of the cache for one file
_VV_ROOT = 1


class Vnode:
    """What a vnode tells of a file: its type, path, and the number of a device; None where it does not or was not dumped."""

    __slots__ = ("device", "path", "type")

    def __init__(self, reader: BsdReader, kva: int | None) -> None:
        kind, node = reader.some_members("vnode", kva, "v_type", "v_un.vu_specnode")
        self.type = None if kind is None else _VNODE_TYPES.get(kind)
        self.path = path_of(reader, kva) if kva else None
        self.device = None
        if kind in (_VBLK, _VCHR):
            self.device = device(reader.some_members("specnode", node, "sn_rdev")[0])


def path_of(reader: BsdReader, vnode: int) -> str | None:
    """Return a file's path from the cache of names, None where it is not all in there.

    The cache's struct is in no built-in table: the kernel's own types tell it, where they are there.
    """
    if not reader.has("namecache", "nc_name"):
        return None
    parts: list[str] = []
    for _ in range(_MAX_NAMES):
        flags, mount = reader.some_members("vnode", vnode, "v_vflag", "v_mount")
        if flags is None:
            return None
        if flags & _VV_ROOT:
            (covered,) = reader.some_members("mount", mount, "mnt_vnodecovered")
            if covered is None:
                return None
            if not covered:
                return "/" + "/".join(reversed(parts))
            vnode = covered
            continue
        found = _name(reader, vnode)
        if found is None:
            return None
        text, vnode = found
        parts.append(text)
    return None


def _name(reader: BsdReader, vnode: int) -> tuple[str, int] | None:
    """Return (name, directory) of an entry of the cache that leads to a vnode: v_nclist, since 9.99 vi_nc_list."""
    (entry,) = reader.some_members("vnode", vnode, "v_nclist.lh_first")
    if entry is None:
        (entry,) = reader.some_members("vnode_impl", vnode, "vi_nc_list.tqh_first")
    for _ in range(_MAX_ENTRIES):
        older, newer, directory, target, length = reader.some_members(
            "namecache", entry, "nc_vlist.le_next", "nc_list.tqe_next", "nc_dvp", "nc_vp", "nc_nlen"
        )
        if not entry or length is None:
            return None
        if directory and target == vnode and length:
            data, fault = reader.read_some(entry + reader.offset("namecache", "nc_name"), length)
            if fault is None and data not in (b".", b".."):
                return data.decode("utf-8", "surrogateescape"), directory
        entry = older or newer
    return None


def files(reader: BsdReader, process: Process) -> Iterator[OpenFile]:
    """Yield the directories and the program of a process, then its descriptors."""
    table, folders, program, path = reader.members(
        "proc", process.kva, "p_fd", "p_cwdi", "p_textvp", "p_path"
    )
    cwd, root = reader.some_members("cwdinfo", folders, "cwdi_cdir", "cwdi_rdir")
    for use, kva in (("cwd", cwd), ("root", root), ("text", program)):
        if kva:
            vnode = Vnode(reader, kva)
            name = reader.text(path) if use == "text" else None
            yield OpenFile(
                use, None, vnode.type, name or vnode.path, None, None, (), None, vnode.device, 0, kva
            )
    if table:
        yield from _descriptors(reader, table)


def _descriptors(reader: BsdReader, table: int) -> Iterator[OpenFile]:
    """Yield the descriptors of a filedesc: fd_dt has a pointer to an fdfile for each number there is."""
    (where,) = reader.members("filedesc", table, "fd_dt")
    if not where:
        return
    (count,) = reader.members("fdtab", where, "dt_nfiles")
    word = reader.word
    base = where + reader.offset("fdtab", "dt_ff")
    raw, fault = reader.read_some(base, min(max(count, 0), _MAX_FILES) * word)
    for fd in range(len(raw) // word):
        entry = int.from_bytes(raw[fd * word : (fd + 1) * word], reader.byteorder)
        if not entry:
            continue
        kva, closing = reader.some_members("fdfile", entry, "ff_file", "ff_exclose")
        if kva:
            yield _file(reader, fd, kva, closing)
    if fault is not None:
        raise fault.error()


def _file(reader: BsdReader, fd: int, kva: int, closing: int | None) -> OpenFile:
    flag, kind, offset, data, older = reader.some_members(
        "file", kva, "f_flag", "f_type", "f_offset", "f_undata.fd_data", "f_data"
    )
    vnode = Vnode(reader, data or older) if kind == _DTYPE_VNODE else None
    return OpenFile(
        "open",
        fd,
        _FILE_TYPES.get(kind) if vnode is None else vnode.type,
        None if vnode is None else vnode.path,
        None if flag is None else _ACCESS.get(flag & 3, ""),
        offset,
        () if flag is None else tuple(name for bit, name in _FLAGS.items() if flag & bit),
        None if closing is None else bool(closing),
        None if vnode is None else vnode.device,
        kva,
        0 if vnode is None else data or older or 0,
    )
