"""Other packages' modules, found by entry points: corefile formats and personalities that do not live here."""

from __future__ import annotations

import os

from .cachedir import privileged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


def load(group: str) -> Iterator[tuple[str, Any]]:
    """Yield (name, module) of an entry-point group, in alphabetical order.

    ``SUNKVM_DISABLE_PLUGINS`` set to anything disables all; ``SUNKVM_PLUGINS`` is a list of names, separated by commas,
    that disables the others. With raised privileges there are none: a module would run with rights that its author does
    not have. Importing one may raise whatever it raises.
    """
    if privileged() or os.environ.get("SUNKVM_DISABLE_PLUGINS"):
        return
    # Slow to import, and only needed for a file that nothing here knows.
    from importlib.metadata import entry_points

    wanted = os.environ.get("SUNKVM_PLUGINS")
    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        if wanted is None or entry.name in wanted.split(","):
            yield entry.name, entry.load()
