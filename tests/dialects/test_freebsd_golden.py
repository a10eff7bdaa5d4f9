"""The FreeBSD façade against the answers that the original libraries of 11.0, 12.1 and 15 gave about the golden images."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from sunkvm.compat import freebsd as kvm

GOLDEN = Path(__file__).parent.parent / "golden" / "freebsd"
CASES = sorted(path.parent.name for path in GOLDEN.glob("*/expected.json"))
KIB256 = 256 * 1024


def entries():
    """Return one test parameter an entry and library that answered it."""
    params = []
    for case in CASES:
        recorded = json.loads((GOLDEN / case / "expected.json").read_text())["entries"]
        for number, entry in enumerate(recorded):
            for library in entry["libraries"]:
                name = f"{case}-{number:03d}-{entry['call']}-{library}"
                params.append(pytest.param(case, library, entry, id=name))
    return params


def number(text):
    return int(text, 16) if isinstance(text, str) else text


def first_symbol(symbols):
    """The resolver of the recordings: strips one underscore and returns the first symbol of that name."""

    def resolve(name):
        numbers = symbols.numbers(name.removeprefix("_"))
        return symbols.symbol(numbers[0])[1] if numbers else None

    return resolve


def kernel_symbols(path="kernel"):
    from sunkvm.compat.bsd_nlist import AoutSymbols
    from sunkvm.source import open_source

    with open_source(path) as source:
        return AoutSymbols(source)


def prepared(corefile, folder, tmp_path):
    """Return the path of a variant of the core that is only described."""
    if corefile in ("vmcore", "nosuchfile", "kernel"):
        return corefile
    whole = folder / "vmcore"
    target = tmp_path / "variant"
    if corefile == "emptyfile":
        target.write_bytes(b"")
    elif corefile == "textfile":
        target.write_text("This is a text file, not a core.\n" * 100)
    elif match := re.fullmatch(r"vmcore cut to (\d+) bytes", corefile):
        with whole.open("rb") as file:
            target.write_bytes(file.read(int(match[1])))
    elif match := re.fullmatch(r"first 256 KiB of vmcore with bytes (\w+) at offset (\d+)", corefile):
        with whole.open("rb") as file:
            data = bytearray(file.read(KIB256))
        patch, at = bytes.fromhex(match[1]), int(match[2])
        data[at : at + len(patch)] = patch
        target.write_bytes(data)
    else:
        raise AssertionError(f"no such variant: {corefile}")
    return str(target)


class Session:
    """One descriptor, opened as the entry says."""

    def __init__(self, case, library, entry, folder, tmp_path, capsys):
        args = entry["args"]
        self.entry, self.library, self.capsys = entry, library, capsys
        self.errbuf = kvm.Errbuf()
        execfile = args.get("execfile", "kernel")
        if execfile == "a name of 1100 characters":
            execfile = "x" * 1100
        elif execfile == "textfile":
            execfile = prepared("textfile", folder, tmp_path)
        corefile = prepared(args.get("corefile", "vmcore"), folder, tmp_path)
        flags = args.get("flags", 0) if entry["call"].startswith("kvm_open") else 0
        # The recordings of foreign images were made with a resolver, unless the entry says that there was none.
        foreign = not case.startswith("amd64")
        wanted = args["resolver"] is not None if "resolver" in args else foreign
        common = {"library": library, "model": "amd64"}
        if entry["call"] == "kvm_openfiles":
            self.kd = kvm.kvm_openfiles(execfile, corefile, None, flags, self.errbuf, **common)
        elif entry["call"] == "kvm_open" or "opened_with" in args:
            self.kd = kvm.kvm_open(execfile, corefile, None, flags, "prog", **common)
        else:
            resolver = first_symbol(kernel_symbols()) if wanted else None
            self.kd = kvm.kvm_open2(execfile, corefile, flags, self.errbuf, resolver, **common)

    def stderr(self):
        return self.capsys.readouterr().err


def right(entry):
    """Return the entry with the right answer where the original is known to be wrong."""
    if entry["args"].get("names") == ["_bar"]:
        return entry  # marked for another entry's reason; what it needs was not dumped
    if entry.get("original_is_wrong") and isinstance(entry.get("right"), dict):
        kept = {key: entry[key] for key in ("call", "args", "libraries")}
        return kept | entry["right"]
    return entry


def check_error(kd, entry):
    if "error" not in entry:
        return
    wanted = entry["error"]
    if wanted == "invalid address":  # as much of it as the recording is certain of
        assert kvm.kvm_geterr(kd).startswith(wanted)
    else:
        assert kvm.kvm_geterr(kd) == wanted


def check_bytes(answer, entry):
    expected = entry["return"]
    if expected == -1:
        assert answer == -1
        return
    assert isinstance(answer, bytes)
    assert len(answer) == expected
    if "hex" in entry:
        assert answer.hex() == entry["hex"]
    elif "sha256" in entry:
        assert answer[:32].hex() == entry["first32"]
        assert hashlib.sha256(answer).hexdigest() == entry["sha256"]
    elif entry.get("bytes") == "zeros":
        assert answer == bytes(expected)
    else:
        assert not expected or "stderr" in entry


def check_open(session, entry):
    kd = session.kd
    recorded = entry["return"]
    assert (kd is None) == (recorded is None)
    if "errbuf" in entry:
        assert str(session.errbuf) == entry["errbuf"]
    if "stderr" in entry:
        assert session.stderr() == entry["stderr"]
    if "kvm_native" in entry:
        assert kvm.kvm_native(kd) == entry["kvm_native"]
        assert kvm.kvm_geterr(kd) == entry["kvm_geterr"]
        assert kvm.kvm_close(kd) == entry["kvm_close"]


def check_nlist(kd, entry):
    array = [kvm.Nlist(name) for name in entry["args"]["names"]]
    assert getattr(kvm, entry["call"])(kd, array) == entry["return"]
    if "unfound" in entry:
        assert [item.n_name for item in array if not item.n_type and not item.n_value] == entry["unfound"]
        return
    for item, recorded in zip(array, entry.get("nlist", array), strict=True):
        if entry["call"] == "kvm_nlist2":
            assert recorded is item or [item.n_type, f"{item.n_value:#x}"] == recorded, item.n_name
        else:
            assert recorded is item or [item.n_type, item.n_desc, f"{item.n_value:#x}"] == recorded
    if "byte_there" in entry:
        there = kvm.kvm_read2(kd, array[0].n_value, 1)
        assert (there.hex() if isinstance(there, bytes) else "") == entry["byte_there"]


def check_read(kd, entry):
    args = entry["args"]
    call = getattr(kvm, entry["call"])
    if entry["call"] == "kvm_read_zpcpu":
        answer = call(kd, number(args["base"]), args["len"], args["cpu"])
    else:
        answer = call(kd, number(args["addr"]), args["len"])
    check_bytes(answer, entry)
    buffer = bytearray(b"\xa5" * args["len"])
    if entry["call"] == "kvm_read2":
        moved = call(kd, number(args["addr"]), buffer)
        assert moved == (-1 if answer == -1 else len(answer))
        assert bytes(buffer) == (b"" if answer == -1 else answer).ljust(args["len"], b"\xa5")


def check_walk(kd, entry, folder, library):
    lines = []

    def page(page, arg):
        assert page.kp_version == 2
        lines.append(
            f"{page.kp_paddr:#x} {page.kp_kmap_vaddr:#x} {page.kp_dmap_vaddr:#x} "
            f"{page.kp_prot:d} {page.kp_offset:d} {page.kp_len:#x}\n"
        )
        return not ("callback" in entry["args"] and len(lines) == 3)

    answer = kvm.kvm_walk_pages(kd, page)
    if entry["return"] == "crash, signal 11":
        # What is right of it is the first pass: that of the current library.
        assert answer == 1
        with (folder / "walk.cur.txt").open() as file:
            assert [line for line in lines if " 0x0 " not in line] == [
                line for line in file if " 0x0 " not in line
            ]
        return
    assert answer == entry["return"]
    if library == "12" and entry.get("list_file") and len(lines) != entry["calls"]:
        # 12.1 goes on with what its stray second pass over frames makes up.
        recorded = (folder / "walk.12.txt").read_text().splitlines(keepends=True)
        assert recorded[: len(lines)] == lines
        assert all(line.split()[1] == "0x0" for line in recorded[len(lines) :])
        return
    assert len(lines) == entry["calls"]
    if "sha256_of_list" in entry:
        if "list_file" in entry:
            assert lines == (folder / entry["list_file"].removesuffix(".xz")).read_text().splitlines(
                keepends=True
            )
        assert hashlib.sha256("".join(lines).encode()).hexdigest() == entry["sha256_of_list"]


def decoded(view):
    """A kinfo_proc as the recordings show it: what is zero or empty is left out, pids and uids excepted."""
    shown = {}
    for name in view:
        value = view[name]
        if name.startswith("ki_spare") or name in ("ki_rusage", "ki_rusage_ch", "ki_start", "ki_childtime"):
            continue
        if name == "ki_pri":
            value = list(bytes(value))
        elif name in ("ki_siglist", "ki_sigmask", "ki_sigignore", "ki_sigcatch"):
            value = list(value["__bits"])
        elif isinstance(value, bytes):
            value = value.split(b"\0")[0].decode()
        elif isinstance(value, tuple):
            value = list(value)
        if value and value != [0] * 4:
            shown[name] = value
    return shown


def check_getprocs(kd, entry, folder):
    args = entry["args"]
    op = args.get("op_value", kvm.KERN_PROC_PROC)
    if args.get("twice_on_one_descriptor"):
        assert kvm.kvm_getprocs(kd, op, 0) is not None or entry["return"] is None
    found = kvm.kvm_getprocs(kd, op, args.get("arg", 0))
    assert (found is None) == (entry["return"] is None)
    assert (kd.cnt if kd.cnt is not None else "not written") == entry["cnt"]
    if found is None:
        return
    assert len(found) == entry["cnt"]
    if "pid_tid" in entry:
        assert [[proc.ki_pid, proc.ki_tid] for proc in found] == entry["pid_tid"]
    if "raw_file" in entry:
        raw = bytearray((folder / entry["raw_file"].removesuffix(".xz")).read_bytes())
        assert hashlib.sha256(raw).hexdigest() == entry["raw_sha256"]
        size = found.layout.size
        assert "ki_structsize" in entry["original_is_wrong_fields"]
        for at in range(0, len(raw), size):
            raw[at : at + 4] = size.to_bytes(4, "little")
        assert bytes(found) == bytes(raw)
    for view, recorded in zip(found, entry.get("procs", ()), strict=False):
        shown = decoded(view)
        for name, value in recorded.items():
            if name != "ki_structsize":
                got = shown.get(name, 0)
                signed = name in ("ki_jobc", "ki_nice") or not isinstance(value, int)
                assert (got if signed else got & (1 << 64) - 1) == (
                    value if signed else value & (1 << 64) - 1
                ), name


def check_swap(kd, entry, case):
    args = entry["args"]
    answer = kvm.kvm_getswapinfo(kd, args["maxswap"], args["flags"])
    if "elements" in entry:
        assert len(answer) == entry["return"] + 1
        for view, recorded in zip(answer, entry["elements"], strict=True):
            for name, value in recorded.items():
                shown = view[name]
                assert (shown.split(b"\0")[0].decode() if isinstance(shown, bytes) else shown) == value
    elif "return" in entry:
        assert answer == entry["return"]
    elif args["maxswap"] == 0 or case == "amd64-v1-12":
        assert answer == -1  # the list is not in the dump of version 1
    else:
        # "one device: sw_nblks 10000, sw_used 123 pages"
        assert [(each.ksw_used, each.ksw_total) for each in answer] == [(123, 10000)] * min(
            args["maxswap"], 2
        )


def check(case, library, entry, folder, tmp_path, capsys):
    call, args = entry["call"], entry["args"]
    recorded, entry = entry, right(entry)
    if call in ("kvm_close", "kvm_geterr"):
        assert getattr(kvm, call)(None) == entry["return"]
        return
    session = Session(case, library, recorded, folder, tmp_path, capsys)
    kd = session.kd
    if call.startswith("kvm_open"):
        check_open(session, entry)
        return
    assert kd is not None, session.errbuf
    if call in ("kvm_nlist", "kvm_nlist2"):
        check_nlist(kd, entry)
    elif call in ("kvm_read", "kvm_read2", "kvm_read_zpcpu"):
        check_read(kd, entry)
    elif call == "kvm_walk_pages":
        check_walk(kd, recorded, folder, library)
    elif call == "kvm_getprocs":
        check_getprocs(kd, entry, folder)
    elif call == "kvm_getloadavg":
        answer = kvm.kvm_getloadavg(kd, args["nelem"])
        assert (answer if answer == -1 else len(answer)) == entry["return"]
        assert answer == entry.get("loadavg", -1)
    elif call == "kvm_getcptime":
        answer = kvm.kvm_getcptime(kd)
        assert answer == (entry["cp_time"] if entry["return"] == 0 else -1)
    elif call in ("kvm_getmaxcpu", "kvm_getncpus", "kvm_kerndisp"):
        assert getattr(kvm, call)(kd) == entry["return"]
    elif call == "kvm_getpcpu":
        check_pcpu(kd, entry)
    elif call == "kvm_getswapinfo":
        check_swap(kd, entry, case)
    elif call == "kvm_counter_u64_fetch":
        assert kvm.kvm_counter_u64_fetch(kd, number(args["base"])) == entry["return"]
    elif call == "kvm_dpcpu_setcpu":
        for cpu in [each for each in (0, 1, 2, 3) if each < args["cpu"]]:
            kvm.kvm_dpcpu_setcpu(kd, cpu)
        assert kvm.kvm_dpcpu_setcpu(kd, args["cpu"]) == entry["return"]
        check_error(kd, entry)
        if "then_nlist__foo" in entry:
            then = entry["then_nlist__foo"]
            array = [kvm.Nlist("_foo")]
            assert kvm.kvm_nlist2(kd, array) == then["return"]
            assert (array[0].n_type, f"{array[0].n_value:#x}") == (then["n_type"], then["n_value"])
            there = kvm.kvm_read2(kd, array[0].n_value, 1)
            assert (there.hex() if isinstance(there, bytes) else "") == then["byte_there"]
        return
    elif call in ("kvm_getargv", "kvm_getenvv"):
        assert getattr(kvm, call)(kd, None, args["nchr"]) is entry["return"] is None
    elif call == "kvm_write":
        assert kvm.kvm_write(kd, number(args["addr"]), bytes.fromhex(args["hex"])) == entry["return"]
    elif call == "message_buffer":
        check_messages(kd, entry)
    else:
        raise AssertionError(f"no replay of {call}")
    if call == "kvm_read" and "stderr" in entry:
        assert session.stderr() == entry["stderr"]
    check_error(kd, entry)
    kvm.kvm_close(kd)


def check_pcpu(kd, entry):
    answer = kvm.kvm_getpcpu(kd, entry["args"]["cpu"])
    if entry["return"] is None:
        assert answer is None
    elif entry["return"] == "(void *)-1":
        assert answer == -1
    else:
        assert len(answer) == entry["size"]
        assert hashlib.sha256(answer).hexdigest() == entry["sha256"]


def check_messages(kd, entry):
    array = [kvm.Nlist("_msgbufp")]
    assert kvm.kvm_nlist2(kd, array) == 0
    where = int.from_bytes(kvm.kvm_read2(kd, array[0].n_value, 8), "little")
    head = kvm.kvm_read2(kd, where, 40)
    text, magic, size, written = (
        int.from_bytes(head[at : at + width], "little") for at, width in ((0, 8), (8, 4), (12, 4), (16, 4))
    )
    assert (f"{magic:#x}", size, written) == (entry["msg_magic"], entry["msg_size"], entry["msg_wseq"])
    data = kvm.kvm_read2(kd, text, size)
    oldest_first = data[written % size :] + data[: written % size]
    assert hashlib.sha256(oldest_first).hexdigest() == entry["oldest_first_sha256"]


# What the recording has and no answer can or should be equal to.
LEFT_OUT = {
    # 11.0 believes the size of the page tables without looking; what it then reads is whatever follows.
    "aarch64-4k-v1 kvm_open2 11 first 256 KiB of vmcore with bytes 00f0ff7f at offset 36",
}


@pytest.mark.parametrize(("case", "library", "entry"), entries())
def test_entry(case, library, entry, golden_freebsd, monkeypatch, tmp_path, capsys):
    folder = golden_freebsd.folder(case)
    monkeypatch.chdir(folder)
    if f"{case} {entry['call']} {library} {entry['args'].get('corefile')}" in LEFT_OUT:
        pytest.skip("the original looks at less than is safe")
    check(case, library, entry, folder, tmp_path, capsys)


@pytest.mark.parametrize("case", CASES)
def test_without_limits(case, golden_freebsd, monkeypatch):
    """Without a library's limits every image opens without a resolver and reads the same."""
    folder = golden_freebsd.folder(case)
    monkeypatch.chdir(folder)
    errbuf = kvm.Errbuf()
    kd = kvm.kvm_open2("kernel", "vmcore", 0, errbuf)
    assert kd is not None, errbuf
    for entry in golden_freebsd.expected(case)["entries"]:
        if entry["call"] == "kvm_read2" and "corefile" not in entry["args"]:
            if "right" in entry:
                entry = right(entry)
            if isinstance(entry["return"], int):
                check_read(kd, entry)
    kvm.kvm_close(kd)


@pytest.mark.parametrize(
    ("corefile", "message"),
    [
        ("textfile", "invalid core"),
        ("emptyfile", "empty file: Invalid argument"),
        ("kernel", "invalid core"),
        (
            "first 256 KiB of vmcore with bytes 63000000 at offset 24",
            "wrong minidump version. expected 3 got 99",
        ),
        ("first 256 KiB of vmcore with bytes 58 at offset 8", "not a minidump for this platform"),
        (
            "first 256 KiB of vmcore with bytes ffffff7f at offset 32",
            "cannot read 2147483647 bytes for bitmap",
        ),
    ],
)
def test_damage_without_limits(corefile, message, golden_freebsd, monkeypatch, tmp_path):
    folder = golden_freebsd.folder("amd64-v2-12")
    monkeypatch.chdir(folder)
    errbuf = kvm.Errbuf()
    assert kvm.kvm_open2("kernel", prepared(corefile, folder, tmp_path), 0, errbuf) is None
    assert str(errbuf) == message
