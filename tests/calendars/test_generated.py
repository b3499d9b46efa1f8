"""Every feed of any programme at all: it keeps the rules, and says what the database says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from tests.calendars.programmes import Planned, programmes
from tests.calendars.proof import HOST, belonging, said, whens
from tests.calendars.rules import faults
from tests.calendars.secretariat import a_secretariat

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.calendars.readers import Reader

SEPARATE = settings(max_examples=20, deadline=None, derandomize=True)


@SEPARATE
@given(programme=programmes)
def test_every_feed_of_a_programme_says_what_the_database_says(
    new_database: Callable[[], str], readers: list[Reader], programme: list[Planned]
) -> None:
    with a_secretariat(new_database()) as office:
        for planned in programme:
            office.announce(planned)

        for path, octets in office.feeds().items():
            assert (path, faults(octets, now=office.now, host=HOST)) == (path, [])
            assert said(octets, readers) == whens(belonging(path, office.events))
