"""A file system with one file, ``core``, that has a bad spot: fuse_eio FILE MOUNTPOINT OFFSET SIZE.

Reading any byte of the spot fails with EIO, touching it in a mapping brings SIGBUS; writing it fails with EIO. Prints a line
when it is mounted, and ends when its stdin does. Speaks the protocol of include/uapi/linux/fuse.h itself, version 7.31.
"""

import ctypes
import errno
import os
import select
import struct
import sys

path, mountpoint, start, size = *sys.argv[1:3], int(sys.argv[3], 0), int(sys.argv[4], 0)
LOOKUP, FORGET, GETATTR, SETATTR, OPEN, READ, WRITE, STATFS, RELEASE, FSYNC, FLUSH, INIT, OPENDIR, RELEASEDIR, ACCESS = (
    1, 2, 3, 4, 14, 15, 16, 17, 18, 20, 25, 26, 27, 29, 34,
)  # fmt: skip
HEADER = struct.Struct("=2I2Q4I")

file = os.open(path, os.O_RDWR)
device = os.open("/dev/fuse", os.O_RDWR)
libc = ctypes.CDLL(None, use_errno=True)
options = f"fd={device},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()},allow_other"
if libc.mount(b"sunkvm", os.fsencode(mountpoint), b"fuse", 0, options.encode()) < 0:
    sys.exit(os.strerror(ctypes.get_errno()))


def attributes(node):
    length = os.fstat(file).st_size
    mode, links = (0o40755, 2) if node == 1 else (0o100666, 1)
    return struct.pack(
        "=6Q3I7I", node, length, (length + 511) // 512, 1, 1, 1, 0, 0, 0, mode, links, 0, 0, 0, 4096, 0
    )


def answer(op, node, body):
    """Return the bytes of the reply, or the number of an error; None where none is expected."""
    if op == INIT:
        return struct.pack("=4I2H2I2H8I", 7, 31, 1 << 16, 0, 12, 9, 1 << 16, 1, 16, 0, *[0] * 8)
    if op == LOOKUP:
        if body.rstrip(b"\0") != b"core":
            return errno.ENOENT
        return struct.pack("=4Q2I", 2, 1, 3600, 3600, 0, 0) + attributes(2)
    if op in (GETATTR, SETATTR):
        return struct.pack("=Q2I", 3600, 0, 0) + attributes(node)
    if op in (OPEN, OPENDIR):
        return struct.pack("=Q2I", 1, 0, 0)
    if op in (READ, WRITE):
        _, offset, count, _, _, _, _ = struct.unpack_from("=2Q3IQI", body.ljust(48, b"\0"))
        if offset < start + size and offset + count > start:
            return errno.EIO
        if op == READ:
            return os.pread(file, count, offset)
        return struct.pack("=2I", os.pwrite(file, body[40 : 40 + count], offset), 0)
    if op in (FLUSH, RELEASE, RELEASEDIR, FSYNC, ACCESS):
        return b""
    if op == STATFS:
        return struct.pack("=5Q4I6I", 1, 1, 1, 1, 1, 4096, 255, 4096, 0, *[0] * 6)
    return None if op == FORGET else errno.ENOSYS


print("mounted", flush=True)
try:
    while sys.stdin not in select.select([device, sys.stdin], [], [])[0]:
        message = os.read(device, 1 << 20)
        _, op, unique, node, *_ = HEADER.unpack_from(message)
        found = answer(op, node, message[HEADER.size :])
        if found is not None:
            failed = found if isinstance(found, int) else 0
            data = b"" if failed else found
            os.write(device, struct.pack("=IiQ", 16 + len(data), -failed, unique) + data)
except OSError as error:
    if error.errno != errno.ENODEV:
        raise
finally:
    libc.umount2(os.fsencode(mountpoint), 2)
