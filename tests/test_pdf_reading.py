"""cv.pdf in every theme, read back by programs that know nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from statistics import median

import pytest
from facts import Fact, facts
from golden import THEMED, VARIED, WHOLE, arranged, themed_pdf
from golden import handed as document
from haystacks import pdf_haystack
from leaves_out import is_left_out
from pdfs import spellings
from readers import READERS, baselines, guessed_spaces, without_running

from cvtool.model.document import Section, leaves
from cvtool.model.entry import Entry
from cvtool.model.inline import to_plain
from cvtool.source.layouts import THEMES

ROWS = frozenset(
    {
        *("awards", "certificates", "press", "news", "service", "skills", "languages"),
        *("interests", "topics", "keywords", "notes"),
    }
)
"""Kinds of entries that take a line each, and the date behind it."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_WORD = re.compile("[0-9A-Za-z\u00c0-\u052f]+")
_BEHIND_PICTOGRAM = re.compile("[\udc00-\udfff]$")
"""PDFium guesses the space behind what takes two units of UTF-16."""
_DAMAGED = re.compile(r"[\u00ad\u200b-\u200f\u2060\ue000-\uf8ff\ufb00-\ufb06\ufffd]|\(cid:")
"""Hyphens that are none, letters that are several, and what stands for no letter at all."""
_FIRST_LINE = 12
"""So many letters of a time stand in one line of the column, at least."""
_CODES = tuple(f"publications.fields.{name}" for name in ("eprinttype", "pmid", "pubstate"))
"""Fields of publications that stand there as a name, a link or a phrase."""

SLOWLY = THEMES[:2]
"""The themes in which the slow reader reads the long case."""

BY_PLACE = ("pdftotext", "pdftotext -layout", "pdfminer")
"""The readers that go by where words stand: of two columns, they mix some lines."""


_THEMED = [(case, theme) for case, theme in THEMED if case in WHOLE]
_CHOSEN = [
    (case, theme, reader)
    for case, theme in _THEMED
    for reader in READERS
    if (case, reader) != ("everything", "pypdf") or theme in SLOWLY
]
_QUICKLY = [("everything", theme, "PDFium") for theme in THEMES if theme not in VARIED]
"""The long case in the other themes, by the quick reader alone."""
every = pytest.mark.parametrize(("case", "theme", "reader"), _CHOSEN)
_IN_ORDER = [
    (case, theme, reader)
    for case, theme, reader in _CHOSEN
    if not (arranged(theme).aside and reader in BY_PLACE)
    and (arranged(theme).labels, reader) != ("column", "pdfminer")
]
in_order = pytest.mark.parametrize(("case", "theme", "reader"), _IN_ORDER)


@cache
def pages(case: str, theme: str, reader: str) -> list[str]:
    return READERS[reader](themed_pdf(case, theme))


@cache
def text(case: str, theme: str, reader: str) -> str:
    return "\n".join(without_running(pages(case, theme, reader), document(case)))


@cache
def shown(case: str) -> list[Fact]:
    return [fact for fact in facts(document(case), "pdf") if not is_left_out("cv.pdf", fact)]


@cache
def words(case: str, has_icons: bool = False) -> set[str]:
    """Every word of the facts that stand on the pages; an icon stands for a network."""
    aside = ("updated", "person.image", "person.image.alt", "publications.doi", *_CODES)
    aside += ("person.profiles.network", "person.profiles.username") if has_icons else ()
    wordings = [
        fact.wordings[0] for fact in shown(case) if fact.path not in aside and not fact.is_url
    ]
    return {word for wording in wordings for word in _WORD.findall(wording)}


def squeezed(text: str) -> str:
    """Without white space, for where a line ends is no matter here."""
    return re.sub(r"\s+", "", text)


def unhyphened(text: str) -> str:
    """The same without hyphens: pdftotext takes one that ends a line for its word's, PDFium for no
    letter."""
    return re.sub("[-\ufffe]", "", squeezed(text))


