"""FRESH 1.0: an older form, of which HackMyResume made CVs."""

from __future__ import annotations

from collections.abc import Mapping

from .bundle import Bundle
from .taking import Data, Imported, Ledger, Table, country_code, leaves, mappings

_SPAN = {"startDate": "start", "endDate": "end", "url": "url", "summary": "summary",
         "highlights": "highlights", "keywords": "keywords", "location": "location"}  # fmt: skip
_TABLES: Mapping[str, tuple[str, Table]] = {
    "employment.history": ("work", {"name": "employer", "position": "position|title", **_SPAN}),
    "service.history": ("volunteer", {"organization": "organization", "position": "position|role",
                                      **_SPAN}),
    "education.history": ("education", {
        "institution": "institution", "studyType": "studyType|title", "area": "area",
        "score": "grade", "courses": "curriculum", **_SPAN}),
    "projects": ("projects", {"name": "title", "description": "description", "type": "category",
                              "roles": "role", "url": "url|repo", **_SPAN}),
    "recognition": ("awards", {"title": "title", "awarder": "from", "date": "date", "url": "url",
                               "summary": "summary"}),
    "writing": ("publications", {"name": "title", "publisher": "publisher.name|publisher",
                                 "releaseDate": "date", "url": "url", "summary": "summary"}),
    "speaking": ("talks", {"name": "title|event", "event": "event", "location": "location",
                           "date": "date", "url": "url", "summary": "summary",
                           "highlights": "highlights", "keywords": "keywords"}),
    "governance": ("service", {"position": "role", "organization": "organization", **_SPAN}),
    "affiliation.history": ("service", {"position": "role", "organization": "organization",
                                        **_SPAN}),
    "skills.sets": ("skills", {"name": "name", "level": "level", "keywords": "skills"}),
    "skills.list": ("skills", {"name": "name", "level": "level|years"}),
    "languages": ("languages", {"language": "language", "fluency": "level"}),
    "interests": ("interests", {"name": "name", "keywords": "keywords"}),
    "references": ("references", {"name": "name", "position": "role", "email": "email",
                                  "phone": "phone"}),
    "testimonials": ("references", {"name": "name", "reference": "quote"}),
}  # fmt: skip
_BASICS = {"name": "name", "label": "info.label", "image": "info.image", "summary": "info.brief",
           "email": "contact.email", "phone": "contact.phone",
           "url": "contact.website"}  # fmt: skip
_PLACE = {"address": "address", "postalCode": "code", "city": "city", "region": "region"}


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The CV; what is marked as private stays away."""
    source = dict(bundle.plain(bundle.alone))
    ledger.leave(source.pop("meta", None), "'meta', the version of the format")
    person = {key: source.pop(key) for key in ("name", "info", "contact") if key in source}
    where = dict(source.pop("location", None) or {})
    home = {key: ledger.take(where, path) for key, path in _PLACE.items()}
    home |= country_code(str(ledger.take(where, "country") or ""), bool(home["region"]))
    home |= ledger.keep(where, "basics.location")
    social = {"network": "network", "username": "user", "url": "url"}
    accounts = mappings(source.pop("social", None) or [])
    for each in accounts:
        if each.get("label") == each.get("network"):
            ledger.taken(each.pop("label", ""))
    profiles = [ledger.entry(each, social, "profiles") for each in accounts]
    data: Data = {
        "basics": ledger.entry(person, _BASICS, "basics", location=home, profiles=profiles)
    }
    for path, (section, table) in _TABLES.items():
        for each in _items(source, path, ledger):
            entry = ledger.entry(each, table, section)
            data.setdefault(section, []).extend([entry] if leaves(entry) else [])
    return Imported(data | ledger.keep(source, "the file"))


def _items(source: Data, path: str, ledger: Ledger) -> list[Data]:
    *around, last = path.split(".")
    for step in around:
        source = source.get(step) if isinstance(source.get(step), dict) else {}  # type: ignore[assignment]
    found = mappings(source.pop(last, None) or [])
    for each in found:
        is_private = each.get("private") == "true"
        ledger.leave(
            each if is_private else each.get("private"), "what is private, and what is not"
        )
    open_ones = [each for each in found if each.pop("private", "") != "true"]
    return [_contacted(each) for each in open_ones]


def _contacted(entry: Data) -> Data:
    """The entry with the ways to reach somebody as keys."""
    for each in mappings(entry.get("contact") or []):
        kind = each.get("category")
        if kind in ("email", "phone") and kind not in entry:
            entry[kind] = each.pop("value", "")
    return entry
