"""The whole file."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from exchange.programme import fields
from exchange.programme.document.bodies import Group, Organization, Partnership
from exchange.programme.document.events import Event
from exchange.programme.document.part import Part
from exchange.programme.document.years import Activities, Plan, Settlement, Year
from exchange.programme.fields import once

FORMAT: Final = "exchange-programme/1"


class Document(Part):
    """The whole file. `title` to `host`, `activities` and `settlement` are of one year."""

    format: Literal["exchange-programme/1"]
    title: fields.Text = ""
    fiscal_year: Annotated[fields.Year, once("year")] | None = None
    host: fields.Text = ""
    groups: list[Group] = []
    organizations: list[Organization] = []
    partnerships: list[Partnership] = []
    events: list[Event] = []
    activities: Activities = []
    settlement: Settlement | None = None
    plans: list[Plan] = []
    years: list[Year] = []
