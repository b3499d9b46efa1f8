"""What can be asked of the revisions of notes."""

from __future__ import annotations

from exchange.lib.i18n import N_
from exchange.web.forms import FigureField, FilterForm, Form, PageField


class PageForm(FilterForm):
    page = PageField(N_("Page"))


class ComparisonForm(FilterForm):
    """Which other version is to be compared with. 0 is none at all."""

    against = FigureField(N_("Compare with"))


class RestoreForm(Form):
    """Brings a version back. `seen` is the newest one that the reader knew of."""

    seen = FigureField(N_("Newest version"))
