"""The shape of an `exchange-programme/1` file: every key there is, and no other.

A key that may be left out has a default; null is the same as leaving it out.
Rules that concern one value or its neighbors stand here, so that all faults of
a file are found in one reading. Validation needs a `Known` for its context.
"""

from __future__ import annotations

from datetime import datetime, time  # noqa: TC003  # pydantic reads annotations
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from exchange.domain.booth import BoothKind
from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.domain.headcount import HeadcountUnit
from exchange.domain.note import NoteKind  # noqa: TC001  # pydantic reads annotations
from exchange.domain.question import QuestionKind
from exchange.lib import wareki
from exchange.programme import fields
from exchange.programme.faults import shown
from exchange.programme.fields import Info, once, wrong

FORMAT: Final = "exchange-programme/1"
FEWEST_CHOICES = 2
USUAL_RETENTION = 365
"""How many days personal data are kept where nothing is said."""
_ANY_WORD = Field(strict=False)  # JSON has no enums: their values are text


class Part(BaseModel):
    """The parent of every object in the file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    always: ClassVar[frozenset[str]] = frozenset()
    """The keys that are written although they say nothing special."""

    @model_validator(mode="before")
    @classmethod
    def leave_out_nulls(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        return {
            key.encode(errors="backslashreplace").decode(): value
            for key, value in raw.items()
            if value is not None or key not in cls.model_fields
        }


class Group(Part):
    slug: Annotated[fields.Slug, once("group")]
    name: fields.Name


class Organization(Part):
    code: Annotated[fields.Code, once("code")] | None = None
    slug: Annotated[fields.OrganizationSlug, once("organization")] | None = None
    name: Annotated[fields.Name, once("name")]
    kana: fields.Text = ""
    group: fields.GroupSlug | None = None


class Partnership(Part):
    slug: Annotated[fields.Slug, once("partnership")]
    name: fields.Name
    since: fields.Year | None = None
    groups: fields.GroupSlugs = []
    summary: fields.Text = ""


class Place(Part):
    groups: fields.GroupSlugs = []
    venue: fields.Text = ""
    address: fields.Text = ""
    online: bool = False
    url: fields.Text = ""

    @field_validator("url")
    @classmethod
    def url_is_for_online(cls, url: str, info: Info) -> str:
        if url and info.data.get("online") is False:
            raise wrong("stands at a place that is not online")
        return url

    @model_validator(mode="after")
    def is_somewhere(self) -> Self:
        if not self.venue and not self.online:
            raise wrong("is neither a venue nor online")
        return self


class Day(Part):
    date: fields.Date
    start: fields.Clock | None = None
    end: fields.Clock | None = None
    label: fields.Text = ""
    places: list[Place] = []

    @field_validator("end")
    @classmethod
    def end_follows_start(cls, end: time | None, info: Info) -> time | None:
        if end is None or "start" not in info.data:
            return end
        start: time | None = info.data["start"]
        if start is None:
            raise wrong("stands without a start")
        if end <= start:
            raise wrong(f'"{end:%H:%M}" is not after the start "{start:%H:%M}"')
        return end


class Speaker(Part):
    always = frozenset({"affiliation", "position", "remote"})

    name: fields.Filled
    affiliation: fields.Text = ""
    position: fields.Text = ""
    remote: bool = False


class Quota(Part):
    organization: (
        Annotated[fields.OrganizationWord, once("quota of a body", fields.same_body)] | None
    ) = None
    group: Annotated[fields.GroupSlug, once("quota of a group")] | None = None
    onsite: fields.Count | None = None
    online: fields.Count | None = None
    places: Annotated[fields.Count | None, Field(validate_default=True)] = None
    """Needed where neither way of taking part is counted for itself."""

    @field_validator("places")
    @classmethod
    def something_is_counted(cls, places: int | None, info: Info) -> int | None:
        ways = [info.data.get(way, "faulty") for way in ("onsite", "online")]
        if places is None and ways == [None, None]:
            raise wrong("missing")
        return places

    @model_validator(mode="after")
    def is_for_one(self) -> Self:
        if self.organization is not None and self.group is not None:
            raise wrong("names both an organization and a group")
        if self.organization is None and self.group is None:
            raise wrong("names neither an organization nor a group")
        return self


class Question(Part):
    always = frozenset({"kind"})

    text: Annotated[fields.Line, once("question")]
    kind: Annotated[QuestionKind, _ANY_WORD] = QuestionKind.TEXT
    choices: Annotated[
        list[Annotated[fields.Line, once("choice")]],
        fields.each("choice"),
        Field(validate_default=True),
    ] = []
    required: bool = False

    @field_validator("choices")
    @classmethod
    def there_is_a_choice(cls, choices: list[str], info: Info) -> list[str]:
        kind: QuestionKind = info.data.get("kind", QuestionKind.TEXT)
        if choices and not kind.has_choices:
            raise wrong(f"stands at a question of the kind {kind}")
        if kind.has_choices and len(choices) < FEWEST_CHOICES:
            raise wrong("names no two choices")
        return choices


class Registration(Part):
    opens: fields.OpeningMoment | None = None
    closes: fields.ClosingMoment | None = None
    capacity: fields.Count | None = None
    onsite_capacity: fields.Count | None = None
    online_capacity: fields.Count | None = None
    quotas: Annotated[
        list[Quota], fields.each("quota of a body"), fields.each("quota of a group")
    ] = []
    quotas_released_on: fields.Date | None = None
    approval: bool = False
    offer_hours: fields.Hours | None = None
    reminder_days: fields.ReminderDays | None = None
    retention_days: fields.RetentionDays = USUAL_RETENTION
    questions: Annotated[list[Question], fields.each("question")] = []

    @field_validator("closes")
    @classmethod
    def closes_after_it_opens(cls, closes: datetime | None, info: Info) -> datetime | None:
        opens: datetime | None = info.data.get("opens")
        if closes is not None and opens is not None and closes <= opens:
            raise wrong("is not after the moment it opens")
        return closes


class AttendancePart(Part):
    """A figure for one day, one body, or both."""

    date: fields.Date | None = None
    day: fields.Number | None = None
    """The day where its date does not tell it: counted from 1, in the order of date and start."""
    organization: fields.OrganizationWord | None = None
    total: fields.Count
    unit: Annotated[HeadcountUnit, _ANY_WORD] = HeadcountUnit.PEOPLE
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
    unit: Annotated[HeadcountUnit, _ANY_WORD] = HeadcountUnit.PEOPLE
    approximate: bool = False
    organizations: list[fields.Filled] = []
    """Who was there, as worded: these need not be names of bodies."""
    parts: list[AttendancePart] = []
    """They need not add up to the total."""


class Booth(Part):
    always = frozenset({"kind", "organizations", "offers"})

    name: fields.Filled
    kind: Annotated[BoothKind, _ANY_WORD] = BoothKind.INFORMATION
    organizations: fields.OrganizationWords = []
    offers: list[fields.Text] = []


class Note(Part):
    always = frozenset({"speaker"})

    heading: fields.Filled
    kind: Annotated[NoteKind, _ANY_WORD] | None = None
    speaker: fields.Text = ""
    items: list[fields.Text] = []


class Event(Part):
    always = frozenset({"status", "visibility"})

    id: Annotated[fields.Key, once("event")] | None = None
    kind: Annotated[EventKind, _ANY_WORD]
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
    status: Annotated[EventStatus, _ANY_WORD] = EventStatus.PLANNED
    visibility: Annotated[Visibility, _ANY_WORD] = Visibility.PUBLIC
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


class Activity(Part):
    no: Annotated[fields.Number, once("activity")]
    title: fields.Filled
    summary: fields.Text = ""
    organizations: fields.OrganizationWords = []


class SettlementLine(Part):
    category: fields.Text = ""
    item: fields.Filled
    amount: fields.Amount
    remark: fields.Text = ""


class Settlement(Part):
    always = frozenset({"currency"})

    currency: fields.Currency = "JPY"
    income: list[SettlementLine] = []
    expenditure: list[SettlementLine] = []


class Plan(Part):
    fiscal_year: fields.Year
    no: fields.Number
    title: fields.Filled
    content: fields.Text = ""
    actions: list[fields.Text] = []
    from_event: fields.EventKey | None = None

    @field_validator("no")
    @classmethod
    def no_stands_once_in_its_year(cls, no: int, info: Info) -> int:
        year = info.data.get("fiscal_year")
        if (year, no) in info.context.seen["plan"]:
            raise wrong(f"{no} stands twice in {year}")
        info.context.seen["plan"].add((year, no))
        return no


Activities = Annotated[list[Activity], fields.each("activity")]


class Year(Part):
    """A year beside the one the top of the file is about."""

    fiscal_year: Annotated[fields.Year, once("year")]
    title: fields.Text = ""
    host: fields.Text = ""
    activities: Activities = []
    settlement: Settlement | None = None


class Document(Part):
    """The whole file. `title` to `host`, `activities` and `settlement` are of one year."""

    format: Literal["exchange-programme/1"]
    title: fields.Text = ""
    fiscal_year: Annotated[fields.Year, once("year")] | None = None
    host: fields.Text = ""
    groups: list[Group] = []
    organizations: list[Organization] = []
    partnerships: list[Partnership] = []
    events: list[Event] = []
    activities: Activities = []
    settlement: Settlement | None = None
    plans: list[Plan] = []
    years: list[Year] = []
