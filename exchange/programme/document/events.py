"""Events: one training, fair or seminar each."""

from __future__ import annotations

from typing import Annotated

from pydantic import field_validator

from exchange.domain.booth import BoothKind
from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.lib import wareki
from exchange.programme import fields
from exchange.programme.document.attendance import Attendance
from exchange.programme.document.days import Day
from exchange.programme.document.files import Material, Photo
from exchange.programme.document.notes import Note
from exchange.programme.document.part import ANY_WORD, Part
from exchange.programme.document.registration import Registration
from exchange.programme.faults import shown
from exchange.programme.fields import Info, once, wrong


class Speaker(Part):
    always = frozenset({"affiliation", "position", "remote"})

    name: fields.Filled
    affiliation: fields.Text = ""
    position: fields.Text = ""
    remote: bool = False


class Booth(Part):
    always = frozenset({"kind", "organizations", "offers"})

    name: fields.Filled
    kind: Annotated[BoothKind, ANY_WORD] = BoothKind.INFORMATION
    organizations: fields.OrganizationWords = []
    offers: list[fields.Text] = []


class Event(Part):
    always = frozenset({"status", "visibility"})

    id: Annotated[fields.Key, once("event")] | None = None
    kind: Annotated[EventKind, ANY_WORD]
    title: fields.Filled
    series: fields.IndexedText = ""
    round: fields.Number | None = None
    programme: fields.IndexedText = ""
    tier: fields.Text = ""
    provider: fields.Text = ""
    organizer: fields.Text = ""
    partnership: fields.PartnershipSlug | None = None
    theme: fields.Text = ""
    contact: fields.Text = ""
    contact_email: fields.Email = ""
    status: Annotated[EventStatus, ANY_WORD] = EventStatus.PLANNED
    visibility: Annotated[Visibility, ANY_WORD] = Visibility.PUBLIC
    days: list[Day] = []
    fiscal_year: fields.Year | None = None
    """The year it is planned for, where no day tells it."""
    expected: fields.LineOrNone = ""
    """When it is to be, in words, where no day is fixed."""
    speakers: list[Speaker] = []
    registration: Registration | None = None
    attendance: Attendance | None = None
    booths: list[Booth] = []
    notes: list[Note] = []
    photos: list[Photo] | None = None
    """None where nothing is said of them. Whatever is listed, a stored file is never removed."""
    materials: list[Material] | None = None
    """As with photos."""

    @field_validator("kind")
    @classmethod
    def kind_stays(cls, kind: EventKind, info: Info) -> EventKind:
        kept = info.context.event_kinds.get(info.data.get("id") or "")
        if kept is not None and kept is not kind:
            raise wrong(f"{shown(info.data['id'])} is a {kept} in the database, not a {kind}")
        return kind

    @field_validator("fiscal_year")
    @classmethod
    def fiscal_year_is_that_of_the_days(cls, year: int | None, info: Info) -> int | None:
        days: list[Day] = info.data.get("days", [])
        if year is not None and days and year != (told := wareki.fiscal_year(_first(days))):
            raise wrong(f"{year} is not the fiscal year of the first day, which is in {told}")
        return year

    @property
    def first_on(self) -> fields.Date | None:
        return _first(self.days) if self.days else None


def _first(days: list[Day]) -> fields.Date:
    return min(day.date for day in days)
