"""What cv.pdf carries inside, and the previews of its themes."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import page
import pypdf
import pytest
from helpers import NAME, ROOT, run
from PIL import Image

import cvtool
from cvtool.source.layouts import THEMES


def reader_of(source: Path) -> pypdf.PdfReader:
    (output,) = cvtool.render(cvtool.load(source), "pdf")
    return pypdf.PdfReader(io.BytesIO(output.data))


def test_resume_json_is_inside_as_it_is_outside() -> None:
    inside = reader_of(ROOT / "cv.yaml").attachments["resume.json"][0]
    (outside,) = cvtool.render(cvtool.load(ROOT / "cv.yaml"), "jsonresume")
    assert inside == outside.data
    assert json.loads(inside)["basics"]["name"] == "Chijun Sima"


@pytest.mark.parametrize("precision", ["day", "month", "year"])
def test_dates_inside_are_as_precise_as_on_the_pages(tmp_path: Path, precision: str) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(
        f"basics: {{name: Ada}}\ndates: {precision}\n"
        "work: [{name: A, startDate: 2019-03-11, projects: [{name: B, endDate: 2019-03-12}]}]\n"
        "certificates: [{name: C, date: 2019-03-13}]\n"
        "talks: [{name: D, venues: [{name: E, date: 2019-03-14}]}]\n"
        "education: [{area: F, startDate: 2019-03-15, period: Once}]\n"
    )
    inside = reader_of(source).attachments["resume.json"][0].decode()
    whole = ["2019-03-11", "2019-03-12", "2019-03-13", "2019-03-14", "2019-03-14"]
    shown = {"day": 10, "month": 7, "year": 4}[precision]
    found = re.findall(r'"(2019[-\d]*)"', inside)
    assert sorted(found) == [date[:shown] for date in whole]


def test_publications_bib_is_inside_as_it_is_outside() -> None:
    inside = reader_of(ROOT / "cv.yaml").attachments["publications.bib"][0]
    (outside,) = cvtool.render(cvtool.load(ROOT / "cv.yaml"), "bibtex")
    assert inside == outside.data
    assert b"{sima2022ekko," in inside


def test_what_is_attached_says_how_it_relates() -> None:
    root: Any = reader_of(ROOT / "cv.yaml").root_object
    found = {each.get_object()["/UF"]: each.get_object() for each in root["/AF"]}
    assert len(found) == len(root["/AF"])
    assert found["resume.json"]["/AFRelationship"] == "/Alternative"
    assert found["publications.bib"]["/AFRelationship"] == "/Data"
    stream = found["resume.json"]["/EF"]["/F"].get_object()
    assert stream["/Subtype"] == "/application/json"
    assert stream["/Params"]["/ModDate"].startswith("D:20260315")


def test_a_cv_without_a_date_attaches_without_one_and_conforms(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text("basics: {name: Ada}\n")
    root: Any = reader_of(source).root_object
    stream = root["/AF"][0].get_object()["/EF"]["/F"].get_object()
    assert not {"/ModDate", "/CreationDate"} & set(stream["/Params"])
    (output,) = cvtool.render(cvtool.load(source), "pdf")
    assert page.validate_pdf_bytes(output.data, profile="3a").is_compliant


def test_a_theme_in_another_encoding_is_listed_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "templates/pdf/themes/own.css"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"/* own: caf\xe9, to be */")
    monkeypatch.chdir(tmp_path)
    outcome = run("themes")
    assert (outcome.status, outcome.err) == (0, "")
    assert re.search("own +caf\N{REPLACEMENT CHARACTER}, to be", outcome.out)


def test_themes_are_listed_with_a_word_on_each() -> None:
    outcome = run("themes", "--input", ROOT / "cv.yaml")
    lines = [line.split(maxsplit=1) for line in outcome.out.splitlines()]
    assert sorted(name for name, _ in lines) == sorted(THEMES)
    assert all(len(about) > 20 for _, about in lines)


def test_a_preview_is_a_pdf_and_a_picture_of_each_theme(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text("basics: {name: Ada, summary: Some words.}\n")
    outcome = run("themes", "--input", source, "--preview", tmp_path / "seen")
    assert outcome.status == 0
    pictures = {path.stem: path for path in (tmp_path / "seen").glob("*.png")}
    assert sorted(pictures) == sorted(THEMES)
    assert len({path.read_bytes() for path in (tmp_path / "seen").glob("*.pdf")}) == len(THEMES)
    shown = (tmp_path / "seen/themes.html").read_text()
    assert [
        name for name in THEMES if f'href="{name}.pdf"><img src="{name}.png"' not in shown
    ] == []
    for path in pictures.values():
        with Image.open(path) as picture:
            assert picture.width > 700
            assert len(picture.convert("RGB").getcolors(100_000) or []) > 10


def test_a_preview_writes_over_nobodys_file(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    (tmp_path / "plain.png").write_text("mine")
    outcome = run("themes", "--input", tmp_path / "cv.yaml", "--preview", tmp_path)
    assert "plain.png' was not written by cvtool" in outcome.err
    assert {path.name for path in tmp_path.iterdir()} == {"cv.yaml", "plain.png"}


def test_a_preview_of_a_broken_cv_is_an_error(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text("basics: {nmae: Ada}\n")
    outcome = run("themes", "--input", source, "--preview", tmp_path / "seen")
    assert outcome.status == 1
    assert "did you mean 'name'" in outcome.err
    assert not (tmp_path / "seen").exists()


def test_a_preview_into_what_cannot_be_written_is_one_plain_line(tmp_path: Path) -> None:
    source, folder = tmp_path / "cv.yaml", tmp_path / "seen"
    source.write_text("basics: {name: Ada}\n")
    folder.write_text("a file")
    outcome = run("themes", "--input", source, "--preview", folder)
    assert outcome.status == 1
    assert outcome.err == f"cvtool: error: cannot write into '{folder}': File exists\n"
