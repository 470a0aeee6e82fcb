"""Relatives of JSON Resume: YAMLResume, Reactive Resume 5 and 4, and FRESH."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..words.data import is_known, nearest
from .bundle import Bundle
from .taking import (
    LEFT,
    Data,
    Imported,
    Ledger,
    Table,
    account,
    country_code,
    is_usual,
    leaves,
    mappings,
    place,
    texts,
)

_YAML_SPAN = {"startDate": "startDate", "endDate": "endDate", "summary": "summary", "url": "url"}
_YAML_TABLES: Mapping[str, Table] = {
    "work": {"name": "name", "position": "position", "keywords": "keywords", **_YAML_SPAN},
    "volunteer": {"organization": "organization", "position": "position", **_YAML_SPAN},
    "education": {"institution": "institution", "area": "area", "studyType": "degree",
                  "score": "score", "courses": "courses", **_YAML_SPAN},
    "awards": {"title": "title", "awarder": "awarder", "date": "date", "summary": "summary"},
    "certificates": {"name": "name", "issuer": "issuer", "date": "date", "url": "url"},
    "publications": {"name": "name", "publisher": "publisher", "releaseDate": "releaseDate",
                     "summary": "summary", "url": "url"},
    "skills": {"name": "name", "level": "level", "keywords": "keywords"},
    "languages": {"language": "language", "fluency": "fluency"},
    "interests": {"name": "name", "keywords": "keywords"},
    "references": {"name": "name", "position": "relationship", "email": "email", "phone": "phone",
                   "reference": "summary"},
    "projects": {"name": "name", "description": "description", "keywords": "keywords",
                 **_YAML_SPAN},
}  # fmt: skip
_YAML_BASICS = {"name": "name", "label": "headline", "email": "email", "phone": "phone",
           "summary": "summary", "url": "url"}  # fmt: skip
_PLACE = {"address": "address", "postalCode": "postalCode|code", "city": "city", "region": "region"}
_PROFILE = {"network": "network", "username": "username", "url": "url"}


def read_yaml(bundle: Bundle, ledger: Ledger) -> Imported:
    """The content; how it is laid out is YAMLResume's own, but for the headings."""
    source = dict(bundle.plain(bundle.alone))
    content = dict(source.pop("content"))
    home = _home(content, ledger)
    profiles = [
        ledger.entry(each, _PROFILE, "profiles") for each in mappings(content.pop("profiles", []))
    ]
    basics = ledger.entry(
        dict(content.pop("basics")), _YAML_BASICS, "basics", location=home, profiles=profiles
    )
    data: Data = {"basics": basics}
    for section, table in _YAML_TABLES.items():
        items = mappings(content.pop(section, None) or [])
        data[section] = [ledger.entry(each, table, section) for each in items]
    language = (source.get("locale") or {}).get("language")
    if isinstance(language, str) and is_known(language):
        source.pop("locale")
        data |= {"locale": language} if ledger.taken(language) != "en" else {}
        ledger.language = nearest(language) or "en"
    data["headings"] = _headings(source, ledger)
    for key in ("layouts", "layout", "locale"):
        ledger.leave(source.pop(key, None), f"'{key}', how YAMLResume shows it")
    return Imported(data | ledger.keep({**content, **source}, "the file"))


def _home(source: Data, ledger: Ledger) -> Data:
    """Where the person lives."""
    where = dict(source.pop("location", None) or {})
    home = {key: ledger.take(where, path) for key, path in _PLACE.items()}
    home |= country_code(str(ledger.take(where, "country") or ""), bool(home["region"]))
    return home | ledger.keep(where, "basics.location")


def _headings(source: Data, ledger: Ledger) -> Data:
    """The headings of one's own in the first layout that has some."""
    for layout in mappings(source.get("layouts") or source.get("layout") or []):
        if not ledger.order and isinstance(layout.get("sections"), dict):
            ledger.order = [*texts(ledger.take(layout, "sections.order"))]
        aliases = (layout.get("sections") or {}).get("aliases")
        if isinstance(aliases, dict):
            layout["sections"].pop("aliases")
            found = {key: ledger.taken(each) for key, each in aliases.items() if each}
            language = ledger.language
            return {key: it for key, it in found.items() if not is_usual(str(it), key, language)}
    return {}


