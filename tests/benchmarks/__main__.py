"""Measure, print each figure against what is asked of it, and fail when one is missed."""

from __future__ import annotations

import gzip
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from flask_migrate import upgrade

from exchange import create_app
from exchange.extensions import db
from tests.benchmarks import data, exporting, printing, registering, searching
from tests.benchmarks.load import Target, compare, fetch
from tests.benchmarks.report import HEADING, Figure, Report
from tests.benchmarks.servers import postgresql, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.benchmarks.servers import Server

FEW, MANY = 200, 20_000
FEED_DAYS, MANY_DAYS = 1_000, 10_000
ROSTER = 5_000
NOTES = 100_000
STARTS = 5
MIB = 1 << 20

HELLO = "tests.benchmarks.hello:app"
KAIKO = "wsgi:app"
LIST = "/trainings/"
PAGE = f"/trainings/{data.FIRST_KEY}"
FEED = "/feeds/all.ics?from=2017-04-01"
"""All days of the data, which spread over ten years."""


def main() -> int:
    report = Report(tell=_tell)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="kaiko-bench-")))
        few = _made(folder / "few.db", f"{FEW:,} events", lambda: data.fill(events=FEW))
        many = _made(folder / "many.db", f"{MANY:,} events", lambda: data.fill(events=MANY))
        days = _made(
            folder / "feed.db", f"{FEED_DAYS:,} event days", lambda: data.fill_days(days=FEED_DAYS)
        )
        _tell(HEADING)

        _measure_start(report, few)
        hello = stack.enter_context(serving(HELLO))
        with serving(KAIKO, days) as server:
            _measure_feed(report, hello, server)
        _measure_printing(report, days, folder)
        _measure_registering(report, folder)
        _measure_exporting(report, folder)
        with serving(KAIKO, few) as small, serving(KAIKO, many) as large:
            _measure_pages(report, hello, small, large)
            _measure_memory(report, large)
        _measure_searching(report, folder)
    return 0 if report.all_kept else 1


def _made(address: Path | str, what: str, fill: Callable[[], None]) -> Mapping[str, str]:
    """Make a database and give the settings of a server that has it."""
    begin = perf_counter()
    url = f"sqlite:///{address}" if isinstance(address, Path) else address
    settings = {"DATABASE_URL": url, "SECRET_KEY": "for benchmarks alone"}
    app = create_app(settings)
    with app.app_context():
        upgrade()
        fill()
        db.session.remove()
        db.engine.dispose()
    _tell(f"{what}: made in {perf_counter() - begin:.0f} s")
    return {f"EXCHANGE_{name}": value for name, value in settings.items()}


def _measure_start(report: Report, settings: Mapping[str, str]) -> None:
    """Measure the best of some starts: what disturbs one only makes it slower."""
    starts = []
    for _ in range(STARTS):
        begin = perf_counter()
        with serving(KAIKO, settings) as server:
            fetch(Target(server, LIST))
            starts.append(perf_counter() - begin)
    raw = "  ".join(f"{seconds:.2f}" for seconds in starts)
    report.add(Figure("cold start to first answer", min(starts), "≤", 2, " s", raw))


def _measure_feed(report: Report, hello: Server, server: Server) -> None:
    """Measure a feed asked for as calendars do, who take gzip; and by one who does not.

    The floor says as many octets as the feed has.
    """
    plain = Target(server, FEED)
    packed = Target(server, FEED, headers={"Accept-Encoding": "gzip, deflate"})
    body = fetch(plain).body
    feed = fetch(packed)
    assert body.count(b"BEGIN:VEVENT\r\n") == FEED_DAYS
    assert gzip.decompress(feed.body) == body

    for name, target, octets in (
        ("feed of 1,000 days", packed, len(feed.body)),
        ("feed of 1,000 days, uncompressed", plain, len(body)),
    ):
        floor = Target(hello, f"/{octets}")
        report.ratio_to_floor(name, compare(floor, target), 0.7)
    known = {**packed.headers, "If-None-Match": feed.headers["etag"]}
    unchanged = Target(server, FEED, status=304, headers=known)
    found = compare(Target(hello, "/"), unchanged)
    report.ratio_to_floor("feed of 1,000 days, 304", found, 0.8)


