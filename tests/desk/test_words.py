from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.desk.words import answer_meant, choice_meant, choices_meant, days_meant, mode_meant
from exchange.enrollment.forms import day_words
from tests.factories import a_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exchange.domain.day import EventDay

FIRST, SECOND = "2026-12-10", "2026-12-11"


def two_days() -> Mapping[str, EventDay]:
    return day_words(
        [a_day(date(2026, 12, 10), label="座学"), a_day(date(2026, 12, 11), label="管内視察")]
    )


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        *((one, "onsite") for one in ("会場", "現地", "対面", "会場参加", "会場で参加", "onsite")),
        *((one, "online") for one in ("オンライン", "ｵﾝﾗｲﾝ", "Web", "ＷＥＢ参加", "リモート")),
        ("Zoom（オンライン）", "online"),
        ("At the venue", "onsite"),
        ("会場またはオンライン", "会場またはオンライン"),
        ("電話", "電話"),
        ("", ""),
    ],
)
def test_a_mode_is_meant_by_many_words(text: str, mode: str) -> None:
    assert mode_meant(text) == mode


@pytest.mark.parametrize(
    ("text", "words"),
    [
        *((one, [FIRST, SECOND]) for one in ("全日", "両日", "○", "1日目、2日目", "１・２")),
        *((one, [FIRST, SECOND]) for one in ("12/10, 12/11", "座学／管内視察", "R8.12.10 12.11")),
        *((one, [FIRST]) for one in ("1日目", "①", "座学", "12/10", "１２月１０日", "12/10(木)")),
        *(
            (one, [FIRST])
            for one in ("R8.12.10", "令和8年12月10日(木)", "2026-12-10", "2026/12/10")
        ),
        *((one, [SECOND]) for one in ("R8.12.11 管内視察", "第2日")),
        *((one, [one]) for one in ("3日目", "12/12", "R8.12.10(金)", "1日目か2日目")),
        ("", []),
    ],
)
def test_days_are_meant_by_date_number_or_label(text: str, words: list[str]) -> None:
    assert days_meant(text, two_days()) == words


def test_a_date_means_all_that_is_held_on_it() -> None:
    days = day_words([a_day(starts=time(10)), a_day(starts=time(14))])

    assert days_meant("R8.9.26", days) == list(days)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        *(
            (one, "yes")
            for one in ("はい", "○", "〇", "要", "有り", "YES", "Ｙ", "希望する", "TRUE")
        ),
        *((one, "no") for one in ("いいえ", "×", "不要", "なし", "無", "No", "-", "－", "FALSE")),
        ("たぶん", "たぶん"),
        ("", ""),
    ],
)
def test_yes_and_no_are_meant_by_many_words(text: str, answer: str) -> None:
    assert answer_meant(text) == answer


def test_a_choice_is_meant_whatever_its_width() -> None:
    choices = ["要（600円）", "DX", "観光・交流"]

    assert [choice_meant(one, choices) for one in ("要(６００円)", "ｄｘ", "他")] == [
        "要（600円）",
        "DX",
        "他",
    ]
    assert choices_meant("ＤＸ、観光・交流", choices) == ["DX", "観光・交流"]
    assert choices_meant("観光・交流", choices) == ["観光・交流"]
    assert choices_meant("DX／要(600円)／DX", choices) == ["DX", "要（600円）"]
    assert choices_meant("DX、農業", choices) == ["DX、農業"]


@given(st.text())
def test_nothing_that_is_written_makes_understanding_fail(text: str) -> None:
    mode_meant(text)
    answer_meant(text)
    choices_meant(text, ["DX", "観光"])

    assert days_meant(text, two_days()) is not None
