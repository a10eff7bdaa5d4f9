"""The command line on NetBSD images: what it shows of the golden ones, and what it says where there is nothing to show."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def folder(golden_netbsd):
    return golden_netbsd.folder("amd64")


@pytest.fixture
def amd64(folder):
    return "-N", folder / "kernel", "-M", folder / "netbsd.core"


def rows(result):
    return [line.split() for line in result.out.splitlines()]


def test_ps(sunkvm, amd64):
    result = sunkvm("ps", *amd64)
    assert (result.code, result.err) == (0, "")
    shown = rows(result)
    assert [row[1] for row in shown[1:]] == ["1", "200", "300", "400"]
    assert shown[2][-4:] == ["/bin/sh", "-c", "echo", "hello"]
    assert [row[-1] for row in shown[1:]] == ["[init]", "hello", "[norunq]", "[zomb]"]
    found = [json.loads(line) for line in sunkvm("ps", *amd64, "--json").out.splitlines()]
    assert [each["env"] for each in found] == [None, ["HOME=/root"], None, None]
    assert [each["argv_missing"] for each in found] == ["not dumped", None, "not dumped", "zombie"]
    assert [each["tty"] for each in found] == [[5, 1], None, None, None]


def test_ps_with_a_swap_file(sunkvm, amd64, tmp_path):
    """-W names the swap device's image; one that is not there is an error, whatever the image needs."""
    drum = tmp_path / "drum"
    drum.write_bytes(bytes(4096))
    assert sunkvm("ps", *amd64, "-W", drum).out == sunkvm("ps", *amd64).out
    missing = sunkvm("ps", *amd64, "-W", tmp_path / "nosuch")
    assert missing.code != 0
    assert "nosuch" in missing.err


def test_a_release_without_a_table_is_told(sunkvm, folder, tmp_path):
    """What is shown by another release's structs may be wrong: no command that uses them leaves that out."""
    core = tmp_path / "netbsd.core"
    data = (folder / "netbsd.core").read_bytes()
    assert data.count(b"NetBSD 6.99.16 (SYNTH)") == 1
    core.write_bytes(data.replace(b"NetBSD 6.99.16 (SYNTH)", b"NetBSD 9.3 (SYNTH)\n\0\0\0"))
    files = "-N", folder / "kernel", "-M", core
    warning = "sunkvm: warning: no built-in table is of release 903000000; that of NetBSD 6.99.16 is used\n"
    for command in ("ps", "threads"):
        result = sunkvm(command, *files)
        assert (result.code, result.err) == (0, warning)
    assert sunkvm("nm", *files).err == ""
    assert sunkvm("layout", "proc", *files).err == warning
    shown = sunkvm("info", *files, "--json")
    assert (shown.code, shown.err) == (0, warning)
    assert json.loads(shown.out)["warnings"] == [warning.removeprefix("sunkvm: warning: ").rstrip()]
    assert (
        json.loads(sunkvm("info", "-N", folder / "kernel", "-M", folder / "netbsd.core", "--json").out)[
            "warnings"
        ]
        == []
    )


def test_threads(sunkvm, amd64):
    shown = rows(sunkvm("threads", *amd64))
    assert [row[1:3] for row in shown[1:]] == [["1", "1"], ["200", "1"], ["200", "2"], ["300", "1"]]
    assert {row[3] for row in shown[1:]} == {"I"}  # 34 seconds asleep
    assert [row[6] for row in shown[1:]] == ["select1", "select1", "select2", "select1"]


def test_info(sunkvm, amd64):
    out = sunkvm("info", *amd64).out
    for text in (
        "netbsd_kcore, 64-bit little-endian (amd64)",
        "NetBSD 6.99.16 (SYNTH)",
        "panic         synthetic panic",
        "load average  1.00 0.50 0.25",
        "processes     4",
    ):
        assert text in out
    assert "machine id 0x9d" in sunkvm("info", "-v", *amd64).out


def test_dmesg_and_panic(sunkvm, amd64):
    assert sunkvm("dmesg", *amd64).out == "hello world\n"
    assert "synthetic panic" in sunkvm("panic", *amd64).out


def test_map(sunkvm, amd64):
    shown = rows(sunkvm("map", *amd64, "200"))
    assert shown[1][:3] == ["0x00007f7fffff0000", "0x00007f7fffffffff", "64K"]
    assert rows(sunkvm("ranges", *amd64))[1][:2] == ["0xffff800000200000", "0xffff8000003fffff"]


@pytest.mark.parametrize(
    ("command", "nothing"),
    [("files", "open files"), ("swap", "swap devices"), ("cpus", "processors"), ("modules", "modules")],
)
def test_what_this_image_does_not_tell(command, nothing, sunkvm, amd64):
    result = sunkvm(command, *amd64)
    assert f"the image tells of no {nothing}" in result.err
    assert "internal error" not in result.err


def test_pair_by_name(sunkvm, folder, tmp_path):
    """As savecore names them: netbsd.N and netbsd.N.core."""
    (tmp_path / "netbsd.3").symlink_to(folder / "kernel")
    (tmp_path / "netbsd.3.core").symlink_to(folder / "netbsd.core")
    for words in ((tmp_path / "netbsd.3.core",), (tmp_path / "netbsd.3",), (tmp_path, "3")):
        assert "echo hello" in sunkvm("ps", *words).out


@pytest.mark.parametrize("name", ["kernel", "kernel.aout", "kernel.sunos.aout"])
def test_sun3(name, sunkvm, golden_netbsd):
    folder = golden_netbsd.folder("sun3")
    image = "-N", folder / name, "-M", folder / "netbsd.core"
    assert "32-bit big-endian (m68k)" in sunkvm("info", *image).out
    shown = sunkvm("nm", *image).out
    assert "version" in shown
    result = sunkvm("ps", *image)
    assert result.code not in (0, 70)
    assert "no built-in table fits this NetBSD kernel of m68k" in result.err
    for command in ("dmesg", "threads", "panic", "swap", "cpus"):
        assert "internal error" not in sunkvm(command, *image).err


def test_namelist_of_another_machine(sunkvm, golden_netbsd):
    """Both are of 32 bits and big-endian; the header tells them apart."""
    sparc, m68k = golden_netbsd.folder("sun4c"), golden_netbsd.folder("sun3")
    for name in ("kernel", "kernel.aout", "kernel.sunos.aout"):
        result = sunkvm("info", "-N", sparc / name, "-M", m68k / "netbsd.core")
        assert result.code != 0
        assert "is a namelist of another machine (ELF number 2), and the kernel is of m68k" in result.err
