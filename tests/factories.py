"""The smallest valid thing of each sort; a test states only what it is about.

Everything made is committed, so that a browser sees it too.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from argon2 import PasswordHasher
from sqlalchemy import func, select

from exchange.domain.account import Account, Role
from exchange.domain.action_item import ActionItem
from exchange.domain.day import EventDay
from exchange.domain.event import Event, EventKind, EventStatus
from exchange.domain.group import Group
from exchange.domain.hold import Hold
from exchange.domain.letter import Letter, LetterKind, LetterStatus
from exchange.domain.material import Material
from exchange.domain.note import Note, NoteKind, NoteLine
from exchange.domain.organization import Organization
from exchange.domain.personal_feed import PersonalFeed
from exchange.domain.photo import Photo
from exchange.domain.place import Place
from exchange.domain.plan import PlanItem
from exchange.domain.question import Question, QuestionKind
from exchange.domain.quota import Quota
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.domain.speaker import Speaker
from exchange.extensions import db
from exchange.publication.services import follow_up

if TYPE_CHECKING:
    from collections.abc import Sequence

PASSWORD = "correct horse battery staple"  # noqa: S105  # of test accounts
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD_HASH = CHEAP_HASHER.hash(PASSWORD)
LONG_AGO = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)
LATER_ON = date(2026, 9, 26)
"""A day after the `noon` of the tests."""

_numbers = count(1)


T = TypeVar("T")


def _keep(thing: T) -> T:
    db.session.add(thing)
    db.session.commit()
    return thing


def a_group(name: str = "置賜地域", slug: str | None = None) -> Group:
    return _keep(Group(name=name, slug=slug or f"group-{next(_numbers)}"))


def an_organization(
    name: str | None = None, *, code: str | None = None, group: Group | None = None
) -> Organization:
    number = next(_numbers)
    return _keep(
        Organization(
            name=name or f"団体{number}",
            code=code,
            slug=None if code else f"body-{number}",
            kana="だんたい",
            group=group,
        )
    )


def a_place(
    venue: str = "米沢市産業会館",
    *,
    online: bool = False,
    groups: Sequence[Group] = (),
    url: str = "",
) -> Place:
    """Make a place that is not kept until its day is."""
    return Place(venue="" if online else venue, is_online=online, groups=list(groups), url=url)


def a_day(
    held_on: date = LATER_ON,
    starts: time | None = time(13, 30),
    ends: time | None = time(16, 30),
    *,
    places: Sequence[Place] | None = None,
    label: str = "",
) -> EventDay:
    """Make a day that is not kept until its event is."""
    return EventDay(
        number=0,
        held_on=held_on,
        starts=starts,
        ends=ends,
        label=label,
        places=list(places) if places is not None else [a_place()],
        created_at=LONG_AGO,
        changed_at=LONG_AGO,
    )


def a_note(
    heading: str = "森林に関する講義",
    *lines: str,
    speaker: str = "",
    kind: NoteKind = NoteKind.LECTURE,
) -> Note:
    """Make a note that is not kept until its event is."""
    texts = lines or ("一行目。",)
    return Note(
        heading=heading, kind=kind, speaker=speaker, lines=[NoteLine(text=one) for one in texts]
    )


def a_speaker(name: str = "講師 太郎", **columns: Any) -> Speaker:
    """Make a speaker that is not kept until its event is."""
    return Speaker(name=name, **columns)


def an_event(
    kind: EventKind = EventKind.TRAINING,
    *,
    title: str = "第1回交流研修",
    key: str | None = None,
    status: EventStatus = EventStatus.PLANNED,
    days: Sequence[EventDay] | None = None,
    **columns: Any,
) -> Event:
    """Make an event with one day, announced to everybody, that takes no registrations."""
    event = Event(
        kind=kind,
        title=title,
        key=key or f"{kind}-2026-{next(_numbers)}",
        status=status,
        fiscal_year=2026,
        days=list(days) if days is not None else [a_day()],
        created_at=LONG_AGO,
        changed_at=LONG_AGO,
        **columns,
    )
    for number, day in enumerate(event.days, start=1):
        day.number = number
    db.session.add(event)
    follow_up(event, at=LONG_AGO)
    return _keep(event)


def an_open_event(*, capacity: int | None = None, **more: Any) -> Event:
    """Make an event that takes registrations until its first day."""
    return an_event(takes_registrations=True, capacity=capacity, **more)


def an_account(
    role: Role = Role.STAFF,
    *,
    organization: Organization | None = None,
    email: str | None = None,
    **columns: Any,
) -> Account:
    """Make an account whose password is PASSWORD."""
    number = next(_numbers)
    if organization is None and role.belongs_to_an_organization:
        organization = an_organization()
    return _keep(
        Account(
            email=email or f"person{number}@example.lg.jp",
            name=columns.pop("name", f"職員 {number}"),
            role=role,
            organization=organization,
            password_hash=PASSWORD_HASH,
            sign_in_token=f"token-{number}",
            created_at=LONG_AGO,
            **columns,
        )
    )


def a_registration(
    event: Event,
    *,
    organization: Organization | None = None,
    status: RegistrationStatus = RegistrationStatus.CONFIRMED,
    queued_at: datetime = LONG_AGO,
    **columns: Any,
) -> Registration:
    """Make somebody's registration for all days of `event`."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "token": f"registration-token-{number:08}",
        "family_name": "置賜",
        "given_name": f"太郎{number}",
        "family_kana": "オキタマ",
        "given_kana": "タロウ",
        "email": f"taro{number}@example.lg.jp",
        "mode": Mode.ONSITE,
        "days": list(event.days),
        "changed_at": queued_at,
        "cancelled_at": queued_at if status is RegistrationStatus.CANCELLED else None,
        "stamped_at": queued_at,
        "feed": PersonalFeed(),
    }
    return _keep(
        Registration(
            event=event,
            organization=organization or an_organization(),
            status=status,
            queued_at=queued_at,
            **{**values, **columns},
        )
    )


