"""Where the kernel's page tables begin in physical memory, as the symbols of the kernels tell it.

A candidate counts only if the tables that it leads to map the symbol that it came from to the place where it was read:
so kernels that were loaded elsewhere, and files that do not say where, are found as well.

Facts: lib/libkvm/kvm_amd64.c, kvm_i386.c, kvm_arm.c, kvm_powerpc64.c of FreeBSD 10 to 15, sys/*/*/locore*.
"""

from __future__ import annotations

from ..mmu import Walker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..namelist import Namelist, Symbol
    from .paged import PagedCorefile
    from .physical import PhysicalCorefile

_SYSTEMS = {b"FreeBSD": "freebsd", b"DragonFly": "dragonfly", b"NetBSD": "netbsd", b"SunOS": "solaris"}
# Variables of one system only; sys/kern/kern_proc.c of DragonFly has the size of its table of process lists.
_MARKS = {"allproc_hsize": "dragonfly"}
_LARGE = 1 << 21
_PCB_CR3 = 64
_MAX_CANDIDATES = 1 << 20


class Root:
    """What was found: a paging form and a root, or kernel addresses that need none (``virtual``).

    ``personality`` is the system whose symbols led there, for kernels that do not say their name.
    """

    __slots__ = ("displacement", "form", "personality", "root", "virtual")

    def __init__(
        self,
        form: str | None,
        root: int = 0,
        displacement: int = 0,
        virtual: list[tuple[int, int, int]] | None = None,
        personality: str = "freebsd",
    ) -> None:
        self.form = form
        self.root = root
        self.displacement = displacement
        self.virtual = virtual or []
        self.personality = personality


def locate(core: PhysicalCorefile, namelist: Namelist) -> Root | None:
    """Return where the kernel's page tables begin, or None."""
    finder = {
        "amd64": _amd64,
        "i386": _i386,
        "arm": _arm,
        "aarch64": _aarch64,
        "riscv64": _riscv,
        "powerpc64": _powerpc,
        "powerpc": _powerpc,
        "m68k": _aout,
        "sparc": _aout,
    }.get(core.model.name)
    return None if finder is None else finder(core, namelist)


def identify(core: PagedCorefile, namelist: Namelist) -> str:
    """Return the personality of a kernel whose memory can be read; "" if nothing tells.

    Its own name for itself tells, else a variable that only one system has.
    """
    for name in ("ostype", "utsname"):
        symbol = namelist.find((name,)).get(name)
        if symbol is not None:
            pa = core.kernel_walk(int(symbol) + core.displacement).pa
            if pa is not None:
                text = core.read_physical(pa, 16).split(b"\0", 1)[0]
                if text in _SYSTEMS:
                    # Kernels of SunOS that are a.out files are older than Solaris.
                    old = text == b"SunOS" and getattr(namelist, "kind", "") != ""
                    return "sunos4" if old else _SYSTEMS[text]
    marks = namelist.find(_MARKS)
    return next((_MARKS[name] for name in marks), "")


def _walker(core: PhysicalCorefile, form: str) -> Walker:
    from ..mmus import find

    return Walker(find(form), core.read_physical)


def _word(core: PhysicalCorefile, pa: int, size: int) -> int | None:
    data = core.read_physical(pa, size) if pa >= 0 else b""
    return int.from_bytes(data, core.model.byteorder) if len(data) == size else None


def _maps(core: PhysicalCorefile, walkers: dict[str, Walker], form: str, root: int, va: int, pa: int) -> bool:
    walker = walkers.get(form)
    if walker is None:
        walker = walkers[form] = _walker(core, form)
    return walker.walk(root, va).pa == pa


def _places(core: PhysicalCorefile, va: int, likely: Iterable[int], step: int) -> Iterator[int]:
    """Yield where a kernel address may lie in physical memory: the likely places, then all with the same low bits."""
    seen = set()
    for pa in likely:
        if pa >= 0 and pa not in seen:
            seen.add(pa)
            yield pa
    count = 0
    for start, size, _ in core.segments:
        first = start + (va - start) % step
        for pa in range(first, start + size, step):
            count += 1
            if count > _MAX_CANDIDATES:
                return
            if not core.read_physical(pa, 1):  # behind the end of the file, as is the rest of the segment
                break
            if pa not in seen:
                yield pa


