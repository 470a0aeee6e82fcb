"""A CV written in Word: headings, dates and lists are understood as far as they are sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..model.dates import PRESENT_WORDS, read_span
from ..model.url import url_problem
from .bundle import Bundle, Element, xml
from .prose import escaped
from .taking import GUESSED, Data, Imported, Ledger, account, iso, listed, section_of

_SKIPPED = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr"}
)
_FAKE = re.compile(r"^\s*(?:[•●▪◦‣■–\uf0b7\uf0a7]|[-*o]\t)\s*")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?\(?\d[\d ()/.-]{6,18}\d")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s|,;]+|(?<![@\w.])(?:[\w-]+\.)+[a-z]{2,6}(?:/[^\s|,;]*)?(?![@\w])"
)
_MONTH = r"(?:[^\W\d_]{3,9}\.?\s+|\d{1,2}\s*[/.]\s*)?"
_NOW = "|".join(sorted(map(re.escape, PRESENT_WORDS), key=len, reverse=True))
_DATE = rf"{_MONTH}[12]\d{{3}}"
_SPAN = rf"{_DATE}(?:\s*(?:[-–—]|to|bis|until)\s*(?:{_DATE}|{_NOW}))?"
_YEARS = rf"[12]\d{{3}}(?:\s*[-–—]\s*(?:[12]\d{{3}}|{_NOW}))?"


def _at_edges(time: str) -> re.Pattern[str]:
    before, behind = r"(?:^|[\s,|(\[–—-])", r"[\])]?"
    return re.compile(
        rf"^\s*[\[(]?({time}){behind}(?=\W|$)|{before}({time}){behind}\s*$", re.IGNORECASE
    )


_TIMES = (_at_edges(_SPAN), _at_edges(_YEARS))
"""Times at the begin or the end of a line; the word before a year may be no month."""
_SCHOOL = re.compile(
    r"\b(?:universit\w*|institut\w*|college|school|academy|hochschule|polytechnic|école|gymnasium)\b",
    re.IGNORECASE,
)
_EMPLOYER = re.compile(
    rf"{_SCHOOL.pattern}|\b(?:gmbh|ag|inc|ltd|llc|corp|corporation|company|labs?|laborator\w+|bank|hospital"
    r"|ministry|group|technologies|foundation|s\.?a|plc|b\.?v)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:engineer|developer|manager|professor|assistant|intern|researcher|analyst|lecturer|director"
    r"|consultant|scientist|fellow|postdoc\w*|designer|teacher|head|lead|officer|architect|entwickler\w*"
    r"|ingenieur\w*|mitarbeiter\w*|leiter\w*|praktikant\w*)\b",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\b(?:b\.? ?(?:a|sc|eng|s)|m\.? ?(?:a|sc|eng|s|phil|ba)|ph\.? ?d|d\.? ?phil|bachelor\w*|dr"
    r"|master\w*|diplom\w*|doctor\w*|licen\w+|abitur|degree|diploma|minor|major)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[^\W\d_][^\d.:;]{1,40}")
_PARTS = re.compile(r"\s*(?:\t+|\s[|–—-]\s|,\s|\sat\s|\s{3,})\s*")
_NAMES = {
    "work": ("name", "position"), "volunteer": ("organization", "position"),
    "education": ("institution", "studyType"), "projects": ("name", ""), "awards": ("title", ""),
    "certificates": ("name", ""), "talks": ("name", ""), "teaching": ("name", ""),
    "service": ("position", ""), "grants": ("title", ""), "patents": ("title", ""),
}  # fmt: skip
_LONGEST_HEADING = 40
_HEAD = 2
"""So many lines may be a name and a role, whatever they look like."""
_CAPITALS = re.compile(r"[^\W\d_]{3}[^\d@:|•]{1,36}")
_LONGEST_LINE = 120
"""What is longer and ends with a year is a sentence."""


class _Line(NamedTuple):
    text: str
    kind: str = "text"
    depth: int = 0


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The sections of the document; what is not sure stands there line by line."""
    root = xml(bundle.files["word/document.xml"], bundle.place("word/document.xml"))
    lines = [*_headed([each for each in _lines(root, _Parts(bundle)) if each.text.strip()])]
    ledger.counts["mapped"] = len(lines)
    start = next((at for at, each in enumerate(lines) if each.kind == "section"), len(lines))
    data: Data = {"basics": _head(lines[:start], ledger)}
    heading, inside = "", list[_Line]()
    for line in (*lines[start:], _Line("", "section")):
        if line.kind != "section":
            inside.append(line)
            continue
        _add(data, heading, inside, ledger)
        heading, inside = line.text.strip().rstrip(":"), []
    ledger.note(
        GUESSED, "a file of Word says little of what its lines mean: read what came of them", 0
    )
    return Imported(data)


