"""RenderCV 2.x and 1.x, and the looser form of it that sites of al-folio have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..bib.fields import bare_doi
from ..model.inline import to_plain
from ..model.later import pattern
from ..source.markup import title as parsed_title
from ..words.data import section_of
from .bundle import Bundle
from .merging import folded as bare
from .papers import bibtex
from .taking import (
    GUESSED,
    Data,
    Imported,
    Ledger,
    Table,
    account,
    is_usual,
    iso,
    leaves,
    listed,
    mappings,
    place,
)

_SPAN = {
    "period": "date|year", "startDate": "start_date|startDate", "endDate": "end_date|endDate",
}  # fmt: skip
_REST = {
    "location": "location", "url": "url|website|link", "summary": "summary|description|details",
    "highlights": "highlights", "keywords": "keywords",
}  # fmt: skip
_WHEN = {"date": "date|releaseDate|year|start_date|startDate"}
TABLES: Mapping[str, Table] = {
    "work": {"name": "company|organization|institution|name", "position": "position|title|role",
             "focus": "focus", **_SPAN, **_REST},
    "volunteer": {"organization": "organization|company|institution|name",
                  "position": "position|title|role", **_SPAN, **_REST},
    "education": {"institution": "institution|school|name", "area": "area|department",
                  "studyType": "degree|studyType|title", "score": "score|grade|gpa",
                  "courses": "courses", "thesis": "thesis", "advisor": "advisor", **_SPAN, **_REST},
    "projects": {"name": "name|title|label", **_SPAN, **_REST},
    "openSource": {"name": "name|title|label", **_SPAN, **_REST},
    "awards": {"title": "title|name|label|bullet", "awarder": "awarder|institution|company",
               **_WHEN, **_REST},
    "certificates": {"name": "name|title|label|bullet", "issuer": "issuer|awarder|institution",
                     **_WHEN, **_REST},
    "publications": {"name": "title|name", "publisher": "publisher|journal",
                     "releaseDate": "releaseDate|date", **_REST},
    "talks": {"name": "name|title|label|bullet", "event": "event|institution|company", **_WHEN,
              **_REST},
    "teaching": {"name": "name|title|course|area|bullet", "position": "position|role|degree",
                 "institution": "institution|company|organization", **_SPAN, **_REST},
    "service": {"position": "position|role|bullet|label|title|name",
                "organization": "organization|company|institution", "venues": "venues",
                **_SPAN, **_REST},
    "supervision": {"name": "name|title|label|bullet", "position": "position|role",
                    "institution": "institution|company", **_SPAN, **_REST},
    "news": {"text": "text|bullet|title|name|label", **_WHEN, **_REST},
    "grants": {"title": "title|name|label|bullet", "awarder": "awarder|company|institution",
               "amount": "amount", **_SPAN, **_REST},
    "patents": {"title": "title|name|label|bullet", "number": "patent_number", **_WHEN, **_REST},
    "press": {"title": "title|name|bullet", "publisher": "publisher", **_WHEN, **_REST},
    "skills": {"name": "label|name|title|bullet", "level": "level",
               "keywords": "details|keywords|items"},
    "languages": {"language": "label|language|name|bullet",
                  "fluency": "details|fluency|summary|level"},
    "interests": {"name": "label|name|title|bullet", "keywords": "details|keywords|items"},
    "references": {"name": "name|label|title", "position": "position", "organization": "company",
                   "reference": "reference|summary|details|bullet"},
}  # fmt: skip
"""Section -> our keys and theirs: RenderCV's, and those that al-folio takes of JSON Resume."""

