"""A personal feed: the address at which a calendar asks for somebody's own registrations."""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Mapped, mapped_column

from exchange.domain.base import Base

TOKEN_BYTES = 24
"""192 random bits: nobody guesses the address of somebody's calendar."""


def new_token() -> str:
    """Make a token that was never used."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class PersonalFeed(Base):
    """What a calendar is subscribed to that shows where one person has to be.

    With an address it holds all that was registered under it: it is told in letters to
    that address and to who signs in under it, and to nobody else. Without one it holds the
    registrations that name it, which one browser made, and stands on their pages.
    """

    __tablename__ = "personal_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True, default=new_token)
    """Who holds it may read the feed, and may put a new one in its place."""
    email: Mapped[str | None] = mapped_column(unique=True)
    """Normalized."""
