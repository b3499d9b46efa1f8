"""Signing in and out, as a browser does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exchange.domain.account import Role
from tests.factories import PASSWORD, an_account

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import Browser


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.ADMIN, "/manage/"),
        (Role.ORGANIZER, "/manage/"),
        (Role.COORDINATOR, "/desk/"),
        (Role.STAFF, "/"),
    ],
)
def test_login_leads_everybody_to_where_they_work(
    app: Flask, browser: Browser, role: Role, path: str
) -> None:
    account = an_account(role)

    answer = browser.post("/login", {"email": account.email, "password": PASSWORD})

    assert (answer.status_code, answer.location) == (303, path)
