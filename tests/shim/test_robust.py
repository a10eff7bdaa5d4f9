"""A library with an interpreter behind it, in programs that know nothing of that: in process and through the helper."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import environment, need

pytestmark = pytest.mark.shim

IMAGES = {
    64: ("amd64", "0xffffff0000000000", "0000000000eb83b5"),
    32: ("i386", "0xd0000000", "00000010d1846cb7"),
}
WAYS = [(64, "inprocess"), (64, "helper"), (32, "helper")]
ids = [f"{bits}-{engine}" for bits, engine in WAYS]
ways = pytest.mark.parametrize(("bits", "engine"), WAYS, ids=ids)


@pytest.fixture
def run(tools, golden_solaris, tmp_path):
    """Return run(bits, test, ..., **environment): the program's answer, which must be a success."""

    def run(bits, test, *more, before=(), env=None, timeout=120, ok=True, corefile="vmcore.0"):
        model, address, word = IMAGES[bits]
        folder = golden_solaris.folder(model)
        command = [
            *before,
            tools.build("robust.c", bits),
            test,
            folder / "unix.0",
            folder / corefile,
            address,
            word,
        ]
        done = subprocess.run(
            list(map(str, [*command, *more])),
            capture_output=True,
            text=True,
            timeout=timeout,
            env=env,
            cwd=tmp_path,
        )
        if ok:
            assert done.returncode == 0, f"{done.returncode}: {done.stdout}{done.stderr}"
            assert done.stderr == ""
        return done

    return run


@ways
@pytest.mark.parametrize("test", ["plain", "threads", "shared", "side-effects", "handles", "no-child"])
def test_situation(run, bits, engine, test):
    assert run(bits, test, env=environment(SUNKVM_ENGINE=engine)).stdout == "ok\n"


@ways
def test_a_corefile_that_is_cut_while_it_is_open(run, bits, engine, golden_solaris, tmp_path):
    copy = tmp_path / "vmcore.0"
    shutil.copyfile(golden_solaris.folder(IMAGES[bits][0]) / "vmcore.0", copy)
    assert run(bits, "shrinks", env=environment(SUNKVM_ENGINE=engine), corefile=copy).stdout == "ok\n"


@ways
def test_forks_while_a_thread_is_busy(run, bits, engine):
    count = 100 if engine == "inprocess" else 20  # a helper each takes its time
    done = run(bits, "forks", count, env=environment(SUNKVM_ENGINE=engine))
    assert done.stdout == f"{count} of {count} children\nok\n"


@ways
@pytest.mark.parametrize("corefile", ["vmcore.0", "vmdump.1"])
def test_forks_while_a_thread_uses_the_same_descriptor(run, bits, engine, corefile):
    """Also where it has a lock, as it has for every page of a compressed dump."""
    count = 50 if engine == "inprocess" else 10
    done = run(bits, "forks", count, "shared", env=environment(SUNKVM_ENGINE=engine), corefile=corefile)
    assert done.stdout == f"{count} of {count} children\nok\n"


@ways
def test_closed_descriptors_0_to_2(run, bits, engine, golden_solaris, tmp_path):
    shutil.copy(golden_solaris.folder(IMAGES[bits][0]) / "vmcore.0", tmp_path / "vmcore.0")
    run(bits, "closed-stdio", env=environment(SUNKVM_ENGINE=engine))


@ways
@pytest.mark.parametrize("what", ["vmdump.0", "live"])
def test_descriptors_0_to_2_that_are_closed_later(run, bits, engine, what, golden_solaris):
    """Memory of processes, and whatever else is opened as it is needed: nothing takes their place."""
    corefile = golden_solaris.folder(IMAGES[bits][0]) / "vmdump.0"
    env = environment(SUNKVM_ENGINE=engine)
    run(bits, "late-files", *(["live"] if what == "live" else []), env=env, corefile=corefile)


@ways
def test_dlclose_and_again(run, tools, bits, engine):
    run(bits, "unload", tools.flavour(bits).library, env=environment(SUNKVM_ENGINE=engine))


