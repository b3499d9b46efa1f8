"""Whatever is sent to the pages of plans: nothing breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.domain.plan import PlanProgress
from tests.factories import LATER_ON, a_plan_item, a_proposal, an_event, an_organization
from tests.manage.test_bad_input import MANY, encoded, index, text

if TYPE_CHECKING:
    from tests.conftest import Browser

FORM = "application/x-www-form-urlencoded"
names = st.sampled_from(
    [
        *("do", "proposals", "into", "title", "content", "actions", "organizations", "state"),
        *("revision", "noted_on", "text", "delete", "to", "proposal", "link", "unlink"),
    ]
)
known = st.sampled_from(
    [*("new", "add", "aside", "back", "done", "1", "2", "R9.5.1", "{item}", "{one}", "{body}")]
)
asked = st.sampled_from(["q", "theme", "organization", "standing", "page", "proposals"])
PATHS = [
    "",
    "/new",
    "/{no}",
    *(
        f"/items/{{item}}/{verb}"
        for verb in ("edit", "delete", "move", "carry-over", "take-out", "events", "progress")
    ),
    "/items/{item}/progress/{entry}",
]


@pytest.mark.parametrize("path", PATHS)
@settings(MANY, max_examples=12)
@given(
    query=st.dictionaries(asked, st.one_of(text, index), max_size=3),
    fields=st.dictionaries(names, st.one_of(text, known, index), max_size=8),
)
def test_whatever_is_sent(
    organizer: Browser, path: str, query: dict[str, str], fields: dict[str, str]
) -> None:
    event, body = an_event(), an_organization()
    one = a_proposal(event)
    item = a_plan_item(
        action_items=[a_proposal(event)],
        progress=[PlanProgress(noted_on=LATER_ON, text="始めた。")],
    )
    real = {"{item}": str(item.id), "{one}": str(one.id), "{body}": str(body.id)}
    fields = {name: real.get(value, value) for name, value in fields.items()}
    here = "/plans/2027" + path.format(no=item.no, item=item.id, entry=item.progress[0].id)
    here += f"?{encoded(query).decode()}"
    token = organizer.csrf_token("/manage/")

    shown = organizer.get(here)
    sent = organizer.post_bare(
        here, data=encoded({**fields, "csrf_token": token}), content_type=FORM
    )

    assert shown.status_code in {200, 404, 405, 422}
    assert sent.status_code in {303, 400, 404, 405, 422}
