"""The types of single fields in cv.yaml; bullets, which are texts of their own; and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Annotated, Any, Literal

from ..bib.fields import bare_doi
from ..model import dates, inline, prose
from ..model.files import Picture
from ..model.inline import Inlines
from ..model.later import pattern, replace
from ..model.problems import quoted, shortened, shown
from ..model.prose import Blocks
from ..model.url import WEB, for_machines, host_of, is_path, url_problem
from ..words.data import country_of, read_date
from . import markup
from .markup import Pictures, Where
from .node import STRING, Checked, Key, Node, Written, WrongError, wrong

PRESENT = "present"

_EMAIL = pattern(r"[^@\s<>\"]+@[^@\s<>\"/?#:\\]+")
_NUMBER = pattern(r"\+\s?\d[\d\s()./-]{3,}")
_APART = pattern(r"\s*[,;|]\s*|\s*/\s*(?=\+)|\s+(?:/|and|or|und|oder|et|ou|y|o)\s+")
_FILE = r"pdf|html?|md|txt|bib|zip|png|jpe?g|pptx?|key|mp4|py|ipynb"
_HOST = pattern(rf"(?i:(?:[\w-]+\.)+(?!(?:{_FILE})$)[^\W\d_]{{2,}}(?:/[^\s<>\"]*)?)")
"""A web address that only lacks its scheme, as in example.org/me: no file name, and no path."""
_COUNTRY = pattern(r"[A-Za-z]{2}")


_BRACES = "found braces; put quotes around a text that begins with '{'"
_NO_TEXT: dict[type, str] = {
    dict: "found keys and values; put quotes around a text that holds ': '",
    list: "found a list; put quotes around a text that begins with '[' or '-'",
}


def _text(value: Any, expected: str = "text") -> str:
    if isinstance(value, str):
        return value
    found = _NO_TEXT.get(type(value), "found nothing")
    if isinstance(value, dict) and value and all(each is None for each in value.values()):
        found = _BRACES
    if isinstance(value, list) and len(value) > 1:
        found = f"found a list of {len(value)}: one alone can stand here"
    raise wrong(f"expected {expected}, {found}")


def unbroken(value: Any) -> str:
    """The text in one line. A blank at its end stays, for it may part it from what follows."""
    return " ".join(filter(None, _text(value).splitlines()))


def _line(value: Any) -> str:
    return inline.folded(_text(value))


def _lines(value: Any) -> tuple[str, ...]:
    return tuple(line.strip() for line in _text(value).splitlines() if line.strip())


def _sentence(value: Any, where: Where | None = None) -> Inlines:
    body = markup.sentence(_text(value))
    return prose.line_led(body, _ends([body], where))


def _title(value: Any, where: Where | None = None) -> Inlines:
    body = markup.title(_text(value))
    return prose.line_led(body, _ends([body], where))


def _words(value: Any) -> str:
    return inline.folded(inline.to_plain(_title(value)))


def _note(value: Any, where: Where | None = None) -> Blocks:
    return _prose(markup.nested(value) or value, where)


def _prose(value: Any, where: Where | None = None) -> Blocks:
    blocks = markup.blocks(_text(value))
    return prose.led(blocks, _ends(prose.bodies(blocks), where))


def _ends(bodies: Iterable[Inlines], where: Where | None) -> dict[str, str]:
    found, problems = markup.ends(bodies, where)
    if problems:
        raise wrong(*problems)
    return found


def _day(value: Any) -> dates.PartialDate:
    return read_date(_text(value, "a date such as 2020-07"))


def _date(value: Any) -> dates.PartialDate:
    """A date, beside which words of the user's own may stand."""
    text = _text(value, "a date such as 2020-07")
    try:
        return read_date(text)
    except dates.NoDateError as error:
        raise wrong(f"{error}, or in your own words 'period: {shortened(text, 60)}'") from None


def _end_date(value: Any) -> dates.PartialDate | str:
    if isinstance(value, str) and dates.is_present(value):
        return PRESENT
    return _date(value)


def _moment(value: Any) -> str:
    text = _text(value)
    dates.parse_date(text)
    return text.strip()


def _url(value: Any) -> str:
    url = _text(value).strip().replace("&amp;", "&")
    if _HOST.fullmatch(url):
        url = f"https://{url}"
    elif "10" in url and "://" not in url and (number := bare_doi(url)):
        url = f"https://doi.org/{number}"
    if problem := url_problem(url):
        raise wrong(problem)
    return for_machines(url)


def _address(value: Any, where: Where | None = None) -> str:
    """The address of a page, or of a file beside cv.yaml."""
    text = _text(value).strip()
    place = where(text) if where and is_path(text) else None
    return place or _url(text)


def web_address(text: str) -> str | None:
    """The address as ``Url`` has it, if it is one."""
    try:
        return _url(text)
    except WrongError:
        return None


