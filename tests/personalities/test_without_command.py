"""Process lists without command lines: all else is the same, and the memory of processes is not read."""

from __future__ import annotations

import dataclasses

import pytest

import sunkvm
from sunkvm.personality import NOT_ASKED

FOLDERS = (
    ("solaris", "amd64", "unix.0", "vmcore.0"),
    ("freebsd", "amd64-v2-12", "kernel", "vmcore"),
)


@pytest.mark.parametrize(("system", "folder", "namelist", "corefile"), FOLDERS)
def test_dump(request, monkeypatch, system, folder, namelist, corefile):
    where = request.getfixturevalue(f"golden_{system}").folder(folder)
    with sunkvm.open(where / namelist, where / corefile) as image:
        compare(image)

    asked = []
    real = sunkvm.image.Image.address_space
    monkeypatch.setattr(
        sunkvm.image.Image, "address_space", lambda self, kva: asked.append(kva) or real(self, kva)
    )
    with sunkvm.open(where / namelist, where / corefile) as image:
        list(image.processes(command=False))
    assert not asked


def compare(image):
    full, short = list(image.processes()), list(image.processes(command=False))
    assert len(full) == len(short) > 1
    for one, other in zip(full, short, strict=True):
        assert (other.argv, other.env, other.argv_missing) == NOT_ASKED
        lines = ("", one.psargs)
        assert other.psargs in lines
        assert (
            dataclasses.replace(one, argv=None, env=None, argv_missing=NOT_ASKED[2], psargs=other.psargs)
            == other
        )


@pytest.mark.parametrize("system", ["solaris", "freebsd", "netbsd", "dragonfly"])
def test_snapshot(tmp_path, system):
    from sunkvm.emulate import snapshot

    namelist, corefile = snapshot(tmp_path, system, sunkvm.AMD64, **(
        {"format": "full"} if system in ("freebsd", "dragonfly") else {}
    ))  # fmt: skip
    with sunkvm.open(namelist, corefile) as image:
        assert any(process.argv for process in image.processes())
        compare(image)


def test_live_sunos4():
    with sunkvm.open(os="sunos4") as image:
        without = list(image.processes(command=False))
    assert without
    assert {(process.argv, process.argv_missing) for process in without} == {(None, "not asked for")}
