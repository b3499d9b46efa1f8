"""The people of one event: who they are, how they stand, who made them registered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from exchange.domain.account import Account
from exchange.domain.attendance import Attendance, Presence
from exchange.domain.change import Change, ChangedAs, ChangeKind
from exchange.domain.day import EventDay
from exchange.domain.organization import Organization
from exchange.domain.question import Answer
from exchange.domain.registration import Mode, Registration, RegistrationStatus, registration_day
from exchange.enrollment.queries import STANDING
from exchange.extensions import db
from exchange.lib.collation import ReadingKey, reading_key
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from exchange.domain.event import Event


class Order(StrEnum):
    """In which order people are listed."""

    BODY = "body"
    READING = "reading"
    QUEUE = "queue"

    @property
    def label(self) -> str:
        """The msgid to show for this order."""
        return _ORDER_LABELS[self]


_ORDER_LABELS = {
    Order.BODY: N_("By organization, then by reading"),
    Order.READING: N_("All by reading"),
    Order.QUEUE: N_("As they applied"),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which people, in which order; None is any."""

    statuses: Collection[RegistrationStatus] = tuple(STANDING)
    organization: Organization | None = None
    mode: Mode | None = None
    day: EventDay | None = None
    order: Order = Order.BODY


class Person(NamedTuple):
    """What a registration says of one person, in plain values."""

    id: int
    organization_id: int
    organization: str
    department: str
    position: str
    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    email: str
    phone: str
    mode: Mode
    status: RegistrationStatus
    remarks: str
    queued_at: datetime
    offer_expires_at: datetime | None
    is_walk_in: bool
    erased_at: datetime | None

    @property
    def full_name(self) -> str:
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def reading(self) -> str:
        """In katakana, as it is stored."""
        return f"{self.family_kana} {self.given_kana}".strip()

    @property
    def reference(self) -> str:
        return f"{self.id:06}"

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None


_COLUMNS = (
    Registration.id,
    Registration.organization_id,
    Organization.name,
    Registration.department,
    Registration.position,
    Registration.family_name,
    Registration.given_name,
    Registration.family_kana,
    Registration.given_kana,
    Registration.email,
    Registration.phone,
    Registration.mode,
    Registration.status,
    Registration.remarks,
    Registration.queued_at,
    Registration.offer_expires_at,
    Registration.is_walk_in,
    Registration.erased_at,
)


def people(event: Event, wanted: Wanted) -> list[Person]:
    """List the people of `event`; one statement, and no model is made of any of them.

    Databases do not know the order of readings, so it is made here.
    """
    statement = (
        select(*_COLUMNS)
        .join(Organization, Organization.id == Registration.organization_id)
        .where(Registration.event_id == event.id, Registration.status.in_(wanted.statuses))
        .order_by(Registration.queued_at, Registration.id)
    )
    if wanted.organization is not None:
        statement = statement.where(Registration.organization_id == wanted.organization.id)
    if wanted.mode is not None:
        statement = statement.where(Registration.mode == wanted.mode)
    if wanted.day is not None:
        of_the_day = registration_day.c.day_id == wanted.day.id
        theirs = select(registration_day.c.registration_id).where(of_the_day)
        statement = statement.where(Registration.id.in_(theirs))
    found = [Person._make(row) for row in db.session.execute(statement)]
    if wanted.order is Order.BODY:
        found.sort(key=lambda one: (one.organization_id, *_reading_order(one)))
    elif wanted.order is Order.READING:
        found.sort(key=_reading_order)
    return found


def _reading_order(one: Person) -> tuple[bool, ReadingKey, ReadingKey, int]:
    return one.is_erased, reading_key(one.family_kana), reading_key(one.given_kana), one.id


def days_by_person(event: Event, among: Collection[int] | None = None) -> dict[int, list[int]]:
    """Give the ids of the days that each person of `event`, or of those `among` them, chose."""
    statement = (
        select(registration_day.c.registration_id, registration_day.c.day_id)
        .join(EventDay, EventDay.id == registration_day.c.day_id)
        .where(EventDay.event_id == event.id)
        .order_by(EventDay.held_on, EventDay.starts, EventDay.number)
    )
    if among is not None:
        statement = statement.where(registration_day.c.registration_id.in_(among))
    found: dict[int, list[int]] = defaultdict(list)
    for registration_id, day_id in db.session.execute(statement):
        found[registration_id].append(day_id)
    return found


def answers_by_person(event: Event) -> dict[int, dict[int, list[str]]]:
    """Give what each person of `event` answered, by the id of the question."""
    rows = db.session.execute(
        select(Answer.registration_id, Answer.question_id, Answer.values)
        .join(Registration, Registration.id == Answer.registration_id)
        .where(Registration.event_id == event.id)
    )
    found: dict[int, dict[int, list[str]]] = defaultdict(dict)
    for registration_id, question_id, values in rows:
        found[registration_id][question_id] = values
    return found


class Came(NamedTuple):
    """What was recorded of one person on one day."""

    presence: Presence
    proxy_name: str


def attendance_by_person(event: Event) -> dict[int, dict[int, Came]]:
    """Give what was recorded at the door of `event`, by the id of the day."""
    rows = db.session.execute(
        select(
            Attendance.registration_id,
            Attendance.day_id,
            Attendance.presence,
            Attendance.proxy_name,
        )
        .join(EventDay, EventDay.id == Attendance.day_id)
        .where(EventDay.event_id == event.id)
    )
    found: dict[int, dict[int, Came]] = defaultdict(dict)
    for registration_id, day_id, presence, proxy_name in rows:
        found[registration_id][day_id] = Came(presence, proxy_name)
    return found


class Maker(NamedTuple):
    """Who registered somebody: in which part, and by which account if any."""

    part: ChangedAs
    name: str


def makers(registration_ids: Collection[int]) -> dict[int, Maker]:
    """Tell who registered each; those from before there was a history are left out."""
    rows = db.session.execute(
        select(Change.registration_id, Change.changed_as, Account.name, Account.email)
        .outerjoin(Account, Account.id == Change.account_id)
        .where(Change.registration_id.in_(registration_ids), Change.kind == ChangeKind.MADE)
    )
    return {key: Maker(part, name or email or "") for key, part, name, email in rows}


def find(event: Event, number: int) -> Registration | None:
    """Find one registration of `event`, with all that its page shows."""
    return db.session.scalar(
        select(Registration)
        .where(Registration.id == number, Registration.event_id == event.id)
        .options(
            joinedload(Registration.organization),
            joinedload(Registration.party),
            selectinload(Registration.days),
            selectinload(Registration.answers).joinedload(Answer.question),
            selectinload(Registration.attendances).joinedload(Attendance.day),
            selectinload(Registration.letters),
            selectinload(Registration.changes).joinedload(Change.account),
        )
    )


def registrations(event: Event, numbers: Collection[int]) -> Sequence[Registration]:
    """List those of `event` that bear one of `numbers`, in the order of the queue."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.id.in_(numbers))
        .order_by(Registration.queued_at, Registration.id)
    ).all()
