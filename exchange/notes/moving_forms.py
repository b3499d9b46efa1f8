"""Where a note is to be moved to."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import Length

from exchange.lib.i18n import N_
from exchange.web.forms import FilterForm, Form, PageField, TextField, storable
from exchange.web.parts import SHORT


class DestinationsForm(FilterForm):
    """Words by which events are found, and the event that was chosen."""

    q = TextField(N_("Words in title or theme"), [Length(max=SHORT)])
    to = TextField(N_("Event"), [Length(max=SHORT)])
    page = PageField(N_("Page"))


class MoveForm(Form):
    to = HiddenField(N_("Event"), [storable])
