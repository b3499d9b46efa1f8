"""Erasing personal data (廃棄): at a person's own wish, and when their term is over.

What is counted stays: status, mode, body, days, who came. Names, addresses,
answers, remarks and letters go, from every table that has them.
"""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, exists, func, or_, select, update

from exchange.domain.attendance import Attendance
from exchange.domain.change import Change, ChangedAs, ChangeKind
from exchange.domain.disposal import Disposal
from exchange.domain.event import Event, EventStatus
from exchange.domain.letter import Enclosure, Letter, LetterStatus
from exchange.domain.question import Answer
from exchange.domain.registration import Registration
from exchange.enrollment import audit
from exchange.enrollment.audit import HOLDER, RULE, By
from exchange.enrollment.services import TOKEN_BYTES, cancel, lock_both
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.seating.services import lock
from exchange.seating.window import starting_moment
from exchange.subscriptions.services import forget
from exchange.subscriptions.stamping import take_leave

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement

PERSONAL = (
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "department",
    "position",
    "email",
    "phone",
    "remarks",
    "decline_reason",
)
"""The columns of a registration that tell who it was, or what they said."""
LINKS = ("account_id", "feed_id")
"""The columns that lead to who it was, by what else they made or hold."""
TO_OTHERS = Letter.registration_id.is_(None)
"""Letters to coordinators, in which the names of several people may stand."""


def erase(registration: Registration, *, by: By = HOLDER, at: datetime) -> None:
    """Erase the personal data of one person, as they wish.

    Before the event begins their registration is cancelled first, and the place
    goes on to who waits. Doing it twice changes nothing. Raises `TooLateToCancel`.
    """
    event = lock_both(registration)
    if registration.is_erased:
        return
    if is_cancelled_first(registration, at):
        cancel(registration, by=by, at=at)
    take_leave(registration, at=at)
    letters = _erase_mentions(registration)
    who = By(by.part, None if by.part is ChangedAs.HOLDER else by.account)
    wiped = _wipe(Registration.id == registration.id, by=who, at=at)
    db.session.add(
        Disposal(
            event=event,
            disposed_at=at,
            account=who.account,
            is_own_wish=True,
            registrations=1,
            letters=letters + wiped.letters,
            counts=wiped.counts,
        )
    )
    db.session.flush()


def is_cancelled_first(registration: Registration, at: datetime) -> bool:
    """Tell whether erasing at `at` gives up a place: one that stands, before the event begins."""
    event = registration.event
    starts_at = starting_moment(event)
    is_to_come = not event.is_cancelled and (starts_at is None or at < starts_at)
    return is_to_come and registration.status.is_standing


def disposals(event: Event) -> Sequence[Disposal]:
    """List what was erased of `event`, the last first."""
    return db.session.scalars(
        select(Disposal)
        .where(Disposal.event_id == event.id)
        .order_by(Disposal.disposed_at.desc(), Disposal.id.desc())
    ).all()


@dataclass(frozen=True)
class Due:
    """An event whose personal data are no longer to be kept."""

    event_id: int
    key: str
    title: str
    until: date
    """The last day on which they were to be kept."""
    registrations: int


def due(*, at: datetime) -> Sequence[Due]:
    """List the events whose term is over and which still hold personal data, the oldest first.

    An event whose day is awaited has no term; one that was cancelled has.
    """
    today = clock.local(at, site().zone).date()
    count = (
        select(func.count(Registration.id))
        .where(Registration.event_id == Event.id, Registration.erased_at.is_(None))
        .scalar_subquery()
    )
    never_held = and_(Event.last_on.is_(None), Event.status == EventStatus.CANCELLED)
    letters = exists().where(Letter.event_id == Event.id, TO_OTHERS, _says_something())
    rows = db.session.execute(
        select(Event, count)
        .where(or_(Event.last_on < today, never_held), or_(count > 0, letters))
        .order_by(Event.last_on.nulls_first(), Event.id)
    )
    return [
        Due(event.id, event.key, event.title, event.retained_until, number)
        for event, number in rows
        if event.retained_until is not None and event.retained_until < today
    ]


def purge(event: Event, *, at: datetime) -> Disposal | None:
    """Erase all personal data of `event` whose term is over. Nothing to do is None.

    Everything is counted and erased under the lock, so that two at once do it once.
    """
    event = lock(event)
    until = event.retained_until
    if until is None or until >= clock.local(at, site().zone).date():
        return None
    letters = _empty(and_(Letter.event_id == event.id, TO_OTHERS, _says_something()))
    wiped = _wipe(Registration.event_id == event.id, by=RULE, at=at)
    if not wiped.counts and not letters:
        return None
    disposal = Disposal(
        event=event,
        disposed_at=at,
        due_on=until,
        registrations=sum(wiped.counts.values()),
        letters=letters + wiped.letters,
        counts=wiped.counts,
    )
    db.session.add(disposal)
    db.session.flush()
    return disposal


