"""``sunkvm config``: what a compiler needs to know to build C programs against a flavour."""

from __future__ import annotations

import shlex

import click


@click.command(short_help="Print compiler options for relinking C programs.")
@click.option("--flavour", default="solaris", show_default=True, help="Whose libkvm.")
@click.option("--freebsd", "flavour", flag_value="freebsd", help="The same as --flavour freebsd.")
@click.option("--netbsd", "flavour", flag_value="netbsd", help="The same as --flavour netbsd.")
@click.option("--dragonfly", "flavour", flag_value="dragonfly", help="The same as --flavour dragonfly.")
@click.option("--32", "narrow", is_flag=True, help="For 32-bit programs.")
@click.option("--sunos4", is_flag=True, help="For programs of SunOS 4: its calls, its headers in front.")
@click.option("--cflags", is_flag=True, help="Options for compiling.")
@click.option("--libs", is_flag=True, help="Options for linking.")
@click.option("--includedir", is_flag=True, help="The directories of the headers.")
@click.option("--libdir", is_flag=True, help="The directory of the library.")
@click.option("--pcdir", is_flag=True, help="The directory for PKG_CONFIG_PATH.")
@click.option(
    "--volatility", is_flag=True, help="The directory for vol -p: our images as layers of Volatility 3."
)
def command(
    flavour: str,
    narrow: bool,
    sunos4: bool,
    cflags: bool,
    libs: bool,
    includedir: bool,
    libdir: bool,
    pcdir: bool,
    volatility: bool,
) -> None:
    """Print options for building C programs against a flavour's libkvm; without any, those for compiling and linking.

    For example: cc prog.c $(sunkvm config --freebsd --cflags --libs). The manual page of a flavour lists its calls:
    man kvm_freebsd.
    """
    from os.path import abspath, dirname, join

    if volatility:
        click.echo(join(dirname(dirname(abspath(__file__))), "integrations", "volatility"))
        return
    from .._config import find
    from ..errors import UnsupportedError

    found = find(flavour, 32 if narrow else 64, sunos4)
    if pcdir and not found.pcdir:
        raise UnsupportedError(
            "an editable install has no pkg-config files; use sunkvm config --cflags --libs"
        )
    words: list[str] = []
    if not (cflags or libs or includedir or libdir or pcdir):
        cflags = libs = True
    if includedir:
        words += found.includes
    if libdir:
        words.append(dirname(found.library))
    if pcdir:
        words.append(found.pcdir)
    if cflags:
        words += found.cflags
    if libs:
        words += found.libs
    click.echo(shlex.join(words))
