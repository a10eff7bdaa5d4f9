"""The engine as a process of its own, for C callers that cannot have a Python in theirs.

Started by ``shim/core/helper.c`` with a stream socket as file descriptor 3; ends with the end of that stream. A message is
a header (op, ABI, handle or value, size of what follows) and the bytes.
"""

from __future__ import annotations

import sys

_FD = 3

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec


class _Late:
    """Runs ``site`` when something cannot be found without it: most images are opened without any other package."""

    done = False

    @classmethod
    def find_spec(cls, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Look again with the directories that ``site`` adds; called last, for what nobody else has found."""
        if cls.done or "." in name:
            return None
        cls.done = True
        import site
        from importlib.machinery import PathFinder

        site.main()
        return PathFinder.find_spec(name)


def _refuse(why: str, number: int = 0) -> None:
    """Answer the first call, which opens an image, with a text, whatever version of us the program has."""
    import os
    import struct

    header = struct.Struct("=2I2Q")
    with os.fdopen(_FD, "rb", closefd=False) as stream:
        start = stream.read(header.size)
        if len(start) == header.size:
            op, abi, _, size = header.unpack(start)
            stream.read(size)
            _answer(op, abi, why, number)


def _answer(op: int, abi: int, why: str, number: int = 0) -> None:
    import errno
    import os
    import struct

    text = why.encode("utf-8", "replace") + b"\0"
    os.write(_FD, struct.pack("=2I2Q", op, abi, -(number or errno.EIO) & (1 << 64) - 1, len(text)) + text)


def main() -> None:
    """Answer calls until the program is gone."""
    import errno
    import os
    import struct

    if __name__ == "__main__" and not __package__:
        # Run by its path, without site: the package lies above.
        top = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        if top not in sys.path:
            sys.path.append(top)
        if sys.flags.no_site:
            sys.meta_path.append(_Late)
    try:
        from sunkvm._shim import ABI, Server
    except MemoryError:
        return _refuse("the engine has not enough memory", errno.ENOMEM)
    except Exception as error:
        return _refuse(f"the engine does not start: sunkvm._shim cannot be imported: {error}")

    header = struct.Struct("=2I2Q")
    server = Server()
    server.chdir = True
    server.sandbox = os.environ.get("SUNKVM_SANDBOX") == "1"
    with os.fdopen(_FD, "rb", closefd=False) as stream:
        while True:
            start = stream.read(header.size)
            if len(start) < header.size:
                return
            op, abi, handle, size = header.unpack(start)
            try:
                request = stream.read(size)
            except MemoryError:  # the stream is out of step now: the next call has another helper
                return _answer(op, abi, "", errno.ENOMEM)
            if len(request) < size:
                return
            if abi != ABI:
                return _answer(op, abi, "the engine and the library belong to different versions of sunkvm")
            try:
                value, data = server.call(op, handle, request)
                if data.__class__ is not bytes:
                    data = bytes(data)
            except MemoryError:
                value, data = -errno.ENOMEM, b""
            except Exception:  # as where the engine is in the program: the other images stay open
                value, data = -errno.EIO, b""
            message = header.pack(op, ABI, value & (1 << 64) - 1, len(data)) + data
            sent = 0
            while sent < len(message):
                sent += os.write(_FD, message[sent:])


if __name__ == "__main__":
    try:
        main()
    except (BrokenPipeError, ConnectionResetError):
        pass
