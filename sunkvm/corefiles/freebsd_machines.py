"""What FreeBSD's minidumps of the different machines do not have in common: header, sizes, and where addresses lead.

Facts: sys/*/include/minidump.h and lib/libkvm/kvm_minidump_*.c of FreeBSD 10 to 15.
"""

from __future__ import annotations

from ..datamodel import AARCH64, AMD64, ARM, I386, MIPS64, MIPS64EL, POWERPC64, RISCV64
from ..mmu import Level, PagingForm
from ..schema.formats import freebsd_dump as dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..datamodel import DataModel
    from ..layout import Layout

    Header = dict[str, Any]

DIRECT, TABLE, ALIAS, HASHED, TREE = "direct", "table", "alias", "hashed", "tree"


class Region:
    """A run of kernel addresses that are all found in the same way.

    Attributes:
        low, high: the first address, and the first one behind.
        kind: `DIRECT` (``base`` is the physical address of ``low``), `TABLE` (entries stored in the dump, the first is
            that of ``low``), `ALIAS` (``base`` is added to the address), `HASHED` and `TREE` (page tables of the machine).
        listed: whether the region is shown among what the kernel has mapped, rather than being another view of it.
    """

    __slots__ = ("base", "high", "kind", "listed", "low")

    def __init__(self, low: int, high: int, kind: str, base: int = 0, listed: bool = True) -> None:
        self.low = low
        self.high = high
        self.kind = kind
        self.base = base
        self.listed = listed

    def __repr__(self) -> str:
        return f"Region({self.low:#x}, {self.high:#x}, {self.kind!r}, {self.base:#x})"


class BadHeader(Exception):
    """A member of the header has a value that cannot be; ``member`` is its name."""

    def __init__(self, member: str, reason: str) -> None:
        super().__init__(reason)
        self.member = member


class Machine:
    """How to read the minidump of one kind of machine.

    Attributes:
        name: the FreeBSD name in the magic.
        models: the data models that it can have, one a byte order.
        headers: (version, the header's layout).
        form: the name of the paging form for page tables in memory; None where nothing tells.
        level: of the form, the level that the stored entries belong to; the last one has the pages.
        entry_form: the form of the stored entries where it is another one than ``form``.
        bitmap_word: bytes of the integers that the bitmap consists of.
        avail_word: bytes of an address in dump_avail.
    """

    name = ""
    models: tuple[DataModel, ...] = ()
    headers: tuple[tuple[int, Callable[[DataModel], Layout]], ...] = ()
    table_size = "ptesize"
    bitmap_word = 8
    avail_word = 8
    rounded_table = True

    def page_shift(self, header: Header) -> int:
        """Return the binary logarithm of the page size."""
        return 12

    def form(self, header: Header) -> str | None:
        """Return the name of the paging form that page tables in memory have."""
        raise NotImplementedError

    def entries(self, header: Header) -> tuple[PagingForm | str, int]:
        """Return the paging form of the stored entries and the number of their level."""
        form = self.form(header)
        assert form is not None
        return form, -1

    def first_entry(self, header: Header) -> int:
        """Return which of the stored entries is that of kernbase."""
        return 0

    def regions(self, header: Header, table: int) -> list[Region]:
        """Return the regions, most important first; the stored entries map ``table`` bytes."""
        raise NotImplementedError


def direct_map(header: Header, phys: int = 0) -> Region:
    """Return the region of the direct map, whose first address is that of physical address ``phys``."""
    low, high = header["dmapbase"], header["dmapend"]
    return Region(low, max(low, high), DIRECT, phys)


class _Amd64(Machine):
    name = "amd64"
    models = (AMD64,)
    headers = ((1, dump.amd64_v2), (2, dump.amd64_v2), (3, dump.amd64_v3))
    table_size = "pmapsize"

    def form(self, header: Header) -> str:
        # With five levels the direct map begins lower than four levels reach.
        return "amd64-la57" if 0 < header["dmapbase"] < 0xFFFF_8000_0000_0000 else "amd64"

    def entries(self, header: Header) -> tuple[PagingForm | str, int]:
        return "amd64", 3 if header["version"] == 1 else 2

    def regions(self, header: Header, table: int) -> list[Region]:
        base = header["kernbase"]
        return [Region(base, min(base + table, 1 << 64), TABLE), direct_map(header)]


class _I386(Machine):
    name = "i386"
    models = (I386,)
    headers = ((1, dump.i386_v1), (2, dump.i386_v2))
    bitmap_word = 4

    def form(self, header: Header) -> str:
        return "i386-pae" if header["paemode"] else "i386"

    def regions(self, header: Header, table: int) -> list[Region]:
        base = header["kernbase"]
        return [Region(base, min(base + table, 1 << 32), TABLE)]


# Of the tables of ARM before v6, only the pages: type 3 there is one of 1 KiB, which kernels did not use.
_ARM_V4 = PagingForm(
    "arm-v4",
    (Level("l2", 12, 20, 4, ((0x3, 1, 0xFFFF_0000, 16), (0x3, 2, 0xFFFF_F000, 12))),),
    width=32,
    rights=((0, 0, 1), (0x10, 0x10, 2), (0, 0, 4)),
)


