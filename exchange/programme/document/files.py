"""The photos and materials of an event: what is said of them, not the files themselves."""

from __future__ import annotations

from typing import Annotated

from exchange.programme import fields
from exchange.programme.document.part import Part
from exchange.programme.fields import once


class File(Part):
    id: Annotated[fields.Key, once("file")]
    name: fields.FileName
    """Of the file that was sent."""


class Photo(File):
    caption: fields.Text = ""
    alt: fields.Text = ""


class Material(File):
    title: fields.Text = ""
