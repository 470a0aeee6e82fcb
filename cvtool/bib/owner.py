"""Which of the authors is the person whose CV it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ..model.publication import ET_AL, Author
from .names import Name, display_name
from .people import ON_BEHALF

_NOT_LETTER = re.compile(r"[^\w]+|_+")
_BRACKETED = re.compile(r"\([^()]*\)|（[^（）]*）")
_TITLES = re.compile(r"(?:(?:Professor|Prof|Doctor|Dr|Sir|Dame|(?:[^\W\d_]{2,}\.-?)+)\s+)+")
_DEGREES = re.compile(r"(?:[,\s]+(?:[A-Z][a-z]{0,3}\.?){2,})+")
_THE = re.compile(r"^the\s+", re.IGNORECASE)
_MOST_GLUED = 3
_OWN_SIGNS = ("†", "‡")
_SIGNS = {"equal": "*", "corresponding": "†", "student": "‡"}
"""What stands behind the name of an author in each role."""
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


@lru_cache(maxsize=8192)
def fold(text: str) -> tuple[str, ...]:
    """The words of a name without case, accents and punctuation."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", _BRACKETED.sub(" ", text).casefold())
        text = "".join(char for char in text if not unicodedata.combining(char))
        text = unicodedata.normalize("NFC", text.translate(_UNDECOMPOSED))
    return tuple(word for word in _NOT_LETTER.split(text.casefold()) if word)


def bare_name(name: str) -> str:
    """The name without academic titles before it and degrees behind a comma."""
    titles = _TITLES.match(name)
    whole, comma, rest = name[titles.end() if titles else 0 :].partition(",")
    bare = whole if _DEGREES.fullmatch(comma + rest) else whole + comma + rest
    return bare if " " in bare else name


@dataclass(frozen=True)
class Owner:
    """The person whose CV it is, under every name that publications use."""

    names: tuple[str, ...]
    orcid: str = ""

    @cached_property
    def _forms(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple(form for name in self.names for form in _forms(name))

    @cached_property
    def _wholes(self) -> frozenset[str]:
        return frozenset(family + "".join(given) for family, given in self._forms) | frozenset(
            "".join(fold(name)) for name in self.names if name
        )

    def matches(self, author: Author) -> bool:
        """Whether the author is the owner: the family name is equal, and no given name differs.

        ORCIDs decide where both are known: namesakes have other ones.
        """
        if self.orcid and author.orcid:
            return self.orcid == author.orcid
        if author.literal:
            return "".join(fold(_THE.sub("", author.literal))) in self._wholes
        family = "".join(fold(author.particle) + fold(author.family))
        given = fold(author.given)
        if {family + "".join(given), "".join(given) + family} & self._wholes:
            return True
        return any(
            own == family and _same_given(own_given, given, author.given)
            for own, own_given in self._forms
        )


def _forms(name: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Every (family, given names) that a name may stand for: nobody writes where to cut."""
    family, comma, given = name.partition(",")
    if comma:
        yield "".join(fold(family)), fold(given)
        return
    words = fold(name)
    for cut in range(1, len(words)):
        yield "".join(words[cut:]), words[:cut]


def _same_given(own: tuple[str, ...], other: tuple[str, ...], written: str) -> bool:
    """Whether two given names can be one person's: initials abbreviate, names must be equal."""
    if not own or not other:
        return False
    if "".join(own) == "".join(other):
        return True
    if all(map(_is_initial, other)):
        return _stand_for(other, own)
    if all(map(_is_initial, own)):
        return _stand_for(own, other)
    if written.isupper() and written.isalpha() and len(written) <= _MOST_GLUED:
        return _stand_for(tuple(other[0]), own)
    pairs = tuple(zip(own, other, strict=False))
    return any(one == two and not _is_initial(one) for one, two in pairs) and all(
        one == two or (one[0] == two[0] and (_is_initial(one) or _is_initial(two)))
        for one, two in pairs
    )


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.lower() != word.upper()


def _stand_for(initials: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether ``C``, or ``C J`` of a hyphenated name, abbreviates the names."""
    first, *others = initials
    if not words[0].startswith(first):
        return False
    if len(initials) <= len(words):
        following = iter(words[1:])
        return all(any(word.startswith(each) for word in following) for each in others)
    letters = iter("".join(words)[1:])
    return all(each in letters for each in others)


@lru_cache(maxsize=8192)
def finish_author(name: Name, owner: Owner, decode: Callable[[str], str]) -> Author:
    """The author that readers see; ``decode`` makes plain text of a part of the name."""
    if name.literal == ET_AL:
        return Author(name=ET_AL, literal=ET_AL)
    if name.literal:
        literal = decode(name.literal)
        author = Author(name=literal, literal=literal)
    else:
        parts = (name.family, name.given, name.particle, name.suffix)
        family, given, particle, suffix = (decode(part) if part else "" for part in parts)
        shown = display_name(family, given, particle, suffix)
        author = Author(shown, given, family, particle, suffix)
    if name.annotations or name.orcid:
        author = _with_roles(author, name)
    is_owner = author.is_owner or owner.matches(author)
    return replace(author, is_owner=True) if is_owner else author


def _with_roles(author: Author, name: Name) -> Author:
    roles = name.roles
    signs = [sign for role, sign in _SIGNS.items() if role in roles]
    signs += [sign for sign in name.annotations if sign in _OWN_SIGNS and sign not in signs]
    return replace(
        author,
        is_owner="owner" in roles,
        is_collaboration=ON_BEHALF in name.annotations,
        is_equal="equal" in roles,
        is_corresponding="corresponding" in roles,
        is_student="student" in roles,
        marks="".join(signs),
        orcid=name.orcid,
    )
