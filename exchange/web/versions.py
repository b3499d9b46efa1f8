"""Two versions of the same thing side by side: what stands there now, and what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import gettext

from exchange.domain.draft import revision_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from exchange.domain.draft import EditedMeanwhile
    from exchange.domain.event import Event

Lines = tuple[str, ...]
Said = dict[str, Lines]
"""What a version says under each heading; nothing said is no lines."""

NEVER_KEPT = ("csrf_token", "revision")
"""Hidden fields that a form which is sent once more takes from its own page."""


@dataclass(frozen=True)
class Difference:
    """One thing that the two versions say differently, line by line."""

    label: str
    theirs: Lines
    yours: Lines


def differences(theirs: Mapping[str, Lines], yours: Mapping[str, Lines]) -> Sequence[Difference]:
    """List what the two versions say differently, in the order of the page. Empty lines are none."""
    now, typed = _without_blanks(theirs), _without_blanks(yours)
    labels = dict.fromkeys([*now, *typed]) if len(now) >= len(typed) else dict.fromkeys(typed)
    return [
        Difference(label, now.get(label, ()), typed.get(label, ()))
        for label in labels
        if now.get(label, ()) != typed.get(label, ())
    ]


def _without_blanks(said: Mapping[str, Lines]) -> Said:
    return {label: tuple(line for line in lines if line) for label, lines in said.items()}


def compared(
    reason: EditedMeanwhile[object], different: Sequence[Difference], revision: object = None
) -> dict[str, object]:
    """Give what `layouts/_two_versions.html` shows: what is `different`, and all that was typed.

    `revision` names what was saved, where the page does not name it by what it says.
    """
    return {
        "message": gettext(reason.message),
        "differences": different,
        "typed": [(k, v) for k, v in request.form.items(multi=True) if k not in NEVER_KEPT],
        "revision": revision_of(reason.theirs) if revision is None else revision,
    }


def both_versions(
    event: Event, reason: EditedMeanwhile[object], different: Sequence[Difference]
) -> ResponseReturnValue:
    """Show what is `different`, and let the second editor save over the first or look again."""
    page = render_template("layouts/two_versions.html", event=event, **compared(reason, different))
    return page, HTTPStatus.UNPROCESSABLE_ENTITY
