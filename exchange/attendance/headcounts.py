"""Stating how many came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from exchange.attendance.drafts import headcount_draft, part_draft
from exchange.domain.draft import require_unchanged
from exchange.domain.event import EventStatus
from exchange.domain.headcount import Headcount, HeadcountPart
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.publication.services import follow_up
from exchange.seating.services import lock

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.attendance.drafts import HeadcountDraft, PartDraft
    from exchange.domain.account import Account
    from exchange.domain.event import Event


def state_headcount(
    event: Event, draft: HeadcountDraft, *, revision: str, by: Account | None = None, at: datetime
) -> None:
    """Record how many came. A planned event that has begun counts as held from then on.

    Beside each figure that changes stands who stated it, and when; the others
    keep theirs. Raises `EditedMeanwhile`.
    """
    event = lock(event)
    _read_again(event)
    now = headcount_draft(event)
    if now == draft:
        return
    require_unchanged(now, revision)

    if draft.says_nothing:
        event.headcount = None
    else:
        count = event.headcount = event.headcount or Headcount()
        _state_total(count, now, draft, by, at)
        count.present = list(draft.present)
        count.parts = _stated_parts(count, draft, by, at)
        if event.status is EventStatus.PLANNED and _has_begun(event, at):
            event.status = EventStatus.HELD
    follow_up(event, at=at)


def _read_again(event: Event) -> None:
    """Read what is stated as it is now, whatever was read before the lock."""
    db.session.scalar(
        select(Headcount)
        .where(Headcount.event_id == event.id)
        .options(selectinload(Headcount.parts))
        .execution_options(populate_existing=True)
    )


def _state_total(
    count: Headcount, now: HeadcountDraft, draft: HeadcountDraft, by: Account | None, at: datetime
) -> None:
    figure = (draft.total, draft.unit, draft.approximate)
    if figure == (now.total, now.unit, now.approximate):
        return
    count.total, count.unit, count.is_approximate = figure
    is_stated = draft.total is not None
    count.stated_at = at if is_stated else None
    count.stated_by = by if is_stated else None


def _stated_parts(
    count: Headcount, draft: HeadcountDraft, by: Account | None, at: datetime
) -> list[HeadcountPart]:
    known = {(part.day_id, part.organization_id): part for part in count.parts}
    return [_stated(known.get(one.cell), one, by, at) for one in draft.parts]


def _stated(
    part: HeadcountPart | None, draft: PartDraft, by: Account | None, at: datetime
) -> HeadcountPart:
    if part is not None and part_draft(part) == draft:
        return part
    part = part or HeadcountPart(day_id=draft.day_id, organization_id=draft.organization_id)
    part.total, part.unit, part.is_approximate = draft.total, draft.unit, draft.approximate
    part.stated_at, part.stated_by = at, by
    return part


def _has_begun(event: Event, at: datetime) -> bool:
    return event.first_on is not None and event.first_on <= clock.local(at, site().zone).date()