def _headed(lines: list[_Line]) -> Iterator[_Line]:
    """The lines, those in capitals as headings, and a name that has their style as the name."""
    for at, line in enumerate(lines):
        text = line.text.strip().rstrip(":")
        is_first = not at or any(text == each.text.strip() for each in lines[:at][:_HEAD])
        if line.kind == "section" and is_first and not section_of(text):
            yield line._replace(kind="title")
        elif line.kind == "text" and at >= _HEAD and _CAPITALS.fullmatch(text) and text.isupper():
            yield line._replace(kind="section")
        else:
            yield line


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


def _lines(element: Element, parts: _Parts) -> Iterator[_Line]:
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


def _paragraph(paragraph: Element, parts: _Parts) -> Iterator[_Line]:
    text = "".join(_words(paragraph, parts)).replace("\xa0", " ")
    look = paragraph.at("pPr")
    style = parts.style(look.at("pStyle").attributes.get("val", ""))
    depth = look.at("numPr/ilvl").attributes.get("val", "")
    if style in ("title", "subtitle"):
        yield _Line(text, style)
    elif heading := re.fullmatch(r"heading ?(\d)", style):
        yield _Line(text, "section" if heading[1] == "1" or section_of(text) else "entry")
    elif _is_heading(paragraph, text):
        yield _Line(text, "section")
    elif depth or style.startswith("list") or _FAKE.match(text):
        level = (
            int(depth) if depth.isdecimal() else int((re.findall(r"\d", style) or ["1"])[-1]) - 1
        )
        yield _Line(_FAKE.sub("", text), "item", level)
    else:
        yield from map(_Line, text.split("\n"))
    for each in _boxes(paragraph):
        yield from _lines(each, parts)


def _is_heading(paragraph: Element, text: str) -> bool:
    """Whether it is one without being called so: a known one, in bold or in capitals, or alone."""
    words = text.strip().rstrip(":")
    if not words or len(words) > _LONGEST_HEADING or not section_of(words):
        return False
    runs = [each for each in paragraph.all("r") if each.text.strip()]
    is_bold = all(run.at("rPr").all("b") or run.at("rPr").all("caps") for run in runs)
    return is_bold or words.isupper() or text.strip().endswith(":") or bool(words)


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


def _head(lines: list[_Line], ledger: Ledger) -> Data:
    """Who it is, of what stands before the first section."""
    found: Data = {"profiles": []}
    titled = next((each for each in lines if each.kind == "title"), None)
    first = titled or (lines[0] if lines else None)
    words = first.text.split() if first else []
    if first and (titled or (2 <= len(words) <= 5 and not re.search(r"[\d@]", first.text))):
        found["name"] = " ".join(words)
        lines = [each for each in lines if each is not first]
    rest = []
    pieces = [it for each in lines for it in re.split(r"\s*[|•·\t\n]\s*", each.text) if it]
    ledger.counts["mapped"] += len(pieces) - len(lines)
    for piece in pieces:
        if not _contact(piece, found) and piece.strip(" ,;:"):
            rest.append(piece.strip())
    if label := next((each for each in rest if _ROLE.search(each)), ""):
        found["label"] = rest.pop(rest.index(label))
    ledger.counts["mapped"] -= len(rest)
    return found | ledger.keep({"head": rest}, "lines before the first heading")


def _contact(piece: str, found: Data) -> bool:
    """Takes what is sure to be a way to reach somebody."""
    if link := re.fullmatch(r"\[(.*?)\]\((\S+)\)", piece.strip()):
        name = "" if "/" in link[1] else link[1]
        found["profiles"].append(account(link[2], name))
    elif email := _EMAIL.search(piece):
        found.setdefault("email", email[0])
    elif url := _URL.search(piece):
        address = url[0] if "://" in url[0] else f"https://{url[0]}"
        if "network" in (made := account(address)):
            found["profiles"].append(made)
        else:
            found.setdefault("url", address)
    elif phone := _PHONE.search(piece):
        found.setdefault("phone", phone[0])
    else:
        return False
    return True


def _add(data: Data, heading: str, lines: list[_Line], ledger: Ledger) -> None:
    kind = section_of(heading)
    if not lines:
        return
    if kind == "summary" and "summary" not in data["basics"]:
        data["basics"]["summary"] = "\n\n".join(_points(lines))
    elif kind == "skills" and kind not in data:
        data[kind] = [_skill(each) for each in _points(lines)]
    elif kind in ("languages", "interests") and kind not in data:
        items = [it for each in lines for it in listed(each.text.strip())]
        data[kind] = [_language(it) if kind == "languages" else {"name": it} for it in items]
    elif kind in _NAMES and kind not in data and any(_time_in(each.text) for each in lines):
        data[kind] = [*_entries(kind, lines, ledger)]
    else:
        ledger.note(
            GUESSED, f"the lines under '{heading}' stand as they are: look at them", len(lines)
        )
        data.setdefault("custom", []).append({"heading": heading, "notes": _points(lines)})


