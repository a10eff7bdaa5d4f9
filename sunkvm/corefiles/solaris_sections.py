"""Solaris dumps in several files: ``vmcore.N`` names ``vmcore-proc.N`` and others, which hold more pages of the same dump.

The format is this project's own (docs/formats.md); the rules are those of kvm_open(3KVM) of Solaris 11.4: the files are
looked for beside the main one, and a missing one fails the open unless the caller wants what there is.
"""

from __future__ import annotations

import errno
import os

from ..corefile import HOLE, SLOW, Corefile, probe
from ..errors import Fault, FormatError, OpenError
from ..schema.formats import solaris_sections as form
from ..source import open_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ..corefile import Space
    from ..records import Translation
    from .solaris import SolarisHeader

MOST = 32
# Keys of slow pages: the number of the file above the bits of its own offset or key, which the second mark tells apart.
_FILE = 56
_OWN_KEY = 1 << 55


def names(core: SolarisHeader) -> list[str]:
    """Return the names in a dump's section table; none where it has no such table.

    Raises `FormatError` for a table that cannot be right, a name that is not a plain one among them.
    """
    slot = form.section_slot(core.model)
    at = core.base + core.page_size - form.SLOT
    raw = core.source.read(at, slot.size)
    if raw[:8] != form.MAGIC or len(raw) < slot.size:
        return []
    _, version, count, offset = slot.reader("ss_magic", "ss_version", "ss_count", "ss_offset")(raw)
    if version != form.VERSION:
        raise FormatError(core.path, f"section table of version {version} is not known (1 is)", offset=at + 8)
    if not 1 <= count <= MOST:
        raise FormatError(
            core.path, f"a table of {count} sections (1 to {MOST} are possible)", offset=at + 12
        )
    entry = form.section_entry(core.model)
    if offset < 0 or offset + count * entry.size > core.source.size:
        raise FormatError(core.path, f"the section table ({offset:#x}) lies outside the file", offset=at + 16)
    found: list[str] = []
    for place in range(offset, offset + count * entry.size, entry.size):
        stored = core.source.read(place, entry.size).split(b"\0", 1)[0]
        name = stored.decode("utf-8", "surrogateescape")
        if not name or name in (".", "..") or "/" in name or not name.isprintable():
            raise FormatError(core.path, f"section name {name!r} is not a plain file name", offset=place)
        if name in found or name == os.path.basename(core.path):
            raise FormatError(core.path, f"section {name!r} is named twice", offset=place)
        found.append(name)
    return found


def gather(core: SolarisHeader, *, partial: bool = False) -> Corefile:
    """Return the dump with its sections appended, or itself where it has none.

    A section that is missing raises `OpenError` (ENOENT), unless ``partial`` is set: then it is left out, with a
    warning. One that leads out of the folder, is no dump, or is of another dump raises `OpenError` in any case; the
    main file stays open then.
    """
    wanted = names(core)
    if not wanted:
        return core
    sections: list[SolarisHeader] = []
    try:
        for name in wanted:
            section = _open(core, name, partial)
            if section is not None:
                sections.append(section)
    except BaseException:
        for section in sections:
            section.close()
        raise
    return SectionedDump(core, sections)


def _open(core: SolarisHeader, name: str, partial: bool) -> SolarisHeader | None:
    from .solaris import SolarisHeader

    folder = os.path.dirname(core.path)
    path = os.path.join(folder, name)
    home = os.path.realpath(folder or os.curdir)
    if os.path.dirname(os.path.realpath(path)) != home:
        raise OpenError(path, "is a section that leads out of the folder of its dump", errno=errno.ELOOP)
    if not os.path.exists(path):  # a link that leads nowhere is missing, too
        lost = f"failed to locate file {os.path.join(os.curdir, name)}"
        if not partial:
            raise OpenError(core.path, lost, errno=errno.ENOENT)
        core.warnings.append(f"{lost}; its pages are missing")
        return None
    try:
        same = os.path.samefile(path, core.path)
    except OSError as error:
        raise OpenError(path, error.strerror or str(error), errno=error.errno) from error
    if same:
        raise OpenError(path, "is a section that is its own dump", errno=errno.ELOOP)
    source = open_source(path)
    try:
        section = probe(source).open()
        if not isinstance(section, SolarisHeader):
            raise OpenError(path, "is no section of a Solaris dump")
        for fact in ("crash_time", "node", "uuid"):
            if section.model is not core.model or section.facts.get(fact) != core.facts.get(fact):
                raise OpenError(path, f"is a section of another dump ({fact} {section.facts.get(fact)})")
        if section.page_size != core.page_size:
            raise OpenError(path, f"is a section with pages of {section.page_size} bytes")
        if names(section):
            raise OpenError(path, "is a section that has sections itself")
    except BaseException:
        source.close()
        raise
    return section