def _measure_printing(report: Report, days: Mapping[str, str], folder: Path) -> None:
    """Measure what a feed costs that is not kept, or not as it was."""
    found = printing.written(days)
    report.times_slower("entries written, over icalendar", found, 1.2)
    many = _made(
        folder / "days.db", f"{MANY_DAYS:,} event days", lambda: data.fill_days(days=MANY_DAYS)
    )
    found = printing.changed(many, days=MANY_DAYS)
    report.share("one change in 10,000 days", found, 0.01)


def _measure_pages(report: Report, hello: Server, small: Server, large: Server) -> None:
    """Measure pages as readers get them; and made anew, as for the first reader after a change."""
    floor = Target(hello, "/")
    for name, path in (("event list", LIST), ("event page", PAGE)):
        report.ratio_to_floor(name, compare(floor, Target(small, path)), 0.15)
        few, many = Target(small, path, anew=True), Target(large, path, anew=True)
        report.without_bound(f"{name}, made anew", compare(floor, few))
        report.times_slower(f"{name}, 20,000 for 200 events", compare(few, many), 1.3)


def _measure_registering(report: Report, folder: Path) -> None:
    """Measure registrations of eight clients against bare INSERTs of the same rows by eight more."""
    with postgresql() as url:
        for name, address in (("SQLite", f"sqlite:///{folder / 'open.db'}"), ("PostgreSQL", url)):
            settings = _made(address, f"2 open events on {name}", lambda: data.fill_open(events=2))
            with serving(KAIKO, settings, workers=registering.WORKERS) as server:
                found = registering.measured(server, settings)
            report.ratio_to_floor(f"registering, {name}", found, 0.1, "transactions/s")


def _measure_exporting(report: Report, folder: Path) -> None:
    """Measure a roster as a workbook, by how much longer it takes than the bare cells."""
    settings = _made(
        folder / "roster.db",
        f"a roster of {ROSTER:,}",
        lambda: data.fill_roster(people=ROSTER),
    )
    found = exporting.measured(settings, people=ROSTER)
    report.times_slower(f"roster of {ROSTER:,} as .xlsx", found, 5)


def _measure_memory(report: Report, server: Server) -> None:
    """Measure a worker that has answered everything readers ask for, feeds of all events too."""
    before = server.memory() / MIB
    seconds = []
    for path in (
        "/",
        "/calendar/",
        FEED,
        "/feeds/all.ics",
        "/feeds/trainings.ics",
        "/feeds/groups/okitama.ics",
    ):
        begin = perf_counter()
        fetch(Target(server, path))
        seconds.append(f"{path} {perf_counter() - begin:.1f} s")
    now, highest = server.memory() / MIB, server.highest_memory() / MIB
    raw = f"{before:.0f} before the feeds, {highest:.0f} at most; {', '.join(seconds)}"
    report.add(Figure("worker's memory, 20,000 events", now, "≤", 150, " MB", raw))


def _measure_searching(report: Report, folder: Path) -> None:
    """Measure the first page of what is found, and saving, against the bare index and no index."""
    with postgresql() as url:
        for name, address, page, saving in (
            ("SQLite", f"sqlite:///{folder / 'notes.db'}", 5, 3),
            ("PostgreSQL", url, 6, 6),
        ):
            settings = _made(
                address, f"{NOTES:,} notes on {name}", lambda: searching.fill(notes=NOTES)
            )
            found = searching.measured(settings)
            _tell(
                f"{found.queries} queries, {found.hits:,} hits, all and only what a comparison finds"
            )
            report.times_slower(f"first page found, {name}, p95", found.pages, page)
            over_first = 1 / found.pages_over_first.ratio
            _tell(f"{found.usual}; p95 {over_first:.1f} × the bare match of the first 1,001")
            report.times_slower(f"a note saved, {name}, p50", found.saving, saving)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