def _points(lines: list[_Line]) -> list[str]:
    """The lines, each with the items that stand under it."""
    found: list[str] = []
    for each in lines:
        if each.kind == "item" and each.depth and found:
            found[-1] += f"\n{'  ' * (each.depth - 1)}- {each.text.strip()}"
        else:
            found.append(" ".join(each.text.split()))
    return found


def _skill(text: str) -> Data:
    name, colon, words = text.partition(":")
    if colon and len(name) < _LONGEST_HEADING:
        return {"name": name.strip(), "keywords": listed(words)}
    words_found = listed(text)
    return {"keywords": words_found} if len(words_found) > 1 else {"name": text}


def _language(text: str) -> Data:
    found = re.fullmatch(r"([^\W\d_][\w ]*?)\s*(?:[:–—-]\s*|\()(.+?)\)?", text)
    return {"language": found[1], "fluency": found[2]} if found else {"language": text}


def _entries(kind: str, lines: list[_Line], ledger: Ledger) -> Iterator[Data]:
    """An entry begins where a time is, or with a heading of its own."""
    groups: list[list[_Line]] = []
    for each in lines:
        is_short = each.kind != "item" and len(each.text) < _LONGEST_LINE
        is_time = is_short and _time_in(each.text)
        has_time = bool(groups) and any(_time_in(it.text) for it in groups[-1] if it.kind != "item")
        has_items = bool(groups) and any(it.kind == "item" for it in groups[-1])
        is_new = (
            each.kind == "entry" or (is_time and has_time) or (each.kind == "text" and has_items)
        )
        if not groups or is_new:
            groups.append([])
        groups[-1].append(each)
    if all(len(group) == 1 for group in groups) or not all(each.kind == "item" for each in lines):
        yield from (_entry(kind, group, ledger) for group in groups)
    else:
        yield from (_entry(kind, [each._replace(kind="text")], ledger) for each in lines)


def _entry(kind: str, lines: list[_Line], ledger: Ledger) -> Data:
    entry: Data = {}
    words: list[str] = []
    for each in (it for it in lines if it.kind != "item"):
        text = each.text.strip()
        if not ("startDate" in entry or "date" in entry) and (found := _time_in(text)):
            entry |= _time(kind, found[1] or found[2], ledger)
            text = f"{text[: found.start()]} {text[found.end() :]}".strip(" \t,|–—-()[]")
        words += [text] if text else []
    entry |= _said(kind, words, ledger)
    items = [each for each in lines if each.kind == "item"]
    points = _points(items)
    return entry | ({"highlights": points} if points else {})


def _time_in(text: str) -> re.Match[str] | None:
    """Where a time stands in a line."""
    for pattern in _TIMES:
        found = pattern.search(text)
        if found and (iso(time := found[1] or found[2]) or read_span(time)):
            return found
    return None


def _time(kind: str, text: str, ledger: Ledger) -> Data:
    if kind in ("awards", "certificates", "talks", "patents") and not read_span(text):
        return {"date": iso(text) or text}
    return ledger.dated("period", text.strip(), kind)


def _said(kind: str, lines: list[str], ledger: Ledger) -> Data:
    """The words of an entry: who and what only where words tell them apart."""
    if not lines:
        return {}
    ledger.note(GUESSED, f"{kind}: which words are whose: look at them")
    found, more = _told_apart(kind, lines[:1])
    more += lines[1:]
    if not found and len(lines) > 1:
        found, more = _told_apart(kind, lines[:2])
        more += lines[2:]
    if not found:
        found, more = {_NAMES[kind][0]: _flat(lines[0])}, lines[1:]
    if len(more) == 1 and _PLACE.fullmatch(more[0]):
        return {**found, "location": more[0]}
    return {**found, **({"summary": " \\\n".join(map(_flat, more))} if more else {})}


def _told_apart(kind: str, lines: list[str]) -> tuple[Data, list[str]]:
    """Who and what of the lines, and what else there is; nothing where it is not sure."""
    first, second = _NAMES[kind]
    parts = [part for line in lines for part in _PARTS.split(line) if part]
    known = _SCHOOL if kind == "education" else _EMPLOYER
    who = [part for part in parts if known.search(part)]
    what = [part for part in parts if part not in who and _is_what(kind, part)]
    if second and len(parts) == 2 and len(what) == 1 and not who:
        who = [part for part in parts if part not in what]
    if not second or len(who) != 1 or not what:
        return {}, []
    rest = [part for part in parts if part not in (who[0], what[0])]
    return {first: who[0], second: what[0]}, [", ".join(rest)] if rest else []


def _is_what(kind: str, part: str) -> bool:
    """Whether it is a degree or a position."""
    return bool((_DEGREE if kind == "education" else _ROLE).search(part))


def _flat(text: str) -> str:
    return " ".join(text.replace("\t", ", ").split())
