"""The command line over the golden Solaris images: what it prints, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys

import pytest

MODELS = ("amd64", "i386", "sparc", "sparcv9")


@pytest.mark.parametrize("model", MODELS)
def test_info(model, sunkvm, images):
    result = sunkvm("info", f"{model}/unix.0", f"{model}/vmcore.0")
    assert (result.code, result.err) == (0, "")
    assert f"({model})" in result.out
    assert "SunOS 5.11 joyent_20131010" in result.out
    assert "panic         synthetic panic" in result.out
    told = json.loads(sunkvm("info", "--json", f"{model}/unix.0", f"{model}/vmcore.0").out)
    assert told["model"] == model
    assert told["load_average"] == {"one": 0.5, "five": 1.0, "fifteen": 2.0}
    assert told["uptime"] == told["crash_time"] - told["boot_time"] == 1000000
    assert told["cpus"] == 4
    assert told["processes"] == 7


def test_ways_to_name_an_image(sunkvm, images, monkeypatch):
    expected = sunkvm("ps", "--json", "-N", "amd64/unix.0", "-M", "amd64/vmcore.0").out
    assert expected.count("\n") == 9
    for words in (
        ["-N", "amd64/unix.0", "-M", "amd64/vmcore.0", "ps", "--json"],
        ["-M", "amd64/vmcore.0", "ps", "--json"],
        ["ps", "--json", "amd64/unix.0", "amd64/vmcore.0"],
        ["ps", "amd64/unix.0", "--json"],
        ["ps", "amd64/vmcore.0", "--json"],
        ["ps", "amd64", "0", "--json"],
        ["ps", "./amd64", "--json"],
    ):
        result = sunkvm(*words)
        assert (result.code, result.err, result.out) == (0, "", expected), words
    monkeypatch.chdir("amd64")
    assert sunkvm("ps", "--json", ".").out == expected


def test_ps_table(sunkvm, images):
    result = sunkvm("ps", "amd64/unix.0", "amd64/vmcore.0")
    lines = result.out.splitlines()
    assert lines[0].split() == ["UID", "PID", "PPID", "STATE", "THREADS", "START", "ARGS"]
    assert lines[1].endswith("[sched]")
    assert lines[3].split()[:3] == ["101", "100", "1"]
    assert lines[3].rstrip().endswith("prog -a two words")
    result = sunkvm("ps", "amd64", "0", "-o", "pid,comm,bits", "-p", "101", "-p", "1")
    assert [line.split() for line in result.out.splitlines()] == [
        ["PID", "COMM", "BITS"],
        ["1", "init", "64"],
        ["101", "ilp32prog", "32"],
    ]


def test_ps_for_programs(sunkvm, images):
    rows = list(
        csv.DictReader(io.StringIO(sunkvm("ps", "sparcv9", "0", "--csv", "-o", "pid,args,env,addr").out))
    )
    assert rows[2]["args"] == "prog -a two words "
    assert rows[1]["env"] == "PATH=/usr/bin HOME=/root TZ=UTC"
    assert int(rows[0]["addr"]) > 1 << 20
    records = [json.loads(line) for line in sunkvm("ps", "sparcv9", "0", "--json").out.splitlines()]
    assert records[2]["argv"] == ["prog", "-a", "two words", ""]
    assert [record["argv_missing"] for record in records if record["argv"] is None] == [
        "system process",
        "not dumped",
    ]


def test_control_characters_do_not_reach_the_terminal(sunkvm, images, tmp_path):
    raw = (images / "amd64/vmcore.0").read_bytes()
    path = tmp_path / "vmcore.0"
    path.write_bytes(raw.replace(b"two words", b"\x1b[2J\xff\n\tx\x07"))
    result = sunkvm("ps", path)
    assert "prog -a \\x1b[2J\\xff\\n\\tx\\x07" in result.out
    assert "\x1b" not in result.out


def test_nm(sunkvm, images):
    result = sunkvm("nm", "amd64/unix.0", "amd64/vmcore.0", "practive", "main", "hp_avenrun")
    assert result.out.splitlines() == [
        "0xfffffffffb800680 d hp_avenrun",
        "0xfffffffffb800040 T main",
        "0xfffffffffb800130 D practive",
    ]
    assert sunkvm("nm", "i386", "0", "proc_*").out.splitlines() == [
        "0xfe8000d0 D proc_init",
        "0xfe8000e0 D proc_sched",
    ]
    addresses = [int(line.split()[0], 16) for line in sunkvm("nm", "-n", "amd64", "0").out.splitlines()]
    assert addresses == sorted(addresses)
    assert sunkvm("nm", "amd64", "0", "--at", "0xfffffffffb800134").out == "practive+0x4\n"
    told = json.loads(sunkvm("nm", "amd64", "0", "kas", "--json").out)
    assert told == {
        "name": "kas",
        "value": 0xFFFFFFFFFB800040,
        "size": 232,
        "type": 1,
        "binding": 1,
        "section": 0xFFF1,
    } | {"size": told["size"]}
    missing = sunkvm("nm", "amd64", "0", "kas", "nosuch")
    assert missing.code == 1
    assert "nosuch" in missing.err
    assert "kas" in missing.out


def test_read(sunkvm, images):
    result = sunkvm("read", "amd64/unix.0", "amd64/vmcore.0", "utsname", "16")
    assert result.out == (
        "0xfffffffffb800160  53 75 6e 4f 53 00 00 00  00 00 00 00 00 00 00 00  |SunOS...........|\n"
    )
    assert sunkvm("read", "amd64", "0", "utsname", "--format", "string").out == "SunOS\n"
    assert sunkvm("read", "sparc", "0", "utsname+257", "--format", "string").out == "testhost\n"
    words = sunkvm("read", "sparcv9", "0", "practive", "8", "-f", "words").out.split()
    assert words[1] == "0x0000000001800820"[:18] or words[1].startswith("0x00000000018")
    assert sunkvm("read", "amd64", "0", "0x43b000", "20", "--physical").out.count("orphan") == 1
    told = json.loads(sunkvm("read", "amd64", "0", "0xffffff0000000000", "8", "--json").out)
    assert told["hex"] == "0000000000eb83b5"
    by_pid = sunkvm("read", "amd64", "0", "--pid", "1", "0xfffffd7fffdfff58", "8").out
    assert "b8 ff df ff 7f fd ff ff" in by_pid


def test_read_raw_bytes(images):
    words = [sys.executable, "-m", "sunkvm", "read", "amd64/vmcore.0", "0xffffff0000000000", "8", "-f", "raw"]
    done = subprocess.run(words, capture_output=True, check=True)
    assert done.stdout.hex() == "0000000000eb83b5"


def test_a_partial_read_shows_what_there_is_and_exits_with_1(sunkvm, images):
    result = sunkvm("read", "amd64", "0", "0xffffff00000ffff8", "16")
    assert result.code == 1
    assert result.out.startswith("0xffffff00000ffff8  30 30 30 66 66 66 66 30  ")
    assert result.err == "sunkvm: kernel address 0xffffff0000100000 is not mapped\n"


def test_layout(sunkvm, images):
    result = sunkvm("layout", "amd64", "0", "proc_t")
    assert result.out.startswith("struct proc {")
    assert "3896" in result.out
    assert "p_pidp" in result.out
    told = json.loads(sunkvm("layout", "i386", "0", "proc", "--json").out)
    assert told["size"] == 2808
    assert {f["name"]: f["offset"] for f in told["fields"]}["p_user"] == 1140
    assert "user" in sunkvm("layout", "i386", "0").out.split()
    bad = sunkvm("layout", "i386", "0", "nosuch")
    assert (bad.code, bad.err) == (65, "sunkvm: no layout of struct nosuch\n")


ENDINGS = {
    "usage-option": (["info", "--nosuch"], 64, "No such option"),
    "usage-command": (["frobnicate"], 64, "No such command"),
    "usage-column": (["ps", "-o", "nosuch", "amd64", "0"], 64, "no column 'nosuch'"),
    "usage-address": (["read", "amd64", "0"], 64, "what to read"),
    "usage-symbol": (["read", "amd64", "0", "nosuch"], 64, "no symbol 'nosuch'"),
    "missing": (["info", "nothing.here"], 66, "nothing.here: No such file"),
    "missing-core": (["-M", "vmcore.77", "info"], 66, "vmcore.77: No such file"),
    "missing-pair": (["nm", "unix.77", "vmcore.77"], 66, "unix.77: No such file"),
    "missing-number": (["ps", "amd64", "77"], 66, "amd64: no vmcore.77"),
    "short": (["info", "amd64-damaged/short"], 65, "the dump header is cut off (at offset 0x64)"),
    "foreign": (["info", "amd64-damaged/badmagic"], 65, "amd64-damaged/badmagic: is no kernel corefile"),
    "not-elf": (
        ["-N", "amd64/facts.json", "-M", "amd64/vmcore.0", "info"],
        65,
        "amd64/facts.json: is neither an ELF file nor an a.out file",
    ),
    "unknown-os": (["info", "--os", "plan9"], 69, "plan9"),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_endings(name, sunkvm, images):
    words, code, message = ENDINGS[name]
    result = sunkvm(*words)
    assert result.code == code
    assert result.out == ""
    assert message in result.err
    assert result.err.startswith("sunkvm: ")
    assert result.err.count("\n") == 1


def test_verbose_says_why_each_format_declined(sunkvm, images):
    result = sunkvm("-v", "info", "amd64-damaged/badmagic")
    assert "not solaris: no dump header" in result.err
    result = sunkvm("info", "-v", "amd64", "0")
    assert "recognised by  dump header magic 0xdefec8ed, little-endian, version 10" in result.out
    assert "Traceback" in sunkvm("-vv", "info", "amd64-damaged/badmagic").err


def test_permission(sunkvm, tmp_path, monkeypatch):
    """Root may read everything, so the refusal is the test's."""
    path = tmp_path / "vmcore.0"
    path.write_bytes(b"secret")
    real = os.open

    def refuse(name, *args, **settings):
        if name == str(path):
            raise PermissionError(13, "Permission denied", name)
        return real(name, *args, **settings)

    monkeypatch.setattr(os, "open", refuse)
    result = sunkvm("-M", path, "info")
    assert (result.code, result.err) == (77, f"sunkvm: {path}: Permission denied\n")


