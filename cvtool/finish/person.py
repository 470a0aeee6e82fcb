"""Who the CV is about, and how the pages look that say so: the basics and the looks, finished."""

from __future__ import annotations

import re
from types import MappingProxyType

from ..model.document import Image, PageStyle, Person, Private, Profile, Running
from ..model.inline import to_plain
from ..model.problems import WARNING, Problem
from ..source import CV, Basics, Pdf
from ..source.cv import Location
from ..source.fields import PRESENT
from .facts import facts
from .words import Words

_PATH = ("basics",)
_URL_FRAME = re.compile(r"^https?://|/$")
_SHORT = 40
_RUNNING = (None, PRESENT)
_PLACEHOLDERS = re.compile(r"\{(name|page|pages)\}")
_NO_LINE = "-"
_PRIVATE = frozenset({"phone", "address", "postalCode"})


def person(cv: CV, image: Image | None, words: Words) -> Person:
    """The finished person. A missing name is a warning, and the outputs are headed without one."""
    basics, location = cv.basics, cv.basics.location or Location()
    city = words.line(location.city, (*_PATH, "location", "city"))
    region = words.line(location.region, (*_PATH, "location", "region"))
    return Person(
        name=_name(basics, words),
        label=words.line(basics.label, (*_PATH, "label")),
        description=to_plain(words.prose(basics.description, (*_PATH, "description"))),
        email=basics.email or "",
        web_email=(basics.email or "") if cv.site.email == "plain" else "",
        email_text=_email_text(basics.email or "", cv.site.email, words),
        url=basics.url,
        url_text=_URL_FRAME.sub("", basics.url or ""),
        location=words.beside([city, region or (location.country_code or "")]),
        city=city,
        region=region,
        country_code=location.country_code or "",
        profiles=_profiles(basics),
        image=image,
        summary=words.paragraphs(basics.summary, (*_PATH, "summary")),
        focus=words.prose(basics.focus, (*_PATH, "focus")),
        topics=words.lines(basics.topics, (*_PATH, "topics")),
        keywords=words.lines(basics.keywords, (*_PATH, "keywords")),
        aliases=words.lines(basics.aliases, (*_PATH, "aliases")),
        employer=_employer(cv, words),
        private=_private(basics, words),
        facts=MappingProxyType(facts(basics, words, _PATH, _PRIVATE)),
    )


def _name(basics: Basics, words: Words) -> str:
    name = words.line(basics.name, (*_PATH, "name"))
    if not name:
        message = "missing: the outputs will be headed without a name"
        words.problems.append(Problem((*_PATH, "name"), message, WARNING))
    return name or words.labels["untitled"]


def _email_text(email: str, wanted: str, words: Words) -> str:
    if wanted == "obfuscated":
        return email.replace("@", words.labels["at"]).replace(".", words.labels["dot"])
    return "" if wanted == "absent" else email


def _profiles(basics: Basics) -> tuple[Profile, ...]:
    found = (
        Profile(
            each.network or "",
            each.username or "",
            each.url,
            _address(each.url or "", each.username or ""),
        )
        for each in basics.profiles
    )
    return tuple(each for each in found if each.text)


def _address(url: str, username: str) -> str:
    address = _URL_FRAME.sub("", url).removeprefix("www.")
    return address if username and username in address and len(address) <= _SHORT else ""


def _employer(cv: CV, words: Words) -> str:
    for index, work in enumerate(cv.work):
        if any(each.start_date and each.end_date in _RUNNING for each in (work, *work.positions)):
            path = ("work", index)
            name = words.line(work.name, (*path, "name"))
            location = words.line(work.location, (*path, "location"))
            return words.beside([name, location])
    return ""


def _private(basics: Basics, words: Words) -> Private:
    location = basics.location or Location()
    address = words.raw(location.address, (*_PATH, "location", "address"))
    return Private(
        phone=basics.phone or "",
        address=tuple(line.strip() for line in address.splitlines() if line.strip()),
        postal_code=location.postal_code or "",
    )


def pages(pdf: Pdf, person: Person) -> PageStyle:
    """The settings in CSS's words, with the lines of each page cut into words and numbers."""
    return PageStyle(
        theme=pdf.theme,
        page_size=pdf.page_size,
        margin=pdf.margin or "",
        font=pdf.font or "",
        font_size=pdf.font_size or "",
        accent_color=pdf.accent_color or "",
        density=pdf.density,
        header=_running(pdf.header or _NO_LINE, person),
        footer=_running(pdf.footer, person),
        links=pdf.links,
    )


def _running(line: str, person: Person) -> tuple[Running, ...]:
    """The line cut at its placeholders."""
    if line == _NO_LINE:
        return ()
    pieces = enumerate(_PLACEHOLDERS.split(line))
    found = (_piece(piece, person) if index % 2 else Running(piece) for index, piece in pieces)
    return tuple(each for each in found if each.text or each.counter)


def _piece(name: str, person: Person) -> Running:
    return Running(person.name) if name == "name" else Running(counter=name)
