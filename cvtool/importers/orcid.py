"""An ORCID record, version 3.0 or 2, as JSON."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any

from ..bib.fields import bare_doi
from ..model.later import pattern
from ..words.data import countries
from .bundle import Bundle, Element, xml
from .taking import (
    GUESSED,
    LEFT,
    UNCLEAR,
    Data,
    Imported,
    Ledger,
    Table,
    account,
    leaves,
    mappings,
)

_SPAN = {"startDate": "start-date", "endDate": "end-date"}
_PLACE = {"location": "organization.address", "url": "url.value"}
_WORK = ("work", {"name": "organization.name", "position": "role-title",
                  "focus": "department-name", **_SPAN, **_PLACE})  # fmt: skip
_EDUCATION = ("education", {"institution": "organization.name", "studyType": "role-title",
                            "area": "department-name", **_SPAN, **_PLACE})  # fmt: skip
_SERVICE = ("service", {"position": "role-title", "organization": "organization.name",
                        **_SPAN, **_PLACE})  # fmt: skip
_KINDS: Mapping[str, tuple[str, Table]] = {
    "employments": _WORK, "invited-positions": _WORK,
    "educations": _EDUCATION, "qualifications": _EDUCATION,
    "distinctions": ("awards", {"title": "role-title", "awarder": "organization.name",
                                "date": "start-date|end-date", **_PLACE}),
    "memberships": _SERVICE, "services": _SERVICE,
    "fundings": ("grants", {"title": "title.title.value", "awarder": "organization.name",
                            "number": "number", "url": "url.value", **_SPAN}),
    "research-resources": ("grants", {"title": "title.title.value",
                                      "awarder": "hosts", "url": "url.value", **_SPAN}),
    "works": ("publications", {"name": "title.title.value", "publisher": "journal-title.value",
                               "releaseDate": "publication-date", "doi": "doi",
                               "url": "url.value"}),
}  # fmt: skip
_VALUES = frozenset(
    {"given-names", "family-name", "credit-name", "url", "title", "subtitle", "journal-title"}
    | {"year", "month", "day", "external-id-url"}
)
_ITEMS = frozenset(
    {"other-name", "researcher-url", "email", "address", "keyword", "external-identifier"}
)
_LISTS = frozenset({"group", "affiliation-group", "external-id", "peer-review-group"})
_SUMMARY = pattern("(?!activities).*-summary")
"""Elements of XML that JSON has in a mapping with their ``value``, and in lists."""
_MACHINERY = frozenset(
    [
        "put-code",
        "display-index",
        "visibility",
        "path",
        "source",
        "created-date",
        "last-modified-date",
        "disambiguated-organization",
        "external-ids",
        "translated-title",
        "group-id",
    ]
)
_TAGS = pattern(r"</?(?:i|b|em|strong|sub|sup|scp|u|span|p|jats:\w+|mml:\w+)\b[^<>]*>")


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The record: the person, and all that it lists."""
    if bundle.alone.lower().endswith(".xml"):
        source = _as_json(xml(bundle.files[bundle.alone], bundle.name))
    else:
        source = bundle.plain(bundle.alone)
    count = leaves(source)
    person, activities = source.get("person") or {}, source.get("activities-summary") or {}
    data: Data = {"basics": _basics(source, person, ledger)}
    for name, groups in activities.items():
        if not isinstance(groups, dict):
            continue
        if name == "peer-reviews":
            data.setdefault("service", []).extend(_reviews(groups, ledger))
        elif name in _KINDS:
            section, table = _KINDS[name]
            made = (_entry(each, table, section, ledger) for each in _groups(groups, ledger))
            data.setdefault(section, []).extend(each for each in made if each)
        elif name not in _MACHINERY:
            data |= ledger.keep(groups, name)
    rest = count - ledger.counts.total()
    ledger.counts[LEFT] += rest
    ledger.note(LEFT, "what ORCID needs for itself: numbers, times of changes, sources", rest)
    if data.get("publications"):
        what = "a record names no authors: 'Export works' on your ORCID page has a .bib with them"
        ledger.note(UNCLEAR, what, 0)
    return Imported(data)


