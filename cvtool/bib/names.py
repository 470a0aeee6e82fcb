"""Names of people and bodies in all the forms of BibTeX and biblatex, and their roles in an entry.

Sources: "BibTeXing" (Patashnik, 1988) for ``von Last, Jr, First``; the biblatex manual for
``family=...`` and for data annotations, ``author+an = {1=equal; 2:family=student}``; Web of Science
for ``orcid-numbers``. ``equal``, ``corresponding`` and ``students`` are simpler keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from ..model.later import NamedTuple, dataclass, pattern, replace
from ..model.problems import quoted
from ..model.publication import ET_AL
from .fields import Fields
from .latex import to_text
from .people import A_BODY, CJK, ON_BEHALF, SUFFIX, IsKnown, is_body, is_wrapped, people, split
from .styled import BOLD


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the source writes it, in its parts, LaTeX not decoded.

    ``literal`` holds what must not be taken apart. ``annotations`` are lower case.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    annotations: tuple[str, ...] = ()
    orcid: str = ""

    @property
    def roles(self) -> frozenset[str]:
        """What the annotations mean: those of ``ROLES``, and ``owner``."""
        return frozenset(role for each in self.annotations if (role := role_of(each)))


def is_orcid(number: str) -> bool:
    """Whether the last digit of an ORCID iD fits the others (ISO/IEC 7064, MOD 11-2)."""
    signs = number.replace("-", "").upper()
    total = 0
    for digit in signs[:-1]:
        total = 2 * (total + int(digit)) % 11
    return signs[-1] == "0123456789X"[(12 - total) % 11]


def role_of(annotation: str) -> str:
    """The role that an annotation, in lower case, stands for; ``""`` where nobody knows it."""
    if _SECOND.fullmatch(annotation):
        return "second"
    return _ROLE_OF.get(_LETTERS.sub("", annotation), "")


Names = tuple[Name, ...]

OTHERS = Name(literal=ET_AL)
"""What ``and others`` at the end of a list becomes."""

_FOR_A_BODY = pattern(
    rf"\(?(?:on behalf of|for)(?: the)? {A_BODY}\)?|\((?:the )?{A_BODY}\)", re.IGNORECASE
)
_OTHERS = frozenset({"others", "al.", "et al", "et al.", "et~al.", "et. al.", "et. al"})
_COUNTED = pattern(r"\d{1,4} (?:others|more)(?: authors)?", re.IGNORECASE)
_SECOND = pattern(r"(?:equal|cofirst)[a-z-]*[-_ ]*(?:2|b|ii|second)|(?:co-?|joint-?)second")
_ROLES = {
    "equal": "equal equalcontribution equalcontributions equalcontrib equally cofirst "
    "cofirstauthor jointfirst jointfirstauthor sharedfirst",
    "corresponding": "corresponding correspondingauthor corresp contact",
    "student": "student students mystudent advisee supervised supervisedstudent mentee phdstudent "
    "mastersstudent mscstudent undergraduate undergraduatestudent",
    "senior": "senior seniorauthor cosenior coseniorauthor jointsenior sharedsenior equalsenior "
    "colast colastauthor jointlast jointlastauthor sharedlast",
    "owner": "owner self me myself highlight bold",
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split()}
_LETTERS = pattern(r"[^a-z]+")
_COMMA_OR_BRACE = pattern(r"[{},]")
_PART = pattern(r"\"?\s*(family|given|prefix|suffix|id|\w+-i|use\w+)\s*=\s*(.*?)\"?\s*$", re.I)
_STAR_MARK = (
    r"(?:\$\s*\^\s*\{?\s*(?:\*|\\ast|\\star){1,3}\s*\}?\s*\$"
    r"|\\textsuperscript\s*\{\s*\\?\*{1,3}\s*\}|\(\*\)|\[\*\]|\\\*|\*|[∗＊⁎])"
)
_STAR = pattern(
    rf"(?:^|(?<=[\s,{{~]))(?:(?:\{{{_STAR_MARK}\}}|{_STAR_MARK})\s*)+"
    rf"|\s*(?:\{{{_STAR_MARK}\}}|{_STAR_MARK})+(?=[\s,}}~]|$)"
)
_STARS = frozenset("\\*∗＊⁎")
_ONE_STAR = pattern(r"\*|\\ast|\\star|[∗＊⁎]")
_DAGGERS = {
    **{"†": r"†|\\dag(?:ger)?(?![a-z])", "‡": r"‡|\\ddag(?:ger)?(?![a-z])"},
    **{"§": r"§|\\S(?![A-Za-z])", "¶": r"¶|\\P(?![A-Za-z])", "#": r"\\?#(?=\s?(?:[,})\]]|$))"},
    "corresponding": r"✉|\\(?:Letter|Envelope)(?![A-Za-z])",
}
_DAGGER = pattern(
    r"\s*(?:\$\s*\^\s*\{?\s*|\\textsuperscript\s*\{\s*|[{(\[])?"
    rf"(?:{'|'.join(f'({sign})' for sign in _DAGGERS.values())})(?:\{{\}})?\s*\}}?\s*\$?[}})\]]?"
)
_MAY_BE_SIGNED = pattern(r"[†‡§¶#✉]|\\(?:dd?ag|Letter|Envelope|[SP](?![A-Za-z]))")
ORCID = pattern(r"(?<![\w-])(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])(?![\w-])")
_WITH_ORCID = pattern(
    r"\s*(?:\\orcid\w*\s*\{|[(\[{])?\s*(?:https?://orcid\.org/|orcid:?\s*)?"
    rf"{ORCID.pattern}\s*[)\]}}]?",
    re.IGNORECASE,
)
_ALL_CJK = pattern(rf"{CJK}(?:{CJK}|[\s,，])*")
_LOOSE_SIGN = pattern(r"(?<=\w) [.,;:\"]$")
_HOMONYM = pattern(r"\s+\d{4}$")

ROLE_FIELDS = {
    **dict.fromkeys(("equal", "equal-contribution", "cofirst"), "equal"),
    "corresponding": "corresponding",
    **dict.fromkeys(("students", "student", "supervised"), "student"),
}
"""Simple keys of an entry, and the annotation that they stand for."""

_ANNOTATION = pattern(r"(?<!\d)(\d+)(?::[\w-]+)?\s*=\s*(\"[^\"]*\"|[^;]*)")
_NUMBERS = pattern(r"[\d\s,;-]+")
_RANGE = pattern(r"(\d{1,4})\s*-\s*(\d{1,4})|(\d{1,4})")
_WORD = pattern(r"\w+")
_HOW = "write their places, as in 1, 3, or their names as in 'author'"
_HOW_ANNOTATED = "write the places of people in the list, as in 1=equal; 3=student"


class Named(NamedTuple):
    """The names of a field, and what is wrong with it: in this field, and as in many others."""

    names: Names
    wrong: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()


def parse_names(text: str, is_known: IsKnown = lambda family, given: False) -> Named:
    """The names of an author field, and what is wrong with it. Never fails."""
    found = people(text, is_known)
    names, wrong = [], found.wrong
    for written in found.names:
        name = parse_name(written)
        if not _WORD.search(to_text(name.family + name.literal)):
            wrong.append("has an empty name: take out an 'and'")
            continue
        names.append(name)
    if OTHERS in names[:-1]:
        wrong.append("has 'and others' in its middle: write it at the end, for all who follow")
    return Named(tuple(names), tuple(wrong), tuple(found.causes))


@lru_cache(maxsize=8192)
def parse_name(text: str) -> Name:
    """One name of any form; a star at it marks an equal contribution. Never fails.

    Daggers at it stay as annotations, for only the writer knows what they mean.
    """
    text = " ".join(text.split())
    text = _LOOSE_SIGN.sub("", text) if text[-2:-1] == " " else text
    is_bold, text = BOLD in text, text.replace(BOLD, "")
    if text.startswith(ON_BEHALF):
        return Name(literal=text[2:-1], annotations=(ON_BEHALF,))
    bare = text.strip("{} ")
    if bare[:1] in "(oOfF" and (found := _FOR_A_BODY.fullmatch(bare)):
        return Name(literal=found[1] or found[2], annotations=(ON_BEHALF,))
    orcid, text = _without_orcid(text) if "-" in text else ("", text)
    is_plain = text.isascii() and "\\" not in text and "#" not in text
    is_signed = not is_plain and _MAY_BE_SIGNED.search(text)
    daggers, text = _without_daggers(text) if is_signed else ((), text)
    text = _HOMONYM.sub("", text) if text[-1:].isdigit() else text
    stars = _STAR.search(text) if {*text} & _STARS else None
    bare = _STAR.sub("", text).strip() if stars else text
    if not stars or not bare:
        name = _parsed(text)
    else:
        mark = "equal2" if len(_ONE_STAR.findall(stars[0])) == 2 else "equal"
        name, daggers = _parsed(bare), (mark, *daggers)
    daggers = (*daggers, BOLD) if is_bold else daggers
    return replace(name, annotations=daggers, orcid=orcid) if daggers or orcid else name


def _without_orcid(text: str) -> tuple[str, str]:
    found = _WITH_ORCID.search(text)
    bare = _WITH_ORCID.sub("", text, count=1).strip(" ,") if found else text
    return (found[1].upper(), bare) if found and bare else ("", text)


def _without_daggers(text: str) -> tuple[tuple[str, ...], str]:
    signs = tuple([*_DAGGERS][(found.lastindex or 1) - 1] for found in _DAGGER.finditer(text))
    bare = _DAGGER.sub(lambda it: "}" * (it[0].count("}") - it[0].count("{")), text)  # {King\#}, A.
    bare = bare.strip() if signs else text
    return (signs, bare) if bare else ((), text)


def _parsed(text: str) -> Name:
    if text.strip("{} ").lower() in _OTHERS or (text[:1].isdigit() and _COUNTED.fullmatch(text)):
        return OTHERS
    if is_wrapped(text):
        return Name(literal=text[1:-1].strip())
    if is_body(text):
        return Name(literal=text)
    parts = [part.strip() for part in split(text, _COMMA_OR_BRACE)]
    if "=" in parts[0] and _PART.match(parts[0]):
        return _from_parts(parts)
    if _is_cjk(text):
        family, *given = re.split(r"[\s,，]+", text.strip(" ,，"))
        return Name(family, "".join(given))
    if len(parts) > 3:
        return Name(literal=text)
    if len(parts) == 3 and SUFFIX.fullmatch(parts[2]):
        parts = [parts[0], parts[2], parts[1]]
    return _with_suffix(_plain_name(parts) or _bibtex_name(", ".join(parts)))


def _is_cjk(text: str) -> bool:
    return not text.isascii() and _ALL_CJK.fullmatch(text) is not None


def _from_parts(parts: Iterable[str]) -> Name:
    """biblatex's extended form, ``family=Sima, given=Chijun``."""
    known: dict[str, str] = {}
    for part in parts:
        if found := _PART.match(part):
            value = found[2].strip()
            known[found[1].lower()] = value[1:-1] if is_wrapped(value) else value
    family, given, particle, suffix = (
        known.get(part, "") for part in ("family", "given", "prefix", "suffix")
    )
    return Name(family, given, particle, suffix)


