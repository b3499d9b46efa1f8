"""Invitations: the calendar objects that go with letters, one for each of a person's own days.

A REQUEST puts a day into the person's calendar or replaces what is there; a CANCEL takes it
out (RFC 5546, 3.2.2 and 3.2.5). One object may speak of one UID alone, so several days are several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import exists, select

from exchange.domain.letter import Enclosure, Letter, LetterKind
from exchange.domain.registration import Registration, RegistrationStatus, registration_day
from exchange.extensions import db, site
from exchange.lib import itip
from exchange.outbox.post import CalendarObject
from exchange.subscriptions.queries import spoken_of
from exchange.web.own_entries import own_entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from exchange.domain.day import EventDay

REQUEST, CANCEL = "REQUEST", "CANCEL"
INVITING = {
    LetterKind.CONFIRMED,
    LetterKind.PROMOTED,
    LetterKind.CHANGED,
    LetterKind.EVENT_CHANGED,
    LetterKind.EVENT_REINSTATED,
    LetterKind.REMINDER,
}
"""What brings invitations to those who have a place."""
WITHDRAWING = {LetterKind.CANCELLED, LetterKind.DECLINED}


def enclosures(
    kind: LetterKind,
    registration: Registration,
    *,
    at: datetime,
    dropped: Sequence[EventDay] = (),
    spoken: Mapping[str, int] | None = None,
) -> list[CalendarObject]:
    """Write the calendar objects that go with a letter of `kind`.

    `spoken` is what `spoken_of` gives, for those who write many letters.
    """
    asked, withdrawn = _days(kind, registration, dropped)
    if not asked and not withdrawn:
        return []
    if spoken is None:
        spoken = spoken_of(registration.event, registration.email)
    heard = spoken.get(registration.email, registration.revision)
    return [
        *(_object(REQUEST, registration, day, heard, at) for day in asked),
        *(_object(CANCEL, registration, day, heard, at) for day in withdrawn),
    ]


def _days(
    kind: LetterKind, registration: Registration, dropped: Sequence[EventDay]
) -> tuple[Sequence[EventDay], Sequence[EventDay]]:
    """Tell which days a letter invites to, and which it takes out of the calendar."""
    live = [day for day in registration.days if day.cancelled_at is None]
    if registration.status is RegistrationStatus.CONFIRMED:
        if kind is LetterKind.EVENT_CANCELLED:
            return [], live
        if kind in INVITING:
            return live, [day for day in dropped if not _comes_with_another(registration, day)]
        return [], []
    if kind in WITHDRAWING and was_invited(registration):
        return [], [day for day in live if not _comes_with_another(registration, day)]
    return [], []


def was_invited(registration: Registration) -> bool:
    """Tell whether a letter put a day of `registration` into the person's calendar."""
    sent = exists().where(
        Letter.registration_id == registration.id,
        Enclosure.letter_id == Letter.id,
        Enclosure.method == REQUEST,
    )
    return bool(db.session.scalar(select(sent)))


def _comes_with_another(registration: Registration, day: EventDay) -> bool:
    """Tell whether somebody else with the same address still comes on `day`.

    A section has one calendar: its entry goes with the last of its people.
    """
    if day.is_cancelled:
        return False
    other = exists().where(
        Registration.event_id == registration.event_id,
        Registration.email == registration.email,
        Registration.id != registration.id,
        Registration.status == RegistrationStatus.CONFIRMED,
        registration_day.c.registration_id == Registration.id,
        registration_day.c.day_id == day.id,
    )
    return bool(db.session.scalar(select(other)))


def _object(
    method: str, registration: Registration, day: EventDay, heard: int, at: datetime
) -> CalendarObject:
    event = registration.event
    content = itip.invitation(
        own_entry(day, [registration], site(), heard=heard),
        method,
        organizer=itip.Correspondent(
            address=current_app.extensions["mail"].sender.addr_spec,
            name=event.organizer or str(current_app.config["SITE_NAME"]),
        ),
        attendee=itip.Correspondent(address=registration.email, name=registration.full_name),
        sent_at=at,
    )
    return CalendarObject(method=method, content=content.decode())