@pytest.mark.parametrize("bits", [64, 32])
def test_empty_environment(run, bits):
    assert run(bits, "plain", env={}).stdout == "ok\n"


@ways
def test_hostile_environment(run, bits, engine, tmp_path):
    """Variables and files that would lead an ordinary Python astray."""
    evil = tmp_path / "evil"
    evil.mkdir()
    for name in ("os", "struct", "sunkvm", "encodings", "site", "array"):
        (evil / f"{name}.py").write_text("raise SystemExit(66)\n")
        (tmp_path / f"{name}.py").write_text("raise SystemExit(67)\n")
    env = environment(
        SUNKVM_ENGINE=engine,
        PYTHONHOME=str(evil),
        PYTHONPATH=str(evil),
        PYTHONSTARTUP=str(evil / "os.py"),
        PYTHONVERBOSE="1",
        PYTHONINSPECT="1",
        LC_ALL="xx_YY",
        VIRTUAL_ENV=str(evil),
    )
    assert run(bits, "plain", env=env).stdout == "ok\n"


@pytest.mark.parametrize("bits", [64, 32])
def test_the_helper_dies(run, bits):
    assert run(bits, "helper-dies", env=environment(SUNKVM_ENGINE="helper")).stdout == "ok\n"


@pytest.mark.parametrize("bits", [64, 32])
def test_the_helper_dies_with_the_program(tools, golden_solaris, bits):
    model, address, word = IMAGES[bits]
    folder = golden_solaris.folder(model)
    command = [tools.build("robust.c", bits), "crash", folder / "unix.0", folder / "vmcore.0", address, word]
    program = subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, env=environment(SUNKVM_ENGINE="helper"), text=True
    )
    group = int(program.stdout.readline())
    os.kill(program.pid, signal.SIGKILL)
    program.wait()
    program.stdout.close()
    deadline = time.monotonic() + 10
    while True:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            break
        assert time.monotonic() < deadline, "the helper lives on"
        time.sleep(0.05)


def test_a_python_that_is_not_there_is_an_error(run, tmp_path):
    for bits in (64, 32):
        env = environment(SUNKVM_ENGINE="helper", SUNKVM_PYTHON=str(tmp_path / "none"))
        done = run(bits, "plain", env=env, ok=False)
        assert "robust: cannot start the engine: No such file or directory\n" in done.stderr
        env = environment(SUNKVM_ENGINE="helper", SUNKVM_PYTHON="/bin/true")
        done = run(bits, "plain", env=env, ok=False)
        assert "robust: the engine does not start: /bin/true\n" in done.stderr


def test_inside_python(tools, golden_solaris, tmp_path):
    """Through ctypes: the engine adopts the interpreter that runs, and fork goes on working."""
    folder = golden_solaris.folder("amd64")
    code = f"""
import ctypes, os, sys
kvm = ctypes.CDLL({tools.flavour().library!r}, use_errno=True)
kvm.kvm_open.restype = kvm.kvm_nextproc.restype = ctypes.c_void_p
kvm.kvm_kread.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_size_t]
kvm.kvm_nextproc.argtypes = kvm.kvm_close.argtypes = [ctypes.c_void_p]
kd = kvm.kvm_open({os.fsencode(folder / "unix.0")!r}, {os.fsencode(folder / "vmcore.0")!r}, None, 0, b"ctypes")
assert kd
buf = ctypes.create_string_buffer(8)
assert kvm.kvm_kread(kd, 0xffffff0000000000, buf, 8) == 8 and buf.raw.hex() == "0000000000eb83b5"
assert kvm.kvm_nextproc(kd)
assert "sunkvm._shim" in sys.modules, "one interpreter"
pid = os.fork()
if pid == 0:
    os._exit(not (kvm.kvm_nextproc(kd) and kvm.kvm_kread(kd, 0xffffff0000010000, buf, 8) == 8))
assert os.waitpid(pid, 0)[1] == 0
assert kvm.kvm_close(kd) == 0
print("ok")
"""
    for options in ([], ["-I"], ["-S", "-E"]):
        done = subprocess.run(
            [sys.executable, *options, "-c", code],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment(),
        )
        assert (done.stdout, done.stderr) == ("ok\n", ""), options


