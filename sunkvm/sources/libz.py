"""The part of zlib that Python's module leaves out: stopping at the blocks of a stream, and starting at one.

The library is the one that the interpreter uses itself, called through ctypes.
"""

from __future__ import annotations

import ctypes

_Z_OK, _Z_STREAM_END, _Z_BUF_ERROR = 0, 1, -5
_Z_BLOCK = 5
_RAW = -15
_WINDOW = 32768


class _Stream(ctypes.Structure):
    _fields_ = (
        ("next_in", ctypes.c_void_p),
        ("avail_in", ctypes.c_uint),
        ("total_in", ctypes.c_ulong),
        ("next_out", ctypes.c_void_p),
        ("avail_out", ctypes.c_uint),
        ("total_out", ctypes.c_ulong),
        ("msg", ctypes.c_char_p),
        ("state", ctypes.c_void_p),
        ("zalloc", ctypes.c_void_p),
        ("zfree", ctypes.c_void_p),
        ("opaque", ctypes.c_void_p),
        ("data_type", ctypes.c_int),
        ("adler", ctypes.c_ulong),
        ("reserved", ctypes.c_ulong),
    )


def load() -> ctypes.CDLL | None:
    """Return the library, or None where it cannot be reached or is too old."""
    import zlib

    for name in (getattr(zlib, "__file__", None), None, "libz.so.1"):
        if name is None and getattr(zlib, "__file__", None):
            continue
        try:
            library = ctypes.CDLL(name)
            for function in (
                "inflateInit2_",
                "inflate",
                "inflateEnd",
                "inflatePrime",
                "inflateSetDictionary",
                "inflateGetDictionary",
                "zlibVersion",
            ):
                getattr(library, function)
        except (OSError, AttributeError):
            continue
        library.zlibVersion.restype = ctypes.c_char_p
        return library
    return None


class StreamError(Exception):
    """The compressed data are damaged."""


class Inflater:
    """Decodes a raw deflate stream, from its beginning or from a block's.

    Attributes:
        pending: compressed bytes that were given and not used yet.
        ended: whether the stream is at its end.
        boundary: None, or the number of bits of the last byte used that belong to the next block, if the decoder stands
            between two blocks.
    """

    def __init__(self, library: ctypes.CDLL, bits: int = 0, value: int = 0, window: bytes = b"") -> None:
        self._library = library
        self._stream = _Stream()
        self._pointer = ctypes.byref(self._stream)
        version = library.zlibVersion()
        if library.inflateInit2_(self._pointer, _RAW, version, ctypes.sizeof(_Stream)) != _Z_OK:
            raise MemoryError("zlib has no memory for a decoder")
        self._open = True
        self.pending = b""
        self.ended = False
        self.boundary: int | None = None
        if bits:
            library.inflatePrime(self._pointer, bits, value >> (8 - bits))
        if window:
            library.inflateSetDictionary(self._pointer, window, len(window))

    def inflate(self, data: bytes, out: ctypes.Array[ctypes.c_char], start: int, end: int) -> int:
        """Decode into ``out[start:end]``; return the new ``start``. Stops early at a block's end and without input.

        ``data`` follows what is pending. Raises `StreamError`.
        """
        if data:
            self.pending = self.pending + data if self.pending else data
        stream = self._stream
        source = ctypes.c_char_p(self.pending)
        stream.next_in = ctypes.cast(source, ctypes.c_void_p)
        stream.avail_in = len(self.pending)
        stream.next_out = ctypes.addressof(out) + start
        stream.avail_out = end - start
        code = self._library.inflate(self._pointer, _Z_BLOCK)
        used = len(self.pending) - stream.avail_in
        if used:
            self.pending = self.pending[used:]
        if code == _Z_STREAM_END:
            self.ended = True
        elif code not in (_Z_OK, _Z_BUF_ERROR):
            text = stream.msg.decode("ascii", "replace") if stream.msg else f"error {code}"
            raise StreamError(text)
        kind = stream.data_type
        self.boundary = kind & 7 if kind & 128 and not kind & 64 and not self.ended else None
        left: int = stream.avail_out
        return end - left

    def window(self) -> bytes:
        """Return the last bytes that were decoded, which the next block may refer to."""
        buffer = ctypes.create_string_buffer(_WINDOW)
        length = ctypes.c_uint(0)
        self._library.inflateGetDictionary(self._pointer, buffer, ctypes.byref(length))
        return buffer.raw[: length.value]

    def close(self) -> None:
        """Give the decoder's memory back."""
        if self._open:
            self._open = False
            self._library.inflateEnd(self._pointer)

    def __del__(self) -> None:
        self.close()
