"""What the database holds of what a file says, and all of it as one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import and_, or_, select, text
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from exchange.domain.action_item import ActionItem
from exchange.domain.booth import Booth
from exchange.domain.day import EventDay
from exchange.domain.event import Event, EventAudience
from exchange.domain.group import Group
from exchange.domain.headcount import Headcount, HeadcountPart
from exchange.domain.material import Material
from exchange.domain.note import Note, NoteLine
from exchange.domain.organization import Organization
from exchange.domain.partnership import Partnership
from exchange.domain.photo import Photo
from exchange.domain.place import Place
from exchange.domain.plan import PlanItem
from exchange.domain.quota import Quota
from exchange.domain.year import Year
from exchange.extensions import db, site
from exchange.programme import document, parts
from exchange.programme.known import Body, File, Known
from exchange.publication import audience

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from sqlalchemy import Select

    from exchange.programme.outcome import Outcome

T = TypeVar("T", Group, Organization, Partnership)


def known() -> Known:
    """Tell what a file may name without bringing it itself."""
    bodies = select(Organization.id, Organization.name, Organization.code, Organization.slug)
    return Known(
        zone=site().zone,
        groups=set(db.session.scalars(select(Group.slug))),
        bodies=[Body(*row) for row in db.session.execute(bodies.order_by(Organization.id))],
        partnerships=set(db.session.scalars(select(Partnership.slug))),
        event_kinds=dict(db.session.execute(select(Event.key, Event.kind)).all()),
        files=_files(Photo) | _files(Material),
    )


def _files(table: type[Photo | Material]) -> dict[str, File]:
    found = db.session.execute(select(table.key, Event.key).join(table.event))
    return {key: File(f"{table.__tablename__}s", event_key) for key, event_key in found}


def whole_events() -> Select[Event]:
    """Select events with every part that the file shows of them, in the order they were made."""
    days = selectinload(Event.days)
    counted = selectinload(Event.headcount).selectinload(Headcount.parts)
    return (
        select(Event)
        .order_by(Event.id)
        .options(
            joinedload(Event.series),
            joinedload(Event.programme),
            joinedload(Event.partnership),
            days.selectinload(EventDay.places).selectinload(Place.groups),
            selectinload(Event.speakers),
            selectinload(Event.booths).selectinload(Booth.organizations),
            selectinload(Event.quotas).joinedload(Quota.organization),
            selectinload(Event.quotas).joinedload(Quota.group),
            selectinload(Event.notes).selectinload(Note.lines),
            selectinload(Event.questions),
            selectinload(Event.photos),
            selectinload(Event.materials),
            counted.joinedload(HeadcountPart.day),
            counted.joinedload(HeadcountPart.organization),
        )
    )


@dataclass(frozen=True)
class Names:
    """The rows behind the words of a file."""

    groups: dict[str, Group]
    organizations: dict[str, Organization]
    partnerships: dict[str, Partnership]


def names() -> Names:
    """Give every group, organization and partnership by each word that may name it."""
    return Names(
        groups={group.slug: group for group in in_order(Group)},
        organizations={
            word: body
            for body in in_order(Organization)
            for word in (body.slug, body.code, body.name)
            if word
        },
        partnerships={one.slug: one for one in in_order(Partnership)},
    )


class EventsFound:
    """Events of the database that a file is about."""

    def __init__(self, events: Sequence[Event], ids: AbstractSet[str]) -> None:
        self.by_key = {event.key: event for event in events}
        self.by_words = {
            _words(parts.of_event(event)): event
            for event in reversed(events)
            if event.key not in ids
        }

    def find(self, item: document.Event) -> Event | None:
        """Find what `item` states: by its id, or else by kind, title and first day."""
        return self.by_key.get(item.id) if item.id else self.by_words.get(_words(item))


def _words(item: document.Event) -> tuple[object, ...]:
    return item.kind, item.title, item.first_on, item.fiscal_year


def events_to_change(items: Sequence[document.Event]) -> EventsFound:
    """Find the events that `items` state, and let nobody else change them meanwhile."""
    ids = {item.id for item in items if item.id}
    titles = {item.title for item in items if not item.id}
    stated = whole_events().where(or_(Event.key.in_(ids), Event.title.in_(titles)))
    return EventsFound(db.session.scalars(_locking(stated)).all(), ids)


def events_showing(outcome: Outcome) -> Sequence[Event]:
    """List the events that name a changed body, and let nobody else change them meanwhile."""
    if not (outcome.groups or outcome.organizations or outcome.partnerships):
        return []
    groups = [group.id for group in outcome.groups]
    bodies = [body.id for body in outcome.organizations]
    partnerships = [one.id for one in outcome.partnerships]
    conditions = [
        Event.partnership_id.in_(partnerships),
        Event.audiences.any(EventAudience.group_id.in_(groups)),
        Event.audiences.any(EventAudience.organization_id.in_(bodies)),
        Event.booths.any(Booth.organizations.any(Organization.id.in_(bodies))),
        Event.quotas.any(Quota.organization_id.in_(bodies)),
        Event.headcount.has(Headcount.parts.any(HeadcountPart.organization_id.in_(bodies))),
        Event.id.in_(_events_wording(outcome.names)),
    ]
    return db.session.scalars(_locking(whole_events().where(or_(*conditions)))).all()


def _locking(events: Select[Event]) -> Select[Event]:
    return events.with_for_update(of=Event).execution_options(populate_existing=True)


def _events_wording(names: AbstractSet[str]) -> list[int]:
    """List the events whose headcount is worded with one of `names`: 置賜3市5町 is 置賜地域."""
    stated = db.session.execute(select(Headcount.event_id, Headcount.present))
    return [event_id for event_id, words in stated if names & set(audience.names_in(words))]


def whole_document(fiscal_year: int | None = None) -> document.Document:
    """Give all there is, or what belongs to one fiscal year, as one document.

    Groups, organizations and partnerships are always given whole: they belong
    to no year. Without `fiscal_year` the top of the document is about the
    newest year described, and the other years stand in `years`. A plan of one
    year's document names none of the events of other years.
    """
    years = [parts.of_year(year) for year in _years(fiscal_year)]
    top = dict(years.pop()) if years else {"fiscal_year": fiscal_year}
    events = _events(fiscal_year)
    keys = {event.key for event in events}
    return document.Document.model_construct(
        format=document.FORMAT,
        **top,
        groups=[parts.of_group(group) for group in in_order(Group)],
        organizations=[parts.of_organization(body) for body in in_order(Organization)],
        partnerships=[parts.of_partnership(one) for one in in_order(Partnership)],
        events=[parts.of_event(event) for event in events],
        plans=[parts.of_plan(item, keys) for item in _plans(fiscal_year)],
        years=years,
    )


def plans_to_change(items: Sequence[document.Plan]) -> Sequence[PlanItem]:
    """List the plans of the years of `items`, and let nobody else plan meanwhile.

    As those do who plan, it locks the table: on SQLite whoever writes is alone anyhow.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE plan_item IN SHARE ROW EXCLUSIVE MODE"))
    years = {item.fiscal_year for item in items}
    plans = select(PlanItem).where(PlanItem.fiscal_year.in_(years)).order_by(PlanItem.id)
    return db.session.scalars(_whole(plans).execution_options(populate_existing=True)).all()


