"""Open files of Solaris processes (illumos sys/user.h, sys/file.h, sys/vnode.h)."""

from __future__ import annotations

from ..records import OpenFile
from .solaris_reader import device

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..records import Process
    from .solaris_reader import Reader

_TYPES = {
    1: "regular", 2: "directory", 3: "block device", 4: "character device", 5: "link", 6: "fifo", 7: "door", 8: "proc",
    9: "socket", 10: "port",
}  # fmt: skip
_ACCESS = {1: "r", 2: "w", 3: "rw"}  # FREAD, FWRITE
_FLAGS = {
    0x04: "ndelay", 0x08: "append", 0x10: "sync", 0x20: "revoked", 0x40: "dsync", 0x80: "nonblock", 0x1000: "async",
    0x2000: "largefile", 0x4000: "xattr", 0x8000: "rsync",
}  # fmt: skip
_FD_CLOEXEC = 1
_CHUNK = 512  # descriptors read at a time
_MAX_FILES = 1 << 20


class Vnode:
    """What a vnode tells of a file: its type, path and device; each None where it does not or was not dumped."""

    __slots__ = ("device", "path", "type")

    def __init__(self, reader: Reader, kva: int | None) -> None:
        kind, path, dev = reader.some_members("vnode", kva, "v_type", "v_path", "v_rdev")
        self.type = None if kind is None else _TYPES.get(kind)
        self.path = reader.text(path)
        self.device = device(dev, 8 * reader.word) if kind in (3, 4) else None


def files(reader: Reader, process: Process) -> Iterator[OpenFile]:
    """Yield the directories and the program of a process, then its descriptors: p_user.u_finfo.fi_list."""
    program, user = reader.members("proc", process.kva, "p_exec", "p_user")
    cwd, root, finfo = reader.image.layout("user").reader("u_cdir", "u_rdir", "u_finfo")(user)
    for use, kva in (("cwd", cwd), ("root", root), ("text", program)):
        if kva:
            vnode = Vnode(reader, kva)
            yield OpenFile(use, None, vnode.type, vnode.path, None, None, (), None, vnode.device, 0, kva)
    if finfo is None:
        return
    count, entries = reader.image.layout("uf_info").reader("fi_nfiles", "fi_list")(finfo)
    if count is None or not entries:
        return
    entry = reader.image.layout("uf_entry")
    read = entry.reader("uf_file", "uf_flag")
    count = min(max(count, 0), _MAX_FILES)
    for first in range(0, count, _CHUNK):
        wanted = min(_CHUNK, count - first) * entry.size
        raw, fault = reader.read_some(entries + first * entry.size, wanted)
        for number in range(len(raw) // entry.size):
            kva, flag = read(raw, number * entry.size)
            if kva:
                yield _file(reader, first + number, kva, flag)
        if fault is not None:
            raise fault.error()


def _file(reader: Reader, fd: int, kva: int, descriptor: int | None) -> OpenFile:
    flag, vnode_kva, offset = reader.some_members("file", kva, "f_flag", "f_vnode", "f_offset")
    vnode = Vnode(reader, vnode_kva)
    return OpenFile(
        "open",
        fd,
        vnode.type,
        vnode.path,
        None if flag is None else _ACCESS.get(flag & 3, ""),
        offset,
        () if flag is None else tuple(name for bit, name in _FLAGS.items() if flag & bit),
        None if descriptor is None else bool(descriptor & _FD_CLOEXEC),
        vnode.device,
        kva,
        vnode_kva or 0,
    )
