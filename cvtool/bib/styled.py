"""Names and addresses without the commands and signs that only show them in some way."""

from __future__ import annotations

import re

from ..model.later import pattern
from .latex.tables import ACCENTS, GROUP, LETTERS

BOLD = "\x01"
"""Stands before a name that its writer put in bold."""

AND = pattern(r"(?:^|(?<!\s)\s+)and(?=\s|$)", re.IGNORECASE)

_PARTED = pattern(f"({AND.pattern})", re.IGNORECASE)
_TILDE = pattern(r"\{?\\(?:textasciitilde|~)(?:\{\})?\s?\}?|\$\\sim\$")
_ESCAPED = pattern(r"\{\\([_%&#$])\}|\\([_%&#${}])")
_FRAMES = frozenset({"{}", "<>"})
WRAPPED_URL = pattern(r"\\(?:url|nolinkurl|path|href)\s*\{([^{}]*)\}")
_LONG_COMMAND = pattern(r"\\[A-Za-z]{2}")
_SWITCH = (
    r"((?:\\(?:(?:bf|bfseries|it|itshape|em|sl|sc|scshape|tt|rm|sf|upshape)(?![A-Za-z])"
    r"|color\s*\{[^{}]*\})\s*)+)"
)
_SWITCHED = pattern(rf"\{{\s*{_SWITCH}((?:[^{{}}]|\{{[^{{}}]*\}})*)\}}")
_BARE_SWITCH = pattern(rf"^\s*{_SWITCH}")
_NAME = pattern(r"\\([a-z]+)")
_COMMAND = pattern(rf"\\([A-Za-z]{{2,}})\s*{GROUP}")
_OF_TWO = pattern(rf"\\(textcolor|colorbox|href)\s*{GROUP}\s*{GROUP}")
_STARRED = pattern(
    r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1|^\s*([*_])(?=[^\s*_])([^*_]+)\3\s*$"
    r"|(?<!\S)\*(?=[^\s*])([^*,;]+)(?<=\S)\*(?=[\s,;]|$)"
)
_LOOSE = pattern(r"\{\s*(\x01?)\x02((?:[^{}\x02\x03]|\{[^{}]*\})*)\x03\s*\}")
_BOLD_NAMES = frozenset({"textbf", "mkbibbold", "bf", "bfseries", "**", "__"}) | frozenset(
    {"me", "self", "myself", "myname", "ownname", "highlight", "hl"}
)
_NO_NAMES = frozenset({"thanks", "footnote", "inst", "affil", "email", "fnref", "corref", "color"})
_MEANT = frozenset({*ACCENTS, *LETTERS}) | frozenset(
    ["textsuperscript", "textsubscript", "ensuremath", "noopsort", "url", "orcid", "orcidlink"]
)
"""Commands that say something of a name; all others only show it in some way."""

_SPACED_ACCENT = pattern(
    rf"\\({'|'.join(name for name in sorted(ACCENTS) if name.isalpha())})\s+(\w|\\[ij](?![A-Za-z]))"
    rf"|\\({'|'.join(sorted(LETTERS))})(?:(?<=[A-Z])\s+(?=\w)|\s+(?=[^\W\d_A-Z]))"
)
"""An accent or a letter behind which only a space ends the name of the command, as MathSciNet has
them: names are cut at spaces."""
_DOLLARS_INSIDE = pattern(r"\\textsuperscript\s?\{\s?\$[\s^{]{0,9}([^${}]{1,60})\}?\s?\$\s?\}")
_AT_AND = pattern(r"(?:^|\s)and$", re.IGNORECASE)
_RAISED = pattern(
    r"(?<!\s)\s*(?:\$\s*\^\s*\{?\s*([^${}]*)\}?\s*\$|\\textsuperscript\s*\{([^{}]*)\}"
    r"|([⁰¹²³⁴-⁹]+(?:\s*,\s*[⁰¹²³⁴-⁹]+)*))"
)
_MARK = pattern(
    r"[*∗＊⁎†‡§¶#✉]|\\(?:ast|star|dd?ag|ddagger|dagger|[SP]|Letter|Envelope)(?![A-Za-z])"
)
"""What stands behind a name and is no number or letter of an affiliation."""
_BESIDE = pattern(r"\s?<?[\w.+-]{1,64}@[\w-]+\.[\w.-]+>?|\s?[\[(]\d{1,2}(?:,\s?\d{1,2})*[\])]")
"""An address of mail, or the number of an affiliation in brackets."""
_THIN_SPACE = pattern(r"(?<!\\)\\,(?=[\w{])")
_A_TITLE = r"(?:(?:Prof|Dr|Dipl|Ing|Mrs?|Ms)\.[\s~-]*){1,6}(?=\w)(?!and\s)"
_TITLES = pattern(rf"(,\s*){_A_TITLE}|(^\s*|\sand\s+){_A_TITLE}(?=[^\s~,]+(?:,|[\s~]+(?!and\s)\S))")
"""Titles before a name, of which more than a word is left without them: not ``Dr. Seuss``."""
_MOST_NESTED = 5


