"""Fields and checks of forms that are made of rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from wtforms import SelectMultipleField
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from exchange.lib.i18n import N_
from exchange.web.forms import Part

if TYPE_CHECKING:
    from wtforms import Field

SHORT = 200
LONG = 2_000


class Required:
    """Something has to be typed. What is typed but wrong already has its own message."""

    def __init__(self, message: str) -> None:
        self.message = message
        self.field_flags = {"required": True}

    def __call__(self, _form: object, field: Field) -> None:
        if not field.data and not field.errors:
            raise StopValidation(gettext(self.message))


class ChecksField(SelectMultipleField):
    """Checkboxes: any number of the choices."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.invalid_choice_message = N_("Not a valid choice.")


class Row(Part):
    """A row that may be left empty; then it is as if it were not there."""

    TYPED: tuple[str, ...] = ()
    """The fields that make a row more than empty."""

    @property
    def is_blank(self) -> bool:
        return not any(value.strip() for name in self.TYPED for value in self[name].raw_data or [])

    def validate(self, extra_validators: Any = None) -> bool:
        return self.is_blank or super().validate(extra_validators)


def row_id(text: str | None) -> int | None:
    """Read the hidden number that ties a row to what is stored; anything else is a new row."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else None
