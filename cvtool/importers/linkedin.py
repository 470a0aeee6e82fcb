"""LinkedIn's "Get a copy of your data": a zip of tables that are known by their columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from io import StringIO
from itertools import islice
from types import MappingProxyType
from typing import Any

from ..bib.fields import bare_doi
from ..model.later import NamedTuple, pattern
from ..model.problems import Problem, ProblemError
from .bundle import Bundle, decoded, is_utf8
from .merging import folded
from .taking import (
    GUESSED,
    LEFT,
    UNCLEAR,
    Data,
    Imported,
    Ledger,
    Table,
    account,
    country_code,
    iso,
    place,
)

_SPAN = {"startDate": "Started On|Start Date", "endDate": "Finished On|End Date"}


class _Kind(NamedTuple):
    columns: str
    """Those by which it is known, parted by bars; of some, an older name behind a slash."""
    section: str = ""
    table: Table = MappingProxyType({})


_KINDS: Mapping[str, _Kind] = {
    "profile": _Kind("First Name|Last Name|Headline"),
    "about": _Kind("Profile Summary"),
    "emails": _Kind("Email Address|Primary"),
    "phones": _Kind("Number|Type|Extension"),
    "positions": _Kind("Company Name|Title", "work", {
        "name": "Company Name", "position": "Title", "summary": "Description",
        "location": "Location", **_SPAN}),
    "volunteering": _Kind("Company Name|Role", "volunteer", {
        "organization": "Company Name", "position": "Role", "summary": "Description", **_SPAN}),
    "education": _Kind("School Name|Start Date", "education", {
        "institution": "School Name", "studyType": "Degree Name", "area": "Field Of Study",
        "summary": "Notes", "startDate": "Start Date", "endDate": "End Date"}),
    "certifications": _Kind("Name|Authority", "certificates", {
        "name": "Name", "issuer": "Authority", "date": "Started On", "url": "Url"}),
    "publications": _Kind("Name|Published On", "publications", {
        "name": "Name", "publisher": "Publisher", "releaseDate": "Published On", "url": "Url",
        "summary": "Description"}),
    "patents": _Kind("Title|Patent Number", "patents", {
        "title": "Title", "number": "Patent Number|Application Number", "status": "Status",
        "date": "Issued On|Filed On", "url": "Url", "inventors": "Inventors",
        "summary": "Description"}),
    "projects": _Kind("Title|Url|Started On/Start Date", "projects", {
        "name": "Title", "summary": "Description", "url": "Url", **_SPAN}),
    "honors": _Kind("Title|Issued On/Issue Date", "awards", {
        "title": "Title", "awarder": "Issuer", "date": "Issued On|Issue Date",
        "summary": "Description"}),
    "organizations": _Kind("Name|Position|Started On", "service", {
        "organization": "Name", "position": "Position", "summary": "Description", **_SPAN}),
    "scores": _Kind("Name|Score", "custom", {
        "name": "Name", "date": "Tested On", "score": "Score", "summary": "Description"}),
    "recommendations": _Kind("First Name|Text|Status", "references", {
        "position": "Job Title", "organization": "Company", "reference": "Text"}),
    "languages": _Kind("Name|Proficiency", "languages", {
        "language": "Name", "fluency": "Proficiency"}),
    "courses": _Kind("Name|Number", "education", {"name": "Name", "number": "Number"}),
    "skills": _Kind("Name", "skills", {"name": "Name"}),
}  # fmt: skip
_ONLY = frozenset({"skills", "about"})
"""Tables that are known by having these columns and no others."""
_HEAD_ROWS = 10
_MOST_ROWS = 10_010
_MOST_SKILLS = 12
"""More of them, which LinkedIn has in no groups, are one line."""
_LEVELS = pattern(r"[A-Z]+(?:_[A-Z]+)+")
_WEBSITES = pattern(r",\s*(?=[A-Z_]+:)")


def table_of(bundle: Bundle, name: str) -> str:
    """Which of the tables a file is, if it is one of LinkedIn's that is read."""
    return _table(bundle, name, _HEAD_ROWS)[0]


def _table(bundle: Bundle, name: str, most: int) -> tuple[str, list[Data]]:
    for sign in ",;\t":  # which is that of other programs that the table went through
        rows = _rows(bundle, name, most, sign)
        for at, row in enumerate(rows[:_HEAD_ROWS]):
            names = [each.strip() for each in row]
            if kind := _kind({*names}):
                return kind, [_named(names, it) for it in rows[at + 1 :] if any(it)]
    return "", []


