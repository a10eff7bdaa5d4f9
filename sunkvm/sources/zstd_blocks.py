"""What the blocks of a zstd frame leave behind for the next one, so that decoding can start in the middle of a frame.

A block refers to the content before it (the window), to the last three distances that were used, and perhaps to the tables
of an earlier block. The format of dictionaries holds all of that, so with a dictionary made for the place any decoder can
begin at a block. Distances and tables are found without decoding content: only the sequences of a block or two have to
be read, as each block sets most of this anew. (RFC 8878, sections 3.1.1.3, 4.1 and 5.)
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    # For each state of a decoder: the symbol, the bits to read for the next state, and what is added to them.
    Table = list[tuple[int, int, int]]
    Distances = tuple[int | None, int | None, int | None]

RAW, RLE, COMPRESSED = 0, 1, 2
_PREDEFINED, _ONE_SYMBOL, _OWN, _REPEATED = range(4)
_TREELESS = 3
_PADDING = 16

# Extra bits of the codes of literal lengths and match lengths, and of both the most precise table and highest code.
_LITERAL_BITS = [0] * 16 + [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
_MATCH_BITS = [0] * 32 + [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
_LIMITS = ((9, 35), (8, 31), (9, 52))
# The tables of blocks that bring none (literal lengths, distances, match lengths): precision and probabilities.
_DEFAULTS = (
    (6, [4, 3] + [2] * 11 + [1] * 3 + [2] * 9 + [3, 2] + [1] * 5 + [-1] * 4),
    (5, [1] * 6 + [2, 2, 2, 1, 1, 1, 1, 1] + [1] * 10 + [-1] * 5),
    (6, [1, 4, 3, 2, 2, 2, 2, 2, 2] + [1] * 37 + [-1] * 7),
)

# The beginning of a dictionary, up to the distances: its mark, number 1, and tables of two symbols that nobody uses.
_DICTIONARY = b"\x37\xa4\x30\xec\x01\0\0\0" + b"\x80\x10" + b"\x10\x3f" * 3


class _Cannot(Exception):
    """A block is damaged, or needs a table that is not known."""


def _literals_end(block: bytes) -> tuple[int, int]:
    """Return the type of a block's literals and where they end."""
    first = block[0]
    kind, form = first & 3, first >> 2 & 3
    if kind in (RAW, RLE):
        head = (1, 2, 1, 3)[form]
        count = int.from_bytes(block[:head], "little") >> (4 if form & 1 else 3)
        return kind, head + (count if kind == RAW else 1)
    head, bits = ((3, 10), (3, 10), (4, 14), (5, 18))[form]
    return kind, head + (int.from_bytes(block[:head], "little") >> 4 + bits & (1 << bits) - 1)


def _sequences(block: bytes, at: int) -> tuple[int, int, int]:
    """Return the number of sequences, the byte of the kinds of their tables, and where those begin."""
    first = block[at]
    if not first:
        return 0, 0, at + 1
    if first < 128:
        return first, block[at + 1], at + 2
    if first < 255:
        return (first - 128 << 8) + block[at + 1], block[at + 2], at + 3
    return int.from_bytes(block[at + 1 : at + 3], "little") + 0x7F00, block[at + 3], at + 4


def count(block: bytes) -> int:
    """Return how many sequences a compressed block has: that is what `distances` costs."""
    try:
        return _sequences(block, _literals_end(block)[1])[0]
    except IndexError:
        return 0


def stands_alone(blocks: Iterable[tuple[int, bytes]], literals: bool) -> bool:
    """Tell whether the first of some (kind, content) that needs a table brings it, so that none of before is needed.

    ``literals`` says that there is no table for literals yet.
    """
    tables = False
    try:
        for kind, block in blocks:
            if kind != COMPRESSED:
                continue
            form, end = _literals_end(block)
            if form == _TREELESS and not literals:
                return False
            literals = literals or form == COMPRESSED
            number, kinds, _ = _sequences(block, end)
            if number and not tables:
                if _REPEATED in (kinds >> 6, kinds >> 4 & 3, kinds >> 2 & 3):
                    return False
                tables = True
            if literals and tables:
                return True
    except IndexError:
        pass
    return False


def distances(blocks: Sequence[bytes]) -> tuple[int, int, int] | None:
    """Return the last three distances after compressed blocks that follow one another; None where it takes more of them."""
    found: Distances = (None, None, None)
    tables: list[tuple[int, Table] | None] = [None, None, None]
    try:
        for block in blocks:
            number, kinds, at = _sequences(block, _literals_end(block)[1])
            if number:
                for which, shift in enumerate((6, 4, 2)):
                    table, at = _table(which, kinds >> shift & 3, block, at)
                    tables[which] = table or tables[which]
                literals, offsets, matches = tables
                if literals is None or offsets is None or matches is None:
                    return None
                found = _run(found, number, block[at:], literals, offsets, matches)
    except (_Cannot, IndexError):
        return None
    first, second, third = found
    if not first or not second or not third:
        return None
    return first, second, third


