"""The name that cv.pdf has, and its pages as pictures."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from helpers import Outcome, check, run
from PIL import Image

import cvtool

CV = "basics:\n  name: {name}\nlocale: {language}\nsite: {{url: https://ada.org}}\n"


def source(folder: Path, pattern: str, name: str = "Ada Lovelace", language: str = "en") -> Path:
    path = folder / "cv.yaml"
    head = CV.format(name=json.dumps(name), language=language)
    path.write_text(f"{head}pdf: {{file: {json.dumps(pattern)}}}\n")
    return path


def render(path: Path, *more: str) -> Outcome:
    done = run("render", "--input", path, "--output", path.parent / "out", *more)
    assert done.status == 0, done
    return done


def made(folder: Path) -> set[str]:
    return {path.name for path in (folder / "out").iterdir() if path.suffix in (".pdf", ".png")}


@pytest.mark.parametrize(
    ("pattern", "name", "language", "file"),
    [
        ("{name}_CV.pdf", "Ada Lovelace", "en", "Ada_Lovelace_CV.pdf"),
        ("{name}-CV.pdf", "Ada Lovelace", "en", "Ada-Lovelace-CV.pdf"),
        ("CV {name}.pdf", "Ada Lovelace", "en", "CV Ada Lovelace.pdf"),
        ("{name}.PDF", "Ada Lovelace", "en", "Ada_Lovelace.PDF"),
        ("{name}_CV.pdf", "Jürgen Öz O'Neil/Łuk, Ph.D.", "de", "Juergen_Oez_ONeil_Luk_Ph_D_CV.pdf"),
        ("{name}_CV.pdf", "Zoë", "en", "Zoe_CV.pdf"),
        ("{name}简历.pdf", "王小明", "zh", "王小明简历.pdf"),
        ("CV_{name}_2.pdf", "✶", "en", "CV_2.pdf"),
        ("{name}_CV.pdf", "✶", "en", "CV.pdf"),
        ("resume.pdf", "Ada", "en", "resume.pdf"),
    ],
)
def test_the_name_of_the_person_stands_in_that_of_the_file(
    tmp_path: Path, pattern: str, name: str, language: str, file: str
) -> None:
    (output,) = cvtool.render(cvtool.load(source(tmp_path, pattern, name, language)), "pdf")
    assert output.path == file


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("a/b.pdf", "cannot be the name of a file: no name of a file has '/'"),
        ("..\\b.pdf", "cannot be the name of a file: no name of a file has '\\\\'"),
        ("a\tb.pdf", "cannot be the name of a file: no name of a file has '\\t'"),
        ("a:b.pdf", "cannot be the name of a file: no name of a file has ':'"),
        ("Con.pdf", "cannot be the name of a file: Windows keeps that name for a device"),
        ("lpt1.cv.pdf", "cannot be the name of a file: Windows keeps that name for a device"),
        (".cv.pdf", "the name of a file begins with no dot and no blank"),
        (" cv.pdf", "the name of a file begins with no dot and no blank"),
        ("x" * 300 + ".pdf", "it is longer than 200 bytes"),
        ("{name}", "'{name}' is no name of a PDF: write one as '{name}_CV.pdf'"),
        ("{nmae}.pdf", "'{nmae}' is not known: there is {name} alone"),
    ],
)
def test_what_no_system_takes_is_told_at_its_line(tmp_path: Path, pattern: str, what: str) -> None:
    (line,) = check(tmp_path, source(tmp_path, pattern).read_text())
    assert line.startswith("cv.yaml:5:7: error: pdf.file: ")
    assert what in line


def test_so_is_what_the_name_of_the_person_makes_of_it(tmp_path: Path) -> None:
    (line,) = check(tmp_path, source(tmp_path, "{name}.pdf", "Nul").read_text())
    assert line == (
        "cv.yaml:5:7: error: pdf.file: the file would be 'Nul.pdf', and Windows keeps that name "
        "for a device"
    )


def test_links_lead_to_the_file_by_its_name(tmp_path: Path) -> None:
    render(source(tmp_path, "CV {name} #1.pdf"))
    out = tmp_path / "out"
    href = "CV%20Ada%20Lovelace%20%231.pdf"
    assert (out / "index.html").read_text().count(f'href="{href}"') == 3
    for name in ("llms.txt", "llms-full.txt"):
        assert f"https://ada.org/{href}" in (out / name).read_text()
    texts = (path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert not any(b"cv.pdf" in text for text in texts)


def test_another_name_takes_the_file_of_the_first_away(tmp_path: Path) -> None:
    render(source(tmp_path, "{name}_CV.pdf"), "pdf")
    assert made(tmp_path) == {"Ada_Lovelace_CV.pdf"}
    render(source(tmp_path, "resume.pdf"), "pdf")
    assert made(tmp_path) == {"resume.pdf"}
    (tmp_path / "out/resume.pdf").write_text("mine")
    done = render(source(tmp_path, "cv.pdf"), "pdf")
    assert made(tmp_path) == {"resume.pdf", "cv.pdf"}
    assert "somebody changed what cvtool wrote here" in done.err


def test_no_variant_has_a_folder_of_its_name(tmp_path: Path) -> None:
    (line,) = check(tmp_path, "basics: {name: Ada}\nvariants: {a: {folder: ada.pdf}}\n")
    assert "the folder 'ada.pdf' is that of an output: choose another" in line


def test_pages_are_pictures_as_long_as_that_is_asked(tmp_path: Path) -> None:
    path = source(tmp_path, "{name}_CV.pdf")
    path.write_text(path.read_text().replace("basics:", f"basics:\n  summary: {'word ' * 1500}"))
    render(path, "pdf", "--png")
    pdf, *pictures = ("Ada_Lovelace_CV.pdf", "Ada_Lovelace_CV-1.png", "Ada_Lovelace_CV-2.png")
    assert made(tmp_path) >= {pdf, *pictures}
    first = (tmp_path / "out" / pictures[0]).read_bytes()
    image = Image.open(BytesIO(first))
    assert (image.size, round(image.info["dpi"][0])) == ((1241, 1754), 150)
    again = render(path, "pdf", "--png")
    assert again.out.count("unchanged") == len(made(tmp_path))
    render(path, "pdf", "--png", "--force")
    assert (tmp_path / "out" / pictures[0]).read_bytes() == first
    render(path, "text")
    assert made(tmp_path) >= {*pictures}
    render(source(tmp_path, "{name}_CV.pdf"), "pdf", "--png")
    assert made(tmp_path) == {pdf, pictures[0]}
    render(path, "pdf")
    assert made(tmp_path) == {pdf}


def test_pictures_need_the_pdf(tmp_path: Path) -> None:
    done = run("render", "html", "--png", "--input", source(tmp_path, "cv.pdf"))
    assert (done.status, "it is for cv.pdf: name pdf, too" in done.err) == (2, True)
