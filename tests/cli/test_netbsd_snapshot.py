"""``sunkvm snapshot --os netbsd``, and the other commands on what it writes."""

from __future__ import annotations

import json
import os

import pytest

from sunkvm.emulate import host


def first_own(rows):
    return next(row for row in rows if row["pid"] == os.getpid())


@pytest.mark.parametrize(
    ("options", "suffix", "model"),
    [
        (("--arch", "amd64"), "", "amd64"),
        (("--arch", "i386", "--compress", "gzip"), ".gz", "i386"),
        (("--arch", "sparc"), "", "sparc"),
        (("--arch", "sparc64", "--compress", "gzip"), ".gz", "sparcv9"),
        (("--model", "aarch64"), "", "aarch64"),
    ],
)
def test_snapshot(sunkvm, tmp_path, options, suffix, model):
    done = sunkvm("snapshot", "--os", "netbsd", "-o", tmp_path, "--json", *options)
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told["model"] == model
    files = told["namelist"], told["corefile"]
    assert files == (f"{tmp_path}/netbsd.0{suffix}", f"{tmp_path}/netbsd.0.core{suffix}")
    listed = [json.loads(line) for line in sunkvm("ps", "--json", *files).out.splitlines()]
    own = first_own(listed)
    assert (own["ppid"], own["uid"]) == (os.getppid(), os.geteuid())
    assert own["argv"]
    info = json.loads(sunkvm("info", "--json", *files).out)
    assert (info["format"], info["node"], info["model"]) == ("netbsd_kcore", os.uname().nodename, model)
    shown = sunkvm("dmesg", *files).out.splitlines()
    messages = host.messages()
    if messages:
        assert messages[-1][1].decode("utf-8", "replace") == shown[-1]
    for command in ("w", "threads", "cpus", "nm"):
        done = sunkvm(command, *files)
        assert (done.code, done.err) == (0, ""), command
        assert done.out


def test_snapshot_of_a_sun3(sunkvm, tmp_path):
    """Numbers, texts and messages; of processes it says that nobody knows their layouts."""
    done = sunkvm("snapshot", "--os", "netbsd", "--arch", "sun3", "-o", tmp_path)
    files = f"{tmp_path}/netbsd.0", f"{tmp_path}/netbsd.0.core"
    assert (done.code, done.out) == (0, " ".join(files) + "\n")
    info = json.loads(sunkvm("info", "--json", *files).out)
    assert (info["machine"], info["model"], info["boot_time"]) == (
        "sun3",
        "m68k",
        host.read_world().boot_time,
    )
    assert sunkvm("nm", *files).code == 0
    done = sunkvm("ps", *files)
    assert done.code != 0
    assert "no built-in table fits this NetBSD kernel of m68k" in done.err


def test_refused(sunkvm, tmp_path):
    done = sunkvm("snapshot", "--os", "netbsd", "--compress", "zstd", "-o", tmp_path)
    assert (done.code, done.out) == (os.EX_UNAVAILABLE, "")
    assert done.err == "sunkvm: compression 'zstd' is none of gzip\n"
    done = sunkvm("snapshot", "--os", "freebsd", "--arch", "sun3", "-o", tmp_path)
    assert (done.code, done.err) == (
        os.EX_UNAVAILABLE,
        "sunkvm: no freebsd kernel of the data model m68k can be emulated\n",
    )
    assert not os.listdir(tmp_path)


def test_live(sunkvm):
    own = first_own([json.loads(line) for line in sunkvm("ps", "--os", "netbsd", "--json").out.splitlines()])
    assert own["ppid"] == os.getppid()
    assert own["env"] is not None
    assert sunkvm("w", "--os", "netbsd", "--model", "sparcv9").code == 0
