"""The documents name what there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from exchange.config import PREFIX, SETTINGS
from exchange.domain.base import Base
from exchange.policy import Permission

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.ja.md"]
OURS = ["accounts", "demonstration", "media", "outbox", "programme", "registrations", "search"]


def text(name: str) -> str:
    return (ROOT / name).read_text()


@pytest.mark.parametrize("readme", READMES)
def test_every_setting_is_named(readme: str) -> None:
    assert [name for name in SETTINGS if f"`{PREFIX}{name}`" not in text(readme)] == []


def commands(group: click.Group, words: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{words} {name}")
        else:
            yield f"{words} {name}"


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_named(app: Flask, readme: str) -> None:
    ours = [
        line
        for name in OURS
        for line in commands(app.cli.commands[name], f"flask {name}")  # type: ignore[arg-type]
    ]

    assert [line for line in ours if line not in text(readme)] == []


def test_every_permission_is_named() -> None:
    assert [one for one in Permission if f"`{one}`" not in text("ARCHITECTURE.md")] == []


def test_every_table_is_in_the_picture() -> None:
    alone = {"edition", "login_failure"}
    words = {str(mapper.local_table) for mapper in Base.registry.mappers} - alone

    assert [name for name in words if f" {name} " not in text("ARCHITECTURE.md")] == []


def test_every_make_target_is_named() -> None:
    targets = re.findall(r"^([a-z]+):.*  ## ", text("Makefile"), re.MULTILINE)

    assert [name for name in targets if f"make {name}`" not in text("CONTRIBUTING.md")] == ["help"]
