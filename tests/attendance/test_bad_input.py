"""Whatever is sent to the pages of the day: nothing breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.domain.registration import RegistrationStatus
from tests.factories import a_registration, an_event, an_organization
from tests.manage.test_bad_input import MANY, encoded, index, send, text

if TYPE_CHECKING:
    from tests.conftest import Browser

FORM = "application/x-www-form-urlencoded"
cells = st.builds("stated-{}-{}".format, index, index)
parts = st.sampled_from(["total", "unit", "approximate", "present", "revision", "propose"])
known = st.sampled_from(["figures", "words", "present", "absent", "proxy", "people", "1", "2"])
at_the_door = st.sampled_from(
    [
        *("present", "undo", "admit", "presence", "proxy_name", "proxy_position", "another"),
        *("family_name", "given_name", "family_kana", "given_kana", "organization", "mode"),
        *("department", "position", "email"),
    ]
)


@MANY
@given(fields=st.dictionaries(st.one_of(parts, cells), st.one_of(text, known), max_size=12))
def test_a_headcount(organizer: Browser, fields: dict[str, str]) -> None:
    event = an_event()
    body = an_organization()
    fields = {
        name.replace("stated-0-0", f"stated-0-{body.id}"): value for name, value in fields.items()
    }

    send(organizer, f"/manage/trainings/{event.key}/headcount", fields)


@pytest.mark.parametrize("path", ["", "/new", "/{number}"])
@settings(MANY, max_examples=25)
@given(
    query=st.dictionaries(st.sampled_from(["q", "day", "organization"]), text, max_size=2),
    fields=st.dictionaries(at_the_door, st.one_of(text, known), max_size=8),
    status=st.sampled_from([RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING]),
)
def test_the_door(
    organizer: Browser,
    path: str,
    query: dict[str, str],
    fields: dict[str, str],
    status: RegistrationStatus,
) -> None:
    event = an_event()
    one = a_registration(event, status=status)
    here = f"/manage/trainings/{event.key}/checkin{path.format(number=one.id)}"
    here += f"?{encoded(query).decode()}"
    token = organizer.csrf_token("/manage/")

    shown = organizer.get(here)
    sent = organizer.post_bare(
        here, data=encoded({**fields, "csrf_token": token}), content_type=FORM
    )

    assert shown.status_code in {200, 404, 422}
    assert sent.status_code in {200, 303, 400, 404, 422}