def _plain_name(parts: list[str]) -> Name | None:
    """A name that has no particle for sure, without the cost of pybtex; else ``None``."""
    words = parts[0].split()
    if not words or any(word[0].islower() or not word[0].isalpha() for word in words):
        return None
    if any(char in part for part in parts for char in "{}\\~"):
        return None
    if len(parts) == 1:
        return Name(words[-1], " ".join(words[:-1]))
    return Name(parts[0], parts[-1], suffix=parts[1] if len(parts) == 3 else "")


def _bibtex_name(text: str) -> Name:
    """BibTeX's own rules, as pybtex knows them; what they cannot read stays whole."""
    from pybtex.database import Person
    from pybtex.errors import capture
    from pybtex.exceptions import PybtexError

    try:
        with capture():
            person = Person(text)
    except (PybtexError, ValueError, IndexError):
        return Name(literal=text)
    name = Name(
        family=" ".join(person.last_names),
        given=" ".join(person.bibtex_first_names),
        particle=" ".join(person.prelast_names),
        suffix=" ".join(person.lineage_names),
    )
    return name if name.family else Name(literal=text)


def _with_suffix(name: Name) -> Name:
    """``Martin King Jr.`` has the family name King."""
    if name.suffix or name.literal:
        return name
    *rest, last = name.family.split() or [""]
    if rest and SUFFIX.fullmatch(last):
        return replace(name, family=" ".join(rest), suffix=last)
    *given, family = name.given.split() or [""]
    if given and not rest and SUFFIX.fullmatch(last):
        return replace(name, given=" ".join(given), family=family, suffix=last)
    return name