def _as_json(element: Element, around: str = "") -> Any:
    """The element as the JSON of a record has it: lists of some names, texts in ``value``."""
    if not element.elements:
        text = " ".join(element.text.split())
        is_value = element.name in _VALUES or (element.name == "country" and around == "person")
        return {"value": text} if is_value else text
    found: Data = dict(element.attributes)
    for each in element.elements:
        value = _as_json(each, "person" if "put-code" in element.attributes else "")
        is_item = each.name in _ITEMS and bool(each.attributes)
        if is_item or each.name in _LISTS or _SUMMARY.fullmatch(each.name):
            found.setdefault(each.name, []).append(value)
        else:
            found[each.name] = value
    return found


def _basics(source: Data, person: Data, ledger: Ledger) -> Data:
    names = dict(person.get("name") or {})
    parts = [_take(names, f"{each}.value", ledger) for each in ("given-names", "family-name")]
    name, credit = " ".join(filter(None, parts)), _take(names, "credit-name.value", ledger)
    others = {str(ledger.taken(it.get("content"))): 1 for it in _listed(person, "other-names")}
    urls = _listed(person, "researcher-urls")
    urls.sort(key=lambda each: -int(each.get("display-index") or 0))
    emails = _listed(person, "emails")
    emails.sort(key=lambda each: str(each.get("primary")).lower() != "true")
    homes = [(each.get("country") or {}).get("value") for each in _listed(person, "addresses")]
    country = [*dict.fromkeys(homes)]
    number = (source.get("orcid-identifier") or {}).get("path")
    sites = [
        account(str(it["url"]["value"]), it.get("url-name") or "") for it in urls if it.get("url")
    ]
    accounts = [_account(each) for each in _listed(person, "external-identifiers")]
    words = [each.get("content") for each in _listed(person, "keywords")]
    mail = [each.get("email") for each in emails]
    biography = (person.get("biography") or {}).get("content")
    found = {
        "name": credit or name, "aliases": [each for each in (name if credit else "",
        *others) if each],
        "url": sites[0]["url"] if sites else None, "email": mail,
        "summary": biography, "keywords": words,
        "location": {"countryCode": country[0]} if country else {},
        "profiles": [{"network": "ORCID", "username": number}, *sites[1:], *accounts],
    }  # fmt: skip
    for each in (mail, biography, words, country[:1], number, sites, accounts):
        ledger.taken(each)
    return found | ledger.keep({"countries": country[1:]}, "basics")


def _account(source: Data) -> Data:
    address = (source.get("external-id-url") or {}).get("value")
    return {"network": source.get("external-id-type"), "url": address} if address else {
        "network": source.get("external-id-type"), "username": source.get("external-id-value")
    }  # fmt: skip


def _listed(person: Data, name: str) -> list[Data]:
    """The items of a list, as in ``{"keywords": {"keyword": [...]}}``, that all may see."""
    around = person.get(name) or {}
    (items,) = [each for each in around.values() if isinstance(each, list)][:1] or [[]]
    return [
        each for each in mappings(items) if each.get("visibility", "public") in ("public", "PUBLIC")
    ]


def _take(source: Data, path: str, ledger: Ledger) -> str:
    return str(ledger.take(source, path) or "")


def _groups(groups: Data, ledger: Ledger) -> Iterator[Data]:
    """One summary of each group: that of the highest index, with what it lacks from the others."""
    for group in _inside(groups):
        summaries = [*_summaries(group)]
        summaries.sort(key=lambda each: -int(each.get("display-index") or 0))
        if not summaries:
            continue
        first, *others = summaries
        if first.get("visibility", "public").lower() != "public":
            ledger.leave(_plain(first), "what not everybody may see")
            continue
        found = {key: next((each[key] for each in summaries if each.get(key)), None)
                 for each in summaries for key in each}  # fmt: skip
        if others:
            ledger.note(GUESSED, "works that several sources have are one each", len(others))
        yield found


