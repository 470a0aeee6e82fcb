"""How templates are found and filled in: the Jinja environment of a theme, and its filters."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
    Undefined,
    pass_context,
)
from markupsafe import Markup

from ..model.inline import Inlines, Link, Paragraphs, Text, plain
from ..store.manifest import digest_of
from ..store.templatecache import template_cache
from . import folds
from .wrapping import WIDTH, width, wrap

if TYPE_CHECKING:
    from .theme import Theme


def environment(theme: Theme, shipped: Theme, fold: folds.Fold) -> Environment:
    """Jinja's environment of a theme: every value that a template prints goes through ``fold``.

    ``shipped`` is the theme that templates find under ``default/``.
    """
    default = FunctionLoader(partial(_template, shipped))
    made = Environment(
        loader=ChoiceLoader(
            [FunctionLoader(partial(_template, theme)), PrefixLoader({"default": default})]
        ),
        autoescape=True,
        finalize=_finalize(fold),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,
        bytecode_cache=template_cache(digest_of(Path(__file__))),
    )
    for name, make in _FILTERS.items():
        made.filters[name] = make(fold)
    return made


def _template(theme: Theme, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    """What Jinja asks of a loader: the text, the file, and whether both are still the same."""
    try:
        path = theme.find(name)
    except FileNotFoundError:
        return None
    saved = path.stat().st_mtime_ns

    def is_fresh() -> bool:
        with suppress(OSError):
            return theme.find(name) == path and path.stat().st_mtime_ns == saved
        return False

    return theme.read(name), str(path), is_fresh


def _finalize(fold: folds.Fold) -> Callable[[Any, Any], Any]:
    @pass_context  # this and ``optimized=False`` keep what folds make out of compiled templates
    def finalize(_: Any, value: Any) -> Any:
        """Folded text counts as safe, so the environment's own escaping leaves it alone."""
        if isinstance(value, Markup | Undefined):  # Jinja says what is undefined
            return value
        if isinstance(value, int):
            value = str(value)
        if not isinstance(value, str | tuple):
            raise TypeError(f"a template prints {value!r}, which is neither text nor inline nodes")
        return Markup(fold(value))

    return finalize


def _start(fold: folds.Fold) -> Callable[[Any], Any]:
    return lambda value: Markup(folds.markdown_start(value))


def _script(fold: folds.Fold) -> Callable[[str], Any]:
    return lambda value: Markup(folds.script(value))


def _label(fold: folds.Fold) -> Callable[[str | Inlines], Any]:
    return lambda value: Markup(folds.link_label(value))


def _address(fold: folds.Fold) -> Callable[[str], Any]:
    return lambda value: Markup(folds.link_target(value))


def _linked(fold: folds.Fold) -> Callable[[str | Inlines, str | None], Inlines]:
    """A value as a link where there is an address: the fold then writes it like any link."""

    def linked(value: str | Inlines, url: str | None) -> Inlines:
        body = plain(value) if isinstance(value, str) else value
        return (Link(body, url),) if url else body

    return linked


def _attribute(fold: folds.Fold) -> Callable[[str], Any]:
    return lambda value: Markup(folds.html(value))


def _target(fold: folds.Fold) -> Callable[[Any], Any]:
    return lambda value: Markup(folds.markdown_url(value))


def _bare(fold: folds.Fold) -> Callable[[str], Any]:
    """For an address that was checked when it was read: it holds no space, quote or bracket."""
    return Markup


def _wrapped(fold: folds.Fold) -> Callable[..., Any]:
    def wrapped(value: str | Inlines, first: str = "", rest: str = "") -> Any:
        return Markup(wrap(fold(value), str(first), str(rest)))

    return wrapped


def _underlined(fold: folds.Fold) -> Callable[[str, str], Any]:
    def underlined(value: str | Inlines, char: str) -> Any:
        text = fold(value)
        return Markup(f"{wrap(text)}\n{char * min(width(text), WIDTH)}")

    return underlined


def _plain(fold: folds.Fold) -> Callable[[Any], str]:
    return folds.plain


def _joined(fold: folds.Fold) -> Callable[[Paragraphs], Inlines]:
    """Paragraphs as one run of text, where a format has room for no more."""
    space: Inlines = (Text(" "),)
    return lambda paragraphs: sum(
        ((space if index else ()) + body for index, body in enumerate(paragraphs)), ()
    )


_FILTERS: dict[str, Callable[[folds.Fold], Callable[..., Any]]] = {
    "start": _start,
    "target": _target,
    "linked": _linked,
    "label": _label,
    "address": _address,
    "attribute": _attribute,
    "script": _script,
    "bare": _bare,
    "wrapped": _wrapped,
    "underlined": _underlined,
    "plain": _plain,
    "joined": _joined,
    "iso": lambda fold: str,
}