def test_a_closed_pipe_is_no_error(images):
    script = f"{sys.executable} -m sunkvm nm amd64/vmcore.0 | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    assert done.stderr == ""


def test_a_namelist_of_another_kernel_is_replaced_with_a_warning(sunkvm, images):
    for other in ("i386/unix.0", "sparcv9/unix.0", "amd64-damaged/unix.nokas", "amd64-damaged/unix.nosymtab"):
        result = sunkvm("-N", other, "-M", "amd64/vmcore.0", "ps", "-o", "pid")
        assert result.code == 0
        assert len(result.out.splitlines()) == 10
        assert result.err.startswith(f"sunkvm: warning: {other} ")
        assert "the symbols inside the dump are used" in result.err


def test_without_a_command_it_shows_help(sunkvm):
    result = sunkvm()
    assert result.code == 0
    assert "Usage: sunkvm" in result.out
    assert result.err == ""


def test_tables_on_a_narrow_terminal(images):
    """Columns are never dropped; lines are cut with an ellipsis."""
    # readline, which pytest loads, puts COLUMNS where os.environ does not see it but a child does.
    environment = {**os.environ, "TERM": "xterm"}
    environment.pop("COLUMNS", None)
    command = f"stty cols 40; {sys.executable} -m sunkvm ps amd64/vmcore.0 -o pid,ppid,args"
    words = ["script", "-qec", command, "/dev/null"]
    done = subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment)
    lines = [line.rstrip() for line in done.stdout.splitlines() if line.strip()]
    assert len(lines) == 10, done.stdout
    assert "PID  PPID  ARGS" in lines[0]
    assert lines[7].startswith("103     1  [xxxx")
    assert lines[7].endswith("…")
    assert len(lines[7]) == 40


