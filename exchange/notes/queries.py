"""What the editor of notes asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from exchange.domain.account import Account
from exchange.domain.manuscript import Manuscript
from exchange.domain.note import Note
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.event import Event

MOST_NAMES = 200


@dataclass(frozen=True)
class Writing:
    """Somebody who is writing, and when that was last kept."""

    name: str
    saved_at: datetime


def manuscript(event: Event, account: Account) -> Manuscript | None:
    """Give what `account` is writing about `event`, if anything was kept."""
    return db.session.scalar(
        select(Manuscript).where(
            Manuscript.event_id == event.id, Manuscript.account_id == account.id
        )
    )


def others_writing(event: Event, account: Account) -> Sequence[Writing]:
    """List who else is writing about `event`, the latest first. What they write is theirs."""
    rows = db.session.execute(
        select(Account, Manuscript.saved_at)
        .join(Account, Manuscript.account_id == Account.id)
        .where(Manuscript.event_id == event.id, Account.id != account.id)
        .order_by(Manuscript.saved_at.desc(), Manuscript.id)
    )
    return [Writing(one.display_name, saved_at) for one, saved_at in rows]


def names_of_speakers(event: Event) -> Sequence[str]:
    """List who may have spoken: the lecturers of `event`, then names of other notes, usual ones first."""
    used = db.session.scalars(
        select(Note.speaker)
        .where(Note.speaker != "")
        .group_by(Note.speaker)
        .order_by(func.count().desc(), Note.speaker)
        .limit(MOST_NAMES)
    )
    return list(dict.fromkeys([*(speaker.name for speaker in event.speakers), *used]))
