"""docs/json.md: its tables are the records that the commands print, and what the commands print is as the tables say."""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from pathlib import Path

import click
import pytest

from sunkvm import records
from sunkvm.cli import group
from sunkvm.export.triage import Row

PAGE = (Path(__file__).parent.parent.parent / "docs" / "json.md").read_text()
PARTS = dict(re.findall(r"^### (\w+)\n\n((?:\|.*\n)+)", PAGE, re.M))
OBJECTS = {name: dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", rows, re.M)) for name, rows in PARTS.items()}
COMMANDS = {
    name: (how, what)
    for name, how, what in re.findall(r"^\| `([\w-]+)` \| (a line each|one object) \| (\w+)", PAGE, re.M)
}
# What commands add to the record that they print.
ADDED = {"Process": {"command"}, "OpenFile": {"pid", "comm"}}
RECORDS = {
    "Info", "Memory", "LoadAverage", "Process", "Thread", "OpenFile", "MapEntry", "Message", "Cpu", "SwapDevice",
    "Module", "Zone", "Translation", "Step", "Row",
}  # fmt: skip
OPTIONAL = {"Symbol": {"module", "offset"}, "Process": {"command"}}


def commands():
    with click.Context(group) as ctx:
        return {name: group.get_command(ctx, name) for name in group.list_commands(ctx)}


def in_words(hint):
    """Return a type of Python in the words of the page."""
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return " or ".join(
            sorted(map(in_words, arguments), key=lambda word: (word == "null", word == "integer"))
        )
    if typing.get_origin(hint) is tuple:
        if arguments[1:] == (int,):
            return f"list of {len(arguments)} integers"
        inner = in_words(arguments[0])
        return f"list of {inner}s" if inner[0].islower() else f"list of {inner}"
    return {int: "integer", float: "number", str: "string", bool: "boolean", type(None): "null"}.get(
        hint
    ) or hint.__name__


def test_every_command_with_json_has_a_row():
    with_json = {
        name for name, command in commands().items() if any("--json" in p.opts for p in command.params)
    }
    assert set(COMMANDS) == with_json
    assert {what for _, what in COMMANDS.values()} <= set(OBJECTS)


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_records_are_as_told(name):
    """A field that is added, renamed, removed or of another type is a change of the page, and maybe of a promise."""
    record = Row if name == "Row" else getattr(records, name)
    hints = typing.get_type_hints(record, vars(records))
    real = {field.name: in_words(hints[field.name]) for field in dataclasses.fields(record)}
    told = {field: kind for field, kind in OBJECTS[name].items() if field not in ADDED.get(name, ())}
    assert told == real
    assert ADDED.get(name, set()) <= set(OBJECTS[name])


def check(value, kind, where):
    """See that a value is of a kind that the page names."""
    for word in kind.split(" or "):
        if fits(value, word, where):
            return
    raise AssertionError(f"{where}: {value!r} is not {kind}")


def fits(value, word, where):
    if word == "null":
        return value is None
    if word in ("integer", "number"):
        return isinstance(value, int if word == "integer" else (int, float)) and not isinstance(value, bool)
    if word in ("string", "boolean"):
        return isinstance(value, str if word == "string" else bool)
    if word == "object of integers":
        return isinstance(value, dict) and all(isinstance(item, int) for item in value.values())
    if word.startswith("list of "):
        inner = word.removeprefix("list of ").removeprefix("2 ")
        inner = inner.removesuffix("s") if inner[0].islower() else inner
        if not isinstance(value, list) or ("of 2 " in word and len(value) != 2):
            return False
        for item in value:
            check(item, inner, where)
        return True
    if not isinstance(value, dict):
        return False
    check_object(value, word, where)
    return True


def check_object(value, name, where):
    told = OBJECTS[name]
    assert set(value) <= set(told), where
    assert set(told) - set(value) <= OPTIONAL.get(name, set()), where
    for field, item in value.items():
        check(item, told[field], f"{where}: {name}.{field}")


@pytest.fixture
def printed(sunkvm):
    """Run a command, check what it prints by the page, and give the objects."""

    def run(command, *words, code=0):
        done = sunkvm(command, *words, "--json")
        assert done.code == code, done.err
        how, what = COMMANDS[command]
        values = (
            [json.loads(line) for line in done.out.splitlines()]
            if how == "a line each"
            else [json.loads(done.out)]
        )
        for value in values:
            check_object(value, what, command)
        return values

    return run


LISTS = ("cpus", "dmesg", "files", "map", "modules", "ps", "ranges", "swap", "threads", "zones")


@pytest.fixture
def core(full_solaris_kernel, tmp_path):
    full = full_solaris_kernel("amd64")
    full.panic()
    return full.kernel.pack(tmp_path / "vmcore.0", panic="by hand")


@pytest.mark.parametrize("command", LISTS)
def test_lists_of_a_kernel_with_something_of_everything(printed, core, command):
    assert printed(command, core)


def test_the_rest_of_that_kernel(printed, core, tmp_path):
    assert printed("info", core)[0]["live"] is False
    assert printed("w", core)[0]["processes"]
    assert printed("panic", core)[0]["registers"]
    assert printed("triage", core)[0]["error"] is None
    assert printed("to-elf", core, "-o", tmp_path / "core.elf")[0]["pages"] > 0


def test_memory_and_symbols(printed, images, tmp_path):
    assert printed("nm", "amd64/vmcore.0", "avenrun")[0]["size"] == 12
    assert printed("nm", "amd64/vmcore.0", "--at", "0xfffffffffb800678")[0]["offset"] == 8
    assert printed("read", "amd64/vmcore.0", "avenrun", "4")[0]["hex"] == "80000000"
    assert printed("xlate", "amd64/vmcore.0", "avenrun")[0]["steps"]
    assert printed("xlate", "amd64/vmcore.0", "0x1000", code=1)[0]["why_not"]
    assert printed("layout", "amd64/vmcore.0", "proc")[0]["fields"]
    for name in ("unix.0", "vmcore.0"):
        (tmp_path / name).write_bytes((images / "amd64" / name).read_bytes())
    changed = printed("write", tmp_path / "vmcore.0", "avenrun", "00080000", "--write")[0]
    assert (changed["old"], changed["new"]) == ("80000000", "00080000")
    assert printed("expand", "amd64/vmdump.0", "-o", tmp_path / "expanded")[0]["namelist"]


@pytest.mark.parametrize("system", ["solaris", "freebsd", "netbsd"])
def test_snapshots_and_their_processes(printed, tmp_path, system):
    made = printed("snapshot", "-o", tmp_path, "--os", system, "--model", "amd64")[0]
    assert printed("ps", made["namelist"], made["corefile"])
    assert printed("info", made["namelist"], made["corefile"])[0]["complete"] in (True, False, None)
    assert printed("w", made["namelist"], made["corefile"])


def test_the_check_can_fail():
    with pytest.raises(AssertionError):
        check_object({"one": 1.0, "five": 1.0, "fifteen": "2"}, "LoadAverage", "here")
    with pytest.raises(AssertionError):
        check_object({"one": 1.0, "five": 1.0}, "LoadAverage", "here")
    with pytest.raises(AssertionError):
        check(True, "integer or null", "here")
