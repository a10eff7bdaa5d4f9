"""The manual pages: their form, and that they name what there is and nothing else."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import click
import pytest

from sunkvm import corefile
from sunkvm.cli import group
from sunkvm.datamodel import AMD64
from sunkvm.schema.formats.solaris_sections import section_slot

ROOT = Path(__file__).parent.parent.parent
MAN = ROOT / "docs" / "man"
PAGES = sorted(MAN.glob("*.[1-9]"))
FLAVOURS = sorted(path.parent.name for path in (ROOT / "shim" / "flavours").glob("*/libkvm.map"))
FONT = re.compile(r".\x08")


@pytest.fixture
def mandoc():
    if shutil.which("mandoc") is None:
        if os.environ.get("CI"):
            pytest.fail("mandoc is missing")
        pytest.skip("mandoc is missing")

    def run(*words):
        return subprocess.run(["mandoc", *map(str, words)], capture_output=True, text=True)

    return run


@pytest.fixture(scope="module")
def make():
    spec = importlib.util.spec_from_file_location("make_man", MAN / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def commands():
    with click.Context(group) as ctx:
        return {name: group.get_command(ctx, name) for name in group.list_commands(ctx)}


def plain(page):
    """Return the source of a page without escapes."""
    return re.sub(r"\\(?:[:&]|f.)", "", page.read_text()).replace(r"\-", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_form(page, mandoc):
    done = mandoc("-Tlint", "-Wwarning", page)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_all_are_installed():
    built = (ROOT / "meson.build").read_text()
    assert set(re.findall(r"'([\w-]+\.[1-9])'", built)) == {page.name for page in PAGES}


def test_installed_where_man_looks():
    """In the prefix of the installation: man finds share/man beside a bin/ that is in PATH."""
    try:
        files = importlib.metadata.files("sunkvm") or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    installed = {file.name: file.locate().resolve() for file in files if file.parent.parent.name == "man"}
    if not installed:
        if os.environ.get("CI"):
            pytest.fail("sunkvm is not installed, or its manual pages are not")
        pytest.skip("sunkvm is not installed")
    prefix = Path(sysconfig.get_path("data"))
    for page in PAGES:
        assert (
            installed[page.name] == (prefix / "share" / "man" / f"man{page.suffix[1:]}" / page.name).resolve()
        )
        assert installed[page.name].read_text() == page.read_text()


def test_links_between_pages():
    """What a page refers to is another one of ours, or of the systems."""
    own = {page.name for page in PAGES}
    others = {"gdb.1", "head.1", "gzip.1", "zstd.1", "free.3", "savecore.8"}
    for page in PAGES:
        named = {".".join(found) for found in re.findall(r"^\.Xr (\S+) (\d)", page.read_text(), re.M)}
        assert named <= (own - {page.name}) | others, page.name


# sunkvm.1


def test_sunkvm_is_made_from_the_help(make):
    fresh = (MAN / "sunkvm.1").read_text() == make.page()
    assert fresh, "the help has changed: run make man, and commit docs/man/sunkvm.1"


def test_commands_and_options_as_shown(mandoc):
    """Every command has its section, with all its options or the words that it takes those of all images."""
    shown = FONT.sub("", mandoc("-Tutf8", "-Owidth=500", MAN / "sunkvm.1").stdout).replace("‐", "-")
    sections = re.split(r"^   (?:sunkvm )?(?=\S)", shown, flags=re.M)
    by_name = {section.split("\n")[0]: section for section in sections}
    shared = by_name["Options of all commands about an image"]
    assert set(commands()) <= set(by_name)
    for name, command in commands().items():
        section = by_name[name]
        places = section + shared if "[files]" in section else section
        for param in command.params:
            if isinstance(param, click.Option):
                for option in param.opts:
                    assert re.search(rf"(?<![\w-]){option}(?![\w-])", places), f"{name} {option}"
    front = shown[: shown.index("COMMANDS")]
    for param in group.params:
        assert all(option in front for option in param.opts)


def test_no_option_that_is_not_there():
    known = {option for command in commands().values() for param in command.params for option in param.opts}
    known |= {option for param in group.params for option in param.opts} | {"-h", "--help"}
    page = plain(MAN / "sunkvm.1")
    lists = [line for line in page.splitlines() if line.startswith(".It Fl ")]
    assert len(lists) > 80
    for line in lists:
        for name in re.findall(r"Fl (\S+)", line):
            assert f"-{name}" in known, line


# The libraries


def exported(flavour):
    text = (ROOT / "shim" / "flavours" / flavour / "libkvm.map").read_text()
    names = re.findall(r"^\t\t(_?kvm_\w+|_kvm_\w+);", text, re.M)
    assert len(names) > 10
    return set(names)


def documented(flavour):
    """Return the calls of a page's synopsis: name → [type, arguments...]."""
    text = plain(MAN / f"kvm_{flavour}.3")
    synopsis = text[text.index(".Sh SYNOPSIS") : text.index(".Sh DESCRIPTION")]
    synopsis = re.sub(r'\.Fo (\S+)\n((?:\.Fa ".*"\n)+)\.Fc', joined, synopsis)
    found = re.findall(r'^\.Ft "?(.*?)"?\n\.Fn (\S+) (.*)$', synopsis, re.M)
    return {name: [kind, *re.findall(r'"(.*?)"|(\.\.\.)', arguments)] for kind, name, arguments in found}


