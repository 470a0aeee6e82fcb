"""An author field as the people in it, a text each, however they are marked and parted.

BibTeX parts people by " and ". Writers put commas, semicolons and "&" there, end with "et al.", set
their own name in bold, and paste "Quill M, Roe AB" from PubMed. What has one meaning is read so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from functools import lru_cache
from itertools import accumulate

from ..model.later import NamedTuple, dataclass, pattern
from ..model.problems import quoted
from .latex import to_text
from .styled import AND, BOLD, unstyled

IsKnown = Callable[[str, str], bool]
"""Whether somebody in the files has this family name, and a given name that begins so."""

ON_BEHALF = "\x04"
"""Stands before a body for which those before it wrote."""

COMMAS = "has commas between people: put 'and' there"
_TWO_PEOPLE = (
    "which looks like two people: put 'and' between them, or write all names as 'Last, First'"
)

_AND_OR_BRACE = pattern(r"[{}]|(?:^|(?<!\s)\s+)and(?=\s|$)", re.IGNORECASE)
_WORD = r"(?:[^\s,{}&;(\\]|\{\\[^{}]*\})+"
_LONG = r"[^\W\d_][^\W\d_A-Z]+"
_USUAL = pattern(
    rf"\s*(?:(?:{_WORD}|\{{[^{{}}]*\}}),\s*{_WORD}(?:\s+{_WORD}){{0,3}}(?<!al)(?<!al\.)"
    rf"|{_WORD}(?:\s+{_WORD}){{1,3}},\s*{_LONG}|{_WORD}(?:\s+{_WORD}){{0,2}}\s+{_LONG}(?<!\sal)"
    r"|\{The [^{}]*\}|others)\s*"
)
"""A name that can be meant in one way only: ``King, Ada B.``, ``von Bell, Ada``, ``Ada King``."""

_SIGN_OR_BRACE = pattern(r"[{}]|(?<!\\);|(?:(?<=\s)|(?<=,))\\?&(?=\s)")
_COMMA_OR_BRACE = pattern(r"[{},]")
_BRACED_AMPERSAND = pattern(r"\{\s*\\?&\s*\}")

CJK = (
    "[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003ffff·・]"
)
_CJK_LIST = pattern(rf"\s*{CJK}+(?:[\s,，]+{CJK}+)+\s*")
_KATAKANA = pattern("[\u30a1-\u30fa]")
"""Foreign names have a dot between their parts."""
_CJK_COMMA = pattern(r"\s*[,，]\s*")
_CJK_SIGNS = dict.fromkeys(map(ord, "；、"), ";")
_ET_AL = pattern(
    r"(?<![\s,，])[\s,，]*(?:等|ほか)\s*$|(?<![\s,~])[\s,~]*\b(?:et\.?[\s~]*al\.?|u\.\s?a\.)\s*$",
    re.IGNORECASE,
)
SUFFIX = pattern(
    r"(?:jr|sr|jun|sen|esq)\.?|I{2,3}|IV|2nd|3rd|4th|junior|senior|filho|neto|fils", re.IGNORECASE
)
_DEGREE = pattern(r"(?:Ph\.?\s?D|M\.?D|D\.?Phil|M\.?Sc|B\.?Sc|M\.?P\.?H|Dr|R\.?N)\.?")
_DOTTED = r"(?:[^\W\d_a-z]\.[ -]?){1,4}"
_GLUED = r"[A-ZÀ-ÖØ-Þ](?:-?[A-ZÀ-ÖØ-Þ]){0,2}"
_INITIALS = pattern(rf"{_DOTTED}|{_GLUED}|(?:[^\W\d_a-z]\.?[ -]?){{1,4}}")
_VANCOUVER = pattern(
    rf"((?:[^\W\d_][\w'’-]*\s+){{1,4}}?)({_DOTTED}|{_GLUED})(?:\s+((?i:{SUFFIX.pattern})))?"
)
A_BODY = r"([^,()]{0,200}\b(?:collaborations?|consortium|group|team))"
_ON_BEHALF = pattern(
    rf"(?<=[^\s,(])(?:[\s,(]+(?:on behalf of|for)(?:\s+the)?\s+{A_BODY}\)?"
    rf"|\s+\((?:the\s+)?{A_BODY}\))$",
    re.IGNORECASE,
)
_AS_EDITOR = pattern(r"\s?[(\[](?:eds?|hrsg|hg)\.?[)\]](?=\s+and\s|\s*$)", re.IGNORECASE)
_AND_ELSEWHERE = pattern(r"\s(und|et|og|och|en|és|ve|oraz|и|та|και|with|avec|con|y|e|[/+|•·])\s")
_IN_NAMES = frozenset("ye")
"""The words for "and" that stand in the names of persons, too."""
_OF_BODIES = frozenset(("für", "for", "of", "pour", "para", "des", "du"))
_MOST_WRAPPED = 5
_VOWELS = frozenset("AEIOUY")
_INITIAL = pattern(r"[^\W\d_a-z]\.")
_OF_COMPANIES = frozenset({"SA", "BV", "AG", "SL", "LP", "NV", "AS", "PC", "KG", "SE", "AB"})
_COMPANIES = frozenset({"co", "company", "sons", "partners", "inc", "ltd", "llc", "gmbh"})
_BODY = pattern(
    r"(?:.*\s)?(?:collaborations?|consortium|committee|investigators|team|group|network)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass
class People:
    """The people as texts that ``parse_name`` reads, and what is wrong with how they stand.

    ``wrong`` is so in this field only; ``causes`` are the same in many.
    """

    names: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)


class _Style(NamedTuple):
    """How the names of a field are written, by which one that is unclear is judged."""

    given_first: int
    has_inverted: bool
    is_known: IsKnown


def people(text: str, is_known: IsKnown) -> People:
    """The people of an author field. Never fails."""
    text = text if text.isascii() else text.translate(_CJK_SIGNS)
    text = _unwrapped(_AS_EDITOR.sub("", _BRACED_AMPERSAND.sub(r"\\&", unstyled(text))))
    found = People()
    parts = split(text, _AND_OR_BRACE) if "{" in text else AND.split(text)
    if not text.isascii():
        parts = [each for part in parts for each in _in_cjk(part, found)]
    if not found.causes and all(map(_USUAL.fullmatch, parts)):
        return People([part.strip() for part in parts])
    parts = [each for part in parts for each in _with_body(part)]
    pieces = [piece for part in parts for piece in _signed(part.strip(), found)]
    pieces = [_inverted(piece, is_known) for piece in pieces]
    bare = [_ET_AL.sub("", piece) for piece in pieces]
    is_cut = bare != pieces
    bare = [piece for piece, before in zip(bare, pieces, strict=True) if piece or not before]
    style = _Style(
        sum(map(_is_given_first, bare)) + (is_cut and len(bare) == 1),
        any(map(_is_inverted, bare)),
        is_known,
    )
    for piece in bare:
        found.names += _parted(piece, style, found)
    found.names = _with_initials_last(found, is_known)
    found.names += ["others"] if is_cut else []
    return found


def split(text: str, divider: re.Pattern[str]) -> list[str]:
    """The text cut at what ``divider`` finds outside braces."""
    parts, depth, start = [], 0, 0
    for found in divider.finditer(text):
        if found[0] in "{}":
            depth += 1 if found[0] == "{" else -1
        elif depth == 0:
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


def is_wrapped(text: str) -> bool:
    """Whether one pair of braces holds all of it."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    if "{" not in text[1:]:
        return text.index("}") == len(text) - 1
    depths = accumulate((char == "{") - (char == "}") for char in text)
    return next((index for index, depth in enumerate(depths, 1) if depth == 0), 0) == len(text)


def is_body(text: str) -> bool:
    """Whether a name is that of a group of people: ``LHCb Collaboration``."""
    return "," not in text and _BODY.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(to_text(text.replace(BOLD, "")).split())


def _in_cjk(part: str, found: People) -> list[str]:
    """The people of "王小明，李四", which is no family name with a given one."""
    if not _KATAKANA.search(part):
        part = part.replace("・", "，")
    if not _CJK_LIST.fullmatch(part):
        return [part]
    names, cause = _CJK_COMMA.split(part.strip()), COMMAS
    is_list = len(names) > 2 or ("，" in part and min(map(len, names)) > 1)
    if len(names) == 1:
        names, cause = part.split(), COMMAS.replace("commas", "blanks")
        is_list = len(names) > 2
    elif len(names) == 2:
        is_korean = all("가" <= each[0] <= "힣" for each in names)
        is_list |= all(" " in each for each in names) or (is_korean and min(map(len, names)) > 2)
    found.causes += [cause] * is_list
    return names if is_list else [part]


def _with_body(part: str) -> list[str]:
    """The part and, of "Ada King, on behalf of the X Collaboration", the body apart."""
    found = _ON_BEHALF.search(part) if " " in part else None
    return [part[: found.start()], f"{ON_BEHALF}{{{found[1] or found[2]}}}"] if found else [part]


def _unwrapped(text: str) -> str:
    """The names of ``{King, Ada and Li, Wei}``, all in braces by mistake; a body keeps its own."""
    if text[:1] != "{" or "," not in text or not is_wrapped(text):
        return text
    inside = text
    for _ in range(_MOST_WRAPPED):
        inside = inside[1:-1].strip() if is_wrapped(inside) else inside
    parts = [" ".join(_words(part)) for part in AND.split(inside)]
    is_list = len(parts) > 1 and all("," in part and _USUAL.fullmatch(part) for part in parts)
    return inside if is_list else text


def _inverted(piece: str, is_known: IsKnown) -> str:
    """A person who stands in braces, ``{King, A. B.}``, without them; bodies keep theirs."""
    if not is_wrapped(piece) or is_wrapped(piece[1:-1].strip()):
        return piece
    if "," not in piece:
        family, _, given = piece[1:-1].strip().partition(" ")
        is_somebody = 1 < len(_words(piece)) < 4 and is_known(family, given)
        return f"{family}, {given}" if is_somebody else piece
    family, _, given = (part.strip() for part in piece[1:-1].partition(","))
    is_person = _INITIALS.fullmatch(given) and given.replace(".", "") not in _OF_COMPANIES
    if not is_person and "," not in given and _words(given):
        is_person = is_known(family, _words(given)[0]) and len(_words(given)) < 3
    return f"{family}, {given}" if is_person else piece


def _signed(part: str, found: People) -> Iterator[str]:
    """The people of a part that semicolons or "&" divide."""
    pieces = split(part, _SIGN_OR_BRACE) if ";" in part or "&" in part else [part]
    pieces = [each.strip() for each in pieces]
    if len(pieces) == 1:
        yield from _in_other_words(pieces[0], found)
        return
    pieces = [each for each in pieces if each.strip(", ")]
    is_short = ";" not in part and all(len(_words(each)) == 1 for each in pieces)
    if ";" not in part and _COMPANIES.intersection(_words(pieces[-1].lower().replace(".", ""))):
        yield f"{{{part}}}"
        return
    if is_short and len(pieces) > 1:
        both = " and ".join(map(quoted, pieces))
        found.wrong.append(
            f"has {quoted(part)}, read as {both}: put 'and' between people, or all in "
            "braces for a body"
        )
    yield from pieces


def _in_other_words(piece: str, found: People) -> Sequence[str]:
    """The people between whom "and" stands in another language, or a sign of the writer's own."""
    parts = _AND_ELSEWHERE.split(piece) if piece.count(" ") > 2 and not _is_whole(piece) else ()
    people, words = parts[::2], parts[1::2]
    is_body = not _OF_BODIES.isdisjoint(piece.split())
    if is_body or not words or not all(_is_person(it) or _is_inverted(it) for it in people):
        return [piece]
    if not _IN_NAMES.isdisjoint(words):
        is_clear = not any(word.islower() for each in people for word in each.split())
        found.wrong += [f"has {quoted(piece)}, {_TWO_PEOPLE}"] * is_clear
        return [piece]
    found.causes += [f"has {quoted(each)} between people: put 'and' there" for each in words[:1]]
    return people


def _is_given_first(name: str) -> bool:
    """Whether the name is written as ``Ada King``."""
    words = _words(name)
    is_whole = len(words) < 2 or "," in name or _is_whole(name)
    return not is_whole and not _INITIALS.fullmatch(words[-1])


def _is_inverted(name: str) -> bool:
    """Whether the name is written as ``King, Ada``."""
    before, comma, after = name.partition(",")
    return bool(comma and after.strip()) and len(_words(before)) == 1


def _is_whole(name: str) -> bool:
    """Whether it is a body's, not to be taken apart."""
    return name.startswith(ON_BEHALF) or is_wrapped(name) or is_body(name)


def _parted(name: str, style: _Style, found: People) -> list[str]:
    """The people in what is one name to BibTeX; commas may stand for "and"."""
    if "," not in name or is_wrapped(name):
        return [name]
    ends_in_comma = name.endswith(",")
    parts = [each.strip() for each in split(name, _COMMA_OR_BRACE)]
    parts = [each for each in parts if each]
    if any("=" in each for each in parts) or len(parts) < 2:
        return parts[:1] if len(parts) == 1 else [name]
    if len(parts) > 2 or len(_words(parts[0])) > 1:
        parts = [each for each in parts if not _DEGREE.fullmatch(each)]
    if any(SUFFIX.fullmatch(each) for each in parts) and len(parts) <= 3:
        return [", ".join(parts)]
    if len(parts) == 2:
        return _of_two(parts, style, ends_in_comma, found)
    return _of_many(name, parts, found) if len(parts) > 2 else parts


def _of_two(parts: Sequence[str], style: _Style, ends_in_comma: bool, found: People) -> list[str]:
    whole = ", ".join(parts)
    *family, last = _words(parts[0]) or [""]
    if family and SUFFIX.fullmatch(last):  # as Google Scholar has "Wells III, William"
        return [f"{' '.join(family)}, {last}, {parts[1]}"]
    if all(map(_is_vancouver, parts)):
        found.causes.append(COMMAS)
        return list(parts)
    if not all(map(_is_person, parts)):
        return [whole]
    is_sure = ends_in_comma or (style.given_first > 1 and not style.has_inverted)
    is_sure |= _has_initial(parts[0]) or (
        _has_initial(parts[1]) and not _INITIALS.fullmatch(_words(parts[1])[0])
    )
    if is_sure or any(style.is_known(_words(each)[-1], _words(each)[0]) for each in parts):
        found.causes.append(COMMAS)
        return list(parts)
    if style.given_first:
        found.wrong.append(f"has {quoted(whole)}, {_TWO_PEOPLE}")
    return [whole]


def _of_many(name: str, parts: Sequence[str], found: People) -> list[str]:
    if all(map(_is_person, parts)) or all(map(_is_vancouver, parts)):
        found.causes.append(COMMAS)
        return list(parts)
    if len(parts) % 2 == 0 and all(map(_is_initials, parts[1::2])):
        found.causes.append(COMMAS)
        pairs = zip(parts[::2], parts[1::2], strict=True)
        return [f"{family}, {given}" for family, given in pairs]
    found.wrong.append(f"has too many commas in {quoted(name)}: put 'and' between people")
    return [f"{{{name}}}"]


def _is_person(part: str) -> bool:
    """Whether it is whole by itself, as ``Ada B. King`` is."""
    words = _words(part)
    return len(words) > 1 and words[0][0].isupper() and not _INITIALS.fullmatch(words[-1])


def _has_initial(part: str) -> bool:
    """Whether it has initials before its last word, as no family name has."""
    return any(_INITIAL.fullmatch(word) for word in _words(part)[:-1])


def _is_initials(part: str) -> bool:
    return _INITIALS.fullmatch(" ".join(_words(part))) is not None


def _is_vancouver(part: str) -> bool:
    """Whether it is written as ``King AB``."""
    found = _VANCOUVER.fullmatch(" ".join(_words(part)))
    return found is not None and (not found[1].strip().isupper() or len(found[2]) < 3)


def _with_initials_last(found: People, is_known: IsKnown) -> list[str]:
    """The names with a comma where initials follow the family name, as PubMed writes them."""
    places = [
        place
        for place, name in enumerate(found.names)
        if len(_words(name)) > 1 and "," not in name and not _is_whole(name)
    ]
    ends = [_ends(found.names[place]) for place in places]
    is_inverted = any("," in name and not _is_whole(name) for name in found.names)
    if (
        not ends
        or is_inverted
        or not all(_words(family) for family, *_ in ends)
        or not all(_is_vancouver(found.names[at]) for at in places)
    ):
        return found.names
    somebody = any(is_known(_words(family)[-1], initials) for family, initials, _ in ends)
    if not somebody and not _are_initials([initials for _, initials, _ in ends]):
        family, initials, _ = ends[0]
        if len(ends) == 1 and not _VOWELS.intersection(initials):
            found.wrong.append(
                f"has '{family} {initials}': write '{family}, {initials}' if these are initials"
            )
        return found.names
    names = list(found.names)
    for place, (family, initials, suffix) in zip(places, ends, strict=True):
        names[place] = ", ".join(filter(None, (family, suffix, _spaced(initials))))
    return names


def _ends(name: str) -> tuple[str, str, str]:
    """The family name as written, the initials behind it, and a suffix behind those."""
    words = name.replace("~", " ").split()
    suffix = words.pop() if SUFFIX.fullmatch(words[-1]) else ""
    places = range(len(words) - 1, -1, -1)
    at = next(it for it in places if it < 2 or not _INITIAL.fullmatch(words[it - 1]))
    return " ".join(words[:at]), " ".join(words[at:]), suffix


def _are_initials(ends: Sequence[str]) -> bool:
    """Whether what names end in can be no family names, such as LI and WU."""
    if any("." in end for end in ends):
        return True
    if len(ends) == 1:
        return len(ends[0]) > 1 and not _VOWELS.intersection(ends[0])
    return any(len(end) == 1 or not _VOWELS.intersection(end) for end in ends)


def _spaced(initials: str) -> str:
    """``AB`` as ``A. B.``."""
    if "." in initials:
        return initials
    return re.sub(r"([^-])(?!-|$)", r"\1. ", initials).replace("-", ".-") + "."
