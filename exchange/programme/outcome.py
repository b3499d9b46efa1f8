"""What an import did, to be counted and followed up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exchange.domain.group import Group
    from exchange.domain.organization import Organization
    from exchange.domain.partnership import Partnership

PLURALS = {"activity": "activities"}


@dataclass
class Outcome:
    """The things made and changed, counted by section, and those that others show."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    groups: list[Group] = field(default_factory=list)
    organizations: list[Organization] = field(default_factory=list)
    partnerships: list[Partnership] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """What the groups and organizations above were called and are called now."""
    event_ids: set[int] = field(default_factory=set)
    """The events that were made or changed."""

    @property
    def is_nothing(self) -> bool:
        return not self.created and not self.updated

    def __str__(self) -> str:
        if self.is_nothing:
            return "nothing to change"
        said = [("created", self.created), ("updated", self.updated)]
        return "\n".join(f"{verb}: {_counted(counts)}" for verb, counts in said if counts)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(
        f"{count} {section if count == 1 else PLURALS.get(section, f'{section}s')}"
        for section, count in counts.items()
    )
