"""Open files of FreeBSD processes (sys/filedesc.h, sys/file.h, sys/vnode.h, kern/vfs_cache.c)."""

from __future__ import annotations

from ..records import OpenFile
from .bsd_reader import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..records import Process
    from .bsd_reader import BsdReader

VNODE_TYPES = {
    1: "regular", 2: "directory", 3: "block device", 4: "character device", 5: "link", 6: "socket", 7: "fifo",
}  # fmt: skip
_FILE_TYPES = {
    2: "socket", 3: "pipe", 4: "fifo", 5: "kqueue", 6: "crypto", 7: "mqueue", 8: "shm", 9: "semaphore", 10: "pts",
    11: "character device", 12: "process", 13: "eventfd", 14: "timerfd",
}  # fmt: skip
_DTYPE_VNODE = 1
_VCHR = 4
_VV_ROOT = 1
ACCESS = {1: "r", 2: "w", 3: "rw"}  # FREAD, FWRITE
FLAGS = {0x04: "nonblock", 0x08: "append", 0x40: "async", 0x80: "sync", 0x10000: "direct"}
_UF_EXCLOSE = 1
_CHUNK = 512  # descriptors read at a time
_MAX_FILES = 1 << 20
_MAX_NAMES = 128  # components of a path


class Vnode:
    """What a vnode tells of a file: its type and path; each None where it does not or was not dumped."""

    __slots__ = ("path", "type")

    def __init__(self, reader: BsdReader, kva: int | None) -> None:
        kind, device, older = reader.some_members("vnode", kva, "v_type", "v_rdev", "v_un.vu_cdev")
        self.type = None if kind is None else VNODE_TYPES.get(kind)
        self.path = None
        if kind == _VCHR:
            (name,) = reader.some_members("cdev", device or older, "si_name")
            self.path = "/dev/" + plain(name) if name else None
        elif kva:
            self.path = path_of(reader, kva)


def path_of(reader: BsdReader, vnode: int) -> str | None:
    """Return a file's path from the cache of names, None where it is not all in there.

    The cache's struct is in no built-in table: the kernel's own types tell it, where they are there.
    """
    if not reader.has("namecache", "nc_name") or not reader.has("vnode", "v_cache_dst.tqh_first"):
        return None
    parts: list[str] = []
    for _ in range(_MAX_NAMES):
        flags, mount, name = reader.some_members(
            "vnode", vnode, "v_vflag", "v_mount", "v_cache_dst.tqh_first"
        )
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
        found = _name(reader, name, vnode)
        if found is None:
            return None
        text, vnode = found
        parts.append(text)
    return None


def _name(reader: BsdReader, entry: int | None, vnode: int) -> tuple[str, int] | None:
    """Return (name, directory) of an entry of the cache that leads to a vnode."""
    directory, target, newer, length = reader.some_members(
        "namecache", entry, "nc_dvp", "nc_vp", "n_un.nu_vp", "nc_nlen"
    )
    if not entry or not directory or vnode not in (target, newer) or not length:
        return None
    data, fault = reader.read_some(entry + reader.offset("namecache", "nc_name"), length)
    return None if fault is not None else (data.decode("utf-8", "surrogateescape"), directory)


def files(reader: BsdReader, process: Process) -> Iterator[OpenFile]:
    """Yield the directories and the program of a process, then its descriptors: p_fd and, since 13, p_pd."""
    table, holder, program, binary, folder = reader.members(
        "proc", process.kva, "p_fd", "p_pd", "p_textvp", "p_binname", "p_textdvp"
    )
    if holder:
        (pwd,) = reader.some_members("pwddesc", holder, "pd_pwd")
        where = int.from_bytes(pwd, reader.byteorder) if isinstance(pwd, bytes) else pwd
        cwd, root, jail = reader.some_members("pwd", where, "pwd_cdir", "pwd_rdir", "pwd_jdir")
    else:
        cwd, root, jail = reader.some_members("filedesc", table, "fd_cdir", "fd_rdir", "fd_jdir")
    for use, kva in (("cwd", cwd), ("root", root), ("jail", jail), ("text", program)):
        if kva:
            vnode = Vnode(reader, kva)
            path = vnode.path
            if use == "text" and path is None and binary and folder:
                parent, name = path_of(reader, folder), reader.text(binary)
                path = f"{parent.rstrip('/')}/{name}" if parent and name else None
            yield OpenFile(use, None, vnode.type, path, None, None, (), None, None, 0, kva)
    if table:
        yield from _descriptors(reader, table)


def _descriptors(reader: BsdReader, table: int) -> Iterator[OpenFile]:
    (where,) = reader.members("filedesc", table, "fd_files")
    if not where:
        return
    (count,) = reader.members("fdescenttbl", where, "fdt_nfiles")
    if count is None:
        return
    entries = where + reader.offset("fdescenttbl", "fdt_ofiles")
    entry = reader.image.layout("filedescent")
    read = entry.reader("fde_file", "fde_flags")
    count = min(max(count, 0), _MAX_FILES)
    for first in range(0, count, _CHUNK):
        raw, fault = reader.read_some(entries + first * entry.size, min(_CHUNK, count - first) * entry.size)
        for number in range(len(raw) // entry.size):
            kva, flag = read(raw, number * entry.size)
            if kva:
                yield _file(reader, first + number, kva, flag)
        if fault is not None:
            raise fault.error()


def _file(reader: BsdReader, fd: int, kva: int, descriptor: int | None) -> OpenFile:
    flag, kind, vnode_kva, offset = reader.some_members(
        "file", kva, "f_flag", "f_type", "f_vnode", "f_offset"
    )
    type, path = _FILE_TYPES.get(kind), None
    if kind == _DTYPE_VNODE or (vnode_kva and kind in (4, 11)):
        vnode = Vnode(reader, vnode_kva)
        type, path = vnode.type or type, vnode.path
    return OpenFile(
        "open",
        fd,
        type,
        path,
        None if flag is None else ACCESS.get(flag & 3, ""),
        offset,
        () if flag is None else tuple(name for bit, name in FLAGS.items() if flag & bit),
        None if descriptor is None else bool(descriptor & _UF_EXCLOSE),
        None,
        kva,
        vnode_kva or 0,
    )
