"""A Solaris kernel with something of everything, laid by hand, in four data models."""

from __future__ import annotations

import pytest

import sunkvm

MODELS = ("amd64", "i386", "sparc", "sparcv9")


@pytest.fixture(params=MODELS)
def planted(request, full_solaris_kernel):
    """Return a kernel with something of everything, to change before it is opened."""
    return full_solaris_kernel(request.param)


@pytest.fixture
def opened(tmp_path):
    """Return a function that packs a kernel and opens it; what it opens is closed at the end."""
    images = []

    def open_kernel(kernel, *, overlay=False, writable=False, **options):
        path = kernel.pack(tmp_path / f"vmcore.{len(images)}", **options)
        images.append(sunkvm.open(None, path, overlay=overlay, writable=writable))
        return images[-1]

    yield open_kernel
    for image in images:
        image.close()
