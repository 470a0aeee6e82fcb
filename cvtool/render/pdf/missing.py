"""The characters that no font has: where they stand, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...model.document import leaves
from ...model.problems import Path, Problem, dotted
from .. import RenderError

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.entry import Entry

_SHOWN = 5
_SCRIPTS = (
    ("Hebrew", 0x0590, 0x05FF, "fonts-noto-core"),
    ("Arabic", 0x0600, 0x08FF, "fonts-noto-core"),
    ("Indic", 0x0900, 0x0DFF, "fonts-noto-core"),
    ("Thai", 0x0E00, 0x0E7F, "fonts-noto-core"),
    ("Georgian or Armenian", 0x0530, 0x10FF, "fonts-noto-core"),
    ("Korean", 0x1100, 0x11FF, "fonts-noto-cjk"),
    ("mathematical letter", 0x2100, 0x214F, "fonts-noto-core"),
    ("symbol", 0x2190, 0x2BFF, "fonts-noto-core"),
    ("Chinese, Japanese or Korean", 0x2E80, 0xD7FF, "fonts-noto-cjk"),
    ("Chinese, Japanese or Korean", 0xF900, 0xFFEF, "fonts-noto-cjk"),
    ("emoji", 0x1F000, 0x1FAFF, "fonts-symbola"),
    ("mathematical letter", 0x1D400, 0x1D7FF, "fonts-noto-core"),
    ("Chinese", 0x20000, 0x3FFFF, "fonts-noto-cjk"),
)


def complaint(missing: Iterable[str], document: Document) -> RenderError:
    """Says of the first field with each character what to do about it."""
    places: dict[Path, list[str]] = {}
    texts = list(_texts(document))
    for char in missing:
        places.setdefault(next((path for path, text in texts if char in text), ()), []).append(char)
    keys = {each.key for each in document.publications}
    problems = []
    for path, chars in places.items():
        if path and path[0] in keys:  # what stands in a .bib file has no path in cv.yaml
            problems.append(Problem((), f"{dotted(path)}: {_advice(chars)}"))
        else:
            problems.append(Problem(path, _advice(chars)))
    return RenderError("; ".join(problem.what for problem in problems), problems)


def _advice(chars: list[str]) -> str:
    shown = ", ".join(f"'{char}' (U+{ord(char):04X})" for char in chars[:_SHOWN])
    more = f" and {len(chars) - _SHOWN} more" if len(chars) > _SHOWN else ""
    brings = (
        f" ({script}: Debian's {package} brings one, under /usr/share/fonts)"
        for script, first, last, package in _SCRIPTS
        if first <= ord(chars[0]) <= last
    )
    return (
        f"no font has {shown}{more}: put a font file that has it into a folder 'fonts' beside "
        f"cv.yaml{next(brings, '')}"
    )


def _texts(document: Document) -> Iterator[tuple[Path, str]]:
    """Every text of the CV with its path, named as in cv.yaml."""
    yield from _inside(document.person.facts, ("basics",))
    for section in leaves(document.sections):
        yield ("headings", section.id), section.heading
        for entry in section.entries:
            yield from _entry(entry)
    for publication in document.publications:
        yield from _inside(publication.fields, (publication.key,))


def _entry(entry: Entry) -> Iterator[tuple[Path, str]]:
    yield from _inside(entry.facts, entry.path)
    for part in entry.parts:
        yield from _entry(part)


def _inside(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _inside(inner, (*path, str(key)))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _inside(inner, (*path, index))
    elif isinstance(value, str):
        yield path, value
