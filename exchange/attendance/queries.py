"""What the check-in asks of the database: who is expected, who came, who waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from exchange.attendance.kana import row_of
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.extensions import db
from exchange.lib.collation import reading_key
from exchange.lib.personal import katakana
from exchange.lib.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from exchange.domain.attendance import Attendance
    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization

LISTED = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.WAITING,
    RegistrationStatus.PENDING,
)


@dataclass(frozen=True)
class Guest:
    """Somebody who may come through the door, and what was recorded of them on the day."""

    registration: Registration
    is_of_the_day: bool
    """Whether the day is one of theirs."""
    attendance: Attendance | None

    @property
    def is_expected(self) -> bool:
        """Whether they announced themselves for the day."""
        return self.is_of_the_day and not self.registration.is_walk_in

    @property
    def came(self) -> bool:
        """Whether a head is to be counted: theirs, or that of their proxy."""
        return self.attendance is not None and self.attendance.presence.counts


@dataclass(frozen=True)
class Tally:
    """How many came of how many who were expected."""

    organization: Organization | None
    """None: all bodies together."""
    came: int
    expected: int
    unannounced: int
    """How many of those who came had not registered, or not for the day."""


@dataclass(frozen=True)
class Door:
    """The check-in list of one day, as far as it was asked for."""

    day: EventDay
    by_kana: dict[str, Sequence[Guest]]
    """Who belongs to the day, in the order of readings, under あ, か, さ …"""
    others: Sequence[Guest]
    """Those with a place on other days only."""
    waiting: Sequence[Registration]
    """Those who have no place yet, as they queue."""
    total: Tally
    tallies: Sequence[Tally]
    """One for each body that has people on the list of the day."""

    @property
    def is_empty(self) -> bool:
        return not (self.by_kana or self.others or self.waiting)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Whom to list; nothing is everybody. The tallies are of everybody in any case."""

    text: str = ""
    organization: Organization | None = None

    def holds(self, one: Registration) -> bool:
        if self.organization is not None and one.organization_id != self.organization.id:
            return False
        return _is_met(one, self.text)


def door(event: Event, day: EventDay, wanted: Wanted) -> Door:
    """Give the check-in list of `day`. The number of statements does not grow with the people."""
    people = _people(event)
    guests = [_guest(one, day) for one in people if one.status is RegistrationStatus.CONFIRMED]
    mine = [one for one in guests if one.is_of_the_day or one.attendance]
    shown = [one for one in guests if wanted.holds(one.registration)]
    by_kana: dict[str, list[Guest]] = {}
    for one in shown:
        if one.is_of_the_day or one.attendance:
            by_kana.setdefault(row_of(one.registration.family_kana), []).append(one)
    bodies = {one.registration.organization for one in mine}
    return Door(
        day=day,
        by_kana=dict(by_kana),
        others=[one for one in shown if not (one.is_of_the_day or one.attendance)],
        waiting=_queued(one for one in people if wanted.holds(one)),
        total=_tally(None, mine),
        tallies=[_tally(body, mine) for body in sorted(bodies, key=lambda body: body.id)],
    )


def find_person(event: Event, number: int) -> Registration | None:
    """Find somebody of `event` by the number of their registration; nobody who was erased."""
    return db.session.scalar(
        select(Registration).where(
            Registration.id == number,
            Registration.event_id == event.id,
            Registration.erased_at.is_(None),
        )
    )


def attendance_on(registration: Registration, day: EventDay) -> Attendance | None:
    """Give what was recorded of the person on `day`."""
    return next((one for one in registration.attendances if one.day_id == day.id), None)


def day_meant(
    days: Sequence[EventDay], today: date, *, own: Sequence[EventDay] = ()
) -> EventDay | None:
    """Choose the day that is meant where none is named: today's, else the next, else the last.

    A person's `own` days go before others.
    """

    def distance(day: EventDay) -> tuple[bool, bool, bool, int]:
        is_over = day.held_on < today
        return day.held_on != today, day not in own, is_over, abs((day.held_on - today).days)

    return min(days, key=distance, default=None)


def _people(event: Event) -> Sequence[Registration]:
    """List everybody with a place or waiting for one, in the order of readings."""
    found = db.session.scalars(
        select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.status.in_(LISTED),
            Registration.erased_at.is_(None),
        )
        .options(
            joinedload(Registration.organization),
            selectinload(Registration.days),
            selectinload(Registration.attendances),
        )
    )
    return sorted(found, key=_reading)


def _reading(one: Registration) -> tuple[object, ...]:
    return reading_key(one.family_kana), reading_key(one.given_kana), one.id


def _queued(people: Iterable[Registration]) -> Sequence[Registration]:
    waiting = [one for one in people if one.status is not RegistrationStatus.CONFIRMED]
    return sorted(waiting, key=lambda one: (one.queued_at, one.id))


def _guest(one: Registration, day: EventDay) -> Guest:
    return Guest(one, is_of_the_day=day in one.days, attendance=attendance_on(one, day))


def _tally(body: Organization | None, guests: Sequence[Guest]) -> Tally:
    mine = [one for one in guests if body is None or one.registration.organization is body]
    came = [one for one in mine if one.came]
    return Tally(
        organization=body,
        came=len(came),
        expected=sum(one.is_expected for one in mine),
        unannounced=sum(not one.is_expected for one in came),
    )


def _is_met(one: Registration, text: str) -> bool:
    """Tell whether each word of `text` is found in name, reading or body, however written."""
    if not text:
        return True
    name, reading = one.family_name + one.given_name, one.family_kana + one.given_kana
    haystack = "\n".join(map(fold, (name, reading, one.organization.name, one.department)))
    return all(fold(word) in haystack or fold(katakana(word)) in haystack for word in text.split())
