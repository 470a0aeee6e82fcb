"""The fonts of the pages: the user's files, those of the machine, and what none of them has."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ...model.document import leaves
from ...model.problems import Path, Problem, dotted, near, quoted
from .. import RenderError
from .patches import system_families

if TYPE_CHECKING:
    from ...model.document import Document, Entry
    from ..theme import Theme

_KEY = ("pdf", "font")
_TYPOGRAPHIC_FAMILY, _FAMILY = 16, 1
_ITALIC, _OBLIQUE = 1, 1 << 9
"""Bits of OS/2's fsSelection (OpenType 1.9)."""
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


@dataclass(frozen=True, slots=True)
class Family:
    """Font files that belong together. ``name`` is that in CSS, ``called`` what they say of it.

    ``faces`` are the index of each file, and its descriptors.
    """

    name: str
    called: str
    faces: list[tuple[int, str]] = field(default_factory=list)


def families(theme: Theme) -> list[Family]:
    """The families of the user's font files, in the order of their first files.

    In CSS they have numbers: what a font calls itself could be the name of another. Raises
    ``RenderError`` for a file that is no font.
    """
    found: dict[object, Family] = {}
    for index, path in enumerate(theme.fonts):
        family, descriptors = _face(path.name, theme.font_data(index))
        new = Family(f"CV Own {len(found)}", family[0] if family else "")
        found.setdefault(family or index, new).faces.append((index, descriptors))
    return list(found.values())


def called(wanted: str, own: list[Family]) -> Family | None:
    """The family that the user means by a name."""
    name = wanted.casefold()
    return next((each for each in own if each.called.casefold() == name), None)


def _face(name: str, data: bytes) -> tuple[tuple[str, int] | None, str]:
    """What files of one family have in common, and the descriptors of this face."""
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(BytesIO(data), fontNumber=0, lazy=True)
        return _family(font), _descriptors(font)
    except Exception as error:  # fontTools raises whatever it stumbles over
        raise RenderError(
            f"fonts/{name} is no font that can be read ({error}): replace it, or take it out"
        ) from None


def _family(font: Any) -> tuple[str, int] | None:
    """Its name and width: condensed fonts may have the name of those that are not."""
    names = font.get("name")
    name = names and (names.getDebugName(_TYPOGRAPHIC_FAMILY) or names.getDebugName(_FAMILY))
    return (name, font["OS/2"].usWidthClass if "OS/2" in font else 0) if name else None


def _descriptors(font: Any) -> str:
    """Its weight, in CSS's hundreds, and style; none where the font has several weights."""
    if "fvar" in font or "OS/2" not in font:
        return ""
    weight = min(max(round(font["OS/2"].usWeightClass, -2), 100), 900)
    is_slanted = font["OS/2"].fsSelection & (_ITALIC | _OBLIQUE)
    return f" font-weight: {weight}; font-style: {'italic' if is_slanted else 'normal'};"


def require(family: str, fonts: Any, theme: Theme) -> None:
    """Raises ``RenderError`` unless WeasyPrint's configuration of ``fonts`` has the family.

    fontconfig would take another font without a word. The user could have meant a family of the
    files in ``fonts/``, too.
    """
    known = set(system_families(fonts))
    if family.casefold() in {name.casefold() for name in known}:
        return
    own = {each.called for each in families(theme)}
    message = (
        f"no font is called {quoted(family)}: put its files into a folder 'fonts' beside cv.yaml, "
        f"install it, or write serif or sans{near(family, sorted(known | own))}"
    )
    raise RenderError(message, [Problem(_KEY, message)])


def complaint(missing: Iterable[str], document: Document) -> RenderError:
    """Says of the first field with each character what to do about it."""
    places: dict[Path, list[str]] = {}
    texts = list(_texts(document))
    for char in missing:
        places.setdefault(next((path for path, text in texts if char in text), ()), []).append(char)
    keys = {each.key for each in document.publications}
    problems = [_problem(path, chars, keys) for path, chars in places.items()]
    return RenderError("; ".join(problem.what for problem in problems), problems)


def _problem(path: Path, chars: list[str], keys: Container[str | int]) -> Problem:
    """What stands in a .bib file has no path in cv.yaml."""
    if path and path[0] in keys:
        return Problem((), f"{dotted(path)}: {_advice(chars)}")
    return Problem(path, _advice(chars))


def _advice(chars: list[str]) -> str:
    shown = ", ".join(f"'{char}' (U+{ord(char):04X})" for char in chars[:_SHOWN])
    more = f" and {len(chars) - _SHOWN} more" if len(chars) > _SHOWN else ""
    return (
        f"no font has {shown}{more}: put a font file that has it into a folder 'fonts' beside "
        f"cv.yaml{_package(chars[0])}"
    )


def _package(char: str) -> str:
    for script, first, last, package in _SCRIPTS:
        if first <= ord(char) <= last:
            return f" ({script}: Debian's {package} brings one, under /usr/share/fonts)"
    return ""


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
