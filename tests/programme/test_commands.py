"""`flask programme import` and `export`, as a shell meets them."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from tests.programme.documents import EVERYTHING, YEAR_FILE, bent, encoded, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    Run = Callable[..., Result]


def programme(app: Flask, *arguments: object, stdin: bytes | None = None) -> Result:
    runner = app.test_cli_runner()
    return runner.invoke(args=["programme", *map(str, arguments)], input=stdin)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with every key in it."""
    path = tmp_path / "programme.json"
    path.write_bytes(encoded(EVERYTHING))
    return path


def test_import_says_what_it_did_and_then_that_there_is_nothing_to_do(
    app: Flask, file: Path
) -> None:
    first, second = programme(app, "import", file), programme(app, "import", file)

    counts = "3 groups, 3 organizations, 1 partnership, 3 events, 2 years, 3 activities, 2 plans"
    assert (first.exit_code, first.stdout) == (0, f"created: {counts}\n")
    assert (second.exit_code, second.stdout, second.stderr) == (0, "nothing to change\n", "")


def test_import_lists_every_fault_and_writes_nothing(app: Flask, tmp_path: Path) -> None:
    document = bent("events", 1, "days", 0, "date", to="2026-13-01")
    document["settlement"]["income"][0]["amount"] = 0.5
    file = tmp_path / "faulty.json"
    file.write_bytes(encoded(document))
    before = snapshot()

    result = programme(app, "import", file)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        'events[1].days[0].date: "2026-13-01" is not a date\n'
        "settlement.income[0].amount: 0.5 is not a whole number of yen\n"
        "2 faults, nothing imported\n"
    )
    assert snapshot() == before


def test_import_counts_a_single_fault(app: Flask) -> None:
    result = programme(app, "import", "-", stdin=b"{}")

    assert (result.exit_code, result.stderr) == (1, "format: missing\n1 fault, nothing imported\n")


def test_import_reads_what_comes_in_by_pipe(app: Flask) -> None:
    result = programme(app, "import", "-", stdin=encoded(EVERYTHING))

    assert result.exit_code == 0


def test_import_of_no_file_is_refused(app: Flask, tmp_path: Path) -> None:
    result = programme(app, "import", tmp_path / "none.json")

    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("source", [YEAR_FILE.read_bytes(), encoded(EVERYTHING)])
def test_export_import_export_gives_the_same_bytes(
    app: Flask, another_app: Flask, tmp_path: Path, source: bytes
) -> None:
    file = tmp_path / "export.json"
    programme(app, "import", "-", stdin=source)
    first = programme(app, "export").stdout_bytes
    file.write_bytes(first)

    imported = programme(another_app, "import", file)

    assert imported.exit_code == 0
    assert programme(another_app, "export").stdout_bytes == first
    assert programme(app, "import", file).stdout == "nothing to change\n"


def test_export_of_the_demonstration_year_is_that_of_its_year(app: Flask) -> None:
    programme(app, "import", YEAR_FILE)

    result = programme(app, "export", "--fiscal-year", 2022)

    assert result.stdout_bytes == programme(app, "export").stdout_bytes


def test_export_writes_text_as_it_is_and_ends_its_last_line(app: Flask) -> None:
    result = programme(app, "export")

    assert result.stdout_bytes == b'{\n  "format": "exchange-programme/1"\n}\n'
    programme(app, "import", YEAR_FILE)
    assert "おきたま×みなと".encode() in programme(app, "export").stdout_bytes


def test_export_writes_a_file_and_leaves_nothing_beside_it(app: Flask, tmp_path: Path) -> None:
    output = tmp_path / "令和8年度.json"
    output.write_text("old", encoding="utf-8")

    result = programme(app, "export", "-o", output)

    assert (result.exit_code, result.stdout) == (0, "")
    assert output.read_bytes() == b'{\n  "format": "exchange-programme/1"\n}\n'
    assert list(tmp_path.iterdir()) == [output]


def test_export_follows_a_link_and_keeps_the_file_readable(app: Flask, tmp_path: Path) -> None:
    output, link = tmp_path / "a.json", tmp_path / "link.json"
    link.symlink_to(output)

    programme(app, "export", "-o", link)

    assert link.is_symlink()
    assert stat.S_IMODE(output.stat().st_mode) & stat.S_IRUSR


def test_export_says_where_it_cannot_write(app: Flask, tmp_path: Path) -> None:
    output = tmp_path / "none" / "a.json"

    result = programme(app, "export", "-o", output)

    assert (result.exit_code, result.stderr) == (1, f"Error: {output}: No such file or directory\n")


@pytest.mark.parametrize("year", ["1600", "令和", "-1"])
def test_export_of_no_year_is_refused(app: Flask, year: str) -> None:
    assert programme(app, "export", f"--fiscal-year={year}").exit_code == 2
