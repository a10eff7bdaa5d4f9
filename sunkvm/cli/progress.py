"""Progress of long work: a bar on stderr, only on a terminal and only when the work takes longer than a second."""

from __future__ import annotations

import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress, TaskID

_PATIENCE = 1.0
_TICK = 0.1


class Bar:
    """A progress callback ``bar(done, total)`` that draws; use it as a context manager.

    The engine's long jobs call it with what is done and what is to be done; a new job begins at a lower ``done``.
    """

    def __init__(self, what: str, *, wanted: bool = True) -> None:
        self._what = what
        self._wanted = wanted and sys.stderr.isatty()
        self._started = self._drawn = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._wanted or now - self._started < _PATIENCE or now - self._drawn < _TICK:
            return
        self._drawn = now
        if self._progress is None or self._task is None:
            from rich.console import Console
            from rich.progress import Progress

            self._progress = Progress(console=Console(stderr=True), transient=True)
            self._task = self._progress.add_task(self._what, total=total)
            self._progress.start()
        self._progress.update(self._task, completed=done, total=total)
