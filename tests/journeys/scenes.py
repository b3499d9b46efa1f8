"""Every page of the site, in every state that looks different."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from exchange.accounts import services as accounts
from exchange.demonstration.people import COORDINATOR, ORGANIZER, STAFF
from exchange.domain.event import EventStatus
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.extensions import db
from exchange.extensions import site as settings
from exchange.lib import clock
from tests.factories import a_day, a_place, a_registration, an_account, an_event, an_open_event
from tests.journeys import (
    attendance_scenes,
    calendars_scenes,
    correspondence_scenes,
    desk_scenes,
    manage_scenes,
    media_scenes,
    notes_history_scenes,
    notes_scenes,
    own_calendar_scenes,
    planning_scenes,
    records_scenes,
    records_start_scenes,
    registration_scenes,
    rosters_scenes,
)
from tests.journeys.scene import EMPTY, ERRORS, NOTICE, OUTCOME, TABLE, Scene, pressing, typing
from tests.journeys.visits import fill, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from exchange.domain.place import Place


def _choosing(**fields: str) -> Callable[[Page], None]:
    """Type into the registration form, choose a body and a way to take part, and send it."""

    def act(page: Page) -> None:
        page.locator('[name="organization"]').select_option("米沢市")
        page.locator('[name="mode"]').first.check()
        typing(**fields)(page)

    return act


def _saving_an_old_version(page: Page) -> None:
    page.locator('[name="revision"]').evaluate("field => field.value = 'before'")
    fill(page, {"theme": "別のテーマ"})
    send(page)


def _without_its_token(page: Page) -> None:
    page.locator('main [name="csrf_token"]').evaluate("field => field.remove()")
    send(page)


APPLICANT = {
    "family_name": "髙橋",
    "given_name": "𠮷之",
    "family_kana": "タカハシ",
    "given_kana": "ヨシユキ",
    "email": "applicant@example.lg.jp",
    "remarks": "一行目\n二行目",
}
LONG_WORDS = "long" * 30
NOBODY = {"email": "nobody@example.lg.jp", "password": "x"}
TOO_SHORT = {"password": "short", "repeat": "other"}
BENT = {"title": "", "round": "0", "days-0-held_on": "令和99年", "days-0-ends": "25:00"}

PUBLIC = [
    Scene("home", "/", ".event-cards"),
    Scene("home, nothing there", "/", EMPTY, site="empty_site"),
    *(
        scene
        for kind in ("trainings", "fairs", "seminars")
        for scene in (
            Scene(f"{kind}", f"/{kind}/", ".result-count"),
            Scene(f"{kind}, no hit", f"/{kind}/?q=見つからない", EMPTY),
            Scene(f"{kind}, refused", f"/{kind}/?fiscal_year=x&organization=x&page=-1", ERRORS),
            Scene(f"{kind}, none yet", f"/{kind}/", EMPTY, site="empty_site"),
        )
    ),
    Scene("trainings, narrowed", "/trainings/?fiscal_year=2022&q=DX", ".result-count"),
    Scene("training of two days", "/trainings/r4-koryu-2", ".note"),
    Scene("training from a search", "/trainings/r4-koryu-3?q=森林#note", "mark"),
    Scene("training, lines marked", "/trainings/demo-training-held?q=森林", ".note__proposal"),
    Scene("training, open", "/trainings/demo-training-open", ".badge--open"),
    Scene("training, full", "/trainings/demo-training-full", ".badge--full"),
    Scene("training, no day yet", "/trainings/demo-training-awaited", ".report"),
    Scene("training, cancelled", "/trainings/{gone}", NOTICE),
    Scene("fair", "/fairs/r4-fureai", ".report"),
    Scene("seminar", "/seminars/r4-seminar-4", ".report"),
    Scene("month", "/calendar/?month=2022-09", ".month"),
    Scene("month, nothing there", "/calendar/?month=1999-09", EMPTY),
    Scene("month as a list", "/calendar/?month=2022-09&view=list", TABLE),
    Scene("month as a list, nothing there", "/calendar/?month=1999-09&view=list", EMPTY),
    Scene("month, refused", "/calendar/?month=2022-13&view=x", ERRORS),
    Scene("notes", "/records/", ".tag-list"),
    Scene("notes, hits", "/records/?q=森林", "mark"),
    Scene("notes, pages", "/records/?q=の", ".record"),
    Scene("notes, no hit", "/records/?q=見つからない 言葉&fiscal_year=2022", EMPTY),
    Scene(
        "notes, refused",
        f"/records/?q={LONG_WORDS * 3}&fiscal_year=x&kind=x&organization=x&page=x",
        ERRORS,
    ),
    Scene("notes, none yet", "/records/", EMPTY, site="empty_site"),
    Scene("login", "/login", "form"),
    Scene("login, empty", "/login", ERRORS, act=typing(email="")),
    Scene("login, wrong", "/login", ERRORS, act=typing(**NOBODY)),
    Scene("login, form too old", "/login", "text=400", act=_without_its_token),
    Scene("password", "/accounts/set-password/{link}", "form"),
    Scene(
        "password, refused",
        "/accounts/set-password/{link}",
        ERRORS,
        act=typing(**TOO_SHORT),
    ),
    Scene("password, no link", "/accounts/set-password/none", "main .button--secondary"),
    Scene("no such page", "/none", "text=404"),
    Scene("fault of our own", "/", "text=/^50[03]$/", site="broken_site"),
    Scene("registration", "/trainings/{two_days}/register", ".steps"),
    Scene("registration, full", "/trainings/demo-training-full/register", NOTICE),
    Scene("registration, not taken", "/trainings/{not_taken}/register", NOTICE),
    Scene("registration, refused", "/trainings/{two_days}/register", ERRORS, act=typing(email="x")),
    Scene(
        "registration, review",
        "/trainings/{two_days}/register",
        "dl.facts",
        act=_choosing(**APPLICANT),
    ),
    Scene(
        "registration, review when full",
        "/trainings/demo-training-full/register",
        "dl.facts",
        act=_choosing(**APPLICANT),
    ),
    Scene("holder, confirmed", "/registrations/{confirmed}", ".badge--confirmed"),
    Scene("holder, waiting", "/registrations/{waiting}", ".badge--waiting"),
    Scene("holder, cancelled", "/registrations/{cancelled}", ".badge--cancelled"),
    Scene("holder, event cancelled", "/registrations/{of_gone}", ".notice--error"),
    Scene("holder, changing", "/registrations/{confirmed}/edit", "form"),
    Scene(
        "holder, change refused",
        "/registrations/{confirmed}/edit",
        ERRORS,
        act=typing(family_name="", email="x", phone="x"),
    ),
    Scene("holder, changed", "/registrations/{confirmed}/edit", OUTCOME, act=typing()),
    Scene("holder, cancelling", "/registrations/{confirmed}/cancel", ".button--danger"),
]
FOR_MEMBERS = [
    Scene("home of staff", "/", ".account", STAFF),
    Scene("training for members", "/trainings/demo-training-members", ".badge--info", STAFF),
    Scene("registration of staff", "/trainings/{two_days}/register", ".steps", STAFF),
    Scene("forbidden", "/manage/", "text=403", STAFF),
    Scene("account", "/accounts/", "form", STAFF),
    Scene("account, refused", "/accounts/", ERRORS, STAFF, act=typing(**TOO_SHORT)),
    Scene("desk", "/desk/", TABLE, COORDINATOR),
    Scene("desk, nothing there", "/desk/", EMPTY, COORDINATOR, site="empty_site"),
]
FOR_ORGANIZERS = [
    Scene("manage", "/manage/", TABLE, ORGANIZER),
    Scene("manage, no hit", "/manage/?q=見つからない", EMPTY, ORGANIZER),
    Scene("manage, refused", "/manage/?kind=x&fiscal_year=x&page=x", ERRORS, ORGANIZER),
    Scene("manage, nothing there", "/manage/", EMPTY, ORGANIZER, site="empty_site"),
    *(
        scene
        for kind in ("trainings", "fairs", "seminars")
        for scene in (
            Scene(f"new in {kind}", f"/manage/{kind}/new", ".form-actions", ORGANIZER),
            Scene(
                f"new in {kind}, refused",
                f"/manage/{kind}/new",
                ERRORS,
                ORGANIZER,
                act=typing(**BENT),
            ),
        )
    ),
    Scene(
        "new, more rows",
        "/manage/trainings/new",
        '[name="days-0-places-1-venue"]',
        ORGANIZER,
        act=pressing("[name=add_place]", "[name=add_speaker]", "[name=add_day]"),
    ),
    Scene("training, draft", "/trainings/demo-training-draft", NOTICE, ORGANIZER),
    Scene("trainings of an organizer", "/trainings/", ".result-count", ORGANIZER),
    Scene("editing a draft", "/manage/trainings/demo-training-draft/edit", "form", ORGANIZER),
    Scene("editing", "/manage/trainings/demo-training-open/edit", "form", ORGANIZER),
    Scene("editing a fair", "/manage/fairs/r4-fureai/edit", "form", ORGANIZER),
    Scene("editing a seminar", "/manage/seminars/r4-seminar-4/edit", "form", ORGANIZER),
    Scene("editing what is cancelled", "/manage/trainings/{gone}/edit", NOTICE, ORGANIZER),
    Scene("saved", "/manage/trainings/demo-training-open/edit", OUTCOME, ORGANIZER, act=typing()),
    Scene(
        "two versions",
        "/manage/trainings/demo-training-open/edit",
        ".compare",
        ORGANIZER,
        act=_saving_an_old_version,
    ),
    Scene("copy", "/manage/trainings/r4-koryu-1/copy", NOTICE, ORGANIZER),
    Scene("cancelling", "/manage/trainings/demo-training-open/cancel", NOTICE, ORGANIZER),
    Scene("writing notes", "/manage/trainings/r4-koryu-1/notes", "form", ORGANIZER),
    Scene("first note", "/manage/fairs/demo-fair/notes", "form", ORGANIZER),
    Scene(
        "notes refused",
        "/manage/fairs/demo-fair/notes",
        ERRORS,
        ORGANIZER,
        act=typing(**{"notes-0-lines": "見出しのない行"}),
    ),
    Scene("headcount", "/manage/trainings/r4-koryu-1/headcount", "form", ORGANIZER),
    Scene(
        "headcount refused",
        "/manage/trainings/r4-koryu-1/headcount",
        ERRORS,
        ORGANIZER,
        act=typing(total="多数"),
    ),
    Scene("registered", "/manage/trainings/demo-training-full/registrations", TABLE, ORGANIZER),
    Scene("nobody registered", "/manage/trainings/r4-koryu-1/registrations", EMPTY, ORGANIZER),
]
SCENES = [
    *PUBLIC,
    *FOR_MEMBERS,
    *FOR_ORGANIZERS,
    *attendance_scenes.SCENES,
    *calendars_scenes.SCENES,
    *correspondence_scenes.SCENES,
    *desk_scenes.SCENES,
    *manage_scenes.SCENES,
    *media_scenes.SCENES,
    *notes_history_scenes.SCENES,
    *notes_scenes.SCENES,
    *own_calendar_scenes.SCENES,
    *planning_scenes.SCENES,
    *records_scenes.SCENES,
    *records_start_scenes.SCENES,
    *registration_scenes.SCENES,
    *rosters_scenes.SCENES,
]


def props() -> dict[str, str]:
    """Put into the database what the demonstration lacks, and tell what stands in its addresses."""
    first = clock.today(settings().zone) + timedelta(days=30)

    days = [a_day(first, places=_places()), a_day(first + timedelta(days=1), places=_places())]
    event = an_open_event(key="scene-two-days", title="【見本】二日間の研修", days=days)
    gone = an_open_event(
        key="scene-gone",
        title="【見本】中止の研修",
        days=[a_day(first)],
        status=EventStatus.CANCELLED,
    )
    link = accounts.issue_link(an_account(), at=clock.now())
    db.session.commit()
    return {
        "link": link,
        "two_days": event.key,
        "gone": gone.key,
        "not_taken": an_event(
            key="scene-not-taken", title="【見本】受付のない研修", days=[a_day(first)]
        ).key,
        "confirmed": a_registration(event, mode=Mode.ONLINE, remarks="一行目\n二行目").token,
        "waiting": a_registration(event, status=RegistrationStatus.WAITING).token,
        "cancelled": a_registration(event, status=RegistrationStatus.CANCELLED).token,
        "of_gone": a_registration(gone).token,
        **attendance_scenes.props(),
        **correspondence_scenes.props(),
        **desk_scenes.props(),
        **manage_scenes.props(),
        **media_scenes.props(),
        **notes_history_scenes.props(),
        **notes_scenes.props(),
        **own_calendar_scenes.props(),
        **planning_scenes.props(),
        **records_start_scenes.props(),
        **registration_scenes.props(),
        **rosters_scenes.props(),
    }


def _places() -> list[Place]:
    return [a_place(), a_place(online=True, url="https://meeting.demo.example/both")]
