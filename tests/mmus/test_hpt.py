"""The hash of PowerPC's page table, turned round."""

from __future__ import annotations

import struct
import time

from hypothesis import given
from hypothesis import strategies as st

from sunkvm.mmus.hpt import HashedTable, kernel_esid, kernel_vsid


@given(st.integers(0, (1 << 36) - 1))
def test_segments(esid):
    assert kernel_esid(kernel_vsid(esid)) == esid


def test_all_addresses():
    """A range of all addresses takes as long as there are entries, not as there are segments."""
    va = 0xC000_0000_0123_4000
    vsid = kernel_vsid(va >> 28)
    page = (va >> 12) & 0xFFFF
    group = (vsid ^ page) & 0x7FF
    table = bytearray(0x800 * 128)
    struct.pack_into(">2Q", table, group * 128 + 16, vsid << 12 | (page >> 11) << 7 | 1, 0x7000 | 2)
    hashed = HashedTable(len(table), lambda offset, count: bytes(table[offset : offset + count]))
    started = time.process_time()
    assert list(hashed.mappings(0, 1 << 64)) == [(va, 0x7000, 4096, 0x7002)]
    assert hashed.find(va)[0] == 0x7000
    assert time.process_time() - started < 2
