"""Open files of DragonFly processes (sys/filedesc.h, sys/file.h, sys/namecache.h, kern/vfs_cache.c cache_fullpath)."""

from __future__ import annotations

from ..records import OpenFile
from .bsd_reader import plain
from .freebsd_files import ACCESS, FLAGS, VNODE_TYPES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..records import Process
    from .bsd_reader import BsdReader

_FILE_TYPES = {2: "socket", 3: "pipe", 4: "fifo", 5: "kqueue", 6: "crypto", 7: "mqueue"}
_DTYPE_VNODE, _DTYPE_FIFO = 1, 4
_UF_EXCLOSE = 1
_CHUNK = 512  # descriptors read at a time
_MAX_FILES = 1 << 20
_MAX_NAMES = 256  # components of a path, mounts counted


class Vnode:
    """What a vnode tells of a file: type, path and device; each None where it does not or was not dumped."""

    __slots__ = ("device", "path", "type")

    def __init__(self, reader: BsdReader, kva: int | None) -> None:
        kind, mount, name = reader.some_members("vnode", kva, "v_type", "v_mount", "v_namecache.tqh_first")
        self.type = None if kind is None else VNODE_TYPES.get(kind)
        self.path = path_of(reader, name, mount) if name else None
        self.device: tuple[int, int] | None = None
        if self.type in ("character device", "block device"):
            (dev,) = reader.some_members("vnode", kva, "v_un.vu_cdev.vu_cdevinfo")
            major, minor, text = reader.some_members("cdev", dev, "si_umajor", "si_uminor", "si_name")
            if major is not None:
                self.device = major, minor
                if self.path is None and plain(text):
                    self.path = "/dev/" + plain(text)


def path_of(reader: BsdReader, name: int | None, mount: int | None) -> str | None:
    """Return the path of an entry of the cache of names within a mount; None where it is not all in there."""
    parts: list[str] = []
    for _ in range(_MAX_NAMES):
        top, above, outer = reader.some_members(
            "mount", mount, "mnt_ncmountpt.ncp", "mnt_ncmounton.ncp", "mnt_ncmounton.mount"
        )
        if not name or top is None:
            return None
        if name == top:
            if not above:
                return "/" + "/".join(reversed(parts))
            name, mount = above, outer
            continue
        parent, text, length = reader.some_members("namecache", name, "nc_parent", "nc_name", "nc_nlen")
        if not parent or not text or not length:
            return None
        data, fault = reader.read_some(text, length)
        if fault is not None:
            return None
        parts.append(data.decode("utf-8", "surrogateescape"))
        name = parent
    return None


def files(reader: BsdReader, process: Process) -> Iterator[OpenFile]:
    """Yield the directories and the program of a process, then its descriptors."""
    table, program, name, mount = reader.members(
        "proc", process.kva, "p_fd", "p_textvp", "p_textnch.ncp", "p_textnch.mount"
    )
    held = [("text", program, name, mount)]
    if table:
        row = reader.members(
            "filedesc",
            table,
            *(f"fd_{each}" for each in ("cdir", "rdir", "jdir")),
            *(f"fd_n{each}.{part}" for each in ("cdir", "rdir", "jdir") for part in ("ncp", "mount")),
        )
        places = list(zip(("cwd", "root", "jail"), row[:3], row[3::2], row[4::2], strict=True))
        held = places + held
    for use, kva, name, mount in held:
        if kva:
            vnode = Vnode(reader, kva)
            path = path_of(reader, name, mount) if name else None
            yield OpenFile(
                use, None, vnode.type, path or vnode.path, None, None, (), None, vnode.device, 0, kva
            )
    if table:
        yield from _descriptors(reader, table)


def _descriptors(reader: BsdReader, table: int) -> Iterator[OpenFile]:
    where, count = reader.members("filedesc", table, "fd_files", "fd_nfiles")
    if not where or count is None:
        return
    entry = reader.image.layout("fdnode")
    read = entry.reader("fp", "fileflags")
    count = min(max(count, 0), _MAX_FILES)
    for first in range(0, count, _CHUNK):
        raw, fault = reader.read_some(where + first * entry.size, min(_CHUNK, count - first) * entry.size)
        for number in range(len(raw) // entry.size):
            kva, flags = read(raw, number * entry.size)
            if kva:
                yield _file(reader, first + number, kva, flags)
        if fault is not None:
            raise fault.error()


def _file(reader: BsdReader, fd: int, kva: int, descriptor: int) -> OpenFile:
    flag, kind, data, offset, name, mount = reader.some_members(
        "file", kva, "f_flag", "f_type", "f_data", "f_offset", "f_nchandle.ncp", "f_nchandle.mount"
    )
    type, path, device, vnode_kva = _FILE_TYPES.get(kind), None, None, 0
    if kind in (_DTYPE_VNODE, _DTYPE_FIFO) and data:
        vnode_kva = data
        vnode = Vnode(reader, data)
        type, device = vnode.type or type, vnode.device
        path = (path_of(reader, name, mount) if name else None) or vnode.path
    return OpenFile(
        "open",
        fd,
        type,
        path,
        None if flag is None else ACCESS.get(flag & 3, ""),
        offset,
        () if flag is None else tuple(text for bit, text in FLAGS.items() if flag & bit),
        bool(descriptor & _UF_EXCLOSE),
        device,
        kva,
        vnode_kva,
    )
