"""What each event of our feeds must keep to."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.calendars.feed_rules import Feed, wrong_numbers
from tests.calendars.lexer import Component, listed, span, unescaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST_UID, LONGEST_SUMMARY = 255, 255
CLOCKS_DIFFER_BY = timedelta(minutes=5)
TOKYO = ZoneInfo("Asia/Tokyo")
OF_AN_EVENT = {
    "UID",
    "DTSTAMP",
    "LAST-MODIFIED",
    "CREATED",
    "SEQUENCE",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "STATUS",
}
AT_MOST_ONCE_IN_AN_EVENT = {"LOCATION", "DESCRIPTION", "URL", "CATEGORIES", "TRANSP"}
ANY_NUMBER_IN_AN_EVENT = {"RELATED-TO", "CONFERENCE"}
RELATIONS = {"PARENT", "CHILD", "SIBLING"}
FEATURES = {"AUDIO", "CHAT", "FEED", "MODERATOR", "PHONE", "SCREEN", "VIDEO"}
CANCEL_MARK = re.compile("中止|取消")
MARKUP = re.compile(
    r"<[/!?]?[a-z][^>]*>|<!--|&(?:amp|lt|gt|quot|apos|nbsp|#\d+|#x[0-9a-f]+);", re.IGNORECASE
)
LINK = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>\"]+", re.IGNORECASE)
MAIL = re.compile(r"[\w.%+-]@[a-z0-9-]+\.[a-z0-9-]", re.IGNORECASE | re.ASCII)
URL = re.compile(
    r"https://[a-z0-9][a-z0-9.-]*(?::\d{1,5})?(?:[/?#][!#-;=?-Z\[\]_a-z~]*)?", re.IGNORECASE
)


def event_holds_what_we_know(event: Component, feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.6.1: each as often as it may be, and nobody's name, address or alarm."""
    yield from wrong_numbers(event, OF_AN_EVENT, AT_MOST_ONCE_IN_AN_EVENT, ANY_NUMBER_IN_AN_EVENT)
    for part in event.parts:
        yield part.name


