"""Refusals: what a service raises when the domain says no."""

from __future__ import annotations

from typing import ClassVar


class Refused(Exception):
    """Something that cannot be done, with the sentence that says so.

    `message` is a msgid; `gaps` fills its named gaps. `field` names the form
    field it is about, where there is one.
    """

    message: ClassVar[str] = ""
    field: ClassVar[str | None] = None

    def __init__(self, **gaps: object) -> None:
        super().__init__(self.message % gaps if gaps else self.message)
        self.gaps = gaps
