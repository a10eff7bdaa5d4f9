"""Files that cannot be written: whose name the error has, and that nothing is left."""

from __future__ import annotations

import errno
import os

import pytest

from sunkvm.drafts import write_all, write_files


def failing(number, *more):
    def write(file):
        write_all(file, b"half")
        raise OSError(number, os.strerror(number), *more)

    return write


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EDQUOT])
def test_no_room(number, tmp_path):
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    with pytest.raises(OSError) as caught:
        write_files({one: lambda file: write_all(file, b"whole"), two: failing(number)})
    assert (caught.value.errno, caught.value.filename) == (number, two)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "more", "name"),
    [
        (errno.EIO, (), None),
        (errno.ENOSPC, ("elsewhere",), "elsewhere"),
        (errno.EACCES, ("source",), "source"),
    ],
)
def test_trouble_of_what_is_read_is_not_blamed_on_the_file(number, more, name, tmp_path):
    with pytest.raises(OSError) as caught:
        write_files({str(tmp_path / "one"): failing(number, *more)})
    assert (caught.value.errno, caught.value.filename) == (number, name)
    assert os.listdir(tmp_path) == []


def test_the_name_of_a_draft_is_never_told(tmp_path):
    wanted = str(tmp_path / "none" / "one")
    with pytest.raises(FileNotFoundError) as caught:
        write_files({wanted: lambda file: None})
    assert caught.value.filename == wanted


def test_file_system_without_links(tmp_path, monkeypatch):
    def refuse(source, target):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM), source, None, target)

    wanted = str(tmp_path / "one")
    monkeypatch.setattr(os, "link", refuse)
    write_files({wanted: lambda file: write_all(file, b"whole")})
    assert os.listdir(tmp_path) == ["one"]
    os.unlink(wanted)
    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(PermissionError) as caught:
        write_files({wanted: lambda file: write_all(file, b"whole")})
    assert caught.value.filename == wanted and caught.value.filename2 is None
    assert os.listdir(tmp_path) == []


def test_a_name_stands_for_what_is_on_the_disk(tmp_path, monkeypatch):
    done = []
    for name in ("fsync", "link"):
        real = getattr(os, name)

        def told(*arguments, name=name, real=real):
            done.append(name)
            return real(*arguments)

        monkeypatch.setattr(os, name, told)
    write_files({str(tmp_path / name): lambda file: None for name in ("one", "two")})
    assert done == ["fsync", "fsync", "link", "link", "fsync"]  # files, names, folder