def _inside(groups: Data) -> list[Data]:
    return [
        each for items in groups.values() if isinstance(items, list) for each in mappings(items)
    ]


def _summaries(group: Data) -> Iterator[Data]:
    """The summaries of a group; version 2 has them without groups."""
    lists = [each for key, each in group.items() if isinstance(each, list) and key != "external-id"]
    if not lists:
        yield group
    for each in (item for items in lists for item in mappings(items)):
        inner = [
            it for key, it in each.items() if key.endswith("-summary") and isinstance(it, dict)
        ]
        yield from inner or [each]


def _plain(source: Any) -> Any:
    """The values of a summary, without what ORCID needs for itself."""
    if isinstance(source, dict):
        return {key: _plain(each) for key, each in source.items() if key not in _MACHINERY}
    return [_plain(each) for each in source] if isinstance(source, list) else source


def _entry(summary: Data, table: Table, section: str, ledger: Ledger) -> Data:
    source = _plain(summary.get("proposal") or summary)
    if isinstance(hosts := source.get("hosts"), dict):
        bodies = mappings(hosts.get("organization") or [])
        source["hosts"] = ", ".join(str(each["name"]) for each in bodies if each.get("name"))
    for key in ("start-date", "end-date", "publication-date"):
        if isinstance(source.get(key), dict):
            source[key] = _date(source[key])
    organization = source.get("organization") or {}
    if isinstance(address := organization.get("address"), dict):
        code = str(address.get("country") or "")
        country = countries("en").get(code.upper(), code)
        names = [address.get("city"), address.get("region"), country]
        organization["address"] = ", ".join(filter(None, names))
    ids = mappings((summary.get("external-ids") or {}).get("external-id") or [])
    for each in ids:
        if each.get("external-id-relationship") in ("self", None, "SELF"):
            _identify(source, each)
    if title := ((source.get("title") or {}).get("title") or {}).get("value"):
        source["title"]["title"]["value"] = html.unescape(_TAGS.sub("", title))
    if bare_doi(str((source.get("url") or {}).get("value"))) and source.get("doi"):
        source.pop("url")
    ledger.leave(source.pop("type", ""), "the types of works and grants")
    return ledger.entry(source, table, section)


def _identify(source: Data, identifier: Data) -> None:
    kind, value = identifier.get("external-id-type"), str(identifier.get("external-id-value") or "")
    if kind == "doi" and (doi := bare_doi(value)):
        source["doi"] = doi.lower()
    elif kind == "grant_number":
        source["number"] = value


def _date(parts: Data) -> str:
    values = ((parts.get(key) or {}).get("value") for key in ("year", "month", "day"))
    return "-".join(each for each in values if each)


def _reviews(groups: Data, ledger: Ledger) -> Iterator[Data]:
    """Reviews, counted for each body that asked for them."""
    counts: dict[str, list[str]] = {}
    for each in (it for group in _inside(groups) for it in _inner(group)):
        name = str((each.get("convening-organization") or {}).get("name") or "")
        counts.setdefault(name, []).append(_date(each.get("completion-date") or {}))
        ledger.counts["mapped"] += 1
    for name, dates in counts.items():
        years = sorted(filter(None, dates))
        number = f"{len(dates)} reviews" if len(dates) > 1 else ""
        span = {"startDate": years[0], "endDate": years[-1]} if years else {}
        yield {"position": "Reviewer", "organization": name, "summary": number, **span}


def _inner(group: Data) -> Iterator[Data]:
    for middle in mappings(group.get("peer-review-group") or []):
        yield from mappings(middle.get("peer-review-summary") or [])
