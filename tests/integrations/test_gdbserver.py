"""The remote protocol: what gdb itself prints, and what a plain client gets for packets good and bad."""

from __future__ import annotations

import re
import socket
import subprocess
import threading

import pytest

import sunkvm
from sunkvm.integrations.gdbserver import Server


class Client:
    """The other end, as plain as can be."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.file = self.socket.makefile("rb")

    def ask(self, packet):
        if isinstance(packet, str):
            packet = packet.encode()
        self.socket.sendall(b"$%b#%02x" % (packet, sum(packet) & 0xFF))
        assert self.file.read(1) == b"+"
        return self.answer()

    def answer(self):
        assert self.file.read(1) == b"$"
        body = b""
        while not body.endswith(b"#"):
            body += self.file.read(1)
        assert int(self.file.read(2), 16) == sum(body[:-1]) & 0xFF
        self.socket.sendall(b"+")
        return body[:-1].decode("latin-1")

    def close(self):
        self.file.close()
        self.socket.close()


@pytest.fixture
def serving():
    """Serve an image in a thread; return the port."""
    started = []

    def start(image):
        server = Server(image)
        thread = threading.Thread(target=server.serve, kwargs={"once": True})
        thread.start()
        started.append((server, thread))
        return server.port

    yield start
    for server, thread in started:
        thread.join(10)
        server.close()
        assert not thread.is_alive()


@pytest.fixture
def image(golden_solaris):
    folder = golden_solaris.folder("amd64")
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0", overlay=True) as image:
        yield image


def gdb(port, *commands):
    words = [word for command in commands for word in ("-ex", command)]
    done = subprocess.run(
        ["gdb", "-nx", "-batch", "-iex", "set osabi GNU/Linux", "-ex", f"target remote :{port}", *words],
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout + done.stderr


def test_gdb(image, serving):
    processes = list(image.processes())
    with_args = next(process for process in processes if process.argv)
    number = 2 + processes.index(with_args)
    stack = next(image.user(with_args).ranges())[0]
    expected = image.user(with_args).read(stack, 1)[0]
    printed = gdb(
        serving(image),
        "x/3dw &avenrun",
        "info threads",
        f"thread {number}",
        f"x/1xb {stack:#x}",
        "x/1xb 0x10",
    )
    assert re.search(r"0x\w+:\s+128\s+256\s+512", printed)  # symbols came from the server
    for process in processes:
        assert f"pid {process.pid} " in printed
    assert f"{stack:#x}:\t0x{expected:02x}" in printed
    assert "Cannot access memory at address 0x10" in printed


@pytest.mark.parametrize("case", ["i386"])
def test_gdb_of_narrow_kernel(golden_solaris, serving, case):
    folder = golden_solaris.folder(case)
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0") as image:
        assert re.search(r"0x\w+:\s+128\s+256\s+512", gdb(serving(image), "x/3dw &avenrun"))


def test_registers_of_the_panic(full_solaris_kernel, tmp_path, serving):
    made = full_solaris_kernel("amd64")
    made.panic((("rdi", 0x1234), ("rip", 0xFFFFFFFFFB800000), ("rsp", 0xFFFFFF0000001230)))
    with sunkvm.open(None, made.kernel.pack(tmp_path / "vmcore.0")) as image:
        registers = dict(image.panic().registers)
        printed = gdb(serving(image), "info registers")
    for name, value in registers.items():
        assert re.search(rf"^{name}\s+{value:#x}\b", printed, re.M), printed
    assert len(registers) == 3 and re.search(r"^rax\s+<unavailable>", printed, re.M)


@pytest.fixture
def client(image, serving):
    made = Client(serving(image))
    yield made
    made.close()


def test_memory(image, client):
    at = int(image.symbols["avenrun"])
    assert client.ask(f"m{at:x},c") == image.read(at, 12).hex()
    start, length = list(image.kernel.ranges())[-1]
    end = start + length
    assert client.ask(f"m{end - 4:x},10") == image.read(end - 4, 4).hex()  # up to the hole
    assert client.ask(f"m{end:x},10") == "E0e"
    assert client.ask("m10,4") == "E0e"
    assert client.ask(f"m{at:x},0") == ""
    assert len(client.ask(f"m{start:x},ffffffff")) < 0x4000


def test_write_goes_to_the_overlay(image, client):
    at = int(image.symbols["avenrun"])
    assert client.ask(f"M{at:x},2:beef") == "OK"
    assert image.read(at, 2) == b"\xbe\xef"
    assert client.ask("M10,2:beef") == "E0e"
    assert client.ask(f"M{at:x},3:beef") == "E16"


def test_write_is_refused_without(golden_solaris, serving):
    folder = golden_solaris.folder("amd64")
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0") as image:
        client = Client(serving(image))
        assert client.ask(f"M{int(image.symbols['avenrun']):x},1:00") == "E1e"
        client.close()


@pytest.mark.parametrize(
    "packet",
    [
        "m",
        "mzz,1",
        "m1",
        "H",
        "Hgx",
        "T",
        "Tq",
        "p",
        "qXfer:features:read:target.xml:x",
        "M1,1",
        "vFile:pread:1",
    ],
)
def test_bad_packets(client, packet):
    assert re.fullmatch(r"E\w\w|F-1,\w+|", client.ask(packet))
    assert client.ask("qAttached") == "1"  # it goes on


def test_unknown_packets_and_bad_sums(client):
    assert client.ask("vMustReplyEmpty") == ""
    client.socket.sendall(b"$qC#00")
    assert client.file.read(1) == b"-"
    assert client.ask("qC").startswith("QC")


def test_only_the_namelist_is_served(image, client):
    def open_(path):
        return client.ask(f"vFile:open:{str(path).encode().hex()},0,0")

    assert open_("/etc/passwd") == "F-1,2"
    assert client.ask("vFile:pread:1,10,0") == "F-1,9"
    path = client.ask("qXfer:exec-file:read::0,fff")[1:]
    assert open_(path) == "F1"
    assert client.ask("vFile:pread:1,4,0") == "F4;\x7fELF"
    assert client.ask("vFile:fstat:1").startswith("F40;")


def test_listens_on_loopback_only(image):
    server = Server(image)
    try:
        assert server._listening.getsockname()[0] == "127.0.0.1"
    finally:
        server.close()


def test_command(golden_solaris):
    import sys

    folder = golden_solaris.folder("amd64")
    words = ["gdbserver", "--once", str(folder / "unix.0"), str(folder / "vmcore.0")]
    with subprocess.Popen(
        [sys.executable, "-m", "sunkvm", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        line = process.stdout.readline()
        port = int(re.fullmatch(r"listening on 127\.0\.0\.1:(\d+); in gdb: target remote :\1\n", line)[1])
        client = Client(port)
        assert client.ask("D") == "OK"
        client.close()
        assert process.wait(10) == 0 and process.stderr.read() == ""
