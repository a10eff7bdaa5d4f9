"""C headers from layouts: one small file a struct, with explicit padding and assertions, for LP64 and ILP32 compilers."""

from __future__ import annotations

import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..layout import Field, Layout
    from ..layouts import LayoutSource

SOLARIS = (
    "proc", "pid", "sess", "plock", "user", "uf_info", "uf_entry", "_kthread", "_klwp", "_label_t", "cred", "credgrp",
    "vnode", "vfs", "file", "as", "seg", "segvn_data", "anon", "anon_map", "anon_hdr", "page", "var", "anoninfo",
    "k_anoninfo", "swapinfo", "utsname", "psinfo", "lwpsinfo", "kstat", "task", "kproject", "zone", "modctl", "module",
    "cpu", "sysinfo", "vminfo", "snode", "stdata", "queue", "msgb", "datab", "log_ctl", "dumphdr", "loadavg_s", "lwpdir",
)  # fmt: skip
"""What the headers of the Solaris flavour ask for; what these embed comes along."""

FREEBSD = (
    "bintime", "bitset", "callout", "cdev", "domain", "fdescenttbl", "file", "filedesc", "filedescent", "kinfo_file",
    "kinfo_proc", "kinfo_vmentry", "linker_file", "loadavg", "lock", "lock_object", "mount", "msgbuf", "mtx", "pargs",
    "pcpu", "pgrp", "pipe", "plimit", "pmap", "priority", "prison", "proc", "protosw", "rusage_ext", "rwlock", "session",
    "sigacts", "sigqueue", "socket", "statfs", "swdevt", "sx", "sysentvec", "thread", "tty", "ucred", "uidinfo", "unpcb",
    "vfsconf", "vm_map", "vm_map_entry", "vm_object", "vm_page", "vmspace", "vnet", "vnode", "xswdev",
)  # fmt: skip
"""What the headers of the FreeBSD flavour ask for."""

FREEBSD_HOST = {
    "timeval": "sys/time.h",
    "timespec": "time.h",
    "rusage": "sys/resource.h",
    "itimerval": "sys/time.h",
}
"""The structs of FreeBSD that are the C library's as well, and where it has them."""

NETBSD = (
    "bintime", "cpu_info", "cwdinfo", "emul", "eproc", "fdfile", "fdtab", "file", "filedesc", "kauth_cred", "kern_msgbuf",
    "ki_pcred", "ki_sigset_t", "ki_ucred", "kinfo_file", "kinfo_lwp", "kinfo_proc", "kinfo_proc2", "loadavg", "lwp",
    "mount", "pgrp", "plimit", "pmap", "proc", "ps_strings", "pstats", "rb_node", "rb_tree", "schedstate_percpu",
    "session", "sigacts", "sigctx", "sigpend", "specdev", "specnode", "tty", "uvm_object", "uvmexp", "vm_amap", "vm_anon",
    "vm_aref", "vm_map", "vm_map_entry", "vm_page", "vmspace", "vnode", "vnode_impl",
)  # fmt: skip
"""What the headers of the NetBSD flavour ask for. Its timeval and rusage are not those of the C library."""

DRAGONFLY = (
    "blist", "blmeta", "cdev", "fdnode", "file", "filedesc", "globaldata", "kinfo_cputime", "kinfo_file", "kinfo_lwp",
    "kinfo_proc", "linker_file", "loadavg", "lock", "lwkt_token", "lwp", "mount", "msgbuf", "namecache", "namecache_list",
    "nchandle", "nchstats", "pargs", "pcb", "pgrp", "plimit", "pmap", "prison", "proc", "procglob", "rtprio", "session",
    "sigacts", "socket", "spinlock", "statfs", "swdevt", "sysentvec", "thread", "tty", "ucred", "unpcb", "vm_map",
    "vm_map_backing", "vm_map_entry", "vm_object", "vm_page", "vmmeter", "vmspace", "vmstats", "vmtotal", "vnode",
    "vnodelst", "xswdev",
)  # fmt: skip
"""What the headers of the DragonFly flavour ask for; the C library's structs are those of FreeBSD."""

