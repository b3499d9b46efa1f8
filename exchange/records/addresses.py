"""A search as it stands in addresses, and as people call it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from exchange.records.forms import RecordsForm
from exchange.records.narrowing import names_of_series
from exchange.search.find import Order
from exchange.web.filters import fiscal_year

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from exchange.records.queries import Criteria


def address(criteria: Criteria) -> str:
    """Give the query by which a page asks for `criteria`: the same for the same search."""
    plain = replace(criteria, text=" ".join(criteria.text.split()))
    return urlencode(plain.parameters)


def criteria_at(query: str) -> Criteria | None:
    """Give what an address asks for; None where that cannot be understood, or not any more.

    What no search asks for is passed over, and so is the page.
    """
    typed = MultiDict(parse_qsl(query))
    typed.pop("page", None)
    form = RecordsForm(typed)
    return form.criteria if form.is_valid_submission() else None


def page_of(query: str) -> str:
    """Give the path of the page that shows the search at an address."""
    return _with(url_for("records.index"), query)


def feed_of(criteria: Criteria) -> str:
    """Give the path of the feed of what anybody may see of a search.

    Its order is that of all feeds.
    """
    return _with(url_for("records_feeds.public"), address(replace(criteria, order=Order.DATE)))


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def in_words(criteria: Criteria, reader: Account | None) -> str:
    """Say what `reader` looks for, in one line and in their language.

    A series of which they may see no event is not named.
    """
    series = names_of_series({criteria.series}, reader)
    told = (
        " ".join(criteria.text.split()),
        "" if criteria.fiscal_year is None else fiscal_year(criteria.fiscal_year),
        "" if criteria.kind is None else gettext(criteria.kind.label),
        "" if criteria.block is None else gettext(criteria.block.label),
        series.get(criteria.series, ""),
        criteria.organization.name if criteria.organization else "",
        criteria.speaker,
    )
    return " ".join(filter(None, told)) or gettext("All session notes")
