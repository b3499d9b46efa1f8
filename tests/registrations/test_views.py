from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.domain.question import QuestionKind
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db
from tests.conftest import BASE_URL, Browser
from tests.factories import (
    a_day,
    a_group,
    a_place,
    a_question,
    a_registration,
    an_account,
    an_event,
    an_open_event,
    an_organization,
)
from tests.lib.strategies import typed_text
from tests.pages import main_text

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from exchange.domain.event import Event
    from exchange.domain.organization import Organization

HOUR = timedelta(hours=1)
JOINING_LINK = "https://meet.example.jp/j/987654321"
UNSEEN = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


def entries(organization: Organization, **fields: Any) -> dict[str, Any]:
    """What a careful person types."""
    return {
        "family_name": "髙﨑",
        "given_name": "𠮷郎",
        "family_kana": "たかさき",
        "given_kana": "ﾖｼﾛｳ",
        "organization": organization.address,
        "department": "総務課",
        "position": "主査",
        "email": "Ｔａｋａｓａｋｉ＠example.lg.jp",
        "phone": "０２３８－２２－５１１１",
        "mode": "onsite",
        "remarks": "字幕を\r\nお願いします。",
        **fields,
    }


def form_of(event: Event) -> str:
    return f"/{event.kind.plural}/{event.key}/register"


def page_of(registration: Registration, action: str = "") -> str:
    return f"/registrations/{registration.token}{action}"


def all_registrations() -> list[Registration]:
    db.session.expire_all()
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def invalid_fields(answer: TestResponse) -> list[str]:
    """Name the fields that the error summary links to."""
    summary = re.search(r'class="error-summary".*?</div>', answer.text, re.DOTALL)
    return re.findall(r'href="#(\w+)', summary[0]) if summary else []


def values(answer: TestResponse) -> dict[str, str]:
    """Read what stands in the one-line fields of the form, shown or hidden."""
    found = {}
    for tag in re.findall(r"<input [^>]+>", answer.text):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if attributes.get("type") in {"text", "hidden"} and "name" in attributes:
            found[attributes["name"]] = unescape(attributes["value"])
    return found


@pytest.mark.parametrize("kind", list(EventKind))
def test_new_registers_at_once_what_comes_without_a_step(
    browser: Browser, noon: datetime, kind: EventKind
) -> None:
    event, body = an_open_event(kind=kind), an_organization()

    answer = browser.post(form_of(event), entries(body))

    [made] = all_registrations()
    assert (answer.status_code, answer.location) == (303, page_of(made))
    assert {
        "family_name": made.family_name,
        "given_name": made.given_name,
        "family_kana": made.family_kana,
        "given_kana": made.given_kana,
        "organization": made.organization,
        "department": made.department,
        "position": made.position,
        "email": made.email,
        "phone": made.phone,
        "mode": made.mode,
        "days": made.days,
        "remarks": made.remarks,
        "status": made.status,
        "account": made.account,
    } == {
        "family_name": "髙﨑",
        "given_name": "𠮷郎",
        "family_kana": "タカサキ",
        "given_kana": "ヨシロウ",
        "organization": body,
        "department": "総務課",
        "position": "主査",
        "email": "takasaki@example.lg.jp",
        "phone": "0238-22-5111",
        "mode": Mode.ONSITE,
        "days": event.days,
        "remarks": "字幕を\nお願いします。",
        "status": RegistrationStatus.CONFIRMED,
        "account": None,
    }


def test_new_goes_from_entering_over_review_to_done(browser: Browser, noon: datetime) -> None:
    event, body = an_open_event(), an_organization("高畠町", code="063819")
    path = form_of(event)

    review = browser.post(path, {**entries(body), "step": "review"})
    nothing_yet = all_registrations()
    done = browser.post(path, {**values(review), "step": "send"})

    assert review.status_code == 200
    assert "髙﨑 𠮷郎（たかさき よしろう）" in main_text(review)
    assert "高畠町" in main_text(review)
    assert nothing_yet == []
    [made] = all_registrations()
    assert (done.status_code, done.location) == (303, page_of(made))
    assert (made.given_name, made.given_kana, made.remarks) == (
        "𠮷郎",
        "ヨシロウ",
        "字幕を\nお願いします。",
    )


