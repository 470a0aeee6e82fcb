"""JSON Resume, 1.0.0 and before, with all that people make of it."""

from __future__ import annotations

from typing import Any

from ..model.dates import is_present
from ..model.problems import Problem, dotted
from ..read.jsonresume import modern
from ..read.mend import mended
from ..read.richtext import readable
from .bundle import Bundle
from .own import homed, is_own
from .taking import GUESSED, Data, Imported, Ledger, country_code, iso, leaves, mappings

_DATES = frozenset({"startDate", "endDate", "date", "releaseDate"})


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The document under the names of cv.yaml; what it changes is told as ``render`` tells it."""
    return of_file(bundle, bundle.alone or bundle.named(r".*resume\.json")[0], ledger)


def of_file(bundle: Bundle, name: str, ledger: Ledger) -> Imported:
    """The document in that file."""
    plain = bundle.marked(name)
    ledger.counts["mapped"] += leaves(plain.data)
    plain, bib = modern(plain), ""
    changes: list[Problem] = []
    if own := is_own(plain.data):
        data, bib = homed(dict(plain.data), ledger)
    else:
        plain, changes = mended(plain)
        plain, dropped = readable(plain)
        changes += dropped
        data = dict(plain.data)
    for each in changes:
        ledger.note(GUESSED, f"{dotted(each.path)}: {each.message}" if each.path else each.message)
    _located(data)
    if not own and _is_out_of_order(data.get("publications")):
        data["bibliography"] = {"sort": "file"}
    ledger.counts["mapped"] -= leaves(data.get("$schema"))
    ledger.leave(data.pop("$schema", None), "$schema, the address of JSON Resume's schema")
    return Imported(_neat(data, ledger), bib)


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
