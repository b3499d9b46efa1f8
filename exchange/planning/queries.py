"""Proposals and plans as readers ask for them. What a reader may not see is left out in the query."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, load_only, selectinload

from exchange.domain.action_item import ActionItem
from exchange.domain.event import Event
from exchange.domain.note import Note, NoteLine
from exchange.domain.organization import Organization
from exchange.domain.plan import PlanItem, plan_item_event
from exchange.extensions import db
from exchange.lib.i18n import N_
from exchange.lib.text import fold
from exchange.policy import visible_to
from exchange.search import find, query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Select

    from exchange.domain.account import Account
    from exchange.domain.group import Group

IN_ORDER = (
    Event.first_on.asc().nulls_last(),
    Event.id,
    Note.ordinal.asc().nulls_last(),
    NoteLine.ordinal.asc().nulls_last(),
    ActionItem.id,
)
"""The sessions as they followed one another, each as its notes go on."""


class Standing(StrEnum):
    """What was made of a proposal so far. The value stands in addresses; the label is shown."""

    OPEN = "open"
    PLACED = "placed"
    ASIDE = "aside"

    @property
    def label(self) -> str:
        """The msgid to show for this standing."""
        return _LABELS[self]


_LABELS = {
    Standing.OPEN: N_("Not placed yet"),
    Standing.PLACED: N_("Placed"),
    Standing.ASIDE: N_("Not for now"),
}


@dataclass(frozen=True)
class Proposal:
    """A proposal as it is shown: what it says, and whose it is."""

    action_item: ActionItem

    @property
    def id(self) -> int:
        return self.action_item.id

    @property
    def text(self) -> str:
        return self.action_item.text

    @property
    def event(self) -> Event:
        return self.action_item.event

    @property
    def plan_item(self) -> PlanItem | None:
        return self.action_item.plan_item

    @property
    def note(self) -> Note | None:
        """The note its line stands in; None once the line is gone."""
        line = self.action_item.line
        return line.note if line else None

    @property
    def speaker(self) -> str:
        """Whoever said it, or else whoever spoke in that note."""
        line = self.action_item.line
        return line.speaker or line.note.speaker if line else ""

    @property
    def organization(self) -> str:
        line = self.action_item.line
        return line.organization if line else ""

    @property
    def theme(self) -> str:
        line = self.action_item.line
        return line.theme if line else ""

    @property
    def standing(self) -> Standing:
        if self.action_item.plan_item_id is not None:
            return Standing.PLACED
        return Standing.ASIDE if self.action_item.is_set_aside else Standing.OPEN

    @cached_property
    def folded(self) -> str:
        """Everything that is shown of it, as search compares it."""
        heading = self.note.heading if self.note else ""
        said_by = (self.speaker, self.organization, self.theme)
        return "\n".join(map(fold, (self.text, heading, *said_by, self.event.title)))


@dataclass(frozen=True)
class Criteria:
    """What the proposals are narrowed to."""

    text: str = ""
    theme: str = ""
    organization: str = ""
    """The body of whoever said it, as worded."""

    @cached_property
    def words(self) -> query.Words:
        return query.parse(self.text)

    def meets(self, proposal: Proposal) -> bool:
        """Tell whether `proposal` is among what is looked for."""
        return (
            self.theme in ("", proposal.theme)
            and self.organization in ("", proposal.organization)
            and self.words.are_in(proposal.folded)
        )


@dataclass(frozen=True)
class Board:
    """What was proposed in one year and before it, as far as a reader may see it."""

    of_the_year: Sequence[Proposal]
    left_over: Sequence[Proposal]
    """What was proposed in earlier years and is still open, the newest year first."""

    @cached_property
    def counts(self) -> Mapping[Standing, int]:
        """How many of the year stand in each way."""
        return Counter(one.standing for one in self.of_the_year)

    @property
    def themes(self) -> Sequence[str]:
        return _each_once(one.theme for one in (*self.of_the_year, *self.left_over))

    @property
    def organizations(self) -> Sequence[str]:
        return _each_once(one.organization for one in (*self.of_the_year, *self.left_over))


def _each_once(words: Iterable[str]) -> Sequence[str]:
    return sorted(set(filter(None, words)))


def board(proposed_in: int, reader: Account | None) -> Board:
    """Gather what was proposed in a fiscal year, and what is left open of the years before.

    Two statements, however many there are.
    """
    is_open = ActionItem.plan_item_id.is_(None), ActionItem.is_set_aside.is_(False)
    earlier = _proposals(reader, Event.fiscal_year < proposed_in, *is_open)
    return Board(
        of_the_year=_read(_proposals(reader, Event.fiscal_year == proposed_in).order_by(*IN_ORDER)),
        left_over=_read(earlier.order_by(Event.fiscal_year.desc(), *IN_ORDER)),
    )


def proposals(ids: Iterable[int], reader: Account | None) -> Sequence[Proposal]:
    """List those of the proposals with these ids that `reader` may see."""
    return _read(_proposals(reader, ActionItem.id.in_(list(ids))).order_by(*IN_ORDER))


def proposals_of(item: PlanItem, reader: Account | None) -> Sequence[Proposal]:
    """List the proposals that `item` was made of and whose events `reader` may see."""
    return _read(_proposals(reader, ActionItem.plan_item_id == item.id).order_by(*IN_ORDER))


def _proposals(reader: Account | None, *wanted: ColumnElement[bool]) -> Select[ActionItem]:
    shown = load_only(
        *(Event.key, Event.kind, Event.title, Event.fiscal_year),
        *(Event.first_on, Event.last_on, Event.expected),
    )
    return (
        select(ActionItem)
        .join(ActionItem.event)
        .outerjoin(ActionItem.line)
        .outerjoin(NoteLine.note)
        .outerjoin(ActionItem.plan_item)
        .where(visible_to(reader), *wanted)
        .options(
            contains_eager(ActionItem.event).options(shown),
            contains_eager(ActionItem.line).contains_eager(NoteLine.note),
            contains_eager(ActionItem.plan_item),
        )
    )


def _read(wanted: Select[ActionItem]) -> Sequence[Proposal]:
    return [Proposal(one) for one in db.session.scalars(wanted)]


def items(fiscal_year: int) -> Sequence[PlanItem]:
    """List the plan of a year by number, with all that stands in its table. Three statements."""
    return db.session.scalars(
        select(PlanItem)
        .where(PlanItem.fiscal_year == fiscal_year)
        .order_by(PlanItem.no)
        .options(selectinload(PlanItem.organizations), selectinload(PlanItem.progress))
    ).all()


def find_item(fiscal_year: int, key: int) -> PlanItem | None:
    """Find an item of a year by its id, which stays when it gets another number."""
    return db.session.scalar(
        select(PlanItem).where(PlanItem.id == key, PlanItem.fiscal_year == fiscal_year)
    )


def namesake(item: PlanItem, fiscal_year: int) -> PlanItem | None:
    """Find the item of another year that goes by the same name."""
    return db.session.scalar(
        select(PlanItem)
        .where(PlanItem.fiscal_year == fiscal_year, PlanItem.title == item.title)
        .order_by(PlanItem.no)
        .limit(1)
    )


def events_of(item: PlanItem, reader: Account | None) -> Sequence[Event]:
    """List the events that came of `item` and that `reader` may see."""
    return db.session.scalars(
        select(Event)
        .join(plan_item_event, plan_item_event.c.event_id == Event.id)
        .where(plan_item_event.c.plan_item_id == item.id, visible_to(reader))
        .order_by(Event.first_on.asc().nulls_last(), Event.id)
        .options(joinedload(Event.headcount))
    ).all()


def origin(item: PlanItem, reader: Account | None) -> Event | None:
    """Give the event that the idea came from, where it is told and `reader` may see it."""
    return db.session.scalar(
        select(Event).where(Event.id == item.from_event_id, visible_to(reader))
    )


def may_come_of(item: PlanItem, words: str, reader: Account | None) -> Select[Event]:
    """Select the events of its year and later that are not linked to `item` yet, by their names."""
    linked = select(plan_item_event.c.event_id).where(plan_item_event.c.plan_item_id == item.id)
    return (
        select(Event)
        .where(
            Event.fiscal_year >= item.fiscal_year,
            Event.id.not_in(linked),
            visible_to(reader),
            find.is_named(find.Query(words)),
        )
        .order_by(Event.fiscal_year, Event.first_on.asc().nulls_last(), Event.id)
    )


@dataclass(frozen=True)
class Bodies:
    """The bodies of one group, or those of none."""

    group: Group | None
    organizations: Sequence[Organization]


def bodies_by_group() -> Sequence[Bodies]:
    """List all bodies, group by group in the order of their first bodies; those of none last."""
    found = db.session.scalars(
        select(Organization).order_by(Organization.id).options(joinedload(Organization.group))
    )
    groups: dict[int | None, list[Organization]] = {}
    for body in found:
        groups.setdefault(body.group_id, []).append(body)
    alone = groups.pop(None, [])
    listed = [Bodies(bodies[0].group, bodies) for bodies in groups.values()]
    return [*listed, Bodies(None, alone)] if alone else listed


def next_number(fiscal_year: int) -> int:
    """Give the number after the last of a year."""
    last = select(func.max(PlanItem.no)).where(PlanItem.fiscal_year == fiscal_year)
    return (db.session.scalar(last) or 0) + 1
