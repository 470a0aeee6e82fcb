"""The user's own styles: what is wrong in them is said with its place, and ends nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import NAME, ROOT, check, run

PAGES = "templates/pdf/themes/mine.css"
SITE = "templates/html/themes/mine.css"
SOURCE = f"{NAME}pdf: {{theme: mine}}\nsite: {{theme: mine}}\n"
OPEN = "error: '{' is not closed: write '}' where it ends"
NO_DECLARATION = "warning: what ends here is no declaration such as 'color: red', nor a rule, and"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a CV, and with themes of both kinds that say nothing."""
    (tmp_path / "cv.yaml").write_text(SOURCE)
    for name in (PAGES, SITE):
        write(tmp_path, name, "/* Mine: nothing. */\n")
    return tmp_path


def write(home: Path, name: str, style: str) -> None:
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(style)


def render(home: Path, *formats: str) -> tuple[int, list[str]]:
    outcome = run("render", *formats, "--input", home / "cv.yaml", "--output", home / "made")
    return outcome.status, [line.removeprefix(f"{home}/") for line in outcome.lines]


# fmt: off
WRONG = [
    ("h1 {\n  color: red;\n", f"1:4: {OPEN}"),
    ("h1 { color: red;\nh2 { color: red }\n", f"1:4: {OPEN}"),
    ("@media print { h1 {\n", f"1:19: {OPEN} (and 1 more of the kind)"),
    ("h1 { color: rgb(0, 0, 0; }\nh2 { color: red }", "1:13: error: '(' is not closed: write ')'"),
    ("h1 { color: red }\n /* to be", "2:2: error: this comment is not closed: write '*/'"),
    ("h1 { src: url(a.png }", "1:11: error: this text or address is not closed: write"),
    ("h1::before { content: 'a }\n", "1:12: error: '{' is not closed"),
    ("h1::before {\n content: 'a;\n}", "2:11: warning: this text has no closing quote on its line"),
    ("h1 { color: red } }\nh2 { color: red }", "1:19: warning: '}' closes nothing here"),
    ("h1 {\n color red;\n}", f"2:11: {NO_DECLARATION}"),
    ("@media print { h1 { 1px } }", f"1:24: {NO_DECLARATION}"),
    ("h1 { b { : red } }", f"1:15: {NO_DECLARATION}"),
    (f"h1 {{\n  width: {'9' * 5000}px }}", "2:10: error: this number has too many digits"),
    ("h1", "1:1: warning: what ends here is no rule with '{', and is left out"),
    ("/* \f */\nh1", "2:1: warning: what ends here is no rule"),
    ("(" * 30_000, "1:41: error: more than 40 blocks or brackets are in one another here"),
    ("a {" * 60 + "}" * 60, "1:123: error: more than 40 blocks or brackets are in one another"),
]
# fmt: on
GOOD = [
    "",
    "@page { @top-left { content: 'x' } size: A4 }",
    "@media print { h1 { color: red; & b { color: blue } } }",
    "@font-face { font-family: 'x'; src: local('x') }",
    "h1:first-child > a::after, .b { --x: {a: b}; content: '}' url(a.png) ; ; }",
    "@keyframes x { from { top: 0 } to { top: 1px } }",
]


@pytest.mark.parametrize("name", [PAGES, SITE])
@pytest.mark.parametrize(("style", "said"), WRONG)
def test_what_is_wrong_is_said_in_one_line_with_its_place(
    home: Path, name: str, style: str, said: str
) -> None:
    write(home, name, style)
    (line,) = check(home, SOURCE)
    assert line.startswith(f"{name}:{said}")
    status, (again, *_) = render(home, "text")
    assert (status, again) == (int(": error: " in line), line)


@pytest.mark.parametrize("style", GOOD)
def test_what_is_right_is_not_told(home: Path, style: str) -> None:
    write(home, SITE, style)
    write(home, PAGES, style.replace("url(a.png)", ""))
    assert check(home, SOURCE) == []


def test_selectors_are_those_of_the_pdf_there(home: Path) -> None:
    for name in (PAGES, SITE):
        write(home, name, "h1 { color: red }\nh1 > > a { color: red }")
    said = "2:1: warning: this selector is not understood, and its rule is left out"
    assert check(home, SOURCE) == [f"{PAGES}:{said}"]


def test_styles_that_are_not_used_are_no_matter(home: Path) -> None:
    write(home, "templates/pdf/themes/other.css", "h1 {")
    assert check(home, SOURCE) == []
    preview = run("themes", "--input", home / "cv.yaml", "--preview", home / "previews")
    assert preview.status == 1
    assert preview.lines == [
        f"cvtool: error: {home}/templates/pdf/themes/other.css:1:4: {OPEN[7:]}"
    ]


@pytest.mark.parametrize("name", ["pdf/base", "pdf/fonts", "html/card", "html/style"])
def test_so_are_those_that_stand_for_one_of_cvtool(home: Path, name: str) -> None:
    write(home, f"templates/{name}.css", "h1 {")
    assert check(home, SOURCE) == [f"templates/{name}.css:1:4: {OPEN}"]


def test_what_is_wrong_takes_nothing_else_in(home: Path) -> None:
    """Neither the fonts nor the settings, which stand in sheets of their own."""
    formats = ("pdf", "card")
    source = SOURCE.replace("{theme: mine}", "{theme: mine, pageSize: Letter}", 1)
    (home / "cv.yaml").write_text(source.replace("name: Ada", "name: Ada\n  label: Of numbers"))
    style = ":root { --display: var(--serif) }\n"
    write(home, SITE, style)
    assert render(home, *formats)[0] == 0
    before = {path.name: path.read_bytes() for path in (home / "made").glob("*.p*")}
    for name in (PAGES, SITE):
        write(home, name, f"{style if name == SITE else ''}h1")
    assert render(home, *formats)[0] == 0
    assert len(before) == 2
    assert {path.name: path.read_bytes() for path in (home / "made").glob("*.p*")} == before


def test_without_any_font_nothing_is_laid_out(home: Path) -> None:
    write(home, "templates/pdf/fonts.css", "/* none */")
    said = "no font at all is loaded: see whether pdf/fonts.css or pdf/fonts.conf among your"
    status, lines = render(home)
    assert status == 1
    assert [line[: line.index(said)] for line in lines] == [
        "cvtool: error: pdf: ",
        "cvtool: error: card: ",
    ]
    assert (home / "made/cv.txt").is_file()


def test_what_cannot_be_laid_out_is_no_fault_of_cvtool(home: Path) -> None:
    write(home, PAGES, "h1 { font-size: calc(infinity * 1px) }")
    status, (line,) = render(home, "pdf", "text")
    assert status == 1
    assert line.startswith("cvtool: error: pdf: WeasyPrint gives up over it (OverflowError: ")
    assert "your styles" in line


@pytest.mark.parametrize("count", [128, 5000])
def test_a_selector_that_is_too_long_is_an_error_at_its_place(home: Path, count: int) -> None:
    """Python is made of it, whose parser ends at one depth, and whose stack at another."""
    write(home, PAGES, f"{'a ' * count}{{ color: red }}\n")
    status, lines = render(home, "pdf")
    assert status == 1
    assert f"{PAGES}:1:1: error: this selector is too long" in lines


def test_fonts_are_found_beside_a_cv_that_is_named_without_its_folder(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    name = "templates/pdf/fonts.conf"
    write(home, name, (ROOT / name).read_text())
    monkeypatch.chdir(home)
    assert run("render", "pdf", "--input", "cv.yaml", "--force").status == 0
    assert "Fontconfig" not in capfd.readouterr().err
