"""The questions of an event, from the form over the review to the holder's page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exchange.domain.question import Answer, QuestionKind
from exchange.extensions import db
from tests.factories import (
    a_question,
    a_registration,
    an_open_event,
    an_organization,
)
from tests.pages import main_text
from tests.registrations.test_views import all_registrations, entries, form_of, page_of

if TYPE_CHECKING:
    from datetime import datetime

    from werkzeug.test import TestResponse

    from exchange.domain.event import Event
    from exchange.domain.registration import Registration
    from tests.conftest import Browser

TEXT, CHOICE, CHOICES, YES_NO = QuestionKind
ANSWERS = {
    "question-1": "えび",
    "question-2": "お弁当",
    "question-3": ["森", "道の駅"],
    "question-4": "yes",
}


def an_asking_event() -> Event:
    event = an_open_event()
    a_question(event, TEXT, "アレルギー")
    a_question(event, CHOICE, "昼食", "お弁当", "外で食べる", is_required=True)
    a_question(event, CHOICES, "視察先", "森", "工場", "道の駅")
    a_question(event, YES_NO, "送迎バス")
    return event


def answers_of(registration: Registration) -> dict[str, list[str]]:
    return {answer.question.text: answer.values for answer in registration.answers}


def hidden(answer: TestResponse) -> dict[str, list[str]]:
    """Read what the page of the review sends again."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text
    ):
        found.setdefault(name, []).append(value)
    return found


def errors_beside(answer: TestResponse) -> list[str]:
    return re.findall(r'id="(question-\d)-error"', answer.text)


def test_new_takes_the_answers_at_once(browser: Browser, noon: datetime) -> None:
    event = an_asking_event()

    answer = browser.post(form_of(event), {**entries(an_organization()), **ANSWERS})

    [made] = all_registrations()
    assert answer.status_code == 303
    assert answers_of(made) == {
        "アレルギー": ["えび"],
        "昼食": ["お弁当"],
        "視察先": ["森", "道の駅"],
        "送迎バス": ["yes"],
    }


def test_new_asks_for_a_missing_answer_beside_its_field(browser: Browser, noon: datetime) -> None:
    event = an_asking_event()

    answer = browser.post(form_of(event), entries(an_organization()))

    assert (answer.status_code, errors_beside(answer)) == (422, ["question-2"])
    assert 'href="#question-2-0"' in answer.text
    assert all_registrations() == []


def test_answers_stay_from_review_to_edit_to_sending(browser: Browser, noon: datetime) -> None:
    event = an_asking_event()
    path = form_of(event)

    review = browser.post(path, {**entries(an_organization()), **ANSWERS, "step": "review"})
    again = browser.post(path, {**hidden(review), "step": "edit"})
    ticked = re.findall(r'<input checked[^>]* name="question-\d"[^>]* value="([^"]+)"', again.text)
    once_more = browser.post(path, {**hidden(review), "step": "review"})
    browser.post(path, {**hidden(once_more), "step": "send"})

    [made] = all_registrations()
    assert [word in main_text(review) for word in ("えび", "お弁当", "森、道の駅", "はい")] == [
        True
    ] * 4
    assert ticked == ["お弁当", "森", "道の駅", "yes"]
    assert answers_of(made)["視察先"] == ["森", "道の駅"]


def test_show_tells_the_answers_and_edit_changes_them(browser: Browser, noon: datetime) -> None:
    event = an_asking_event()
    allergies, lunch, *_ = event.questions
    registration = a_registration(event)
    for question, values in ((allergies, ["えび\nかに"]), (lunch, ["お弁当"])):
        db.session.add(
            Answer(registration_id=registration.id, question_id=question.id, values=values)
        )
    db.session.commit()

    shown = browser.get(page_of(registration)).text
    changed = browser.post(
        page_of(registration, "/edit"),
        {**entries(an_organization()), "question-2": "外で食べる", "question-4": "no"},
    )

    db.session.expire_all()
    assert "<dd>えび<br>かに</dd>" in shown
    assert changed.status_code == 303
    assert answers_of(registration) == {"昼食": ["外で食べる"], "送迎バス": ["no"]}


def test_edit_asks_what_was_not_asked_before(browser: Browser, noon: datetime) -> None:
    event = an_open_event()
    registration = a_registration(event)
    a_question(event, is_required=True)

    answer = browser.post(page_of(registration, "/edit"), entries(an_organization()))

    assert (answer.status_code, errors_beside(answer)) == (422, ["question-1"])


def test_new_writes_letters_in_the_language_of_the_page(browser: Browser, noon: datetime) -> None:
    event = an_open_event()
    browser.post(form_of(event), entries(an_organization()))
    browser.client.set_cookie("language", "en")

    browser.post(form_of(event), entries(an_organization(), email="other@example.lg.jp"))

    assert [made.language for made in all_registrations()] == ["ja", "en"]
