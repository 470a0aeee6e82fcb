"""The head of cv.pdf, what may stand beside the main column, and how a theme asks for either."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import page
import pypdfium2
import pytest
from golden import arranged, is_centred
from helpers import check
from pdfs import links, pages, reader
from PIL import Image, ImageChops, ImageDraw
from readers import READERS

import cvtool
from cvtool.model.document import Letter
from cvtool.model.inline import plain
from cvtool.model.url import telephone
from cvtool.render.pdf import letter
from cvtool.render.theme import theme_for
from cvtool.source.layouts import THEMES

BARRED = [each for each in THEMES if arranged(each).labels == "before" and not arranged(each).aside]
"""The themes that have bars between the contacts."""

BASICS: dict[str, Any] = {
    "name": "Ada Lovelace",
    "label": "Mathematician",
    "image": "portrait.png",
    "email": "ada@example.org",
    "phone": "+44 20 7946 0000",
    "url": "https://ada.example.org",
    "birthDate": "1815-12-10",
    "location": {"address": "12 St James's Square", "postalCode": "SW1Y", "city": "London"},
    "profiles": [
        {"network": "GitHub", "username": "ada"},
        {"network": "Stack Overflow", "username": "2146031"},
        {"network": "LinkedIn", "username": "ada-lovelace"},
    ],
}


def made(home: Path, *, style: str = "", theme: str = "own", **more: Any) -> bytes:
    """The private cv.pdf of these basics in a theme, or in one of these styles."""
    sheet = home / "templates/pdf/themes/own.css"
    sheet.parent.mkdir(parents=True, exist_ok=True)
    sheet.write_text(style)
    Image.new("RGB", (100, 120), (255, 0, 0)).save(home / "portrait.png")
    cv = {"basics": BASICS, "pdf": {"theme": theme}} | more
    (home / "cv.yaml").write_text(json.dumps(cv))
    return rendered(home)


def rendered(home: Path) -> bytes:
    """The private cv.pdf of the CV there."""
    (output, *_) = cvtool.render(cvtool.load(home / "cv.yaml", "private"), "pdf")
    return output.data


def pixels(pdf: bytes, color: tuple[int, int, int]) -> int:
    """How many pixels of the first page are of that colour."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_pil().convert("RGB")
    return sum(number for number, each in image.getcolors(1 << 24) or [] if each == color)


