"""Every output, as the programs that take it in judge it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import page
import rispy
import typst
from helpers import NAME, read_bib
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from PIL import Image
from test_csl import SCHEMA as CSL
from test_jsonresume import NEW, OLD
from test_readback import FEED_SCHEMA

import cvtool
from cvtool.model.problems import FORBIDDEN

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_SAFE = {"http", "https", "ftp", "mailto", "tel", "sms", "xmpp", "doi", "geo", "matrix", "gemini"}
_LINKING = {"href", "src", "action", "formaction", "poster", "data", "srcset", "xlink:href"}
_ACTIVE = {"iframe", "object", "embed", "base", "form", "applet", "frame", "portal"}
_DATA = "application/ld+json"


class Said(NamedTuple):
    """What is wrong: ``kind`` is the same for all of its kind."""

    kind: str
    detail: str


def of(name: str, data: bytes) -> Iterator[Said]:
    """What is wrong with the output of this name."""
    path = PurePosixPath(name)
    if not 0 < len(path.name.encode()) < 256 or path.is_absolute() or ".." in path.parts:
        yield Said("no name of a file", name)
    judge = _BY_NAME.get(name) or _BY_SUFFIX.get(path.suffix)
    if path.suffix in _OF_TEXT:
        text = data.decode()  # raises for what is no UTF-8
        if found := FORBIDDEN.search(text):
            yield Said(f"holds U+{ord(found[0]):04X}", repr(text[found.start() - 50 :][:100]))
    if judge:
        yield from judge(data)


class _Page(HTMLParser):
    """The elements of a page, and the text of those in which programs and styles stand."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.inside: list[tuple[str, str]] = []
        self.open = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        self.elements.append((tag, own))
        is_program = tag == "style" or (tag == "script" and own.get("type") != _DATA)
        self.open = tag if is_program else _DATA if tag == "script" else ""

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.inside.append((self.open, data))


