"""Fiscal years: their activities and settlements, and the plans for those to come."""

from __future__ import annotations

from typing import Annotated

from pydantic import field_validator

from exchange.domain.plan import PlanState
from exchange.programme import fields
from exchange.programme.document.part import ANY_WORD, Part
from exchange.programme.fields import Info, once, wrong


class Activity(Part):
    no: Annotated[fields.Number, once("activity")]
    title: fields.Filled
    summary: fields.Text = ""
    organizations: fields.OrganizationWords = []


class SettlementLine(Part):
    category: fields.Text = ""
    item: fields.Filled
    amount: fields.Amount
    remark: fields.Text = ""


class Settlement(Part):
    always = frozenset({"currency"})

    currency: fields.Currency = "JPY"
    income: list[SettlementLine] = []
    expenditure: list[SettlementLine] = []


class Progress(Part):
    """How a plan got on, told on one date."""

    date: fields.Date
    text: fields.Filled


class Proposal(Part):
    """What a plan was made of: a line of an event's notes, or what was one."""

    event: fields.EventKey
    text: fields.Text


class Plan(Part):
    """A numbered plan. What is None is not spoken of, and stays as it is in the database."""

    fiscal_year: fields.Year
    no: fields.Number
    title: fields.Filled
    content: fields.Text = ""
    actions: list[fields.Text] = []
    from_event: fields.EventKey | None = None
    state: Annotated[PlanState, ANY_WORD] | None = None
    organizations: fields.OrganizationWords | None = None
    """The bodies that are responsible."""
    progress: list[Progress] | None = None
    events: fields.EventKeys | None = None
    """Those that came of it; others are only unlinked when the file holds them."""
    proposals: list[Proposal] | None = None
    """Those it was made of; others are only unlinked when the file holds their event."""

    @field_validator("no")
    @classmethod
    def no_stands_once_in_its_year(cls, no: int, info: Info) -> int:
        year = info.data.get("fiscal_year")
        if (year, no) in info.context.seen["plan"]:
            raise wrong(f"{no} stands twice in {year}")
        info.context.seen["plan"].add((year, no))
        return no


Activities = Annotated[list[Activity], fields.each("activity")]


class Year(Part):
    """A year beside the one the top of the file is about."""

    fiscal_year: Annotated[fields.Year, once("year")]
    title: fields.Text = ""
    host: fields.Text = ""
    activities: Activities = []
    settlement: Settlement | None = None