def test_new_gives_everything_back_for_another_edit(browser: Browser, noon: datetime) -> None:
    event, body = an_open_event(), an_organization()
    typed = entries(body)
    review = browser.post(form_of(event), {**typed, "step": "review"})

    again = browser.post(form_of(event), {**values(review), "step": "edit"})

    assert again.status_code == 200
    assert invalid_fields(again) == []
    assert (
        typed.items()
        >= {name: value for name, value in values(again).items() if name in typed}.items()
    )
    assert f'<option selected value="{body.address}">' in again.text
    assert "字幕を\nお願いします。</textarea>" in again.text


def test_new_shows_errors_beside_their_fields_and_keeps_what_was_typed(
    browser: Browser, noon: datetime
) -> None:
    event, body = an_open_event(), an_organization()
    wrong = {"family_kana": "高崎", "email": "taro", "phone": "22-5111", "given_name": "　"}

    answer = browser.post(form_of(event), {**entries(body), **wrong, "step": "review"})

    assert answer.status_code == 422
    assert invalid_fields(answer) == ["given_name", "family_kana", "email", "phone"]
    typed = values(answer)
    assert [typed[name] for name in ("family_kana", "email", "phone")] == [
        "高崎",
        "taro",
        "22-5111",
    ]
    assert typed["family_name"] == "髙﨑"
    assert all_registrations() == []


def test_new_asks_for_all_that_is_needed(browser: Browser, noon: datetime) -> None:
    event = an_open_event(days=[a_day(date(2026, 9, 26)), a_day(date(2026, 9, 27))])

    answer = browser.post(form_of(event), {})

    assert answer.status_code == 422
    assert invalid_fields(answer) == [
        *("family_name", "given_name", "family_kana", "given_kana"),
        *("organization", "email", "mode", "days"),
    ]


@pytest.mark.parametrize("written", ["063819", "０６３８１９", "高畠町", " 髙畠町 "])
def test_new_understands_a_body_by_its_code_and_by_its_name(
    browser: Browser, noon: datetime, written: str
) -> None:
    event, body = an_open_event(), an_organization("高畠町", code="063819")

    browser.post(form_of(event), {**entries(body), "organization": written})

    assert [made.organization for made in all_registrations()] == [body]


def test_new_understands_a_body_by_its_slug(browser: Browser, noon: datetime) -> None:
    event, body = an_open_event(), an_organization("地域活性化センター")

    browser.post(form_of(event), {**entries(body), "organization": body.slug})

    assert [made.organization for made in all_registrations()] == [body]


def test_new_keeps_an_unknown_body_in_sight(browser: Browser, noon: datetime) -> None:
    event, body = an_open_event(), an_organization()

    answer = browser.post(form_of(event), {**entries(body), "organization": "江戸"})

    assert invalid_fields(answer) == ["organization"]
    assert '<option selected value="江戸">' in answer.text


def test_new_refuses_a_way_the_event_does_not_offer_beside_the_field(
    browser: Browser, noon: datetime
) -> None:
    okitama, minato = a_group("置賜地域"), a_group("港区")
    places = [a_place(groups=[okitama]), a_place(online=True, groups=[minato])]
    event = an_open_event(days=[a_day(places=places)])
    body = an_organization(group=minato)

    refused = browser.post(form_of(event), entries(body, mode="onsite", step="review"))
    taken = browser.post(form_of(event), entries(body, mode="online"))

    assert (refused.status_code, invalid_fields(refused)) == (422, ["mode"])
    assert taken.status_code == 303


def test_new_lists_only_the_bodies_that_the_event_expects(browser: Browser, noon: datetime) -> None:
    okitama = a_group("置賜地域")
    event = an_open_event(days=[a_day(places=[a_place(groups=[okitama])])])
    an_organization("米沢市", group=okitama)
    an_organization("港区", group=a_group("港区"))

    page = browser.get(form_of(event)).text

    assert re.findall(r"<option[^>]*>([^<]+)</option>", page)[1:] == ["米沢市"]


def test_new_selects_the_only_way_of_taking_part(browser: Browser, noon: datetime) -> None:
    event = an_open_event()

    page = browser.get(form_of(event)).text

    assert re.findall(r'<input checked[^>]* name="mode"[^>]* value="(\w+)"', page) == ["onsite"]


