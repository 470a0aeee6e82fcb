"""How templates are found and filled in: the Jinja environment of a theme, and its filters."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType
from typing import Any, Protocol

import jinja2
from jinja2 import (
    ChoiceLoader,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateSyntaxError,
    Undefined,
    pass_context,
)
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Macro
from jinja2.sandbox import MAX_RANGE, ImmutableSandboxedEnvironment, safe_range
from markupsafe import Markup

from ..model.document import Section
from ..model.entry import Entry
from ..model.inline import Inlines, Link, Strong, join, plain, without
from ..model.memory import for_each, remembered_by
from ..model.prose import Blocks, bodies
from ..model.publication import Publication
from ..model.scripts import WIDTH, width, wrap
from ..model.url import for_people, telephone
from ..store.cache import keep, kept
from ..store.digests import digest, digest_of
from . import folds

_KEPT = (Publication, Entry, Section)
"""What macros are given that is the same after an edit of something else."""
_MOST_COMPILED = 300
_MOST_STEPS = 10_000_000
_OF_CONTEXT = frozenset({"_loop_vars", "_block_vars"})
"""What Jinja adds to the arguments, and macros are not given."""
_THIS = digest_of(Path(__file__))


class Templates(Protocol):
    """Where templates are, by their names."""

    def find(self, name: str) -> Path:
        """The file; raises ``FileNotFoundError`` where there is none."""

    def read(self, name: str) -> str:
        """Its text."""


def environment(files: Templates, default: Templates, fold: folds.Fold) -> Sandbox:
    """Jinja's environment, in which every value that a template prints goes through ``fold``.

    ``default`` are the templates that others find under ``default/``.
    """
    own, behind = (FunctionLoader(partial(_template, each)) for each in (files, default))
    made = Sandbox(
        loader=ChoiceLoader([own, PrefixLoader({"default": behind})]),
        autoescape=True,
        finalize=_finalize(fold),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,
        bytecode_cache=_Compiled(),
    )
    made.filters |= _FILTERS | _for_lines(fold) | {"place": _placed(fold), "each": made.each}
    return made


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's own: templates reach values and no more, and change nothing.

    Nor do they go on for ever: there are bounds to what they repeat, and to the ranges that they go
    through since ``steps`` was 0.
    """

    intercepted_binops = frozenset({"*", "**"})
    steps = 0
    is_ours = False
    """Whether no template is the user's: then no macro changes while its template stays."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._safe: dict[tuple[type, str], bool] = {}
        self.globals["range"] = self._range
        del self.globals["lipsum"]  # it makes what is another each time

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja does, which looks at each whether it may be reached: ours name none that may
        not."""
        if self.is_ours:
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return jinja2.Environment.getattr(self, obj, attribute)
        return super().getattr(obj, attribute)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """As Jinja does, where the result is no longer than its longest range."""
        sizes = [each if isinstance(each, int | float) else len(each) for each in (left, right)]
        if operator == "**" or abs(sizes[0] * sizes[1]) > MAX_RANGE:
            raise SecurityError(f"'{operator}' makes too much here")
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, called: Any, /, *values: Any, **named: Any) -> Any:
        """As Jinja does; what a macro of ours made of an entry is the same again."""
        make = partial(super().call, context, called, *values, **named)
        is_pure = self.is_ours and isinstance(called, Macro) and named.keys() <= _OF_CONTEXT
        if is_pure and values and isinstance(values[0], _KEPT):
            return remembered_by(make, called, *values)
        return make()

    def each(
        self, values: Sequence[Publication], macro: Macro, labels: object, pages: Mapping[str, Any]
    ) -> Markup:
        """What a macro makes of each of the publications and of its page, all asked for at once."""
        if not isinstance(macro, Macro):
            raise SecurityError("'each' takes a macro")
        pairs = values, [pages[each.key] for each in values]
        if self.is_ours:
            return Markup("".join(for_each(_lines, *pairs, by=(macro, labels))))
        return Markup("".join(map(partial(_lines, macro=macro, labels=labels), *pairs)))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """As Jinja says, which looks at the type alone: asked once of each, for it takes a fifth of
        the time of a page."""
        found = self._safe.get(known := (type(obj), attr))
        if found is None:
            found = self._safe[known] = super().is_safe_attribute(obj, attr, value)
        return found

    def compile(
        self, source: Any, name: str | None = None, filename: Any = None, *more: Any
    ) -> Any:
        """Its code; raises ``TemplateSyntaxError`` for whatever keeps it from being made."""
        try:
            return super().compile(source, name, filename, *more)
        except (RecursionError, MemoryError, OverflowError, SyntaxError, ValueError) as error:
            why = getattr(error, "msg", str(error))
            what = f"too much is nested, or too long, for Jinja: {why}"
            raise TemplateSyntaxError(what, 1, name, filename) from error

    def _range(self, *numbers: int) -> range:
        found = safe_range(*numbers)
        self.steps += len(found)
        if self.steps > _MOST_STEPS:
            raise SecurityError(f"this template goes through more than {_MOST_STEPS} numbers")
        return found