@cache
def _usual() -> tuple[set[str], set[tuple[str, str]], set[str]]:
    """The sources of scripts, what stands in styles, and the active elements of a plain page."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "cv.yaml").write_text(NAME)
        (Path(folder) / "publications.bib").write_text("@misc{a, title = {A}}")
        made = cvtool.render(cvtool.load(Path(folder) / "cv.yaml"), "html")
    pages = [_Page(each.data.decode()) for each in made if each.path.endswith(".html")]
    elements = [each for found in pages for each in found.elements]
    return (
        {own.get("src", "") for tag, own in elements if tag == "script"},
        {each for found in pages for each in found.inside if each[0] != _DATA},
        {tag for tag, _ in elements} & _ACTIVE,
    )


def _html(data: bytes) -> Iterator[Said]:
    sources, inside, active = _usual()
    found = _Page(data.decode())
    for tag, own in found.elements:
        shown = f"<{tag} {own}>"[:300]
        if tag in _ACTIVE - active:
            yield Said(f"has <{tag}>", shown)
        if tag == "math" and not {"display"} <= own.keys() <= {"display", "alttext"}:
            yield Said("has a <math> of its own", shown)
        if tag == "script" and own.get("src", "").removeprefix("../") not in sources:
            yield Said("has a script", shown)
        for key, value in own.items():
            if key.startswith("on") or key in ("style", "srcdoc"):
                yield Said(f"has the attribute {key}", shown)
            if key in _LINKING and not _is_safe(value):
                yield Said(f"has an address in {key}", shown)
    for tag, text in found.inside:
        if tag == _DATA:
            _loaded(text.encode())
        elif (tag, text) not in inside:
            yield Said(f"has a <{tag}> of its own", text[:300])


def _is_safe(url: str) -> bool:
    scheme = _SCHEME.match(re.sub(r"[\x00-\x20]", "", url))
    return not scheme or scheme[0].lower() in _SAFE or url.startswith(("data:image/", "data:,"))


def _markdown(data: bytes) -> Iterator[Said]:
    parser = MarkdownIt("commonmark")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # others refuse nothing
    for token in parser.parse(data.decode()):
        for each in [token, *(token.children or ())]:
            if each.type in ("html_block", "html_inline") and not each.content.startswith("<!--"):
                yield Said("has HTML", each.content[:300])
            href = str(each.attrs.get("href") or each.attrs.get("src") or "")
            if not _is_safe(href):
                yield Said("has an address", href)


def _loaded(data: bytes) -> Any:
    """JSON without what only Python and JavaScript write."""

    def refuse(name: str) -> Any:
        raise ValueError(f"{name} is no JSON")

    return json.loads(data, parse_constant=refuse)


def _resume(data: bytes) -> Iterator[Said]:
    """Who writes an address with signs beyond ASCII has it there as well."""
    found = _loaded(data)
    for schema in (OLD, NEW):
        for error in schema.iter_errors(found):
            if _keys(error.absolute_path) != "basics.email":
                yield Said(f"is not valid at {_keys(error.absolute_path)}", error.message)


def _publications(data: bytes) -> Iterator[Said]:
    for error in CSL.iter_errors(_loaded(data)):
        yield Said(f"is not valid at {_keys(error.absolute_path)}", error.message)


def _feed(data: bytes) -> Iterator[Said]:
    for error in Draft202012Validator(FEED_SCHEMA).iter_errors(_loaded(data)):
        yield Said(f"is not valid at {_keys(error.absolute_path)}", error.message)


def _keys(path: Any) -> str:
    return ".".join(str(step) for step in path if isinstance(step, str))


def _xml(data: bytes) -> Iterator[Said]:
    for each in ET.fromstring(data).iter():
        href = each.get("href", "")
        if not _is_safe(href):
            yield Said("has an address", href)


def _json(data: bytes) -> Iterator[Said]:
    _loaded(data)
    return iter(())


def _bib(data: bytes) -> Iterator[Said]:
    """It is read again without a word of broken entries, and no entry stands in another."""
    records, problems = read_bib(data, "publications.bib")
    for problem in problems:
        if problem.is_error:
            yield Said("is not read again", str(problem))
    written = len(re.findall(rb"(?m)^@", data))
    if len(records) != written:
        yield Said("has entries that are none", f"{written} begin and {len(records)} are read")


def _picture(data: bytes) -> Iterator[Said]:
    picture = Image.open(BytesIO(data))
    picture.load()
    if max(picture.size) > 1024:
        yield Said("is large", str(picture.size))
    odd = {*picture.info} - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "transparency"}
    if odd or b"secret" in data:
        yield Said("says more than its pixels", str(odd))


def _card(data: bytes) -> Iterator[Said]:
    Image.open(BytesIO(data)).load()
    return iter(())


def _pdf(data: bytes) -> Iterator[Said]:
    for profile in ("3a", "ua1"):
        for each in page.validate_pdf_bytes(data, profile=profile).failures:
            yield Said(f"is not {profile} by {each.rule_id}", each.message)


def _card_of_contacts(data: bytes) -> Iterator[Said]:
    """One card, each line of which has a name that we write, and none of which is too long."""
    lines = data.decode().split("\r\n")
    if longest := [each for each in lines if len(each.encode()) > 75]:
        yield Said("has long lines", longest[0])
    for each in "\r\n".join(lines).replace("\r\n ", "").split("\r\n")[:-1]:
        if not _VCARD.fullmatch(each):
            yield Said("has a line that is none of ours", each[:100])
    for name in (b"BEGIN", b"END", b"FN", b"UID"):
        if (b"\n" + data).count(b"\n" + name + b":") > 1:
            yield Said("has more than one", name.decode())


def _ris(data: bytes) -> Iterator[Said]:
    """Each line is one of ours, and a reader finds as many references as begin."""
    lines = data.decode().split("\r\n")
    for each in lines:
        if each and not _TAGGED.fullmatch(each):
            yield Said("has a line without a tag", each[:100])
    read = rispy.loads(data.decode().replace("\r\n", "\n"))
    if len(read) != sum(each.startswith("TY  - ") for each in lines):
        yield Said("has references that are none", str(len(read)))


def _typst(data: bytes) -> Iterator[Said]:
    """No file is asked for, and no sign of a text is markup that has no end."""
    try:
        typst.compile(_without_pictures(data))
    except (RuntimeError, typst.TypstError) as error:
        yield Said("is no Typst", str(error)[:200])


def _without_pictures(data: bytes) -> bytes:
    return re.sub(rb"image\(\"cv-typ\.\w+\"(?:, alt: \"(?:[^\"\\]|\\.)*\")?\)", b"none", data)


def _latex(data: bytes) -> Iterator[Said]:
    """Behind the preamble, only commands that we write, and as many braces open as close."""
    text = data.decode().partition("\\hypersetup")[2]
    bare = re.sub(r"\\[^A-Za-z]", "", text)
    if bare.count("{") != bare.count("}"):
        yield Said("has loose braces", str(bare.count("{") - bare.count("}")))
    for name in {*re.findall(r"\\([A-Za-z]+)", bare)} - _OF_LATEX:
        yield Said("has a command of another", name)
    if loose := re.search(r"[#$^_%]", re.sub(r"\\href\{[^{}]*\}", "", bare)):
        yield Said("has a sign that means more", bare[loose.start() - 50 :][:100])


_VCARD = re.compile(
    r"(BEGIN|END):VCARD|(VERSION|KIND|LANG|N|FN|TITLE|ORG|ADR|URL|NOTE|BDAY|UID|REV):[^\n\r]*|"
    r"(EMAIL|TEL)[;A-Za-z0-9=,]*:[^\n\r]*|SOCIALPROFILE;SERVICE-TYPE=\"[^\"]*\":.*|"
    r"item\d+\.(URL|X-ABLabel):[^\n\r]*"
)
_TAGGED = re.compile(r"[A-Z][A-Z0-9]  - [^\n\r]*")
_OF_LATEX = frozenset(
    re.findall(
        r"\w+",
        """begin end hypersetup href emph textbf texttt textsubscript textsuperscript item par
        newline cvhead cvname cvlabel cvabout cventry cvpart cvsub cvline cvpaper cvupdated section
        subsection ttfamily small mbox hspace textbackslash textminus textasciitilde
        textasciicircum textless textgreater textbar textquotedbl textasciigrave""",
    )
)

_Judge = Callable[[bytes], Iterator[Said]]
_BY_NAME: dict[str, _Judge] = {
    "resume.json": _resume,
    "publications.json": _publications,
    "feed.json": _feed,
    "card.png": _card,
}
_BY_SUFFIX: dict[str, _Judge] = {
    ".html": _html,
    ".json": _json,
    ".md": _markdown,
    ".xml": _xml,
    ".bib": _bib,
    ".png": _picture,
    ".jpg": _picture,
    ".pdf": _pdf,
    ".vcf": _card_of_contacts,
    ".ris": _ris,
    ".typ": _typst,
    ".tex": _latex,
}
_OF_TEXT = {".html", ".json", ".md", ".xml", ".bib", ".txt", ".vcf", ".ris", ".typ", ".tex"}
