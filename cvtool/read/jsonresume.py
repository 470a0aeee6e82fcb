"""JSON Resume documents as they are found: earlier names, what the schema leaves open, and dates.

Source: https://jsonresume.org/schema, whose objects may have any other key, and whose texts may
say anything; 0.0.0 is the version before 1.0.0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from typing import Any

from ..model.dates import (
    NoDateError,
    PartialDate,
    is_before,
    is_present,
    parse_date,
)
from ..model.later import pattern, replace
from ..model.problems import WARNING, Path, Problem, quoted
from ..words.data import read_date, read_span
from . import Mark, Plain

_FORMER: Mapping[str, Mapping[str, str]] = {
    "basics": {"picture": "image", "website": "url"},
    "work": {"company": "name", "website": "url"},
    "volunteer": {"website": "url"},
    "education": {"gpa": "score"},
    "publications": {"website": "url"},
}
"""Section -> key of version 0.0.0 -> the same key since 1.0.0."""

NAMES = ("reference", "name", "title", "organization", "institution", "language", "position")
"""The keys of which a text alone may be the value: the first that the entry knows."""
_SPAN = {"start": "startDate", "end": "endDate", "from": "startDate", "to": "endDate"}
_SPAN |= dict.fromkeys(("date", "dates", "duration", "year", "years"), "period")
_ENTRY = dict.fromkeys(("link", "website", "homepage"), "url")
_ENTRY |= {"details": "highlights"}
_ENTRY |= dict.fromkeys(("place", "city"), "location")
_ENTRY |= dict.fromkeys(
    ("bullets", "points", "achievements", "responsibilities", "duties", "tasks"), "highlights"
)
_OTHER: Mapping[str, Mapping[str, str]] = {
    "": {
        **dict.fromkeys(("experience", "experiences", "employment", "works", "jobs"), "work"),
        **dict.fromkeys(("workExperience", "workExperiences", "workHistory"), "work"),
        **dict.fromkeys(("professionalExperience", "employmentHistory"), "work"),
        **dict.fromkeys(("educations", "studies"), "education"),
        **dict.fromkeys(("certificate", "certifications", "licenses"), "certificates"),
        **dict.fromkeys(("honors", "honours", "award"), "awards"),
        **dict.fromkeys(("hobbies", "interest"), "interests"),
        **{"skill": "skills", "language": "languages", "project": "projects"},
        **{"volunteering": "volunteer", "publication": "publications", "reference": "references"},
    },
    "basics": {
        **dict.fromkeys(("fullName", "firstName", "middleName", "lastName"), "name"),
        **dict.fromkeys(("givenName", "familyName", "surname"), "name"),
        **dict.fromkeys(("title", "headline", "tagline", "jobTitle", "role", "job"), "label"),
        **dict.fromkeys(("about", "bio", "objective"), "summary"),
        **dict.fromkeys(("mobile", "tel", "telephone", "phoneNumber", "phones"), "phone"),
        **dict.fromkeys(("dateOfBirth", "birthdate", "birthday", "dob"), "birthDate"),
        **dict.fromkeys(("placeOfBirth", "birthplace"), "birthPlace"),
        **{
            "mail": "email",
            "emails": "email",
            "photo": "image",
            "avatar": "image",
        },
        **{"socials": "profiles", "links": "profiles", "homepage": "url", "website": "url"},
    },
    "location": dict.fromkeys(("state", "country"), "region")
    | {"zip": "postalCode", "postcode": "postalCode", "street": "address"},
    "profiles": {"user": "username", "handle": "username", "name": "network", "link": "url"},
    "work": {
        **dict.fromkeys(("company", "employer", "organization"), "name"),
        **{"title": "position", "role": "position", **_SPAN, **_ENTRY},
    },
    "volunteer": {
        **dict.fromkeys(("organisation", "company", "name"), "organization"),
        **{"role": "position", "title": "position", "description": "summary", **_SPAN, **_ENTRY},
    },
    "education": {
        **dict.fromkeys(("school", "university", "college", "name"), "institution"),
        **dict.fromkeys(("degree", "type", "title"), "studyType"),
        **dict.fromkeys(("major", "field", "fieldOfStudy"), "area"),
        **dict.fromkeys(("graduationDate", "graduationYear", "completionDate"), "endDate"),
        **{"grade": "score", "gpa": "score", "supervisor": "advisor", **_SPAN, **_ENTRY},
        **{"description": "summary"},
    },
    "projects": {"title": "name", "technologies": "keywords", **_SPAN, **_ENTRY},
    "awards": {
        **dict.fromkeys(("issuer", "organization"), "awarder"),
        **{"name": "title", "year": "date", "description": "summary"},
    },
    "certificates": {
        **dict.fromkeys(("authority", "organization"), "issuer"),
        **{"title": "name", "year": "date", "link": "url", "description": "summary"},
    },
    "publications": {
        **dict.fromkeys(("date", "year"), "releaseDate"),
        **{"title": "name", "journal": "publisher", "link": "url", "description": "summary"},
    },
    "talks": {"title": "name", "conference": "event", "link": "url"},
    "skills": dict.fromkeys(("items", "skills"), "keywords")
    | dict.fromkeys(("type", "title", "category", "skill"), "name"),
    "interests": {"title": "name"},
    "languages": {"name": "language", "proficiency": "fluency", "level": "fluency"},
    "references": {
        **dict.fromkeys(("text", "quote"), "reference"),
        **dict.fromkeys(("mobile", "telephone", "phoneNumber"), "phone"),
        **dict.fromkeys(("title", "role", "jobTitle"), "position"),
        **{"mail": "email", "company": "organization", "institution": "organization"},
    },
}
"""Section -> a key that others use -> the key that it stands for."""
_LIKE = {"positions": "work", "openSource": "projects"}

_KEYS: Mapping[str, str] = {
    "basics": "name label image email phone url summary location profiles",
    "work": "name location description position url startDate endDate summary highlights",
    "volunteer": "organization position url startDate endDate summary highlights",
    "education": "institution url area studyType startDate endDate score courses",
    "awards": "title date awarder summary",
    "certificates": "name date url issuer",
    "publications": "name publisher releaseDate url summary",
    "projects": "name description highlights keywords startDate endDate url roles entity type",
}
"""Section -> its keys, where cv.yaml has more of them."""

_VERSION = "v1.0.0"
_WRITTEN: Mapping[str, str] = {
    "work": "section",
    "volunteer": "section venues",
    "awards": "section position startDate endDate amount number",
    "publications": "section type imprint equalContribution editors credits award acceptance links "
    "inventors number status period",
    "projects": "section position venues id slides video studyType thesis",
    "meta": "sections language",
}
"""Section -> the keys beyond those of cv.yaml that cvtool's own resume.json has."""
_RESUME = frozenset({*_KEYS, "skills", "languages", "interests", "references", "meta"})