def portrait(pdf: bytes) -> tuple[float, ...]:
    """The left edge, the width and the height of the red picture, in mm."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_pil().convert("RGB")
    box = image.point(lambda value: 255 * (value > 128)).split()
    red = ImageChops.subtract(box[0], box[1]).getbbox()
    assert red
    left, top, right, bottom = (each / 4 / 72 * 25.4 for each in red)
    return (left, right - left, bottom - top)


@pytest.mark.parametrize("theme", BARRED)
@pytest.mark.parametrize("is_pictured", [True, False])
def test_no_line_of_contacts_begins_or_ends_with_a_bar(
    tmp_path: Path, theme: str, is_pictured: bool
) -> None:
    pdf = made(tmp_path, theme=theme, pdf={"theme": theme, "photo": is_pictured})
    for name in ("pdfminer", *(() if arranged(theme).icons else ("pdftotext",))):
        lines = [line.strip() for line in READERS[name](pdf)[0].splitlines()]
        assert sum("|" in line for line in lines) >= 2
        assert [line for line in lines if line.startswith("|") or line.endswith("|")] == []


def test_in_the_middle_stands_a_line_without_its_bar(tmp_path: Path) -> None:
    first = pypdfium2.PdfDocument(made(tmp_path, theme="academic"))[0].get_textpage()
    finder = first.search("LinkedIn:")
    found = finder.get_next()
    assert found
    left = first.get_charbox(found[0])[0]
    end = first.search("in/ada-lovelace").get_next()
    assert end
    right = first.get_charbox(end[0] + end[1] - 1)[2]
    room = (20 * 72 / 25.4, (210 - 20 - 26 - 5) * 72 / 25.4)
    assert abs((left + right) - sum(room)) < 2


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("+44 20 7946 0000", "tel:+442079460000"),
        ("+49 (0)30 / 123-45", "tel:+493012345"),
        ("(030) 12345", "tel:03012345"),
        ("+1 555 7788 ext. 12", "tel:+15557788"),
        ("٠١٢٣٤", "tel:01234"),
        ("+1 555 7788, +1 555 7799", None),
        ("1-800-FLOWERS", None),
        ("on request", None),
        ("12", None),
    ],
)
def test_a_number_has_the_address_that_calls_it(number: str, address: str | None) -> None:
    assert telephone(number) == address


def test_a_phone_can_be_called(tmp_path: Path) -> None:
    assert "tel:+442079460000" in links(made(tmp_path))


def test_icons_are_drawn_and_not_read(tmp_path: Path) -> None:
    style = ":root { --icons: yes; --tone: #1188EE; --icon: var(--tone); }"
    pdf = made(tmp_path, style=style)
    assert pixels(pdf, (0x11, 0x88, 0xEE)) > 500
    said = " ".join(pages(pdf)[0].split())
    assert "+44 20 7946 0000 ada@example.org ada.example.org 12 St" in said
    assert "github.com/ada" in said
    assert "GitHub" not in said
    assert not any(page.validate_pdf_bytes(pdf, profile=each).failures for each in ("3a", "ua1"))


@pytest.mark.parametrize(
    ("style", "photo", "place"),
    [
        ("", {}, (166.0, 26.0, 26.0)),
        ("", "30mm", (162.0, 30.0, 30.0)),
        ("", {"size": "35 x 45 mm", "side": "left"}, (18.0, 35.0, 45.0)),
        ("", {"shape": "rectangle", "size": "2.8cm"}, (164.0, 28.0, 36.0)),
        (
            ":root { --photo-side: left; --photo-width: 35mm; --photo-ratio: 2 }",
            {},
            (18.0, 35.0, 70.0),
        ),
        (":root { --photo-side: left }", {"side": "right"}, (166.0, 26.0, 26.0)),
    ],
)
def test_the_photo_is_as_wished(
    tmp_path: Path, style: str, photo: Any, place: tuple[float, ...]
) -> None:
    pdf = made(tmp_path, style=style, pdf={"theme": "own", "photo": photo})
    assert portrait(pdf) == pytest.approx(place, abs=0.2)


def test_a_round_photo_lacks_its_corners(tmp_path: Path) -> None:
    square, rounded = (
        pixels(made(tmp_path, pdf={"theme": "own", "photo": {"shape": shape}}), (255, 0, 0))
        for shape in ("square", "round")
    )
    assert rounded == pytest.approx(square * 0.785, rel=0.02)


def test_a_photo_is_cut_where_the_user_says(tmp_path: Path) -> None:
    made(tmp_path)
    image = Image.new("RGB", (100, 200), (255, 0, 0))
    ImageDraw.Draw(image).rectangle((0, 0, 100, 40), fill=(0, 0, 255))
    image.save(tmp_path / "top.png")
    basics = BASICS | {"image": "top.png"}
    seen = [
        pixels(made(tmp_path, basics=basics, pdf={"photo": {"position": place}}), (0, 0, 255)) > 0
        for place in ("top", "50% 50%", "bottom")
    ]
    assert seen == [True, False, False]


@pytest.mark.parametrize("photo", ["false", "'-'", "no"])
def test_there_may_be_no_photo(tmp_path: Path, photo: str) -> None:
    pdf = made(tmp_path, pdf={"theme": "own"})
    assert len(reader(pdf).pages[0].images) == 1
    source = f"basics: {{name: Ada, image: portrait.png}}\npdf: {{photo: {photo}}}\n"
    assert check(tmp_path, source) == []
    assert len(reader(rendered(tmp_path)).pages[0].images) == 0


@pytest.mark.parametrize(
    ("photo", "message"),
    [
        ("5mm", "'5mm' is no size from 8mm to 80mm: write 30mm, or 35x45mm"),
        ("{size: 3x4}", "'3x4' is no size from 8mm to 80mm: write 30mm, or 35x45mm"),
        ("{position: above}", "'above' is no position: write top, center, or 50% 20%"),
    ],
)
def test_what_is_no_size_is_an_error(tmp_path: Path, photo: str, message: str) -> None:
    (line,) = check(tmp_path, f"basics: {{name: Ada}}\npdf: {{photo: {photo}}}\n")
    assert message in line


ASIDE = ":root { --aside: skills languages interests certificates contact; --photo-width: 40mm }"


def test_a_column_beside_the_main_one_loses_nothing(tmp_path: Path) -> None:
    """Over several pages, the column longer than one, too."""
    names = [f"Skill{number}" for number in range(120)] + [f"Work{number}" for number in range(40)]
    skills = [{"name": name, "keywords": ["a"]} for name in names[:120]]
    work = [{"name": name, "highlights": ["b"] * 4} for name in names[120:]]
    found = "\n".join(pages(made(tmp_path, style=ASIDE, skills=skills, work=work))).split()
    assert [name for name in names if found.count(name) + found.count(f"{name}:") != 1] == []


def test_the_main_column_comes_first(tmp_path: Path) -> None:
    entries: dict[str, Any] = {
        "work": [{"name": "Engines", "position": "Analyst", "startDate": "1842"}],
        "skills": [{"name": "Tables"}],
    }
    pdf = made(tmp_path, style=ASIDE, **entries)
    (tmp_path / "a.pdf").write_bytes(pdf)
    said = "".join(pages(pdf))
    assert said.index("Ada Lovelace") < said.index("Engines")
    assert portrait(pdf)[0] > 130
    tags = struct_text(tmp_path / "a.pdf")
    order = [tags.index(each) for each in ("Ada Lovelace", "Engines", "ada@example.org", "Tables")]
    assert order == sorted(order)
    assert not any(page.validate_pdf_bytes(pdf, profile=each).failures for each in ("3a", "ua1"))


def test_languages_beside_the_main_column_take_a_line_each(tmp_path: Path) -> None:
    languages = [{"language": "English"}, {"language": "French"}]
    lines = "\n".join(pages(made(tmp_path, style=ASIDE, languages=languages))).splitlines()
    assert {"English", "French"} <= {line.strip("• ") for line in lines}
    assert "English, French" in "\n".join(pages(made(tmp_path, languages=languages)))


def test_over_pages_the_main_column_comes_first_in_the_tags(tmp_path: Path) -> None:
    work = [{"name": f"Work{n}", "projects": [{"name": f"Part{n}"}] * 9} for n in range(10)]
    skills = [{"name": f"Skill{number}"} for number in range(120)]
    pdf = made(tmp_path, style=ASIDE, work=work, skills=skills)
    (tmp_path / "a.pdf").write_bytes(pdf)
    tags = struct_text(tmp_path / "a.pdf")
    names = [f"Work{n}" for n in range(10)] + ["ada@example.org"] + [f"Skill{n}" for n in (0, 99)]
    order = [tags.index(each) for each in names]
    assert order == sorted(order)
    assert page.validate_pdf_bytes(pdf, profile="ua1").failures == []


def test_a_theme_names_kinds_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(cvtool.RenderError, match="'own' has --aside: hobbies: write one of"):
        made(tmp_path, style=":root { --aside: skills hobbies }")


def test_without_anything_beside_it_the_main_column_takes_the_page(tmp_path: Path) -> None:
    basics = {"name": "Ada"}
    style = ":root { --aside: skills; --aside-ground: #ff0000 }"
    assert pixels(made(tmp_path, style=style, basics=BASICS), (255, 0, 0)) > 1000
    cv = {"basics": basics, "pdf": {"theme": "own"}}
    (tmp_path / "cv.yaml").write_text(json.dumps(cv))
    assert pixels(rendered(tmp_path), (255, 0, 0)) == 0


def struct_text(path: Path) -> str:
    """The text in the order of the tags."""
    made = subprocess.run(
        ["pdfinfo", "-struct-text", path], check=True, capture_output=True, text=True
    )
    return made.stdout


@pytest.mark.parametrize(
    ("footer", "works", "said"),
    [
        ({}, 1, (False, True)),
        ({}, 90, (True, True)),
        ({"footer": "-"}, 90, (False, True)),
        ({"footer": "{page} of {pages}"}, 1, (True, True)),
        ({"footer": "{name}  ·  {page} / {pages}", "updated": False}, 1, (True, False)),
        ({"header": "{page} of {pages}", "updated": False}, 1, (True, False)),
    ],
)
def test_each_line_of_a_page_is_at_will(
    tmp_path: Path, footer: dict[str, Any], works: int, said: tuple[bool, bool]
) -> None:
    """The usual footer is none on a single page."""
    pdf = made(
        tmp_path,
        basics={"name": "Ada"},
        work=[{"name": "Engines"}] * works,
        meta={"lastModified": "2024-05-01"},
        pdf={"theme": "own"} | footer,
    )
    first = pages(pdf)[0]
    assert (bool(re.search(r"1 (?:of|/) \d", first)), "Last updated" in first) == said


@pytest.mark.parametrize(
    ("name", "more", "parts"),
    [
        ("Ada Lovelace", {}, ("Ada", "Lovelace")),
        ("Prof. Dr. Ludwig van Beethoven, PhD", {}, ("Prof. Dr. Ludwig", "van Beethoven, PhD")),
        ("Ada Lovelace Ph.D. OBE", {}, ("Ada", "Lovelace Ph.D. OBE")),
        ("Martin Luther King Jr.", {}, ("Martin Luther", "King Jr.")),
        ("Gabriel García Márquez", {}, ("Gabriel García", "Márquez")),
        (
            "Gabriel García Márquez",
            {"aliases": ["García Márquez, Gabriel"]},
            ("Gabriel", "García Márquez"),
        ),
        ("Madonna", {}, ("", "")),
        ("山田 太郎", {}, ("", "")),
        ("김철수", {}, ("", "")),
    ],
)
def test_a_name_is_cut_where_that_is_sure(
    tmp_path: Path, name: str, more: dict[str, Any], parts: tuple[str, str]
) -> None:
    pdf = made(tmp_path, basics={"name": name} | more, style="h1 .given { color: red }")
    person = cvtool.load(tmp_path / "cv.yaml").person
    assert (person.given, person.family) == parts
    assert pages(pdf)[0].splitlines()[0].strip() == name


def test_where_surnames_come_first_no_name_is_cut(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text("basics: {name: Nguyễn Thị Phương}\nlocale: vi\n")
    assert cvtool.load(tmp_path / "cv.yaml").person.family == ""


@pytest.mark.parametrize(
    ("locale", "born", "line"),
    [
        ("de", {"birthDate": "1991-09-07"}, "geboren am 7. September 1991"),
        ("de", {"birthDate": "1991"}, "geboren 1991"),
        ("de", {"birthPlace": "Freiburg"}, "geboren in Freiburg"),
        (
            "de",
            {"birthDate": "1991-09-07", "birthPlace": "Freiburg", "nationality": "deutsch"},
            "geboren am 7. September 1991 in Freiburg | Staatsangehörigkeit: deutsch",
        ),
        (
            "en",
            {"birthDate": "1991-09-07", "birthPlace": "Bath"},
            "Date of birth: 7 September 1991, Place of birth: Bath",
        ),
        (
            "fr",
            {"birthPlace": "Lyon", "nationality": "française"},
            "Lieu de naissance : Lyon | Nat",
        ),
    ],
)
def test_a_cv_that_one_hands_out_says_where_one_comes_from(
    tmp_path: Path, locale: str, born: dict[str, str], line: str
) -> None:
    basics = {"name": "Ada"} | born
    pdf = made(tmp_path, basics=basics, locale=locale, pdf={"theme": "academic"})
    assert line in " ".join(READERS["pdftotext"](pdf)[0].split())
    (output, *_) = cvtool.render(cvtool.load(tmp_path / "cv.yaml"), "pdf")
    for said in born.values():
        assert said[:4] not in pages(output.data)[0]


@pytest.mark.parametrize(
    ("style", "pdf", "is_signed"),
    [
        ("", {}, False),
        (":root { --signature: yes }", {}, True),
        ("", {"signature": True}, True),
        (":root { --signature: yes }", {"signature": False}, False),
    ],
)
def test_a_cv_may_end_with_a_line_to_sign_on(
    tmp_path: Path, style: str, pdf: dict[str, bool], is_signed: bool
) -> None:
    data = made(
        tmp_path,
        style=style,
        basics={"name": "Jonas Wieland", "location": {"city": "Freiburg"}},
        locale="de",
        meta={"lastModified": "2024-09-07"},
        pdf={"theme": "own", "footer": "-"} | pdf,
    )
    lines = [line.strip() for line in pages(data)[0].splitlines()]
    said = ["Freiburg, 7. September 2024", "Jonas Wieland"]
    assert lines[-2:] == said if is_signed else lines[-1] == "Zuletzt aktualisiert: 7. Sept. 2024"


@pytest.mark.parametrize(("locale", "is_left"), [("en", True), ("he", False)])
def test_the_line_of_a_timeline_goes_down_every_page(
    tmp_path: Path, locale: str, is_left: bool
) -> None:
    work = [
        {"name": f"Mill {year}", "startDate": year, "highlights": ["Spun."] * 9}
        for year in range(2001, 2011)
    ]
    data = made(tmp_path, theme="timeline", locale=locale, work=work, pdf={"theme": "timeline"})
    document = pypdfium2.PdfDocument(data)
    assert len(document) > 1
    for sheet in document:
        image = sheet.render(scale=2).to_pil().convert("RGB")
        colour = Image.new("RGB", image.size, "#b9c8cd")
        is_other = (
            ImageChops.difference(image, colour).convert("L").point(lambda each: 255 * (each > 0))
        )
        columns = [
            is_other.crop((x, 0, x + 1, image.height)).histogram()[0] for x in range(image.width)
        ]
        at = max(range(image.width), key=columns.__getitem__)
        assert columns[at] > 400
        assert (at < image.width / 2) == is_left


@pytest.mark.parametrize("theme", THEMES)
def test_the_head_of_a_letter_stands_over_its_text(tmp_path: Path, theme: str) -> None:
    made(tmp_path, theme=theme, pdf={"theme": theme})
    own = cvtool.load(tmp_path / "cv.yaml", "private")
    written = Letter(body=(plain("word " * 99),), recipient=("Recipient",), salutation="Salutation")
    made_of = letter(own, written, theme_for(tmp_path))
    (data,) = (each.data for each in made_of if isinstance(each, cvtool.Output))
    first = pypdfium2.PdfDocument(data)[0].get_textpage()
    left = {}
    for text in ("Ada Lovelace", "Recipient", "word word"):
        found = first.search(text).get_next()
        assert found, text
        left[text] = first.get_charbox(found[0])[0]
    assert abs(left["Recipient"] - left["word word"]) < 1.5
    assert is_centred(theme) or abs(left["Ada Lovelace"] - left["Recipient"]) < 1.5
    assert "London" in READERS["pdftotext"](data)[0]
