"""Solaris and illumos dump devices, or images of them, as the panicking kernel left them.

A device has its header twice, at dump_start and in the last 64 KiB, and below that end areas that savecore does not copy
into a dump: messages that never reached syslogd, error reports, the panic stack (illumos sys/dumphdr.h, sys/panic.h,
sys/fm/util.h). The dump may have been saved already.
"""

from __future__ import annotations

from ..corefile import Match
from ..errors import FormatError
from ..schema.formats import solaris_dump as dump
from ..schema.kernels.solaris import log_ctl
from .solaris_vmdump import (
    CompressedDump,
    differences,
    is_vmdump_tail,
    terminal_offset,
    try_header,
    usable,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ..datamodel import DataModel
    from ..layout import Layout
    from ..source import ByteSource
    from .solaris_vmdump import Header

LOG_SIZE = 2 << 20
EREPORT_SIZE = 3_932_160
SUMMARY_SIZE = 64 * 1024
STACK_SIZE = 2048
LOG_MAGIC = 0xF00D4109
EREPORT_MAGIC = 0xF00D4EDD
SUMMARY_MAGIC = 0xDEAD0D8A


def checksum32(data: bytes) -> int:
    """Return the kernel's sum of bytes: rotate right by one, add, modulo 2 to the 32nd."""
    total = 0
    for byte in data:
        total = ((total >> 1 | (total & 1) << 31) + byte) & 0xFFFFFFFF
    return total


def _initial_offsets(size: int) -> list[int]:
    """Return where a dump can start: behind a disk label, or a fifth into a swap device."""
    unit = dump.DUMP_OFFSET
    return sorted({unit, -(-((size & -unit) // 5) // unit) * unit})


def _initial_header(source: ByteSource) -> tuple[Header | FormatError, int] | None:
    """Find an initial header without being told by a terminal one."""
    for offset in _initial_offsets(source.size):
        found = try_header(source, offset)
        if isinstance(found, FormatError) or (isinstance(found, tuple) and found[2]["dump_start"] == offset):
            return found, offset
    return None


def probe(source: ByteSource) -> Match | str:
    """Claim what has a dump header at its end or where a dump starts, and none at offset 0."""
    if not isinstance(try_header(source, 0), str):
        return "begins with a dump header, as no dump device does"
    if is_vmdump_tail(source):
        return "ends with the header of a vmdump"
    at = terminal_offset(source.size)
    last = try_header(source, at)
    if isinstance(last, tuple):
        start: int = last[2]["dump_start"]
        initial: tuple[Header | FormatError | str, int] | None = (try_header(source, start), start)
    else:
        initial = _initial_header(source)
    warnings = []
    if isinstance(last, tuple) and initial is not None:
        first, start = initial
        chosen, base = last, at
        if not isinstance(first, tuple):
            warnings.append(f"the initial header at {start:#x} is damaged or missing ({first})")
        else:
            names = differences(first, last) if first[1] is last[1] else ["dump_version"]
            if names and usable(source, first) and not usable(source, last):
                chosen, base = first, start
            if names:
                listed = ", ".join(names)
                warnings.append(
                    f"the headers at {start:#x} and {at:#x} differ in {listed}; the one at {base:#x} is used"
                )
    elif initial is not None and isinstance(initial[0], tuple):
        chosen, base = initial[0], initial[1]
        warnings.append(f"the terminal header is damaged or missing ({last}); the one at {base:#x} is used")
    elif isinstance(last, FormatError):
        raise last
    elif initial is not None and isinstance(initial[0], FormatError):
        raise initial[0]
    else:
        return str(last)
    model, layout, header = chosen
    why = f"dump device header at {base:#x}, {model.byteorder}-endian, version {header['dump_version']}"

    def open() -> SolarisDevice:
        return SolarisDevice(source, model, layout, header, base, warnings)

    return Match("solaris_device", model, header["dump_pagesize"], why, open)


class Ereport:
    """One error report as it lies on the device.

    Attributes:
        offset: of the report's header on the device.
        seconds: since 1970, when the report was made as far as the device tells.
        checksum: as stored; ``intact`` tells whether the data has it.
        data: a packed nvlist in the kernel's native encoding.
    """

    __slots__ = ("checksum", "data", "intact", "offset", "seconds")

    def __init__(self, offset: int, seconds: int, checksum: int, data: bytes) -> None:
        self.offset = offset
        self.seconds = seconds
        self.checksum = checksum
        self.data = data
        self.intact = checksum32(data) == checksum

    def __repr__(self) -> str:
        state = "" if self.intact else ", damaged"
        return f"<Ereport at {self.offset:#x}, {len(self.data)} bytes{state}>"


class SolarisDevice(CompressedDump):
    """A dump device. Spaces: `PHYS`, and each dumped address space by the kernel address of its ``struct as``."""

    format = "solaris_device"

    def __init__(
        self,
        source: ByteSource,
        model: DataModel,
        layout: Layout,
        header: dict[str, Any],
        base: int,
        warnings: list[str],
    ) -> None:
        self._end = terminal_offset(source.size)
        super().__init__(source, model, layout, header, base, warnings, self._end if self._end > 0 else None)

    @property
    def facts(self) -> Mapping[str, object]:
        facts = dict(super().facts)
        facts["saved"] = not self.header["dump_flags"] & dump.DF_VALID
        return facts

    def _area(self, distance: int, size: int) -> tuple[int, int]:
        """Return first and last offset of an area that begins ``distance`` before the terminal header."""
        start = self._end - distance
        return (start, start + size) if start >= 0 else (0, 0)

    def _log(self) -> Iterator[tuple[int, bytes, bytes, bool]]:
        """Yield (offset, log_ctl, text, intact) of the messages."""
        head, control = dump.log_dump(self.model), log_ctl(self.model).size
        read = head.reader("ld_magic", "ld_msgsize", "ld_csum", "ld_msum")
        position, end = self._area(LOG_SIZE, LOG_SIZE)
        while position + head.size + control <= end:
            magic, size, control_sum, text_sum = read(self.source.read(position, head.size))
            if not magic:
                return
            start = position + head.size
            sane = magic == LOG_MAGIC and start + control + size <= end
            raw = self.source.read(start, control + size if sane else 0)
            intact = (
                sane and checksum32(raw[:control]) == control_sum and checksum32(raw[control:]) == text_sum
            )
            yield position, raw[:control], raw[control:], intact
            if not sane:
                return
            position = start + control + size

    def messages(self) -> list[tuple[int, str]]:
        """Return (seconds since 1970, text) of the messages that had not reached syslogd, oldest first.

        There are some only after a panic. Those with a wrong checksum are left out, and `warnings` says so.
        """
        time = log_ctl(self.model).reader("ttime")
        found = []
        for offset, control, text, intact in self._log():
            if intact:
                line = text.split(b"\0", 1)[0].decode("utf-8", "replace")
                found.append((time(control)[0], line.lstrip("\r").rstrip("\r\n")))
                continue
            warning = f"the message at {offset:#x} of the dump device is damaged"
            if warning not in self.warnings:
                self.warnings.append(warning)
        return found

    def ereports(self) -> list[Ereport]:
        """Return the error reports, undecoded; none where there was no panic."""
        head = dump.erpt_dump(self.model)
        read = head.reader("ed_magic", "ed_size", "ed_chksum", "ed_tod_base.sec")
        position, end = self._area(LOG_SIZE + EREPORT_SIZE, EREPORT_SIZE)
        found = []
        while position + head.size <= end:
            magic, size, checksum, seconds = read(self.source.read(position, head.size))
            start = position + head.size
            if magic != EREPORT_MAGIC or start + size > end:
                break
            found.append(Ereport(position, seconds, checksum, self.source.read(start, size)))
            position = start + size
        return found

    def summary(self) -> str | None:
        """Return the text of the panic stack; None where there is none, or where the dump itself has overwritten it."""
        head = dump.summary_dump(self.model)
        position, end = self._area(LOG_SIZE + EREPORT_SIZE + SUMMARY_SIZE, SUMMARY_SIZE)
        if position == end:
            return None
        magic, checksum = head.reader("sd_magic", "sd_ssum")(self.source.read(position, head.size))
        stack = self.source.read(position + head.size, STACK_SIZE)
        if magic != SUMMARY_MAGIC or checksum32(stack) != checksum:
            return None
        return stack.split(b"\0", 1)[0].decode("utf-8", "replace")
