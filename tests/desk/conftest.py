"""What tests of the desk share: the coordinator of 米沢市, signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exchange.domain.account import Account, Role
from tests.conftest import Browser
from tests.factories import (
    a_group,
    an_account,
    an_organization,
)

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask


@pytest.fixture
def coordinator(app: Flask) -> Account:
    return an_account(
        Role.COORDINATOR,
        organization=an_organization("米沢市", group=a_group()),
        email="desk@example.lg.jp",
    )


@pytest.fixture
def desk(app: Flask, noon: datetime, coordinator: Account) -> Browser:
    """The coordinator of 米沢市, signed in."""
    return Browser(app).sign_in(coordinator)
