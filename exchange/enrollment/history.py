"""The history of a registration, in the reader's words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask_babel import gettext

from exchange.domain.attendance import Presence
from exchange.domain.registration import Mode
from exchange.enrollment.questions import WORDS
from exchange.lib.i18n import N_
from exchange.lib.personal import hiragana
from exchange.web.filters import short_date

if TYPE_CHECKING:
    from exchange.domain.change import Change

LABELS = {
    "family_name": N_("Family name"),
    "given_name": N_("Given name"),
    "family_kana": N_("Family name (reading)"),
    "given_kana": N_("Given name (reading)"),
    "organization": N_("Organization"),
    "department": N_("Department"),
    "position": N_("Job title"),
    "email": N_("Email address"),
    "phone": N_("Phone number"),
    "mode": N_("How to take part"),
    "days": N_("Days to attend"),
    "remarks": N_("Remarks"),
    "day": N_("Day"),
    "presence": N_("Attendance"),
    "proxy_name": N_("Name of the proxy"),
    "proxy_position": N_("Job title of the proxy"),
}
"""What the fields of a registration are called; a question is called by its own text."""
_VALUES = {**{one.value: one.label for one in (*Mode, *Presence)}, **WORDS}


def details_in_words(change: Change) -> list[tuple[str, str, str]]:
    """List what `change` changed: the name of each thing, what it was, and what it became."""
    return [
        (
            gettext(LABELS[name]) if name in LABELS else name,
            _value_in_words(name, before),
            _value_in_words(name, after),
        )
        for name, (before, after) in change.details.items()
    ]


def _value_in_words(name: str, value: str) -> str:
    if name.endswith("_kana"):
        return hiragana(value)
    if name in {"day", "days"} and value:
        return "、".join(short_date(date.fromisoformat(day)) for day in value.split("、"))
    is_a_word = name in {"mode", "presence"} or name not in LABELS
    return gettext(_VALUES[value]) if is_a_word and value in _VALUES else value
