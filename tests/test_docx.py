"""cv.docx: what Word and LibreOffice make of it, a file of the user's that gives the styles."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docxs import docx_text, parts
from golden import SOURCES, outputs
from helpers import NAME, png, run

import cvtool
from cvtool.render import RenderError

CV = """\
basics:
  name: Ada King
  label: Engineer
  email: ada@example.org
  url: https://ada.example/
  keywords: [engines, looms]
  image: {file: me.png, alt: Ada at a loom}
  summary: |
    One *two* **three** `four` [five](https://five.example/)

    1. A
    2. B

    Between

    1. C
    2. D
work:
- {name: Mill, position: Weaver, location: Leeds, startDate: 2020-01,
   highlights: [{Made: cloth}, {Led: [a, b]}]}
awards:
- {title: Prize, date: 2021}
meta: {lastModified: 2024-05-06}
"""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDERS = {
    "pPr": "pStyle keepNext keepLines numPr pBdr tabs bidi spacing ind jc outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs smallCaps color sz szCs u vertAlign rtl lang",
    "style": "name basedOn next qFormat pPr rPr",
    "lvl": "start numFmt lvlText lvlJc pPr",
    "numbering": "abstractNum num",
}
"""Elements whose children the schema wants in this order: Word repairs a file with another."""


def made(folder: Path, text: str = CV, locale: str = "") -> bytes:
    (folder / "me.png").write_bytes(png(40, 50))
    (folder / "cv.yaml").write_text(text, encoding="utf-8")
    (output,) = cvtool.render(cvtool.load(folder / "cv.yaml"), "docx")
    assert output.path == "cv.docx"
    return output.data


def read(data: bytes) -> Any:
    return docx.Document(BytesIO(data))


def lines(data: bytes) -> list[str]:
    return docx_text(data).splitlines()


def test_it_has_the_styles_of_word(tmp_path: Path) -> None:
    found = lines(made(tmp_path))
    assert found[:11] == [
        "Title: 'Ada King'",
        "Subtitle: 'Engineer'",
        "Contact: 'ada@example.org · https://ada.example/' "
        "<mailto:ada@example.org> <https://ada.example/>",
        "Heading 1: 'Summary'",
        "Normal: 'One two three four five' <https://five.example/>",
        "List Number: 'A'",
        "List Number: 'B'",
        "Normal: 'Between'",
        "List Number: 'C'",
        "List Number: 'D'",
        "Heading 1: 'Experience'",
    ]
    assert found[11:19] == [
        "Heading 2: 'Mill\\tJan 2020 – Present'",
        "Entry Sub: 'Weaver\\tLeeds'",
        "List Bullet: 'Made. cloth'",
        "List Bullet: 'Led:'",
        "List Bullet 2: 'a'",
        "List Bullet 2: 'b'",
        "Heading 1: 'Awards'",
        "Entry Line: 'Prize\\t2021'",
    ]


def test_each_list_has_its_own_numbers(tmp_path: Path) -> None:
    word = read(made(tmp_path))
    items = [each for each in word.paragraphs if each.style and each.style.name == "List Number"]
    lists = [each._p.pPr.numPr.numId.val for each in items]
    assert (lists[0] == lists[1], lists[1] == lists[2]) == (True, False)
    numbering = parse_xml(parts(made(tmp_path))["word/numbering.xml"])
    starts = {
        int(each.get(f"{W}numId")): each.find(f".//{W}startOverride")
        for each in numbering.iter(f"{W}num")
    }
    assert [starts[each].get(f"{W}val") for each in {*lists}] == ["1", "1"]


def test_what_is_at_the_right_stands_at_one_tab(tmp_path: Path) -> None:
    word = read(made(tmp_path))
    (page,) = word.sections
    width = page.page_width - page.left_margin - page.right_margin
    ended = [each for each in word.paragraphs if "\t" in each.text]
    stops = [stop for each in ended for stop in each.paragraph_format.tab_stops]
    assert len(stops) == len(ended) == 3
    assert all(abs(stop.position - width) < 700 for stop in stops)
    assert {str(stop.alignment) for stop in stops} == {"RIGHT (2)"}


def test_it_says_whose_it_is_and_in_which_language(tmp_path: Path) -> None:
    data = made(tmp_path, f"{CV}locale: de\n")
    about = read(data).core_properties
    assert (about.title, about.author, about.subject) == (
        "Ada King — Engineer",
        "Ada King",
        "Engineer",
    )
    assert (about.keywords, about.language, about.comments) == ("engines, looms", "de", "")
    assert str(about.created) == str(about.modified) == "2024-05-06 00:00:00+00:00"
    assert b'<w:lang w:val="de"' in parts(data)["word/styles.xml"]
    assert {*parts(data)} == {
        *("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml"),
        *("word/_rels/document.xml.rels", "word/media/image1.png", "word/numbering.xml"),
        *("word/settings.xml", "word/styles.xml"),
    }


def test_the_portrait_has_words_that_stand_for_it(tmp_path: Path) -> None:
    text = parts(made(tmp_path))["word/document.xml"].decode()
    (about,) = re.findall(r"<wp:docPr [^>]*>", text)
    assert 'descr="Ada at a loom"' in about
    assert (
        b"<w:drawing"
        not in parts(made(tmp_path, f"{CV}pdf: {{photo: false}}\n"))["word/document.xml"]
    )


def test_from_right_to_left(tmp_path: Path) -> None:
    text = parts(made(tmp_path, "basics: {name: عربي}\nlocale: ar\n"))["word/document.xml"].decode()
    assert "<w:bidi/>" in text
    assert "<w:rtl/>" in text
    person = "basics: {name: عربي, url: 'https://a.example/', label: C++}\nlocale: "
    for locale, mark in (("ar", "\u200e"), ("en", "")):
        paragraphs = [each.text for each in read(made(tmp_path, f"{person}{locale}\n")).paragraphs]
        assert paragraphs[1:3] == [f"C++{mark}", f"https://a.example/{mark}"]


@pytest.mark.parametrize("case", SOURCES)
def test_word_has_nothing_to_repair(case: str) -> None:
    inside = parts(outputs(case)["cv.docx"])
    ids = set(re.findall(r'Id="([^"]*)"', inside["word/_rels/document.xml.rels"].decode()))
    styles = set(re.findall(r'w:styleId="([^"]*)"', inside["word/styles.xml"].decode()))
    for name in ("document", "styles", "numbering"):
        root = parse_xml(inside[f"word/{name}.xml"])
        for tag, order in ORDERS.items():
            for each in root.iter(f"{W}{tag}"):
                places = [order.split().index(child.tag.rpartition("}")[2]) for child in each]
                assert places == sorted(places), each.tag
        for each in root.iter():
            if each.tag in (f"{W}pStyle", f"{W}rStyle", f"{W}basedOn", f"{W}next"):
                assert each.get(f"{W}val") in styles
            for name_, value in each.attrib.items():
                assert (
                    not str(name_).startswith(
                        "{http://schemas.openxmlformats.org/officeDocument/2006/rel"
                    )
                    or value in ids
                )
            assert each.tag != f"{W}hyperlink" or not each.findall(f".//{W}hyperlink")


def reference(folder: Path) -> None:
    """A file of the user's: a heading of its own look, words, a header, an author, fewer styles."""
    word: Any = docx.Document()
    old = word.add_paragraph("Old words")
    old.add_run().add_picture(BytesIO(png(9, 9)))
    word.add_comment(old.runs, "Secret comment", author="Somebody Else")
    word.styles["Heading 1"].font.name = "Papyrus"
    word.core_properties.author = "Somebody Else"
    word.core_properties.comments = "Secret remark"
    word.sections[0].header.paragraphs[0].text = "At the top"
    word.styles["List Bullet 2"].delete()
    (folder / "templates" / "docx").mkdir(parents=True)
    word.save(str(folder / "templates" / "docx" / "reference.docx"))


def test_a_file_of_the_users_gives_the_styles(tmp_path: Path) -> None:
    usual = made(tmp_path)
    reference(tmp_path)
    own = made(tmp_path)
    assert own == made(tmp_path)
    words = [line for line in lines(own) if not line.startswith("revision")]
    assert words == [line for line in lines(usual) if not line.startswith("revision")]
    inside = b"\n".join(parts(own).values())
    assert [each for each in (b"Old words", b"Somebody", b"Secret") if each in inside] == []
    media = [name for name in parts(own) if "comments" in name or "media" in name]
    assert len(media) == 1
    assert b"Papyrus" in inside
    assert b"At the top" in inside
    word = read(own)
    assert word.styles["List Bullet 2"].element.find(f".//{qn('w:numPr')}") is None
    (nested, _) = (each for each in word.paragraphs if each.style.name == "List Bullet 2")
    assert nested._p.pPr.numPr.ilvl.val == 1


def test_a_file_that_is_none_of_word_is_named(tmp_path: Path) -> None:
    reference(tmp_path)
    (tmp_path / "templates/docx/reference.docx").write_bytes(b"PK nothing")
    with pytest.raises(RenderError, match=r"reference\.docx' is no file of Word"):
        made(tmp_path)


@pytest.fixture
def without_docx() -> Iterator[None]:
    """python-docx is not installed."""
    gone: Any = {"docx": None, "cvtool.render.docx.package": None}
    with mock.patch.dict(sys.modules, gone):
        yield


def test_without_the_library_it_is_left_out(tmp_path: Path, without_docx: None) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    where = ("-i", tmp_path / "cv.yaml", "-o", tmp_path / "output")
    every = run("render", "--all", *where)
    assert every.status == 0
    assert "cv.docx: note: left out: pip install 'cvtool[docx]' brings what it needs" in every.lines
    assert not (tmp_path / "output" / "cv.docx").exists()
    alone = run("render", "docx", *where)
    assert alone.status == 1
    assert (
        "needs python-docx, which is not installed: pip install 'cvtool[docx]'"
        in alone.out + alone.err
    )