def joined(match):
    return f".Fn {match[1]} " + " ".join(re.findall(r'"[^"]*"', match[2]))


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_call_is_named(flavour):
    """The synopsis has what the library exports, no more, and the text speaks of each."""
    calls = documented(flavour)
    assert set(calls) == exported(flavour)
    text = plain(MAN / f"kvm_{flavour}.3")
    behind = text[text.index(".Sh DESCRIPTION") : text.index(".Sh EXAMPLES")]
    for name in calls:
        if not name.startswith("_"):
            assert f".Fn {name}" in behind, name
            assert re.search(rf"^\.Nm {name}(?: ,)?$", text, re.M), name


def test_sunos4_is_named_whole():
    """The part about SunOS 4 has what its library exports."""
    text = plain(MAN / "kvm_solaris.3")
    part = text[text.index(".Ss SunOS 4") : text.index(".Ss Ownership")]
    sources = ROOT / "shim" / "flavours" / "solaris" / "sunos4"
    names = set(re.findall(r"^\t\t(\w+);", (sources / "libkvm.map").read_text(), re.M))
    assert set(re.findall(r"^\.(?:Fn|Va) (\w+)", part, re.M)) == names
    assert re.search(r"'SONAME': '(libkvm\.so\.\d+)'", (sources / "meson.build").read_text())[1] in part


def normal(declaration):
    return re.sub(r"\s*([*()\[\],])\s*", r"\1", " ".join(declaration.split()))


def without_name(argument):
    """Return the type of a declared argument: ``const char *name`` → ``const char *``."""
    if "(*" in argument:
        return re.sub(r"\(\*\w+\)", "(*)", argument)
    return re.sub(r"\w+(\[\])?$", r"\1", argument)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_prototypes_are_those_of_the_headers(flavour):
    headers = ROOT / "shim" / "flavours" / flavour / "include"
    text = "\n".join(
        (headers / name).read_text() for name in ("kvm.h", "kvm_private.h") if (headers / name).exists()
    )
    text = re.sub(r"\) (?:_SUNKVM_\w+|__attribute__)\(.*\);$", ");", text, flags=re.M)
    found = re.findall(r"^extern ([\w ]+?\**) ?(\**)(_?kvm_\w+)\((.*)\);$", text, re.M)
    declared = {
        name: [normal(kind + stars), *map(normal, split(arguments))] for kind, stars, name, arguments in found
    }
    calls = {
        name: [normal(kind), *(normal(dots or without_name(argument)) for argument, dots in arguments)]
        for name, (kind, *arguments) in documented(flavour).items()
    }
    assert calls == declared


