"""``sunkvm snapshot --os dragonfly``, and the other commands on what it writes."""

from __future__ import annotations

import json
import os

import pytest

from sunkvm import datamodel
from sunkvm.emulate import host

AMD64 = ("--arch", "amd64")


def first_own(rows):
    return next(row for row in rows if row["pid"] == os.getpid())


@pytest.mark.parametrize(
    ("options", "suffix", "form"),
    [
        ((), "", "dragonfly_minidump"),
        (("--version", "1", "--compress", "zstd"), ".zst", "freebsd_minidump"),
        (("--version", "2", "--compress", "gzip"), ".gz", "dragonfly_minidump"),
        (("--format", "full"), "", "elf_full"),
    ],
)
def test_snapshot(sunkvm, tmp_path, options, suffix, form):
    if suffix == ".zst":
        pytest.importorskip("zstandard")
    done = sunkvm("snapshot", "--os", "dragonfly", "-o", tmp_path, "--json", *AMD64, *options)
    assert done.code == 0, done.err
    told = json.loads(done.out)
    files = told["namelist"], told["corefile"]
    assert files == (f"{tmp_path}/kern.0{suffix}", f"{tmp_path}/vmcore.0{suffix}")
    listed = [json.loads(line) for line in sunkvm("ps", "--json", *files).out.splitlines()]
    own = first_own(listed)
    assert (own["ppid"], own["uid"]) == (os.getppid(), os.geteuid())
    info = json.loads(sunkvm("info", "--json", *files).out)
    assert (info["format"], info["node"], info["personality"]) == (form, os.uname().nodename, "dragonfly")
    shown = sunkvm("dmesg", *files).out.splitlines()
    messages = host.messages()
    if messages:
        assert messages[-1][1].decode("utf-8", "replace") in shown
    assert "kernel" in sunkvm("modules", *files).out
    assert os.getcwd() in sunkvm("files", *files, os.getpid()).out
    for command in ("w", "swap", "cpus", "threads"):
        assert sunkvm(command, *files).code == 0, command


def test_refused(sunkvm, tmp_path):
    done = sunkvm("snapshot", "--os", "dragonfly", *AMD64, "--version", "3", "-o", tmp_path)
    assert (done.code, done.out) == (os.EX_UNAVAILABLE, "")
    assert done.err == "sunkvm: minidumps of DragonFly have no version 3; there are 1, 2\n"
    assert not os.listdir(tmp_path)


@pytest.mark.skipif(datamodel.host().name != "amd64", reason="DragonFly runs on amd64 only")
def test_live(sunkvm):
    rows = [json.loads(line) for line in sunkvm("ps", "--os", "dragonfly", "--json").out.splitlines()]
    assert first_own(rows)["ppid"] == os.getppid()
    assert sunkvm("w", "--os", "dragonfly").code == 0