def _url_or_none(value: Any) -> str:
    return "" if value == "" else _url(value)


def _page(value: Any) -> str:
    """The address of a page, which files are beside."""
    url = _url(value)
    if not url.startswith(WEB) or "?" in url or "#" in url:
        raise wrong(f"{quoted(url)} is no page of a site: write it as in https://example.org/me")
    return url


def _doi(value: Any) -> str:
    """The bare DOI, also of an address that leads to it."""
    if found := bare_doi(_line(value)):
        return found
    raise wrong(f"{shown(value)} is no DOI: write it as in 10.1000/182")


def _email(value: Any) -> str:
    email = _text(value).strip()
    if several := _several(_EMAIL, email):
        raise wrong(f"{quoted(email)} is several addresses: {several}")
    if not _EMAIL.fullmatch(email) or not host_of(f"http://{email.partition('@')[2]}"):
        raise wrong(f"{quoted(email)} is not an e-mail address: write name@example.org")
    return email


def phone_fault(phone: str) -> str:
    """What is wrong with the number of a telephone, if anything is."""
    several = _several(_NUMBER, phone)
    return several and f"{quoted(phone)} is several numbers: {several}"


def _several(one: re.Pattern[str], text: str) -> str:
    """How to write what names several of a kind; nothing where it does not."""
    parts = [each for each in _APART.split(text) if each]
    if len(parts) < 2 or not all(map(one.fullmatch, parts)):
        return ""
    return f"'basics' takes a list of them, [{', '.join(parts)}]; else write one"


def email_fault(text: str) -> str:
    """What is wrong with an e-mail address, if anything is."""
    try:
        _email(text)
    except WrongError as error:
        return error.found[0]
    return ""


def _country(value: Any) -> str:
    code = _text(value).strip()
    if not _COUNTRY.fullmatch(code):
        letters = country_of(code) or "the two letters of ISO 3166, as in CH"
        raise wrong(f"{quoted(code)} is not a country code: write {letters}")
    return code.upper()


def _picture(value: Any, where: Where | None = None, widest: int = 0) -> Picture:
    if not isinstance(value, str):
        raise wrong("expected the path of a picture")
    name = inline.folded(value)
    if not isinstance(where, Pictures):
        return Picture(name, "", 0, 0, "", b"", b"")
    return where.picture(name, widest)


LANGUAGE = pattern(r"[a-z]{2}(-[A-Za-z]{2,4})?")
"""A key under which a text in one of several languages stands."""
TAG = pattern(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})*")
"""The tag of a language (BCP 47), in its usual case."""
SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
BY_LANGUAGE: dict[str, Any] = {
    "type": "object",
    "propertyNames": {"pattern": f"^{LANGUAGE.pattern}$"},
    "additionalProperties": SCALAR,
    "minProperties": 1,
}
_TEXT: dict[str, Any] = {"anyOf": [SCALAR, BY_LANGUAGE]}
_DATE_STRING: dict[str, Any] = {
    "type": "string",
    "pattern": f"^{dates.DATE_PATTERN}$|^(?=.*[12][0-9]{{3}}).*[^0-9:TZtz.+ -]",
}
_YEAR: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 9999}
_DATE = [_DATE_STRING, _YEAR, {"const": ""}]
_PRESENT = f"^({'|'.join(sorted(dates.PRESENT_WORDS))})$"
_END_DATE = [*_DATE, {"enum": [PRESENT]}, {"type": "string", "pattern": _PRESENT}]

