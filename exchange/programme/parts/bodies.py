"""Groups, organizations and partnerships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.programme import document

if TYPE_CHECKING:
    from exchange.domain.group import Group
    from exchange.domain.organization import Organization
    from exchange.domain.partnership import Partnership


def of_group(group: Group) -> document.Group:
    return document.Group.model_construct(slug=group.slug, name=group.name)


def of_organization(body: Organization) -> document.Organization:
    return document.Organization.model_construct(
        code=body.code,
        slug=body.slug,
        name=body.name,
        kana=body.kana,
        group=body.group.slug if body.group else None,
    )


def of_partnership(partnership: Partnership) -> document.Partnership:
    return document.Partnership.model_construct(
        slug=partnership.slug,
        name=partnership.name,
        since=partnership.since,
        groups=[group.slug for group in partnership.groups],
        summary=partnership.summary,
    )
