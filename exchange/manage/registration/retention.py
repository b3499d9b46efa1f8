"""How long personal data are kept (保存期間), in days and in words."""

from __future__ import annotations

from flask_babel import ngettext

YEAR, MONTH = 365, 30
PERIODS = (MONTH, 3 * MONTH, 6 * MONTH, YEAR, 3 * YEAR, 5 * YEAR)
LONGEST = 100 * YEAR


def in_words(days: int) -> str:
    """Write so many days as the years or months they are meant to be."""
    if days and days % YEAR == 0:
        return ngettext("%(num)d year", "%(num)d years", days // YEAR)
    if days and days % MONTH == 0:
        return ngettext("%(num)d month", "%(num)d months", days // MONTH)
    return ngettext("%(num)d day", "%(num)d days", days)
