"""Rows of the database as parts of a document."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from exchange.domain.year import SettlementSide
from exchange.extensions import site
from exchange.lib import clock
from exchange.programme import document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.booth import Booth
    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.group import Group
    from exchange.domain.headcount import Headcount, HeadcountPart
    from exchange.domain.note import Note
    from exchange.domain.organization import Organization
    from exchange.domain.partnership import Partnership
    from exchange.domain.place import Place
    from exchange.domain.plan import PlanItem
    from exchange.domain.question import Question
    from exchange.domain.quota import Quota
    from exchange.domain.speaker import Speaker
    from exchange.domain.year import Activity, Year

MIDNIGHT = time(0, 0)


def of_group(group: Group) -> document.Group:
    return document.Group.model_construct(slug=group.slug, name=group.name)


def of_organization(body: Organization) -> document.Organization:
    return document.Organization.model_construct(
        code=body.code,
        slug=body.slug,
        name=body.name,
        kana=body.kana,
        group=body.group.slug if body.group else None,
    )


def of_partnership(partnership: Partnership) -> document.Partnership:
    return document.Partnership.model_construct(
        slug=partnership.slug,
        name=partnership.name,
        since=partnership.since,
        groups=[group.slug for group in partnership.groups],
        summary=partnership.summary,
    )


def of_year(year: Year) -> document.Year:
    settlement = of_settlement(year)
    return document.Year.model_construct(
        fiscal_year=year.fiscal_year,
        title=year.title,
        host=year.host,
        activities=[of_activity(activity) for activity in year.activities],
        settlement=None if settlement == document.Settlement() else settlement,
    )


def of_activity(activity: Activity) -> document.Activity:
    return document.Activity.model_construct(
        no=activity.no,
        title=activity.title,
        summary=activity.summary,
        organizations=[body.name for body in activity.organizations],
    )


def of_settlement(year: Year) -> document.Settlement:
    """Give the settlement of `year`, which need not have any lines yet."""
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


def of_plan(item: PlanItem) -> document.Plan:
    return document.Plan.model_construct(
        fiscal_year=item.fiscal_year,
        no=item.no,
        title=item.title,
        content=item.content,
        actions=item.actions,
        from_event=item.from_event.key if item.from_event else None,
    )


def of_event(event: Event) -> document.Event:
    """Give `event` as the file shows it: without the days that were struck out one by one."""
    days = [of_day(day) for day in event.live_days]
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
        contact=event.contact,
        contact_email=event.contact_email,
        status=event.status,
        visibility=event.visibility,
        days=days,
        fiscal_year=None if days else event.fiscal_year,
        expected=event.expected,
        speakers=[of_speaker(speaker) for speaker in event.speakers],
        registration=of_registration(event) if event.takes_registrations else None,
        attendance=of_attendance(event.headcount, event.live_days) if event.headcount else None,
        booths=[of_booth(booth) for booth in event.booths],
        notes=[of_note(note) for note in event.notes],
    )


def place_in_order(day: document.Day) -> tuple[date, time]:
    """Give what days are ordered by, within an event."""
    return day.date, day.start or MIDNIGHT


def of_day(day: EventDay) -> document.Day:
    return document.Day.model_construct(
        date=day.held_on,
        start=day.starts,
        end=day.ends,
        label=day.label,
        places=[of_place(place) for place in day.places],
    )


def of_place(place: Place) -> document.Place:
    return document.Place.model_construct(
        groups=[group.slug for group in place.groups],
        venue=place.venue,
        address=place.address,
        online=place.is_online,
        url=place.url,
    )


def of_speaker(speaker: Speaker) -> document.Speaker:
    return document.Speaker.model_construct(
        name=speaker.name,
        affiliation=speaker.affiliation,
        position=speaker.position,
        remote=speaker.is_remote,
    )


def of_registration(event: Event) -> document.Registration:
    return document.Registration.model_construct(
        opens=_local(event.registration_opens_at),
        closes=_local(event.registration_closes_at),
        capacity=event.capacity,
        onsite_capacity=event.onsite_capacity,
        online_capacity=event.online_capacity,
        quotas=[of_quota(quota) for quota in event.quotas],
        quotas_released_on=event.quotas_released_on,
        approval=event.needs_approval,
        offer_hours=event.offer_hours,
        reminder_days=event.reminder_days,
        retention_days=event.retention_days,
        questions=[of_question(question) for question in event.live_questions],
    )


def of_question(question: Question) -> document.Question:
    return document.Question.model_construct(
        text=question.text,
        kind=question.kind,
        choices=question.choices,
        required=question.is_required,
    )


def of_quota(quota: Quota) -> document.Quota:
    return document.Quota.model_construct(
        organization=quota.organization.name if quota.organization else None,
        group=quota.group.slug if quota.group else None,
        onsite=quota.onsite,
        online=quota.online,
        places=quota.places,
    )


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else clock.local(moment, site().zone)


def of_attendance(headcount: Headcount, days: Sequence[EventDay]) -> document.Attendance:
    """Give what is stated, without the figures of days other than `days`."""
    return document.Attendance.model_construct(
        total=headcount.total,
        unit=headcount.unit,
        approximate=headcount.is_approximate,
        organizations=headcount.present,
        parts=[
            of_headcount_part(part, days)
            for part in headcount.parts
            if part.day is None or part.day in days
        ],
    )


def of_headcount_part(part: HeadcountPart, days: Sequence[EventDay]) -> document.AttendancePart:
    """Name the day of `part` by its date, or by its place among `days` where others share it."""
    dates = [day.held_on for day in days]
    is_told_by_date = part.day is not None and dates.count(part.day.held_on) == 1
    return document.AttendancePart.model_construct(
        date=part.day.held_on if part.day and is_told_by_date else None,
        day=days.index(part.day) + 1 if part.day and not is_told_by_date else None,
        organization=part.organization.name if part.organization else None,
        total=part.total,
        unit=part.unit,
        approximate=part.is_approximate,
    )


def of_booth(booth: Booth) -> document.Booth:
    return document.Booth.model_construct(
        name=booth.name,
        kind=booth.kind,
        organizations=[body.name for body in booth.organizations],
        offers=booth.offers,
    )


def of_note(note: Note) -> document.Note:
    return document.Note.model_construct(
        heading=note.heading,
        kind=note.kind,
        speaker=note.speaker,
        items=[line.text for line in note.lines],
    )
