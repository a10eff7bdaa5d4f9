"""What FreeBSD's kvm_open checks of a kernel and a core before it reads them, with its messages.

Facts: lib/libkvm/kvm.c and kvm_minidump_*.c of FreeBSD 11.0, 12.1 and 15. What a dump's own reader finds wrong beyond
this is its own message.
"""

from __future__ import annotations

import struct

from .. import datamodel
from .bsd import OpenFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..datamodel import DataModel
    from ..source import ByteSource

_ET_EXEC, _ET_DYN, _ET_CORE = 2, 3, 4
_MAGIC = b"minidump"


class Machine:
    """One kind of kernel, as the original knows it.

    Attributes:
        name: of the data model.
        magic: of its minidumps; ``table`` names their page-table area in a message of 11.
        versions: the minidump versions that the libraries of 11, 12 and the current one read; empty for none.
        full: which libraries read its full dumps.
        capital: whether the message about the version begins with a capital letter.
        avail_at: where the header has the size of dump_avail, and from which version on.
    """

    __slots__ = (
        "avail_at",
        "bits",
        "capital",
        "full",
        "library",
        "machine",
        "magic",
        "names",
        "order",
        "table",
        "versions",
    )

    def __init__(
        self,
        names: tuple[str, ...],
        bits: int,
        machine: int,
        magic: bytes,
        versions: tuple[int, int, int],
        full: tuple[str, ...],
        *,
        avail_at: tuple[int, int] = (0, 99),
        capital: bool = True,
        table: str = "",
    ) -> None:
        self.names = names
        self.bits = bits
        self.machine = machine
        self.magic = magic
        self.versions = versions
        self.full = full
        self.avail_at = avail_at
        self.capital = capital
        self.table = table
        self.library: str | None = None
        self.order = "<"

    def known(self, library: str | None) -> int:
        """Return the highest minidump version that a library reads; 0 for none."""
        return self.versions[{"11": 0, "12": 1}.get(library or "", 2)]

    def matches(self, model: DataModel) -> bool:
        """Tell whether this is the machine of a caller."""
        return model.name in self.names

    def check_core(self, source: ByteSource) -> None:
        """Look at the core's header as this machine's code does. Raises `OpenFailed` with its message."""
        if source.read(0, 8) == _MAGIC:
            self._check_minidump(source)
        else:
            self._check_full(source)

    def _check_full(self, source: ByteSource) -> None:
        head = source.read(0, 20)
        order = "<" if head[5:6] == b"\1" else ">"
        if (
            head[:4] != b"\x7fELF"
            or len(head) < 20
            or head[4] * 32 != self.bits
            or order != self.order
            or struct.unpack_from(order + "HH", head, 16) != (_ET_CORE, self.machine)
        ):
            raise OpenFailed("invalid core")

    def _check_minidump(self, source: ByteSource) -> None:
        wide = self.magic.endswith(b"powerpc64")
        start = 64 if wide else 24
        head = source.read(0, 4096)
        if len(head) < start + 24:
            raise OpenFailed("cannot read dump header")
        if head[:start].split(b"\0", 1)[0] != self.magic:
            raise OpenFailed("not a minidump for this platform")
        order = ">" if wide else self.order
        version, messages, bitmap, table = struct.unpack_from(order + "4I", head, start)
        known = self.known(self.library)
        if not 1 <= version <= known:
            word = "Expected" if self.capital else "expected"
            raise OpenFailed(f"wrong minidump version. {word} {known} got {version}")
        page = 4096
        field, since = self.avail_at
        if len(head) < max(field + 4, 80):
            raise OpenFailed("cannot read dump header")
        avail = struct.unpack_from(order + "I", head, field)[0] if version >= since else 0
        if self.magic.endswith(b"arm64") and version >= 3:
            flags = struct.unpack_from(order + "I", head, 76)[0]
            page = 16384 if flags & 3 == 1 else 4096

        def rounded(count: int) -> int:
            return -(-count // page) * page

        at = page + rounded(messages) + rounded(avail)
        if source.buffer is None:
            return
        old = self.library == "11"
        if at + bitmap > source.size:
            raise OpenFailed(f"cannot read {bitmap} bytes for {'page ' if old else ''}bitmap")
        at += rounded(bitmap)
        if at + table > source.size:
            if old:
                raise OpenFailed(f"cannot read {_signed(table)} bytes for {self.table or 'page_map'}")
            raise OpenFailed(f"cannot read {_signed(table)} bytes from offset {at} for page map")


def _signed(value: int) -> int:
    return value - (1 << 32) if value >> 31 else value


_MACHINES = (
    Machine(
        ("amd64",),
        64,
        62,
        b"minidump FreeBSD/amd64",
        (2, 2, 3),
        ("11", "12", "cur"),
        avail_at=(64, 3),
        capital=False,
    ),
    Machine(
        ("i386",),
        32,
        3,
        b"minidump FreeBSD/i386",
        (1, 1, 2),
        ("11", "12", "cur"),
        avail_at=(48, 2),
        capital=False,
        table="ptemap",
    ),
    Machine(("aarch64",), 64, 183, b"minidump FreeBSD/arm64", (1, 1, 3), (), avail_at=(72, 2)),
    Machine(("arm",), 32, 40, b"minidump FreeBSD/arm", (1, 1, 2), ("11", "12", "cur"), avail_at=(52, 2)),
    Machine(("riscv64",), 64, 243, b"minidump FreeBSD/riscv", (0, 1, 2), (), avail_at=(72, 2)),
    Machine(
        ("powerpc64",),
        64,
        21,
        b"minidump FreeBSD/powerpc64",
        (0, 0, 2),
        ("11", "12", "cur"),
        avail_at=(136, 2),
    ),
    Machine(("powerpc",), 32, 20, b"", (0, 0, 0), ("11", "12", "cur")),
    Machine(("mips64", "mips64el"), 64, 8, b"minidump FreeBSD/mips", (1, 1, 0), ()),
)


def find_machine(kernel: ByteSource, core: ByteSource, library: str | None) -> Machine:
    """Find the kind of kernel by its ELF header, and see that its dumps are of a kind that can be read.

    Raises `OpenFailed` with the original's message.
    """
    head = kernel.read(0, 20)
    if head[:4] != b"\x7fELF" or len(head) < 20:
        raise OpenFailed("kernel is not an ELF file")
    if head[5] not in (1, 2):
        raise OpenFailed("unsupported ELF data encoding for kernel")
    order = "<" if head[5] == 1 else ">"
    kind, number = struct.unpack_from(order + "HH", head, 16)
    minidump = core.read(0, 8) == _MAGIC
    for machine in _MACHINES:
        if (machine.machine, machine.bits) != (number, head[4] * 32):
            continue
        if kind != _ET_EXEC and not (kind == _ET_DYN and number in (20, 21)):
            continue
        if minidump and library is not None and not machine.known(library):
            continue
        # Without a library's limits every dump that the engine reads will do.
        if not minidump and (not machine.full if library is None else library not in machine.full):
            continue
        found = Machine(
            machine.names,
            machine.bits,
            machine.machine,
            machine.magic,
            machine.versions if library is not None else tuple(max(machine.versions) for _ in range(3)),  # type: ignore[arg-type]
            machine.full,
            avail_at=machine.avail_at,
            capital=machine.capital,
            table=machine.table,
        )
        found.library, found.order = library, order
        if len(found.names) > 1:
            found.names = tuple(name for name in found.names if datamodel.MODELS[name].order == order)
        return found
    raise OpenFailed("unsupported architecture")
