"""The one error tree: what can go wrong with an image, with the facts a façade needs to word it.

Every class carries its data as attributes and an ``errno``; façades format the original library's message from these.
"""

from __future__ import annotations

import errno as _errno

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .datamodel import DataModel


class SunkvmError(Exception):
    """Base of all errors that this package raises on purpose."""

    errno: int = _errno.EIO


class OpenError(SunkvmError):
    """An image, or one file of it, cannot be opened.

    ``path`` is the file at fault; ``reason`` says what is wrong without naming the file.
    """

    errno = _errno.EINVAL

    def __init__(self, path: str, reason: str, *, errno: int | None = None) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason
        if errno is not None:
            self.errno = errno

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class UnknownFormatError(OpenError):
    """No corefile or namelist format claims the file.

    ``declined`` maps each format that was tried to the reason why it is not that format, with the place it looked at.
    """

    errno = _errno.ENOEXEC

    def __init__(self, path: str, reason: str, declined: dict[str, str] | None = None) -> None:
        super().__init__(path, reason)
        self.declined = declined or {}


class FormatError(OpenError):
    """The file is of a known format but damaged; ``offset`` is the file offset of the damage in bytes."""

    def __init__(self, path: str, reason: str, *, offset: int) -> None:
        super().__init__(path, reason)
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.path}: {self.reason} (at offset {self.offset:#x})"


class FileError(OpenError):
    """The system cannot read or write a file that is open; ``offset`` is where in the file, ``errno`` the system's."""

    errno = _errno.EIO

    def __init__(self, path: str, reason: str, *, offset: int, errno: int | None = None) -> None:
        super().__init__(path, reason, errno=errno)
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.path}: {self.reason} (at offset {self.offset:#x})"


class FileCutError(FileError):
    """The file has become shorter since it was opened; ``offset`` is the first byte that is wanted and gone."""


class DataModelError(OpenError):
    """The image's data model is not the one that the caller can examine."""

    errno = _errno.ENOTSUP

    def __init__(self, path: str, image: DataModel, host: DataModel) -> None:
        super().__init__(path, f"is a {image.name} image, and {host.name} was asked for")
        self.image = image
        self.host = host


class NamelistError(OpenError):
    """The namelist cannot be read, or is not a namelist of this image.

    ``offset`` is where in the file the damage is, None where it is no matter of one place.
    """

    errno = _errno.ENOEXEC

    def __init__(self, path: str, reason: str, *, offset: int | None = None) -> None:
        super().__init__(path, reason)
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" + (
            "" if self.offset is None else f" (at offset {self.offset:#x})"
        )


class AddressError(SunkvmError):
    """An address cannot be read; ``space`` names the address space, ``address`` is the first byte at fault."""

    errno = _errno.EFAULT
    why = "cannot be read"

    def __init__(self, space: str, address: int, why: str | None = None) -> None:
        super().__init__(space, address)
        self.space = space
        self.address = address
        if why is not None:
            self.why = why

    def __str__(self) -> str:
        return f"{self.space} address {self.address:#x} {self.why}"


class NotMappedError(AddressError):
    """The address space has no page there."""

    why = "is not mapped"


class NotDumpedError(AddressError):
    """The page may exist in the kernel, but the corefile does not hold it."""

    why = "was not dumped"


class SwappedOutError(AddressError):
    """The page was on the swap device when the image was made."""

    why = "was swapped out"


class BrokenListError(AddressError):
    """A list of the kernel runs into itself, ends where it must not, or never ends; ``address`` is where it broke."""

    why = "breaks the list"


class SymbolNotFoundError(SunkvmError, KeyError):
    """The namelist has no symbol of this name."""

    errno = _errno.ENOENT

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"no symbol {self.name!r} in the namelist"


class LayoutError(SunkvmError):
    """No layout source knows the struct, or the struct has no such member; ``advice`` says what can be done about it."""

    errno = _errno.ENOENT

    def __init__(self, struct: str, member: str | None = None, *, advice: str = "") -> None:
        super().__init__(struct, member)
        self.struct = struct
        self.member = member
        self.advice = advice

    def __str__(self) -> str:
        if self.member is None:
            return f"no layout of struct {self.struct}" + (f": {self.advice}" if self.advice else "")
        return f"struct {self.struct} has no member {self.member}"


class ReadOnlyError(SunkvmError, PermissionError):
    """A write to an image that was opened read-only, or that cannot be written at all."""

    errno = _errno.EBADF

    def __init__(self, path: str, reason: str = "is open read-only") -> None:
        super().__init__(path, reason)
        self.errno = type(self).errno
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class UnsupportedError(SunkvmError):
    """The request is understood, but this image or this build cannot do it."""

    errno = _errno.ENOTSUP


class Fault:
    """Why a read stopped: a result, not an exception, because some façades report the bytes before it.

    ``kind`` is one of the class constants; ``detail`` replaces the kind's wording in messages. For damage and for what
    the system cannot read, ``path`` and ``offset`` name the place in the file, and ``errno`` is the system's.
    """

    UNMAPPED = "unmapped"
    NOT_DUMPED = "not dumped"
    SWAPPED_OUT = "swapped out"
    TRUNCATED = "truncated"
    CORRUPT = "corrupt"
    UNREADABLE = "unreadable"

    __slots__ = ("address", "detail", "errno", "kind", "offset", "path", "space")

    def __init__(
        self, kind: str, space: str, address: int, detail: str | None = None, path: str = "", offset: int = 0
    ) -> None:
        self.kind = kind
        self.space = space
        self.address = address
        self.detail = detail
        self.path = path
        self.offset = offset
        self.errno = _errno.EFAULT

    @classmethod
    def of_file(cls, space: str, address: int, error: FileError) -> Fault:
        """Return the fault of an address whose bytes, or what leads to them, the system cannot read."""
        fault = cls(cls.UNREADABLE, space, address, error.reason, error.path, error.offset)
        fault.errno = error.errno
        return fault

    def __repr__(self) -> str:
        return f"Fault({self.kind!r}, {self.space!r}, {self.address:#x})"

    def error(self) -> SunkvmError:
        """Return the exception that tells of this fault."""
        if self.kind == self.CORRUPT:
            return FormatError(self.path, self.detail or "is damaged", offset=self.offset)
        if self.kind == self.UNREADABLE:
            return FileError(self.path, self.detail or "cannot be read", offset=self.offset, errno=self.errno)
        kinds: dict[str, type[AddressError]] = {
            self.NOT_DUMPED: NotDumpedError,
            self.TRUNCATED: NotDumpedError,
            self.SWAPPED_OUT: SwappedOutError,
        }
        return kinds.get(self.kind, NotMappedError)(self.space, self.address, self.detail)