@pytest.mark.parametrize(("case", "theme", "reader"), [*_IN_ORDER, *_QUICKLY])
def test_every_fact_is_read(case: str, theme: str, reader: str) -> None:
    said = pdf_haystack(pages(case, theme, reader), themed_pdf(case, theme), document(case))
    letters = re.sub(r"\W", "", said.words)
    lost = [fact for fact in shown(case) if not said.says(fact)]
    if reader != "pypdf":
        lost = [fact for fact in lost if not is_turned(fact, letters)]
    if arranged(theme).dates == "left":
        lost = [fact for fact in lost if not is_wrapped(fact, letters)]
    assert lost == []


def is_wrapped(fact: Fact, letters: str) -> bool:
    """Whether it is a time of several lines in a column, of which the first is read."""
    start = re.sub(r"\W", "", fact.wordings[0])[:_FIRST_LINE].casefold()
    return fact.path.endswith(".span") and len(fact.wordings[0]) > 20 and start in letters


def is_turned(fact: Fact, letters: str) -> bool:
    """Whether words from right to left turn the order in it, or that of the signs beside them."""
    fact_letters = re.sub(r"\W", "", fact.wordings[0]).casefold()
    return bool(_RIGHT_TO_LEFT.search(fact_letters)) or fact_letters in letters


@every
def test_every_word_is_whole(case: str, theme: str, reader: str) -> None:
    read = text(case, theme, reader)
    assert sorted(words(case, arranged(theme).icons) - set(_WORD.findall(read))) == []
    assert _DAMAGED.findall(read) == []


@in_order
def test_the_name_comes_first_and_the_contact_before_all_sections(
    case: str, theme: str, reader: str
) -> None:
    person, outline = document(case).person, document(case).outline("pdf")
    first, _, rest = text(case, theme, reader).strip().partition("\n")
    assert squeezed(first).startswith(squeezed(person.name))
    is_aside = "contact" in arranged(theme).aside or not outline
    top = squeezed(rest).partition("\0" if is_aside else squeezed(outline[0].heading))[0]
    said = [
        to_plain(person.label),
        *(each.address for each in person.emails),
        *person.private.phones,
        person.url_text,
        person.location,
    ]
    said += [*person.private.address, *(profile.username for profile in person.profiles)]
    assert [each for each in said if each and squeezed(each) not in top] == []


@in_order
def test_contacts_are_parted_by_bars(case: str, theme: str, reader: str) -> None:
    """Parsers of CVs know these, and drop the spaces; in a column each has a line."""
    person, read = document(case).person, text(case, theme, reader)
    parts = {squeezed(part) for line in read.splitlines() for part in line.split("|")}
    accounts = [(each.network, each.address) for each in person.profiles if each.address]
    said = [*(each.address for each in person.emails), *person.private.phones, person.url_text]
    colon = document(case).labels["colon"].strip()
    if arranged(theme).labels == "column":
        return
    has_names = not arranged(theme).icons
    said += [
        f"{network}{colon}{address}" if network and has_names else address
        for network, address in accounts
    ]
    assert [each for each in said if each and squeezed(each) not in parts] == []


@in_order
def test_headings_stand_alone_in_the_order_of_the_outline(
    case: str, theme: str, reader: str
) -> None:
    for column in columns(case, theme):
        lines = iter([squeezed(line) for line in text(case, theme, reader).splitlines()])
        headings = [squeezed(section.heading) for section in leaves(column)]
        assert [heading for heading in headings if heading and heading not in lines] == []


def columns(case: str, theme: str) -> tuple[tuple[Section, ...], ...]:
    """The sections of the main column, and those of the one beside it."""
    sections, aside = document(case).outline("pdf"), arranged(theme).aside
    main = tuple(each for each in sections if each.kind not in aside)
    return (main, tuple(each for each in sections if each.kind in aside))


