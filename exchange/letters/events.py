"""Letters to all who registered for an event, when the event itself is not what it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import force_locale, gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from exchange.domain.event import EventStatus
from exchange.domain.letter import LetterKind
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.extensions import db, site
from exchange.letters import facts, writing
from exchange.letters.texts import Changed
from exchange.lib import clock, paper
from exchange.subscriptions.queries import spoken_of
from exchange.subscriptions.services import of_mailboxes
from exchange.web.own_days import is_own_place, joins_online, links_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime, time

    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization
    from exchange.domain.place import Place
    from exchange.domain.registration import Mode

STANDING = [status for status in RegistrationStatus if status.is_standing]


@dataclass(frozen=True)
class SeenPlace:
    """What people notice of a place."""

    venue: str
    address: str
    modes: Sequence[Mode]
    url: str
    group_ids: frozenset[int]

    def is_for(self, organization: Organization) -> bool:
        return not self.group_ids or organization.group_id in self.group_ids


@dataclass(frozen=True)
class SeenDay:
    """What people notice of a day."""

    number: int
    order: int
    """Which of several days it is, counted from 1; 0 for one alone, and for one struck out."""
    held_on: date
    starts: time | None
    ends: time | None
    label: str
    is_live: bool
    places: tuple[SeenPlace, ...]

    def own_places(self, registration: Registration) -> Sequence[SeenPlace]:
        return [place for place in self.places if is_own_place(registration, place)]


@dataclass(frozen=True)
class Seen:
    """What people notice of an event, as of one moment."""

    status: EventStatus
    title: str
    awaited: str
    """When it is expected, as long as no day is fixed."""
    days: tuple[SeenDay, ...]

    @property
    def has_a_day(self) -> bool:
        """Whether there is a day on which it takes place."""
        return any(day.is_live for day in self.days)

    def day(self, number: int) -> SeenDay | None:
        return next((day for day in self.days if day.number == number), None)

    @property
    def last_on(self) -> date | None:
        return max((day.held_on for day in self.days), default=None)


def seen(event: Event) -> Seen:
    """Tell what people notice of `event` now. Ask before it is changed, and hand it to `tell`."""
    orders = facts.day_orders(event)
    return Seen(
        status=event.status,
        title=paper.one_line(event.title),
        awaited=event.awaited,
        days=tuple(_seen_day(day, orders.get(day.number, 0)) for day in event.days),
    )


def _seen_day(day: EventDay, order: int) -> SeenDay:
    return SeenDay(
        number=day.number,
        order=order,
        held_on=day.held_on,
        starts=day.starts,
        ends=day.ends,
        label=day.label,
        is_live=day.cancelled_at is None,
        places=tuple(map(_seen_place, day.places)),
    )


def _seen_place(place: Place) -> SeenPlace:
    return SeenPlace(
        venue=place.venue,
        address=place.address,
        modes=tuple(place.modes),
        url=place.url,
        group_ids=frozenset(group.id for group in place.groups),
    )


def tell(event: Event, before: Seen, *, at: datetime) -> Sequence[Registration]:
    """Write to all for whom `event` is not what it was `before`, and tell who they are.

    They are told what changed for them: the title, their days, their place, their
    joining link; or that the event is cancelled, or takes place after all. Nobody is
    told of what is over. Call it when the calendars have been followed up.
    """
    now = seen(event)
    kind = _kind(before, now)
    if kind is None or now == before or _is_over(before, now, at):
        return []
    told = []
    for one in _standing(event):
        with force_locale(one.language):
            changes = _changes(one, before, now)
        if kind is LetterKind.EVENT_CHANGED and not changes:
            continue
        _note_what_follows(one, before, now)
        told.append((one, changes))
    db.session.flush()
    if not told:
        return []
    spoken, feeds = spoken_of(event), of_mailboxes(one.email for one, _ in told)
    for one, changes in told:
        writing.write(
            kind,
            one,
            at=at,
            dropped=[day for day in one.days if _is_struck_out(day.number, before, now)],
            spoken=spoken,
            feeds=feeds,
            changes=changes,
            is_left_without_day=now.has_a_day
            and bool(one.days)
            and all(day.cancelled_at is not None for day in one.days),
            awaits_a_day=not now.has_a_day,
        )
    return [one for one, _ in told]


def _kind(before: Seen, now: Seen) -> LetterKind | None:
    """Tell what there is to write; None where nobody was expected, or nobody is any more."""
    turns = {
        (EventStatus.PLANNED, EventStatus.PLANNED): LetterKind.EVENT_CHANGED,
        (EventStatus.PLANNED, EventStatus.CANCELLED): LetterKind.EVENT_CANCELLED,
        (EventStatus.CANCELLED, EventStatus.PLANNED): LetterKind.EVENT_REINSTATED,
    }
    return turns.get((before.status, now.status))


def _is_over(before: Seen, now: Seen, at: datetime) -> bool:
    """Tell whether the last day had passed, and has passed as it is now.

    What has lost its days is still to come.
    """
    if not now.has_a_day and now.status is EventStatus.PLANNED:
        return False
    today = clock.local(at, site().zone).date()
    ends = [one.last_on for one in (before, now) if one.last_on is not None]
    return bool(ends) and max(ends) < today


def _standing(event: Event) -> Sequence[Registration]:
    return db.session.scalars(
        select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.status.in_(STANDING),
            Registration.email != "",
            Registration.erased_at.is_(None),
        )
        .order_by(Registration.id)
        .options(selectinload(Registration.days), joinedload(Registration.organization))
    ).all()


def _note_what_follows(one: Registration, before: Seen, now: Seen) -> None:
    """Remind of a new first date once more."""
    numbers = [day.number for day in one.days]
    if _first_on(before, numbers) != _first_on(now, numbers):
        one.reminded_at = None


def _first_on(shown: Seen, numbers: Iterable[int]) -> date | None:
    days = filter(None, map(shown.day, numbers))
    return min((day.held_on for day in days if day.is_live), default=None)


def _is_struck_out(number: int, before: Seen, now: Seen) -> bool:
    was, is_now = before.day(number), now.day(number)
    return was is not None and was.is_live and (is_now is None or not is_now.is_live)


def _changes(one: Registration, before: Seen, now: Seen) -> Sequence[Changed]:
    """List what is not as it was for one person, in words of the present language."""
    found = []
    if before.title != now.title:
        found.append(Changed(gettext("Title of the event"), before.title, now.title))
    if not before.has_a_day or not now.has_a_day:
        return found + _change_of_date(one, before, now)
    for number in (day.number for day in one.days):
        was, is_now = before.day(number), now.day(number)
        if was is not None and is_now is not None:
            found += _changes_of_day(one, was, is_now)
    return found


def _change_of_date(one: Registration, before: Seen, now: Seen) -> list[Changed]:
    """Tell that days were fixed, were lost, or are expected at another time."""
    was, is_now = (_dates(one, shown) for shown in (before, now))
    return [Changed(gettext("Date and time"), was, is_now)] if was != is_now else []


def _dates(one: Registration, shown: Seen) -> str:
    """Write the person's own days, a line each, or when the event is expected."""
    if not shown.has_a_day:
        return facts.when_awaited(shown)
    days = filter(None, (shown.day(day.number) for day in one.days))
    return "\n".join(_date(day) for day in days if day.is_live) or gettext("Cancelled")


