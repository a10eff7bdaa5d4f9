"""Raw images of physical memory, such as ``/dev/fwmem`` gives: no header, so they are asked for by name.

The byte at offset 0 is physical address 0, or another one that the name says: ``raw@0x40000000``.
"""

from __future__ import annotations

from ..errors import OpenError
from .physical import PhysicalCorefile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..datamodel import DataModel
    from ..source import ByteSource


def is_raw(format: str) -> bool:
    """Tell whether a name of a format asks for a raw image."""
    return format == "raw" or format.startswith("raw@")


def open_raw(source: ByteSource, format: str, model: DataModel | None) -> RawImage:
    """Open a raw image of a data model that must be named. Raises `OpenError`."""
    if model is None:
        raise OpenError(source.path, "is opened as a raw image, for which the data model must be named")
    start = 0
    if format != "raw":
        try:
            start = int(format[len("raw@") :], 0)
        except ValueError:
            raise OpenError(source.path, f"{format} is no raw image at a physical address") from None
    return RawImage(source, model, start)


class RawImage(PhysicalCorefile):
    """A raw image: one segment."""

    format = "raw"

    def __init__(self, source: ByteSource, model: DataModel, start: int) -> None:
        super().__init__(source, model, [(start, source.size, 0)] if source.size else [])

    @property
    def facts(self) -> Mapping[str, object]:
        return {"machine": self.model.name, "content": "all pages", "pages": self.source.size >> 12}
