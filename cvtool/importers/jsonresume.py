"""JSON Resume, 1.0.0 and before, with all that people make of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model.dates import is_present
from ..model.problems import dotted
from ..read.jsonresume import modern
from ..read.mend import mended
from ..read.richtext import readable
from .bundle import Bundle
from .taking import GUESSED, Data, Imported, Ledger, country_code, iso, leaves, mappings

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
_HOMES = ("work", "volunteer", "education", "awards", "certificates", "publications", "skills",
          "languages", "interests", "references", "projects")  # fmt: skip
_DATES = frozenset({"startDate", "endDate", "date", "releaseDate"})


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The document under the names of cv.yaml; what it changes is told as ``render`` tells it."""
    return of_file(bundle, bundle.alone or bundle.named(r".*resume\.json")[0], ledger)


def of_file(bundle: Bundle, name: str, ledger: Ledger) -> Imported:
    """The document in that file."""
    plain = bundle.marked(name)
    ledger.counts["mapped"] += leaves(plain.data)
    plain, changes = mended(modern(plain))
    plain, dropped = readable(plain)
    for each in (*changes, *dropped):
        ledger.note(GUESSED, f"{dotted(each.path)}: {each.message}" if each.path else each.message)
    data = _homed(dict(plain.data), ledger)
    _located(data)
    if _is_out_of_order(data.get("publications")):
        data["bibliography"] = {"sort": "file"}
    ledger.counts["mapped"] -= leaves(data.get("$schema"))
    ledger.leave(data.pop("$schema", None), "$schema, the address of JSON Resume's schema")
    return Imported(_neat(data, ledger))


def _located(data: Data) -> None:
    """Writes the code of a country where its name stands in the place of one."""
    basics = data.get("basics")
    where = basics.get("location") if isinstance(basics, dict) else None
    name = where.get("countryCode") if isinstance(where, dict) else None
    if isinstance(where, dict) and isinstance(name, str):
        found = country_code(name, has_region=True)
        where["countryCode"] = found.get("countryCode", name)


def _is_out_of_order(papers: Any) -> bool:
    """Whether publications stand in another order than that of their dates, the latest first."""
    dates = [str(each.get("releaseDate") or "") for each in mappings(papers or [])]
    return dates != sorted(dates, reverse=True)


def _homed(data: Data, ledger: Ledger) -> Data:
    """The data with what cvtool's own resume.json has in another section where it belongs."""
    for home in [*_HOMES]:
        items = data.get(home)
        for item in mappings(items) if isinstance(items, list) else ():
            ledger.counts["mapped"] -= leaves(item.get("imprint"))
            ledger.leave(item.pop("imprint", None), "how publications are printed")
            if not isinstance(section := item.get("section"), str):
                continue
            data[home].remove(item)
            item.pop("section")
            if section in _RENAMED:
                data.setdefault(section, []).append(_renamed(item, section))
            else:
                _own_section(data, section).setdefault(home, []).append(item)
    return data


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
    if section in ("talks", "press") and found.get("startDate") == found.get("endDate"):
        found["date"] = found.pop("startDate", None)
        found.pop("endDate", None)
    if isinstance(roles := found.get("position"), list):
        found["position"] = ", ".join(roles)
    is_typed = section in _TYPED and found.get("type") != "talk"  # which says nothing more
    left = () if is_typed else ("type", "company")
    return {key: each for key, each in found.items() if key not in left}


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
