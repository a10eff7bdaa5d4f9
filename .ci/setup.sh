#!/usr/bin/env bash
# Bring .venv up to date: system packages, Python and tools, then this version of sunkvm, built and
# installed as a user would get it (not editable). Does what is needed and says so; says nothing and
# needs no network if nothing is to be done.
#
#   .ci/setup.sh [--again]     --again: look anew at what the system offers, and build from scratch
#
#   PYTHON=/path/to/python3    the Python for .venv
#   APT=no                     never call apt-get
set -eu
cd "$(dirname "$0")/.."
unset PYTHONHOME PYTHONPATH
root=$PWD
venv=$root/.venv
log=$root/build/setup.log
sources="sunkvm compat shim completions docs/man meson.build meson.options pyproject.toml"

say() { printf 'setup: %s\n' "$*"; }
die() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

# Run a command with its output in the log; show the end of the log if it fails.
logged() {
    mkdir -p "${log%/*}"
    printf '\n$ %s\n' "$*" >>"$log"
    "$@" >>"$log" 2>&1 </dev/null && return
    tail -n 30 "$log" >&2
    die "that failed: $* (all of it: ${log#"$root"/})"
}

# --- packages of the system -------------------------------------------------------------------------

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }

# --no-remove: gcc-multilib and its like push out cross compilers; better to go without.
apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends --no-remove \
        -o Acquire::Retries=1 -o Acquire::http::Timeout=30 -o DPkg::Lock::Timeout=300 "$@" \
        >>"$log" 2>&1 </dev/null
}

