"""Reactive Resume 5 and 4: sections of items, texts in HTML, what is hidden left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .bundle import Bundle
from .headings import is_usual
from .taking import LEFT, Data, Imported, Ledger, Table, account, leaves, mappings, place

_URL = "website.url|url.href"
_MORE = {"period": "period|date", "location": "location", "url": _URL, "summary": "description"}
_TABLES: Mapping[str, tuple[str, Table]] = {
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
_BASICS = {"name": "name", "label": "headline", "email": "email", "phone": "phone",
           "url": "website.url|url.href"}  # fmt: skip


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The CV; how it looks, icons and notes for oneself are Reactive Resume's own."""
    source = _bare(bundle.plain(bundle.alone), ledger)
    ledger.leave(source.pop("metadata", None), "'metadata': how it looks, and notes for yourself")
    sections = source.pop("sections", {})
    source["summary"] = _bare(source.get("summary") or sections.pop("summary", None) or {}, ledger)
    data: Data = {"basics": _basics(source, ledger)}
    headings: Data = {}
    for name, section in sections.items():
        if name in _TABLES and isinstance(section, dict):
            kind, entries = _section(name, section, ledger)
            title = ledger.take(section, "title|name")
            if kind == "profiles":
                data["basics"].setdefault("profiles", []).extend(entries)
                continue
            data[kind] = entries
            if entries and title and not is_usual(title, kind):
                headings[kind] = title
        elif name == "custom" and isinstance(section, dict):
            source["customSections"] = [*section.values()]
        else:
            source[name] = section
    data["custom"] = [
        *filter(
            None, (_custom(each, ledger) for each in mappings(source.pop("customSections", [])))
        )
    ]
    data["headings"] = headings
    return Imported(data | ledger.keep(source, "the file"))


def _bare(value: Any, ledger: Ledger) -> Any:
    """The value without ids and looks; what is hidden stays away."""
    if isinstance(value, list):
        return [_bare(each, ledger) for each in value if not _is_hidden(each, ledger)]
    if not isinstance(value, dict):
        return value
    for key in value:
        if key in _LOOKS:
            ledger.leave(value[key], "ids, icons and looks")
    return {key: _bare(each, ledger) for key, each in value.items() if key not in _LOOKS}


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
    picture = source.get("picture")
    if isinstance(picture, dict) and picture.get("url"):
        more["image"] = ledger.take(source, "picture.url")
    ledger.leave(_label(basics), "words in place of addresses")
    return ledger.entry(basics, _BASICS, "basics", **more)


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
    kind, table = _TABLES[name]
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
    if kind not in _TABLES or kind == "profiles":
        if kind == "summary" and (texts := mappings(section.get("items"))):
            words = "\n".join(str(ledger.take(each, "content|description") or "") for each in texts)
            return {"heading": title, "summary": words, **ledger.keep(section, "custom")}
        ledger.leave(section, "letters")
        ledger.note(LEFT, f"a section of the type '{kind}'", 0)
        return {}
    ours, entries = _section(kind, section, ledger)
    return {"heading": title, ours: entries, **ledger.keep(section, "custom")} if entries else {}
