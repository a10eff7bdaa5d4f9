"""DragonFly minidumps that are damaged: the right bytes, a fault or an error, in bounded time, never anything else."""

from __future__ import annotations

import gzip
import itertools

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sunkvm.compat import dragonfly as kvm
from sunkvm.corefile import KVA, LEAF_PAGES, PHYS, open_corefile
from sunkvm.errors import BrokenListError, OpenError
from sunkvm.space import AddressSpace

PLACES = (0xFFFF_F800_4000_0000, 0xFFFF_F800_C000_0000, 0xFFFF_B800_0280_0000, 0, (1 << 64) - 4096)
quick = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def use_all(path):
    """Ask everything of a corefile; only errors of the package may come out."""
    try:
        core = open_corefile(str(path))
    except OpenError:
        return
    for key in (KVA, PHYS, 0x1000):
        space = AddressSpace(core, key)
        for address in PLACES:
            data, fault = space.read_some(address, 5000)
            assert len(data) == 5000 or fault is not None
            assert fault is None or str(fault.error())
            assert len(core.leaf(key, address >> core.page_shift + 9)) == LEAF_PAGES
            core.translate(key, address)
        try:
            for _ in itertools.islice(space.ranges(), 2000):
                pass
        except BrokenListError:
            pass
    assert core.facts
    core.message_buffer()
    core.close()


@pytest.fixture(scope="module")
def head(golden_dragonfly):
    """The first part of the golden image: header, bitmap, the page-table area and some pages."""
    return (golden_dragonfly.folder("v2") / "vmcore").read_bytes()[: 3 << 20]


numbers = st.integers(0, (1 << 64) - 1) | st.sampled_from([0, (1 << 64) - 1, 1 << 63, 1 << 40, 4096])
members = st.tuples(
    st.sampled_from([24, 32, 40, 48, 56, 64, 72]), numbers.map(lambda value: value.to_bytes(8, "little"))
)
# The bitmap, the entries of the kernel's half, and the first pages, among which are its page directories.
pieces = st.tuples(
    st.integers(8192, 8192 + 400)
    | st.integers(24576 + 0x3E000 * 8, 24576 + 0x3FFFF * 8)
    | st.integers(2121728, 2121728 + 200_000),
    st.binary(min_size=1, max_size=16),
)


@quick
@given(patches=st.lists(members, min_size=1, max_size=3))
@example(patches=[(48, b"\x01\xb0\xeb\xff\xff\xff\xff\xff")])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_header_damaged(head, tmp_path, packed, patches):
    raw = bytearray(head[: 3 << 20 if not packed else 1 << 20])
    for at, piece in patches:
        raw[at : at + 8] = piece
    path = tmp_path / "vmcore"
    path.write_bytes(gzip.compress(bytes(raw), 1) if packed else bytes(raw))
    use_all(path)


@quick
@given(patches=st.lists(pieces, min_size=1, max_size=8))
def test_tables_damaged(head, tmp_path, patches):
    raw = bytearray(head)
    for at, piece in patches:
        raw[at : at + len(piece)] = piece
    path = tmp_path / "vmcore"
    path.write_bytes(bytes(raw))
    use_all(path)


@quick
@given(size=st.integers(0, 3 << 20))
def test_cut_anywhere(head, golden_dragonfly, tmp_path, size):
    """The façade opens it or says why not; what it then reads is what stands there."""
    path = tmp_path / "vmcore"
    path.write_bytes(head[:size])
    errbuf = kvm.Errbuf()
    kernel = golden_dragonfly.folder("v2") / "kernel"
    kd = kvm.kvm_openfiles(kernel, path, None, 0, errbuf)
    if kd is None:
        assert str(errbuf)
        return
    found = kvm.kvm_read(kd, PLACES[1], 8)
    assert found == -1 or bytes.fromhex("000000c00f3597cb").startswith(found)
    kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL)
    kvm.kvm_close(kd)
