"""A copy of all that is kept about a person, for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext

from exchange.enrollment.history import details_in_words
from exchange.enrollment.questions import answer_in_words
from exchange.lib.i18n import N_
from exchange.lib.personal import hiragana
from exchange.web.filters import hours, long_date, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exchange.domain.change import Change
    from exchange.domain.registration import Registration

HEADER = (N_("Section"), N_("Item"), N_("Content"))


@dataclass(frozen=True)
class Fact:
    """One thing that is kept, in the reader's words."""

    section: str
    item: str
    content: str


def facts(registration: Registration) -> Sequence[Fact]:
    """List what is kept about the person of `registration`.

    Whoever else acted on it is named by their part alone: their names are not the person's data.
    """
    sections: Iterable[tuple[str, Iterable[tuple[str, str]]]] = [
        (gettext("Application"), _application(registration)),
        (gettext("Days to attend"), _days(registration)),
        (gettext("Answers"), _answers(registration)),
        (gettext("Attendance"), _attendances(registration)),
        (gettext("Letters"), _letters(registration)),
        (gettext("History"), _history(registration)),
    ]
    return [Fact(section, item, content) for section, rows in sections for item, content in rows]


def _application(one: Registration) -> Iterable[tuple[str, str]]:
    yield gettext("Reference number"), one.reference
    yield gettext("Event"), one.event.title
    yield gettext("Status"), gettext(one.status.label)
    yield gettext("Reason"), one.decline_reason
    yield gettext("Family name"), one.family_name
    yield gettext("Given name"), one.given_name
    yield gettext("Family name (reading)"), hiragana(one.family_kana)
    yield gettext("Given name (reading)"), hiragana(one.given_kana)
    yield gettext("Organization"), one.organization.name
    yield gettext("Department"), one.department
    yield gettext("Job title"), one.position
    yield gettext("Email address"), one.email
    yield gettext("Phone number"), one.phone
    yield gettext("Language of the letters"), one.language
    yield gettext("How to take part"), gettext(one.mode.label)
    yield gettext("Remarks"), one.remarks
    yield gettext("Account"), one.account.email if one.account else ""
    yield gettext("Applied on"), moment(one.queued_at)
    yield gettext("Last changed on"), moment(one.changed_at)
    yield gettext("Cancelled on"), moment(one.cancelled_at) if one.cancelled_at else ""


def _days(one: Registration) -> Iterable[tuple[str, str]]:
    for day in one.days:
        yield day.label or gettext("Day"), f"{long_date(day.held_on)} {hours(day)}".strip()


def _answers(one: Registration) -> Iterable[tuple[str, str]]:
    for answer in one.answers:
        yield answer.question.text, answer_in_words(answer.question, answer.values)


def _attendances(one: Registration) -> Iterable[tuple[str, str]]:
    for attendance in one.attendances:
        yield long_date(attendance.day.held_on), gettext(attendance.presence.label)


def _letters(one: Registration) -> Iterable[tuple[str, str]]:
    for letter in one.letters:
        sent = moment(letter.sent_at) if letter.sent_at else gettext(letter.status.label)
        yield letter.subject, f"{letter.recipient} {sent}"


def _history(one: Registration) -> Iterable[tuple[str, str]]:
    for change in one.changes:
        yield moment(change.changed_at), _change(change)


def _change(change: Change) -> str:
    lines = [f"{gettext(change.kind.label)}（{gettext(change.changed_as.label)}）"]
    lines += [f"{name}：{before} → {after}" for name, before, after in details_in_words(change)]
    return "\n".join(lines)
