"""What a day of an event looks like in a calendar, for a given audience.

What is read of the event here is named in `exchange.publication.fingerprint`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext

from exchange.lib.i18n import N_
from exchange.lib.ical import Entry
from exchange.web import places
from exchange.web.urls import absolute, event_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.config import Site
    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.place import Place

REMEMBERED = timedelta(days=30)
"""How long a calendar goes on showing that a day is no longer for its reader."""
WITHDRAWN_MARK = "【掲載取消】"
"""What the title of an entry begins with that is no longer for those who had it."""
NO_LONGER_PUBLIC = N_("An event that is no longer public")


def uid(day: EventDay, site: Site) -> str:
    """Name a day for good: its event's key, its number, the host of the site."""
    return f"{day.event.key}-{day.number}@{site.host}"


def outline(day: EventDay, site: Site, title: str) -> Entry:
    """Give what all entries of `day` have: which it is, in which revision, and when."""
    return Entry(
        uid=uid(day, site),
        revision=day.revision,
        created_at=day.created_at,
        changed_at=day.changed_at,
        held_on=day.held_on,
        starts=day.starts,
        ends=day.ends,
        zone=site.zone.key,
        summary=title,
        is_cancelled=day.is_cancelled,
    )


def entry(day: EventDay, site: Site, group_id: int | None = None) -> Entry:
    """Describe `day` for a calendar, with the place of the group `group_id` as its place.

    Texts are in the language of the present context.
    """
    event = day.event
    own, others = _places_for(day, group_id)
    address = page_of(event)
    return replace(
        outline(day, site, summary(day)),
        location=_location(own, is_alone=not others),
        description="\n".join([*about(event), *_elsewhere(others), address]),
        url=address if address.startswith("https:") else "",
        categories=(gettext(event.kind.label),),
        related_to=tuple(uid(other, site) for other in _by_number(event) if other is not day),
    )


def _by_number(event: Event) -> Sequence[EventDay]:
    """List the days in an order that stays: an entry must not change when another day moves."""
    return sorted(event.days, key=lambda day: day.number)


def withdrawn_entry(day: EventDay, site: Site) -> Entry:
    """Take `day` out of the calendars of an audience that it was for once.

    Nothing is said of an event that the public may no longer see; its time is
    what the public last saw.
    """
    event = day.event
    assert day.published_on is not None, day  # noqa: S101  # else nobody ever had it
    return replace(
        outline(day, site, summary(day) if event.is_public else gettext(NO_LONGER_PUBLIC)),
        held_on=day.published_on,
        starts=day.published_starts,
        ends=day.published_ends,
        is_cancelled=True,
        cancel_mark=WITHDRAWN_MARK,
    )


def page_of(event: Event) -> str:
    """Give the address of the page about `event`."""
    return absolute(event_url(event))


def summary(day: EventDay) -> str:
    """Name the day: its event, and which of several days it is."""
    event = day.event
    title = f"{event.programme.name}：{event.title}" if event.programme else event.title
    several = event.live_days
    if len(several) > 1 and day in several:
        nth = gettext("Day %(number)d", number=several.index(day) + 1)
        return f"{title}（{nth}：{day.label}）" if day.label else f"{title}（{nth}）"
    return f"{title}（{day.label}）" if day.label else title


def about(event: Event) -> Sequence[str]:
    """State what `event` is about, a line for each thing that is known."""
    return lines(
        (gettext("Theme"), event.theme),
        (gettext("Instructor"), "、".join(_speakers(event))),
        (gettext("Tier"), event.tier),
        (gettext("Held by"), event.provider or event.organizer),
    )


def lines(*labeled: tuple[str, str]) -> Sequence[str]:
    """Write a line for each label that has a text."""
    return [f"{label}：{text}" for label, text in labeled if text]


def _elsewhere(others: Sequence[Place]) -> Sequence[str]:
    return lines((gettext("Other places"), _location(others, is_alone=True)))


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


def _speakers(event: Event) -> list[str]:
    return [
        " ".join(word for word in (one.affiliation, one.position, one.name) if word)
        for one in event.speakers
    ]
