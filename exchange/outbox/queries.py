"""What is asked of the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from exchange.domain.letter import Letter, LetterStatus
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Sequence


def counts() -> dict[LetterStatus, int]:
    """Count the letters of each status, also those of which there are none."""
    found = db.session.execute(select(Letter.status, func.count()).group_by(Letter.status))
    return dict.fromkeys(LetterStatus, 0) | dict(found.all())


def failed() -> Sequence[Letter]:
    """List the letters that were refused for good, in the order in which they were written."""
    return db.session.scalars(
        select(Letter).where(Letter.status == LetterStatus.FAILED).order_by(Letter.id)
    ).all()


def unsent() -> Sequence[Letter]:
    """List the letters that were tried in vain and those refused, in the order they were written."""
    return db.session.scalars(
        select(Letter)
        .where(Letter.status != LetterStatus.SENT, Letter.failure != "")
        .order_by(Letter.id)
    ).all()
