"""Fuzz the engine: run.py [--seconds N] [--target NAME]...; run.py --replay FILE...; run.py --list

All targets share the time. Each runs in a process of its own, within bounds of time and memory; what it finds is written
to build/fuzz/findings, one archive a finding, and the exit code is 1. With atheris (pip install --group fuzz) the mutation
is guided by coverage; without, it is drawn at random.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

import case as cases  # noqa: E402
import mutate  # noqa: E402

WORK = ROOT / "build" / "fuzz"
CORPUS = HERE / "corpus"
SECONDS = 2.0  # of processor time, for a case of less than a megabyte; more for larger ones
MEMORY = 256 << 20
# Which tests write files that are worth beginning with.
HARVEST = (
    "corefiles/test_freebsd_machines.py", "corefiles/test_freebsd_full.py", "corefiles/test_netbsd_machines.py",
    "corefiles/test_dragonfly.py", "corefiles/test_elf_virtual.py", "corefiles/test_freebsd_headers.py",
    "corefiles/test_solaris.py", "corefiles/test_solaris_sections.py", "namelists", "layouts/test_dwarf.py",
    "layouts/test_btf.py", "layouts/test_isf.py", "emulate/test_freebsd_pack.py",
)  # fmt: skip
LARGEST = 6 << 20  # of a file to begin with
_TWICE = 8  # every so many cases are run twice, and must give the same answers
_MOST_FINDINGS = 40  # of one target; then it stops


class TooSlow(BaseException):
    """A case took too long."""


class Finding:
    """What is wrong with a case: ``sign`` tells apart what has different causes."""

    def __init__(self, sign: str, text: str) -> None:
        self.sign = sign
        self.text = text


def bound_memory() -> None:
    """Let the process have only so much more memory than now."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + MEMORY + (32 << 20)  # what Python itself sets aside
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))


def _ring(*_: object) -> None:
    raise TooSlow


class Runner:
    """Runs the cases of one target, and judges."""

    def __init__(self, target, folder: Path) -> None:
        self.target = target
        self.folder = folder
        self.executions = 0
        self._open = _descriptors()
        self._lowest = _lowest()
        signal.signal(signal.SIGPROF, _ring)

    def run(self, case: cases.Case, *, twice: bool = False) -> Finding | None:
        """Lay a case and run it; return what is wrong with it."""
        cases.lay(case, self.folder)
        return self.judge(self.folder, sum(map(len, case.values())), twice=twice)

    def judge(self, folder: Path, size: int, *, twice: bool = False) -> Finding | None:
        """Run a case that lies in a folder, so many bytes; return what is wrong with it."""
        seconds = SECONDS * max(1.0, size / (1 << 20))
        self.executions += 1
        if self.executions % 100 == 0:
            gc.collect()  # so that the bound of memory is one of single cases
        finding = None
        answers = []
        for _ in range(2 if twice else 1):
            start = time.process_time()
            try:
                signal.setitimer(signal.ITIMER_PROF, seconds, 0.2)
                try:
                    answers.append(self.target.run(folder))
                finally:
                    signal.setitimer(signal.ITIMER_PROF, 0)
            except KeyboardInterrupt:
                raise
            except TooSlow as error:
                finding = _describe(error)
            except BaseException as error:
                finding = _describe(error)
            if finding is None and time.process_time() - start > seconds:
                finding = Finding("slow", f"took {time.process_time() - start:.1f} s")
            if finding is not None:
                break
        if _lowest() != self._lowest:
            gc.collect()
            left = sorted(_descriptors() - self._open)
            if left and finding is None:
                finding = Finding("descriptor", f"left open: {left}")
            for number in left:
                os.close(int(number))
        if finding is None and len(set(answers)) > 1:
            finding = Finding("answers", "the second time the answers were others")
        return finding


def _lowest() -> int:
    """Return the number that the next opened file gets: it is another one once something was left open."""
    number = os.open("/dev/null", os.O_RDONLY)
    os.close(number)
    return number


def _descriptors() -> set[str]:
    return {name for name in os.listdir("/proc/self/fd") if _is_open(name)}


def _is_open(name: str) -> bool:
    try:
        os.fstat(int(name))
    except OSError:
        return False
    return True


def _describe(error: BaseException) -> Finding:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/sunkvm/" in frame.filename or "/compat/" in frame.filename]
    where = ours[-1] if ours else frames[-1]
    name = type(error).__name__
    if isinstance(error, (TooSlow, MemoryError, RecursionError)) and ours:
        # Where exactly it stopped is chance: the function that was entered from outside of the module says more.
        module = where.filename
        where = next(frame for frame in ours if frame.filename == module)
        return Finding(f"{name} {Path(module).name}:{where.name}", "".join(traceback.format_exception(error)))
    return Finding(
        f"{name} {Path(where.filename).name}:{where.name}:{where.lineno}",
        "".join(traceback.format_exception(error)),
    )


