"""docs/data-models.md, cell by cell."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from sunkvm import datamodel
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.layouts.convert import converter

from .test_golden import decoded, number

pytestmark = pytest.mark.shim

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "data-models.md"
BITS = {"LP64": 64, "ILP32": 32}
IMAGES = ("amd64", "i386", "sparcv9", "sparc")


def rows(columns):
    """Return the rows of the one table of the document that has this many columns."""
    found = []
    for line in DOCUMENT.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == columns and cells[0] in BITS:
            found.append(pytest.param(*cells, id="-".join(cells[:2])))
    assert len(found) == len(BITS) * len(IMAGES)
    return found


def go(replays, golden_solaris, caller, image, **extra):
    replay = replays(BITS[caller], **extra)
    assert replay("chdir", golden_solaris.folder(image)) == ["0"]
    return replay


@pytest.mark.parametrize(("caller", "image", "answer"), rows(3))
def test_what_opens(caller, image, answer, golden_solaris, replays):
    replay = go(replays, golden_solaris, caller, image)
    opened = replay("open", "unix.0", "vmcore.0", 0, "prog")
    if answer == "opens":
        assert opened == ["ok", "0"]
        assert replay("close") == ["0"]
    else:
        assert opened[0] == "-"
        assert int(opened[1]) != 0
        assert replay.printed == "prog: " + answer.strip("`").replace("CORE", "vmcore.0") + "\n"


@pytest.mark.parametrize(("caller", "image", "opens", "structs", "command", "names", "reads"), rows(7))
def test_transcoding(caller, image, opens, structs, command, names, reads, golden_solaris, replays):
    native = image == {"LP64": "amd64", "ILP32": "i386"}[caller]
    assert (opens, structs, command) == ("opens", "as they are" if native else "converted", "strings")
    replay = go(replays, golden_solaris, caller, image, SUNKVM_TRANSCODE="1")
    assert replay("open", "unix.0", "vmcore.0", 0, "prog") == ["ok", "0"]
    bits, model = BITS[caller], datamodel.MODELS[image]
    mask = (1 << bits) - 1
    expected = golden_solaris.expected(image)
    fits = all(number(proc["proc"]) <= mask for proc in expected["processes"])
    for recorded in expected["processes"]:
        proc = replay("nextproc")
        # The pid in this answer is what the program read itself, raw.
        raw = struct.pack("<i", int(proc[1]))
        if reads == "raw":
            assert int.from_bytes(raw, model.byteorder) == recorded["pid"]
        assert [int(proc[2]), int(proc[3])] == [recorded["ppid"], recorded["p_stat"]]
        addresses = ("p_flag", "p_model", "p_as", "p_usrstack")
        assert [int(word, 16) for word in proc[4:8]] == [number(recorded[name]) & mask for name in addresses]
        assert [bytes.fromhex(word).decode() for word in proc[8:10]] == [
            recorded["u_comm"],
            recorded["u_psargs"],
        ]
        assert int(proc[10]) == recorded["u_argc"]
        assert [int(word, 16) for word in proc[11:]] == [
            number(recorded[name]) & mask for name in ("u_argv", "u_envp")
        ]
        wanted = recorded["getcmd"]
        if recorded.get("original_is_wrong"):
            wanted = recorded["right"].get("getcmd", wanted)
        words = replay("getcmd", 1, 1)
        assert int(words.pop(0)) == wanted["return"]
        if wanted["return"] == 0:
            assert (decoded(words), decoded(words)) == (wanted["arg"], wanted["env"])
    assert replay("nextproc") == ["-"]
    assert replay("getproc", 104)[2] == "1"
    entry = next(each for each in expected["entries"] if each["call"] == "kvm_nlist")
    for recorded, item in zip(entry["nlist"], replay("nlist", *entry["args"]["names"])[1:], strict=True):
        value = number(recorded["n_value"])
        assert int(item.split(",")[0], 16) == value & mask
        assert names == "cut" or value <= mask
    bulk, data = number(expected["facts"]["bulk"]), None
    entry = next(each for each in expected["entries"] if each.get("note") == "first word")
    if bulk <= mask:
        data = replay.read("k", bulk, entry["args"]["len"])
    if reads == "raw":
        assert fits
        if bulk <= mask:
            assert data.hex() == entry["hex"]
    else:
        assert not fits
        assert replay.read("k", number(expected["facts"]["kas"]) & mask, 8) == -1
    assert replay("close") == ["0"]


def test_converting_there_and_back():
    """Members that fit survive; signs are kept; what is narrower is cut."""
    tables = {name: BuiltinTables("solaris", datamodel.MODELS[name]) for name in IMAGES}
    layouts = {name: table.layout("proc") for name, table in tables.items()}
    wide, narrow = layouts["sparcv9"], layouts["i386"]
    raw = bytearray(wide.size)
    struct.pack_into(">q", raw, wide.offset("p_utime"), -5)
    struct.pack_into(">Q", raw, wide.offset("p_as"), 0x1122334455667788)
    struct.pack_into(">h", raw, wide.offset("p_ldtlimit") if "p_ldtlimit" in wide else wide.offset("p_cv"), 7)
    start = wide.offset("p_user") + tables["sparcv9"].layout("user").offset("u_comm")
    raw[start : start + 5] = b"named"
    there = converter(wide, tables["sparcv9"], narrow, tables["i386"])(bytes(raw))
    assert len(there) == narrow.size
    assert narrow.read(there, "p_utime") == -5
    assert narrow.read(there, "p_as") == 0x55667788
    back = converter(narrow, tables["i386"], wide, tables["sparcv9"])(there)
    assert wide.read(back, "p_utime") == -5
    assert wide.read(back, "p_as") == 0x55667788
    assert back[start : start + 6] == b"named\0"


def test_the_document_names_every_cell():
    text = DOCUMENT.read_text()
    for caller in BITS:
        for image in IMAGES:
            assert len(re.findall(rf"^\| {caller} \| {image} \|", text, re.MULTILINE)) == 2
