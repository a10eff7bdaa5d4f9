"""Kernels whose memory is damaged at random: every question ends, with an answer or with an error of ours."""

from __future__ import annotations

import random
import struct

import pytest

import sunkvm
from sunkvm.errors import SunkvmError

LIMIT = 20_000  # records of one question: no list of so small a kernel is longer


def ask(image):
    """Ask everything; return how many records there were."""
    count = 0

    def all_of(records):
        nonlocal count
        found = []
        try:
            for record in records:
                found.append(record)
                assert len(found) < LIMIT
        except SunkvmError as error:
            assert str(error)
        count += len(found)
        return found

    processes = all_of(image.processes())
    for of in (
        image.threads,
        image.cpus,
        image.messages,
        image.swap,
        image.modules,
        image.zones,
        image.projects,
        image.map,
    ):
        all_of(of())
    for process in processes[:5]:
        for of in (image.threads, image.files, image.map):
            all_of(of(process))
    image.swap_space()
    image.panic()
    image.load_average()
    assert image.info.corefile
    return count


def damage(k, chance, how):
    """Change words of kernel memory: to other planted addresses, or to anything."""
    pages = [page for (space, _), page in sorted(k.pages.items()) if space == k.kas]
    addresses = [
        va + offset for space, va in sorted(k.pages) if space == k.kas for offset in range(0, k.page_size, 16)
    ]
    anything = (0, 1, k.word, (1 << k.bits) - 1, 1 << (k.bits - 1), 0x7FFFFFFF)
    for page in pages:
        for at in range(0, k.page_size, k.word):
            if chance.random() < how:
                value = chance.choice(addresses if chance.random() < 0.7 else anything)
                page[at : at + k.word] = k.integer(value, k.word)


@pytest.mark.parametrize("how", [0.001, 0.01, 0.1, 1.0])
@pytest.mark.parametrize("model", ["amd64", "i386", "sparcv9"])
def test_damaged_memory(model, how, full_solaris_kernel, tmp_path):
    answers = 0
    for seed in range(12):
        full = full_solaris_kernel(model)
        full.panic()
        damage(full.kernel, random.Random(seed), how)
        with sunkvm.open(None, full.kernel.pack(tmp_path / f"vmcore.{seed}")) as image:
            answers += ask(image)
    assert answers or how > 0.01


@pytest.mark.parametrize("model", ["amd64", "sparc"])
def test_missing_pages(model, full_solaris_kernel, tmp_path):
    """Each page of the kernel lost in turn."""
    pages = [
        key
        for key in full_solaris_kernel(model).kernel.pages
        if key[0] == full_solaris_kernel(model).kernel.kas
    ]
    for number, key in enumerate(pages):
        full = full_solaris_kernel(model)
        del full.kernel.pages[key]
        with sunkvm.open(None, full.kernel.pack(tmp_path / f"vmcore.{number}")) as image:
            ask(image)


@pytest.mark.parametrize(
    "command", ["ps", "threads", "files", "modules", "cpus", "zones", "swap", "dmesg", "w", "panic", "map"]
)
def test_commands(command, full_solaris_kernel, tmp_path, monkeypatch, capsys):
    """The command line says what is wrong in its own words, never as an internal error."""
    import sys

    from sunkvm.cli import main

    for seed in range(6):
        full = full_solaris_kernel("amd64")
        full.panic()
        damage(full.kernel, random.Random(seed), 0.02)
        core = full.kernel.pack(tmp_path / f"vmcore.{seed}")
        for form in ((), ("--json",)):
            monkeypatch.setattr(sys, "argv", ["sunkvm", command, str(core), *form])
            with pytest.raises(SystemExit) as caught:
                main()
            assert caught.value.code in (0, 1, 65)
            assert "internal error" not in capsys.readouterr().err


def test_words_are_planted_in_the_order_of_the_model(full_solaris_kernel):
    """The oracle itself: what it plants is what a struct reader of the standard library sees."""
    full = full_solaris_kernel("sparcv9")
    k = full.kernel
    at = full.shell + k.offset("proc", "p_next")
    page = k.pages[k.kas, at - at % k.page_size]
    assert struct.unpack_from(">Q", page, at % k.page_size)[0] == full.sched