may_install() { [ "${APT-}" != no ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# Install what is missing of the packages named, all together or else those that can be had.
# Sets $missing to what could not be had.
want() {
    missing=
    for package; do installed "$package" || missing="$missing $package"; done
    [ -n "$missing" ] && may_install || return 0
    say "apt-get install$missing"
    mkdir -p "${log%/*}"
    # shellcheck disable=SC2086 # names of packages are words
    if ! apt_install $missing; then
        apt-get update -o Acquire::Retries=1 -o Acquire::http::Timeout=30 >>"$log" 2>&1 </dev/null || true
        apt_install $missing || for package in $missing; do apt_install "$package" || true; done
    fi
    # shellcheck disable=SC2086
    set -- $missing
    missing=
    for package; do installed "$package" || missing="$missing $package"; done
}

# What the C flavours are built with; sunkvm itself needs none of it.
want_for_shims() {
    if ! command -v cc >/dev/null && ! command -v gcc >/dev/null; then
        say "no C compiler: the C flavours (libkvm.so) are left out; for them: apt-get install gcc libc6-dev, make setup"
        return
    fi
    command -v dpkg-query >/dev/null || return 0
    packages="libc6-dev python3-dev pkg-config binutils"
    if [ "$(dpkg --print-architecture)" = amd64 ] && command -v gcc >/dev/null; then
        # Not the package gcc-multilib: it conflicts with all cross compilers.
        packages="$packages gcc-$(gcc -dumpversion | cut -d. -f1)-multilib libc6-dev-i386"
    fi
    # shellcheck disable=SC2086
    want $packages
    [ -z "$missing" ] && return
    say "not installed:$missing; C flavours that need them are left out"
    say "to have them: apt-get install$missing (as root), then: make setup"
}

# What the tests of the C flavours and the manual pages look with; they are skipped without, but not in CI.
want_for_tests() {
    command -v dpkg-query >/dev/null || return 0
    want clang valgrind libc6-dbg pkg-config gdb lldb mandoc
    [ -z "$missing" ] || say "not installed:$missing; tests that need them are skipped"
}

# --- Python and tools -------------------------------------------------------------------------------

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; }
makes_venvs() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# The system's Python comes first: the C flavours embed its libpython, which apt can supply.
candidates() {
    if [ -n "${PYTHON-}" ]; then
        command -v "$PYTHON" || true
        return
    fi
    for name in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11 python3.10; do
        command -v "$name" || true
    done | awk '!seen[$0]++'
}

find_python() {
    incomplete=
    for python in $(candidates); do
        case $python in "$venv"/*) continue ;; esac
        new_enough "$python" || continue
        if [ "$python" = /usr/bin/python3 ] && ! makes_venvs "$python"; then want python3-venv; fi
        makes_venvs "$python" && return
        incomplete="$incomplete $python"
    done
    [ -z "$incomplete" ] || die "no virtual environments can be made with$incomplete.
  On Debian, as root: apt-get install python3-venv python3-dev
  or name another Python: PYTHON=/path/to/python3 make ..."
    die "Python 3.10 or newer is needed, and ${PYTHON:-there is none}${PYTHON:+ is not that}.
  On Debian, as root: apt-get install python3 python3-venv python3-dev
  or name one: PYTHON=/path/to/python3 make ..."
}

make_venv() {
    find_python
    say "making .venv with $python ($("$python" -c 'import platform; print(platform.python_version())'))"
    rm -rf "$venv"
    logged "$python" -m venv "$venv"
}

install_tools() {
    say "installing build tools and test tools"
    # Debian's pip knows neither dependency groups nor how to hand settings to a backend.
    logged "$venv/bin/python" -m pip install 'pip>=25.1'
    logged "$venv/bin/python" -m pip install --group dev
    rm -rf "$root"/build/cp*
}

# --- the package ------------------------------------------------------------------------------------

# shellcheck disable=SC2086
source_list() { find $sources -name __pycache__ -prune -o ! -type d -print 2>/dev/null | sort; }

# Changed, added and removed files all count.
package_is_current() {
    [ -e "$venv/.package" ] || return
    [ "$(cat "$venv/.package")" = "$(source_list | cksum)" ] || return
    # shellcheck disable=SC2086
    [ -z "$(find $sources -name __pycache__ -prune -o ! -type d -newer "$venv/.package" -print 2>/dev/null)" ]
}

install_package() {
    builddir=build/$("$venv/bin/python" -c 'import sys; print("cp%d%d" % sys.version_info[:2])')
    say "building sunkvm ($builddir) and installing it into .venv"
    # Taken before the build, so that what is saved while it runs counts as changed.
    source_list | cksum >"$venv/.package.new"
    rm -f "$venv/.package"
    local log=$root/build/package.log PATH=$venv/bin:$PATH # meson-python looks for meson and ninja in PATH
    rm -f "$log"
    # Given a folder, pip installs it even if that version is there; dependencies only if missing.
    logged "$venv/bin/python" -m pip install -v --no-build-isolation -Cbuild-dir="$builddir" "$root"
    mv "$venv/.package.new" "$venv/.package"
    # What meson says of the C flavours.
    sed -n '/C flavours (libkvm.so)/,/^ *$/p' "$log" | sed '/^ *$/d; s/^ */setup: /; 2,$s/^setup: /&  /'
}

# ----------------------------------------------------------------------------------------------------

# One at a time: `make lint` and `make test` may run side by side.
exec 9<"$root/.ci/setup.sh"
if command -v flock >/dev/null; then flock 9; fi

if [ "${1-}" = --again ]; then rm -f "$venv/.system" "$venv/.tools" "$venv/.package"; fi

# A virtual environment knows its own path; one that was moved or whose Python has gone is no good.
venv_is_good() {
    [ "$(cat "$venv/.made-in" 2>/dev/null)" = "$root" ] || return
    [ -z "${PYTHON-}" ] || [ "$(cat "$venv/.made-with")" = "$(command -v "$PYTHON")" ] || return
    "$venv/bin/python" -c '' 2>/dev/null
}

if ! venv_is_good; then
    make_venv
    echo "$root" >"$venv/.made-in"
    echo "$python" >"$venv/.made-with"
fi
if [ ! -e "$venv/.system" ] || [ .ci/setup.sh -nt "$venv/.system" ]; then
    want_for_shims
    want_for_tests
    touch "$venv/.system"
    rm -f "$venv/.tools"
fi
if [ ! -e "$venv/.tools" ] || [ pyproject.toml -nt "$venv/.tools" ]; then
    install_tools
    touch "$venv/.tools"
    rm -f "$venv/.package"
fi
package_is_current || install_package