_LOOSE = frozenset(
    [
        "studyType",
        "startDate",
        "endDate",
        "releaseDate",
        "awarder",
        "issuer",
        "fluency",
        "reference",
        "courses",
        "keywords",
    ]
)
_BULLETS = "bullet|number|reversed_number"
_LANGUAGES = {
    "arabic": "ar", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en", "finnish": "fi",
    "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu",
    "indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko", "mandarin_chinese": "zh",
    "norwegian": "nb", "persian": "fa", "polish": "pl", "portuguese": "pt", "russian": "ru",
    "spanish": "es", "swedish": "sv", "turkish": "tr", "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip
_ADDRESSES = {
    "imdb": "https://www.imdb.com/name/{}", "whatsapp": "https://wa.me/{}",
    "stackoverflow": "https://stackoverflow.com/users/{}",
}  # fmt: skip
_MARKED = pattern(r"\*+([^*]+)\*+")
_NESTED = pattern(r"\s+-\s+(?=\w)")


def is_loose(cv: Data) -> bool:
    """Whether it says what RenderCV would refuse, in the words that al-folio takes."""
    sections = cv.get("sections")
    lists = sections.values() if isinstance(sections, dict) else ()
    entries = (each for items in lists for each in mappings(items))
    return not _LOOSE.isdisjoint(key for each in entries for key in each) or "address" in cv


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The CV; how it looks and what it calls things is RenderCV's own."""
    source = dict(bundle.plain(bundle.alone))
    locale = source.get("locale") or {}
    language = str(locale.get("language") or "") if isinstance(locale, dict) else ""
    if tag := _LANGUAGES.get(language.lower()):
        ledger.language = ledger.taken(tag)
        locale.pop("language")
    found = of_cv(source.pop("cv"), ledger)
    found.data |= {"locale": tag} if tag and tag != "en" else {}
    design = source.get("design")
    page = design.get("page") if isinstance(design, dict) else None
    if isinstance(page, dict) and page.get("size") == "us-letter":
        found.data |= {"pdf": {"pageSize": "Letter"}}
        ledger.taken(page.pop("size"))
    for key in ("design", "locale", "locale_catalog", "settings", "rendercv_settings"):
        ledger.leave(source.pop(key, None), f"'{key}', how RenderCV shows it")
    found.data |= ledger.keep(source, "the file")
    return found


def of_cv(cv: Data, ledger: Ledger) -> Imported:
    """What stands under ``cv``."""
    cv = dict(cv)
    sections = cv.pop("sections", None)
    reading = Reading(ledger)
    basics = _basics(cv, ledger)
    for title, items in sections.items() if isinstance(sections, dict) else ():
        reading.section(str(title), items if isinstance(items, list) else [items])
    basics["summary"] = "\n\n".join(filter(None, [basics.get("summary", ""), *reading.summary]))
    basics["aliases"] = [
        each
        for each in dict.fromkeys(reading.aliases)
        if bare(each) != bare(basics.get("name", ""))
    ]
    if len(reading.of_papers) == 1 and not is_usual(
        heading := reading.of_papers[0], "publications", ledger.language
    ):
        reading.headings["publications"] = heading
    if reading.headings:
        reading.data["headings"] = reading.headings
    return Imported({"basics": basics, **reading.data}, bibtex(reading.papers))


def _basics(cv: Data, ledger: Ledger) -> Data:
    where = ledger.take(cv, "location")
    home = {**(place(where) if isinstance(where, str) else where or {})}
    if isinstance(address := ledger.take(cv, "address"), dict):
        names = {"street": "address", "country": "region"}
        home |= {names.get(key, key): each for key, each in address.items()}
    sites = listed(ledger.take(cv, "website|url") or [])
    profiles = [_profile(each, ledger) for each in mappings(cv.pop("social_networks", []))]
    profiles += [account(each) for each in sites[1:]]
    connections = mappings(cv.pop("custom_connections", []))
    profiles += [_connection(each, ledger) for each in connections if each.get("url")]
    cv["custom_connections"] = [each for each in connections if leaves(each)]
    table = {"name": "name", "label": "headline|label", "summary": "summary", "image": "photo"}
    more = {key: ledger.take(cv, key) for key in ("email", "phone")}
    more |= {"location": home, "profiles": profiles, "url": sites[0] if sites else ""}
    return ledger.entry(cv, table, "basics", **more)


def _connection(source: Data, ledger: Ledger) -> Data:
    ledger.leave(source.pop("fontawesome_icon", ""), "icons")
    return {"network": ledger.take(source, "placeholder"), "url": ledger.take(source, "url")}


def _profile(source: Data, ledger: Ledger) -> Data:
    network = str(ledger.take(source, "network") or "")
    username = str(ledger.take(source, "username") or "")
    address = _ADDRESSES.get(network.lower().replace(" ", ""))
    found = {"network": network, "username": username}
    if address:
        found["url"] = address.format(username.replace("+", ""))
    return {**found, **ledger.keep(source, "profiles")}


class Reading:
    """Reads the sections, one after the other."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.data: Data = {}
        self.summary: list[str] = []
        self.headings: dict[str, str] = {}
        self.papers: list[Data] = []
        self.of_papers: list[str] = []
        self.aliases: list[str] = []

    def section(self, key: str, items: list[Any], kind: str = "") -> None:
        """A section: of the kind that its heading says, or of that which its entries are."""
        heading = _heading(key)
        self.ledger.order.append(heading)
        kind = kind or section_of(key)
        if kind == "summary" and all(isinstance(each, str) for each in items):
            self.summary += [self.ledger.taken(each) for each in items if leaves(each)]
            return
        if not leaves(items):
            return
        entries: Data = {}
        for each in items:
            of, made = self.entry(each, kind)
            entries.setdefault(of, []).extend(made)
        if entries.get("publications") == []:
            self.of_papers.append(heading)
        self.place(heading, kind, {of: made for of, made in entries.items() if made})

    def place(self, heading: str, kind: str, entries: Data) -> None:
        """Puts the entries into the section of their kind, or into one with its own heading."""
        if {*entries} == {kind} and kind not in self.data:
            self.data |= entries
            if not is_usual(heading, kind, self.ledger.language):
                self.headings[kind] = heading
        elif entries:
            self.data.setdefault("custom", []).append({"heading": heading, **entries})

    def entry(self, source: Any, kind: str) -> tuple[str, list[Any]]:
        """The section that the entry is for, and what stands there."""
        if not isinstance(source, dict):
            source = {"bullet": source} if leaves(source) else {}
        source = dict(source)
        for name in _BULLETS.split("|")[1:]:
            if name in source and len(source) == 1:
                source["bullet"] = source.pop(name)
        kind = kind if kind in TABLES else _kind(source)
        if kind == "publications" and source.get("authors"):
            return kind, self.paper(source)
        if kind == "notes":
            return kind, [*self.note(source)]
        self.ledger.leave(source.pop("icon", ""), "icons")
        entry = self.ledger.entry(source, TABLES[kind], kind)
        if kind == "teaching" and entry.get("position") and not entry.get("name"):
            entry["name"] = entry.pop("position")
        if points := entry.get("highlights"):
            entry["highlights"] = [self.nested(each) for each in points]
        if entry.get("endDate") and not entry.get("startDate") and "period" not in entry:
            entry["startDate"] = entry["endDate"]
        return kind, [entry] if leaves(entry) else []

    def nested(self, point: Any) -> Any:
        """A bullet; ``parent - child - child`` is how RenderCV has a list under one."""
        if not isinstance(point, str) or len(parts := _NESTED.split(point)) < 3:
            return point
        self.ledger.note(GUESSED, "bullets with ' - ' in them are read as lists under them")
        return "\n".join([parts[0], *(f"- {each}" for each in parts[1:])])

    def note(self, source: Data) -> Iterator[str]:
        """A line of its own."""
        label, text = (self.ledger.take(source, each) for each in ("label|name", "bullet|details"))
        if label and text:
            yield f"**{label}:** {text}"
        elif label or text:
            yield str(label or text)
        if leaves(source):
            yield from map(str, (self.ledger.taken(source.pop(key)) for key in [*source]))

    def paper(self, source: Data) -> list[Any]:
        """A publication with authors is for the bibliography."""
        take = self.ledger.take
        written = [str(each) for each in listed(take(source, "authors"))]
        self.aliases += [found[1].strip() for each in written if (found := _MARKED.search(each))]
        date, url = str(take(source, "date|releaseDate") or ""), str(take(source, "url") or "")
        doi = bare_doi(str(take(source, "doi") or "")) or bare_doi(url)
        journal = str(take(source, "journal|publisher") or "")
        item = {
            "type": "article" if journal else "misc",
            "author": [_MARKED.sub(r"\1", each).replace("*", "") for each in written],
            "title": bare_text(str(take(source, "title|name") or "")),
            "journal": bare_text(journal), "date": iso(date) or date, "doi": doi,
            "url": "" if doi else url,
            "summary": bare_text(str(take(source, "summary") or "")),
        }  # fmt: skip
        kept = self.ledger.keep(source, "publications")
        self.papers.append(item)
        return [{"name": item["title"], **kept}] if kept else []


def bare_text(text: str) -> str:
    """The text without its markup."""
    return to_plain(parsed_title(text))


def _heading(key: str) -> str:
    """What RenderCV makes of the key of a section."""
    if " " in key or any(map(str.isupper, key)):
        return key
    return " ".join(word.capitalize() for word in key.split("_"))


def _kind(source: Data) -> str:
    """What an entry is by its keys."""
    if "company" in source:
        return "work"
    if "institution" in source:
        return "education"
    if "authors" in source:
        return "publications"
    return "projects" if "name" in source and len(source) > 1 else "notes"