def test_snapshot(sunkvm, tmp_path):
    folder = tmp_path / "crash"
    result = sunkvm("snapshot", "-o", folder, "--model", "sparc", "--json")
    told = json.loads(result.out)
    assert told == {"namelist": f"{folder}/unix.0", "corefile": f"{folder}/vmcore.0", "model": "sparc"}
    assert sunkvm("snapshot", "-o", folder).out.split() == [f"{folder}/unix.1", f"{folder}/vmcore.1"]
    again = sunkvm("snapshot", "-o", folder, "-n", "0")
    assert again.code == 73
    assert f"{folder}/unix.0" in again.err
    assert sorted(os.listdir(folder)) == ["unix.0", "unix.1", "vmcore.0", "vmcore.1"]
    mine = next(
        json.loads(line)
        for line in sunkvm("ps", folder, "0", "--json").out.splitlines()
        if f'"pid": {os.getpid()},' in line
    )
    with open("/proc/self/cmdline", "rb") as file:
        assert [os.fsencode(arg) for arg in mine["argv"]] == file.read().split(b"\0")[:-1]
    assert mine["ppid"] == os.getppid()
    assert mine["uid"] == os.geteuid()


@pytest.mark.parametrize("compression", ["lzjb", "plzjb", "bzip2"])
def test_compressed_snapshot(compression, sunkvm, tmp_path):
    """A vmdump is read as it is, and expands to a pair that reads the same."""
    result = sunkvm("snapshot", "-o", tmp_path, "--compress", compression, "--model", "sparcv9")
    assert (result.code, result.out) == (0, f"{tmp_path}/vmdump.0\n")
    direct = sunkvm("ps", tmp_path, "0", "--json")
    assert direct.code == 0
    assert f'"pid": {os.getpid()},' in direct.out
    assert sunkvm("expand", tmp_path / "vmdump.0").out == f"{tmp_path}/unix.0 {tmp_path}/vmcore.0\n"
    assert sunkvm("ps", tmp_path / "unix.0", tmp_path / "vmcore.0", "--json").out == direct.out
    again = sunkvm("expand", tmp_path / "vmdump.0")
    assert again.code == 73
    assert sunkvm("expand", tmp_path / "vmcore.0", "-n", "9").code == 69
    assert sunkvm("expand", tmp_path / "nothing").code == 66
    assert sorted(os.listdir(tmp_path)) == ["unix.0", "vmcore.0", "vmdump.0"]


