"""Who was there, in the words of a report: 置賜3市5町、港区、置賜広域行政事務組合."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from exchange.publication.audience import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from exchange.domain.group import Group
    from exchange.domain.organization import Organization

KINDS = "市区町村"
"""The last letter of a municipality's name, in the order in which they are counted."""


def words(present: Collection[Organization], everybody: Sequence[Organization]) -> list[str]:
    """Word the bodies of `present`, in the order of `everybody`.

    Several municipalities of one group become one word, counted by kind:
    置賜3市5町 when all came, 置賜3市4町 when one town was absent. One that came
    alone from its group stands by its name, and so does whatever is no
    municipality. `publication.audience` reads such words back.
    """
    came = [body for body in everybody if body in present]
    counted = Counter(body.group for body in came if body.group and is_municipality(body))
    found = [
        _counted(body.group, came)
        if body.group and is_municipality(body) and counted[body.group] > 1
        else body.name
        for body in came
    ]
    return list(dict.fromkeys(found))


def is_municipality(body: Organization) -> bool:
    """Tell a town hall from other bodies: it has a code, and is called 市, 区, 町 or 村."""
    return body.code is not None and body.name.endswith(tuple(KINDS))


def _counted(group: Group, came: Sequence[Organization]) -> str:
    kinds = Counter(body.name[-1] for body in came if body.group is group and is_municipality(body))
    return stem(group.name) + "".join(f"{kinds[kind]}{kind}" for kind in KINDS if kinds[kind])


def stem(name: str) -> str:
    """Give what a group is called before a number: 置賜 for 置賜地域."""
    return next(
        (name.removesuffix(end) for end in SUFFIXES if name.endswith(end) and name != end), name
    )