_URL = "website.url|url.href"
_MORE = {"period": "period|date", "location": "location", "url": _URL, "summary": "description"}
_REACTIVE_TABLES: Mapping[str, tuple[str, Table]] = {
    "profiles": ("profiles", {"network": "network", "username": "username", "url": _URL}),
    "experience": ("work", {"name": "company", "position": "position", **_MORE}),
    "education": ("education", {"institution": "school|institution",
                                "studyType": "degree|studyType",
                                "area": "area", "score": "grade|score", **_MORE}),
    "projects": ("projects", {"name": "name", "keywords": "keywords", "period": "period|date",
                              "url": _URL, "description": "brief", "summary": "description"}),
    "skills": ("skills", {"name": "name", "level": "proficiency|description",
                          "keywords": "keywords"}),
    "languages": ("languages", {"language": "language|name", "fluency": "fluency|description"}),
    "interests": ("interests", {"name": "name", "keywords": "keywords"}),
    "awards": ("awards", {"title": "title", "awarder": "awarder", "date": "date",
                          "url": _URL, "summary": "description"}),
    "certifications": ("certificates", {"name": "title|name", "issuer": "issuer", "date": "date",
                                        "url": _URL, "summary": "description"}),
    "publications": ("publications", {"name": "title|name", "publisher": "publisher",
                                      "releaseDate": "date", "url": _URL,
                                      "summary": "description"}),
    "volunteer": ("volunteer", {"organization": "organization", "position": "position", **_MORE}),
    "references": ("references", {"name": "name", "position": "position", "phone": "phone",
                                  "reference": "description"}),
}  # fmt: skip
_BRIEF = {"skills": "proficiency", "languages": "fluency", "projects": "brief"}
"""What version 4 calls the description, beside the summary that 5 calls so."""
_LOOKS = [
    "id",
    "icon",
    "iconColor",
    "columns",
    "hidden",
    "visible",
    "keepTogether",
    "startOnNewPage",
    "separateLinks",
    "inlineLink",
    "size",
    "rotation",
    "aspectRatio",
    "borderRadius",
    "borderColor",
    "borderWidth",
    "shadowColor",
    "shadowWidth",
    "effects",
]
_REACTIVE_BASICS = {"name": "name", "label": "headline", "email": "email", "phone": "phone",
           "url": "website.url|url.href"}  # fmt: skip


def read_reactive(bundle: Bundle, ledger: Ledger) -> Imported:
    """The CV; how it looks, icons and notes for oneself are Reactive Resume's own."""
    whole = dict(bundle.plain(bundle.alone))
    own = whole.pop("data") if "slug" in whole else whole
    ledger.leave(whole if own is not whole else "", "what Reactive Resume keeps of a file")
    source = _bare(own, ledger)
    looks = source.pop("metadata", None)
    page = looks.get("page") if isinstance(looks, dict) else None
    if isinstance(page, dict) and (tag := nearest(str(page.get("locale") or ""))):
        ledger.language = tag
        ledger.taken(page.pop("locale") if tag != "en" else "")
    ledger.leave(looks, "'metadata': how it looks, and notes for yourself")
    sections = source.pop("sections", {})
    source["summary"] = _bare(source.get("summary") or sections.pop("summary", None) or {}, ledger)
    data: Data = {"basics": _basics(source, ledger)}
    data |= {"locale": ledger.language} if ledger.language != "en" else {}
    headings: Data = {}
    for name, section in sections.items():
        if name in _REACTIVE_TABLES and isinstance(section, dict):
            kind, entries = _section(name, section, ledger)
            title = ledger.take(section, "title|name")
            if kind == "profiles":
                data["basics"].setdefault("profiles", []).extend(entries)
                continue
            data[kind] = entries
            if entries and title and not is_usual(title, kind, ledger.language):
                headings[kind] = title
        elif name == "custom" and isinstance(section, dict):
            source["customSections"] = [*section.values()]
        else:
            source[name] = section
    own = [_custom(each, ledger) for each in mappings(source.pop("customSections", []))]
    data["custom"] = [each for each in own if each and not _continues(each, data, headings)]
    data["headings"] = headings
    return Imported(data | ledger.keep(source, "the file"))


def _continues(section: Data, data: Data, headings: Data) -> bool:
    """Adds the entries to the section that the same heading stands over, where there is one."""
    heading, kind = section["heading"], next((it for it in section if it in data), "")
    is_same = heading == headings.get(kind) if kind in headings else is_usual(heading, kind)
    if is_same and section.keys() == {"heading", kind}:
        data[kind] += section[kind]
    return is_same and section.keys() == {"heading", kind}


def _bare(value: Any, ledger: Ledger) -> Any:
    """The value without ids and looks; what is hidden stays away."""
    if isinstance(value, list):
        return [_bare(each, ledger) for each in value if not _is_hidden(each, ledger)]
    if not isinstance(value, dict):
        return value
    for key in value:
        if key in _LOOKS:
            ledger.leave(value[key], "ids, icons and looks")
    seen = (
        key for key, each in value.items() if key not in _LOOKS and not _is_hidden(each, ledger)
    )
    return {key: _bare(value[key], ledger) for key in seen}


