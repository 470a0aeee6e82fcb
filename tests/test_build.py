"""What is rendered, and what is left as it is."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import pytest
from helpers import NAME, ROOT, environment, run, run_process
from hypothesis import given
from hypothesis import strategies as st

from cvtool.model.problems import ERROR, WARNING, Problem
from cvtool.pipeline.build import Build
from cvtool.pipeline.targets import Report
from cvtool.render import Output
from cvtool.render.pdf.engine import weasyprint
from cvtool.store import digests, manifest, program
from cvtool.store.cache import VARIABLE
from cvtool.store.files import replace_file

HEAVY = ("weasyprint", "pybtex", "pydantic", "jinja2", "yaml", "markdown_it", "pylatexenc")
UNNEEDED = (
    *(
        "pydantic",
        "pydantic_core",
        "pybtex",
        "PIL",
        "weasyprint",
        "importlib.metadata",
        "pylatexenc",
    ),
    *("markdown_it", "xml.etree", "csv", "difflib", "html.entities", "calendar", "traceback"),
    *("cvtool.cli.importing", "cvtool.pipeline.watch", "cvtool.read.commonmark"),
    *("cvtool.read.portrait", "cvtool.store.bare"),
    *("cvtool.bib.holdings", "cvtool.bib.records", "cvtool.bib.citing", "cvtool.bib.latex.pieces"),
    *("cvtool.bib.notes", "cvtool.bib.latex.foreign", "cvtool.source.schema"),
    "cvtool.read.jsonresume",
)
"""Each takes longer to import than the page to make; what it makes is kept, or nothing asks it."""
FORMATS = ["text", "markdown"]
PLACE = "template templates/text/cv.txt.j2:1:"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a cv.yaml, where the command runs."""
    (tmp_path / "cv.yaml").write_text(f"{NAME}meta: {{version: '1'}}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def made(*more: str) -> dict[str, bool]:
    """Renders; path -> whether it was made anew."""
    build = Build(Path("cv.yaml"), Path("output"), [*FORMATS, *more])
    results = list(build.run())
    assert not [result.error for result in results if result.error]
    return {result.path: not result.unchanged for result in results}


def failed(*names: str) -> list[Report]:
    build = Build(Path("cv.yaml"), Path("output"), [*FORMATS, *names])
    return [result for result in build.run() if result.error]


BOTH, NONE = {"cv.txt": True, "cv.md": True}, {"cv.txt": False, "cv.md": False}


def test_what_has_not_changed_is_not_made_again(home: Path) -> None:
    assert made() == BOTH
    before = {(path.name, path.stat().st_mtime_ns) for path in (home / "output").iterdir()}
    assert made() == NONE
    assert {(path.name, path.stat().st_mtime_ns) for path in (home / "output").iterdir()} == before


def imported(home: Path, names: tuple[str, ...], *arguments: str) -> list[str]:
    """Renders in a process of its own: the last words of its lines, and which of these modules it
    imported."""
    driver = f"""
import sys
sys.argv = ["cvtool", "render", *{arguments!r}]
from cvtool.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print([name for name in {names!r} if name in sys.modules])
"""
    command = [sys.executable, "-c", driver]
    here: dict[str, Any] = {"cwd": home, "env": environment(), "text": True}
    done = subprocess.run(command, capture_output=True, check=True, **here)
    return [line.split()[-1] for line in done.stdout.splitlines()]


def test_nothing_heavy_is_imported_when_nothing_has_changed(home: Path) -> None:
    assert made() == BOTH
    assert imported(home, HEAVY, *FORMATS) == ["unchanged"] * 2 + ["[]"]


def test_the_homepage_of_a_cv_without_errors_imports_little(home: Path) -> None:
    paper = "@misc{a, author = {Ada King}, title = {Notes}, year = 2020}"
    (home / "publications.bib").write_text(paper)
    with (home / "cv.yaml").open("a") as cv:
        cv.write("site: {url: 'https://www.ada.example.org/'}\n")
    imported(home, (), "html")
    again = imported(home, UNNEEDED, "html", "--force")
    assert again[-1] == "[]"


def test_a_cv_that_is_json_needs_no_yaml_and_no_bibtex(home: Path) -> None:
    source = '{"basics": {"name": "Ada King"}, "publications": [{"name": "Notes"}]}'
    (home / "cv.json").write_text(source)
    imported(home, (), "html", "--input", "cv.json")
    again = imported(home, ("yaml", "pybtex"), "html", "--force", "--input", "cv.json")
    assert again[-1] == "[]"


def test_a_format_that_was_not_made_yet_is_made_alone(home: Path) -> None:
    assert made() == BOTH
    assert made("llms") == {**NONE, "llms.txt": True, "llms-full.txt": True}


def _edit_cv(home: Path) -> None:
    (home / "cv.yaml").write_text("basics:\n  name: Eve\n")


def _add_bibliography(home: Path) -> None:
    (home / "publications.bib").write_text("@misc{a, title={T}, year={2020}}")


def _add_template(home: Path) -> None:
    (home / "templates" / "text").mkdir(parents=True)
    (home / "templates" / "text" / "cv.txt.j2").write_text("{{ document.person.name }}\n")


def _add_font(home: Path) -> None:
    (home / "fonts").mkdir()
    (home / "fonts" / "a.ttf").touch()


@pytest.mark.parametrize("change", [_edit_cv, _add_bibliography, _add_template, _add_font])
def test_a_change_of_an_input_makes_all_again(home: Path, change: object) -> None:
    assert made() == BOTH
    assert callable(change)
    change(home)
    assert made() == BOTH
    assert made() == NONE


def test_a_change_of_a_template_makes_all_again(home: Path) -> None:
    _add_template(home)
    assert made() == BOTH
    (home / "templates" / "text" / "cv.txt.j2").write_text("changed\n")
    assert made() == BOTH
    assert (home / "output" / "cv.txt").read_text() == "changed\n"


def test_the_templates_named_on_the_command_line_go_first(home: Path) -> None:
    _add_template(home)
    (home / "own" / "text").mkdir(parents=True)
    (home / "own" / "text" / "cv.txt.j2").write_text('{% extends "default/text/cv.txt.j2" %}')
    assert run("render", "text").status == 0
    assert (home / "output" / "cv.txt").read_text() == "Ada\n"
    assert run("render", "text", "--templates", "own", "--output", "other").status == 0
    assert run("render", "text", "--output", "third", "--templates", home / "none").status == 2


def test_a_change_of_the_date_makes_again_what_shows_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert made() == BOTH
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert made() == BOTH
    assert "9 Sep 2001" in (home / "output" / "cv.txt").read_text()
    (home / "cv.yaml").write_text(f"{NAME}meta: {{lastModified: 2020}}\n")
    assert made() == BOTH
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1100000000")
    assert made() == NONE


PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
NAMES = {re.split("[><=]", each)[0].replace("-", "_") for each in PACKAGES}


@pytest.mark.parametrize("name", sorted({*NAMES, "fonttools", "Pillow"} - {"click", "watchfiles"}))
def test_another_version_of_a_library_is_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    digest = program.program.__wrapped__  # without what it remembers
    before = digest()
    monkeypatch.syspath_prepend(tmp_path)
    assert digest() == before
    (tmp_path / f"{name}-99.dist-info").mkdir()
    assert digest() != before


def test_a_folder_is_read_where_something_in_it_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def digest() -> tuple[str, int]:
        """And how many files were read for it."""
        with mock.patch.object(program, "digest_of", wraps=digests.digest_of) as read:
            return program.digest_of_folder(tmp_path / "of", ".py", ".yaml"), read.call_count

    monkeypatch.setenv(VARIABLE, str(tmp_path / "kept"))
    inner = tmp_path / "of/in/in"
    inner.mkdir(parents=True)
    for name in ("a.py", "b.yaml", "c.txt"):
        (inner / name).write_text("one")
    (inner / ".#a.py").symlink_to("nowhere")
    first, count = digest()
    assert (count, digest()) == (2, (first, 0))
    (inner / "c.txt").write_text("two")
    assert digest() == (first, 0)
    before = (inner / "a.py").stat()
    (inner / "a.py").write_text("two")
    os.utime(inner / "a.py", ns=(before.st_atime_ns, before.st_mtime_ns))
    second, count = digest()
    assert (count, digest()) == (2, (second, 0))
    (inner / "d.py").write_text("one")
    third, _ = digest()
    (inner / "d.py").rename(inner / "e.py")
    assert len({first, second, third, digest()[0]}) == 4
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.setenv("HOME", str(tmp_path / "other"))
    (inner / "e.py").rename(inner / "d.py")
    assert digest()[0] == third


def test_a_comment_in_the_cv_changes_nothing(home: Path) -> None:
    assert made() == BOTH
    source = home / "cv.yaml"
    source.write_text(f"# a comment\n{source.read_text()}")
    assert made() == NONE


def test_an_output_that_was_deleted_or_edited_is_made_again(home: Path) -> None:
    assert made() == BOTH
    content = (home / "output" / "cv.txt").read_bytes()
    (home / "output" / "cv.txt").unlink()
    assert made() == {"cv.txt": True, "cv.md": False}
    (home / "output" / "cv.txt").write_text("edited")
    assert made() == {"cv.txt": True, "cv.md": False}
    assert (home / "output" / "cv.txt").read_bytes() == content


def test_force_makes_all_again(home: Path) -> None:
    assert made() == BOTH
    outcome = run("render", "text", "--force")
    assert outcome.status == 0
    assert "unchanged" not in outcome.out
    assert "unchanged" in run("render", "text").out


def test_a_format_that_fails_stops_no_other_and_leaves_its_output(home: Path) -> None:
    assert made() == BOTH
    before = (home / "output" / "cv.txt").read_bytes()
    _add_template(home)
    (home / "templates" / "text" / "cv.txt.j2").write_text("line 1\n{{ 1 / 0 }}\n")
    _edit_cv(home)
    outcome = run("render", "text", "markdown")
    assert outcome.status == 1
    assert outcome.lines == [
        "cvtool: error: text: template templates/text/cv.txt.j2:2: division by zero",
    ]
    assert (home / "output" / "cv.txt").read_bytes() == before
    assert "Eve" in (home / "output" / "cv.md").read_text()
    assert [result.path for result in failed()] == ["text"]
    (home / "templates" / "text" / "cv.txt.j2").unlink()
    assert made() == BOTH
    assert made() == NONE


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% for %}", "template templates/text/cv.txt.j2:1: "),
        (
            "\n{{ document.person.name|nope }}",
            "template templates/text/cv.txt.j2:2: No filter named 'nope'",
        ),
        ("{% include 'x' %}", "template templates/text/cv.txt.j2:1: there is no template 'x'"),
        (
            "{{ document.nope }}",
            f"{PLACE} 'cvtool.model.document.Document object' has no attribute",
        ),
        ("{{ nothing }}", f"{PLACE} 'nothing' is undefined"),
        (
            "{{ document.person.name() }}",
            "template templates/text/cv.txt.j2:1: 'str' object is not callable",
        ),
        ("{{ document }}", "template templates/text/cv.txt.j2:1: a template prints Document("),
        (
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            "template templates/text/cv.txt.j2:1: maximum ",
        ),
    ],
)
def test_a_broken_template_is_named_with_its_line(home: Path, template: str, said: str) -> None:
    _add_template(home)
    (home / "templates" / "text" / "cv.txt.j2").write_text(template)
    (result,) = failed()
    assert (result.path, result.error[: len(said)]) == ("text", said)
    assert len(result.error) <= 300


