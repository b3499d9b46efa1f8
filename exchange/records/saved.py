"""Searches that somebody keeps: saved, named, given a new address, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from exchange.domain.account import Account
from exchange.domain.errors import Refused
from exchange.domain.personal_feed import new_token
from exchange.domain.saved_search import SavedSearch
from exchange.extensions import db
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

MOST = 50
"""Searches that one person keeps."""


class TooManySearches(Refused):
    """Somebody has as many as there is room for."""

    message = N_("You have %(most)d saved searches already. Please delete one first.")


def searches_of(account: Account) -> Sequence[SavedSearch]:
    """List what somebody saved, the newest first."""
    return db.session.scalars(
        select(SavedSearch)
        .where(SavedSearch.account_id == account.id)
        .order_by(SavedSearch.saved_at.desc(), SavedSearch.id.desc())
    ).all()


def find_saved(account: Account, address: str) -> SavedSearch | None:
    """Find what somebody saved of the search at `address`, which is the query of a page."""
    return db.session.scalar(
        select(SavedSearch)
        .where(SavedSearch.account_id == account.id, SavedSearch.address == address)
        .order_by(SavedSearch.id)
        .limit(1)
    )


def save(account: Account, name: str, address: str, *, at: datetime) -> SavedSearch:
    """Keep the search at `address` under a name. One that is kept already takes the new name.

    Raises `TooManySearches`.
    """
    # One at a time for each person: two who save at once count each other.
    db.session.execute(select(Account.id).where(Account.id == account.id).with_for_update())
    search = find_saved(account, address)
    if search is not None:
        rename(search, name)
        return search
    if _number_of(account) >= MOST:
        raise TooManySearches(most=MOST)
    search = SavedSearch(
        account_id=account.id, name=name, address=address, token=new_token(), saved_at=at
    )
    db.session.add(search)
    db.session.flush()
    return search


def rename(search: SavedSearch, name: str) -> None:
    """Call a search something else."""
    search.name = name
    db.session.flush()


def renew(search: SavedSearch) -> None:
    """Give its feed another address. The present one leads nowhere from now on."""
    search.token = new_token()
    db.session.flush()


def forget(search: SavedSearch) -> None:
    """Delete a search, and its feed with it."""
    db.session.delete(search)
    db.session.flush()


def _number_of(account: Account) -> int:
    kept = select(func.count()).where(SavedSearch.account_id == account.id)
    return db.session.scalar(kept) or 0
