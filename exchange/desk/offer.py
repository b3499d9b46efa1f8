"""What an event offers to people of one body, and the columns in which they are listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext

from exchange.desk.columns import Column
from exchange.domain.question import QuestionKind
from exchange.domain.registration import Mode
from exchange.enrollment import queries
from exchange.enrollment.forms import (
    day_words,
)
from exchange.enrollment.questions import WORDS, name_of
from exchange.web.filters import short_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization
    from exchange.domain.question import Question

Typed = dict[str, list[str]]
"""What was typed into the fields of one row."""


@dataclass(frozen=True)
class Offer:
    """What an event offers to people of one body."""

    event: Event
    organization: Organization
    email: str
    """Where letters go to those who have no mail address of their own."""
    modes: Sequence[Mode]
    days: Sequence[EventDay]
    """Those of the event on which people of the body can take part in some way."""

    @classmethod
    def of(cls, event: Event, organization: Organization, email: str) -> Offer:
        return cls(
            event=event,
            organization=organization,
            email=email,
            modes=queries.modes_of(event, organization),
            days=[day for day in event.live_days if queries.modes_on(day, organization)],
        )

    @property
    def has_days_to_choose(self) -> bool:
        return len(self.days) > 1

    @property
    def blank(self) -> Typed:
        """What stands in a row before anybody types: what there is no choice about, and all days."""
        row = {"days": list(day_words(self.days))} if self.has_days_to_choose else {}
        return row | ({"mode": [self.modes[0].value]} if len(self.modes) == 1 else {})

    @property
    def columns(self) -> Sequence[Column]:
        """List the columns of the table in their order; without headings it is read in this one."""
        listed = "、"
        days = [
            Column(
                "days",
                gettext("Days to attend"),
                width=18,
                is_required=True,
                help=gettext("All days, or some of them with 、 between. Nothing is all days."),
                choices=[gettext("All days"), *map(day_name, self.days)],
                takes_several=True,
            )
        ]
        return [
            Column("family_name", gettext("Family name"), is_required=True),
            Column("given_name", gettext("Given name"), is_required=True),
            Column("family_kana", gettext("Family name (reading)"), width=14, is_required=True),
            Column("given_kana", gettext("Given name (reading)"), width=14, is_required=True),
            Column("department", gettext("Department"), width=20),
            Column("position", gettext("Job title")),
            Column(
                "email",
                gettext("Email address"),
                width=28,
                help=gettext("Where it is blank, letters go to %(email)s.", email=self.email),
            ),
            Column("phone", gettext("Phone number"), width=20),
            Column(
                "mode",
                gettext("How to take part"),
                width=14,
                is_required=True,
                help=listed.join(map(mode_name, self.modes)),
                choices=[mode_name(mode) for mode in self.modes],
            ),
            *(days if self.has_days_to_choose else []),
            *(_column_of(question) for question in self.event.live_questions),
            Column("remarks", gettext("Remarks"), width=22),
        ]


def mode_name(mode: Mode) -> str:
    return gettext("Venue") if mode is Mode.ONSITE else gettext("Online")


def day_name(day: EventDay) -> str:
    """Write a day so that it is understood when it comes back."""
    return " ".join(filter(None, [short_date(day.held_on), day.label]))


def _column_of(question: Question) -> Column:
    is_several = question.kind is QuestionKind.CHOICES
    choices = list(question.choices)
    if question.kind is QuestionKind.YES_NO:
        choices = [gettext(word) for word in WORDS.values()]
    return Column(
        name_of(question),
        question.text,
        width=18,
        is_required=question.is_required,
        help=gettext("Any of these, with 、 between: %(choices)s", choices="、".join(choices))
        if is_several
        else "、".join(choices),
        choices=() if is_several else choices,
        takes_several=is_several,
    )
