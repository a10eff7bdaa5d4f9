"""The library as a file: what it exports, what it needs, how programs find it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sunkvm.cli.config import command

from .conftest import WIDTHS, environment, need

pytestmark = pytest.mark.shim

HERE = Path(__file__).parent
KPS = HERE.parent.parent / "examples" / "kps.c"


def output(*words: object, **extra: str) -> str:
    done = subprocess.run(
        list(map(str, words)), capture_output=True, timeout=60, env=environment(**extra), errors="replace"
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"
    return done.stdout


def dynamic(path: str, tag: str) -> list[str]:
    lines = output("readelf", "-d", path).splitlines()
    return [line.partition("[")[2].rstrip("]") for line in lines if f"({tag})" in line]


@pytest.mark.parametrize("bits", WIDTHS)
def test_exports(tools, bits):
    lines = output("nm", "-D", "--defined-only", tools.flavour(bits).library).splitlines()
    found = sorted(line.split()[2] for line in lines if line.split()[1] != "A")
    assert found == (HERE / "nm-solaris.txt").read_text().split()


@pytest.mark.parametrize("bits", WIDTHS)
def test_it_needs_the_c_library_alone(tools, bits):
    library = tools.flavour(bits).library
    assert dynamic(library, "SONAME") == ["libkvm.so.1"]
    assert set(dynamic(library, "NEEDED")) <= {"libc.so.6", "libdl.so.2", "libpthread.so.0"}
    assert not dynamic(library, "RUNPATH")


@pytest.mark.parametrize("bits", WIDTHS)
def test_programs_record_the_version(tools, bits):
    program = tools.build(KPS, bits)
    assert "libkvm.so.1" in dynamic(program, "NEEDED")
    needs = output("readelf", "-V", program)
    assert "SUNW_1.1" in needs
    assert "SUNWprivate" not in needs


def test_the_engine_exports_one_function(tools):
    engine = Path(tools.flavour().library).parents[2] / "_engine.so"
    lines = output("nm", "-D", "--defined-only", engine).splitlines()
    assert [line.split()[2] for line in lines] == ["sunkvm_engine_start"]


@pytest.mark.parametrize("bits", WIDTHS)
def test_pkg_config_and_sunkvm_config_agree(tools, bits, tmp_path, golden_solaris):
    need(subprocess.run(["pkg-config", "--version"], capture_output=True).returncode == 0, "pkg-config")
    flavour = tools.flavour(bits)
    name = "sunkvm-solaris" + ("-32" if bits == 32 else "")
    told = output("pkg-config", "--cflags", "--libs", name, PKG_CONFIG_PATH=flavour.pcdir).split()
    asked = CliRunner().invoke(command, ["--cflags", "--libs", *(["--32"] if bits == 32 else [])])
    assert asked.exit_code == 0
    for number, words in enumerate((told, shlex.split(asked.output))):
        target = tmp_path / f"kps{number}"
        output("cc", KPS, *words, "-o", target)
        folder = golden_solaris.folder("amd64" if bits == 64 else "i386")
        assert "sbin/init" in output(target, folder / "unix.0", folder / "vmcore.0")
    assert output("pkg-config", "--variable=flavour", name, PKG_CONFIG_PATH=flavour.pcdir) == "solaris\n"


@pytest.mark.parametrize("bits", WIDTHS)
def test_kps(tools, bits, golden_solaris):
    folder = golden_solaris.folder("amd64" if bits == 64 else "i386")
    lines = output(tools.build(KPS, bits), folder / "unix.0", folder / "vmcore.0").splitlines()
    assert lines[0] == "load average: 0.50 1.00 2.00"
    assert [int(line.split()[0]) for line in lines[2:-1]] == (
        [0, 1, 100, 101, 107, 102, 103, 104, 108] if bits == 64 else [0, 1, 100, 102, 103, 104]
    )
    assert lines[4].endswith("   101 prog -a two words ")


@pytest.mark.live
@pytest.mark.parametrize("bits", WIDTHS)
def test_kps_on_this_host(tools, bits):
    lines = output(tools.build(KPS, bits)).splitlines()
    assert lines[0].startswith("load average: ")
    assert any("kps" in line for line in lines), "the program sees itself"


def test_the_wheel_holds_no_links(tools):
    base = Path(tools.flavour().library).parent
    assert not [path for path in base.rglob("*") if path.is_symlink()]
    assert (base / "libkvm.so").read_text() == "INPUT ( libkvm.so.1 )\n"


def test_config_without_the_flavour():
    code = "import sunkvm._config as c; c._SONAMES['solaris'] = 'none'; c.find('solaris')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "was built without the C flavour solaris; see docs/relinking.md" in done.stderr


def test_the_program_of_the_documentation(tools, tmp_path, golden_solaris):
    text = (HERE.parent.parent / "docs" / "relinking.md").read_text()
    # The first one; those of the other systems have their own tests.
    program, command, answer = (
        re.findall(rf"^```{kind}\n(.*?)^```$", text, re.M | re.S)[0] for kind in ("c", "sh", "text")
    )
    (tmp_path / "first.c").write_text(program)
    folder = golden_solaris.folder("amd64")
    for name in ("unix.0", "vmcore.0"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    tools.flavour()
    path = f"{Path(sys.executable).parent}:{environment()['PATH']}"
    done = subprocess.run(
        ["sh", "-e", "-c", command], cwd=tmp_path, capture_output=True, text=True, env=environment(PATH=path)
    )
    assert (done.stdout, done.stderr) == (answer, "")


@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("number", range(3))
def test_compressed_dumps(tools, golden_solaris, bits, number):
    """Pages that no offset of the file leads to come through the engine, and read the same."""
    folder = golden_solaris.folder("amd64" if bits == 64 else "i386")
    program = tools.build(KPS, bits)
    dumps = [output(program, folder / "unix.0", folder / name) for name in ("vmcore.0", f"vmdump.{number}")]
    assert dumps[0] == dumps[1]
