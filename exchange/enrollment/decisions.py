"""Decisions on applications: an organizer's approval, a person's answer to an offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.change import ChangeKind
from exchange.domain.letter import LetterKind
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.enrollment import audit
from exchange.enrollment.audit import HOLDER
from exchange.enrollment.refusals import NoReasonGiven, NotPending, OfferLapsed
from exchange.enrollment.services import OUTCOMES, lock_both, settle
from exchange.extensions import db
from exchange.letters import writing
from exchange.seating.services import seat_status

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.enrollment.audit import By


def accept_offer(registration: Registration, *, by: By = HOLDER, at: datetime) -> None:
    """Take the place that was offered. Doing it twice changes nothing. Raises `OfferLapsed`."""
    event = lock_both(registration)
    if registration.status in {RegistrationStatus.CONFIRMED, RegistrationStatus.PENDING}:
        return
    if registration.offer_expires_at is None or registration.offer_expires_at < at:
        raise OfferLapsed
    registration.offer_expires_at = None
    registration.status = seat_status(event)
    registration.changed_at = at
    db.session.flush()
    audit.record(registration, ChangeKind.ACCEPTED, by, at=at)
    writing.write(OUTCOMES[registration.status], registration, at=at)


def approve(registration: Registration, *, by: By, at: datetime) -> None:
    """Confirm an application that awaits approval. Raises `NotPending`."""
    lock_both(registration)
    if registration.status is RegistrationStatus.CONFIRMED:
        return
    if registration.status is not RegistrationStatus.PENDING:
        raise NotPending
    registration.status = RegistrationStatus.CONFIRMED
    registration.changed_at = at
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
    db.session.flush()
    audit.record(registration, ChangeKind.DECLINED, by, at=at)
    writing.write(LetterKind.DECLINED, registration, at=at)
    settle(event, at=at)
