"""What was made of each process of a running kernel, kept for as long as nothing that it was made from has changed.

Whoever looks at 500 processes every second makes anew the few that have changed. Nothing is taken for granted: the kernel
tells where its memory was written, and what had been read there is read again and compared.
"""

from __future__ import annotations

from ..corefile import LINE_SHIFT
from ..errors import Fault
from .bsd_walk import MAX_PROCESSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from typing import Any

    from ..corefile import Writings
    from ..image import Image

    Made = tuple[int, Any]  # the next process, and what was made of this one

_FEW = 64  # processes that have gone and are not worth looking for what is kept of them


class _Read:
    """What was read: ``key`` in ``known``, with ``again``; ``users`` are the processes that were made from it."""

    __slots__ = ("again", "key", "known", "lines", "users", "value")

    def __init__(
        self, known: dict[Any, _Read], key: Hashable, value: Any, lines: range, again: Callable[[], Any]
    ) -> None:
        self.known, self.key, self.value, self.lines, self.again = known, key, value, lines, again
        self.users: set[int] = set()


class _Space:
    """A kernel's address space that remembers what was read of it for a process, while one is made.

    Attributes:
        making: the address of the process that is being made; None while none is, or one that is not to be kept.
        lasting: whether everything that was read for it was there, and lies where writings are told.
    """

    def __init__(self, image: Image, writings: Writings) -> None:
        self._space = image.kernel
        self._writings = writings
        self._lines: dict[int, set[_Read]] = {}  # all that is remembered, by the lines that it lies in
        self._some: dict[Any, _Read] = {}
        self._strings: dict[Any, _Read] = {}
        self._users: set[int] = set()  # all that may be among the users of what was read
        self.making: int | None = None
        self.lasting = True

    def begin(self, process: int | None) -> None:
        """Remember what is read from now on for a process, until ``making`` is set to another one."""
        self.making, self.lasting = process, True
        if process is not None:
            self._users.add(process)

    def reader(self, read: Callable[[Any, int], Any], size: int) -> Callable[[int], Any]:
        """Return what reads at an address; see `AddressSpace.reader`."""
        plain = self._space.reader(read, size)
        known: dict[Any, _Read] = {}  # only the reader's own: some are made for a single list, and go with it

        def at(address: int) -> Any:
            process = self.making
            if process is None:
                return plain(address)
            found = known.get(address)
            if found is None:
                found = self._note(known, address, address, lambda: plain(address), size)
            found.users.add(process)
            return found.value

        return at

    def read_some(self, address: int, count: int) -> tuple[bytes, Fault | None]:
        """Return up to ``count`` bytes; see `AddressSpace.read_some`."""
        if self.making is None:
            return self._space.read_some(address, count)
        key = address, count
        found = self._some.get(key)
        if found is None:
            found = self._note(self._some, key, address, lambda: self._space.read_some(address, count), count)
        found.users.add(self.making)
        data: tuple[bytes, Fault | None] = found.value
        return data

    def read_string(self, address: int) -> bytes:
        """Return the string at an address; see `AddressSpace.read_string`."""
        if self.making is None:
            return self._space.read_string(address)
        found = self._strings.get(address)
        if found is None:
            found = self._note(self._strings, address, address, lambda: self._space.read_string(address))
        found.users.add(self.making)
        text: bytes = found.value
        return text

    def _note(
        self,
        known: dict[Any, _Read],
        key: Hashable,
        address: int,
        again: Callable[[], Any],
        count: int | None = None,
    ) -> _Read:
        """Read something, of ``count`` bytes, or as many as it has with a NUL behind them.

        What cannot be read is not remembered: it is tried, and reported, each time.
        """
        value = again()
        end = address + max(len(value) + 1 if count is None else count, 1)
        lines = range(address >> LINE_SHIFT, (end - 1 >> LINE_SHIFT) + 1)
        found = _Read(known, key, value, lines, again)
        there = value is not None and not (isinstance(value, tuple) and isinstance(value[-1], Fault))
        if there and self._writings.cover(address, end):
            for line in lines:
                self._lines.setdefault(line, set()).add(found)
            known[key] = found  # last: whatever is known is found by its lines, also after an interruption
        else:
            self.lasting = False
        return found

    def changed(self) -> set[int] | None:
        """Read again what lies where memory was written; return for which processes it is new, None for all of them."""
        written = self._writings.take()
        if written is None:
            for found in self._all():
                found.known.pop(found.key, None)
            self._lines.clear()
            self._users.clear()
            return None
        users: set[int] = set()
        for found in {found for line in written for found in self._lines.get(line, ())}:
            if found.again() != found.value:
                users |= found.users
                self._forget((found,))
        return users

    def _all(self) -> set[_Read]:
        return {found for there in self._lines.values() for found in there}

    def _forget(self, reads: Iterable[_Read]) -> None:
        for found in reads:
            found.known.pop(found.key, None)
            for line in found.lines:
                there = self._lines.get(line)
                if there is not None:
                    there.discard(found)
                    if not there:
                        del self._lines[line]

    def leave(self, users: set[int]) -> bool:
        """Forget what was read for other processes only, once these are the fewer; tell whether it was done."""
        if len(self._users) <= 2 * len(users) + _FEW:
            return False
        self._users &= users
        reads = self._all()
        for found in reads:
            found.users &= users
        self._forget([found for found in reads if not found.users])
        return True


