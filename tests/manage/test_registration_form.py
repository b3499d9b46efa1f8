"""Setting places, quotas, questions and rules of an event in the browser."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.event import Event, EventStatus
from exchange.domain.question import Answer, QuestionKind
from exchange.extensions import db
from exchange.manage.registration.drafts import (
    QuestionDraft,
    QuotaDraft,
    RegistrationDraft,
    registration_draft,
)
from tests.factories import (
    a_group,
    a_question,
    a_quota,
    a_registration,
    an_open_event,
    an_organization,
)
from tests.pages import main_text
from tests.statements import statements
from tests.typed import buttons, one_each, typed

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.conftest import Browser

NEW = "/manage/trainings/new"
YONEZAWA, NAGAI, MINATO = "organization:062022", "organization:062090", "group:minato"


def the_event() -> Event:
    return db.session.scalars(select(Event)).one()


def edit_path(event: Event) -> str:
    return f"/manage/trainings/{event.key}/edit"


def open_parts(answer: TestResponse) -> list[str]:
    return re.findall(r'<details class="disclosure" id="([a-z]+)" open>', answer.text)


def a_full_form() -> dict[str, str]:
    okitama = a_group("置賜地域", "okitama")
    a_group("港区", "minato")
    an_organization("米沢市", code="062022", group=okitama)
    an_organization("長井市", code="062090", group=okitama)
    return {
        "title": "第4回交流研修",
        "takes_registrations": "y",
        "capacity": "30",
        "contact": "総務課\n電話 0238-00-0000",
        "contact_email": "Exchange@Example.LG.jp",
        "onsite_capacity": "２０",
        "online_capacity": "10",
        "quotas-0-whom": YONEZAWA,
        "quotas-0-places": "15",
        "quotas-1-whom": MINATO,
        "quotas-1-online": "8",
        "released_on": "R8.12.4",
        "questions-0-text": "お弁当",
        "questions-0-kind": "yes_no",
        "questions-0-is_required": "y",
        "questions-1-text": "バス",
        "questions-1-kind": "choice",
        "questions-1-choices": "往復\n\n片道\n往復",
        "needs_approval": "y",
        "offer_hours": "48",
        "reminder_days": "3",
        "retention_days": "1095",
        "visibility": "public",
        "status": "draft",
    }


def test_new_makes_registration_of_all_that_was_typed(organizer: Browser) -> None:
    answer = organizer.post(NEW, a_full_form())

    assert answer.status_code == 303
    assert registration_draft(the_event()) == RegistrationDraft(
        is_taken=True,
        capacity=30,
        onsite_capacity=20,
        online_capacity=10,
        quotas=(
            QuotaDraft(organization="062022", places=15),
            QuotaDraft(group="minato", online=8),
        ),
        quotas_released_on=date(2026, 12, 4),
        questions=(
            QuestionDraft(number=1, kind=QuestionKind.YES_NO, text="お弁当", is_required=True),
            QuestionDraft(
                number=2, kind=QuestionKind.CHOICE, text="バス", choices=("往復", "片道")
            ),
        ),
        needs_approval=True,
        offer_hours=48,
        reminder_days=3,
        retention_days=1095,
        contact="総務課\n電話 0238-00-0000",
        contact_email="exchange@example.lg.jp",
    )


def test_edit_shows_what_was_set_and_saving_it_changes_nothing(organizer: Browser) -> None:
    organizer.post(NEW, a_full_form())
    event, path = the_event(), edit_path(the_event())
    said = registration_draft(event)

    shown = organizer.get(path)
    answer = organizer.post(path, typed(shown))

    assert open_parts(shown) == ["places", "asked", "rules"]
    assert (answer.status_code, event.revision) == (303, 1)
    assert registration_draft(event) == said


def test_what_is_seldom_needed_is_closed_until_it_is_set_or_wrong(organizer: Browser) -> None:
    form = {"title": "研修", "visibility": "public", "status": "draft"}

    parts = [
        open_parts(organizer.get(NEW)),
        open_parts(organizer.post(NEW, {**form, "reminder_days": "abc"})),
        open_parts(organizer.post(NEW, {**form, "title": "", "onsite_capacity": "0"})),
        open_parts(organizer.post(NEW, {**form, "remove_question": "0"})),
    ]

    assert parts == [[], ["rules"], ["places"], ["asked"]]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("onsite_capacity", "-1", "整数で入力してください。"),
        ("offer_hours", "0", "1から720までの数を入力してください。"),
        ("offer_hours", "999999999", "1から720までの数を入力してください。"),
        ("reminder_days", "366", "1から365までの数を入力してください。"),
        ("retention_days", "soon", "選択肢"),
        ("retention_days", "99999999", "選択肢"),
        ("contact_email", "総務課", "メールアドレスとして読み取れません。"),
        ("released_on", "R8.13.1", "日付として読み取れません。"),
        ("quotas-0-whom", "", "対象を選択してください。"),
        ("quotas-0-whom", "organization:nobody", "選択肢"),
        ("quotas-0-whom", MINATO, "港区（全体）の枠が重複しています。"),
        ("quotas-0-places", "", "人数を入力してください。"),
        ("quotas-0-places", "many", "整数で入力してください。"),
        ("questions-0-text", "バス", "「バス」が重複しています。"),
        ("questions-1-text", "", "質問文を入力してください。"),
        ("questions-1-kind", "essay", "選択肢"),
        ("questions-1-choices", "往復\n往復", "2つ以上入力してください。"),
        ("questions-1-choices", "\n".join(map(str, range(51))), "50行以内"),
        ("questions-1-choices", "あ" * 201 + "\nい", "1行は200文字までです。"),
        ("questions-0-choices", "はい", "「1つ選択」「複数選択」の場合だけ"),
    ],
)
def test_new_says_beside_the_field_what_is_wrong(
    organizer: Browser, field: str, value: str, message: str
) -> None:
    form = {**a_full_form(), field: value}

    answer = organizer.post(NEW, form)

    assert (answer.status_code, db.session.scalars(select(Event)).all()) == (422, [])
    assert message in main_text(answer)
    if "選択肢" not in message:
        assert one_each(typed(answer)) == {
            name: text for name, text in form.items() if text and name != "status"
        }


def test_the_lunch_box_and_the_bus_are_one_press_away(organizer: Browser) -> None:
    once = organizer.post(NEW, {"title": "研修", "add_question": "lunch"})
    twice = organizer.post(NEW, {**typed(once), "add_question": "bus"})

    organizer.post(NEW, {**typed(twice), "status": "draft"})

    assert registration_draft(the_event()).questions == (
        QuestionDraft(number=1, kind=QuestionKind.YES_NO, text="お弁当の希望", is_required=True),
        QuestionDraft(
            number=2,
            kind=QuestionKind.CHOICE,
            text="バスの利用",
            choices=("往復とも利用する", "行きのみ利用する", "帰りのみ利用する", "利用しない"),
            is_required=True,
        ),
    )


def test_every_organization_of_a_group_gets_a_quota_to_fill_in(organizer: Browser) -> None:
    an_organization("置賜総合支庁")
    form = {**a_full_form(), "add_quota": "every"}

    shown = typed(organizer.post(NEW, form))

    rows = [shown[f"quotas-{number}-whom"][0] for number in range(3)]
    assert rows == [YONEZAWA, MINATO, NAGAI]
    assert "quotas-3-whom" not in shown


def test_questions_are_moved(organizer: Browser) -> None:
    shown = typed(organizer.post(NEW, {**a_full_form(), "lower_question": "0"}))

    assert [shown[f"questions-{number}-text"] for number in (0, 1)] == [["バス"], ["お弁当"]]


def test_an_answered_question_says_that_removing_it_keeps_the_answers(organizer: Browser) -> None:
    event = an_open_event()
    asked, dropped = a_question(event, text="お弁当"), a_question(event, text="駐車場")
    dropped.is_retired = True
    person = a_registration(event)
    person.answers = [Answer(question=one, values=["はい"]) for one in (asked, dropped)]
    db.session.commit()

    text = main_text(organizer.get(edit_path(event)))

    assert "1名が回答しています。回答方法は変更できません。" in text
    assert "質問を終えたもの（回答は残っています）： 駐車場" in text


def test_the_kind_of_an_answered_question_is_not_changed(organizer: Browser) -> None:
    event = an_open_event()
    question = a_question(event, text="お弁当")
    a_registration(event).answers = [Answer(question=question, values=["要"])]
    db.session.commit()
    form = typed(organizer.get(edit_path(event)))

    answer = organizer.post(edit_path(event), {**form, "questions-0-kind": "yes_no"})

    assert (answer.status_code, question.kind) == (422, QuestionKind.TEXT)
    assert "「お弁当」には既に回答があるため、回答方法を変更できません。" in main_text(answer)


def test_edit_warns_of_places_promised_twice_and_saves_all_the_same(organizer: Browser) -> None:
    event = an_open_event(capacity=30)
    body = an_organization("米沢市", code="062022")
    a_quota(event, organization=body, places=10)
    path = edit_path(event)

    answer = organizer.post(path, {**typed(organizer.get(path)), "quotas-0-places": "31"})

    assert (answer.status_code, event.quotas[0].places) == (303, 31)
    assert "枠の合計が31名で、定員の30名を超えています。" in main_text(organizer.get(path))


def test_copy_takes_quotas_and_questions_along_but_no_dates(organizer: Browser) -> None:
    form = a_full_form()
    organizer.post(NEW, form)

    shown = typed(organizer.get(f"/manage/trainings/{the_event().key}/copy"))

    left_out = {"released_on", "status", "quotas-0-places"}
    copied = one_each(shown)
    assert copied.pop("quotas-0-places") == "15"
    assert copied == {
        **{name: text for name, text in form.items() if name not in left_out},
        "contact_email": "exchange@example.lg.jp",
        "onsite_capacity": "20",
        "questions-1-choices": "往復\n片道",
    }
    assert [shown[f"questions-{number}-number"] for number in (0, 1)] == [[""], [""]]


def test_a_period_that_was_set_elsewhere_may_stay(organizer: Browser) -> None:
    event = an_open_event(retention_days=400)
    shown = organizer.get(edit_path(event))

    organizer.post(edit_path(event), {**typed(shown), "theme": "新しい"})

    assert "400日" in main_text(shown)
    assert (event.theme, event.retention_days) == ("新しい", 400)


def test_edit_sends_as_many_statements_for_three_quotas_and_questions_as_for_one(
    organizer: Browser,
) -> None:
    event = an_open_event(capacity=30)

    def sent() -> int:
        number = len(event.quotas) + 1
        a_quota(event, organization=an_organization(), places=number)
        a_question(event, text=f"質問{number}")
        organizer.get(edit_path(event))
        with statements() as found:
            organizer.get(edit_path(event))
        return len(found)

    assert len({sent() for _ in range(3)}) == 1


def test_buttons_of_questions_stand_where_they_do_something(organizer: Browser) -> None:
    event = an_open_event(status=EventStatus.DRAFT)
    for text in ("一", "二"):
        a_question(event, text=text)

    found = [one for one in buttons(organizer.get(edit_path(event))) if "question" in str(one[0])]

    assert found == [
        ("lower_question", "0"),
        ("remove_question", "0"),
        ("raise_question", "1"),
        ("remove_question", "1"),
        ("add_question", "lunch"),
        ("add_question", "bus"),
        ("add_question", ""),
    ]


def test_no_more_questions_are_added_than_the_page_has_room_for(organizer: Browser) -> None:
    form = {"title": "研修"} | {f"questions-{number}-text": str(number) for number in range(30)}

    answer = organizer.post(NEW, {**form, "add_question": "bus"})

    assert "questions-30-text" not in typed(answer)
    assert "30" in main_text(answer)


def test_opening_moments_still_go_with_the_rest(organizer: Browser) -> None:
    organizer.post(NEW, {**a_full_form(), "opens_on": "2026-08-01"})

    assert the_event().registration_opens_at == datetime(2026, 7, 31, 15, 0, tzinfo=UTC)
