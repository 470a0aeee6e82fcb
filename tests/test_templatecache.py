"""Compiled templates are kept for the next run, and never make it another one."""

from __future__ import annotations

import marshal
import os
import pickle
import pickletools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from unittest import mock

import jinja2
import pytest
from helpers import NAME, run

from cvtool.render.folds import html, markdown
from cvtool.render.theme import Theme
from cvtool.store import cache
from cvtool.store.cache import VARIABLE, keep, kept

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
    """What is kept of templates: of what was written something is kept, too."""
    others = (".state", ".plan", ".digest", ".words")
    found = (home / "kept/cvtool").glob("*")
    return sorted(path for path in found if path.suffix not in others)


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


def test_what_may_be_thousands_is_not_looked_through_in_each_run(home: Path) -> None:
    with mock.patch.object(cache, "sweep") as looked:
        for number in range(160):
            with mock.patch.object(cache, "_times", Counter()):  # as in a process of its own
                keep(f"{number}.plan", b"x", 100_000)
    assert 1 <= looked.call_count <= 20


@pytest.mark.parametrize("broken", [b"", b"none", None])
def test_a_broken_file_is_made_anew(home: Path, compiled: list[str], broken: bytes | None) -> None:
    made(home)
    (path,) = files(home)
    good = path.read_bytes()
    path.write_bytes(good[:-1] if broken is None else broken)
    assert made(home) == "# Ada\n"
    assert compiled == [TEMPLATE] * 2
    assert path.read_bytes() == good


@pytest.mark.parametrize("code", [b"", b"\0", marshal.dumps("print()"), marshal.dumps([1])])
def test_what_is_whole_but_no_code_is_made_anew(
    home: Path, compiled: list[str], code: bytes
) -> None:
    made(home)
    (path,) = files(home)
    good = path.read_bytes()
    keep(path.name, kept(path.name)[:64] + code, 9)
    assert path.read_bytes() != good
    assert made(home) == "# Ada\n"
    assert compiled == [TEMPLATE] * 2
    assert path.read_bytes() == good


def linked(path: Path) -> None:
    """Moves it elsewhere, to where a link leads from then on."""
    other = path.rename(path.with_name("elsewhere"))
    path.symlink_to(other)


def other(path: Path) -> None:
    """A folder in the place of a file, or the other way round."""
    moved = path.rename(path.parent / "moved")
    if moved.is_file():
        path.mkdir()
    else:
        path.touch()


def piped(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def mode(bits: int) -> Callable[[Path], None]:
    return lambda path: path.chmod(bits)


UNSAFE: dict[str, tuple[str, Callable[[Path], None]]] = {
    "folder of a group": ("kept/cvtool", mode(0o770)),
    "folder of all": ("kept/cvtool", mode(0o702)),
    "folder of all, sticky": ("kept/cvtool", mode(0o1777)),
    "link to a folder": ("kept/cvtool", linked),
    "file for a folder": ("kept/cvtool", other),
    "parent of a group": ("kept", mode(0o770)),
    "parent of all": ("kept/..", mode(0o777)),
    "file of a group": ("kept/cvtool/*.template", mode(0o660)),
    "link to a file": ("kept/cvtool/*.template", linked),
    "folder for a file": ("kept/cvtool/*.template", other),
    "pipe for a file": ("kept/cvtool/*.template", piped),
}


@pytest.mark.parametrize("what", UNSAFE)
def test_where_others_may_write_nothing_is_read(home: Path, compiled: list[str], what: str) -> None:
    made(home)
    where, spoil = UNSAFE[what]
    (path,) = home.glob(where)
    spoil(path)
    assert made(home) == "# Ada\n"
    assert compiled == [TEMPLATE] * 2


def test_what_is_somebody_elses_is_not_read(
    home: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made(home)
    user = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: user + 1)
    assert made(home) == "# Ada\n"
    assert compiled == [TEMPLATE] * 2
    assert len(files(home)) == 1


def test_a_link_above_is_followed_to_where_it_is_safe(home: Path, compiled: list[str]) -> None:
    (home / "there").mkdir(mode=0o700)
    (home / "kept").symlink_to(home / "there")
    assert made(home) == made(home) == "# Ada\n"
    assert compiled == [TEMPLATE]
    (home / "there").chmod(0o777)
    made(home)
    assert compiled == [TEMPLATE] * 2


def test_what_is_made_is_for_the_user_alone(
    home: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(home / "far/kept"))
    before = os.umask(0)
    try:
        assert made(home) == made(home)
    finally:
        os.umask(before)
    assert compiled == [TEMPLATE]
    (path,) = home.glob("far/kept/cvtool/*.template")
    assert [each.stat().st_mode & 0o777 for each in (path, *path.parents[:3])] == [0o600] + [
        0o700
    ] * 3


def pickles(data: bytes) -> Iterator[int]:
    """Where in the bytes a pickle of a binary protocol begins and ends."""
    for found in re.finditer(rb"\x80[\x02-\x05]", data):
        with suppress(ValueError, UnicodeError):
            if len([*pickletools.genops(data[found.start() :])]) > 1:
                yield found.start()


def test_no_pickle_is_kept(home: Path) -> None:
    assert [*pickles(b"head" + pickle.dumps(5, 2) + b"tail")] == [4]
    (home / "cv.yaml").write_text("basics: {name: Ada King, keywords: [A]}\n")
    (home / "publications.bib").write_text(
        f"@book{{k, author={{King, Ada}}, title={{On $x$}}, abstract={{{'Long. ' * 20_000}}}}}"
    )
    assert run("render", "html", "--input", home / "cv.yaml", "--output", home / "made").status == 0
    assert {path.suffix for path in files(home)} == {".ico", ".library", ".template"}
    for path in files(home):
        assert [*pickles(path.read_bytes())] == [], path


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
