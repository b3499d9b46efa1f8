"""Whatever is sent to the editor of notes: nothing breaks, and the draft shows it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from exchange.web.forms import UNSTORABLE
from tests.factories import a_note, a_speaker, an_event
from tests.manage.test_bad_input import FORM, MANY, encoded, index, text
from tests.notes.test_views import notes_of
from tests.typed import one_each, typed

if TYPE_CHECKING:
    from tests.conftest import Browser

rows = st.lists(
    st.sampled_from(["○", "○一（甲）", "・乙", "　丙", "\\○", "＠髙", "【提案】", "●", "", "１．"]),
    max_size=6,
).map("\r\n".join)
names = st.one_of(
    st.builds(
        "notes-{}-{}".format,
        index,
        st.sampled_from(["id", "heading", "kind", "speaker", "lines", "new", "other"]),
    ),
    st.sampled_from(["pasted", "revision", "sending", "notes", "other"]),
)
buttons = st.sampled_from(
    ["", "keep", "paste", "split_note", "per_lecturer", "add_note", "raise_note", "remove_note"]
)
forms = st.dictionaries(names, st.one_of(text, rows), max_size=10)


@MANY
@given(fields=forms, button=buttons, value=st.one_of(index, text))
def test_the_editor(organizer: Browser, fields: dict[str, str], button: str, value: str) -> None:
    event = an_event(notes=[a_note("一", "甲")], speakers=[a_speaker()])
    token = organizer.csrf_token("/manage/")
    pressed = {button: value} if button else {}
    sent = encoded({**fields, **pressed, "csrf_token": token})

    answers = [
        organizer.post_bare(path, data=sent, content_type=FORM)
        for path in (notes_of(event), f"{notes_of(event)}/draft")
    ]

    assert answers[0].status_code in {200, 303, 422}
    assert answers[1].status_code == 200
    assert organizer.get(notes_of(event)).status_code == 200


@example(headings=["\x1b"], lines="")
@MANY
@given(
    headings=st.lists(st.text(max_size=20), min_size=1, max_size=3),
    lines=st.one_of(st.text(max_size=60), rows),
)
def test_a_draft(organizer: Browser, headings: list[str], lines: str) -> None:
    event = an_event()
    fields = {f"notes-{number}-heading": one for number, one in enumerate(headings)}
    fields |= {"notes-0-lines": lines, "notes-0-speaker": "書き手", "keep": "1"}
    token = organizer.csrf_token("/manage/")

    organizer.post_bare(
        notes_of(event), data=encoded({**fields, "csrf_token": token}), content_type=FORM
    )

    shown = one_each(typed(organizer.get(notes_of(event))))
    wanted = {name: _as_shown(value) for name, value in fields.items() if name != "keep"}
    found = {name: _as_shown(value) for name, value in shown.items()}
    assert {name: value for name, value in found.items() if value} == {
        name: value for name, value in wanted.items() if value
    }


def _as_shown(value: str) -> str:
    """Leave out what a page cannot show, and the difference that white space makes."""
    return "".join(UNSTORABLE.sub("", value).replace("\ufffd", "").split())
