"""Forms: what was typed, understood or said back."""

from __future__ import annotations

from datetime import date, time
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from exchange.domain.errors import Refused
from exchange.web.forms import (
    ClockField,
    FigureField,
    FilterForm,
    FiscalYearField,
    LongTextField,
    PageField,
    TextField,
    WarekiDateField,
    whole_number,
)
from exchange.web.organizations import OrganizationField
from tests.factories import an_organization
from tests.lib.strategies import typed_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


class EveryField(FilterForm):
    line = TextField("Line")
    lines = LongTextField("Lines")
    day = WarekiDateField("Day")
    hour = ClockField("Hour")
    figure = FigureField("Figure")
    fiscal_year = FiscalYearField("Fiscal year")
    organization = OrganizationField("Organization")
    page = PageField("Page")


FIELDS = ["line", "lines", "day", "hour", "figure", "fiscal_year", "organization", "page"]


class Full(Refused):
    message = "All %(places)d places are taken."
    field = "line"


class Closed(Refused):
    message = "It is over."


@pytest.fixture(autouse=True)
def _in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context(), force_locale("en"):
        yield


def filled(**typed: str) -> EveryField:
    form = EveryField(MultiDict(typed))
    form.validate()
    return form


@pytest.mark.parametrize(
    ("name", "typed", "understood"),
    [
        ("line", "　髙橋 ", "髙橋"),
        ("lines", "one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("day", "R4.9.26", date(2022, 9, 26)),
        ("day", " 令和４年９月２６日 ", date(2022, 9, 26)),
        ("day", "", None),
        ("hour", "９：３０", time(9, 30)),
        ("hour", "", None),
        ("figure", "１，０００", 1000),
        ("figure", "", None),
        ("fiscal_year", "令和4年度", 2022),
        ("page", "２", 2),
    ],
)
def test_a_field_understands_what_offices_type(name: str, typed: str, understood: object) -> None:
    form = filled(**{name: typed})

    assert (form[name].data, form.errors, form.status) == (understood, {}, HTTPStatus.OK)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("line", "a\0b", "Please remove characters that cannot be stored."),
        ("line", "a\ud800", "Please remove characters that cannot be stored."),
        ("lines", "a\x1b", "Please remove characters that cannot be stored."),
        (
            "day",
            "2022-02-30",
            "This is not a date. Examples: 2026-09-26, R8.9.26, 令和8年9月26日",
        ),
        ("hour", "25:00", "This is not a time. Example: 13:30"),
        ("figure", "-1", "Please enter a whole number."),
        ("figure", "1" * 10, "Please enter a whole number."),
        (
            "fiscal_year",
            "0",
            "This is not a fiscal year. Examples: 2026, R8, 令和8年度",
        ),
        ("organization", "nobody", "There is no such organization."),
        ("page", "0", "Pages are counted from 1."),
    ],
)
def test_a_field_says_what_it_cannot_understand_and_keeps_it(
    name: str, typed: str, said: str
) -> None:
    form = filled(**{name: typed})

    assert (form.errors, form.status) == ({name: [said]}, HTTPStatus.UNPROCESSABLE_ENTITY)
    assert form[name]._value() == typed  # noqa: SLF001  # what WTForms puts on the page


def test_an_organization_is_found_by_each_of_its_names() -> None:
    yonezawa, fund = an_organization("米沢市", code="062022"), an_organization("財団")

    assert [
        filled(organization=word).organization.data
        for word in ("062022", "米沢市", fund.slug or "", "財団")
    ] == [yonezawa, yonezawa, fund, fund]


def test_a_refusal_stands_beside_its_field_or_above_the_form() -> None:
    form = filled()

    form.refuse(Full(places=20))
    form.refuse(Closed())

    assert form.errors == {"line": ["All 20 places are taken."]}
    assert form.refusals == ["It is over."]
    assert form.status == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("text", ["", "-1", "1.5", "½", "Ⅳ", "1_000", "১", "1e3", "1 000"])
def test_only_digits_are_a_whole_number(text: str) -> None:
    with pytest.raises(ValueError, match=r"^" + text.replace(".", r"\.") + "$"):
        whole_number(text)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.fixed_dictionaries(dict.fromkeys(FIELDS, typed_text)))
def test_a_form_answers_whatever_was_typed(typed: dict[str, str]) -> None:
    form = filled(**typed)

    assert set(form.errors) <= set(FIELDS)
    assert all(str(form[name]()) for name in FIELDS)
