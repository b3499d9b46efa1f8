from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.event import EventKind
from exchange.publication import keys
from tests.factories import an_event

if TYPE_CHECKING:
    from flask import Flask


def test_make_counts_from_one(app: Flask) -> None:
    assert keys.make(EventKind.FAIR, 2026) == "fair-2026-1"


def test_make_gives_what_follows_the_highest_number(app: Flask) -> None:
    an_event(key="training-2026-2")
    an_event(key="training-2026-10")

    assert keys.make(EventKind.TRAINING, 2026) == "training-2026-11"


def test_make_leaves_out_keys_of_another_make(app: Flask) -> None:
    for key in ("training-2026-9x", "training-2026-", "training-20260-7", "training_2026-8"):
        an_event(key=key)
    an_event(key="training-2026-" + "9" * 50)

    assert keys.make(EventKind.TRAINING, 2026) == "training-2026-1"
