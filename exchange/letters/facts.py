"""What a letter states of an event for one person: what it is, when, where, under which number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from exchange.domain.question import NO, YES
from exchange.domain.registration import Mode
from exchange.lib import paper
from exchange.web.days import in_words, undated
from exchange.web.filters import hours, long_date
from exchange.web.language import language
from exchange.web.own_days import joins_online, own_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, time
    from typing import Protocol

    from exchange.domain.event import Event
    from exchange.domain.registration import Registration
    from exchange.web.days import Awaited
    from exchange.web.own_days import OwnDay

    class Dated(Protocol):
        """A day as it is, or as it was."""

        @property
        def held_on(self) -> date: ...
        @property
        def starts(self) -> time | None: ...
        @property
        def ends(self) -> time | None: ...
        @property
        def label(self) -> str: ...

    class Located(Protocol):
        """A place as it is, or as it was."""

        @property
        def venue(self) -> str: ...
        @property
        def address(self) -> str: ...


Rows = list[tuple[str, str]]


def laid_out(rows: Rows) -> str:
    """Set labels and what they say in two columns."""
    return paper.facts(rows, "：" if _is_japanese() else ": ")


def of_registration(registration: Registration, *, with_status: bool = False) -> Rows:
    """List what holds for the person of `registration`."""
    return [
        (gettext("Event"), paper.one_line(registration.event.title)),
        *_days(registration),
        (gettext("How to take part"), gettext(registration.mode.label)),
        (gettext("Reference number"), registration.reference),
        *([(gettext("Status"), gettext(registration.status.label))] if with_status else []),
    ]


def of_event(event: Event) -> Rows:
    """List what is known of `event` without regard to anybody's place."""
    names = day_names(event)
    days = [
        (names.get(day.number) or gettext("Date and time"), date_and_hours(day))
        for day in event.live_days
    ]
    awaited = [(gettext("Date and time"), when_awaited(event))]
    return [(gettext("Event"), paper.one_line(event.title)), *(days or awaited)]


def day_orders(event: Event) -> dict[int, int]:
    """Count the days that take place, by their numbers: 1, 2, 3. One alone is not counted."""
    live = event.live_days
    several = len(live) > 1
    return {day.number: order for order, day in enumerate(live, start=1)} if several else {}


def day_names(event: Event) -> dict[int, str]:
    """Name the days that take place by their numbers: Day 1, Day 2. One alone needs no name."""
    return {number: day_name(order) for number, order in day_orders(event).items()}


def day_name(order: int) -> str:
    return gettext("Day %(number)d", number=order)


def _days(registration: Registration) -> Rows:
    names = day_names(registration.event)
    rows: Rows = []
    for own in own_days(registration):
        if own.day.cancelled_at is not None:
            continue
        if names:
            words = [date_and_hours(own.day), place_words(own.places, registration.mode)]
            name = names[own.day.number]
            rows.append((name, "\n".join([*words, *_link_words(registration, own)])))
        else:
            rows.append((gettext("Date and time"), date_and_hours(own.day)))
            rows.append((gettext("Place"), place_words(own.places, registration.mode)))
            link = "\n".join(_link_words(registration, own))
            rows.append((gettext("Joining link"), link))
    return rows or _no_day_left(registration)


def _no_day_left(registration: Registration) -> Rows:
    """List the days that were struck out, where there are no others, and what is awaited."""
    event = registration.event
    words = [date_and_hours(day) + bracketed(gettext("Cancelled")) for day in registration.days]
    if event.first_on is None or not words:
        words.append(when_awaited(event))
    return [(gettext("Date and time"), "\n".join(words))]


def when_awaited(event: Awaited) -> str:
    """Write 1月下旬（日程は未定）, for an event of which no day is fixed."""
    return paper.one_line(undated(event))


def date_and_hours(day: Dated) -> str:
    """Write 令和8年9月26日(土) 13:30～16:30（現地視察）."""
    words = f"{long_date(day.held_on)} {hours(day)}".rstrip()  # type: ignore[arg-type]  # a day that was has hours, too
    return words + bracketed(day.label)


def place_words(places: Iterable[Located], mode: Mode) -> str:
    """Name the places of somebody who takes part in `mode`; the addresses stand behind the venues."""
    if mode is Mode.ONLINE:
        return gettext("Online")
    words = [one.venue + bracketed(one.address) for one in places]
    return "／".join(words) or gettext("The venue will be announced.")


def _link_words(registration: Registration, own: OwnDay) -> Sequence[str]:
    """List the joining links, or say that they follow, to those who join online."""
    if own.joining_links or not joins_online(registration) or own.day.is_cancelled:
        return own.joining_links
    return [gettext("The joining link will be announced.")]


def headed(text: str) -> str:
    """Write a heading within a letter."""
    return f"{'■' if _is_japanese() else '*'} {text}"


def of_day(order: int, label: str) -> str:
    """Say of which day `label` is."""
    return day_name(order) + ("　" if _is_japanese() else ": ") + label


def subject(outcome: str, title: str, dates: str) -> str:
    """Write 【参加確定】第1回交流研修（R8.9.26）: what happened first, so that it sorts."""
    if _is_japanese():
        return f"【{outcome}】{title}（{dates}）"
    return f"[{outcome}] {title} ({dates})"


def bracketed(text: str) -> str:
    if not text:
        return ""
    return f"（{text}）" if _is_japanese() else f" ({text})"


def dates(registration: Registration) -> str:
    """Write the person's own dates as short as a subject wants them: R8.9.26."""
    live = [day for day in registration.days if day.cancelled_at is None]
    if not live and registration.event.first_on is None:
        return event_dates(registration.event)
    return in_words(live or registration.days) or gettext("Date to be announced")


def event_dates(event: Event) -> str:
    """Write all dates of `event` that short, or when it is expected: 1月下旬."""
    said = in_words(event.dated_days) or event.awaited or gettext("Date to be announced")
    return paper.one_line(said)


def answers(registration: Registration) -> Sequence[str]:
    """List what the person answered to the questions of the event, a line each."""
    dot, colon, between = ("・", "：", "、") if _is_japanese() else ("- ", ": ", ", ")
    return [
        dot + paper.one_line(one.question.text) + colon + between.join(_answer_words(one.values))
        for one in registration.answers
        if not one.question.is_retired
    ]


def _answer_words(values: Sequence[str]) -> list[str]:
    words = {YES: gettext("Yes"), NO: gettext("No")}
    return [words.get(value, value) for value in values]


def _is_japanese() -> bool:
    return language() == "ja"
