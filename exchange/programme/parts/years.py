"""Fiscal years, their activities and settlements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.year import SettlementSide
from exchange.programme import document

if TYPE_CHECKING:
    from exchange.domain.year import Activity, Year


def of_year(year: Year) -> document.Year:
    settlement = of_settlement(year)
    return document.Year.model_construct(
        fiscal_year=year.fiscal_year,
        title=year.title,
        host=year.host,
        activities=[of_activity(activity) for activity in year.activities],
        settlement=None if settlement == document.Settlement() else settlement,
    )


def of_activity(activity: Activity) -> document.Activity:
    return document.Activity.model_construct(
        no=activity.no,
        title=activity.title,
        summary=activity.summary,
        organizations=[body.name for body in activity.organizations],
    )


def of_settlement(year: Year) -> document.Settlement:
    """Give the settlement of `year`, which need not have any lines yet."""
    sides: dict[SettlementSide, list[document.SettlementLine]] = {s: [] for s in SettlementSide}
    for line in year.settlement_lines:
        sides[line.side].append(
            document.SettlementLine.model_construct(
                category=line.category, item=line.item, amount=line.amount, remark=line.remark
            )
        )
    return document.Settlement.model_construct(
        currency=year.currency,
        income=sides[SettlementSide.INCOME],
        expenditure=sides[SettlementSide.EXPENDITURE],
    )
