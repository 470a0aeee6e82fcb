"""Where the lines of cv.pdf break."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from golden import FOLDER, arranged, is_centred, shared
from helpers import run
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTItem
from pdfs import pages
from readers import READERS

import cvtool
from cvtool.source.layouts import THEMES

every_theme = pytest.mark.parametrize("theme", THEMES)

SENTENCE = "We made the whole of it quicker, and kept it so for all of a year in each of its parts"

PERIOD = f"Every summer from 1842 on, and then, {SENTENCE}, until 1852"
_WORDS = f"{SENTENCE} {SENTENCE}".split()
TITLES = [" ".join(_WORDS[:count]) for count in range(12, len(_WORDS), 2)]


def pdf(home: Path, source: str, theme: str = "own", style: str = "", more: str = "") -> bytes:
    """cv.pdf of a cv.yaml, in a theme of the user's own where there is a style; ``more``
    are further basics.
    """
    (home / "templates/pdf/themes").mkdir(parents=True)
    (home / "templates/pdf/themes/own.css").write_text(style)
    settings = f"pdf: {{theme: {theme}, footer: '-'}}\n"
    (home / "cv.yaml").write_text(f"basics: {{name: Ada King{more}}}\n{settings}{source}")
    outcome = run("render", "pdf", "--input", home / "cv.yaml", "--output", home / "made")
    assert (outcome.status, outcome.err) == (0, "")
    return (home / "made/cv.pdf").read_bytes()


def noted(*notes: str) -> str:
    return "custom:\n- heading: Notes\n  notes:\n" + "".join(f'  - "{note}"\n' for note in notes)


def bullets(data: bytes) -> list[list[str]]:
    """The lines of each bullet."""
    _, *found = "\n".join(pages(data)).split("•  ")
    return [[line.strip() for line in each.strip().splitlines()] for each in found]


def test_no_line_is_left_after_its_first_word(tmp_path: Path) -> None:
    """Some of the widths have no room for the space before the last word, and for no word less."""
    widths = (f".notes li:nth-child({n}) {{ width: {51 + n / 8}mm }}" for n in range(1, 41))
    source = noted(*40 * ["Keep all these words together with *that*"])
    firsts = [first for first, *_ in bullets(pdf(tmp_path, source, style="\n".join(widths)))]
    assert len(firsts) == 40
    assert {*firsts} == {"Keep all these words together", "Keep all these words together with"}


@every_theme
def test_no_paragraph_ends_in_a_line_of_one_short_word(theme: str, tmp_path: Path) -> None:
    found = bullets(pdf(tmp_path, noted(*TITLES), theme))
    assert len(found) == len(TITLES)
    assert [lines for lines in found if len(lines) > 1] != []
    assert [lines[-1] for lines in found if " " not in lines[-1]] == []


def test_no_paragraph_in_chinese_ends_in_a_line_of_one_letter(tmp_path: Path) -> None:
    (tmp_path / "fonts").symlink_to(FOLDER / "chinese" / "fonts")
    notes = ["林予安研究名字" * 8 + "人给事物起名时"[:count] + "。" for count in range(8)]
    style = ".notes { width: 100mm }"
    found = bullets(pdf(tmp_path, noted(*notes), style=style))
    assert [lines for lines in found if len(lines) > 1] != []
    assert [lines[-1] for lines in found if len(lines[-1]) < 4] == []


def test_initials_numbers_and_marks_stay_with_the_next_word(tmp_path: Path) -> None:
    said = "J. R. Hartley paid 30 % less, † alone, "
    notes = [f"{'Then ' * count}{said * 8}" for count in range(9)]
    lines = [line for each in bullets(pdf(tmp_path, noted(*notes), "plain")) for line in each]
    assert [line for line in lines if line.endswith((".", "30", "†"))] == []


VALUES = (
    *("GPA 3.85 / 4.00", "Note 1,3", "3 ECTS", "12 M", "€ 2.5 M", "12 Mio. €", "2,500 kWh"),
    *("rank 1 / 28", "12 000 EUR", "Nr. 12", "§ 3", "$ 5 million", "1 200 000", "40 GHz", "5 °C"),
)


def test_values_stay_with_their_unit_and_what_they_are_out_of(tmp_path: Path) -> None:
    notes = [f"{'a' * 7 * count}a; {f'{it}; ' * 50}" for it in VALUES for count in range(3)]
    found = bullets(pdf(tmp_path, noted(*notes), "plain"))
    assert min(map(len, found)) > 1
    assert [line for lines in found for line in lines if not line.endswith(";")] == []


def test_from_right_to_left_a_range_of_numbers_stays_whole(tmp_path: Path) -> None:
    notes = [f"{'م' * 2 * count}صفحة 12345–12399، " * 20 for count in range(9)]
    (text,) = READERS["pypdf"](pdf(tmp_path, f"locale: ar\n{noted(*notes)}", "plain"))
    assert len(re.findall(r"\d{5}–\d{5}", text)) == 9 * 20
    assert len(text.splitlines()) > 2 * 9


@pytest.mark.parametrize("reader", READERS)
def test_spaces_beside_what_stays_together_are_read(reader: str, tmp_path: Path) -> None:
    notes = [
        "See `code` low-latency `code` J. R. Hartley `code` 30 % `code`",
        f"{SENTENCE}, `code` so it is",
    ]
    (text,) = READERS[reader](pdf(tmp_path, noted(*notes), "plain"))
    for note in notes:
        assert note.replace("`", "") in " ".join(text.split())


@cache
def trying(theme: str) -> bytes:
    """Long titles with dates, long periods, and words wider than the page."""
    words = ["m" * count for count in range(50, 90, 5)]
    days = "startDate: 2020-05-17, endDate: 2021-05-17"
    jobs = [f"{{name: '{title}', startDate: 2020, endDate: 2021}}" for title in TITLES + TITLES[:6]]
    jobs += [f"{{name: Analytical Engines Ltd, period: '{PERIOD}'}}"]
    jobs += [f"{{name: {word}, {days}}}" for word in words]
    awards = [f"{{title: '{title}', date: 2020-05-17}}" for title in TITLES]
    awards += [f"{{title: Prize, period: '{PERIOD}'}}"]
    awards += [f"{{title: {word}, date: 2020-05-17, highlights: [{word}]}}" for word in words]

    def made() -> bytes:
        settings = f"basics: {{name: Ada King}}\npdf: {{theme: {theme}, footer: '-'}}\n"
        source = f"work: [{', '.join(jobs)}]\nawards: [{', '.join(awards)}]\n"
        with TemporaryDirectory() as home:
            path = Path(home, "cv.yaml")
            path.write_text(settings + source)
            return cvtool.render(cvtool.load(path), "pdf")[0].data

    return shared(f"trying-{theme}.pdf", made)


@every_theme
def test_no_date_stands_on_a_line_of_its_own(theme: str) -> None:
    lines = [line.strip() for page in pages(trying(theme)) for line in page.splitlines()]
    alone = [line for line in lines if re.fullmatch(r"[•\s]*(17 May 2020|2020 – 2021)", line)]
    assert arranged(theme).dates == "left" or alone == []
    assert not re.search(r"17\s*\n\s*May|May\s*\n\s*2020|–\s*\n", "\n".join(lines))


@every_theme
def test_long_words_and_periods_stay_inside_the_margin(theme: str) -> None:
    ends = [letter.x1 for letter in letters(trying(theme))]
    assert max(ends) < (210 - 14) / 25.4 * 72 + 0.1
    assert not re.search(r"•\s*\n", "\n".join(pages(trying(theme))))


@every_theme
def test_long_words_stay_on_the_page_in_the_head_and_in_a_column(
    theme: str, tmp_path: Path
) -> None:
    mail = "maximiliane.hohenstein@universitaet.example.org"
    skills = (
        "skills: [{name: Siliziumkarbidhalbleiterbauelemente, keywords: [Hochspannungstechnik]}]"
    )
    data = pdf(tmp_path, f"{skills}\n", theme, more=f", email: {mail}")
    assert max(letter.x1 for letter in letters(data)) < (210 - 9) / 25.4 * 72
    assert mail in "".join("".join(pages(data)).split())


@pytest.mark.parametrize("theme", [each for each in THEMES if not is_centred(each)])
def test_no_letter_of_the_contacts_is_cut_off(theme: str, tmp_path: Path) -> None:
    """What is left of the name is not drawn, so that no line begins with a separator."""
    profiles = ", ".join(["{username: Augusta Ada}"] * 30)
    found = list(letters(pdf(tmp_path, "", theme, more=f", profiles: [{profiles}]")))
    name = min(letter.x0 for letter in found if letter.size == max(each.size for each in found))
    cut = [letter.get_text() for letter in found if letter.x0 < name - 1]
    assert len({round(letter.y0) for letter in found}) > 3
    assert "".join(cut).strip(" ·|") == ""


def letters(data: bytes) -> Iterator[LTChar]:
    items: list[LTItem] = list(extract_pages(io.BytesIO(data)))
    while items:
        item = items.pop()
        if isinstance(item, LTChar):
            yield item
        items += list(item) if hasattr(item, "__iter__") else []


@pytest.mark.parametrize("locale", ["en", "he"])
def test_the_column_of_dates_stands_beside_all_else(locale: str, tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(
        f"locale: {locale}\nbasics: {{name: Ada}}\npdf: {{theme: modern, footer: '-'}}\n"
        "work: [{name: ZZ, startDate: 2019, position: QQ}]\n"
    )
    found = list(letters(cvtool.render(cvtool.load(tmp_path / "cv.yaml"), "pdf")[0].data))
    places = {letter.get_text(): (letter.x0, letter.x1) for letter in found}
    if locale == "en":
        assert places["9"] < places["Z"]
        assert abs(places["Z"][0] - places["Q"][0]) < 2
    else:
        assert places["9"] > places["Z"]
        assert abs(places["Z"][1] - places["Q"][1]) < 2


@every_theme
def test_titles_alone_are_set_as_the_lines_that_they_are(theme: str, tmp_path: Path) -> None:
    """Beside more than a title, they are headings as the others."""
    alone = "talks: [{name: Quick}, {name: Brown}]\n"
    mixed = "patents: [{title: Jumps}, {title: Lazy, date: 2020}]\n"
    found = [each for each in letters(pdf(tmp_path, alone + mixed, theme)) if each.get_text() > " "]
    bold = "".join(each.get_text() for each in reversed(found) if "Bold" in each.fontname)
    assert [word in bold for word in ("Quick", "Brown")] == [False, False]
    assert [word in bold for word in ("Jumps", "Lazy")] == [True, True]


@pytest.mark.parametrize("dates", ["right", "behind", "left"])
@every_theme
def test_dates_stand_wherever_one_wants_them(theme: str, dates: str, tmp_path: Path) -> None:
    """In every theme all that is said of an entry is on the page, wherever its date stands."""
    (tmp_path / "cv.yaml").write_text(
        f"basics: {{name: Ada King}}\npdf: {{theme: {theme}, dates: {dates}, papers: years}}\n"
        "work: [{name: Mill, position: Smith, startDate: 2019-05, summary: It turned.}]\n"
        "awards: [{title: Medal, date: 2020}]\n"
        "publications: [{name: Looms, releaseDate: 2018}]\n"
    )
    outcome = run("render", "pdf", "--input", tmp_path / "cv.yaml", "--output", tmp_path / "made")
    assert (outcome.status, outcome.err) == (0, "")
    (text,) = pages((tmp_path / "made/cv.pdf").read_bytes())
    assert [
        word for word in ("Mill", "May 2019", "Medal", "2020", "Looms", "2018") if word not in text
    ] == []
