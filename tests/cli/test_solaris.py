"""The commands that show what a Solaris kernel holds, and those that change memory and explain addresses."""

from __future__ import annotations

import csv
import io
import json

import pytest

LISTS = ("threads", "files", "map", "modules", "cpus", "zones", "swap")


@pytest.fixture
def full(full_solaris_kernel):
    return full_solaris_kernel("amd64")


@pytest.fixture
def core(full, tmp_path):
    full.panic()
    return full.kernel.pack(tmp_path / "vmcore.0", panic="by hand")


def records(result):
    return [json.loads(line) for line in result.out.splitlines()]


def table(result):
    return [line.split() for line in result.out.splitlines()]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_in_three_forms(name, sunkvm, core):
    words = (name, core, "1234") if name == "map" else (name, core)
    shown = sunkvm(*words)
    found = records(sunkvm(*words, "--json"))
    rows = list(csv.reader(io.StringIO(sunkvm(*words, "--csv").out)))
    assert shown.code == 0
    assert shown.err == ""
    lines = [line for line in shown.out.splitlines() if not line.startswith("total:")]
    hidden = 1 if name == "modules" else 0  # what is not loaded
    assert len(found) == len(rows) - 1 == len(lines) - 1
    assert [cell.upper() for cell in rows[0]] == lines[0].split()
    assert hidden + len(found) in (1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize("name", LISTS)
def test_unknown_column(name, sunkvm, core):
    result = sunkvm(name, core, "-o", "nonsense")
    assert result.code == 64
    assert "no column 'nonsense'; there are:" in result.err


def test_dmesg(sunkvm, core):
    result = sunkvm("dmesg", core)
    assert result.out.splitlines() == [
        "2014-05-13 16:36:40  hand-laid kernel",
        "2014-05-13 16:36:41  NOTICE: two",
        "2014-05-13 16:36:41  lines",
        "2014-05-13 16:36:42  last",
    ]
    assert sunkvm("dmesg", "-t", core).out.splitlines()[0] == "hand-laid kernel"
    assert [message["sequence"] for message in records(sunkvm("dmesg", core, "--json"))] == [1, 2, 3]


def test_dmesg_that_breaks_off(sunkvm, full, tmp_path):
    full.kernel.set("msgb", full.blocks[1], b_next=full.blocks[0])
    result = sunkvm("dmesg", full.kernel.pack(tmp_path / "vmcore.0"))
    assert result.code == 1
    assert len(result.out.splitlines()) == 3
    assert "the list of messages breaks off" in result.err


def test_dmesg_keeps_the_terminal_safe(sunkvm, full, tmp_path):
    k = full.kernel
    k.set("msgb", full.blocks[2], b_cont=k.make("msgb", b_rptr=k.string(b"\x1b[2Jgone\x07")))
    assert "\\x1b[2Jgone\\x07" in sunkvm("dmesg", "-t", k.pack(tmp_path / "vmcore.0")).out


def test_threads(sunkvm, core, full):
    header, *rows = table(sunkvm("threads", core, "1234"))
    assert header == ["ADDR", "PID", "TID", "STATE", "PRIORITY", "CPU", "WAIT", "CHANNEL", "COMM"]
    assert rows[1] == [
        f"{full.worker:#018x}", "1234", "2", "S", "60", "1", "cv", f"{full.wait:#018x}", "ksh",
    ]  # fmt: skip
    assert len(table(sunkvm("threads", core))) == 5
    assert sunkvm("threads", core, "7").code == 64


def test_threads_that_break_off(sunkvm, full, tmp_path):
    full.kernel.set("_kthread", full.main, t_next=full.kernel.next + 0x1000000)
    result = sunkvm("threads", full.kernel.pack(tmp_path / "vmcore.0"), "--csv")
    assert result.code == 1
    assert len(result.out.splitlines()) == 4
    assert "the list of threads breaks off: kernel address" in result.err


def test_files(sunkvm, core):
    header, *rows = table(sunkvm("files", core, "1234"))
    assert header == ["PID", "COMM", "FD", "TYPE", "ACCESS", "OFFSET", "PATH"]
    assert rows[0] == ["1234", "ksh", "cwd", "directory", "-", "-", "/export/home/hand"]
    assert ["1234", "ksh", "3", "regular", "w", "512", "/var/tmp/log"] in rows
    first = records(sunkvm("files", core, "--json"))[2]
    assert (first["pid"], first["fd"], first["device"]) == (1234, 0, [24, 9])


def test_map(sunkvm, core):
    header, *rows = table(sunkvm("map", core, "1234"))
    assert header == ["START", "END", "SIZE", "PROT", "KIND", "PATH"]
    assert rows[0] == ["0x0000000000400000", "0x0000000000402fff", "12K", "r-x", "file", "/usr/bin/ksh"]
    assert [row[4] for row in rows] == ["file", "file", "heap", "anonymous", "stack"]
    assert table(sunkvm("map", core))[1][4] == "segkmem"


def test_modules(sunkvm, core):
    assert [row[-2] for row in table(sunkvm("modules", core))[1:]] == ["unix", "genunix"]
    assert [row[-2] for row in table(sunkvm("modules", "-a", core))[1:]] == ["unix", "genunix", "zfs"]


def test_cpus(sunkvm, core):
    _, first, second = table(sunkvm("cpus", core))
    assert first[:3] + first[-2:] == ["0", "on-line", "4", "2400", "Handmade"]
    assert second[:4] == ["1", "off-line", "0", "yes"]


def test_zones(sunkvm, core):
    result = sunkvm("zones", core)
    assert result.out.splitlines()[1].split() == ["0", "global", "running", "2", "hand", "/"]


def test_swap(sunkvm, core):
    result = sunkvm("swap", core)
    assert table(result)[1] == ["/dev/zvol/dsk/rpool/swap", "4000K", "3000K", "1000K"]
    assert result.out.splitlines()[-1] == (
        "total: 3.3 MiB allocated + 400.0 KiB reserved = 3.7 MiB used, 6.6 MiB available"
    )


def test_w(sunkvm, core):
    result = sunkvm("w", core)
    first, header, row = result.out.splitlines()
    assert first == "2014-05-13 16:53:20, up for an unknown time, load average: 0.50, 1.00, 1.50"
    assert header.split() == ["UID", "TTY", "PID", "STATE", "START", "COMMAND"]
    assert row.split() == ["500", "24,9", "1234", "O", "-", "ksh", "-x"]
    found = json.loads(sunkvm("w", core, "--json").out)
    assert [process["pid"] for process in found["processes"]] == [1234]
    assert found["load_average"]["five"] == 1.0


def test_ps_has_zones_and_projects(sunkvm, core):
    result = sunkvm("ps", core, "-o", "pid,zone,project,task,tty")
    assert table(result)[1:] == [["1234", "global", "100", "77", "24,9"], ["0", "global", "-", "-", "-"]]


def test_panic(sunkvm, core, full):
    lines = dict(line.split(None, 1) for line in sunkvm("panic", core).out.splitlines())
    assert lines["panic"] == "by hand"
    assert lines["thread"] == f"{full.main:#018x}"
    assert lines["process"] == "1234 (ksh)"
    assert lines["r0"] == "0x0000000000000007"
    found = json.loads(sunkvm("panic", core, "--json").out)
    assert found["registers"] == {"r0": 7, "pc": 1 << 63}


def test_no_panic(sunkvm, full, tmp_path):
    result = sunkvm("panic", full.kernel.pack(tmp_path / "vmcore.0"))
    assert (result.code, result.out) == (1, "")
    assert "did not panic" in result.err


# Addresses


def test_xlate(sunkvm, core, full):
    lines = [line.split(None, 1) for line in sunkvm("xlate", core, "practive").out.splitlines()]
    assert [name for name, _ in lines if name != "record"] == [
        "space", "address", "bucket", "frame", "physical", "file",
    ]  # fmt: skip
    found = json.loads(sunkvm("xlate", core, "practive", "--json").out)
    raw = core.read_bytes()
    assert int.from_bytes(raw[found["offset"] : found["offset"] + 8], "little") == full.shell
    again = json.loads(sunkvm("xlate", core, "--physical", hex(found["physical"]), "--json").out)
    assert again["offset"] == found["offset"]
    assert again["steps"][-1]["frame"] == found["frame"]


def test_xlate_of_nothing(sunkvm, core):
    result = sunkvm("xlate", core, "0x10")
    assert result.code == 1
    assert "is not mapped" in result.err
    assert "bucket" in result.out
    assert sunkvm("xlate", core).code == 64
    assert sunkvm("xlate", core, "0", "--pid", "1234", "--physical").code == 64


def test_ranges(sunkvm, core, full):
    found = records(sunkvm("ranges", core, "--json"))
    assert sum(each["size"] for each in found) == 4096 * sum(1 for space, _ in full.kernel.pages)
    assert len(table(sunkvm("ranges", core))) == len(found) + 1


def test_content_is_told(sunkvm, full, tmp_path):
    core = full.kernel.pack(tmp_path / "vmcore.0", flags=0x10002)
    result = sunkvm("read", core, "0x400000", "--pid", "1234")
    assert result.code == 1
    assert "was not dumped: the dump holds kernel pages only" in result.err


# Changes


def test_write(sunkvm, core):
    before = core.read_bytes()
    place = json.loads(sunkvm("xlate", core, "avenrun", "--json").out)["offset"]
    result = sunkvm("write", core, "avenrun", "0001 0000", "--write")
    assert result.code == 0
    assert [line.split()[-5:] for line in result.out.splitlines()] == [
        ["was", "80", "00", "00", "00"],
        ["now", "00", "01", "00", "00"],
    ]
    assert core.read_bytes() == before[:place] + b"\0\1\0\0" + before[place + 4 :]
    assert "load average: 1.00" in sunkvm("w", core).out


def test_write_a_word(sunkvm, core):
    assert sunkvm("write", core, "availrmem", "--word", "-1", "--write").code == 0
    assert sunkvm("read", core, "availrmem", "8", "-f", "words").out.split()[1] == "0xffffffffffffffff"
    assert sunkvm("write", core, "availrmem", "--word", str(1 << 64), "--write").code == 64


def test_write_needs_write(sunkvm, core):
    before = core.read_bytes()
    result = sunkvm("write", core, "avenrun", "00")
    assert result.code == 77
    assert "nothing was written: --write changes the file itself, --overlay ADDRESS=HEX" in result.err
    assert core.read_bytes() == before


def test_write_all_or_nothing(sunkvm, core, full):
    before = core.read_bytes()
    end = max(va for space, va in full.kernel.pages if space == full.kernel.kas) + 4096
    result = sunkvm("write", core, hex(end - 2), "01020304", "--write")
    assert result.code == 65
    assert "is not mapped" in result.err
    assert core.read_bytes() == before


@pytest.mark.parametrize(
    "words", [(), ("avenrun",), ("avenrun", "xyz", "--write"), ("avenrun", "00", "--word", "1", "--write")]
)
def test_write_what_and_where(words, sunkvm, core):
    assert sunkvm("write", core, *words).code == 64


def test_write_to_a_compressed_dump(sunkvm, images, tmp_path):
    copy = tmp_path / "vmdump.0"
    copy.write_bytes((images / "amd64" / "vmdump.0").read_bytes())
    result = sunkvm("write", copy, "avenrun", "00", "--write")
    assert result.code == 77
    assert "cannot be written: it is solaris_vmdump; an overlay keeps changes in memory" in result.err


@pytest.mark.live
def test_write_to_the_emulated_kernel(sunkvm):
    result = sunkvm("write", "avenrun", "00", "--write")
    assert result.code == 77
    assert "cannot be written" in result.err


def test_overlay(sunkvm, core):
    before = core.read_bytes()
    result = sunkvm("w", core, "--overlay", "avenrun=00020000", "--overlay", "avenrun+4=00030000")
    assert "load average: 2.00, 3.00, 1.50" in result.out
    assert core.read_bytes() == before
    assert sunkvm("w", core, "--overlay", "avenrun").code == 64
    assert sunkvm("w", core, "--overlay", "avenrun=0").code == 64
    assert sunkvm("write", core, "avenrun", "00", "--write", "--overlay", "avenrun=00").code == 64


def test_overlay_on_a_compressed_dump(sunkvm, images):
    result = sunkvm("w", images / "amd64" / "vmdump.0", "--overlay", "avenrun=00020000")
    assert "load average: 2.00" in result.out