_OPEN = (("basics", "location", "countryCode"), ("meta", "lastModified"))
"""Texts of any kind in JSON Resume, for which cv.yaml knows what is right."""


def former_name(key: str, path: Path) -> str:
    """What the ``key`` of the mapping at ``path`` is called since 1.0.0; empty if it was new."""
    return _FORMER.get(str(path[0]) if path else "", {}).get(key, "")


def other_name(key: str, path: Path) -> str:
    """The key that people mean by ``key`` in the mapping at ``path``; the same where none is."""
    section = next((step for step in reversed(path) if isinstance(step, str)), "")
    return _others(_LIKE.get(section, section)).get(folded(key), key)


@cache
def _others(section: str) -> Mapping[str, str]:
    return {folded(key): name for key, name in _OTHER.get(section, {}).items()}


def folded(key: str) -> str:
    """The key without what programs write in their own way: ``Start_Date`` for ``startDate``."""
    return _JOINT.sub("", key).casefold()


def account(key: str, said: Any) -> dict[str, str]:
    """The account that a key and its text name, as ``profiles`` has it; empty for another key."""
    network, text = networks().get(folded(key)), said.strip() if isinstance(said, str) else ""
    if not network or not text or text.lower() in NOTHING or " " in text:
        return {}
    if "/" in text:
        return {"network": network, "url": text} if LINK.fullmatch(text) else {}
    return {"network": network, "username": text.lstrip("@")}


@cache
def networks() -> Mapping[str, str]:
    """Network, as a key names it -> what it calls itself."""
    from ..source.offers import NETWORKS  # late, as few write so

    return {**{folded(each): each for each in NETWORKS}, **_ALSO_NETWORKS}


def modern(plain: Plain) -> Plain:
    """The document with the names of 1.0.0."""
    places = dict(plain.marks.places)
    renewed = {name: _modern(plain.data.get(name), (name,), places) for name in _FORMER}
    data = {name: renewed.get(name, value) for name, value in plain.data.items()}
    return Plain(data, replace(plain.marks, places=places), plain.is_json)


