"""A CV written in Word: headings, dates and lists are understood as far as they are sure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.later import pattern
from ..model.url import url_problem
from ..words.data import nearest, section_of
from .bundle import Bundle, Element, xml
from .lines import LONGEST_HEADING, LONGEST_LINE, TextLine, about, sections
from .papers import bibtex
from .prose import escaped
from .taking import GUESSED, Data, Imported, Ledger, place, reach, time_in

_SKIPPED = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr"}
)
_FAKE = pattern(r"^\s*(?:[•●▪◦‣■–\uf0b7\uf0a7]|[-*o]\t)\s*")
_STYLES = {"title": "title", "subtitle": "subtitle", "contact": "contact", "date": "date",
           "entry sub": "sub", "entry line": "line", "bibliography": "item"}  # fmt: skip
_RULE = pattern(r"\s*(?:[_=–—-]|\\_){4,}\s*$")
"""A line drawn behind a heading."""
_LETTER = "12240"
"""The width of the paper, in twentieths of a point."""
_HEAD = 2
"""So many lines may be a name and a role, whatever they look like."""
_CAPITALS = pattern(r"[^\W\d_]{3}[^\d@:|•]{1,36}")


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The sections of the document; what is not sure stands there line by line."""
    names = [*bundle.named(r"word/header\d*\.xml"), "word/document.xml"]
    roots = [xml(bundle.files[each], bundle.place(each)) for each in names]
    lines = [it for root in roots for it in _lines(root, _Parts(bundle)) if it.text.strip()]
    above = {it.text.strip() for root in roots[:-1] for it in _lines(root, _Parts(bundle))}
    lines = [*_headed([*_once(lines, above)])]
    ledger.counts["mapped"] = len(lines)
    start = next((at for at, each in enumerate(lines) if each.kind == "section"), len(lines))
    data: Data = {**_language(bundle, ledger), "basics": _head(lines[:start], ledger)}
    if any(each.attributes.get("w") == _LETTER for each in roots[-1].all("body/sectPr/pgSz")):
        data["pdf"] = {"pageSize": "Letter"}
    bib = bibtex(sections(lines[start:], data, ledger))
    ledger.note(
        GUESSED, "a file of Word says little of what its lines mean: read what came of them", 0
    )
    return Imported(data, bib)


def _once(lines: list[TextLine], above: set[str]) -> Iterator[TextLine]:
    """The lines, those that stand above pages once, and no numbers of pages."""
    seen: set[str] = set()
    for each in lines:
        text = each.text.strip()
        if text not in above or (text not in seen and re.search(r"[^\W\d]{3}", text)):
            yield each
        seen.add(text)


def _headed(lines: list[TextLine]) -> Iterator[TextLine]:
    """The lines, those in capitals as headings, and a name that has their style as the name."""
    for at, line in enumerate(lines):
        text = line.text.strip().rstrip(":")
        is_first = not at or any(text == each.text.strip() for each in lines[:at][:_HEAD])
        if line.kind == "section" and is_first and not section_of(text):
            yield line._replace(kind="title")
        elif line.kind == "text" and at >= _HEAD and _is_capitals(text, lines[at + 1 :][:1]):
            yield line._replace(kind="section")
        else:
            yield line


def _is_capitals(text: str, after: list[TextLine]) -> bool:
    """Whether a line is a heading in capitals, in a script that has such; a school or an employer
    is none, which a known heading does not name, and a time follows."""
    if not section_of(text) and any(time_in(each.text) for each in after):
        return False
    is_mostly = sum(map(str.isupper, text)) * 2 > len(text)
    return is_mostly and text.isupper() and bool(_CAPITALS.fullmatch(text))


class _Parts:
    """The styles and the links of the document."""

    def __init__(self, bundle: Bundle) -> None:
        def part(name: str) -> Element:
            data = bundle.files.get(name)
            return xml(data, bundle.place(name)) if data else Element("")

        styles = part("word/styles.xml").all("style")
        self.styles = {each.attributes.get("styleId", ""): each for each in styles}
        links = part("word/_rels/document.xml.rels").all("Relationship")
        self.links = {
            each.attributes.get("Id"): each.attributes.get("Target", "") for each in links
        }

    def style(self, name: str) -> str:
        """What a style is called in English, in lower case."""
        return self.styles.get(name, Element("")).at("name").attributes.get("val", name).lower()


def _lines(element: Element, parts: _Parts) -> Iterator[TextLine]:
    """The paragraphs, also of tables and boxes, in their order."""
    for each in element.elements:
        if each.name == "p":
            yield from _paragraph(each, parts)
        elif each.name == "AlternateContent":
            yield from _lines(
                (each.all("Choice") or each.all("Fallback") or [Element("")])[0], parts
            )
        elif each.name not in _SKIPPED:
            yield from _lines(each, parts)


