"""Partial dates: every way to write one means the same, in cv.yaml too."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from helpers import NAME
from hypothesis import given
from hypothesis import strategies as st

import cvtool
from cvtool.model.dates import PartialDate, is_before, newest_first, parse_date

DAYS = st.dates(min_value=datetime.date(1, 1, 1))
PARTIAL = DAYS.flatmap(
    lambda day: st.sampled_from(
        [
            PartialDate(day.year),
            PartialDate(day.year, day.month),
            PartialDate(day.year, day.month, day.day),
        ]
    )
)


@given(PARTIAL)
def test_a_date_reads_back(date: PartialDate) -> None:
    assert parse_date(str(date)) == date
    assert parse_date(f" {date}\n") == date


@given(DAYS)
def test_every_day_of_the_calendar_is_a_date(day: datetime.date) -> None:
    whole = PartialDate(day.year, day.month, day.day)
    assert parse_date(day.isoformat()) == whole
    assert parse_date(f"{day.year:04d}-{day.month}-{day.day}") == whole


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 31))
def test_no_other_day_is_a_date(year: int, month: int, day: int) -> None:
    text = f"{year:04d}-{month:02d}-{day:02d}"
    try:
        datetime.date(year, month, day)
    except ValueError:
        with pytest.raises(ValueError, match=f"the day is {day}, and that month has"):
            parse_date(text)
    else:
        assert parse_date(text).parts == (year, month, day)


@given(st.text(max_size=12))
def test_what_is_no_date_says_so(text: str) -> None:
    said = ""
    try:
        parse_date(text)
    except ValueError as error:
        said = str(error)
    assert not said or " is not a date: " in said


@pytest.mark.parametrize(
    "time", ["T10:00", "T10:00:00Z", " 10:00:00", "t10:00:00.123+02:00", "T10:00:00 -0800"]
)
def test_a_time_of_day_is_dropped(time: str) -> None:
    assert parse_date(f"2020-07-01{time}") == PartialDate(2020, 7, 1)


@pytest.mark.parametrize(
    "text", ["", "20", "202", "20200", "2020-", "2020-07-", "2020T10:00", "2020-07-01x", "-2020"]
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write 2020, 2020-07 or 2020-07-01"):
        parse_date(text)


@given(PARTIAL, PARTIAL)
def test_one_date_is_before_another_when_no_reading_of_them_says_otherwise(
    one: PartialDate, other: PartialDate
) -> None:
    def last(date: PartialDate) -> tuple[int, int, int]:
        return (date.year, date.month or 12, date.day or 31)

    def first(date: PartialDate) -> tuple[int, int, int]:
        return (date.year, date.month or 1, date.day or 1)

    assert is_before(one, other) == (last(one) < first(other))


def test_newest_first_puts_a_year_behind_its_months_and_no_date_last() -> None:
    dates = [PartialDate(2020), None, PartialDate(2020, 5), PartialDate(2020, 5, 2)]
    order = sorted([*dates, PartialDate(2021)], key=newest_first)
    assert [str(date) for date in order] == ["2021", "2020-05-02", "2020-05", "2020", "None"]


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ("startDate: 2020", "2020 – Present"),
        ("startDate: '2020'", "2020 – Present"),
        ("startDate: 2020-07", "Jul 2020 – Present"),
        ("startDate: 2020-7", "Jul 2020 – Present"),
        ("startDate: 2020-07-01", "1 Jul 2020 – Present"),
        ("startDate: '2020-07-01'", "1 Jul 2020 – Present"),
        ("startDate: 2020-07-01T10:00:00Z", "1 Jul 2020 – Present"),
        ("startDate: 2020, endDate: present", "2020 – Present"),
        ("startDate: 2020, endDate: Now", "2020 – Present"),
        ("startDate: 2020, endDate: null", "2020 – Present"),
        ("startDate: 2020, endDate: ''", "2020 – Present"),
        ("startDate: 2020, endDate: 2020", "2020"),
        ("startDate: 2020-05, endDate: 2020", "May 2020 – 2020"),
        ("endDate: 2020-05", "May 2020"),
        ("startDate: 2015, period: Summers of 2015", "Summers of 2015"),
        ("startDate: 1999, endDate: 2001-12", "1999 – Dec 2001"),
    ],
)
def test_every_way_to_write_a_time_means_the_same(tmp_path: Path, entry: str, shown: str) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(f"{NAME}work:\n- {{name: X, {entry}}}\n")
    (section,) = cvtool.load(source).section("work")
    span = section.entries[0].span
    assert span is not None
    assert span.text == shown