def split(arguments):
    """Split at the commas that stand in no parentheses."""
    return re.findall(r"(?:[^,(]|\([^)]*\))+", arguments)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_library_and_pkg_config_line(flavour):
    text = plain(MAN / f"kvm_{flavour}.3")
    built = (ROOT / "shim" / "flavours" / flavour / "meson.build").read_text()
    soname = re.search(r"'SONAME': '(libkvm\.so\.\d+)'", built)[1]
    assert f".Pa {soname}\n" in text
    assert (ROOT / "shim" / "flavours" / flavour / f"sunkvm-{flavour}.pc.in").exists()
    assert f"pkg-config --cflags --libs sunkvm-{flavour})" in text


@pytest.mark.shim
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_examples_compile(flavour, tmp_path):
    """The program of each page compiles and links with the options that the page names, and says what is wrong."""
    done = subprocess.run(
        ["sunkvm", "config", "--flavour", flavour, "--cflags", "--libs"], capture_output=True, text=True
    )
    if done.returncode:
        if os.environ.get("CI"):
            pytest.fail(done.stderr)
        pytest.skip(done.stderr)
    text = (MAN / f"kvm_{flavour}.3").read_text()
    program = re.search(r"^\.Bd -literal.*?\n(.*?)^\.Ed", text[text.index(".Sh EXAMPLES") :], re.M | re.S)[1]
    source = tmp_path / "list.c"
    source.write_text(program.replace(r"\en", r"\n"))
    target = tmp_path / "list"
    subprocess.run(["cc", "-Wall", source, *done.stdout.split(), "-o", target], check=True)
    nothing = tmp_path / "nothing"
    ran = subprocess.run([target, nothing, nothing], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1
    assert str(nothing) in ran.stderr


LABELS = {"solaris": "Solaris", "freebsd": "FreeBSD", "netbsd": "NetBSD", "dragonfly": "DragonFly"}


def readers(page):
    """Tell of the words in the second column of docs/environment.md whether they are about a page."""

    def concerns(name, words):
        if page == "sunkvm.1":
            return words in ("everything that opens an image", "the engine", "the command line")
        flavour = page.removeprefix("kvm_").removesuffix(".3")
        if name == "SUNKVM_EMULATE":
            return flavour == "solaris"
        if words in ("everything that opens an image", "the engine", "the flavours for C"):
            return True
        return "for C" in words and LABELS[flavour] in words

    return concerns


@pytest.mark.parametrize("page", [*(f"kvm_{flavour}.3" for flavour in FLAVOURS), "sunkvm.1"])
def test_variables_are_those_of_the_table(page):
    """Each variable that docs/environment.md tells of what the page is about, and no other."""
    table = (ROOT / "docs" / "environment.md").read_text()
    concerns = readers(page)
    told = {
        name
        for names, words in re.findall(r"^\| (`[A-Z`_, ]+`) \| (.*?) \|", table, re.M)
        for name in re.findall(r"\w+", names)
        if concerns(name, words)
    }
    entries = re.findall(r"^\.It Ev (.*)$", (MAN / page).read_text(), re.M)
    assert {name for entry in entries for name in entry.split(" , ")} == told


# sunkvm-formats.5


def test_every_format_is_named():
    text = (MAN / "sunkvm-formats.5").read_text()
    corefiles = text[text.index(".Ss Corefiles") : text.index(".Ss Namelists")]
    named = {name for line in re.findall(r"^\.It Sy (.*)$", corefiles, re.M) for name in line.split(" , ")}
    assert named == {*corefile.formats(), "raw"}


def test_example_of_formats(golden_solaris):
    text = (MAN / "sunkvm-formats.5").read_text()
    block = re.search(r"^\.Bd -literal.*?\n\$ (.*?)\n(.*?)^\.Ed", text, re.M | re.S)
    folder = golden_solaris.folder("amd64")
    done = subprocess.run(["bash", "-c", block[1]], cwd=folder, capture_output=True, text=True)
    assert done.stdout == block[2]


def test_slot_of_sections():
    """Its members are those of the schema."""
    slot = section_slot(AMD64)
    text = (MAN / "sunkvm-formats.5").read_text()
    rows = re.findall(r"^\.It (\d+) Ta (\S+) Ta Va (\w+)", text, re.M)
    assert {name: int(offset) for offset, _, name in rows} == {
        name: slot.offset(name) for name in slot.fields
    }
