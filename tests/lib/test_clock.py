from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from exchange.lib import clock

TOKYO = ZoneInfo("Asia/Tokyo")


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().utcoffset() == timedelta(0)


def test_today_is_the_date_on_the_local_clocks(monkeypatch) -> None:
    evening_in_utc = datetime(2022, 9, 25, 15, 30, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: evening_in_utc)

    assert clock.today(TOKYO) == date(2022, 9, 26)


def test_moment_is_the_wall_time_in_utc() -> None:
    moment = clock.moment(date(2022, 9, 26), time(13, 30), TOKYO)

    assert (moment, moment.utcoffset()) == (
        datetime(2022, 9, 26, 4, 30, tzinfo=UTC),
        timedelta(0),
    )


def test_local_shows_the_wall_time_again() -> None:
    moment = clock.moment(date(2022, 9, 26), time(13, 30), TOKYO)

    assert clock.local(moment, TOKYO).replace(tzinfo=None) == datetime(2022, 9, 26, 13, 30)  # noqa: DTZ001
