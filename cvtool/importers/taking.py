"""Foreign mappings out of which values are taken: what nobody took is known, kept and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cache
from typing import Any

from ..model.dates import PRESENT_WORDS, PartialDate, is_before, is_present
from ..model.later import dataclass, pattern
from ..read import is_empty
from ..words.data import bare_heading, country_of, everywhere, read_date, read_span, words

KEPT, LEFT, GUESSED, UNCLEAR = "kept", "left out", "guessed", "not understood"

Data = dict[str, Any]
Table = Mapping[str, str]
"""Our key -> the paths of theirs, of which the first that says something: ``company|who.name``."""

_CONTROL = pattern("[\\0-\\x08\\x0b-\\x1f\\x7f-\\x84\\x86-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")
_DATES = frozenset({"startDate", "endDate", "date", "releaseDate", "period", "birthDate"})
_LISTS = frozenset(
    {"authors", "highlights", "keywords", "courses", "roles", "topics", "aliases", "inventors",
     "venues"}
)  # fmt: skip
_PARTING = pattern(r"\s*(?:[,;]\s+|[、，；]\s*)(?![^(]*\))")
_DATED = frozenset({"service", "teaching", "grants", "supervision"})
"""Those of them that may have one date instead."""
_SINCE = pattern(r"(.*\d)\s*[-–—]+")
_YEARS = pattern(r"\d{4}\s*[-–—]\s*\d{4}")
_NETWORKS = {
    "github.com": "GitHub", "gitlab.com": "GitLab", "linkedin.com": "LinkedIn",
    "orcid.org": "ORCID",
    "scholar.google.com": "Google Scholar", "x.com": "X", "twitter.com": "X", "dblp.org": "DBLP",
    "researchgate.net": "ResearchGate", "bsky.app": "Bluesky", "youtube.com": "YouTube",
    "stackoverflow.com": "Stack Overflow", "facebook.com": "Facebook", "instagram.com": "Instagram",
}  # fmt: skip
_EMAIL = pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = pattern(r"\+?\(?\d[\d ()/.-]{6,18}\d")
_URL = pattern(
    r"(?:https?://|www\.)[^\s|,;]+|(?<![@\w.])(?:[\w-]+\.)+[a-z]{2,6}(?:/[^\s|,;]*)?(?![@\w])"
)
_LINKED = pattern(r"(?:([^\[\]:：]+)[:：]\s*)?\[(.*?)\]\((\S+)\)")
_SPANNED = frozenset(
    {"work", "volunteer", "education", "projects", "service", "teaching", "grants", "positions",
     "openSource", "supervision"}
)  # fmt: skip
"""The kinds of entries that have a start and an end."""

_MONTH = r"(?:[^\W\d_]{3,9}(?:\.\s*|\s+)|\d{1,2}\s*[/.]\s*)?"
_MONTHS = r"[^\W\d_]{3,9}\.?\s*[-–—]\s*[^\W\d_]{3,9}\.?\s+[12]\d{3}"
_OF_ONE_YEAR = pattern(r"([^\W\d_]+\.?)\s*[-–—]\s*([^\W\d_]+\.?\s+(\d{4}))")


@cache
def _now() -> str:
    """A pattern of the words for the end of what goes on, in all languages."""
    words = {each.casefold() for each in (*PRESENT_WORDS, *everywhere("present"))}
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _times() -> tuple[re.Pattern[str], ...]:
    """Times at the begin or the end of a line; the word before a year may be no month."""
    date, year, now = rf"{_MONTH}[12]\d{{3}}", r"[12]\d{3}", _now()
    before, behind = r"(?:^|[\s,|(\[–—-])", r"[\])]?"
    kinds = (
        _MONTHS,
        rf"{date}(?:\s*(?:[-–—]|to|bis|until)\s*(?:{date}|{now}))?",
        rf"{year}(?:\s*[-–—]\s*(?:{year}|{now}))?",
    )
    return tuple(
        re.compile(
            rf"^\s*[\[(]?({each}){behind}(?=\W|$)|{before}({each}){behind}\s*$", re.IGNORECASE
        )
        for each in kinds
    )


@dataclass
class Imported:
    """What was found: the data of cv.yaml, a bibliography, and pictures and other files by their
    names."""

    data: dict[str, Any]
    bib: str = ""
    files: dict[str, bytes] = field(default_factory=dict)


def leaves(value: Any) -> int:
    """How many texts stand in a value, those that say nothing apart."""
    return sum(1 for _ in texts(value))


def texts(value: Any) -> Iterator[str]:
    """The texts in a value that say something."""
    inside = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for each in inside:
            yield from texts(each)
    elif not is_empty(value):
        yield str(value)


@dataclass
class Ledger:
    """What became of the values of a source: each is mapped, kept or left out.

    ``left`` are those that are left out, as they stand in the source; the CV is in ``language``.
    ``order`` are the headings of its sections, where it is the author who put them in their order.
    """

    kind: str
    notes: Counter[tuple[str, str]] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    language: str = "en"

    def note(self, kind: str, text: str, count: int = 1) -> None:
        """A line of the report; those of the same words are one, with their count."""
        self.notes[kind, text] += count

    def leave(self, value: Any, why: str) -> None:
        """Counts a value that goes nowhere, and says why."""
        if count := leaves(value):
            self.counts[LEFT] += count
            self.left += texts(value)
            self.note(LEFT, why, count)

    def keep(self, rest: Any, what: str) -> Data:
        """What has no place, under a key of the user's own."""
        rest = said(rest)
        if not (count := leaves(rest)):
            return {}
        self.counts[KEPT] += count
        names = ", ".join(rest) if isinstance(rest, dict) else what
        self.note(KEPT, f"{what}: {names}" if names != what else what, count)
        return {f"x-{self.kind}": rest}

    def taken(self, value: Any) -> Any:
        """The value, counted as mapped."""
        self.counts["mapped"] += leaves(value)
        return value

    def entry(self, source: Data, table: Table, section: str, **more: Any) -> Data:
        """An entry of ours: what the table names, ``more``, and the rest as it is."""
        found: Data = {}
        for key, paths in table.items():
            if not found.get(key) and leaves(value := self.take(source, paths)):
                found |= self.value(key, value, section)
        found |= {key: value for key, value in more.items() if leaves(value)}
        return ordered(found, self) | self.keep(source, section)

    def take(self, source: Data, paths: str) -> Any:
        """The first value that says something; others that say the same go with it."""
        found = None
        for path in paths.split("|"):
            value = _at(source, path.split("."))
            if found is None or value == found:
                found = value if leaves(value) else found
                self.taken(_pop(source, path.split(".")) if leaves(value) else None)
        return found

    def value(self, key: str, value: Any, section: str) -> Data:
        """What a value of theirs is under a key of ours."""
        if key in _LISTS:
            return {key: listed(value, is_lines=key == "highlights")}
        if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
            value = ", ".join(texts(value))
        if not isinstance(value, str):
            return {key: value}
        if key in _DATES:
            return self.dated(key, value.strip(), section)
        return {key: value.strip(" \n\t|,;") if key == "location" else value.strip()}

    def dated(self, key: str, text: str, section: str) -> Data:
        """A date, or both of a span; as it is written where it cannot be read."""
        has_span = section in _SPANNED
        if is_present(text):
            return {}
        if (since := _SINCE.fullmatch(text)) and has_span and iso(since[1]):
            return {"startDate": iso(since[1])}
        if (span := read_span(text)) and has_span:
            dates = {name: iso(span[name]) or span[name] for name in ("startDate", "endDate")}
            if is_present(dates["endDate"]):
                del dates["endDate"]
            is_year = "period" in span and not _YEARS.fullmatch(text)
            return dates | ({"period": span["period"]} if is_year else {})
        if date := iso(text):
            if key == "period" and section == "education":
                return {"endDate": date}
            if key in ("date", "period") and has_span and section not in _DATED:
                return {"startDate": date, "endDate": date}
            return {"date" if key == "period" else key: date}
        if key in ("releaseDate", "birthDate"):
            return {key: text}
        self.note(GUESSED, f"{section}: a time that is no date is shown as it is written")
        return {"period": text}


