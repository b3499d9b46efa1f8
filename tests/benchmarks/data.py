"""Data: as many events as wanted, each like one of a real year, the same in every run.

What an event is made of depends on its number alone, so the first page and the first event show
the same amount in a small database and in a large one. All spread over the same ten years.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, cycle, islice, takewhile
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.booth import Booth, BoothKind
from exchange.domain.day import EventDay
from exchange.domain.event import Event, EventKind, EventStatus, Visibility
from exchange.domain.group import Group
from exchange.domain.headcount import Headcount, HeadcountUnit
from exchange.domain.note import Note, NoteKind, NoteLine
from exchange.domain.organization import Organization
from exchange.domain.partnership import Partnership
from exchange.domain.place import Place
from exchange.domain.programme import Programme
from exchange.domain.question import YES, Answer, Question, QuestionKind
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.domain.series import Series
from exchange.domain.speaker import Speaker
from exchange.extensions import db
from exchange.publication import announcing, audience, editions, fingerprint
from exchange.publication.services import follow_up
from exchange.search import index
from exchange.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
FIRST = date(2017, 4, 1)
FAR_OFF = date(2099, 9, 26)
"""A day ahead of any clock."""
SPAN = (date(2027, 3, 31) - FIRST).days
GOLDEN = 0.618033988749895
"""Steps of this part of the span fill it evenly, however many there are."""
BATCH = 200

KINDS = (
    *(EventKind.TRAINING, EventKind.SEMINAR, EventKind.TRAINING, EventKind.SEMINAR),
    *(EventKind.TRAINING, EventKind.SEMINAR, EventKind.TRAINING, EventKind.SEMINAR),
    *(EventKind.TRAINING, EventKind.FAIR),
)
FIRST_KEY = "training-0"

BODIES = (
    ("062022", "米沢市", "よねざわし"),
    ("062090", "長井市", "ながいし"),
    ("062138", "南陽市", "なんようし"),
    ("063819", "高畠町", "たかはたまち"),
    ("063827", "川西町", "かわにしまち"),
    ("064017", "小国町", "おぐにまち"),
    ("064025", "白鷹町", "しらたかまち"),
    ("064033", "飯豊町", "いいでまち"),
)
VENUES = (
    "米沢市産業会館",
    "置賜総合文化センター",
    "高畠町文化ホール「まほら」",
    "川西町フレンドリープラザ",
)
TOWNS = ("東京都港区", "長野県小布施町", "北海道下川町", "徳島県神山町", "岡山県西粟倉村")
SUBJECTS = (
    "森林資源の活用",
    "関係人口",
    "地域公共交通",
    "自治体DX",
    "移住・定住",
    "有機農業",
    "観光まちづくり",
)
THEMES = (
    "おきたま×みなと開港プロジェクトのこれからを考える",
    "各市町で推進するための方法と、はじめの一歩",
    "都市と地方が互いの強みを持ち寄る連携のかたち",
)
NAMES = ("徳大寺 祥宏", "前神 有里", "髙橋 康子", "山﨑 健一", "佐藤 𠮷雄", "渡邉 神奈")
AFFILIATIONS = ("(一財)地域活性化センター", "総務省地域力創造グループ", "東北公益文科大学")
POSITIONS = ("地域振興室長", "フェロー・人材育成プロデューサー", "准教授")
COURSES = ("地方創生セミナー", "地方創生実践塾", "キャリア開発塾")
TIERS = ("アドバンス", "スタンダード", "ベーシック")
LINES = (
    "各市町に生まれつつある新しい動きを共有した。",
    "遠隔の自治体間連携は、住民どうしの縁から始まっている。",
    "圏域の内側だけを見ず、外とつながる扉としてこの取組がある。",
    "特定地域づくり事業協同組合は、複数の自治体でも組める。",
    "単年度の事業ではなく、長い時間軸で考える。",
)
NOTES = (NoteKind.LECTURE, NoteKind.GROUP_WORK, NoteKind.DISCUSSION, NoteKind.SUMMARY)
WARES = ("紅大豆", "ラ・フランス", "米沢織の小物", "つや姫", "草木染の体験")


@dataclass(frozen=True)
class Partners:
    """Who takes part, and the names that events share."""

    okitama: Group
    minato: Group
    organizations: Sequence[Organization]
    partnership: Partnership
    series: Series
    courses: Sequence[Programme]


def fill(*, events: int) -> None:
    """Put so many events into the present, empty database."""
    _keep(_event(number, partners) for partners in [_partners()] for number in range(events))


def fill_days(*, days: int) -> None:
    """Put events into the present, empty database that have so many public days together."""
    partners = _partners()
    left = days

    def is_wanted(event: Event) -> bool:
        nonlocal left
        fits = event.is_public and len(event.days) <= left
        left -= len(event.days) if fits else 0
        return fits

    made = (_event(number, partners) for number in count())
    _keep(filter(is_wanted, takewhile(lambda _: left, made)))


def _partners() -> Partners:
    okitama = Group(slug="okitama", name="置賜地域")
    minato = Group(slug="minato", name="港区")
    bodies = [
        Organization(code=code, name=name, kana=kana, group=okitama) for code, name, kana in BODIES
    ]
    ward = Organization(code="131032", name="港区", kana="みなとく", group=minato)
    partners = Partners(
        okitama=okitama,
        minato=minato,
        organizations=[*bodies, ward],
        partnership=Partnership(
            slug="okitama-minato", name="おきたま×みなと開港プロジェクト", groups=[okitama, minato]
        ),
        series=Series(name="おきたま×みなと開港プロジェクト交流研修"),
        courses=[Programme(name=name) for name in COURSES],
    )
    with unit_of_work():
        db.session.add_all(
            [*partners.organizations, partners.partnership, partners.series, *partners.courses]
        )
        db.session.flush()
    return partners


def _keep(events: Iterable[Event]) -> None:
    """Store events by the hundred, with all that `publication.services.follow_up` derives."""
    made: Iterator[Event] = iter(events)
    ids: defaultdict[type, Iterator[int]] = defaultdict(lambda: count(1))
    while True:
        with unit_of_work():
            with db.session.no_autoflush:
                batch = list(islice(made, BATCH))
                for event in batch:
                    _derive(event)
            db.session.add_all(batch)
            for one in db.session.new:
                one.id = next(ids[type(one)])
            db.session.flush()
            for event in batch:
                index.put(event)
            db.session.add_all(one for event in batch for one in _registrations(event))
            editions.take_next()
        if not batch:
            return
        for event in batch:
            db.session.expunge(event)


def _derive(event: Event) -> None:
    event.settle_dates()
    event.revision = 1
    audience.restate(event)
    announcing.announce(event)
    for day in event.days:
        day.restamp(fingerprint.of_day(day), AT)


def _event(number: int, partners: Partners) -> Event:
    dice = Random(number)  # noqa: S311  # the same in every run
    kind = KINDS[number % len(KINDS)]
    first = FIRST + timedelta(days=int(number * GOLDEN % 1 * SPAN))
    subject = dice.choice(SUBJECTS)
    event = Event(
        key=f"{kind}-{number}",
        kind=kind,
        title=f"第{number + 1}回 {subject}研修会",
        tier="",
        provider="",
        organizer="",
        theme=dice.choice(THEMES),
        status=EventStatus.HELD if first < TODAY else EventStatus.PLANNED,
        visibility=Visibility.MEMBERS if number % 50 == 7 else Visibility.PUBLIC,
        fiscal_year=first.year,
        created_at=AT,
        changed_at=AT,
    )
    if number % 50 == 13:
        event.status = EventStatus.DRAFT
    {
        EventKind.TRAINING: _make_training,
        EventKind.FAIR: _make_fair,
        EventKind.SEMINAR: _make_seminar,
    }[kind](event, first, number, partners, dice)
    return event


def _make_training(
    event: Event, first: date, number: int, partners: Partners, dice: Random
) -> None:
    event.series = partners.series
    event.round = number + 1
    event.partnership = partners.partnership
    event.days = [_day(first, nth, dice, partners) for nth in range(1 + (number % 4 == 2))]
    event.speakers = [_speaker(dice) for _ in range(2)]
    if event.status is EventStatus.PLANNED:
        event.takes_registrations = True
        event.capacity = 30
        return
    event.headcount = Headcount(
        total=dice.randrange(10, 60), present=["置賜3市5町", "港区", "地域活性化センター"]
    )
    if number % 6 == 0:
        event.notes = [_note(kind, event, dice) for kind in NOTES]


def _make_fair(event: Event, first: date, number: int, partners: Partners, dice: Random) -> None:
    event.title = f"「ふれ愛まつりだ、芝地区！」出展 {number}"
    event.partnership = partners.partnership
    event.days = [_day(first, 0, dice, None)]
    event.booths = [
        Booth(
            name=f"{body.name}の物産",
            kind=BoothKind.SALES,
            offers=dice.sample(WARES, 3),
            organizations=[body],
        )
        for body in dice.sample(partners.organizations, 4)
    ]
    event.headcount = Headcount(
        total=dice.randrange(500, 6000), unit=HeadcountUnit.VISITORS, is_approximate=True
    )


def _make_seminar(event: Event, first: date, number: int, partners: Partners, dice: Random) -> None:
    event.programme = partners.courses[number % len(COURSES)]
    event.tier = dice.choice(TIERS)
    event.provider = AFFILIATIONS[0]
    event.days = [_day(first, nth, dice, None) for nth in range(1 + number % 2 * (number % 3 == 0))]
    event.headcount = Headcount(total=dice.randrange(1, 9))


def _day(first: date, nth: int, dice: Random, partners: Partners | None) -> EventDay:
    """Make a day: for each audience its own place, or one place for everybody."""
    if partners:
        places = [_place(dice.choice(VENUES), partners.okitama), _place("", partners.minato)]
    else:
        places = [_place(dice.choice(TOWNS))]
    return EventDay(
        number=nth + 1,
        held_on=first + timedelta(days=nth),
        starts=time(13, 30),
        ends=time(16, 30),
        label="現地視察" if nth else "",
        created_at=AT,
        changed_at=AT,
        places=places,
    )


def _place(venue: str, *groups: Group) -> Place:
    return Place(venue=venue, address="", is_online=not venue, url="", groups=list(groups))


def _speaker(dice: Random) -> Speaker:
    return Speaker(
        name=dice.choice(NAMES),
        affiliation=dice.choice(AFFILIATIONS),
        position=dice.choice(POSITIONS),
        is_remote=False,
    )


def _note(kind: NoteKind, event: Event, dice: Random) -> Note:
    return Note(
        heading=f"{dice.choice(SUBJECTS)}について",
        kind=kind,
        speaker=event.speakers[0].name,
        lines=[NoteLine(text=text) for text in dice.sample(LINES, 4)],
    )


def _registrations(event: Event) -> Iterator[Registration]:
    """Give a dozen people a place where places are given."""
    if not event.takes_registrations:
        return
    organizations = cycle(_bodies())
    for nth in range(12):
        yield Registration(
            token=f"{event.key}-{nth}",
            event_id=event.id,
            organization=next(organizations),
            family_name="置賜",
            given_name=f"太郎{nth}",
            family_kana="オキタマ",
            given_kana="タロウ",
            email=f"taro{nth}@example.lg.jp",
            mode=Mode.ONSITE,
            status=RegistrationStatus.CONFIRMED,
            days=list(event.days),
            queued_at=AT,
            changed_at=AT,
        )


def fill_open(*, events: int) -> None:
    """Make events that take any number of registrations, for one body."""
    with unit_of_work():
        code, name, kana = BODIES[0]
        db.session.add(Organization(code=code, name=name, kana=kana))
        for number in range(events):
            _open_event(number)


def fill_roster(*, people: int) -> None:
    """Make one event with `people` who have a place, all details given and a question answered."""
    fill_open(events=1)
    with unit_of_work():
        event = db.session.scalars(select(Event)).one()
        question = Question(number=1, kind=QuestionKind.YES_NO, text="お弁当")
        event.questions = [question]
        body = db.session.scalars(select(Organization)).one()
        db.session.add_all(_person(nth, event, body, question) for nth in range(people))


def _person(nth: int, event: Event, body: Organization, question: Question) -> Registration:
    dice = Random(nth)  # noqa: S311  # the same in every run
    return Registration(
        token=f"{event.key}-{nth}",
        event=event,
        organization=body,
        department="企画調整課",
        position=dice.choice(POSITIONS),
        family_name="置賜",
        given_name=f"太郎{nth}",
        family_kana="オキタマ",
        given_kana="".join(dice.choices("アイウエオカキクケコ", k=4)),
        email=f"taro{nth}@example.lg.jp",
        phone="0238-22-5111",
        mode=Mode.ONSITE,
        remarks="車いすの席を希望します。" if nth % 10 == 0 else "",
        status=RegistrationStatus.CONFIRMED,
        days=list(event.days),
        answers=[Answer(question=question, values=[YES])],
        queued_at=AT,
        changed_at=AT,
    )


def _open_event(number: int) -> None:
    event = Event(
        key=f"open-{number}",
        kind=EventKind.TRAINING,
        title="交流研修",
        status=EventStatus.PLANNED,
        fiscal_year=FAR_OFF.year,
        days=[
            EventDay(
                number=1,
                held_on=FAR_OFF,
                starts=time(13, 30),
                ends=time(16, 30),
                places=[Place(venue=VENUES[0])],
                created_at=AT,
                changed_at=AT,
            )
        ],
        takes_registrations=True,
        capacity=1_000_000,
        created_at=AT,
        changed_at=AT,
    )
    db.session.add(event)
    follow_up(event, at=AT)


def _bodies() -> Sequence[Organization]:
    return db.session.query(Organization).all()
