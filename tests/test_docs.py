"""Every command and every Python example of the documentation is run.

A ``console`` block holds commands after ``$`` and what they print; a line ``...`` stands for any lines, ``…`` inside a line
for any text. A ``python`` block runs as it stands; a ``text`` block right behind it is what it prints. All start in a
folder with the golden amd64 image; but those of the tutorial run one after the other, in a folder that is empty at first.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TUTORIAL = ROOT / "docs" / "tutorial.md"
VARIABLE = re.compile(r"""["'](SUNKVM_[A-Z_]+|KVM_DEBUG)["']""")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def blocks(pages):
    found = []
    for page in pages:
        for match in FENCE.finditer(page.read_text()):
            line = page.read_text()[: match.start()].count("\n") + 1
            if match[1] in ("console", "python"):
                behind = re.match(r"\s*```text\n(.*?)^```$", page.read_text()[match.end() :], re.M | re.S)
                printed = behind[1] if behind and match[1] == "python" else None
                found.append(pytest.param(match[1], match[2], printed, id=f"{page.name}:{line}-{match[1]}"))
    return found


@pytest.fixture
def empty(tmp_path, monkeypatch):
    scripts = Path(sys.executable).parent
    monkeypatch.setenv("PATH", f"{scripts}:{os.environ['PATH']}")
    monkeypatch.delenv("KVM_DEBUG", raising=False)
    return tmp_path


@pytest.fixture
def folder(golden_solaris, empty):
    for name in ("unix.0", "vmcore.0"):
        shutil.copyfile(golden_solaris.folder("amd64") / name, empty / name)
    return empty


def matches(expected, printed):
    """Compare line by line, with ``...`` and ``…`` as wild cards."""
    pattern = ""
    for line in expected.splitlines():
        pattern += (
            r"(?:.*\n)*?" if line == "..." else ".*?".join(map(re.escape, line.rstrip().split("…"))) + " *\n"
        )
    return re.fullmatch(pattern, printed) is not None


def run_console(text, folder):
    commands = re.split(r"^\$ ", text, flags=re.M)
    assert not commands[0].strip(), "a console block begins with a command"
    for entry in commands[1:]:
        command, _, expected = entry.partition("\n")
        if command.startswith("make "):
            # CI runs these themselves; here it is enough that there is such a target.
            assert re.search(rf"^{command.split()[1]}:", (ROOT / "Makefile").read_text(), re.M), command
            continue
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
        if expected:
            assert matches(expected, done.stdout), f"$ {command}\n{done.stdout}"


@pytest.mark.parametrize(("kind", "text", "printed"), blocks([page for page in PAGES if page != TUTORIAL]))
def test_block(kind, text, printed, folder):
    run(kind, text, printed, folder)


@pytest.mark.live
def test_tutorial(empty):
    for block in blocks([TUTORIAL]):
        run(*block.values, empty)


def run(kind, text, printed, folder):
    if kind == "console":
        run_console(text, folder)
        return
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    if printed is not None:
        assert matches(printed, done.stdout), done.stdout


def test_links():
    """Relative links lead to files of the repository, and to headlines that are there."""
    for page in PAGES:
        for target, anchor in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", page.read_text()):
            path = page.parent / target if target else page
            assert path.exists(), f"{page.name}: {target}"
            if anchor:
                assert anchor in anchors(path), f"{page.name}: {target}#{anchor}"


def anchors(page):
    """Return what headlines are called in links: small letters, digits, and dashes for spaces."""
    headlines = re.findall(r"^#+ (.*)$", re.sub(FENCE, "", page.read_text()), re.M)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in headlines}


def test_every_page_is_in_the_table_of_contents():
    index = (ROOT / "docs" / "index.md").read_text()
    listed = re.search(r"```\{toctree\}\n(?::.*\n)*\n(.*?)```", index, re.S)[1].split()
    assert sorted(listed) == sorted(
        page.stem for page in (ROOT / "docs").glob("*.md") if page.stem != "index"
    )


def test_all_environment_variables_are_told():
    """What the code reads stands in docs/environment.md, and nothing else does."""
    read = set()
    for folder in ("sunkvm", "compat", "shim"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".c", ".h") and "/include/" not in str(path):
                read |= set(VARIABLE.findall(path.read_text()))
    told = set(re.findall(r"`(SUNKVM_[A-Z_]+|KVM_DEBUG)`", (ROOT / "docs" / "environment.md").read_text()))
    assert read == told


def test_the_comparison_can_fail():
    assert matches("a…c\n...\nz\n", "abc\n1\n2\nz\n")
    assert not matches("a\n", "b\n")
    assert not matches("a\n", "a\nb\n")
