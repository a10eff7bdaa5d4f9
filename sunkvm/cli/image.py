"""Which image a command is about: the shared options, and the recognition of file names."""

from __future__ import annotations

import errno
import functools
import os
import re
import sys

import click

from .. import datamodel, engine
from ..errors import OpenError
from ..names import is_live
from ..pairs import NAMELIST, cores_in, kind_of, partner_of
from ..space import AddressSpace
from .output import complain
from .progress import Bar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..image import Image
    from ..records import Process


def image_command(
    arguments: int | None = 0, usage: str = "", **settings: Any
) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function a command about an image: ``function(image, *words, **options)``.

    The command line's words are the image's files, then ``arguments`` words of the command's own (None: any number),
    which ``usage`` names in the help.
    """

    def decorate(function: Callable[..., Any]) -> click.Command:
        @functools.wraps(function)
        def command(
            words: tuple[str, ...],
            namelist: str | None,
            core: str | None,
            swap: str | None,
            system: str | None,
            model: str | None,
            core_format: str | None,
            layouts: str | None,
            partial: bool,
            no_progress: bool,
            overlay: tuple[str, ...],
            verbose: int,
            **options: Any,
        ) -> Any:
            ctx = click.get_current_context()
            outer = ctx.obj or {}
            namelist = outer.get("namelist") if namelist is None else namelist
            core = outer.get("core") if core is None else core
            ctx.obj = {**outer, "verbose": verbose + outer.get("verbose", 0)}
            own = list(words)
            if namelist is None and core is None:
                namelist, core, own = split(own)
            if arguments is not None and len(own) > arguments:
                if not arguments and namelist is None and core is None:
                    raise _no_file(own[0])
                raise click.UsageError(f"unexpected argument {own[arguments]!r}", ctx)
            writable = bool(options.get("write"))
            if writable and overlay:
                raise click.UsageError("--write and --overlay exclude one another", ctx)
            with (
                Bar("Reading the dump", wanted=not no_progress) as bar,
                engine.open(
                    namelist,
                    core,
                    swap or outer.get("swap"),
                    writable=writable,
                    overlay=bool(overlay),
                    os=system,
                    model=model,
                    format=core_format,
                    layouts=layouts,
                    partial=partial,
                    progress=bar,
                ) as image,
            ):
                told = _warn(image, 0)
                for change in overlay:
                    _change(image, change)
                try:
                    code = function(image, *own, **options)
                    sys.stdout.flush()
                finally:
                    _warn_of_layouts(image)
                # What was found only on the way is damage that the command could not show: a partial result.
                return code or int(_warn(image, told) > told)

        own_params: list[click.Parameter] = getattr(function, "__click_params__", [])
        files = click.Argument(["words"], nargs=-1, metavar=f"[FILES] {usage}".strip())
        params = [files, *reversed(own_params), *_options()]
        text = (function.__doc__ or "").replace("``", "")  # marks for the manual page only
        return click.Command(callback=command, params=params, help=text, **settings)

    return decorate


def _warn(image: Image, told: int) -> int:
    """Print the warnings that were not told yet; return how many are told now."""
    warnings = [*image.warnings, *(line for line in image.corefile.warnings if line not in image.warnings)]
    for warning in warnings[told:]:
        complain(f"warning: {warning}")
    return len(warnings)


def _warn_of_layouts(image: Image) -> None:
    """Print what is wrong with the struct layouts that were used, as far as it is known: other releases, damaged types."""
    for warning in image.layouts.told():
        complain(f"warning: {warning}")


def _options() -> list[click.Parameter]:
    """Return new copies of the options that every command about an image has."""
    return [
        click.Option(
            ["-N", "--namelist"], type=click.Path(readable=False), help="The file with the kernel's symbols."
        ),
        click.Option(["-M", "--core"], type=click.Path(readable=False), help="The crash dump."),
        click.Option(
            ["-W", "--swap"],
            type=click.Path(readable=False),
            help="The contents of the swap device (NetBSD).",
        ),
        click.Option(
            ["--os", "system"],
            metavar="SYSTEM",
            help="Without a dump: whose kernel to emulate (solaris, sunos4, freebsd, netbsd, dragonfly). With one that does "
            "not say it: whose it is.",
        ),
        click.Option(
            ["--model"],
            type=click.Choice(sorted(datamodel.MODELS)),
            help="Without a dump: the data model. [default: this host's]",
        ),
        click.Option(
            ["--core-format"],
            metavar="FORMAT",
            help="The form of a dump that does not say it: raw for physical memory from address 0, raw@ADDRESS from another "
            "one (with --model, unless the namelist is an a.out file), netbsd_kcore@OFFSET for a core on a device.",
        ),
        click.Option(
            ["--overlay"],
            multiple=True,
            metavar="ADDRESS=HEX",
            help="Change kernel memory for this command only; the file stays as it is. May be given again.",
        ),
        click.Option(
            ["--partial"], is_flag=True, help="Open a dump also where files that it names are missing."
        ),
        click.Option(["--no-progress"], is_flag=True, help="Draw no progress bar."),
        click.Option(
            ["--layouts"],
            type=click.Path(readable=False),
            help="An ISF or BTF file with struct layouts to believe first.",
        ),
        click.Option(["-v", "--verbose"], count=True, help="Say more; twice: tracebacks."),
    ]


def split(words: list[str]) -> tuple[str | None, str | None, list[str]]:
    """Split a command's words into namelist, corefile and the rest.

    Recognised are: a pair; one of a numbered pair, which finds its partner beside it; a corefile alone; a folder with a
    number, or a folder alone, which stands for the highest number in it. Names of the running kernel (`sunkvm.names`)
    are such files, too.
    """
    if not words:
        return None, None, []
    first = words[0]
    if is_live(first):
        if len(words) > 1 and _is_image_file(words[1]):
            return first, words[1], words[2:]
        return first, None, words[1:]
    if os.path.isdir(first):
        if len(words) > 1 and words[1].isdigit():
            return *_numbered(first, words[1]), words[2:]
        if os.sep in first or first in (os.curdir, os.pardir):
            return *_numbered(first, None), words[1:]
        return None, None, words
    kind = kind_of(first)
    if not _is_image_file(first):
        if kind is not None:
            # A name like vmcore.3 that is not there is a mistake in a file's name, not a word for the command.
            raise _no_file(first)
        return None, None, words
    if len(words) > 1 and _is_image_file(words[1]):
        return first, words[1], words[2:]
    partner = partner_of(first)
    if kind is not None and kind[0] == NAMELIST and partner is not None:
        return first, partner, words[1:]
    return partner, first, words[1:]


def _no_file(path: str) -> OpenError:
    return OpenError(path, os.strerror(errno.ENOENT), errno=errno.ENOENT)


def _is_image_file(word: str) -> bool:
    return is_live(word) or "://" in word or (os.path.exists(word) and not os.path.isdir(word))


def _numbered(folder: str, number: str | None) -> tuple[str | None, str]:
    found = cores_in(folder)
    if found and (number is None or int(number) in found):
        core = found[max(found) if number is None else int(number)][0]
        return partner_of(core), core
    what = f"no vmcore.{number} or vmdump.{number} in it" if number else "no vmcore.N or vmdump.N in it"
    raise OpenError(folder, what, errno=errno.ENOENT)


def _change(image: Image, change: str) -> None:
    address, equals, data = change.partition("=")
    if not equals:
        raise click.UsageError(f"--overlay wants ADDRESS=HEX, not {change!r}")
    image.write(parse_address(image, address), parse_bytes(data))


def parse_bytes(text: str) -> bytes:
    """Return bytes that are written in hex, with or without spaces."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise click.UsageError(f"{text!r} is not bytes in hex") from None


