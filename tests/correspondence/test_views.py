from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.domain.account import Role
from exchange.domain.letter import Enclosure, Letter, LetterKind, LetterStatus
from exchange.domain.registration import RegistrationStatus
from exchange.extensions import db
from tests.conftest import Browser
from tests.factories import a_letter, a_registration, an_account, an_event, an_organization
from tests.pages import main_text

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from werkzeug.test import TestResponse

    from exchange.domain.event import Event

WORDS = {"subject": "持ち物について", "words": "動きやすい服装で\r\nお越しください。"}


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(key="r8-koryu")


def letters_of(event: Event, **more: Any) -> str:
    return f"/manage/trainings/{event.key}/letters" + more.get("below", "")


def subjects(answer: TestResponse) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', answer.text)


def written(event: Event) -> list[Letter]:
    db.session.commit()
    return list(db.session.query(Letter).filter_by(event_id=event.id).order_by(Letter.id))


@pytest.mark.parametrize("below", ["", "/new", "/1"])
def test_letters_are_for_organizers_alone(app: Flask, event: Event, below: str) -> None:
    a_letter(event=event)
    staff = Browser(app).sign_in(an_account(Role.STAFF))

    assert staff.get(letters_of(event, below=below)).status_code == 403
    assert Browser(app).get(letters_of(event, below=below)).location.startswith("/login")


def test_index_lists_the_letters_of_the_event_newest_first(
    organizer: Browser, event: Event
) -> None:
    a_letter(subject="別の行事", event=an_event())
    a_letter(subject="一通目", event=event, status=LetterStatus.SENT)
    a_letter(
        subject="二通目",
        event=event,
        status=LetterStatus.FAILED,
        failure="550 5.1.1 <gone@example.lg.jp> User unknown",
        recipient_name="髙橋 𠮷之",
    )

    answer = organizer.get(letters_of(event))

    assert subjects(answer) == ["二通目", "一通目"]
    assert "髙橋 𠮷之" in main_text(answer)
    assert "550 5.1.1 <gone@example.lg.jp> User unknown" in main_text(answer)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_index_is_narrowed_by_status_kind_and_body(organizer: Browser, event: Event) -> None:
    body = an_organization("米沢市", code="062022")
    a_letter(subject="一", event=event, organization=body, status=LetterStatus.SENT)
    a_letter(subject="二", event=event, organization=body)
    a_letter(subject="三", event=event, kind=LetterKind.REMINDER)

    found = {
        query: subjects(organizer.get(letters_of(event) + f"?{query}"))
        for query in ("status=sent", "kind=reminder", "organization=062022", "kind=summary")
    }

    assert found == {
        "status=sent": ["一"],
        "kind=reminder": ["三"],
        "organization=062022": ["二", "一"],
        "kind=summary": [],
    }


@pytest.mark.parametrize("query", ["status=x", "kind=x", "organization=x", "page=x", "page=0"])
def test_index_refuses_what_it_does_not_know(organizer: Browser, event: Event, query: str) -> None:
    assert organizer.get(letters_of(event) + f"?{query}").status_code == 422


def test_everything_lists_the_letters_of_all_events(organizer: Browser, event: Event) -> None:
    a_letter(subject="一", event=event)
    a_letter(subject="二", event=an_event(title="別の行事"))
    a_letter(subject="三")

    answer = organizer.get("/manage/letters")

    assert subjects(answer) == ["二", "一"]
    assert "三" in main_text(answer)
    assert 'href="/manage/letters"' in organizer.get("/manage/").text


def test_everything_says_that_nothing_is_sent_without_a_server(
    organizer: Browser, event: Event
) -> None:
    assert "送信用のメールサーバーが設定されていません。" in main_text(
        organizer.get("/manage/letters")
    )


@pytest.mark.parametrize("path", ["/manage/letters", "/manage/trainings/r8-koryu/letters"])
def test_a_list_asks_as_little_for_three_letters_as_for_one(
    organizer: Browser, event: Event, statements: list[str], path: str
) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            a_letter(event=event, organization=an_organization())
        statements.clear()
        organizer.get(path)
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_show_gives_the_letter_as_it_was_sent(organizer: Browser, event: Event) -> None:
    letter = a_letter(
        "y@example.lg.jp",
        event=event,
        body="髙橋 𠮷之 様\n\n<b>本文</b>です。\n",
        enclosures=[Enclosure(method="REQUEST", content="x")],
    )

    answer = organizer.get(letters_of(event, below=f"/{letter.id}"))

    assert "髙橋 𠮷之 様\n\n&lt;b&gt;本文&lt;/b&gt;です。\n</pre>" in answer.text
    assert "y@example.lg.jp" in main_text(answer)
    assert "予定表用のファイル（.ics）" in main_text(answer)


