"""Who the CV is about, and how the pages look that say so: the basics and the looks, finished."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..bib.names import ORCID, is_orcid, parse_name
from ..bib.owner import Owner, bare_name
from ..model.document import (
    Account,
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
from ..model.later import pattern
from ..model.plain import file_words, filled
from ..model.problems import EVERYTHING, WARNING, Problem, shortened
from ..model.url import WEB, for_machines, for_people, host_of, url_problem
from ..source import CV, Basics
from ..source.cv import Location, Profile
from ..source.fields import PRESENT, web_address
from ..source.layouts import Photo
from ..words import Language
from .entries import facts

_URL_FRAME = pattern(r"^https?://|/$")
_PLACEHOLDERS = pattern(r"\{(name|page|pages)\}")
_AROUND_NAME = pattern(r"([-_ ]?)\{name\}([-_ ]?)")
_NO_LINE = "-"
_FOOTER = "{name}  ·  {page} / {pages}"
_APART = frozenset({"email", "phone", "address", "postalCode"})
_FOR_FINDING = frozenset({"aliases"})
_SHORT = 40
_FROM_THE_EAST = (("\u2e80", "\ud7af"), ("\uf900", "\ufaff"))
_NAME = r"[\w.~-]+"
_ID = r"\d+"

_NETWORKS: Mapping[str, tuple[str, str]] = {
    "arxiv": ("https://arxiv.org/a/{}", _NAME),
    "behance": ("https://www.behance.net/{}", _NAME),
    "bitbucket": ("https://bitbucket.org/{}/", _NAME),
    "bluesky": ("https://bsky.app/profile/{}", r"[\w-]+(?:\.[\w-]+)+"),
    "codeberg": ("https://codeberg.org/{}", _NAME),
    "codeforces": ("https://codeforces.com/profile/{}", _NAME),
    "codepen": ("https://codepen.io/{}", _NAME),
    "dblp": ("https://dblp.org/pid/{}", r"\w+/[\w-]+"),
    "dev": ("https://dev.to/{}", _NAME),
    "dribbble": ("https://dribbble.com/{}", _NAME),
    "facebook": ("https://www.facebook.com/{}", _NAME),
    "github": ("https://github.com/{}", r"[\w-]+"),
    "gitlab": ("https://gitlab.com/{}", _NAME),
    "googlescholar": ("https://scholar.google.com/citations?user={}", r"[\w-]{12}"),
    "hackernews": ("https://news.ycombinator.com/user?id={}", _NAME),
    "huggingface": ("https://huggingface.co/{}", _NAME),
    "inspire": ("https://inspirehep.net/authors/{}", _ID),
    "instagram": ("https://www.instagram.com/{}/", _NAME),
    "kaggle": ("https://www.kaggle.com/{}", _NAME),
    "keybase": ("https://keybase.io/{}", _NAME),
    "leetcode": ("https://leetcode.com/u/{}/", _NAME),
    "linkedin": ("https://www.linkedin.com/in/{}", r"[\w%-]+"),
    "medium": ("https://medium.com/@{}", _NAME),
    "openreview": ("https://openreview.net/profile?id={}", r"~[\w-]+"),
    "orcid": ("https://orcid.org/{}", r"(?:\d{4}-){3}\d{3}[\dXx]"),
    "osf": ("https://osf.io/{}/", r"\w+"),
    "reddit": ("https://www.reddit.com/user/{}/", _NAME),
    "researchgate": ("https://www.researchgate.net/profile/{}", _NAME),
    "scopus": ("https://www.scopus.com/authid/detail.uri?authorId={}", _ID),
    "semanticscholar": ("https://www.semanticscholar.org/author/{}", _ID),
    "soundcloud": ("https://soundcloud.com/{}", _NAME),
    "sourcehut": ("https://sr.ht/~{}", _NAME),
    "stackoverflow": ("https://stackoverflow.com/users/{}", _ID),
    "telegram": ("https://t.me/{}", r"\w+"),
    "threads": ("https://www.threads.net/@{}", _NAME),
    "twitch": ("https://www.twitch.tv/{}", r"\w+"),
    "vimeo": ("https://vimeo.com/{}", _NAME),
    "webofscience": ("https://www.webofscience.com/wos/author/record/{}", r"[\w-]+"),
    "wikidata": ("https://www.wikidata.org/wiki/{}", r"Q\d+"),
    "x": ("https://x.com/{}", r"\w+"),
    "xing": ("https://www.xing.com/profile/{}", _NAME),
    "youtube": ("https://www.youtube.com/@{}", _NAME),
}
"""Network -> the address of an account there, and what the name in it looks like."""

_SAME = {
    "bsky": "bluesky", "devto": "dev", "orcidid": "orcid", "scholar": "googlescholar",
    "twitter": "x", "twitterx": "x", "xtwitter": "x",
}  # fmt: skip
"""Other names of networks."""
_HOSTS = frozenset(form.split("/")[2].removeprefix("www.") for form, _ in _NETWORKS.values())
_WITHOUT_PAGES = frozenset(
    {"discord", "line", "matrix", "qq", "signal", "skype", "wechat", "whatsapp"}
)
_FEDERATED = pattern(r"@?([\w.-]+)@([\w-]+(?:\.[\w-]+)+)")
_LINK = pattern(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,}/\S+)", re.IGNORECASE)


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
    place = {"city": city, "region": _beside(city, region, words.country(country))}
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
        url_text=_URL_FRAME.sub("", for_people(basics.url or "")),
        location=to_plain(words.fill("location", place, "person")),
        city=city,
        region=region,
        country_code=country,
        profiles=_accounts(basics.profiles),
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
            words.full_date(basics.birth_date),
            basics.birth_place or "",
            basics.nationality or "",
            _birth(basics, words),
        ),
        facts=_facts(basics, emails, words),
    )
    message = "missing: the outputs will be headed without a name"
    missing = Problem(("basics", "name"), message, WARNING, rests_on=EVERYTHING)
    return person, [*([] if basics.name else [missing]), *_mistyped(basics.profiles)]


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


def _mistyped(profiles: Sequence[Profile]) -> Iterator[Problem]:
    """The ORCID iDs that can be none."""
    for index, each in enumerate(profiles):
        for field, text in (("username", each.username or ""), ("url", each.url or "")):
            found = ORCID.search(text) if "orcid" in f"{each.network} {each.url}".lower() else None
            if found and not is_orcid(found[1]):
                message = f"'{found[1]}' is no ORCID iD: one of its digits is mistyped"
                yield Problem(("basics", "profiles", index, field), message, WARNING)


def _mailbox(address: str, shown: str, words: Language) -> Mailbox:
    """The address as ``shown`` has it."""
    if shown == "plain":
        return Mailbox(address, address)
    veiled = address.replace("@", words.phrases["at"]).replace(".", words.phrases["dot"])
    return Mailbox("", veiled)


def _facts(basics: Basics, emails: Sequence[Mailbox], words: Language) -> Facts:
    """What is said of the person, with the addresses of accounts; only the first of the e-mails."""
    found = facts(basics, words, _APART | _FOR_FINDING)
    profiles = {"profiles": [_with_address(each) for each in found.get("profiles", ())]}
    email = emails[0].address if emails else ""
    return frozen({**found, **filled({"email": email, **profiles})})


def _accounts(profiles: Sequence[Profile]) -> tuple[Account, ...]:
    """The accounts that say anything."""
    found = []
    for each in profiles:
        network, username = each.network or "", each.username or ""
        url = each.url or _address(network, username)
        short = _short(url or "", username)
        found.append(Account(network, username, url, short, _folded(network)))
    return tuple(each for each in found if each.text)


def own_address(whose: Person) -> str | None:
    """Where the pages of the person may stand: its url, if that is no account at a network, nor
    anything else beside which no files are."""
    url = whose.url or ""
    is_account = url in {each.url for each in whose.profiles}
    is_page = url.startswith(WEB) and "?" not in url and "#" not in url
    is_shared = host_of(url).removeprefix("www.") in _HOSTS
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
    profiles = _accounts([Profile(**each) for each in known])
    return own_address(Person("", url=web_address(basics.get("url", "")), profiles=profiles))


def _texts(value: Any) -> dict[str, Any]:
    """What a mapping has under keys of which the values are texts."""
    rows = value.items() if isinstance(value, dict) else ()
    return {key: each for key, each in rows if isinstance(each, str)}


def unlinked(found: Sequence[Account]) -> list[str]:
    """The networks with an account to which no link leads though there might be one."""
    lost = (each.network for each in found if each.network and not each.url)
    return [each for each in lost if _folded(each) not in _WITHOUT_PAGES]


def _with_address(facts: Facts) -> Facts:
    """What is said of an account, and its address."""
    url = facts.get("url") or _address(facts.get("network", ""), facts.get("username", ""))
    return {**facts, "url": url} if url else facts


def _address(network: str, username: str) -> str | None:
    """Where the account is, if the network is known and the name is one there."""
    url = for_machines(_written_address(network, username) or "")
    return None if url_problem(url) else url


def _written_address(network: str, username: str) -> str | None:
    name, known = username.strip(), _NETWORKS.get(_folded(network))
    if found := _LINK.fullmatch(name):
        return f"https://{found[1]}"
    if found := _FEDERATED.fullmatch(name):
        return f"https://{found[2]}/@{found[1]}"
    if not known:
        return None
    form, pattern = known
    name = name.removeprefix("@")
    if _folded(network) == "bluesky" and "." not in name:
        name += ".bsky.social"
    return form.format(name) if re.fullmatch(pattern, name, re.ASCII) else None


def _folded(network: str) -> str:
    """The name of a network without its signs, and without its domain."""
    name = re.sub(r"[^a-z]", "", network.lower().removesuffix(".com").removesuffix(".org"))
    return _SAME.get(name, name)


def _short(url: str, username: str) -> str:
    short = _URL_FRAME.sub("", for_people(url)).removeprefix("www.")
    return short if username and username in short and len(short) <= _SHORT else ""


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
        page_size=pdf.page_size,
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
    pieces = enumerate(_PLACEHOLDERS.split(line))
    found = (_piece(piece, person) if index % 2 else Running(piece) for index, piece in pieces)
    return tuple(each for each in found if each.text or each.counter)


def _piece(name: str, person: Person) -> Running:
    if name == "name":
        return Running(shortened(person.name))  # for it is laid out anew on every page
    return Running(counter=name)
