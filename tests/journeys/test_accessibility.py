"""Every page, for everybody: no rule of WCAG 2.2 AA broken, at the desk and on the phone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect
from sqlalchemy import text

from exchange.accounts import services as accounts
from exchange.accounts.services import NewAccount
from exchange.demonstration import people
from exchange.extensions import db
from exchange.lib import clock
from exchange.unit_of_work import unit_of_work
from exchange.web.language import COOKIE, LANGUAGES
from tests.factories import an_organization
from tests.journeys.conftest import inside
from tests.journeys.scenes import SCENES, props
from tests.journeys.visits import NARROW, WIDE, sign_in
from tests.processes import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize

    from exchange.demonstration.people import Person
    from tests.journeys.scenes import Scene
    from tests.processes import Server

RULES: dict[str, object] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
WITHOUT_CONTRAST = {**RULES, "rules": {"color-contrast": {"enabled": False}}}
"""Colors are the same in each language, and take three quarters of the time."""
RULES_IN = {"ja": RULES, "en": WITHOUT_CONTRAST}
RUN_AXE = "async rules => (await axe.run(document, rules)).violations"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Findings:
    """What is wrong with a page as somebody sees it."""

    violations: dict[str, list[str]] = field(default_factory=dict)
    """Broken rules with the elements that break them."""
    wider_than_the_screen: list[int] = field(default_factory=list)
    from_elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """What the browser writes on its console."""


class Visitor:
    """One person, reading in one language, whose browser notes what it stumbles upon."""

    def __init__(self, page: Page, host: str) -> None:
        self.page = page
        self.host = host
        self.findings = Findings()
        page.on("request", self._look_at_request)
        page.on("console", self._look_at_message)
        page.on("pageerror", lambda error: self.findings.complaints.append(str(error)))

    def _look_at_request(self, request: Request) -> None:
        if urlsplit(request.url).netloc != self.host:
            self.findings.from_elsewhere.append(request.url)

    def _look_at_message(self, message: ConsoleMessage) -> None:
        is_status = message.text.startswith("Failed to load resource: the server responded with a")
        is_of_page = message.location["url"] == self.page.url
        if message.type in {"error", "warning"} and not (is_status and is_of_page):
            self.findings.complaints.append(message.text)

    def open(self, scene: Scene, addresses: dict[str, str]) -> None:
        self.findings = Findings()
        self.page.set_viewport_size(WIDE)
        self.page.goto(scene.path.format_map(addresses))
        if scene.act:
            scene.act(self.page)
        expect(self.page.locator(scene.shows).first).to_be_visible()
        self.page.wait_for_load_state()  # the styles, too, where an act led to a new page
        self.page.evaluate(AXE_SCRIPT)

    def examine(self, size: ViewportSize, rules: dict[str, object]) -> None:
        self.page.set_viewport_size(size)
        for violation in self.page.evaluate(RUN_AXE, rules):
            elements = [f"{node['html']} {node['failureSummary']}" for node in violation["nodes"]]
            self.findings.violations[f"{violation['id']} at {size['width']}"] = elements
        if self.page.evaluate(SIDEWAYS) > 0:
            self.findings.wider_than_the_screen.append(size["width"])


@pytest.fixture(scope="module")
def empty_site(
    new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A site on which somebody may sign in, and nothing else."""
    url = new_database()
    with inside(url):
        body = an_organization()
        with unit_of_work():
            for one in (people.COORDINATOR, people.ORGANIZER):
                new = NewAccount(email=one.email, role=one.role, password=people.PASSWORD)
                of = body if one.organization else None
                accounts.create(replace(new, organization=of), at=clock.now())
    log = tmp_path_factory.mktemp("empty") / "server.log"
    with serving(url, log, workers=1) as server:
        yield server


@pytest.fixture(scope="module")
def broken_site(
    new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A site whose database has lost something since it was started."""
    url = new_database()
    log = tmp_path_factory.mktemp("broken") / "server.log"
    with serving(url, log, workers=1) as server:
        with inside(url), unit_of_work():
            db.session.execute(text("ALTER TABLE event RENAME TO lost"))
        yield server


@pytest.fixture(scope="module")
def addresses(site_database_url: str) -> dict[str, str]:
    with inside(site_database_url):
        return props()


@pytest.fixture(scope="module")
def visitor(
    browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Callable[[Scene, str], Visitor]]:
    """Give a function that gives whoever a scene is for, signed in once for all scenes."""
    known: dict[tuple[str, Person | None, str], Visitor] = {}

    def visitor(scene: Scene, language: str) -> Visitor:
        who = (scene.site, scene.who, language)
        if who not in known:
            server = request.getfixturevalue(scene.site)
            known[who] = _arrive(browser, server, scene.who, language)
        return known[who]

    yield visitor
    for one in known.values():
        one.page.context.close()


def _arrive(browser: Browser, server: Server, person: Person | None, language: str) -> Visitor:
    context = browser.new_context(base_url=server.url, viewport=WIDE)
    page = context.new_page()
    if person:
        sign_in(page, person.email, people.PASSWORD)
    context.add_cookies([{"name": COOKIE, "value": language, "url": server.url}])
    return Visitor(page, urlsplit(server.url).netloc)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_page_is_fit_for_everybody_wide_and_narrow(
    visitor: Callable[[Scene, str], Visitor],
    addresses: dict[str, str],
    scene: Scene,
    language: str,
) -> None:
    reader = visitor(scene, language)
    reader.open(scene, addresses)

    for size in (WIDE, NARROW):
        reader.examine(size, RULES_IN[language])

    assert reader.findings == Findings()
