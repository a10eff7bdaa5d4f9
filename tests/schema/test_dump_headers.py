"""Dump headers that this package did not make: bytes written down by hand, and the headers of real machines.

The hand-made ones follow the table of offsets of illumos sys/dumphdr.h, worked out for each ABI: offset -> bytes.
"""

from pathlib import Path

import pytest

from sunkvm.datamodel import MODELS
from sunkvm.schema import parse
from sunkvm.schema.formats import solaris_dump

HEADERS = Path(__file__).parent.parent / "golden" / "headers"

TEXTS = {
    56: b"SunOS",
    313: b"beech",
    570: b"5.11",
    827: b"illumos-746f551ddc",
    1084: b"machine-name",
    1341: b"platform-name",
    1598: b"BAD TRAP: type=e (#pf Page fault)",
}
UUID = b"0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"

LITTLE = {
    0: "ed c8 fe de",
    8: "02 00 01 00",
    16: "00 00 01 00 00 00 00 00",
    24: "00 20 00 00 00 00 00 00",
    32: "00 30 12 00 00 00 00 00",
    40: "00 50 14 00 00 00 00 00",
    48: "00 60 45 23 01 00 00 00",
}
BIG = {
    0: "de fe c8 ed",
    8: "00 01 00 02",
    16: "00 00 00 00 00 01 00 00",
    24: "00 00 00 00 00 00 20 00",
    32: "00 00 00 00 00 12 30 00",
    40: "00 00 00 00 00 14 50 00",
    48: "00 00 00 01 23 45 60 00",
}

# Behind the texts, and the word size; then what only version 10 has.
I386 = {
    12: "20 00 00 00",
    1800: "f0 59 55 52",
    1804: "0d 00 00 00",
    1808: "00 20 00 00",
    1812: "ff 0f 00 00",
    1816: "bc 0a 00 00",
    1820: "76 98 00 00",
    1824: "21 43 05 00",
    1828: "20 43 05 00",
}
SPARC = {
    12: "00 00 00 20",
    1800: "52 55 59 f0",
    1804: "00 00 00 0d",
    1808: "00 00 20 00",
    1812: "00 00 0f ff",
    1816: "00 00 0a bc",
    1820: "00 00 98 76",
    1824: "00 05 43 21",
    1828: "00 05 43 20",
}
AMD64 = {
    12: "40 00 00 00",
    1800: "f0 59 55 52 00 00 00 00",
    1808: "0d 00 00 00 00 00 00 00",
    1816: "00 20 00 00 00 00 00 00",
    1824: "ff 0f 00 00 00 00 00 00",
    1832: "bc 0a 00 00 00 00 00 00",
    1840: "76 98 00 00 00 00 00 00",
    1848: "21 43 05 00 00 00 00 00",
    1856: "20 43 05 00 00 00 00 00",
}
SPARCV9 = {
    12: "00 00 00 40",
    1800: "00 00 00 00 52 55 59 f0",
    1808: "00 00 00 00 00 00 00 0d",
    1816: "00 00 00 00 00 00 20 00",
    1824: "00 00 00 00 00 00 0f ff",
    1832: "00 00 00 00 00 00 0a bc",
    1840: "00 00 00 00 00 00 98 76",
    1848: "00 00 00 00 00 05 43 21",
    1856: "00 00 00 00 00 05 43 20",
}

# model: common, own, {version: size}, version 10: dump_fm_panic, place of dump_uuid
HAND_MADE = {
    "i386": (LITTLE, I386, {9: 1832, 10: 1876}, {1832: "01 00 00 00"}, 1836),
    "sparc": (BIG, SPARC, {9: 1832, 10: 1880}, {1832: "00 00 00 01"}, 1836),
    "amd64": (LITTLE, AMD64, {9: 1864, 10: 1912}, {1864: "01 00 00 00"}, 1868),
    "sparcv9": (BIG, SPARCV9, {9: 1864, 10: 1912}, {1864: "00 00 00 01"}, 1868),
}

EXPECTED = {
    "dump_magic": 0xDEFEC8ED,
    "dump_flags": 0x10002,
    "dump_start": 0x10000,
    "dump_ksyms": 0x2000,
    "dump_pfn": 0x123000,
    "dump_map": 0x145000,
    "dump_data": 0x123456000,
    "dump_platform": b"platform-name",
    "dump_panicstring": b"BAD TRAP: type=e (#pf Page fault)",
    "dump_crashtime": 0x525559F0,
    "dump_pageshift": 13,
    "dump_pagesize": 8192,
    "dump_hashmask": 0xFFF,
    "dump_nvtop": 0xABC,
    "dump_npages": 0x9876,
    "dump_ksyms_size": 0x54321,
    "dump_ksyms_csize": 0x54320,
}
UTSNAME = {
    "sysname": b"SunOS",
    "nodename": b"beech",
    "release": b"5.11",
    "version": b"illumos-746f551ddc",
    "machine": b"machine-name",
}