def test_new_takes_the_days_that_were_chosen(browser: Browser, noon: datetime) -> None:
    first, second = date(2026, 9, 26), date(2026, 9, 27)
    event = an_open_event(days=[a_day(first), a_day(second, time(9)), a_day(second, time(13, 30))])
    chosen = ["2026-09-26", "2026-09-27T13:30"]

    answer = browser.post(form_of(event), entries(an_organization(), days=chosen))

    [made] = all_registrations()
    assert answer.status_code == 303
    assert [(day.held_on, day.starts) for day in made.days] == [
        (first, time(13, 30)),
        (second, time(13, 30)),
    ]


def test_new_refuses_a_day_that_the_event_does_not_have(browser: Browser, noon: datetime) -> None:
    event = an_open_event(days=[a_day(date(2026, 9, 26)), a_day(date(2026, 9, 27))])

    answer = browser.post(form_of(event), entries(an_organization(), days=["2026-09-28"]))

    assert (answer.status_code, invalid_fields(answer)) == (422, ["days"])


def test_new_says_that_one_joins_the_waiting_list_when_full(
    browser: Browser, noon: datetime
) -> None:
    event, body = an_open_event(capacity=1), an_organization()
    before = browser.get(form_of(event)).text
    a_registration(event)

    page = browser.get(form_of(event)).text
    review = browser.post(form_of(event), entries(body, step="review")).text
    browser.post(form_of(event), entries(body))

    assert [text.count("notice--warning") for text in (before, page, review)] == [0, 1, 1]
    assert all_registrations()[-1].status is RegistrationStatus.WAITING


def test_new_refuses_the_same_person_twice_and_shows_nothing_of_the_first(
    browser: Browser, noon: datetime
) -> None:
    event, body = an_open_event(), an_organization()
    browser.post(form_of(event), entries(body, department="秘書課", remarks="内密に"))

    answer = browser.post(form_of(event), entries(body, step="review"))

    [made] = all_registrations()
    assert (answer.status_code, invalid_fields(answer)) == (422, ["email"])
    assert [word for word in ("秘書課", "内密に", made.token) if word in answer.text] == []


@pytest.mark.parametrize(
    "columns",
    [
        {"takes_registrations": False},
        {"registration_opens_at": datetime.fromisoformat("2026-06-02T09:00+09:00")},
        {"registration_closes_at": datetime.fromisoformat("2026-05-29T17:15+09:00")},
        {"status": EventStatus.CANCELLED},
        {"status": EventStatus.HELD},
    ],
    ids=["none", "upcoming", "closed", "cancelled", "held"],
)
def test_new_says_why_nothing_is_taken_and_offers_no_form(
    browser: Browser, noon: datetime, columns: dict[str, Any]
) -> None:
    event = an_event(**{"takes_registrations": True, **columns})

    page = browser.get(form_of(event))
    posted = browser.post(form_of(event), entries(an_organization()))

    assert (page.status_code, posted.status_code) == (200, 422)
    assert main_text(page) == main_text(posted)
    assert [('name="family_name"' in page.text), ("notice--warning" in page.text)] == [False, True]
    assert all_registrations() == []


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"registration_opens_at": datetime.fromisoformat("2026-06-02T09:00+09:00")}, "9:00"),
        ({"registration_closes_at": datetime.fromisoformat("2026-05-29T17:15+09:00")}, "17:15"),
    ],
    ids=["upcoming", "closed"],
)
def test_new_says_when_applications_open_or_closed(
    browser: Browser, noon: datetime, columns: dict[str, Any], words: str
) -> None:
    page = browser.get(form_of(an_open_event(**columns)))

    assert words in re.findall(r"notice__body.*?</div>", page.text, re.DOTALL)[0]


@pytest.mark.parametrize(
    "columns", [{"status": EventStatus.DRAFT}, {"visibility": Visibility.MEMBERS}]
)
def test_new_is_not_there_for_whoever_may_not_see_the_event(
    browser: Browser, noon: datetime, columns: dict[str, Any]
) -> None:
    event = an_open_event(**columns)

    assert browser.get(form_of(event)).status_code == 404
    assert browser.post(form_of(event), {}, form="/").status_code == 404


