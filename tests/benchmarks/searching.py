"""Searching a large collection: the first page against the bare match; saving against bare INSERTs.

A page is what a reader gets before it is put into HTML: found, counted, read, and marked. Its floor
is the bare match of the same words by row id, by turns, in one process and on one connection. On
SQLite that is all of it, counted inside the index. PostgreSQL cannot count there, and is asked for
the first 1,001, which are as many as a page counts; what SQLite takes for those is told as well.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import cycle, islice
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, text

from exchange import create_app
from exchange.domain.account import Account, Role
from exchange.domain.event import Event, EventKind, EventStatus, Visibility
from exchange.domain.note import Note, NoteKind, NoteLine
from exchange.domain.note_search import NoteSearch
from exchange.extensions import db
from exchange.lib.text import fold, mark
from exchange.records.queries import Criteria, find_records
from exchange.search import find, postgresql, sids, sqlite
from exchange.search.find import Query
from exchange.search.hits import COUNTED
from exchange.search.query import parse
from exchange.unit_of_work import unit_of_work
from tests.benchmarks.collection import drafts, vocabulary
from tests.benchmarks.data import AT, TODAY
from tests.benchmarks.load import Comparison

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Table

    from tests.benchmarks.collection import Draft

PER_EVENT = 6
PER_DAY = 5
"""Events on one day; together they go back some ten years when there are 100,000 notes."""
BATCH = 3_000
ROUNDS = 15
SAVED = 60
"""Notes that are saved one by one, with and without the index."""
FIRST_SAVED = 10_000_000
"""The id of the first of them."""

FIXED = (
    *("木", "の", "鉄", "税", "髙"),
    *("地域", "森林", "研修", "連携", "課題", "ＤＸ"),
    *("関係人口", "公共交通", "再生可能", "森林環境", "ふるさと納税", "取り組みを", "地域おこし協"),
    *("森林 税", "移住 空き家", "地域 木", "取組 OR 事業", "森林 -木材", "米沢牛 フレイル予防"),
    *("縄文土器", "宇宙", "曖昧模糊", "qz"),
)
"""One character, two common ones, four to six, two words, and what is nowhere."""
SEES_ALL = Account(role=Role.ORGANIZER)
RARE = (2_500, 4_000, 6_000, 8_000, 10_000, 11_500)
"""Ranks from which on the next word of two characters is taken."""


@dataclass(frozen=True)
class Found:
    """What was measured; the rates are those of the slowest in twenty, and of the usual note."""

    queries: int
    hits: int
    pages: Comparison
    pages_over_first: Comparison
    """The same pages, over the bare match of no more than a page counts."""
    saving: Comparison
    usual: str


def measured(settings: Mapping[str, str]) -> Found:
    """Compare with a plain comparison, then measure pages and saving."""
    app = create_app({name.removeprefix("EXCHANGE_"): value for name, value in settings.items()})
    with app.app_context():
        hits = compared()
        floor, first, page = _pages()
        saving = Comparison(*(1 / seconds for seconds in saved()))
        db.session.remove()
        db.engine.dispose()
    usual = f"p50 {1000 * median(page):.1f} ms after {1000 * median(floor):.2f} ms"
    pages, over_first = (Comparison(1 / p95(one), 1 / p95(page)) for one in (floor, first))
    return Found(len(queries()), hits, pages, over_first, saving, usual)


def fill(*, notes: int) -> None:
    """Put so many notes into the present, empty database."""
    on_postgresql = db.engine.dialect.name == "postgresql"
    indexes = _postgresql_indexes() if on_postgresql else []
    with unit_of_work():
        for name, _ in indexes:
            _execute(f"DROP INDEX {name}")
    made = enumerate(drafts(notes))
    newest: Counter[date] = Counter()
    for batch in _batches(made, BATCH):
        with unit_of_work():
            _insert(Event, [_event(number // PER_EVENT) for number, _ in batch[::PER_EVENT]])
            _insert(Note, [_note(number, draft) for number, draft in batch])
            _insert(NoteLine, [line for number, draft in batch for line in _lines(number, draft)])
            _insert(NoteSearch, [_row(number, draft, newest) for number, draft in batch])
    with unit_of_work():
        for _, statement in indexes:
            _execute(statement)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if on_postgresql else "PRAGMA optimize"))


def _batches(things: Iterator[Any], size: int) -> Iterator[Sequence[Any]]:
    while batch := list(islice(things, size)):
        yield batch


def _postgresql_indexes() -> Sequence[tuple[str, str]]:
    found = text("SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'note_fts%'")
    return [(name, statement) for name, statement in db.session.execute(found)]


def _execute(statement: str) -> None:
    db.session.connection().exec_driver_sql(statement)


def _insert(model: type, rows: Sequence[dict[str, Any]]) -> None:
    table: Table = model.__table__
    db.session.execute(insert(table), rows)


def _day(event: int) -> date:
    return TODAY - timedelta(days=event // PER_DAY)


def _event(number: int) -> dict[str, Any]:
    day = _day(number)
    return {
        "id": number + 1,
        "key": f"session-{number}",
        "kind": EventKind.TRAINING,
        "title": _title(number),
        "status": EventStatus.DRAFT if number % 50 == 13 else EventStatus.HELD,
        "visibility": Visibility.MEMBERS if number % 50 == 7 else Visibility.PUBLIC,
        "fiscal_year": day.year if day.month > 3 else day.year - 1,
        "first_on": day,
        "last_on": day,
        "created_at": AT,
        "changed_at": AT,
    }


def _title(event: int) -> str:
    return f"第{event + 1}回 交流研修"


def _note(number: int, draft: Draft) -> dict[str, Any]:
    return {
        "id": number + 1,
        "event_id": number // PER_EVENT + 1,
        "ordinal": number % PER_EVENT,
        "heading": draft.heading,
        "kind": list(NoteKind)[number % len(NoteKind)],
        "speaker": draft.speaker,
    }


def _lines(number: int, draft: Draft) -> Iterator[dict[str, Any]]:
    for ordinal, line in enumerate(draft.lines):
        yield {"note_id": number + 1, "ordinal": ordinal, "text": line}


def _row(number: int, draft: Draft, newest: Counter[date]) -> dict[str, Any]:
    event = number // PER_EVENT
    day = _day(event)
    newest[day] += 1
    return {
        "note_id": number + 1,
        "event_id": event + 1,
        "sid": sids.of_day(day).start + newest[day] - 1,
        "folded_heading": fold(draft.heading),
        "folded_speaker": fold(draft.speaker),
        "folded": "\n".join(map(fold, (*draft.lines, draft.heading, draft.speaker, _title(event)))),
    }


def queries() -> Sequence[str]:
    """Give the fixed mix of what is looked for."""
    words, _ = vocabulary()
    rare = [next(word for word in words[rank:] if len(word) == 2) for rank in RARE]
    return [*FIXED, *rare]


def compared() -> int:
    """Compare all that is found with what a plain comparison finds; give the number of hits."""
    texts = {row.note_id: row.folded for row in db.session.execute(select(NoteSearch.__table__))}
    total = 0
    for words in queries():
        sought = parse(words)
        expected = {note_id for note_id, folded in texts.items() if sought.are_in(folded)}
        found = find.selected(Query(words), SEES_ALL).with_only_columns(NoteSearch.note_id)
        assert set(db.session.scalars(found)) == expected, words
        total += len(expected)
    db.session.rollback()
    return total


def _pages() -> tuple[Sequence[float], Sequence[float], Sequence[float]]:
    """Give the seconds of the bare match, of its first hits, and of the page, for each query.

    It is the best of some rounds: what disturbs one only makes it slower.
    """
    best = []
    for words in queries():
        asked = (_bare(words), _bare(words, limit=COUNTED + 1), partial(_page, words))
        rounds = [[_seconds(one) for one in asked] for _ in range(ROUNDS)]
        best.append([min(seconds) for seconds in zip(*rounds, strict=True)])
    floor, first, page = zip(*best, strict=True)
    return floor, first, page


def p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]


def _seconds(call: Callable[[], object]) -> float:
    begin = perf_counter()
    call()
    seconds = perf_counter() - begin
    db.session.rollback()
    return seconds


def _page(words: str) -> int:
    """Find, count, read and mark the first page, as the template does; give the number of marks."""
    page = find_records(Criteria(words), None)
    terms = parse(words).marked
    shown = [
        segment
        for one in page.items
        for whole in (one.event.title, one.note.heading, one.note.speaker)
        for segment in mark(whole, terms)
    ]
    shown += [segment for one in page.items for line in one.lines for segment in line.text]
    return sum(segment.is_hit for segment in shown)


def _bare(words: str, *, limit: int | None = None) -> Callable[[], object]:
    """Give what asks the index alone for the row ids of the same words."""
    sought = parse(words)
    if db.engine.dialect.name == "sqlite":
        match = sqlite.expression(sought)
        what = "count(*)" if limit is None else "rowid"
        statement = f"SELECT {what} FROM note_fts WHERE note_fts MATCH ?"  # noqa: S608
        statement += "" if limit is None else f" ORDER BY rowid LIMIT {limit}"
        return partial(_ask, statement, match)
    match = postgresql.expression(sought)
    statement = (
        "SELECT note_id FROM note_search WHERE search_grams(folded) @@ CAST(%s AS tsquery)"  # noqa: S608
        f" LIMIT {limit or COUNTED + 1}"
    )

    def by_the_index() -> None:
        with postgresql.without(*postgresql.BUT_BITMAPS):
            _ask(statement, match)

    return by_the_index


def _ask(statement: str, match: str) -> None:
    db.session.connection().exec_driver_sql(statement, (match,)).all()


def saved() -> tuple[float, float]:
    """Give the seconds that one note takes: without the index, and with it; each the median."""
    kinds = ("bare_search", "note_search")
    with unit_of_work():
        for statement in (
            "CREATE TABLE bare_search AS SELECT * FROM note_search WHERE false",
            "CREATE UNIQUE INDEX bare_search_note_id ON bare_search (note_id)",
            "CREATE INDEX bare_search_event_id ON bare_search (event_id, note_id)",
            "CREATE INDEX bare_search_newest ON bare_search (sid, note_id, event_id)",
        ):
            _execute(statement)
    seconds: dict[str, list[float]] = {kind: [] for kind in kinds}
    newest: Counter[date] = Counter({TODAY: 1_000})
    for number, (draft, kind) in enumerate(zip(drafts(2 * SAVED), cycle(kinds))):
        rows = _rows_of(FIRST_SAVED + number, draft, newest)
        begin = perf_counter()
        _save(kind, rows)
        seconds[kind].append(perf_counter() - begin)
    return median(seconds["bare_search"]), median(seconds["note_search"])


def _rows_of(number: int, draft: Draft, newest: Counter[date]) -> Sequence[list[dict[str, Any]]]:
    note = {**_note(number, draft), "event_id": 1}
    row = {**_row(0, draft, newest), "note_id": number + 1}
    return [note], list(_lines(number, draft)), [row]


def _save(kind: str, rows: Sequence[list[dict[str, Any]]]) -> None:
    notes, lines, (row,) = rows
    with unit_of_work():
        _insert(Note, notes)
        _insert(NoteLine, lines)
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        db.session.execute(text(f"INSERT INTO {kind} ({names}) VALUES ({marks})"), row)  # noqa: S608
