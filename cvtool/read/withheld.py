"""What is private by itself: how to reach somebody, where they live, where they come from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..model.later import pattern
from ..source import Basics
from ..source.cv import Location, Profile
from ..source.entries import PublicationItem, Reference
from ..source.layouts import SectionItem
from ..source.node import Node, keys
from . import words_at
from .names import AUDIENCES, ELSE, PUBLIC, Names, parts

WITHHELD: Mapping[type[Node], frozenset[str]] = {
    Basics: frozenset({"phone", "birthDate", "birthPlace", "nationality"}),
    Location: frozenset({"address", "postalCode"}),
    Reference: frozenset({"email", "phone"}),
}
"""What is private unless cv.yaml says otherwise: model -> its keys. So is every text of a referee
with an e-mail address or a number of a telephone in it, and an account that is such a number.
"""

GONE = object()
"""In the place of what another audience has."""
_NEEDED: Mapping[type[Node], set[str]] = {
    PublicationItem: {"key"},
    SectionItem: {"section", "sections"},
}
"""What nothing stands without where it is given: model -> its keys."""
_MAIL = pattern(r"[^\s@]@[^\s@]+\.[^\s@]")
_SIGNS = r"[\d\s()/.\u2010-\u2013-]"
_NUMBER = pattern(rf"\+?\(?\d{_SIGNS}{{6,}}\d")
_DIALLED = pattern(
    rf"(?:(?:tel:|sms:|(?:https?://)?wa\.me/)\+?|\+|\(|00?(?=[1-9]))\d{_SIGNS}+", re.IGNORECASE
)
"""A number as it is dialled: those of accounts and books begin otherwise."""
_LEAST_DIGITS = 9
_FOREIGN = pattern(
    "phone|mobile|birth|^dob$|address|street|zip|post(al|code)|contact|geburt|naissance|nacimiento"
    "|nascimento|nascita|geboorte|fødsel|födelse|urodzenia|рожд|生年|生日|출생|생년",
    re.IGNORECASE,
)
"""Names that other programs and other languages have for such things, alone or in longer ones."""


def is_withheld(key: str, value: Any, model: type[Node] | None) -> bool:
    """Whether what stands under a key of the model is private by itself."""
    if model is Reference:
        return key in WITHHELD[model] or any(map(reaches, words_at(value)))
    if model is Profile:
        return any(map(_is_dialled, words_at(value)))
    return model is not None and key in WITHHELD.get(model, ())


def is_foreign_withheld(key: str, value: Any, model: type[Node] | None) -> bool:
    """The same of a key that only other programs know. No page shows it, so all is that is near."""
    is_near = model in WITHHELD or bool(_FOREIGN.search(key))
    return is_near or any(map(_is_dialled, words_at(value)))


def is_by_audience(value: Any, names: Names) -> bool:
    """Whether it says itself what everybody reads of it, and that these do by their audience."""
    if not isinstance(value, dict) or not value:
        return False
    said = {each for key in value for each in parts(key)}
    own = names.wording(value)
    is_open = own in ("", ELSE) or PUBLIC in parts(own)
    return is_open and (value.keys() == {ELSE} or not said.isdisjoint(AUDIENCES))


def worded_items(value: Any, names: Names) -> list[Any]:
    """The items of a list that say whom they are for, in their places; none if none does."""
    items = value if isinstance(value, list) else []
    found = [each if is_by_audience(each, names) else None for each in items]
    return found if any(found) else []


def reaches(text: str) -> bool:
    """Whether an e-mail address or the number of a telephone stands in the text."""
    return bool(_MAIL.search(text)) or any(map(_is_long, _NUMBER.findall(text)))


def _is_dialled(text: str) -> bool:
    return bool(_DIALLED.fullmatch(text.strip())) and _is_long(text)


def _is_long(number: str) -> bool:
    return sum(map(str.isdecimal, number)) >= _LEAST_DIGITS


def remnant(model: type[Node], whole: Mapping[str, Any], left: dict[str, Any]) -> Any:
    """What is left where parts are for others; gone with one that it needs."""
    needed = {key for key, info in keys(model).items() if info.is_required()}
    needed |= _NEEDED.get(model, set())
    if not needed.isdisjoint(whole.keys() - left.keys()):
        return GONE
    if model is SectionItem and "section" not in left:
        return {"heading": ""} | left if "sections" in left or "summary" in left else GONE
    return left
