"""What the tests of calendars share: the foreign programs that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.calendars.readers import Reader, foreign_readers

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def readers() -> Iterator[list[Reader]]:
    with foreign_readers() as four:
        yield four
