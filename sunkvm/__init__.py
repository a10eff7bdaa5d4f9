"""Read SunOS/Solaris and BSD kernel images on Linux, from Python, C and the command line.

``open`` gives an `Image` (namelist + corefile [+ swapfile]); ``sunkvm.kvm`` holds the Solaris 3KVM calls.
Everything is loaded on first use, so that importing the package costs next to nothing.
"""

from __future__ import annotations

__version__ = "0.1.0"

__all__ = [
    "AMD64",
    "I386",
    "SPARC",
    "SPARCV9",
    "DataModel",
    "Image",
    "__version__",
    "errors",
    "kvm",
    "open",
    "records",
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import errors as errors
    from . import kvm as kvm
    from . import records as records
    from .datamodel import AMD64, I386, SPARC, SPARCV9, DataModel
    from .engine import open
    from .image import Image

_HOMES = {
    "open": "engine",
    "Image": "image",
    "DataModel": "datamodel",
    "I386": "datamodel",
    "AMD64": "datamodel",
    "SPARC": "datamodel",
    "SPARCV9": "datamodel",
}
_MODULES = ("errors", "records", "kvm")


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    home = _HOMES.get(name)
    if home is None:
        # The names of errors are public at the top too: `except sunkvm.FormatError`.
        value = getattr(import_module(f"{__name__}.errors"), name, None)
        if not (isinstance(value, type) and issubclass(value, Exception)):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    else:
        value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
