"""VMSAv8-64 with granules of 4, 16 and 64 KiB (Arm ARM, chapter D8).

Output addresses have at most 48 bits here (52 with 64 KiB granules are not read). The low half of the addresses is
translated by TTBR0's tables, the high half by TTBR1's: the root that is given stands for one of them.
"""

from __future__ import annotations

from ..mmu import EXECUTE, READ, TABLE, WRITE, Level, PagingForm

_WHOLE = 0x0000_FFFF_FFFF_F000
_PXN, _UXN, _READ_ONLY = 1 << 53, 1 << 54, 1 << 7
_RIGHTS = ((0, 0, READ), (_READ_ONLY, 0, WRITE), (_PXN | _UXN, 0, EXECUTE))


def _frame(shift: int) -> int:
    return _WHOLE >> shift << shift


def _form(
    name: str,
    granule: int,
    levels: tuple[tuple[int, int], ...],
    blocks: tuple[int, ...],
    half_bits: int = 48,
) -> PagingForm:
    """Make a form from the (shift, bits) of its levels and the shifts of the levels that have blocks."""
    table = (3, 3, _frame(granule), TABLE)
    made = []
    for number, (shift, bits) in enumerate(levels):
        if shift == granule:
            kinds: tuple[tuple[int, int, int, int], ...] = ((3, 3, _frame(granule), granule),)
        elif shift in blocks:
            kinds = (table, (3, 1, _frame(shift), shift))
        else:
            kinds = (table,)
        made.append(Level(f"l{number + 4 - len(levels)}", shift, bits, 8, kinds))
    return PagingForm(
        name,
        tuple(made),
        half_bits=half_bits,
        rights=_RIGHTS,
        root_mask=_frame(granule if granule < 16 else 12),
    )


FORMS = {
    "aarch64-4k": _form("aarch64-4k", 12, ((39, 9), (30, 9), (21, 9), (12, 9)), (30, 21)),
    "aarch64-16k": _form("aarch64-16k", 14, ((47, 1), (36, 11), (25, 11), (14, 11)), (25,)),
    "aarch64-64k": _form("aarch64-64k", 16, ((42, 6), (29, 13), (16, 13)), (29,)),
}

_BLOCKS = {12: (30, 21), 14: (25,), 16: (29,)}
_NAMES = {12: "aarch64-4k", 14: "aarch64-16k", 16: "aarch64-64k"}


def sized(granule: int, bits: int) -> PagingForm:
    """Return the form of pages of 2^granule bytes for halves of 2^bits addresses, as TCR_EL1 tells them.

    Raises ValueError for what no processor has.
    """
    if granule not in _NAMES or not 25 <= bits <= 48:
        raise ValueError(f"no tables of aarch64 for {bits} bits of address in pages of 2^{granule} bytes")
    if bits == 48:
        return FORMS[_NAMES[granule]]
    step = granule - 3
    levels = []
    shift, top = granule, bits
    while shift < top:
        levels.append((shift, min(step, top - shift)))
        shift += step
    return _form(f"{_NAMES[granule]}-{bits}", granule, tuple(levels[::-1]), _BLOCKS[granule], bits)