def _kind(columns: set[str]) -> str:
    for kind, each in _KINDS.items():
        known = [set(names.split("/")) for names in each.columns.split("|")]
        is_all = all(columns & names for names in known)
        if is_all and (kind not in _ONLY or len(columns) == len(known)):
            return kind
    return ""


def _named(names: list[str], cells: list[str]) -> Data:
    """The row by its columns; what stands behind the last of them is there, too."""
    more = [each for each in cells[len(names) :] if each]
    return dict(zip(names, cells, strict=False)) | ({"More cells": more} if more else {})


def _rows(bundle: Bundle, name: str, most: int, sign: str) -> list[list[str]]:
    text = decoded(bundle.files[name]).replace("\r\n", "\n").replace("\r", "\n")
    try:
        return [*islice(csv.reader(StringIO(text), delimiter=sign), most)]
    except csv.Error as error:
        what = f"this table is broken ({error}): export it anew"
        raise ProblemError([Problem((), what, file=bundle.place(name))]) from None


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The tables that are one's own; what others wrote or are is not read."""
    tables: dict[str, list[Data]] = {}
    others: list[str] = []
    for name in bundle.named(r".*\.csv"):
        kind, rows = "", list[Data]()
        if table_of(bundle, name):
            kind, rows = _table(bundle, name, _MOST_ROWS)
        if len(rows) > _MOST_ROWS - _HEAD_ROWS:
            what = f"more than {_MOST_ROWS - _HEAD_ROWS:,} rows are in this table"
            raise ProblemError([Problem((), what, file=bundle.place(name))])
        if kind:
            tables.setdefault(kind, []).extend(rows)
            if not is_utf8(bundle.files[name]):
                ledger.note(GUESSED, f"{name} is not UTF-8, and read as of Windows (cp1252)")
        else:
            others.append(name.split("/")[-1])
    if others:
        what = f"not read, as they are of others or for LinkedIn: {', '.join(others)}"
        ledger.note(LEFT, what, 0)
    if not tables.get("positions") or not tables.get("education"):
        what = (
            "no positions or no education: LinkedIn sends the larger archive with them a day later"
        )
        ledger.note(UNCLEAR, what, 0)
    data: Data = {"basics": _basics(tables, ledger)}
    for kind, rows in tables.items():
        if (section := _KINDS[kind].section) and kind not in ("courses", "scores"):
            made = (_entry(kind, row, ledger) for row in rows)
            data.setdefault(section, []).extend(each for each in made if each)
    data["work"] = _employers(data.get("work", []))
    skills = [*{str(each): each for each in data.get("skills", [])}.values()]
    if len(skills) > _MOST_SKILLS:
        skills = [{"keywords": [each["name"] for each in skills]}]
    data["skills"] = skills
    data["custom"] = [*_others(tables, data, ledger)]
    return Imported(data)


def _entry(kind: str, row: Data, ledger: Ledger) -> Data:
    _, section, table = _KINDS[kind]
    more: Data = {}
    if kind == "recommendations":
        if row.get("Status", "") != "VISIBLE":
            ledger.leave(row, "recommendations that are not visible")
            return {}
        more["name"] = _name(row, ledger)
        ledger.leave(row.pop("Creation Date", ""), "when recommendations were written")
        ledger.leave(row.pop("Status", ""), "that recommendations are visible")
    if kind == "certifications":
        ledger.leave(row.pop("License Number", ""), "numbers of licences, which are private")
    if activities := ledger.take(row, "Activities"):
        more["highlights"] = [{"Activities": activities}]
    if kind == "publications" and (doi := bare_doi(row.get("Url", ""))):
        more["doi"], row["Url"] = ledger.taken(doi), ""
    begin = row.get("Start Date", "")
    entry = ledger.entry(row, table, section, **more)
    if kind == "education" and entry.get("startDate") and not entry.get("endDate"):
        entry.setdefault("period", begin)
        ledger.note(GUESSED, "studies without an end: LinkedIn does not say whether they go on")
    if _LEVELS.fullmatch(level := entry.get("fluency", "")):
        entry["fluency"] = level.replace("_", " ").capitalize()
    return entry


def _name(row: Data, ledger: Ledger) -> str:
    parts = (ledger.take(row, each) for each in ("First Name", "Last Name"))
    return " ".join(each.strip() for each in parts if each)


