"""Swap devices and the tree of free swap space as DragonFly's kvm_getswapinfo(3) shows them (kvm_getswapinfo.c)."""

from __future__ import annotations

import struct
import sys

from ..errors import SunkvmError
from ..schema.kernels import dragonfly as schema
from .bsd import StructArray

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .dragonfly_descriptor import kvm_t

SWIF_DUMP_TREE, SWIF_DEV_PREFIX = 0x0001, 0x0002
_BMAP_RADIX, _META_RADIX = 64, 32
_BLMETA = 16
_MAX_DEVICES = 1 << 10
_MAX_NODES = 1 << 20
_MAX_DEPTH = 16
_MASK32, _MASK64 = 0xFFFF_FFFF, (1 << 64) - 1


def swap_info(kd: kvm_t, maxswap: int, flags: int) -> StructArray | int:
    """Return the devices in use, at most ``maxswap - 1``, and their sum; -1 without a message where symbols are missing."""
    image = kd.image
    if maxswap < 1 or image is None or kd.closed:
        return -1
    blist, table, count_at, dmmax_at = kd.value("_swapblist", "_swdevt", "_nswdev", "_dmmax")
    if table is None or count_at is None:
        return -1
    count, first = kd.integer(count_at, 4, signed=True), kd.integer(table, 8)
    # Newer kernels have no such variable, so that the original fails; it was for disk labels of another time.
    left_out = kd.integer(dmmax_at, 4, signed=True) if dmmax_at is not None else 0
    if count is None or first is None or left_out is None:
        kd.warn("cannot read swdevt")
        return -1
    layout, entry = schema.kvm_swap(image.model), image.layouts.layout("swdevt")
    if entry is None:
        return -1
    read = entry.reader("sw_dev", "sw_flags", "sw_nblks", "sw_nused", "sw_device")
    rows: list[bytes] = []
    used = total = 0
    for number in range(min(max(count, 0), _MAX_DEVICES)):
        data, fault = image.kernel.read_some(first + number * entry.size, entry.size)
        if fault is not None:
            kd.warn("cannot read swinfo")
            return -1
        dev, bits, blocks, in_use, device = read(data)
        size = blocks - left_out
        if not blocks or not size:
            continue
        used, total = used + in_use, total + size
        if len(rows) < maxswap - 1:
            rows.append(_row(_name(kd, dev, device, flags), in_use, size, bits))
    rows.append(_row(b"", used, total, 0))
    if flags & SWIF_DUMP_TREE:
        text = "".join(_tree(kd, blist))
        if kd.printed is not None:
            kd.printed.append((1, text))
        else:
            sys.stdout.write(text)
    return StructArray(layout, b"".join(rows))


def _row(name: bytes, used: int, total: int, bits: int) -> bytes:
    return struct.pack("<64sIIi8x", name[:63], used & _MASK32, total & _MASK32, bits)


def _name(kd: kvm_t, dev: int, device: int, flags: int) -> bytes:
    """Return a device's name: the kernel's own, else as devname(3) makes it up for one that it does not know."""
    if dev == _MASK32:
        return b"[NFS swap]"
    name = b""
    if device and kd.image is not None and (kd.library is None or kd.live):
        try:
            data = kd.image.kernel.read(device + kd.image.layout("cdev").offset("si_name"), 64)
            name = data.split(b"\0", 1)[0]
        except SunkvmError:
            pass
    return (b"/dev/" if flags & SWIF_DEV_PREFIX else b"") + (name or f"#C:{dev:x}".encode())


def _tree(kd: kvm_t, symbol: int | None) -> list[str]:
    """Return the lines about the tree of free swap blocks."""
    assert kd.image is not None
    if symbol is None:
        return []  # whether there is any is not known
    where = kd.integer(symbol, 8)
    if not where:
        return ["radix tree: NULL - no swap in system\n"]
    data, fault = kd.image.kernel.read_some(where, 48)
    if fault is not None:
        kd.warn("cannot read *swapblist")
        return []
    blocks, radix, skip, free, root, count = struct.unpack("<qqqqQq", data)
    lines = [f"radix tree: {free}/{blocks}/{radix} blocks, {(count * _BLMETA + 1023) // 1024}K wired\n"]
    scan = _Scan(kd, lines)
    _, available = scan.node(root, 0, radix, skip, 0)
    lines.append(f"final availability: {available}\n")
    return lines


class _Scan:
    """One walk over the tree; ``lines`` gets a line a node."""

    def __init__(self, kd: kvm_t, lines: list[str]) -> None:
        assert kd.image is not None
        self.kernel = kd.image.kernel
        self.warn = kd.warn
        self.lines = lines
        self.nodes = 0

    def node(self, kva: int, block: int, radix: int, skip: int, depth: int) -> tuple[bool, int]:
        """Return (whether the tree goes on behind this node, the free blocks below it)."""
        self.nodes += 1
        data, fault = self.kernel.read_some(kva, _BLMETA)
        if fault is not None or self.nodes > _MAX_NODES or depth > _MAX_DEPTH:
            self.warn("cannot read blmeta_t")
            return False, 0
        value, hint = struct.unpack("<Qq", data)
        head = f"{' ' * (4 * depth)}(0x{block & _MASK64:06x},{radix}) "
        if hint == -1:
            self.lines.append(f"{head}Terminator\n")
            return False, 0
        if radix == _BMAP_RADIX:
            self.lines.append(f"{head}Bitmap {value:016x} big={hint}\n")
            return True, value.bit_count()
        if value == radix:
            self.lines.append(f"{head}Submap ALL-FREE (big={hint}) {{\n")
            return True, radix
        if not value:
            self.lines.append(f"{head}Submap ALL-ALLOCATED (big={hint})\n")
            return True, 0
        self.lines.append(f"{head}Submap avail={value} big={hint} {{\n")
        below, step, available = radix // _META_RADIX, skip // _META_RADIX, 0
        at = 1
        while step > 0 and below >= _BMAP_RADIX and at <= skip:
            more, free = self.node(kva + at * _BLMETA, block, below, step - 1, depth + 1)
            if not more:
                break
            available += free
            block += below
            at += step
        end = "}\n" if available == value else f"}} (AVAIL MISMATCH {available}/{value}\n"
        self.lines.append(" " * (4 * depth) + end)
        return True, available
