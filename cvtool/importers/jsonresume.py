"""JSON Resume, 1.0.0 and before, with all that people make of it.

cvtool's own, as it is and in cv.pdf, becomes what it was made of, as far as it says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..bib.fields import ENTRY_TYPES, bare_doi
from ..model.dates import is_present
from ..model.plain import slug
from ..model.problems import Problem, dotted
from ..read.jsonresume import modern
from ..read.mend import mended
from ..read.richtext import readable
from ..words.data import is_known, words
from .bundle import Bundle
from .papers import bibtex
from .prose import STYLES, restyled
from .taking import GUESSED, Data, Imported, Ledger, iso, leaves, mappings

_DATES = frozenset({"startDate", "endDate", "date", "releaseDate"})
_HOMES = ("work", "volunteer", "education", "awards", "certificates", "publications", "skills",
         "languages", "interests", "references", "projects")  # fmt: skip
_ENTITY = {"description": "summary"}
_RENAMED: Mapping[str, Mapping[str, str]] = {
    "openSource": {}, "service": {}, "grants": {},
    "talks": {**_ENTITY, "entity": "event"},
    "press": {**_ENTITY, "entity": "publisher", "name": "title"},
    "teaching": {**_ENTITY, "entity": "institution", "roles": "position"},
    "supervision": {**_ENTITY, "entity": "institution", "roles": "position"},
    "patents": {"name": "title", "publisher": "issuer", "releaseDate": "date"},
}  # fmt: skip
"""Section of cvtool's own -> its keys in resume.json, where another section has them."""
_TYPED = frozenset({"talks", "openSource"})
_IN_WORDS: Mapping[str, tuple[str, ...]] = {
    "grants": ("position", "amount", "number", "startDate"),
    "patents": ("number", "status", "inventors"),
    "teaching": ("studyType",),
    "supervision": ("studyType", "thesis"),
}
"""Section -> what its text says before its own words, beside the keys that say it."""
_SCHEMA = "/resume-schema/v1.0.0/schema.json"
_SUBJECTS = ("focus", "topics", "keywords")
_FIRST_OF_TYPE = {csl: name for name, csl in reversed([*ENTRY_TYPES.items()])} | {
    "thesis": "phdthesis", "article": "misc", "document": "misc", "report": "techreport",
}  # fmt: skip
_VENUES = {"article": "journal", "phdthesis": "school", "techreport": "institution",
           "book": "publisher", "misc": "howpublished", "patent": "holder"}  # fmt: skip


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The document under the names of cv.yaml; what it changes is told as ``render`` tells it."""
    return of_file(bundle, bundle.alone or bundle.named(r".*resume\.json")[0], ledger)


def of_file(bundle: Bundle, name: str, ledger: Ledger) -> Imported:
    """The document in that file."""
    plain = bundle.marked(name)
    ledger.counts["mapped"] += leaves(plain.data)
    plain, bib = modern(plain), ""
    changes: list[Problem] = []
    if own := _is_own(plain.data):
        data, bib = _homed(dict(plain.data), ledger)
    else:
        plain, changes = mended(plain)
        plain, dropped = readable(plain)
        changes += dropped
        data = dict(plain.data)
    for each in changes:
        ledger.note(GUESSED, f"{dotted(each.path)}: {each.message}" if each.path else each.message)
    if not own and _is_out_of_order(data.get("publications")):
        data["bibliography"] = {"sort": "file"}
    ledger.counts["mapped"] -= leaves(data.get("$schema"))
    ledger.leave(data.pop("$schema", None), "$schema, the address of JSON Resume's schema")
    return Imported(_neat(data, ledger), bib)


def _is_out_of_order(papers: Any) -> bool:
    """Whether publications stand in another order than that of their dates, the latest first."""
    dates = [str(each.get("releaseDate") or "") for each in mappings(papers or [])]
    return dates != sorted(dates, reverse=True)


def _neat(value: Any, ledger: Ledger) -> Any:
    """The data with its dates as cv.yaml has them, and no end where it still runs."""
    if isinstance(value, list):
        return [_neat(each, ledger) for each in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, each in value.items():
        if key == "endDate" and isinstance(each, str) and is_present(each):
            continue
        is_date = key in _DATES and isinstance(each, str)
        found[key] = (iso(each) or each) if is_date else _neat(each, ledger)
    return found


def _is_own(data: Any) -> bool:
    """Whether cvtool wrote the document: it always says the language of its words."""
    meta = data.get("meta") if isinstance(data, dict) else None
    schema = str(data.get("$schema")) if isinstance(data, dict) else ""
    return isinstance(meta, dict) and "language" in meta and schema.endswith(_SCHEMA)


def _homed(data: Data, ledger: Ledger) -> tuple[Data, str]:
    """The data with each entry in its own section, and the publications that have authors."""
    data = {**restyled(data, STYLES["plain"]), "meta": dict(data["meta"])}
    language = data["meta"].pop("language")
    if language != "en" and isinstance(language, str) and is_known(language):
        data["locale"] = language
    basics = data.get("basics")
    for key, several in {"email": "emails", "phone": "phones"}.items():
        if isinstance(basics, dict) and several in basics:
            ledger.counts["mapped"] -= leaves(basics.get(key))  # which is the first of them
            ledger.leave(basics.pop(key, ""), "the first of several addresses, which is there")
            basics[key] = basics.pop(several)
    _subjects(data, words(language if isinstance(language, str) else "en").phrases)
    for home in _HOMES:
        items = data.get(home)
        for item in mappings(items) if isinstance(items, list) else ():
            _leave(item, "imprint", "how publications are printed", ledger)
            section = item.pop("section", None)
            if isinstance(section, str):
                data[home].remove(item)
                _put(data, home, section, item)
            elif home == "projects" and item.get("type") == "note":
                data[home].remove(item)
                own = _own_section(data, str(item.get("name")))
                own |= {"summary": item.get("description"), "notes": item.get("highlights")}
            elif home == "projects" and isinstance(item.get("position"), str):
                item["roles"] = [item.pop("position"), *item.get("roles", [])]
    papers = mappings(data.get("publications") or [])
    cited = [each for each in papers if each.get("authors")]
    data["publications"] = [each for each in papers if each not in cited]
    for each in data["publications"]:
        _leave(each, "type", "types of publications without authors", ledger)
        _leave(each, "links", "links of publications without authors, but for the first", ledger)
        if each.get("doi") and bare_doi(str(each.get("url"))):
            _leave(each, "url", "addresses of DOIs that are there", ledger)
    return data, bibtex([_paper(each, ledger) for each in cited])


def _leave(item: Data, key: str, why: str, ledger: Ledger) -> None:
    ledger.counts["mapped"] -= leaves(item.get(key))
    ledger.leave(item.pop(key, None), why)


def _subjects(data: Data, phrases: Mapping[str, Any]) -> None:
    """What the person works on, which stands among the interests."""
    basics = data.get("basics")
    if not isinstance(basics, dict):
        return
    for name in _SUBJECTS:
        items = mappings(data.get("interests") or [])
        found = next((it for it in items if it.get("name") == phrases[name]), None)
        if found and set(found) <= {"name", "keywords"}:
            data["interests"].remove(found)
            keywords = found.get("keywords") or []
            basics[name] = ", ".join(keywords) if name == "focus" else keywords


def _put(data: Data, home: str, section: str, item: Data) -> None:
    """Puts an entry into its section, or into one of one's own with that heading."""
    if section in _RENAMED:
        data.setdefault(section, []).append(_renamed(item, section))
        return
    kinds = {"talk": "talks", "press": "press", "teaching": "teaching", "open source": "openSource",
             "supervision": "supervision"}  # fmt: skip
    kind = kinds.get(str(item.get("type")), "") if home == "projects" else ""
    entry = _renamed(item, kind) if kind else item
    _own_section(data, section).setdefault(kind or home, []).append(entry)


