"""Many dumps at a glance: every dump has its row, whatever is wrong with it."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys

import pytest

from sunkvm.errors import UnsupportedError
from sunkvm.export.triage import Row, examine, find, triage


@pytest.fixture
def crash(golden_solaris, golden_freebsd, tmp_path):
    """A folder with dumps of two systems, one without a namelist, one cut off, and files that are none."""
    root = tmp_path / "crash"
    for case, name in (("amd64", "a"), ("sparcv9", "b")):
        (root / name).mkdir(parents=True)
        for file in ("unix.0", "vmcore.0"):
            shutil.copy(golden_solaris.folder(case) / file, root / name / file)
    (root / "c").mkdir()
    for file in ("kernel", "vmcore"):
        shutil.copy(golden_freebsd.folder("amd64-v2-12") / file, root / "c" / file)
    (root / "d").mkdir()
    shutil.copy(golden_freebsd.folder("amd64-v2-12") / "vmcore", root / "d" / "vmcore.5")
    (root / "d" / "vmdump.6").write_bytes((golden_solaris.folder("amd64") / "vmdump.0").read_bytes()[:30_000])
    (root / "d" / "notes.txt").write_text("nothing\n" * 1000)
    (root / "d" / ".hidden").write_bytes((root / "a" / "vmcore.0").read_bytes())
    return root


def test_finds_corefiles(crash):
    found = [os.path.relpath(path, crash) for path in find([crash])]
    assert found == ["a/vmcore.0", "b/vmcore.0", "c/vmcore", "d/vmcore.5", "d/vmdump.6"]
    assert list(find([crash / "nothing"])) == [str(crash / "nothing")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_rows(crash, jobs):
    told = []
    rows = list(triage([crash, crash / "nothing"], jobs=jobs, progress=lambda *at: told.append(at)))
    assert told == [(n, 6) for n in range(1, 7)]
    a, b, c, bare, cut, nothing = rows
    assert (a.system, a.release, a.panic, a.namelist, a.error) == (
        "SunOS",
        "5.11",
        "synthetic panic",
        str(crash / "a" / "unix.0"),
        None,
    )
    assert a.size == os.path.getsize(a.corefile) and a.crash_time and a.uptime and a.processes
    assert (b.system, b.machine) == ("SunOS", "sun4u")
    assert c.system == "FreeBSD" and c.namelist == str(crash / "c" / "kernel") and c.processes
    assert bare.format == "freebsd_minidump" and "name its namelist" in bare.error and bare.processes is None
    assert cut.error and nothing.error == f"{crash / 'nothing'}: No such file or directory"


def test_who_panicked(full_solaris_kernel, tmp_path):
    made = full_solaris_kernel("amd64")
    made.panic()
    path = made.kernel.pack(tmp_path / "vmcore.0")
    row = examine(str(path))
    import sunkvm

    with sunkvm.open(None, path) as image:
        panic = image.panic()
        owner = [p for p in image.processes() if any(t.kva == panic.thread for t in image.threads(p))]
        texts = [message.text for message in image.messages()]
    assert panic.thread and owner
    assert (row.process, row.pid) == (owner[0].command, owner[0].pid)
    assert (row.messages is None) == (not texts)


def test_message_hash_ignores_numbers():
    from sunkvm.export.triage import _hash

    assert _hash(["mem = 1024K (0x100000)", "root on sd0"]) == _hash(
        ["mem = 2048K (0x2ff000)", "root on sd1"]
    )
    assert _hash(["root on sd0"]) != _hash(["root on zfs"])
    assert _hash([]) is None


def test_command(sunkvm, crash):
    done = sunkvm("triage", crash / "a", "-o", "system,release,panic,processes")
    assert done.code == 0 and done.err == ""
    assert done.out.splitlines()[0].split() == ["SYSTEM", "RELEASE", "PANIC", "PROCESSES"]
    assert done.out.splitlines()[1].startswith("SunOS   5.11     synthetic panic")
    done = sunkvm("triage", crash, "--json")
    assert done.code == 1 and "name its namelist" in done.err
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert len(rows) == 5 and list(rows[0]) == list(Row.__dataclass_fields__)
    done = sunkvm("triage", crash / "a", "--csv", "-o", "corefile,crash_time")
    assert next(csv.reader(io.StringIO(done.out))) == ["corefile", "crash_time"]
    assert sunkvm("triage", crash / "a", "-o", "nosuch").code == 64
    assert sunkvm("triage", crash / "a", "--dask", "x", "--ray", "y").code == 64


@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_tables_for_programs(sunkvm, crash, tmp_path, suffix):
    import pyarrow.feather
    import pyarrow.parquet

    path = tmp_path / f"rows.{suffix}"
    assert sunkvm("triage", crash, "--table", path).code == 1
    read = pyarrow.parquet.read_table if suffix == "parquet" else pyarrow.feather.read_table
    table = read(path)
    assert table.column_names == list(Row.__dataclass_fields__)
    expected = [{name: getattr(row, name) for name in table.column_names} for row in triage([crash])]
    assert table.to_pylist() == expected
    assert sunkvm("triage", crash, "--table", path).code == 73  # never overwritten
    assert sunkvm("triage", crash, "--table", tmp_path / "rows.xls").code == 64


def test_dask_cluster(crash):
    """A scheduler of its own in another process, reached by its address."""
    script = (
        "from distributed import LocalCluster; import sys\n"
        "if __name__ == '__main__':\n"
        "    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, protocol='tcp://', host='127.0.0.1',\n"
        "                      dashboard_address=None, scheduler_port=0) as cluster:\n"
        "        print(cluster.scheduler_address, flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as cluster:
        address = cluster.stdout.readline().strip()
        assert address.startswith("tcp://127.0.0.1:")
        try:
            assert list(triage([crash], dask=address)) == list(triage([crash], jobs=1))
        finally:
            cluster.stdin.close()


def test_missing_packages_say_what_to_install(crash, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UnsupportedError, match="pip install ray"):
        list(triage([crash], ray="auto"))
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UnsupportedError, match="pip install distributed"):
        list(triage([crash], dask="tcp://127.0.0.1:1"))