def display_name(family: str, given: str, particle: str = "", suffix: str = "") -> str:
    """The parts as readers see them: ``Ludwig van Beethoven``, ``司马迟骏``."""
    if family and given and not particle and _is_cjk(family + given):
        return family + given
    return " ".join(part for part in (given, particle, family, suffix) if part)


def with_roles(names: Names, role: str, fields: Fields) -> tuple[Names, list[tuple[str, str]]]:
    """The names with all that the entry says of them, and what is wrong with it."""
    wrong = []
    for field, value in fields.items():
        if field.startswith(f"{role}+an"):
            names = _annotated(names, value)
            if not _names_places(value, len(names)):
                wrong.append((field, f"'{field}' is {quoted(value)}: {_HOW_ANNOTATED}"))
        elif role == "author" and field in ROLE_FIELDS:
            names, found = _marked(names, value, ROLE_FIELDS[field])
            if not found:
                said = f"'{field}' is {quoted(value)}, which names no author: {_HOW}"
                wrong.append((field, said))
        elif role == "author" and field in ("orcid", "orcids", "orcid-numbers"):
            names = _identified(names, value)
    return names, wrong


def _names_places(annotation: str, count: int) -> bool:
    """Whether all places in it are those of names; a whole list may be annotated, too."""
    places = [int(number[:6]) for number, _ in _ANNOTATION.findall(annotation)]
    is_of_list = annotation.strip('" ').startswith("=")
    return is_of_list or (places != [] and all(1 <= place <= count for place in places))