def _basics(tables: Mapping[str, list[Data]], ledger: Ledger) -> Data:
    row: Data = next(iter(tables.get("profile", [])), {})
    location = {
        "address": ledger.take(row, "Address"),
        "postalCode": ledger.take(row, "Zip Code"),
        **place(ledger.take(row, "Geo Location|Country") or ""),
    }
    if country := country_code(str(row.get("Country", ""))).get("countryCode"):
        ledger.take(row, "Country")
        location["countryCode"] = country
    urls, profiles = _addresses(row, ledger)
    urls.sort(key=lambda url: "network" in account(url))
    more: Data = {
        "name": _name(row, ledger), "location": location, "url": urls[:1] and urls[0],
        "profiles": [*profiles, *(account(each, _host(each)) for each in urls[1:])],
        "email": _emails(tables, ledger), "phone": _phones(tables, ledger),
        "birthDate": _birth(row, ledger),
    }  # fmt: skip
    for each in tables.get("about", []):
        if folded(about := each["Profile Summary"]) in folded(row.get("Summary", "")):
            ledger.taken(about)
        else:
            row["Profile Summary"] = about
    table = {"label": "Headline", "summary": "Summary|Profile Summary"}
    return ledger.entry(row, table, "basics", **more)


def _birth(row: Data, ledger: Ledger) -> str:
    """A whole date; of a day without a year, nothing."""
    found = iso(str(row.get("Birth Date", "")))
    if not found:
        ledger.leave(row.pop("Birth Date", ""), "the birthday, as it has no year")
    return (ledger.take(row, "Birth Date") and found) or ""


def _addresses(row: Data, ledger: Ledger) -> tuple[list[str], list[Data]]:
    """Websites, and the account at Twitter."""
    sites = str(ledger.take(row, "Websites") or "").strip("[] ")
    urls = [each.partition(":")[2].strip() for each in _WEBSITES.split(sites) if each]
    ledger.counts["mapped"] += max(0, len(urls) - 1)
    chats = str(ledger.take(row, "Instant Messengers") or "").strip("[] ")
    talks = [each.partition(":") for each in _WEBSITES.split(chats) if ":" in each]
    ledger.counts["mapped"] += max(0, len(talks) - 1)
    handles = str(ledger.take(row, "Twitter Handles") or "").strip("[] ")
    names = [each.strip() for each in handles.split(",") if each.strip()]
    return urls, [
        *({"network": "X", "username": each} for each in names),
        *({"network": kind.capitalize(), "username": name} for kind, _, name in talks),
    ]


def _host(url: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?([^/]+).*", r"\1", url)


def _emails(tables: Mapping[str, list[Data]], ledger: Ledger) -> Any:
    """The main one; LinkedIn knows the others for signing in."""
    rows = sorted(tables.get("emails", []), key=lambda row: row.get("Primary") != "Yes")
    found = [ledger.take(row, "Email Address") for row in rows[:1]]
    for row in rows:
        ledger.leave(row, "other e-mail addresses, and when they were confirmed")
    return found[0] if found else ""


def _phones(tables: Mapping[str, list[Data]], ledger: Ledger) -> list[str]:
    found: dict[str, str] = {}
    for row in tables.get("phones", []):
        if number := ledger.take(row, "Number"):
            found.setdefault(re.sub(r"\D", "", number)[-9:], number.strip("\u202a\u202c\xa0 "))
        ledger.leave(row, "what kind of phone it is")
    return [*found.values()]


def _employers(entries: list[Data]) -> list[Data]:
    """Positions in a row at one employer, as one entry."""
    found: list[Data] = []
    for each in entries:
        last = found[-1] if found else {}
        if not each.get("name") or last.get("name") != each["name"]:
            found.append(each)
            continue
        if "positions" not in last:
            kept = {key: last.pop(key) for key in [*last] if key not in ("name", "location")}
            last["positions"] = [kept]
        if each.get("location") == last.get("location"):
            each.pop("location", None)
        each.pop("name")
        last["positions"].append(each)
    return found


def _others(tables: Mapping[str, list[Data]], data: Data, ledger: Ledger) -> Any:
    """Courses, which belong to the only school if there is one, and scores of tests."""
    courses = [_course(row, ledger) for row in tables.get("courses", [])]
    schools = data.get("education", [])
    if courses and len(schools) == 1:
        schools[0]["courses"] = courses
    elif courses:
        yield {"heading": "Courses", "notes": courses}
    scores = [_score(row, ledger) for row in tables.get("scores", [])]
    if scores:
        yield {"heading": "Test scores", "notes": scores}


def _course(row: Data, ledger: Ledger) -> str:
    number = ledger.take(row, "Number")
    return f"{ledger.take(row, 'Name')}{f' ({number})' if number else ''}"


def _score(row: Data, ledger: Ledger) -> str:
    parts = (ledger.take(row, each) for each in ("Name", "Score", "Description", "Tested On"))
    return ", ".join(each for each in parts if each)
