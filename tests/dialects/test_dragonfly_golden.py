"""The DragonFly façade against the answers that the original library of 5.9 gave about the golden images."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from sunkvm.compat import dragonfly as kvm

GOLDEN = Path(__file__).parent.parent / "golden" / "dragonfly"
CASES = ("v1", "v2", "full")
EXPECTED = {case: json.loads((GOLDEN / case / "expected.json").read_text())["entries"] for case in CASES}
TEXT = "This is a text file, not a core.\n" * 100


def params():
    return [
        pytest.param(case, entry, id=f"{case}-{number:03d}-{entry['call']}")
        for case, entries in EXPECTED.items()
        for number, entry in enumerate(entries)
    ]


def test_how_many():
    """What is replayed, and how much of it the original is known to have wrong."""
    counts = {case: len(entries) for case, entries in EXPECTED.items()}
    assert counts == {"v1": 73, "v2": 101, "full": 94}
    wrong = Counter(
        entry["call"] for entries in EXPECTED.values() for entry in entries if entry.get("original_is_wrong")
    )
    assert wrong == {"kvm_read": 8, "kvm_getprocs": 10, "kvm_getfiles": 2, "kvm_getloadavg": 2}


def number(text):
    return int(text, 16) if isinstance(text, str) else text


def symbol(kd, name):
    array = [kvm.Nlist(name)]
    assert kvm.kvm_nlist(kd, array) == 0
    return array[0].n_value


def prepare(golden_dragonfly, case):
    """Return the folder of a case, with the files that are no dumps in it."""
    found = golden_dragonfly.folder(case)
    for name, data in (("textfile", TEXT.encode()), ("emptyfile", b"")):
        (found / name).write_bytes(data)
    return found


@pytest.fixture
def folder(golden_dragonfly, monkeypatch, case):
    found = prepare(golden_dragonfly, case)
    monkeypatch.chdir(found)
    return found


def opened(entry):
    """Return the descriptor that an entry's call needs."""
    args = entry["args"]
    if entry["call"].startswith("kvm_open"):
        return None
    if "opened_with" in args:
        found = kvm.kvm_open("kernel", "vmcore", None, 0, "prog", library="5", model="amd64")
    else:
        found = kvm.kvm_openfiles("kernel", "vmcore", None, 0, library="5", model="amd64")
    assert found is not None
    return found


def check_open(entry, capsys):
    args, errbuf = entry["args"], kvm.Errbuf()
    execfile = args.get("execfile", "kernel")
    execfile = "x" * 1100 if execfile == "a name of 1100 characters" else execfile
    corefile, flags = args.get("corefile", "vmcore"), args.get("flags", 0)
    if entry["call"] == "kvm_open":
        kd = kvm.kvm_open(execfile, corefile, None, flags, "prog", library="5", model="amd64")
    else:
        kd = kvm.kvm_openfiles(execfile, corefile, None, flags, errbuf, library="5", model="amd64")
    assert (kd is None) == (entry["return"] is None), errbuf
    assert str(errbuf) == entry.get("errbuf", "")
    assert capsys.readouterr().err == entry.get("stderr", "")
    if "kvm_close" in entry:
        assert kvm.kvm_close(kd) == entry["kvm_close"]


def check_read(case, kd, entry, capsys, golden_dragonfly):
    args = entry["args"]
    answer = entry.get("right", entry)
    data = kvm.kvm_read(kd, number(args["addr"]), args["len"])
    err = capsys.readouterr().err
    if answer["return"] == -1:
        assert data == -1
        buffer = bytearray(b"\xa5" * args["len"])
        assert kvm.kvm_read(kd, number(args["addr"]), buffer) == -1
        wanted = answer["error"]
        assert (
            kvm.kvm_geterr(kd).startswith(wanted)
            if wanted == "invalid address"
            else kvm.kvm_geterr(kd) == wanted
        )
        if "stderr" in entry:
            text = entry["stderr"]
            if case == "v2" and "0xffffb80002900000" in text:
                # The original has lost where the direct map ends, and says that the address is not in it.
                text = "prog: _kvm_vatop: direct map address 0xffffb80002900000 not in minidump\n"
            assert err == text
        return
    assert len(data) == answer["return"]
    if "hex" in answer:
        assert data.hex() == answer["hex"]
    elif "sha256" in answer:
        assert (data[:32].hex(), hashlib.sha256(data).hexdigest()) == (answer["first32"], answer["sha256"])
    elif answer.get("note") == "the bytes as in case v2":
        other = golden_dragonfly.folder("v2")
        v2 = kvm.kvm_openfiles(other / "kernel", other / "vmcore", None, 0)
        assert data == kvm.kvm_read(v2, number(args["addr"]), args["len"])
    else:
        assert answer["return"] == 0


