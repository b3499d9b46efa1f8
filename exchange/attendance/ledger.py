"""The ledger of an event: how many registered, were checked in, and were stated; never mixed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, null, select
from sqlalchemy.orm import joinedload

from exchange.attendance import phrase
from exchange.attendance.drafts import HeadcountDraft, PartDraft, in_order
from exchange.domain.attendance import Attendance, Presence
from exchange.domain.headcount import Headcount, HeadcountPart
from exchange.domain.organization import Organization
from exchange.domain.registration import Registration, RegistrationStatus, registration_day
from exchange.extensions import db
from exchange.publication.audience import organizations_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Select

    from exchange.domain.day import EventDay
    from exchange.domain.event import Event

Key = tuple[int | None, int | None]
"""Which figure: the id of the day and that of the body; None is all of them together."""
COUNTING = [presence for presence in Presence if presence.counts]


@dataclass(frozen=True)
class Figures:
    """Three figures about the same people. They need not agree."""

    registered: int = 0
    """Confirmed registrations, without those who came unannounced."""
    checked_in: int = 0
    """Who came, in person or by proxy, announced or not; each once."""
    stated: Headcount | HeadcountPart | None = None
    """What the organizer states; None where nothing is, which is not 0."""


@dataclass(frozen=True)
class Row:
    """The figures of one body, or of all together, for each column of the ledger."""

    organization: Organization | None
    figures: Sequence[Figures]

    @property
    def altogether(self) -> Figures:
        """The figures of all days together, each person once."""
        return self.figures[-1]


@dataclass(frozen=True)
class Ledger:
    """All figures of an event."""

    columns: Sequence[EventDay | None]
    """The days, where there are several, and last all of them together."""
    rows: Sequence[Row]
    """One for each body, in their order."""
    total: Row
    present: Sequence[str]
    """Who was there, worded from the bodies of which somebody came."""

    @property
    def checked_in(self) -> int:
        return self.total.altogether.checked_in

    @property
    def as_checked_in(self) -> HeadcountDraft:
        """The headcount that would state what was counted at the door."""
        parts = (
            PartDraft(
                day_id=day.id if day else None,
                organization_id=row.organization.id if row.organization else None,
                total=figures.checked_in,
            )
            for row in (*self.rows, self.total)
            for day, figures in zip(self.columns, row.figures, strict=True)
            if figures.checked_in and (day or row.organization)
        )
        return HeadcountDraft(
            total=self.checked_in, present=tuple(self.present), parts=in_order(parts)
        )


def ledger(event: Event) -> Ledger:
    """Give the figures of `event`. The number of statements is the same for any number of bodies."""
    figures = _figures(event)
    columns = _columns(event, [key for key, one in figures.items() if one.stated])
    everybody = _organizations()
    bodies = _bodies(event, everybody, {body for _, body in figures if body is not None})
    rows = [_row(body, columns, figures) for body in bodies]
    came = [row.organization for row in rows if row.organization and _came(row)]
    return Ledger(
        columns=columns,
        rows=rows,
        total=_row(None, columns, figures),
        present=phrase.words(came, everybody),
    )


def _row(
    body: Organization | None,
    columns: Sequence[EventDay | None],
    figures: Mapping[Key, Figures],
) -> Row:
    keys = [(day.id if day else None, body.id if body else None) for day in columns]
    return Row(body, [figures.get(key, Figures()) for key in keys])


def _came(row: Row) -> bool:
    return any(one.checked_in or (one.stated and one.stated.total) for one in row.figures)


def _columns(event: Event, stated: Iterable[Key]) -> Sequence[EventDay | None]:
    kept = {day_id for day_id, _ in stated if day_id is not None}
    days = [day for day in event.days if day.cancelled_at is None or day.id in kept]
    return [*days, None] if len(days) > 1 or kept else [None]


def _bodies(
    event: Event, everybody: Sequence[Organization], counted: Collection[int]
) -> Sequence[Organization]:
    """List the bodies that `event` names or that sent somebody; all where there are none."""
    named = {body.id for body in organizations_of(event)} | set(counted)
    return [body for body in everybody if body.id in named] if named else everybody


def _organizations() -> Sequence[Organization]:
    return db.session.scalars(
        select(Organization).order_by(Organization.id).options(joinedload(Organization.group))
    ).all()


def _stated(event: Event) -> dict[Key, Headcount | HeadcountPart]:
    count = db.session.scalar(
        select(Headcount)
        .where(Headcount.event_id == event.id)
        .options(joinedload(Headcount.stated_by))
    )
    if count is None:
        return {}
    parts = db.session.scalars(
        select(HeadcountPart)
        .where(HeadcountPart.headcount_id == count.id)
        .options(joinedload(HeadcountPart.stated_by))
    )
    return {
        (None, None): count,
        **{(part.day_id, part.organization_id): part for part in parts},
    }


def _figures(event: Event) -> dict[Key, Figures]:
    """Give all figures there are, for each day and body and for all of them together."""
    registered = _counted(event, _of_days(), _altogether())
    checked_in = _counted(event, _checked_in_of_days(), _checked_in_altogether())
    stated = _stated(event)
    return {
        key: Figures(registered[key], checked_in[key], stated.get(key))
        for key in {*registered, *checked_in, *stated}
    }


def _counted(event: Event, *statements: Select[int | None, int, int]) -> Counter[Key]:
    """Add up what `statements` count: a day, a body and how many each."""
    found: Counter[Key] = Counter()
    mine = (
        Registration.event_id == event.id,
        Registration.status == RegistrationStatus.CONFIRMED,
    )
    for statement in statements:
        for day_id, body_id, number in db.session.execute(statement.where(*mine)):
            found[day_id, body_id] += number
            found[day_id, None] += number
    return found


def _of_days() -> Select[int | None, int, int]:
    day, body = registration_day.c.day_id, Registration.organization_id
    return (
        select(day, body, func.count())
        .join(Registration, Registration.id == registration_day.c.registration_id)
        .where(Registration.is_walk_in.is_(False))
        .group_by(day, body)
    )


def _altogether() -> Select[int | None, int, int]:
    body = Registration.organization_id
    return (
        select(null(), body, func.count()).where(Registration.is_walk_in.is_(False)).group_by(body)
    )


def _checked_in_of_days() -> Select[int | None, int, int]:
    day, body = Attendance.day_id, Registration.organization_id
    return (
        select(day, body, func.count())
        .join(Attendance.registration)
        .where(Attendance.presence.in_(COUNTING))
        .group_by(day, body)
    )


def _checked_in_altogether() -> Select[int | None, int, int]:
    body = Registration.organization_id
    return (
        select(null(), body, func.count(Attendance.registration_id.distinct()))
        .join(Attendance.registration)
        .where(Attendance.presence.in_(COUNTING))
        .group_by(body)
    )
