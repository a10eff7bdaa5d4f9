"""The NetBSD façade against the answers that the original library of 6.99.16 gave about the golden images.

Every entry of every case is replayed, with a library's limits and without. What an entry marks as wrong is compared with
the right answer that it gives; ``DECIDED`` lists what was decided otherwise than the original.
"""

import hashlib
import io
import json
import os
import shutil
from pathlib import Path

import pytest

from sunkvm.compat import netbsd as kvm
from sunkvm.corefile import KVA

GOLDEN = Path(__file__).parent.parent / "golden" / "netbsd"
CASES = sorted(path.parent.name for path in GOLDEN.glob("*/expected.json"))
# The data model of the library that was recorded.
MODELS = {
    "amd64": "amd64",
    "amd64-fscale": "amd64",
    "i386": "i386",
    "i386pae": "i386",
    "sparc64": "sparcv9",
    "sparc64old": "sparcv9",
    "sun4": "sparc",
    "sun4c": "sparc",
    "sun4m": "sparc",
}

# Marked as traps, and answered otherwise: an address in no segment of memory is an error, and what a caller selects
# by session or group is selected.
DECIDED = {
    ("kvm_read", "physical address in no RAM segment"): {"return": -1},
    ("kvm_read", "beyond memory"): {"return": -1},
    ("kvm_getprocs", "SESSION", 1): {"return": "pointer", "cnt": 0, "pids": []},
    ("kvm_getprocs", "GID", 1): {"return": "pointer", "cnt": 0, "pids": []},
    ("kvm_getprocs", "RGID", 1): {"return": "pointer", "cnt": 0, "pids": []},
}
# The recorded message names an address that the original's wrong page size of sun4 (8196) leads to.
MESSAGES = {("sun4", "0xf00cdff8", 16): "invalid address (0xf00ce000)"}


def entries():
    params = []
    for case in CASES:
        recorded = json.loads((GOLDEN / case / "expected.json").read_text())["entries"]
        for number, entry in enumerate(recorded):
            for library in (None, "6"):
                name = f"{case}-{number:03d}-{entry['call']}-{library or 'any'}"
                params.append(pytest.param(case, library, entry, id=name))
    return params


def number(text):
    return int(text, 16) if isinstance(text, str) else text


def wanted(entry):
    """Return the entry with the right answer where the original's is wrong, was not recorded, or is not followed."""
    args = entry["args"]
    for key in ((entry["call"], entry.get("note")), (entry["call"], args.get("op"), args.get("arg"))):
        if key in DECIDED:
            assert entry["trap"]
            return {"call": entry["call"], "args": args} | DECIDED[key]
    if "right" in entry and isinstance(entry["right"], dict):
        if entry["call"] == "kvm_getproc2":
            return entry | entry["right"]
        return {"call": entry["call"], "args": args} | entry["right"]
    return entry


class Session:
    """One descriptor, opened as the entry says."""

    def __init__(self, case, library, entry, folder, tmp_path):
        args = entry["args"]
        self.common = {"library": library, "model": MODELS.get(case, "m68k")}
        self.errbuf = kvm.Errbuf()
        self.execfile = args.get("namelist") or args.get("execfile", "kernel")
        if self.execfile == "a name of 2000 characters":
            self.execfile = "x" * 2000
        self.corefile = args.get("corefile", "netbsd.core")
        flags = args.get("flags", 0)
        if self.corefile == "a copy of dumpdev, opened O_RDWR":
            self.corefile = str(tmp_path / "dumpdev")
            shutil.copyfile(folder / "dumpdev", self.corefile)
            flags = os.O_RDWR
        opened = args.get("opened_with", "")
        if opened == "KVM_NO_FILES":
            self.kd = kvm.kvm_openfiles(None, None, None, kvm.KVM_NO_FILES, self.errbuf, **self.common)
        elif entry["call"] == "kvm_open" or opened:
            assert not opened or opened == 'kvm_open, errstr "prog"'
            self.kd = kvm.kvm_open(self.execfile, self.corefile, None, flags, "prog", **self.common)
        else:
            self.kd = kvm.kvm_openfiles(self.execfile, self.corefile, None, flags, self.errbuf, **self.common)


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
    else:
        assert not expected


