"""Who the CV is about, and how the pages look that say so: the basics and the looks, finished."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..bib.names import ORCID, parse_name
from ..bib.owner import Owner, bare_name
from ..model.document import (
    Mailbox,
    PageStyle,
    Person,
    PhotoStyle,
    Private,
    Running,
)
from ..model.entry import Facts, frozen
from ..model.files import Image
from ..model.inline import Inlines, to_plain
from ..model.later import pattern, replace
from ..model.plain import file_words, filled
from ..model.problems import EVERYTHING, WARNING, Problem, shortened
from ..model.url import WEB, for_people, host_of
from ..source import CV, Basics
from ..source.cv import Location, Profile
from ..source.fields import PRESENT, phone_fault, web_address
from ..source.layouts import Photo
from ..words import Language
from .accounts import HOSTS, URL_FRAME, accounts, mistyped, with_address
from .entries import facts

_PLACEHOLDERS = pattern(r"\{(name|page|pages)\}")
_AROUND_NAME = pattern(r"([-_ ]?)\{name\}([-_ ]?)")
_NO_LINE = "-"
_FOOTER = "{name}  ·  {page} / {pages}"
_APART = frozenset({"email", "phone", "address", "postalCode"})
_FOR_FINDING = frozenset({"aliases"})
# Unicode's CLDR, supplementalData.xml, paperSize
_ON_LETTER = frozenset(
    ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"]
)
# Google's libaddressinput, where %Z stands behind %C
_CODE_LAST = frozenset(
    {
        *("AU", "BD", "BR", "CA", "CO", "EG", "GB", "GG", "ID", "IE", "IM", "IN", "JE", "JO", "KH"),
        *("LB", "LK", "MT", "NG", "NP", "NZ", "PK", "PR", "SA", "SG", "TH", "US", "VI", "ZA"),
    }
)
_FROM_THE_EAST = (("\u2e80", "\ud7af"), ("\uf900", "\ufaff"))


def person_of(
    cv: CV, image: Image | None, words: Language, veils: bool
) -> tuple[Person, list[Problem]]:
    """The finished person. A missing name is a warning, and the outputs are headed without one.

    ``veils`` is for those who see of e-mail addresses only what ``site.email`` says.
    """
    basics, location = cv.basics, cv.basics.location or Location()
    region = location.region or ""
    country = location.country_code or ""
    city = location.city or ""
    beside = _beside(city, region, words.country(country))
    place = _place(words, city, beside)
    whole = _with_code(location, beside, words) if location.postal_code else place
    shown = cv.site.email if veils else "plain"
    emails = tuple(_mailbox(each, shown, words) for each in basics.email if shown != "absent")
    name = basics.name or words.phrases["untitled"]
    given, family = _parts(basics, words)
    alt = (basics.image.alt if basics.image else None) or name
    person = Person(
        name=name,
        given=given,
        family=family,
        label=basics.label or (),
        description=basics.description or (),
        emails=emails,
        url=basics.url,
        url_text=URL_FRAME.sub("", for_people(basics.url or "")),
        location=place,
        city=city,
        region=region,
        country_code=country,
        profiles=accounts(basics.profiles),
        image=replace(image, alt=alt) if image else None,
        summary=basics.summary or (),
        focus=basics.focus or (),
        topics=tuple(basics.topics),
        keywords=tuple(basics.keywords),
        aliases=tuple(basics.aliases),
        employer=_employer(cv, words),
        private=Private(
            tuple(basics.phone),
            location.address or (),
            location.postal_code or "",
            whole,
            _home(location.address or (), whole, words),
            words.full_date(basics.birth_date),
            basics.birth_place or "",
            basics.nationality or "",
            _birth(basics, words),
        ),
        facts=_facts(basics, emails, words),
    )
    message = "missing: the outputs will be headed without a name"
    missing = Problem(("basics", "name"), message, WARNING, rests_on=EVERYTHING)
    faults = filter(None, map(phone_fault, basics.phone))
    numbers = [Problem(("basics", "phone"), each, WARNING) for each in faults]
    return person, [*([] if basics.name else [missing]), *numbers, *mistyped(basics.profiles)]


def _is_from_the_east(name: str) -> bool:
    return any(first <= each <= last for each in name for first, last in _FROM_THE_EAST)


def _parts(basics: Basics, words: Language) -> tuple[str, str]:
    """The name cut before the surname: as an alias with a comma says, else as names mostly are."""
    name = basics.name or ""
    bare = bare_name(name)
    if words.is_surname_first or _is_from_the_east(bare):
        return "", ""
    said = (each.partition(",") for each in basics.aliases if "," in each)
    known = (last for last, _, first in said if f"{first.strip()} {last.strip()}" == bare)
    one = parse_name(bare)
    last = next(known, " ".join(filter(None, (one.particle, one.family, one.suffix)))).strip()
    start = name.find(bare) + len(bare) - len(last)
    is_last = last and bare.endswith(f" {last}")
    return (name[:start].rstrip(), name[start:]) if is_last else ("", "")


def _birth(basics: Basics, words: Language) -> Inlines:
    """The line that says when and where somebody was born."""
    date, place = words.full_date(basics.birth_date), basics.birth_place or ""
    is_day = basics.birth_date and basics.birth_date.day
    colon = words.phrases["colon"]
    values = {
        "date": date,
        "day": date if is_day else "",
        "year": "" if is_day else date,
        "place": place,
        "dateLabel": f"{words.phrases['birthDate']}{colon}" if date else "",
        "placeLabel": f"{words.phrases['birthPlace']}{colon}" if place else "",
    }
    return words.fill("birth", values, "person")


def _beside(city: str, region: str, country: str) -> str:
    """The region, else the country, unless the city says it already, or a country is the city."""
    last = city.rpartition(",")[2].strip().casefold()
    if region:
        return "" if last == region.casefold() else region
    return "" if last and last in country.casefold() else country


def _place(words: Language, city: str, region: str) -> str:
    return to_plain(words.fill("location", {"city": city, "region": region}, "person"))


def _with_code(location: Location, region: str, words: Language) -> str:
    """The place with its postal code where the country writes it: in front of all, or behind the
    city and its region, which a name of the country is not."""
    code, city = location.postal_code or "", location.city or ""
    country = location.country_code or ""
    if country not in _CODE_LAST or not city:
        return f"{code} {_place(words, city, region)}".strip()
    if region.casefold() in ("", words.country(country).casefold()):
        return _place(words, f"{city} {code}", region)
    return _place(words, city, f"{region} {code}")


def _home(street: Sequence[str], place: str, words: Language) -> tuple[str, ...]:
    """The street and the place, in this order where the city stands before its region."""
    found = (place, *street) if _place(words, "1", "2").startswith("2") else (*street, place)
    return tuple(filter(None, found))


def _mailbox(address: str, shown: str, words: Language) -> Mailbox:
    """The address as ``shown`` has it."""
    if shown == "plain":
        return Mailbox(address, address)
    veiled = address.replace("@", words.phrases["at"]).replace(".", words.phrases["dot"])
    return Mailbox("", veiled)


def _facts(basics: Basics, emails: Sequence[Mailbox], words: Language) -> Facts:
    """What is said of the person, with the addresses of accounts; only the first of the e-mails."""
    found = facts(basics, words, _APART | _FOR_FINDING)
    profiles = {"profiles": [with_address(each) for each in found.get("profiles", ())]}
    email = emails[0].address if emails else ""
    return frozen({**found, **filled({"email": email, **profiles})})


def own_address(whose: Person) -> str | None:
    """Where the pages of the person may stand: its url, if that is no account at a network, nor
    anything else beside which no files are."""
    url = whose.url or ""
    is_account = url in {each.url for each in whose.profiles}
    is_page = url.startswith(WEB) and "?" not in url and "#" not in url
    is_shared = host_of(url).removeprefix("www.") in HOSTS
    return url if is_page and not (is_account or is_shared) else None


def home_in(data: Mapping[str, Any]) -> str | None:
    """Where the site of plain data is, as ``own_address`` finds it once that was checked."""
    site, basics = (_texts(data.get(name)) for name in ("site", "basics"))
    if address := web_address(site.get("url", "")):
        return address
    said = (data.get("basics") or {}).get("profiles") if basics else None
    rows = map(_texts, said if isinstance(said, list) else [])
    names = ("network", "username", "url")
    known = (dict[str, Any](zip(names, map(row.get, names), strict=True)) for row in rows)
    profiles = accounts([Profile(**each) for each in known])
    return own_address(Person("", url=web_address(basics.get("url", "")), profiles=profiles))


def _texts(value: Any) -> dict[str, Any]:
    """What a mapping has under keys of which the values are texts."""
    rows = value.items() if isinstance(value, dict) else ()
    return {key: each for key, each in rows if isinstance(each, str)}


def _employer(cv: CV, words: Language) -> str:
    for work in cv.work:
        if any(
            each.start_date and each.end_date in (None, PRESENT) for each in (work, *work.positions)
        ):
            said = {"name": work.name or (), "location": work.location or ()}
            return to_plain(words.fill("employer", said, "person"))
    return ""


def owner(whose: Person, words: Language) -> Owner:
    """The person as publications may name them."""
    bare = bare_name(whose.name)
    surname, _, others = bare.partition(" ")
    turned = [f"{surname}, {others}"] if words.is_surname_first and others else []
    return Owner((whose.name, bare, *turned, *whose.aliases), _orcid(whose))


def _orcid(whose: Person) -> str:
    """The person's ORCID iD, from the profile that has one."""
    for profile in whose.profiles:
        if "orcid" in f"{profile.network} {profile.url}".lower():
            found = ORCID.search(f"{profile.username} {profile.url}")
            return found[1].upper() if found else ""
    return ""