def space_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say which space an ADDRESS is in; `choose_space` takes their values."""
    for option in (
        click.option("--as", "as_", metavar="KVA", help="ADDRESS is one of the address space that the kernel has at KVA."),
        click.option("--pid", type=int, help="ADDRESS is one of this process."),
        click.option("--physical", is_flag=True, help="ADDRESS is a physical one."),
    ):  # fmt: skip
        function = option(function)
    return function


def choose_space(image: Image, physical: bool, pid: int | None, as_: str | None) -> AddressSpace:
    """Return the address space that `space_options` name, the kernel's without any."""
    if physical + (pid is not None) + (as_ is not None) > 1:
        raise click.UsageError("--physical, --pid and --as exclude one another")
    if physical:
        return image.physical
    if as_ is not None:
        return image.address_space(parse_address(image, as_))
    return image.kernel if pid is None else image.user(find_process(image, pid))


def find_process(image: Image, pid: int) -> Process:
    """Return the process of a number."""
    for process in image.processes():
        if process.pid == pid:
            return process
    raise click.UsageError(f"no process {pid}")


def parse_address(image: Image, text: str) -> int:
    """Return the address that a word names: a number, a symbol, or a symbol with an offset (``avenrun+4``)."""
    match = re.fullmatch(r"(?P<base>[^+-]+)(?P<offset>[+-](?:0x[0-9a-fA-F]+|\d+))?", text)
    if match is None:
        raise click.UsageError(f"{text!r} is neither an address nor a symbol")
    base = match["base"]
    try:
        address = int(base, 0)
    except ValueError:
        found = image.symbols.find((base,)).get(base)
        if found is None:
            raise click.UsageError(f"no symbol {base!r} in {image.namelist.path}") from None
        address = int(found)
    return address + int(match["offset"] or "0", 0)


def parse_number(text: str, what: str) -> int:
    """Return a number, decimal or 0x; ``what`` names it in the message."""
    try:
        value = int(text, 0)
    except ValueError:
        value = -1
    if value < 0:
        raise click.UsageError(f"{what} must be a number that is not negative, not {text!r}")
    return value
