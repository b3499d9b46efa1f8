"""The years of a document, their activities and settlements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.year import Activity, SettlementLine, SettlementSide, Year
from exchange.extensions import db
from exchange.programme import document, parts, rules
from exchange.programme.writing.rows import restate

if TYPE_CHECKING:
    from exchange.programme.outcome import Outcome
    from exchange.programme.queries import Names


def put_years(stated: document.Document, names: Names, outcome: Outcome) -> None:
    """Make the years, or change what is said of them; what is not said is left alone."""
    for item in _years(stated):
        year = db.session.get(Year, item.fiscal_year)
        if year is None:
            year = Year(fiscal_year=item.fiscal_year, title="", host="", currency="JPY")
            db.session.add(year)
            _write_year(year, item)
            outcome.created["year"] += 1
        elif _differs(year, item):
            _write_year(year, item)
            outcome.updated["year"] += 1
        _put_activities(year, item, names, outcome)
        db.session.flush()


def _years(stated: document.Document) -> list[document.Year]:
    """List what is said of years: at the top of the file, and in its own place."""
    if not rules.describes_a_year(stated):
        return stated.years
    top = document.Year.model_construct(
        fiscal_year=rules.main_year(stated) or 0,
        title=stated.title,
        host=stated.host,
        activities=stated.activities,
        settlement=stated.settlement,
    )
    return [*stated.years, top]


def _differs(year: Year, item: document.Year) -> bool:
    said = (year.title, year.host, parts.of_settlement(year))
    return said != (
        item.title or year.title,
        item.host or year.host,
        item.settlement or parts.of_settlement(year),
    )


def _write_year(year: Year, item: document.Year) -> None:
    year.title = item.title or year.title
    year.host = item.host or year.host
    if item.settlement:
        year.currency = item.settlement.currency
        year.settlement_lines = [
            *_lines(SettlementSide.INCOME, item.settlement.income),
            *_lines(SettlementSide.EXPENDITURE, item.settlement.expenditure),
        ]


def _lines(side: SettlementSide, items: list[document.SettlementLine]) -> list[SettlementLine]:
    return [
        SettlementLine(
            side=side,
            category=item.category,
            item=item.item,
            amount=item.amount,
            remark=item.remark,
        )
        for item in items
    ]


def _put_activities(year: Year, item: document.Year, names: Names, outcome: Outcome) -> None:
    found = {activity.no: activity for activity in year.activities}
    for stated in item.activities:
        bodies = [names.organizations[word] for word in stated.organizations]
        named = stated.model_copy(update={"organizations": [body.name for body in bodies]})
        activity = found.get(stated.no)
        if activity is None:
            activity = Activity(no=stated.no)
            year.activities.append(activity)
            outcome.created["activity"] += 1
        elif parts.of_activity(activity) != named:
            outcome.updated["activity"] += 1
        else:
            continue
        activity.title = stated.title
        activity.summary = stated.summary
        restate(activity.organizations, bodies)