def _paragraph(paragraph: Element, parts: _Parts) -> Iterator[TextLine]:
    text = _RULE.sub("", "".join(_words(paragraph, parts)).replace("\xa0", " "))
    look = paragraph.at("pPr")
    style = parts.style(look.at("pStyle").attributes.get("val", ""))
    depth = look.at("numPr/ilvl").attributes.get("val", "")
    if style in _STYLES:
        yield TextLine(text, _STYLES[style])
    elif style.startswith("list continue"):
        yield TextLine(text, "more")
    elif heading := re.fullmatch(r"heading ?(\d)", style):
        is_section = heading[1] == "1" or ("\t" not in text and section_of(text))
        yield TextLine(text, "section" if is_section else "entry", int(heading[1]) - 2)
    elif _is_heading(text):
        yield TextLine(text, "section")
    elif depth or style.startswith("list") or _FAKE.match(text):
        level = (
            int(depth) if depth.isdecimal() else int((re.findall(r"\d", style) or ["1"])[-1]) - 1
        )
        yield TextLine(_FAKE.sub("", text), "item", level)
    else:
        yield from map(TextLine, text.split("\n"))
    for each in _boxes(paragraph):
        yield from _lines(each, parts)


def _is_heading(text: str) -> bool:
    """Whether a line that is not called so is a known heading."""
    words = text.strip().rstrip(":")
    return 0 < len(words) <= LONGEST_HEADING and bool(section_of(words))


def _boxes(element: Element) -> Iterator[Element]:
    """The boxes of text that hang at a paragraph, each once."""
    for each in element.elements:
        if each.name == "txbxContent":
            yield each
        elif each.name == "AlternateContent":
            yield from _boxes((each.all("Choice") or each.all("Fallback") or [Element("")])[0])
        else:
            yield from _boxes(each)


def _words(element: Element, parts: _Parts) -> Iterator[str]:
    """The text of a paragraph, its links as Markdown; what is deleted or hidden is not there."""
    for each in element.elements:
        if each.name == "r" and not each.at("rPr").all("vanish"):
            yield from map(_sign, each.elements)
        elif each.name == "hyperlink":
            text, url = "".join(_words(each, parts)), parts.links.get(each.attributes.get("id"), "")
            is_shown = not url or url_problem(url) or url.rpartition("//")[2].strip("/") in text
            yield text if is_shown or "mailto:" in url else f"[{text}]({url})"
        elif each.name in ("ins", "sdt", "sdtContent", "smartTag", "moveTo"):
            yield from _words(each, parts)


def _sign(element: Element) -> str:
    if element.name == "t":
        return escaped(element.text)
    return {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}.get(
        element.name, ""
    )


_HOME = pattern(r"[^\d@:：/()]{2,30}[,，] ?[^\d@:：/()]{2,30}")


def _head(lines: list[TextLine], ledger: Ledger) -> Data:
    """Who it is, of what stands before the first section."""
    found: Data = {}
    titled = next((each for each in lines if each.kind == "title"), None)
    first = titled or (lines[0] if lines else None)
    words = first.text.split() if first else []
    if first and (titled or (2 <= len(words) <= 5 and not re.search(r"[\d@]", first.text))):
        found["name"] = " ".join(words)
        lines = [each for each in lines if each is not first]
    rest: list[str] = []
    count = len(lines)
    for line in lines:
        pieces = [it for it in re.split(r"\s*[|•·\t\n]\s*", line.text) if it.strip(" ,;:")]
        others = [it.strip() for it in pieces if not reach(it.strip(), found)]
        count += len(pieces) - 1
        if others and (key := _said(line, others, len(others) == len(pieces))) not in (*found, ""):
            found[key], others = " ".join(others), []
        elif len(others) < len(pieces):
            others = _located(others, line.kind, found)
        rest += others
    if "label" not in found and (label := next(filter(about("role").search, rest), "")):
        found["label"] = rest.pop(rest.index(label))
    ledger.counts["mapped"] += count - len(lines) - len(rest)
    return found | ledger.keep({"head": rest}, "lines before the first heading")


def _said(line: TextLine, pieces: list[str], is_alone: bool) -> str:
    """What a line says of a person in which nothing says how to reach them."""
    if line.kind == "subtitle" and is_alone:
        return "label"
    is_long = len(pieces) == 1 and len(pieces[0]) > LONGEST_LINE
    return "description" if is_alone and (line.kind == "contact" or is_long) else ""


def _located(pieces: list[str], kind: str, found: Data) -> list[str]:
    """Takes the place out of what stands beside ways to reach somebody, and gives the rest."""
    if home := next(filter(_HOME.fullmatch, pieces), ""):
        found.setdefault("location", {}).update(place(home))
    rest = [each for each in pieces if each != home]
    return [each for each in rest if kind != "contact" or not _placed(each, found)]


def _placed(piece: str, found: Data) -> bool:
    """Takes an account without an address, or a part of where somebody lives, as cv.docx has it."""
    home = found.setdefault("location", {})
    if named := re.fullmatch(r"([^:：]+)[:：]\s*(\S+)", piece):
        network = {"network": named[1], "username": named[2]}
        found.setdefault("profiles", []).append(network)
    elif coded := re.fullmatch(r"(\d[\w -]{2,8}) (\D+)", piece):
        home |= {"postalCode": coded[1], **place(coded[2])}
    elif "address" not in home and "city" not in home:
        home["address"] = piece
    else:
        return False
    return True


def _language(bundle: Bundle, ledger: Ledger) -> Data:
    """The language of the document, where it says one that is not English."""
    data = bundle.files.get("docProps/core.xml")
    core = xml(data, bundle.place("docProps/core.xml")) if data else Element("")
    language = core.at("language").text.strip()
    ledger.language = nearest(language) or "en"
    return {"locale": language} if ledger.language != "en" else {}
