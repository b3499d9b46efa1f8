"""What went out, what waits, and who can be written to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from exchange.domain.letter import Letter, LetterKind, LetterStatus
from exchange.domain.organization import Organization
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select

    from exchange.domain.event import Event


@dataclass(frozen=True, kw_only=True)
class Filter:
    """By what a list of letters is narrowed; what is None is not asked for."""

    status: LetterStatus | None = None
    kind: LetterKind | None = None
    organization: Organization | None = None


def letters(wanted: Filter, event: Event | None = None) -> Select[Letter]:
    """Ask for the letters about `event`, or about all events, the newest first."""
    conditions = [*_of(event)]
    if wanted.status:
        conditions.append(Letter.status == wanted.status)
    if wanted.kind:
        conditions.append(Letter.kind == wanted.kind)
    if wanted.organization:
        conditions.append(Letter.organization_id == wanted.organization.id)
    return (
        select(Letter)
        .where(*conditions)
        .order_by(Letter.id.desc())
        .options(joinedload(Letter.event), joinedload(Letter.organization))
    )


def counts(event: Event | None = None) -> dict[LetterStatus, int]:
    """Count the letters about `event`, or about all events, by their status."""
    found = db.session.execute(
        select(Letter.status, func.count()).where(*_of(event)).group_by(Letter.status)
    )
    return dict.fromkeys(LetterStatus, 0) | dict(found.all())


def _of(event: Event | None) -> list[ColumnElement[bool]]:
    return [] if event is None else [Letter.event_id == event.id]


def find_letter(event: Event, number: int) -> Letter | None:
    """Find a letter about `event` by its number."""
    return db.session.scalar(select(Letter).where(Letter.id == number, Letter.event_id == event.id))


def bodies(event: Event) -> Sequence[Organization]:
    """List the bodies whose people registered for `event`, in the order in which they were entered."""
    registered = select(Registration.organization_id).where(Registration.event_id == event.id)
    return db.session.scalars(
        select(Organization).where(Organization.id.in_(registered)).order_by(Organization.id)
    ).all()


def by_status(event: Event) -> Counter[RegistrationStatus]:
    """Count who registered for `event`, by status."""
    found = db.session.execute(
        select(Registration.status, func.count())
        .where(*_present(event))
        .group_by(Registration.status)
    )
    return Counter(dict(found.all()))


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Those who stand so, all or those of one body."""

    statuses: Sequence[RegistrationStatus]
    organization: Organization | None = None


@dataclass(frozen=True)
class Recipients:
    """Those a message goes to, and how many it cannot reach."""

    people: Sequence[Registration]
    without_address: int


def recipients(event: Event, whom: Audience) -> Recipients:
    """List those of `whom` who registered for `event`, or came without."""
    conditions = [*_present(event), Registration.status.in_(whom.statuses)]
    if whom.organization:
        conditions.append(Registration.organization_id == whom.organization.id)
    people = db.session.scalars(
        select(Registration)
        .where(*conditions)
        .order_by(Registration.id)
        .options(joinedload(Registration.organization))
    ).all()
    reached = [one for one in people if one.email]
    return Recipients(reached, len(people) - len(reached))


def _present(event: Event) -> list[ColumnElement[bool]]:
    return [
        Registration.event_id == event.id,
        Registration.erased_at.is_(None),
    ]


def written_since(event: Event, subject: str, since: datetime) -> set[tuple[int | None, str]]:
    """Give to whom messages of that subject were written since then, and what they say."""
    found = db.session.execute(
        select(Letter.registration_id, Letter.body).where(
            Letter.event_id == event.id,
            Letter.kind == LetterKind.MESSAGE,
            Letter.subject == subject,
            Letter.written_at >= since,
        )
    )
    return {(key, body) for key, body in found}