def said(value: Any) -> Any:
    """The value without what in it says nothing, and without signs that no text has."""
    if isinstance(value, str) and not value.isprintable():
        return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, dict):
        return {key: said(each) for key, each in value.items() if leaves(each)}
    if isinstance(value, list):
        return [said(each) for each in value if leaves(each)]
    return value


def _at(source: Any, path: list[str]) -> Any:
    for step in path:
        source = source.get(step) if isinstance(source, dict) else None
    return source


def _pop(source: Data, path: list[str]) -> Any:
    for step in path[:-1]:
        source = source[step]
    return source.pop(path[-1])


def iso(text: str) -> str:
    """A date as cv.yaml has it, as precise as it was; empty for what is none."""
    try:
        found = read_date(text)
    except ValueError:
        return text.strip() if is_present(text) else ""
    return text.strip() if found.words else str(found)


def ordered(entry: Data, ledger: Ledger) -> Data:
    """The entry with its time in words where it would end before it starts."""
    start, end = (_date(entry.get(key)) for key in ("startDate", "endDate"))
    if start and end and is_before(end, start):
        ledger.note(GUESSED, "a time that ends before it starts is shown as it is written")
        words = f"{entry['startDate']} – {entry['endDate']}"
        return {key: it for key, it in entry.items() if key[-4:] != "Date"} | {"period": words}
    return entry


