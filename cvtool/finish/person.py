"""Who the CV is about, and how the pages look that say so: the basics and the looks, finished."""

from __future__ import annotations

import re

from ..bib.names import ORCID
from ..bib.owner import Owner, bare_name
from ..model.document import Image, Mailbox, PageStyle, Person, Private, Running
from ..model.entry import Facts, frozen
from ..model.inline import to_plain
from ..model.plain import filled
from ..model.problems import EVERYTHING, WARNING, Problem
from ..source import CV, Basics, Pdf
from ..source.cv import Location
from ..source.fields import PRESENT
from ..words import Language
from .accounts import accounts, with_address
from .entries import facts

_URL_FRAME = re.compile(r"^https?://|/$")
_PLACEHOLDERS = re.compile(r"\{(name|page|pages)\}")
_NO_LINE = "-"
_PRIVATE = frozenset({"phone", "address", "postalCode"})


def person_of(cv: CV, image: Image | None, words: Language) -> tuple[Person, list[Problem]]:
    """The finished person. A missing name is a warning, and the outputs are headed without one."""
    basics, location = cv.basics, cv.basics.location or Location()
    region = location.region or ""
    country = location.country_code or ""
    place = {"city": location.city or "", "region": region or country}
    person = Person(
        name=basics.name or words.phrases["untitled"],
        label=basics.label or "",
        description=to_plain(basics.description or ()),
        emails=tuple(_mailbox(each, cv.site.email, words) for each in basics.email),
        url=basics.url,
        url_text=_URL_FRAME.sub("", basics.url or ""),
        location=to_plain(words.fill("location", place, "person")),
        city=place["city"],
        region=region,
        country_code=country,
        profiles=accounts(basics.profiles),
        image=image,
        summary=basics.summary or (),
        focus=basics.focus or (),
        topics=tuple(basics.topics),
        keywords=tuple(basics.keywords),
        aliases=tuple(basics.aliases),
        employer=_employer(cv, words),
        private=Private(tuple(basics.phone), location.address or (), location.postal_code or ""),
        facts=_facts(basics, words),
    )
    message = "missing: the outputs will be headed without a name"
    missing = Problem(("basics", "name"), message, WARNING, rests_on=EVERYTHING)
    return person, [] if basics.name else [missing]


def _mailbox(address: str, shown: str, words: Language) -> Mailbox:
    """The address and how the web sees it, as ``site.email`` has it."""
    veiled = address.replace("@", words.phrases["at"]).replace(".", words.phrases["dot"])
    text = {"plain": address, "obfuscated": veiled, "absent": ""}[shown]
    return Mailbox(address, address if shown == "plain" else "", text)


def _facts(basics: Basics, words: Language) -> Facts:
    """What is said of the person, with the addresses of accounts; only the first of the e-mails."""
    found = facts(basics, words, _PRIVATE)
    profiles = {"profiles": [with_address(each) for each in found.get("profiles", ())]}
    return frozen({**found, **filled({"email": next(iter(basics.email), ""), **profiles})})


def _employer(cv: CV, words: Language) -> str:
    for work in cv.work:
        if any(
            each.start_date and each.end_date in (None, PRESENT) for each in (work, *work.positions)
        ):
            said = {"name": work.name or "", "location": work.location or ""}
            return to_plain(words.fill("employer", said, "person"))
    return ""


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


def page_style(pdf: Pdf, person: Person) -> PageStyle:
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
        updated=pdf.updated,
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