# Tags that headers of the C library define too.
_PRIVATE = {
    "fsid_t", "itimerval", "nlist", "rlimit", "rlimit64", "rusage", "sigaltstack", "sigval", "statfs", "sysinfo",
    "timespec", "timeval", "utsname",
}  # fmt: skip
# Members that are macros in headers of the C library.
_MACROS = re.compile(
    r"si_(pid|uid|status|addr|value|band|fd|utime|stime|errno|code)|sa_(handler|sigaction)|st_[amc]tim"
)
_LONGS = {
    "long", "ulong_t", "unsigned long", "long int", "long unsigned int", "clock_t", "time_t", "size_t", "ssize_t",
    "uintptr_t", "intptr_t", "pgcnt_t", "spgcnt_t", "pfn_t", "caddr_t", "off_t", "daddr_t", "rlim_t", "suseconds_t",
}  # fmt: skip
_LONG_LONGS = {"hrtime_t", "longlong_t", "u_longlong_t", "offset_t", "u_offset_t", "long long", "diskaddr_t"}
_NAMES = {1: "char", 2: "short", 4: "int"}


def tag_of(name: str) -> str:
    """Return the tag that a struct has in the headers: its own, or a private one beside the C library's."""
    return f"__sunkvm_{name}" if name in _PRIVATE else name


def file_of(name: str) -> str:
    """Return the path of a struct's header inside the include directory."""
    return f"sunkvm/struct/{name}.h"


class Generator:
    """Writes the text of struct headers.

    ``sources`` are the layouts of an LP64 and of an ILP32 little-endian compiler; a struct that only one of them knows
    exists for that compiler only. ``host`` has the tags of structs that are the C library's own, and their headers: for
    systems where these are the same.
    """

    def __init__(
        self, lp64: LayoutSource, ilp32: LayoutSource, *, host: Mapping[str, str] | None = None
    ) -> None:
        self._sources = {64: lp64, 32: ilp32}
        self._host = host or {}
        self.texts: dict[str, str] = {}

    def add(self, names: Iterable[str]) -> None:
        """Make the headers of these structs and of all that they embed."""
        for name in names:
            self._add(name)

    def _add(self, name: str) -> None:
        if name in self.texts:
            return
        self.texts[name] = ""
        bodies: dict[int, str] = {}
        embedded: dict[str, None] = {}
        pointed: dict[str, None] = {}
        origin = ""
        for bits, source in self._sources.items():
            layout = source.layout("struct " + name) or source.layout(name)
            if layout is not None:
                bodies[bits] = _Writer(source, bits, embedded, pointed, self._host).write(
                    layout, tag_of(name)
                )
                origin = origin or layout.source
        own = [inner for inner in embedded if inner not in self._host]
        for inner in own:
            self._add(inner)
        included = dict.fromkeys(self._host[inner] for inner in embedded if inner in self._host)
        included.update(dict.fromkeys(file_of(inner) for inner in own))
        self.texts[name] = _file(name, bodies, included, pointed, origin)

    def write(self, directory: str) -> list[str]:
        """Write all headers below an include directory; return their paths in it."""
        os.makedirs(os.path.join(directory, "sunkvm", "struct"), exist_ok=True)
        written = []
        for name, text in sorted(self.texts.items()):
            path = os.path.join(directory, file_of(name))
            with open(path, "w", encoding="ascii") as file:
                file.write(text)
            written.append(file_of(name))
        return written


def _file(
    name: str, bodies: dict[int, str], included: Iterable[str], pointed: Iterable[str], origin: str
) -> str:
    guard = "_SUNKVM_STRUCT_" + re.sub(r"\W", "_", name).upper()
    lines = [
        f"/* struct {name}, made from: {origin or 'nothing'}. */",
        f"#ifndef {guard}",
        f"#define {guard}",
        "",
        "#include <stdint.h>",
        "#include <sunkvm/assert.h>",
        *(f"#include <{header}>" for header in included),
        "",
        *(f"struct {tag_of(other)};" for other in pointed),
        "",
    ]
    if bodies.get(64) == bodies.get(32):
        lines.append(bodies.get(64, ""))
    else:
        lines += ["#ifdef _LP64", "", bodies.get(64, ""), "#else", "", bodies.get(32, ""), "#endif", ""]
    return "\n".join([*lines, f"#endif /* {guard} */", ""])