def _whole(plans: Select[PlanItem]) -> Select[PlanItem]:
    proposals = selectinload(PlanItem.action_items)
    return plans.options(
        joinedload(PlanItem.from_event),
        selectinload(PlanItem.organizations),
        selectinload(PlanItem.progress),
        selectinload(PlanItem.events),
        proposals.joinedload(ActionItem.event),
        proposals.joinedload(ActionItem.line).joinedload(NoteLine.note),
    )


def proposals_to_link(keys: AbstractSet[str], plans: AbstractSet[int]) -> Sequence[ActionItem]:
    """List the proposals of the events with `keys`, and of `plans`, as their lines stand."""
    found = db.session.scalars(
        select(ActionItem)
        .join(ActionItem.event)
        .where(or_(Event.key.in_(keys), ActionItem.plan_item_id.in_(plans)))
        .options(
            contains_eager(ActionItem.event),
            joinedload(ActionItem.line).joinedload(NoteLine.note),
            joinedload(ActionItem.plan_item),
        )
        .execution_options(populate_existing=True)
    )
    return sorted(found, key=parts.proposal_in_order)


def events_named(items: Sequence[document.Plan]) -> dict[str, Event]:
    """Give the events that `items` name by their keys; let nobody change those of proposals."""
    proposing = {one.event for item in items for one in item.proposals or []}
    named = {key for item in items for key in (item.from_event, *(item.events or [])) if key}
    of_proposals = select(Event).where(Event.key.in_(proposing)).order_by(Event.id)
    found = [
        *db.session.scalars(of_proposals.with_for_update(of=Event)),
        *db.session.scalars(select(Event).where(Event.key.in_(named - proposing))),
    ]
    return {event.key: event for event in found}


def in_order(table: type[T]) -> Sequence[T]:
    """List all rows of `table` in the order they were made."""
    return db.session.scalars(select(table).order_by(table.id)).all()


def _years(fiscal_year: int | None) -> Sequence[Year]:
    years = select(Year).order_by(Year.fiscal_year)
    if fiscal_year is not None:
        years = years.where(Year.fiscal_year == fiscal_year)
    return db.session.scalars(years).all()


def _events(fiscal_year: int | None) -> Sequence[Event]:
    events = whole_events()
    if fiscal_year is not None:
        events = events.where(Event.fiscal_year == fiscal_year)
    return db.session.scalars(events).all()


def _plans(fiscal_year: int | None) -> Sequence[PlanItem]:
    """List the plans, or those that came out of one year.

    A plan came out of the year of the event it is from, and out of the year
    before its own where it is from none: so each belongs to exactly one year.
    """
    plans = select(PlanItem).order_by(PlanItem.fiscal_year, PlanItem.no)
    if fiscal_year is not None:
        from_none = PlanItem.from_event_id.is_(None)
        plans = plans.outerjoin(PlanItem.from_event).where(
            or_(
                Event.fiscal_year == fiscal_year,
                and_(from_none, PlanItem.fiscal_year == fiscal_year + 1),
            )
        )
    return db.session.scalars(_whole(plans)).all()
