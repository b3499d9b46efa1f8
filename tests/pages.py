"""Reading pages as a reader does: by their text, not their markup."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from werkzeug.test import TestResponse


def main_text(answer: TestResponse) -> str:
    """Give what stands between <main> and </main>, without tags, one space between words."""
    found = re.search(r"<main.*?</main>", answer.text, re.DOTALL)
    assert found
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split())