def _is_hidden(value: Any, ledger: Ledger) -> bool:
    is_one = isinstance(value, dict) and (
        value.get("hidden") == "true" or value.get("visible") == "false"
    )
    if is_one:
        ledger.leave(value, "what is hidden")
    return is_one


def _basics(source: Data, ledger: Ledger) -> Data:
    basics = dict(source.pop("basics"))
    more: Data = {"location": place(str(ledger.take(basics, "location") or ""))}
    summary = source.get("summary") or {}
    more["summary"] = ledger.take(summary, "content")
    ledger.leave(summary.pop("title", "") or summary.pop("name", ""), "the heading of the summary")
    fields = mappings(basics.pop("customFields", []))
    more["profiles"] = [_field(each, ledger) for each in fields if each.get("link")]
    basics["customFields"] = [each for each in fields if leaves(each)]
    more["image"] = ledger.take(source, "picture.url") or ledger.take(basics, "picture.url")
    ledger.leave(_label(basics), "words in place of addresses")
    return ledger.entry(basics, _REACTIVE_BASICS, "basics", **more)


def _label(item: Data) -> Any:
    """What stands for an address on the page."""
    for key in ("website", "url"):
        if isinstance(item.get(key), dict):
            return item[key].pop("label", "")
    return ""


def _field(source: Data, ledger: Ledger) -> Data:
    name, url = ledger.take(source, "text|name|value"), str(ledger.take(source, "link"))
    return account(url, str(name or ""))


def _section(name: str, section: Data, ledger: Ledger) -> tuple[str, list[Data]]:
    kind, table = _REACTIVE_TABLES[name]
    return kind, [_item(each, kind, table, ledger) for each in mappings(section.pop("items", []))]


def _item(item: Data, kind: str, table: Table, ledger: Ledger) -> Data:
    if "summary" in item:  # as version 4 has it
        if brief := item.pop("description", ""):
            item[_BRIEF.get(kind, "position")] = brief
        item["description"] = item.pop("summary")
    ledger.leave(_label(item), "words in place of addresses")
    ledger.leave(item.pop("level", ""), "levels as numbers, whose words are there")
    roles = mappings(item.pop("roles", None) or [])
    role = {"position": "position", "period": "period", "summary": "description"}
    positions = [ledger.entry(each, role, "positions") for each in roles]
    return ledger.entry(item, table, kind, positions=positions)


def _custom(section: Data, ledger: Ledger) -> Data:
    """A section of one's own; letters are none of a CV's."""
    kind = str(ledger.take(section, "type") or "")
    if not kind:
        named = [each for each in mappings(section.get("items")) if each.get("name")]
        kind = "projects" if named else "experience"
    title = str(ledger.take(section, "title|name") or "")
    if kind not in _REACTIVE_TABLES or kind == "profiles":
        if kind == "summary" and (texts := mappings(section.get("items"))):
            words = "\n".join(str(ledger.take(each, "content|description") or "") for each in texts)
            return {"heading": title, "summary": words, **ledger.keep(section, "custom")}
        ledger.leave(section, "letters")
        ledger.note(LEFT, f"a section of the type '{kind}'", 0)
        return {}
    ours, entries = _section(kind, section, ledger)
    return {"heading": title, ours: entries, **ledger.keep(section, "custom")} if entries else {}


_FRESH_SPAN = {"startDate": "start", "endDate": "end", "url": "url", "summary": "summary",
         "highlights": "highlights", "keywords": "keywords", "location": "location"}  # fmt: skip
