"""The Python façade against the answers that the original Solaris library gave about the golden images."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from sunkvm import datamodel, kvm

MODELS = ("amd64", "i386", "sparc", "sparcv9")
GOLDEN = Path(__file__).parent.parent / "golden" / "solaris"


def entries(case):
    """Yield one test parameter an entry, with an id that says what it calls."""
    for number, entry in enumerate(json.loads((GOLDEN / case / "expected.json").read_text())["entries"]):
        yield pytest.param(case, entry, id=f"{case}-{number:03d}-{entry['call']}")


def model_of(case):
    return datamodel.MODELS[case.split("-")[0]]


def number(text):
    return int(text, 16) if isinstance(text, str) else text


@pytest.fixture
def run(golden_solaris, monkeypatch, tmp_path):
    """Go to a case's folder, so that file names and messages are those of the recording."""

    def enter(case):
        folder = golden_solaris.folder(case)
        monkeypatch.chdir(folder)
        monkeypatch.delenv("KVM_DEBUG", raising=False)
        return folder

    return enter


def open_entry(case, args, errstr="okvm"):
    corefile = args.get("corefile", "vmcore.0")
    if case == "amd64-damaged" and corefile == "vmcore.0":
        corefile = "../amd64/vmcore.0"
    return kvm.kvm_open(
        args.get("namelist", "unix.0"),
        corefile,
        None,
        args.get("flag", 0),
        args.get("errstr", errstr),
        model=model_of(case),
    )


def right(entry):
    """Return the entry with the right answer where the original is known to be wrong."""
    return (
        entry | entry["right"]
        if entry.get("original_is_wrong") and isinstance(entry["right"], dict)
        else entry
    )


def check_bytes(answer, entry):
    expected = entry["return"]
    if expected == -1:
        assert answer == -1
        return
    assert isinstance(answer, bytes)
    assert len(answer) == expected
    if "hex" in entry and not entry.get("original_is_wrong"):
        assert answer.hex() == entry["hex"]
    elif "sha256" in entry:
        assert answer[:32].hex() == entry["first32"]
        assert hashlib.sha256(answer).hexdigest() == entry["sha256"]
    elif entry.get("bytes") == "zeros":
        assert answer == bytes(expected)
    else:
        assert not expected


def check_nlist(kd, entry):
    wanted = entry["args"]["names"]
    array = [kvm.Nlist(name) for name in wanted]
    assert kvm.kvm_nlist(kd, array) == entry["return"]
    if "values" in entry:
        assert {item.n_name: item.n_value for item in array} == {
            k: number(v) for k, v in entry["values"].items()
        }
        return
    for item, recorded in zip(array, entry["nlist"], strict=True):
        for field, value in recorded.items():
            assert getattr(item, field) == (number(value) if field == "n_value" else value), field


def prepared(kd, args):
    """Bring the cursor to where the recording had it."""
    if "pid" in args and args.get("when") is None:
        assert kvm.kvm_getproc(kd, args["pid"]) is not None
    when = args.get("when", "")
    if when.startswith("kvm_getproc(100)"):
        assert kvm.kvm_getproc(kd, 100) is not None
        assert kvm.kvm_setproc(kd) == 0


def pids(kd):
    found = []
    while kvm.kvm_nextproc(kd) is not None:
        found.append(kd.pid)
    return found


READS = {"kvm_kread", "kvm_uread", "kvm_aread", "kvm_pread"}