def _own_section(data: Data, heading: str) -> Data:
    sections: list[Data] = data.setdefault("custom", [])
    found = next((each for each in sections if each.get("heading") == heading), None)
    if not found:
        sections.append(found := {"heading": heading})
    return found


def _renamed(item: Data, section: str) -> Data:
    """An item with the keys of its own section."""
    names = _RENAMED[section]
    found = {names.get(key, key): each for key, each in item.items()}
    if found.get("startDate") == found.get("endDate") and section not in ("openSource", "grants"):
        found["date"] = found.pop("startDate", None) or found.get("date")
        found.pop("endDate", None)
    if section == "grants" and "startDate" in found:
        found.pop("date", None)
    if isinstance(roles := found.get("position"), list):
        found["position"] = ", ".join(roles)
    if any(found.get(key) for key in _IN_WORDS.get(section, ())) and found.get("summary"):
        found["summary"] = str(found["summary"]).partition("\n\n")[2]
    _unvenued(found)
    is_typed = section in _TYPED and found.get("type") != "talk"  # which says nothing more
    left = () if is_typed else ("type", "company")
    return {key: each for key, each in found.items() if key not in left}


def _unvenued(item: Data) -> None:
    """Takes away what the venues say once more."""
    venues = item.get("venues") or []
    names = [str(each.get("name") if isinstance(each, dict) else each) for each in venues]
    if not names:
        return
    if _bare(item.get("organization")) == _bare("".join(names)):
        item.pop("organization")
    points = item.get("highlights") or []
    both = zip(points, names, strict=False)
    if len(points) >= len(names) and all(_bare(it).startswith(_bare(name)) for it, name in both):
        item["highlights"] = points[len(names) :]


def _bare(text: Any) -> str:
    """The letters and digits of a text."""
    return re.sub(r"\W+", "", str(text or ""))


def _paper(item: Data, ledger: Ledger) -> Data:
    """A publication as fields of BibTeX; what these cannot say is left out."""
    kind = _FIRST_OF_TYPE.get(str(item.pop("type", "")), "misc")
    equal = str(item.pop("equalContribution", ""))
    authors = [*map(str, item.pop("authors"))]
    others = [it for it in authors if it not in ("et al.", "others")]
    links = {
        slug(str(each.get("name"))).replace("-", ""): str(each.get("url") or "")
        for each in mappings(item.pop("links", []))
    }
    doi = bare_doi(str(item.pop("doi", "") or ""))
    url = str(item.pop("url", "") or "")
    found = {
        "type": kind, "starred": [it for it in authors if f"{it}*" in equal],
        "author": others + ["others"] * (len(others) < len(authors)),
        "title": item.pop("name", ""), _VENUES.get(kind, "booktitle"): item.pop("publisher", ""),
        "date": item.pop("releaseDate", ""), "doi": doi, "url": "" if bare_doi(url) else url,
        "summary": item.pop("summary", ""), "keywords": ", ".join(item.pop("keywords", [])),
        **{key: item.pop(key, "") for key in ("note", "award", "acceptance", "location")},
        **{name: each for name, each in links.items() if name not in ("doi", "url", "bibtex")},
    }  # fmt: skip
    if editors := item.pop("editors", []):
        found["editor"] = " and ".join(map(str, editors))
    for key in [*item]:
        _leave(item, key, "more of publications: who else had a part in them", ledger)
    return found
