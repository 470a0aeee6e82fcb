"""Formats that other packages bring: their rows, their settings, their templates, their faults."""

from __future__ import annotations

import json
import sys
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import NAME, check, run
from jsonschema import Draft202012Validator

import cvtool
from cvtool.render import FORMATS
from cvtool.render.table import GROUP, _plugins, _points

ROW = """
from pathlib import Path
from cvtool import File, Format, Output

def render(document, theme):
    own = dict(document.settings("card2"))
    headings = [section.heading for section in document.outline("card2")]
    yield Output("card.txt", repr((own, headings)).encode())
    yield Output("page.txt", theme.render("card2/page.j2", str, name="Ada").encode())

FORMAT = Format(
    "card2",
    render,
    (File("card.txt", "text/x-card", title="A card", places=("homepage", "llms")),),
    "a card",
    has_layout=True,
    settings={"width": 40, "frame": True, "title": "Card", "scale": 1.5, "lines": ("one",)},
    templates=Path(__file__).parent / "cards",
)
"""
CV = f"{NAME}work:\n  - {{name: Mill, startDate: 2020}}\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a CV, in which ``install`` puts plugins."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    (tmp_path / "cv.yaml").write_text(CV)
    forget()
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]
    forget()


def forget() -> None:
    """Which plugins there are, as a new process does."""
    _plugins.cache_clear()
    _points.cache_clear()