def _loaded(core: PhysicalCorefile, symbols: dict[str, Symbol], va: int, split: int = 0) -> list[int]:
    """Return the likely physical addresses of a kernel address: as the file tells, or by the start of the kernel."""
    likely = [va - low + pa for low, pa in core.deltas]
    base = symbols.get("kernbase")
    if base is not None:
        likely.append(va - int(base))
    if split:
        likely.append(va)
    return likely


def _amd64(core: PhysicalCorefile, namelist: Namelist) -> Root | None:
    symbols = namelist.find(("kernbase", "KPML4phys", "KPML5phys", "dumppcb", "btext", "kernel_text"))
    walkers: dict[str, Walker] = {}
    variable = symbols.get("KPML4phys")
    if variable is not None:
        va = int(variable)
        top = symbols.get("KPML5phys")
        for pa in _places(core, va, _loaded(core, symbols, va), _LARGE):
            four = _word(core, pa, 8)
            if four is None or not four:
                continue
            # With five levels the kernel sets this one too, and its tables of four levels are those of another time.
            five = None if top is None else _word(core, pa + int(top) - va, 8)
            if five and _maps(core, walkers, "amd64-la57", five, va, pa):
                return Root("amd64-la57", five)
            if _maps(core, walkers, "amd64", four, va, pa):
                return Root("amd64", four)
    block = symbols.get("dumppcb")
    if block is not None:
        # DragonFly: the control block that the crash left, with the page table register in it.
        va = int(block)
        for pa in _places(core, va, _loaded(core, symbols, va), _LARGE):
            root = _word(core, pa + _PCB_CR3, 8)
            if root and _maps(core, walkers, "amd64", root, va, pa):
                return Root("amd64", root, personality="dragonfly")
    witness = variable if variable is not None else symbols.get("btext") or symbols.get("kernel_text")
    for form, root in core.cpu_roots:
        if witness is None or _walker(core, form).walk(root, int(witness)).pa is not None:
            return Root(form, root, personality="")
    return None


def _i386(core: PhysicalCorefile, namelist: Namelist) -> Root | None:
    symbols = namelist.find(("kernbase", "IdlePDPT", "IdlePTD", "IdlePTD_nopae", "pae_mode", "btext"))
    walkers: dict[str, Walker] = {}
    mode = symbols.get("pae_mode")
    for name, form in (("IdlePDPT", "i386-pae"), ("IdlePTD_nopae", "i386"), ("IdlePTD", "i386")):
        variable = symbols.get(name)
        if variable is None:
            continue
        va = int(variable)
        for pa in _places(core, va, _loaded(core, symbols, va, split=1), 1 << 22):
            # Merged kernels have the variables of both forms; this one says which is in use.
            if mode is not None and bool(_word(core, pa + int(mode) - va, 4)) != (form == "i386-pae"):
                continue
            pointer = _word(core, pa, 4)
            if not pointer:
                continue
            for root in (pointer, pointer - va + pa):
                if root >= 0 and _maps(core, walkers, form, root, va, pa):
                    return Root(form, root)
    witness = symbols.get("btext")
    for form, root in core.cpu_roots:
        if witness is None or _walker(core, form).walk(root, int(witness)).pa is not None:
            return Root(form, root, personality="")
    return None


def _arm(core: PhysicalCorefile, namelist: Namelist) -> Root | None:
    symbols = namelist.find(("kernbase", "physaddr", "kernel_l1pa", "kern_pt1", "btext", "_start"))
    walkers: dict[str, Walker] = {}
    base, start = symbols.get("kernbase"), symbols.get("physaddr")
    if base is not None and start is not None:
        core.deltas.append((int(base), int(start)))
    for name in ("kernel_l1pa", "kern_pt1"):
        variable = symbols.get(name)
        if variable is None:
            continue
        va = int(variable)
        for pa in _places(core, va, _loaded(core, symbols, va), 1 << 20):
            pointer = _word(core, pa, 4)
            if not pointer:
                continue
            for root in (pointer, pointer - va + pa):
                if root >= 0 and _maps(core, walkers, "arm", root, va, pa):
                    return Root("arm", root & 0xFFFF_C000)
    # The variable is gone in some kernels: look for the table itself, which lies on a border of 16 KiB.
    witnesses = [
        int(symbol) for symbol in symbols.values() if core.deltas and int(symbol) >= core.deltas[0][0]
    ]
    if witnesses:
        low, load = core.deltas[0]
        for root in _places(core, 0, (), 1 << 14):
            if all(_maps(core, walkers, "arm", root, va, va - low + load) for va in witnesses):
                return Root("arm", root)
    return None


