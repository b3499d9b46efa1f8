"""Decisions on applications: an organizer's approval, a person's answer to an offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.change import ChangeKind
from exchange.domain.event import EventStatus
from exchange.domain.letter import LetterKind
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.enrollment import audit
from exchange.enrollment.audit import HOLDER
from exchange.enrollment.refusals import (
    NoReasonGiven,
    NotPending,
    OfferLapsed,
    RegistrationClosed,
)
from exchange.enrollment.services import OUTCOMES, lock_both, settle
from exchange.extensions import db
from exchange.letters import writing
from exchange.seating.services import seat_status
from exchange.subscriptions.services import of_mailboxes
from exchange.subscriptions.stamping import restamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.enrollment.audit import By


def accept_offer(registration: Registration, *, by: By = HOLDER, at: datetime) -> None:
    """Take the place that was offered. Doing it twice changes nothing.

    Whoever accepts for one of a whole party accepts for all of it. Raises
    `OfferLapsed`, and `RegistrationClosed` where the event does not take place.
    """
    event = lock_both(registration)
    if registration.status in {RegistrationStatus.CONFIRMED, RegistrationStatus.PENDING}:
        return
    if registration.offer_expires_at is None or registration.offer_expires_at < at:
        raise OfferLapsed
    if event.status is not EventStatus.PLANNED:
        raise RegistrationClosed
    people = _offered_together(registration)
    feeds = of_mailboxes(one.email for one in people)
    for one in people:
        one.offer_expires_at = None
        one.status = seat_status(event)
        one.changed_at = at
        restamp(event, [one], at=at)
        audit.record(one, ChangeKind.ACCEPTED, by, at=at)
        writing.write(OUTCOMES[one.status], one, at=at, feeds=feeds)
    settle(event, at=at)


def _offered_together(registration: Registration) -> Sequence[Registration]:
    """List those of the same whole party who were offered places too, or the person alone."""
    party = registration.party
    if party is None or not party.is_whole:
        return [registration]
    return db.session.scalars(
        select(Registration)
        .where(
            Registration.party_id == party.id,
            Registration.offer_expires_at == registration.offer_expires_at,
        )
        .order_by(Registration.queued_at, Registration.id)
        .execution_options(populate_existing=True)
    ).all()


def approve(registration: Registration, *, by: By, at: datetime) -> None:
    """Confirm an application that awaits approval. Raises `NotPending`."""
    lock_both(registration)
    if registration.status is RegistrationStatus.CONFIRMED:
        return
    if registration.status is not RegistrationStatus.PENDING:
        raise NotPending
    registration.status = RegistrationStatus.CONFIRMED
    registration.changed_at = at
    restamp(registration.event, [registration], at=at)
    db.session.flush()
    audit.record(registration, ChangeKind.APPROVED, by, at=at)
    writing.write(LetterKind.CONFIRMED, registration, at=at)


def decline(registration: Registration, reason: str, *, by: By, at: datetime) -> None:
    """Decline an application that awaits approval, and tell the person why.

    The place goes to who waited longest. Raises `NotPending` or `NoReasonGiven`.
    """
    event = lock_both(registration)
    if registration.status is not RegistrationStatus.PENDING:
        raise NotPending
    if not reason.strip():
        raise NoReasonGiven
    registration.status = RegistrationStatus.DECLINED
    registration.decline_reason = reason.strip()
    registration.changed_at = at
    restamp(event, [registration], at=at)
    db.session.flush()
    audit.record(registration, ChangeKind.DECLINED, by, at=at)
    writing.write(LetterKind.DECLINED, registration, at=at)
    settle(event, at=at)
