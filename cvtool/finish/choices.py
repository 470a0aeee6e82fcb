"""What cv.yaml says of the formats of plugins: which there are, and their settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from ..model.formats import LAYOUT, Format, Setting
from ..model.problems import Path, Problem, shown, suggestion
from ..source import CV, Layout, PluginLayout

_BOOL = {"true": True, "false": False}


def layout_of(cv: CV, name: str) -> tuple[Layout, Path]:
    """What cv.yaml says of the format, and where."""
    own = getattr(cv, name, None)
    if isinstance(own, Layout):
        return own, (name,)
    return cv.formats.get(name, Layout()), ("formats", name)


def choices(
    cv: CV, formats: Iterable[Format], problems: list[Problem]
) -> Mapping[str, Mapping[str, Setting]]:
    """The settings of each format that has some. Adds to ``problems`` what is not known."""
    rows = {row.name: row for row in formats}
    open_ones = [row.name for row in rows.values() if _is_open(cv, row)]
    for name, layout in cv.formats.items():
        if name in open_ones:
            problems += _unknown(layout, rows[name])
        else:
            problems.append(Problem(("formats", name), _why_not(cv, name, rows, open_ones)))
    found = {
        row.name: _settings(cv.formats.get(row.name, PluginLayout()), row, problems)
        for row in rows.values()
        if row.settings
    }
    return MappingProxyType(found)


def _is_open(cv: CV, row: Format) -> bool:
    is_own = isinstance(getattr(cv, row.name, None), Layout)
    return not is_own and bool(row.has_layout or row.settings)


def _why_not(cv: CV, name: str, rows: Mapping[str, Format], known: list[str]) -> str:
    if isinstance(getattr(cv, name, None), Layout):
        return f"'{name}' is a key of its own: write '{name}:' outside of 'formats'"
    if name in rows:
        return f"there is nothing to set for '{name}'"
    return f"unknown format '{name}'{suggestion(name, known) or ': no plugin brings one'}"


def _unknown(layout: PluginLayout, row: Format) -> list[Problem]:
    """A problem for each key that the format does not take."""
    shared = [key for key in LAYOUT if row.has_layout]
    given = [*layout.settings, *(key for key in LAYOUT if key in layout.model_fields_set)]
    known = [*shared, *row.settings]
    return [
        Problem(("formats", row.name, key), f"unknown key '{key}'{suggestion(key, known)}")
        for key in given
        if key not in known
    ]


def _settings(layout: PluginLayout, row: Format, problems: list[Problem]) -> Mapping[str, Setting]:
    found: dict[str, Setting] = dict(row.settings)
    for key, value in layout.settings.items():
        if key not in found or value in (None, ""):
            continue
        try:
            found[key] = _typed(value, found[key])
        except (KeyError, TypeError, ValueError):
            message = f"expected {_expected(found[key])}, found {shown(value)}"
            problems.append(Problem(("formats", row.name, key), message))
    return MappingProxyType(found)


def _typed(value: object, default: Setting) -> Setting:
    """The value in the type of the default. Raises where it cannot be."""
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise TypeError
        return tuple(value)
    if not isinstance(value, str):
        raise TypeError
    if isinstance(default, bool):
        return _BOOL[value.lower()]
    kind: Callable[[str], Setting] = type(default)
    return kind(value)


def _expected(default: Setting) -> str:
    kinds: dict[type, str] = {
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        tuple: "a list of texts",
    }
    return kinds.get(type(default), "text")
