"""Building C programs against the installed flavour, and talking to one that makes calls as told."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from sunkvm._config import find
from sunkvm.errors import UnsupportedError

HERE = Path(__file__).parent
WIDTHS = (64, 32)
MODEL = {64: "amd64", 32: "i386"}


def need(condition: object, what: str) -> None:
    """Skip where a developer's machine lacks something; CI must have all."""
    if not condition:
        if os.environ.get("CI"):
            pytest.fail(f"CI must have {what}")
        pytest.skip(f"needs {what}")


class Toolbox:
    """An installed flavour and a compiler.

    Programs are built once a session.
    """

    def __init__(self, scratch: Path, name: str = "solaris") -> None:
        self.scratch = scratch
        self.name = name
        self.built: dict[tuple, Path] = {}

    def flavour(self, bits: int = 64, sunos4: bool = False):
        need(shutil.which("cc"), "a C compiler")
        try:
            return find(self.name, bits, sunos4)
        except UnsupportedError as error:
            need(None, f"the flavour {self.name} for {bits}-bit programs: {error}")
            raise

    def build(
        self, source: str | Path, bits: int = 64, *options: str, cc: str = "cc", link: bool = True
    ) -> Path:
        """Compile a program of this folder, or one named by its path; return the executable."""
        path = HERE / source
        key = (path, bits, options, cc)
        if key not in self.built:
            flavour = self.flavour(bits)
            target = self.scratch / f"{path.stem}-{bits}-{len(self.built)}"
            libs = flavour.libs if link else ["-m32"] * (bits == 32)
            command = [
                cc,
                "-O1",
                "-g",
                "-Wall",
                "-Wno-missing-field-initializers",
                "-Werror=implicit-function-declaration",
            ]
            command += ["-Werror=int-conversion", *options, "-D_GNU_SOURCE", *flavour.cflags]
            command += ["-o", str(target), str(path), *libs, "-lpthread", "-ldl"]
            done = subprocess.run(command, capture_output=True, text=True)
            assert done.returncode == 0, f"{' '.join(command)}\n{done.stderr}"
            self.built[key] = target
        return self.built[key]


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Toolbox:
    return Toolbox(tmp_path_factory.mktemp("programs"))


@pytest.fixture(scope="session")
def freebsd(tmp_path_factory: pytest.TempPathFactory) -> Toolbox:
    """The FreeBSD flavour."""
    return Toolbox(tmp_path_factory.mktemp("freebsd-programs"), "freebsd")


@pytest.fixture(scope="session")
def netbsd(tmp_path_factory: pytest.TempPathFactory) -> Toolbox:
    """The NetBSD flavour."""
    return Toolbox(tmp_path_factory.mktemp("netbsd-programs"), "netbsd")


@pytest.fixture(scope="session")
def dragonfly_flavour(tmp_path_factory: pytest.TempPathFactory) -> Toolbox:
    """The DragonFly flavour."""
    return Toolbox(tmp_path_factory.mktemp("dragonfly-programs"), "dragonfly")


def environment(**extra: str) -> dict[str, str]:
    """Return a plain environment for programs under test."""
    keep = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in keep if name in os.environ} | extra


class Replay:
    """A program such as replay.c: one line to it, one line from it."""

    def __init__(self, program: Path, **extra: str) -> None:
        self.process = subprocess.Popen(
            [str(program)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(**extra),
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
        )
        self.printed = ""

    def __call__(self, *words: object) -> list[str]:
        line = "\t".join("-" if word is None else str(word) for word in words)
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        printed = []
        while (text := self.process.stderr.readline()) != ".\n":
            if not text:
                raise AssertionError(
                    f"{line!r}: the program died with {self.process.wait()}: {''.join(printed)}"
                )
            printed.append(text)
        self.printed = "".join(printed)
        return self.process.stdout.readline().rstrip("\n").split("\t")

    def read(self, which: str, address: int, count: int, space: int = 0) -> bytes | int:
        """Return the bytes that a read has moved, or -1; the rest of the buffer must be untouched."""
        got, _, data = self("read", which, hex(address), count, hex(space))
        raw, moved = bytes.fromhex(data), int(got)
        assert len(raw) == count + 1
        assert raw[max(moved, 0) :] == b"\xa5" * (count + 1 - max(moved, 0))
        return raw[:moved] if moved >= 0 else moved

    def close(self) -> None:
        _, printed = self.process.communicate(timeout=30)
        assert self.process.returncode == 0, printed


def keep_replays(tools: Toolbox, source: str):
    """Yield what returns a replay of a width and a way to the engine; all are ended at the end."""
    open_ones: dict[tuple, Replay] = {}

    def get(bits: int, engine: str = "", **extra: str) -> Replay:
        key = (bits, engine, *sorted(extra.items()))
        if key not in open_ones:
            if engine:
                extra["SUNKVM_ENGINE"] = engine
            open_ones[key] = Replay(tools.build(source, bits), **extra)
        return open_ones[key]

    yield get
    for replay in open_ones.values():
        replay.close()


@pytest.fixture(scope="module")
def replays(tools: Toolbox):
    """Replays of the Solaris flavour, which live as long as the module."""
    yield from keep_replays(tools, "replay.c")


@pytest.fixture(scope="module")
def freebsd_replays(freebsd: Toolbox):
    """Replays of the FreeBSD flavour."""
    yield from keep_replays(freebsd, "freebsd_replay.c")


@pytest.fixture(scope="module")
def netbsd_replays(netbsd: Toolbox):
    """Replays of the NetBSD flavour."""
    yield from keep_replays(netbsd, "netbsd_replay.c")


@pytest.fixture(scope="module")
def dragonfly_replays(dragonfly_flavour: Toolbox):
    """Replays of the DragonFly flavour."""
    yield from keep_replays(dragonfly_flavour, "dragonfly_replay.c")


@pytest.fixture(scope="session")
def dragonfly_kernel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a DragonFly kernel with something of everything, laid by hand: ``kernel`` and ``vmcore``."""
    from ..conftest import load
    from .dragonfly_dump import save_kernel

    folder = tmp_path_factory.mktemp("dragonfly-kernel")
    return save_kernel(folder, load("corefiles/freebsd_by_hand"), load("corefiles/dragonfly_by_hand"))