def test_new_knows_whoever_is_signed_in(app: Flask, noon: datetime) -> None:
    body = an_organization()
    account = an_account(organization=body, name="置賜 太郎")
    browser = Browser(app).sign_in(account)
    event = an_open_event(visibility=Visibility.MEMBERS)

    page = browser.get(form_of(event))
    browser.post(form_of(event), entries(body))

    known = values(page)
    assert [known[name] for name in ("family_name", "given_name", "email", "phone")] == [
        *("置賜", "太郎"),
        account.email,
        "",
    ]
    assert f'<option selected value="{body.address}">' in page.text
    assert [made.account for made in all_registrations()] == [account]


def test_new_knows_only_the_body_of_a_colleague(app: Flask, noon: datetime) -> None:
    body = an_organization()
    browser = Browser(app).sign_in(an_account(Role.COORDINATOR, organization=body))

    page = browser.get(form_of(an_open_event()) + "?colleague=1")

    known = values(page)
    assert (known["family_name"], known["email"]) == ("", "")
    assert f'<option selected value="{body.address}">' in page.text


def test_new_takes_nothing_of_the_account_when_a_field_is_sent_empty(
    app: Flask, noon: datetime
) -> None:
    account = an_account(name="置賜 太郎")
    browser = Browser(app).sign_in(account)
    assert account.organization
    typed = entries(account.organization)
    del typed["email"]

    answer = browser.post(form_of(an_open_event()), typed)

    assert invalid_fields(answer) == ["email"]


def test_forms_work_over_https_without_a_referrer(browser: Browser, noon: datetime) -> None:
    event, body = an_open_event(), an_organization()
    page = browser.get(form_of(event), base_url=BASE_URL)
    fields = {**entries(body), "csrf_token": values(page)["csrf_token"]}

    answer = browser.post_bare(form_of(event), data=fields, base_url=BASE_URL)

    assert answer.status_code == 303


def test_forms_are_refused_without_their_token(browser: Browser, noon: datetime) -> None:
    registration = a_registration(an_open_event())

    assert browser.post_bare(page_of(registration, "/cancel")).status_code == 400
    assert registration.status is RegistrationStatus.CONFIRMED


def test_show_tells_the_holder_when_it_is_done_and_only_once(
    browser: Browser, noon: datetime
) -> None:
    event, body = an_open_event(), an_organization()
    path = browser.post(form_of(event), entries(body)).location

    pages = [browser.get(path).text for _ in range(2)]

    assert [page.count("notice--success") for page in pages] == [1, 0]
    assert [page.count('class="steps"') for page in pages] == [1, 0]


def test_show_says_how_long_the_queue_is_ahead(browser: Browser, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    a_registration(event)
    a_registration(event, status=RegistrationStatus.WAITING)
    mine = a_registration(event, status=RegistrationStatus.WAITING, queued_at=noon)

    page = browser.get(page_of(mine))

    assert "キャンセル待ち 2番目" in main_text(page)
    assert mine.reference in main_text(page)


def test_show_leads_each_person_to_their_own_place(browser: Browser, noon: datetime) -> None:
    okitama, minato = a_group("置賜地域"), a_group("港区")
    places = [
        a_place("米沢市産業会館", groups=[okitama]),
        a_place(online=True, groups=[okitama], url=JOINING_LINK + "?okitama"),
        a_place(online=True, groups=[minato], url=JOINING_LINK),
    ]
    event = an_open_event(days=[a_day(places=places)])
    here = a_registration(event, organization=an_organization(group=okitama))
    far = a_registration(event, organization=an_organization(group=minato), mode=Mode.ONLINE)

    at_the_venue, online = (browser.get(page_of(one)).text for one in (here, far))

    assert [("米沢市産業会館" in page) for page in (at_the_venue, online)] == [True, False]
    assert re.findall(r'href="(https://meet[^"]+)"', at_the_venue) == []
    assert re.findall(r'href="(https://meet[^"]+)"', online) == [JOINING_LINK]


@pytest.mark.parametrize(
    "status", [RegistrationStatus.WAITING, RegistrationStatus.PENDING, RegistrationStatus.CANCELLED]
)
def test_show_keeps_the_joining_link_from_those_without_a_place(
    browser: Browser, noon: datetime, status: RegistrationStatus
) -> None:
    event = an_open_event(days=[a_day(places=[a_place(online=True, url=JOINING_LINK)])])
    registration = a_registration(event, mode=Mode.ONLINE, status=status)

    assert JOINING_LINK not in browser.get(page_of(registration)).text


def test_show_links_to_nothing_but_web_addresses(browser: Browser, noon: datetime) -> None:
    place = a_place(online=True, url="javascript:alert(1)")
    event = an_open_event(days=[a_day(places=[place])])

    page = browser.get(page_of(a_registration(event, mode=Mode.ONLINE))).text

    assert "javascript:" not in page


def test_show_names_only_the_days_of_the_registration(browser: Browser, noon: datetime) -> None:
    event = an_open_event(days=[a_day(date(2026, 9, 26)), a_day(date(2026, 10, 3))])
    registration = a_registration(event, days=event.days[1:])

    page = browser.get(page_of(registration)).text

    assert re.findall(r'datetime="([-0-9]+)"', page) == ["2026-10-03"]


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.CANCELLED, EventStatus.HELD])
@pytest.mark.parametrize("visibility", list(Visibility))
def test_show_stays_whatever_becomes_of_the_event(
    browser: Browser, noon: datetime, status: EventStatus, visibility: Visibility
) -> None:
    event = an_open_event(status=status, visibility=visibility)

    page = browser.get(page_of(a_registration(event)))

    assert page.status_code == 200
    assert event.title in main_text(page)