class _Image:
    """An image with another address space of the kernel."""

    def __init__(self, image: Image, kernel: _Space) -> None:
        self._image = image
        self.kernel = kernel

    def __getattr__(self, name: str) -> Any:
        return getattr(self._image, name)


class Kept:
    """What was made of processes, by what has made it and by their addresses.

    Attributes:
        image: the image for those who make it: what they read through its ``kernel`` is what decides whether it stays.
    """

    def __init__(self, image: Image) -> None:
        self._writings = image.corefile.follow()
        self._space = _Space(image, self._writings)
        self.image: Any = _Image(image, self._space)
        self._made: dict[Hashable, dict[int, Made]] = {}
        self._met: set[int] = set()  # the processes of the last call
        self._busy = False

    def walk(self, way: Hashable, kva: int, seen: set[int], make: Callable[[int], Made]) -> Iterator[Any]:
        """Yield what ``make`` makes of the processes of a list; ``way`` names what it depends on besides memory.

        It returns (the next process, what it makes), and must know nothing that was read before it was called. The
        list begins at ``kva``, which is read before this: a look at the head may bring all processes up to date.
        ``seen`` are the processes that this call has met; it is the same object for all its lists.
        """
        made = self._still(way, seen)
        while kva and kva not in seen and len(seen) < MAX_PROCESSES:
            seen.add(kva)
            found = None if made is None else made.get(kva)
            if found is None:
                found = self._make(made, kva, make)
            kva, what = found
            yield what

    def _still(self, way: Hashable, seen: set[int]) -> dict[int, Made] | None:
        """Let go of what is not as it was; return what is left of what was made in a way.

        None where a signal's handler calls while this, or `_make`, is under way: it is shown everything anew.
        """
        if self._busy:
            return None
        self._busy = True
        try:
            gone = self._space.changed()
            for made in self._made.values():
                if gone is None:
                    made.clear()
                else:
                    for kva in gone:
                        made.pop(kva, None)
            if seen is not self._met:  # another call: what the one before has met is complete
                self._leave(self._met)
                self._met = seen
            return self._made.setdefault(way, {})
        except BaseException:  # where memory was written is told only once
            self._writings.note_all()
            raise
        finally:
            self._busy = False

    def _leave(self, met: set[int]) -> None:
        """Let go of all but some processes, if it is worth it."""
        if met and self._space.leave(met):
            for made in self._made.values():
                for kva in made.keys() - met:
                    del made[kva]

    def _make(self, made: dict[int, Made] | None, kva: int, make: Callable[[int], Made]) -> Made:
        """Make something of a process, and keep it in ``made`` if that is there and it lasts."""
        space = self._space
        before = space.making, self._busy
        self._busy = True
        space.begin(None if made is None else kva)
        try:
            found = make(kva)
            if made is not None and space.lasting:
                made[kva] = found
            return found
        finally:
            space.making, self._busy = before
            space.lasting = False  # also of one that a handler has come into the middle of