def minimise(
    runner: Runner, seed: mutate.Seed, changes: list, finding: Finding, seconds: float
) -> cases.Case:
    """Return a smaller case with the same finding: fewer changes, then blocks of zeros, then a shorter file."""
    end = time.monotonic() + seconds

    def same(case: cases.Case) -> bool:
        if time.monotonic() > end:
            return False
        found = runner.run(case, twice=finding.sign == "answers")
        return found is not None and found.sign == finding.sign

    number = 0
    while number < len(changes) and len(changes) > 1:
        fewer = changes[:number] + changes[number + 1 :]
        if same(mutate.apply(seed.case, fewer)):
            changes = fewer
        else:
            number += 1
    case = mutate.apply(seed.case, changes)
    for part in sorted(case):
        data = case[part]
        size = max(4096, 1 << max(0, len(data) - 1).bit_length() >> 1)
        while size >= 256:
            for at in range(0, len(data), size):
                if any(data[at : at + size]):
                    zeroed = data[:at] + bytes(min(size, len(data) - at)) + data[at + size :]
                    if same({**case, part: zeroed}):
                        data = zeroed
                        case = {**case, part: data}
            size >>= 2
    return case


def keep(runner: Runner, seed, changes, finding: Finding, folder: Path, laid: cases.Laid) -> Path:
    """Write a finding, made small, and what it says; as it lay where it cannot be made again."""
    whole = laid.as_case()
    case = minimise(runner, seed, list(changes), finding, 20.0)
    again = runner.run(case, twice=finding.sign == "answers")
    if again is None or again.sign != finding.sign:
        case = whole
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{runner.target.name.replace(':', '_')}-{cases.key(case)}.tar.xz"
    path.write_bytes(cases.pack(case))
    path.with_suffix("").with_suffix(".txt").write_text(
        f"{runner.target.name}: {finding.sign}\n{finding.text}"
    )
    return path


def fuzz(name: str, seconds: float, random_seed: int, harvest: Path, findings: Path, guided: bool) -> None:
    """Fuzz one target for some seconds; print a line of JSON."""
    if guided:
        import atheris

        # To the end: most modules are imported when they are needed.
        watched = atheris.instrument_imports(include=["sunkvm"])
        watched.__enter__()
        global SECONDS
        SECONDS *= 4  # watching takes time
    import seeds
    import targets

    target = targets.TARGETS[name]
    if target.library is not None:
        target.library.prepare()
    begun = [mutate.Seed(*row) for row in seeds.kept(WORK / "cases" / name, target.seeds, harvest)]
    known: set[str] = set()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sunkvm-fuzz-", dir=_memory_folder()) as scratch:
        lie = [
            (seed, cases.Laid(seed.case, Path(scratch) / str(number))) for number, seed in enumerate(begun)
        ]
        (Path(scratch) / "small").mkdir()
        runner = Runner(target, Path(scratch) / "small")
        gc.collect()
        gc.freeze()

        def once(seed: mutate.Seed, laid: cases.Laid, changes: list, twice: bool) -> None:
            mutate.change(laid, seed, changes)
            finding = runner.judge(laid.folder, laid.size, twice=twice)
            if finding is not None and finding.sign not in known:
                known.add(finding.sign)
                path = keep(runner, seed, changes, finding, findings, laid)
                print(f"{name}: {seed.name}: {finding.sign}: {path}", file=sys.stderr, flush=True)
            laid.restore()

        def drawn(chance, number: int) -> None:
            seed, laid = lie[chance.pick(len(lie))]
            once(seed, laid, mutate.edits(seed, chance), number % _TWICE == 0)

        def report() -> None:
            print(
                json.dumps(
                    {
                        "target": name,
                        "seeds": len(begun),
                        "executions": runner.executions,
                        "seconds": round(time.monotonic() - started, 1),
                        "findings": sorted(known),
                    }
                ),
                flush=True,
            )

        spent = []
        for seed, laid in lie:  # what is whole must be well
            start = time.monotonic()
            once(seed, laid, [], True)
            spent.append(time.monotonic() - start)
        if not lie:
            report()
            return
        # What takes long is taken less often, but taken.
        lie = [
            row
            for row, seconds in zip(lie, spent, strict=True)
            for _ in range(min(8, 1 + int(max(spent) / seconds)))
        ]
        bound_memory()
        number = 0
        if guided:

            def one_input(data: bytes) -> None:
                nonlocal number
                number += 1
                drawn(mutate.Given(data), number)
                if len(known) >= _MOST_FINDINGS or time.monotonic() > started + seconds:
                    report()
                    shutil.rmtree(scratch, ignore_errors=True)
                    os._exit(0)  # libFuzzer leaves no other way that is silent

            corpus = WORK / "guided" / name.replace(":", "_")
            corpus.mkdir(parents=True, exist_ok=True)
            options = ["-max_len=96", "-rss_limit_mb=0", "-timeout=3600"]
            atheris.Setup([sys.argv[0], *options, "-verbosity=0", str(corpus)], one_input)
            atheris.Fuzz()
            return
        end = started + seconds
        while time.monotonic() < end and len(known) < _MOST_FINDINGS:
            drawn(mutate.Chance((random_seed, number)), number)
            number += 1
        report()
        if target.library is not None:
            target.library.stop()


