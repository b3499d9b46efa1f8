from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from exchange.domain.event import Event, EventStatus
from exchange.domain.letter import LetterKind
from exchange.domain.question import Answer, QuestionKind
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db
from exchange.letters.writing import write
from exchange.lib import paper
from tests.factories import (
    a_day,
    a_feed,
    a_group,
    a_place,
    a_question,
    a_registration,
    an_event,
    an_open_event,
    an_organization,
)
from tests.statements import statements

if TYPE_CHECKING:
    from flask import Flask

    from exchange.domain.letter import Letter

CONTACT = {"contact": "置賜広域行政事務組合　0238-22-5111", "contact_email": "kaiko@example.lg.jp"}
LINK = "https://meet.example.jp/abc"
AT_THE_VENUE = {
    "family_name": "髙橋",
    "given_name": "𠮷之",
    "department": "総務課",
    "token": "a-secret",
}


def a_hybrid_event(**columns: Any) -> Event:
    """Make an event of two days: the first at 米沢 for 置賜 and online for 港区, the second on a tour."""
    okitama, minato = a_group(), a_group("港区", "minato")
    first = a_day(
        places=[
            a_place(groups=[okitama]),
            a_place(online=True, groups=[minato], url=LINK),
        ]
    )
    second = a_day(
        date(2026, 9, 27), time(9), time(12), label="現地視察", places=[a_place("道の駅米沢")]
    )
    return an_open_event(title="第3回交流研修", days=[first, second], **CONTACT, **columns)


def somebody(event: Event, **columns: Any) -> Registration:
    """Register 髙橋 𠮷之 of 米沢市, whose reference number is 000001."""
    group = event.days[0].places[0].groups[0] if event.days[0].places[0].groups else None
    body = an_organization("米沢市", group=group)
    person = a_registration(event, organization=body, **AT_THE_VENUE | columns)
    if person.email:
        a_feed(person.email, "a-calendar")
    return person


def written(kind: LetterKind, registration: Registration, at: datetime, **more: Any) -> Letter:
    letter = write(kind, registration, at=at, **more)
    assert letter is not None
    return letter


def test_a_letter_in_japanese_reads_and_prints_like_one(app: Flask, noon: datetime) -> None:
    letter = written(LetterKind.CONFIRMED, somebody(a_hybrid_event()), noon)

    assert letter.subject == "【参加確定】第3回交流研修（R8.9.26～27）"
    assert (
        letter.body
        == """\
米沢市 総務課
髙橋 𠮷之 様

次の行事への参加が確定しましたので、お知らせします。

----------------------------------------------------------------------
行事　　：第3回交流研修
1日目　 ：令和8年9月26日(土) 13:30～16:30
　　　　　米沢市産業会館
2日目　 ：令和8年9月27日(日) 9:00～12:00（現地視察）
　　　　　道の駅米沢
参加方法：会場で参加
受付番号：000001
----------------------------------------------------------------------

予定表用のファイル（.ics）を添付しています。開くと、お使いの予定表に登
録できます。内容が変わったときは、更新用のファイルをお送りします。

申込の確認・変更・取消は、次のページでできます。アドレスは、ほかの方に
知らせないでください。
https://kaiko.example.lg.jp/registrations/a-secret
変更は令和8年9月26日(土) 13:30まで、取消は行事の開始まで、このページで
できます。

あなたの申込をまとめた個人用カレンダーです。このアドレスをお使いの予定
表に登録すると、変更も自動で反映されます。
https://kaiko.example.lg.jp/feeds/my/a-calendar.ics
登録の方法は、次のページでご案内しています。
https://kaiko.example.lg.jp/feeds/my/a-calendar

お問い合わせ先：置賜広域行政事務組合　0238-22-5111
　　　　　　　　kaiko@example.lg.jp

----------------------------------------------------------------------
開港 Kaikō
https://kaiko.example.lg.jp
"""
    )


def test_a_letter_in_english_says_the_same(app: Flask, noon: datetime) -> None:
    letter = written(LetterKind.CONFIRMED, somebody(a_hybrid_event(), language="en"), noon)

    assert letter.subject == "[Place confirmed] 第3回交流研修 (Sep 26, 2026 – Sep 27, 2026)"
    assert (
        letter.body
        == """\
米沢市 総務課
Dear 髙橋 𠮷之,

Your place at this event is confirmed.

----------------------------------------------------------------------
Event:            第3回交流研修
Day 1:            Saturday, September 26, 2026 13:30–16:30
                  米沢市産業会館
Day 2:            Sunday, September 27, 2026 9:00–12:00 (現地視察)
                  道の駅米沢
How to take part: At the venue
Reference number: 000001
----------------------------------------------------------------------

A calendar entry (.ics) is attached. Open it to put the date into your
calendar. If something changes, we send you the new one.

See, change or cancel your application on this page. Please show its
address to nobody.
https://kaiko.example.lg.jp/registrations/a-secret
You can change it until Saturday, September 26, 2026 13:30, and cancel
it until the event begins.

Your personal calendar with all your applications. Added to your
calendar, the address brings every change by itself.
https://kaiko.example.lg.jp/feeds/my/a-calendar.ics
How to add it:
https://kaiko.example.lg.jp/feeds/my/a-calendar

Contact for questions: 置賜広域行政事務組合　0238-22-5111
                       kaiko@example.lg.jp

----------------------------------------------------------------------
開港 Kaikō
https://kaiko.example.lg.jp
"""
    )


