"""Fixtures that many tests share: the golden images, unpacked once a run."""

from __future__ import annotations

import importlib.util
import json
import lzma
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def write_sparse(path: Path, data: bytes) -> None:
    """Write a file with holes for its zeros: full dumps are little else."""
    block = 1 << 16
    with path.open("wb") as file:
        for start in range(0, len(data), block):
            part = data[start : start + block]
            if part.count(0) != len(part):
                file.seek(start)
                file.write(part)
        file.truncate(len(data))


class Golden:
    """The golden images of one system, unpacked into a scratch folder."""

    def __init__(self, system: str, scratch: Path) -> None:
        self.source = GOLDEN / system
        self.scratch = scratch

    def folder(self, case: str) -> Path:
        """Return the folder of a case with all its files unpacked."""
        target = self.scratch / case
        if not target.exists():
            partial = self.scratch / f"{case}.partial"
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)
            for file in sorted((self.source / case).iterdir()):
                if file.suffix == ".xz":
                    write_sparse(partial / file.stem, lzma.decompress(file.read_bytes()))
                else:
                    shutil.copyfile(file, partial / file.name)
            partial.rename(target)
        return target

    def expected(self, case: str) -> dict:
        """Return the recorded answers of a case."""
        return json.loads((self.source / case / "expected.json").read_text())


@pytest.fixture(scope="session")
def golden_solaris(tmp_path_factory: pytest.TempPathFactory) -> Golden:
    """The Solaris images."""
    return Golden("solaris", tmp_path_factory.mktemp("golden-solaris"))


@pytest.fixture(scope="session")
def golden_freebsd(tmp_path_factory: pytest.TempPathFactory) -> Golden:
    """The FreeBSD images."""
    return Golden("freebsd", tmp_path_factory.mktemp("golden-freebsd"))


@pytest.fixture(scope="session")
def golden_netbsd(tmp_path_factory: pytest.TempPathFactory) -> Golden:
    """The NetBSD images."""
    return Golden("netbsd", tmp_path_factory.mktemp("golden-netbsd"))


@pytest.fixture(scope="session")
def golden_dragonfly(tmp_path_factory: pytest.TempPathFactory) -> Golden:
    """The DragonFly images."""
    return Golden("dragonfly", tmp_path_factory.mktemp("golden-dragonfly"))


def load(name: str):
    """Import a module of the tests by its path below this folder, without ``.py``."""
    path = Path(__file__).parent / f"{name}.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def by_hand():
    """The module that lays Solaris kernels by hand and packs them, for tests of any folder."""
    return load("personalities/kernel")


@pytest.fixture(scope="session")
def solaris_kernel(by_hand):
    """An empty kernel of a data model: ``solaris_kernel("amd64")``."""
    return by_hand.Kernel


@pytest.fixture(scope="session")
def full_solaris_kernel(by_hand):
    """One with something of everything; its `kernel` can be changed before it is packed."""
    return by_hand.FullKernel


@pytest.fixture(autouse=True)
def no_cache(monkeypatch):
    """Keep the tests out of the user's cache directory."""
    monkeypatch.setenv("SUNKVM_CACHE", "")


@pytest.fixture(scope="session")
def handmade():
    """Make a compressed Solaris dump by hand: ``handmade("sparc", count=9)``."""
    return load("corefiles/vmdump_by_hand").fill


@pytest.fixture(scope="session")
def kcore():
    """The module that lays ELF cores of kernel addresses by hand."""
    return load("corefiles/kcore_by_hand")


@pytest.fixture(scope="session")
def btf_by_hand():
    """The module that writes BTF by hand."""
    return load("layouts/btf_by_hand")


@pytest.fixture(scope="session")
def freebsd():
    """The module that lays FreeBSD dumps by hand."""
    return load("corefiles/freebsd_by_hand")


@pytest.fixture(scope="session")
def netbsd():
    """The module that lays NetBSD cores by hand."""
    return load("corefiles/netbsd_by_hand")


@pytest.fixture(scope="session")
def dragonfly():
    """The module that lays DragonFly dumps by hand."""
    return load("corefiles/dragonfly_by_hand")


@pytest.fixture(scope="session")
def bad_device(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that gives a program a device with a bad spot: see ``eio.c``."""
    library = tmp_path_factory.mktemp("eio") / "eio.so"
    command = [
        "cc",
        "-O1",
        "-shared",
        "-fPIC",
        "-D_GNU_SOURCE",
        Path(__file__).parent / "eio.c",
        "-o",
        library,
    ]
    if shutil.which("cc") is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have a C compiler")
        pytest.skip("needs a C compiler")
    subprocess.run([*command, "-ldl"], check=True)
    return library


@pytest.fixture
def write(tmp_path):
    """Write bytes to a file; return its path."""

    def write(data, name="dump"):
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write
