"""The command line on DragonFly images: what it shows of the golden ones, and what it says where there is nothing."""

from __future__ import annotations

import json
import shutil

import pytest


@pytest.fixture(params=["v2", "full"])
def image(request, golden_dragonfly):
    folder = golden_dragonfly.folder(request.param)
    return "-N", folder / "kernel", "-M", folder / "vmcore"


def rows(result):
    return [line.split() for line in result.out.splitlines()]


def test_ps(sunkvm, image):
    result = sunkvm("ps", *image)
    assert (result.code, result.err) == (0, "")
    shown = rows(result)[1:]
    assert [(row[0], row[1], row[-1]) for row in shown] == [
        (str(1000 + number), str(10 + number), f"[proc{number}]") for number in range(20)
    ]
    assert [row[4] for row in shown] == [str(1 + number % 3) for number in range(20)]
    found = [json.loads(line) for line in sunkvm("ps", *image, "--json").out.splitlines()]
    assert {each["size"] for each in found} == {409600}
    assert {each["sid"] == each["pgid"] == each["pid"] for each in found} == {True}


def test_threads(sunkvm, image):
    shown = rows(sunkvm("threads", *image))[1:]
    assert len(shown) == 39
    assert [row[2] for row in shown if row[1] == "12"] == ["3", "2", "1"]
    assert {row[6] for row in shown} == {"kqread"}


def test_info(sunkvm, image):
    result = sunkvm("info", *image)
    assert (result.code, result.err) == (0, "")
    told = json.loads(sunkvm("info", "--json", *image).out)
    assert (told["personality"], told["model"], told["processes"]) == ("dragonfly", "amd64", 20)
    assert told["load_average"] == {"one": 1.0, "five": 0.5, "fifteen": 0.25}
    assert told["format"] == ("dragonfly_minidump" if "v2" in str(image[1]) else "elf_full")
    assert "minidump DFlyBSD/x86-64" in sunkvm("info", "-v", *image).out or told["format"] == "elf_full"


def test_old_minidump(sunkvm, golden_dragonfly):
    """Of version 1 the original reads nothing; its magic is FreeBSD's, and the kernel tells that it is not FreeBSD."""
    folder = golden_dragonfly.folder("v1")
    told = json.loads(sunkvm("info", "--json", "-N", folder / "kernel", "-M", folder / "vmcore").out)
    assert (told["personality"], told["system"], told["processes"]) == ("dragonfly", "DragonFly", 20)
    assert told["load_average"] == {"one": 1.0, "five": 0.5, "fifteen": 0.25}


def test_files_and_messages(sunkvm, image):
    shown = rows(sunkvm("files", *image))[1:]
    assert [(row[0], row[2], row[5]) for row in shown] == [(str(pid), "0", "77") for pid in range(10, 30)]
    assert sunkvm("dmesg", *image).out == "hello dfly\n"


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("swap", "no swap devices"),
        ("modules", "no modules"),
        ("cpus", "no processors"),
        ("zones", "no zones"),
        ("map", "no mappings"),
    ],
)
def test_nothing_to_show(sunkvm, image, command, message):
    result = sunkvm(command, *image)
    assert f"the image tells of {message}" in result.err


def test_as_savecore_leaves_it(sunkvm, golden_dragonfly, tmp_path):
    """kern.N stands beside vmcore.N."""
    folder = golden_dragonfly.folder("v2")
    shutil.copy(folder / "kernel", tmp_path / "kern.3")
    shutil.copy(folder / "vmcore", tmp_path / "vmcore.3")
    result = sunkvm("ps", tmp_path, "3")
    assert (result.code, len(result.out.splitlines())) == (0, 21)


def test_wrong_system(sunkvm, image):
    result = sunkvm("ps", *image, "--os", "freebsd")
    assert result.code != 0
    assert "is of a dragonfly kernel, and freebsd was asked for" in result.err