def check(case, entry, capsys, monkeypatch, tmp_path):
    call, args = entry["call"], entry["args"]
    recorded, entry = entry, right(entry)
    if "environment" in args:
        monkeypatch.setenv(*args["environment"].split("="))
    elif call in READS and "stderr" in entry:
        monkeypatch.setenv("KVM_DEBUG", "")  # set, though empty
    kd = open_entry(case, args)
    if call == "kvm_open":
        assert (kd is None) == (recorded["return"] is None)
        assert capsys.readouterr().err == recorded.get("stderr", "")
        if "sizeof_proc_t" in entry:
            assert len(bytes(kd._view)) == entry["sizeof_proc_t"]
    elif call in READS:
        prepared(kd, args)
        address, count = number(args["addr"]), args["len"]
        if call == "kvm_aread":
            answer = kvm.kvm_aread(kd, address, count, number(args["as"]))
        else:
            answer = getattr(kvm, call)(kd, address, count)
        if "return" in entry.get("right", entry):
            check_bytes(answer, entry)
        buffer = bytearray(b"\xa5" * count)
        kvm.kvm_close(kd)
        kd = open_entry(case, args)
        prepared(kd, args)
        extra = (number(args["as"]),) if call == "kvm_aread" else ()
        moved = getattr(kvm, call)(kd, address, buffer, *extra)
        assert moved == (len(answer) if answer != -1 else -1)
        assert bytes(buffer) == (answer if answer != -1 else b"").ljust(count, b"\xa5")
        if "stderr" in entry:
            # Opened twice, read twice.
            assert capsys.readouterr().err == entry["stderr"] * 2
    elif call == "kvm_nlist":
        check_nlist(kd, entry)
        if "pids" in entry:
            assert pids(kd) == entry["pids"]
    elif call == "kvm_namelist":
        name = kvm.kvm_namelist(kd)
        if entry["return"].startswith("/tmp/"):
            prefix = entry["return"].replace("<pid>", str(os.getpid())).replace("<random>", "")
            assert name.startswith(prefix)
            assert os.stat(name).st_mode & 0o7777 == 0o600
            with open(name, "rb") as file:
                assert file.read() == kd.corefile.namelist()
            kvm.kvm_close(kd)
            assert not Path(name).exists()
        else:
            assert name == entry["return"]
    elif call == "kvm_physaddr":
        assert kvm.kvm_physaddr(kd, number(args["as"]), number(args["addr"])) == number(entry["return"])
    elif call == "kvm_nextproc":
        assert pids(kd) == entry["return"]
        assert kvm.kvm_nextproc(kd) is None
        if "first_after_rewind_pid" in entry:
            assert kvm.kvm_setproc(kd) == entry["kvm_setproc"]
            assert kvm.kvm_nextproc(kd) is not None
            assert kd.pid == entry["first_after_rewind_pid"]
    elif call == "kvm_getproc":
        proc = kvm.kvm_getproc(kd, args["pid"])
        assert (proc is None) == (entry["return"] is None)
        if proc is not None:
            comm = kvm.kvm_getu(kd, proc).u_comm.split(b"\0")[0].decode()
            assert comm == entry["u_comm"]
        following = kvm.kvm_nextproc(kd)
        assert (None if following is None else kd.pid) == entry["then_nextproc_pid"]
    elif call == "kvm_getu":
        assert kd.user_offset == entry["return"]
    elif call == "kvm_getcmd":
        check_getcmd(kd, entry)
    else:
        raise AssertionError(f"no replay of {call}")
    if kd is not None:
        kvm.kvm_close(kd)


def check_getcmd(kd, entry):
    args = entry["args"]
    if "proc" in args:
        saved = kvm.kvm_getproc(kd, 100).copy()
        assert kvm.kvm_getproc(kd, 104) is not None
        answer = kvm.kvm_getcmd(kd, saved, kvm.kvm_getu(kd, saved))
        assert answer != -1
        assert (answer[0][0] if answer[0] else None) == entry["argv0"]
        return
    if "pid" in args:
        proc = kvm.kvm_getproc(kd, args["pid"])
        arg, env = kd.command_slots(bytes(proc), bytes(kvm.kvm_getu(kd, proc)), True, True)
        decoded = [[None if slot is None else slot.decode() for slot in slots] for slots in (arg, env)]
        assert [*decoded[0], None] == entry["arg_slots"]
        assert [*decoded[1], None] == entry["env_slots"]
        return
    proc = kvm.kvm_getproc(kd, 100)
    assert kvm.kvm_getcmd(kd, proc, kvm.kvm_getu(kd, proc), arg=False, env=False) == (None, None)


def every(*cases):
    return [entry for case in cases for entry in entries(case)]


WRITES = ("kvm_kwrite", "file_difference")


@pytest.mark.parametrize(
    ("case", "entry"),
    [
        param
        for param in every(*MODELS, "amd64-damaged", "amd64-zerotail")
        if param.values[1]["call"] not in WRITES
        and param.values[1]["args"].get("corefile") != "the written copy"
    ],
)
def test_entry(case, entry, run, golden_solaris, capsys, monkeypatch, tmp_path):
    golden_solaris.folder("amd64")
    run(case)
    check(case, entry, capsys, monkeypatch, tmp_path)


