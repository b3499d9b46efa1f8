"""Where a day happens, in words: 米沢市産業会館（置賜地域）／オンライン（港区）."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exchange.domain.place import Place

BETWEEN = "／"


def name_of(place: Place) -> str:
    """Name one place: its venue, or online, or both for a venue with a screen."""
    online = gettext("Online") if place.is_online else ""
    return BETWEEN.join(word for word in (place.venue, online) if word)


def with_audience(place: Place) -> str:
    """Name one place and, in brackets, the groups it is for."""
    groups = "・".join(group.name for group in place.groups)
    return f"{name_of(place)}（{groups}）" if groups else name_of(place)


def in_words(places: Iterable[Place]) -> str:
    """Name all places of a day, each with its audience."""
    return BETWEEN.join(with_audience(place) for place in places)
