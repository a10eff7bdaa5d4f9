"""``sunkvm top``: the processes of a live kernel on the full screen, with its load above them; of a dump as it was."""

from __future__ import annotations

import contextlib
import math
import sys
import time

import click

from ..errors import SunkvmError
from .image import image_command
from .listing import finish
from .output import duration_text, printable, show, show_table, size_text, table_lines, time_text
from .ps import COLUMNS, DEFAULT, chosen, table, until_broken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from ..image import Image
    from ..records import CpuTimes, Info, Process

    Table = tuple[list[str], list[list[str]], list[str]]

_STATES = {
    "O": "running", "R": "runnable", "S": "sleeping", "D": "waiting", "I": "idle", "T": "stopped", "t": "traced",
    "Z": "zombie", "W": "waiting", "L": "locked", "X": "dead", "P": "parked",
}  # fmt: skip
_SLICE = 0.2  # seconds between two looks at the keyboard and the size of the terminal


def _number(ctx: click.Context, option: click.Parameter, value: float) -> float:
    """Refuse what is no time, though Python calls it a number."""
    if not math.isfinite(value):
        raise click.BadParameter(f"{value} is no number of seconds.", ctx, option)
    return value


@image_command(name="top", short_help="Watch the processes of a live kernel on the full screen.")
@click.option(
    "-d",
    "--delay",
    type=click.FloatRange(min=0.1),
    callback=_number,
    default=2.0,
    show_default=True,
    help="Seconds between two looks at the kernel.",
)
@click.option("-n", "--count", type=click.IntRange(min=1), help="End after so many looks.")
@click.option("--once", is_flag=True, help="Print what there is now as plain text, and end.")
@click.option(
    "-o", "--columns", default=DEFAULT, show_default=True, help="Columns: " + ", ".join(COLUMNS) + "."
)
def command(image: Image, delay: float, count: int | None, once: bool, columns: str) -> int:
    """Watch the processes of a live kernel, in the order of its list, with load, processors and memory above them.

    Keys: q ends, the space bar looks at once. A dump is shown as it was. Where the output is no terminal, what there is
    now is printed once. What the image does not tell is left out. Exits with 1 where the list of processes broke off.
    """
    view = _View(image, chosen(columns))
    if once or not sys.stdout.isatty():
        view.look()
        for line in view.header:
            show(line)
        show()
        show_table(*view.table)
        return finish(view.broken)
    _watch(view, delay, count)
    return finish(view.broken)


class _View:
    """What is shown of an image, and what must be known of the last look for the next."""

    def __init__(self, image: Image, columns: list[str]) -> None:
        self.image = image
        self.columns = columns
        self.header: list[str] = []
        self.table: Table = ([], [], [])
        self.broken: list[str] = []
        self._times: CpuTimes | None = None

    def look(self) -> None:
        """Read everything anew."""
        self.broken = []
        processes = list(until_broken(self.image, self.broken))
        self.table = table(self.image, self.columns, processes)
        info = self.image.info
        self.header = [line for line in self._lines(info, processes) if line]

    def _lines(self, info: Info, processes: Sequence[Process]) -> Iterator[str]:
        now = time.time() if info.live else info.crash_time
        load = info.load_average
        system = " ".join(text for text in (info.system, info.release) if text)
        yield ", ".join(
            printable(part)
            for part in (
                info.node,
                system,
                (time_text(now) or "").removesuffix(" UTC"),
                f"up {duration_text(info.uptime)}" if info.uptime is not None else "",
                f"load average: {load.one:.2f} {load.five:.2f} {load.fifteen:.2f}" if load else "",
            )
            if part
        )
        counts: dict[str, int] = {}
        for process in processes:
            state = _STATES.get(process.state or "", "unknown")
            counts[state] = counts.get(state, 0) + 1
        states = ", ".join(f"{number} {state}" for state, number in counts.items())
        yield f"processes: {len(processes)}" + (f": {states}" if states else "")
        yield self._processors(info)
        memory = info.memory
        parts = [
            f"{size_text(size)} {what}"
            for size, what in ((memory.physical, "in all"), (memory.free, "free"))
            if size is not None
        ]
        yield "memory: " + ", ".join(parts) if parts else ""
        yield self._swap()

    def _processors(self, info: Info) -> str:
        """Return what the processors did since the last look; at the first one, and of a dump, since the start."""
        count = f"processors: {info.cpus}" if info.cpus is not None else ""
        try:
            times = self.image.cpu_times()
        except SunkvmError:
            times = None
        if times is None:
            return count
        last, self._times = self._times, times
        # Where none was counted in all the time there is nothing to be seen.
        names = [name for name in ("user", "nice", "system", "interrupt", "idle") if getattr(times, name)]
        spent = [max(0, getattr(times, name) - (getattr(last, name) if last else 0)) for name in names]
        if not sum(spent):
            return count
        shares = ", ".join(
            f"{100 * ticks / sum(spent):.1f}% {name}" for ticks, name in zip(spent, names, strict=True)
        )
        return f"{count or 'processors'}: {shares}"

    def _swap(self) -> str:
        try:
            devices = list(self.image.swap())
            space = self.image.swap_space()
        except SunkvmError:
            return ""
        parts: list[str] = []
        sizes = [device.size for device in devices]
        free = [device.free for device in devices]
        if devices and None not in sizes:
            parts.append(f"{size_text(sum(filter(None, sizes)))} in all")
            if None not in free:
                parts.append(f"{size_text(sum(filter(None, free)))} free")
        if space is not None:
            parts.append(f"virtual {size_text(space.total)}, {size_text(space.available)} available")
        return "swap: " + ", ".join(parts) if parts else ""

    def lines(self, width: int, height: int) -> list[tuple[str, str]]:
        """Return (text, style) of the lines that a terminal of this size has room for."""
        below = [(f"sunkvm: {printable(line)}", "bold red") for line in self.broken]
        head = [(line, "") for line in self.header] + [("", "")]
        body = [(line, "") for line in table_lines(*self.table)]
        body[0] = (body[0][0].ljust(width), "reverse")
        room = max(1, height - len(head) - len(below))
        return (head + body[:room] + below)[:height]


