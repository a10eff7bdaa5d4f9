"""libkvm.so.7 against the answers that the original FreeBSD library gave, for callers of both widths."""

from __future__ import annotations

import pytest

from ..dialects import test_freebsd_golden as golden
from .c_facade import CFacade

pytestmark = pytest.mark.shim

ENTRIES = [each for each in golden.entries() if each.values[1] == "cur"]


@pytest.fixture
def use(freebsd_replays, monkeypatch, tmp_path):
    """Return what puts the C library of a width in the façade's place."""

    def put(bits, engine="", **extra):
        facade = CFacade(freebsd_replays(bits, engine, **extra), tmp_path, bits)
        monkeypatch.setattr(golden, "kvm", facade)
        return facade

    return put


def through(engine):
    """Return the entries for a way to the engine: a few reads are enough to see that the helper serves them."""
    for number, each in enumerate(ENTRIES):
        case, library, entry = each.values
        if not engine or entry["call"] != "kvm_read2" or not number % 20:
            yield pytest.param(case, library, entry, engine, id=f"{each.id}{engine and '-'}{engine}")


@pytest.mark.parametrize(("case", "library", "entry", "engine"), [*through(""), *through("helper")])
def test_entry(case, library, entry, engine, use, golden_freebsd, monkeypatch, tmp_path, capsys):
    use(64, engine)
    monkeypatch.chdir(golden_freebsd.folder(case))
    golden.check(case, library, entry, golden_freebsd.folder(case), tmp_path, capsys)


def narrow():
    """Return what a 32-bit caller gets alike: it is native where the recording's caller was not, and the reverse."""
    for number, each in enumerate(ENTRIES):
        entry = each.values[2]
        if entry["call"] == "kvm_read2" and number % 4:
            continue  # each is a process started
        if entry["call"] == "kvm_nlist2" and not entry["args"].get("resolver"):
            continue
        if entry["call"] in ("kvm_read2", "kvm_nlist2", "kvm_walk_pages"):
            yield each


@pytest.mark.parametrize(("case", "library", "entry"), list(narrow()))
def test_narrow(case, library, entry, use, golden_freebsd, monkeypatch, tmp_path, capsys):
    """The -m32 library reads the same of every image: those of i386 natively, all others with a resolver."""
    facade = use(32)
    monkeypatch.chdir(golden_freebsd.folder(case))
    open2 = facade.kvm_open2
    resolver = golden.first_symbol(golden.kernel_symbols())
    facade.kvm_open2 = lambda execfile, corefile, flags, errbuf, _, **caller: open2(
        execfile, corefile, flags, errbuf, resolver
    )
    golden.check(case, library, entry, golden_freebsd.folder(case), tmp_path, capsys)
