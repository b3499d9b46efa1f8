"""What a plan item shall say: the values that travel from a form to a service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.domain.plan import PlanState

if TYPE_CHECKING:
    from datetime import date

    from exchange.domain.plan import PlanItem, PlanProgress


@dataclass(frozen=True, kw_only=True)
class PlanDraft:
    """A 事業案 as it is to stand in the table."""

    title: str
    content: str = ""
    actions: tuple[str, ...] = ()
    """What exactly is to be done (具体的な取組案), point by point."""
    organizations: tuple[int, ...] = ()
    """The ids of the bodies that are responsible, in the order of all bodies."""
    state: PlanState = PlanState.CONSIDERED


@dataclass(frozen=True, kw_only=True)
class ProgressDraft:
    """How a plan item got on, told on one date."""

    noted_on: date
    text: str


def plan_draft(item: PlanItem) -> PlanDraft:
    """Give what `item` says now."""
    return PlanDraft(
        title=item.title,
        content=item.content,
        actions=tuple(item.actions),
        organizations=tuple(sorted(body.id for body in item.organizations)),
        state=item.state,
    )


def progress_draft(entry: PlanProgress) -> ProgressDraft:
    """Give what `entry` says now."""
    return ProgressDraft(noted_on=entry.noted_on, text=entry.text)
