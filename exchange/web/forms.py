"""Forms: what was typed, checked for its shape, with errors beside the field."""

from __future__ import annotations

import re
import unicodedata
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

import wtforms
from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import DateField, StringField, TextAreaField, TimeField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.meta import DefaultMeta
from wtforms.validators import ValidationError

from exchange.lib import wareki
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, time
    from enum import StrEnum

    from werkzeug.datastructures import MultiDict
    from wtforms import Field

    from exchange.domain.errors import Refused

UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters and halves of characters: no database or calendar takes them."""

_OF_WTFORMS = (
    N_("This field is required."),
    N_("Not a valid choice."),
    N_("Invalid Choice: could not coerce."),
    N_("Invalid choice(s): one or more data inputs could not be coerced."),
    N_("Field cannot be longer than %(max)d character."),
    N_("Field cannot be longer than %(max)d characters."),
    N_("The CSRF token is missing."),
    N_("The CSRF token is invalid."),
    N_("The CSRF tokens do not match."),
    N_("The CSRF session token is missing."),
)
"""Messages of WTForms and Flask-WTF that readers can meet, for our catalogue."""


class _Translations:
    """WTForms' own messages, in the reader's language by our catalogue."""

    def gettext(self, string: str) -> str:
        return gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return gettext(singular if n == 1 else plural)


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf is untyped
    """The parent of every form that changes something."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask-wtf is untyped
        def get_translations(self, _form: object) -> _Translations:
            return _Translations()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusals: list[str] = []

    def is_valid_submission(self) -> bool:
        """Tell whether the form was sent and holds nothing wrong."""
        valid: bool = self.validate_on_submit()
        return valid

    def refuse(self, reason: Refused) -> None:
        """Show `reason` beside the field it is about, or above the form."""
        sentence = gettext(reason.message, **reason.gaps)
        field = self._fields.get(reason.field) if reason.field else None
        if field is None:
            self.refusals.append(sentence)
        else:
            field.errors = [*field.errors, sentence]

    @property
    def has_errors(self) -> bool:
        return bool(self.errors or self.refusals)

    @property
    def status(self) -> HTTPStatus:
        """The status of the page that shows the form."""
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.has_errors else HTTPStatus.OK


class Part(wtforms.Form):
    """A part of a form: one row of a list of rows. Goes into a `FormField`."""

    class Meta(DefaultMeta):
        def get_translations(self, _form: object) -> _Translations:
            return _Translations()


class FilterForm(Form):
    """A form that is asked for with GET and changes nothing: filters of a list."""

    class Meta(Form.Meta):
        csrf = False

    def __init__(self, query: MultiDict[str, str] | None = None) -> None:
        super().__init__(formdata=request.args if query is None else query)

    def is_valid_submission(self) -> bool:
        """Tell whether what stands in the address can be understood."""
        valid: bool = self.validate()
        return valid


def storable(_form: object, field: Field) -> None:
    """Refuse characters that nothing can store."""
    if isinstance(field.data, str) and UNSTORABLE.search(field.data):
        raise ValidationError(gettext("Please remove characters that cannot be stored."))


def strip(value: str | None) -> str | None:
    """Take the white space off both ends, full-width spaces too."""
    return value.strip() if isinstance(value, str) else value


class TextField(StringField):
    """One line of text, kept as typed but for the space around it."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, [storable, *validators], filters=[strip], **kwargs)


class LongTextField(TextAreaField):
    """Several lines of text, with the browser's CRLF made LF."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, [storable, *validators], filters=[strip, _lf], **kwargs)


def _lf(value: str | None) -> str | None:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


class WarekiDateField(DateField):
    """A date, typed as 2022-09-26, R4.9.26 or 令和4年9月26日, in any width."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.raw_data = valuelist
        self.data: date | None = None
        if not text:
            return
        try:
            self.data = wareki.parse_date(text)
        except ValueError:
            raise ValueError(
                gettext("This is not a date. Examples: 2026-09-26, R8.9.26, 令和8年9月26日")
            ) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return wareki.format_date(self.data) if self.data else ""


class ClockField(TimeField):
    """A time of day, typed as 13:30 or 13時30分, in any width."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.raw_data = valuelist
        self.data: time | None = None
        if not text:
            return
        try:
            self.data = wareki.parse_time(text)
        except ValueError:
            raise ValueError(gettext("This is not a time. Example: 13:30")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%H:%M") if self.data else ""


def whole_number(text: str) -> int:
    """Read a figure typed in any width, with or without thousands' commas.

    Raises `ValueError` for anything else, and beyond nine digits.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    if not re.fullmatch(r"[0-9]{1,9}", plain):
        raise ValueError(text)
    return int(plain)


class FigureField(StringField):
    """A whole number, zero or more, typed in any width."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.raw_data = valuelist
        self.data: int | None = None  # type: ignore[assignment]  # a figure, where StringField keeps text
        if not text:
            return
        try:
            self.data = whole_number(text)
        except ValueError:
            raise ValueError(gettext("Please enter a whole number.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class FiscalYearField(StringField):
    """A fiscal year, typed as 2022, R4 or 令和4年度, in any width."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.raw_data = valuelist
        self.data: int | None = None  # type: ignore[assignment]  # a year, where StringField keeps text
        if not text:
            return
        try:
            self.data = wareki.parse_fiscal_year(text)
        except ValueError:
            raise ValueError(
                gettext("This is not a fiscal year. Examples: 2026, R8, 令和8年度")
            ) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class PageField(FigureField):
    """The page of a list, counted from 1, which is the page when none is named."""

    @property
    def number(self) -> int:
        """The page asked for; the first one when nothing or nonsense was."""
        return self.data or 1

    def pre_validate(self, form: object) -> None:  # noqa: ARG002  # WTForms hands it over
        if self.data == 0:
            raise ValidationError(gettext("Pages are counted from 1."))


class Labelled(Protocol):
    """A word of an enum, with the msgid that is shown for it."""

    @property
    def label(self) -> str: ...


def choices_of(
    words: Iterable[Labelled], *, none: str | None = None
) -> Callable[[], list[tuple[Any, str]]]:
    """Offer `words` in the reader's language, after `none` where none of them is a choice too."""

    def choices() -> list[tuple[Any, str]]:
        first = [] if none is None else [("", gettext(none))]
        return first + [(word, gettext(word.label)) for word in words]

    return choices


def word_choices(words: Iterable[StrEnum]) -> list[SelectChoice]:
    """Give the words that may stand in an address, or none of them."""
    return [SelectChoice(""), *(SelectChoice(word.value, word.label) for word in words)]  # type: ignore[attr-defined]  # each enum of ours has one


def lines(text: str | None) -> tuple[str, ...]:
    """Give the lines of a text without the space around them; empty ones are none."""
    stripped = (line.strip() for line in (text or "").split("\n"))
    return tuple(line for line in stripped if line)


def as_lines(values: Sequence[str]) -> str:
    """Write one value per line, as a field shows them."""
    return "\n".join(values)