@pytest.mark.parametrize("case", MODELS)
def test_processes(case, run, golden_solaris):
    run(case)
    kd = open_entry(case, {})
    for recorded in golden_solaris.expected(case)["processes"]:
        proc = kvm.kvm_nextproc(kd)
        user = kvm.kvm_getu(kd, proc)
        assert kd.pid == recorded["pid"]
        assert proc.p_ppid == recorded["ppid"]
        assert proc.p_stat == recorded["p_stat"]
        for field in ("p_flag", "p_model", "p_as", "p_usrstack"):
            assert proc[field] == number(recorded[field]), field
        for field in ("u_comm", "u_psargs"):
            assert user[field].split(b"\0")[0].decode() == recorded[field], field
        for field in ("u_argc", "u_argv", "u_envp"):
            assert user[field] == number(recorded[field]), field
        wanted = recorded["right"] if recorded.get("original_is_wrong") else {}
        for name, (arg, env) in {
            "getcmd": (True, True),
            "getcmd_env_only": (False, True),
            "getcmd_arg_only": (True, False),
        }.items():
            expected = wanted.get(name) or (
                recorded[name] if not wanted or name == "getcmd_arg_only" else None
            )
            if expected is None:
                continue
            answer = kvm.kvm_getcmd(kd, proc, user, arg=arg, env=env)
            if expected["return"] == -1:
                assert answer == -1
                continue
            assert answer == (expected["arg"] if arg else None, expected["env"] if env else None)
    assert kvm.kvm_nextproc(kd) is None
    kvm.kvm_close(kd)


@pytest.mark.parametrize("case", MODELS)
def test_writes(case, run, tmp_path, golden_solaris):
    folder = run(case)
    copy = tmp_path / "vmcore.0"
    shutil.copyfile(folder / "vmcore.0", copy)
    for entry in golden_solaris.expected(case)["entries"]:
        args = entry["args"]
        if entry["call"] == "kvm_kwrite":
            kd = kvm.kvm_open("unix.0", copy, None, args["flag"], "okvm", model=model_of(case))
            assert kvm.kvm_kwrite(kd, number(args["addr"]), bytes.fromhex(args["hex"])) == entry["return"]
            kvm.kvm_close(kd)
        elif args.get("corefile") == "the written copy":
            kd = kvm.kvm_open("unix.0", copy, None, os.O_RDONLY, "okvm", model=model_of(case))
            check_bytes(kvm.kvm_kread(kd, number(args["addr"]), args["len"]), entry)
            kvm.kvm_close(kd)
        elif entry["call"] == "file_difference":
            before, after = (folder / "vmcore.0").read_bytes(), copy.read_bytes()
            assert (len(before) != len(after)) == entry["size_changed"]
            changed = [
                [at, new] for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new
            ]
            assert changed == entry["changed"]


def cross():
    """Return one test parameter an entry of cross.json."""
    params = []
    for index, entry in enumerate(json.loads((GOLDEN / "cross.json").read_text())["entries"]):
        params.append(pytest.param(entry, id=f"{index:03d}-{entry['library']}-{entry['call']}"))
    return params


@pytest.mark.parametrize("entry", cross())
def test_cross(entry, golden_solaris, monkeypatch, capsys):
    for model in MODELS:
        golden_solaris.folder(model)
    monkeypatch.chdir(golden_solaris.scratch)
    monkeypatch.delenv("KVM_DEBUG", raising=False)
    args = entry["args"]
    kd = kvm.kvm_open(
        args["namelist"], args["corefile"], None, 0, "okvm", model=datamodel.MODELS[entry["library"]]
    )
    assert capsys.readouterr().err == entry.get("stderr", "")
    if entry["call"] == "kvm_open":
        assert (kd is None) == (entry["return"] is None)
    else:
        check_nlist(kd, entry)
        assert pids(kd) == entry["pids"]
        if not entry["kvm_namelist"].startswith("/tmp/"):
            assert kvm.kvm_namelist(kd) == entry["kvm_namelist"]
    if kd is not None:
        kvm.kvm_close(kd)


def test_every_entry_is_replayed():
    """A new kind of call in the recordings must not go unnoticed."""
    seen = {param.values[1]["call"] for param in every(*MODELS, "amd64-damaged", "amd64-zerotail")}
    assert seen <= READS | set(WRITES) | {
        "kvm_getcmd",
        "kvm_getproc",
        "kvm_getu",
        "kvm_namelist",
        "kvm_nextproc",
        "kvm_nlist",
        "kvm_open",
        "kvm_physaddr",
    }