class SectionedDump(Corefile):
    """A dump and its sections as one corefile: each page comes from the first file that has it.

    Pages of the main file cost what they cost without sections; the others are slow pages. Closing closes all.
    """

    def __init__(self, core: SolarisHeader, sections: list[SolarisHeader]) -> None:
        self.core = core
        self.source = core.source
        self.sections = sections
        self.files: list[SolarisHeader] = [core, *sections]
        self.format = core.format
        self.path = core.path
        self.model = core.model
        self.page_size = core.page_size
        self.page_shift = core.page_shift
        self.serves = core.serves
        self.buffer = core.buffer
        self.personality = core.personality
        self.kernel_symbol = core.kernel_symbol
        self.writable = core.writable
        self.warnings = [*core.warnings, *(line for section in sections for line in section.warnings)]

    def __getattr__(self, name: str) -> Any:
        if name == "core":  # not set yet
            raise AttributeError(name)
        return getattr(self.core, name)  # the header, and what a format has beside the contract

    def page(self, space: Space, index: int) -> int:
        for number, file in enumerate(self.files):
            where = file.page(space, index)
            if where == HOLE:
                continue
            if where & SLOW and where ^ SLOW >= _OWN_KEY:  # behind the end of any file there is
                where = SLOW | _OWN_KEY - 1
            if not number:
                return where
            key = _OWN_KEY | where ^ SLOW if where & SLOW else where
            return SLOW | number << _FILE | key
        return HOLE

    def read_slow(self, key: int, offset: int, count: int) -> bytes:
        number, own = key >> _FILE, key & ((1 << _FILE) - 1)
        file = self.files[number]
        if not number:
            return file.read_slow(key, offset, count)
        if own & _OWN_KEY:
            return file.read_slow(own ^ _OWN_KEY, offset, count)
        return file.plain(own + offset, count)

    def write(self, space: Space, address: int, data: bytes) -> int:
        # Sections are opened for reading only: whoever writes names the file.
        return self.core.write(space, address, data)

    def fault(self, space: Space, address: int) -> Fault:
        faults = [file.fault(space, address) for file in self.files]
        for fault in faults:
            if fault.kind in (Fault.CORRUPT, Fault.TRUNCATED):
                return fault
        return faults[0]

    def physical(self, space: Space, address: int) -> int | None:
        for file in self.files:
            found = file.physical(space, address)
            if found is not None:
                return found
        return None

    def translate(self, space: Space, address: int) -> Translation:
        for file in self.files:
            if file.physical(space, address) is not None:
                return file.translate(space, address)
        return self.core.translate(space, address)

    def ranges(self, space: Space) -> Iterator[tuple[int, int]]:
        merged: list[tuple[int, int]] = []
        for start, size in sorted(piece for file in self.files for piece in file.ranges(space)):
            if merged and start <= sum(merged[-1]):
                first, _ = merged[-1]
                merged[-1] = first, max(sum(merged[-1]), start + size) - first
            else:
                merged.append((start, size))
        return iter(merged)

    def namelist(self) -> bytes | None:
        return self.core.namelist()

    @property
    def facts(self) -> Mapping[str, object]:
        pages = sum(file.header["dump_npages"] for file in self.files)
        return {**self.core.facts, "pages": pages, "sections": [section.path for section in self.sections]}

    def close(self) -> None:
        for file in self.files:
            file.close()
