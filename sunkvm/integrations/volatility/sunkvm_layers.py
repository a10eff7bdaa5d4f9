"""Kernel images as layers of Volatility 3: ``vol -p $(sunkvm config --volatility) -f vmcore.0 PLUGIN``.

The corefile is recognised by its content; its namelist is the one beside it, or ``SUNKVM_NAMELIST``. On top of the file
comes a layer of physical memory, and on that the kernel's address space as far as there is a namelist. Volatility imports
this file by itself, outside of any package.
"""

from __future__ import annotations

import os
from urllib.parse import unquote, urlparse

from volatility3.framework import exceptions, interfaces
from volatility3.framework.configuration import requirements

import sunkvm
from sunkvm.corefile import PHYS, open_corefile
from sunkvm.errors import SunkvmError
from sunkvm.pairs import partner_of
from sunkvm.space import AddressSpace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class _Layer(interfaces.layers.TranslationLayerInterface):  # type: ignore[misc]
    """One address space of an image, over the layer of its file."""

    physical = False

    def __init__(self, context: Any, config_path: str, name: str, metadata: Any = None) -> None:
        super().__init__(context=context, config_path=config_path, name=name, metadata=metadata)
        self._base = self.config["base_layer"]
        path, namelist = self.config["corefile"], self.config["namelist"]
        if self.physical:
            core = open_corefile(path)
            self._owner: Any = core
            self._space: AddressSpace = AddressSpace(core, PHYS)
        else:
            self._owner = image = sunkvm.open(namelist or None, path)
            self._space = image.kernel
        self._ranges = list(self._space.ranges())

    @classmethod
    def get_requirements(cls) -> list[Any]:
        return [
            requirements.TranslationLayerRequirement(name="base_layer", optional=False),
            requirements.StringRequirement(name="corefile", optional=False),
            requirements.StringRequirement(name="namelist", optional=True, default=""),
        ]

    @property
    def dependencies(self) -> list[str]:
        return [self._base]

    @property
    def minimum_address(self) -> int:
        return self._ranges[0][0] if self._ranges else 0

    @property
    def maximum_address(self) -> int:
        return self._ranges[-1][0] + self._ranges[-1][1] - 1 if self._ranges else 0

    def is_valid(self, offset: int, length: int = 1) -> bool:
        return self._space.read_some(offset, length)[1] is None

    def read(self, offset: int, length: int, pad: bool = False) -> bytes:
        data, fault = self._space.read_some(offset, length)
        if fault is None:
            return data
        if not pad:
            raise exceptions.InvalidAddressException(self.name, offset + len(data), str(fault.error()))
        parts = [data]
        at, end = offset + len(data), offset + length
        while at < end:  # page by page over what is missing
            step = min(end, (at // self._space.page_size + 1) * self._space.page_size) - at
            parts.append(self._space.read_some(at, step)[0].ljust(step, b"\0"))
            at += step
        return b"".join(parts)

    def write(self, offset: int, data: bytes) -> None:
        raise exceptions.LayerException(self.name, "an image of sunkvm is not written by Volatility")

    def mapping(
        self, offset: int, length: int, ignore_errors: bool = False
    ) -> Iterable[tuple[int, int, int, int, str]]:
        """Yield what there is of a range. Where it lies in the file is nothing that a scanner could use: it reads here."""
        end = offset + length
        at = offset
        for start, size in self._ranges:
            if start >= end or start + size <= offset:
                continue
            low, high = max(start, offset), min(start + size, end)
            if low > at and not ignore_errors:
                raise exceptions.InvalidAddressException(self.name, at, "is not in the image")
            yield low, high - low, low, high - low, self._base
            at = high
        if at < end and not ignore_errors:
            raise exceptions.InvalidAddressException(self.name, at, "is not in the image")

    def destroy(self) -> None:
        self._owner.close()


class SunkvmPhysicalLayer(_Layer):
    """Physical memory of an image."""

    physical = True


class SunkvmKernelLayer(_Layer):
    """The kernel's address space of an image."""


class SunkvmFileStacker(interfaces.automagic.StackerLayerInterface):  # type: ignore[misc]
    """Puts physical memory on a file that one of our formats claims."""

    stack_order = 5

    @classmethod
    def stack(cls, context: Any, layer_name: str, progress_callback: Any = None) -> Any:
        """Return the layer, or None for what is no file, or none of ours."""
        location = getattr(context.layers[layer_name], "location", "")
        if urlparse(location).scheme != "file":
            return None
        path = unquote(urlparse(location).path)
        try:
            open_corefile(path).close()
        except SunkvmError:
            return None
        namelist = os.environ.get("SUNKVM_NAMELIST") or partner_of(path) or ""
        try:
            return _made(context, SunkvmPhysicalLayer, layer_name, path, namelist)
        except SunkvmError:
            return None


class SunkvmKernelStacker(interfaces.automagic.StackerLayerInterface):  # type: ignore[misc]
    """Puts the kernel's address space on the physical memory of an image."""

    stack_order = 6

    @classmethod
    def stack(cls, context: Any, layer_name: str, progress_callback: Any = None) -> Any:
        """Return the layer, or None on another layer."""
        layer = context.layers[layer_name]
        if not isinstance(layer, SunkvmPhysicalLayer):
            return None
        try:
            return _made(
                context, SunkvmKernelLayer, layer.name, layer.config["corefile"], layer.config["namelist"]
            )
        except SunkvmError:
            return None  # without symbols there is only physical memory


def _made(context: Any, kind: type[_Layer], base: str, path: str, namelist: str) -> _Layer:
    name = context.layers.free_layer_name(kind.__name__)
    join = interfaces.configuration.path_join
    for key, value in (("base_layer", base), ("corefile", path), ("namelist", namelist)):
        context.config[join(name, key)] = value
    return kind(context, name, name)
