"""Reads an image whose file has a bad spot, one after another: eio_reads NAMELIST COREFILE COPY COUNT, with eio.so loaded.

Prints for each spot how many pages are as they were, and how many are faults; anything else is an AssertionError.
"""

import ctypes
import errno
import os
import sys

import sunkvm
from sunkvm.errors import AddressError, Fault, FileError, FormatError, LayoutError, SunkvmError

namelist, corefile, copy, count = *sys.argv[1:4], int(sys.argv[4])
eio_set = ctypes.CDLL(None).eio_set
eio_set.argtypes = ctypes.c_char_p, ctypes.c_longlong, ctypes.c_longlong


def content(image):
    space = image.kernel
    step = space.page_size
    return {
        at: image.read(at, step) for start, size in space.ranges() for at in range(start, start + size, step)
    }


with sunkvm.open(namelist or None, corefile) as image:
    before = content(image)
    order = sorted(before, key=lambda at: hash(str(at)) % 1009)
size = os.path.getsize(copy)
spots = [size * number // count & -4096 for number in range(count)]
for spot in spots:
    eio_set(os.fsencode(copy), spot, 4096)
    try:
        image = sunkvm.open(namelist or None, copy)
    except FileError as error:
        assert (error.path, error.errno) == (copy, errno.EIO) and spot <= error.offset < spot + 4096, error
        print(spot, "open")
        continue
    except SunkvmError as error:
        raise AssertionError(f"{spot}: {error!r}") from error
    right = faults = 0
    with image:
        for at in before:
            data, fault = image.read_some(at, len(before[at]))
            assert data == before[at][: len(data)], (hex(spot), hex(at), "is not what it was")
            if fault is None:
                assert len(data) == len(before[at])
                right += 1
                continue
            error = fault.error()
            # Of a packed dump what lies behind the bad spot may be lost with it.
            assert isinstance(error, (FileError, FormatError)), (hex(spot), hex(at), error)
            assert error.path == copy and "Input/output error" in str(error), (hex(spot), hex(at), error)
            assert spot <= error.offset < spot + 4096, (hex(spot), hex(at), error)
            assert error.errno == errno.EIO or fault.kind == Fault.CORRUPT
            faults += 1
        try:
            list(image.processes())
        except (FileError, FormatError, AddressError, LayoutError):
            pass
    print(spot, right, faults)
