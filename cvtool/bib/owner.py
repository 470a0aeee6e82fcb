"""Which of the authors is the person whose CV it is, and whose homepages others have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from ..model.later import dataclass, pattern, replace
from ..model.memory import remembered, same
from ..model.plain import unaccented
from ..model.problems import near, quoted
from ..model.publication import ET_AL, ROLES, Author, Publication
from .latex import to_text
from .names import OTHERS, Name, display_name, parse_name, parse_names
from .people import ON_BEHALF
from .styled import BOLD, is_balanced, unstyled

if TYPE_CHECKING:
    from ..words import Language

_NOT_LETTER = pattern(r"[^\w]+|_+")
_BRACKETED = pattern(r"\([^()]*\)|（[^（）]*）")
_TITLES = pattern(r"(?:(?:Professor|Prof|Doctor|Dr|Sir|Dame|(?:[^\W\d_]{2,}\.-?)+|\([A-Z]+\))\s+)+")
_DEGREES = pattern(r"(?:[,\s]+(?:[A-Z][a-z]{0,3}\.?){2,})+")
_LETTERS = frozenset(
    {"PhD", "DPhil", "MD", "MBBS", "DDS", "DVM", "MBA", "MSc", "BSc", "LLB", "LLM", "CPA",
     "CFA", "PMP", "RN", "BSN", "MSN", "DNP", "FRCP", "FRCS", "MRCP", "MRCS", "FRS", "OBE",
     "MBE", "CBE", "QC", "Esq", "CEng", "RIBA", "FAIA"}
)  # fmt: skip
"""What is no surname where it ends a name in one without a comma, as KC may be."""
_THE = pattern(r"^the\s+", re.IGNORECASE)
_MOST_GLUED = 3
_MOST_CUTS = 20
_FEWEST_ALIKE = 4
_LONGEST_ENDING = 8
_UMLAUTS = pattern("([aou])e")
OWN_SIGNS = ("†", "‡", "§", "¶", "#")
"""The signs that stay behind a name though no role has them."""

_MORE_SIGNS = (*OWN_SIGNS[:-1], "‖", "#")
_SIGNS = {"equal": "*", "second": "†", "corresponding": "†", "student": "‡", "senior": "†"}
"""What stands behind the name of an author in each role, unless another role has it."""
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


_PRECEDENCE = ("equal", "corresponding", "student", "second", "senior")
"""Which role has its usual mark where two have the same."""


@lru_cache(maxsize=8192)
def fold(text: str) -> tuple[str, ...]:
    """The words of a name without case, accents and punctuation."""
    if not text.isascii():
        text = unaccented(_BRACKETED.sub(" ", text)).translate(_UNDECOMPOSED)
        text = unicodedata.normalize("NFC", text)
    return tuple(word for word in _NOT_LETTER.split(text.casefold()) if word)


def bare_name(name: str) -> str:
    """The name without academic titles before it, and without degrees and honours behind it."""
    titles = _TITLES.match(name)
    whole, comma, rest = name[titles.end() if titles else 0 :].partition(",")
    bare = whole if comma and _DEGREES.fullmatch(comma + rest) else whole + comma + rest
    while (parts := bare.rpartition(" "))[2].replace(".", "") in _LETTERS:
        bare = parts[0].rstrip(" ,")
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
    def _bare_forms(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((_bare(family), tuple(map(_bare, given))) for family, given in self._forms)

    @cached_property
    def _wholes(self) -> frozenset[str]:
        return frozenset(family + "".join(given) for family, given in self._forms) | frozenset(
            "".join(fold(name)) for name in self.names if name
        )

    def is_near(self, author: Author) -> bool:
        """Whether the author may be the owner under a spelling that ``matches`` does not know."""
        if author.is_rest or author.is_owner or (self.orcid and author.orcid):
            return False
        family, given = _bare(_family(author)), tuple(map(_bare, fold(author.given)))
        return any(
            _near_family(own, family) and _near_given(own_given, given, own == family)
            for own, own_given in self._bare_forms
        )

    def surname_first(self, author: Author) -> str:
        """The owner's name where he writes the same words so, as in ``Nguyễn Thị Phương``."""
        turned = fold(f"{author.particle} {author.family} {author.given}")
        own = (name for name in self.names if "," not in name and fold(name) == turned)
        return "" if author.literal or author.suffix else next(own, "")

    def matches(self, author: Author) -> bool:
        """Whether the author is the owner: the family name is equal, and no given name differs.

        ORCIDs decide where both are known: namesakes have other ones.
        """
        if self.orcid and author.orcid:
            return self.orcid == author.orcid
        if self.is_whole(author):
            return True
        family, given = _family(author), fold(author.given)
        return not author.literal and any(
            own == family and _same_given(own_given, given, author.given)
            for own, own_given in self._forms
        )

    def is_whole(self, author: Author) -> bool:
        """Whether the author's name has the very words of the owner's, in either order."""
        return not self._wholes.isdisjoint(_wholes(author))

    @property
    def keys(self) -> frozenset[str]:
        """One of them is among the ``keys_of`` whomever it ``matches`` by name."""
        return self._wholes | {family for family, _ in self._forms}

    @staticmethod
    def keys_of(author: Author) -> tuple[str, ...]:
        return (*_wholes(author), _family(author))


