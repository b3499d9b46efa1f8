"""Programmes as nobody would plan them: every shape of event, and text that breaks calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from hypothesis import strategies as st

from exchange.domain.event import EventKind, EventStatus
from exchange.manage.drafts import DayDraft, EventDraft, PlaceDraft, SpeakerDraft
from tests.lib.strategies import DIFFICULT

GROUPS = {"okitama": "置賜地域", "minato": "港区", "odd": 'A,B;C\\N "D"'}
"""The audiences there are, by their slugs."""
BODIES = {"062022": "okitama", "131032": "minato", "061000": None}
"""The organizations there are, by their codes, each with the slug of its group."""


@dataclass(frozen=True)
class Planned:
    """An event as it is announced, and which of its days are struck out later."""

    kind: EventKind
    draft: EventDraft
    struck_out: frozenset[int]
    """Indexes into the days."""


def storable(text: str) -> str:
    """Give `text` without what no database takes."""
    return text.replace("\0", "").encode(errors="ignore").decode()


texts = (
    st.lists(DIFFICULT | st.characters(exclude_categories=["Cs"]), max_size=4)
    .map("".join)
    .map(storable)
)
names = texts.filter(bool)
words = texts.filter(lambda text: any(map(str.isalnum, text)))
"""Texts of which something is seen."""
LINK = "https://meet.example/a?b=1,2;c"
"""Of all that is online. Public feeds never show it; those of people do, and are not tested here."""
dates = st.dates(date(2025, 12, 1), date(2027, 4, 30)) | st.sampled_from(
    [date(2026, 12, 31), date(2027, 1, 1), date(2026, 9, 30), date(2026, 10, 1)]
)
"""All in sight of the feeds on June 1, 2026; many in other months and years than the next one."""

minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59)) | st.sampled_from(
    [time(0), time(23, 59)]
)


@st.composite
def hours(draw) -> tuple[time | None, time | None]:
    """Draw when a day starts and ends: not known, an open end, or both in order."""
    starts = draw(st.none() | minutes)
    ends = draw(st.none() | minutes) if starts else None
    if starts and ends and ends <= starts:
        starts, ends = (ends, starts) if ends < starts else (starts, None)
    return starts, ends


audiences = st.lists(st.sampled_from(sorted(GROUPS)), unique=True, max_size=2).map(tuple)
venues = st.builds(
    PlaceDraft, groups=audiences, venue=names, address=texts, online=st.just(value=False)
)
screens = st.builds(
    PlaceDraft,
    groups=audiences,
    venue=st.just("") | names,
    online=st.just(value=True),
    url=st.just(LINK),
)
places = st.lists(venues | screens, min_size=1, max_size=3).map(tuple)


@st.composite
def days(draw) -> DayDraft:
    starts, ends = draw(hours())
    return DayDraft(
        held_on=draw(dates),
        starts=starts,
        ends=ends,
        label=draw(texts),
        places=draw(places),
    )


speakers = st.lists(
    st.builds(SpeakerDraft, name=names, affiliation=texts, position=texts), max_size=2
).map(tuple)
drafts = st.builds(
    EventDraft,
    title=names,
    theme=texts,
    organizer=texts,
    tier=texts,
    provider=texts,
    programme=texts,
    series=texts,
    speakers=speakers,
    status=st.sampled_from([EventStatus.PLANNED, EventStatus.HELD, EventStatus.CANCELLED]),
    days=st.integers(1, 4).flatmap(lambda number: st.tuples(*[days()] * number)),
)
events = st.builds(
    Planned,
    kind=st.sampled_from(EventKind),
    draft=drafts,
    struck_out=st.frozensets(st.integers(0, 3), max_size=2),
)
programmes = st.lists(events, min_size=1, max_size=3)