_FRESH_TABLES: Mapping[str, tuple[str, Table]] = {
    "employment.history": ("work", {"name": "employer", "position": "position|title",
                                    **_FRESH_SPAN}),
    "service.history": ("volunteer", {"organization": "organization", "position": "position|role",
                                      **_FRESH_SPAN}),
    "education.history": ("education", {
        "institution": "institution", "studyType": "studyType|title", "area": "area",
        "score": "grade", "courses": "curriculum", **_FRESH_SPAN}),
    "projects": ("projects", {"name": "title", "description": "description", "type": "category",
                              "roles": "role", "url": "url|repo", **_FRESH_SPAN}),
    "recognition": ("awards", {"title": "title", "awarder": "from", "date": "date", "url": "url",
                               "summary": "summary"}),
    "writing": ("publications", {"name": "title", "publisher": "publisher.name|publisher",
                                 "releaseDate": "date", "url": "url", "summary": "summary",
                                 "authors": "author"}),
    "speaking": ("talks", {"name": "title|event", "event": "event", "location": "location",
                           "date": "date", "url": "url", "summary": "summary",
                           "highlights": "highlights", "keywords": "keywords"}),
    "governance": ("service", {"position": "role", "organization": "organization", **_FRESH_SPAN}),
    "affiliation.history": ("service", {"position": "role", "organization": "organization",
                                        **_FRESH_SPAN}),
    "skills.sets": ("skills", {"name": "name", "level": "level", "keywords": "skills"}),
    "skills.list": ("skills", {"name": "name", "level": "level|years"}),
    "languages": ("languages", {"language": "language", "fluency": "level"}),
    "interests": ("interests", {"name": "name", "keywords": "keywords"}),
    "references": ("references", {"name": "name", "position": "role", "email": "email",
                                  "phone": "phone"}),
    "testimonials": ("references", {"name": "name", "reference": "quote"}),
}  # fmt: skip
_FRESH_OTHERS: Mapping[str, tuple[str, Table]] = {
    "samples": ("projects", {"name": "title", "period": "date", **_FRESH_SPAN}),
    "reading": ("projects", {"name": "title", "entity": "author", "period": "date",
                             **_FRESH_SPAN}),
    "extracurricular": ("volunteer", {"organization": "activity|title", "position": "title",
                                      **_FRESH_SPAN}),
}  # fmt: skip
"""Sections of one's own, with what their entries are like."""
_FRESH_BASICS = {"name": "name", "label": "info.label", "image": "info.image",
                 "summary": "info.brief", "email": "contact.email", "phone": "contact.phone",
                 "url": "contact.website"}  # fmt: skip


def read_fresh(bundle: Bundle, ledger: Ledger) -> Imported:
    """The CV; what is marked as private stays away."""
    source = dict(bundle.plain(bundle.alone))
    ledger.leave(source.pop("meta", None), "'meta', the version of the format")
    person = {key: source.pop(key) for key in ("name", "info", "contact") if key in source}
    ways = {key: _ways(person, key, ledger) for key in ("email", "phone")}
    home = _home(source, ledger)
    social = {"network": "network", "username": "user", "url": "url"}
    accounts = mappings(source.pop("social", None) or [])
    for each in accounts:
        if each.get("label") == each.get("network"):
            ledger.taken(each.pop("label", ""))
    profiles = [ledger.entry(each, social, "profiles") for each in accounts]
    data: Data = {
        "basics": ledger.entry(
            person, _FRESH_BASICS, "basics", location=home, profiles=profiles, **ways
        )
    }
    for path, (section, table) in _FRESH_TABLES.items():
        for each in _items(source, path, ledger):
            entry = ledger.entry(each, table, section)
            data.setdefault(section, []).extend([entry] if leaves(entry) else [])
    for name, (section, table) in _FRESH_OTHERS.items():
        items = [ledger.entry(each, table, section) for each in _items(source, name, ledger)]
        if items:
            data.setdefault("custom", []).append({"heading": name.capitalize(), section: items})
    return Imported(data | ledger.keep(source, "the file"))


def _ways(person: Data, kind: str, ledger: Ledger) -> Any:
    """Every address, or number, of a kind: the main one and others; what they are for is no key."""
    contact = person.get("contact") or {}
    others = mappings(contact.get("other") or [])
    same = [each for each in others if each.get("flavor") == kind and each.get("value")]
    for each in same:
        ledger.leave([each.pop("label", ""), each.pop("flavor")], "what phones are for")
    found = [ledger.take(contact, kind), *(ledger.taken(each.pop("value")) for each in same)]
    return [each for each in found if each]


def _items(source: Data, path: str, ledger: Ledger) -> list[Data]:
    *around, last = path.split(".")
    for step in around:
        source = source.get(step) if isinstance(source.get(step), dict) else {}  # type: ignore[assignment]
    found = mappings(source.pop(last, None) or [])
    for each in found:
        is_hidden = "true" in (each.get("private"), each.get("ignore"))
        said = [each.get("private"), each.get("ignore")]
        ledger.leave(each if is_hidden else said, "what is private, and what is not")
        if is_hidden:
            each.clear()
        each.pop("private", ""), each.pop("ignore", "")
    return [_contacted(each) for each in found if each]


def _contacted(entry: Data) -> Data:
    """The entry with the ways to reach somebody as keys."""
    for each in mappings(entry.get("contact") or []):
        kind = each.get("category")
        if kind in ("email", "phone") and kind not in entry:
            entry[kind] = each.pop("value", "")
    return entry
