"""Which formats a run makes that names none, and what becomes of those that were asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import NAME, Outcome, run

from cvtool.render import FORMATS, table

ON_REQUEST = {"docx", "latex", "typst", "orcid", "fragment"}
VARIANT = "variants: {short: {formats: [text, latex]}}\n"
EDITED = "somebody changed what cvtool wrote here, so it is left alone"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a cv.yaml and what each test asks for, where all slow formats are elsewhere."""
    monkeypatch.chdir(tmp_path)
    quick = {name: row for name, row in FORMATS.items() if not row.is_slow}
    monkeypatch.setattr(table, "FORMATS", quick)
    (tmp_path / "cv.yaml").write_text(NAME)
    return tmp_path


def render(*names: str) -> Outcome:
    done = run("render", *names)
    assert done.status == 0, done
    return done


def made(folder: str = "output") -> set[str]:
    files = {file.name: name for name in ON_REQUEST for file in FORMATS[name].files}
    paths = {path.relative_to(folder).as_posix() for path in Path(folder).rglob("*.*")}
    return {files[name] for name in paths & files.keys()}


@pytest.mark.usefixtures("home")
def test_what_few_publish_is_made_by_name_and_with_all() -> None:
    assert {name for name, row in FORMATS.items() if row.is_on_request} == ON_REQUEST
    render()
    assert made() == set()
    assert Path("output/contact.vcf").exists()
    render("orcid")
    assert made() == {"orcid"}
    render("--all")
    assert made() == ON_REQUEST


@pytest.mark.parametrize(
    ("more", "folder", "names"),
    [
        ("formats: {typst: {}, orcid: {}}\n", "output", {"typst", "orcid"}),
        (VARIANT, "output/short", {"latex"}),
        (VARIANT, "output", set()),
    ],
)
def test_cv_yaml_may_ask_for_it(home: Path, more: str, folder: str, names: set[str]) -> None:
    (home / "cv.yaml").write_text(NAME + more)
    render()
    assert made(folder) == names


def test_what_is_there_stays_true(home: Path) -> None:
    render("latex")
    (home / "cv.yaml").write_text("basics: {name: Grace}\n")
    render()
    assert made() == {"latex"}
    assert "Grace" in (home / "output/cv.tex").read_text()


def test_what_was_removed_is_nobodys(home: Path) -> None:
    render()
    render("latex")
    (home / "output/cv.tex").unlink()
    render()
    assert made() == set()
    (home / "output/cv.tex").write_text("My own.\n")
    assert run("render", "latex").status == 1


def test_what_somebody_goes_on_with_is_left(home: Path) -> None:
    render("latex")
    (home / "output/cv.tex").write_text("My own.\n")
    for source in (NAME, "basics: {name: Grace}\n"):
        (home / "cv.yaml").write_text(source)
        told = render().lines
        assert told == [f"output/cv.tex: note: {EDITED}: 'cvtool render latex' makes it anew"]
    assert (home / "output/cv.tex").read_text() == "My own.\n"


def test_what_cannot_be_made_any_more_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    render("docx")
    monkeypatch.setattr(table, "find_spec", lambda _: None)
    for source in (NAME, "basics: {name: Grace}\n"):
        (home / "cv.yaml").write_text(source)
        (told,) = render().lines
        assert told == "cv.docx: note: left out: pip install 'cvtool[docx]' brings what it needs"


def test_a_template_links_to_what_is_made(home: Path) -> None:
    """``alternates`` are those that a run makes by itself."""
    template = home / "templates/text/cv.txt.j2"
    template.parent.mkdir(parents=True)
    template.write_text("{% for it in document.alternates %}{{ it.name }} {% endfor %}")
    for named, is_there in ((), False), (("latex",), True):
        formats = "".join(f"{name}: {{}}" for name in named)
        (home / "cv.yaml").write_text(f"{NAME}formats: {{{formats}}}\n")
        render("text")
        assert ("cv.tex" in (home / "output/cv.txt").read_text()) is is_there
