"""Facets: each count is what would be found by choosing it, and what is hidden counts nowhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from exchange.domain.account import Role
from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.domain.note import NoteKind
from exchange.domain.series import Series
from exchange.extensions import db
from exchange.publication.audience import concerns
from exchange.search import find
from exchange.search.facets import Choice, Facets, chosen, facets
from tests.factories import (
    a_day,
    a_group,
    a_note,
    a_place,
    an_account,
    an_event,
    an_organization,
)

if TYPE_CHECKING:
    from flask import Flask

    from exchange.domain.organization import Organization


def a_year_of_sessions() -> tuple[Organization, Organization]:
    okitama, minato = a_group("置賜地域"), a_group("港区")
    yonezawa = an_organization("米沢市", group=okitama)
    ward = an_organization("港区役所", group=minato)
    series = Series(name="交流研修")
    an_event(
        series=series,
        days=[a_day(date(2022, 5, 1), places=[a_place(groups=[okitama])])],
        notes=[
            a_note("森林", speaker="長野 麻子、前神 有里"),
            a_note("森林と海", speaker="前神 有里", kind=NoteKind.SUMMARY),
            a_note("海"),
        ],
    )
    an_event(
        EventKind.FAIR,
        series=series,
        days=[a_day(date(2021, 5, 1), places=[a_place(groups=[okitama, minato])])],
        notes=[a_note("森林", kind=NoteKind.SUMMARY), a_note("森林", speaker="長野 麻子")],
    )
    an_event(days=[a_day(date(2021, 6, 1))], notes=[a_note("森林"), a_note("森林")])
    return yonezawa, ward


def test_facets_count_what_is_found(app: Flask) -> None:
    yonezawa, ward = a_year_of_sessions()

    counted = facets("森林", None, Choice())

    (series,) = counted.series
    assert counted == Facets(
        fiscal_years=Counter({2021: 4, 2022: 2}),
        kinds=Counter({EventKind.TRAINING: 4, EventKind.FAIR: 2}),
        series=Counter({series: 4}),
        note_kinds=Counter({NoteKind.LECTURE: 4, NoteKind.SUMMARY: 2}),
        speakers=Counter({"前神 有里": 2, "長野 麻子": 2}),
        organizations=Counter({yonezawa.id: 6, ward.id: 4}),
    )


@pytest.mark.parametrize("words", ["森林", "", "海 OR 森林", "森林 -海", "川"])
def test_each_count_is_what_choosing_it_would_find(app: Flask, words: str) -> None:
    yonezawa, ward = a_year_of_sessions()
    choices = [
        Choice(),
        Choice(fiscal_year=2021),
        Choice(kind=EventKind.FAIR, note_kind=NoteKind.SUMMARY),
        Choice(speaker="前神 有里", fiscal_year=2022),
        Choice(concerned=concerns(ward), speaker="長野"),
    ]

    for choice in choices:
        counted = facets(words, None, choice)
        would_be = {
            **{
                (value, number): replace(choice, fiscal_year=value)
                for value, number in counted.fiscal_years.items()
            },
            **{
                (value, number): replace(choice, kind=value)
                for value, number in counted.kinds.items()
            },
            **{
                (value, number): replace(choice, series_id=value)
                for value, number in counted.series.items()
            },
            **{
                (value, number): replace(choice, note_kind=value)
                for value, number in counted.note_kinds.items()
            },
            **{
                (value, number): replace(choice, speaker=value)
                for value, number in counted.speakers.items()
            },
            **{
                (body.name, counted.organizations[body.id]): replace(
                    choice, concerned=concerns(body)
                )
                for body in (yonezawa, ward)
            },
        }
        for (value, number), narrowed in would_be.items():
            assert (value, find.count(chosen(words, narrowed), None)) == (value, number)


def test_what_is_hidden_counts_for_nobody_outside(app: Flask) -> None:
    an_organization()
    for hidden in ({"status": EventStatus.DRAFT}, {"visibility": Visibility.MEMBERS}):
        an_event(notes=[a_note("森林", speaker="長野 麻子")], **hidden)

    assert facets("森林", None, Choice()) == Facets()
    assert {role: facets("森林", an_account(role), Choice()).kinds.total() for role in Role} == {
        Role.STAFF: 1,
        Role.COORDINATOR: 1,
        Role.ORGANIZER: 2,
        Role.ADMIN: 2,
    }


def test_facets_take_few_statements(app: Flask, statements: list[str]) -> None:
    a_year_of_sessions()
    db.session.connection()
    statements.clear()

    facets("森林", None, Choice(fiscal_year=2021))

    assert sum(one.startswith(("SELECT", "WITH")) for one in statements) in {4, 5}