@dataclass(frozen=True)
class Wiped:
    """What was erased."""

    letters: int
    counts: dict[str, int]
    """How many people stood how, by status."""


def _wipe(which: ColumnElement[bool], *, by: By, at: datetime) -> Wiped:
    """Erase the personal data of those people who still have any."""
    db.session.flush()
    holding = select(Registration).where(which, Registration.erased_at.is_(None))
    theirs = holding.with_only_columns(Registration.id)
    letters = _delete_letters(Letter.registration_id.in_(theirs))
    changes = Change.registration_id.in_(theirs)
    former_emails = _emails_in(db.session.scalars(select(Change.details).where(changes)))
    for statement in (
        delete(Answer).where(Answer.registration_id.in_(theirs)),
        update(Attendance)
        .where(Attendance.registration_id.in_(theirs))
        .values(proxy_name="", proxy_position=""),
        update(Change).where(changes).values(details={}),
        update(Change)
        .where(changes, Change.changed_as == ChangedAs.HOLDER)
        .values(account_id=None),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})
    db.session.expire_all()
    people = db.session.scalars(holding.order_by(Registration.id)).all()
    counts = Counter(one.status.value for one in people)
    emails = {one.email for one in people} | former_emails
    feeds = {one.feed_id for one in people if one.feed_id is not None}
    for one in people:
        audit.record(one, ChangeKind.ERASED, by, at=at)
    db.session.flush()
    if people:
        gone = {**dict.fromkeys(PERSONAL, ""), **dict.fromkeys(LINKS), "erased_at": at}
        tokens = [secrets.token_urlsafe(TOKEN_BYTES) for _ in people]
        db.session.execute(
            update(Registration),
            [
                {"id": one.id, "token": token, **gone}
                for one, token in zip(people, tokens, strict=True)
            ],
        )
        forget(emails, feeds)
    db.session.expire_all()
    return Wiped(letters, dict(sorted(counts.items())))


def _emails_in(details: Iterable[Mapping[str, Sequence[str]]]) -> set[str]:
    """Give the mail addresses that were stated, and changed for others."""
    return {email for one in details for email in one.get("email", ())}


def _erase_mentions(registration: Registration) -> int:
    """Erase the letters to others that name the person, and tell how many they were."""
    to_others = and_(Letter.event_id == registration.event_id, TO_OTHERS)
    naming = [
        letter.id
        for letter in db.session.scalars(select(Letter).where(to_others, _says_something()))
        if _names(letter, registration)
    ]
    return _empty(Letter.id.in_(naming))


def _names(letter: Letter, registration: Registration) -> bool:
    """Tell whether `letter` speaks of the person, or to them, however its lines are broken."""
    text = "".join(f"{letter.recipient} {letter.subject} {letter.body}".split())
    marks = ["".join(registration.full_name.split()), registration.email]
    return any(mark and mark in text for mark in marks)


def _says_something() -> ColumnElement[bool]:
    enclosed = exists().where(Enclosure.letter_id == Letter.id)
    return or_(Letter.body != "", Letter.recipient_name != "", enclosed)


def _empty(which: ColumnElement[bool]) -> int:
    """Leave of letters only what they were, and when and to which body they went.

    One that was not sent is never sent empty: it goes altogether. Tells how many they were.
    """
    keys = list(db.session.scalars(select(Letter.id).where(which)))
    sent = Letter.id.in_(keys)
    _delete_letters(and_(sent, Letter.status != LetterStatus.SENT))
    db.session.execute(delete(Enclosure).where(Enclosure.letter_id.in_(keys)))
    db.session.execute(
        update(Letter)
        .where(sent)
        .values(recipient="", recipient_name="", reply_to="", subject="", body="", failure="")
    )
    return len(keys)


def _delete_letters(which: ColumnElement[bool]) -> int:
    """Delete letters with all that is enclosed, and tell how many they were."""
    count = db.session.scalar(select(func.count(Letter.id)).where(which)) or 0
    enclosed = Enclosure.letter_id.in_(select(Letter.id).where(which))
    db.session.execute(delete(Enclosure).where(enclosed))
    db.session.execute(delete(Letter).where(which))
    return count
