from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.domain.note import NoteLine
from exchange.domain.notes_draft import LineDraft, NoteDraft, notes_draft
from exchange.extensions import db
from exchange.publication import revisions
from exchange.publication.services import follow_up
from tests.factories import LONG_AGO, a_note, a_speaker, an_event, an_organization
from tests.pages import main_text
from tests.typed import one_each, typed

if TYPE_CHECKING:
    from exchange.domain.event import Event
    from tests.conftest import Browser


def editor_of(event: Event) -> str:
    return f"/manage/{event.kind.plural}/{event.key}/notes"


def lines_of(event: Event, place: int = 0) -> str:
    return f"{editor_of(event)}/{event.notes[place].id}/lines"


def written(event: Event) -> tuple[NoteDraft, ...]:
    db.session.expire_all()
    return notes_draft(event).notes


WHOLE = LineDraft(
    text="木の机を学校に置く。",
    level=1,
    speaker="髙橋 𠮷之",
    organization="米沢市",
    theme="林業",
    is_proposal=True,
)


def test_edit_shows_all_that_a_line_says(organizer: Browser) -> None:
    event = an_event(notes=[a_note("一", "幹")])
    event.notes[0].lines.append(NoteLine().say(WHOLE))
    follow_up(event, at=LONG_AGO)

    shown = one_each(typed(organizer.get(lines_of(event))))

    assert shown == {
        "lines-0-text": "幹",
        "lines-1-text": "木の机を学校に置く。",
        "lines-1-is_nested": "y",
        "lines-1-speaker": "髙橋 𠮷之",
        "lines-1-organization": "米沢市",
        "lines-1-theme": "林業",
        "lines-1-is_proposal": "y",
    }


def test_edit_keeps_what_is_said_of_each_line(organizer: Browser) -> None:
    event = an_event(notes=[a_note("一", "幹", "枝", speaker="講師"), a_note("二")])
    kept = event.notes[0].lines[1].id
    form = {
        **typed(organizer.get(lines_of(event))),
        "lines-1-text": WHOLE.text,
        "lines-1-is_nested": "y",
        "lines-1-speaker": WHOLE.speaker,
        "lines-1-organization": WHOLE.organization,
        "lines-1-theme": WHOLE.theme,
        "lines-1-is_proposal": "y",
    }

    answer = organizer.post(lines_of(event), form)

    assert answer.status_code == 303
    assert written(event)[0].lines == (LineDraft(text="幹"), WHOLE)
    assert [event.notes[0].lines[1].id, event.notes[0].speaker] == [kept, "講師"]
    assert revisions.number(event) == 2


def test_edit_makes_lines_of_the_rows_of_one_and_leaves_out_empty_ones(organizer: Browser) -> None:
    event = an_event(notes=[a_note("一", "甲")])
    form = {
        **typed(organizer.get(lines_of(event))),
        "lines-0-text": "乙\r\n\r\n丙",
        "lines-0-is_nested": "y",
        "lines-0-theme": "林業",
        "lines-1-text": " ",
    }

    organizer.post(lines_of(event), form)

    assert written(event)[0].lines == (
        LineDraft(text="乙", theme="林業"),
        LineDraft(text="丙", level=1, theme="林業"),
    )


@pytest.mark.parametrize(
    ("button", "value", "order"),
    [
        ("raise_line", "1", "乙甲丙"),
        ("lower_line", "1", "甲丙乙"),
        ("remove_line", "0", "乙丙"),
        ("add_line", "", "甲乙丙"),
        ("raise_line", "abc", "甲乙丙"),
    ],
)
def test_lines_are_moved_without_a_script(
    organizer: Browser, button: str, value: str, order: str
) -> None:
    event = an_event(notes=[a_note("一", *"甲乙丙")])
    form = typed(organizer.get(lines_of(event)))

    answer = organizer.post(lines_of(event), {**form, button: value})

    shown = one_each(typed(answer))
    assert (answer.status_code, revisions.number(event)) == (200, 1)
    assert "".join(text for name, text in shown.items() if name.endswith("text")) == order


def test_edit_says_beside_the_field_what_is_wrong(organizer: Browser) -> None:
    event = an_event(notes=[a_note("一", "甲", "乙")])
    form = typed(organizer.get(lines_of(event)))
    wrong = {"lines-0-text": "", "lines-0-speaker": "髙橋", "lines-1-theme": "林" * 201}

    answer = organizer.post(lines_of(event), {**form, **wrong})

    assert (answer.status_code, revisions.number(event)) == (422, 1)
    assert "本文を入力してください。" in main_text(answer)
    assert one_each(typed(answer))["lines-0-speaker"] == "髙橋"


def test_a_note_has_room_for_five_hundred_lines(organizer: Browser) -> None:
    event = an_event(notes=[a_note("一", "甲")])
    form = typed(organizer.get(lines_of(event)))
    rows = {f"lines-{number}-text": "甲\r\n乙" for number in range(250)}

    answers = [
        organizer.post(lines_of(event), {**form, **rows, **more})
        for more in ({"lines-250-text": "丙"}, {})
    ]

    assert [answer.status_code for answer in answers] == [422, 303]
    assert len(written(event)[0].lines) == 500