def unstyled(text: str) -> str:
    """The names without what only shows them in some way; ``BOLD`` stands before a bold one."""
    if "\\" in text:
        text = _SPACED_ACCENT.sub(_closed, _THIN_SPACE.sub(" ", text))
    if "@" in text or "[" in text or "(" in text:
        text = _BESIDE.sub("", text)
    text = _TITLES.sub(r"\1\2", text) if "." in text else text
    if "\\" in text and _LONG_COMMAND.search(text):
        text = _BARE_SWITCH.sub(_switch, _OF_TWO.sub("\x02\\3\x03", text))
        for _ in range(_MOST_NESTED):
            before = text
            text = _LOOSE.sub(r"\1\2", _COMMAND.sub(_bare, _SWITCHED.sub(_switch, text)))
            if text == before:
                break
    if "*" in text or "_" in text:
        parts = _PARTED.split(text)
        parts[::2] = [_STARRED.sub(_unstarred, part) for part in parts[::2]]
        text = "".join(parts)
    text = text.replace("\x02", "").replace("\x03", "")
    if "^" in text or "\\textsuper" in text or not text.isascii():
        text = _RAISED.sub(_without_places, _DOLLARS_INSIDE.sub(r"$^{\1}$", text))
    return text


def _closed(found: re.Match[str]) -> str:
    """The accent with its letter in braces, the letter that is a command in braces."""
    return f"\\{found[1]}{{{found[2]}}}" if found[1] else f"{{\\{found[3]}}}"


def _bold(name: str) -> str:
    return BOLD if name in _BOLD_NAMES else ""


def _switch(found: re.Match[str]) -> str:
    inside = found[2] if found.lastindex == 2 else None
    bold = max(map(_bold, _NAME.findall(found[1])))
    return bold + ("" if inside is None else f"\x02{inside}\x03")


def _bare(found: re.Match[str]) -> str:
    name, argument = found.groups()
    if name in _MEANT or not argument.strip():
        return found[0]
    return "" if name in _NO_NAMES else f"{_bold(name)}\x02{argument}\x03"


def _unstarred(found: re.Match[str]) -> str:
    return f"{BOLD}{found[2]}" if found[1] else f" {found[4]} " if found[4] else found[5]


def _without_places(found: re.Match[str]) -> str:
    """What is raised at a name without the numbers and letters of affiliations.

    Amid letters it is a part of the name, as in ``M$^c$Donald``.
    """
    text, (start, end) = found.string, found.span()
    before, inside = text[max(start - 4, 0) : start], found[1] or found[2] or found[3] or ""
    if before[-1:].isalpha() and text[end : end + 1].isalpha() and not _AT_AND.search(before):
        return inside if inside.isalpha() else found[0]
    signs = "".join(f"$^{{{each}}}$" for each in _MARK.findall(inside))
    return " " * bool(_AT_AND.search(before)) + signs


def raw_value(value: str) -> str:
    """An address as it is meant: without the backslashes that some exporters put in."""
    if "\\" in value:
        wrapped = WRAPPED_URL.search(value)
        value = _TILDE.sub("~", wrapped[1] if wrapped else value)
        value = _ESCAPED.sub(lambda found: found[1] or found[2], value)
    first, last = 0, len(value)
    while first + 1 < last and value[first] + value[last - 1] in _FRAMES:
        first, last = first + 1, last - 1
        while first < last and value[first].isspace():
            first += 1
        while first < last and value[last - 1].isspace():
            last -= 1
    return value[first:last]


def is_balanced(text: str) -> bool:
    """Whether its braces are pairs, those with a backslash apart."""
    depth = 0
    for char in text.replace("\\{", "").replace("\\}", ""):
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0
