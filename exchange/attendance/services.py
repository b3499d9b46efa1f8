"""At the door: recording who came, and taking in those who were not expected.

Everything here locks the event first, so that two who tap at once agree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.attendance.refusals import KnownAlready, NotAdmitted
from exchange.domain.attendance import Attendance, Presence
from exchange.domain.change import ChangeKind
from exchange.domain.letter import LetterKind
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.enrollment import audit, decisions
from exchange.enrollment.queries import STANDING
from exchange.enrollment.services import enter, lock_both, settle
from exchange.extensions import db
from exchange.letters import writing
from exchange.lib.text import fold
from exchange.seating.services import lock
from exchange.subscriptions.stamping import restamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.enrollment.applications import Application
    from exchange.enrollment.audit import By

ADMISSIBLE = (RegistrationStatus.WAITING, RegistrationStatus.PENDING)
"""The statuses of those who asked for a place and have none for sure."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What is to stand beside somebody on one day. No presence takes away what stood there."""

    presence: Presence | None
    proxy_name: str = ""
    """Who came instead, exactly as typed."""
    proxy_position: str = ""


HERE = Mark(presence=Presence.PRESENT)
NOTHING = Mark(presence=None)


def record(registration: Registration, day: EventDay, mark: Mark, *, by: By, at: datetime) -> None:
    """Make `mark` stand beside the person on `day`. Doing it twice changes nothing.

    The day need not be one of theirs: they may come all the same. Raises
    `NotAdmitted` for somebody without a confirmed place.
    """
    lock_both(registration)
    if registration.status is not RegistrationStatus.CONFIRMED:
        raise NotAdmitted
    _write(registration, day, mark, by=by, at=at)


def admit(
    event: Event,
    application: Application,
    day: EventDay,
    *,
    is_another: bool = False,
    by: By,
    at: datetime,
) -> Registration:
    """Take in somebody who came on `day` without having registered. They count as checked in only.

    Nothing is asked of the window of registration or of free places. Raises
    `KnownAlready` when somebody of that name is expected, unless this
    `is_another` person.
    """
    event = lock(event)
    known = namesakes(event, application)
    same = [one for one in known if application.email and one.email == application.email]
    if same or (known and not is_another):
        raise KnownAlready(same or known, may_be_another=not same)
    registration = enter(event, replace(application, days=[day]), by=by, at=at)
    registration.account = None  # whoever stands at the door is not whom it is about
    restamp(event, [registration], at=at)
    db.session.add(registration)
    _let_in(registration)
    audit.record(registration, ChangeKind.MADE, by, at=at)
    writing.write(LetterKind.CONFIRMED, registration, at=at)
    _write(registration, day, HERE, by=by, at=at)
    return registration


def admit_waiting(registration: Registration, day: EventDay, *, by: By, at: datetime) -> None:
    """Take in somebody who waits for a place or for approval, and came.

    Who waits comes in beside the places there are, and counts as checked in
    only; an application that awaits approval is approved. Doing it twice
    changes nothing. Raises `NotAdmitted` for somebody who gave up or was declined.
    """
    event = lock_both(registration)
    if registration.status is RegistrationStatus.PENDING:
        decisions.approve(registration, by=by, at=at)
    elif registration.status is RegistrationStatus.WAITING:
        _let_in(registration)
        registration.changed_at = at
        restamp(event, [registration], at=at)
    elif registration.status is not RegistrationStatus.CONFIRMED:
        raise NotAdmitted
    _write(registration, day, HERE, by=by, at=at)
    settle(event, at=at)


def namesakes(event: Event, application: Application) -> Sequence[Registration]:
    """List those who stand for `event` under the same name, however it is written."""
    standing = db.session.scalars(
        select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.status.in_(STANDING),
            Registration.erased_at.is_(None),
        )
        .order_by(Registration.id)
    )
    name = fold(application.family_name + application.given_name)
    return [one for one in standing if fold(one.family_name + one.given_name) == name]


def _let_in(registration: Registration) -> None:
    registration.is_walk_in = True
    registration.status = RegistrationStatus.CONFIRMED
    registration.offer_expires_at = None
    db.session.flush()


def _write(registration: Registration, day: EventDay, mark: Mark, *, by: By, at: datetime) -> None:
    """Write `mark` down, and what it was before. Call under `lock`."""
    found = db.session.scalar(
        select(Attendance)
        .where(Attendance.registration_id == registration.id, Attendance.day_id == day.id)
        .execution_options(populate_existing=True)
    )
    before = (
        Mark(
            presence=found.presence,
            proxy_name=found.proxy_name,
            proxy_position=found.proxy_position,
        )
        if found
        else NOTHING
    )
    if mark == before:
        return
    if mark.presence is None:
        db.session.delete(found)
    else:
        if found is None:
            found = Attendance(registration=registration, day=day)
            db.session.add(found)
        found.presence = mark.presence
        found.proxy_name, found.proxy_position = mark.proxy_name, mark.proxy_position
        found.recorded_at, found.recorded_by = at, by.account
    db.session.flush()
    details = audit.differences(_said(before), _said(mark))
    audit.record(
        registration,
        ChangeKind.CHECKED_IN,
        by,
        at=at,
        details={"day": ["", day.held_on.isoformat()], **details},
    )


def _said(mark: Mark) -> dict[str, str]:
    return {
        "presence": mark.presence or "",
        "proxy_name": mark.proxy_name,
        "proxy_position": mark.proxy_position,
    }