FORKS = """
import ctypes, os, sys, threading
kvm = ctypes.CDLL(sys.argv[1])
kvm.kvm_open.restype = ctypes.c_void_p
kvm.kvm_kread.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_size_t]
kd = kvm.kvm_open(os.fsencode(sys.argv[2]), os.fsencode(sys.argv[3]), None, 0, b"ctypes")
assert kd
stop = False
def reads(start):
    buffer = ctypes.create_string_buffer(64)
    while not stop:
        assert kvm.kvm_kread(kd, 0xffffff0000000000 + start % 256 * 4096, buffer, 64) == 64
        start += 1
threads = [threading.Thread(target=reads, args=(start,), daemon=True) for start in (0, 57)]
for thread in threads: thread.start()
for number in range(40):
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
stop = True
for thread in threads: thread.join()
print("ok")
"""


def test_inside_python_forks_while_threads_read(tools, golden_solaris):
    """Whoever forks has the interpreter's lock; a thread that wants it for a page has none that the fork waits for."""
    folder = golden_solaris.folder("amd64")
    command = [sys.executable, "-W", "ignore", "-c", FORKS, tools.flavour().library]
    done = subprocess.run(
        [*command, folder / "unix.0", folder / "vmdump.1"],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=100,
    )
    assert (done.stdout, done.stderr) == ("ok\n", "")


@pytest.mark.parametrize(("before", "status"), [("SIG_DFL", -signal.SIGBUS), ("SIG_IGN", 0)])
def test_a_bus_error_that_somebody_sends(tools, golden_solaris, before, status):
    """Our handler looks after mappings; what was sent does what it would have done."""
    folder = golden_solaris.folder("amd64")
    code = f"""
import ctypes, os, resource, signal
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
signal.signal(signal.SIGBUS, signal.{before})
kvm = ctypes.CDLL({tools.flavour().library!r})
kvm.kvm_open.restype = ctypes.c_void_p
assert kvm.kvm_open({os.fsencode(folder / "unix.0")!r}, {os.fsencode(folder / "vmcore.0")!r}, None, 0, b"ctypes")
os.kill(os.getpid(), signal.SIGBUS)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment())
    assert (done.returncode, done.stderr) == (status, "")


def test_the_message_says_why_there_is_no_engine(tools, golden_solaris, tmp_path):
    """Also where the engine is tried in the program, then beside it."""
    package = Path(tools.flavour().library).parents[2]
    target = tmp_path / "lib" / "python" / "site-packages" / "sunkvm"
    shutil.copytree(package, target)
    (target / "_shim.py").write_text("raise ImportError('half of it was copied')\n")
    model, address, word = IMAGES[64]
    folder = golden_solaris.folder(model)
    command = [tools.build("robust.c"), "plain", folder / "unix.0", folder / "vmcore.0", address, word]
    library = str(target / "flavours" / "solaris")
    told = "sunkvm._shim cannot be imported: half of it was copied"
    for engine, text in {
        "inprocess": f"the engine cannot run in this process: {told}",
        "helper": f"the engine does not start: {told}",
        "": f"the engine does not start: {told}",
    }.items():
        env = environment(LD_LIBRARY_PATH=library, SUNKVM_ENGINE=engine, SUNKVM_PYTHON=sys.executable)
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=env)
        assert done.stderr == f"robust: {text}\n"
    env = environment(LD_LIBRARY_PATH=library, SUNKVM_PYTHON="/bin/true")
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=env)
    assert done.stderr == f"robust: the engine does not start: /bin/true; in this process: {told}\n"


def other_pythons() -> list[str]:
    """Return interpreters of other series than this one."""
    here = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    folders = ["/usr/bin", "/usr/local/bin", *map(str, Path.home().glob(".pyenv/versions/*/bin"))]
    names = [f"python3.{minor}" for minor in range(8, 16)]
    found = (shutil.which(name, path=os.pathsep.join(folders)) for name in names if name != here)
    return [path for path in found if path]


def test_inside_another_python(tools, golden_solaris, tmp_path):
    """A Python that the engine was not built for: the helper serves, or, told not to, a clean error."""
    others = list(other_pythons())
    if not others:
        pytest.skip("there is no Python of another series here")
    folder = golden_solaris.folder("amd64")
    code = f"""