@pytest.mark.parametrize(
    ("name", "failing"),
    [("text/cv.txt.j2", ["text"]), ("text/part.j2", ["text"]), ("html/404.css", ["html"])],
)
def test_a_template_in_another_encoding_is_named_with_its_line(
    home: Path, name: str, failing: list[str]
) -> None:
    _add_template(home)
    including = "{% include 'text/part.j2' ignore missing %}"
    for path, text in (("text/cv.txt.j2", including), (name, "ok\rok\r\ncaf")):
        (home / "templates" / path).parent.mkdir(exist_ok=True)
        (home / "templates" / path).write_text(text)
    with (home / "templates" / name).open("ab") as file:
        file.write(b"\xe9\n")
    results = failed("html")
    said = "byte 0xe9 is not UTF-8: save the file with encoding UTF-8"
    assert [each.path for each in results] == failing
    assert results[0].error == f"template templates/{name}:3: {said}"


@pytest.mark.parametrize("name", ["../secret", "text/../../secret", "{folder}/secret"])
def test_a_template_takes_in_no_file_of_another_folder(home: Path, name: str) -> None:
    _add_template(home)
    (home / "secret").write_text("secret")
    name = name.format(folder=home.resolve())
    (home / "templates" / "text" / "cv.txt.j2").write_text(f"{{% include {name!r} %}}")
    (result,) = failed()
    assert result.error == f"template templates/text/cv.txt.j2:1: there is no template '{name}'"


