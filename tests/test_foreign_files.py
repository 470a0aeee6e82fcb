"""What somebody else put into the output folder stays, and each such file is named."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers import NAME, Outcome, run

from cvtool.render import FORMATS
from cvtool.store import files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these are POSIX's")

QUICK = [row.name for row in FORMATS.values() if not row.is_slow]
BIB = "@misc{a, title = {T}, author = {Doe, Ada}, year = 2020}\n"
SITE = f"{NAME}  url: https://ada.example.org\n"
FOREIGN = "not written by cvtool, and left alone: choose another folder with --output, or "
IN_THE_WAY = "this is in the way of an output: move it, or choose another folder with --output"


def own_file(path: Path) -> None:
    path.write_text("My own.\n")


def own_folder(path: Path) -> None:
    path.mkdir()
    (path / "mine").write_text("My own.\n")


def link(path: Path) -> None:
    mine = path.with_name(f"{path.name}.mine")
    mine.write_text("My own.\n")
    path.symlink_to(mine.name)


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def outside(path: Path) -> None:
    path.symlink_to("/etc/hostname")


Obstacle = Callable[[Path], None]
OBSTACLES: dict[Obstacle, str] = {
    own_file: FOREIGN,
    link: FOREIGN,
    dangling: FOREIGN,
    loop: FOREIGN,
    os.mkfifo: FOREIGN,
    own_folder: IN_THE_WAY,
    outside: "this lies outside the output folder",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "cv.yaml").write_text(SITE)
    (tmp_path / "publications.bib").write_text(BIB)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def render(*arguments: str) -> Outcome:
    return run("render", *(arguments or QUICK))


def contents(folder: Path) -> dict[str, bytes | str]:
    """What each file holds, and where each link leads."""
    return {
        path.relative_to(folder).as_posix(): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
        if path.name != ".cvtool.json"
    }


def outputs(home: Path) -> list[str]:
    """Their names, in an output folder that is gone again."""
    assert render("--all", "-o", "other").status == 0
    names = [*contents(home / "other")]
    (home / "other").rename(home / "gone")
    return names


@pytest.mark.parametrize("make", OBSTACLES)
def test_nothing_is_written_over_that_somebody_else_made(home: Path, make: Obstacle) -> None:
    """Wherever an output belongs: each is named, and stays as it is."""
    names = outputs(home)
    for name in names:
        (home / "output" / name).parent.mkdir(parents=True, exist_ok=True)
        make(home / "output" / name)
    before = contents(home / "output")
    done = render("--all")
    assert done.status == 1
    assert contents(home / "output") == before
    said = [line.split(": error: ") for line in done.lines if OBSTACLES[make] in line]
    assert sorted(path for path, _ in said) == sorted(f"output/{name}" for name in names)
    others = [line for line in done.lines if OBSTACLES[make] not in line]
    assert all(line.endswith(": not made, for what is said above") for line in others)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("index.html", own_folder),
        ("publications/a.html", own_folder),
        ("publications", own_file),
        ("fonts", dangling),
    ],
)
def test_one_obstacle_leaves_its_format_as_it_was(home: Path, name: str, make: Obstacle) -> None:
    """None of its files is written, and all of the other formats are."""
    assert render().status == 0
    before = contents(home / "output")
    path = home / "output" / name
    path.rename(home / "moved")
    make(path)
    (home / "cv.yaml").write_text(f"{SITE}  label: Engineer\n")
    done = render()
    assert done.lines == [
        f"output/{name}: error: {IN_THE_WAY}",
        "cvtool: error: html: not made, for what is said above",
    ]
    after = contents(home / "output")
    assert b"Engineer" in after["cv.txt"]
    site = {each for each in before if each.endswith((".html", ".css", ".js", ".woff2"))}
    assert all(after[each] == before[each] for each in site if not each.startswith(name))


def test_force_writes_over_files_alone(home: Path) -> None:
    (home / "output").mkdir()
    own_file(home / "output/cv.txt")
    dangling(home / "output/cv.md")
    own_folder(home / "output/llms.txt")
    done = render("text", "markdown", "llms", "--force")
    assert done.status == 1
    assert done.lines[0] == f"output/llms.txt: error: {IN_THE_WAY}"
    assert len(done.lines) == 2
    found = contents(home / "output")
    assert found["llms.txt/mine"] == b"My own.\n"
    assert b"Ada" in found["cv.txt"]
    assert b"Ada" in found["cv.md"]


def test_only_what_is_asked_for_is_in_danger(home: Path) -> None:
    (home / "output").mkdir()
    own_file(home / "output/index.html")
    assert render("text", "markdown").status == 0
    assert render("html", "text").status == 1
    assert (home / "output/index.html").read_text() == "My own.\n"


@pytest.mark.parametrize("broken", [b"", b"[]", b"{", b"null", None])
def test_without_the_manifest_nothing_is_ours(home: Path, broken: bytes | None) -> None:
    assert render().status == 0
    before = contents(home / "output")
    path = home / "output/.cvtool.json"
    path.write_bytes(broken) if broken is not None else path.unlink()
    assert render().status == 0  # the same bytes are nobody else's
    path.write_bytes(broken) if broken is not None else path.unlink()
    (home / "cv.yaml").write_text(f"{SITE}  label: Engineer\n")
    done = render()
    assert done.status == 1
    assert contents(home / "output") == before
    assert "output/cv.txt: error: not written by cvtool" in done.err
    assert render("--force").status == 0
    assert contents(home / "output")["cv.txt"] != before["cv.txt"]


def test_what_was_written_before_a_failure_is_ours(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run writes over it, though the CV is another one by then."""
    write = files.replace_file

    def fail(path: Path, data: bytes, *more: Any) -> None:
        if path.name == "script.js":
            raise OSError(28, "No space left on device")
        write(path, data, *more)

    monkeypatch.setattr("cvtool.pipeline.targets.replace_file", fail)
    done = render("html")
    assert (done.status, len(done.lines)) == (1, 1)
    monkeypatch.undo()
    os.chdir(home)
    (home / "cv.yaml").write_text(f"{SITE}  label: Engineer\n")
    assert render("html").err == ""
    assert "Engineer" in (home / "output/index.html").read_text()
    assert "unchanged" in render("html").out