class _Writer:
    """Writes one struct for one width."""

    def __init__(
        self,
        source: LayoutSource,
        bits: int,
        embedded: dict[str, None],
        pointed: dict[str, None],
        host: Mapping[str, str],
    ) -> None:
        self._host = host
        self._source = source
        self._bits = bits
        self._embedded = embedded
        self._pointed = pointed
        self._pads = 0

    def write(self, layout: Layout, tag: str) -> str:
        # Arrays of no elements, at the end of some structs, take no place and are left out.
        fields = [field for field in layout if "." not in field.name and field.size]
        keyword = "union" if layout.tag == "union" else "struct"
        body = self._members(fields, layout, layout.size, 1, keyword == "union")
        packed = " __attribute__((__packed__))" if self._odd(fields, layout) else ""
        lines = [f"{keyword} {tag} {{", *body, f"}}{packed};", "", "#ifndef __cplusplus"]
        lines.append(f"_SUNKVM_SIZE({keyword} {tag}, {layout.size});")
        for field in fields:
            if not field.bits and field.name:
                lines.append(f"_SUNKVM_OFFSET({keyword} {tag}, {_member(field.name)}, {field.offset});")
        return "\n".join([*lines, "#endif", ""])

    def _odd(self, fields: Sequence[Field], layout: Layout) -> bool:
        model = layout.model
        return any(
            field.number and (field.offset % model.align(field.size) or layout.size % model.align(field.size))
            for field in fields
        )

    def _members(
        self, fields: Sequence[Field], layout: Layout, size: int, depth: int, union: bool = False
    ) -> list[str]:
        """Return the lines of the members up to ``size`` bytes, gaps filled."""
        lines: list[str] = []
        indent = "\t" * depth
        at = 0
        rest = sorted(fields, key=lambda field: (field.offset, field.shift if field.bits else 0))
        while rest:
            first = rest[0]
            if union:
                rest.pop(0)
                if first.bits:
                    unit = [first, *(field for field in rest if field.bits)]
                    rest = [field for field in rest if not field.bits]
                    lines += [f"{indent}struct {{", *self._bit_fields(unit, indent + "\t"), f"{indent}}};"]
                elif first.offset:
                    lines += [f"{indent}struct {{", f"{indent}\tunsigned char {self._pad()}[{first.offset}];"]
                    lines += [f"{indent}\t{self._one(first, layout, depth + 1)}", f"{indent}}};"]
                else:
                    lines.append(indent + self._one(first, layout, depth))
                continue
            end = first.offset + first.size
            group = [field for field in rest if field.offset < end]
            while True:
                end = max(field.offset + field.size for field in group)
                wider = [field for field in rest if field.offset < end]
                if len(wider) == len(group):
                    break
                group = wider
            rest = rest[len(group) :]
            lines += self._gap(first.offset - at, indent)
            if len(group) == 1 and not first.bits:
                lines.append(indent + self._one(first, layout, depth))
            elif all(field.bits and field.offset == first.offset for field in group):
                lines += self._bit_fields(group, indent)
            else:  # members that lie on one another: a union without a name
                lines.append(f"{indent}union {{")
                moved = [field.moved(-first.offset) for field in group]
                lines += self._members(moved, layout, end - first.offset, depth + 1, True)
                lines.append(f"{indent}}};")
            at = end
        if not union:
            lines += self._gap(size - at, indent)
        elif not fields or max(field.offset + field.size for field in fields) < size:
            lines.append(f"{indent}unsigned char {self._pad()}[{size}];")
        return lines

    def _pad(self) -> str:
        self._pads += 1
        return f"__pad{self._pads}"

    def _gap(self, count: int, indent: str) -> list[str]:
        return [f"{indent}unsigned char {self._pad()}[{count}];"] if count > 0 else []

    def _bit_fields(self, fields: Sequence[Field], indent: str) -> list[str]:
        """Return bit-fields in the order of a little-endian compiler."""
        lines, at = [], 0
        types = ("int64_t", "uint64_t") if fields[0].size == 8 else ("int", "unsigned int")
        for field in fields:
            kind = types[field.kind != "int"]
            if field.shift > at:
                lines.append(f"{indent}{types[1]} : {field.shift - at};")
            lines.append(f"{indent}{kind} {_member(field.name)} : {field.bits};")
            at = field.shift + field.bits
        unit = fields[0].size * 8
        if at < unit:
            lines.append(f"{indent}{types[1]} : {unit - at};")
        return lines

    def _one(self, field: Field, layout: Layout, depth: int) -> str:
        name = _member(field.name)
        if field.kind == "pointer":
            return f"{self._pointer(field.type)}{name};"
        if field.number:
            return f"{self._number(field.size, field.kind, field.type)} {name};"
        if field.kind == "char[]":
            return f"char {name}[{field.size}];"
        if field.kind == "array" and field.element_kind == "pointer":
            return f"{self._pointer(field.type.partition('[')[0])}{name}[{field.count}];"
        if field.vector:
            text = self._number(field.element_size, field.element_kind, field.type.partition("[")[0])
            return f"{text} {name}[{field.count}];"
        count = f"[{field.count}]" if field.kind == "array" else ""
        inner = self._source.resolve(field.type)
        if inner is not None and inner.size * (field.count if count else 1) == field.size:
            self._embedded[inner.name] = None
            tag = inner.name if inner.name in self._host else tag_of(inner.name)
            return f"{'union' if inner.tag == 'union' else 'struct'} {tag} {name}{count};"
        inner = layout.inner(field.name)
        if inner is not None and not count:
            keyword = "union" if inner.tag == "union" else "struct"
            members = [each for each in inner if "." not in each.name and each.size]
            lines = self._members(members, inner, inner.size, depth + 1, keyword == "union")
            packed = " __attribute__((__packed__))" if self._odd(members, inner) else ""
            return "\n".join([f"{keyword} {{", *lines, "\t" * depth + f"}}{packed} {name};"])
        # Nothing is known of it but its place.
        for width in (8, 4, 2):
            if width <= self._bits // 8 and not field.offset % width and not field.size % width:
                return f"uint{width * 8}_t {name}[{field.size // width}];"
        return f"unsigned char {name}[{field.size}];"

    def _number(self, size: int, kind: str, type: str) -> str:
        if kind == "float":
            return "float" if size == 4 else "double"
        if kind == "pointer":
            return "void *"
        sign = "" if kind == "int" else "unsigned "
        if size == self._bits // 8 and type in _LONGS:
            return f"{sign}long"
        if size == 8:
            if type in _LONG_LONGS:
                return f"{sign}long long"
            return "int64_t" if kind == "int" else "uint64_t"
        return sign + _NAMES[size]

    def _pointer(self, type: str) -> str:
        """Return the C text of a pointer member up to its name."""
        if type in ("caddr_t", "pointer to char"):
            return "char *"
        target = type.removeprefix("pointer to ").removeprefix("const ").removeprefix("volatile ")
        if type.startswith("pointer to ") and not target.startswith("pointer"):
            if target.startswith("struct "):
                tag = target.removeprefix("struct ")
            else:
                found = self._source.layout(target) if re.fullmatch(r"\w+", target) else None
                tag = found.name if found is not None and found.tag != "union" else ""
            if re.fullmatch(r"[A-Za-z_]\w*", tag):
                self._pointed[tag] = None
                return f"struct {tag_of(tag)} *"
        return "void *"


def _member(name: str) -> str:
    return f"__{name}" if _MACROS.fullmatch(name) else name
