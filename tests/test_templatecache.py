"""Compiled templates are kept for the next run, and never make it another one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest
from helpers import NAME, run

from cvtool.render.folds import html, markdown
from cvtool.render.theme import Theme
from cvtool.store.cache import VARIABLE

TEMPLATE = "markdown/cv.md.j2"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kept"))
    (tmp_path / "cv.yaml").write_text(NAME)
    own = tmp_path / "templates" / TEMPLATE
    own.parent.mkdir(parents=True)
    own.write_text("# {{ document.person.name }}\n")
    return tmp_path


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that were compiled."""
    names: list[str] = []
    compile_it: Callable[..., object] = jinja2.Environment.compile

    def watched(self: object, source: str, name: str, *more: object) -> object:
        names.append(name)
        return compile_it(self, source, name, *more)

    monkeypatch.setattr(jinja2.Environment, "compile", watched)
    return names


def made(home: Path) -> str:
    outcome = run(
        "render", "markdown", "--force", "--input", home / "cv.yaml", "--output", home / "made"
    )
    assert outcome.status == 0, outcome
    return (home / "made/cv.md").read_text()


def files(home: Path) -> list[Path]:
    return sorted((home / "kept/cvtool").glob("*"))


def test_the_next_run_compiles_nothing(home: Path, compiled: list[str]) -> None:
    first = made(home)
    assert compiled == [TEMPLATE]
    assert len(files(home)) == 1
    assert made(home) == first == "# Ada\n"
    assert compiled == [TEMPLATE]


def test_a_changed_template_is_compiled_again(home: Path, compiled: list[str]) -> None:
    made(home)
    (home / "templates" / TEMPLATE).write_text("## {{ document.person.name }}\n")
    assert made(home) == "## Ada\n"
    assert compiled == [TEMPLATE] * 2
    assert len(files(home)) == 1


def test_another_jinja_compiles_it_again(
    home: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made(home)
    monkeypatch.setattr(jinja2, "__version__", "another")
    assert made(home) == "# Ada\n"
    assert compiled == [TEMPLATE] * 2
    assert len(files(home)) == 1


def test_what_is_kept_does_not_pile_up(home: Path) -> None:
    theme = Theme((home / "templates",))
    for number in range(310):
        (home / f"templates/{number}.j2").write_text("x")
        assert theme.render(f"{number}.j2", markdown) == "x"
    assert len(files(home)) == 300


@pytest.mark.parametrize("broken", [b"", b"none", None])
def test_a_broken_file_is_made_anew(home: Path, compiled: list[str], broken: bytes | None) -> None:
    made(home)
    (path,) = files(home)
    good = path.read_bytes()
    path.write_bytes(good[:-1] if broken is None else broken)
    assert made(home) == "# Ada\n"
    assert compiled == [TEMPLATE] * 2
    assert path.read_bytes() == good


@pytest.mark.parametrize("mode", [0o770, 0o702])
def test_where_others_may_write_nothing_is_read(home: Path, compiled: list[str], mode: int) -> None:
    made(home)
    (home / "kept/cvtool").chmod(mode)
    assert made(home) == "# Ada\n"
    assert compiled == [TEMPLATE] * 2


@pytest.mark.parametrize("where", ["", "relative", "/dev/null"])
def test_it_is_no_matter_where_nothing_can_be_kept(
    home: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setenv(VARIABLE, where)
    monkeypatch.setenv("HOME", "/dev/null")
    monkeypatch.chdir(home)
    assert made(home) == made(home) == "# Ada\n"
    assert compiled == [TEMPLATE] * 2
    assert not (home / "relative").exists()


def test_the_words_of_a_template_are_folded_as_each_format_wants(home: Path) -> None:
    (home / "templates/words.j2").write_text("{{ '<b> & *c*' }}{{ '*'|plain }}")
    for _ in range(2):
        theme = Theme((home / "templates",))
        assert theme.render("words.j2", html) == "&lt;b&gt; &amp; *c**"
        assert theme.render("words.j2", markdown) == r"\<b> & \*c\*\*"
