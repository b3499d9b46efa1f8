"""Events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.programme import document
from exchange.programme.parts.attendance import of_attendance
from exchange.programme.parts.days import of_day
from exchange.programme.parts.files import of_material, of_photo
from exchange.programme.parts.notes import of_note
from exchange.programme.parts.registration import of_registration

if TYPE_CHECKING:
    from exchange.domain.booth import Booth
    from exchange.domain.event import Event
    from exchange.domain.speaker import Speaker


def of_event(event: Event) -> document.Event:
    """Give `event` as the file shows it: without the days that were struck out one by one."""
    days = [of_day(day) for day in event.live_days]
    return document.Event.model_construct(
        id=event.key,
        kind=event.kind,
        title=event.title,
        series=event.series.name if event.series else "",
        round=event.round,
        programme=event.programme.name if event.programme else "",
        tier=event.tier,
        provider=event.provider,
        organizer=event.organizer,
        partnership=event.partnership.slug if event.partnership else None,
        theme=event.theme,
        contact=event.contact,
        contact_email=event.contact_email,
        status=event.status,
        visibility=event.visibility,
        days=days,
        fiscal_year=None if days else event.fiscal_year,
        expected=event.expected,
        speakers=[of_speaker(speaker) for speaker in event.speakers],
        registration=of_registration(event) if event.takes_registrations else None,
        attendance=of_attendance(event.headcount, event.live_days) if event.headcount else None,
        booths=[of_booth(booth) for booth in event.booths],
        notes=[of_note(note) for note in event.notes],
        photos=[of_photo(photo) for photo in event.photos] or None,
        materials=[of_material(material) for material in event.materials] or None,
    )


def of_speaker(speaker: Speaker) -> document.Speaker:
    return document.Speaker.model_construct(
        name=speaker.name,
        affiliation=speaker.affiliation,
        position=speaker.position,
        remote=speaker.is_remote,
    )


def of_booth(booth: Booth) -> document.Booth:
    return document.Booth.model_construct(
        name=booth.name,
        kind=booth.kind,
        organizations=[body.name for body in booth.organizations],
        offers=booth.offers,
    )
