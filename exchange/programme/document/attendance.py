"""How many came to an event, as stated."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import model_validator

from exchange.domain.headcount import HeadcountUnit
from exchange.programme import fields
from exchange.programme.document.part import ANY_WORD, Part
from exchange.programme.fields import wrong


class AttendancePart(Part):
    """A figure for one day, one body, or both."""

    date: fields.Date | None = None
    day: fields.Number | None = None
    """The day where its date does not tell it: counted from 1, in the order of date and start."""
    organization: fields.OrganizationWord | None = None
    total: fields.Count
    unit: Annotated[HeadcountUnit, ANY_WORD] = HeadcountUnit.PEOPLE
    approximate: bool = False

    @model_validator(mode="after")
    def is_of_something(self) -> Self:
        if self.date is not None and self.day is not None:
            raise wrong("names a day by its date and by its number")
        if self.date is None and self.day is None and self.organization is None:
            raise wrong("names neither a day nor an organization")
        return self


class Attendance(Part):
    always = frozenset({"unit", "approximate"})

    total: fields.Count | None = None
    unit: Annotated[HeadcountUnit, ANY_WORD] = HeadcountUnit.PEOPLE
    approximate: bool = False
    organizations: list[fields.Filled] = []
    """Who was there, as worded: these need not be names of bodies."""
    parts: list[AttendancePart] = []
    """They need not add up to the total."""