def test_a_folder_of_templates_may_hold_the_cv_too(home: Path) -> None:
    (home / "text").mkdir()
    (home / "text" / "cv.txt.j2").write_text("{% include 'text/part.j2' %}")
    (home / "text" / "part.j2").write_text("mine")
    for state in ("s", "unchanged"):
        outcome = run("render", "text", "markdown", "--templates", ".")
        assert [line.split()[-1] for line in outcome.out.splitlines()] == [state] * 2
        (home / "notes.txt").write_text(state)
    assert (home / "output" / "cv.txt").read_text() == "mine"
    (home / "text" / "cv.txt.j2").write_text("{% include 'notes.txt' %}")
    (error,) = run("render", "text", "--templates", ".").lines
    assert error.endswith("template text/cv.txt.j2:1: there is no template 'notes.txt'")


def test_a_cv_may_come_through_a_pipe(home: Path) -> None:
    command = [sys.executable, "-m", "cvtool", "render", "text", "--input", "/dev/stdin"]
    for name, state in (("Ada", "s"), ("Eve", "s"), ("Eve", "unchanged")):
        text = NAME.replace("Ada", name)
        done = subprocess.run(
            command, input=text, env=environment(), capture_output=True, text=True, check=False
        )
        assert (done.stderr, done.stdout.split()[-1:]) == ("", [state])
        assert (home / "output" / "cv.txt").read_text() == f"{name}\n"