@in_order
def test_each_date_stands_by_its_entry(case: str, theme: str, reader: str) -> None:
    """Where one wraps in a column, its first line does."""
    read = unhyphened(text(case, theme, reader))
    letters = _FIRST_LINE if arranged(theme).dates == "left" else None
    for column in columns(case, theme):
        before, end, date = 0, 0, ""
        for lead, its_date in [*landmarks(column), ("", "")]:
            start = read.find(lead, end) if lead else len(read)
            assert start >= 0, f"{lead} comes too early or not at all"
            assert date in read[before:start], f"{date} is not beside its entry, before {lead}"
            before, end, date = end, start + len(lead), its_date[:letters]


def landmarks(sections: tuple[Section, ...]) -> Iterator[tuple[str, str]]:
    """Headings and what leads an entry, each up to where words turn, with the entry's date."""
    for section in leaves(sections):
        yield unhyphened(section.heading), ""
        for entry, is_row in entries(section.entries):
            lead = _RIGHT_TO_LEFT.split(to_plain(entry.line if is_row else entry.head))[0]
            date = _RIGHT_TO_LEFT.split(entry.span.text)[0] if entry.span else ""
            if lead:
                yield unhyphened(lead), unhyphened(date)


def entries(found: tuple[Entry, ...], are_rows: bool = False) -> Iterator[tuple[Entry, bool]]:
    """The entries and their parts, each with whether it takes a line.

    The venues of a talk do; those of a service share one.
    """
    for entry in found:
        yield entry, are_rows or entry.kind in ROWS
        if entry.kind != "service":
            yield from entries(entry.parts, entry.kind == "talks")


@in_order
def test_bullets_are_text(case: str, theme: str, reader: str) -> None:
    read = squeezed(text(case, theme, reader))
    for section in leaves(document(case).outline("pdf")):
        for entry, _ in entries(section.entries):
            for point in entry.points:
                said = squeezed(f"•{point.label}{to_plain(point.text)}")
                assert _RIGHT_TO_LEFT.search(said) or said in read


@pytest.mark.parametrize(("case", "theme"), _THEMED)
def test_spaces_are_characters(case: str, theme: str) -> None:
    """Some readers see no space in a gap; only the footer and what is beside it have one."""
    found = without_running([*guessed_spaces(themed_pdf(case, theme))], document(case))
    assert [line for line in found if line and not _BEHIND_PICTOGRAM.search(line)] == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_sign_is_one_letter(theme: str) -> None:
    """Some readers cannot spell a sign that stands for two letters."""
    spelt = set(spellings(themed_pdf("sample", theme)))
    assert {"f", "i", "t"} <= spelt
    assert [letters for letters in spelt if len(letters) > 1] == []


def test_headings_are_those_that_parsers_know() -> None:
    """In the words that parsers of CVs look for, where cv.yaml gives no others."""
    headings = {section.heading for section in document("engineer").outline("pdf")}
    usual = {"Summary", "Experience", "Projects", "Education", "Awards", "Certifications"}
    assert headings >= usual | {"Skills", "Languages", "Interests"}


def test_jobs_stand_apart_where_a_date_comes_first() -> None:
    """Parsers of CVs part entries where a line begins in bold, else where the space is wide."""
    lines = baselines(themed_pdf("engineer", "modern"))
    start = next(index for index, (line, _) in enumerate(lines) if line == "Experience")
    job = next(index for index, (line, _) in enumerate(lines) if "Parcel & Pine" in line)
    gaps = [above - below for (_, above), (_, below) in pairwise(lines[start : job + 1])]
    assert gaps[-1] > 1.5 * median(gaps[1:-1])


def test_a_spoilt_page_is_seen() -> None:
    """What the tests above look for would be found."""
    assert _DAMAGED.search("e\ufb03cient")
    assert "Efficient" in words("sample")
    assert "Efficient" not in _WORD.findall("Effi-\ncient E f f i c i e n t Ef\ufb01cient")
