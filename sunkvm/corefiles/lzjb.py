"""The lzjb codec of Solaris dumps in plain Python (illumos uts/common/os/compress.c); shim/core has its twin in C."""

from __future__ import annotations


def decompress(data: bytes, size: int) -> bytes:
    """Return up to ``size`` bytes of plain text; fewer where the input ends early or is corrupt.

    Input that is not shorter than ``size`` is stored raw, as the original has it.
    """
    if len(data) >= size:
        return bytes(data[:size])
    out = bytearray()
    position, end = 0, len(data)
    while len(out) < size and position < end:
        bits = data[position]
        position += 1
        for bit in range(8):
            if len(out) >= size or position >= end:
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
            if distance >= length:
                out += out[start : start + length]
            else:
                run = out[start:]
                out += (run * (length // distance + 1))[:length]
    return bytes(out[:size])