def check_readstr(kd, entry):
    args = entry["args"]
    where = number(args["addr"]) if "addr" in args else symbol(kd, args["symbol"])
    if args["buf"] is None:
        text, needed = kvm.kvm_readstr(kd, where)
        assert text == (None if entry["return"] is None else entry["return"].encode())
        if entry.get("lenp") in ("not written", 0):
            assert needed is None
        elif "lenp" in entry:
            assert needed == entry["lenp"]
    else:
        whole = bytearray(b"#" * 24)
        text, needed = kvm.kvm_readstr(kd, where, memoryview(whole)[: args["size"]])
        assert (needed or args["size"]) == entry["lenp"]
        assert (text is None) == (entry["return"] is None)
        assert whole.decode() == entry["buffer_after"]
        assert kvm.kvm_readstr(kd, where, args["size"]) == (text, needed)
    if "error" in entry:
        assert kvm.kvm_geterr(kd) == entry["error"]


def decoded(view):
    """The members of a kinfo_proc as the recordings show them, nested ones by dotted names."""
    shown = {}
    for name in view:
        value = view[name]
        if name == "kp_lwp":
            shown |= {f"kp_lwp.{key}": each for key, each in decoded(value).items()}
        elif isinstance(value, bytes):
            shown[name] = value.split(b"\0")[0].decode()
        elif isinstance(value, tuple):
            shown[name] = list(value)
        else:
            shown[name] = value
    return shown


def check_each_process(entry, folder):
    """Every process asked for on its own, and all at once: the raw structs, the members, the lwps."""
    kd = kvm.kvm_openfiles("kernel", "vmcore", None, 0)
    raw = bytearray((folder / "kinfo_proc.by_pid.bin").read_bytes())
    everything = {view.kp_pid: bytes(view) for view in kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL)}
    lwps = {}
    for view in kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL | kvm.KERN_PROC_FLAG_LWP):
        lwps.setdefault(view.kp_pid, []).append(view["kp_lwp"]["kl_tid"])
    for at, recorded in enumerate(entry["procs"]):
        pid = recorded["kp_pid"]
        found = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, pid)
        assert (len(found), kd.cnt) == (1, 1)
        shown = decoded(found[0])
        for name, value in recorded.items():
            if name.startswith("kp"):
                assert shown[name] == value, name
        assert lwps[pid] == recorded["lwps_right"]
        expected = raw[at * 992 : at * 992 + 992]
        assert expected[656:660] == bytes(4)
        expected[656] = 2  # KI_SLEADER, which the original never sets: all these lead their sessions
        assert bytes(found) == everything[pid] == bytes(expected)
    assert len(everything) == 20


def check_getprocs(kd, entry, folder):
    args = entry["args"]
    if str(args["arg"]).startswith("each pid"):
        check_each_process(entry, folder)
        return
    op = args.get("op_value", kvm.KERN_PROC_PID)
    if args.get("second_call_on_one_descriptor"):
        assert len(kvm.kvm_getprocs(kd, op, args["arg"])) == entry["first_cnt"]
    found = kvm.kvm_getprocs(kd, op, args["arg"])
    rows = [] if found is None else [[view.kp_pid, view["kp_lwp"]["kl_tid"]] for view in found]
    assert len(rows) == kd.cnt
    if op == kvm.KERN_PROC_SESSION:
        assert rows == [[12, 3]]  # the original shows all
    elif "right" in entry:
        assert (found is None, kd.cnt) == (False, entry["right"]["cnt"])
    elif entry.get("original_is_wrong"):
        # Of the damaged list: its length, and what stands where it was not damaged.
        assert len(rows) == entry["cnt"]
        for number_, (row, recorded) in enumerate(zip(rows, entry["pid_tid"], strict=True)):
            assert number_ in (0, 8, 16) or row == recorded
        assert len({pid for pid, _ in rows}) == 20
    else:
        assert (found is None) == (entry["return"] is None)
        assert kd.cnt == entry["cnt"]
        assert rows == entry.get("pid_tid", [])
        assert kvm.kvm_geterr(kd) == entry.get("error", "")


