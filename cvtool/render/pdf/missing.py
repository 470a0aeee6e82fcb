"""The characters that no font of ours or the user's has: where they stand, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...model.document import all_of
from ...model.inline import to_plain
from ...model.plain import prose
from ...model.problems import FONTS, WARNING, Path, Problem, listed, quoted
from .files import Script, Setting

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.entry import Entry

BOX = "a box"
"""Stands for the family of what no font has."""
_SHOWN = 5
_CORE, EAST_ASIAN, EMOJI = "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"


_EAST_ASIAN = Script("Chinese, Japanese or Korean", EAST_ASIAN)
_SYMBOLS, _PICTURES, _OTHERS = (
    Script("signs", _CORE),
    Script("emoji", EMOJI),
    Script("rare letters", _CORE),
)
_PRIVATE = Script("for private use: only the font that they were made for has them", "")
_SCRIPTS = (
    (Script("Armenian", _CORE), 0x0530, 0x058F),
    (Script("Hebrew", _CORE), 0x0590, 0x05FF),
    (Script("Arabic", _CORE), 0x0600, 0x08FF),
    (Script("Indic", _CORE), 0x0900, 0x0DFF),
    (Script("Thai", _CORE), 0x0E00, 0x0E7F),
    (Script("Georgian", _CORE), 0x10A0, 0x10FF),
    (_EAST_ASIAN, 0x1100, 0x11FF),
    (_SYMBOLS, 0x2000, 0x2BFF),
    (_EAST_ASIAN, 0x2E80, 0xA4CF),
    (_EAST_ASIAN, 0xAC00, 0xD7FF),
    (_PRIVATE, 0xE000, 0xF8FF),
    (_EAST_ASIAN, 0xF900, 0xFAFF),
    (Script("Arabic", _CORE), 0xFB50, 0xFDFF),
    (_EAST_ASIAN, 0xFE30, 0xFE4F),
    (Script("Arabic", _CORE), 0xFE70, 0xFEFE),
    (_EAST_ASIAN, 0xFF00, 0xFFEF),
    (_SYMBOLS, 0xFFF0, 0xFFFF),
    (_PICTURES, 0x1F000, 0x1FAFF),
    (_EAST_ASIAN, 0x20000, 0x3FFFF),
    (_PRIVATE, 0xF0000, 0x10FFFF),
)


def scripts(chars: Iterable[str]) -> list[tuple[Script, list[str]]]:
    """The characters by their scripts, in a stable order."""
    found: dict[Script, list[str]] = {}
    for char in sorted(chars):
        rows = (row for row, first, last in _SCRIPTS if first <= ord(char) <= last)
        found.setdefault(next(rows, _OTHERS), []).append(char)
    return list(found.items())


def warnings(
    settings: Iterable[Setting], document: Document, of: set[str] | None = None
) -> Iterator[Problem]:
    """One for each script and step down, at the first text that has such characters.

    Where ``of`` is given, only what some of those characters are in. The path of what stands in the
    bibliography has its key in the place of an index.
    """
    texts = list(_texts(document)) if settings else []
    by_script: dict[tuple[Script, bool], list[Setting]] = {}
    for each in settings:
        by_script.setdefault((each.script, each.family == BOX), []).append(each)
    for (script, is_box), group in by_script.items():
        wanted = {char for each in group for char in each.chars}
        if of is not None and wanted.isdisjoint(of):
            continue
        places = [(path, text) for path, text in texts if not wanted.isdisjoint(text)]
        in_order = dict.fromkeys(char for _, text in places for char in text if char in wanted)
        chars = [*in_order, *sorted(wanted - in_order.keys())]
        where = f"; in {len(places)} texts" if len(places) > 1 else ""
        what = f"{_named(chars)} ({script.name}{where})"
        families = list(dict.fromkeys(each.family for each in group))
        message = _boxed(what, script) if is_box else _borrowed(what, families, script)
        yield Problem(places[0][0] if places else (), message, WARNING, rests_on=FONTS)


def _named(chars: list[str]) -> str:
    return _some([f"'{char}' (U+{ord(char):04X})" for char in chars])


def _some(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return listed([*names[:_SHOWN], f"{more} more"] if more > 0 else names)


def _boxed(what: str, script: Script) -> str:
    bring = f"install Debian's {script.package}, or " if script.package else ""
    return (
        f"no font has {what}, so a box stands there: {bring}put a font file that has it into a "
        "folder 'fonts' beside cv.yaml"
    )


def _borrowed(what: str, families: list[str], script: Script) -> str:
    of = f" (as of Debian's {script.package})" if script.package else ""
    names = _some([quoted(each) for each in families])
    return (
        f"no font of cvtool or in 'fonts' has {what}, so {names} of this machine sets it, and the "
        f"output differs on another: for the same everywhere, put a font file that has it{of} into "
        "a folder 'fonts' beside cv.yaml"
    )


def _texts(document: Document) -> Iterator[tuple[Path, str]]:
    """Every text of the CV with its path, named as in cv.yaml."""
    yield from _inside(document.person.facts, ("basics",))
    for section in all_of(document.sections):
        if at := section.path:
            yield (*at, "heading"), section.heading
            yield (*at, "summary"), prose(section.summary)
        for entry in section.entries:
            yield from _entry(entry)
    for name, line in (("header", document.pages.header), ("footer", document.pages.footer)):
        yield ("pdf", name), "".join(piece.text for piece in line)
    for publication in document.publications:
        path = publication.path or ("publications", publication.key)
        yield from _inside(publication.fields, path)
    for section in all_of(document.sections):  # last, for most are cvtool's own words
        if not section.path:
            yield ("headings", section.id), section.heading


def _entry(entry: Entry) -> Iterator[tuple[Path, str]]:
    at = entry.path or next((each.path for each in entry.parts), ())
    yield from _inside(entry.facts, at) if entry.facts else _said(entry, at)
    for part in entry.parts:
        yield from _entry(part)


def _said(entry: Entry, at: Path) -> Iterator[tuple[Path, str]]:
    """The texts of what is no entry of its own for machines: a note, a list of topics."""
    yield at, prose(entry.summary) or to_plain(entry.line)


def _inside(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _inside(inner, (*path, str(key)))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _inside(inner, (*path, index))
    elif isinstance(value, str):
        yield path, value
