"""What the database says, as parts of an interchange document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from exchange.domain.booth import Booth
from exchange.domain.day import EventDay
from exchange.domain.event import Event, EventAudience
from exchange.domain.group import Group
from exchange.domain.headcount import Headcount
from exchange.domain.note import Note
from exchange.domain.organization import Organization
from exchange.domain.partnership import Partnership
from exchange.domain.place import Place
from exchange.domain.plan import PlanItem
from exchange.domain.quota import Quota
from exchange.domain.year import Activity, SettlementSide, Year
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.programme import document
from exchange.programme.known import Body, Known
from exchange.publication import audience

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from sqlalchemy import Select

    from exchange.domain.speaker import Speaker
    from exchange.programme.outcome import Outcome

MIDNIGHT = time(0, 0)

T = TypeVar("T", Group, Organization, Partnership)


def known() -> Known:
    """Tell what a file may name without bringing it itself."""
    bodies = select(Organization.id, Organization.name, Organization.code, Organization.slug)
    return Known(
        zone=site().zone,
        groups=set(db.session.scalars(select(Group.slug))),
        bodies=[Body(*row) for row in db.session.execute(bodies.order_by(Organization.id))],
        partnerships=set(db.session.scalars(select(Partnership.slug))),
        event_kinds=dict(iter(db.session.execute(select(Event.key, Event.kind)).tuples())),
    )


def whole_events() -> Select[Event]:
    """Select events with every part that the file shows of them, in the order they were made."""
    days = selectinload(Event.days)
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
            selectinload(Event.headcount),
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
            _words(event_part(event)): event for event in reversed(events) if event.key not in ids
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
    events = db.session.scalars(
        whole_events()
        .where(or_(Event.key.in_(ids), Event.title.in_(titles)))
        .with_for_update(of=Event)
        .execution_options(populate_existing=True)
    ).all()
    return EventsFound(events, ids)


def events_showing(outcome: Outcome) -> Sequence[Event]:
    """List the events that name one of the bodies that changed."""
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
        Event.id.in_(_events_wording(outcome.names)),
    ]
    return db.session.scalars(whole_events().where(or_(*conditions))).all()


def _events_wording(names: AbstractSet[str]) -> list[int]:
    """List the events whose headcount is worded with one of `names`: 置賜3市5町 is 置賜地域."""
    stated = db.session.execute(select(Headcount.event_id, Headcount.present)).tuples()
    return [event_id for event_id, words in stated if names & set(audience.names_in(words))]


def whole_document(fiscal_year: int | None = None) -> document.Document:
    """Give all there is, or what belongs to one fiscal year, as one document.

    Groups, organizations and partnerships are always given whole: they belong
    to no year. Without `fiscal_year` the top of the document is about the
    newest year described, and the other years stand in `years`.
    """
    years = [year_part(year) for year in _years(fiscal_year)]
    top = dict(years.pop()) if years else {"fiscal_year": fiscal_year}
    return document.Document.model_construct(
        format=document.FORMAT,
        **top,
        groups=[group_part(group) for group in in_order(Group)],
        organizations=[organization_part(body) for body in in_order(Organization)],
        partnerships=[partnership_part(one) for one in in_order(Partnership)],
        events=[event_part(event) for event in _events(fiscal_year)],
        plans=[plan_part(item) for item in _plans(fiscal_year)],
        years=years,
    )


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
    return db.session.scalars(plans.options(joinedload(PlanItem.from_event))).all()


def group_part(group: Group) -> document.Group:
    return document.Group.model_construct(slug=group.slug, name=group.name)


def organization_part(body: Organization) -> document.Organization:
    return document.Organization.model_construct(
        code=body.code,
        slug=body.slug,
        name=body.name,
        kana=body.kana,
        group=body.group.slug if body.group else None,
    )


def partnership_part(partnership: Partnership) -> document.Partnership:
    return document.Partnership.model_construct(
        slug=partnership.slug,
        name=partnership.name,
        since=partnership.since,
        groups=[group.slug for group in partnership.groups],
        summary=partnership.summary,
    )


def year_part(year: Year) -> document.Year:
    return document.Year.model_construct(
        fiscal_year=year.fiscal_year,
        title=year.title,
        host=year.host,
        activities=[activity_part(activity) for activity in year.activities],
        settlement=settlement_part(year),
    )


def activity_part(activity: Activity) -> document.Activity:
    return document.Activity.model_construct(
        no=activity.no,
        title=activity.title,
        summary=activity.summary,
        organizations=[body.name for body in activity.organizations],
    )


def settlement_part(year: Year) -> document.Settlement | None:
    """Give the settlement of `year`; None where no line of it is written yet."""
    if not year.settlement_lines:
        return None
    sides: dict[SettlementSide, list[document.SettlementLine]] = {s: [] for s in SettlementSide}
    for line in year.settlement_lines:
        sides[line.side].append(
            document.SettlementLine.model_construct(
                category=line.category, item=line.item, amount=line.amount, remark=line.remark
            )
        )
    return document.Settlement.model_construct(
        currency=year.currency,
        income=sides[SettlementSide.INCOME],
        expenditure=sides[SettlementSide.EXPENDITURE],
    )


def plan_part(item: PlanItem) -> document.Plan:
    return document.Plan.model_construct(
        fiscal_year=item.fiscal_year,
        no=item.no,
        title=item.title,
        content=item.content,
        actions=item.actions,
        from_event=item.from_event.key if item.from_event else None,
    )


def event_part(event: Event) -> document.Event:
    """Give `event` as the file shows it: without the days that were struck out one by one."""
    live_days = sorted(event.live_days, key=lambda day: day.number)
    days = sorted((_day(day) for day in live_days), key=place_in_order)
    return document.Event.model_construct(
        id=event.key,
        kind=event.kind,
        title=event.title,
        series=event.series.name if event.series else "",
        round=event.round,
        programme=event.programme.name if event.programme else "",
        tier=event.tier,
        provider=event.provider,
        organizer=event.organizer,
        partnership=event.partnership.slug if event.partnership else None,
        theme=event.theme,
        status=event.status,
        visibility=event.visibility,
        days=days,
        fiscal_year=None if days else event.fiscal_year,
        speakers=[speaker_part(speaker) for speaker in event.speakers],
        registration=_registration(event) if event.takes_registrations else None,
        attendance=_attendance(event.headcount) if event.headcount else None,
        booths=[booth_part(booth) for booth in event.booths],
        notes=[_note(note) for note in event.notes],
    )


def place_in_order(day: document.Day) -> tuple[date, time]:
    """Give what days are ordered by, within an event."""
    return day.date, day.start or MIDNIGHT


def _day(day: EventDay) -> document.Day:
    return document.Day.model_construct(
        date=day.held_on,
        start=day.starts,
        end=day.ends,
        label=day.label,
        places=[place_part(place) for place in day.places],
    )


def place_part(place: Place) -> document.Place:
    return document.Place.model_construct(
        groups=[group.slug for group in place.groups],
        venue=place.venue,
        address=place.address,
        online=place.is_online,
        url=place.url,
    )


def speaker_part(speaker: Speaker) -> document.Speaker:
    return document.Speaker.model_construct(
        name=speaker.name,
        affiliation=speaker.affiliation,
        position=speaker.position,
        remote=speaker.is_remote,
    )


def _registration(event: Event) -> document.Registration:
    return document.Registration.model_construct(
        opens=_local(event.registration_opens_at),
        closes=_local(event.registration_closes_at),
        capacity=event.capacity,
        quotas=[quota_part(quota) for quota in event.quotas],
    )


def quota_part(quota: Quota) -> document.Quota:
    return document.Quota.model_construct(
        organization=quota.organization.name if quota.organization else None,
        group=quota.group.slug if quota.group else None,
        places=quota.places,
    )


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else clock.local(moment, site().zone)


def _attendance(headcount: Headcount) -> document.Attendance:
    return document.Attendance.model_construct(
        total=headcount.total,
        unit=headcount.unit,
        approximate=headcount.is_approximate,
        organizations=headcount.present,
    )


def booth_part(booth: Booth) -> document.Booth:
    return document.Booth.model_construct(
        name=booth.name,
        kind=booth.kind,
        organizations=[body.name for body in booth.organizations],
        offers=booth.offers,
    )


def _note(note: Note) -> document.Note:
    return document.Note.model_construct(
        heading=note.heading,
        kind=note.kind,
        speaker=note.speaker,
        items=[line.text for line in note.lines],
    )
