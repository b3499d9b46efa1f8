"""Keeping the plan of a year: its items, their numbers, and what is planned of a proposal.

Everything here makes other planners wait first, so that two who plan at once agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, select, text

from exchange.domain.action_item import ActionItem
from exchange.domain.draft import EditedMeanwhile
from exchange.domain.event import Event
from exchange.domain.organization import Organization
from exchange.domain.plan import PlanItem, PlanState
from exchange.extensions import db
from exchange.planning import queries
from exchange.planning.drafts import plan_draft
from exchange.planning.refusals import (
    CarriedOverAlready,
    ItemGone,
    NoSuchItem,
    NothingChosen,
    PlacedMeanwhile,
    ProposalGone,
    SetAsideMeanwhile,
)
from exchange.seating.services import lock as lock_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.planning.drafts import PlanDraft

LONGEST_QUOTE = 30


def lock(item: PlanItem | None = None) -> None:
    """Keep everybody else from planning until the transaction ends.

    PostgreSQL locks the table, which nobody else writes but for moments; on SQLite a writing
    request already holds the only write lock. What was read before is read again. Raises
    `ItemGone` where `item` was deleted meanwhile.
    """
    identity = inspect(item).identity if item else None
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE plan_item IN SHARE ROW EXCLUSIVE MODE"))
    db.session.expire_all()
    if identity and not db.session.scalar(select(PlanItem).where(PlanItem.id == identity[0])):
        raise ItemGone


def add_item(fiscal_year: int, draft: PlanDraft, proposed: Sequence[int] = ()) -> PlanItem:
    """Put a new item at the end of the plan of a year, made of the proposals with these ids.

    Raises what `place` raises.
    """
    chosen = _locked(proposed)
    item = PlanItem(fiscal_year=fiscal_year, no=queries.next_number(fiscal_year))
    _say(item, draft)
    db.session.add(item)
    _place(chosen, item)
    return item


def change_item(item: PlanItem, draft: PlanDraft, *, revision: int) -> None:
    """Make `item` say what `draft` says. Raises `EditedMeanwhile` and `ItemGone`."""
    lock(item)
    now = plan_draft(item)
    if now == draft:
        return
    if item.revision != revision:
        raise EditedMeanwhile(now)
    _say(item, draft)
    item.revision += 1
    db.session.flush()


def delete_item(item: PlanItem, *, revision: int) -> None:
    """Take `item` out of the plan; its proposals are open again. The other numbers stay.

    Raises `EditedMeanwhile` and `ItemGone`.
    """
    lock(item)
    if item.revision != revision:
        raise EditedMeanwhile(plan_draft(item))
    db.session.delete(item)
    db.session.flush()


def move_item(item: PlanItem, *, to: int) -> None:
    """Let `item` change numbers with the one that has number `to`. Nobody there: nothing happens.

    Doing it twice changes nothing. Raises `ItemGone`.
    """
    lock(item)
    at_number = select(PlanItem).where(
        PlanItem.fiscal_year == item.fiscal_year, PlanItem.no == to, PlanItem.id != item.id
    )
    other = db.session.scalar(at_number)
    if other is not None:
        _renumber({item: to, other: item.no})


def close_gaps(fiscal_year: int) -> None:
    """Let the numbers of a year go from 1 again without gaps, in the same order."""
    lock()
    _renumber({item: no for no, item in enumerate(queries.items(fiscal_year), start=1)})


def _renumber(numbers: dict[PlanItem, int]) -> None:
    """Give each item its number, by way of numbers that nobody has: each is there once at most."""
    for item in numbers:
        item.no = -item.id
    db.session.flush()
    for item, no in numbers.items():
        item.no = no
    db.session.flush()


def carry_over(item: PlanItem) -> PlanItem:
    """Put what `item` says into the plan of the next year as well, to be considered anew.

    Its proposals, its events and its progress stay where they are: the item of the same name
    is found from there. Raises `CarriedOverAlready` and `ItemGone`.
    """
    lock(item)
    year = item.fiscal_year + 1
    there = queries.namesake(item, year)
    if there is not None:
        raise CarriedOverAlready(no=there.no)
    copy = PlanItem(
        fiscal_year=year,
        no=queries.next_number(year),
        title=item.title,
        content=item.content,
        actions=list(item.actions),
        state=PlanState.CONSIDERED,
        organizations=list(item.organizations),
        from_event=item.from_event,
    )
    db.session.add(copy)
    db.session.flush()
    return copy


def place(proposed: Sequence[int], fiscal_year: int, item_id: int) -> PlanItem:
    """Make the proposals with these ids part of an item of the plan. All of them, or none.

    Raises `NothingChosen`, `NoSuchItem`, and where somebody else was faster `PlacedMeanwhile`,
    `SetAsideMeanwhile` or `ProposalGone`.
    """
    chosen = _locked(required(proposed))
    item = queries.find_item(fiscal_year, item_id)
    if item is None:
        raise NoSuchItem
    _place(chosen, item)
    return item


def required(proposed: Sequence[int]) -> Sequence[int]:
    """Give the ids of what was ticked. Raises `NothingChosen`."""
    if not proposed:
        raise NothingChosen
    return proposed


def set_aside(proposed: Sequence[int]) -> int:
    """Make nothing of the proposals with these ids for now, and tell how many they are.

    Raises `NothingChosen`, `PlacedMeanwhile` and `ProposalGone`.
    """
    chosen = _locked(required(proposed))
    for one in chosen:
        _require_unplaced(one)
        one.is_set_aside = True
    db.session.flush()
    return len(chosen)


def take_up(proposed: Sequence[int]) -> int:
    """Let what was set aside be open again, and tell how many they are.

    Raises `NothingChosen` and `ProposalGone`.
    """
    chosen = _locked(required(proposed))
    for one in chosen:
        one.is_set_aside = False
    db.session.flush()
    return len(chosen)


def take_out(item: PlanItem, proposal_id: int) -> None:
    """Let a proposal of `item` be open again. One that is not part of it stays as it is."""
    lock(item)
    one = db.session.get(ActionItem, proposal_id)
    if one is not None and one.plan_item_id == item.id:
        one.plan_item = None
    db.session.flush()


def link_event(item: PlanItem, event: Event) -> None:
    """Note that `event` came of `item`. Doing it twice changes nothing. Raises `ItemGone`."""
    lock_event(event)  # before planning, as whoever plans of its proposals does
    lock(item)
    if event not in item.events:
        item.events.append(event)
    db.session.flush()


def unlink_event(item: PlanItem, event: Event) -> None:
    """Take back what `link_event` noted. Raises `ItemGone`."""
    lock(item)
    if event in item.events:
        item.events.remove(event)
    db.session.flush()


def _say(item: PlanItem, draft: PlanDraft) -> None:
    bodies = select(Organization).where(Organization.id.in_(draft.organizations))
    item.title = draft.title
    item.content = draft.content
    item.actions = list(draft.actions)
    item.state = draft.state
    item.organizations = list(db.session.scalars(bodies.order_by(Organization.id)))


def _locked(proposed: Sequence[int]) -> Sequence[ActionItem]:
    """Give the proposals with these ids, with their events locked and all planning as well.

    So no line goes from the notes while something is planned of it.
    """
    of_these = select(ActionItem.event_id).where(ActionItem.id.in_(proposed))
    events = select(Event.id).where(Event.id.in_(of_these)).order_by(Event.id)
    db.session.execute(events.with_for_update())
    lock()
    wanted = select(ActionItem).where(ActionItem.id.in_(proposed)).order_by(ActionItem.id)
    found = db.session.scalars(wanted).all()
    if len(found) < len(set(proposed)):
        raise ProposalGone
    return found


def _place(chosen: Sequence[ActionItem], item: PlanItem) -> None:
    for one in chosen:
        if one.plan_item is item:
            continue
        _require_unplaced(one)
        if one.is_set_aside:
            raise SetAsideMeanwhile(text=_quoted(one))
        one.plan_item = item
    db.session.flush()


def _require_unplaced(one: ActionItem) -> None:
    if one.plan_item is not None:
        raise PlacedMeanwhile(text=_quoted(one), title=one.plan_item.title)


def _quoted(one: ActionItem) -> str:
    return one.text if len(one.text) <= LONGEST_QUOTE else f"{one.text[:LONGEST_QUOTE]}…"