def _lines(it: Publication, page: object, macro: Macro, labels: object) -> str:
    return f"{macro(it, labels, page)}\n"


class _Compiled(BytecodeCache):
    """Keeps templates compiled for the next run: that takes four times as long as to fill them in.

    As Python itself does, by marshal: what it reads is run, so whoever may write it may do all.
    """

    def get_source_checksum(self, source: str) -> str:
        """Of all that the code of a template depends on: Jinja asks for the template alone."""
        return digest([MAGIC_NUMBER.hex(), jinja2.__version__, _THIS, source])

    def load_bytecode(self, bucket: Bucket) -> None:
        head, code = bucket.checksum.encode(), kept(f"{bucket.key}.template")
        if code.startswith(head):
            with suppress(Exception):  # whatever is wrong with it, the template says it again
                found = marshal.loads(code.removeprefix(head))
                bucket.code = found if isinstance(found, CodeType) else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        content = bucket.checksum.encode() + marshal.dumps(bucket.code)
        keep(f"{bucket.key}.template", content, _MOST_COMPILED)


def _template(files: Templates, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    """What Jinja asks of a loader: the text, the file, and whether both are still the same."""
    try:
        path = files.find(name)
    except FileNotFoundError:
        return None
    saved = path.stat().st_mtime_ns

    def is_fresh() -> bool:
        with suppress(OSError):
            return files.find(name) == path and path.stat().st_mtime_ns == saved
        return False

    return files.read(name), str(path), is_fresh


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


def _for_lines(fold: folds.Fold) -> dict[str, Callable[..., Markup]]:
    """The filters that make lines and elements of what the fold makes."""

    def wrapped(value: str | Inlines, first: str = "", rest: str = "") -> Markup:
        return Markup(wrap(fold(value), str(first), str(rest)))

    def prose(value: Blocks, name: str = "") -> Markup:
        made = folds.html_blocks(value, fold, str(name), "prose")
        return Markup(f"{made}\n" if made else "")

    def underlined(value: str | Inlines, char: str) -> Markup:
        text = fold(value)
        return Markup(f"{wrap(text)}\n{char * min(width(text), WIDTH)}")

    return {"wrapped": wrapped, "underlined": underlined, "prose": prose}


def _lined(value: Markup, first: str, rest: str) -> Markup:
    """What a template made, with something before its first line and before the others."""
    head, *lines = str(value).split("\n")
    made = [f"{first}{head}", *(f"{rest}{line}" for line in lines)]
    return Markup("\n".join(map(str.rstrip, made)))


def _linked(value: str | Inlines, url: str | None) -> Inlines:
    """A value as a link where there is an address: the fold then writes it like any link."""
    body = plain(value) if isinstance(value, str) else value
    return (Link(body, url),) if url else body


def _strong(value: str | Inlines) -> Inlines:
    """A value in bold, in which nothing else has to be."""
    body = plain(value) if isinstance(value, str) else value
    return (Strong(without(body, Strong)),) if body else ()


def _side(value: str | Inlines) -> Markup:
    """The attribute of an element whose words run from right to left."""
    return Markup(' dir="rtl"' if folds.side(value) == "rtl" else "")


def _placed(fold: folds.Fold) -> Callable[[object], Markup]:
    """Gives an element of pages the attributes by which it is known there."""
    if not folds.is_on_pages(fold):
        return lambda it: Markup()

    def placed(it: Any) -> Markup:
        path = getattr(it, "place", None) or getattr(it, "path", ())
        at = f' data-at="{folds.html(folds.place_mark(path))}"' if path else ""
        breaks = getattr(it, "breaks", "")
        return Markup(f'{at} data-break="{breaks}"' if breaks else at)

    return placed


def _of_blocks(name: str) -> Callable[..., Any]:
    def call(*values: Any, **named: Any) -> Any:
        from ..model import blocks  # late, for no page has them

        return getattr(blocks, name)(*values, **named)

    return call


def _marked(fold: Callable[[Any], str]) -> Callable[[Any], Markup]:
    """A fold for one place of a format, where another than the usual one is right."""
    return lambda value: Markup(fold(value))


_FILTERS: dict[str, Callable[..., Any]] = {
    "start": _marked(folds.markdown_start),
    "end": _marked(folds.markdown_end),
    "target": _marked(folds.markdown_url),
    "label": _marked(folds.link_label),
    "address": _marked(folds.link_target),
    "attribute": _marked(folds.html),
    "script": _marked(folds.in_script),
    "elements": _marked(folds.elements),
    "bare": Markup,  # an address that was checked when it was read: no space, quote or bracket
    "shown": for_people,
    "linked": _linked,
    "strong": _strong,
    "dialled": lambda number: _linked(number, telephone(number)),
    "side": _side,
    "joined": lambda value: join(" ", bodies(value)),
    "plain": folds.unmarked,
    "lined": _lined,
    "fence": _marked(folds.code_fence),
    "flow": _of_blocks("flow"),
    "listed": _of_blocks("listed"),
    "iso": str,
}
