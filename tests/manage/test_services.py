from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.draft import EditedMeanwhile, revision_of
from exchange.domain.event import Event, EventKind, EventStatus
from exchange.domain.letter import LetterKind
from exchange.domain.notes_draft import NoteDraft, NotesDraft
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.domain.series import Series
from exchange.extensions import db
from exchange.manage import services
from exchange.manage.drafts import (
    DayDraft,
    EventDraft,
    PlaceDraft,
    RegistrationDraft,
    event_draft,
)
from exchange.notes.services import write_notes
from tests.factories import (
    LATER_ON,
    a_day,
    a_registration,
    an_event,
    an_open_event,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

SOME_DAY = DayDraft(held_on=LATER_ON, places=(PlaceDraft(venue="米沢市産業会館"),))


def change(event: Event, at: datetime, **changes: object) -> None:
    """Save `event` with some of its draft changed, as somebody who just opened it."""
    now = event_draft(event)
    draft = replace(now, **changes)  # type: ignore[arg-type]
    services.change_event(event, draft, revision=revision_of(now), at=at)


def days_of(event: Event) -> Sequence[tuple[int, date, bool]]:
    db.session.refresh(event)
    return [(day.number, day.held_on, day.is_cancelled) for day in event.days]


def statuses(event: Event) -> Sequence[RegistrationStatus]:
    found = select(Registration).where(Registration.event_id == event.id).order_by(Registration.id)
    return [one.status for one in db.session.scalars(found)]


def test_create_event_makes_a_key_of_kind_year_and_number(app: Flask, noon: datetime) -> None:
    draft = EventDraft(title="研修", days=(DayDraft(held_on=date(2027, 3, 31)),))

    made = [services.create_event(EventKind.TRAINING, draft, at=noon) for _ in range(2)]

    assert [event.key for event in made] == ["training-2026-1", "training-2026-2"]
    assert [event.fiscal_year for event in made] == [2026, 2026]


def test_create_event_without_days_is_of_the_present_year(app: Flask) -> None:
    last_evening_of_march = datetime(2027, 3, 31, 14, 59, tzinfo=UTC)

    event = services.create_event(
        EventKind.FAIR, EventDraft(title="まつり"), at=last_evening_of_march
    )

    assert (event.key, event.fiscal_year, event.first_on) == ("fair-2026-1", 2026, None)


def test_create_event_makes_a_series_once(app: Flask, noon: datetime) -> None:
    draft = EventDraft(title="研修", series="交流研修", programme="セミナー")

    first, second = (services.create_event(EventKind.SEMINAR, draft, at=noon) for _ in range(2))

    assert first.series is second.series
    assert first.programme is second.programme
    assert [one.name for one in db.session.scalars(select(Series))] == ["交流研修"]


@pytest.mark.parametrize(
    ("kind", "days", "lacking"),
    [
        (EventKind.TRAINING, (), services.NoDayYet),
        (EventKind.FAIR, (), services.NoDayYet),
        (EventKind.TRAINING, (DayDraft(held_on=LATER_ON),), services.NoPlaceYet),
    ],
)
def test_create_event_is_not_published_while_something_is_missing(
    app: Flask, noon: datetime, kind: EventKind, days: tuple[DayDraft, ...], lacking: type
) -> None:
    draft = EventDraft(title="研修", status=EventStatus.PLANNED, days=days)

    with pytest.raises(services.NotReady) as refused:
        services.create_event(kind, draft, at=noon)

    assert [type(one) for one in refused.value.missing] == [lacking]


@pytest.mark.parametrize("kind", EventKind)
def test_create_event_publishes_what_is_only_expected(
    app: Flask, noon: datetime, kind: EventKind
) -> None:
    draft = EventDraft(
        title="研修", status=EventStatus.PLANNED, fiscal_year=2027, expected="1月下旬"
    )

    event = services.create_event(kind, draft, at=noon)

    assert (event.is_public, event.first_on, event.fiscal_year) == (True, None, 2027)
    assert event.awaited == "1月下旬"


def test_publish_event_takes_what_is_only_expected(app: Flask, noon: datetime) -> None:
    event = an_event(status=EventStatus.DRAFT, days=[], expected="秋ごろ")

    services.publish_event(event, at=noon)

    assert event.is_public


def test_what_was_held_has_a_day(app: Flask, noon: datetime) -> None:
    event = an_event(days=[], expected="秋ごろ")

    with pytest.raises(services.NotReady) as refused:
        change(event, noon, status=EventStatus.HELD)

    assert [type(one) for one in refused.value.missing] == [services.HeldOnNoDay]


def test_change_event_puts_an_event_off(app: Flask, noon: datetime) -> None:
    event = an_event()

    change(event, noon, days=(), expected="1月下旬", fiscal_year=2027)

    assert days_of(event) == [(1, date(2026, 9, 26), True)]
    assert (event.first_on, event.last_on, event.fiscal_year) == (None, None, 2027)
    assert event.awaited == "1月下旬"


def test_change_event_takes_those_along_who_registered_before_a_day_was_fixed(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(days=[], expected="1月下旬")
    registration = a_registration(event)

    change(event, noon, days=(SOME_DAY,))

    assert registration.days == event.days
    assert [one.kind for one in registration.letters] == [LetterKind.EVENT_CHANGED]
    assert (event.expected, event.awaited) == ("1月下旬", "")


def test_create_event_publishes_a_fair_without_a_place(app: Flask, noon: datetime) -> None:
    draft = EventDraft(
        title="まつり", status=EventStatus.PLANNED, days=(DayDraft(held_on=LATER_ON),)
    )

    assert services.create_event(EventKind.FAIR, draft, at=noon).is_public


def test_change_event_keeps_the_number_of_a_day_that_moves(app: Flask, noon: datetime) -> None:
    event = an_event(days=[a_day(date(2026, 9, 1)), a_day(date(2026, 9, 2))])
    first, second = event_draft(event).days

    change(event, noon, days=(replace(first, held_on=date(2026, 9, 3)), second))

    assert days_of(event) == [(2, date(2026, 9, 2), False), (1, date(2026, 9, 3), False)]


def test_change_event_strikes_out_a_day_that_was_published(app: Flask, noon: datetime) -> None:
    event = an_event(days=[a_day(date(2026, 9, 1)), a_day(date(2026, 9, 2))])

    change(event, noon, days=event_draft(event).days[1:])

    assert days_of(event) == [(1, date(2026, 9, 1), True), (2, date(2026, 9, 2), False)]
    assert [day.revision for day in event.days] == [1, 1]
    assert event.first_on == date(2026, 9, 2)


def test_change_event_gives_a_new_day_a_number_of_its_own(app: Flask, noon: datetime) -> None:
    event = an_event(days=[a_day(date(2026, 9, 1)), a_day(date(2026, 9, 2))])
    first = event_draft(event).days[0]
    change(event, noon, days=(first,))

    change(event, noon, days=(first, replace(SOME_DAY, held_on=date(2026, 9, 5))))

    assert [number for number, _, _ in days_of(event)] == [1, 2, 3]


def test_change_event_takes_a_struck_out_day_up_again(app: Flask, noon: datetime) -> None:
    event = an_event(days=[a_day(date(2026, 9, 1)), a_day(date(2026, 9, 2))])
    first, second = event_draft(event).days
    change(event, noon, days=(first,))

    change(event, noon, days=(first, replace(second, number=None)))

    assert days_of(event) == [(1, date(2026, 9, 1), False), (2, date(2026, 9, 2), False)]
    assert [day.revision for day in event.days] == [2, 2]


def test_change_event_deletes_a_day_of_a_draft(app: Flask, noon: datetime) -> None:
    event = an_event(
        status=EventStatus.DRAFT, days=[a_day(date(2026, 9, 1)), a_day(date(2026, 9, 2))]
    )

    change(event, noon, days=event_draft(event).days[:1])

    assert days_of(event) == [(1, date(2026, 9, 1), False)]


def test_change_event_keeps_a_day_of_a_draft_that_people_registered_for(
    app: Flask, noon: datetime
) -> None:
    event = an_event(
        status=EventStatus.DRAFT, days=[a_day(date(2026, 9, 1)), a_day(date(2026, 9, 2))]
    )
    a_registration(event)

    change(event, noon, days=event_draft(event).days[:1])

    assert days_of(event)[1] == (2, date(2026, 9, 2), True)


def test_change_event_takes_a_number_of_another_day_for_a_new_one(
    app: Flask, noon: datetime
) -> None:
    event = an_event()
    day = event_draft(event).days[0]

    change(event, noon, days=(day, replace(day, held_on=date(2026, 9, 27)), replace(day, number=9)))

    assert sorted(number for number, _, _ in days_of(event)) == [1, 2, 3]


def test_change_event_gives_new_places_to_those_who_waited_longest(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(capacity=1)
    a_registration(event)
    for hour in (3, 1, 2):
        a_registration(
            event,
            status=RegistrationStatus.WAITING,
            queued_at=datetime(2026, 5, 1, hour, tzinfo=UTC),
        )

    change(event, noon, registration=RegistrationDraft(is_taken=True, capacity=3))

    confirmed, waiting = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING
    assert statuses(event) == [confirmed, waiting, confirmed, confirmed]


def test_change_event_takes_no_place_away_when_there_are_fewer(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=3)
    for _ in range(3):
        a_registration(event)

    change(event, noon, registration=RegistrationDraft(is_taken=True, capacity=1))

    assert statuses(event) == [RegistrationStatus.CONFIRMED] * 3


def test_change_event_without_any_change_is_no_revision(app: Flask, noon: datetime) -> None:
    event = an_event()

    services.change_event(event, event_draft(event), revision="long ago", at=noon)

    assert (event.revision, event.changed_at < noon) == (1, True)


def test_change_event_refuses_what_was_made_of_an_older_version(app: Flask, noon: datetime) -> None:
    event = an_event(title="昔")
    read = event_draft(event)
    change(event, noon, title="今")

    with pytest.raises(EditedMeanwhile) as refused:
        services.change_event(
            event, replace(read, theme="テーマ"), revision=revision_of(read), at=noon
        )

    assert refused.value.theirs == event_draft(event)
    assert (event.title, event.theme) == ("今", "")


def test_change_event_does_not_mind_notes_that_were_written_meanwhile(
    app: Flask, noon: datetime
) -> None:
    event = an_event()
    read = event_draft(event)
    write_notes(event, NotesDraft(notes=(NoteDraft(heading="森林"),)), revision=0, at=noon)

    services.change_event(event, replace(read, title="第2回"), revision=revision_of(read), at=noon)

    assert event.title == "第2回"


def test_publish_event_of_what_is_out_changes_nothing(app: Flask, noon: datetime) -> None:
    event = an_event(status=EventStatus.HELD)

    services.publish_event(event, at=noon)

    assert (event.status, event.revision) == (EventStatus.HELD, 1)


def test_cancel_event_twice_is_once(app: Flask, noon: datetime) -> None:
    event = an_event()

    for _ in range(2):
        services.cancel_event(event, at=noon)

    assert (event.status, event.revision) == (EventStatus.CANCELLED, 2)


def test_cancel_event_keeps_the_registrations(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    a_registration(event)

    services.cancel_event(event, at=noon)

    assert statuses(event) == [RegistrationStatus.CONFIRMED]
