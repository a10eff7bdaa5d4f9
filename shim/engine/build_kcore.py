"""Write the C source of ``sunkvm._kcore``: the C core for Python callers, where there is a compiler.

usage: build_kcore.py OUTPUT
"""

import sys

import cffi


def main() -> None:
    """Generate the extension module."""
    ffi = cffi.FFI()
    ffi.cdef(
        """
        size_t lzjb_decompress(const void *src, size_t slen, void *dst, size_t dlen);
        size_t lzjb_compress(const void *src, void *dst, size_t len);
        """
    )
    ffi.set_source("sunkvm._kcore", '#include "lzjb.h"\n')
    ffi.emit_c_code(sys.argv[1])


if __name__ == "__main__":
    main()
