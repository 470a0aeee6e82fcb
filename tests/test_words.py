"""The words of each language: which it lacks, and how it writes dates, counts and lists."""

from __future__ import annotations

import pickle
import re
import runpy
from pathlib import Path
from typing import Literal

import pytest
from babel import Locale
from helpers import ROOT
from hypothesis import given
from hypothesis import strategies as st

from cvtool.model.dates import DateStyle, PartialDate, parse_date
from cvtool.store.cache import VARIABLE
from cvtool.words import FALLBACK, Language, is_known, languages
from cvtool.words.data import (
    Words,
    cldr,
    everywhere,
    fitting,
    is_plural,
    nearest,
    words,
)
from cvtool.words.patterns import parsed

ALL = sorted(languages())
ENGLISH = words(FALLBACK)
ORDINALS = {"edition", "journalSeries"}
"""The phrases with a number that is a place in a row."""
_PLACE = re.compile(r"\{\w+\}")


def places(phrase: object) -> set[str]:
    forms = phrase.values() if isinstance(phrase, dict) else [phrase]
    return {place for form in forms for place in _PLACE.findall(str(form))}


def wanting(found: Words) -> list[str]:
    """What a language has no words for: phrases, and patterns that have words of their own."""
    worded = {
        name for name, text in ENGLISH.lines.items() if re.search("[a-z]", _PART.sub("", text))
    }
    lacking = {f"phrases.{name}" for name in ENGLISH.phrases.keys() - found.phrases.keys()}
    return sorted(lacking | {f"lines.{name}" for name in worded - found.lines.keys()})


_PART = re.compile(r"\{[A-Za-z][\w-]*(?:\|[^{}]*)?\}|\(\{\w+\}\)")
"""A part of a pattern, or the address of a link."""


def test_there_are_english_and_chinese() -> None:
    assert {"en", "zh"} <= set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_a_language_lacks_no_phrase(name: str) -> None:
    lacking = "\n".join(wanting(words(name)))
    assert not lacking, f"words/{name}.yaml lacks:\n{lacking}"


def test_a_phrase_that_is_missing_is_named() -> None:
    found = words("zh")
    phrases = {name: each for name, each in found.phrases.items() if name != "kinds.phdthesis"}
    lines = {name: each for name, each in found.lines.items() if name != "publication.remark"}
    lacking = Words(phrases, lines, found.dates)
    assert wanting(lacking) == ["lines.publication.remark", "phrases.kinds.phdthesis"]


@pytest.mark.parametrize("name", ALL)
def test_a_language_has_no_other_phrases_and_lines(name: str) -> None:
    found = words(name)
    assert found.phrases.keys() - ENGLISH.phrases.keys() == set()
    slots = {line.rpartition(".")[2] for line in ENGLISH.lines}
    assert {line for line in found.lines if line.rpartition(".")[2] not in slots} == set()
    assert found.dates.keys() <= {
        "year",
        "month",
        "day",
        "first",
        "span",
        "length",
        "long",
        "numbers",
    }


@pytest.mark.parametrize("name", ALL)
def test_a_phrase_says_as_much_as_in_english(name: str) -> None:
    for phrase, text in words(name).phrases.items():
        assert places(text) == places(ENGLISH.phrases[phrase]), phrase
        english = ENGLISH.phrases[phrase]
        assert isinstance(text, dict) == isinstance(english, dict), phrase


@pytest.mark.parametrize("name", ALL)
def test_a_phrase_has_exactly_the_forms_that_numbers_take(name: str) -> None:
    """``other`` stands in place of all of them where they are alike, and where there is none it is
    that of fractions."""
    known = cldr(name)
    forms = {row: {*known[row].split()[::2], "other"} for row in ("counts", "ordinals")}
    for phrase, text in words(name).phrases.items():
        if isinstance(text, dict):
            assert is_plural(text), phrase
            wanted = forms["ordinals" if phrase in ORDINALS else "counts"]
            assert text.keys() in ({"other"}, wanted), phrase


@pytest.mark.parametrize("name", ALL)
def test_every_line_is_a_pattern(name: str) -> None:
    for text in words(name).lines.values():
        assert str(parsed(text)).replace("\n", "") == text.strip()


@pytest.mark.parametrize("name", ALL)
def test_no_text_is_empty_but_on_purpose(name: str) -> None:
    empty = {phrase for phrase, text in words(name).phrases.items() if not text}
    assert empty <= {"states.prepublished", "letter.subject"}


def test_what_cldr_says_is_what_the_script_took_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    script = runpy.run_path(str(ROOT / "scripts" / "cldr"))
    assert set(ALL) <= set(script["LANGUAGES"])
    for file, text in script["texts"]().items():
        made = (ROOT / "cvtool" / "words" / file).read_text(encoding="utf-8")
        assert text == made, "make cldr"


