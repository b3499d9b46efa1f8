"""The rows of a table, looked at together: what is wrong with each, or what would become of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.desk import queries
from exchange.desk.refusals import (
    NamesakeInTheTable,
    NamesakeRegistered,
    RegisteredAlready,
    TwiceInTheTable,
)
from exchange.domain.errors import Refused
from exchange.enrollment.parties import examine_together, forecast, require_it_may_fit
from exchange.lib.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from exchange.desk.forms import RosterForm
    from exchange.desk.sheet import Row
    from exchange.domain.registration import Registration


def examine(form: RosterForm, *, at: datetime) -> None:
    """Say at each row of `form` what is wrong with it, or how the person would stand."""
    event, body = form.offer.event, form.offer.organization
    for row in form.rows:
        row.is_sound = row.validate()
    _find_people_twice([row for row in form.rows if row.is_sound], queries.people_sent(event, body))
    unrefused = _in_order(form)
    refuse(unrefused, examine_together(event, [row.application for row in unrefused]))
    _look_ahead(form, _in_order(form), at)


def _in_order(form: RosterForm) -> list[Row]:
    return [row for row in form.rows if row.is_sound and not row.has_errors]


def refuse(rows: Sequence[Row], reasons: Mapping[int, Refused]) -> None:
    """Say at each of `rows` why it was refused, by its place among them."""
    for index, reason in reasons.items():
        rows[index].refuse(reason)


def _look_ahead(form: RosterForm, good: Sequence[Row], at: datetime) -> None:
    event = form.offer.event
    people = [row.application for row in good]
    is_whole = bool(form.is_whole.data)
    outlook = forecast(event, people, is_whole=is_whole, at=at)
    for row, status in zip(good, outlook, strict=True):
        row.outlook = status
    if is_whole and people and not form.has_errors:
        try:
            require_it_may_fit(event, people, at)
        except Refused as reason:
            form.refuse(reason)


def _find_people_twice(rows: Sequence[Row], registered: Sequence[Registration]) -> None:
    """Refuse whoever is registered, or stands further up; ask of each namesake whether they are."""
    standing: dict[str, list[Registration]] = {}
    for one in registered:
        standing.setdefault(fold(one.full_name), []).append(one)
    met: dict[str, list[Row]] = {}
    for row in rows:
        name = fold(row.name)
        reason = _on_the_roster(row, standing.get(name, ())) or _above(row, met.get(name, ()))
        if reason is not None:
            row.refuse(reason)
        met.setdefault(name, []).append(row)


def _on_the_roster(row: Row, namesakes: Sequence[Registration]) -> Refused | None:
    person = row.application
    for one in namesakes:
        if one.email == person.email:
            return RegisteredAlready(reference=one.reference)
    return _asked(row, [NamesakeRegistered(reference=one.reference) for one in namesakes])


def _above(row: Row, namesakes: Sequence[Row]) -> Refused | None:
    email = row.application.email
    for one in namesakes:
        if one.application.email == email:
            return TwiceInTheTable(row=one.number)
    return _asked(row, [NamesakeInTheTable(row=one.number) for one in namesakes])


def _asked(row: Row, reasons: Sequence[Refused]) -> Refused | None:
    """Give the first reason to ask whether a namesake is somebody else, unless that was said."""
    if not reasons:
        return None
    row.asks_whether_another = True
    return None if row.is_another.data else reasons[0]
