"""Rows that are added, taken away and moved without a script: the buttons post the form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self

from werkzeug.datastructures import MultiDict

from exchange.domain.errors import Refused
from exchange.lib.i18n import N_
from exchange.web.forms import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Preset = Callable[[Sequence["Sheet"]], Iterable[Mapping[str, Sequence[str]]]]
    """What a button adds to the rows there are: the fields of each new row."""
    Press = Callable[["Sheet"], None]
    """What a button does to what was posted. It raises `TooManyRows` having changed nothing."""

LISTED = re.compile(r"(?P<list>[a-z]+)-(?P<index>[0-9]{1,6})-(?P<rest>.+)", re.DOTALL)
"""days-0-places-1-venue: the list, which row of it, and the field or list within."""
BUTTON = re.compile(r"(?P<verb>add|remove|raise|lower)_(?P<row>[a-z]+)")
POSITIONS = re.compile(r"[0-9]{1,6}(-[0-9]{1,6})*")
NEW = "new"
"""A field that stands for a row nobody has typed into yet."""


@dataclass(frozen=True)
class RowList:
    """A list of rows: its name, that of one row, how long it may get, and what it is part of.

    `presets` are rows that are usual: `add_question=lunch` adds one that is filled in.
    """

    name: str
    row: str
    most: int
    within: RowList | None = None
    presets: Mapping[str, Preset] = field(default_factory=dict)


class TooManyRows(Refused):
    message = N_("This page has room for %(most)d of these.")


@dataclass
class Sheet:
    """What was posted, with the rows of each list in order."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    lists: dict[str, list[Sheet]] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        posted: Mapping[str, list[str]],
        lists: Sequence[RowList],
        within: RowList | None = None,
    ) -> Self:
        """Sort what was posted into rows. Gaps between the numbers of rows close."""
        sheet = cls()
        known = {rows.name: rows for rows in lists if rows.within is within}
        rows: dict[str, dict[int, dict[str, list[str]]]] = {}
        for name, values in posted.items():
            found = LISTED.fullmatch(name)
            if found and found["list"] in known:
                row = rows.setdefault(found["list"], {}).setdefault(int(found["index"]), {})
                row[found["rest"]] = values
            elif not name.startswith(tuple(known)):  # WTForms would take it for a row
                sheet.fields[name] = values
        for name, numbered in rows.items():
            sheet.lists[name] = [
                cls.read(numbered[index], lists, known[name]) for index in sorted(numbered)
            ]
        return sheet

    def write(self, prefix: str = "") -> MultiDict[str, str]:
        """Give it back as it would have been posted."""
        posted = MultiDict(
            (prefix + name, value) for name, values in self.fields.items() for value in values
        )
        for name, rows in self.lists.items():
            for index, row in enumerate(rows):
                posted.update(row.write(f"{prefix}{name}-{index}-"))
        return posted

    def cut(self, lists: Sequence[RowList]) -> None:
        """Cut lists that are longer than any page shows them.

        Raises `TooManyRows` when there was one, after all are cut.
        """
        too_long = None
        for rows in lists:
            for sheet in self._holders(rows):
                found = sheet.lists.get(rows.name, [])
                if len(found) > rows.most:
                    del found[rows.most :]
                    too_long = rows
        if too_long:
            raise TooManyRows(most=too_long.most)

    def _holders(self, rows: RowList) -> Sequence[Sheet]:
        return self.lists.get(rows.within.name, []) if rows.within else [self]


@dataclass(frozen=True)
class Button:
    """A button that changes the rows: what it does to which list, and where.

    `where` counts from 0, from the outermost list inwards: `remove_place=0-1`
    takes away the second place of the first day, `add_place=0` adds one to it.
    `preset` says what the rows to be added hold; nothing where none is named.
    """

    verb: str
    rows: RowList
    where: tuple[int, ...]
    preset: Preset | None = None

    @classmethod
    def pressed(cls, posted: Mapping[str, list[str]], lists: Sequence[RowList]) -> Button | None:
        """Find the button that sent the form, None when it was none of these."""
        by_row = {rows.row: rows for rows in lists}
        for name, values in posted.items():
            found = BUTTON.fullmatch(name)
            if found and found["row"] in by_row:
                rows, word = by_row[found["row"]], values[0] if values else ""
                where = word.split("-") if POSITIONS.fullmatch(word) else []
                return cls(found["verb"], rows, tuple(map(int, where)), rows.presets.get(word))
        return None

    def press(self, sheet: Sheet) -> None:
        """Change the rows of `sheet`. A button that points at no row changes nothing.

        Raises `TooManyRows` where one more would not fit.
        """
        depth = 2 if self.rows.within else 1
        if len(self.where) != (depth - 1 if self.verb == "add" else depth):
            return
        holder = sheet
        if self.rows.within:
            outer = sheet.lists.get(self.rows.within.name, [])
            if self.where[0] >= len(outer):
                return
            holder = outer[self.where[0]]
        self._change(holder.lists.setdefault(self.rows.name, []))

    def _change(self, rows: list[Sheet]) -> None:
        if self.verb == "add":
            self._add(rows)
            return
        here = self.where[-1]
        there = here + {"remove": 0, "raise": -1, "lower": 1}[self.verb]
        if not (0 <= there < len(rows) and here < len(rows)):
            return
        if self.verb == "remove":
            del rows[here]
        else:
            rows[here], rows[there] = rows[there], rows[here]

    def _add(self, rows: list[Sheet]) -> None:
        blank = [{NEW: [""]}]
        for fields in list(self.preset(rows) if self.preset else blank):
            if len(rows) >= self.rows.most:
                raise TooManyRows(most=self.rows.most)
            rows.append(Sheet({name: list(values) for name, values in fields.items()}))


class RowsForm(Form):
    """A form with lists of rows. Buttons that change rows keep everything that was typed."""

    LISTS: ClassVar[tuple[RowList, ...]] = ()

    def __init__(self, posted: MultiDict[str, str] | None = None, **kwargs: Any) -> None:
        fields = {} if posted is None else posted.to_dict(flat=False)
        sheet = Sheet.read(fields, self.LISTS)
        button = Button.pressed(fields, self.LISTS)
        name, press = (button.rows.name, button.press) if button else self.pressed(fields)
        self.rearranged = name
        self.overflow = _tidied(sheet, press, self.LISTS)
        self.posted = None if posted is None else sheet.write()
        super().__init__(formdata=self.posted, **kwargs)
        if self.overflow:
            self.refuse(self.overflow)

    def pressed(self, posted: Mapping[str, list[str]]) -> tuple[str | None, Press | None]:  # noqa: ARG002  # for forms that have such a button
        """Find a button of the form's own that changes the rows: its name, and what it does."""
        return None, None

    def is_valid_submission(self) -> bool:
        """Tell whether the form was sent to be saved and holds nothing wrong."""
        if self.rearranged:
            return False
        return super().is_valid_submission() and self.overflow is None


def _tidied(sheet: Sheet, press: Press | None, lists: Sequence[RowList]) -> TooManyRows | None:
    """Change the rows of `sheet` as a button says, and give what was too much for the page."""
    try:
        sheet.cut(lists)
        if press:
            press(sheet)
    except TooManyRows as reason:
        return reason
    return None