def test_a_letter_is_addressed_to_the_person_and_answered_by_the_contact(
    app: Flask, noon: datetime
) -> None:
    registration = somebody(a_hybrid_event(), email="y@example.lg.jp", language="en")

    letter = written(LetterKind.CONFIRMED, registration, noon)

    assert (letter.recipient, letter.recipient_name) == ("y@example.lg.jp", "髙橋 𠮷之")
    assert (letter.language, letter.reply_to) == ("en", "kaiko@example.lg.jp")
    assert (letter.registration, letter.event) == (registration, registration.event)
    assert (letter.organization, letter.due_at) == (registration.organization, noon)


def test_nothing_is_written_without_a_mail_address(app: Flask, noon: datetime) -> None:
    walk_in = somebody(a_hybrid_event(), email="", is_walk_in=True)

    assert write(LetterKind.EVENT_CANCELLED, walk_in, at=noon) is None


STATES: list[tuple[LetterKind, dict[str, Any], str, str]] = [
    (
        LetterKind.RECEIVED,
        {"status": RegistrationStatus.PENDING},
        "【申込受付】",
        "参加はまだ確定していません。",
    ),
    (
        LetterKind.WAITING,
        {"status": RegistrationStatus.WAITING},
        "【キャンセル待ち】",
        "キャンセル待ち（1番目）",
    ),
    (
        LetterKind.LAPSED,
        {"status": RegistrationStatus.CANCELLED},
        "【回答期限切れ】",
        "期限までに承諾の手続がありませんでした",
    ),
    (
        LetterKind.PROMOTED,
        {},
        "【繰上げ・参加確定】",
        "キャンセル待ちから繰り上がり、次の行事への参加が確定しました。",
    ),
    (
        LetterKind.PROMOTED,
        {"status": RegistrationStatus.PENDING},
        "【繰上げ・承認待ち】",
        "参加はまだ確定していません。",
    ),
    (LetterKind.CHANGED, {}, "【申込内容の変更】", "申込の内容を変更しました。"),
    (
        LetterKind.CANCELLED,
        {"status": RegistrationStatus.CANCELLED},
        "【申込の取消】",
        "次の行事への申込を取り消しました。",
    ),
    (
        LetterKind.DECLINED,
        {
            "status": RegistrationStatus.DECLINED,
            "decline_reason": "抽選を行いました。\n次の機会に。",
        },
        "【申込結果のお知らせ】",
        "理由：\n抽選を行いました。\n次の機会に。\n",
    ),
    (LetterKind.EVENT_CANCELLED, {}, "【開催中止】", "お申し込みの次の行事は、中止になりました。"),
    (
        LetterKind.EVENT_REINSTATED,
        {},
        "【開催のお知らせ（中止の取消）】",
        "中止とお知らせした次の行事は、開催することになりました。",
    ),
    (LetterKind.REMINDER, {}, "【開催前のお知らせ】", "お申し込みの行事の開催日が近づきました"),
]


@pytest.mark.parametrize("state", STATES)
def test_each_kind_says_what_became_of_the_application(
    app: Flask, noon: datetime, state: tuple[LetterKind, dict[str, Any], str, str]
) -> None:
    kind, columns, subject, said = state

    letter = written(kind, somebody(a_hybrid_event(), **columns), noon)

    assert letter.subject == f"{subject}第3回交流研修（R8.9.26～27）"
    assert said.replace("\n", "") in letter.body.replace("\n", "")
    assert "受付番号：000001\n" in letter.body
    assert max(map(paper.width, letter.body.splitlines())) <= paper.COLUMNS


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind is not LetterKind.SUMMARY])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_kind_is_translated_whole(
    app: Flask, noon: datetime, kind: LetterKind, language: str
) -> None:
    registration = somebody(
        a_hybrid_event(),
        language=language,
        status=RegistrationStatus.WAITING,
        offer_expires_at=noon + timedelta(hours=48),
    )

    letter = written(kind, registration, noon)

    words = letter.body.replace("髙橋 𠮷之", "").replace("Kaikō", "")
    if language == "ja":
        assert [line for line in words.splitlines() if "the" in line.split()] == []
    else:
        assert [line for line in words.splitlines() if "です" in line or "ます" in line] == []


