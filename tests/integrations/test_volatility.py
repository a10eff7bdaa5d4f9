"""Images as layers of Volatility 3, asked through its own command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sunkvm

pytest.importorskip("volatility3", reason="the extra 'volatility' is not installed")

LAYERS = Path(sunkvm.__file__).parent / "integrations" / "volatility"
PEEK = """
from volatility3.framework import interfaces, renderers
from volatility3.framework.configuration import requirements
from volatility3.framework.layers import scanners

class Peek(interfaces.plugins.PluginInterface):
    _required_framework_version = (2, 0, 0)

    @classmethod
    def get_requirements(cls):
        return [
            requirements.TranslationLayerRequirement(name="primary", description="memory"),
            requirements.StringRequirement(name="address", description="where"),
        ]

    def run(self):
        layer = self.context.layers[self.config["primary"]]
        if self.config["address"].startswith("find:"):
            scanner = scanners.BytesScanner(self.config["address"][5:].encode())
            found = layer.scan(self.context, scanner)
            rows = [(0, (type(layer).__name__, hex(at))) for at in found]
            return renderers.TreeGrid([("Layer", str), ("Data", str)], iter(rows))
        data = layer.read(int(self.config["address"], 0), 12)
        rows = [(0, (type(layer).__name__, data.hex()))]
        return renderers.TreeGrid([("Layer", str), ("Data", str)], iter(rows))
"""


@pytest.fixture
def vol(tmp_path):
    """Run Volatility on a file with our layers; return what it prints."""
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    (plugins / "peek.py").write_text(PEEK)

    def run(path, *words, **environment):
        script = "import sys, volatility3.cli; sys.argv[0] = 'vol'; volatility3.cli.main()"
        command = [sys.executable, "-c", script, "-q", "-p", f"{LAYERS};{plugins}", "-f", path, *words]
        home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
        done = subprocess.run(
            list(map(str, command)), env={**os.environ, **home, **environment}, capture_output=True, text=True
        )
        return done.stdout + done.stderr

    return run


@pytest.mark.parametrize("case", ["amd64", "sparcv9"])
def test_kernel_memory(vol, golden_solaris, case):
    folder = golden_solaris.folder(case)
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0") as image:
        at = int(image.symbols["avenrun"])
        expected = image.read(at, 12).hex()
    printed = vol(folder / "vmcore.0", "peek.Peek", "--address", hex(at))
    assert f"SunkvmKernelLayer\t{expected}" in printed


def test_packed_dump_of_freebsd_and_a_namelist_elsewhere(vol, golden_freebsd, tmp_path):
    import gzip

    folder = golden_freebsd.folder("amd64-v2-12")
    packed = tmp_path / "vmcore.5.gz"
    packed.write_bytes(gzip.compress((folder / "vmcore").read_bytes()))
    kernel = tmp_path / "elsewhere"
    shutil.copy(folder / "kernel", kernel)
    with sunkvm.open(folder / "kernel", folder / "vmcore") as image:
        at = next(image.kernel.ranges())[0]
        kernel_bytes = image.read(at, 12).hex()
        pa = next(image.ranges("physical"))[0]
        physical_bytes = image.physical.read(pa, 12).hex()
    assert f"SunkvmKernelLayer\t{kernel_bytes}" in vol(
        packed, "peek.Peek", "--address", hex(at), SUNKVM_NAMELIST=str(kernel)
    )
    # Without symbols there is physical memory.
    assert f"SunkvmPhysicalLayer\t{physical_bytes}" in vol(packed, "peek.Peek", "--address", hex(pa))


def test_what_is_not_there(vol, golden_solaris):
    folder = golden_solaris.folder("amd64")
    assert "unable to read a requested page" in vol(folder / "vmcore.0", "peek.Peek", "--address", "0x10")


def test_search(vol, golden_solaris):
    folder = golden_solaris.folder("amd64")
    printed = vol(folder / "vmcore.0", "peek.Peek", "--address", "find:SunOS")
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0") as image:
        at = int(image.symbols["utsname"])
    assert f"SunkvmKernelLayer\t{at:#x}\n" in printed


def test_files_that_are_none_of_ours_are_left_alone(vol, tmp_path):
    (tmp_path / "memory").write_bytes(b"MEMORY" * 10_000)
    assert "FileLayer\t4d454d4f5259" in vol(tmp_path / "memory", "peek.Peek", "--address", "0")


def test_the_directory_is_told(sunkvm_command):
    assert sunkvm_command("config", "--volatility").strip() == str(LAYERS)


@pytest.fixture
def sunkvm_command():
    def run(*words):
        done = subprocess.run([sys.executable, "-m", "sunkvm", *words], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
