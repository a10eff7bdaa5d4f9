"""C-shaped schemas: structs declared once, per data model; their layouts, readers and builders are derived."""

from __future__ import annotations

from .base import build, cstruct, parse, schema

__all__ = ["build", "cstruct", "parse", "schema"]