class _Arm(Machine):
    name = "arm"
    models = (ARM,)
    headers = ((1, dump.arm_v1), (2, dump.arm_v2))
    bitmap_word = 4
    avail_word = 4  # the kernel's own vm_paddr_t; the original reads 8
    rounded_table = False  # kernels leave it as it is; the original rounds it up and misses all pages

    def form(self, header: Header) -> str | None:
        return None if header["mmuformat"] == 1 else "arm"

    def entries(self, header: Header) -> tuple[PagingForm | str, int]:
        return (_ARM_V4, 0) if header["mmuformat"] == 1 else ("arm", 1)

    def regions(self, header: Header, table: int) -> list[Region]:
        base = header["kernbase"]
        return [Region(base, min(base + table, 1 << 32), TABLE)]


class _Aarch64(Machine):
    name = "arm64"
    models = (AARCH64,)
    headers = ((1, dump.arm64_v1), (2, dump.arm64_v2), (3, dump.arm64_v2))

    def page_shift(self, header: Header) -> int:
        flag = header["flags"] & 3 if header["version"] >= 3 else 0
        if flag > 1:
            raise BadHeader("flags", f"unknown page size flag {flag:#x}")
        return 14 if flag else 12

    def form(self, header: Header) -> str:
        return "aarch64-16k" if self.page_shift(header) == 14 else "aarch64-4k"

    def regions(self, header: Header, table: int) -> list[Region]:
        base = header["kernbase"]
        return [direct_map(header, header["dmapphys"]), Region(base, min(base + table, 1 << 64), TABLE)]


class _Riscv(Machine):
    name = "riscv"
    models = (RISCV64,)
    headers = ((1, dump.arm64_v1), (2, dump.arm64_v2))

    def form(self, header: Header) -> str:
        return "riscv-sv39"

    def regions(self, header: Header, table: int) -> list[Region]:
        base = header["kernbase"]
        return [direct_map(header, header["dmapphys"]), Region(base, min(base + table, 1 << 64), TABLE)]


_MIPS64 = {
    order: PagingForm(
        "mips64",
        (Level("pte", 12, 52, 8, ((0x2, 0x2, 0x3_FFFF_FFC0, 12),)),),
        byteorder=order,
        frame_shift=6,
        rights=((0, 0, 1), (0x4, 0x4, 2), (0, 0, 4)),
    )
    for order in ("little", "big")
}


class _Mips(Machine):
    name = "mips"
    models = (MIPS64, MIPS64EL)
    headers = ((1, dump.mips_v1),)
    bitmap_word = 4

    def form(self, header: Header) -> str | None:
        return None

    def entries(self, header: Header) -> tuple[PagingForm | str, int]:
        if header["kernbase"] < 1 << 32:
            raise BadHeader("kernbase", "is of a 32-bit mips kernel, which is not supported")
        return _MIPS64[header["byteorder"]], 0

    def regions(self, header: Header, table: int) -> list[Region]:
        # XKPHYS: eight views of the first 2^40 bytes, one a cache attribute; the third is the cached one.
        found = [
            Region(1 << 63 | way << 59, (1 << 63 | way << 59) + (1 << 40), DIRECT, 0, way == 3)
            for way in range(8)
        ]
        for low in (0xFFFF_FFFF_8000_0000, 0xFFFF_FFFF_A000_0000):
            found.append(Region(low, low + 0x2000_0000, DIRECT, 0, False))
        base = header["kernbase"]
        found.append(Region(base, min(base + table, 1 << 64), TABLE))
        return found


class _Powerpc64(Machine):
    name = "powerpc64"
    models = (POWERPC64,)
    headers = ((1, dump.powerpc64_v1), (2, dump.powerpc64_v2))
    table_size = "pmapsize"

    HASHED = (b"mmu_g5", b"mmu_phyp")
    LINKED = 0x10_0100
    """Where startkernel is in the namelist."""

    def form(self, header: Header) -> str | None:
        return "powerpc-radix" if self.mmu(header) == b"mmu_radix" else None

    def mmu(self, header: Header) -> bytes:
        name: bytes = header["mmu_name"].split(b"\0", 1)[0]
        if name not in self.HASHED and name != b"mmu_radix":
            raise BadHeader("mmu_name", f"unsupported MMU {name.decode('ascii', 'replace')!r}")
        return name

    def entries(self, header: Header) -> tuple[PagingForm | str, int]:
        return "powerpc-radix", 3

    def displacement(self, header: Header) -> int:
        """Return what was added to the namelist's addresses."""
        start: int = header["startkernel"]
        return start - self.LINKED

    def regions(self, header: Header, table: int) -> list[Region]:
        low, high = header["dmapbase"], header["dmapend"] + 1
        kind = TREE if self.mmu(header) == b"mmu_radix" else HASHED
        return [
            Region(low, max(low, high), DIRECT, 0),
            Region(header["kernbase"], max(header["kernbase"], header["kernend"] + 1), kind),
            Region(0, low, ALIAS, self.displacement(header), False),
        ]


MACHINES: dict[bytes, Machine] = {
    machine.name.encode(): machine
    for machine in (_Amd64(), _I386(), _Arm(), _Aarch64(), _Riscv(), _Mips(), _Powerpc64())
}