def check_open(session, entry, capsys):
    kd = session.kd
    assert (kd is None) == (entry["return"] is None)
    if "errbuf" in entry:
        assert str(session.errbuf) == entry["errbuf"]
    if "stderr" in entry:
        assert capsys.readouterr().err == entry["stderr"]
    if "kvm_getkernelname" in entry:
        assert kvm.kvm_getkernelname(kd) == entry["kvm_getkernelname"]
        assert kvm.kvm_close(kd) == entry["kvm_close"]


def check_nlist(kd, entry):
    array = [kvm.Nlist(name) for name in entry["args"]["names"]]
    assert kvm.kvm_nlist(kd, array) == entry["return"]
    for item, (kind, value) in zip(array, entry["nlist"], strict=True):
        assert f"{item.n_value:#x}" == value, item.n_name
        assert kind is None or item.n_type == kind, item.n_name


def shown(value):
    """A member as the recordings show it."""
    if isinstance(value, bytes):
        return value.split(b"\0")[0].decode()
    return list(value) if isinstance(value, tuple) else value


def check_members(view, recorded):
    """Compare the recorded members of one struct; return how many."""
    right = recorded.get("original_is_wrong_fields", {})
    compared = 0
    for name, value in recorded.items():
        if name in ("original_is_wrong_fields", "original_is_wrong", "why"):
            continue
        if name in right:
            value = right[name]["right"]
        assert value != "undefined", name
        got = shown(view[name])
        if isinstance(value, str) and value.startswith("0x"):
            value = number(value)
        assert got == value, name
        compared += 1
    return compared


def check_getprocs(kd, entry):
    args = entry["args"]
    found = kvm.kvm_getprocs(kd, args["op_value"], args["arg"])
    assert found is not None
    assert kd.cnt == len(found) == entry["cnt"]
    assert [proc["kp_proc.p_pid"] for proc in found] == entry["pids"]
    for view, recorded in zip(found, entry.get("procs", ()), strict="procs" in entry):
        assert check_members(view, recorded) > 20


def check_getproc2(kd, entry):
    args = entry["args"]
    found = kvm.kvm_getproc2(kd, args["op_value"], args["arg"], args["elemsize"])
    assert kd.cnt == len(found) == entry["cnt"]
    assert [proc.p_pid for proc in found] == entry["pids"]
    by_pid = {proc.p_pid: proc for proc in found}
    for recorded in entry["procs"]:
        recorded = dict(recorded)
        if recorded.get("original_is_wrong"):
            # A zombie without lwps: what the original shows of lwps is another process's. The state is then the
            # process's own, as for a live kernel.
            for name in (
                "p_back",
                "p_swtime",
                "p_slptime",
                "p_priority",
                "p_usrpri",
                "p_wchan",
                "p_stat",
                "p_wmesg",
            ):
                recorded[name] = 0
            recorded["p_stat"], recorded["p_wmesg"] = recorded["p_realstat"], ""
        assert check_members(by_pid[recorded["p_pid"]], recorded) > 40
    # What is recorded leaves out what is zero: no other number may be set.
    named = {name for recorded in entry["procs"] for name in recorded} | {"p_tpgid"}
    for proc in found:
        extra = {name for name in proc if isinstance(proc[name], int) and proc[name]} - named
        assert not extra


def check_getlwps(kd, entry):
    args = entry["args"]
    found = kvm.kvm_getlwps(kd, 0, number(args["procaddr"]), args["elemsize"])
    assert kd.cnt == len(found) == entry["cnt"]
    for view, recorded in zip(found, entry.get("lwps", ()), strict="lwps" in entry):
        assert check_members(view, recorded) == 16
    if entry.get("note") == "lwp 1, l_back 0":
        assert [(view.l_lid, view.l_back) for view in found] == [(1, 0)]


def check_files(kd, entry):
    found = kvm.kvm_getfiles(kd)
    assert kd.cnt == len(found) == entry["cnt"]
    assert found.head == number(entry["filehead"])
    raw = bytes(found)
    assert len(raw) == 8 + 96 * entry["cnt"]
    assert int.from_bytes(raw[:8], "little") == found.head
    for view, recorded in zip(found, entry["files"], strict=True):
        assert {name: view[name] for name in ("f_type", "f_count")} == {
            name: recorded[name] for name in ("f_type", "f_count")
        }
        assert view["f_list.le_next"] == number(recorded["f_list.le_next"])


def check_vector(kd, entry):
    args = entry["args"]
    (proc,) = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, args["pid"])
    assert getattr(kvm, entry["call"])(kd, proc, args["nchr"]) == entry["return"]


