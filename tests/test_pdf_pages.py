"""Where the pages of cv.pdf break, and what is said of a last page that is nearly empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from golden import THEMED, document, themed_pdf
from helpers import run
from pdfs import pages
from readers import without_running
from test_pdf_reading import entries, squeezed

from cvtool.model.document import leaves
from cvtool.model.entry import Entry
from cvtool.model.inline import to_plain

every = pytest.mark.parametrize(("case", "theme"), THEMED)


def texts(case: str, theme: str) -> list[str]:
    return without_running(pages(themed_pdf(case, theme)), document(case))


def headings(case: str) -> Iterator[str]:
    for section in leaves(document(case).outline("pdf")):
        yield squeezed(section.heading)
        for entry, is_row in entries(section.entries):
            if not is_row and (entry.points or entry.sub):
                yield squeezed(f"{to_plain(entry.head)}{entry.span.text if entry.span else ''}")


@every
def test_no_heading_ends_a_page(case: str, theme: str) -> None:
    found = {*headings(case)}
    for text in texts(case, theme)[:-1]:
        assert squeezed(text.strip().splitlines()[-1]) not in found


def is_short(entry: Entry) -> bool:
    """Whether it surely takes no more than six lines."""
    beside = (entry.sub, entry.details_line, entry.keywords, entry.links, entry.listed)
    lines = 1 + sum(map(bool, beside))
    letters = [len(to_plain(point.text)) for point in entry.points]
    return not entry.summary and lines + sum(1 + count // 75 for count in letters) <= 6


@every
def test_no_short_entry_goes_over_two_pages(case: str, theme: str) -> None:
    found = [squeezed(text) for text in texts(case, theme)]
    for section in leaves(document(case).outline("pdf")):
        for entry, is_row in entries(section.entries):
            points = [squeezed(to_plain(point.text)) for point in entry.points]
            whole = [squeezed(to_plain(entry.head)), *points]
            if points and entry.head and not (is_row or entry.parts) and is_short(entry):
                assert any(all(each in text for each in whole) for text in found), whole


SECTIONS = """\
basics: {name: Ada}
languages: [{language: Greek}]
interests: [{name: Chess}]
pdf:
  theme: own
"""


def rendered(home: Path, style: str, more: str = "") -> tuple[int, list[str]]:
    """How many pages cv.pdf has in this style, and the warnings."""
    theme = home / "templates/pdf/themes/own.css"
    theme.parent.mkdir(parents=True)
    theme.write_text(style)
    (home / "cv.yaml").write_text(SECTIONS + more)
    outcome = run("render", "pdf", "--input", home / "cv.yaml", "--output", home / "made")
    assert outcome.status == 0
    return len(pages((home / "made/cv.pdf").read_bytes())), outcome.lines


def test_a_nearly_empty_last_page_is_saved_by_setting_things_closer(tmp_path: Path) -> None:
    assert rendered(tmp_path, "h2 { margin-top: calc(120mm * var(--closer)); }") == (1, [])


def test_a_nearly_empty_last_page_that_cannot_be_saved_is_a_warning(tmp_path: Path) -> None:
    number, warnings = rendered(tmp_path, "h2 { break-before: page; }")
    assert number == 3
    (warning,) = warnings
    assert warning.startswith(f"{tmp_path}/cv.yaml:4:1: warning: pdf: page 3 of cv.pdf, the last")
    assert "has 2 lines only" in warning
    assert "density" in warning
    assert "margin" in warning


def test_the_warning_is_not_repeated_while_nothing_changes(tmp_path: Path) -> None:
    rendered(tmp_path, "h2 { break-before: page; }")
    again = run("render", "pdf", "--input", tmp_path / "cv.yaml", "--output", tmp_path / "made")
    assert (again.status, again.err) == (0, "")


def test_a_full_last_page_is_no_warning(tmp_path: Path) -> None:
    more = "references: [{name: A}, {name: B}, {name: C}, {name: D}, {name: E}]\n"
    assert rendered(tmp_path, "h2 { break-before: page; }", more) == (4, [])