def _date(text: Any) -> PartialDate | None:
    try:
        return read_date(text) if isinstance(text, str) else None
    except ValueError:
        return None


def listed(value: Any, is_lines: bool = False) -> list[Any]:
    """The items of a list; of a text, those that its lines or commas part."""
    if isinstance(value, list):
        return [each.strip() if isinstance(each, str) else each for each in value if leaves(each)]
    if not isinstance(value, str):
        return [value]
    parts = [value] if is_lines else _PARTING.split(value)
    return [each.strip() for each in parts if each.strip()]


def account(url: str, name: str = "") -> Data:
    """An address as an account, by the network that it is of."""
    host = re.sub(r"^https?://([^/]+).*", r"\1", url).lower()
    host = "scholar.google.com" if host.startswith("scholar.google.") else host
    network = next(
        (it for known, it in _NETWORKS.items() if f".{host}".endswith(f".{known}")), name
    )
    return {"network": network, "url": url} if network else {"url": url}


def reach(piece: str, found: Data) -> bool:
    """Takes what is sure to be a way to reach somebody, if a piece of text is one."""
    if link := _LINKED.fullmatch(piece):
        network, shown, url = link.groups()
        made = account(url, network or ("" if "/" in shown else shown))
        made |= {"username": shown} if network and "://" not in shown else {}
        found.setdefault("profiles", []).append(made)
    elif email := _EMAIL.search(piece):
        _one_more(found, "email", email[0])
    elif url := _URL.search(piece):
        address = url[0] if "://" in url[0] else f"https://{url[0]}"
        if "network" in (made := account(address)) or "url" in found:
            found.setdefault("profiles", []).append(made)
        else:
            found["url"] = address
    elif phone := _PHONE.search(piece):
        _one_more(found, "phone", phone[0])
    else:
        return False
    return True


def _one_more(found: Data, key: str, value: str) -> None:
    """Adds what somebody may have several of: one stands alone, several in a list."""
    found[key] = [*listed(found[key]), value] if found.get(key) else value


def place(text: str) -> Data:
    """Where somebody lives, of one text."""
    city, *others = (each.strip() for each in text.replace("，", ",").split(","))
    code = country_code(others[-1]) if others and len(others[-1]) > len("CA") else {}
    if "countryCode" in code:
        others.pop()
    region = {"region": ", ".join(others)} if any(others) else {}
    return {"city": city, **region, **{key: it for key, it in code.items() if key != "region"}}


def mappings(value: Any) -> list[Data]:
    """The mappings of a list, or of one that stands alone."""
    items: Iterable[Any] = value if isinstance(value, list) else [value]
    return [each for each in items if isinstance(each, dict)]


def country_code(text: str, has_region: bool = False) -> dict[str, str]:
    """The key of a location that a country is: its code, or the region as readers see it."""
    if code := country_of(text):
        return {"countryCode": code}
    return {"x-country" if has_region else "region": text} if text else {}


def is_usual(heading: str, section: str, language: str = "") -> bool:
    """Whether it is what cvtool has over the section anyway: in English, in that language, or in
    whatever one."""
    own = (str(words(each).phrases.get(section, "")) for each in ("en", language) if each)
    known = [*own] if language else everywhere(section)
    return bare_heading(heading) in {bare_heading(each) for each in (section, *known)}


def time_in(text: str) -> re.Match[str] | None:
    """Where a time stands in a line."""
    for each in _times():
        found = each.search(text)
        time = plain_time(found[1] or found[2]) if found else ""
        if found and (iso(time) or read_span(time)):
            return found
    return None


def plain_time(text: str) -> str:
    """A time with the year at both of its months, and the end of what goes on in one word."""
    text = re.sub(r"(?<=[^\W\d])\.(?=\d{4})", ". ", text)
    text = re.sub(r"(?<=\d{4})\s*[-–—]\s*(?=[^\W\d])", " - ", text)
    text = _OF_ONE_YEAR.sub(r"\1 \3 - \2", text.strip())
    until_now = rf"(.*\d\D{{0,3}}[-–—]\s*)(?:{_now()})(?!\w)"
    return re.sub(until_now, r"\1present", text, flags=re.IGNORECASE)


def without_time(text: str, found: re.Match[str]) -> str:
    """The text without a time in it, and without what stood around that."""
    before, behind = (
        part.strip(" \t,|–—-") for part in (text[: found.start()], text[found.end() :])
    )
    return f"{before.removesuffix('(')} {behind.removeprefix(')')}".strip(" \t,:|–—-")
