"""Addresses: kinds and keys in paths, and links that stay on this site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from werkzeug.urls import iri_to_uri

from exchange.domain.event import EventKind
from exchange.web.urls import absolute, event_url, safe_next, url_for_page
from tests.conftest import BASE_URL
from tests.factories import an_event
from tests.lib.strategies import typed_text

if TYPE_CHECKING:
    from flask import Flask


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (EventKind.TRAINING, "/trainings/key-1"),
        (EventKind.FAIR, "/fairs/key-1"),
        (EventKind.SEMINAR, "/seminars/key-1"),
    ],
)
def test_the_address_of_an_event_names_its_kind(app: Flask, kind: EventKind, path: str) -> None:
    event = an_event(kind, key="key-1")

    with app.test_request_context():
        assert event_url(event) == path
        assert event_url(event, q="森", _anchor="note-1") == f"{path}?q=%E6%A3%AE#note-1"


def test_an_absolute_address_is_what_the_outside_knows_whatever_host_was_asked_for(
    app: Flask,
) -> None:
    with app.test_request_context(base_url="http://10.0.0.1:8000"):
        assert absolute("/feeds/all.ics") == f"{BASE_URL}/feeds/all.ics"


def test_another_page_keeps_everything_else_that_was_asked_for(app: Flask) -> None:
    with app.test_request_context("/records/?q=森林&page=3&kind=a&kind=b"):
        assert url_for_page(2) == "/records/?q=%E6%A3%AE%E6%9E%97&kind=a&kind=b&page=2"
        assert url_for_page(1) == "/records/?q=%E6%A3%AE%E6%9E%97&kind=a&kind=b"
    with app.test_request_context("/records/?page=2"):
        assert url_for_page(1) == "/records/"


@pytest.mark.parametrize("target", ["/", "/manage/?page=2", "/records/?q=森林#note-1", "/a//b"])
def test_a_path_of_this_site_is_a_safe_next_page(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "manage",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        " //elsewhere.example",
        "https://elsewhere.example",
        "javascript:alert(1)",
        "/\0",
    ],
)
def test_anything_else_is_not(target: str | None) -> None:
    assert safe_next(target) is None


@given(typed_text)
def test_a_safe_next_page_never_leads_elsewhere(target: str) -> None:
    safe = safe_next("/" + target)

    assert safe is None or not iri_to_uri(safe).startswith(("//", "/\\"))