@pytest.mark.parametrize("model", MODELS)
def test_the_live_kernel(model, sunkvm):
    told = json.loads(sunkvm("info", "--model", model, "--json").out)
    assert (told["live"], told["model"], told["node"]) == (True, model, os.uname().nodename)
    assert told["system"] == "SunOS"
    assert told["uptime"] > 0
    lines = sunkvm("ps", "--model", model, "-o", "pid,args").out.splitlines()
    assert any(line.split()[0] == str(os.getpid()) for line in lines[1:])
    assert sunkvm("read", "--model", model, "utsname", "-f", "string").out == "SunOS\n"


@pytest.mark.live
@pytest.mark.parametrize(
    ("words", "system"),
    [
        (["/unix"], "SunOS 5.11 "),
        (["/dev/mem"], "SunOS 5.11 "),
        (["/platform/i86pc/kernel/amd64/unix", "/dev/kmem"], "SunOS 5.11 "),
        (["/vmunix"], "SunOS sunkvm"),
        (["/vmunix", "/dev/mem"], "SunOS sunkvm"),
        (["/vmunix", "--os", "solaris"], "SunOS sunkvm"),
        (["/netbsd", "/dev/kmem", "--os", "netbsd"], "NetBSD "),
        (["/boot/kernel/kernel", "--os", "freebsd"], "FreeBSD "),
    ],
)
def test_names_of_the_running_kernel(words, system, sunkvm, monkeypatch):
    """They stand for this host as words, too, not only behind -N and -M."""
    for name in ("SUNKVM_NAMELIST", "SUNKVM_COREFILE", "SUNKVM_SWAPFILE", "SUNKVM_EMULATE"):
        monkeypatch.delenv(name, raising=False)
    shown = sunkvm("info", *words)
    assert (shown.code, shown.err) == (0, "")
    assert f"kernel        {system}" in shown.out
    assert "content       emulated\n" in shown.out


def test_names_of_the_running_kernel_beside_a_dump(sunkvm, images):
    assert sunkvm("ps", "/dev/ksyms", "amd64/vmcore.0").out == sunkvm("ps", "amd64/vmcore.0").out
    refused = sunkvm("ps", "amd64/unix.0", "/dev/mem")
    assert (refused.code, refused.out) == (65, "")
    assert refused.err == "sunkvm: amd64/unix.0: is a namelist without a corefile; name both or neither\n"


@pytest.mark.live
def test_no_messages(sunkvm):
    """An emulated Solaris kernel has none, which is said, as of other lists; JSON and CSV are for programs."""
    for words, out, err in (
        ((), "", "sunkvm: the image tells of no messages\n"),
        (("-t",), "", "sunkvm: the image tells of no messages\n"),
        (("--json",), "", ""),
        (("--csv",), "time,priority,sequence,text\n", ""),
    ):
        shown = sunkvm("dmesg", "--os", "solaris", *words)
        assert (shown.code, shown.out.replace("\r", ""), shown.err) == (0, out, err)