def test_show_offers_what_can_still_be_done(browser: Browser, noon: datetime) -> None:
    today = [a_day(date(2026, 6, 1), time(13), time(15))]
    begun = [a_day(date(2026, 6, 1), time(11), time(15))]
    open_still, closed, over = (
        a_registration(an_open_event(days=days, registration_closes_at=closes_at))
        for days, closes_at in [(today, None), (today, noon - HOUR), (begun, None)]
    )

    actions = [
        re.findall(r'href="/registrations/[^/"]+/(\w+)"', browser.get(page_of(one)).text)
        for one in (open_still, closed, over)
    ]

    assert actions == [["edit", "cancel", "erase"], ["cancel", "erase"], ["erase"]]


def test_show_is_404_for_an_unknown_token(browser: Browser) -> None:
    assert browser.get("/registrations/nobody-knows-this").status_code == 404


@pytest.mark.parametrize("action", ["", "/edit", "/cancel", "/erase", "/data.csv", "/data.json"])
def test_pages_of_the_holder_leave_no_trace(browser: Browser, noon: datetime, action: str) -> None:
    registration = a_registration(an_open_event())

    answer = browser.get(page_of(registration, action))

    assert answer.status_code == 200
    assert {name: answer.headers[name] for name in UNSEEN} == UNSEEN


def test_edit_shows_what_was_stated(browser: Browser, noon: datetime) -> None:
    event = an_open_event(days=[a_day(date(2026, 9, 26)), a_day(date(2026, 10, 3))])
    registration = a_registration(
        event, days=event.days[1:], family_name="髙﨑", family_kana="タカサキ", phone="0238-22-5111"
    )

    page = browser.get(page_of(registration, "/edit"))

    known = values(page)
    assert [known[name] for name in ("family_name", "family_kana", "phone")] == [
        *("髙﨑", "たかさき", "0238-22-5111")
    ]
    assert re.findall(r'<input checked[^>]* value="([^"]+)"', page.text) == ["onsite", "2026-10-03"]


def test_edit_changes_what_was_stated(browser: Browser, noon: datetime) -> None:
    registration = a_registration(an_open_event())
    body = an_organization()

    answer = browser.post(page_of(registration, "/edit"), entries(body))

    db.session.expire_all()
    assert (answer.status_code, answer.location) == (303, page_of(registration))
    assert (registration.family_name, registration.organization) == ("髙﨑", body)
    assert registration.changed_at == noon


def test_edit_moves_nobody_to_the_day_that_is_left(browser: Browser, noon: datetime) -> None:
    event = an_open_event(days=[a_day(date(2026, 9, 26)), a_day(date(2026, 10, 3))])
    event.days[0].cancelled_at = noon
    registration = a_registration(event, days=event.days[:1])
    path, typed = page_of(registration, "/edit"), entries(an_organization())

    asked = browser.post(path, typed)
    chosen = browser.post(path, {**typed, "days": "2026-10-03"})

    db.session.expire_all()
    assert (asked.status_code, invalid_fields(asked)) == (422, ["days"])
    assert chosen.status_code == 303
    live = [day.held_on for day in registration.days if day.cancelled_at is None]
    assert live == [date(2026, 10, 3)]