def _memory_folder() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def harvest(folder: Path) -> None:
    """Let the tests write the files that they write, and keep them."""
    if folder.exists():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    print("letting the tests lay files to begin with", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no"]
    command += [f"--basetemp={folder}", "-p", "no:randomly", *(str(HERE.parent / part) for part in HARVEST)]
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, env={**os.environ, "SUNKVM_CACHE": ""}
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"the tests cannot be run (pytest: {done.returncode})")
    for path in folder.rglob("*"):
        if path.is_symlink() or (path.is_file() and path.stat().st_size > LARGEST):
            path.unlink()


def run_all(names: list[str], seconds: float, jobs: int, seed: int, guided: bool) -> int:
    """Fuzz targets, some at a time; print a table. Return the exit code."""
    harvest(WORK / "seeds")
    findings = WORK / "findings"
    waiting = list(names)
    each = seconds * jobs / len(names)
    running: dict[str, subprocess.Popen] = {}
    rows: list[dict] = []
    while waiting or running:
        while waiting and len(running) < jobs:
            name = waiting.pop(0)
            command = [
                sys.executable,
                "-B",
                __file__,
                "--one",
                name,
                "--seconds",
                str(each),
                "--seed",
                str(seed),
            ]
            command += [] if guided else ["--plain"]
            quiet = subprocess.DEVNULL if guided else None
            running[name] = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, text=True)
        for name, child in list(running.items()):
            try:
                out, _ = child.communicate(timeout=0.5)
            except subprocess.TimeoutExpired:
                continue
            del running[name]
            lines = [line for line in out.splitlines() if line.startswith("{")]
            row = (
                json.loads(lines[-1])
                if lines
                else {"target": name, "executions": 0, "seconds": 0, "findings": []}
            )
            if child.returncode or not lines:
                row["findings"].append(f"the process ended with {child.returncode}")
            rows.append(row)
            rate = row["executions"] / max(row["seconds"], 0.001)
            print(
                f"{name:30} {row['executions']:9} executions {rate:8.0f}/s {len(row['findings'])} findings",
                flush=True,
            )
    total = sum(row["executions"] for row in rows)
    found = sum(len(row["findings"]) for row in rows)
    print(f"{'all':30} {total:9} executions, {found} findings" + (f" in {findings}" if found else ""))
    for row in rows:
        for sign in row["findings"]:
            print(f"  {row['target']}: {sign}")
    return 1 if found else 0


def replay(paths: list[Path]) -> int:
    """Run cases that were kept; return the exit code."""
    import targets

    known = {name.replace(":", "_"): target for name, target in targets.TARGETS.items()}
    bad = 0
    with tempfile.TemporaryDirectory(prefix="sunkvm-fuzz-", dir=_memory_folder()) as scratch:
        bound_memory()
        for path in paths:
            target = known[path.name.rpartition("-")[0]]
            if target.library is not None:
                target.library.prepare()
            finding = Runner(target, Path(scratch)).run(cases.unpack(path.read_bytes()), twice=True)
            if finding is not None:
                bad += 1
                print(f"{path.name}: {finding.sign}\n{finding.text}")
    print(f"{len(paths)} cases, {bad} findings")
    return 1 if bad else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60, help="for all targets together")
    parser.add_argument("--target", action="append", help="only this one; can be repeated; a prefix will do")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="for the same mutations once more")
    parser.add_argument("--plain", action="store_true", help="do without atheris")
    parser.add_argument("--replay", nargs="*", type=Path, help="run cases; without names those of the corpus")
    parser.add_argument("--list", action="store_true", help="name the targets")
    parser.add_argument("--fresh", action="store_true", help="let the tests lay their files anew")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ["SUNKVM_CACHE"] = ""
    try:
        import atheris  # noqa: F401

        guided = not options.plain
    except ImportError:
        guided = False
    if options.one:
        fuzz(options.one, options.seconds, options.seed, WORK / "seeds", WORK / "findings", guided)
        return 0
    if options.replay is not None:
        return replay(options.replay or sorted(CORPUS.glob("*.tar.xz")))
    import targets

    names = [
        name
        for name in targets.TARGETS
        if not options.target or any(name.startswith(wanted) for wanted in options.target)
    ]
    if options.list:
        print("\n".join(names))
        return 0
    if options.fresh:
        for folder in ("seeds", "cases"):
            shutil.rmtree(WORK / folder, ignore_errors=True)
    return run_all(names, options.seconds, options.jobs, options.seed, guided)


if __name__ == "__main__":
    sys.exit(main())
