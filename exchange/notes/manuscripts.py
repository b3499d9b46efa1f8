"""Keeping manuscripts: what somebody is writing and has not saved yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from exchange.domain.errors import Refused
from exchange.domain.manuscript import Manuscript
from exchange.extensions import db
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.account import Account
    from exchange.domain.event import Event

    Fields = Sequence[tuple[str, str]]
    """Name and value of each field, in the order of the page."""

MOST = 1_000_000
"""Characters of one manuscript: ten times the longest report of a day."""


class TooLongToKeep(Refused):
    message = N_("This is too long to be kept as a draft. Please save it, or take something out.")


def keep(event: Event, account: Account, fields: Fields, *, at: datetime) -> None:
    """Keep `fields` as what `account` is writing about `event`, in place of what was kept before.

    Raises `TooLongToKeep`, and what was kept before stays.
    """
    if sum(len(name) + len(value) for name, value in fields) > MOST:
        raise TooLongToKeep
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    new = {"fields": [list(field) for field in fields], "saved_at": at}
    db.session.execute(  # in one statement: the page and its script may both send it at once
        insert(Manuscript)
        .values(event_id=event.id, account_id=account.id, **new)
        .on_conflict_do_update(index_elements=["event_id", "account_id"], set_=new)
    )


def discard(event: Event, account: Account) -> None:
    """Forget what `account` is writing about `event`."""
    db.session.execute(
        delete(Manuscript).where(
            Manuscript.event_id == event.id, Manuscript.account_id == account.id
        )
    )
