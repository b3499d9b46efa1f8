"""The plans of a document, and what they came from and led to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from exchange.domain.action_item import ActionItem
from exchange.domain.plan import PlanItem, PlanProgress, PlanState
from exchange.extensions import db
from exchange.programme import parts, queries
from exchange.programme.writing.rows import pair, restate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from exchange.domain.event import Event
    from exchange.programme import document
    from exchange.programme.outcome import Outcome
    from exchange.programme.queries import Names


def put_plans(whole: document.Document, names: Names, outcome: Outcome) -> None:
    """Find plans by year and number; make them or bring them up to date.

    The proposals among the lines of the document were gathered when its events were put.
    """
    if not whole.plans:
        return
    events = queries.events_named(whole.plans)
    found = {(plan.fiscal_year, plan.no): plan for plan in queries.plans_to_change(whole.plans)}
    held = {event.id for event in whole.events if event.id}
    stated = []
    for item in whole.plans:
        plan = found.get((item.fiscal_year, item.no))
        said = _settled(item, plan, names, held)
        if plan is None:
            plan = PlanItem(fiscal_year=item.fiscal_year, no=item.no)
            _write(plan, said, names, events)
            db.session.add(plan)
            outcome.created["plan"] += 1
        elif _comparable(parts.of_plan(plan)) != _comparable(said):
            _write(plan, said, names, events)
            plan.revision += 1
            outcome.updated["plan"] += 1
        stated.append((plan, said))
    db.session.flush()
    _link_proposals(stated, events)
    db.session.flush()


def _settled(
    item: document.Plan, plan: PlanItem | None, names: Names, held: AbstractSet[str]
) -> document.Plan:
    """Give `item` in the form of `parts.of_plan`, with what it leaves to `plan`.

    That is what it does not speak of, and links to events that the document, which holds those
    of the keys `held`, does not know of.
    """
    bodies = [names.organizations[word].name for word in item.organizations or []]
    progress = sorted(item.progress or [], key=lambda one: one.date)
    state = None if item.state is PlanState.CONSIDERED else item.state
    stated = {
        "state": state,
        "organizations": bodies or None,
        "progress": progress or None,
        "events": item.events or None,
        "proposals": item.proposals or None,
    }
    if plan is None:
        return item.model_copy(update=stated)
    now = parts.of_plan(plan)
    silent = {key: getattr(now, key) for key in stated if getattr(item, key) is None}
    return item.model_copy(update=stated | _with_links_beyond(item, now, held) | silent)


def _with_links_beyond(
    item: document.Plan, now: document.Plan, held: AbstractSet[str]
) -> dict[str, list[object] | None]:
    """Give the events and proposals of `item`, and those there are that lead out of the file."""
    events, proposals = item.events or [], item.proposals or []
    known = held | {one.event for one in proposals}
    unseen = [key for key in now.events or [] if key not in held and key not in events]
    beyond = [one for one in now.proposals or [] if one.event not in known]
    return {
        "events": [*events, *unseen] or None,
        "proposals": [*proposals, *beyond] or None,
    }


def _comparable(item: document.Plan) -> document.Plan:
    """Give `item` with its links in an order that does not depend on rows."""
    proposals = sorted(item.proposals or [], key=lambda one: (one.event, one.text))
    return item.model_copy(update={"events": sorted(item.events or []), "proposals": proposals})


def _write(plan: PlanItem, item: document.Plan, names: Names, events: Mapping[str, Event]) -> None:
    """Make `plan` say what `item`, which is settled, says; its proposals are linked later."""
    plan.title = item.title
    plan.content = item.content
    plan.actions = item.actions
    plan.from_event = events[item.from_event] if item.from_event else None
    plan.state = item.state or PlanState.CONSIDERED
    restate(plan.organizations, [names.organizations[word] for word in item.organizations or []])
    kept = [event for event in plan.events if event.key in (item.events or [])]
    missing = set(item.events or []) - {event.key for event in kept}
    plan.events = [*kept, *(events[key] for key in item.events or [] if key in missing)]
    _write_progress(plan, item.progress or [])


def _write_progress(plan: PlanItem, items: Sequence[document.Progress]) -> None:
    """Write what was told, date by date; what is told as before keeps its row."""
    if [parts.of_progress(one) for one in plan.progress] != items:
        plan.progress = [PlanProgress(noted_on=one.date, text=one.text) for one in items]


def _link_proposals(
    stated: Sequence[tuple[PlanItem, document.Plan]], events: Mapping[str, Event]
) -> None:
    """Let each plan be made of the proposals it states, found by their event and text.

    Of several that say the same, one that is the plan's already is taken before one of which
    nothing was planned, and this before another's. What is no line any more comes without one.
    """
    wanted = defaultdict(list)
    for plan, item in stated:
        for said in item.proposals or []:
            wanted[said.event, said.text].append(plan)
    ours = {plan.id for plan, _ in stated}
    there = defaultdict(list)
    for proposal in queries.proposals_to_link({key for key, _ in wanted}, ours):
        there[proposal.event.key, proposal.text].append(proposal)
    for words, plans in wanted.items():
        found, there[words] = pair(plans, there[words], _is_of, _is_open, _is_there)
        for plan, row in zip(plans, found, strict=True):
            if row is None:
                db.session.add(ActionItem(event=events[words[0]], text=words[1], plan_item=plan))
            else:
                row.plan_item = plan
                row.is_set_aside = False
    left = [one for rows in there.values() for one in rows if one.plan_item_id in ours]
    for proposal in left:
        _let_go(proposal)


def _is_of(plan: PlanItem, row: ActionItem) -> bool:
    return row.plan_item is plan


def _is_open(_plan: PlanItem, row: ActionItem) -> bool:
    return row.plan_item is None


def _is_there(_plan: PlanItem, _row: ActionItem) -> bool:
    return True


def _let_go(proposal: ActionItem) -> None:
    """Let what was planned of it go, and it too where its line is gone."""
    if proposal.line is None:
        db.session.delete(proposal)
    proposal.plan_item = None
