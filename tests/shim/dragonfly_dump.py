"""A DragonFly kernel, laid by hand, written as a minidump and a namelist by the independent writer of the tests."""

from __future__ import annotations

from pathlib import Path

from sunkvm.corefile import KVA

from ..personalities.dragonfly_kernel import PAGE, full_kernel

TEXTS = 0xFFFF_F800_9000_0000
# Name -> (address, the string; None where none ends there).
STRINGS = {
    "empty": (TEXTS, b""),
    "short": (TEXTS + 0x10, b"five."),
    "exactly a piece": (TEXTS + 0x40, b"p" * 63),
    "more than a piece": (TEXTS + 0x100, b"q" * 64),
    "several pieces": (TEXTS + 0x200, b"r" * 600),
    "to the last byte of a page": (TEXTS + PAGE - 6, b"11111"),
    "over two pages": (TEXTS + 2 * PAGE - 4, b"across a boundary"),
    "over four pages": (TEXTS + 3 * PAGE + 9, b"s" * (3 * PAGE)),
    "last page": (TEXTS + 8 * PAGE + 8, b"this one is cut off"),
    "into a hole": (TEXTS + 7 * PAGE - 70, None),
    "in a hole": (TEXTS + 7 * PAGE + 5, None),
}


def plant_more(k) -> None:
    """Add strings, a list of mounts with their vnodes, and a tree of free swap space."""
    k.core.put(KVA, TEXTS, bytes(7 * PAGE))
    k.core.put(KVA, TEXTS + 8 * PAGE, bytes(PAGE))
    for address, text in STRINGS.values():
        if text is not None:
            k.core.put(KVA, address, text + b"\0")
    k.core.put(KVA, TEXTS + 7 * PAGE - 70, b"z" * 70)
    for mount, vnodes, names in (
        (k.outer, [], (b"/dev/serno/1.s1a", b"/")),
        (k.inner, [k.vnode], (b"/dev/serno/1.s1d", b"/home")),
    ):
        at = mount + k.offset("mount", "mnt_stat")
        k.set("statfs", at, f_mntfromname=names[0], f_mntonname=names[1], f_fstypename=b"hammer2")
        first = k.list("vnode", "v_nmntvnodes.tqe_next", vnodes) if vnodes else 0
        k.set("mount", mount, mnt_nvnodelist__tqh_first=first, mnt_nvnodelistsize=len(vnodes))
    k.set("vnode", k.vnode, v_refcnt=2, v_flag=0x2000, v_auxrefs=1)
    first = k.list("mount", "mnt_list.tqe_next", [k.outer, k.inner])
    k.variable("mountlist", first.to_bytes(8, "little") + bytes(8))
    k.names.add("stacked_map", k.map)
    looped = k.make("vm_map_entry")
    k.set("vm_map_entry", looped, rb_entry__rbe_left=looped)
    k.names.add("looped_entry", looped)
    root = k.make("blmeta", u__bmu_bitmap=(1 << 64) - 16, bm_bighint=60)
    k.variable(
        "swapblist",
        k.make("blist", bl_blocks=64, bl_radix=64, bl_skip=0, bl_free=60, bl_root=root, bl_rootblks=1),
    )
    k.variable("ccpu", 1948, 4)


def save(k, folder: Path, freebsd, dragonfly) -> Path:
    """Write a kernel's files ``kernel`` and ``vmcore`` (a minidump of version 2) into a folder."""
    memory, tables, top = freebsd.Memory(), {}, {}
    taken = iter(range(0x10, 1 << 20))

    def entry(key) -> int:
        """Return where the page table of a key lies."""
        if key not in tables:
            tables[key] = next(taken) * PAGE
            memory.put(tables[key], bytes(PAGE))
        return tables[key]

    pages = sorted((number, at) for (space, number), at in k.core.places.items() if space is KVA)
    for number, _ in pages:
        va = number * PAGE
        directory, table = entry(va >> 30), entry((va >> 21, "pt"))
        top[va & ~((1 << 30) - 1)] = directory | 3
        memory.q(directory + (va >> 21 & 511) * 8, table | 3)
    for number, at in pages:
        va, pa = number * PAGE, next(taken) * PAGE
        memory.put(pa, bytes(k.core.bytes[at : at + PAGE]))
        memory.q(tables[va >> 21, "pt"] + (va >> 12 & 511) * 8, pa | 3)
    (folder / "vmcore").write_bytes(dragonfly.minidump(2, memory, dragonfly.top_table(top)))
    symbols = {name: symbol.value for name, symbol in k.names.known.items()}
    (folder / "kernel").write_bytes(freebsd.namelist("amd64", symbols))
    return folder


def save_kernel(folder: Path, freebsd, dragonfly) -> Path:
    """Write the files of a kernel with something of everything."""
    k = full_kernel()
    plant_more(k)
    return save(k, folder, freebsd, dragonfly)
