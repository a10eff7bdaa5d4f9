"""What the libkvm façades of the BSDs have in common: where error texts go, nlist entries, descriptors."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..errors import Fault
    from ..image import Image
    from ..layout import Layout

    Buffer = bytearray | memoryview

LINE2_MAX = 2048
"""Bytes of an error buffer, NUL included (_POSIX2_LINE_MAX)."""


class Errbuf:
    """An error buffer as `kvm_openfiles` fills it: ``value`` is the text. Like C's, it is not emptied by success."""

    __slots__ = ("value",)

    def __init__(self, value: str = "") -> None:
        self.value = value

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)

    def __repr__(self) -> str:
        return f"Errbuf({self.value!r})"


class OpenFailed(Exception):
    """An open call cannot succeed; ``str()`` is the original's message."""


class Nlist:
    """One entry of the array that `kvm_nlist` fills: ``struct nlist`` of nlist(3).

    Attributes:
        n_name: the symbol to look for, its leading underscore optional; an empty name or None ends the array.
        n_type: the a.out type (2 absolute, 4 text, 6 data, 8 bss; 1 added for globals); 0 if there is no such symbol.
        n_other, n_desc: 0.
        n_value: the address; 0 if there is no such symbol.
    """

    __slots__ = ("n_desc", "n_name", "n_other", "n_type", "n_value")

    def __init__(self, n_name: str | None) -> None:
        self.n_name = n_name
        self.n_type = self.n_other = self.n_desc = self.n_value = 0

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.n_name!r}, n_type={self.n_type}, n_value={self.n_value:#x})"


class Descriptor:
    """What an open call returns. Its members are private, as in C. One descriptor belongs to one thread at a time.

    ``program`` is the prefix that the caller wants on messages: hard errors then go to stderr and leave the buffer
    alone. Without one, and for soft errors, the text goes to the buffer that `kvm_geterr` returns. Where there is a
    ``sink`` it gets both, as (whether hard, text), and whoever owns it sees to the rest: the library for C programs.
    Without ``memory`` nothing can be read, but a running system can be asked all the same.
    """

    sink: list[tuple[bool, str]] | None = None
    memory = True
    failure = 0
    """The system's number of the last read or write that could not be done, for whoever sets it to 0 before."""

    def __init__(self, program: str | None) -> None:
        self.program = program
        self.message = ""
        self.closed = False
        self.image: Image | None = None

    def hard(self, message: str) -> None:
        """Report an error to the caller's stderr, or to the buffer where it gave no prefix."""
        if self.sink is not None:
            self.sink.append((True, message))
        elif self.program is not None:
            sys.stderr.write(f"{self.program}: {message}\n")
        else:
            self.soft(message)

    def unreadable(self, fault: Fault) -> None:
        """Report that the system cannot read a file."""
        self.failure = fault.errno
        self.hard(f"kvm_read: {os.strerror(fault.errno)}")

    def soft(self, message: str) -> None:
        """Report an error to the buffer."""
        if self.sink is not None:
            self.sink.append((False, message))
            return
        raw = message.encode("utf-8", "surrogateescape")
        if len(raw) >= LINE2_MAX:
            message = raw[: LINE2_MAX - 1].decode("utf-8", "surrogateescape")
        self.message = message

    def address(self, kva: int) -> int:
        """Return an address as the machine's translation takes it."""
        return kva & (1 << 64) - 1

    def close(self) -> None:
        """Close the files."""
        self.closed = True
        if self.image is not None:
            self.image.close()


def fill_errbuf(errbuf: Errbuf | bytearray | memoryview | None, message: str) -> None:
    """Copy a message into the caller's buffer: an `Errbuf`, or bytes that then end in a NUL, as strlcpy does."""
    if errbuf is None:
        return
    if isinstance(errbuf, Errbuf):
        errbuf.value = message
        return
    target = memoryview(errbuf).cast("B")
    raw = message.encode("utf-8", "surrogateescape")[: max(min(len(target), LINE2_MAX) - 1, 0)]
    if len(target):
        target[: len(raw) + 1] = raw + b"\0"


def entries(nl: Iterable[Nlist]) -> list[Nlist]:
    """Return the entries of an array of `Nlist` up to the first without a name."""
    found = []
    for entry in nl:
        if not entry.n_name:
            break
        found.append(entry)
    return found


def nbytes(buf: int | Buffer) -> int:
    """Return how many bytes a caller wants: a count, or as many as its buffer holds."""
    return buf if isinstance(buf, int) else memoryview(buf).nbytes


def transfer(data: bytes | int, buf: int | Buffer) -> bytes | int:
    """Return what was read, or put it into the caller's buffer and return the count; an error is returned as it is."""
    if isinstance(buf, int) or isinstance(data, int):
        return data
    memoryview(buf).cast("B")[: len(data)] = data
    return len(data)


class StructArray:
    """An array of C structs: ``bytes()`` is the array as C has it, items are views of the single structs."""

    __slots__ = ("_resolve", "layout", "raw")

    def __init__(self, layout: Layout, raw: bytes, resolve: Any = None) -> None:
        self.layout = layout
        self.raw = raw
        self._resolve = resolve

    def __len__(self) -> int:
        return len(self.raw) // self.layout.size

    def __getitem__(self, number: int) -> Any:
        from ..layouts.view import StructView

        count = len(self)
        if not -count <= number < count:
            raise IndexError(number)
        return StructView(self.layout, self.raw, number % count * self.layout.size, self._resolve)

    def __bytes__(self) -> bytes:
        return self.raw

    def __repr__(self) -> str:
        return f"<{len(self)} struct {self.layout.name}>"
