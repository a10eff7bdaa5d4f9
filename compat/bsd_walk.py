"""What the process lists of the BSD façades share: compiled readers of kernel structs, compiled writers of public ones."""

from __future__ import annotations

import struct
from operator import itemgetter

from ..errors import LayoutError
from ..personalities.bsd_reader import part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from typing import Any

    from ..image import Image
    from ..layout import Layout
    from .bsd_kept import Kept

MAX_PROCESSES = 1 << 22
MAX_THREADS = 1 << 20


class WalkError(Exception):
    """The list ends here; ``str()`` is the original's message, ``kva`` the address that could not be read."""

    def __init__(self, message: str, kva: int | None = None) -> None:
        super().__init__(message)
        self.kva = kva


def needed(row: tuple[Any, ...] | None, name: str, kva: int) -> tuple[Any, ...]:
    """Return what was read of a struct. Raises `WalkError` where it could not be."""
    if row is None:
        raise WalkError(f"can't read {name} at {kva:#x}", kva)
    return row


def signed(value: int, bits: int) -> int:
    """Return the number that the lowest bits of an integer are, with their sign."""
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> bits - 1 else value


def keeping(image: Image) -> tuple[Kept | None, Any]:
    """Return what keeps what is made of a running kernel's processes, and the image to make it from.

    A dump needs none: None, and the image itself.
    """
    if not image.corefile.live:
        return None, image
    from .bsd_kept import Kept

    kept = Kept(image)
    return kept, kept.image


def struct_reader(
    image: Image,
    name: str,
    *names: str,
    required: tuple[str, ...] = (),
    raw: Collection[str] = (),
) -> Callable[[int], tuple[Any, ...] | None]:
    """Return what reads some members of a kernel struct at an address, as few bytes as hold them; None where it cannot.

    Those in ``raw`` come as bytes, whatever they are. Raises `LayoutError` where the struct or a required member is
    not known.
    """
    layout, low, size = part(image.layouts, name, names)
    for wanted in required:
        if wanted not in layout:
            raise LayoutError(name, wanted)
    for wanted in raw:
        if wanted in layout:
            layout.fields[wanted].kind = "struct"
    read = image.kernel.reader(layout.reader(*names), size)
    return (lambda kva: read(kva + low)) if low else read


class Filler:
    """Packs values, in the order of ``fields``, into a public struct; those that it does not have are left out.

    Attributes:
        size: bytes of the struct.
        has: the fields that it has.
        pack: takes as many values as there are ``fields``, those in ``raw`` as bytes. Those in ``turned`` have the
            other kind of sign than the struct's: the same bits, and no mask for each value.
    """

    def __init__(
        self,
        layout: Layout,
        fields: Sequence[str],
        raw: Collection[str] = (),
        turned: Collection[str] = (),
    ) -> None:
        model = layout.model
        self.size = layout.size
        self.has = {name for name in fields if name in layout}
        order = sorted(self.has, key=layout.offset)
        parts, end = [model.order], 0
        for name in order:
            field = layout[name]
            parts.append(f"{field.offset - end}x")
            code = f"{field.size}s" if name in raw else field.format(model)
            parts.append(code.swapcase() if name in turned else code)
            end = field.offset + field.size
        parts.append(f"{layout.size - end}x")
        whole = struct.Struct("".join(parts))

        def pack(*values: Any) -> bytes:
            try:
                return whole.pack(*values)
            except struct.error:
                return whole.pack(*_narrowed(whole.format, values))

        self.pack: Callable[..., bytes] = pack
        if order != list(fields):
            pick = itemgetter(*(fields.index(name) for name in order))
            self.pack = lambda *values: pack(*pick(values))


def _narrowed(form: str, values: Iterable[Any]) -> Iterator[Any]:
    """Yield values as an assignment in C leaves them: the low bits that the member has room for."""
    import re  # slow to import, and hardly ever needed

    left = iter(values)
    for count, code in re.findall(r"(\d*)([a-zA-Z?])", form):
        for _ in range(0 if code == "x" else 1 if code == "s" else int(count or 1)):
            value = next(left)
            if code in "bBhHiIlLqQ":
                bits = 8 * struct.calcsize("=" + code)
                value &= (1 << bits) - 1
                if code.islower() and value >> bits - 1:
                    value -= 1 << bits
            yield value
