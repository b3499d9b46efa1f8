"""Two versions of an event: what each says under which heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from exchange.manage import queries
from exchange.manage.registration import versions as registration
from exchange.web import filters, versions
from exchange.web.organizations import organizations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exchange.manage.drafts import (
        BoothDraft,
        DayDraft,
        EventDraft,
        PlaceDraft,
        SpeakerDraft,
    )
    from exchange.web.versions import Difference, Lines, Said


def differences(theirs: EventDraft, yours: EventDraft) -> Sequence[Difference]:
    """List what the two versions say differently, in the order of the page."""
    return versions.differences(_said(theirs), _said(yours))


def _said(draft: EventDraft) -> Said:
    partnerships = {one.slug: one.name for one in queries.partnerships()}
    groups = {group.slug: group.name for group in queries.groups()}
    return {
        gettext("Title of the event"): (draft.title,),
        gettext("Series"): (draft.series,),
        gettext("Round"): (registration.figure(draft.round),),
        gettext("Theme"): (draft.theme,),
        gettext("Partnership"): (partnerships.get(draft.partnership, ""),),
        gettext("Organizer of the event"): (draft.organizer,),
        **_of_seminar(draft),
        gettext("Time of the year (while no day is fixed)"): (draft.expected,),
        **{
            gettext("Day %(number)d", number=number): _day(day, groups)
            for number, day in enumerate(draft.days, start=1)
        },
        gettext("Instructors"): tuple(_speaker(one) for one in draft.speakers),
        **_of_fair(draft),
        **registration.said(draft.registration),
        gettext("Who may see it"): (gettext(draft.visibility.label),),
        gettext("Status"): (gettext(draft.status.label),),
    }


def _of_seminar(draft: EventDraft) -> Said:
    return {
        gettext("Programme"): (draft.programme or "",),
        gettext("Tier"): (draft.tier or "",),
        gettext("Provider"): (draft.provider or "",),
    }


def _of_fair(draft: EventDraft) -> Said:
    if not draft.booths:
        return {}
    names = {body.address: body.name for body in organizations()}
    return {
        gettext("Booth %(number)d", number=number): _booth(booth, names)
        for number, booth in enumerate(draft.booths, start=1)
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
