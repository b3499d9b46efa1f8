"""Sessions whose notes say what is hard to find, in all that search looks through; some are hidden."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.domain.note import Note, NoteKind, NoteLine
from exchange.domain.series import Series
from tests.factories import (
    a_day,
    a_group,
    a_place,
    a_stored_material,
    a_stored_photo,
    an_event,
    an_organization,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.event import Event

PIECES = (
    *(
        "森林",
        "森",
        "取り組み",
        "取組",
        "申込み",
        "ｶﾞｽ",
        "ガス",
        "㌔",
        "キロ",
        "½",
        "1/2",
        "髙橋",
        "高橋",
    ),
    *(
        "ＤＸ",
        "dx",
        "GX 研修",
        "か\u3099",
        "が",
        "ー",
        "－",
        "〜",
        "の",
        "。",
        "、",
        " ",
        "　",
        "OR",
        "「木」",
    ),
)
NAMES = ("林", "小林 一", "小林一", "髙橋 康子、林", "高橋康子", "")
KINDS = (*EventKind, EventKind.TRAINING)
WHO_SEES = (
    {"status": EventStatus.HELD},
    {"status": EventStatus.HELD},
    {"status": EventStatus.HELD},
    {"status": EventStatus.DRAFT},
    {"status": EventStatus.HELD, "visibility": Visibility.MEMBERS},
)


def a_collection(*, events: int = 10, notes: int = 3) -> Sequence[Event]:
    """Make so many sessions with so many notes each, the same in every run."""
    dice = Random(5)  # noqa: S311  # the same in every run
    groups = [a_group("置賜地域"), a_group("港区", "minato")]
    bodies = [an_organization(f"団体{number}", group=groups[number % 2]) for number in range(4)]
    series = [Series(name=_said(dice, 2) + str(number)) for number in range(3)]

    def a_session(number: int) -> Event:
        where = a_place(_said(dice, 2) or "会場", groups=dice.sample(groups, number % 3))
        return an_event(
            KINDS[number % len(KINDS)],
            title=_said(dice, 2) or "題",
            theme=_said(dice, 2),
            series=dice.choice([*series, None]),
            days=[a_day(date(2020 + number % 3, 5, 1 + number), places=[where])],
            notes=[_note(dice) for _ in range(notes)],
            photos=[a_stored_photo(f"p{number}", caption=_said(dice, 2))],
            materials=[a_stored_material(f"m{number}", f"{_said(dice, 1)}.pdf")],
            **WHO_SEES[number % len(WHO_SEES)],
        )

    made = [a_session(number) for number in range(events)]
    assert bodies
    return made


def _note(dice: Random) -> Note:
    return Note(
        heading=_said(dice, 2) or "見出し",
        kind=dice.choice([*NoteKind, None]),
        speaker=dice.choice(NAMES),
        lines=[_line(dice, number) for number in range(dice.randint(0, 9))],
    )


def _line(dice: Random, number: int) -> NoteLine:
    return NoteLine(
        text=_said(dice, dice.choice((1, 3, 90))) or "行",
        level=dice.randint(0, 1) if number else 0,
        speaker=dice.choice((*NAMES, "", "", "")),
        theme=_said(dice, 1) if dice.random() < 0.2 else "",
        is_proposal=dice.random() < 0.2,
    )


def _said(dice: Random, pieces: int) -> str:
    return "".join(dice.choices(PIECES, k=pieces)).strip()
