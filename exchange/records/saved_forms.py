"""The forms of saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext
from wtforms import HiddenField
from wtforms.validators import DataRequired, Length, ValidationError

from exchange.lib.i18n import N_
from exchange.records.addresses import address, criteria_at, in_words
from exchange.web.forms import Form, TextField

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from exchange.records.queries import Criteria

LONGEST_NAME = 100
LONGEST_ADDRESS = 10_000


class NameForm(Form):
    """What somebody calls a search."""

    name = TextField(N_("Name of the search"), [DataRequired(), Length(max=LONGEST_NAME)])


class SaveForm(NameForm):
    """A search to save: the query of the address of its page, and a name for it."""

    address = HiddenField(N_("Search"), [Length(max=LONGEST_ADDRESS)])

    criteria: Criteria | None = None

    @classmethod
    def of(cls, criteria: Criteria, reader: Account) -> SaveForm:
        """Give the form in which `criteria` can be saved, with a name that says what they are."""
        name = in_words(criteria, reader)[:LONGEST_NAME]
        return cls(formdata=None, data={"name": name, "address": address(criteria)})

    def validate_address(self, field: HiddenField) -> None:
        self.criteria = criteria_at(field.data or "")
        if self.criteria is None:
            raise ValidationError(gettext("This search cannot be understood."))

    @property
    def asked(self) -> str:
        """The valid address, as it is for every such search."""
        return "" if self.criteria is None else address(self.criteria)
