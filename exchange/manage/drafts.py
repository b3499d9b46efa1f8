"""What an organizer writes: the values that travel from a form to a service, and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exchange.domain.event import EventStatus, Visibility
from exchange.manage.registration.drafts import (
    NO_REGISTRATION,
    RegistrationDraft,
    registration_draft,
)

if TYPE_CHECKING:
    from datetime import date, time

    from exchange.domain.booth import Booth, BoothKind
    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.place import Place


@dataclass(frozen=True, kw_only=True)
class PlaceDraft:
    """A venue, or online, for the groups named by their slugs."""

    groups: tuple[str, ...] = ()
    venue: str = ""
    address: str = ""
    online: bool = False
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class DayDraft:
    """One date. `number` is that of the day it was, None for a new one."""

    number: int | None = None
    held_on: date
    starts: time | None = None
    ends: time | None = None
    label: str = ""
    places: tuple[PlaceDraft, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SpeakerDraft:
    """A lecturer, the name as typed."""

    name: str
    affiliation: str = ""
    position: str = ""
    remote: bool = False


@dataclass(frozen=True, kw_only=True)
class BoothDraft:
    """A stand of the organizations named by their codes or slugs."""

    name: str
    kind: BoothKind
    organizations: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EventDraft:
    """All that the form of an event says. What is None was not asked and stays as it is."""

    title: str
    series: str = ""
    round: int | None = None
    theme: str = ""
    partnership: str = ""
    """The slug of one; empty for none."""
    organizer: str = ""
    status: EventStatus = EventStatus.DRAFT
    visibility: Visibility = Visibility.PUBLIC
    fiscal_year: int | None = None
    """The year it is planned for. It counts only while there is no day."""
    expected: str = ""
    """When it is to be, in words. It is shown only while there is no day."""
    days: tuple[DayDraft, ...] = ()
    speakers: tuple[SpeakerDraft, ...] = ()
    registration: RegistrationDraft = NO_REGISTRATION
    programme: str | None = None
    tier: str | None = None
    provider: str | None = None
    booths: tuple[BoothDraft, ...] | None = None


def event_draft(event: Event) -> EventDraft:
    """Give what the form of `event` would say now. Days that were struck out are not in it."""
    return EventDraft(
        title=event.title,
        series=event.series.name if event.series else "",
        round=event.round,
        theme=event.theme,
        partnership=event.partnership.slug if event.partnership else "",
        organizer=event.organizer,
        status=event.status,
        visibility=event.visibility,
        fiscal_year=event.fiscal_year,
        expected=event.expected,
        days=tuple(_day_draft(day) for day in event.live_days),
        speakers=tuple(
            SpeakerDraft(
                name=one.name,
                affiliation=one.affiliation,
                position=one.position,
                remote=one.is_remote,
            )
            for one in event.speakers
        ),
        registration=registration_draft(event),
        programme=event.programme.name if event.programme else "",
        tier=event.tier,
        provider=event.provider,
        booths=tuple(_booth_draft(booth) for booth in event.booths),
    )


def _day_draft(day: EventDay) -> DayDraft:
    return DayDraft(
        number=day.number,
        held_on=day.held_on,
        starts=day.starts,
        ends=day.ends,
        label=day.label,
        places=tuple(_place_draft(place) for place in day.places),
    )


def _place_draft(place: Place) -> PlaceDraft:
    return PlaceDraft(
        groups=tuple(group.slug for group in place.groups),
        venue=place.venue,
        address=place.address,
        online=place.is_online,
        url=place.url,
    )


def _booth_draft(booth: Booth) -> BoothDraft:
    return BoothDraft(
        name=booth.name,
        kind=booth.kind,
        organizations=tuple(body.address for body in booth.organizations),
        offers=tuple(booth.offers),
    )


def say_the_same(now: EventDraft, yours: EventDraft) -> bool:
    """Tell whether saving `yours` over `now` would change nothing anybody can see."""
    return _bare(now, yours) == _bare(yours, now)


def _bare(draft: EventDraft, other: EventDraft) -> EventDraft:
    """Give `draft` without what only ties its parts to rows, and without what `other` leaves out."""
    return replace(
        draft,
        days=tuple(replace(day, number=None) for day in draft.days),
        registration=draft.registration.without_numbers,
        fiscal_year=None if draft.days or other.fiscal_year is None else draft.fiscal_year,
        programme=None if other.programme is None else draft.programme,
        tier=None if other.tier is None else draft.tier,
        provider=None if other.provider is None else draft.provider,
        booths=None if other.booths is None else draft.booths,
    )