def test_show_knows_only_the_letters_of_its_event(organizer: Browser, event: Event) -> None:
    other = a_letter(event=an_event())

    answers = [
        organizer.get(letters_of(event, below=f"/{number}")).status_code
        for number in (other.id, 99999, 2**31, 10**30)
    ]

    assert answers == [404, 404, 404, 404]


def test_show_sends_a_failed_letter_once_more(organizer: Browser, event: Event) -> None:
    letter = a_letter(event=event, status=LetterStatus.FAILED, failure="550")
    path = letters_of(event, below=f"/{letter.id}")

    answer = organizer.post(path)

    assert (answer.status_code, answer.location) == (303, path)
    assert written(event)[0].status is LetterStatus.WAITING


def test_show_does_not_send_again_what_has_not_failed(organizer: Browser, event: Event) -> None:
    letter = a_letter(event=event, status=LetterStatus.SENT)

    answer = organizer.post(letters_of(event, below=f"/{letter.id}"), form="/manage/")

    assert answer.status_code == 422
    assert written(event)[0].status is LetterStatus.SENT


def test_new_shows_first_how_many_would_get_what(
    organizer: Browser, event: Event, noon: datetime
) -> None:
    for email in ("a@example.lg.jp", "b@example.lg.jp", ""):
        a_registration(event, family_name="髙橋", email=email)

    answer = organizer.post(letters_of(event, below="/new"), {"statuses": "confirmed", **WORDS})

    assert answer.status_code == 200
    assert "2名に送ります" in main_text(answer)
    assert "メールアドレスのない1名には送られません。" in main_text(answer)
    assert "動きやすい服装で お越しください。" in main_text(answer)
    assert written(event) == []


def test_new_sends_what_was_looked_over(organizer: Browser, event: Event, noon: datetime) -> None:
    one = a_registration(event)
    a_registration(event, status=RegistrationStatus.WAITING)

    answer = organizer.post(
        letters_of(event, below="/new"), {"statuses": "confirmed", "step": "send", **WORDS}
    )

    (letter,) = written(event)
    assert (answer.status_code, answer.location) == (303, letters_of(event))
    assert (letter.registration, letter.subject) == (one, "持ち物について")
    assert "\n動きやすい服装で\nお越しください。\n" in letter.body
    assert letter.written_by.role is Role.ORGANIZER


def test_new_goes_back_with_what_was_typed(organizer: Browser, event: Event) -> None:
    a_registration(event)

    answer = organizer.post(
        letters_of(event, below="/new"), {"statuses": "waiting", "step": "edit", **WORDS}
    )

    assert answer.status_code == 200
    assert 'value="持ち物について"' in answer.text
    assert re.search(r'checked[^>]* value="waiting"|value="waiting"[^>]* checked', answer.text)
    assert written(event) == []


@pytest.mark.parametrize(
    "typed",
    [
        {"statuses": "confirmed"},
        {"statuses": "confirmed", "subject": "件名", "words": " "},
        {"subject": "件名", "words": "本文"},
        {"statuses": "cancelled", "subject": "件名", "words": "本文"},
        {"statuses": "confirmed", "subject": "件名\x07", "words": "本文"},
        {"statuses": "confirmed", "subject": "件" * 151, "words": "本文"},
        {"statuses": "waiting", "subject": "件名", "words": "本文"},
        {"statuses": "confirmed", "organization": "x", "subject": "件名", "words": "本文"},
    ],
)
def test_new_refuses_what_cannot_be_sent(
    organizer: Browser, event: Event, typed: dict[str, str]
) -> None:
    a_registration(event)

    answer = organizer.post(letters_of(event, below="/new"), {"step": "send", **typed})

    assert answer.status_code == 422
    assert written(event) == []


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.dictionaries(
        st.sampled_from(["statuses", "organization", "subject", "words", "step"]),
        st.text(max_size=30) | st.sampled_from(["confirmed", "review", "send", "edit"]),
    )
)
def test_new_never_fails_whatever_is_typed(
    organizer: Browser, event: Event, typed: dict[str, str]
) -> None:
    path = letters_of(event, below="/new")
    sendable = {name: value.encode("utf-8", "replace").decode() for name, value in typed.items()}

    assert organizer.post(path, sendable, form="/manage/").status_code in {200, 303, 422}
