"""Fixtures that many tests share: the golden images, unpacked once a run."""

from __future__ import annotations

import importlib.util
import json
import lzma
import shutil
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
def by_hand():
    """The module that lays Solaris kernels by hand and packs them, for tests of any folder."""
    path = Path(__file__).parent / "personalities" / "kernel.py"
    spec = importlib.util.spec_from_file_location("solaris_kernel_by_hand", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def solaris_kernel(by_hand):
    """An empty kernel of a data model: ``solaris_kernel("amd64")``."""
    return by_hand.Kernel


@pytest.fixture(scope="session")
def full_solaris_kernel(by_hand):
    """One with something of everything; its `kernel` can be changed before it is packed."""
    return by_hand.FullKernel
