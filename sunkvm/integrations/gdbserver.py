"""A server of gdb's remote protocol: an image's memory, symbols and processes in a debugger, without any file between.

Facts: GDB manual, appendix E, "GDB Remote Serial Protocol".
"""

from __future__ import annotations

import os
import re
import socket
from xml.sax.saxutils import quoteattr

from ..errors import ReadOnlyError, SunkvmError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..image import Image
    from ..records import Process
    from ..space import AddressSpace

_ARCHITECTURES = {
    "amd64": "i386:x86-64",
    "i386": "i386",
    "sparc": "sparc",
    "sparcv9": "sparc:v9",
    "aarch64": "aarch64",
    "arm": "arm",
    "riscv64": "riscv:rv64",
    "powerpc": "powerpc:common",
    "powerpc64": "powerpc:common64",
    "mips64": "mips:isa64",
    "mips64el": "mips:isa64",
    "m68k": "m68k",
    "alpha": "alpha",
}
# The registers of amd64 in gdb's order: name and bytes.
_AMD64 = [
    *((name, 8) for name in "rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip".split()),  # noqa: SIM905
    *((name, 4) for name in ("eflags", "cs", "ss", "ds", "es", "fs", "gs")),
]
_I386 = [(name, 4) for name in ("eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "eip", "eflags")]
# gdb's number of the program counter. A debugger does not go on without one, so it is 0 where none is known.
_COUNTERS = {
    "amd64": 16,
    "i386": 8,
    "sparc": 68,
    "sparcv9": 80,
    "aarch64": 32,
    "arm": 15,
    "riscv64": 32,
    "powerpc": 64,
    "powerpc64": 64,
    "mips64": 37,
    "mips64el": 37,
    "m68k": 17,
    "alpha": 64,
}
_MOST = 0x4000  # bytes of a packet
_MOST_MEMORY = (_MOST - 8) // 2
_MOST_THREADS = 1 << 16
_KERNEL = 1  # the thread that stands for the kernel itself
_FIRST_PROCESS = 2

_EIO, _EFAULT, _EROFS, _EBADF, _ENOENT = 5, 14, 30, 9, 2


class Server:
    """A listening socket on this machine's loopback address, and the image that it shows.

    Attributes:
        port: where it listens.
    """

    def __init__(self, image: Image, port: int = 0) -> None:
        self.image = image
        self._listening = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listening.getsockname()[1]

    def serve(self, *, once: bool = False) -> None:
        """Serve debuggers one after another, or one only. Raises OSError where the network fails."""
        while True:
            connection, _ = self._listening.accept()
            with connection:
                try:
                    _Session(self.image, connection).run()
                except (ConnectionError, TimeoutError):
                    pass  # a debugger that goes without a word
            if once:
                return

    def close(self) -> None:
        """Stop listening."""
        self._listening.close()


class _Gone(ConnectionError):
    """The debugger has closed the connection."""


class _Session:
    """One debugger."""

    def __init__(self, image: Image, connection: socket.socket) -> None:
        self.image = image
        self.connection = connection
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._pending = bytearray()
        self._acknowledge = True
        self._thread = _KERNEL
        self._processes: dict[int, Process] | None = None
        self._spaces: dict[int, AddressSpace | None] = {}
        self._served: tuple[int, int] | None = None  # our file, size
        self._panic: tuple[int, dict[str, int]] | None = None
        self._documents: dict[str, Callable[[], str]] = {
            "features": self._features,
            "threads": self._thread_list,
            "exec-file": self._exec_file,
        }

    # Packets

    def run(self) -> None:
        """Answer packets until the debugger leaves."""
        try:
            while True:
                packet = self._receive()
                if packet == b"k":
                    return
                if packet == b"D" or packet.startswith(b"D;"):
                    self._send(b"OK")
                    return
                self._send(self._answer(packet))
                if packet == b"QStartNoAckMode":
                    self._acknowledge = False
        finally:
            if self._served is not None:
                os.close(self._served[0])

    def _byte(self) -> int:
        if not self._pending:
            data = self.connection.recv(1 << 16)
            if not data:
                raise _Gone
            self._pending += data
        return self._pending.pop(0)

    def _receive(self) -> bytes:
        """Return the next packet; bad ones are asked for again."""
        while True:
            if self._byte() != ord("$"):  # acknowledgements, an interrupt
                continue
            body = bytearray()
            while (byte := self._byte()) != ord("#"):
                body.append(byte)
                if len(body) > 4 * _MOST:
                    raise _Gone
            digits = bytes((self._byte(), self._byte()))
            try:
                good = int(digits, 16) == sum(body) & 0xFF
            except ValueError:
                good = False
            if self._acknowledge:
                self.connection.sendall(b"+" if good else b"-")
            if good or not self._acknowledge:
                return bytes(body)

    def _send(self, body: bytes) -> None:
        self.connection.sendall(b"$%b#%02x" % (body, sum(body) & 0xFF))

    def _answer(self, packet: bytes) -> bytes:
        text = packet.decode("latin-1")
        try:
            for start, answer in _ANSWERS:
                if text.startswith(start):
                    return answer(self, text[len(start) :])
        except (SunkvmError, OSError):
            return b"E%02x" % _EIO
        except (ValueError, IndexError):
            return b"E16"
        return b""  # not supported

    # The target

    def _supported(self, _: str) -> bytes:
        return (
            f"PacketSize={_MOST:x};QStartNoAckMode+;qXfer:features:read+;qXfer:threads:read+;qXfer:exec-file:read+"
        ).encode()

    def _ok(self, _: str) -> bytes:
        return b"OK"

    def _stopped(self, _: str) -> bytes:
        return f"T05thread:{self._first():x};".encode()

    def _first(self) -> int:
        """Return the thread that a debugger looks at first: who panicked, if that is known."""
        return self._panicked()[0] if not self.image.corefile.live else _KERNEL

    def _document(self, rest: str) -> bytes:
        """Answer ``qXfer:``: a part of a document."""
        kind, _, rest = rest.partition(":read:")
        _, _, place = rest.rpartition(":")
        offset, length = (int(word, 16) for word in place.split(","))
        make = self._documents.get(kind)
        if make is None:
            return b""
        document = make().encode()
        part = document[offset : offset + min(length, _MOST - 8)]
        return (b"l" if offset + len(part) >= len(document) else b"m") + _escaped(part)

    def _features(self) -> str:
        name = _ARCHITECTURES.get(self.image.model.name)
        inner = f"<architecture>{name}</architecture>" if name else ""
        return f'<?xml version="1.0"?><target version="1.0">{inner}</target>'

    def _exec_file(self) -> str:
        return os.path.abspath(self.image.namelist.path)

    # Threads

    def _list(self) -> dict[int, Process]:
        """Return the processes by the number of the thread that stands for each."""
        if self._processes is None:
            found: dict[int, Process] = {}
            try:
                for number, process in enumerate(self.image.processes(), _FIRST_PROCESS):
                    found[number] = process
                    if len(found) == _MOST_THREADS:
                        break
            except SunkvmError:
                pass  # what came before the break is shown
            self._processes = found
        return self._processes

    def _panicked(self) -> tuple[int, dict[str, int]]:
        """Return the thread that panicked and its registers, so far as they are known."""
        if self._panic is None:
            self._panic = _KERNEL, {}
            try:
                panic = self.image.panic()
                if panic is not None:
                    self._panic = _KERNEL, dict(panic.registers)
                    if panic.thread:
                        for number, process in self._list().items():
                            if any(thread.kva == panic.thread for thread in self.image.threads(process)):
                                self._panic = number, dict(panic.registers)
                                break
            except SunkvmError:
                pass
        return self._panic

    def _thread_list(self) -> str:
        rows = [f'<thread id="{_KERNEL:x}" name="kernel"/>']
        for number, process in self._list().items():
            words = " ".join(process.argv or ()) or process.command or ""
            rows.append(
                f'<thread id="{number:x}" name={quoteattr(_clean(process.command or ""))}>'
                f"{_text(_clean(f'pid {process.pid} {words}'))}</thread>"
            )
        return f'<?xml version="1.0"?><threads>{"".join(rows)}</threads>'

    def _thread_numbers(self, _: str) -> bytes:
        return ("m" + ",".join(f"{number:x}" for number in [_KERNEL, *self._list()])).encode()

    def _no_more(self, _: str) -> bytes:
        return b"l"

    def _choose(self, rest: str) -> bytes:
        """Answer ``H``: later packets are about a thread."""
        number = int(rest[1:], 16)
        if rest[0] == "g":
            if number > 0 and number != _KERNEL and number not in self._list():
                return b"E%02x" % _ENOENT
            self._thread = number if number > 0 else self._first()
        return b"OK"

    def _alive(self, rest: str) -> bytes:
        number = int(rest, 16)
        return b"OK" if number == _KERNEL or number in self._list() else b"E%02x" % _ENOENT

    def _current(self, _: str) -> bytes:
        return f"QC{self._first():x}".encode()

    def _attached(self, _: str) -> bytes:
        return b"1"

    # Registers: known are those of the thread that panicked

    def _known(self, number: int) -> str:
        """Return a register in hex, ``x`` for what is not known."""
        model = self.image.model
        table = {"amd64": _AMD64, "i386": _I386}.get(model.name, [])
        counter = number == _COUNTERS.get(model.name)
        if number >= len(table):
            return "00" * model.word if counter else ""
        name, size = table[number]
        thread, registers = self._panicked()
        value = None
        if thread == self._thread:
            value = registers.get(name, registers.get("rflags") if name == "eflags" else None)
        if value is None:
            return ("0" if counter else "x") * (2 * size)
        return (value & ((1 << 8 * size) - 1)).to_bytes(size, "little").hex()

    def _registers(self, _: str) -> bytes:
        # As many as are known here; a debugger takes the others as unavailable.
        return ("".join(self._known(number) for number in range(len(_AMD64))) or "x" * 8).encode()

    def _register(self, rest: str) -> bytes:
        return (self._known(int(rest, 16)) or "x" * 2 * self.image.model.word).encode()

    # Memory

    def _space(self) -> AddressSpace | None:
        """Return the address space of the current thread's process, None for the kernel."""
        process = self._list().get(self._thread) if self._thread != _KERNEL else None
        if process is None:
            return None
        if self._thread not in self._spaces:
            try:
                self._spaces[self._thread] = self.image.user(process)
            except SunkvmError:
                self._spaces[self._thread] = None
        return self._spaces[self._thread]

    def _read(self, rest: str) -> bytes:
        address, count = (int(word, 16) for word in rest.split(","))
        count = min(count, _MOST_MEMORY)
        own = self._space()
        for space in (own, self.image.kernel) if own is not None else (self.image.kernel,):
            data, _ = space.read_some(address & self.image.model.mask, count)
            if data or not count:
                return data.hex().encode()
        return b"E%02x" % _EFAULT

    def _write(self, rest: str) -> bytes:
        place, _, data = rest.partition(":")
        address, count = (int(word, 16) for word in place.split(","))
        raw = bytes.fromhex(data)
        if len(raw) != count:
            raise ValueError("the data is not as long as it says")
        own = self._space()
        for space in (own, self.image.kernel) if own is not None else (self.image.kernel,):
            try:
                done, fault = space.write_some(address, raw)
            except ReadOnlyError:
                return b"E%02x" % _EROFS
            if fault is None:
                return b"OK"
            if done:
                break
        return b"E%02x" % _EFAULT

    # The namelist, for debuggers that fetch it from here

    def _open(self, rest: str) -> bytes:
        path = bytes.fromhex(rest.partition(",")[0]).decode("utf-8", "surrogateescape")
        if path != self._exec_file():  # nothing else is ours to show
            return b"F-1,%x" % _ENOENT
        if self._served is None:
            file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            self._served = file, os.fstat(file).st_size
        return b"F1"

    def _pread(self, rest: str) -> bytes:
        file, count, offset = (int(word, 16) for word in rest.split(","))
        if self._served is None or file != 1:
            return b"F-1,%x" % _EBADF
        data = os.pread(self._served[0], min(count, _MOST_MEMORY), offset)
        return b"F%x;%b" % (len(data), _escaped(data))

    def _stat(self, rest: str) -> bytes:
        if self._served is None or int(rest, 16) != 1:
            return b"F-1,%x" % _EBADF
        # struct stat of the protocol: eight words, three long ones, three words; big-endian.
        numbers = bytes(4 * 2) + (0o100444).to_bytes(4, "big") + bytes(4 * 4)
        data = numbers + self._served[1].to_bytes(8, "big") + (4096).to_bytes(8, "big")
        data += (-(-self._served[1] // 512)).to_bytes(8, "big") + bytes(4 * 3)
        return b"F%x;%b" % (len(data), _escaped(data))

    def _close(self, rest: str) -> bytes:
        return b"F0"


def _escaped(data: bytes) -> bytes:
    """Return data as binary parts of packets have it."""
    return re.sub(rb"[#$}*]", lambda match: b"}" + bytes((match[0][0] ^ 0x20,)), data)


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)


def _text(text: str) -> str:
    return quoteattr(text)[1:-1]


# By the start of the packet, the longest first where one is the start of another.
_ANSWERS: tuple[tuple[str, Callable[[_Session, str], bytes]], ...] = (
    ("qSupported", _Session._supported),
    ("QStartNoAckMode", _Session._ok),
    ("qXfer:", _Session._document),
    ("qfThreadInfo", _Session._thread_numbers),
    ("qsThreadInfo", _Session._no_more),
    ("qAttached", _Session._attached),
    ("qSymbol", _Session._ok),
    ("qC", _Session._current),
    ("vFile:setfs:", _Session._close),
    ("vFile:open:", _Session._open),
    ("vFile:pread:", _Session._pread),
    ("vFile:fstat:", _Session._stat),
    ("vFile:close:", _Session._close),
    ("?", _Session._stopped),
    ("s", _Session._stopped),  # a dead kernel goes nowhere
    ("c", _Session._stopped),
    ("H", _Session._choose),
    ("T", _Session._alive),
    ("g", _Session._registers),
    ("p", _Session._register),
    ("m", _Session._read),
    ("M", _Session._write),
)