def _modern(value: Any, path: Path, places: dict[Path, Mark]) -> Any:
    if isinstance(value, list):
        return [_modern(each, (*path, index), places) for index, each in enumerate(value)]
    if not isinstance(value, dict):
        return value
    renamed = {
        key: name
        for key, name in _FORMER[str(path[0])].items()
        if isinstance(value.get(key), str) and not value.get(name)
    }
    for key, name in renamed.items():
        places[(*path, name)] = places[(*path, key)]
    same = {key for key in _FORMER[str(path[0])] if key in value and _is_same(value, key, path)}
    empty = {*renamed.values(), *same}
    return {renamed.get(key, key): each for key, each in value.items() if key not in empty}


def _is_same(value: Mapping[str, Any], key: str, path: Path) -> bool:
    """Whether an earlier name only says again what the new one does."""
    return bool(value[key]) and value[key] == value.get(former_name(key, path))


def is_own(key: str, path: Path, document: Any) -> bool:
    """Whether cvtool's own resume.json writes the key there, and the document may be one."""
    meta = document.get("meta")
    is_ours = isinstance(meta, dict) and meta.get("version") == _VERSION
    return is_ours and key in _WRITTEN.get(str(path[0]) if path else "", "section").split()


def tolerated(problem: Problem) -> Problem:
    """The problem as a warning, where the schema of JSON Resume has nothing against the value."""
    is_own = problem.message.startswith("expected ") and not _is_resume(problem.path)
    if not (is_own or problem.path in _OPEN):
        return problem
    return replace(problem, message=f"{problem.message}; left out", level=WARNING)


def _is_resume(path: Path) -> bool:
    """Whether the path leads to something that JSON Resume has, or to an entry as a whole."""
    section, *rest = path
    key = next((step for step in rest if isinstance(step, str)), None)
    keys = _KEYS.get(str(section), "")
    return section in _RESUME and (not (key and keys) or key in keys.split())


