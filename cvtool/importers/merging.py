"""What several sources say of one person, as one CV: entries that are the same once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..bib.fields import bare_doi
from ..model.problems import dotted, quoted
from .taking import leaves

_NAMES = [
    "name",
    "title",
    "institution",
    "organization",
    "language",
    "network",
    "position",
    "text",
    "key",
]
_SECOND = {"work": "position", "volunteer": "position", "education": "studyType area"}
_TIMES = ("startDate", "date", "releaseDate")
_LISTS = frozenset({"email", "phone"})
Data = dict[str, Any]
Tell = Callable[[str], None]


def folded(value: Any) -> str:
    """What two spellings of one thing have in common."""
    text = str(value).casefold().removesuffix("/")
    text = re.sub(r"^https?://(?:www\.)?|[\\*_`]", "", text)
    return re.sub(r"[\W_]+", " ", text).strip()


def merged(one: Data, other: Data, tell: Tell, path: tuple[str, ...] = ()) -> Data:
    """Both; where they disagree the first is kept, and it is told."""
    found = dict(one)
    for key, value in other.items():
        here = (*path, key)
        if not leaves(found.get(key)):
            found[key] = value
        elif key in _LISTS and not isinstance(value, dict):
            both = _united(_list(found[key]), _list(value), here, tell)
            found[key] = both if len(both) > 1 else both[0]
        else:
            found[key] = _both(found[key], value, here, tell)
    return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _both(one: Any, other: Any, path: tuple[str, ...], tell: Tell) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        return merged(one, other, tell, path)
    if isinstance(one, list) and isinstance(other, list):
        return _united(one, other, path, tell)
    if folded(one) != folded(other):
        if is_finer(one, other) or is_finer(other, one):
            return max(one, other, key=len)
        tell(f"{dotted(path)}: {quoted(str(one))} is kept, the other says {quoted(str(other))}")
    return one


def is_finer(one: Any, other: Any) -> bool:
    """Whether a date is the other one, and says more."""
    texts = isinstance(one, str) and isinstance(other, str)
    return (
        texts and re.fullmatch(r"\d{4}(-\d\d)?", other) is not None and one.startswith(f"{other}-")
    )


def _united(one: list[Any], other: list[Any], path: tuple[str, ...], tell: Tell) -> list[Any]:
    found = list(one)
    for each in other:
        same = next((at for at, it in enumerate(found) if is_same(it, each, path[-1])), None)
        if same is None:
            found.append(each)
        elif isinstance(each, dict) and isinstance(found[same], dict):
            name = next((str(each[key]) for key in _NAMES if key in each), "")
            found[same] = merged(found[same], each, tell, (*path, name))
    return found


def is_same(one: Any, other: Any, section: str) -> bool:
    """Whether two items of a list are one thing."""
    if isinstance(one, str) and isinstance(other, str):
        if section == "phone":
            return re.sub(r"\D", "", one)[-9:] == re.sub(r"\D", "", other)[-9:]
        return folded(one) == folded(other)
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return bool(one == other)
    if section == "publications":
        return is_same_work(one, other)
    names = [next((folded(it[key]) for key in _NAMES if key in it), "") for it in (one, other)]
    if not names[0] or names[0] != names[1] or "positions" in {*one} ^ {*other}:
        return False
    second = _SECOND.get(section, "").split()
    return all(_agree(one, other, key) for key in second) and _is_same_time(one, other)


def _agree(one: Data, other: Data, key: str) -> bool:
    return not (one.get(key) and other.get(key)) or folded(one[key]) == folded(other[key])


def _is_same_time(one: Data, other: Data) -> bool:
    times = [next((str(it[key]) for key in _TIMES if key in it), "") for it in (one, other)]
    years = [time[:4] for time in times]
    return not all(times) or years[0] == years[1]


def is_same_work(one: Data, other: Data) -> bool:
    """Whether two publications are one, by their DOIs or their titles."""
    dois = [bare_doi(str(it.get("doi") or it.get("url") or "")) for it in (one, other)]
    if all(dois):
        return str(dois[0]).casefold() == str(dois[1]).casefold()
    return bool(folded(one.get("name", ""))) and folded(one["name"]) == folded(
        other.get("name", "")
    )
