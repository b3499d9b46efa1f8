"""Making, changing and publishing events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.draft import require_unchanged
from exchange.domain.errors import Refused
from exchange.domain.event import Event, EventKind, EventStatus
from exchange.enrollment.dating import take_along
from exchange.enrollment.services import settle
from exchange.extensions import db, site
from exchange.letters import events as letters
from exchange.lib import clock, wareki
from exchange.lib.i18n import N_
from exchange.manage import writing
from exchange.manage.drafts import EventDraft, event_draft, say_the_same
from exchange.manage.registration import queries as registration
from exchange.manage.registration.writing import require_kinds_kept
from exchange.publication import keys
from exchange.publication.services import follow_up
from exchange.seating.services import lock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class AlreadyPublished(Refused):
    message = N_("This has been published and cannot become a draft again. Cancel it instead.")
    field = "state"


class NotPublishedYet(Refused):
    message = N_("A draft cannot be cancelled: nobody has seen it.")


class NoDayYet(Refused):
    message = N_("To publish, give at least one day, or say when it is expected.")
    field = "days"


class HeldOnNoDay(Refused):
    message = N_("What was held has at least one day. Please enter it.")
    field = "days"


class NoPlaceYet(Refused):
    message = N_("To publish, give at least one day its place: a venue, or online.")
    field = "days"


class NotReady(Refused):
    """Too little is known to publish. `missing` says what."""

    message = N_("This cannot be published yet.")

    def __init__(self, missing: Sequence[Refused]) -> None:
        super().__init__()
        self.missing = missing


def create_event(kind: EventKind, draft: EventDraft, *, at: datetime) -> Event:
    """Make an event under a new key.

    Raises `NotReady` when it shall be published at once and lacks something.
    """
    _require_ready(kind, draft)
    year = _fiscal_year(draft, at)
    event = Event(
        kind=kind,
        key=keys.make(kind, year),
        fiscal_year=year,
        takes_registrations=False,
        created_at=at,
        changed_at=at,
    )
    writing.write(event, draft, at=at)
    db.session.add(event)
    follow_up(event, at=at)
    return event


def change_event(event: Event, draft: EventDraft, *, revision: str, at: datetime) -> None:
    """Make `event` say what `draft` says, and give places that came free to those who wait.

    Nobody loses a place when there are fewer of them. A day that is left out is
    struck out once it was published, and gone when it never was. The first days of an
    event that had none are those of all who registered.

    Raises `EditedMeanwhile` when the event no longer says what it said at
    `revision`, `AlreadyPublished` for a way back to a draft, `NotReady`, and
    `AnsweredAlready` for a question that would be answered in another way.
    """
    event = lock(event)
    registration.load(event)
    now = event_draft(event)
    if say_the_same(now, draft):
        return
    require_unchanged(now, revision)
    if draft.status is EventStatus.DRAFT and not event.is_draft:
        raise AlreadyPublished
    _require_ready(event.kind, draft)
    require_kinds_kept(event, draft.registration)

    before, had_days = letters.seen(event), bool(event.live_days)
    writing.write(event, draft, at=at)
    follow_up(event, at=at)
    if not had_days:
        take_along(event, at=at)
    letters.tell(event, before, at=at)
    settle(event, at=at)


def publish_event(event: Event, *, at: datetime) -> None:
    """Show a draft to its readers. What is out already stays as it is.

    Raises `NotReady` when something is lacking.
    """
    event = lock(event)
    if not event.is_draft:
        return
    _raise_if_any(missing(event.kind, event_draft(event)))
    event.status = EventStatus.PLANNED
    follow_up(event, at=at)


def cancel_event(event: Event, *, at: datetime) -> None:
    """Call an event off. It stays to be seen, and calendars are told.

    Raises `NotPublishedYet` for a draft.
    """
    event = lock(event)
    if event.is_draft:
        raise NotPublishedYet
    if not event.is_cancelled:
        before = letters.seen(event)
        event.status = EventStatus.CANCELLED
        follow_up(event, at=at)
        letters.tell(event, before, at=at)


def reinstate_event(event: Event, *, at: datetime) -> None:
    """Let an event that was called off take place after all, with the places as they were."""
    event = lock(event)
    if event.is_cancelled:
        before = letters.seen(event)
        event.status = EventStatus.PLANNED
        follow_up(event, at=at)
        letters.tell(event, before, at=at)
        settle(event, at=at)


def missing(kind: EventKind, draft: EventDraft) -> Sequence[Refused]:
    """List what an event of `kind` lacks to be published."""
    if not draft.days and draft.status is EventStatus.HELD:
        return [HeldOnNoDay()]
    if not draft.days:
        return [] if draft.expected else [NoDayYet()]
    if kind is EventKind.TRAINING and not any(day.places for day in draft.days):
        return [NoPlaceYet()]
    return []


def _require_ready(kind: EventKind, draft: EventDraft) -> None:
    if draft.status is not EventStatus.DRAFT:
        _raise_if_any(missing(kind, draft))


def _raise_if_any(lacking: Sequence[Refused]) -> None:
    if lacking:
        raise NotReady(lacking)


def _fiscal_year(draft: EventDraft, at: datetime) -> int:
    days = [day.held_on for day in draft.days]
    if days or draft.fiscal_year is None:
        return wareki.fiscal_year(min(days, default=clock.local(at, site().zone).date()))
    return draft.fiscal_year
