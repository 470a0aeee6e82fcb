"""Who the CV is about, and how the pages look that say so: the basics and the looks, finished."""

from __future__ import annotations

import re
from types import MappingProxyType

from ..bib.names import ORCID
from ..bib.owner import Owner, bare_name
from ..model.document import Account, Image, PageStyle, Person, Private, Running
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
    city = location.city or ""
    region = location.region or ""
    return Person(
        name=_name(basics, words),
        label=basics.label or "",
        description=to_plain(basics.description or ()),
        email=basics.email or "",
        web_email=(basics.email or "") if cv.site.email == "plain" else "",
        email_text=_email_text(basics.email or "", cv.site.email, words),
        url=basics.url,
        url_text=_URL_FRAME.sub("", basics.url or ""),
        location=words.fill(
            "person", "location", city=city, region=region or location.country_code or ""
        ),
        city=city,
        region=region,
        country_code=location.country_code or "",
        profiles=_profiles(basics),
        image=image,
        summary=basics.summary or (),
        focus=basics.focus or (),
        topics=tuple(basics.topics),
        keywords=tuple(basics.keywords),
        aliases=tuple(basics.aliases),
        employer=_employer(cv, words),
        private=_private(basics),
        facts=MappingProxyType(facts(basics, words, _PRIVATE)),
    )


def _name(basics: Basics, words: Words) -> str:
    name = basics.name or ""
    if not name:
        message = "missing: the outputs will be headed without a name"
        words.problems.append(Problem((*_PATH, "name"), message, WARNING))
    return name or words.labels["untitled"]


def _email_text(email: str, wanted: str, words: Words) -> str:
    if wanted == "obfuscated":
        return email.replace("@", words.labels["at"]).replace(".", words.labels["dot"])
    return "" if wanted == "absent" else email


def _profiles(basics: Basics) -> tuple[Account, ...]:
    found = (
        Account(
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
    for work in cv.work:
        if any(each.start_date and each.end_date in _RUNNING for each in (work, *work.positions)):
            name, location = work.name or "", work.location or ""
            return words.fill("person", "employer", name=name, location=location)
    return ""


def _private(basics: Basics) -> Private:
    location = basics.location or Location()
    return Private(basics.phone or "", location.address or (), location.postal_code or "")


def owner(whose: Person) -> Owner:
    """The person as publications may name them."""
    return Owner((whose.name, bare_name(whose.name), *whose.aliases), _orcid(whose))


def _orcid(whose: Person) -> str:
    """The person's ORCID iD, from the profile that has one."""
    for profile in whose.profiles:
        if "orcid" in f"{profile.network} {profile.url}".lower():
            found = ORCID.search(f"{profile.username} {profile.url}")
            return found[1].upper() if found else ""
    return ""


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
