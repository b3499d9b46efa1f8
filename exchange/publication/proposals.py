"""Action items, kept in line with the lines of notes that are marked as proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from exchange.domain.action_item import ActionItem
from exchange.domain.note import Note, NoteLine
from exchange.extensions import db

if TYPE_CHECKING:
    from exchange.domain.event import Event


def gather(event: Event) -> None:
    """Make the action items of `event` those of its proposals.

    One whose line is gone, or no proposal any more, goes too, unless something was planned of it:
    then it stays as it was last worded. One whose note came from another event comes along.
    """
    lines = db.session.scalars(
        select(NoteLine)
        .join(NoteLine.note)
        .where(Note.event_id == event.id, NoteLine.is_proposal)
        .order_by(Note.ordinal, NoteLine.ordinal)
    ).all()
    of_these = ActionItem.line_id.in_([line.id for line in lines])
    found = db.session.scalars(
        select(ActionItem).where(or_(ActionItem.event_id == event.id, of_these))
    ).all()
    kept = {item.line_id: item for item in found}
    for line in lines:
        item = kept.pop(line.id, None) or ActionItem(line=line)
        item.event = event
        item.text = line.text
        db.session.add(item)
    for item in kept.values():
        _let_go(item, event)


def _let_go(item: ActionItem, event: Event) -> None:
    if item.line is not None and item.line.note.event_id != event.id:
        item.event = item.line.note.event  # it went with its note; that event gathers it
    elif item.plan_item_id is None:
        db.session.delete(item)
    else:
        item.line = None
