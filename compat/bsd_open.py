"""Opening cores for BSD façades whose originals look at the namelist later, or never."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..image import Image
    from ..namelist import Symbol


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
