"""Addresses that are secrets are known by their routes, however they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import Map, Rule

from exchange.web.secret_addresses import SecretAddresses
from exchange.web.urls import TokenConverter

if TYPE_CHECKING:
    from flask import Flask

ROUTES = Map(
    [
        Rule("/registrations/<token:token>"),
        Rule("/registrations/<token:token>/data.<any(csv, json):kind>"),
        Rule("/feeds/my/<token:secret>.ics"),
        Rule("/x/<any(a, b):kind>/for-<token:token>/<int:number>"),
        Rule("/manage/<slug>/registrations/<int:number>"),
        Rule("/feeds/<slug>.ics"),
    ],
    converters={"token": TokenConverter},
)
SECRET = SecretAddresses.of(ROUTES)
TOKEN = "Ab3-_" * 6
tokens = st.from_regex(r"[A-Za-z0-9_-]{16,128}", fullmatch=True)


def test_they_are_found_by_their_routes() -> None:
    assert SECRET.heads == {"/registrations/", "/feeds/my/", "/x/<any(a, b):kind>/for-"}


def test_every_route_with_a_token_is_one_of_them(app: Flask) -> None:
    named = [rule for rule in app.url_map.iter_rules() if "token" in rule.rule]
    secret: SecretAddresses = app.extensions["secret_addresses"]

    assert [rule.rule for rule in named if not secret.hold(rule.rule)] == []
    assert [rule.rule for rule in named if rule.rule.count("<token:") != 1] == []
    assert {"/registrations/", "/accounts/set-password/"} <= secret.heads


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        (f"GET /registrations/{TOKEN} HTTP/1.1", "GET /registrations/… HTTP/1.1"),
        (f'"/registrations/{TOKEN}/data.csv"', '"/registrations/…/data.csv"'),
        (f"webcal://kaiko.example/feeds/my/{TOKEN}.ics?a=b", "webcal://kaiko.example/feeds/my/….ics?a=b"),
        (f"(/x/a/for-{TOKEN}/12, /x/b/for-{TOKEN})", "(/x/a/for-…/12, /x/b/for-…)"),
        (f"//registrations//{TOKEN}", "//registrations//…"),
        (f"/%72egistrations%2f{TOKEN}", "/%72egistrations%2f…"),
        (f"/login?next=%2Fregistrations%2F{TOKEN}&a=b", "/login?next=%2Fregistrations%2F…&a=b"),
        (f"/login?next=%252Fregistrations%252F{TOKEN}", "/login?next=%252Fregistrations%252F…"),
        (f"/registrations/%41{TOKEN[1:]}", "/registrations/…"),
        (f"/Registrations/{TOKEN}", "/Registrations/…"),
    ],
)  # fmt: skip
def test_a_token_is_masked_however_its_address_is_written(written: str, masked: str) -> None:
    assert SECRET.mask(written) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "GET /manage/r8-koryu-1/registrations/12 HTTP/1.1",
        'File "/srv/kaiko/exchange/registrations/views.py", line 12, in show',
        f"GET /feeds/{TOKEN}.ics HTTP/1.1",
        f"GET /?q={TOKEN} HTTP/1.1",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert SECRET.mask(text) == text


@given(tokens, st.data())
def test_no_token_is_left_of_an_address_that_leads_to_a_page(
    token: str, data: st.DataObject
) -> None:
    def written(text: str) -> str:
        are_coded = data.draw(st.lists(st.booleans(), min_size=len(text), max_size=len(text)))
        pairs = zip(text, are_coded, strict=True)
        return "".join(f"%{ord(letter):02x}" if is_coded else letter for letter, is_coded in pairs)

    # Only the first slash is never coded: it begins the path.
    line = f"GET /{written('registrations/')}{written(token)}/edit HTTP/1.1"

    assert SECRET.mask(line).endswith("…/edit HTTP/1.1")


def test_an_application_without_secrets_masks_nothing() -> None:
    nothing = SecretAddresses.of(Map([Rule("/<slug>")]))

    assert (nothing.mask(f"/{TOKEN}"), nothing.hold(f"/{TOKEN}")) == (f"/{TOKEN}", False)
    assert (nothing | SECRET) == SECRET


@pytest.mark.parametrize(
    ("path", "is_secret"),
    [
        ("/registrations/x", True),
        ("//registrations/x/nothing", True),
        ("/feeds/my/x.ics", True),
        ("/feeds/all.ics", False),
        ("/manage/r8-koryu-1/registrations/12", False),
    ],
)
def test_a_path_is_a_secret_whether_or_not_it_leads_anywhere(
    path: str,
    is_secret: bool,  # noqa: FBT001  # what is expected
) -> None:
    assert SECRET.hold(path) == is_secret
