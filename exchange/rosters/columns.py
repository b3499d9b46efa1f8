"""The columns that a roster may have, and what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext

from exchange.domain.registration import RegistrationStatus
from exchange.enrollment.questions import answer_in_words, name_of
from exchange.extensions import site
from exchange.lib import clock, csvfile
from exchange.lib.i18n import N_
from exchange.lib.personal import hiragana
from exchange.rosters import queries
from exchange.web.filters import short_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from exchange.domain.attendance import Presence
    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.question import Question
    from exchange.lib.csvfile import Cell
    from exchange.rosters.queries import Came, Person

ERASED = N_("(erased)")
NARROW, MIDDLE, WIDE = 8, 16, 28


@dataclass(frozen=True)
class Line:
    """One person of a roster, with what is known of them besides their registration."""

    number: int
    person: Person
    days: Sequence[int]
    answers: Mapping[int, Sequence[str]]
    attendance: Mapping[int, Came]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its word in an address, its head, and what stands in it."""

    word: str
    header: str
    width: int
    value: Callable[[Line], Cell]
    is_default: bool = True
    is_figure: bool = False
    is_phone: bool = False


def columns(event: Event) -> Sequence[Column]:
    """List the columns that a roster of `event` may have, in the reader's language."""
    days = {day.id: short_date(day.held_on) for day in event.days}
    statuses = {one: gettext(one.label) for one in RegistrationStatus}
    return [
        *_of_the_person(),
        *_of_the_registration(days, statuses),
        *(_of_a_question(question) for question in event.questions),
        _plain("remarks", N_("Remarks"), WIDE, lambda line: line.person.remarks),
        *_of_the_door(event.live_days),
    ]


def _plain(
    word: str, header: str, width: int, value: Callable[[Line], Cell], **more: bool
) -> Column:
    return Column(word=word, header=gettext(header), width=width, value=value, **more)


def _of_the_person() -> Sequence[Column]:
    return [
        _plain("number", N_("No."), 5, lambda line: line.number, is_figure=True),
        _plain(
            "reference",
            N_("Reference number"),
            10,
            lambda line: line.person.reference,
            is_default=False,
        ),
        _plain(
            "organization", N_("Organization name"), MIDDLE, lambda line: line.person.organization
        ),
        _plain("department", N_("Department"), MIDDLE, lambda line: line.person.department),
        _plain("position", N_("Job title"), 12, lambda line: line.person.position),
        _plain("name", N_("Full name"), MIDDLE, _name()),
        _plain("reading", N_("Reading (hiragana)"), 18, lambda line: hiragana(line.person.reading)),
        _plain(
            "email", N_("Email address"), WIDE, lambda line: line.person.email, is_default=False
        ),
        _plain(
            "phone",
            N_("Phone number"),
            18,
            lambda line: line.person.phone,
            is_default=False,
            is_phone=True,
        ),
    ]


def _name() -> Callable[[Line], Cell]:
    erased = gettext(ERASED)
    return lambda line: erased if line.person.is_erased else line.person.full_name


def _of_the_registration(
    days: Mapping[int, str], statuses: Mapping[RegistrationStatus, str]
) -> Sequence[Column]:
    modes: dict[str, str] = {}
    walk_in, offered = gettext(N_("Walk-in")), gettext(N_("Offered a place"))
    zone = site().zone

    def status(line: Line) -> str:
        if line.person.is_walk_in:
            return walk_in
        return offered if line.person.offer_expires_at else statuses[line.person.status]

    def mode(line: Line) -> str:
        one = line.person.mode
        if one not in modes:
            modes[one] = gettext(one.label)
        return modes[one]

    return [
        _plain("mode", N_("How to take part"), 12, mode),
        _plain(
            "days",
            N_("Days to attend"),
            MIDDLE,
            lambda line: "、".join(days[key] for key in line.days),
            is_default=len(days) > 1,
        ),
        _plain("status", N_("Status"), 14, status),
        _plain(
            "registered_at",
            N_("Registered at"),
            MIDDLE,
            lambda line: f"{clock.local(line.person.queued_at, zone):%Y-%m-%d %H:%M}",
            is_default=False,
        ),
    ]


def _of_a_question(question: Question) -> Column:
    known: dict[tuple[str, ...], str] = {}

    def value(line: Line) -> str:
        """Look each answer up once: thousands of people say yes or no."""
        values = tuple(line.answers.get(question.id, ()))
        if values not in known:
            known[values] = answer_in_words(question, values)
        return known[values]

    return Column(
        word=name_of(question),
        header=question.text,
        width=MIDDLE,
        value=value,
        is_default=not question.is_retired,
    )


def _of_the_door(days: Sequence[EventDay]) -> Iterator[Column]:
    for day in days:
        header = gettext("Attendance on %(day)s", day=short_date(day.held_on))
        yield Column(
            word=f"attendance-{day.number}",
            header=header,
            width=14,
            value=_came_on(day),
            is_default=False,
        )


def _came_on(day: EventDay) -> Callable[[Line], Cell]:
    words: dict[Presence, str] = {}

    def value(line: Line) -> str:
        came = line.attendance.get(day.id)
        if came is None:
            return ""
        if came.presence not in words:
            words[came.presence] = gettext(came.presence.label)
        return words[came.presence] + (f"（{came.proxy_name}）" if came.proxy_name else "")

    return value


def lines(event: Event, people: Sequence[Person], chosen: Sequence[Column]) -> list[Line]:
    """Put together what `chosen` columns need of `people`; one statement for each sort of it."""
    words = {column.word.partition("-")[0] for column in chosen}
    days = queries.days_by_person(event) if "days" in words else {}
    answers = queries.answers_by_person(event) if "question" in words else {}
    attendance = queries.attendance_by_person(event) if "attendance" in words else {}
    return [
        Line(
            number,
            person,
            days.get(person.id, ()),
            answers.get(person.id, {}),
            attendance.get(person.id, {}),
        )
        for number, person in enumerate(people, start=1)
    ]


def cells(columns: Sequence[Column], lines: Sequence[Line]) -> Iterator[list[Cell]]:
    for line in lines:
        yield [column.value(line) for column in columns]


def cells_for_csv(columns: Sequence[Column], lines: Sequence[Line]) -> Iterator[list[Cell]]:
    """Give the cells as `cells` does, phone numbers so that Excel keeps them."""
    for line in lines:
        yield [
            csvfile.phone(str(column.value(line))) if column.is_phone else column.value(line)
            for column in columns
        ]
