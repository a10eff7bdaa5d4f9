"""The lzjb codec of Solaris dumps (illumos uts/common/os/compress.c).

The compiled twin in shim/core is used where it was built; the plain Python here gives the same answers.

The format: groups of one map byte and up to eight items. Bit k of the map byte, from the lowest, tells what item k is: 0 a
literal byte, 1 two bytes that copy 3 to 66 bytes of the output from 1 to 1023 bytes back.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_MATCH_MIN = 3
_MATCH_MAX = 66
_GROUP_MAX = 17  # bytes: a map byte and eight copy items


def _plan(bits: int) -> tuple[tuple[int, ...], int]:
    """Return how many literals stand before each copy item of a group, and how many behind the last."""
    runs, run = [], 0
    for bit in range(8):
        if bits >> bit & 1:
            runs.append(run)
            run = 0
        else:
            run += 1
    return tuple(runs), run


_PLANS = [_plan(bits) for bits in range(256)]


def python_decompress(data: bytes, size: int) -> bytes:
    """Do what `decompress` does, in Python."""
    end = len(data)
    if end >= size:
        return bytes(data[:size])
    out = bytearray()
    position = 0
    plans = _PLANS
    last_whole = end - _GROUP_MAX
    # Groups that cannot reach the end of the input need no look at it.
    while position <= last_whole and len(out) < size:
        runs, tail = plans[data[position]]
        position += 1
        for run in runs:
            if run:
                out += data[position : position + run]
                position += run
            high = data[position]
            distance = (high & 3) << 8 | data[position + 1]
            position += 2
            length = (high >> 2) + 3
            start = len(out) - distance
            if start < 0 or not distance:
                return bytes(out[:size])
            if distance >= length:
                out += out[start : start + length]
            else:
                out += (out[start:] * (length // distance + 1))[:length]
        if tail:
            out += data[position : position + tail]
            position += tail
    while position < end and len(out) < size:
        bits = data[position]
        position += 1
        for bit in range(8):
            if position >= end or len(out) >= size:
                break
            if not bits >> bit & 1:
                out.append(data[position])
                position += 1
                continue
            if position + 1 >= end:
                return bytes(out)
            length = (data[position] >> 2) + 3
            distance = (data[position] & 3) << 8 | data[position + 1]
            position += 2
            start = len(out) - distance
            if start < 0 or not distance:
                return bytes(out)
            out += (out[start:] * (length // distance + 1))[:length]
    return bytes(out[:size])


def python_compress(data: bytes) -> bytes:
    """Do what `compress` does, in Python."""
    size = len(data)
    last_match = size - _MATCH_MAX
    seen = [0] * 256
    out = bytearray()
    position = 0
    while position < size:
        if len(out) >= size - _GROUP_MAX:
            return bytes(data)
        at = len(out)
        out.append(0)
        bits = 0
        for bit in range(8):
            if position >= size:
                break
            if position > last_match:
                out.append(data[position])
                position += 1
                continue
            a, b, c = data[position], data[position + 1], data[position + 2]
            slot = ((a + 13) ^ (b - 13) ^ c) & 255
            distance = (position - seen[slot]) & 1023
            seen[slot] = position
            start = position - distance
            if not distance or start < 0 or data[start : start + 3] != data[position : position + 3]:
                out.append(a)
                position += 1
                continue
            length = _MATCH_MIN
            while length < _MATCH_MAX and data[start + length] == data[position + length]:
                length += 1
            bits |= 1 << bit
            out.append((length - _MATCH_MIN) << 2 | distance >> 8)
            out.append(distance & 255)
            position += length
        out[at] = bits
    return bytes(out)


def _choose() -> tuple[Callable[[bytes, int], bytes], Callable[[bytes], bytes]]:
    """Return the decoder and the encoder: the compiled ones, or where there are none those above."""
    from importlib import import_module

    try:
        kcore = import_module("sunkvm._kcore")
        decoder, encoder, view = kcore.lib.lzjb_decompress, kcore.lib.lzjb_compress, kcore.ffi.from_buffer
    except (ImportError, AttributeError):
        return python_decompress, python_compress

    def native_decompress(data: bytes, size: int) -> bytes:
        out = bytearray(size)
        produced = decoder(view(data), len(data), view(out), size)
        return bytes(out) if produced == size else bytes(out[:produced])

    def native_compress(data: bytes) -> bytes:
        out = bytearray(len(data))
        return bytes(out[: encoder(view(data), view(out), len(data))])

    return native_decompress, native_compress


_codec: tuple[Callable[[bytes, int], bytes], Callable[[bytes], bytes]] | None = None


def decompress(data: bytes, size: int) -> bytes:
    """Return up to ``size`` bytes of plain text; fewer where the input ends early or is corrupt.

    Input that is not shorter than ``size`` is stored raw, as the original has it. Never raises for any input.
    """
    global _codec
    if _codec is None:
        _codec = _choose()
    return _codec[0](data, size)


def compress(data: bytes) -> bytes:
    """Return the compressed form, or the data itself where that would not be shorter: `decompress` takes both."""
    global _codec
    if _codec is None:
        _codec = _choose()
    return _codec[1](data)
