"""The registration for an event: how many, from whom, until when, and what is asked."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from exchange.domain.question import QuestionKind
from exchange.programme import fields
from exchange.programme.document.part import ANY_WORD, Part
from exchange.programme.fields import Info, once, wrong

FEWEST_CHOICES = 2
USUAL_RETENTION = 365
"""How many days personal data are kept where nothing is said."""


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
    kind: Annotated[QuestionKind, ANY_WORD] = QuestionKind.TEXT
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
