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
    then it stays as it was last worded, and belongs to a line that comes to say the same again.
    One whose note came from another event comes along.
    """
    lines = db.session.scalars(
        select(NoteLine)
        .join(NoteLine.note)
        .where(Note.event_id == event.id, NoteLine.is_proposal)
        .order_by(Note.ordinal, NoteLine.ordinal)
    ).all()
    of_these = ActionItem.line_id.in_([line.id for line in lines])
    found = db.session.scalars(
        select(ActionItem)
        .where(or_(ActionItem.event_id == event.id, of_these))
        .order_by(ActionItem.id)
        .execution_options(populate_existing=True)  # the database forgets lines that are gone
    ).all()
    kept = {item.line_id: item for item in found if item.line_id is not None}
    left = [item for item in found if item.line_id is None]
    for line in lines:
        item = kept.pop(line.id, None) or _taken(left, line.text) or ActionItem()
        item.line = line
        item.event = event
        item.text = line.text
        db.session.add(item)
    for item in (*kept.values(), *left):
        _let_go(item, event)


def _taken(left: list[ActionItem], text: str) -> ActionItem | None:
    """Take the first of `left` that has these words; None where none has."""
    place = next((place for place, item in enumerate(left) if item.text == text), None)
    return None if place is None else left.pop(place)


def _let_go(item: ActionItem, event: Event) -> None:
    if item.line is not None and item.line.note.event_id != event.id:
        item.event = item.line.note.event  # it went with its note; that event gathers it
    elif item.plan_item_id is None:
        db.session.delete(item)
    else:
        item.line = None