Str = Annotated[str, Checked(_line, SCALAR)]
"""Text in one line and in no particular language: a code, a number, a user name."""
Text = Annotated[str, Checked(unbroken, _TEXT, by_language=True)]
"""Text without markup, in one line and else as it was written."""
Line = Annotated[str, Checked(_line, _TEXT, by_language=True, remarks=markup.plain_remarks)]
"""A name: text without markup, its white space folded."""
_HEADING = Checked(_words, _TEXT, by_language=True, says_empty=True, remarks=markup.word_remarks)
Heading = Annotated[str, _HEADING]
"""A line over a section: an empty one is how the section has none."""
Lines = Annotated[tuple[str, ...], Checked(_lines, _TEXT, by_language=True)]
"""Text without markup, line by line."""
Words = Annotated[str, Checked(_words, _TEXT, by_language=True, remarks=markup.word_remarks)]
"""Text in one line, shown without its markup."""
Sentence = Annotated[
    Inlines,
    Checked(_sentence, _TEXT, by_language=True, remarks=markup.sentence_remarks, leads=True),
]
"""Text with inline Markdown, in one run."""
Title = Annotated[
    Inlines, Checked(_title, _TEXT, by_language=True, remarks=markup.remarks, leads=True)
]
"""The same for a few words, in which ``f[i](x)`` is no link."""
_PROSE = Checked(
    _prose, _TEXT, by_language=True, remarks=markup.prose_remarks, has_blocks=True, leads=True
)
Prose = Annotated[Blocks, _PROSE]
"""Text with Markdown: paragraphs, lists, code and quotations."""
NESTED: dict[str, Any] = {
    "type": "object",
    "maxProperties": 1,
    "additionalProperties": {"type": "array", "items": {"type": [*SCALAR["type"], "object"]}},
}
_NOTE_SCHEMA = {"anyOf": [SCALAR, BY_LANGUAGE, NESTED]}
Note = Annotated[Blocks, replace(_PROSE, check=_note, schema=_NOTE_SCHEMA)]
"""The same, or a line with a list under it."""
Moment = Annotated[str, Checked(_moment, SCALAR)]
"""A date or a timestamp, as it was written."""
Day = Annotated[dates.PartialDate, Checked(_day, {"anyOf": _DATE})]
"""A date that only a date can say."""
Date = Annotated[dates.PartialDate, Checked(_date, {"anyOf": _DATE})]
EndDate = Annotated[dates.PartialDate | str, Checked(_end_date, {"anyOf": _END_DATE})]
Url = Annotated[str, Checked(_url, STRING)]
Address = Annotated[str, Checked(_address, STRING, leads=True)]
"""The same, or a file beside cv.yaml."""
UrlOrNone = Annotated[str, Checked(_url_or_none, STRING, by_language=True, says_empty=True)]
"""A web address: an empty one is how there is none."""
Page = Annotated[str, Checked(_page, STRING)]
Doi = Annotated[str, Checked(_doi, STRING)]
EMAIL_SCHEMA: dict[str, Any] = {"type": "string", "pattern": rf"^\s*({_EMAIL.pattern})?\s*$"}
Email = Annotated[str, Checked(_email, EMAIL_SCHEMA)]
Before = Annotated[Literal["before"] | None, Key("break")]
UNSAID = frozenset({"priority", "break"})
"""What is about pages, and no fact."""
Teaser = Annotated[Picture, Checked(partial(_picture, widest=640), STRING, leads=True)]
"""A picture beside cv.yaml, no wider than pages show it."""
Logo = Annotated[Picture, Checked(partial(_picture, widest=128), STRING, leads=True)]
CountryCode = Annotated[str, Checked(_country, {"type": "string", "pattern": "^([A-Za-z]{2})?$"})]


class Ranked(Node):
    """What cv.pdf may leave out where it would have more pages than it should."""

    priority: int | None = None
    """How much it matters where pages are short: the lowest go first, what has none stays."""


class Point(Ranked):
    """A bullet: a text, a text with a label (`Problem: ...`), both keys written out, or a line
    that ends with a colon and a list under it."""

    shorthands = (
        SCALAR,
        BY_LANGUAGE,
        {"type": "object", "maxProperties": 1, "additionalProperties": SCALAR},
        NESTED,
    )
    label: Words | None = None
    """Words that stand before the text and name its role, such as Problem or Outcome."""
    text: Prose
    """The bullet itself. Markdown."""

    @classmethod
    def written_out(cls, data: Any) -> Written | None:
        """``{Problem: ...}`` is a label and its text, ``{Built: [a, b]}`` a text with a list."""
        if not isinstance(data, dict):
            return {"text": ((), data)}
        if "text" in data or len(data) != 1:
            return None
        if nested := markup.nested(data):
            return {"text": ((), nested)}
        ((label, text),) = data.items()
        return {"label": ((), label), "text": ((label,), text)}

    @classmethod
    def prepared(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("text") in (None, ""):
            if isinstance(label := data.get("label"), str):
                raise wrong(f"expected a text behind {quoted(label)} and its colon")
            raise wrong("expected a text, or one label and its text as in 'Outcome: ...'")
        return data


class Portrait(Node):
    """A picture of you, and what it is for those who do not see it."""

    alone = "file"
    file: Str
    """A JPEG, PNG or WebP file beside cv.yaml, scaled if it is large, or an address."""
    alt: Words | None = None
    """What stands for it where it cannot be seen: Ada at her desk. Your name if absent."""


class Figure(Node):
    """A picture that the homepage shows, and what it is for those who do not see it."""

    alone = "file"
    file: Teaser
    """A JPEG, PNG, WebP, GIF or SVG file beside cv.yaml, scaled if it is large."""
    alt: Words | None = None
    """What stands for it where it cannot be seen; nothing if the words beside it say that."""


class Sign(Figure):
    """The logo of an employer or a school, as the homepage shows it."""

    file: Logo
    """A JPEG, PNG, WebP, GIF or SVG file beside cv.yaml, scaled if it is large."""
