"""Two versions of a headcount: what each says under which heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from exchange.web import filters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exchange.attendance.drafts import HeadcountDraft, PartDraft
    from exchange.attendance.forms.headcount import Cell
    from exchange.web.versions import Said


def said(draft: HeadcountDraft, cells: Iterable[Cell]) -> Said:
    """Give what `draft` says under each heading, with those of its parts named by `cells`."""
    stated = {part.cell: part for part in draft.parts}
    parts = {cell.label: (_part(stated[cell.key]) if cell.key in stated else "",) for cell in cells}
    return {
        gettext("Total"): ("" if draft.total is None else filters.figure(draft.total),),
        gettext("Unit"): (gettext(draft.unit.label),),
        gettext("This is a rough figure"): (
            gettext("Yes") if draft.approximate else gettext("No"),
        ),
        gettext("Who was there"): draft.present,
        **parts,
    }


def _part(part: PartDraft) -> str:
    return filters.counted(part.total, part.unit, is_approximate=part.approximate)
