"""The section table of Solaris dumps in several files (docs/formats.md).

The format is this project's own: Solaris 11.4 splits dumps too, in one that is not public.
"""

from __future__ import annotations

from ..base import char, cstruct, offset_t, schema, u32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout

MAGIC = b"SUNKSECT"
VERSION = 1
SLOT = 64
"""Where the slot is: this many bytes before the end of the header's page, which the systems leave zero."""
NAME = 256


@schema
def section_slot(model: DataModel) -> Layout:
    """Say where a dump's section table lies; in the header's page (docs/formats.md)."""
    return cstruct(
        model,
        "section_slot",
        char("ss_magic", 8),
        u32("ss_version"),
        u32("ss_count"),
        offset_t("ss_offset"),
    )


@schema
def section_entry(model: DataModel) -> Layout:
    """Name one file with more pages of the same dump; the section table is an array of these."""
    return cstruct(model, "section_entry", char("se_name", NAME))
