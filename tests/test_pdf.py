"""cv.pdf: conforming, readable back, the same each time, and closed to the outside."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import page
import pypdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from golden import ROOT, SOURCES, THEMED, document, themed_pdf
from helpers import run, run_process

import cvtool
from cvtool.model.document import Document, PageStyle
from cvtool.model.problems import ProblemError
from cvtool.render import RenderError
from cvtool.render.pdf import make
from cvtool.render.pdf.engine import Content, make_pdf
from cvtool.render.pdf.files import BASE, Files
from cvtool.render.theme import theme_for
from cvtool.source.layouts import THEMES


def squeezed(words: str) -> str:
    """Without white space: where a line ends is no matter here."""
    return re.sub(r"\s+", "", words)


def written(tmp_path: Path, source: str) -> Document:
    path = tmp_path / "cv.yaml"
    path.write_text(source, encoding="utf-8")
    return cvtool.load(path)


@pytest.mark.parametrize(
    ("case", "theme"), sorted({*THEMED, *(("everything", theme) for theme in THEMES)})
)
def test_every_theme_conforms_to_both_standards(case: str, theme: str) -> None:
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(themed_pdf(case, theme), profile=profile)
        assert [(each.rule_id, each.message) for each in report.failures] == []
        assert report.rules.total > 100


def test_the_checker_bites() -> None:
    broken = themed_pdf("sample", "plain").replace(b"pdfuaid:part", b"pdfuaid:Part")
    assert page.validate_pdf_bytes(broken, profile="ua1").failures


@pytest.mark.parametrize("theme", THEMES)
def test_the_sample_takes_two_pages(theme: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(themed_pdf("sample", theme)))
    assert len(reader.pages) == (3 if theme == "lebenslauf" else 2)


def test_hyphenated_words_stay_on_one_line() -> None:
    reader = pypdf.PdfReader(io.BytesIO(themed_pdf("sample", "modern")))
    read = "\n".join(each.extract_text() for each in reader.pages)
    assert not re.search(r"\w-\n", read)
    assert "real-world" in read


def test_metadata_outline_and_language() -> None:
    reader = pypdf.PdfReader(io.BytesIO(themed_pdf("sample", "two-tone")))
    root: Any = reader.root_object
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.author == "Chijun Sima"
    assert "MLSys" in str(reader.metadata["/Keywords"])
    assert str(reader.metadata["/CreationDate"]).startswith("D:20260315")
    titles = [each.title for each in reader.outline[0:1] if hasattr(each, "title")]
    assert titles == ["Chijun Sima"]


def test_the_title_of_the_file_is_text(tmp_path: Path) -> None:
    source = "basics: {name: Jean-Luc Kerbrat, label: Post-doctoral <fellow> at R&D}\n"
    reader = pypdf.PdfReader(io.BytesIO(cvtool.render(written(tmp_path, source), "pdf")[0].data))
    assert reader.metadata is not None
    title = "Jean-Luc Kerbrat — Post-doctoral <fellow> at R&D"
    assert reader.metadata.title == title
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.dc_title == {"x-default": title}


def test_the_metadata_is_plain_text(tmp_path: Path) -> None:
    basics = "basics: {name: Jean-Luc R&D, label: Full-stack dev, keywords: [low-latency, A&B]}"
    metadata = pypdf.PdfReader(
        io.BytesIO(cvtool.render(written(tmp_path, basics), "pdf")[0].data)
    ).metadata
    assert metadata is not None
    assert metadata.title == "Jean-Luc R&D — Full-stack dev"
    assert str(metadata["/Keywords"]) == "low-latency, A&B"


def test_fonts_are_embedded_and_only_the_shipped_ones() -> None:
    reader = pypdf.PdfReader(io.BytesIO(themed_pdf("sample", "two-tone")))
    found = set()
    for font in fonts_of(reader):
        for descendant in font["/DescendantFonts"]:
            descriptor = descendant.get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            found.add(descriptor["/FontName"].split("+")[1])
    assert found <= {"CV-Sans", "CV-Sans-Bold", "CV-Sans-Italic", *SERIFS}


def embedded(data: bytes) -> set[str]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    return {font["/BaseFont"].split("+")[1].strip(",") for font in fonts_of(reader)}


CHINESE = "locale: zh\nbasics: {name: 林予安}\nlanguages: [{language: 中文}]\n"
REGULAR, BOLD = "NotoSansCJKsc-subset.otf", "NotoSansCJKsc-Bold-subset.otf"


@pytest.mark.parametrize(
    ("files", "names"),
    [([REGULAR], {"CV-Own-0"}), ([REGULAR, BOLD], {"CV-Own-0", "CV-Own-0-Bold"})],
)
def test_own_fonts_of_one_family_are_its_weights(
    files: list[str], names: set[str], tmp_path: Path
) -> None:
    (tmp_path / "fonts").mkdir()
    for name in files:
        copy(SOURCES["chinese"].parent / "fonts" / name, tmp_path / "fonts")
    data = cvtool.render(written(tmp_path, CHINESE), "pdf")[0].data
    assert {name for name in embedded(data) if "Own" in name} == names


def named_font(folder: Path, name: str) -> None:
    """Puts a font that calls itself ``name`` into the folder."""
    font = TTFont(ROOT / "templates/pdf/fonts/SourceSans3-Regular.ttf")
    for identifier in (1, 16):
        font["name"].setName(name, identifier, 3, 1, 0x409)
    folder.mkdir(parents=True)
    font.save(folder / "some.ttf")


def test_the_text_has_the_font_that_is_named_where_it_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "basics: {name: Ada, summary: Words.}\n"
    named = f"{source}pdf: {{font: cvtool test}}\n"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with pytest.raises(RenderError, match="no font is called 'cvtool test': put its files into"):
        cvtool.render(written(tmp_path, named), "pdf")
    named_font(tmp_path / "data/fonts", "CVtool Test")
    assert "CVtool-Test" in embedded(cvtool.render(written(tmp_path, named), "pdf")[0].data)
    assert "CVtool-Test" not in embedded(cvtool.render(written(tmp_path, source), "pdf")[0].data)
    named_font(tmp_path / "fonts", "CVtool Test")
    assert "CV-Own-0" in embedded(cvtool.render(written(tmp_path, named), "pdf")[0].data)


def test_a_font_that_is_nowhere_is_an_error_at_its_key(tmp_path: Path) -> None:
    """The nearest name is said, of those in fonts/ too, and the other formats are made."""
    named_font(tmp_path / "fonts", "CVtool Test")
    source = tmp_path / "cv.yaml"
    source.write_text("basics: {name: Ada}\npdf:\n  font: CVtol Test\n")
    done = run("render", "pdf", "text", "-i", source, "-o", tmp_path / "out")
    assert done.lines == [
        f"{source}:3:3: error: pdf.font: no font is called 'CVtol Test': put its files into a "
        "folder 'fonts' beside cv.yaml, install it, or write serif or sans; did you mean "
        "'CVtool Test'?",
        "cvtool: error: pdf: not made, for what is said above",
    ]
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert (done.status, made >= {"cv.txt"}, "cv.pdf" in made) == (1, True, False)


def test_a_file_that_is_no_font_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts/mine.ttf").write_text("no font")
    with pytest.raises(RenderError, match=r"fonts/mine\.ttf is no font that can be read"):
        cvtool.render(written(tmp_path, "basics: {name: Ada}\n"), "pdf")


def fonts_of(reader: pypdf.PdfReader) -> Iterator[Any]:
    for each in reader.pages:
        resources: Any = each["/Resources"]
        for font in resources["/Font"].values():
            yield font.get_object()


SERIFS = {"CV-Serif", "CV-Serif-Bold", "CV-Serif-Italic", "CV-Serif-Bold-Italic"}


def test_links_can_be_followed_or_left_out(tmp_path: Path) -> None:
    source = "basics: {name: Ada, url: 'https://ada.example.org', email: ada@example.org}\n"
    assert targets(written(tmp_path, source)) == {
        "https://ada.example.org",
        "mailto:ada@example.org",
    }
    assert targets(written(tmp_path, source + "pdf: {links: false}\n")) == set()


def targets(of: Document) -> set[str]:
    reader = pypdf.PdfReader(io.BytesIO(cvtool.render(of, "pdf")[0].data))
    notes = [note.get_object() for each in reader.pages for note in each.get("/Annots", [])]
    return {note["/A"]["/URI"] for note in notes}


def test_a_link_with_emphasis_inside_still_conforms(tmp_path: Path) -> None:
    source = (
        "basics: {name: Ada, summary: 'See [my *very* `long-winded` page](https://a.example).'}"
    )
    data = cvtool.render(written(tmp_path, source), "pdf")[0].data
    assert not page.validate_pdf_bytes(data, profile="ua1").failures


def test_page_settings_reach_the_page(tmp_path: Path) -> None:
    settings = "pdf: {pageSize: Letter, header: 'Top of {name}', footer: 'p{page}of{pages}'}\n"
    data = cvtool.render(written(tmp_path, "basics: {name: Ada}\n" + settings), "pdf")[0].data
    (only,) = pypdf.PdfReader(io.BytesIO(data)).pages
    assert (only.mediabox.width, only.mediabox.height) == (612, 792)
    assert {"TopofAda", "p1of1"} <= {squeezed(line) for line in only.extract_text().split("\n")}


@pytest.mark.parametrize(
    ("country", "said", "height"),
    [("US", "", 792), ("mx", "", 792), ("DE", "", 842), ("", "", 842), ("US", "pageSize: A4", 842)],
)
def test_the_paper_is_that_of_the_country(
    country: str, said: str, height: int, tmp_path: Path
) -> None:
    code = country and f"countryCode: {country}"
    source = f"basics: {{name: Ada, location: {{city: Springfield, {code}}}}}\npdf: {{{said}}}\n"
    data = cvtool.render(written(tmp_path, source), "pdf")[0].data
    (only,) = pypdf.PdfReader(io.BytesIO(data)).pages
    assert round(only.mediabox.height) == height


@pytest.mark.parametrize(
    "setting",
    ["margin: 30mm", "font: sans", "fontSize: 12pt", "accentColor: '#aa0000'", "density: airy"],
)
def test_each_setting_changes_the_pages(setting: str, tmp_path: Path) -> None:
    source = "basics: {name: Ada, summary: Some words.}\n"
    plain = cvtool.render(written(tmp_path, source), "pdf")[0].data
    changed = cvtool.render(written(tmp_path, f"{source}pdf: {{{setting}}}\n"), "pdf")[0].data
    assert plain != changed


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("theme: plian", "did you mean 'plain'?"),
        ("pageSize: A5", "expected 'A4' or 'Letter'"),
        ("margin: wide", "write 18mm"),
        ("margin: 90mm", "leaves no room"),
        ("fontSize: 2pt", "from 6pt to 24pt"),
        ("accentColor: red", "'#1f4e79'"),
        ("density: tight", "expected 'compact', 'normal' or 'airy'"),
        ("font: 'a;b'", "write serif, sans"),
        ("footer: '{pgae}'", "there are {name}, {page} and {pages}"),
        ("header: true", "write its words, or false for none"),
        ("links: perhaps", "expected true or false"),
    ],
)
def test_wrong_settings_are_refused_where_they_stand(
    setting: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(ProblemError) as caught:
        written(tmp_path, f"basics: {{name: Ada}}\npdf:\n  {setting}\n")
    (problem,) = caught.value.problems
    assert problem.line == 3
    assert said in problem.message


def test_without_pango_a_line_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text("basics: {name: Ada}\n")
    (tmp_path / "sitecustomize.py").write_text(
        "from cvtool.render.pdf import quick\n"
        "def dlopen(self, name, flags=0):\n"
        "    raise OSError(f'cannot load library {name}')\n"
        "quick._Declarations.dlopen = dlopen\n"
    )
    path = f"{tmp_path}{os.pathsep}{ROOT}"
    outcome = run_process("render", "text", "pdf", "card", cwd=tmp_path, PYTHONPATH=path)
    assert [line.split()[0] for line in outcome.out.splitlines()] == ["output/cv.txt"]
    assert outcome.status == 1
    starts = [line.partition(": on Debian")[0] for line in outcome.lines]
    assert starts == [f"cvtool: error: {name}: this needs Pango" for name in ("pdf", "card")]
    assert all(
        name in line for line in outcome.lines for name in ("Fedora", "macOS", "Windows", "apt ")
    )


def test_the_schema_lists_the_themes_that_there_are() -> None:
    assert sorted(THEMES) == theme_for(ROOT).looks("pdf")


def test_a_theme_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "templates/pdf/themes/mine.css"
    own.parent.mkdir(parents=True)
    own.write_text(":root { --size: 20pt; }")
    source = "basics: {name: Ada, summary: Words.}\n"
    plain = cvtool.render(written(tmp_path, source), "pdf")[0].data
    mine = cvtool.render(written(tmp_path, source + "pdf: {theme: mine}\n"), "pdf")[0].data
    assert plain != mine


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "https://example.org/x.png", f"{BASE}../base.css", f"{BASE}/etc/passwd"],
)
def test_the_page_loads_nothing_from_outside(address: str) -> None:
    files = Files(document("sample"), theme_for(ROOT))
    source = f'<html lang="en"><title>x</title><img src="{address}" alt="x">'
    with pytest.raises(RenderError, match="may not load"):
        make_pdf(Content(source), [files.theme.read("pdf/fonts.css")], files)


def test_what_a_cv_says_is_text_and_no_markup(tmp_path: Path) -> None:
    hostile = "<img src='file:///etc/passwd'><script>x</script>"
    source = f'basics: {{name: "{hostile}", summary: "{hostile}"}}\n'
    data = cvtool.render(written(tmp_path, source), "pdf")[0].data
    (only,) = pypdf.PdfReader(io.BytesIO(data)).pages
    assert squeezed(hostile) in squeezed(only.extract_text())


def test_long_words_and_long_lists_stay_inside_the_margins(tmp_path: Path) -> None:
    source = (
        f"basics: {{name: Ada, url: 'https://example.org/{'path/' * 60}'}}\n"
        f"work:\n  - name: {'W' * 300}\n    highlights: ['{'x' * 500}', '{'a-b/' * 120}']\n"
        f"publications:\n  - {{name: T, authors: [{', '.join(['Ann Other'] * 120)}]}}\n"
    )
    data = cvtool.render(written(tmp_path, source), "pdf")[0].data
    for each in pypdfium2.PdfDocument(data):
        sheet = each.render().to_pil().convert("L")
        margin = sheet.crop((sheet.width - 40, 0, sheet.width, sheet.height))
        assert margin.getextrema() == (255, 255)
        assert sheet.getextrema()[0] < 100


@pytest.mark.parametrize(("case", "theme"), THEMED)
def test_every_stream_is_as_long_as_it_says(case: str, theme: str) -> None:
    data = themed_pdf(case, theme)
    streams = list(re.finditer(rb"/Length (\d+)[^>]*>>\nstream\n", data))
    assert len(streams) == data.count(b"\r\nendstream\n") > 5
    for each in streams:
        assert data[each.end() + int(each[1]) :].startswith(b"\r\nendstream\nendobj\n")


def test_default_style_is_the_first_theme() -> None:
    assert PageStyle().theme == THEMES[0]


@pytest.mark.parametrize("before", [None, "/etc/fonts/fonts.conf"])
def test_programs_started_later_find_the_fonts_of_the_system(
    before: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    if before:
        monkeypatch.setenv("FONTCONFIG_FILE", before)
    found = document("name-only")
    make(found, found.pages, theme_for(found.folder))
    assert os.environ.get("FONTCONFIG_FILE") == before
