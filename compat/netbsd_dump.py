"""What savecore does with NetBSD's libkvm: a dump found on its device, the header of a saved core, a dump marked as saved.

Facts: lib/libkvm/kvm.c and sbin/savecore/savecore.c of NetBSD 6.99.16.
"""

from __future__ import annotations

import errno
import os
import struct

from ..corefile import HOLE, KVA, SLOW
from .netbsd_descriptor import DEAD, kvm_t, own_symbols
from .netbsd_open import open_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, BinaryIO

    WriteBuf = Callable[[Any, bytes], bool]

_MASK64 = (1 << 64) - 1


def _container(kd: kvm_t) -> Any:
    return None if kd.image is None else getattr(kd.image.corefile, "container", None)


def kvm_dump_mkheader(kd: kvm_t, dump_off: int) -> int:
    """Find the dump at an offset of the dump device that is open; return how many bytes stand in front of its memory.

    Then its memory can be read. 0 where there is no dump, -1 after an error.
    """
    kd.open_check()
    if kd.image is not None and kd.state == DEAD:
        kd.hard("already has a dump header")
        return -1
    if kd.state != DEAD:
        kd.hard("don't use on live kernel")
        return -1
    from ..corefiles.netbsd_kcore import Container, read_container
    from ..errors import FormatError
    from ..source import open_source

    path, core, swap = kd.files
    with open_source(core) as source:
        head = source.read(dump_off, 8) if dump_off >= 0 else b""
        if len(head) < 8:
            kd.hard(f"Pread: {os.strerror(0)}")
            kd.soft(
                f"read {kd.model.mask:x} bytes at offset {dump_off & _MASK64:x} for cpu_hdr instead of requested 8"
            )
            return -1
        try:
            box = read_container(source, dump_off)
        except FormatError:
            box = "damaged"
            if int.from_bytes(head[:4], "big") & 0xFFFF == 0x8FCA:
                return _damaged(kd, head)
    if not isinstance(box, Container) or box.saved or (kd.limit is not None and box.model is not kd.limit):
        kd.soft("invalid magic in cpu_hdr")
        return 0
    image, why = open_image(path, core, swap, kd.limit, dump_off)
    if image is None:
        kd.hard(why)
        return -1
    kd.image = image
    if kd.symbols is None and path is None:
        kd.symbols = own_symbols(image, kd.limit)
    return int(box.data_offset - box.offset)


def _damaged(kd: kvm_t, head: bytes) -> int:
    """Report a header whose machine is not known, or whose CPU data are not all there."""
    from ..corefiles.netbsd_machines import PORTS

    port = PORTS.get(int.from_bytes(head[:4], "big") >> 16 & 0x3FF)
    if port is None:
        kd.soft("invalid magic in cpu_hdr")
        return 0
    size = int.from_bytes(head[4:], port.models[0].byteorder)
    kd.hard(f"size {kd.model.mask} != cpu_hdr.csize {size}")
    return -1


def header_pieces(kd: kvm_t, dumpsize: int) -> list[tuple[str, bytes]] | None:
    """Return the header of a saved core as (what a failure to write it is called, bytes); None after a message."""
    box = _container(kd)
    if box is None:
        kd.hard("no valid dump header(s)")
        return None
    assert kd.image is not None
    align, order = box.port.align, box.model.order
    core: Any = kd.image.corefile
    cpu = core.source.read(box.cpu_offset, box.cpu_size)

    def segment(flag: int, size: int) -> bytes:
        return (flag << 26 | 0x8FAC).to_bytes(4, "big") + struct.pack(f"{order}I", size & 0xFFFF_FFFF)

    header, seghdr = align(12), align(8)
    first = (box.mid << 16 | 0x8FCA).to_bytes(4, "big") + struct.pack(f"{order}2HI", header, seghdr, 2)
    size = align(len(cpu))
    pieces = (
        (first, header - 12),
        (segment(1, size), seghdr - 8),
        (cpu, size - len(cpu)),
        (segment(2, dumpsize), seghdr - 8),
    )
    parts = []
    for data, gap in pieces:
        parts.append(("kvm_dump_header", data))
        parts += [("clear_gap", bytes(min(gap - start, 1024))) for start in range(0, gap, 1024)]
    return parts


def kvm_dump_header(kd: kvm_t, write_buf: WriteBuf, cookie: Any, dumpsize: int) -> int:
    """Write the header of a saved core, by ``write_buf(cookie, bytes)``, which tells whether it could; return its length.

    ``dumpsize`` is the size of memory in bytes, of which 32 bits are stored. -1 after an error.
    """
    pieces = header_pieces(kd, dumpsize)
    if pieces is None or not all(_put(kd, write_buf, cookie, data, what) for what, data in pieces):
        return -1
    return sum(len(data) for _, data in pieces)


def _put(kd: kvm_t, write_buf: WriteBuf, cookie: Any, data: bytes, what: str) -> bool:
    number = 0
    try:
        if write_buf(cookie, data):
            return True
    except OSError as error:
        number = error.errno or 0
    kd.hard(f"{what}: {os.strerror(number)}")
    return False


def kvm_dump_wrtheader(kd: kvm_t, fp: BinaryIO, dumpsize: int) -> int:
    """Write the header of a saved core to a binary file; return its length, or -1. See `kvm_dump_header`."""

    def write(file: BinaryIO, data: bytes) -> bool:
        return file.write(data) == len(data)

    return kvm_dump_header(kd, write, fp, dumpsize)


def kvm_dump_inval(kd: kvm_t) -> int:
    """Clear the kernel's variable dumpmag in the file, which must be open for writing; return 0, or -1.

    savecore does so when it has saved a dump. The original wipes the 512 bytes around the variable too.
    """
    kd.open_check()
    if kd.state != DEAD:
        kd.hard("clearing dump on live kernel")
        return -1
    found = kd.lookup(["_dumpmag"])
    if found is None:
        return -1
    if found[0] is None:
        kd.hard("_dumpmag: no such symbol")
        return -1
    if not kd.ready("kvm_read"):
        return -1
    assert kd.image is not None
    core: Any = kd.image.corefile
    core = getattr(core, "core", core)  # below what was written
    kva = kd.address(found[0][3])
    where = core.page(KVA, kva >> core.page_shift)
    if where == HOLE:
        kd.missing(kva)
        return -1
    offset = (where & ~SLOW) - core.source.base + (kva & core.page_size - 1)
    try:
        _clear(kd.files[1], kd.flags, offset, 4)
    except OSError as error:
        kd.soft(f"cannot invalidate dump - pwrite: {os.strerror(error.errno or 0)}")
        return -1
    return 0


def _clear(path: str, flags: int, offset: int, count: int) -> None:
    """Write zeros into a file that was opened with ``flags``."""
    if not flags & os.O_RDWR:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        os.pwrite(handle, bytes(count), offset)
    finally:
        os.close(handle)
