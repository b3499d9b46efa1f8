"""The report: a line for each figure, against what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.load import Comparison

HEADING = f"{'':34}{'figure':>9}  {'asked':>9}"


@dataclass(frozen=True)
class Figure:
    """A measured figure and the bound it has to keep."""

    name: str
    value: float
    side: Literal["≥", "≤"]
    bound: float
    unit: str = ""
    raw: str = ""
    """What it is made of."""
    places: int = 2

    @property
    def is_kept(self) -> bool:
        return self.value >= self.bound if self.side == "≥" else self.value <= self.bound

    def __str__(self) -> str:
        value = f"{self.value:.{self.places}f}{self.unit}"
        bound = f"({self.side} {self.bound:g}{self.unit})"
        return f"{self.name:34}{value:>9}  {bound:>9}  {'ok' if self.is_kept else 'SLOW':4}  {self.raw}"


@dataclass(frozen=True)
class Report:
    """Prints each figure as soon as it is known."""

    tell: Callable[[str], None]
    figures: list[Figure] = field(default_factory=list)

    def add(self, figure: Figure) -> None:
        self.figures.append(figure)
        self.tell(str(figure))

    def ratio_to_floor(
        self, name: str, found: Comparison, at_least: float, of: str = "requests/s"
    ) -> None:
        """Report how much of the floor's speed is left."""
        raw = f"{found.second:,.0f} of {found.first:,.0f} {of}"
        self.add(Figure(name, found.ratio, "≥", at_least, raw=raw))

    def times_slower(self, name: str, found: Comparison, at_most: float) -> None:
        """Report how many times longer the second one takes."""
        raw = f"{1000 / found.second:.2f} ms after {1000 / found.first:.2f} ms"
        self.add(Figure(name, 1 / found.ratio, "≤", at_most, raw=raw))

    def share(self, name: str, found: Comparison, at_most: float) -> None:
        """Report what part of the first one's time the second one takes."""
        raw = f"{1000 / found.second:.1f} ms of {1000 / found.first:,.0f} ms"
        self.add(Figure(name, found.first / found.second, "≤", at_most, raw=raw, places=4))

    def without_bound(self, name: str, found: Comparison) -> None:
        """Report a ratio of which nothing is asked."""
        raw = f"{found.second:,.0f} of {found.first:,.0f} requests/s"
        self.tell(f"{name:34}{found.ratio:>9.2f}  {'':>9}  {'':4}  {raw}")

    @property
    def all_kept(self) -> bool:
        return all(figure.is_kept for figure in self.figures)
