"""Two versions of the same thing side by side: what stands there now, and what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext

from exchange.manage import queries
from exchange.manage.drafts import Draft, EventDraft, HeadcountDraft, NotesDraft
from exchange.web import filters
from exchange.web.organizations import organizations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exchange.manage.drafts import (
        BoothDraft,
        DayDraft,
        NoteDraft,
        PlaceDraft,
        SpeakerDraft,
    )

Lines = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """One thing that the two versions say differently, line by line."""

    label: str
    theirs: Lines
    yours: Lines


def differences(theirs: Draft, yours: Draft) -> Sequence[Difference]:
    """List what the two versions say differently, in the order of the page."""
    now, typed = _said(theirs), _said(yours)
    labels = dict.fromkeys([*now, *typed]) if len(now) >= len(typed) else dict.fromkeys(typed)
    return [
        Difference(label, now.get(label, ()), typed.get(label, ()))
        for label in labels
        if now.get(label, ()) != typed.get(label, ())
    ]


def _said(draft: Draft) -> dict[str, Lines]:
    """Give what a version says under each heading; nothing said is no lines."""
    if isinstance(draft, EventDraft):
        said = _of_event(draft)
    elif isinstance(draft, HeadcountDraft):
        said = _of_headcount(draft)
    else:
        said = _of_notes(draft)
    return {label: tuple(line for line in lines if line) for label, lines in said.items()}


def _of_event(draft: EventDraft) -> dict[str, Lines]:
    partnerships = {one.slug: one.name for one in queries.partnerships()}
    groups = {group.slug: group.name for group in queries.groups()}
    registration = draft.registration
    return {
        gettext("Title of the event"): (draft.title,),
        gettext("Series"): (draft.series,),
        gettext("Round"): (_figure(draft.round),),
        gettext("Theme"): (draft.theme,),
        gettext("Partnership"): (partnerships.get(draft.partnership, ""),),
        gettext("Organizer of the event"): (draft.organizer,),
        **_of_seminar(draft),
        **{
            gettext("Day %(number)d", number=number): _day(day, groups)
            for number, day in enumerate(draft.days, start=1)
        },
        gettext("Instructors"): tuple(_speaker(one) for one in draft.speakers),
        **_of_fair(draft),
        gettext("Take registrations on this site"): (_yes(registration.is_taken),),
        gettext("Registration opens on"): (
            filters.moment(registration.opens_at) if registration.opens_at else "",
        ),
        gettext("Application deadline"): (
            filters.moment(registration.closes_at) if registration.closes_at else "",
        ),
        gettext("Capacity"): (_figure(registration.capacity),),
        gettext("Who may see it"): (gettext(draft.visibility.label),),
        gettext("Status"): (gettext(draft.status.label),),
    }


def _of_seminar(draft: EventDraft) -> dict[str, Lines]:
    return {
        gettext("Programme"): (draft.programme or "",),
        gettext("Tier"): (draft.tier or "",),
        gettext("Provider"): (draft.provider or "",),
    }


def _of_fair(draft: EventDraft) -> dict[str, Lines]:
    if not draft.booths:
        return {}
    names = {body.address: body.name for body in organizations()}
    return {
        gettext("Booth %(number)d", number=number): _booth(booth, names)
        for number, booth in enumerate(draft.booths, start=1)
    }


def _of_headcount(draft: HeadcountDraft) -> dict[str, Lines]:
    return {
        gettext("Total"): (_figure(draft.total),),
        gettext("Unit"): (gettext(draft.unit.label),),
        gettext("This is a rough figure"): (_yes(draft.approximate),),
        gettext("Who was there"): draft.present,
    }


def _of_notes(draft: NotesDraft) -> dict[str, Lines]:
    return {
        gettext("Note %(number)d", number=number): _note(note)
        for number, note in enumerate(draft.notes, start=1)
    }


def _day(day: DayDraft, groups: Mapping[str, str]) -> Lines:
    hours = "～".join(filters.clock_time(hour) for hour in (day.starts, day.ends) if hour)
    first = " ".join(part for part in (filters.long_date(day.held_on), hours, day.label) if part)
    return (first, *(_place(place, groups) for place in day.places))


def _place(place: PlaceDraft, groups: Mapping[str, str]) -> str:
    online = gettext("Online") if place.online else ""
    where = " ".join(part for part in (place.venue, place.address, online, place.url) if part)
    whom = "・".join(groups.get(slug, slug) for slug in place.groups)
    return f"{where}（{whom}）" if whom else where


def _speaker(one: SpeakerDraft) -> str:
    remote = gettext("Takes part online") if one.remote else ""
    return " ".join(part for part in (one.name, one.affiliation, one.position, remote) if part)


def _booth(booth: BoothDraft, names: Mapping[str, str]) -> Lines:
    bodies = "、".join(names.get(address, address) for address in booth.organizations)
    return (f"{booth.name}（{gettext(booth.kind.label)}）", bodies, *booth.offers)


def _note(note: NoteDraft) -> Lines:
    kind = gettext(note.kind.label) if note.kind else ""
    about = " ".join(part for part in (kind, note.speaker) if part)
    return (note.heading, about, *note.lines)


def _figure(value: int | None) -> str:
    return "" if value is None else filters.figure(value)


def _yes(value: bool) -> str:  # noqa: FBT001  # the value is what is shown
    return gettext("Yes") if value else gettext("No")
