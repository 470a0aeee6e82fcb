"""Partial dates: every way to write one means the same, in cv.yaml too."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from everything import document_of
from helpers import NAME
from hypothesis import given
from hypothesis import strategies as st

import cvtool
from cvtool.model.dates import (
    DateStyle,
    PartialDate,
    is_before,
    is_present,
    newest_first,
    parse_date,
)
from cvtool.words import Language, languages
from cvtool.words.data import read_date, read_span

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
        ("startDate: 2020-07-01", "Jul 2020 – Present"),
        ("startDate: '2020-07-01'", "Jul 2020 – Present"),
        ("startDate: 2020-07-01T10:00:00Z", "Jul 2020 – Present"),
        ("startDate: 2020, endDate: present", "2020 – Present"),
        ("startDate: 2020, endDate: Now", "2020 – Present"),
        ("startDate: 2020, endDate: null", "2020 – Present"),
        ("startDate: 2020, endDate: ''", "2020 – Present"),
        ("startDate: 2020, endDate: 2020", "2020"),
        ("startDate: 2020-05, endDate: 2020", "May 2020 – 2020"),
        ("endDate: 2020-05", "May 2020"),
        ("startDate: 2015, period: Summers of 2015", "Summers of 2015"),
        ("startDate: 1999, endDate: 2001-12", "1999 – Dec 2001"),
        ("startDate: Spring 2020, endDate: Fall 2020", "Spring 2020 – Fall 2020"),
        ("startDate: June 2021, endDate: 08/2021", "Jun 2021 – Aug 2021"),
        ("startDate: since 2019", "2019 – Present"),
        ("startDate: enero de 2018, endDate: actualidad", "Jan 2018 – Present"),
        ("startDate: enero de 2018 – abril de 2019", "Jan 2018 – Apr 2019"),
        ("startDate: 2018년 4월, endDate: 현재", "Apr 2018 – Present"),
        ("startDate: 2018 - 2020", "2018 – 2020"),
        ("startDate: Mar 2018 – present", "Mar 2018 – Present"),
        ("startDate: 2020/21", "2020/21"),
        ("startDate: 2020/21, period: Two terms", "Two terms"),
    ],
)
def test_every_way_to_write_a_time_means_the_same(tmp_path: Path, entry: str, shown: str) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(f"{NAME}work:\n- {{name: X, {entry}}}\n")
    (section,) = cvtool.load(source).section("work")
    span = section.entries[0].span
    assert span is not None
    assert span.text == shown


@pytest.mark.parametrize(
    ("text", "date", "words"),
    [
        *((text, "2021-06", "") for text in ("June 2021", "Jun. 2021", "06/2021", "6.2021")),
        *((text, "2021-06", "") for text in ("2021/06", "Juin 2021", "2021年6月", "since 6/2021")),
        *((text, "2021-06-13", "") for text in ("13 June 2021", "June 13th, 2021", "13.6.2021")),
        *((text, "2021-06-13", "") for text in ("06/13/2021", "13/06/2021", "20210613")),
        *((text, "2020", text) for text in ("Spring 2020", "2020 Fall", "2020/21", "WS 2020/21")),
        *((text, "2020", text) for text in ("mid-2020", "Q3 2020", "2020 (expected)", "2020-21")),
        ("Expected May 2025", "2025-05", "Expected May 2025"),
        ("2011/12", "2011", "2011/12"),  # a month, or a year at school
        *((text, "2018-01", "") for text in ("enero de 2018", "янв. 2018 г.", "leden 2018")),
        *((text, "2026-07", text) for text in ("voraussichtlich Juli 2026", "luglio 2026 (prev.)")),
    ],
)
def test_what_has_one_reading_is_understood(text: str, date: str, words: str) -> None:
    found = read_date(text)
    assert (str(found), found.words) == (date, words)


@pytest.mark.parametrize(
    "text", ["03/04/2021", "2020-13", "2018-2020", "Sprung 2020", "midnight 1"]
)
def test_what_has_none_or_two_is_not(text: str) -> None:
    with pytest.raises(ValueError, match=f"'{text}' is not a date: "):
        read_date(text)


@pytest.mark.parametrize("tag", sorted(languages()))
def test_dates_are_read_in_the_words_in_which_they_are_shown(tag: str) -> None:
    for length in ("short", "long", "numbers"):
        words = Language(tag, dates=DateStyle(months=length))
        for month in range(1, 13):
            whole, known = PartialDate(2019, month, 17), PartialDate(2019, month)
            assert read_date(words.date(known)) == known
            assert read_date(words.full_date(whole)) == whole
            assert read_date(words.date(known).upper()) == known
            span = read_span(words.span(known, PartialDate(2020, month), running=False))
            assert [read_date(span[key]) for key in ("startDate", "endDate")] == [
                known,
                PartialDate(2020, month),
            ]
            running = read_span(words.span(known, None, running=True))
            assert read_date(running["startDate"]) == known
            assert is_present(running["endDate"])
    assert is_present(Language(tag).phrases["present"])


def shown(folder: Path, dates: str) -> list[str]:
    """The times of a job, an award and a talk."""
    (folder / "cv.yaml").write_text(
        f"{NAME}{dates}\n"
        "work: [{name: X, startDate: 2021-03-02, endDate: 2021-06-05}]\n"
        "awards: [{title: X, date: 2021-03-02}]\n"
        "talks: [{name: X, date: 2021-03-02}]\n"
    )
    document = cvtool.load(folder / "cv.yaml")
    kinds = ("work", "awards", "talks")
    entries = [entry for kind in kinds for each in document.section(kind) for entry in each.entries]
    assert entries[0].facts["startDate"] == "2021-03-02"
    return [entry.span.text for entry in entries if entry.span]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("", ["Mar 2021 – Jun 2021", "Mar 2021", "2 Mar 2021"]),
        ("dates: month", ["Mar 2021 – Jun 2021", "Mar 2021", "Mar 2021"]),
        ("dates: year", ["2021", "2021", "2021"]),
        ("dates: day", ["2 Mar 2021 – 5 Jun 2021", "2 Mar 2021", "2 Mar 2021"]),
        ("dates: {months: long}", ["March 2021 – June 2021", "March 2021", "2 March 2021"]),
        ("dates: {repeatYear: false}", ["Mar – Jun 2021", "Mar 2021", "2 Mar 2021"]),
        (
            "dates: {precision: day, repeatYear: false}",
            ["2 Mar – 5 Jun 2021", "2 Mar 2021", "2 Mar 2021"],
        ),
        (
            "locale: zh\ndates: {repeatYear: false}",
            ["2021年3月 – 6月", "2021年3月", "2021年3月2日"],
        ),
    ],
)
def test_dates_are_shown_as_the_setting_says(
    tmp_path: Path, dates: str, expected: list[str]
) -> None:
    assert shown(tmp_path, dates) == expected


def test_programs_get_the_season_that_a_date_cannot_say(tmp_path: Path) -> None:
    work = {"name": "A", "startDate": "Spring 2020", "endDate": "Fall 2021"}
    document = document_of({"basics": {"name": "Ada"}, "work": [work]}, tmp_path)
    (entry,) = document.entries()
    assert entry.facts == {
        "name": "A",
        "startDate": "2020",
        "endDate": "2021",
        "period": "Spring 2020 – Fall 2021",
    }
