"""Styles and templates of the user's end: in time and memory that grow with the CV, by one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from helpers import NAME, environment

from cvtool.pipeline.workspace import Workspace
from cvtool.render import limit

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it has no such clock")

TIME = "this takes more than 0 seconds of the processor"
MEMORY = "this takes more than 0 GB of memory"
TEXT, STYLE = "text/cv.txt.j2", "pdf/base.css"
LONG = "{% set a = 'a' * 9999 %}"


def chain(name: str, first: str) -> str:
    links = (f"--{name}{n}: var(--{name}{n - 1}) var(--{name}{n - 1});" for n in range(1, 7))
    return f":root {{ --{name}0: {first}; {' '.join(links)} }}\n"


LOOPS = "{% for b in a %}{% for c in a %}{{ a if a in b }}{% endfor %}{% endfor %}"
MACRO = "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
TEMPLATES = [
    (f"{LONG}\n{LOOPS}", f"2: {TIME}"),
    (f"{MACRO}\n{{{{ m(60) }}}}", f"1: {TIME}"),
    (LONG + LOOPS.replace(" if a in b", ""), f"1: {MEMORY}"),
    ("\n{{ 'a'.zfill(9999999999) }}", f"2: {MEMORY}"),
]
STYLES = [
    ("* { columns: 100000 }", TIME),
    ("body { display: grid; grid-template-columns: repeat(1000000, 1fr) }", TIME),
    ("a, b, p { & c, &, & p { " * 15 + "color: red" + " } }" * 15, TIME),
    ("h1 { background: repeating-radial-gradient(red 0, blue 0.00001px) }", MEMORY),
]


@pytest.fixture(autouse=True)
def _little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(limit, "_ended", {})
    monkeypatch.setattr(limit, "SECONDS", 0.4)
    monkeypatch.setattr(limit, "SECONDS_A_LETTER", 0.0)
    monkeypatch.setattr(limit, "BYTES", 400 << 20)
    monkeypatch.setattr(limit, "BYTES_A_LETTER", 0)


@pytest.fixture
def _patient(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes too much memory is not ended before."""
    if MEMORY in why:
        monkeypatch.setattr(limit, "SECONDS", 60.0)


def said(format_name: str, files: dict[str, str]) -> str:
    """The error of a format that is made in this process."""
    Path("cv.yaml").write_text(NAME)
    for name, text in files.items():
        path = Path("templates", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    workspace = Workspace(Path("cv.yaml"))
    document = workspace.load().document
    assert document
    return workspace.make([format_name], document)[format_name].error


@pytest.mark.usefixtures("_patient")
@pytest.mark.parametrize(("template", "why"), TEMPLATES)
def test_a_template_that_takes_too_much_is_said_with_its_line(template: str, why: str) -> None:
    assert said("text", {TEXT: template}) == f"template templates/{TEXT}:{why}"


@pytest.mark.usefixtures("_patient")
@pytest.mark.parametrize(("style", "why"), STYLES)
def test_a_style_that_takes_too_much_is_said_with_its_file(style: str, why: str) -> None:
    blamed = f"{why}: take back what you changed last in 'templates/{STYLE}'"
    assert said("pdf", {STYLE: style}) == blamed


def test_variables_that_multiply_over_several_sheets_end() -> None:
    fonts = Workspace(Path("cv.yaml")).theme.read("pdf/fonts.css")
    sheets = {
        STYLE: chain("a", "1px"),
        "pdf/fonts.css": fonts + chain("b", "var(--a6) var(--a6)"),
        "pdf/themes/two-tone.css": chain("c", "var(--b6) var(--b6)")
        + "p, h1 { margin: var(--c6) }",
    }
    error = said("pdf", sheets)
    assert error.startswith(f"{TIME}: take back what you changed last in 'templates/{STYLE}' or ")


def test_a_longer_cv_may_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limit, "SECONDS", 0.02)
    monkeypatch.setattr(limit, "_AGAIN", 0.02)  # a library may have caught the first
    loops = "{% for b in a %}{% for c in 'c' * 60 %}{{ c|title }}{% endfor %}{% endfor %}"
    slow = {TEXT: f"{LONG}{loops}"}
    assert "seconds of the processor" in said("text", slow)
    monkeypatch.setattr(limit, "SECONDS_A_LETTER", 1.0)
    monkeypatch.setattr(limit, "_ended", {})
    assert said("text", slow) == ""


def test_what_was_ended_is_not_begun_again_before_it_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    template = f"{LONG}{LOOPS}"
    assert TIME in said("text", {TEXT: template})
    monkeypatch.setattr(limit, "SECONDS", 3600.0)
    assert TIME in said("text", {TEXT: template})
    assert said("text", {TEXT: "{{ document.person.name }}"}) == ""


def test_without_styles_and_templates_of_ones_own_there_is_no_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limit, "SECONDS", 0.001)
    assert said("pdf", {}) == ""


COMMAND = """
import sys
from cvtool import cli
from cvtool.render import limit
limit.SECONDS, limit.SECONDS_A_LETTER = float(sys.argv.pop(1)), 0.0
cli.main()
"""


def test_what_was_made_before_stays_and_others_are_made(tmp_path: Path) -> None:
    made, path = tmp_path / "output/cv.pdf", tmp_path / "templates" / STYLE
    (tmp_path / "cv.yaml").write_text(NAME)
    path.parent.mkdir(parents=True)

    def render(style: str, seconds: str, *formats: str) -> tuple[str, bytes]:
        path.write_text(style)
        command = [sys.executable, "-c", COMMAND, seconds, "render", *formats]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
        )
        return done.stderr, made.read_bytes()

    nothing, before = render("", "60", "pdf")
    said, now = render(STYLES[0][0], "0.4", "pdf", "text")
    where = f"take back what you changed last in 'templates/{STYLE}'"
    assert (nothing, said) == ("", f"cvtool: error: pdf: {TIME}: {where}\n")
    assert now == before
    assert (tmp_path / "output/cv.txt").is_file()
