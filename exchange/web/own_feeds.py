"""The personal feeds that a browser was given: its session names them, so that they grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import session as browser_session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.personal_feed import PersonalFeed

NAME = "personal_feeds"
MOST = 5
"""How many it names: a browser may serve several people, and a cookie is small."""


def remembered() -> Sequence[str]:
    """Give the tokens of the feeds of this browser."""
    return tuple(browser_session.get(NAME, ()))


def remember(feed: PersonalFeed) -> None:
    """Name `feed` in the session, as the last one."""
    others = [token for token in remembered() if token != feed.token]
    browser_session[NAME] = [*others, feed.token][-MOST:]


def rename(token: str, fresh: str) -> None:
    """Follow a feed whose token was replaced."""
    if token in remembered():
        browser_session[NAME] = [fresh if one == token else one for one in remembered()]