@pytest.mark.parametrize("name", ALL)
def test_every_count_has_a_form(name: str) -> None:
    language = Language(name)
    for number in (*range(300), 1000, 12345):
        assert str(number) in language.count("others", number)


def test_a_number_above_those_that_are_listed_takes_the_form_of_its_last_digits() -> None:
    for name in ALL:
        plural = Locale.parse(name, sep="-").plural_form
        for number in range(200, 1500):
            assert plural(number) == plural(100 + number % 100)


@pytest.mark.parametrize(
    ("locale", "date", "shown"),
    [
        ("en", PartialDate(2020), "2020"),
        ("en", PartialDate(2020, 9), "Sep 2020"),
        ("en", PartialDate(2020, 7, 5), "5 Jul 2020"),
        ("en-US", PartialDate(2020, 7, 5), "5 Jul 2020"),
        ("zh", PartialDate(2020), "2020"),
        ("zh-Hans-CN", PartialDate(2020, 7), "2020年7月"),
        ("ZH", PartialDate(2020, 12, 5), "2020年12月5日"),
        ("xx", PartialDate(2020, 7), "Jul 2020"),
        ("en", None, ""),
    ],
)
def test_a_date_is_written_as_readers_write_it(
    locale: str, date: PartialDate | None, shown: str
) -> None:
    assert Language(locale).date(date) == shown


@pytest.mark.parametrize(
    ("start", "end", "running", "english", "chinese"),
    [
        ((2020, 7), None, True, "Jul 2020 – Present", "2020年7月 – 至今"),
        ((2019,), (2020,), False, "2019 – 2020", "2019 – 2020"),
        ((2020,), (2020,), False, "2020", "2020"),
        (None, (2020, 5), False, "May 2020", "2020年5月"),
        (None, None, False, "", ""),
    ],
)
def test_a_span_is_two_dates(
    start: tuple[int, ...] | None,
    end: tuple[int, ...] | None,
    running: bool,
    english: str,
    chinese: str,
) -> None:
    texts = ("-".join(f"{part:02}" for part in each or ()) for each in (start, end))
    first, last = (parse_date(text) if text else None for text in texts)
    assert Language("en").span(first, last, running) == english
    assert Language("zh").span(first, last, running) == chinese


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        *[
            ("de", "4. März – 5. Sept. 2019"),
            ("fi", "4.3. – 5.9.2019"),
            ("cs", "4. 3. – 5. 9. 2019"),
        ],
        *[("hu", "2019. márc. 4. – szept. 5."), ("ja", "2019年3月4日～9月5日")],
    ],
)
def test_a_span_inside_of_a_year_may_name_it_once(name: str, shown: str) -> None:
    language = Language(name, dates=DateStyle(months="short", repeats_year=False))
    assert language.span(PartialDate(2019, 3, 4), PartialDate(2019, 9, 5), False) == shown


@pytest.mark.parametrize(
    ("name", "months", "shown"),
    [
        *[("fr", "short", "1er mars 2020"), ("fr", "long", "1er mars 2020")],
        *[("pt", "short", "1 mar. 2020"), ("pt", "long", "1 de março de 2020")],
        *[("pt-BR", "long", "1º de março de 2020"), ("it", "long", "1º marzo 2020")],
        *[("vi", "short", "1/3/2020"), ("vi", "long", "ngày 1 tháng 3 năm 2020")],
        *[("en", "long", "1 March 2020"), ("fi", "long", "1. maaliskuuta 2020")],
    ],
)
def test_a_date_may_be_long_in_each_language(
    name: str, months: Literal["short", "long"], shown: str
) -> None:
    assert Language(name, dates=DateStyle(months=months)).date(PartialDate(2020, 3, 1)) == shown


@pytest.mark.parametrize("name", ALL)
def test_long_months_are_names(name: str) -> None:
    march = Language(name, dates=DateStyle(months="long")).date(PartialDate(2020, 3))
    names = cldr(name)["months"]
    is_number = name in {"ja", "zh", "zh-Hant"}
    assert is_number or names["MMMM"][2] in march or names["LLLL"][2] in march


@pytest.mark.parametrize("phrase", ["editionNamed", "fields.edition"])
def test_a_phrase_is_read_from_all_files(phrase: str) -> None:
    assert everywhere(phrase) == {words(name).phrases[phrase] for name in ALL}


def test_names_are_listed_as_the_language_does() -> None:
    said = [Language(name).listed(["A", "B", "C"]) for name in ("en", "de", "ja", "he")]
    assert said == ["A, B and C", "A, B und C", "A、B、C", "A, B ו-C"]


