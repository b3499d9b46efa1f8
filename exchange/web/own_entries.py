"""What a day looks like in the calendar of one person, or of those who share a mail address.

What is read of the event here is named in `exchange.publication.fingerprint`; for what is read of
a registration, `exchange.subscriptions.stamping` counts a revision.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask_babel import gettext

from exchange.domain.registration import Mode, RegistrationStatus
from exchange.lib import icaltext
from exchange.web import entries, places
from exchange.web.own_days import own_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.config import Site
    from exchange.domain.day import EventDay
    from exchange.domain.registration import Registration
    from exchange.lib.ical import Entry
    from exchange.web.own_days import OwnDay


def own_entry(
    day: EventDay,
    people: Sequence[Registration],
    site: Site,
    *,
    heard: int,
) -> Entry:
    """Describe `day` for the calendar of `people`, who registered for it: where they have to be.

    They share a mail address, and mostly are one person. Whoever has a place counts before who
    waits for one. When none of them comes any more, the entry is taken out of the calendar.
    `heard` is how often they changed what they said, from `subscriptions.queries.spoken_of`.
    Texts are in the language of the present context.
    """
    coming = _coming(day, people)
    shown = coming or people
    status = shown[0].status
    owns = [(one, own_day(one, day)) for one in shown]
    links = _links([own for _, own in owns]) if coming else ()
    address = entries.page_of(day.event) if day.event.is_public else ""
    return replace(
        entries.outline(day, site, _summary(day, status, is_coming=bool(coming))),
        revision=day.revision + heard,
        changed_at=max([day.changed_at, *(one.stamped_at for one in people if one.stamped_at)]),
        location=places.BETWEEN.join(dict.fromkeys(_location(one, own) for one, own in owns)),
        description="\n".join(
            [
                *entries.lines(*((gettext("Joining link"), link) for link in links)),
                *_who(shown if coming else ()),
                *entries.about(day.event),
                *([address] if address else []),
            ]
        ),
        url=address if address.startswith("https:") else "",
        categories=(gettext(day.event.kind.label),),
        is_cancelled=day.is_cancelled or not coming,
        is_tentative=status is not RegistrationStatus.CONFIRMED,
        joining_links=links,
    )


def _coming(day: EventDay, people: Sequence[Registration]) -> Sequence[Registration]:
    """List those who have a place on `day`, or else those who may get one."""
    wanting = [one for one in people if one.status.is_standing and day in one.days]
    seated = [one for one in wanting if one.status is RegistrationStatus.CONFIRMED]
    return seated or wanting


def _summary(day: EventDay, status: RegistrationStatus, *, is_coming: bool) -> str:
    """Name the day, and say what programs that ignore STATUS would not: who waits, who withdrew."""
    title = entries.summary(day)
    if day.is_cancelled:
        return title
    if not is_coming:
        is_declined = status is RegistrationStatus.DECLINED
        outcome = gettext(status.label) if is_declined else gettext("Withdrawn")
        return f"{title}（{outcome}）"
    return (
        title if status is RegistrationStatus.CONFIRMED else f"【{gettext(status.label)}】{title}"
    )


def _location(registration: Registration, own: OwnDay) -> str:
    if registration.mode is Mode.ONLINE:
        return gettext("Online")
    return places.BETWEEN.join(f"{one.venue} {one.address}".rstrip() for one in own.places)


def _links(owns: Sequence[OwnDay]) -> tuple[str, ...]:
    links = (icaltext.joining_link(link) for own in owns for link in own.joining_links)
    return tuple(dict.fromkeys(filter(None, links)))


def _who(people: Sequence[Registration]) -> Sequence[str]:
    """Name the people and how they take part, where there are several."""
    if len(people) < 2:  # noqa: PLR2004  # one alone knows
        return []
    names = (f"{one.full_name}（{gettext(one.mode.label)}）" for one in people if one.full_name)
    return entries.lines((gettext("Participants"), "、".join(names)))
