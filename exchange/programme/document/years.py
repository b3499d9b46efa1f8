"""Fiscal years: their activities and settlements, and the plans for those to come."""

from __future__ import annotations

from typing import Annotated

from pydantic import field_validator

from exchange.programme import fields
from exchange.programme.document.part import Part
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


class Plan(Part):
    fiscal_year: fields.Year
    no: fields.Number
    title: fields.Filled
    content: fields.Text = ""
    actions: list[fields.Text] = []
    from_event: fields.EventKey | None = None

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
