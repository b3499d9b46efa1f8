"""What is marked in the notes of the demonstration year: themes, and what was proposed.

No word is added, and nobody is said to have said anything.
"""

from __future__ import annotations

from typing import Any

Line = tuple[str, int, int]
"""The event, and the note and the line in it, both counted from 0."""

THEMES: dict[str, tuple[Line, ...]] = {
    "森林": (
        ("r4-koryu-2", 0, 0),
        ("r4-koryu-2", 0, 1),
        ("r4-koryu-2", 0, 2),
        ("r4-koryu-3", 0, 0),
        ("r4-koryu-3", 0, 1),
        ("r4-koryu-3", 0, 2),
        ("r4-koryu-3", 1, 0),
    ),
    "物産": (("r4-koryu-1", 1, 1), ("r4-koryu-2", 1, 2), ("r4-fureai", 0, 0)),
    "広域連携": (("r4-koryu-1", 0, 2), ("r4-koryu-1", 2, 1), ("r4-koryu-2", 0, 3)),
    "ワーケーション": (("r4-koryu-3", 0, 4),),
}
UNDER_ANOTHER = (("r4-koryu-1", 1, 1), ("r4-koryu-1", 1, 2), ("r4-koryu-1", 1, 3))
PROPOSALS = {("r4-koryu-2", 0, 4): 5, ("r4-koryu-3", 0, 4): 6}
"""The lines that became part of the next year's plan, and the number of the item."""


def marked(year: dict[str, Any]) -> dict[str, Any]:
    """Give the document of the year with its lines marked, and its plans linked to them."""
    events = {event["id"]: event for event in year["events"]}
    for (key, note, item), mark in sorted(_marks().items()):
        events[key]["notes"][note].setdefault("marks", []).append({"item": item, **mark})
    plans = {plan["no"]: plan for plan in year["plans"]}
    for (key, note, item), number in PROPOSALS.items():
        text = events[key]["notes"][note]["items"][item]
        plans[number]["proposals"] = [{"event": key, "text": text}]
    return year


def _marks() -> dict[Line, dict[str, Any]]:
    found: dict[Line, dict[str, Any]] = {}
    for theme, places in THEMES.items():
        for place in places:
            found.setdefault(place, {})["theme"] = theme
    for place in UNDER_ANOTHER:
        found.setdefault(place, {})["level"] = 1
    for place in PROPOSALS:
        found.setdefault(place, {})["proposal"] = True
    return found
