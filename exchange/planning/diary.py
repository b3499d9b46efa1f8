"""How plan items get on: entries by date, in the plan's own diary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.draft import require_unchanged
from exchange.domain.plan import PlanProgress
from exchange.extensions import db
from exchange.planning.drafts import progress_draft
from exchange.planning.refusals import EntryGone
from exchange.planning.services import lock

if TYPE_CHECKING:
    from exchange.domain.plan import PlanItem
    from exchange.planning.drafts import ProgressDraft


def find(item: PlanItem, key: int) -> PlanProgress | None:
    """Find an entry of `item`."""
    return db.session.scalar(
        select(PlanProgress).where(PlanProgress.id == key, PlanProgress.plan_item_id == item.id)
    )


def note(item: PlanItem, draft: ProgressDraft) -> PlanProgress:
    """Add an entry. The same words on the same date are there once. Raises `ItemGone`."""
    lock(item)
    same = [entry for entry in item.progress if progress_draft(entry) == draft]
    if same:
        return same[0]
    entry = PlanProgress(noted_on=draft.noted_on, text=draft.text)
    item.progress.append(entry)
    db.session.flush()
    return entry


def reword(item: PlanItem, key: int, draft: ProgressDraft, *, revision: str) -> None:
    """Make an entry say what `draft` says.

    Raises `EditedMeanwhile`, and `EntryGone` where somebody else deleted it.
    """
    entry = _entry(item, key)
    now = progress_draft(entry)
    if now == draft:
        return
    require_unchanged(now, revision)
    entry.noted_on, entry.text = draft.noted_on, draft.text
    db.session.flush()


def drop(item: PlanItem, key: int, *, revision: str) -> None:
    """Delete an entry. Raises `EditedMeanwhile` and `EntryGone`."""
    entry = _entry(item, key)
    require_unchanged(progress_draft(entry), revision)
    item.progress.remove(entry)
    db.session.flush()


def _entry(item: PlanItem, key: int) -> PlanProgress:
    lock(item)
    found = find(item, key)
    if found is None:
        raise EntryGone
    return found
