"""JSON Resume, 1.0.0 and before, with all that people make of it."""

from __future__ import annotations

from typing import Any

from ..model.dates import is_present
from ..model.problems import dotted
from ..read.jsonresume import modern
from ..read.mend import mended
from ..read.richtext import readable
from .bundle import Bundle
from .taking import GUESSED, Imported, Ledger, iso, leaves

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
    data = dict(plain.data)
    ledger.counts["mapped"] -= leaves(data.get("$schema"))
    ledger.leave(data.pop("$schema", None), "$schema, the address of JSON Resume's schema")
    return Imported(_neat(data, ledger))


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
