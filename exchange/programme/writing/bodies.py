"""Groups, organizations and partnerships of a document."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from exchange.domain.group import Group
from exchange.domain.organization import Organization
from exchange.domain.partnership import Partnership
from exchange.extensions import db
from exchange.programme import parts, queries
from exchange.programme.writing.rows import restate

if TYPE_CHECKING:
    from exchange.programme import document
    from exchange.programme.outcome import Outcome


def put_groups(stated: document.Document, outcome: Outcome) -> None:
    """Find groups by their slugs; make or rename them."""
    found = {group.slug: group for group in db.session.scalars(select(Group))}
    for item in stated.groups:
        group = found.get(item.slug)
        if group is None:
            group = Group(slug=item.slug, name=item.name)
            db.session.add(group)
            outcome.created["group"] += 1
        elif parts.of_group(group) != item:
            outcome.names.add(group.name)
            group.name = item.name
            outcome.updated["group"] += 1
        else:
            continue
        outcome.names.add(group.name)
        outcome.groups.append(group)
    db.session.flush()


def put_organizations(stated: document.Document, outcome: Outcome) -> None:
    """Find organizations by code, slug or name; make them or bring them up to date."""
    groups = queries.names().groups
    for item in stated.organizations:
        body = _find_organization(item)
        if body is None:
            body = Organization(slug=item.slug)
            db.session.add(body)
            outcome.created["organization"] += 1
        elif parts.of_organization(body) != _with_kept_addresses(item, body):
            outcome.names.add(body.name)
            outcome.updated["organization"] += 1
        else:
            continue
        body.name = item.name
        body.kana = item.kana
        body.code = item.code or body.code
        body.slug = item.slug or body.slug or (None if body.code else _slug_for(item.name))
        body.group = groups[item.group] if item.group else None
        outcome.names.add(body.name)
        outcome.organizations.append(body)
        db.session.flush()


def _find_organization(item: document.Organization) -> Organization | None:
    """Find the one row that bears the item's code, slug or name: `rules` refuses two."""
    conditions = [Organization.name == item.name]
    if item.code:
        conditions.append(Organization.code == item.code)
    if item.slug:
        conditions.append(Organization.slug == item.slug)
    with db.session.no_autoflush:
        return db.session.scalar(select(Organization).where(or_(*conditions)))


def _with_kept_addresses(item: document.Organization, body: Organization) -> document.Organization:
    """Give `item` with the code and slug it does not state: they are kept."""
    return item.model_copy(update={"code": item.code or body.code, "slug": item.slug or body.slug})


def _slug_for(name: str) -> str:
    """Make the word that stands in addresses for a body without a code."""
    return f"body-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def put_partnerships(stated: document.Document, outcome: Outcome) -> None:
    """Find partnerships by their slugs; make them or bring them up to date."""
    groups = queries.names().groups
    found = {one.slug: one for one in db.session.scalars(select(Partnership))}
    for item in stated.partnerships:
        partnership = found.get(item.slug)
        if partnership is None:
            partnership = Partnership(slug=item.slug)
            db.session.add(partnership)
            outcome.created["partnership"] += 1
        elif parts.of_partnership(partnership) != item:
            outcome.updated["partnership"] += 1
        else:
            continue
        partnership.name = item.name
        partnership.since = item.since
        partnership.summary = item.summary
        restate(partnership.groups, [groups[slug] for slug in item.groups])
        outcome.partnerships.append(partnership)
        db.session.flush()
