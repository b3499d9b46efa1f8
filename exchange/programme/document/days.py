"""The days of an event, and where each is held."""

from __future__ import annotations

from datetime import time
from typing import Self

from pydantic import field_validator, model_validator

from exchange.programme import fields
from exchange.programme.document.part import Part
from exchange.programme.fields import Info, wrong


class Place(Part):
    groups: fields.GroupSlugs = []
    venue: fields.Text = ""
    address: fields.Text = ""
    online: bool = False
    url: fields.Text = ""

    @field_validator("url")
    @classmethod
    def url_is_for_online(cls, url: str, info: Info) -> str:
        if url and info.data.get("online") is False:
            raise wrong("stands at a place that is not online")
        return url

    @model_validator(mode="after")
    def is_somewhere(self) -> Self:
        if not self.venue and not self.online:
            raise wrong("is neither a venue nor online")
        return self


class Day(Part):
    date: fields.Date
    start: fields.Clock | None = None
    end: fields.Clock | None = None
    label: fields.Text = ""
    places: list[Place] = []

    @field_validator("end")
    @classmethod
    def end_follows_start(cls, end: time | None, info: Info) -> time | None:
        if end is None or "start" not in info.data:
            return end
        start: time | None = info.data["start"]
        if start is None:
            raise wrong("stands without a start")
        if end <= start:
            raise wrong(f'"{end:%H:%M}" is not after the start "{start:%H:%M}"')
        return end
