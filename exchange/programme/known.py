"""What a file may name: the groups, bodies, partnerships and events there are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

    from exchange.domain.event import EventKind


@dataclass(frozen=True)
class Body:
    """The words that name one organization of the database."""

    id: int
    name: str
    code: str | None
    slug: str | None

    @property
    def words(self) -> list[str]:
        return [word for word in (self.name, self.code, self.slug) if word]


@dataclass(frozen=True)
class File:
    """A photo or material of the database: in which list it stands, and of which event."""

    section: str
    event: str | None


@dataclass
class Known:
    """What the database holds and, once `declare` has looked at it, the file."""

    zone: ZoneInfo
    """Where times without an offset are meant."""
    groups: set[str] = field(default_factory=set)
    bodies: list[Body] = field(default_factory=list)
    partnerships: set[str] = field(default_factory=set)
    event_kinds: dict[str, EventKind] = field(default_factory=dict)
    """The events of the database by their key."""
    files: dict[str, File] = field(default_factory=dict)
    """Photos and materials of the database by their id."""

    events: set[str] = field(init=False)
    """The keys of the events of the database and of the file."""
    organizations: dict[str, str] = field(init=False)
    """Each word that names a body, with one that is the same for all words of that body."""
    seen: dict[str, set[object]] = field(init=False)
    """What has been met so far, by subject: finds what is written twice."""

    def __post_init__(self) -> None:
        self.events = set(self.event_kinds)
        self.organizations = {
            word: f"body {body.id}" for body in self.bodies for word in body.words
        }
        self.seen = defaultdict(set)

    def declare(self, raw: object) -> None:
        """Add what the file itself brings, whether or not the rest of it is sound."""
        self.groups.update(_texts(raw, "groups", "slug"))
        self.partnerships.update(_texts(raw, "partnerships", "slug"))
        self.events.update(_texts(raw, "events", "id"))
        for number, item in enumerate(_items(raw, "organizations")):
            words = [
                item[key] for key in ("code", "slug", "name") if isinstance(item.get(key), str)
            ]
            self._declare_body(words, f"item {number}")

    def _declare_body(self, words: list[str], token: str) -> None:
        """Let `words` name a body of the file, and no longer by its old name one it renames."""
        for body in self.bodies_named(words):
            token = f"body {body.id}"
            if self.organizations.get(body.name) == token:
                del self.organizations[body.name]
        self.organizations.update(dict.fromkeys(words, token))

    def bodies_named(self, words: Iterable[str]) -> list[Body]:
        """List the bodies of the database that bear one of `words`."""
        wanted = set(words)
        return [body for body in self.bodies if wanted.intersection(body.words)]


def _items(raw: object, section: str) -> Iterator[dict[str, Any]]:
    items = raw.get(section) if isinstance(raw, dict) else None
    yield from (item for item in items if isinstance(item, dict)) if isinstance(items, list) else ()


def _texts(raw: object, section: str, key: str) -> Iterator[str]:
    yield from (item[key] for item in _items(raw, section) if isinstance(item.get(key), str))
