"""What holds everywhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "exchange").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def test_every_route_declares_its_guard(app: Flask) -> None:
    unguarded = {name for name, view in app.view_functions.items() if not hasattr(view, "guard")}

    assert unguarded == {"static"}


def test_only_the_unit_of_work_commits() -> None:
    committing = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if "migrations" not in path.parts and re.search(r"\.commit\(\)", path.read_text())
    }

    assert committing == {"exchange/unit_of_work.py"}


def test_every_template_is_used() -> None:
    texts = [path.read_text() for path in SOURCES + TEMPLATES]
    unused = [
        name
        for path in TEMPLATES
        if (name := path.relative_to(ROOT / "templates").as_posix())
        and not any(f'"{name}"' in text for text in texts)
    ]

    assert unused == []


def test_a_feature_renders_only_its_own_templates() -> None:
    shared = {"layouts", "macros", "errors"}
    strange = [
        (path.relative_to(ROOT).as_posix(), folder)
        for path in SOURCES
        for folder in re.findall(r'render_template\(\s*"(\w+)/', path.read_text())
        if folder not in shared and folder != path.parent.name
    ]

    assert strange == []


def _with_what_it_includes(template: str) -> str:
    included = re.findall(r'include "([^"]+)"', template)
    parts = [_with_what_it_includes((ROOT / "templates" / one).read_text()) for one in included]
    return "".join([template, *parts])


def test_a_page_loads_the_script_if_it_has_an_address_to_copy() -> None:
    copied = {
        path.relative_to(ROOT / "templates").as_posix(): re.search(
            r"\baddress\(", _with_what_it_includes(path.read_text())
        )
        is not None
        for path in TEMPLATES
        if "extends" in path.read_text()
    }
    loading = {name: "copying()" in (ROOT / "templates" / name).read_text() for name in copied}

    assert loading == copied
    assert any(copied.values())


def test_nothing_is_loaded_from_another_host() -> None:
    remote = re.compile(r"""(?:src|href)=["'](?:https?:)?//|@import|url\(["']?https?:""")
    styles = [path for path in (ROOT / "static").rglob("*.css") if "vendor" not in path.parts]

    assert [path.name for path in [*TEMPLATES, *styles] if remote.search(path.read_text())] == []