def hand_made(name, version):
    common, own, sizes, panic, uuid = HAND_MADE[name]
    numbers = {**common, **own}
    numbers[4] = f"{version:02x} 00 00 00" if common is LITTLE else f"00 00 00 {version:02x}"
    texts = dict(TEXTS)
    if version == 10:
        numbers.update(panic)
        texts[uuid] = UUID
    header = bytearray(sizes[version])
    for offset, value in [*texts.items(), *((at, bytes.fromhex(text)) for at, text in numbers.items())]:
        header[offset : offset + len(value)] = value
    assert len(header) == sizes[version]
    return bytes(header)


def plain(value):
    return value.partition(b"\0")[0] if isinstance(value, bytes) else value


@pytest.mark.parametrize("version", [9, 10])
@pytest.mark.parametrize("name", HAND_MADE)
def test_hand_made_headers(name, version):
    header = hand_made(name, version)
    layout = (solaris_dump.dumphdr if version == 10 else solaris_dump.dumphdr_v9)(MODELS[name])
    expected = {**EXPECTED, "dump_version": version, "dump_wordsize": MODELS[name].bits}
    if version == 10:
        expected |= {"dump_fm_panic": 1, "dump_uuid": UUID}
    assert layout.size == len(header)
    assert {member: plain(layout.read(header, member)) for member in expected} == expected
    assert dict(zip(expected, map(plain, layout.reader(*expected)(header)), strict=True)) == expected
    parsed = parse(layout, header)
    assert {member: plain(parsed[member]) for member in expected} == expected
    assert {member: plain(layout.read(header, f"dump_utsname.{member}")) for member in UTSNAME} == UTSNAME
    assert set(expected) | {"dump_utsname"} == set(parsed)


def test_the_schema_of_version_10_reads_version_9():
    """All earlier members lie where they were; what is behind the header is the reader's own affair."""
    for name in HAND_MADE:
        old = hand_made(name, 9) + bytes(64)
        layout = solaris_dump.dumphdr(MODELS[name])
        assert {member: plain(layout.read(old, member)) for member in EXPECTED} == EXPECTED


# Dumps of an amd64 kernel that panicked on request and ran its own dump code; "*" stands for lines of zeros.
REAL = {
    "dump-kernel": {
        "dump_flags": 0x10002,
        "dump_ksyms": 0x1000,
        "dump_pfn": 0xE4000,
        "dump_map": 0xF6000,
        "dump_data": 0x196000,
        "dump_npages": 8905,
        "dump_nvtop": 0x2291,
        "dump_crashtime": 0x6B01016F,
    },
    "dump-kernel-vmdump": {
        "dump_flags": 0x1000B,
        "dump_ksyms": 0x1000,
        "dump_pfn": 0x118000,
        "dump_map": 0xE4000,
        "dump_data": 0x12A000,
        "dump_npages": 8905,
        "dump_nvtop": 0x2291,
        "dump_crashtime": 0x6B01016F,
    },
    "dump-all": {
        "dump_flags": 0x20002,
        "dump_ksyms": 0x1000,
        "dump_pfn": 0xE4000,
        "dump_map": 0x1E3000,
        "dump_data": 0x283000,
        "dump_npages": 130253,
        "dump_nvtop": 0x22BA,
        "dump_crashtime": 0x6B0101F2,
    },
    "dump-all-vmdump": {
        "dump_flags": 0x2000B,
        "dump_ksyms": 0x1000,
        "dump_pfn": 0x119000,
        "dump_map": 0xE4000,
        "dump_data": 0x218000,
        "dump_npages": 130253,
        "dump_nvtop": 0x22BA,
        "dump_crashtime": 0x6B0101F2,
    },
}
COMMON = {
    "dump_magic": 0xDEFEC8ED,
    "dump_version": 10,
    "dump_wordsize": 64,
    "dump_start": 0,
    "dump_utsname.sysname": b"SunOS",
    "dump_utsname.nodename": b"",
    "dump_utsname.release": b"5.11",
    "dump_utsname.version": b"illumos-746f551ddc",
    "dump_utsname.machine": b"i86pc",
    "dump_platform": b"i86pc",
    "dump_panicstring": b"forced crash dump initiated at user request",
    "dump_pageshift": 12,
    "dump_pagesize": 4096,
    "dump_hashmask": 0x3FFF,
    "dump_ksyms_size": 0xE2D0D,
    "dump_ksyms_csize": 0xE2D0D,
    "dump_fm_panic": 0,
    "dump_uuid": b"",
}


def real(name):
    """Return the hex dumps of a file, each as bytes."""
    text = (HEADERS / f"illumos-20131009-amd64__{name}.hex").read_text()
    for part in text.split("\n\n"):
        data = bytearray()
        for line in part.splitlines():
            if line[0] in "#*":
                continue
            offset, row = line.split(maxsplit=1)
            data = data.ljust(int(offset, 16), b"\0") + bytes.fromhex(row)
        yield bytes(data)


@pytest.mark.parametrize("name", REAL)
def test_headers_of_real_machines(name):
    layout = solaris_dump.dumphdr(MODELS["amd64"])
    expected = {**COMMON, **REAL[name]}
    headers = list(real(name))
    assert len(headers) == (2 if name.endswith("vmdump") else 1)
    for header in headers:
        header = header.ljust(layout.size, b"\0")  # some were written down up to dump_uuid only
        assert {member: plain(layout.read(header, member)) for member in expected} == expected