@given(st.dates())
def test_a_day_is_in_its_date(day: object) -> None:
    year, month, number = map(int, str(day).split("-"))
    for name in ALL:
        text = Language(name).date(PartialDate(year, month, number))
        assert re.findall(r"\d+", text).count(str(year)) >= 1
        assert str(number) in re.findall(r"\d+", text)


@pytest.mark.parametrize(
    ("locale", "direction"),
    [
        *[("en", "ltr"), ("zh", "ltr"), ("ar", "rtl"), ("HE-IL", "rtl")],
        *[("fa_IR", "rtl"), ("iw", "rtl"), ("ur", "rtl"), ("sr-Latn", "ltr")],
    ],
)
def test_a_language_has_a_direction(locale: str, direction: str) -> None:
    assert Language(locale).direction == direction


@pytest.mark.parametrize(
    ("locale", "wanted"),
    [
        *[("zh-TW", "zh-Hant"), ("zh_HK", "zh-Hant"), ("zh-MO", "zh-Hant"), ("ZH-HANT", "zh-Hant")],
        *[("zh-CN", "zh"), ("zh-Hans-TW", "zh"), ("zh_sg", "zh"), ("cmn-Hant", "zh-Hant")],
        *[("no", "nb"), ("no-NO", "nb"), ("nn-NO", "nn"), ("iw", "he"), ("deu-AT", "de")],
        *[("pt-PT", "pt"), ("pt-AO", "pt"), ("PT_br", "pt-BR"), ("en-GB", "en")],
        *[("sr", None), ("sr-Latn-RS", None), ("yue-HK", None), ("", None), ("-", None)],
    ],
)
def test_a_locale_takes_the_nearest_file(locale: str, wanted: str | None) -> None:
    assert wanted is None or wanted in ALL
    assert nearest(locale) == wanted


@pytest.mark.parametrize(
    ("locale", "tags", "found"),
    [
        ("zh-TW", ["zh", "zh-Hant"], ["zh-Hant", "zh"]),
        ("zh-Hant", ["zh", "zh-TW"], ["zh-TW", "zh"]),
        ("no", ["en", "nb"], ["nb"]),
        ("nb", ["no", "da"], ["no"]),
        ("pt-BR", ["pt", "pt-BR"], ["pt-BR"]),
        ("sr-Latn", ["sr", "en"], ["sr"]),
        ("sr", ["xx", "en"], []),
    ],
)
def test_texts_are_taken_from_the_nearest(locale: str, tags: list[str], found: list[str]) -> None:
    assert fitting(tags, locale) == found


def test_a_region_has_its_own_months() -> None:
    january = PartialDate(2020, 1)
    assert Language("de").date(january) == "Jan. 2020"
    assert Language("de_at").date(january) == Language("de-AT-1996").date(january) == "Jän. 2020"


def test_a_country_has_a_name_in_each_language() -> None:
    assert Language("en").country("DE") == "Germany"
    assert Language("zh-CN").country("DE") == "德国"
    assert Language("xx").country("QQ") == "QQ"
    assert all(Language(name).country("CH") not in ("", "CH") for name in ALL)


def test_only_a_language_with_a_file_is_known() -> None:
    assert is_known("zh-Hant-TW")
    assert not is_known("xx-en")
    assert Language("xx-en").phrases == Language("en").phrases


def test_own_phrases_and_lines_come_first() -> None:
    own = Language(
        "zh", {"work": "职业", "links": {"pdf": "全文"}}, {"education": {"title": "{area}"}}
    )
    assert own.phrases["work"] == "职业"
    assert own.phrases["links.pdf"] == "全文"
    assert own.phrases["education"] == "教育背景"
    assert str(own.line("title", "education")) == "{area}"
    assert str(own.line("title", "talks", "entry")) == "{title}"
    assert Language("en", {"more": "and many more"}).count("more", 3) == "and many more"


def test_a_language_is_its_arguments() -> None:
    one, other = (
        Language("zh", {"work": "x", "news": "y"}),
        Language("zh", {"news": "y", "work": "x"}),
    )
    assert one == other == pickle.loads(pickle.dumps(one))
    assert repr(one) == repr(other) == repr(pickle.loads(pickle.dumps(one)))
    assert one != Language("zh")
    assert len({one, other, Language("zh"), Language("en")}) == 3


def test_a_file_of_words_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    first = {name: words.__wrapped__(name) for name in languages()}
    monkeypatch.setattr("yaml.load", None)
    assert {name: words.__wrapped__(name) for name in first} == first