def _run(
    found: Distances,
    number: int,
    stream: bytes,
    literals: tuple[int, Table],
    offsets: tuple[int, Table],
    matches: tuple[int, Table],
) -> Distances:
    """Return the distances after the sequences of a block, given those before it."""
    one, two, three = found
    if not stream or not stream[-1]:
        raise _Cannot
    # The bits are read from the end, which a one marks, to the beginning; the padding lets a look go beyond that.
    place = (len(stream) - 1 << 3) + stream[-1].bit_length() - 1 + _PADDING * 8
    data = bytes(_PADDING) + stream
    from_bytes = int.from_bytes
    (literal_log, literal_table), (offset_log, offset_table), (match_log, match_table) = (
        literals,
        offsets,
        matches,
    )
    literal_bits, match_bits = _LITERAL_BITS, _MATCH_BITS

    def take(bits: int) -> int:
        nonlocal place
        place -= bits
        return from_bytes(data[place >> 3 : (place >> 3) + 8], "little") >> (place & 7) & (1 << bits) - 1

    literal, offset, match = take(literal_log), take(offset_log), take(match_log)
    for left in range(number - 1, -1, -1):
        code, literal_more, literal_base = literal_table[literal]
        width, offset_more, offset_base = offset_table[offset]
        match_code, match_more, match_base = match_table[match]
        place -= width
        low = place >> 3
        value = (1 << width) + (from_bytes(data[low : low + 5], "little") >> (place & 7) & (1 << width) - 1)
        if value > 3:
            one, two, three = value - 3, one, two
        else:
            # Which of the last ones; without literals in front, the first of them would have been the same match.
            value += not code
            if value == 2:
                one, two = two, one
            elif value == 3:
                one, two, three = three, one, two
            elif value == 4:
                one, two, three = None if one is None else one - 1, one, two
        place -= match_bits[match_code] + literal_bits[code]
        if left:
            place -= literal_more + match_more + offset_more
            low = place >> 3
            bits = from_bytes(data[low : low + 5], "little") >> (place & 7)
            offset = offset_base + (bits & (1 << offset_more) - 1)
            bits >>= offset_more
            match = match_base + (bits & (1 << match_more) - 1)
            literal = literal_base + (bits >> match_more & (1 << literal_more) - 1)
        if place < _PADDING * 8:
            raise _Cannot
    if place != _PADDING * 8:
        raise _Cannot
    return one, two, three


def _table(which: int, kind: int, block: bytes, at: int) -> tuple[tuple[int, Table] | None, int]:
    """Return (precision, table) of one of the three kinds of codes, None if it is that of before, and where it ends."""
    if kind == _REPEATED:
        return None, at
    if kind == _PREDEFINED:
        log, shares = _DEFAULTS[which]
        return (log, _build(log, shares)), at
    if kind == _ONE_SYMBOL:
        if block[at] > _LIMITS[which][1]:
            raise _Cannot
        return (0, [(block[at], 0, 0)]), at + 1
    most, highest = _LIMITS[which]
    log, shares, at = _shares(block, at)
    if log > most or len(shares) > highest + 1:
        raise _Cannot
    return (log, _build(log, shares)), at


def _shares(block: bytes, at: int) -> tuple[int, list[int], int]:
    """Read the description of a table: return its precision, the share of each symbol, and where it ends."""
    data = int.from_bytes(block[at : at + 128], "little")
    log = 5 + (data & 15)
    place, left = 4, (1 << log) + 1  # the shares that are left, and one
    shares: list[int] = []
    while left > 1 and len(shares) < 64:
        width = left.bit_length()
        value = data >> place & (1 << width) - 1
        small = (1 << width) - 1 - left  # as many values take a bit less
        if value & (1 << width - 1) - 1 < small:
            value &= (1 << width - 1) - 1
            place += width - 1
        else:
            place += width
            if value >= 1 << width - 1:
                value -= small
        share = value - 1
        left -= abs(share)
        shares.append(share)
        while not share:  # then it is told how many more have none
            more = data >> place & 3
            place += 2
            shares += [0] * more
            if more < 3 or len(shares) > 64:
                break
    if left != 1:
        raise _Cannot
    return log, shares, at + (place + 7 >> 3)


def _build(log: int, shares: list[int]) -> Table:
    """Return the table of a precision and shares."""
    size = 1 << log
    symbols = [0] * size
    high = size
    for symbol, share in enumerate(shares):
        if share < 0:
            high -= 1
            symbols[high] = symbol
    position, step = 0, (size >> 1) + (size >> 3) + 3
    for symbol, share in enumerate(shares):
        for _ in range(share):
            symbols[position] = symbol
            position = position + step & size - 1
            while position >= high:
                position = position + step & size - 1
    following = [abs(share) for share in shares]
    table = []
    for symbol in symbols:
        state = following[symbol]
        following[symbol] += 1
        bits = log - state.bit_length() + 1
        table.append((symbol, bits, (state << bits) - size))
    return table


def dictionary(last: tuple[int, int, int], window: bytes) -> bytes:
    """Return a dictionary of the last three distances and the content in front of a place."""
    return _DICTIONARY + b"".join(one.to_bytes(4, "little") for one in last) + window
