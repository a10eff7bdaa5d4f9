"""Confine this process to the files that it is about to read: for an engine that parses what nobody vouches for.

Landlock takes every other file, every network port and every signal away, seccomp the system calls that a reader of dumps
has no use for. Both last until the process ends.

Facts: Linux Documentation/userspace-api/landlock.rst and seccomp_filter.rst; the calls' numbers of each machine.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from stat import S_ISDIR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
# Rights over files by the version of the interface: what each knows is taken away.
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_PORTS = 3  # to bind and to connect, from version 4 on
_SCOPES = 3  # abstract sockets and signals, from version 6 on
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_MAX_ANSWER = 1 << 15  # less than a pipe holds
_LOAD, _JUMP_EQUAL, _JUMP_ABOVE, _RETURN = 0x20, 0x15, 0x35, 0x06

# Programs, sockets, other processes, the kernel itself, and attributes of files, which Landlock leaves alone.
_REFUSED = {
    "x86_64": (
        0xC000003E,
        (
            59, 322, 57, 58, 41, 42, 43, 49, 50, 288, 62, 200, 234, 101, 310, 311, 438, 165, 166, 155,
            161, 135, 167, 168, 169, 175, 176, 313, 246, 320, 248, 249, 250, 298, 321, 323, 304, 272,
            308, 425, 90, 91, 268, 92, 93, 94, 260, 132, 235, 261, 280, 188, 189, 190, 197, 198, 199,
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (
            221, 281, 198, 200, 201, 202, 203, 242, 129, 130, 131, 117, 270, 271, 438, 40, 39, 41, 51,
            92, 224, 225, 142, 105, 106, 273, 104, 294, 217, 218, 219, 241, 280, 282, 265, 97, 268, 425,
            52, 53, 54, 55, 88, 5, 6, 7, 14, 15, 16,
        ),
    ),
}  # fmt: skip


def confine(readable: Iterable[str], writable: Iterable[str] = ()) -> None:
    """Leave this process nothing but the files named, and the code that it runs.

    Whatever is open already stays open. Files that are not there, and folders, are left out. Raises OSError where the
    kernel cannot do it; the process is as it was then, or confined further than before.
    """
    machine = _REFUSED.get(os.uname().machine)
    if machine is None:
        raise OSError(errno.ENOSYS, f"no filter of system calls is known for {os.uname().machine}")
    library = ctypes.CDLL(None, use_errno=True)
    _call(library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    _restrict_files(library, list(readable), list(writable))
    _restrict_calls(library, *machine)


def ask_confined(readable: Iterable[str], ask: Callable[[], str]) -> str:
    """Return what a function answers in a process that is confined to some files; "" where it fails.

    Of a long answer only the beginning is taken.
    """
    out, into = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.close(out)
            confine(readable)
            os.write(into, os.fsencode(ask())[:_MAX_ANSWER])
        except BaseException:
            pass
        finally:
            os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as stream:
        answer = stream.read(_MAX_ANSWER)
    os.waitpid(pid, 0)
    return os.fsdecode(answer)


def _call(value: int) -> int:
    if value < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return value


def _restrict_files(library: ctypes.CDLL, readable: list[str], writable: list[str]) -> None:
    version = _call(library.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1))
    rights = _RIGHTS[max(known for known in _RIGHTS if known <= version)]
    members = [rights]
    if version >= 4:
        members.append(_PORTS)
    if version >= 6:
        members.append(_SCOPES)
    attributes = struct.pack(f"={len(members)}Q", *members)
    ruleset = _call(library.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0))
    try:
        for folder in _code():
            _allow(library, ruleset, folder, _READ_FILE | _READ_DIR)
        for path in (*readable, "/dev/null", "/dev/urandom", "/etc/ld.so.cache", "/proc/self/auxv"):
            _allow(library, ruleset, path, _READ_FILE)
        for path in writable:
            _allow(library, ruleset, path, _READ_FILE | _WRITE_FILE)
        _call(library.syscall(_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)


def _code() -> list[str]:
    """Return the folders of the code that may yet be imported: Python's, the packages', the system's libraries."""
    import sysconfig

    package = os.path.dirname(os.path.abspath(__file__))
    paths = sysconfig.get_paths()
    folders = [package, os.path.realpath(os.path.join(package, "compat"))]
    folders += [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    folders += [
        folder
        for folder in sys.path
        if os.path.basename(folder) in ("site-packages", "dist-packages", "lib-dynload")
    ]
    folders += ["/lib", "/lib64", "/usr/lib", "/usr/lib64"]
    return list(dict.fromkeys(folders))


def _allow(library: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    try:
        file = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no right
    try:
        if not rights & _READ_DIR and S_ISDIR(os.fstat(file).st_mode):
            return  # for a folder it would be a right to all files below
        rule = struct.pack("=Qi", rights, file)
        if library.syscall(_ADD_RULE, ruleset, 1, rule, 0) < 0 and ctypes.get_errno() != errno.EINVAL:
            _call(-1)
    finally:
        os.close(file)


def _restrict_calls(library: ctypes.CDLL, architecture: int, refused: tuple[int, ...]) -> None:
    """Have the refused calls fail with EPERM, and all calls of another width."""

    def step(code: int, yes: int, no: int, value: int) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    count = len(refused)
    program = [
        step(_LOAD, 0, 0, 4),
        step(_JUMP_EQUAL, 0, count + 2, architecture),
        step(_LOAD, 0, 0, 0),
        step(_JUMP_ABOVE, count, 0, 0x40000000),  # x32
    ]
    program += [step(_JUMP_EQUAL, count - at, 0, number) for at, number in enumerate(refused)]
    program += [step(_RETURN, 0, 0, _ALLOW), step(_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    code = ctypes.create_string_buffer(b"".join(program))
    filter_program = struct.pack("@HP", len(program), ctypes.addressof(code))
    _call(library.prctl(_SECCOMP, _FILTER, filter_program, 0, 0))
