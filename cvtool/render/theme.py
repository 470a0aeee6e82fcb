"""The templates: where they are looked for; the user's own fonts, and what is in ours."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model.later import dataclass, pattern
from ..store.files import listed, read_file, real_path
from . import folds
from .table import formats

if TYPE_CHECKING:
    from jinja2 import Template

    from .templating import Sandbox

_HERE = Path(__file__).resolve().parents[1]

_LARGEST = 10_000_000
_COVERAGE = "pdf/fonts/coverage.txt"
_UNSEEN = pattern(
    "[\\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
"""Spaces, and what only acts upon the characters around it: they need no font."""
_ESCAPED = pattern(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")

FONT_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".woff", ".woff2"})


@cache
def shipped() -> Path:
    """The folder of the templates that come with cvtool: in the package, or beside it."""
    inside = _HERE / "templates"
    return inside if inside.is_dir() else _HERE.parent / "templates"


class EncodingError(ValueError):
    """A file of a theme is not UTF-8: its name, the line and the byte, in one line."""

    def __init__(self, path: Path, error: UnicodeDecodeError) -> None:
        before = error.object[: error.start].replace(b"\r\n", b"\n")
        line = before.replace(b"\r", b"\n").count(b"\n") + 1
        byte = f"byte 0x{error.object[error.start]:02x}"
        super().__init__(f"{path}:{line}: {byte} is not UTF-8: save the file with encoding UTF-8")


@dataclass(frozen=True)
class Theme:
    """The template folders, first hit wins, and the user's own fonts.

    ``folders`` are the user's, then come those of ``plugins``, and always last the shipped ones.
    Those that hold cv.yaml too are ``mixed``: there only subfolders that have the names of those of
    plugins or of shipped ones hold templates.
    """

    folders: tuple[Path, ...] = ()
    fonts: tuple[Path, ...] = ()
    mixed: tuple[Path, ...] = ()
    plugins: tuple[Path, ...] = ()
    _environments: dict[folds.Fold, Sandbox] = field(
        default_factory=dict, repr=False, compare=False
    )
    """Those in use, as a site may fill one template a thousand times."""

    @property
    def search_path(self) -> tuple[Path, ...]:
        return (*self.folders, *self.plugins, shipped())

    def find(self, name: str) -> Path:
        """The file of that name in the first folder that has it, whether it can be read or not.

        Raises ``FileNotFoundError`` when none has, or the name leads out of a folder.
        """
        leads_out = name.startswith("/") or ".." in name.split("/")
        for folder in () if leads_out else self.search_path:
            is_template = folder not in self.mixed or name.split("/")[0] in self._parts()
            if is_template and os.path.lexists(folder / name):
                return folder / name
        raise FileNotFoundError(f"no template '{name}'")

    @property
    def is_own(self) -> bool:
        """Whether anything in it is the user's."""
        return bool(self.folders or self.fonts)

    def own(self, name: str) -> Path | None:
        """That file, where it is one of the user's."""
        try:
            path = self.find(name)
        except FileNotFoundError:
            return None
        return path if any(map(path.is_relative_to, self.folders)) else None

    def read(self, name: str) -> str:
        """The text of the file of that name.

        Raises ``EncodingError``, ``OSError`` where it cannot be read, or as ``find`` does.
        """
        path = self.find(name)
        try:
            text = read_file(path, _LARGEST).removeprefix(BOM_UTF8).decode()
        except UnicodeDecodeError as error:
            raise EncodingError(path, error) from None
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def data(self, name: str) -> bytes:
        """The file of that name; raises as ``find`` does."""
        return read_file(self.find(name))

    def font_data(self, index: int) -> bytes:
        """The bytes of one of ``fonts``."""
        return read_file(self.fonts[index])

    @cached_property
    def _coverage(self) -> list[str]:
        """A line for each font that comes along, the text fonts first: its name and characters."""
        return self.read(_COVERAGE).splitlines()

    @cached_property
    def _text(self) -> set[str]:
        return set(_characters(self._coverage[0]))

    def lacking(self, characters: set[str]) -> set[str]:
        """Those that the text fonts do not have, and that somebody would see."""
        return set(filter(is_seen, characters - self._text))

    def more_fonts(self) -> Iterator[tuple[tuple[str, ...], set[str]]]:
        """The other fonts that come along: their names, the heavier one behind, and characters."""
        for line in self._coverage[1:]:
            names, _, _ = line.partition(" ")
            yield tuple(names.split(",")), set(_characters(line))

    def render(self, name: str, fold: folds.Fold, /, **values: Any) -> str:
        """The template filled in. Every value that it prints goes through ``fold``."""
        template = self.load(name, fold)
        self._environments[fold].steps = 0
        return template.render(values)

    def load(self, name: str, fold: folds.Fold) -> Template:
        """The template, ready to be filled in."""
        if fold not in self._environments:
            from .templating import environment

            default = Theme((shipped(), *self.plugins))
            self._environments[fold] = made = environment(self, default, fold)
            made.is_ours = not self.roots()
            made.auto_reload = not made.is_ours  # else it looks at each file time and again
        return self._environments[fold].get_template(name)

    def looks(self, of: str) -> list[str]:
        """The names of the themes of ``pdf`` or ``html``: a style sheet each."""
        folders = (folder / of / "themes" for folder in self.search_path)
        sheets = (path for folder in folders for path in listed(folder, ".css"))
        return sorted({path.stem for path in sheets if path.is_file()})

    def about_pdf_theme(self, name: str) -> str:
        """What the comment in the first line of its style sheet says."""
        first = self.data(f"pdf/themes/{name}.css").decode("utf-8-sig", "replace").split("\n", 1)[0]
        return first.removeprefix("/*").removesuffix("*/").strip().partition(": ")[2]

    def files(self) -> list[Path]:
        """Every file of the user's that an output may depend on, in a stable order."""
        found = [path for root in self._own() for path in root.rglob("*") if path.is_file()]
        return sorted([*found, *self.fonts])

    def roots(self) -> list[Path]:
        """The folders in which every file is a template, but the shipped; not all need be there."""
        return [*self._own(), *self.plugins]

    def _own(self) -> list[Path]:
        return [
            root
            for folder in self.folders
            for root in (
                [folder / part for part in self._parts()] if folder in self.mixed else [folder]
            )
        ]

    def _parts(self) -> list[str]:
        """The names of the folders that templates are kept in."""
        inside = (path for folder in (*self.plugins, shipped()) for path in folder.iterdir())
        return sorted({path.name for path in inside if path.is_dir()})