def test_an_output_that_cannot_be_written_stops_no_other(home: Path) -> None:
    (home / "output" / "cv.txt").mkdir(parents=True)
    (result,) = failed()
    assert (result.path, result.error) == ("text", "not made, for what is said above")
    assert (home / "output" / "cv.md").is_file()
    assert [each.path for each in failed()] == ["text"]


def test_a_file_that_somebody_else_wrote_stays(home: Path) -> None:
    (home / "output").mkdir()
    (home / "output" / "cv.txt").write_text("My own.\n")
    (home / "output" / "cv.md").write_text("# Ada\n")  # what would be written here anyway
    outcome = run("render", "text", "markdown")
    assert outcome.status == 1
    first, last = outcome.lines
    assert first.startswith("output/cv.txt: error: not written by cvtool, and left alone: ")
    assert last == "cvtool: error: text: not made, for what is said above"
    assert (home / "output" / "cv.txt").read_text() == "My own.\n"
    assert (home / "output" / "cv.md").read_text() == "# Ada\n"
    assert run("render", "text", "--force").status == 0
    (home / "cv.yaml").write_text("basics: {name: Eve}\n")
    assert run("render", "text").status == 0
    assert (home / "output" / "cv.txt").read_text() == "Eve\n"


def test_an_output_never_replaces_a_source(home: Path) -> None:
    (home / "cv.yaml").rename(home / "cv.txt")
    before = (home / "cv.txt").read_bytes()
    outcome = run("render", "text", "--input", "cv.txt", "--output", ".")
    assert outcome.status == 1
    assert outcome.lines == [
        "cv.txt: error: this is a source: choose another folder with --output",
        "cvtool: error: text: not made, for what is said above",
    ]
    assert (home / "cv.txt").read_bytes() == before


def test_only_own_and_unedited_files_are_pruned(home: Path) -> None:
    assert made() == BOTH
    output = home / "output"
    written = manifest.of_folder(output)
    files = written.formats["text"].files
    for name in ("own.txt", "edited.txt", "../outside.txt"):
        (output / name).write_text("old")
        files[name] = digests.digest_of(output / name)
    files["gone.txt"] = "0"
    (output / "edited.txt").write_text("new")
    (output / "foreign.txt").write_text("old")
    manifest.write(output, written)
    _edit_cv(home)
    assert made() == BOTH
    names = {path.name for path in output.iterdir()} - {manifest.NAME}
    assert names == {"cv.txt", "cv.md", "edited.txt", "foreign.txt"}
    assert (home / "outside.txt").exists()


@given(
    st.text(max_size=20)
    | st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(
                st.sampled_from(["inputs", "formats", "text", "stamp", "key", "files", "\0"]), inner
            )
        ),
    ).map(json.dumps)
)
def test_no_manifest_is_trusted(text: str) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / manifest.NAME).write_text(text, encoding="utf-8", errors="replace")
        for before in manifest.of_folder(folder).formats.values():
            assert not before.files or not manifest.is_intact(folder, before)
            manifest.prune(folder, before, manifest.Artifacts("", ""))
        assert (folder / manifest.NAME).exists()


def test_a_manifest_that_names_missing_files_makes_them_again(home: Path) -> None:
    assert made() == BOTH
    written = manifest.of_folder(home / "output")
    written.formats["text"].files = {"gone.txt": ""}
    manifest.write(home / "output", written)
    assert made() == {"cv.txt": True, "cv.md": False}


def test_the_manifest_names_no_folder_of_the_machine(home: Path) -> None:
    assert made() == BOTH
    assert str(home) not in (home / "output" / manifest.NAME).read_text()


