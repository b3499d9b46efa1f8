"""What letters say: a subject and a text for each kind, in the language of the present context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import gettext, ngettext

from exchange.domain.letter import LetterKind
from exchange.domain.registration import RegistrationStatus
from exchange.extensions import site
from exchange.letters import facts
from exchange.lib import paper
from exchange.lib.i18n import N_
from exchange.seating.house import queue_position
from exchange.seating.window import closing_moment, starting_moment
from exchange.web.urls import absolute, event_url, path_to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.event import Event
    from exchange.domain.party import Party
    from exchange.domain.personal_feed import PersonalFeed
    from exchange.domain.registration import Registration

RULE = "-" * paper.COLUMNS
SUBJECTS = {
    LetterKind.RECEIVED: N_("Application received"),
    LetterKind.CONFIRMED: N_("Place confirmed"),
    LetterKind.WAITING: N_("On the waiting list"),
    LetterKind.OFFERED: N_("Please answer: a place came free"),
    LetterKind.LAPSED: N_("Offer lapsed"),
    LetterKind.PROMOTED: N_("A place came free: place confirmed"),
    LetterKind.CHANGED: N_("Application changed"),
    LetterKind.CANCELLED: N_("Application cancelled"),
    LetterKind.DECLINED: N_("Outcome of your application"),
    LetterKind.EVENT_CHANGED: N_("Event changed"),
    LetterKind.EVENT_CANCELLED: N_("Event cancelled"),
    LetterKind.EVENT_REINSTATED: N_("Event takes place after all"),
    LetterKind.REMINDER: N_("Reminder"),
    LetterKind.SUMMARY: N_("Outcomes of your applications"),
}
"""What stands in brackets before the title. What an organizer wrote has their own subject."""
WITH_ANSWERS = {
    LetterKind.RECEIVED,
    LetterKind.CONFIRMED,
    LetterKind.WAITING,
    LetterKind.CHANGED,
}
WITH_STATUS = {
    LetterKind.CHANGED,
    LetterKind.EVENT_CHANGED,
    LetterKind.EVENT_REINSTATED,
    LetterKind.MESSAGE,
}
WITH_POSITION = {LetterKind.WAITING, LetterKind.CHANGED}


@dataclass(frozen=True)
class Text:
    """What a letter says."""

    subject: str
    body: str


@dataclass(frozen=True)
class Changed:
    """One thing about an event that is not as it was, in words."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        rows = [(gettext("Before"), self.before), (gettext("After"), self.after)]
        return f"{facts.headed(self.label)}\n{facts.laid_out(rows)}"


def to_person(
    kind: LetterKind,
    registration: Registration,
    *,
    feed: PersonalFeed,
    at: datetime,
    **more: object,
) -> Text:
    """Write what a letter of `kind` says to the person of `registration`.

    `feed` is that of their mail address, told to nobody else.
    """
    event = registration.event
    waits = registration.status is RegistrationStatus.WAITING
    body = _body(
        kind,
        event,
        registration=registration,
        organization=registration.organization.name,
        department=registration.department,
        name=registration.full_name,
        facts=facts.laid_out(facts.of_registration(registration, with_status=kind in WITH_STATUS)),
        answers=facts.answers(registration) if kind in WITH_ANSWERS else (),
        position=queue_position(registration, at) if waits and kind in WITH_POSITION else None,
        page=absolute(path_to("registrations.show", token=registration.token)),
        own_calendar=absolute(path_to("feeds.of_person", token=feed.token)),
        own_calendar_page=absolute(path_to("personal.show", token=feed.token)),
        changeable_until=_changeable_until(event, at),
        is_changeable=_is_changeable(event, at),
        is_cancellable=_is_cancellable(registration, at),
        **more,
    )
    return Text(_subject(kind, registration), body)


def to_coordinator(party: Party, name: str) -> Text:
    """Write to `name`, who registered `party`, what became of its people."""
    event = party.event
    body = _body(
        LetterKind.SUMMARY,
        event,
        organization=party.organization.name,
        name=name,
        facts=facts.laid_out(facts.of_event(event)),
        outcomes=_outcomes(party.registrations),
        waits_together=party.is_whole and len(party.registrations) > 1,
        desk=absolute(path_to("desk.index")),
    )
    return Text(_in_brackets(SUBJECTS[LetterKind.SUMMARY], event, facts.event_dates(event)), body)


def _body(kind: LetterKind, event: Event, **more: Any) -> str:
    template = current_app.jinja_env.get_template(f"mail/{kind}.txt")
    written = template.render(
        event=event,
        rule=RULE,
        contact=_contact(event),
        event_page=absolute(event_url(event)) if event.is_public else "",
        site_name=str(current_app.config["SITE_NAME"]),
        site_address=site().base_url,
        **more,
    )
    return paper.lay_out(written)


@dataclass(frozen=True)
class _Outcome:
    """How some people stand, and who they are."""

    name: str
    people: Sequence[str]


def _outcomes(registrations: Sequence[Registration]) -> Sequence[_Outcome]:
    """Part people by how they stand, in the order of the statuses."""
    found = []
    for status in RegistrationStatus:
        people = [_person(one) for one in registrations if one.status is status]
        if people:
            number = ngettext("%(num)d person", "%(num)d people", len(people))
            name = gettext(status.label) + facts.bracketed(number)
            found.append(_Outcome(facts.headed(name), people))
    return found


def _person(one: Registration) -> str:
    return f"{one.reference} {one.full_name}" + facts.bracketed(gettext(one.mode.label))


def _subject(kind: LetterKind, registration: Registration) -> str:
    said = SUBJECTS.get(kind, kind.label)
    if kind is LetterKind.PROMOTED and registration.status is RegistrationStatus.PENDING:
        said = N_("A place came free: awaiting approval")
    return _in_brackets(said, registration.event, facts.dates(registration))


def _in_brackets(said: str, event: Event, dates: str) -> str:
    return facts.subject(gettext(said), paper.one_line(event.title), dates)


def _contact(event: Event) -> str:
    """Say whom to ask; nothing where nobody is named."""
    whom = "\n".join(line for line in (event.contact, event.contact_email) if line)
    return facts.laid_out([(gettext("Contact for questions"), whom)])


def _changeable_until(event: Event, at: datetime) -> datetime | None:
    """Give the moment until which people may change their application, unless it has passed."""
    closes_at = closing_moment(event)
    return closes_at if closes_at is not None and at <= closes_at else None


def _is_changeable(event: Event, at: datetime) -> bool:
    """Tell whether nothing ends the time for changes, or has not ended it yet."""
    closes_at = closing_moment(event)
    return closes_at is None or at <= closes_at


def _is_cancellable(registration: Registration, at: datetime) -> bool:
    """Tell whether the person may still cancel: until the event begins."""
    event = registration.event
    if not registration.status.is_standing or event.is_cancelled:
        return False
    starts_at = starting_moment(event)
    return starts_at is None or at < starts_at
