"""Files behind a URL: only what is needed is fetched, counted by the server, and failures are typed errors."""

from __future__ import annotations

import errno
import http.server
import os
import re
import threading

import pytest

import sunkvm
from sunkvm.errors import OpenError, ReadOnlyError
from sunkvm.source import open_source

pytest.importorskip("fsspec", reason="the extra 'remote' is not installed")


class Handler(http.server.BaseHTTPRequestHandler):
    """Files with byte ranges; counts what it sends."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.answer(body=False)

    def do_GET(self):
        self.answer(body=True)

    def answer(self, *, body):
        server = self.server
        path = server.folder / self.path.lstrip("/")
        if server.broken or not path.is_file():
            self.send_response(500 if server.broken else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        size = path.stat().st_size
        start, end, code = 0, size, 200
        match = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if match and server.ranges:
            start, end, code = int(match[1]), min(int(match[2] or size - 1) + 1, size), 206
        self.send_response(code)
        if server.ranges:
            self.send_header("Accept-Ranges", "bytes")
        if code == 206:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        self.send_header("Content-Length", str(end - start))
        self.end_headers()
        if body:
            with path.open("rb") as file:
                file.seek(start)
                self.wfile.write(file.read(end - start))
            server.sent += end - start


@pytest.fixture
def server(tmp_path):
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.folder, made.sent, made.ranges, made.broken = tmp_path, 0, True, False
    made.url = f"http://127.0.0.1:{made.server_address[1]}"
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def put(server, name, folder):
    os.symlink(folder / name, server.folder / name)


@pytest.mark.parametrize("core", ["vmcore.0", "vmdump.0"])
def test_solaris(server, golden_solaris, core):
    folder = golden_solaris.folder("sparcv9")
    for name in ("unix.0", core):
        put(server, name, folder)
    with (
        sunkvm.open(folder / "unix.0", folder / core) as local,
        sunkvm.open(f"{server.url}/unix.0", f"{server.url}/{core}") as remote,
    ):
        assert list(remote.processes()) == list(local.processes())
        assert remote.info.panic_string == local.info.panic_string
        for start, length in local.kernel.ranges():
            assert remote.read(start, length) == local.read(start, length)


@pytest.mark.parametrize("case", ["amd64-v2-12", "amd64-full-current", "i386-pae-v2"])
def test_freebsd(server, golden_freebsd, case):
    folder = golden_freebsd.folder(case)
    put(server, "vmcore", folder)
    with (
        sunkvm.open(folder / "kernel", folder / "vmcore") as local,
        sunkvm.open(folder / "kernel", f"{server.url}/vmcore") as remote,
    ):
        for start, length in local.kernel.ranges():
            assert remote.read(start, min(length, 4096)) == local.read(start, min(length, 4096))


def test_little_is_fetched(server, golden_solaris):
    """A dump that pretends to be 64 GiB more: the process list asks for little of it."""
    folder = golden_solaris.folder("amd64")
    data = (folder / "vmcore.0").read_bytes()
    path = server.folder / "vmcore.0"
    with path.open("wb") as file:
        file.write(data)
        file.truncate(64 << 30)
    put(server, "unix.0", folder)
    with sunkvm.open(folder / "unix.0", f"{server.url}/vmcore.0") as remote:
        pids = [process.pid for process in remote.processes()]
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0") as local:
        assert pids == [process.pid for process in local.processes()]
    assert 0 < server.sent < 16 << 20


def test_s3(server, golden_freebsd, monkeypatch):
    """A bucket of an endpoint of one's own: objects are asked for in ranges, as over HTTP."""
    pytest.importorskip("s3fs")
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"AWS_{name}", "anything")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    folder = golden_freebsd.folder("amd64-v2-12")
    (server.folder / "bucket").mkdir()
    with (folder / "vmcore").open("rb") as source, (server.folder / "bucket" / "vmcore").open("wb") as file:
        file.write(source.read())
        file.truncate(1 << 30)
    with (
        sunkvm.open(folder / "kernel", folder / "vmcore") as local,
        sunkvm.open(folder / "kernel", "s3://bucket/vmcore") as remote,
    ):
        for start, length in local.kernel.ranges():
            assert remote.read(start, min(length, 4096)) == local.read(start, min(length, 4096))
    assert 0 < server.sent < 16 << 20
    with pytest.raises(OpenError) as caught:
        open_source("s3://bucket/nothing")
    assert caught.value.errno == errno.ENOENT


def test_compressed(server, golden_freebsd):
    import gzip

    folder = golden_freebsd.folder("amd64-v2-12")
    (server.folder / "vmcore.gz").write_bytes(gzip.compress((folder / "vmcore").read_bytes()))
    with (
        sunkvm.open(folder / "kernel", folder / "vmcore") as local,
        sunkvm.open(folder / "kernel", f"{server.url}/vmcore.gz") as remote,
    ):
        start, length = next(local.kernel.ranges())
        assert remote.read(start, length) == local.read(start, length)


def test_not_there(server):
    with pytest.raises(OpenError) as caught:
        open_source(f"{server.url}/nothing")
    assert caught.value.errno == errno.ENOENT and caught.value.path == f"{server.url}/nothing"


def test_server_without_ranges(server):
    (server.folder / "file").write_bytes(b"x" * (1 << 20))
    server.ranges = False
    with pytest.raises(OpenError, match="support range"), open_source(f"{server.url}/file") as source:
        source.read(0xC0000, 4)
    assert server.sent <= 2 << 20  # it was not fetched whole for every block


def test_server_that_fails_later(server):
    (server.folder / "file").write_bytes(b"x" * (1 << 20))
    with open_source(f"{server.url}/file") as source:
        assert source.read(0, 4) == b"xxxx"
        server.broken = True
        with pytest.raises(OpenError, match=r"cannot be fetched.*at offset 0xc0000"):
            source.read(0xC0000, 4)
        server.broken = False
        assert source.read(0xC0000, 4) == b"xxxx"
        assert source.read((1 << 20) - 2, 100) == b"xx" and source.read(1 << 20, 1) == b""


def test_unknown_protocol():
    with pytest.raises(OpenError, match="nosuch://x/y"):
        open_source("nosuch://x/y")


def test_no_writing(server):
    with pytest.raises(ReadOnlyError):
        open_source(f"{server.url}/file", writable=True)


def test_nothing_is_fetched_with_raised_privileges(server, monkeypatch):
    import sunkvm.sources.remote as remote

    (server.folder / "file").write_bytes(b"x")
    monkeypatch.setattr(remote, "privileged", lambda: True)
    with pytest.raises(OpenError, match="raised privileges"):
        open_source(f"{server.url}/file")
    assert server.sent == 0


def test_a_local_file_of_such_a_name_is_local(tmp_path, monkeypatch):
    (tmp_path / "http:").mkdir()
    (tmp_path / "http:" / "x").write_bytes(b"local")
    monkeypatch.chdir(tmp_path)
    with open_source("http://x") as source:
        assert source.read(0, 9) == b"local"
