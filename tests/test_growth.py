"""Long texts, and many of a thing: the time that they take grows as they do, and no faster.

Each would take from minutes to days if it grew with the square.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers import NAME, check, run
from pdfs import letters_set

from cvtool.render.pdf.engine import weasyprint

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it has no such clock")

MOST = 90
"""Seconds of the processor, many times what is needed."""
SIZE = 150_000


@pytest.fixture(autouse=True)
def _ends() -> Iterator[None]:
    def end(*_: object) -> None:
        pytest.fail(f"more than {MOST} s of the processor")  # which nothing catches

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def filled(unit: str, size: int = SIZE) -> str:
    return unit * (size // len(unit))


FIELDS = {
    "note": filled("arXiv "),
    "Note": f"a{500_000 * ' '}b",
    "journal": filled("arxiv: cs-"),
    "author": filled(","),
    "url": filled(", "),
    "abstract": filled(f"<{3000 * ' '}"),
}


@pytest.mark.parametrize(("name", "text"), FIELDS.items(), ids=FIELDS)
def test_a_long_field(tmp_path: Path, name: str, text: str) -> None:
    fields = {"title": "T", "author": "Ada King", "year": "2020", name: text}
    lines = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items())
    (tmp_path / "publications.bib").write_text(f"@article{{a,\n{lines}}}\n")
    check(tmp_path, NAME)


FILES = {
    "entries": filled("@a{\n", 60_000),
    "comments": filled("@comment{\n"),
    "a long parent": "@book{p, title = {" + SIZE * "a" + "}}\n"
    + "".join(f"@inbook{{a{n}, crossref = {{p}}}}\n" for n in range(1_000)),
}  # fmt: skip


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_a_long_bibliography(tmp_path: Path, text: str) -> None:
    (tmp_path / "publications.bib").write_text(text)
    check(tmp_path, NAME)


def test_what_many_inherit_is_bounded_and_told_once(tmp_path: Path) -> None:
    (tmp_path / "publications.bib").write_text(FILES["a long parent"])
    told = [line for line in check(tmp_path, NAME) if "inherits" in line]
    assert len(told) == 1
    assert "inherits nothing, as the entries before it inherit too much" in told[0]


TEXTS: dict[str, tuple[str, Callable[[str], object]]] = {
    "a name": ("a ", lambda text: {"basics": {"name": text}}),
    "a date": ("\u00a0", lambda text: {"work": [{"name": "A", "startDate": f"2020{text}-x"}]}),
    "a pattern": ("[", lambda text: {"bibliography": [text]}),
    "HTML": ("<b>a</i>", lambda text: {"basics": {"name": "A", "summary": text}}),
    "nested HTML": ("<blockquote>", lambda text: {"basics": {"name": "A", "summary": text}}),
    "a list of HTML": ("<b>a</i>", lambda text: {"work": [{"name": "A", "highlights": text}]}),
}


@pytest.mark.parametrize(("unit", "source"), TEXTS.values(), ids=TEXTS)
def test_a_long_text(tmp_path: Path, unit: str, source: Callable[[str], object]) -> None:
    check(tmp_path, json.dumps(source(filled(unit, 100_000))), "cv.json")


@pytest.mark.parametrize("unit", ["**中。**文", "*_", "a  \n"])
def test_long_markup_is_written_too(tmp_path: Path, unit: str) -> None:
    source = json.dumps({"basics": {"name": "A", "summary": filled(unit, 40_000)}})
    (tmp_path / "cv.yaml").write_text(f"{source} # no JSON\n")
    formats = ("markdown", "text", "llms", "html")
    done = run("render", *formats, "-i", tmp_path / "cv.yaml", "-o", tmp_path / "output")
    assert (done.status, done.err) == (0, "")


def test_aliases_are_bounded_by_the_text_that_they_make(tmp_path: Path) -> None:
    source = f'x-a: &a "{SIZE * "b"}"\nx-b: [{"*a, " * 10_000}]\n'
    (line,) = check(tmp_path, source + NAME)
    assert line == "cv.yaml:1:6: error: far more text than the file has: aliases multiply"


def _each(unit: str, count: int = 4_000) -> str:
    return ", ".join(unit.format(n) for n in range(count))


EDITIONS = {
    "parents": "variants: {"
    + ", ".join(f"{name}{n}: {{extends: [v{n + 1}, w{n + 1}]}}" for n in range(40) for name in "vw")
    + ", v40: {}, w40: {}}",
    "entries": f"variants: {{a: {{skills: {{{_each('s{0}: {{level: A}}')}}}}}}}\n"
    f"skills: [{_each('{{name: S{0}}}')}]",
    "words": f"tags: [{_each('t{0}')}]\nvariants: {{a: {{tags: [{_each('t{0}')}]}}}}\n"
    f"skills: [{{name: {{{_each('t{0}: A')}}}}}]",
}  # fmt: skip


@pytest.mark.parametrize("text", EDITIONS.values(), ids=EDITIONS)
def test_many_names_of_editions(tmp_path: Path, text: str) -> None:
    assert not [line for line in check(tmp_path, f"{NAME}{text}\n") if ": error: " in line]


def city(text: str) -> object:
    return {"basics": {"name": "A", "location": {"city": text}}}


def title(text: str) -> object:
    work = {"name": text, "startDate": "2020"}
    return {"basics": {"name": "A"}, "pdf": {"theme": "modern"}, "work": [work]}


@pytest.mark.parametrize("source", [city, title])
@pytest.mark.parametrize(("unit", "size"), [("a", 4_000), ("word ", 32_000)])
def test_each_letter_of_a_page_is_set_a_few_times(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    unit: str,
    size: int,
    source: Callable[[str], object],
) -> None:
    weasyprint()  # so that cv.pdf is made in this process
    letters = letters_set(monkeypatch)
    words = "".join(f"w{number} " for number in range(size))[:size]  # a line is never set twice
    text = words if unit == "word " else filled(unit, size)
    (tmp_path / "cv.yaml").write_text(f"{json.dumps(source(text))} # no JSON\n")
    done = run("render", "pdf", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "output")
    assert done.status == 0
    assert size < letters() < (30 if unit == "a" else 12) * size