def test_two_clones_have_the_same_bytes(home: Path) -> None:
    assert made() == BOTH
    other = home / "clone"
    other.mkdir()
    (other / "cv.yaml").write_bytes((home / "cv.yaml").read_bytes())
    assert run_process("render", *FORMATS, cwd=other, PYTHONHASHSEED="7").status == 0
    for path in (home / "output").iterdir():
        assert (other / "output" / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "cv.txt"
    target.write_text("old")
    driver = f"""
import os, signal
from pathlib import Path
from cvtool.store.files import replace_file
os.fsync = lambda file: os.kill(os.getpid(), signal.SIGKILL)
replace_file(Path({str(target)!r}), b"new" * 100_000)
"""
    done = subprocess.run([sys.executable, "-c", driver], env=environment(), check=False)
    assert done.returncode == -signal.SIGKILL
    assert target.read_text() == "old"


def test_a_file_is_replaced_and_not_written_over(tmp_path: Path) -> None:
    target, before = tmp_path / "cv.txt", tmp_path / "before.txt"
    target.write_text("old")
    before.hardlink_to(target)
    replace_file(target, b"new")
    assert (target.read_text(), before.read_text()) == ("new", "old")


def test_what_a_first_run_wrote_before_it_was_killed_is_its_own(home: Path) -> None:
    driver = """
import os, signal
from cvtool.cli import main
from cvtool.pipeline import targets
whole = targets.replace_file
def replace_file(*args):
    whole(*args)
    os.kill(os.getpid(), signal.SIGKILL)
targets.replace_file = replace_file
main()
"""
    command = [sys.executable, "-c", driver, "render", "text"]
    done = subprocess.run(command, cwd=home, env=environment(), check=False)
    assert done.returncode == -signal.SIGKILL
    assert (home / "output" / "cv.txt").exists()
    _edit_cv(home)
    assert made() == BOTH


def test_what_a_killed_run_left_goes_with_the_next(home: Path) -> None:
    made()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = [home / "output" / f".{name}.cvtool-{ended.pid}.tmp" for name in ("cv.txt", "cv.pdf")]
    running = home / "output" / f".cv.txt.cvtool-{os.getppid()}.tmp"
    others = home / "output" / ".cv.txt.tmp"
    for path in (*left, running, others):
        path.write_text("+86 139 0000 0000")
    made()
    assert [path.exists() for path in left] == [False, False]
    assert running.exists()
    assert others.exists()


def test_a_failed_write_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        replace_file(tmp_path / "cv.txt", b"new")
    assert list(tmp_path.iterdir()) == []


def test_what_a_renderer_says_of_its_output(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def render(*_: object, level: str = WARNING) -> Iterator[Output | Problem]:
        yield Output("x.txt", b"x")
        yield Problem(("meta", "version"), "is odd", level)

    monkeypatch.setattr(sys.modules["cvtool.render.making"], "find", lambda *_: render)
    outcome = run("render", "text")
    assert (outcome.status, outcome.err) == (0, "cv.yaml:3:8: warning: meta.version: is odd\n")
    monkeypatch.setattr(
        sys.modules["cvtool.render.making"], "find", lambda *_: partial(render, level=ERROR)
    )
    outcome = run("render", "text", "--output", "elsewhere")
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.lines == [
        "cv.yaml:3:8: error: meta.version: is odd",
        "cvtool: error: text: not made, for what is said above",
    ]


def test_what_is_made_ahead_of_a_pdf_changes_no_byte_of_it(home: Path) -> None:
    (home / "cv.yaml").write_text(f"{NAME}awards:\n  - {{title: Prize, date: 2020, priority: 1}}\n")
    for name, formats in {"alone": ["pdf"], "others": ["--all"]}.items():
        assert run_process("render", *formats, "--output", name, cwd=home).status == 0
    weasyprint()  # so that no other process is begun, and nothing is made ahead
    assert run("render", "pdf", "--output", "here").status == 0
    assert {(home / name / "cv.pdf").read_bytes() for name in ("alone", "others")} == {
        (home / "here/cv.pdf").read_bytes()
    }
    assert not (home / "alone/cv.txt").exists()


@pytest.mark.parametrize("formats", ["pdf", "--all"])
def test_a_process_that_gets_the_page_fills_in_no_template(home: Path, formats: str) -> None:
    driver = """
from importlib import import_module
from cvtool.cli import main
from cvtool.pipeline import workspace

def prepared(*given):
    pdf = import_module("cvtool.render.pdf")
    pdf.paged_html = pdf.attached = None  # without them, no page is filled in
    return make_ready(*given)

make_ready = workspace.make_ready
workspace.make_ready = prepared
main()
"""
    command = [sys.executable, "-c", driver, "render", formats]
    done = subprocess.run(command, cwd=home, env=environment(), check=False, capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr
