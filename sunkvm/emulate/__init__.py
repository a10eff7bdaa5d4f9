"""The emulation layer: a kernel of a wanted system, made from the running Linux host, live or as a crash dump."""

from __future__ import annotations
