"""Making and changing events in the browser."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from exchange.domain.booth import BoothKind
from exchange.domain.event import Event, EventKind, EventStatus, Visibility
from exchange.extensions import db
from exchange.manage.drafts import (
    BoothDraft,
    DayDraft,
    EventDraft,
    PlaceDraft,
    RegistrationDraft,
    SpeakerDraft,
    event_draft,
)
from tests.factories import (
    a_day,
    a_group,
    a_place,
    a_speaker,
    an_event,
    an_open_event,
    an_organization,
)
from tests.pages import main_text
from tests.typed import buttons, one_each, typed

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.conftest import Browser

NEW = "/manage/trainings/new"


def the_event() -> Event:
    return db.session.scalars(select(Event)).one()


def events_there_are() -> int | None:
    return db.session.scalar(select(func.count(Event.id)))


def edit_path(event: Event) -> str:
    return f"/manage/{event.kind.plural}/{event.key}/edit"


def sent_again(browser: Browser, event: Event, **changes: Any) -> TestResponse:
    """Open the form of `event`, change some fields and save it."""
    path = edit_path(event)
    return browser.post(path, {**typed(browser.get(path)), **changes})


def a_full_form() -> dict[str, str]:
    a_group("置賜地域", "okitama")
    a_group("港区", "minato")
    return {
        "title": "第4回交流研修",
        "series": "交流研修",
        "round": "４",
        "theme": "これからを考える",
        "days-0-held_on": "R8.9.26",
        "days-0-starts": "１３：３０",
        "days-0-ends": "16時30分",
        "days-0-places-0-groups": "okitama",
        "days-0-places-0-venue": "米沢市産業会館",
        "days-0-places-0-address": "米沢市金池三丁目",
        "days-0-places-1-groups": "minato",
        "days-0-places-1-online": "y",
        "days-0-places-1-url": "https://meet.example.jp/abc",
        "days-1-held_on": "令和８年９月２７日",
        "days-1-label": "管内視察",
        "days-1-places-0-venue": "小国町",
        "speakers-0-name": "髙橋 𠮷之助",
        "speakers-0-affiliation": "総務省",
        "speakers-0-position": "室長",
        "speakers-0-remote": "y",
        "takes_registrations": "y",
        "opens_on": "2026-08-01",
        "closes_on": "R8.9.20",
        "closes_time": "17:00",
        "capacity": "１，０００",
        "retention_days": "365",
        "visibility": "members",
        "status": "planned",
    }


def test_new_shows_one_empty_day_with_one_place_and_one_instructor(organizer: Browser) -> None:
    shown = typed(organizer.get(NEW))

    assert [name for name in shown if "-" in name and not shown[name][0]] == [
        "days-0-held_on",
        "days-0-starts",
        "days-0-ends",
        "days-0-label",
        "days-0-places-0-venue",
        "days-0-places-0-address",
        "days-0-places-0-url",
        "days-0-number",
        "speakers-0-name",
        "speakers-0-affiliation",
        "speakers-0-position",
    ]


def test_new_makes_an_event_of_all_that_was_typed(organizer: Browser) -> None:
    answer = organizer.post(NEW, a_full_form())

    event = the_event()
    assert (answer.status_code, answer.location) == (
        303,
        "/manage/trainings/training-2026-1/edit",
    )
    assert event_draft(event) == EventDraft(
        title="第4回交流研修",
        series="交流研修",
        round=4,
        theme="これからを考える",
        status=EventStatus.PLANNED,
        visibility=Visibility.MEMBERS,
        fiscal_year=2026,
        days=(
            DayDraft(
                number=1,
                held_on=date(2026, 9, 26),
                starts=time(13, 30),
                ends=time(16, 30),
                places=(
                    PlaceDraft(
                        groups=("okitama",), venue="米沢市産業会館", address="米沢市金池三丁目"
                    ),
                    PlaceDraft(groups=("minato",), online=True, url="https://meet.example.jp/abc"),
                ),
            ),
            DayDraft(
                number=2,
                held_on=date(2026, 9, 27),
                label="管内視察",
                places=(PlaceDraft(venue="小国町"),),
            ),
        ),
        speakers=(
            SpeakerDraft(name="髙橋 𠮷之助", affiliation="総務省", position="室長", remote=True),
        ),
        registration=RegistrationDraft(
            is_taken=True,
            opens_at=datetime(2026, 7, 31, 15, 0, tzinfo=UTC),
            closes_at=datetime(2026, 9, 20, 8, 0, tzinfo=UTC),
            capacity=1000,
        ),
        programme="",
        tier="",
        provider="",
        booths=(),
    )


def test_new_keeps_a_draft_to_organizers(organizer: Browser, browser: Browser) -> None:
    organizer.post(NEW, {**a_full_form(), "status": "draft", "visibility": "public"})

    public_page = f"/trainings/{the_event().key}"
    assert the_event().is_draft
    assert [one.get(public_page).status_code for one in (browser, organizer)] == [404, 200]


def test_new_fair_has_booths(organizer: Browser) -> None:
    town = an_organization("米沢市", code="062022")
    form = {
        "title": "ふれ愛まつり",
        "organizer": "港区芝地区総合支所",
        "booths-0-name": "けん玉",
        "booths-0-kind": "experience",
        "booths-0-organizations": town.address,
        "booths-0-offers": "けん玉\r\n\r\n 三連けん玉 \r\n",
        "status": "draft",
    }

    organizer.post("/manage/fairs/new", form)

    event = the_event()
    assert (event.kind, event.organizer) == (EventKind.FAIR, "港区芝地区総合支所")
    assert event_draft(event).booths == (
        BoothDraft(
            name="けん玉",
            kind=BoothKind.EXPERIENCE,
            organizations=("062022",),
            offers=("けん玉", "三連けん玉"),
        ),
    )


def test_new_seminar_has_a_programme_tier_and_provider(organizer: Browser) -> None:
    form = {
        "title": "地域通貨",
        "programme": "地方創生セミナー",
        "tier": "アドバンス",
        "provider": "地域活性化センター",
        "status": "draft",
    }

    organizer.post("/manage/seminars/new", form)

    draft = event_draft(the_event())
    assert (draft.programme, draft.tier, draft.provider) == (
        "地方創生セミナー",
        "アドバンス",
        "地域活性化センター",
    )


def test_new_without_any_day_belongs_to_the_year_it_is_planned_for(organizer: Browser) -> None:
    organizer.post(NEW, {"title": "来年度の研修", "fiscal_year": "令和９年度", "status": "draft"})

    assert (the_event().fiscal_year, the_event().key) == (2027, "training-2027-1")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "行事名を入力してください。"),
        ("title", "あ" * 201, "200文字以内で入力してください。"),
        ("title", "\0", "使用できない文字が含まれています。"),
        ("round", "0", "回は1以上の数で入力してください。"),
        ("round", "-1", "整数で入力してください。"),
        ("capacity", "たくさん", "整数で入力してください。"),
        ("days-0-held_on", "R8.2.30", "日付として読み取れません。"),
        ("days-0-held_on", "", "開催日を入力してください。"),
        ("days-0-held_on", "\u3000", "開催日を入力してください。"),
        ("days-0-starts", "25:00", "時刻として読み取れません。"),
        ("days-0-starts", "", "開始時刻も入力してください。"),
        ("days-0-ends", "13:30", "終了時刻は、開始時刻より後にしてください。"),
        ("days-0-places-0-venue", "", "会場を入力するか、"),
        ("days-0-places-0-url", "https://example.jp", "「オンライン」にチェックを入れてください。"),
        ("days-0-places-1-url", "javascript:alert(1)", "URLの形式が正しくありません。"),
        ("days-0-places-1-url", "http://[", "URLの形式が正しくありません。"),
        ("days-0-places-1-groups", "nobody", "選択肢"),
        ("speakers-0-name", "", "氏名を入力してください。"),
        ("opens_on", "2026-09-21", "申込期限は、申込開始日時より後にしてください。"),
        ("closes_on", "", "日付も入力してください。"),
        ("partnership", "nothing", "選択肢"),
        ("visibility", "nobody", "選択肢"),
    ],
)
def test_new_says_beside_the_field_what_is_wrong(
    organizer: Browser, field: str, value: str, message: str
) -> None:
    form = {**a_full_form(), field: value}

    answer = organizer.post(NEW, form)

    assert (answer.status_code, events_there_are()) == (422, 0)
    assert message in main_text(answer)
    if field not in {"days-0-places-1-groups", "partnership", "visibility"}:
        assert one_each(typed(answer)) == {
            name: text for name, text in form.items() if text and name != "status"
        }


def test_new_says_what_is_missing_to_publish(organizer: Browser) -> None:
    nowhere = organizer.post(
        NEW, {"title": "研修", "days-0-held_on": "R8.9.26", "status": "planned"}
    )
    never = organizer.post(NEW, {"title": "研修", "status": "planned"})

    assert (nowhere.status_code, never.status_code, events_there_are()) == (422, 422, 0)
    assert "会場またはオンラインを1日以上に入力してください。" in main_text(nowhere)
    assert "開催日を1日以上入力するか、時期を入力してください。" in main_text(never)


def test_new_publishes_what_is_only_expected(organizer: Browser, browser: Browser) -> None:
    form = {"title": "研修", "expected": " 1月下旬 ", "fiscal_year": "R8", "status": "planned"}

    answer = organizer.post(NEW, form)

    event = the_event()
    assert (answer.status_code, event.expected, event.fiscal_year) == (303, "1月下旬", 2026)
    assert "1月下旬（日程は未定）" in main_text(browser.get(f"/trainings/{event.key}"))
    assert typed(organizer.get(edit_path(event)))["expected"] == ["1月下旬"]


def test_new_says_when_words_for_the_time_are_too_many(organizer: Browser) -> None:
    answer = organizer.post(NEW, {"title": "研修", "expected": "春" * 201, "status": "planned"})

    assert (answer.status_code, events_there_are()) == (422, 0)
    assert "200文字以内で入力してください。" in main_text(answer)


def test_edit_fixes_the_day_and_keeps_the_words(organizer: Browser, browser: Browser) -> None:
    event = an_event(days=[], expected="1月下旬")
    day = {"days-0-held_on": "R9.1.26", "days-0-places-0-venue": "会館"}

    answer = sent_again(organizer, event, **day)

    assert (answer.status_code, event.first_on) == (303, date(2027, 1, 26))
    assert event.expected == "1月下旬"
    assert "1月下旬" not in main_text(browser.get(f"/trainings/{event.key}"))


def test_copy_leaves_out_when_it_was_expected(organizer: Browser) -> None:
    event = an_event(days=[], expected="1月下旬")

    copied = typed(organizer.get(f"/manage/trainings/{event.key}/copy"))

    assert (copied["expected"], copied["fiscal_year"]) == ([""], [""])


def test_new_leaves_empty_rows_out(organizer: Browser) -> None:
    empty = {
        "days-0-held_on": " ",
        "days-0-places-0-venue": "",
        "days-1-held_on": "R8.9.26",
        "days-1-places-0-venue": "\u3000",
        "speakers-0-name": "",
    }

    organizer.post(NEW, {"title": "研修", "status": "draft", **empty})

    draft = event_draft(the_event())
    assert draft.days == (DayDraft(number=1, held_on=date(2026, 9, 26)),)
    assert draft.speakers == ()


@pytest.mark.parametrize(
    ("button", "value", "appears"),
    [
        ("add_day", "", "days-2-held_on"),
        ("add_place", "0", "days-0-places-2-venue"),
        ("add_place", "1", "days-1-places-1-venue"),
        ("add_speaker", "", "speakers-1-name"),
    ],
)
def test_a_row_is_added_and_nothing_typed_is_lost(
    organizer: Browser, button: str, value: str, appears: str
) -> None:
    form = {**a_full_form(), "days-1-held_on": "いつか", "title": ""}

    answer = organizer.post(NEW, {**form, button: value})

    assert (answer.status_code, events_there_are()) == (200, 0)
    assert typed(answer)[appears] == [""]
    assert one_each(typed(answer)) == {
        name: text for name, text in form.items() if text and name != "status"
    }


def test_a_day_is_removed_and_those_after_it_move_up(organizer: Browser) -> None:
    form = a_full_form()

    shown = one_each(typed(organizer.post(NEW, {**form, "remove_day": "0"})))

    days = {name: text for name, text in shown.items() if name.startswith("days-")}
    assert days == {
        "days-0-held_on": "令和８年９月２７日",
        "days-0-label": "管内視察",
        "days-0-places-0-venue": "小国町",
    }


def test_a_place_is_removed_from_its_day(organizer: Browser) -> None:
    shown = typed(organizer.post(NEW, {**a_full_form(), "remove_place": "0-0"}))

    assert shown["days-0-places-0-url"] == ["https://meet.example.jp/abc"]
    assert "days-0-places-1-url" not in shown
    assert shown["days-1-places-0-venue"] == ["小国町"]


@pytest.mark.parametrize(
    ("button", "value"),
    [
        ("remove_day", "abc"),
        ("remove_day", ""),
        ("remove_day", "7"),
        ("remove_day", "0-0"),
        ("remove_day", "²"),
        ("remove_place", "0"),
        ("remove_place", "9-0"),
        ("remove_place", "0-9"),
        ("remove_place", "0-0-0"),
        ("add_place", "99"),
        ("add_place", ""),
        ("add_day", "3"),
        ("raise_day", "0"),
        ("lower_day", "1"),
    ],
)
def test_a_button_that_points_at_no_row_changes_nothing(
    organizer: Browser, button: str, value: str
) -> None:
    form = a_full_form()

    answer = organizer.post(NEW, {**form, button: value})

    assert answer.status_code == 200
    assert one_each(typed(answer)) == {name: form[name] for name in form if name != "status"}


def test_buttons_come_back_to_the_row_they_made(organizer: Browser) -> None:
    text = organizer.get(NEW).text

    assert f'name="add_day" value="" formaction="{NEW}#days-1"' in text
    assert f'name="add_place" value="0" formaction="{NEW}#days-0-places-1"' in text


def test_enter_in_a_field_saves_a_draft_and_removes_nothing(organizer: Browser) -> None:
    within_the_form = [
        name for name, _ in buttons(organizer.get(NEW)) if name not in {None, "language"}
    ]

    assert within_the_form[0] == "status"


def test_rows_are_numbered_anew_whatever_numbers_were_sent(organizer: Browser) -> None:
    form = {
        "title": "研修",
        "status": "draft",
        "days-999999-held_on": "R8.9.27",
        "days-7-held_on": "R8.9.26",
        "days-7-places-500-venue": "長井市",
        "days-²-held_on": "R8.9.28",
        "days-99999999999999999999-held_on": "R8.9.29",
        "days5": "x",
        "days-1-places-1-places-1-venue": "x",
    }

    answer = organizer.post(NEW, form)

    assert answer.status_code == 303
    assert event_draft(the_event()).days == (
        DayDraft(number=1, held_on=date(2026, 9, 26), places=(PlaceDraft(venue="長井市"),)),
        DayDraft(number=2, held_on=date(2026, 9, 27)),
    )


def test_there_is_room_for_fifty_days(organizer: Browser) -> None:
    days = {f"days-{number}-held_on": "R8.9.26" for number in range(50)}

    answer = organizer.post(NEW, {**days, "add_day": ""})

    assert answer.status_code == 422
    assert "50件まで" in main_text(answer)
    assert {name: text for name, text in one_each(typed(answer)).items() if name in days} == days


def test_more_rows_than_there_is_room_for_are_not_saved(organizer: Browser) -> None:
    places = {f"days-0-places-{number}-venue": "長井市" for number in range(21)}
    form = {"title": "研修", "status": "draft", "days-0-held_on": "R8.9.26", **places}

    answer = organizer.post(NEW, form)

    assert (answer.status_code, events_there_are()) == (422, 0)
    assert "20件まで" in main_text(answer)


def test_edit_shows_what_is_stored_and_saving_it_changes_nothing(organizer: Browser) -> None:
    organizer.post(NEW, a_full_form())
    before = event_draft(the_event())

    answer = sent_again(organizer, the_event())

    assert (answer.status_code, the_event().revision) == (303, 1)
    assert event_draft(the_event()) == before


def test_edit_shows_dates_in_wareki(organizer: Browser) -> None:
    shown = typed(organizer.get(edit_path(an_event())))

    assert (shown["days-0-held_on"], shown["days-0-starts"]) == (["令和8年9月26日"], ["13:30"])


def test_edit_changes_what_was_changed(organizer: Browser) -> None:
    event = an_event(speakers=[a_speaker("髙橋 𠮷之助")])

    sent_again(organizer, event, title="第2回", **{"days-0-held_on": "R9.4.2"})

    draft = event_draft(event)
    assert (draft.title, event.fiscal_year, event.revision) == ("第2回", 2027, 2)
    assert [one.name for one in draft.speakers] == ["髙橋 𠮷之助"]
    assert [(day.number, day.revision) for day in event.days] == [(1, 1)]


def test_edit_leaves_alone_what_its_form_does_not_ask(organizer: Browser) -> None:
    event = an_event(tier="アドバンス", provider="センター")

    sent_again(organizer, event, title="第2回")

    assert (event.tier, event.provider) == ("アドバンス", "センター")


def test_edit_keeps_the_status_when_none_is_sent(organizer: Browser) -> None:
    event = an_event(status=EventStatus.HELD)
    form = typed(organizer.get(edit_path(event)))
    del form["status"]

    organizer.post(edit_path(event), {**form, "title": "第2回"})

    assert (event.title, event.status) == ("第2回", EventStatus.HELD)


def test_edit_does_not_make_a_draft_of_what_was_published(organizer: Browser) -> None:
    event = an_event()

    answer = sent_again(organizer, event, title="第2回", status="draft")

    assert (answer.status_code, event.status, event.title) == (
        422,
        EventStatus.PLANNED,
        "第1回交流研修",
    )
    assert "公開した行事は下書きに戻せません。" in main_text(answer)


def test_edit_does_not_take_away_the_last_day_of_what_was_published(organizer: Browser) -> None:
    event = an_event()

    answer = sent_again(
        organizer,
        event,
        **{
            "days-0-held_on": "",
            "days-0-starts": "",
            "days-0-ends": "",
            "days-0-places-0-venue": "",
        },
    )

    assert (answer.status_code, len(event.live_days)) == (422, 1)
    assert "開催日を1日以上入力するか、時期を入力してください。" in main_text(answer)


def test_copy_opens_a_new_form_with_all_but_the_dates(organizer: Browser) -> None:
    form = a_full_form()
    organizer.post(NEW, form)

    answer = organizer.get(f"/manage/trainings/{the_event().key}/copy")

    dates = {"days-0-held_on", "days-1-held_on", "opens_on", "closes_on", "closes_time"}
    assert one_each(typed(answer)) == {
        **{name: text for name, text in form.items() if name not in {*dates, "status"}},
        "title": "第5回交流研修",
        "round": "5",
        "days-0-starts": "13:30",
        "days-0-ends": "16:30",
        "capacity": "1000",
    }
    assert events_there_are() == 1
    assert f'action="{NEW}"' in answer.text


def test_publish_shows_the_event_to_everybody(organizer: Browser, browser: Browser) -> None:
    event = an_event(status=EventStatus.DRAFT)

    answer = organizer.post(f"/manage/trainings/{event.key}/publish")

    assert (answer.status_code, event.status) == (303, EventStatus.PLANNED)
    assert browser.get(f"/trainings/{event.key}").status_code == 200


def test_publish_says_what_is_missing_and_shows_the_form(organizer: Browser) -> None:
    event = an_event(status=EventStatus.DRAFT, days=[a_day(places=[])])

    answer = organizer.post(f"/manage/trainings/{event.key}/publish")

    assert (answer.status_code, event.status) == (422, EventStatus.DRAFT)
    assert "まだ公開できません。" in main_text(answer)
    assert typed(answer)["days-0-held_on"] == ["令和8年9月26日"]
    assert f'action="{edit_path(event)}"' in answer.text


def test_cancel_asks_first_and_says_what_follows(organizer: Browser) -> None:
    event = an_open_event(days=[a_day(places=[a_place(online=True)])])

    answer = organizer.get(f"/manage/trainings/{event.key}/cancel")

    assert "0名の申込があります。" in main_text(answer)
    assert event.status is EventStatus.PLANNED


def test_cancel_is_seen_on_the_page_and_told_to_calendars(
    organizer: Browser, browser: Browser
) -> None:
    event = an_event()

    answer = organizer.post(f"/manage/trainings/{event.key}/cancel")

    assert (answer.status_code, event.status) == (303, EventStatus.CANCELLED)
    assert [day.revision for day in event.days] == [1]
    assert "中止" in main_text(browser.get(f"/trainings/{event.key}"))


def test_cancel_is_not_for_drafts(organizer: Browser) -> None:
    event = an_event(status=EventStatus.DRAFT)

    answer = organizer.post(f"/manage/trainings/{event.key}/cancel")

    assert (answer.status_code, event.status) == (422, EventStatus.DRAFT)


def test_reinstate_takes_the_cancelling_back(organizer: Browser) -> None:
    event = an_event(status=EventStatus.CANCELLED)

    answer = organizer.post(f"/manage/trainings/{event.key}/reinstate", form=edit_path(event))

    assert (answer.status_code, event.status) == (303, EventStatus.PLANNED)
    assert [day.revision for day in event.days] == [2]


def test_a_cancelled_event_stays_cancelled_when_it_is_edited(organizer: Browser) -> None:
    event = an_event(status=EventStatus.CANCELLED)

    sent_again(organizer, event, title="第2回")

    assert (event.title, event.status) == ("第2回", EventStatus.CANCELLED)
