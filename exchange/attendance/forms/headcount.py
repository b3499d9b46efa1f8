"""The form in which an organizer states how many came."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.validators import Length, ValidationError

from exchange.attendance.drafts import HeadcountDraft, PartDraft, in_order
from exchange.domain.draft import revision_of
from exchange.domain.headcount import HeadcountUnit
from exchange.lib.i18n import N_
from exchange.web.filters import figure, short_date
from exchange.web.forms import (
    FigureField,
    Form,
    LongTextField,
    as_lines,
    choices_of,
    lines,
    whole_number,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wtforms import Field

    from exchange.domain.day import EventDay
    from exchange.domain.organization import Organization

MOST_LINES = 200
STATED = re.compile(r"(?P<about>約|およそ|about|~)?\s*(?P<figure>[0-9,]+)\s*(?P<unit>名|人)?")
UNITS = {"名": HeadcountUnit.PEOPLE, "人": HeadcountUnit.VISITORS}
ABOUT = "約"


@dataclass(frozen=True)
class Stated:
    """A figure as it was typed. The unit is None where none was typed."""

    total: int
    unit: HeadcountUnit | None = None
    approximate: bool = False


class StatedField(StringField):
    """A figure, exact or rough, with or without its unit: 20, 約30, 5,100人. Blank is not 0."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.raw_data = valuelist
        self.data = None
        if not text:
            return
        try:
            self.data = _stated(text)
        except ValueError:
            raise ValueError(gettext("Please enter a whole number.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        unit = next((word for word, unit in UNITS.items() if unit is self.data.unit), "")
        return f"{ABOUT if self.data.approximate else ''}{figure(self.data.total)}{unit}"


def _stated(text: str) -> Stated:
    """Read what was typed, in any width. Raises `ValueError`."""
    found = STATED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise ValueError(text)
    return Stated(
        total=whole_number(found["figure"]),
        unit=UNITS.get(found["unit"]),
        approximate=bool(found["about"]),
    )


@dataclass(frozen=True)
class Cell:
    """A figure that may be stated: that of one body, one day, or both."""

    day: EventDay | None
    organization: Organization | None

    @property
    def name(self) -> str:
        """The name of its field: `stated-3-12`, with 0 for all days or all bodies."""
        day_id, organization_id = self.key
        return f"stated-{day_id or 0}-{organization_id or 0}"

    @property
    def key(self) -> tuple[int | None, int | None]:
        """The ids of its day and its body, as a draft has them."""
        day, body = self.day, self.organization
        return day.id if day else None, body.id if body else None

    @property
    def label(self) -> str:
        body = self.organization.name if self.organization else gettext("All organizations")
        return f"{body} {short_date(self.day.held_on)}" if self.day else body


class HeadcountForm(Form):
    """A total with its unit, the bodies that were there, as worded, and figures for each."""

    revision = HiddenField()
    total = FigureField(N_("Total"))
    unit = RadioField(
        N_("Unit"),
        choices=choices_of(HeadcountUnit),
        coerce=HeadcountUnit,
        default=HeadcountUnit.PEOPLE,
    )
    approximate = BooleanField(N_("This is a rough figure (約)"))
    present = LongTextField(N_("Who was there"), [Length(max=10_000)])
    cells: Mapping[str, Cell] = {}

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> type[Self]:
        """Give the form with a field for each of `cells`."""
        fields: dict[str, object] = {one.name: StatedField(one.label) for one in cells}
        return type(cls.__name__, (cls,), {**fields, "cells": {one.name: one for one in cells}})

    @classmethod
    def showing(cls, draft: HeadcountDraft, *, revision: str = "") -> Self:
        """Give the form as it is when `draft` is to be edited."""
        stated = {part.cell: part for part in draft.parts}
        typed = {
            name: _as_typed(stated[cell.key], draft.unit)
            for name, cell in cls.cells.items()
            if cell.key in stated
        }
        return cls(
            formdata=None,
            revision=revision or revision_of(draft),
            total=draft.total,
            unit=draft.unit,
            approximate=draft.approximate,
            present=as_lines(draft.present),
            **typed,
        )

    def validate_present(self, field: Field) -> None:
        if len(lines(field.data)) > MOST_LINES:
            raise ValidationError(gettext("Please enter at most %(most)d lines.", most=MOST_LINES))

    @property
    def has_parts(self) -> bool:
        """Whether anything stands in a field of a part."""
        return any(self[name].raw_data or self[name].data for name in self.cells)

    @property
    def draft(self) -> HeadcountDraft:
        """The valid form, as the value the service takes."""
        draft = HeadcountDraft(
            total=self.total.data,
            unit=self.unit.data,
            approximate=bool(self.approximate.data),
            present=lines(self.present.data),
        )
        return replace(draft, parts=in_order(self._parts(draft.unit)))

    def _parts(self, unit: HeadcountUnit) -> Iterable[PartDraft]:
        for name, cell in self.cells.items():
            stated: Stated | None = self[name].data
            if stated is not None:
                day_id, organization_id = cell.key
                yield PartDraft(
                    day_id=day_id,
                    organization_id=organization_id,
                    total=stated.total,
                    unit=stated.unit or unit,
                    approximate=stated.approximate,
                )


def _as_typed(part: PartDraft, unit: HeadcountUnit) -> Stated:
    """Write a part down; its unit only where it is not that of the total."""
    return Stated(part.total, None if part.unit is unit else part.unit, part.approximate)


class Proposal(StrEnum):
    """What may be taken over into the form: the value of the button `propose`."""

    FIGURES = "figures"
    """How many were checked in."""
    WORDS = "words"
    """Who was there, and how many in all."""

    @classmethod
    def asked_for(cls, posted: Mapping[str, str]) -> Self | None:
        """Give the proposal whose button was pressed, if one was."""
        word = posted.get("propose")
        return cls(word) if word in list(cls) else None

    def written_over(
        self, posted: MultiDict[str, str], counted: HeadcountDraft, cells: Iterable[Cell]
    ) -> MultiDict[str, str]:
        """Give what was `posted` with what was `counted` in its place, all else as typed."""
        fields = MultiDict(posted)
        if counted.total:
            fields["total"] = str(counted.total)
            fields.poplist("approximate")
        if self is Proposal.WORDS:
            fields["present"] = as_lines(counted.present)
            return fields
        names = {cell.key: cell.name for cell in cells}
        for part in counted.parts:
            fields[names[part.cell]] = str(part.total)
        return fields
