"""What a day of an event looks like in a calendar, for a given audience.

What is read of the event here is named in `exchange.publication.fingerprint`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask_babel import gettext

from exchange.domain.registration import Mode
from exchange.lib.ical import Entry
from exchange.web import places
from exchange.web.urls import absolute, event_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.config import Site
    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.place import Place
    from exchange.domain.registration import Registration
    from exchange.web.own_days import OwnDay

WITHDRAWN_MARK = "【参加取消】"
"""What the title of an entry begins with that somebody no longer needs."""


def uid(day: EventDay, site: Site) -> str:
    """Name a day for good: its event's key, its number, the host of the site."""
    return f"{day.event.key}-{day.number}@{site.host}"


def entry(day: EventDay, site: Site, group_id: int | None = None) -> Entry:
    """Describe `day` for a calendar, with the place of the group `group_id` as its place.

    Texts are in the language of the present context.
    """
    event = day.event
    own, others = _places_for(day, group_id)
    address = absolute(event_url(event))
    return Entry(
        uid=uid(day, site),
        revision=day.revision,
        created_at=day.created_at,
        changed_at=day.changed_at,
        held_on=day.held_on,
        starts=day.starts,
        ends=day.ends,
        zone=site.zone.key,
        summary=_summary(day),
        location=_location(own, is_alone=not others),
        description="\n".join(_description(day, others, address)),
        url=address if address.startswith("https:") else "",
        categories=(gettext(event.kind.label),),
        is_cancelled=day.is_cancelled,
        related_to=tuple(uid(other, site) for other in event.days if other is not day),
    )


def own_entry(
    own: OwnDay,
    registration: Registration,
    site: Site,
    *,
    revision: int,
    is_withdrawn: bool = False,
) -> Entry:
    """Describe a day for the calendar of one person: their own place, and their joining link.

    `is_withdrawn` takes it out of that calendar, although others come.
    """
    shown = entry(own.day, site)
    return replace(
        shown,
        revision=revision,
        location=_own_location(own, registration),
        description="\n".join(
            [
                *(f"{gettext('Joining link')}：{link}" for link in own.joining_links),
                shown.description,
            ]
        ),
        is_cancelled=shown.is_cancelled or is_withdrawn,
        related_to=(),  # an invitation is about one day alone
        cancel_mark=shown.cancel_mark if shown.is_cancelled else WITHDRAWN_MARK,
    )


def _own_location(own: OwnDay, registration: Registration) -> str:
    if registration.mode is Mode.ONLINE:
        return gettext("Online")
    return places.BETWEEN.join(f"{one.venue} {one.address}".rstrip() for one in own.places)


def _places_for(day: EventDay, group_id: int | None) -> tuple[Sequence[Place], Sequence[Place]]:
    """Part the places of `day` into those of one group and the others."""
    if group_id is None:
        return day.places, []
    own = [
        place
        for place in day.places
        if not place.groups or any(group.id == group_id for group in place.groups)
    ]
    if not own:
        return day.places, []
    return own, [place for place in day.places if place not in own]


def _location(own: Sequence[Place], *, is_alone: bool) -> str:
    """Name the places; the addresses of venues stand behind their names."""
    name = places.with_audience if is_alone else places.name_of
    words = [f"{name(place)} {place.address}" if place.address else name(place) for place in own]
    return places.BETWEEN.join(words)


def _summary(day: EventDay) -> str:
    """Name the day: its event, and which of several days it is."""
    event = day.event
    title = f"{event.programme.name}：{event.title}" if event.programme else event.title
    several = event.live_days
    if len(several) > 1 and day in several:
        nth = gettext("Day %(number)d", number=several.index(day) + 1)
        return f"{title}（{nth}：{day.label}）" if day.label else f"{title}（{nth}）"
    return f"{title}（{day.label}）" if day.label else title


def _description(day: EventDay, others: Sequence[Place], address: str) -> list[str]:
    event = day.event
    lines = [
        (gettext("Theme"), event.theme),
        (gettext("Instructor"), "、".join(_speakers(event))),
        (gettext("Tier"), event.tier),
        (gettext("Held by"), event.provider or event.organizer),
        (gettext("Other places"), places.in_words(others)),
    ]
    return [f"{label}：{text}" for label, text in lines if text] + [address]


def _speakers(event: Event) -> list[str]:
    return [
        " ".join(word for word in (one.affiliation, one.position, one.name) if word)
        for one in event.speakers
    ]