_JOINT = pattern(r"[-_ ]")
_ALSO_NETWORKS = {"scholar": "Google Scholar", "twitter": "X", "inspirehep": "INSPIRE"}
LINK = pattern(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S+")
DATES = ("startDate", "endDate", "date", "releaseDate")
_LONGEST, _LONGEST_NOTED = 10, 100
_NOTHING = "- -- n/a na none null undefined unknown tbd ? 0000-00-00"
NOTHING = frozenset(_NOTHING.split())
_MILLISECONDS = pattern(r"1\d{12}|(?!19|20)\d{12}")
_FULL = pattern(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?|(\d{4})-00?")
_NOTED = pattern(r"(.+?)\s*[（(][^()（）]*[)）]")
_YEAR = pattern(r"(?<!\d)[12]\d{3}(?!\d)")
_LAST_DAY = "-12-31"

Entry = dict[str, Any]


class DateMender:
    """Mends the dates of entries, and tells of each change."""

    def __init__(self, tell: Callable[[Path, str, str], None]) -> None:
        self.tell = tell

    def mended(self, entry: Entry, path: Path, known: Collection[str]) -> Entry:
        """The entry with dates that can be read, and with its period in words where they cannot."""
        keys = [key for key in DATES if key in known and entry.get(key) not in (None, "")]
        if not keys:
            return self.parted(entry, path) if "startDate" in known else entry
        entry = dict(entry)
        for key in keys:
            found = self.date(entry[key], (*path, key), key, "startDate" in known)
            own = {name for name in found.keys() - {key} if entry.get(name) not in (None, "")}
            entry |= {name: each for name, each in found.items() if name not in own}
        unread = [key for key in keys if _is_in_words(entry.get(key), key)]
        if unread and "period" in known and not entry.get("period"):
            entry = self.in_words(entry, path, unread)
        return self.in_order(entry, path)

    def parted(self, entry: Entry, path: Path) -> Entry:
        """The entry with a start and an end that its period says."""
        period = entry.get("period")
        if not isinstance(period, str) or not (span := read_span(period)):
            return entry
        if len(span) == 2 and _is_backward(*span.values()):
            return entry
        self.tell((*path, "period"), f"{quoted(period)} is read as a start and an end", "span")
        return entry | {"period": None} | span

    def date(self, value: Any, path: Path, key: str, has_span: bool) -> Entry:
        """The keys of the entry that the value is for."""
        if isinstance(value, dict | list):
            names = ("year", "month", "day")
            parts = [value.get(name) for name in names] if isinstance(value, dict) else value
            value = "-".join(each for each in parts if isinstance(each, str) and each) or value
        if not isinstance(value, str):
            return {key: value}
        text = value.strip()
        if text.lower() in NOTHING:
            self.tell(path, f"{quoted(text)} says no date: left out", "no date")
            return {key: None}
        if key == "endDate" and is_present(text):
            return {key: text}
        if (span := read_span(text)) and key in ("startDate", "endDate", "date"):
            return self.span(span, text, path, key, has_span)
        return {key: self.single(text, path)}

    def span(self, span: Entry, text: str, path: Path, key: str, has_span: bool) -> Entry:
        if key == "date" and not has_span:
            self.tell(path, f"{quoted(text)} is no single date: shown as it is", "period")
            return {"date": span["startDate"], "period": text}
        self.tell(path, f"{quoted(text)} is read as a start and an end", "span")
        if key == "endDate":
            return {"endDate": span["endDate"]}
        return span | ({"date": None} if key == "date" else {})

    def single(self, text: str, path: Path) -> str:
        """The date as it can be read; itself where it cannot."""
        if _MILLISECONDS.fullmatch(text):
            day = str(datetime.fromtimestamp(int(text) / 1000, UTC).date())
            self.tell(path, f"{quoted(text)} is read as {day}", "time")
            return day
        try:
            return self.other_form(text, read_date(text), path)
        except NoDateError:
            pass
        except ValueError:
            return self.impossible(text, path)
        if len(text) < _LONGEST_NOTED and (noted := _NOTED.fullmatch(text)):
            inner = self.single(noted[1], path) if not is_present(noted[1]) else noted[1]
            self.tell(path, f"{quoted(text)} is read as {inner}", "noted")
            return inner
        return text

    def other_form(self, text: str, date: PartialDate, path: Path) -> str:
        if date.words:
            self.tell(path, f"{quoted(text)} is shown as it is, and {date} for programs", "words")
        elif len(text) > _LONGEST or not text.replace("-", "").isdecimal():
            self.tell(path, f"{quoted(text)} is read as {date}", "time" if ":" in text else "form")
        elif path[-1] == "startDate" and text.endswith(_LAST_DAY):
            advice = "where the year is all you know, write the year alone"
            self.tell(path, f"{date} is what some programs make of a bare year: {advice}", "year")
        return text

    def impossible(self, text: str, path: Path) -> str:
        """What is left of a date that there is not, or that may be two."""
        if found := _FULL.fullmatch(text):
            left = found[4] or f"{found[1]}-{found[2]}"
            with suppress(ValueError):
                date = parse_date(found[1] if left.endswith(("-00", "-0")) else left)
                self.tell(path, f"there is no day {quoted(text)}: read as {date}", "no day")
                return str(date)
        elif (year := _YEAR.search(text)) and ("/" in text or "-" in text[:3]):
            self.tell(path, f"{quoted(text)} may be two days: read as {year[0]}", "two days")
            return year[0]
        return text

    def in_words(self, entry: Entry, path: Path, unread: list[str]) -> Entry:
        """The entry with its time as it is written, if that names a year at all."""
        years = {key: _YEAR.search(entry[key]) for key in unread}
        if not all(years.values()):
            return entry
        texts = (entry.get(key) for key in ("startDate", "endDate", "date"))
        words = " – ".join(each for each in texts if isinstance(each, str) and each)
        self.tell((*path, unread[0]), f"{quoted(entry[unread[0]])} is shown as it is", "words")
        return entry | {key: year[0] for key, year in years.items() if year} | {"period": words}

    def in_order(self, entry: Entry, path: Path) -> Entry:
        """Words in the place of dates that end before they start."""
        start, end = entry.get("startDate"), entry.get("endDate")
        if not (isinstance(start, str) and isinstance(end, str)):
            return entry
        if _is_backward(start, end):
            self.tell(
                (*path, "endDate"), f"{read_date(end)} is before the start: shown as it is", "order"
            )
            words = entry.get("period") or f"{start} – {end}"
            return entry | {"startDate": None, "endDate": None, "period": words}
        return entry


def _is_backward(start: str, end: str) -> bool:
    """Whether a time ends before it starts."""
    with suppress(ValueError):
        return is_before(read_date(end), read_date(start))
    return False


def _is_in_words(value: Any, key: str) -> bool:
    """Whether it names a year, but is no date that can be read."""
    if not isinstance(value, str) or (key == "endDate" and is_present(value)):
        return False
    with suppress(ValueError):
        return not read_date(value)
    return bool(_YEAR.search(value) and re.search(r"[^\W\d]", value))