def install(home: Path, module: str, code: str, **points: str) -> None:
    """A distribution of one module with these entry points."""
    info = home / "site" / f"{module}-1.0.dist-info"
    info.mkdir(parents=True)
    (home / "site" / f"{module}.py").write_text(code)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    lines = (f"{name} = {value}\n" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{''.join(lines)}")


@pytest.fixture
def card(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same with the plugin above."""
    install(home, "cards_of_mine", ROW, card2="cards_of_mine:FORMAT")
    (home / "site" / "cards" / "card2").mkdir(parents=True)
    (home / "site" / "cards" / "card2" / "page.j2").write_text("{{ name }}\n")
    return home


def made(home: Path, *more: str) -> tuple[dict[str, object], list[str]]:
    """The settings and headings that the renderer of the plugin was given."""
    outcome = run("render", "card2", "--output", home / "made", *more)
    assert outcome.status == 0, outcome
    own, headings = literal_eval((home / "made" / "card.txt").read_text())
    return own, headings


def test_settings_have_their_defaults(card: Path) -> None:
    own, headings = made(card)
    assert own == {"width": 40, "frame": True, "title": "Card", "scale": 1.5, "lines": ("one",)}
    assert headings == ["Experience"]


def test_cv_yaml_sets_them_and_the_layout(card: Path) -> None:
    (card / "cv.yaml").write_text(
        f"{CV}skills: [{{name: Looms}}]\nformats:\n  card2:\n    sections: [skills, work]\n"
        "    headings: {work: Jobs}\n    width: 60\n    frame: false\n    title: 3.90\n"
        "    scale: 2\n    lines: [a, b]\n    x-own: mine\n"
    )
    own, headings = made(card)
    assert own == {"width": 60, "frame": False, "title": "3.90", "scale": 2.0, "lines": ("a", "b")}
    assert headings == ["Skills", "Jobs"]


def test_its_publications_are_listed_as_cv_yaml_says(card: Path) -> None:
    papers = "".join(f"  - {{name: Paper {n}, summary: Of it.}}\n" for n in range(3))
    own = "formats: {card2: {bibliography: {limit: 1, show: summary}}}\n"
    (card / "cv.yaml").write_text(f"{NAME}publications:\n{papers}{own}")
    found = cvtool.load(card / "cv.yaml")
    (ours,), (others,) = found.outline("card2"), found.outline("text")
    assert [bool(each.summary) for each in ours.publications] == [True]
    assert [bool(each.summary) for each in others.publications] == [False] * 3


def test_json_sets_them_too(card: Path) -> None:
    data = {"basics": {"name": "Ada"}, "formats": {"card2": {"width": 60, "frame": False}}}
    (card / "resume.json").write_text(json.dumps(data))
    own, _ = made(card, "--input", "resume.json")
    assert (own["width"], own["frame"]) == (60, False)


WRONG = [
    ("card2: {widht: 60}", 19, "card2.widht: unknown key 'widht'; did you mean 'width'?"),
    ("card2: {width: wide}", 19, "card2.width: expected a whole number, found 'wide'"),
    ("card2: {frame: perhaps}", 19, "card2.frame: expected true or false, found 'perhaps'"),
    ("card2: {scale: big}", 19, "card2.scale: expected a number, found 'big'"),
    ("card2: {lines: a}", 19, "card2.lines: expected a list of texts, found 'a'"),
    ("card2: {title: [a]}", 19, "card2.title: expected text, found a list"),
    (
        "card2: {sections: [wrok]}",
        30,
        "card2.sections[0]: unknown section 'wrok'; did you mean 'work'?",
    ),
    (
        "card2: {headings: {wrok: A}}",
        30,
        "card2.headings.wrok: unknown section 'wrok'; did you mean 'work'?",
    ),
    ("cadr2: {width: 60}", 11, "cadr2: unknown format 'cadr2'; did you mean 'card2'?"),
    ("pdf: {}", 11, "pdf: 'pdf' is a key of its own: write 'pdf:' outside of 'formats'"),
    (
        "jsonresume: {}",
        11,
        "jsonresume: 'jsonresume' is a key of its own: write 'jsonresume:' outside of 'formats'",
    ),
    (
        "card2: {bibliography: {limit: few}}",
        34,
        "card2.bibliography.limit: expected a number from 1 to 100000, or all, found 'few'",
    ),
    ("bibtex: {}", 11, "bibtex: there is nothing to set for 'bibtex'"),
]


@pytest.mark.parametrize(("formats", "column", "said"), WRONG)
def test_what_is_unknown_is_said_at_its_place(
    card: Path, formats: str, column: int, said: str
) -> None:
    found = check(card, f"{NAME}formats: {{{formats}}}\n")
    assert found == [f"cv.yaml:3:{column}: error: formats.{said}"]


def test_without_plugins_there_is_nothing_to_set(home: Path) -> None:
    said = check(home, f"{NAME}formats: {{rst: {{}}}}\n")
    (line,) = said
    assert "formats.rst: unknown format 'rst'; known are " in line


def test_the_schema_knows_the_settings(card: Path) -> None:
    validator = Draft202012Validator(json.loads(run("schema").out))
    assert not list(validator.iter_errors({"formats": {"card2": {"width": 6, "sections": ["a"]}}}))
    for wrong in ({"width": "wide"}, {"widht": 6}, {"frame": "perhaps"}):
        assert list(validator.iter_errors({"formats": {"card2": wrong}})), wrong
    assert not list(validator.iter_errors({"formats": {"another": {"width": 6}}}))


def test_the_command_lists_it(card: Path) -> None:
    lines = run("formats").out.splitlines()
    assert [line.split()[0] for line in lines] == [*FORMATS, "card2"]
    assert lines[-1].split(maxsplit=1)[1] == "card.txt: a card"


def test_it_is_linked_where_it_asks_to_be(card: Path) -> None:
    document = cvtool.load("cv.yaml")
    (alternate,) = (each for each in document.alternates if each.format == "card2")
    assert (alternate.name, alternate.title, alternate.brief) == ("card.txt", "A card", "A card")
    pages = {each.path: each.data for each in cvtool.render(document, "html")}
    assert b'<a href="card.txt" type="text/x-card">A card</a>' in pages["index.html"]
    links = {each.path: each.data.decode() for each in cvtool.render(document, "llms")}
    assert "- [card.txt](card.txt): A card\n" in links["llms.txt"]
    assert "card.txt" not in links["llms-full.txt"]


def test_users_templates_come_before_those_of_plugins(card: Path) -> None:
    made(card)
    assert (card / "made" / "page.txt").read_text() == "Ada\n"
    own = card / "templates" / "card2" / "page.j2"
    own.parent.mkdir(parents=True)
    own.write_text('Mine: {% include "default/card2/page.j2" %}')
    made(card)
    assert (card / "made" / "page.txt").read_text() == "Mine: Ada\n"


def test_templates_of_plugins_come_before_the_shipped(card: Path) -> None:
    ours = card / "site" / "cards" / "text" / "cv.txt.j2"
    ours.parent.mkdir()
    ours.write_text('Plugged\n{% include "default/text/cv.txt.j2" %}')
    assert run("render", "text").status == 0
    assert (card / "output" / "cv.txt").read_text().startswith("Plugged\nAda\n")


def test_a_folder_with_the_cv_lends_the_folders_of_plugins_too(card: Path) -> None:
    (card / "card2").mkdir()
    (card / "card2" / "page.j2").write_text("Beside\n")
    made(card, "--templates", ".")
    assert (card / "made" / "page.txt").read_text() == "Beside\n"


def test_templates_and_code_of_plugins_count(card: Path) -> None:
    """What was made of others is out of date; what was made of these is not."""

    def news() -> str:
        return run("render", "card2", "--output", "made").out

    made(card)
    assert "unchanged" in news()
    (card / "site" / "cards" / "card2" / "page.j2").write_text("Changed\n")
    assert "unchanged" not in news()
    assert (card / "made" / "page.txt").read_text() == "Changed\n"
    assert "unchanged" in news()
    with (card / "site" / "cards_of_mine.py").open("a") as file:
        file.write("# changed\n")
    assert "unchanged" not in news()


def test_templates_of_plugins_are_watched(card: Path) -> None:
    from cvtool.pipeline.watch import Watched
    from cvtool.render.theme import theme_for

    watched = Watched([card / "cv.yaml"], theme_for(card))
    assert watched.counts(card / "site" / "cards" / "card2" / "page.j2")
    assert card / "site" / "cards" / "card2" in watched.folders


def test_a_function_alone_is_a_format(home: Path) -> None:
    code = "from cvtool import Output\ndef render(document, theme):\n    yield Output('a', b'b')\n"
    install(home, "alone", code, one="alone:render", two="alone")
    assert run("render", "one").status == 0
    assert run("render", "two").status == 0
    assert (home / "output" / "a").read_bytes() == b"b"
    assert run("formats").out.splitlines()[-2].split(maxsplit=1) == [
        "one",
        "from the plugin alone:render",
    ]


def test_a_renderer_is_imported_when_it_is_asked_for(home: Path) -> None:
    row = "from cvtool import Format\nFORMAT = Format('late', 'nowhere:render', about='later')\n"
    install(home, "late", row, late="late:FORMAT")
    assert run("formats").status == 0
    for command in (["render", "late"], ["check"]):
        assert run(*command).lines == [
            "cvtool: error: late: its plugin does not import: No module named 'nowhere'"
        ]


BROKEN = [
    ("import nowhere", "bad:FORMAT", "No module named 'nowhere'"),
    ("1 / 0", "bad:FORMAT", "ZeroDivisionError: division by zero"),
    ("raise SystemExit(3)", "bad:FORMAT", "SystemExit: 3"),
    ("x = (", "bad:FORMAT", "SyntaxError: '(' was never closed (bad.py, line 1)"),
    ("", "bad:FORMAT", "AttributeError: module 'bad' has no attribute 'FORMAT'"),
    ("FORMAT = 3", "bad:FORMAT", "it is 3, and neither a Format nor a function"),
    (
        "from cvtool import Format\nFORMAT = Format('good', print)",
        "bad:FORMAT",
        "its Format is called 'good', and its entry point 'bad'",
    ),
    (
        "from cvtool import File, Format\nFORMAT = Format('bad', print, (File('cv.pdf', 'a/b'),))",
        "bad:FORMAT",
        "among its files is 'cv.pdf'",
    ),
    (
        "from cvtool import Format\nFORMAT = Format('bad', print, 3)",
        "bad:FORMAT",
        "'int' object is not iterable",
    ),
    (
        "from cvtool import Format\nFORMAT = Format('bad', print, settings={'headings': 1})",
        "bad:FORMAT",
        "it has a setting 'headings' that is 1",
    ),
    (
        "from cvtool import Format\nFORMAT = Format('bad', print, settings={'a': (1,)})",
        "bad:FORMAT",
        "it has a setting 'a' that is (1,)",
    ),
    (
        "from cvtool import Format\nFORMAT = Format('bad', print, templates='.')",
        "bad:FORMAT",
        "its 'templates' is '.'",
    ),
    (
        "from cvtool import Format\nFORMAT = Format('bad', print, about=3)",
        "bad:FORMAT",
        "its 'about' is 3",
    ),
    (
        "from cvtool import File, Format\nFORMAT = Format('bad', print, (File(3, 'a/b'),))",
        "bad:FORMAT",
        "among its files is 3",
    ),
]


@pytest.mark.parametrize(("code", "value", "why"), BROKEN, ids=[each[2] for each in BROKEN])
def test_a_plugin_that_is_broken_breaks_no_other(
    home: Path, code: str, value: str, why: str
) -> None:
    install(home, "bad", code, bad=value)
    install(home, "good", "def render(document, theme): return ()", good="good:render")
    fault = f"cvtool: error: the plugin {value} cannot be used: {why}"
    listed = run("formats")
    assert [line.split()[0] for line in listed.out.splitlines()] == [*FORMATS, "good"]
    assert listed.lines == [fault]
    outcome = run("render", "bad", "good", "text")
    assert outcome.status == 1
    assert (home / "output" / "cv.txt").exists()
    assert fault.replace("error: ", "error: bad: ") in outcome.lines
    assert run("check").lines[0] == fault
    assert run("check").status == 1


def test_a_format_that_there_is_already_is_not_replaced(home: Path) -> None:
    install(home, "mine", "def render(document, theme): return ()", text="mine:render")
    assert run("formats").lines == [
        "cvtool: error: the plugin mine:render is not used: cvtool has the format 'text'"
    ]
    assert run("render", "text").status == 0
    assert (home / "output" / "cv.txt").exists()


@pytest.mark.parametrize(
    ("yields", "said"),
    [
        ("'text'", "it yields 'text', which is no Output of a path and bytes"),
        (
            "Output('a', 'b')",
            "it yields Output(path='a', data='b'), which is no Output of a path and bytes",
        ),
        (
            "Output('a\\0', b'')",
            "it yields Output(path='a\\x00', data=b''), which is no Output of a path and bytes",
        ),
        (
            "__import__('cvtool').Problem(3, 'a')",
            "it yields Problem(path=3, message='a', level='error', file='', line=0, column=0, "
            "rests_on=()), which is no Output of a path and bytes",
        ),
        ("Output('cv.md', b'')", "it makes 'cv.md', which is another format's"),
        ("Output('CV.md.', b'')", "it makes 'CV.md.', which is another format's"),
        (
            "Output('é/a', b''); yield Output('E\u0301/A', b'')",
            "it makes two files 'E\u0301/A', or some systems say so",
        ),
        ("Output('a\u202eb', b'')", "which is no Output of a path and bytes"),
        ("Output('../a', b'')", "output/../a: error: this lies outside the output folder"),
        ("(_ for _ in ()).throw(OSError(27, 'File too large'))", "File too large"),
        ("exit()", "a fault in its renderer: SystemExit: None (CVTOOL_TRACEBACK=1 shows where)"),
    ],
)
def test_a_renderer_that_yields_nonsense_says_so(home: Path, yields: str, said: str) -> None:
    code = f"from cvtool import Output\ndef render(document, theme):\n    yield {yields}\n"
    install(home, "odd", code, odd="odd:render")
    outcome = run("render", "odd", "text")
    assert outcome.status == 1
    assert outcome.lines == [f"cvtool: error: odd: {said}"] or said in outcome.err
    assert (home / "output" / "cv.txt").exists()
