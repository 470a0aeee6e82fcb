"""How often publications are cited, as a file of the user's says: key or DOI -> a number.

The file is YAML or JSON of one level, or CSV of two columns. Its ``date`` says when it was so.
"""

from __future__ import annotations

from ..bib.fields import bare_doi
from ..model.dates import PartialDate
from ..model.later import NamedTuple
from ..model.problems import ERROR, Problem, quoted, shown
from ..model.publication import Counts
from ..words.data import read_date
from .text import decode, read_plain

_DATE = "date"
_MOST_FIGURES = 9


class _Said(NamedTuple):
    """A key and what is said of it, at a place of the file."""

    key: str
    value: object
    line: int
    column: int = 1


def read_counts(data: bytes, file: str) -> tuple[Counts, list[Problem]]:
    """What the file says, and what is wrong with it."""
    text, problems = decode(data, file)
    said: list[_Said] = []
    if not problems:
        is_table = file.lower().endswith(".csv")
        said, problems = _rows(text, file) if is_table else _pairs(text, file)
    by_key: dict[str, int] = {}
    date = None
    for each in said:
        try:
            if each.key == _DATE:
                date = _date(each.value)
            else:
                by_key[bare_doi(each.key).lower() or each.key] = _number(each.value)
        except ValueError as error:
            where = f"{quoted(each.key)}: {error}"
            problems.append(Problem((), where, ERROR, file, each.line, each.column))
    return Counts(by_key, date), problems


def _rows(text: str, file: str) -> tuple[list[_Said], list[Problem]]:
    """Those of a table, without its head."""
    said: list[_Said] = []
    import csv

    rows = csv.reader(text.splitlines())
    try:
        for row in rows:
            key, value = ([each.strip() for each in row] + ["", ""])[:2]
            is_head = rows.line_num == 1 and not value.isdecimal() and key != _DATE
            said += [_Said(key, value, rows.line_num)] if key and not is_head else []
    except csv.Error as error:
        return said, [Problem((), f"this is no CSV: {error}", ERROR, file, rows.line_num, 1)]
    return said, []


def _pairs(text: str, file: str) -> tuple[list[_Said], list[Problem]]:
    plain, problems = read_plain(text, file)
    if isinstance(plain.data, dict):
        places = ((key, plain.marks.at((key,))) for key in plain.data)
        return [_Said(key, plain.data[key], at.line, at.column) for key, at in places], problems
    found = f"expected keys and numbers ('quill2020: 12'), found {shown(plain.data)}"
    return [], problems or [Problem((), found, ERROR, file, 1, 1)]


def _date(value: object) -> PartialDate:
    return read_date(value if isinstance(value, str) else "")


def _number(value: object) -> int:
    if not isinstance(value, str) or not value.isdecimal() or len(value) > _MOST_FIGURES:
        raise ValueError(f"expected a number, found {shown(value)}")
    return int(value)
