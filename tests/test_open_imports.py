"""What opening a dump imports: nothing that takes longer to import than the dump to open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import sunkvm

HEAVY = {
    "re",
    "enum",
    "dataclasses",
    "inspect",
    "typing",
    "construct",
    "elftools",
    "numpy",
    "hashlib",
    "ctypes",
    "ssl",
    "threading",
    "functools",
}

PROGRAM = """
import sys
before = set(sys.modules)
sys.path.insert(0, sys.argv[1])
from importlib import import_module
facade = import_module(sys.argv[2])
how = [sys.argv[3], sys.argv[4], None, 0]
kd = facade.kvm_open(*how, "test")
assert kd is not None
names = [facade.Nlist(name) for name in sys.argv[5:]]
assert facade.kvm_nlist(kd, names) == 0
print(*(set(sys.modules) - before))
"""


@pytest.mark.parametrize(
    ("system", "folder", "files", "names"),
    [
        ("freebsd", "amd64-v2-12", ("kernel", "vmcore"), ("_allproc", "_nprocs")),
        ("solaris", "amd64", ("unix.0", "vmcore.0"), ("practive", "kas")),
        ("netbsd", "amd64", ("kernel", "netbsd.core"), ("_allproc",)),
        ("dragonfly", "v2", ("kernel", "vmcore"), ("_nprocs",)),
    ],
)
def test_light(request, system, folder, files, names):
    where = request.getfixturevalue(f"golden_{system}").folder(folder)
    module = "sunkvm.kvm" if system == "solaris" else f"sunkvm.compat.{system}"
    command = [
        sys.executable, "-I", "-S", "-c", PROGRAM, Path(sunkvm.__file__).parent.parent, module,
        *(where / name for name in files), *names,
    ]  # fmt: skip
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    modules = set(done.stdout.split())
    assert "sunkvm.engine" in modules
    assert not modules & HEAVY


@pytest.mark.parametrize("module", ["_shim", "_shim_solaris", "_shim_bsd", "_shim_netbsd", "_shim_dragonfly"])
def test_what_answers_c_programs_is_light(module):
    program = "import sys; sys.path.insert(0, sys.argv[1]); __import__(sys.argv[2]); print(*sys.modules)"
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        program,
        Path(sunkvm.__file__).parent.parent,
        f"sunkvm.{module}",
    ]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not set(done.stdout.split()) & HEAVY
