"""Loading the demonstration."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from exchange.accounts import services as accounts
from exchange.accounts.services import NewAccount
from exchange.demonstration import coming, marking, paper, past, people
from exchange.domain.account import Account
from exchange.domain.event import Event
from exchange.domain.notes_draft import notes_draft
from exchange.domain.organization import Organization
from exchange.enrollment import answers, audit, parties, queries
from exchange.enrollment import services as enrollment
from exchange.enrollment.applications import Application
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.media import services as media
from exchange.notes import services as notes
from exchange.programme import queries as programme_queries
from exchange.programme import reader
from exchange.programme import services as programme

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.demonstration.people import Person, Registrant

YEAR = Path(__file__).with_name("okitama-fy2022.json")
"""FY2022 of 置賜, as it happened."""


class DatabaseInUse(Exception):
    """A database in which somebody works: its events and accounts are not the demonstration's."""


def is_loaded() -> bool:
    """Tell whether the demonstration is in the database, whatever was done with it since."""
    wanted = people.ORGANIZER.email
    return db.session.scalar(select(Account.id).where(Account.email == wanted)) is not None


def load(*, at: datetime) -> bool:
    """Load the year, events around today with all that belongs to them, and the accounts, once.

    Tells whether there was anything to do. Raises `DatabaseInUse` where any
    other event or account is.
    """
    if is_loaded():
        return False
    if any(db.session.scalar(select(table.id).limit(1)) for table in (Account, Event)):
        raise DatabaseInUse
    _take_in(marking.marked(json.loads(YEAR.read_bytes())), at=at)
    today = clock.local(at, site().zone).date()
    _take_in(coming.programme(today), at=at)
    _take_in(past.programme(today), at=at)
    bodies = {body.name: body for body in db.session.scalars(select(Organization))}
    for person in people.ACCOUNTS:
        _make_account(person, bodies, at=at)
    for key, registrants in people.REGISTRANTS.items():
        _register(key, registrants, bodies, at=at)
    for hold in people.HOLDS:
        _hold(hold, bodies, at=at)
    _write_notes(at=at)
    _take_in(past.plans(today), at=at)
    _add_files(at=at)
    return True


def _take_in(document: dict[str, Any], *, at: datetime) -> None:
    content = json.dumps(document).encode()
    programme.take_in(reader.read(content, programme_queries.known()), at=at)


def _make_account(person: Person, bodies: dict[str, Organization], *, at: datetime) -> None:
    accounts.create(
        NewAccount(
            email=person.email,
            role=person.role,
            organization=bodies[person.organization] if person.organization else None,
            name=person.name,
            password=people.PASSWORD,
        ),
        at=at,
    )


def _register(
    key: str, registrants: tuple[Registrant, ...], bodies: dict[str, Organization], *, at: datetime
) -> None:
    """Ask for a place for each of `registrants`, one a minute, the last one now.

    Those who are registered together are so with the first of them.
    """
    event = _event(key)
    together = people.TOGETHER.get(key, ())
    if together:
        body = bodies[together[0].organization]
        parties.register_together(
            event,
            [_application(person, event, body) for person in together],
            organization=body,
            by=audit.by(_account(together[0].account), body),
            at=at - timedelta(minutes=len(registrants) - 1),
        )
    others = registrants[len(together) :]
    for minutes_ago, person in zip(range(len(others) - 1, -1, -1), others, strict=True):
        body = bodies[person.organization]
        enrollment.register(
            event,
            _application(person, event, body),
            by=audit.by(_account(person.account), body),
            at=at - timedelta(minutes=minutes_ago),
        )


def _application(person: Registrant, event: Event, body: Organization) -> Application:
    return Application(
        family_name="見本",
        given_name=person.given_name,
        family_kana="ミホン",
        given_kana=person.given_kana,
        organization=body,
        department=person.department,
        email=person.email,
        mode=queries.modes_of(event, body)[0],
        answers={
            question.id: [person.answers[question.text]]
            for question in event.live_questions
            if question.text in person.answers
        },
    )


def _hold(hold: people.Hold, bodies: dict[str, Organization], *, at: datetime) -> None:
    event, body = _event(hold.key), bodies[hold.coordinator.organization or ""]
    answers.hold_places(
        event,
        body,
        mode=queries.modes_of(event, body)[0],
        places=hold.places,
        until=clock.local(at, site().zone).date() + timedelta(days=hold.days),
        by=audit.by(_account(hold.coordinator), body),
        at=at,
    )


def _write_notes(*, at: datetime) -> None:
    """Write the notes of the session that was held, and complete them a day later."""
    event = _event(past.HELD)
    organizer, admin = _account(people.ORGANIZER), _account(people.ADMIN)
    day_before = at - timedelta(days=1)
    notes.write_notes(event, past.first_notes(), revision=0, by=organizer, at=day_before)
    final = past.final_notes(notes_draft(event))
    notes.write_notes(event, final, revision=1, by=admin, at=at)


def _add_files(*, at: datetime) -> None:
    """Give sessions pictures, which are drawn, and a material."""
    for one in past.PICTURES:
        media.add_photo(
            _event(one.key), one.name, one.draw(), caption=one.caption, alt=one.alt, at=at
        )
    title, lines = past.PAPER
    media.add_material(
        _event(past.HELD), "資料1（見本）.pdf", paper.page(title, lines), title=title, at=at
    )


def _event(key: str) -> Event:
    return db.session.scalars(select(Event).where(Event.key == key)).one()


def _account(person: Person | None) -> Account | None:
    if person is None:
        return None
    return db.session.scalar(select(Account).where(Account.email == person.email))