import ctypes
kvm = ctypes.CDLL({tools.flavour().library!r})
kvm.kvm_open.restype = ctypes.c_void_p
print(bool(kvm.kvm_open({os.fsencode(folder / "unix.0")!r}, {os.fsencode(folder / "vmcore.0")!r}, None, 0, b"other")))
"""
    for other in others:
        done = subprocess.run([other, "-c", code], capture_output=True, text=True, env=environment())
        assert (done.stdout, done.stderr) == ("True\n", ""), other
    done = subprocess.run(
        [others[0], "-c", code], capture_output=True, text=True, env=environment(SUNKVM_ENGINE="inprocess")
    )
    assert done.stdout == "False\n"
    assert done.stderr.startswith("other: the engine cannot run in this process: this program has Python 3.")


@pytest.mark.parametrize("bits", [64, 32])
def test_set_id_programs_read_nothing_from_the_environment(run, tools, bits, golden_solaris):
    """Under AT_SECURE neither KVM_DEBUG nor any SUNKVM_ variable counts."""
    need(os.geteuid() == 0 and shutil.which("setpriv"), "root and setpriv")
    model, address, word = IMAGES[bits]
    folder = golden_solaris.folder(model)
    program = tools.build("robust.c", bits)
    copy = program.with_name(f"{program.name}-setgid")
    shutil.copy(program, copy)
    os.chown(copy, 0, 12345)
    copy.chmod(0o2755)
    for path in (folder, *folder.parents):
        if path.stat().st_uid == os.getuid() and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o55)
    env = environment(
        SUNKVM_PYTHON="/bin/true", SUNKVM_ENGINE="nonsense", KVM_DEBUG="1", SUNKVM_TRANSCODE="1"
    )
    command = [copy, "plain", folder / "unix.0", folder / "vmcore.0", address, word]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=env)
    if done.returncode == 127 or "error while loading shared libraries" in done.stderr:
        pytest.skip("the dynamic linker does not take the library of a set-id program from there")
    assert (done.stdout, done.stderr) == ("ok\n", "")


@pytest.mark.slow
def test_valgrind(run):
    """No error, and nothing of ours left after kvm_close. Through the helper: an interpreter has its own ways."""
    need(shutil.which("valgrind"), "valgrind")
    before = [
        "valgrind",
        "-q",
        "--error-exitcode=9",
        "--leak-check=full",
        "--errors-for-leak-kinds=definite,possible",
    ]
    done = run(64, "plain", before=before, env=environment(SUNKVM_ENGINE="helper"), ok=False, timeout=250)
    assert (done.returncode, done.stdout) == (0, "ok\n"), done.stderr


@pytest.mark.parametrize("bits", [64, 32])
def test_without_an_engine_module(tools, golden_solaris, tmp_path, bits):
    """As installed for a Python without shared libpython: the helper serves unasked."""
    package = Path(tools.flavour(bits).library).parents[3 if bits == 32 else 2]
    target = tmp_path / "lib" / "python" / "site-packages" / "sunkvm"
    shutil.copytree(package, target, ignore=shutil.ignore_patterns("_engine.so", "_kcore*"))
    library = target / "flavours" / "solaris" / ("32" if bits == 32 else "")
    model, address, word = IMAGES[bits]
    folder = golden_solaris.folder(model)
    command = [tools.build("robust.c", bits), "plain", folder / "unix.0", folder / "vmcore.0", address, word]
    for extra in ({}, {"SUNKVM_ENGINE": "inprocess"}):
        env = environment(LD_LIBRARY_PATH=str(library), **extra)
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=env)
        if extra:
            assert "robust: the engine cannot run in this process: " in done.stderr
        else:
            assert (done.stdout, done.stderr) == ("ok\n", "")