def _itself(
    core: PhysicalCorefile, namelist: Namelist, name: str, forms: Iterable[str], step: int
) -> Root | None:
    """Find a root that is a symbol of the kernel and maps itself, as everything of the kernel's image is mapped."""
    symbols = namelist.find((name, "kernbase"))
    table = symbols.get(name)
    if table is None:
        return None
    walkers: dict[str, Walker] = {}
    for pa in _places(core, int(table), _loaded(core, symbols, int(table)), step):
        for form in forms:
            if _maps(core, walkers, form, pa, int(table), pa):
                return Root(form, pa)
    return None


def _aarch64(core: PhysicalCorefile, namelist: Namelist) -> Root | None:
    for name in ("pagetable_l0_ttbr1", "pagetable_l0_ttbr1_bootstrap"):
        found = _itself(core, namelist, name, ("aarch64-4k", "aarch64-16k", "aarch64-64k"), _LARGE)
        if found is not None:
            return found
    return None


def _riscv(core: PhysicalCorefile, namelist: Namelist) -> Root | None:
    # The kernel's addresses are all below one entry of the top level, so this table serves in Sv48 as well.
    for name in ("pagetable_l1", "pagetable_l0"):
        found = _itself(core, namelist, name, ("riscv-sv39", "riscv-sv48"), _LARGE)
        if found is not None:
            return found
    return None


_DIRECT_MAP = 0xC000_0000_0000_0000


def _powerpc(core: PhysicalCorefile, namelist: Namelist) -> Root | None:
    """Take the direct map, which needs no tables, and see by how much the kernel was moved."""
    wide = core.model.bits == 64
    symbol = namelist.find(("ostype",)).get("ostype")
    shift = None if symbol is None else _find_text(core, int(symbol))
    virtual = []
    for start, size, _ in core.segments:
        if wide:
            virtual.append((_DIRECT_MAP | start, size, start))
        if shift is None or not wide:
            virtual.append((start, size, start))
        else:
            low = max(0, start - shift)
            virtual.append((low, start + size - shift - low, low + shift))
    return Root(None, 0, (shift or 0) + (_DIRECT_MAP if wide else 0), virtual)


_SUN_BASE = 1 << 24
_SUN2 = (0, 1, 0x90)


def _aout(core: PhysicalCorefile, namelist: Namelist) -> Root | None:
    """Take the kernel's image as it was loaded: from the start of memory on, and mapped in one piece.

    True of the a.out kernels of Sun's machines, whose addresses begin at a multiple of 16 MiB. What they map besides is
    in the page tables of the MMU, which are not in memory.
    """
    if not getattr(namelist, "kind", "") or not core.segments:
        return None
    base = namelist.lowest & -_SUN_BASE  # type: ignore[attr-defined]
    if core.model.name == "m68k":
        core.page_shift = 11 if namelist.mid in _SUN2 else 13  # type: ignore[attr-defined]
        core.page_size = 1 << core.page_shift
    start, size, _ = core.segments[0]
    end = core.segments[-1][0] + core.segments[-1][1]
    if start <= base < start + size:
        start, end = base, end - base  # the image was made of these addresses
    else:
        start = 0
    return Root(None, 0, 0, [(base, end, start)], "netbsd" if "allproc" in namelist else "sunos4")


def _find_text(core: PhysicalCorefile, va: int) -> int | None:
    """Return how far up in physical memory the kernel's image was moved, going by its own name; None if it is not there."""
    for pa in _places(core, va, (va,), core.page_size):
        if core.read_physical(pa, 16).split(b"\0", 1)[0] in _SYSTEMS and pa >= va:
            return pa - va
    return None