def test_an_offer_says_until_when_and_where_to_accept(app: Flask, noon: datetime) -> None:
    registration = somebody(
        a_hybrid_event(),
        status=RegistrationStatus.WAITING,
        offer_expires_at=noon + timedelta(hours=48),
    )

    letter = written(LetterKind.OFFERED, registration, noon)

    assert letter.body.split("\n\n")[1] == (
        "キャンセル待ちの行事に空きが出ました。令和8年6月3日(水) 12:00まで、席\n"
        "を確保しています。\n"
        "参加を希望する場合は、期限までに、次のページで承諾の手続をしてくださ\n"
        "い。\n"
        "https://kaiko.example.lg.jp/registrations/a-secret"
    )


def test_the_joining_link_is_for_those_confirmed_online_alone(app: Flask, noon: datetime) -> None:
    event = a_hybrid_event()
    minato = event.days[0].places[1].groups[0]
    mine = {"organization": an_organization("港区", group=minato), "days": [event.days[0]]}

    bodies = [
        written(LetterKind.CHANGED, a_registration(event, **mine, **one), noon).body
        for one in (
            {"mode": Mode.ONLINE},
            {"mode": Mode.ONLINE, "status": RegistrationStatus.PENDING},
            {"mode": Mode.ONSITE},
        )
    ]

    assert [LINK in body for body in bodies] == [True, False, False]
    assert (
        "1日目　 ：令和8年9月26日(土) 13:30～16:30\n　　　　　オンライン\n　　　　　https"
        in bodies[0]
    )


def test_a_single_day_states_time_and_place_by_themselves(app: Flask, noon: datetime) -> None:
    online = a_place(online=True)
    registration = somebody(an_event(days=[a_day(places=[online])]), mode=Mode.ONLINE)

    body = written(LetterKind.CONFIRMED, registration, noon).body

    assert (
        body.split("-" * paper.COLUMNS)[1]
        == """
行事　　 ：第1回交流研修
日時　　 ：令和8年9月26日(土) 13:30～16:30
場所　　 ：オンライン
参加用URL：参加用URLは、決まり次第お知らせします。
参加方法 ：オンライン
受付番号 ：000001
"""
    )


def test_what_was_answered_is_restated(app: Flask, noon: datetime) -> None:
    event = a_hybrid_event()
    question = a_question(event, QuestionKind.YES_NO, "お弁当を希望しますか。")
    registration = somebody(event)
    registration.answers.append(Answer(question=question, values=["yes"]))

    body = written(LetterKind.CHANGED, registration, noon).body

    assert "・お弁当を希望しますか。：はい\n" in body


def test_after_the_deadline_the_letter_says_what_can_still_be_done(
    app: Flask, noon: datetime
) -> None:
    event = a_hybrid_event(registration_closes_at=noon - timedelta(days=1))

    body = written(LetterKind.REMINDER, somebody(event), noon).body

    assert "変更の受付は終了しました。取消は、行事の開始までできます。" in body
    assert "変更は令和" not in body


def test_a_cancelled_event_offers_nothing_to_change(app: Flask, noon: datetime) -> None:
    event = a_hybrid_event(status=EventStatus.CANCELLED)

    body = written(LetterKind.EVENT_CANCELLED, somebody(event), noon).body

    assert "申込の内容は、次のページで確認できます。" in body


def test_titles_and_names_cannot_break_lines_or_templates(app: Flask, noon: datetime) -> None:
    event = a_hybrid_event()
    event.title = "題名\r\nBcc: x@example.jp {{ 7 * 7 }} <b>&amp;"

    letter = written(LetterKind.CONFIRMED, somebody(event, given_name="{% raw %}％<i>"), noon)

    assert letter.subject == (
        "【参加確定】題名 Bcc: x@example.jp {{ 7 * 7 }} <b>&amp;（R8.9.26～27）"
    )
    assert "行事　　：題名 Bcc: x@example.jp {{ 7 * 7 }} <b>&amp;\n" in letter.body
    assert "髙橋 {% raw %}％<i> 様\n" in letter.body


def test_letters_of_several_languages_are_written_one_after_the_other(
    app: Flask, noon: datetime
) -> None:
    event = a_hybrid_event()
    people = [a_registration(event, language=language) for language in ("ja", "en", "ja")]

    subjects = [written(LetterKind.REMINDER, one, noon).subject[:5] for one in people]

    assert subjects == ["【開催前の", "[Remi", "【開催前の"]


def test_a_letter_costs_few_statements(app: Flask, noon: datetime) -> None:
    registration = somebody(a_hybrid_event())
    written(LetterKind.CONFIRMED, registration, noon)
    db.session.flush()

    with statements() as sent:
        written(LetterKind.CONFIRMED, registration, noon)

    assert len(sent) == 2
