"""Pages laid out once more with other gaps, by what is known of them from the first time: every
byte of the PDF is as WeasyPrint 70 would make it of their styles.

It takes two fifths of the time of that; ``tests/test_pdf_patches.py`` fails once it may go.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from importlib import import_module
from math import inf
from typing import Any

from ...model.later import NamedTuple, pattern
from .kept import SIDES, replaced

_SPACES = frozenset(f"{kind}_{side}" for kind in ("margin", "padding") for side in SIDES)
"""What may be another: boxes stay what they are."""
_OWN = pattern(r"--([\w-]+)")
_IN_LINES = frozenset({"LineBox", "InlineBox", "TextBox", "InlineBlockBox", "BlockBox"})
_KINDS = frozenset(
    {*_IN_LINES, "InlineReplacedBox", "BlockReplacedBox", "FlexBox", "TableBox", "TableCellBox"}
    | {"TableRowBox", "TableRowGroupBox"}
)
"""Boxes that keep nothing of where they were."""
_MOST_LINES = 3_000


class _OtherwiseError(Exception):
    """More than spaces is another."""


class _Laid(NamedTuple):
    """What pages are laid out of: boxes, and what WeasyPrint calls the context."""

    root: Any
    context: Any


@contextmanager
def known_layouts() -> Iterator[None]:
    """What pages are laid out of at first is kept with their HTML, as is what comes of lines."""
    document = import_module("weasyprint.document")
    lay_out = document.layout_document

    def layout_document(html: Any, root: Any, context: Any) -> Any:
        vars(html).setdefault("laid", _Laid(root, context))
        return lay_out(html, root, context)

    with replaced(document, "layout_document", layout_document), _known_lines():
        yield


def forget(html: Any) -> None:
    """What is kept of it, at once: what WeasyPrint calls the context is in itself."""
    laid = vars(html).pop("laid", None)
    if laid:
        vars(laid.context).pop("lines", None)


def laid_again(html: Any, first: Any, sheet: Any) -> Any:
    """WeasyPrint's document of ``html``, as the ``first`` one but that the root gives other values
    to some names, as one more ``sheet`` says; nothing where more than spaces hangs on these."""
    laid, library = vars(html)["laid"], import_module("weasyprint.document")
    try:
        styles = _Styles(html, laid.context, _named(html, sheet))
        context = _context(html, laid.context, styles, sheet)
        context.lines = lines = dict[int, _Lines]()
        root = _copied(laid.root, styles, vars(laid.context).get("lines", {}), lines)
    except _OtherwiseError:
        return None
    found = first.copy([*map(library.Page, library.layout_document(html, root, context))])
    found._html = html
    return found


def _named(html: Any, sheet: Any) -> dict[str, Any]:
    """What a sheet calls what at the root, each with its weight, if that is all it does."""
    found = sheet.matcher.match(html.wrapper_element)
    if sheet.page_rules or not sheet.matcher.order == len(found) == 1:
        raise _OtherwiseError
    ((specificity, _, pseudo, (declarations, layer)),) = found
    if pseudo or layer or not all(name.startswith("__") for name, _, _ in declarations):
        raise _OtherwiseError
    precedence = import_module("weasyprint.css").declaration_precedence
    return {
        name: (value, (precedence("user", is_important), inf, specificity))
        for name, value, is_important in declarations
    }


class _Styles:
    """The styles of a document where the root gives other values to some names; ``changes`` counts
    those that are another."""

    def __init__(self, html: Any, context: Any, given: dict[str, Any]) -> None:
        self._pending = import_module("weasyprint.css.tokens").Pending
        self._write = import_module("tinycss2").serialize
        self._said: dict[int, set[str]] = {}
        self._known: dict[int, Any] = {}
        self.changes = 0
        root = context.style_for.get_computed_styles()[html.etree_element, None]
        for name, (_, weight) in given.items():
            if name in root.cascaded and root.cascaded[name][1] > weight:
                raise _OtherwiseError
        self._names = self._hanging(root, {*given})
        self.root = self._known[id(root)] = self._other(root, root.cascaded | given)

    def _hanging(self, root: Any, names: set[str]) -> set[str]:
        """These names and those of what the root says by them."""
        own = [each for each in root.cascaded if each.startswith("__")]
        more = {each for each in own if not names.isdisjoint(self._asked(root.cascaded[each][0]))}
        return names if more <= names else self._hanging(root, names | more)

    def _asked(self, value: Any) -> set[str]:
        """The names in a value."""
        if not isinstance(value, self._pending):
            return set()
        if id(value) not in self._said:
            found = _OWN.findall(self._write(value.tokens))
            self._said[id(value)] = {f"__{each.replace('-', '_')}" for each in found}
        return self._said[id(value)]

    def of(self, style: Any) -> Any:
        """What it then is."""
        if id(style) not in self._known:
            cascaded = getattr(style, "cascaded", {})  # boxes without an element have no spaces
            if not self._names.isdisjoint(cascaded):
                raise _OtherwiseError
            self._known[id(style)] = self._other(style, cascaded)
        found = self._known[id(style)]
        self.changes += found is not style
        return found

    def _other(self, style: Any, cascaded: dict[str, Any]) -> Any:
        is_root = cascaded is not getattr(style, "cascaded", cascaded)
        changed = set()
        for name, (value, _) in cascaded.items():
            if not self._names.isdisjoint(self._asked(value)):
                changed.add(name)
            elif value == "inherit" and name in _SPACES:
                raise _OtherwiseError
        spaces = changed - self._names if is_root else changed
        if not spaces <= _SPACES or (spaces and "table" in "".join(style["display"])):
            raise _OtherwiseError  # in tables, not all spaces count
        if not (spaces or is_root):
            return style
        found = style.copy()
        for each in spaces | self._names:
            found.pop(each, None)
        found.cascaded = cascaded
        if not is_root:
            found.update({each: self.root[each] for each in self._names})
        return found


def _copied(box: Any, styles: _Styles, known: dict[int, _Lines], kept: dict[int, _Lines]) -> Any:
    """The box and what is in it, in these styles. Of what is ``known`` of lines, what stays true is
    ``kept``."""
    is_first = box.first_letter_style or box.first_line_style
    is_note = box.footnote or box.note or box.is_footnote() or box.is_note()
    if type(box).__name__ not in _KINDS or is_first or is_note or vars(box).get("column_groups"):
        raise _OtherwiseError
    before, found = styles.changes, box.copy()
    found.style = styles.of(box.style)
    inside = (_copied(each, styles, known, kept) for each in box.children)
    found.children = type(box.children)(inside)
    if id(box) in known and styles.changes == before:
        kept[id(found)] = known[id(box)]
    return found


def _context(html: Any, context: Any, styles: _Styles, sheet: Any) -> Any:
    """One more of that kind, if nothing on the pages hangs on where it stands."""
    lookups = context.target_collector.counter_lookup_items
    is_asked = any(state["content_lookups"] for *_, state in context.page_maker)
    if is_asked or any(token != "content" for _, token in lookups):
        raise _OtherwiseError
    style_for = copy(context.style_for)
    vars(style_for).pop("kept", None)
    style_for._computed_styles = {(html.etree_element, None): styles.root}
    style_for._cascaded_styles = {}
    style_for.initial_page_sizes = {"box": None, "area": None}
    style_for._sheets = [*style_for._sheets, (sheet, "user", None)]
    return type(context)(
        style_for,
        context.get_image_from_uri,
        context.font_config,
        context.counter_style,
        context.target_collector,
    )


class _Line(NamedTuple):
    """A line as it was set: where each box in it was before the line got its place, and by how much
    it then moved to the right, from what height."""

    box: Any
    rest: Any
    places: list[tuple[float, float]]
    right: float
    top: float

    def at(self, height: float) -> Any:
        """The same at another height."""
        found = _placed(self.box, iter(self.places))
        found.translate(self.right, height - self.top)
        found.position_y = height
        return found


def _placed(box: Any, places: Iterator[tuple[float, float]]) -> Any:
    found = box.copy()
    found.position_x, found.position_y = next(places)
    if box.children:
        found.children = type(box.children)([_placed(each, places) for each in box.children])
    return found


@contextmanager
def _known_lines() -> Iterator[None]:
    """What comes of a line where nothing floats hangs on its width alone, not on its height."""
    inline = import_module("weasyprint.layout.inline")
    usual, align = inline.get_next_linebox, inline.text_align
    stand = inline.line_box_verticality
    left, depth = _MOST_LINES, 0
    right, top, places = 0.0, 0.0, list[tuple[float, float]]()

    def text_align(*given: Any, **named: Any) -> Any:
        nonlocal right
        right = align(*given, **named)
        return right

    def line_box_verticality(line: Any) -> Any:
        nonlocal top, places
        found = stand(line)
        if depth:
            top, places = found[1], []
            _note(line, places)
        return found

    def get_next_linebox(
        context: Any, box: Any, height: float, space: Any, skip: Any, around: Any, *more: Any
    ) -> Any:
        nonlocal left, depth, places
        if any(more[2:]):  # first letters with a style change what is in boxes each time
            left = 0
        is_free = not (depth or context.excluded_shapes)
        own = is_free and left and _lines(context, box, around)
        if not own or not own.is_plain:
            return usual(context, box, height, space, skip, around, *more)
        at = skip and repr(skip)
        key = around.content_box_x(), around.width, around.height, box.text_indent, at
        known = own.found
        if key in known:
            return known[key].at(height), known[key].rest
        depth, places, left = 1, [], left - 1
        try:
            line, rest = usual(context, box, height, space, skip, around, *more)
        finally:
            depth = 0
        if places:
            whole = _placed(line, iter(places)) if own.has_leader else line
            known[key] = _Line(whole, rest, places, right, top)
        return line, rest

    ours = {
        "get_next_linebox": get_next_linebox,
        "text_align": text_align,
        "line_box_verticality": line_box_verticality,
    }
    with ExitStack() as stack:
        for name, each in ours.items():
            stack.enter_context(replaced(inline, name, each))
        yield


def _note(box: Any, places: list[tuple[float, float]]) -> None:
    places.append((box.position_x, box.position_y))
    for each in box.children:
        _note(each, places)


class _Lines:
    """The lines that a box is broken into, by where it is and what of it is done. It ``is_plain``
    if nothing in it is out of the line, whose place is its own, or becomes another as pages do."""

    __slots__ = ("box", "found", "has_leader", "is_plain")

    def __init__(self, box: Any, around: Any) -> None:
        self.box, self.found = box, dict[Any, _Line]()
        inside = _inside(box, [])
        kinds = {type(each).__name__ for each in inside}
        has_place = box.margin_top or box.border_top_width or box.padding_top
        is_plain = not has_place and kinds <= _IN_LINES and around.style["direction"] == "ltr"
        is_counted = any(each.missing_link for each in (around, *inside))
        are_lined = all(each.is_in_normal_flow() for each in inside)
        self.is_plain = is_plain and are_lined and not is_counted
        self.has_leader = any(each.is_leader for each in inside)


def _lines(context: Any, box: Any, around: Any) -> _Lines:
    known: dict[int, _Lines] = vars(context).setdefault("lines", {})
    found = known.get(id(box))
    if not found:
        found = known[id(box)] = _Lines(box, around)
    return found


def _inside(box: Any, found: list[Any]) -> list[Any]:
    found.append(box)
    for each in box.children:
        _inside(each, found)
    return found
