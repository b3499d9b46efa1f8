"""Where plans are found."""

from __future__ import annotations

YEARS = range(1874, 3000)
"""The years that have a name in wareki, as has the year before each."""
A_YEAR = f"/plans/<int(min={YEARS[0]}, max={YEARS[-1]}):fiscal_year>"
AN_ITEM = f"{A_YEAR}/items/<int:number>"
"""Where an item is changed: by its id, which stays when it gets another number in the plan."""
