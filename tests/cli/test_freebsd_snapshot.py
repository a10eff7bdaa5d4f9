"""``sunkvm snapshot --os freebsd``, and the other commands on what it writes."""

from __future__ import annotations

import json
import os

import pytest

from sunkvm.emulate import host


def first_own(rows):
    return next(row for row in rows if row["pid"] == os.getpid())


@pytest.mark.parametrize(
    ("options", "suffix", "form"),
    [
        (("--arch", "amd64"), "", "freebsd_minidump"),
        (("--arch", "amd64", "--version", "2", "--compress", "zstd"), ".zst", "freebsd_minidump"),
        (("--arch", "i386", "--format", "full", "--compress", "gzip"), ".gz", "elf_full"),
        (("--arch", "i386", "--pae", "--version", "2"), "", "freebsd_minidump"),
        (("--model", "aarch64", "--format", "minidump"), "", "freebsd_minidump"),
    ],
)
def test_snapshot(sunkvm, tmp_path, options, suffix, form):
    if suffix == ".zst":
        pytest.importorskip("zstandard")
    done = sunkvm("snapshot", "--os", "freebsd", "-o", tmp_path, "--json", *options)
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told["model"] == options[1]
    files = told["namelist"], told["corefile"]
    assert files == (f"{tmp_path}/kernel.0", f"{tmp_path}/vmcore.0{suffix}")
    listed = [json.loads(line) for line in sunkvm("ps", "--json", *files).out.splitlines()]
    own = first_own(listed)
    assert (own["ppid"], own["uid"]) == (os.getppid(), os.geteuid())
    info = json.loads(sunkvm("info", "--json", *files).out)
    assert (info["format"], info["node"], info["model"]) == (form, os.uname().nodename, options[1])
    pairs = dict(line.split(None, 1) for line in sunkvm("info", *files).out.splitlines() if " " in line)
    assert pairs["kernel"].count(info["release"]) == 1
    assert pairs["processors"] == str(info["cpus"])
    shown = sunkvm("dmesg", *files).out.splitlines()
    messages = host.messages()
    if messages:
        assert messages[len(messages) // 2][1].decode("utf-8", "replace") in shown
    assert "/boot/kernel/kernel" in sunkvm("modules", *files).out
    assert sunkvm("w", *files).code == 0


def test_refused(sunkvm, tmp_path):
    done = sunkvm("snapshot", "--os", "freebsd", "--arch", "aarch64", "--format", "full", "-o", tmp_path)
    assert (done.code, done.out) == (os.EX_UNAVAILABLE, "")
    assert done.err == "sunkvm: no FreeBSD writes full dumps of arm64\n"
    assert not os.listdir(tmp_path)
    done = sunkvm("snapshot", "--os", "plan9", "-o", tmp_path)
    assert done.code == os.EX_USAGE
    assert "'plan9' is not one of" in done.err


def test_live(sunkvm):
    own = first_own([json.loads(line) for line in sunkvm("ps", "--os", "freebsd", "--json").out.splitlines()])
    assert own["ppid"] == os.getppid()