def _changes_of_day(one: Registration, was: SeenDay, is_now: SeenDay) -> Sequence[Changed]:
    if not was.is_live and not is_now.is_live:
        return []
    if was.is_live != is_now.is_live:
        pair = [_date(day) if day.is_live else gettext("Cancelled") for day in (was, is_now)]
        return [Changed(_named(gettext("Date held"), was, is_now), *pair)]
    links = ["\n".join(_links_seen(one, day)) for day in (was, is_now)]
    pairs = [
        (gettext("Date and time"), _date(was), _date(is_now)),
        (gettext("Place"), _place(one, was), _place(one, is_now)),
        (
            gettext("Joining link"),
            links[0] or gettext("To be announced"),
            links[1] or gettext("To be announced"),
        ),
    ]
    return [
        Changed(_named(label, was, is_now), before, after)
        for label, before, after in pairs
        if before != after
    ]


def _named(label: str, was: SeenDay, is_now: SeenDay) -> str:
    """Say which of several days it is, unless it changed places with another."""
    orders = {was.order, is_now.order} - {0}
    if len(orders) != 1:
        return label
    return facts.of_day(orders.pop(), label)


def _date(day: SeenDay) -> str:
    return facts.date_and_hours(day)


def _place(one: Registration, day: SeenDay) -> str:
    return facts.place_words(day.own_places(one), one.mode)


def _links_seen(one: Registration, day: SeenDay) -> Sequence[str]:
    return links_of(day.own_places(one)) if joins_online(one) else ()
