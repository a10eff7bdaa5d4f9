"""libkvm.so.6 against the answers that the original NetBSD library gave, for callers of both widths."""

from __future__ import annotations

import os

import pytest

from ..dialects import test_netbsd_golden as golden
from .netbsd_facade import NetbsdFacade

pytestmark = pytest.mark.shim

# Translation by itself has no public call.
ENTRIES = [
    (each, *each.values)
    for each in golden.entries()
    if each.values[1] == "6" and each.values[2]["call"] != "_kvm_kvatop"
]
NATIVE = {64: ("amd64", "amd64-fscale"), 32: ("i386", "i386pae")}


@pytest.fixture
def use(netbsd_replays, monkeypatch, tmp_path):
    """Return what puts the C library of a width in the façade's place."""

    def put(bits, engine="", **extra):
        facade = NetbsdFacade(netbsd_replays(bits, engine, **extra), tmp_path, bits)
        monkeypatch.setattr(golden, "kvm", facade)
        return facade

    return put


def few(number, entry):
    """Whether an entry is one of those that are tried in a second way: a few reads are enough."""
    return entry["call"] != "kvm_read" or not number % 8


def native():
    """Return what programs of a machine's own width get: in the program, and by the helper."""
    for number, (each, case, _, entry) in enumerate(ENTRIES):
        if case in NATIVE[64]:
            yield pytest.param(case, entry, 64, "", id=each.id)
            if few(number, entry):
                yield pytest.param(case, entry, 64, "helper", id=f"{each.id}-helper")
        if case in NATIVE[32]:
            yield pytest.param(case, entry, 32, "helper", id=f"{each.id}-32")


@pytest.mark.parametrize(("case", "entry", "bits", "engine"), list(native()))
def test_native(case, entry, bits, engine, use, golden_netbsd, monkeypatch, tmp_path, capsys):
    use(bits, engine)
    monkeypatch.chdir(golden_netbsd.folder(case))
    golden.check(case, "6", entry, golden_netbsd.folder(case), tmp_path, capsys)


def foreign():
    """Return what callers get of other machines who ask for it; kernel structs are for the caller's own width."""
    structs = ("kvm_getprocs", "kvm_getargv", "kvm_getenvv", "kvm_getfiles", "kvm_getlwps")
    for number, (each, case, _, entry) in enumerate(ENTRIES):
        for bits in (64, 32):
            if case in NATIVE[bits] or not few(number, entry):
                continue
            if bits == 32 and (
                entry["call"] in structs or ("addr" in entry["args"] and case[:5] in ("amd64", "sparc"))
            ):
                continue  # an address of 64 bits is none for this caller
            if bits == 32 and "nlist" in entry and any(int(v, 16) >> 32 for _, v in entry["nlist"]):
                continue
            if bits == 32 and "ffffffffffffffff" in entry.get("error", ""):
                continue  # a message with a size_t of -1
            yield pytest.param(case, entry, bits, id=f"{each.id}-{bits}")


@pytest.mark.parametrize(("case", "entry", "bits"), list(foreign()))
def test_foreign(case, entry, bits, use, golden_netbsd, monkeypatch, tmp_path, capsys):
    """SUNKVM_TRANSCODE lifts the limits: the bytes are those of the image, public structs come as the host has them."""
    use(bits, SUNKVM_TRANSCODE="1")
    monkeypatch.chdir(golden_netbsd.folder(case))
    golden.check(case, None, entry, golden_netbsd.folder(case), tmp_path, capsys)


@pytest.mark.parametrize("bits", [64, 32])
@pytest.mark.parametrize("case", golden.CASES)
def test_other_machines_are_refused(case, bits, use, golden_netbsd, monkeypatch):
    """As the original does it: it opens, then there is no header, and the namelist is a bad one."""
    kvm = use(bits)
    folder = golden_netbsd.folder(case)
    monkeypatch.chdir(folder)
    kd = kvm.kvm_openfiles("kernel", "netbsd.core", None, os.O_RDONLY, kvm.Errbuf())
    assert kd is not None
    array = [kvm.Nlist("_nprocs")]
    result, data = kvm.kvm_nlist(kd, array), kvm.kvm_read(kd, 0xC0100000, 4)
    refused = kvm.kvm_geterr(kd) == "no valid dump header"
    assert refused == (case not in NATIVE[bits])
    if refused:
        assert data == -1
        assert kvm.kvm_getprocs(kd, 0, 0) is None and kd.cnt is None
        assert kvm.kvm_getloadavg(kd, 3) == -1
    # amd64 takes programs of i386 and the reverse; others are no namelist.
    if not case.startswith(("amd64", "i386")):
        assert result == -1
        kvm.kvm_nlist(kd, array)
        assert kvm.kvm_geterr(kd) == "bad namelist"
    assert kvm.kvm_close(kd) == 0
