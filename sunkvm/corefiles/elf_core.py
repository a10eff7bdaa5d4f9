"""What ELF cores of kernels have in common: headers, program headers and notes, and what their addresses are.

Facts: System V ABI, chapters 4 and 5; Linux fs/proc/kcore.c, fs/binfmt_elf.c (notes of processes), kernel/vmcore_info.c.
"""

from __future__ import annotations

import struct

from ..datamodel import AMD64, I386, MODELS
from ..errors import FormatError
from ..schema.formats import elf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..datamodel import DataModel
    from ..source import ByteSource

    Header = dict[str, int]

ET_CORE, PT_LOAD, PT_NOTE = 4, 1, 4
_STANDALONE = 255
_MAX_NOTES = 1 << 24  # bytes of all notes
_MAX_NOTE_COUNT = 1 << 16
_MAX_HEADERS = 1 << 20
_EXTENDED = 0xFFFF
_MAX_OFFSET = 1 << 62  # of a file; what is above marks pages that lie elsewhere
# Notes that only cores of processes have: the auxiliary vector, the mapped files, the signal.
_OF_PROCESSES = frozenset({6, 0x46494C45, 0x53494749})


class ElfCore:
    """The headers of an ELF core.

    Attributes:
        model: the data model of the dumped kernel; shape: that of the headers, which a hypervisor may write wider.
        headers: the members of the program headers by name; loads: those of the segments.
        notes: (name, type, description) in the order of the file.
        standalone: whether it calls itself one of a standalone system.
        addresses: ``physical``, ``virtual`` (those of a kernel), or ``process``.
    """

    def __init__(self, source: ByteSource, model: DataModel, shape: DataModel, standalone: bool) -> None:
        self.model = model
        self.shape = shape
        self.standalone = standalone
        self.headers = list(_program_headers(source, shape))
        self.notes = _notes(source, shape, self.headers)
        self.loads = [header for header in self.headers if header["p_type"] == PT_LOAD]
        self.addresses = self._addresses()

    def note(self, name: bytes) -> list[bytes]:
        """Return the descriptions of the notes of a name."""
        return [data for owner, _, data in self.notes if owner == name]

    def _addresses(self) -> str:
        loads = self.loads
        if self.standalone or self.note(b"QEMU"):
            return "physical"
        if any(load["p_paddr"] for load in loads) and all(
            load["p_vaddr"] in (0, load["p_paddr"]) for load in loads
        ):
            return "physical"
        if self.note(b"VMCOREINFO"):
            return "virtual"
        if any(owner == b"CORE" and kind in _OF_PROCESSES for owner, kind, _ in self.notes):
            return "process"
        # Kernels live in the upper half of all addresses; of a process at most the page that it shares with the kernel.
        # Beside the kernel's there may be pages that are only known by their physical address.
        high = [load["p_vaddr"] >> (self.shape.bits - 1) for load in loads]
        if any(high) and all(
            upper or load["p_vaddr"] == load["p_paddr"] for upper, load in zip(high, loads, strict=True)
        ):
            return "virtual"
        return "process"


def examine(source: ByteSource) -> ElfCore | str:
    """Return the headers of an ELF core, or why a file is none. Raises `FormatError` for a damaged one of a kernel."""
    ident = source.read(0, 64)
    if ident[:4] != b"\x7fELF":
        return "is not an ELF file"
    if len(ident) < 20 or ident[4] not in (1, 2) or ident[5] not in (1, 2):
        return "is an ELF file of unknown class or byte order"
    byteorder = "little" if ident[5] == 1 else "big"
    kind, machine = struct.unpack("<2H" if ident[5] == 1 else ">2H", ident[16:20])
    if kind != ET_CORE:
        return f"is an ELF file of type {kind}, not a core"
    for model in MODELS.values():
        if (model.elf_machine, model.elf_class, model.byteorder) == (machine, ident[4], byteorder):
            shape = model
            break
    else:
        if (machine, ident[4], byteorder) != (I386.elf_machine, AMD64.elf_class, "little"):
            return f"is an ELF core of machine {machine}, which is not known"
        # A hypervisor writes wide headers for a narrow machine that has much memory.
        model, shape = I386, AMD64
    standalone = ident[7] == _STANDALONE
    try:
        return ElfCore(source, model, shape, standalone)
    except FormatError:
        if standalone:
            raise
        return "is an ELF core that is damaged, and says nothing of a kernel"


def _program_headers(source: ByteSource, model: DataModel) -> Iterator[Header]:
    """Yield the program headers. Raises `FormatError` where they are not in the file."""
    layout = elf.ehdr(model)
    raw = source.read(0, layout.size)
    if len(raw) < layout.size:
        raise FormatError(source.path, "the ELF header is cut off", offset=len(raw))
    offset, entry, count, sections = layout.reader("e_phoff", "e_phentsize", "e_phnum", "e_shoff")(raw)
    if count == _EXTENDED and sections:  # as many as the first section header says
        section = elf.shdr(model)
        first = source.read(sections, section.size)
        if len(first) == section.size:
            (count,) = section.reader("sh_info")(first)
    header = elf.phdr(model)
    if count > _MAX_HEADERS:
        raise FormatError(source.path, f"{count} program headers", offset=layout.offset("e_phnum"))
    if count and entry < header.size:
        raise FormatError(
            source.path, f"program headers of {entry} bytes", offset=layout.offset("e_phentsize")
        )
    names = ("p_type", "p_offset", "p_vaddr", "p_paddr", "p_filesz", "p_memsz", "p_align")
    read = header.reader(*names)
    for number in range(count):
        raw = source.read(offset + number * entry, header.size)
        if len(raw) < header.size:
            raise FormatError(
                source.path, f"program header {number} of {count} is cut off", offset=offset + number * entry
            )
        row = dict(zip(names, read(raw), strict=True))
        if row["p_type"] in (PT_LOAD, PT_NOTE) and row["p_offset"] + row["p_filesz"] > _MAX_OFFSET:
            reason = (
                f"segment {number} of {row['p_filesz']:#x} bytes at {row['p_offset']:#x} has no end in a file"
            )
            raise FormatError(source.path, reason, offset=offset + number * entry)
        yield row


def _notes(source: ByteSource, model: DataModel, headers: list[Header]) -> list[tuple[bytes, int, bytes]]:
    """Return (name, type, description) of the notes; those that are cut off end the list."""
    found: list[tuple[bytes, int, bytes]] = []
    room = _MAX_NOTES
    for header in headers:
        if header["p_type"] != PT_NOTE or not room:
            continue
        data = source.read(header["p_offset"], min(header["p_filesz"], room))
        room -= len(data)
        at = 0
        while at + 12 <= len(data) and len(found) < _MAX_NOTE_COUNT:
            name_size, size, kind = struct.unpack_from(f"{model.order}3I", data, at)
            name_at = at + 12
            at = name_at + (name_size + 3 & ~3)
            if at + size > len(data):
                break
            found.append((data[name_at : name_at + name_size].rstrip(b"\0"), kind, data[at : at + size]))
            at += size + 3 & ~3
    return found
