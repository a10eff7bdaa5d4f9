"""The command line, one module a subcommand; the only place that prints."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from importlib import import_module

import click

from .. import __version__
from ..errors import OpenError, ReadOnlyError, SunkvmError, UnknownFormatError, UnsupportedError
from .output import complain, show

# sysexits.h, as the BSD tools use them.
EX_USAGE = 64
EX_DATAERR = 65
EX_NOINPUT = 66
EX_UNAVAILABLE = 69
EX_SOFTWARE = 70
EX_CANTCREAT = 73
EX_IOERR = 74
EX_NOPERM = 77

_COMMANDS = (
    "config", "cpus", "dmesg", "expand", "files", "gdbserver", "headers", "info", "layout", "map", "modules",
    "nm", "panic", "ps", "ranges", "read", "shell", "snapshot", "swap", "threads", "to-elf", "top", "triage",
    "w", "write", "xlate", "zones",
)  # fmt: skip


class _Commands(click.Group):
    """The subcommands, each imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in _COMMANDS if _exists(name)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(_module(name), __package__).command
        return command


def _module(name: str) -> str:
    return f".{name.replace('-', '_')}"


def _exists(name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(_module(name), __package__) is not None


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Images are named as -N namelist -M core, as a pair (unix.0 vmcore.0), by one of a pair, as a folder and a "
    "number (/var/crash 0), or not at all: then it is the emulated kernel of this host. Begin with: sunkvm info vmcore.0. "
    "Exit codes and examples: man sunkvm.",
)
@click.option("-N", "--namelist", type=click.Path(readable=False), help="The file with the kernel's symbols.")
@click.option("-M", "--core", type=click.Path(readable=False), help="The crash dump.")
@click.option(
    "-W", "--swap", type=click.Path(readable=False), help="The contents of the swap device (NetBSD)."
)
@click.option("-v", "--verbose", count=True, help="Say more; twice: tracebacks.")
@click.version_option(__version__, "--version", prog_name="sunkvm", message="%(prog)s %(version)s")
@click.pass_context
def group(ctx: click.Context, namelist: str | None, core: str | None, swap: str | None, verbose: int) -> None:
    """Look into crash dumps of Solaris, illumos, FreeBSD, NetBSD and DragonFly, or into the emulated kernel of this host."""
    ctx.obj = {"namelist": namelist, "core": core, "swap": swap, "verbose": verbose}
    if ctx.invoked_subcommand is None:
        show(ctx.get_help())


def exit_code(error: SunkvmError | OSError) -> int:
    """Return the sysexits code for an error."""
    if isinstance(error, UnsupportedError):
        return EX_UNAVAILABLE
    if isinstance(error, (PermissionError, ReadOnlyError)) or error.errno in (errno.EPERM, errno.EACCES):
        return EX_NOPERM
    if isinstance(error, UnknownFormatError):
        return EX_DATAERR
    if isinstance(error, OpenError):
        return (
            EX_NOINPUT if isinstance(error.__cause__, OSError) or error.errno == errno.ENOENT else EX_DATAERR
        )
    if isinstance(error, FileExistsError):
        return EX_CANTCREAT
    return EX_IOERR if isinstance(error, OSError) else EX_DATAERR


def main() -> None:
    """Run the command line: errors in one line on stderr, exit codes of sysexits.h, tracebacks only with -vv."""
    verbose = sum(arg.count("v") for arg in sys.argv[1:] if arg.startswith("-v") and set(arg[1:]) == {"v"})
    verbose += sys.argv.count("--verbose")
    try:
        if "_SUNKVM_COMPLETE" in os.environ:  # the shell asks for completions
            group.main(prog_name="sunkvm", complete_var="_SUNKVM_COMPLETE")
        # Not group.main(), which ends with 1 where the reader of a pipe has gone: 1 means a partial result here.
        with group.make_context("sunkvm", sys.argv[1:]) as ctx:
            code = group.invoke(ctx)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.UsageError as error:
        complain(
            f"{error.format_message()}" + (f" (try: {error.ctx.command_path} --help)" if error.ctx else "")
        )
        code = EX_USAGE
    except click.ClickException as error:
        complain(error.format_message())
        code = EX_USAGE
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        # The reader (head, less) has enough: be silent, also when Python flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = 141
    except (SunkvmError, OSError) as error:
        if verbose > 1:
            traceback.print_exc()
        declined = error.declined if isinstance(error, UnknownFormatError) else {}
        complain(describe(error) + (" (-v says why)" if declined and not verbose else ""))
        if verbose:
            for name, why in declined.items():
                complain(f"not {name}: {why}")
        code = exit_code(error)
        try:
            sys.stdout.flush()
        except (
            OSError
        ):  # it was the output that failed: Python must not try again at its end, and exit with 120
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except Exception as error:
        if verbose > 1:
            traceback.print_exc()
        complain(
            f"internal error: {type(error).__name__}: {error} (run again with -vv and report what it prints)"
        )
        code = EX_SOFTWARE
    sys.exit(code or 0)


def describe(error: BaseException) -> str:
    """Return an error in one line, file first."""
    if type(error).__module__ == "builtins" and isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error)
    return str(error)