def check_getfiles(kd, entry):
    found = kvm.kvm_getfiles(kd)
    right = entry["right"]
    assert len(found) == kd.cnt == right["cnt"] == 20
    recorded = {row["f_pid"]: row for row in entry["files"]}
    for view in found:
        assert view.f_file == int(right["f_file"][str(view.f_pid)], 16)
        for name, value in recorded.get(view.f_pid, {}).items():
            assert view[name] == value, name
        assert (view.f_size, view.f_fd, view.f_type, view.f_flag, view.f_count, view.f_offset) == (
            72,
            0,
            1,
            3,
            2,
            77,
        )


@pytest.mark.parametrize(("case", "entry"), params())
def test_entry(case, entry, folder, golden_dragonfly, capsys):
    check(case, entry, folder, golden_dragonfly, capsys)


def check(case, entry, folder, golden_dragonfly, capsys):
    """Make the call of an entry and compare."""
    kd = opened(entry)
    call, args = entry["call"], entry["args"]
    if call.startswith("kvm_open"):
        check_open(entry, capsys)
    elif call == "kvm_nlist":
        array = [kvm.Nlist(name) for name in args["names"]]
        assert kvm.kvm_nlist(kd, array) == entry["return"]
        assert [[each.n_type, each.n_desc, f"{each.n_value:#x}"] for each in array] == entry["nlist"]
    elif call == "kvm_read":
        check_read(case, kd, entry, capsys, golden_dragonfly)
    elif call == "kvm_readstr":
        check_readstr(kd, entry)
    elif call == "kvm_getprocs":
        check_getprocs(kd, entry, folder)
    elif call == "kvm_getfiles":
        check_getfiles(kd, entry)
    elif call == "kvm_getloadavg":
        found = kvm.kvm_getloadavg(kd, args["nelem"])
        assert found == entry["loadavg"]
        assert len(found) == entry.get("right", entry)["return"]
    elif call == "kvm_getswapinfo":
        assert kvm.kvm_getswapinfo(kd, args["maxswap"], args["flags"]) == entry["return"]
    elif call in ("kvm_getargv", "kvm_getenvv"):
        process = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, 12)[0]
        assert getattr(kvm, call)(kd, process, args["nchr"]) is entry["return"] is None
    elif call == "kvm_uread":
        buffer = bytearray(args["len"])
        assert kvm.kvm_uread(kd, args["pid"], number(args["addr"]), buffer) == entry["return"]
    elif call == "kvm_write":
        assert kvm.kvm_write(kd, number(args["addr"]), bytes.fromhex(args["hex"])) == entry["return"]
    elif call == "kvm_nch_cpuagg":
        total = kvm.kvm_nch_cpuagg(args["percpu"], args["ncpu"])[0]
        assert [total[name] for name in total] == entry["total"]
    else:
        raise AssertionError(f"no replay of {call}")
    if (
        call not in ("kvm_open", "kvm_openfiles", "kvm_read", "kvm_readstr", "kvm_getprocs")
        and "error" in entry
    ):
        assert kvm.kvm_geterr(kd) == entry["error"]
    if kd is not None:
        assert kvm.kvm_close(kd) == 0


@pytest.mark.parametrize("case", CASES)
def test_without_limits(case, folder):
    """Without a library's limits every image opens and reads the same."""
    kd = kvm.kvm_openfiles("kernel", "vmcore", None, 0)
    for entry in EXPECTED[case]:
        if entry["call"] == "kvm_read" and "hex" in (entry.get("right") or entry):
            answer = entry.get("right") or entry
            assert (
                kvm.kvm_read(kd, number(entry["args"]["addr"]), entry["args"]["len"]).hex() == answer["hex"]
            )
