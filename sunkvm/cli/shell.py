"""``sunkvm shell``: a Python prompt with an image."""

from __future__ import annotations

import sys

import click

from .image import image_command
from .output import show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..image import Image

_HELP = """\
image         the image: image.read(kva, n), image.layout("proc"), image.processes(), image.info ...
symbols       symbols.avenrun, symbols["avenrun"]: an int, with a size
ps()          the processes as a table; ps(pid) one of them; table(records) does it for records of any kind
struct(name, kva)   a struct in memory: its members are attributes
word(kva), string(kva), dump(kva, n=64)   memory as a word, as text, as a hex dump
Names of symbols and members complete with TAB."""


@image_command(arguments=0, name="shell", short_help="Start a Python prompt with the image.")
@click.option("-c", "--command", "code", metavar="CODE", help="Run this, and no prompt.")
@click.option("--plain", is_flag=True, help="Do not use IPython, also where it is installed.")
def command(image: Image, code: str | None, plain: bool) -> int:
    """Start a Python prompt about an image, with IPython where it is installed.

    The image is ``image``, and there are helpers for what is asked most; ``helps()`` lists them. Control-D ends it.
    """
    names = namespace(image)
    if code is not None:
        exec(compile(code, "<command>", "exec"), names)
        return 0
    banner = f"{image!r}\n{_HELP}"
    if not plain:
        try:
            from IPython.terminal.embed import InteractiveShellEmbed
            from traitlets.config import Config
        except ImportError:
            pass
        else:
            config = Config()
            config.TerminalInteractiveShell.confirm_exit = False
            shell = InteractiveShellEmbed(config=config, banner1=banner + "\n", user_ns=names)
            shell()
            return 0
    import code as prompt

    try:
        import readline
        import rlcompleter

        readline.set_completer(rlcompleter.Completer(names).complete)
        readline.parse_and_bind("tab: complete")
    except ImportError:
        pass
    sys.ps1 = "sunkvm> " if sys.stdin.isatty() else ""
    prompt.InteractiveConsole(names).interact(banner=banner, exitmsg="")
    return 0


class _Symbols:
    """The symbols as attributes and items."""

    def __init__(self, image: Image) -> None:
        self._image = image

    def __getattr__(self, name: str) -> Any:
        found = None if name.startswith("__") else self._image.symbols.get(name)
        if found is None:
            raise AttributeError(f"no symbol {name!r} in {self._image.namelist.path}", name=name, obj=self)
        return found

    def __getitem__(self, name: str) -> Any:
        return self._image.symbols[name]

    def __dir__(self) -> list[str]:
        return [name for name in self._image.symbols if name.isidentifier()]

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._image.symbols)

    def __repr__(self) -> str:
        return f"<{len(self._image.symbols)} symbols of {self._image.namelist.path}>"


def namespace(image: Image) -> dict[str, Any]:
    """Return what a prompt about an image has: names and helpers."""
    import sunkvm

    from ..display import Table
    from ..layouts.view import StructView
    from .output import hex_dump

    def ps(pid: int | None = None) -> Any:
        """Return the processes as a table, or one of them."""
        if pid is None:
            return Table(image.processes(), ("pid", "ppid", "uid", "state", "threads", "command"))
        return next((process for process in image.processes() if process.pid == pid), None)

    def struct(name: str, kva: int) -> StructView:
        """Return the struct of a name at a kernel address."""
        layout = image.layout(name)
        return StructView(layout, image.read(kva, layout.size), 0, image.layouts.resolve)

    def dump(kva: int, count: int = 64) -> None:
        """Show memory in hex."""
        for line in hex_dump(image.model, kva, image.read(kva, count)):
            show(line)

    def helps() -> None:
        """Say what there is."""
        show(_HELP)

    return {
        "__name__": "__main__",
        "sunkvm": sunkvm,
        "image": image,
        "symbols": _Symbols(image),
        "ps": ps,
        "table": Table,
        "struct": struct,
        "word": image.read_word,
        "string": image.read_string,
        "dump": dump,
        "helps": helps,
    }