def test_edit_keeps_what_was_typed_when_something_is_wrong(
    browser: Browser, noon: datetime
) -> None:
    registration = a_registration(an_open_event())

    answer = browser.post(page_of(registration, "/edit"), entries(an_organization(), email="taro"))

    assert (answer.status_code, invalid_fields(answer)) == (422, ["email"])
    assert values(answer)["family_name"] == "髙﨑"


def test_edit_loses_nothing_when_it_comes_too_late(browser: Browser, noon: datetime) -> None:
    registration = a_registration(an_open_event(registration_closes_at=noon - HOUR))

    page = browser.get(page_of(registration, "/edit"))
    posted = browser.post(page_of(registration, "/edit"), entries(an_organization()), form="/login")

    assert (page.status_code, page.location) == (302, page_of(registration))
    assert posted.status_code == 422
    assert values(posted)["family_name"] == "髙﨑"
    assert 'class="error-summary"' in posted.text


def test_cancel_asks_first_and_changes_nothing_by_asking(browser: Browser, noon: datetime) -> None:
    registration = a_registration(an_open_event())

    page = browser.get(page_of(registration, "/cancel"))

    db.session.expire_all()
    assert registration.full_name in main_text(page)
    assert registration.status is RegistrationStatus.CONFIRMED


def test_cancel_gives_the_place_to_the_first_of_the_waiting_list(
    browser: Browser, noon: datetime
) -> None:
    event = an_open_event(capacity=1)
    holder = a_registration(event)
    waiting = a_registration(event, status=RegistrationStatus.WAITING)

    answer = browser.post(page_of(holder, "/cancel"))

    db.session.expire_all()
    assert (answer.status_code, answer.location) == (303, page_of(holder))
    assert [holder.status, waiting.status] == [
        RegistrationStatus.CANCELLED,
        RegistrationStatus.CONFIRMED,
    ]


def test_cancel_twice_is_harmless(browser: Browser, noon: datetime) -> None:
    registration = a_registration(an_open_event())
    path = page_of(registration, "/cancel")

    answers = [browser.post(path, form="/login") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert browser.get(path).location == page_of(registration)


def test_cancel_is_refused_once_the_event_has_begun(browser: Browser, noon: datetime) -> None:
    event = an_open_event(days=[a_day(date(2026, 6, 1), time(11), time(15))])
    registration = a_registration(event)

    answer = browser.post(page_of(registration, "/cancel"), form="/login")

    db.session.expire_all()
    assert answer.status_code == 422
    assert registration.status is RegistrationStatus.CONFIRMED


FIELDS = [
    *("family_name", "given_name", "family_kana", "given_kana", "organization", "department"),
    *("position", "email", "phone", "mode", "days", "remarks", "step"),
    *("question-1", "question-2", "question-3", "question-4", "question-99"),
]
ODD = st.one_of(
    typed_text,
    st.sampled_from(
        [
            "\0",
            "\ud800",
            "長" * 10_000,
            "ア" * 10_000 + "x",
            "２０２６－０９－２６",
            "=1+1",
            "online",
        ]
    ),
    st.sampled_from(["review", "edit", "send", "onsite", "2026-09-26", "0238-22-5111", "a@b.jp"]),
)


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=st.lists(st.tuples(st.sampled_from(FIELDS), ODD), max_size=16))
def test_no_form_brings_the_server_down(
    browser: Browser, noon: datetime, typed: list[tuple[str, str]]
) -> None:
    event = an_open_event(days=[a_day(date(2026, 9, 26)), a_day(date(2026, 9, 27))])
    for number, kind in enumerate(QuestionKind, start=1):
        a_question(
            event,
            kind,
            "質問",
            *(["森", "町"] if kind.has_choices else []),
            is_required=number == 2,
        )
    registration = a_registration(event)
    careful = {**entries(an_organization()), "days": "2026-09-26", "question-2": "森"}
    token = browser.csrf_token("/login")

    for path in (form_of(event), page_of(registration, "/edit")):
        for fields in (typed, [*(careful | dict(typed)).items()]):
            body = "&".join(
                f"{name}={quote_plus(value.encode('utf-8', 'surrogatepass'))}"
                for name, value in [*fields, ("csrf_token", token)]
            )
            answer = browser.post_bare(
                path, data=body, content_type="application/x-www-form-urlencoded"
            )
            assert answer.status_code in {200, 303, 422}
