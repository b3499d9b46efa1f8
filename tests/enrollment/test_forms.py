from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from exchange.domain.question import Answer, QuestionKind
from exchange.enrollment.forms import RegistrationForm, stated_in
from exchange.enrollment.questions import AsksQuestions, answers_in_words
from exchange.extensions import db
from exchange.web.forms import Part
from tests.factories import a_question, a_registration, an_open_event, an_organization
from tests.lib.strategies import typed_text

if TYPE_CHECKING:
    from flask import Flask

    from exchange.domain.event import Event

TEXT, CHOICE, CHOICES, YES_NO = QuestionKind
PERSON = {
    "family_name": "髙﨑",
    "given_name": "𠮷郎",
    "family_kana": "たかさき",
    "given_kana": "よしろう",
    "email": "takasaki@example.lg.jp",
    "mode": "onsite",
}


def an_asking_event(**columns: Any) -> Event:
    """An event with one question of each kind."""
    event = an_open_event()
    a_question(event, TEXT, "アレルギー", **columns)
    a_question(event, CHOICE, "昼食", "お弁当", "外で食べる", **columns)
    a_question(event, CHOICES, "視察先", "森", "工場", "道の駅", **columns)
    a_question(event, YES_NO, "送迎バスに乗りますか", **columns)
    return event


def submitted(app: Flask, event: Event, *answers: tuple[str, str]) -> RegistrationForm:
    """Give the form as it is after `answers` were sent with a person's details."""
    typed = MultiDict({**PERSON, "organization": an_organization().address})
    for name, value in answers:
        typed.add(name, value)
    with app.test_request_context("/", method="POST", data=typed):
        form = RegistrationForm(event)
        form.validate()
    return form


def errors(form: RegistrationForm) -> dict[str, Any]:
    return {name: texts for name, texts in form.errors.items() if name.startswith("question-")}


def test_each_kind_of_question_is_answered_in_its_way(app: Flask) -> None:
    event = an_asking_event()
    allergies, lunch, tours, bus = [one.id for one in event.questions]

    form = submitted(
        app,
        event,
        ("question-1", "　えび\r\nかに "),
        ("question-2", "お弁当"),
        ("question-3", "道の駅"),
        ("question-3", "森"),
        ("question-4", "no"),
    )

    assert errors(form) == {}
    assert form.application.answers == {
        allergies: ["えび\nかに"],
        lunch: ["お弁当"],
        tours: ["道の駅", "森"],
        bus: ["no"],
    }


@pytest.mark.parametrize("blank", [True, False], ids=["blank", "left out"])
def test_what_need_not_be_answered_may_be_left_open(app: Flask, *, blank: bool) -> None:
    event = an_asking_event()

    form = submitted(app, event, *((f"question-{n}", "") for n in range(1, 5) if blank))

    assert errors(form) == {}
    assert form.application.answers == {}


@pytest.mark.parametrize("typed", ["", "　"])
def test_what_must_be_answered_is_asked_for_beside_the_field(app: Flask, typed: str) -> None:
    event = an_asking_event(is_required=True)

    form = submitted(app, event, ("question-1", typed))

    assert list(errors(form)) == ["question-1", "question-2", "question-3", "question-4"]


def test_an_answer_that_is_not_among_the_choices_is_refused(app: Flask) -> None:
    event = an_asking_event()

    form = submitted(
        app, event, ("question-2", "お茶"), ("question-3", "海"), ("question-4", "はい")
    )

    assert list(errors(form)) == ["question-2", "question-3", "question-4"]


def test_a_question_that_is_no_longer_asked_has_no_field(app: Flask) -> None:
    event = an_open_event()
    a_question(event, is_required=True, is_retired=True)
    a_question(event)

    form = submitted(app, event)

    assert [field.name for field in form.question_fields] == ["question-2"]


def test_the_questions_of_one_event_are_not_asked_by_another(app: Flask) -> None:
    submitted(app, an_asking_event())

    assert submitted(app, an_open_event()).question_fields == []


def test_the_form_shows_what_was_answered_before(app: Flask) -> None:
    event = an_asking_event()
    values = [["えび"], ["外で食べる"], ["森", "道の駅"], ["yes"]]
    registration = a_registration(
        event,
        answers=[
            Answer(question=question, values=given)
            for question, given in zip(event.questions, values, strict=True)
        ],
    )

    with app.test_request_context("/"):
        form = RegistrationForm(event, stated_in(registration))

    assert [field.data for field in form.question_fields] == [
        *("えび", "外で食べる", ["森", "道の駅"], "yes")
    ]


def test_the_form_keeps_its_answers_when_it_is_sent_once_more(app: Flask) -> None:
    event = an_asking_event()
    typed = (("question-1", "えび"), ("question-3", "森"), ("question-3", "工場"))

    again = submitted(app, event, *submitted(app, event, *typed).posted)

    assert again.answers == submitted(app, event, *typed).answers


class Row(AsksQuestions, Part):
    """A row of a table in which people are registered."""

    def __init__(self, event: Event, *args: Any, **options: Any) -> None:
        self.ask(event)
        super().__init__(*args, **options)


def test_a_row_of_a_table_asks_the_questions_too(app: Flask) -> None:
    event = an_asking_event()
    typed = MultiDict({"people-0-question-1": "えび", "people-1-question-1": "かに"})

    with app.test_request_context("/"):
        rows = [Row(event, typed, prefix=f"people-{number}-") for number in range(2)]

    question = event.questions[0].id
    assert [row.answers for row in rows] == [{question: ["えび"]}, {question: ["かに"]}]


def test_answers_are_written_in_the_words_of_the_reader(app: Flask) -> None:
    event = an_asking_event()
    allergies, lunch, tours, bus = event.questions
    lunch.is_retired = allergies.is_retired = True
    answers = {lunch.id: ["お弁当"], tours.id: ["森", "工場"], bus.id: ["yes"]}

    with app.test_request_context("/"):
        words = answers_in_words(event, answers)

    assert words == [(lunch, "お弁当"), (tours, "森、工場"), (bus, "はい")]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    typed=st.lists(
        st.tuples(
            st.sampled_from(["question-1", "question-2", "question-3", "question-4"]),
            typed_text.map(lambda text: text.encode(errors="replace").decode())
            | st.sampled_from(["お弁当", "森", "yes", "\0", "長" * 2000]),
        ),
        max_size=8,
    )
)
def test_answers_of_any_kind_are_taken_or_refused(app: Flask, typed: list[tuple[str, str]]) -> None:
    event = an_asking_event()

    form = submitted(app, event, *typed)

    offered = {"question-2": {"お弁当", "外で食べる"}, "question-3": {"森", "工場", "道の駅"}}
    if not errors(form):
        for field in form.question_fields[1:3]:
            given_values = field.data if isinstance(field.data, list) else [field.data]
            assert set(given_values) - {"", None} <= offered[field.name]
    db.session.rollback()