def test_edit_suggests_people_bodies_and_themes(organizer: Browser) -> None:
    an_organization("川西町")
    elsewhere = an_event(notes=[a_note("他")])
    elsewhere.notes[0].lines = [NoteLine(text="林業", theme="林業", speaker="他の人")]
    follow_up(elsewhere, at=LONG_AGO)
    event = an_event(notes=[a_note("一", speaker="司会")], speakers=[a_speaker("講師 太郎")])
    event.notes[0].lines = [NoteLine(text="話", speaker="髙橋", organization="置賜広域")]
    follow_up(event, at=LONG_AGO)

    page = organizer.get(lines_of(event)).text

    for name in ("講師 太郎", "司会", "髙橋", "置賜広域", "川西町", "林業"):
        assert f'<option value="{name}"></option>' in page
    assert '<option value="他の人"></option>' not in page


def test_what_others_changed_in_other_notes_meanwhile_stays(organizer: Browser) -> None:
    event = an_event(notes=[a_note("一", "甲"), a_note("二", "甲")])
    mine = typed(organizer.get(lines_of(event)))
    whole = typed(organizer.get(editor_of(event)))
    organizer.post(editor_of(event), {**whole, "notes-0-heading": "壱", "notes-1-lines": "乙"})

    answer = organizer.post(lines_of(event), {**mine, "lines-0-text": "丙"})

    assert answer.status_code == 422  # its heading was changed by others, its lines here
    page = typed(answer)
    assert one_each(page)["blocks-0-heading"] == "壱"
    assert organizer.post(f"{editor_of(event)}/merge", page).status_code == 303
    assert [(note.heading, note.lines[0].text) for note in written(event)] == [
        ("壱", "丙"),
        ("二", "乙"),
    ]


def test_a_change_of_another_note_meanwhile_is_no_conflict(organizer: Browser) -> None:
    event = an_event(notes=[a_note("一", "甲"), a_note("二", "甲")])
    mine = typed(organizer.get(lines_of(event)))
    whole = typed(organizer.get(editor_of(event)))
    organizer.post(editor_of(event), {**whole, "notes-1-lines": "乙", "notes-2-heading": "三"})

    answer = organizer.post(lines_of(event), {**mine, "lines-0-text": "丙"})

    assert answer.status_code == 303
    assert [(note.heading, [line.text for line in note.lines]) for note in written(event)] == [
        ("一", ["丙"]),
        ("二", ["乙"]),
        ("三", []),
    ]


def test_both_versions_of_the_same_note_are_shown(organizer: Browser) -> None:
    event = an_event(notes=[a_note("一", "甲")])
    mine, theirs = (typed(organizer.get(lines_of(event))) for _ in range(2))
    organizer.post(lines_of(event), {**theirs, "lines-1-text": "相手"})

    answer = organizer.post(lines_of(event), {**mine, "lines-1-text": "自分"})

    assert (answer.status_code, typed(answer)["blocks-0-lines"]) == (422, ["甲\n相手\n自分"])
    assert organizer.post(f"{editor_of(event)}/merge", typed(answer)).status_code == 303
    assert [line.text for line in written(event)[0].lines] == ["甲", "相手", "自分"]


def test_a_note_that_was_removed_meanwhile_is_offered_back(organizer: Browser) -> None:
    event = an_event(notes=[a_note("一", "甲")])
    path = lines_of(event)
    mine = typed(organizer.get(path))
    organizer.post(
        editor_of(event),
        {
            **typed(organizer.get(editor_of(event))),
            "notes-0-heading": "",
            "notes-0-lines": "",
            "notes-0-kind": "",
        },
    )
    assert written(event) == ()

    answer = organizer.post(path, {**mine, "lines-0-text": "乙"}, form=editor_of(event))

    assert answer.status_code == 422
    assert organizer.post(f"{editor_of(event)}/merge", typed(answer)).status_code == 303
    assert [(note.heading, note.lines[0].text) for note in written(event)] == [("一", "乙")]


def test_lines_are_found_under_the_note_of_this_event_alone(organizer: Browser) -> None:
    event, other = an_event(notes=[a_note()]), an_event(notes=[a_note()])
    form = typed(organizer.get(lines_of(event)))
    strange = lines_of(event).replace(event.key, other.key)

    answers = [
        organizer.get(strange),
        organizer.post(strange, form, form=lines_of(event)),
        organizer.post(lines_of(event), {**form, "revision": "9"}),
        organizer.get(f"{editor_of(event)}/99999999999999999999/lines"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    fields=st.dictionaries(
        st.from_regex(
            r"\A(lines-[0-9]{1,3}-(text|speaker|theme|is_nested|is_proposal|x)|revision|(add|raise)_line)\Z"
        ),
        st.text(max_size=20),
        max_size=8,
    )
)
def test_whatever_is_sent_is_answered(organizer: Browser, fields: dict[str, str]) -> None:
    event = an_event(notes=[a_note("一", "甲")])

    answer = organizer.post(lines_of(event), {"revision": "1", **fields}, form=lines_of(event))

    assert answer.status_code in {200, 303, 404, 422}
