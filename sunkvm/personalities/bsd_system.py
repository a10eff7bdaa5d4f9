"""What all BSD kernels tell of the system as a whole in the same way: texts, load averages, lines of the message buffer."""

from __future__ import annotations

import struct

from ..records import LoadAverage, Message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bsd_reader import BsdReader


def text_at(reader: BsdReader, symbol: str) -> str | None:
    """Return the string that a variable holds, without the end of its line; None where there is no such variable."""
    text = reader.text(reader.symbol(symbol))
    return text.rstrip("\n") or None if text is not None else None


def load_average(reader: BsdReader) -> LoadAverage | None:
    """Return averunnable: three numbers and, in the same struct, what they are multiples of."""
    where = reader.symbol("averunnable")
    if where is None:
        return None
    model = reader.image.model
    size = 24 if model.bits == 64 else 16
    data, fault = reader.read_some(where, size)
    if fault is not None:
        return None
    one, five, fifteen = struct.unpack_from(f"{model.order}3I", data)
    scale = int.from_bytes(data[size - model.word :], model.byteorder)
    return LoadAverage(one / scale, five / scale, fifteen / scale) if scale else None


def lines(data: bytes | None) -> Iterator[Message]:
    """Yield the lines of a message buffer, oldest first: of one that went round, the first is what is left of a line."""
    if data is None:
        return
    for line in data.replace(b"\0", b"").splitlines():
        priority = None
        end = line.find(b">", 2, 6) if line[:1] == b"<" else -1
        if end > 0 and line[1:end].isdigit():
            priority = int(line[1:end])
            line = line[end + 1 :]
        yield Message(line.decode("utf-8", "replace"), None, priority, None)
