"""libkvm.so.1 against the answers that the original Solaris library gave, for callers of both widths."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.shim

GOLDEN = Path(__file__).parent.parent / "golden" / "solaris"
CALLERS = {"amd64": 64, "i386": 32}
WAYS = [("amd64", ""), ("amd64", "helper"), ("i386", "")]
READS = {"kvm_kread": "k", "kvm_uread": "u", "kvm_aread": "a", "kvm_pread": "p"}


def number(text):
    return int(text, 16) if isinstance(text, str) else text


def load(case):
    return json.loads((GOLDEN / case / "expected.json").read_text())


def right(entry):
    wrong = entry.get("original_is_wrong") and isinstance(entry["right"], dict)
    return entry | entry["right"] if wrong else entry


def open_entry(replay, case, args, errstr="okvm"):
    corefile = args.get("corefile", "vmcore.0")
    if case == "amd64-damaged" and corefile == "vmcore.0":
        corefile = "../amd64/vmcore.0"
    return replay(
        "open", args.get("namelist", "unix.0"), corefile, args.get("flag", 0), args.get("errstr", errstr)
    )


def check_bytes(answer, entry):
    if entry["return"] == -1:
        assert answer == -1
        return
    assert isinstance(answer, bytes)
    assert len(answer) == entry["return"]
    if "hex" in entry and not entry.get("original_is_wrong"):
        assert answer.hex() == entry["hex"]
    elif "sha256" in entry:
        assert hashlib.sha256(answer).hexdigest() == entry["sha256"]
    elif entry.get("bytes") == "zeros":
        assert answer == bytes(entry["return"])


def read(replay, entry):
    args = entry["args"]
    if "pid" in args and args.get("when") is None:
        assert replay("getproc", args["pid"]) != ["-"]
    if args.get("when", "").startswith("kvm_getproc(100)"):
        assert replay("getproc", 100) != ["-"]
        assert replay("setproc") == ["0"]
    return replay.read(READS[entry["call"]], number(args["addr"]), args["len"], number(args.get("as", 0)))


def pids(replay):
    found = []
    while (proc := replay("nextproc")) != ["-"]:
        found.append(int(proc[1]))
    return found


def check_nlist(replay, entry):
    result, *items = replay("nlist", *entry["args"]["names"])
    assert int(result) == entry["return"]
    names = entry["args"]["names"]
    parsed = [[int(part, 0) for part in item.split(",")] for item in items]
    if "values" in entry:
        found = {name: item[0] for name, item in zip(names, parsed, strict=True)}
        assert found == {name: number(value) for name, value in entry["values"].items()}
        return
    for recorded, item in zip(entry["nlist"], parsed, strict=True):
        wanted = [number(recorded[f"n_{name}"]) for name in ("value", "scnum", "type", "sclass", "numaux")]
        assert item == wanted, recorded["n_name"]


def decoded(words):
    """Take one vector from an answer: a count, and that many fields."""
    count = int(words.pop(0))
    if count < 0:
        return None
    slots = [words.pop(0)[1:] for _ in range(count)]
    return [None if slot == "-" else bytes.fromhex(slot).decode() for slot in slots]


def check_getcmd(replay, entry):
    args = entry["args"]
    if "proc" in args:
        replay("getproc", 100)
        replay("save")
        assert replay("getproc", 104) != ["-"]
        words = replay("getcmd-saved", 1, 1)
        assert words.pop(0) == "0"
        arg = decoded(words)
        assert (arg[0] if arg else None) == entry["argv0"]
    elif "pid" in args:
        assert replay("getproc", args["pid"]) != ["-"]
        words = replay("getcmd", 1, 1, "all")
        assert words.pop(0) == "0"
        assert decoded(words) == entry["arg_slots"]
        assert decoded(words) == entry["env_slots"]
    else:
        assert replay("getproc", 100) != ["-"]
        assert replay("getcmd", 0, 0) == ["0", "-1", "-1"]


def check(replay, case, recorded):
    entry = right(recorded)
    call, args = entry["call"], entry["args"]
    environment = args["environment"].split("=") if "environment" in args else None
    if environment is None and call in READS and "stderr" in entry:
        environment = ["KVM_DEBUG", ""]
    if environment is not None:
        replay("setenv", *environment)
    opened = open_entry(replay, case, args)
    if environment is not None:
        replay.printed_at_open = replay.printed
        replay("setenv", environment[0], None)
        replay.printed = replay.printed_at_open
    if call == "kvm_open":
        assert (opened[0] == "-") == (recorded["return"] is None)
        assert replay.printed == recorded.get("stderr", "")
        if opened[0] == "-":
            assert int(opened[1]) > 0
        elif "sizeof_proc_t" in entry:
            assert int(replay("getu-null")[2]) == entry["sizeof_proc_t"]
    elif call in READS:
        before = replay.printed
        answer = read(replay, entry)
        if "stderr" in entry:
            assert before + replay.printed == entry["stderr"]
        if "return" in entry.get("right", entry):
            check_bytes(answer, entry)
    elif call == "kvm_nlist":
        check_nlist(replay, entry)
        if "pids" in entry:
            assert pids(replay) == entry["pids"]
    elif call == "kvm_namelist":
        (name,) = replay("namelist")
        if entry["return"].startswith("/tmp/"):
            assert name.startswith("/tmp/.libkvm.kvm_nlist_core.pid")
            assert Path(name).stat().st_mode & 0o7777 == 0o600
            replay("close")
            assert not Path(name).exists()
            return
        assert name == entry["return"]
    elif call == "kvm_physaddr":
        (found,) = replay("physaddr", hex(number(args["as"])), hex(number(args["addr"])))
        assert int(found, 16) == number(entry["return"])
    elif call == "kvm_nextproc":
        assert pids(replay) == entry["return"]
        assert replay("nextproc") == ["-"]
        if "first_after_rewind_pid" in entry:
            assert replay("setproc") == [str(entry["kvm_setproc"])]
            assert int(replay("nextproc")[1]) == entry["first_after_rewind_pid"]
    elif call == "kvm_getproc":
        proc = replay("getproc", args["pid"])
        assert (proc == ["-"]) == (entry["return"] is None)
        if proc != ["-"]:
            assert bytes.fromhex(proc[8]).decode() == entry["u_comm"]
        following = replay("nextproc")
        assert (None if following == ["-"] else int(following[1])) == entry["then_nextproc_pid"]
    elif call == "kvm_getu":
        assert replay("getu-null")[:2] == [str(entry["return"])] * 2
    elif call == "kvm_getcmd":
        check_getcmd(replay, entry)
    else:
        raise AssertionError(f"no replay of {call}")
    if opened[0] == "ok":
        assert replay("close") == ["0"]


def cases():
    for model, engine in WAYS:
        for case in (model, *(("amd64-damaged", "amd64-zerotail") if model == "amd64" else ())):
            for index, entry in enumerate(load(case)["entries"]):
                if entry["call"] in ("kvm_kwrite", "file_difference"):
                    continue
                if entry["args"].get("corefile") == "the written copy":
                    continue
                name = f"{case}{'-' if engine else ''}{engine}-{index:03d}-{entry['call']}"
                yield pytest.param(model, engine, case, entry, id=name)


@pytest.mark.parametrize(("model", "engine", "case", "entry"), list(cases()))
def test_entry(model, engine, case, entry, golden_solaris, replays):
    golden_solaris.folder("amd64")
    replay = replays(CALLERS[model], engine)
    assert replay("chdir", golden_solaris.folder(case)) == ["0"]
    check(replay, case, entry)


@pytest.mark.parametrize(("model", "engine"), WAYS)
def test_processes(model, engine, golden_solaris, replays):
    replay = replays(CALLERS[model], engine)
    replay("chdir", golden_solaris.folder(model))
    assert open_entry(replay, model, {}) == ["ok", "0"]
    where = None
    for recorded in golden_solaris.expected(model)["processes"]:
        proc = replay("nextproc")
        where = where or proc[0]
        assert proc[0] == where, "one buffer for all"
        wanted = [recorded[name] for name in ("pid", "ppid", "p_stat")]
        assert [int(word) for word in proc[1:4]] == wanted
        fields = ("p_flag", "p_model", "p_as", "p_usrstack")
        assert [int(word, 16) for word in proc[4:8]] == [number(recorded[name]) for name in fields]
        assert [bytes.fromhex(word).decode() for word in proc[8:10]] == [
            recorded["u_comm"],
            recorded["u_psargs"],
        ]
        assert int(proc[10]) == recorded["u_argc"]
        assert [int(word, 16) for word in proc[11:]] == [
            number(recorded[name]) for name in ("u_argv", "u_envp")
        ]
        better = recorded["right"] if recorded.get("original_is_wrong") else {}
        for name, (arg, env) in {
            "getcmd": (1, 1),
            "getcmd_env_only": (0, 1),
            "getcmd_arg_only": (1, 0),
        }.items():
            expected = better.get(name) or (
                recorded[name] if not better or name == "getcmd_arg_only" else None
            )
            if expected is None:
                continue
            words = replay("getcmd", arg, env)
            assert int(words.pop(0)) == expected["return"]
            got = decoded(words), decoded(words)
            if expected["return"] == 0:
                assert got == (expected["arg"] if arg else None, expected["env"] if env else None)
    assert replay("nextproc") == ["-"]
    assert replay("close") == ["0"]


@pytest.mark.parametrize(("model", "engine"), WAYS)
def test_writes(model, engine, golden_solaris, replays, tmp_path):
    replay = replays(CALLERS[model], engine)
    folder = golden_solaris.folder(model)
    replay("chdir", folder)
    copy = tmp_path / "vmcore.0"
    shutil.copyfile(folder / "vmcore.0", copy)
    for entry in golden_solaris.expected(model)["entries"]:
        args = entry["args"]
        if entry["call"] == "kvm_kwrite":
            assert replay("open", "unix.0", copy, args["flag"], "okvm") == ["ok", "0"]
            # Read first: the reader must not go on with what it kept.
            replay.read("k", number(args["addr"]), 8)
            done, error = replay("write", "k", args["addr"], args["hex"])
            assert int(done) == entry["return"]
            if args["flag"] == 0:
                assert int(error) == 9  # EBADF
            elif entry["return"] > 0:
                written = bytes.fromhex(args["hex"])[: entry["return"]]
                assert replay.read("r", number(args["addr"]), len(written)) == written
            replay("close")
        elif args.get("corefile") == "the written copy":
            replay("open", "unix.0", copy, 0, "okvm")
            check_bytes(replay.read("k", number(args["addr"]), args["len"]), entry)
            replay("close")
        elif entry["call"] == "file_difference":
            before, after = (folder / "vmcore.0").read_bytes(), copy.read_bytes()
            assert len(before) == len(after)
            changed = [
                [at, new] for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new
            ]
            assert changed == entry["changed"]


def cross():
    for index, entry in enumerate(json.loads((GOLDEN / "cross.json").read_text())["entries"]):
        if entry["library"] in CALLERS:
            yield pytest.param(entry, id=f"{index:03d}-{entry['library']}-{entry['call']}")


@pytest.mark.parametrize("entry", list(cross()))
def test_cross(entry, golden_solaris, replays):
    for model in ("amd64", "i386", "sparc", "sparcv9"):
        golden_solaris.folder(model)
    replay = replays(CALLERS[entry["library"]])
    replay("chdir", golden_solaris.scratch)
    args = entry["args"]
    opened = replay("open", args["namelist"], args["corefile"], 0, "okvm")
    assert replay.printed == entry.get("stderr", "")
    if entry["call"] == "kvm_open":
        assert (opened[0] == "-") == (entry["return"] is None)
    else:
        check_nlist(replay, entry)
        assert pids(replay) == entry["pids"]
        (name,) = replay("namelist")
        if not entry["kvm_namelist"].startswith("/tmp/"):
            assert name == entry["kvm_namelist"]
    if opened[0] == "ok":
        replay("close")