def _wholes(author: Author) -> tuple[str, ...]:
    """All words of the name as one, in either order."""
    if author.literal:
        return ("".join(fold(_THE.sub("", author.literal))),)
    family, given = _family(author), "".join(fold(author.given))
    return family + given, given + family


def _family(author: Author) -> str:
    return "".join(fold(author.particle) + fold(author.family))


def _forms(name: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Every (family, given names) that a name may stand for: nobody writes where to cut."""
    family, comma, given = name.partition(",")
    if comma:
        yield "".join(fold(family)), fold(given)
        return
    words = fold(name)
    for cut in range(max(1, len(words) - _MOST_CUTS), len(words)):
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


def _bare(word: str) -> str:
    """The same for ``ü`` and for ``ue``."""
    return _UMLAUTS.sub(r"\1", word)


def _near_family(own: str, other: str) -> bool:
    """Whether one is the other with an ending (Nováková), or with another letter."""
    short, long = sorted((own, other), key=len)
    if own == other:
        return True
    if len(short) < _FEWEST_ALIKE or short[0] != long[0]:
        return len(short) >= _FEWEST_ALIKE and long.endswith(short)
    alike, after = _alike(short, long), _alike(short[::-1], long[::-1])
    is_ended = alike >= len(short) - 1 and len(long) - alike <= _LONGEST_ENDING
    return is_ended or (len(short) > _FEWEST_ALIKE + 1 and alike + after >= len(long) - 1)


def _alike(one: str, two: str) -> int:
    """How many letters are the same from the first on."""
    pairs = zip(one, two, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two)))


def _near_given(own: tuple[str, ...], other: tuple[str, ...], is_same_family: bool) -> bool:
    """Whether two given names may be one person's: ``A. G.`` and Ada, Alex and Alexander, Ada and
    ``B. Ada``."""
    if not is_same_family:
        return _same_given(own, other, "")
    forms = {(own, other), (_called(own), other), (own, _called(other))}
    return any(_begin_alike(*each) for each in forms)


def _called(given: tuple[str, ...]) -> tuple[str, ...]:
    """The names without an initial before one in full, by which people are called who write so."""
    is_so = given[1:] and _is_initial(given[0]) and not _is_initial(given[1])
    return given[1:] if is_so else given


def _begin_alike(own: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not own or not other or any(a[0] != b[0] for a, b in zip(own, other, strict=False)):
        return False
    short, long = sorted((own[0], other[0]), key=len)
    return long.startswith(short)


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
    if not (author.is_owner or owner.matches(author)):
        return author
    return replace(author, is_owner=True, name=owner.surname_first(author) or author.name)


def _with_roles(author: Author, name: Name) -> Author:
    roles = name.roles
    known: dict[str, Any] = {f"is_{role}": role in roles for role in (*ROLES, "owner")}
    signs = [_SIGNS[role] for role in ROLES if role in roles]
    own = [sign for sign in name.annotations if sign in OWN_SIGNS and sign not in signs]
    known["is_collaboration"] = ON_BEHALF in name.annotations
    return replace(author, marks="".join([*signs, *own]), orcid=name.orcid, **known)


def own_signs(author: Author) -> str:
    """The marks that the writer put there, and that stand for no role."""
    return author.marks[len(author.roles) :] if author.marks else ""


def signed(authors: tuple[Author, ...]) -> tuple[Author, ...]:
    """The authors with marks such that each means one thing among them."""
    if not any(each.marks for each in authors):
        return authors
    taken = {sign for each in authors for sign in own_signs(each)}
    signs: dict[str, str] = {}
    for role in sorted({role for each in authors for role in each.roles}, key=_PRECEDENCE.index):
        free = (sign for sign in (_SIGNS[role], *_MORE_SIGNS) if sign not in taken)
        signs[role] = next(free, _SIGNS[role])
        taken.add(signs[role])
    return tuple(_signed(each, signs) for each in authors)


def _signed(author: Author, signs: Mapping[str, str]) -> Author:
    marks = "".join(signs[role] for role in author.roles) + own_signs(author)
    return author if marks == author.marks else replace(author, marks=marks)


@remembered
def _by(publication: Publication, authors: tuple[Author, ...]) -> Publication:
    return replace(publication, authors=authors)


@dataclass
class Coauthors:
    """``homepages`` by name. ``found`` are the names that some author has."""

    homepages: Mapping[str, str]
    found: set[str] = field(default_factory=set)
    _known: dict[str, list[tuple[str, Owner]]] = field(default_factory=dict)
    _done: dict[Author, Author] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.homepages:
            owner = Owner((name,))
            for key in owner.keys:
                self._known.setdefault(key, []).append((name, owner))

    def named(self, publication: Publication) -> Publication:
        """The publication with the homepages of its authors."""
        authors = tuple(map(self._linked, publication.authors)) if self.homepages else ()
        is_same = authors == publication.authors or not authors
        return publication if is_same else _by(publication, same(authors))

    def strangers(self, known: Collection[Publication]) -> Iterator[tuple[str, str]]:
        """The people who wrote none of them, and what to say of each."""
        authors = {it.name for each in known for it in each.authors if not it.is_owner}
        for name in (each for each in self.homepages if each not in self.found):
            message = f"no publication has an author {quoted(name)}{near(name, authors)}"
            yield name, message

    def _linked(self, author: Author) -> Author:
        if author not in self._done:
            names = [] if author.is_owner or author.is_rest else self._names(author)
            self.found.update(names)
            url = self.homepages[names[0]] if len(names) == 1 else ""
            self._done[author] = replace(author, url=url) if url else author
        return self._done[author]

    def _names(self, author: Author) -> list[str]:
        """Those that may be his: the one that is written so, where several may be, else all."""
        near = {
            name: owner
            for key in Owner.keys_of(author)
            for name, owner in self._known.get(key, ())
            if owner.matches(author)
        }
        exact = [name for name, owner in near.items() if owner.is_whole(author)]
        return exact[:1] or [*near]


def author_from_name(text: str, owner: Owner) -> Author:
    """The author of a plain-text name in any of BibTeX's forms; a star marks equal contribution."""
    return finish_author(parse_name(unstyled(text).replace(BOLD, "")), owner, str)


def authors_from_names(
    texts: Sequence[str], owner: Owner, language: Language
) -> tuple[tuple[Author, ...], list[tuple[int, str]]]:
    """The authors of plain-text names, and what is wrong with which of these."""
    wrong, whole = list[tuple[int, str]](), list(texts)
    for index, text in enumerate(texts):
        found = parse_names(text, _are_initials)
        people = [each for each in found.names if each != OTHERS]
        if people[1:] and not all(each.family and each.given for each in people):
            whole[index] = f"{{{text}}}"
        elif people[1:] or found.wrong:
            said = f"is read as {len(people)} people" if people[1:] else "may be several people"
            how = "write each as an item of the list, or all in braces for a body"
            wrong.append((index, f"{quoted(text)} {said}: {how}"))
    joined = " and ".join(whole)
    has_sense = joined and is_balanced(joined)
    names = parse_names(joined).names if has_sense else map(parse_name, texts)
    return authors_of(names, owner, language, str), wrong


def _are_initials(_: str, given: str) -> bool:
    """``IsKnown`` of one name alone, which may end in initials."""
    return given.isupper() and len(given) < 4


def authors_of(
    names: Iterable[Name],
    owner: Owner,
    language: Language,
    decode: Callable[[str], str] = to_text,
) -> tuple[Author, ...]:
    """The authors; those who are not named in words of the language."""
    rest = language.phrases["etAl"]
    people = [(name, finish_author(name, owner, decode)) for name in names]
    bold = [author for name, author in people if BOLD in name.annotations]
    if len(bold) == 1 and not any(author.is_owner for _, author in people):
        people = [(name, replace(author, is_owner=author is bold[0])) for name, author in people]
    known = (replace(each, name=rest) if each.is_rest else each for _, each in people if each.name)
    return signed(tuple(known))
