"""Organizations as choices: in filters, forms and addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from sqlalchemy import or_, select
from wtforms import StringField

from exchange.domain.organization import Organization
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Sequence


def organizations() -> Sequence[Organization]:
    """List all organizations, in the order in which they were entered."""
    return db.session.scalars(select(Organization).order_by(Organization.id)).all()


def find_organization(word: str) -> Organization | None:
    """Find an organization by its code, its slug or its name."""
    named = or_(Organization.code == word, Organization.slug == word, Organization.name == word)
    return db.session.scalar(select(Organization).where(named).order_by(Organization.id).limit(1))


class OrganizationField(StringField):
    """An organization, named by its code, slug or name. `data` is the row, or None."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.raw_data = valuelist
        self.data = None
        if not text:
            return
        self.data = None if "\0" in text else find_organization(text)
        if self.data is None:
            raise ValueError(gettext("There is no such organization."))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.address if self.data else ""