def check_dump(session, entry, folder):
    kd, args = session.kd, entry["args"]
    if entry["call"] == "kvm_dump_mkheader":
        if args.get("second_call"):
            assert kvm.kvm_dump_mkheader(kd, args["dump_off"]) == 512
        assert kvm.kvm_dump_mkheader(kd, args["dump_off"]) == entry["return"]
        return
    assert kvm.kvm_dump_mkheader(kd, 8192) == 512
    if entry["call"] == "kvm_dump_wrtheader":
        out = io.BytesIO()
        assert kvm.kvm_dump_wrtheader(kd, out, args["dumpsize"]) == entry["return"]
        written = entry["written"]
        assert len(out.getvalue()) == written["size"]
        assert hashlib.sha256(out.getvalue()).hexdigest() == written["sha256"]
        return
    before = (folder / "dumpdev").read_bytes()
    assert kvm.kvm_dump_inval(kd) == 0
    after = Path(session.corefile).read_bytes()
    changed = [at for at in range(0, len(before), 512) if before[at : at + 512] != after[at : at + 512]]
    # "clear the 4 bytes of dumpmag only", in the block that the original wipes
    (block,) = changed
    array = [kvm.Nlist("dumpmag")]
    kvm.kvm_nlist(kd, array)
    at = block + array[0].n_value % 512
    assert before[at : at + 4] == bytes.fromhex("0101ca8f")
    assert after[at : at + 4] == bytes(4)
    assert before[:at] == after[:at]
    assert before[at + 4 :] == after[at + 4 :]


def check_kvatop(kd, entry):
    kva = number(entry["args"]["addr"])
    core = kd.image.corefile
    found = core.walk(KVA, kva)
    if entry["return"] == 0:
        assert found.pa is None
        kd.missing(kva)
        return
    assert found.pa == number(entry["pa"])
    assert found.span - kva % found.span == entry["return"]


def check(case, library, recorded, folder, tmp_path, capsys):
    call = recorded["call"]
    entry = wanted(recorded)
    args = entry["args"]
    session = Session(case, library, recorded, folder, tmp_path)
    kd = session.kd
    if call in ("kvm_open", "kvm_openfiles"):
        check_open(session, entry, capsys)
        return
    assert kd is not None, session.errbuf
    if call == "kvm_nlist":
        check_nlist(kd, entry)
    elif call == "kvm_read":
        if args.get("when") == "after it":
            assert kvm.kvm_dump_mkheader(kd, 8192) == 512
        check_bytes(kvm.kvm_read(kd, number(args.get("addr", 0x1000)), args.get("len", 8)), entry)
    elif call == "kvm_write":
        data = bytes.fromhex(args.get("hex", "00"))
        assert kvm.kvm_write(kd, number(args.get("addr", 0x1000)), data) == entry["return"]
    elif call == "kvm_getprocs":
        check_getprocs(kd, entry)
    elif call == "kvm_getproc2":
        check_getproc2(kd, entry)
    elif call == "kvm_getlwps":
        check_getlwps(kd, entry)
    elif call in ("kvm_getargv", "kvm_getenvv"):
        check_vector(kd, entry)
    elif call == "kvm_getfiles":
        check_files(kd, entry)
    elif call == "kvm_getloadavg":
        answer = kvm.kvm_getloadavg(kd, args["nelem"])
        assert answer == entry["loadavg"]
        assert len(answer) == entry["return"]
    elif call.startswith("kvm_dump_"):
        check_dump(session, entry, folder)
    elif call == "_kvm_kvatop":
        check_kvatop(kd, entry)
    else:
        raise AssertionError(f"no replay of {call}")
    if "stderr" in entry:
        assert capsys.readouterr().err == entry["stderr"]
    if "error" in entry:
        key = (case, args.get("addr"), args.get("len"))
        assert kvm.kvm_geterr(kd) == MESSAGES.get(key, entry["error"])
    assert kvm.kvm_close(kd) == 0


@pytest.mark.parametrize(("case", "library", "entry"), entries())
def test_answer(case, library, entry, golden_netbsd, monkeypatch, tmp_path, capsys):
    folder = golden_netbsd.folder(case)
    monkeypatch.chdir(folder)
    check(case, library, entry, folder, tmp_path, capsys)


def test_count():
    """No case and no entry is left out."""
    assert len(CASES) == 14
    assert len(entries()) == 2 * 767
