"""Write the C source of ``_engine.so``: the one module that embeds Python.

usage: build_engine.py ENGINE_C OUTPUT
"""

import sys

import cffi


def main() -> None:
    """Generate the embedding module around ENGINE_C."""
    source, output = sys.argv[1:3]
    ffi = cffi.FFI()
    ffi.embedding_api("")  # cffi exports nothing by itself
    ffi.cdef(
        """
        extern "Python" int64_t _py_call(uint32_t op, uint64_t handle, char *request, size_t size, void *reply);
        void _put(void *reply, const char *bytes, size_t size);
        """
    )
    ffi.embedding_init_code(
        "from _sunkvm_engine import ffi, lib\nimport sunkvm._shim\nsunkvm._shim.register(ffi, lib)\n"
    )
    with open(source, encoding="utf-8") as file:
        ffi.set_source("_sunkvm_engine", file.read())
    ffi.emit_c_code(output)


if __name__ == "__main__":
    main()
