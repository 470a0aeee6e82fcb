"""contact.vcf: a card that address books read, whatever stands in cv.yaml."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import segno
from helpers import NAME, check
from pdfs import alternatives

import cvtool
from cvtool.model.document import Document

CV = """\
basics:
  name: Dr. Mira Óskarsdóttir Vance, PhD
  aliases: ["Óskarsdóttir Vance, Mira"]
  label: Engineer, numerics; *waves*
  description: Builds solvers
  email: [mira@example.org, m@example.com]
  phone: ["+45 32 12 34 56"]
  birthDate: 1981-05-17
  url: https://mira.example.org/
  location: {address: "Bølgevej 3\\nAarhus; C", city: Aarhus, postalCode: "8000", countryCode: DK}
  profiles: [{network: GitHub, username: mira}, {network: Chat, username: mira}]
work:
- {name: Old, startDate: 2001, endDate: 2004}
- {name: "Nordic, Lab", location: Oslo, positions: [{position: Engineer, startDate: 2020}]}
meta: {lastModified: 2026-01-31}
"""


def card(folder: Path, text: str = CV, audience: str = "private") -> str:
    (folder / "cv.yaml").write_text(text, encoding="utf-8")
    return of(cvtool.load(folder / "cv.yaml", audience))


def of(document: Document) -> str:
    (output,) = cvtool.render(document, "vcard")
    assert output.path == "contact.vcf"
    assert max(map(len, output.data.split(b"\r\n"))) <= 75
    return output.data.decode()


def read(text: str) -> Any:
    found = import_module("vobject").readOne(text)
    found.validate()
    return found


def test_address_books_read_it(tmp_path: Path) -> None:
    found = read(card(tmp_path))
    name = found.n.value
    assert (name.family, name.given) == ("Óskarsdóttir Vance", "Mira")
    assert (name.prefix, name.suffix) == ("Dr.", "PhD")
    assert found.fn.value == "Dr. Mira Óskarsdóttir Vance, PhD"
    assert found.title.value == "Engineer, numerics; waves"
    assert found.org.value == ["Nordic, Lab"]
    assert [each.value for each in found.email_list] == ["mira@example.org", "m@example.com"]
    assert found.email.params == {"TYPE": ["INTERNET", "PREF"]}
    assert found.tel.value == "+45 32 12 34 56"
    where = found.adr.value
    assert (where.street, where.city) == ("Bølgevej 3\nAarhus; C", "Aarhus")
    assert (where.code, where.country) == ("8000", "Denmark")
    assert [each.value for each in found.url_list] == [
        "https://mira.example.org/",
        "https://github.com/mira",
    ]
    assert found.url_list[1].group == found.x_ablabel.group
    assert (found.bday.value, found.rev.value) == ("1981-05-17", "2026-01-31")
    assert "Chat" not in card(tmp_path)


def test_what_everybody_gets_has_no_phone_and_street(tmp_path: Path) -> None:
    public = card(tmp_path, audience="public")
    assert [each for each in ("TEL", "3212", "Bølgevej", "8000", "BDAY") if each in public] == []
    assert "ADR:;;;Aarhus;;;Denmark" in public
    assert read(public).uid.value == read(card(tmp_path)).uid.value


def test_the_newer_version_is_a_setting(tmp_path: Path) -> None:
    lines = card(tmp_path, f"{CV}formats: {{vcard: {{version: 4.0}}}}\n").split("\r\n")
    assert lines[:4] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:individual", "LANG:en"]
    assert {
        "EMAIL;PREF=1:mira@example.org",
        "TEL;VALUE=uri;TYPE=voice;PREF=1:tel:+4532123456",
        'SOCIALPROFILE;SERVICE-TYPE="GitHub":https://github.com/mira',
        "BDAY:19810517",
        "REV:20260131T000000Z",
    } <= {*lines}


def test_there_is_no_other_version(tmp_path: Path) -> None:
    (line,) = check(tmp_path, f"{NAME}formats: {{vcard: {{version: 5}}}}\n")
    assert line.endswith("formats.vcard.version: expected '3.0' or '4.0', found '5'")


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Plato", "Plato", ""),
        ("王小明", "王小明", ""),
        ("Ada King", "King", "Ada"),
        ("Ada King PhD", "King", "Ada"),
        ("Dipl.-Ing. (FH) Ada King", "King", "Ada"),
        ("Ada King OBE, RN", "King", "Ada"),
        ("Ada KING", "KING", "Ada"),
        ("Ram Bahadur KC", "KC", "Ram Bahadur"),
        ("Ada PhD", "PhD", "Ada"),
    ],
)
def test_a_name_of_one_part_is_whole(tmp_path: Path, name: str, family: str, given: str) -> None:
    found = read(card(tmp_path, f"basics: {{name: '{name}'}}\n")).n.value
    assert (found.family, found.given) == (family, given)


def test_a_long_line_is_folded_between_characters(tmp_path: Path) -> None:
    label = "日本語😀é" * 30
    text = card(tmp_path, f"basics: {{name: Ada, label: {label}}}\n")
    assert read(text).title.value == label
    assert "\r\n " in text


def code(document: Document) -> bytes:
    """contact.svg, nothing where there is none."""
    found = {it.path: it.data for it in cvtool.render(document, "vcard")}
    return found.get("contact.svg", b"")


def drawn(text: str) -> bytes:
    made = BytesIO()
    look: dict[str, Any] = {"xmldecl": False, "omitsize": True, "border": 4, "light": "#fff"}
    qr = segno.make(text, error="m", micro=False, boost_error=False)
    qr.save(made, kind="svg", **look)
    return made.getvalue()


@pytest.mark.parametrize("audience", ["public", "private"])
def test_a_code_has_the_card_for_phones(tmp_path: Path, audience: str) -> None:
    (tmp_path / "cv.yaml").write_text(f"{CV}formats: {{vcard: {{qr: contact}}}}\n", "utf-8")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Óskarsdóttir Vance;Mira;;Dr.;PhD",
        "FN:Dr. Mira Óskarsdóttir Vance\\, PhD",
        *["TEL;TYPE=VOICE,PREF:+45 32 12 34 56"] * (audience == "private"),
        "EMAIL;TYPE=INTERNET,PREF:mira@example.org",
        "URL:https://mira.example.org/",
        "TITLE:Engineer\\, numerics\\; waves",
        "ORG:Nordic\\, Lab",
        "END:VCARD",
    ]
    found = code(cvtool.load(tmp_path / "cv.yaml", audience))
    assert found == drawn("\r\n".join(lines))


def test_a_code_may_lead_to_the_homepage(tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    path.write_text(f"{CV}formats: {{vcard: {{qr: homepage}}}}\n", "utf-8")
    assert code(cvtool.load(path)) == drawn("https://mira.example.org/")
    path.write_text(CV, "utf-8")
    assert code(cvtool.load(path)) == b""
    (line,) = check(tmp_path, f"{NAME}formats: {{vcard: {{qr: homepage}}}}\n")
    assert "formats.vcard.qr: no homepage is known to which a code could lead" in line


def test_cv_pdf_shows_the_code(tmp_path: Path) -> None:
    path, alt = tmp_path / "cv.yaml", "Website: https://ada.org/"
    for qr, is_there in (("", False), ("formats: {vcard: {qr: contact}}\n", True)):
        path.write_text(f"{NAME}  url: https://ada.org/\n{qr}")
        (output,) = cvtool.render(cvtool.load(path), "pdf")
        assert (alt in alternatives(output.data)) is is_there
