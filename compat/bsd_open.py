"""Opening images for BSD façades: the running kernel, and cores whose namelist the original looks at later or never."""

from __future__ import annotations

from ..errors import SunkvmError
from .bsd import OpenFailed
from .bsd_nlist import AoutSymbols

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..datamodel import DataModel
    from ..image import Image
    from ..namelist import Symbol


def open_live(system: str, model: DataModel) -> tuple[Image, AoutSymbols | None]:
    """Open the emulated kernel of the running host, with the symbols of its file. Raises `OpenFailed`."""
    from .. import engine

    image = None
    try:
        image = engine.open(None, None, os=system, model=model)
        data = image.namelist.file()
        if data is None:
            return image, None
        with data as source:
            return image, AoutSymbols(source)
    except (SunkvmError, KeyError, ImportError) as error:
        if image is not None:
            image.close()
        raise OpenFailed(str(error)) from error


def without_namelist(path: str, form: str | None = None) -> Image:
    """Open a core whose namelist cannot be read: memory can be."""
    from .. import engine
    from ..corefile import KVA, open_as, open_corefile
    from ..image import Image
    from ..namelist import Namelist
    from ..source import open_source
    from ..space import AddressSpace

    class NoSymbols(Namelist):
        def find(self, names: Iterable[str]) -> dict[str, Symbol]:
            return {}

        def at(self, address: int) -> tuple[Symbol, int] | None:
            return None

        def __getitem__(self, name: str) -> Symbol:
            from ..errors import SymbolNotFoundError

            raise SymbolNotFoundError(name)

        def __iter__(self) -> Iterator[str]:
            return iter(())

        def __len__(self) -> int:
            return 0

    core = open_corefile(path) if form is None else open_as(open_source(path), form, None)
    try:
        namelist: Namelist = NoSymbols()
        core.attach(namelist)
        core.kernel_space = KVA
        kernel = AddressSpace(core, KVA, "kernel")
        return Image(core, namelist, kernel, engine.layouts_for(core, kernel, namelist))
    except BaseException:
        core.close()
        raise
