"""YAMLResume: JSON Resume's words under ``content``, in a list of sections of its own."""

from __future__ import annotations

from collections.abc import Mapping

from ..words.data import is_known
from .bundle import Bundle
from .headings import is_usual
from .taking import Data, Imported, Ledger, Table, country_code, mappings

_SPAN = {"startDate": "startDate", "endDate": "endDate", "summary": "summary", "url": "url"}
_TABLES: Mapping[str, Table] = {
    "work": {"name": "name", "position": "position", "keywords": "keywords", **_SPAN},
    "volunteer": {"organization": "organization", "position": "position", **_SPAN},
    "education": {"institution": "institution", "area": "area", "studyType": "degree",
                  "score": "score", "courses": "courses", **_SPAN},
    "awards": {"title": "title", "awarder": "awarder", "date": "date", "summary": "summary"},
    "certificates": {"name": "name", "issuer": "issuer", "date": "date", "url": "url"},
    "publications": {"name": "name", "publisher": "publisher", "releaseDate": "releaseDate",
                     "summary": "summary", "url": "url"},
    "skills": {"name": "name", "level": "level", "keywords": "keywords"},
    "languages": {"language": "language", "fluency": "fluency"},
    "interests": {"name": "name", "keywords": "keywords"},
    "references": {"name": "name", "position": "relationship", "email": "email", "phone": "phone",
                   "reference": "summary"},
    "projects": {"name": "name", "description": "description", "keywords": "keywords", **_SPAN},
}  # fmt: skip
_BASICS = {"name": "name", "label": "headline", "email": "email", "phone": "phone",
           "summary": "summary", "url": "url"}  # fmt: skip
_PLACE = {"address": "address", "postalCode": "postalCode", "city": "city", "region": "region"}
_PROFILE = {"network": "network", "username": "username", "url": "url"}


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The content; how it is laid out is YAMLResume's own, but for the headings."""
    source = dict(bundle.plain(bundle.alone))
    content = dict(source.pop("content"))
    location = dict(content.pop("location", None) or {})
    home = {key: ledger.take(location, path) for key, path in _PLACE.items()}
    home |= country_code(str(ledger.take(location, "country") or ""), bool(home["region"]))
    profiles = [
        ledger.entry(each, _PROFILE, "profiles") for each in mappings(content.pop("profiles", []))
    ]
    home |= ledger.keep(location, "basics.location")
    basics = ledger.entry(
        dict(content.pop("basics")), _BASICS, "basics", location=home, profiles=profiles
    )
    data: Data = {"basics": basics}
    for section, table in _TABLES.items():
        items = mappings(content.pop(section, None) or [])
        data[section] = [ledger.entry(each, table, section) for each in items]
    language = (source.get("locale") or {}).get("language")
    if isinstance(language, str) and is_known(language):
        data["locale"] = ledger.taken(source.pop("locale")["language"])
    data["headings"] = _headings(source, ledger)
    for key in ("layouts", "layout", "locale"):
        ledger.leave(source.pop(key, None), f"'{key}', how YAMLResume shows it")
    return Imported(data | ledger.keep({**content, **source}, "the file"))


def _headings(source: Data, ledger: Ledger) -> Data:
    """The headings of one's own in the first layout that has some."""
    for layout in mappings(source.get("layouts") or source.get("layout") or []):
        aliases = (layout.get("sections") or {}).get("aliases")
        if isinstance(aliases, dict):
            layout["sections"].pop("aliases")
            found = {key: ledger.taken(each) for key, each in aliases.items() if each}
            return {key: each for key, each in found.items() if not is_usual(str(each), key)}
    return {}
