"""Personalities: what an operating system keeps where in its kernel; the contract and the registry.

A personality gets an image and yields records; members and symbols decide what a release has, never its number.
"""

from __future__ import annotations

from .errors import UnsupportedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .image import Image
    from .records import Info, LoadAverage, Process

_PERSONALITIES = {
    "solaris": ("solaris", "SolarisPersonality"),
}


class Personality:
    """Knowledge of one operating system, applied to one image.

    Attributes:
        name: as registered.
        image: what is read.
    """

    name = ""

    def __init__(self, image: Image) -> None:
        self.image = image

    def processes(self) -> Iterator[Process]:
        """Yield the processes in the order of the kernel's list.

        Every walk is bounded and stops where the list runs into itself; a broken list ends with the error that tells why,
        after the processes before it.
        """
        raise NotImplementedError

    def load_average(self) -> LoadAverage | None:
        """Return the load averages, None where the image does not have them."""
        raise NotImplementedError

    def info(self) -> Info:
        """Return what the image is, in one record."""
        raise NotImplementedError


def names() -> list[str]:
    """Return the names of the personalities, in alphabetical order."""
    return sorted(_PERSONALITIES)


def load(name: str, image: Image) -> Personality:
    """Return the personality of a system for an image. Raises `UnsupportedError` for a system that is not known."""
    from importlib import import_module

    if name not in _PERSONALITIES:
        raise UnsupportedError(f"no personality {name!r}; there are: {', '.join(names())}")
    module, cls = _PERSONALITIES[name]
    personality: Personality = getattr(import_module(f".personalities.{module}", __package__), cls)(image)
    return personality
