"""Rules about a document as a whole: they are asked once its parts are sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.lib import wareki
from exchange.programme.faults import Fault, path, shown
from exchange.programme.known import File

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from exchange.programme.document import AttendancePart, Document, Event, Organization
    from exchange.programme.document.files import File as StatedFile
    from exchange.programme.known import Body, Known


def faults(document: Document, known: Known) -> list[Fault]:
    """List what is wrong between the parts of the file, and between it and the database."""
    return [
        *_organizations(document, known),
        *_years(document),
        *_events(document),
        *_attendance(document, known),
        *_notes(document),
        *_files(document, known),
    ]


def main_year(document: Document) -> int | None:
    """Tell which fiscal year the top of the file is about: stated, or that of its first day."""
    if document.fiscal_year is not None:
        return document.fiscal_year
    first_days = [event.first_on for event in document.events if event.first_on]
    return wareki.fiscal_year(min(first_days)) if first_days else None


def year_of(event: Event) -> int:
    """Tell the fiscal year of `event`, which states it or has a day."""
    return event.fiscal_year or wareki.fiscal_year(min(day.date for day in event.days))


def describes_a_year(document: Document) -> bool:
    """Tell whether the top of the file says anything of a year beside its events."""
    return bool(
        document.fiscal_year is not None
        or document.title
        or document.host
        or document.activities
        or document.settlement
    )


def _organizations(document: Document, known: Known) -> Iterator[Fault]:
    claimed: dict[int, str] = {}
    for number, stated in enumerate(document.organizations):
        place = path(["organizations", number])
        bodies = known.bodies_named(filter(None, (stated.code, stated.slug, stated.name)))
        if len(bodies) > 1:
            names = ", ".join(shown(body.name) for body in bodies)
            yield Fault(place, f"names more than one organization of the database: {names}")
        for body in bodies[:1]:
            yield from _kept_addresses(stated, body, place)
            if body.id in claimed:
                yield Fault(place, f"is the same organization as {claimed[body.id]}")
            claimed[body.id] = place


def _kept_addresses(stated: Organization, body: Body, place: str) -> Iterator[Fault]:
    """Refuse to change what stands in addresses."""
    for key in ("code", "slug"):
        told, kept = getattr(stated, key), getattr(body, key)
        if told and kept and told != kept:
            yield Fault(f"{place}.{key}", f"{shown(told)} is {shown(kept)} in the database")


def _years(document: Document) -> Iterator[Fault]:
    year = main_year(document)
    if not describes_a_year(document):
        return
    if year is None:
        yield Fault("fiscal_year", "missing, and there is no day of an event to tell it by")
    for number, other in enumerate(document.years):
        if other.fiscal_year == year:
            yield Fault(f"years[{number}].fiscal_year", f"{year} stands twice")


def _events(document: Document) -> Iterator[Fault]:
    year = main_year(document)
    met = set()
    for number, event in enumerate(document.events):
        place = path(["events", number])
        if not event.days and event.fiscal_year is None and year is None:
            yield Fault(f"{place}.fiscal_year", "missing, and the event has no day to tell it by")
        if event.id is not None:
            continue
        alike = (event.kind, event.title, event.first_on)
        if alike in met:
            yield Fault(place, "is another event of this kind, title and first day without an id")
        met.add(alike)


def _attendance(document: Document, known: Known) -> Iterator[Fault]:
    for number, event in enumerate(document.events):
        met = set()
        dates = sorted(day.date for day in event.days)
        for position, part in enumerate(event.attendance.parts if event.attendance else []):
            place = path(["events", number, "attendance", "parts", position])
            yield from _day_of(part, dates, place)
            body = known.organizations[part.organization] if part.organization else None
            day = dates.index(part.date) + 1 if part.date in dates else part.day
            if (day, body) in met:
                yield Fault(place, "is another figure for the same day and organization")
            met.add((day, body))


def _day_of(part: AttendancePart, dates: Sequence[date], place: str) -> Iterator[Fault]:
    """Refuse a day that the event does not have, or has twice."""
    if part.day is not None and part.day > len(dates):
        yield Fault(f"{place}.day", f"{part.day} is more days than the event has")
    if part.date is None:
        return
    said = shown(part.date.isoformat())
    if part.date not in dates:
        yield Fault(f"{place}.date", f"{said} is not a day of the event")
    elif dates.count(part.date) > 1:
        yield Fault(f"{place}.date", f"{said} is more than one day: say which by its number, day")


def _notes(document: Document) -> Iterator[Fault]:
    for number, event in enumerate(document.events):
        for position, note in enumerate(event.notes):
            for place, mark in enumerate(note.marks or []):
                if mark.item >= len(note.items):
                    where = path(["events", number, "notes", position, "marks", place, "item"])
                    yield Fault(where, f"{mark.item} is not one of the items, counted from 0")


def _files(document: Document, known: Known) -> Iterator[Fault]:
    """Refuse files of nobody, and those of another event."""
    for number, event in enumerate(document.events):
        lists: dict[str, Sequence[StatedFile] | None] = {
            "photos": event.photos,
            "materials": event.materials,
        }
        for section, items in lists.items():
            if items and event.id is None:
                where = path(["events", number, section])
                yield Fault(where, "stands at an event without an id")
            for position, item in enumerate(items or []):
                if known.files.get(item.id, stated := File(section, event.id)) != stated:
                    where = path(["events", number, section, position, "id"])
                    yield Fault(where, f"{shown(item.id)} is another file in the database")
