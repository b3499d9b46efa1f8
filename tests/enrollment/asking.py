"""People who ask for places, and what became known of them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from exchange.domain.change import Change, ChangedAs, ChangeKind
from exchange.domain.letter import Letter, LetterKind
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.enrollment.applications import Application
from exchange.enrollment.audit import By
from exchange.extensions import db
from tests.factories import an_organization

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.event import Event

CONFIRMED = RegistrationStatus.CONFIRMED
WAITING = RegistrationStatus.WAITING
PENDING = RegistrationStatus.PENDING
CANCELLED = RegistrationStatus.CANCELLED
DECLINED = RegistrationStatus.DECLINED
ONSITE, ONLINE = Mode.ONSITE, Mode.ONLINE
COORDINATOR, ORGANIZER = By(ChangedAs.COORDINATOR), By(ChangedAs.ORGANIZER)
_numbers = count(1)


def an_application(**fields: Any) -> Application:
    """Make the application of somebody new."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "family_name": "髙橋",
        "given_name": f"{number}郎",
        "family_kana": "タカハシ",
        "given_kana": "タロウ",
        "email": f"applicant{number}@example.lg.jp",
        "mode": ONSITE,
    }
    values["organization"] = fields.pop("organization", None) or an_organization()
    return Application(**{**values, **fields})


def statuses(people: Sequence[Registration]) -> list[RegistrationStatus]:
    return [one.status for one in people]


def letters(event: Event) -> list[tuple[LetterKind, str]]:
    """List what was written about `event`, and to which address, from the first to the last."""
    found = db.session.execute(
        select(Letter.kind, Letter.recipient).where(Letter.event_id == event.id).order_by(Letter.id)
    )
    return [(kind, recipient) for kind, recipient in found]


def history(registration: Registration) -> list[tuple[ChangeKind, ChangedAs]]:
    """List what happened to `registration` and in which part, from the first to the last."""
    found = db.session.execute(
        select(Change.kind, Change.changed_as)
        .where(Change.registration_id == registration.id)
        .order_by(Change.id)
    )
    return [(kind, part) for kind, part in found]