def _annotated(names: Names, annotation: str) -> Names:
    """The names with what a biblatex annotation, ``1=equal; 2:family=student``, says of them."""
    words: dict[int, list[str]] = {}
    for number, values in _ANNOTATION.findall(annotation):
        index = int(number[:6]) - 1
        if 0 <= index < len(names):
            said = (word.strip().lower() for word in values.strip('" ').split(","))
            words.setdefault(index, []).extend(filter(None, said))
    return tuple(
        _with(name, words[index]) if index in words else name for index, name in enumerate(names)
    )


def _with(name: Name, words: Iterable[str]) -> Name:
    annotations, orcid = dict.fromkeys(name.annotations), name.orcid
    for word in words:
        if number := ORCID.search(word):
            orcid = number[1].upper()
        else:
            annotations[word] = None
    return replace(name, annotations=tuple(annotations), orcid=orcid)


def _marked(names: Names, value: str, annotation: str) -> tuple[Names, bool]:
    """The names with the annotation on those that ``value`` names, and whether it names any."""
    is_numbered = _NUMBERS.fullmatch(value)
    chosen = _numbered(value, len(names)) if is_numbered else _named(_by_family(names), value)
    found = tuple(
        _with(name, [annotation]) if index in chosen else name for index, name in enumerate(names)
    )
    return found, bool(chosen)


def _numbered(value: str, count: int) -> set[int]:
    """The places below ``count`` in the numbers and ranges."""
    steps = [0] * (count + 1)
    for first, last, single in _RANGE.findall(value):
        begin, end = max(int(first or single), 1), min(int(last or single), count)
        if begin <= end:
            steps[begin - 1] += 1
            steps[end] -= 1
    return {index for index, depth in enumerate(accumulate(steps[:-1])) if depth}


_ByFamily = Mapping[str, Sequence[tuple[int, str]]]


def _by_family(names: Names) -> _ByFamily:
    """The places and the initials of those with a last name."""
    found: dict[str, list[tuple[int, str]]] = {}
    for index, name in enumerate(names):
        family, initial = _words(name)
        found.setdefault(family, []).append((index, initial))
    return found


def _named(places: _ByFamily, value: str) -> set[int]:
    wanted = dict.fromkeys(_words(name) for name in parse_names(value).names)
    return {
        index
        for family, initial in wanted
        for index, own in places.get(family, ())
        if own == initial or not own or not initial
    }


def _words(name: Name) -> tuple[str, str]:
    """The last name, or the whole of a literal one, and the initial, folded."""
    family = "".join(_WORD.findall(name.literal or f"{name.particle}{name.family}")).casefold()
    return family, "".join(_WORD.findall(name.given))[:1].casefold()


def _identified(names: Names, value: str) -> Names:
    """The names with their ORCIDs: by name as in ``Li, X./0000-...``, else one after another."""
    if "/" in value.replace("orcid.org/", ""):
        return _by_name(names, value)
    numbers = ORCID.findall(value)
    pairs = zip(names, numbers, strict=False) if len(numbers) == len(names) else ()
    return tuple(replace(name, orcid=number.upper()) for name, number in pairs) or names


def _by_name(names: Names, value: str) -> Names:
    found, places = list(names), _by_family(names)
    done = 0
    for number in ORCID.finditer(value):
        written = value[done : number.start()].strip(" ;,/\n").removesuffix("orcid.org")
        done = number.end()
        for index in _named(places, written) if written else ():
            found[index] = replace(found[index], orcid=number[1].upper())
    return tuple(found)
