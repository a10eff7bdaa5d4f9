"""Write sunkvm.1 from its frame, sunkvm.1.in, and the help of the commands: ``python docs/man/make.py``."""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from pathlib import Path

import click

from sunkvm.cli import group, image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent


def page() -> str:
    """Return the text of sunkvm.1."""
    with click.Context(group, info_name="sunkvm") as ctx:
        commands = {name: group.get_command(ctx, name) for name in group.list_commands(ctx)}
    shared = {option.name: option for option in image._options()}
    parts = {
        "GLOBAL": options(group.params, ()),
        "IMAGE": options(list(shared.values()), ()),
        "COMMANDS": "\n".join(command(name, each, shared) for name, each in commands.items()),
    }
    return re.sub(r"@(\w+)@", lambda match: parts[match[1]], (HERE / "sunkvm.1.in").read_text())


def command(name: str, each: click.Command, shared: dict[str, click.Parameter]) -> str:
    """Return the section of a command: its usage, what it does, and the options of its own."""
    usage = " ".join(
        param.metavar or (param.name or "").upper()
        for param in each.params
        if isinstance(param, click.Argument)
    )
    about_image = "[FILES]" in usage
    own = [param for param in each.params if not (about_image and param.name in shared)]
    names = {word.strip("[].") for part in usage.split() for word in part.split("|")} | {"ADDRESS"}
    names |= {
        metavar(param).upper() for param in own if isinstance(param, click.Option) and takes_value(param)
    }
    lines = [f".Ss sunkvm {escape(name)}", ".Nm", f".Cm {escape(name)}", ".Op Ar options", *words(usage)]
    for paragraph in re.split(r"\n\s*\n", text_of(each).strip()):
        lines += [".Pp", *sentences(paragraph, names)]
    listed = options(own, names)
    return "\n".join([*lines, listed] if listed else lines)


def text_of(each: click.Command) -> str:
    """Return the help with its marks, which the help on the terminal leaves out."""
    function = getattr(each.callback, "__wrapped__", each.callback)
    return inspect.getdoc(function) or ""


def words(usage: str) -> list[str]:
    """Return the words of a usage line as macros: [FILES] ADDRESS [COUNT] and the like."""
    found = []
    for word in usage.split():
        name = word.strip("[].").lower().replace("|", " | ")
        more = " ..." if word.endswith("...") else ""
        found.append(f".{'Op ' if word[0] == '[' else ''}Ar {escape(name)}{more}")
    return found


def options(params: list[click.Parameter], names: Iterable[str]) -> str:
    """Return a list of options; ``names`` are those of arguments, which the help has in capitals."""
    lines = [".Bl -tag -width Ds"]
    for option in params:
        if not isinstance(option, click.Option):
            continue
        value = f" Ar {escape(metavar(option))}" if takes_value(option) else ""
        spelled = " , ".join(f"Fl {escape(name[1:])}{value}" for name in sorted(option.opts, key=len))
        lines += [f".It {spelled}", *sentences(option.help or "", names)]
        if isinstance(option.type, click.Choice):
            lines.append(f"One of: {', '.join(option.type.choices)}.")
        if option.show_default and option.default is not None:
            # Long lists may be broken behind each comma.
            value = "the current one" if option.default == "." else str(option.default)
            lines.append("The default is " + escape(value).replace(",", r",\:") + ".")
    return "\n".join([*lines, ".El"]) if len(lines) > 1 else ""


def takes_value(option: click.Option) -> bool:
    """Tell whether an option wants a value."""
    return not (option.is_flag or option.count)


def metavar(option: click.Option) -> str:
    """Return what stands for the value of an option."""
    if option.metavar:
        return option.metavar.lower()
    kinds = {"integer": "number", "float": "number", "path": "file", "choice": "name"}
    return kinds.get(option.type.name.removesuffix(" range"), (option.name or "").rstrip("_"))


def sentences(text: str, names: Iterable[str]) -> list[str]:
    """Return running text, a sentence a line as mdoc wants it, with its marks as fonts."""
    text = re.sub(r"\[default: (.*?)\]", r"The default is \1.", " ".join(text.split()))
    lines = []
    for line in re.split(r"(?<=[\w)\]`][.:]) (?=[A-Z`])", text):
        line = escape(line)
        line = re.sub(r"``(.+?)``", r"\\fB\1\\fP", line).replace("`", r"\(ga")
        if names:
            found = rf"\b({'|'.join(sorted(map(re.escape, names)))})(?=s?\b)"
            line = re.sub(found, lambda match: rf"\fI{match[1].lower()}\fP", line)
        lines += textwrap.wrap(line, 115, break_long_words=False, break_on_hyphens=False)
    return [rf"\&{line}" if line[0] in ".'" else line for line in lines]


def escape(text: str) -> str:
    """Return text that troff leaves as it is."""
    return text.replace("\\", r"\e").replace("-", r"\-")


if __name__ == "__main__":
    target = HERE / "sunkvm.1"
    target.write_text(page())
    sys.stdout.write(f"{target}\n")
