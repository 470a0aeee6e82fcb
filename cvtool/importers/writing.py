"""Plain data -> cv.yaml as a person would write it: ordered, in blocks, with few quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from ..model.later import pattern
from ..read.text import read_plain
from ..source import CV, Sections, shapes
from ..source.schema import SCHEMA_NAME
from ..words.data import words

_WIDTH = 100
_KEYS = """
    heading id network username name title language fluency level institution studyType area
    label     text organization position type event awarder issuer authors publisher focus
    entity description     image email phone birthDate birthPlace nationality location
    address postalCode city region     countryCode date releaseDate startDate endDate period
    url doi slides video number amount status     inventors advisor thesis score rank
    summary reference note highlights venues courses keywords     roles projects positions
    profiles topics aliases
"""
_RANK = {key: rank for rank, key in enumerate(_KEYS.split())}
_TOP = ["locale", "basics", *shapes(Sections), *shapes(CV)]
_SAFE = pattern(r"(?!(?:null|Null|NULL)$)[^\W_][\w.,/()+@'’–—;!?&%=-]*(?: [\w.,/()+@'’–—;&%=-]+)*")
_TITLES = {
    "sections": "What is shown, in this order",
    "custom": "Sections of your own",
    "headings": "Headings of your own",
}
_OWN = "What has no place of its own: keys that begin with x- are yours, and no page shows them"


def written(data: Mapping[str, Any], origin: str) -> str:
    """The file; ``origin`` says where its data comes from."""
    head = [f"# yaml-language-server: $schema={SCHEMA_NAME}", f"# Imported from {origin}."]
    top = sorted(data, key=lambda key: _TOP.index(key) if key in _TOP else len(_TOP))
    lines: list[str] = []
    for key in top:
        lines += [""] if not (lines and key == "basics") else []
        lines += [f"# {title}"] if (title := _title(key)) else []
        lines += _pair(key, data[key], 0, key.startswith("x-"))
    return "\n".join([*head, *lines, ""])


def _title(key: str) -> str:
    if key.startswith("x-"):
        return _OWN
    phrases = words("en").phrases if key in shapes(Sections) else _TITLES
    return str(phrases.get(key, ""))


def _pair(key: str, value: Any, margin: int, is_own: bool) -> list[str]:
    """A key and its value, as lines with the margin."""
    name = f"{' ' * margin}{key if _SAFE.fullmatch(key) else _json(key)}:"
    if isinstance(value, dict):
        return [name, *_mapping(value, margin + 2, is_own)]
    if isinstance(value, list):
        return [name, *(line for each in value for line in _item(each, margin + 2, is_own))]
    return f"{name} {_scalar(str(value), margin, is_own, len(name))}".split("\n")


def _mapping(value: Mapping[str, Any], margin: int, is_own: bool) -> list[str]:
    names = [*value] if is_own else sorted(value, key=_place)
    inside = (_pair(key, value[key], margin, is_own or key[:2] == "x-") for key in names)
    return [line for lines in inside for line in lines]


def _place(key: str) -> tuple[bool, int]:
    return key.startswith("x-"), _RANK.get(key, len(_RANK))


def _item(value: Any, margin: int, is_own: bool) -> Iterator[str]:
    """An item of a list: the first line with its dash."""
    if isinstance(value, dict):
        lines = _mapping(value, margin + 2, is_own)
    elif isinstance(value, list):
        lines = [line for each in value for line in _item(each, margin + 2, is_own)]
    else:
        lines = f"{' ' * (margin + 2)}{_scalar(str(value), margin, is_own, 2)}".split("\n")
    first, *others = lines
    yield f"{' ' * margin}- {first[margin + 2 :]}"
    yield from others


def _scalar(text: str, margin: int, is_own: bool, before: int = 0) -> str:
    """The text as YAML, in the first form in which it reads as itself."""
    is_short = margin + before + len(text) <= _WIDTH
    if is_short and _SAFE.fullmatch(text) and not is_own:
        return text
    inner = " " * (margin + 2)
    forms = []
    if "\n" in text:
        lines = [f"{inner}{line}".rstrip() for line in text.split("\n")]
        forms.append(("|-\n" if is_own else "|\n") + "\n".join(lines))
    elif is_short:
        forms.append(text)
    else:
        width = _WIDTH - len(inner)
        lines = wrap(text, width, break_long_words=False, break_on_hyphens=False)
        forms.append(">-\n" + "\n".join(f"{inner}{line}" for line in lines))
    forms.append(f'"{text}"' if not re.search(r'["\\\n]', text) else "")
    forms.append(f"'{text.replace(chr(39), chr(39) * 2)}'" if "\n" not in text else "")
    return next(
        (each for each in forms if each and _reads(each, text, margin, is_own)), _json(text)
    )


def _reads(form: str, text: str, margin: int, is_own: bool) -> bool:
    """Whether the form says the text again, and nothing else."""
    name = f"{' ' * margin}{'x-' if is_own else ''}k"
    plain, problems = read_plain(f"{name}: {form}\n", "")
    if problems or not isinstance(plain.data, dict):
        return False
    (value,) = plain.data.values()
    said = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else value
    return not isinstance(value, dict | list | type(None)) and str(said) == text


def _json(text: str) -> str:
    """The text between double quotes, with escapes."""
    import json

    return json.dumps(text, ensure_ascii=False)
