"""Plans, and what they came from and led to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exchange.domain.plan import PlanState
from exchange.programme import document

if TYPE_CHECKING:
    from collections.abc import Container

    from exchange.domain.action_item import ActionItem
    from exchange.domain.event import Event
    from exchange.domain.plan import PlanItem, PlanProgress


def of_plan(item: PlanItem, among: Container[str] | None = None) -> document.Plan:
    """Give a plan; where `among` are the keys of a file's events, with what leads to these alone.

    What says nothing special is None, as it is left out of a file.
    """
    events = sorted(item.events, key=event_in_order)
    proposals = sorted(item.action_items, key=proposal_in_order)
    return document.Plan.model_construct(
        fiscal_year=item.fiscal_year,
        no=item.no,
        title=item.title,
        content=item.content,
        actions=item.actions,
        from_event=item.from_event.key if item.from_event else None,
        state=None if item.state is PlanState.CONSIDERED else item.state,
        organizations=[body.name for body in item.organizations] or None,
        progress=[of_progress(one) for one in sorted(item.progress, key=_told)] or None,
        events=[one.key for one in events if among is None or one.key in among] or None,
        proposals=[of_proposal(one) for one in proposals if among is None or one.event.key in among]
        or None,
    )


def of_progress(progress: PlanProgress) -> document.Progress:
    return document.Progress.model_construct(date=progress.noted_on, text=progress.text)


def of_proposal(item: ActionItem) -> document.Proposal:
    return document.Proposal.model_construct(event=item.event.key, text=item.text)


def event_in_order(event: Event) -> tuple[bool, date, int]:
    """Give what the events of a plan are ordered by: what has no day yet comes last."""
    return event.first_on is None, event.first_on or date.max, event.id


def proposal_in_order(item: ActionItem) -> tuple[int, bool, int, int, str, int]:
    """Give what proposals are ordered by: as their lines stand, then those whose line is gone."""
    line = item.line
    place = (line.note.ordinal, line.ordinal) if line else (0, 0)
    return item.event.id, line is None, *place, item.text, item.id


def _told(progress: PlanProgress) -> tuple[date, int]:
    return progress.noted_on, progress.id