def page_style(cv: CV, person: Person, locale: str) -> PageStyle:
    """The settings in CSS's words, with the lines of each page cut into words and numbers."""
    pdf = cv.pdf
    return PageStyle(
        file=_file(pdf.file, person.name, locale),
        theme=cv.themes[0],
        page_size=pdf.page_size or ("Letter" if person.country_code in _ON_LETTER else "A4"),
        margin=pdf.margin or "",
        font=pdf.font or "",
        font_size=pdf.font_size or "",
        accent_color=pdf.accent_color or cv.look.accent_color or "",
        density=pdf.density,
        pages=pdf.pages,
        fill=pdf.fill,
        dates=pdf.dates or "",
        signature=pdf.signature,
        photo=_photo(pdf.photo),
        title_first=pdf.title_first,
        papers=pdf.papers or "",
        header=_running(pdf.header or _NO_LINE, person),
        footer=_running(pdf.footer or _FOOTER, person),
        footer_alone=bool(pdf.footer),
        updated=pdf.updated,
        links=pdf.links,
    )


def _photo(said: Photo) -> PhotoStyle:
    width, _, height = (said.size or "").partition(" ")
    place = said.shape or "", said.side or "", said.position or ""
    return PhotoStyle(said.shown, width, height, *place)


def _file(pattern: str, name: str, locale: str) -> str:
    """The name of the file. The person's words are joined as the pattern joins them to others."""
    if "{" not in pattern:
        return pattern
    words = file_words(name, locale)

    def joined(around: re.Match[str]) -> str:
        one, other = around.groups()
        own = (one or other or "_").join(words)
        return f"{one}{own}{other}" if own else one and other

    return _AROUND_NAME.sub(joined, pattern)


def _running(line: str, person: Person) -> tuple[Running, ...]:
    """The line cut at its placeholders."""
    if line == _NO_LINE:
        return ()
    pieces = enumerate(_PLACEHOLDERS.split(line) if "{" in line else [line])
    found = (_piece(piece, person) if index % 2 else Running(piece) for index, piece in pieces)
    return tuple(each for each in found if each.text or each.counter)


def _piece(name: str, person: Person) -> Running:
    if name == "name":
        return Running(shortened(person.name))  # for it is laid out anew on every page
    return Running(counter=name)
