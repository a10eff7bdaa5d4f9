"""The part of zlib that Python's module leaves out: stopping at the blocks of a stream, and starting at one.

The library is the one that the interpreter uses itself, called through ctypes.
"""

from __future__ import annotations

import ctypes

_Z_OK, _Z_STREAM_END, _Z_BUF_ERROR = 0, 1, -5
_Z_NO_FLUSH, _Z_BLOCK = 0, 5
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
        ended: whether the stream is at its end.
        boundary: None, or the number of bits of the last byte used that belong to the next block, if the decoder was told
            to stop between two blocks and stands there.
    """

    def __init__(self, library: ctypes.CDLL, bits: int = 0, value: int = 0, window: bytes = b"") -> None:
        self._library = library
        self._stream = _Stream()
        self._pointer = ctypes.byref(self._stream)
        version = library.zlibVersion()
        if library.inflateInit2_(self._pointer, _RAW, version, ctypes.sizeof(_Stream)) != _Z_OK:
            raise MemoryError("zlib has no memory for a decoder")
        self._open = True
        self._given: object = None  # the bytes that the library reads from
        self.ended = False
        self.boundary: int | None = None
        if bits:
            library.inflatePrime(self._pointer, bits, value >> (8 - bits))
        if window:
            library.inflateSetDictionary(self._pointer, window, len(window))

    @property
    def left(self) -> int:
        """How many compressed bytes were given and not used yet."""
        left: int = self._stream.avail_in
        return left

    def give(self, data: bytes) -> None:
        """Give the next compressed bytes; none may be left."""
        source = ctypes.c_char_p(data)
        self._given = source
        self._stream.next_in = ctypes.cast(source, ctypes.c_void_p)
        self._stream.avail_in = len(data)

    def inflate(self, out: int, count: int, blocks: bool) -> int:
        """Decode up to ``count`` bytes to the address ``out``; return how many. It stops early without input.

        With ``blocks`` it also stops at a block's end, which takes longer. Raises `StreamError`.
        """
        stream = self._stream
        stream.next_out = out
        stream.avail_out = count
        code = self._library.inflate(self._pointer, _Z_BLOCK if blocks else _Z_NO_FLUSH)
        if code == _Z_STREAM_END:
            self.ended = True
        elif code not in (_Z_OK, _Z_BUF_ERROR):
            text = stream.msg.decode("ascii", "replace") if stream.msg else f"error {code}"
            raise StreamError(text)
        self.boundary = None
        if blocks:
            kind = stream.data_type
            if kind & 128 and not kind & 64 and not self.ended:
                self.boundary = kind & 7
        left: int = stream.avail_out
        return count - left

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