def uid_is_one_of_a_kind(event: Component, feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.8.4.7: unique all over the world, by the host that made it."""
    uid = event.value("UID")
    if not re.fullmatch(rf"[!-?A-~]+@{re.escape(feed.host)}", uid) or len(uid) > LONGEST_UID:
        yield f"{uid!r}"


def stamps_are_in_order(event: Component, feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.8.7.1 to 3.8.7.3: in UTC; without METHOD, DTSTAMP is that of the last change."""
    names = ("CREATED", "LAST-MODIFIED", "DTSTAMP")
    written = [event.value(name) for name in names]
    for name, value in zip(names, written, strict=True):
        if not re.fullmatch(r"\d{8}T\d{6}Z", value):
            yield f"{name}:{value}"
    latest = f"{feed.now + CLOCKS_DIFFER_BY:%Y%m%dT%H%M%SZ}"
    created, modified, stamp = written
    if not created <= modified == stamp <= latest:
        yield f"{dict(zip(names, written, strict=True))}"


def sequence_is_a_number(event: Component, feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.8.7.4."""
    if not re.fullmatch(r"\d{1,9}", event.value("SEQUENCE")):
        yield event.value("SEQUENCE")


def event_ends_after_it_starts(event: Component, feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.6.1 and 3.8.2.2: both dates, the end exclusive, or both moments; none floats."""
    try:
        start, end = span(event)
    except ValueError as fault:
        yield str(fault)
        return
    if type(start) is not type(end):
        yield "a date and a moment"
    elif start >= end:
        yield f"{start} to {end}"


def whole_days_are_dates(event: Component, feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.6.1: from midnight to midnight, or to 23:59, is a day and no span of hours."""
    for start, end in _moments(event):
        shown = [at.astimezone(TOKYO).time().replace(second=0) for at in (start, end)]
        if shown in ([time(0), time(0)], [time(0), time(23, 59)]):
            yield f"{start} to {end}"


def no_hours_go_on_for_days(event: Component, feed: Feed) -> Iterator[str]:
    """Two days of a training are two entries, else the night between them is taken."""
    for start, end in _moments(event):
        if end - start > timedelta(days=1):
            yield f"{start} to {end}"


def _moments(event: Component) -> Iterator[tuple[datetime, datetime]]:
    try:
        start, end = span(event)
    except ValueError:
        return  # another rule tells
    if isinstance(start, datetime) and isinstance(end, datetime):
        yield start, end


def relations_stay_within(event: Component, feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.8.4.5 and 3.2.15: to another event of the same feed."""
    uids = {other.value("UID") for other in feed.events if other is not event}
    for line in event.all("RELATED-TO"):
        if line.value not in uids or line.parameter("RELTYPE") not in RELATIONS:
            yield f"{line.parameters} {line.value}"
    if len(event.all("RELATED-TO")) > len({line.value for line in event.all("RELATED-TO")}):
        yield "the same twice"


def status_is_known(event: Component, feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.8.1.11 and 3.8.2.7."""
    if event.value("STATUS") not in {"CONFIRMED", "TENTATIVE", "CANCELLED"}:
        yield event.value("STATUS")
    if event.value("TRANSP") not in {"", "OPAQUE", "TRANSPARENT"}:
        yield event.value("TRANSP")


def what_is_cancelled_looks_it(event: Component, feed: Feed) -> Iterator[str]:
    """RFC 5546, 3.2.5 counts a cancellation; readers that ignore STATUS show the title alone."""
    if event.value("STATUS") != "CANCELLED":
        return
    if not CANCEL_MARK.search(event.text("SUMMARY")):
        yield f"no mark: {event.text('SUMMARY')}"
    if event.value("TRANSP") != "TRANSPARENT":
        yield "it takes time"
    if event.value("SEQUENCE") == "0":
        yield "SEQUENCE:0"


def summary_is_a_line(event: Component, feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.8.1.12; Outlook and others keep 255 characters."""
    summary = event.text("SUMMARY")
    if not summary.strip() or "\n" in summary or len(summary) > LONGEST_SUMMARY:
        yield f"{summary!r}"


def there_is_no_markup(event: Component, feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.8.1.5: plain text. Some readers would show it as HTML, and run it."""
    for name in ("SUMMARY", "LOCATION", "DESCRIPTION", "CATEGORIES"):
        for found in MARKUP.finditer(event.text(name)):
            yield f"{name}: {found[0]}"


def there_is_no_mail_address(event: Component, feed: Feed) -> Iterator[str]:
    """Feeds are public, and read by whoever collects addresses."""
    for line in event.lines:
        if line.name in {"UID", "RELATED-TO"}:
            continue
        words = [line.value, *(one for values in line.parameters.values() for one in values)]
        for found in MAIL.finditer(LINK.sub(" ", unescaped("\n".join(words)))):
            yield f"{line.name}: {found[0]}"


def addresses_are_urls(event: Component, feed: Feed) -> Iterator[str]:
    """RFC 3986; RFC 5545, 3.8.4.6. Over https, in ASCII."""
    for line in event.all("URL") + event.all("CONFERENCE"):
        if not URL.fullmatch(line.value):
            yield f"{line.name}:{line.value}"


def conferences_are_found(event: Component, feed: Feed) -> Iterator[str]:
    """RFC 7986, 5.11 and 6.3; few readers show it, so that it stands in the text too."""
    shown = f"{event.text('LOCATION')}\n{event.text('DESCRIPTION')}"
    for line in event.all("CONFERENCE"):
        if line.parameter("VALUE") != "URI":
            yield "no VALUE=URI"
        if not set(line.parameters.get("FEATURE", ())) <= FEATURES:
            yield f"FEATURE={line.parameters['FEATURE']}"
        if line.value not in shown:
            yield f"{line.value} stands nowhere else"


def categories_are_words(event: Component, feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.8.1.2. Some readers part a list even at an escaped comma."""
    for line in event.all("CATEGORIES"):
        for word in listed(line.value):
            if not word.strip() or "," in word:
                yield f"{word!r}"


EVENT_RULES: list[Callable[[Component, Feed], Iterator[str]]] = [
    event_holds_what_we_know,
    uid_is_one_of_a_kind,
    stamps_are_in_order,
    sequence_is_a_number,
    event_ends_after_it_starts,
    whole_days_are_dates,
    no_hours_go_on_for_days,
    relations_stay_within,
    status_is_known,
    what_is_cancelled_looks_it,
    summary_is_a_line,
    there_is_no_markup,
    there_is_no_mail_address,
    addresses_are_urls,
    conferences_are_found,
    categories_are_words,
]