def _characters(line: str) -> Iterator[str]:
    """The characters of a line of coverage.txt."""
    for each in line.split()[1:]:
        first, _, last = each.partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


def is_seen(character: str) -> bool:
    """Whether the character needs a font."""
    return not _UNSEEN.match(character)


def text_in(value: object) -> set[str]:
    """The characters of all texts in a value, and a few more: those of its ``repr``."""
    shown = repr(value)
    codes = (code for found in _ESCAPED.findall(shown) for code in found if code)
    return {*shown, *(chr(int(code, 16)) for code in codes)}


def theme_for(folder: Path, templates: Path | None = None) -> Theme:
    """The theme of a cv.yaml in ``folder``; ``templates`` goes before everything else."""
    beside = folder / "templates"
    folders = [path for path in (templates, beside) if path and path.is_dir()]
    own = [path for path in folders if real_path(path) != real_path(shipped())]
    fonts = [path for path in listed(folder / "fonts") if path.suffix.lower() in FONT_SUFFIXES]
    here = real_path(folder)
    mixed = tuple(path for path in own if here.is_relative_to(real_path(path)))
    plugins = tuple(row.templates for row in formats().values() if row.templates)
    return Theme(tuple(dict.fromkeys(own)), tuple(fonts), mixed, plugins)
