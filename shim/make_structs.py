"""Make the struct headers of a flavour: make_structs.py SOURCE_ROOT FLAVOUR DIRECTORY, or --list for their names."""

import os
import sys


def solaris() -> dict[str, str]:
    """Return the headers of illumos."""
    from sunkvm import datamodel
    from sunkvm.export.headers import SOLARIS, Generator
    from sunkvm.layouts.builtin import BuiltinTables

    generator = Generator(*(BuiltinTables("solaris", model) for model in (datamodel.AMD64, datamodel.I386)))
    generator.add(SOLARIS)
    return generator.texts


def freebsd() -> dict[str, str]:
    """Return the headers of FreeBSD 11 and 15 (12 where the kernel was 32 bits wide), chosen by SUNKVM_FREEBSD."""
    from sunkvm import datamodel
    from sunkvm.export.headers import FREEBSD, FREEBSD_HOST, Generator
    from sunkvm.layout import Layout
    from sunkvm.layouts.builtin import BuiltinTables
    from sunkvm.schema.kernels import freebsd as schema

    class Tables(BuiltinTables):
        """The tables of a release, with the kinfo_proc that the library gives out, and what tables leave out."""

        def layout(self, name: str):  # noqa: ANN202
            tag = name.removeprefix("struct ")
            if tag == "kinfo_proc":
                new = schema.kinfo_proc(self.model, 15)
                return self.old(new) if "freebsd11" in self.name else new
            if tag in ("ttyinq", "ttyoutq"):
                return getattr(schema, tag)(self.model)
            return super().layout(name)

        def old(self, new: Layout) -> Layout:
            """Return kinfo_proc of 11 with the one member that later releases of 10 and 11 have in its spare strings."""
            whole = schema.kinfo_proc(self.model, 11)
            more, spare = new["ki_moretdname"], whole["ki_sparestrings"]
            fields = [field for field in whole if field is not spare]
            rest = spare.moved(more.size, spare.name)
            rest.size -= more.size
            rest.count -= more.size
            return Layout(whole.name, self.model, whole.size, [*fields, more, rest], source=whole.source)

    releases = []
    for amd64, i386 in (("freebsd15_amd64", "freebsd12_i386"), ("freebsd11_amd64", "freebsd11_i386")):
        tables = {datamodel.AMD64: amd64, datamodel.I386: i386}
        generator = Generator(
            *(Tables("freebsd", model, table=table) for model, table in tables.items()), host=FREEBSD_HOST
        )
        generator.add(FREEBSD)
        releases.append(generator.texts)
    return chosen(*releases, "freebsd", 12)


def chosen(new: dict[str, str], old: dict[str, str], system: str, release: int) -> dict[str, str]:
    """Return headers that have the structs of a release and of later ones, or else those of an older one."""
    return {
        name: "\n".join(
            (
                f"#include <sunkvm/{system}.h>",
                f"#if SUNKVM_{system.upper()} >= {release}",
                new.get(name, ""),
                "#else",
                old.get(name, ""),
                "#endif",
                "",
            )
        )
        for name in new.keys() | old.keys()
    }


def netbsd() -> dict[str, str]:
    """Return the headers of NetBSD 6 and 10, of which a program chooses one by SUNKVM_NETBSD."""
    from sunkvm import datamodel
    from sunkvm.export.headers import NETBSD, Generator
    from sunkvm.layouts.builtin import BuiltinTables
    from sunkvm.schema.kernels import netbsd as schema

    class Tables(BuiltinTables):
        """The tables of a release, with the structs that are the same in all."""

        def layout(self, name: str):  # noqa: ANN202
            tag = name.removeprefix("struct ")
            if tag in ("kinfo_proc2", "kinfo_lwp", "kinfo_file", "ki_pcred", "ki_ucred", "ki_sigset_t"):
                return getattr(schema, tag.removesuffix("_t"))(self.model)
            return super().layout(name)

    releases = []
    for release in (10, 6):
        models = datamodel.AMD64, datamodel.I386
        generator = Generator(
            *(Tables("netbsd", model, table=f"netbsd{release}_{model.name}") for model in models)
        )
        generator.add(NETBSD)
        releases.append(generator.texts)
    return chosen(*releases, "netbsd", 10)


def dragonfly() -> dict[str, str]:
    """Return the headers of DragonFly 5.9, which runs on x86-64 alone."""
    from sunkvm import datamodel
    from sunkvm.export.headers import DRAGONFLY, FREEBSD_HOST, Generator
    from sunkvm.layout import Layout
    from sunkvm.layouts.builtin import BuiltinTables
    from sunkvm.schema.base import cstruct, s32

    # Structs that the table has only where they lie in others.
    within = {
        "bio_track": ("vnode", "v_track_read"),
        "buf_rb_hash": ("vnode", "v_rbhash_tree"),
        "buf_rb_tree": ("vnode", "v_rbclean_tree"),
        "clist": ("tty", "t_rawq"),
        "klist": ("file", "f_klist"),
        "kqinfo": ("vnode", "v_pollinfo.vpi_kqinfo"),
        "lwp_rb_tree": ("proc", "p_lwp_tree"),
        "namecache_list": ("namecache", "nc_list"),
        "nchandle": ("file", "f_nchandle"),
        "pmap_statistics": ("pmap", "pm_stats"),
        "vm_map_rb_tree": ("vm_map", "rb_root"),
        "vm_page_rb_tree": ("vm_object", "rb_memq"),
        "vnodelst": ("mount", "mnt_nvnodelist"),
    }

    class Tables(BuiltinTables):
        """The table, and structs that are only part of others there."""

        def layout(self, name: str):  # noqa: ANN202
            tag = name.removeprefix("struct ")
            if tag == "spinlock":
                return cstruct(self.model, tag, s32("lock"), s32("update"))
            if tag not in within or self.table is None:
                return super().layout(name)
            outer, member = within[tag]
            found = super().layout(outer).inner(member)
            return Layout(tag, self.model, found.size, found, source=self.name)

    generator = Generator(
        Tables("dragonfly", datamodel.AMD64, table="dragonfly5_amd64"),
        BuiltinTables("", datamodel.I386),
        host=FREEBSD_HOST,
    )
    generator.add(DRAGONFLY)
    return generator.texts


FLAVOURS = {"solaris": solaris, "freebsd": freebsd, "dragonfly": dragonfly, "netbsd": netbsd}


def main() -> None:
    """Generate from the built-in tables."""
    root, flavour, target = sys.argv[1:4]
    sys.dont_write_bytecode = True
    sys.path.insert(0, root)
    texts = FLAVOURS[flavour]()
    if target == "--list":
        print(*(f"{name}.h" for name in sorted(texts)), sep="\n")
        return
    for name, text in texts.items():
        with open(os.path.join(target, f"{name}.h"), "w", encoding="ascii") as file:
            file.write(text)


if __name__ == "__main__":
    main()