def _watch(view: _View, delay: float, count: int | None) -> None:
    """Show the view until a key or the number of looks ends it."""
    from rich.console import Console, Group
    from rich.live import Live
    from rich.text import Text

    console = Console(highlight=False)

    def drawn() -> Group:
        width, height = console.size
        return Group(
            *(
                Text(line, style=style, no_wrap=True, overflow="ellipsis")
                for line, style in view.lines(width, height)
            )
        )

    view.look()
    looks = 1
    screen = Live(drawn(), console=console, screen=True, auto_refresh=False)
    with _signals() as stops, _keys() as pressed, contextlib.ExitStack() as behind:
        behind.callback(screen.stop)  # also where an interrupt comes while it starts
        screen.start(refresh=True)
        size = console.size
        until = time.monotonic() + delay
        while True:
            key = pressed(min(_SLICE, max(0.0, until - time.monotonic())))
            if stops:
                screen.stop()
                pressed.give_back()
                stops.pop()()
                pressed.take()
                screen.start(refresh=True)
                key = " "
            if key in ("q", "Q", "\x04"):
                return
            if time.monotonic() >= until or key == " ":
                if looks == count:
                    return
                looks += 1
                until = time.monotonic() + delay
                if view.image.corefile.live:
                    view.look()
            elif console.size == size:
                continue
            size = console.size
            screen.update(drawn(), refresh=True)


@contextlib.contextmanager
def _signals() -> Iterator[list[Callable[[], None]]]:
    """End by an exception where a signal asks for it: the terminal must be left as it was.

    Where one asks for a stop, what stops is put into the list, for whoever gives the terminal back before.
    """
    import signal

    stops: list[Callable[[], None]] = []

    def end(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    def ask(number: int, frame: object) -> None:
        if not stops:
            stops.append(stop)

    def stop() -> None:
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, ask)

    wanted = {signal.SIGTERM: end, signal.SIGHUP: end, signal.SIGTSTP: ask}
    mine = [number for number in wanted if signal.getsignal(number) == signal.SIG_DFL]
    for number in mine:
        signal.signal(number, wanted[number])
    try:
        yield stops
    finally:
        for number in mine:
            signal.signal(number, signal.SIG_DFL)


@contextlib.contextmanager
def _keys() -> Iterator[_Pressed]:
    """Give a function that waits for a key: without echo, and without waiting for the end of a line."""
    pressed = _Pressed(sys.stdin.fileno() if sys.stdin.isatty() else -1)
    try:
        pressed.take()
        yield pressed
    finally:
        pressed.give_back()


class _Pressed:
    """Waits for a key: ``pressed(seconds)`` is the key or "". Without a keyboard, whose number is -1, it only waits."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.before: list[Any] | None = None

    def take(self) -> None:
        """Have keys as they are pressed."""
        import termios
        import tty

        if self.descriptor >= 0:
            self.before = termios.tcgetattr(self.descriptor)
            tty.setcbreak(self.descriptor)

    def give_back(self) -> None:
        """Make the terminal what it was."""
        import termios

        if self.before is not None:
            termios.tcsetattr(self.descriptor, termios.TCSADRAIN, self.before)
            self.before = None

    def __call__(self, seconds: float) -> str:
        import os
        import select

        if self.descriptor < 0:
            time.sleep(seconds)
            return ""
        ready, _, _ = select.select([self.descriptor], [], [], seconds)
        if not ready:
            return ""
        data = os.read(self.descriptor, 1)
        return data.decode("latin-1") if data else "q"  # the terminal is gone
