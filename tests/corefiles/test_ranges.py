"""What a dump says that it has is what can be read of it: any pages of memory, mapped in any way, against plain tables."""

from __future__ import annotations

import struct
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sunkvm.corefile import KVA, PHYS, open_corefile
from sunkvm.space import AddressSpace

PAGE = 4096
BASE = 0xC000_0000


def runs(addresses):
    """Return (start, bytes) of pages that lie one behind another."""
    found = []
    for address in sorted(addresses):
        if found and found[-1][0] + found[-1][1] == address:
            found[-1] = found[-1][0], found[-1][1] + PAGE
        else:
            found.append((address, PAGE))
    return found


@pytest.mark.parametrize("version", [1, 2])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    frames=st.sets(st.integers(0, 60), min_size=1),
    gap=st.integers(1, 9),
    wishes=st.lists(st.tuples(st.sampled_from(["-", "small", "large"]), st.integers(0, 63)), max_size=12),
    padding=st.booleans(),
)
def test_arm(version, frames, gap, wishes, padding, freebsd, tmp_path):
    """Two stretches of memory with a gap; pages of 4 and 64 KiB, frames that were not dumped among them."""
    memory = freebsd.Memory()
    places = [
        0x4000_0000 + PAGE * (frame if frame < 32 else frame + 16 * gap) for frame in range(64)
    ]  # whole large pages
    for frame in frames:
        memory.put(places[frame], b"%05d" % frame + bytes([frame]) * (PAGE - 5))
    content = {places[frame]: memory.pages[places[frame] // PAGE] for frame in frames}
    table, mapped = [], {}
    for kind, frame in wishes:
        va = BASE + PAGE * len(table)
        if kind == "large":
            table += [0] * (-len(table) % 16)
            va, start = BASE + PAGE * len(table), places[frame & ~15]
            table += [start | 1] * 16
            mapped.update({va + PAGE * number: start + PAGE * number for number in range(16)})
        elif kind == "-":
            table.append(0)
        else:
            table.append(places[frame] | 2)
            mapped[va] = places[frame]
    raw = struct.pack(f"<{len(table)}I", *table)
    avail = [(places[0], places[31] + PAGE), (places[32], places[63] + PAGE)] if version == 2 else None
    data = freebsd.minidump(
        "arm", version, memory, raw, [BASE, 7, 2] + (["avail"] if avail else []),
        avail=avail, avail_word=4, bitmap_word=4, round_table=padding,
    )  # fmt: skip
    (tmp_path / "dump").write_bytes(data)
    with closing(open_corefile(str(tmp_path / "dump"))) as core:
        physical, kernel = AddressSpace(core, PHYS), AddressSpace(core, KVA)
        assert list(core.ranges(PHYS)) == runs(content)
        for place in places:
            found, fault = physical.read_some(place, PAGE)
            assert found == content.get(place, b"") and (fault is None) == (place in content)
        assert list(core.ranges(KVA)) == runs(va for va, pa in mapped.items() if pa in content)
        for va in range(BASE, BASE + PAGE * (len(table) + 2), PAGE):
            pa = mapped.get(va)
            found, fault = kernel.read_some(va, PAGE)
            assert found == content.get(pa, b"") and (fault is None) == (pa in content)
            assert kernel.kvatop(va + 5) == (pa + 5 if pa in content else None)
