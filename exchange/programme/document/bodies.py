"""Groups, organizations and partnerships."""

from __future__ import annotations

from typing import Annotated

from exchange.programme import fields
from exchange.programme.document.part import Part
from exchange.programme.fields import once


class Group(Part):
    slug: Annotated[fields.Slug, once("group")]
    name: fields.Name


class Organization(Part):
    code: Annotated[fields.Code, once("code")] | None = None
    slug: Annotated[fields.OrganizationSlug, once("organization")] | None = None
    name: Annotated[fields.Name, once("name")]
    kana: fields.Text = ""
    group: fields.GroupSlug | None = None


class Partnership(Part):
    slug: Annotated[fields.Slug, once("partnership")]
    name: fields.Name
    since: fields.Year | None = None
    groups: fields.GroupSlugs = []
    summary: fields.Text = ""
