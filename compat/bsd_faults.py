"""Which addresses cannot be read for one reason, and what is said about all of them: for C callers, who keep it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_DIGITS = b"0123456789abcdef"
_MASK64 = (1 << 64) - 1
EXACT, PAGE = b"\1", b"\2"
"""In a template, before 16 digits: the number there grows with the address, or with that of its page."""


def alike(core: Any, kva: int) -> tuple[int, int]:
    """Return (first, last) of the addresses around one that cannot be read for the same reason, as far as that is known.

    They begin and end with pages. Some of them may be readable all the same: which pages are there is known elsewhere.
    """
    low, high = core.alike(kva)
    header = getattr(core, "header", {})
    for name in ("kernbase", "dmapbase", "dmapend"):
        border = header.get(name, 0)
        if low < border <= kva:
            low = border
        elif kva < border < high:
            high = border
    return low, high - 1


def template(say: Callable[[int], bytes], kva: int, low: int, last: int, page: int) -> bytes | None:
    """Return what ``say`` gives for all addresses from low to last, with numbers that grow with the address marked.

    A marker is `EXACT` or `PAGE` and the number for ``low`` in 16 hexadecimal digits. None where that does not hold for
    some addresses that are tried.
    """
    here = kva & -page
    one, two = here + 0x11, here + 0x123
    made = b""
    first, second = _tokens(say(one)), _tokens(say(two))
    further = _tokens(say(low + 0x11))
    if not len(first) == len(second) == len(further):
        return None
    for this, that, far in zip(first, second, further, strict=True):
        if this == that == far:
            made += this
            continue
        if this[:1] not in _DIGITS or that[:1] not in _DIGITS:
            return None
        kind = PAGE if this == that else EXACT
        at = here if this == that else one
        made += kind + b"%016x" % (int(this, 16) - (at - low) & _MASK64)
    tried = {kva, low, last, here, low + (last - low) * 5 // 8, last & -page}
    if all(filled(made, address, low, page) == say(address) for address in tried):
        return made
    return None


def _tokens(text: bytes) -> list[bytes]:
    """Cut a text into runs of hexadecimal digits and of anything else."""
    found: list[bytes] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or (text[at] in _DIGITS) != (text[start] in _DIGITS):
            found.append(text[start:at])
            start = at
    return found


def filled(made: bytes, address: int, low: int, page: int) -> bytes:
    """Return a template's text for an address, as C does it."""
    parts: list[bytes] = []
    at = 0
    while at < len(made):
        kind = made[at : at + 1]
        if kind in (EXACT, PAGE):
            moved = (address if kind == EXACT else address & -page) - low
            parts.append(b"%x" % (int(made[at + 1 : at + 17], 16) + moved & _MASK64))
            at += 17
        else:
            parts.append(kind)
            at += 1
    return b"".join(parts)