def a_letter(
    recipient: str | None = None,
    *,
    kind: LetterKind = LetterKind.CONFIRMED,
    status: LetterStatus = LetterStatus.WAITING,
    written_at: datetime = LONG_AGO,
    **columns: Any,
) -> Letter:
    """Make a letter that has been due since it was written."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "message_id": f"<{number:032x}@kaiko.example.lg.jp>",
        "subject": "申込を受け付けました",
        "body": "申込を受け付けました。\n",
        "due_at": written_at,
        "sent_at": written_at if status is LetterStatus.SENT else None,
    }
    return _keep(
        Letter(
            recipient=recipient or f"person{number}@example.lg.jp",
            kind=kind,
            status=status,
            written_at=written_at,
            **{**values, **columns},
        )
    )


def a_question(
    event: Event,
    kind: QuestionKind = QuestionKind.TEXT,
    text: str = "アレルギーはありますか。",
    *choices: str,
    **columns: Any,
) -> Question:
    """Make the next question of `event`; no answer to it is needed."""
    number = len(event.questions) + 1
    question = Question(number=number, kind=kind, text=text, choices=list(choices), **columns)
    event.questions.append(question)
    return _keep(question)


def a_quota(event: Event, *, organization: Organization | None = None, **columns: Any) -> Quota:
    """Set places of `event` aside for one body, or for the `group` among `columns`."""
    quota = Quota(organization=organization, **columns)
    event.quotas.append(quota)
    return _keep(quota)


def a_hold(
    event: Event, organization: Organization, *, places: int = 1, mode: Mode = Mode.ONSITE
) -> Hold:
    """Hold places for people whom `organization` names until the first day of `event`."""
    return _keep(
        Hold(
            event=event,
            organization=organization,
            mode=mode,
            places=places,
            held_until=event.first_on or LATER_ON,
            made_at=LONG_AGO,
        )
    )


def a_feed(email: str | None = None, token: str | None = None) -> PersonalFeed:
    """Make the personal feed of a mail address, or of one browser."""
    return _keep(PersonalFeed(email=email, token=token or f"feed-token-{next(_numbers):08}"))


def a_proposal(event: Event, text: str = "間伐材の活用を進める。", **columns: Any) -> ActionItem:
    """Mark one more line of the last note of `event` as a proposal, and give its action item."""
    if not event.notes:
        event.notes.append(Note(heading="まとめ", kind=NoteKind.SUMMARY, speaker="", lines=[]))
    line = NoteLine(text=text, is_proposal=True, **columns)
    event.notes[-1].lines.append(line)
    follow_up(event, at=LONG_AGO)
    db.session.commit()
    return db.session.scalars(select(ActionItem).where(ActionItem.line_id == line.id)).one()


def a_plan_item(fiscal_year: int = 2027, *, title: str = "交流研修", **columns: Any) -> PlanItem:
    """Make an item of the plan of a year, with the next number."""
    if "no" not in columns:
        last = select(func.max(PlanItem.no)).where(PlanItem.fiscal_year == fiscal_year)
        columns["no"] = (db.session.scalar(last) or 0) + 1
    return _keep(PlanItem(fiscal_year=fiscal_year, title=title, **columns))


def a_stored_photo(key: str, **words: str) -> Photo:
    """Make a photo whose picture is said to be stored, not kept until its event is."""
    what = {"media_type": "image/jpeg", "width": 4, "height": 3, "stored_at": LONG_AGO}
    return Photo(key=key, name="IMG.jpg", **words, **what)


def a_stored_material(key: str, name: str) -> Material:
    """Make a material whose file is said to be stored, not kept until its event is."""
    what = {"media_type": "application/pdf", "size": 1, "stored_at": LONG_AGO}
    return Material(key=key, name=name, **what)
