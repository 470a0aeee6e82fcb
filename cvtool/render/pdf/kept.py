"""What follows from a style alone, or was asked before: WeasyPrint 70 reckons it again and again.

Here it is kept, and every byte of the PDF stays as it is.

What is kept with a style goes with it. Each part says what it gives; ``tests/test_pdf_patches.py``
fails once one may go.
"""

from __future__ import annotations

import atexit
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from operator import attrgetter
from typing import Any

from ...model.later import pattern

SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in SIDES),
    *(f"border_{side}_width" for side in SIDES),
    *(f"{most}{length}" for most in ("", "min_", "max_") for length in ("width", "height")),
)
"""What a box has of its style, resolved."""
_RADII = tuple(f"border_{a}_{b}_radius" for a in ("top", "bottom") for b in ("left", "right"))
_TEXT = (
    *("direction", "lang", "font_language_override", "font_family", "font_style", "font_stretch"),
    *("font_weight", "font_size", "font_kerning", "font_feature_settings", "tab_size", "hyphens"),
    *("font_variation_settings", "text_decoration_line", "word_spacing", "letter_spacing"),
    *(f"font_variant_{each}" for each in ("ligatures", "position", "caps", "numeric")),
    *("font_variant_alternates", "font_variant_east_asian", "overflow_wrap", "word_break"),
    *("white_space", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphenate_character"),
)
"""The properties of a text by which it is split and set."""
_REST, _WIDTH = 1, 2
"""Of what comes of a text that is split."""
_UNWRAPPED = ("nowrap", "pre")
_NOTHING: tuple[dict[str, Any], list[Any]] = {}, []
_IS_KEPT, _SHIPPED = "is_kept", ("UA_STYLESHEET", "PH_STYLESHEET")
_MOST_STYLES = 6_000
_MOST_RESOLVED = 500
_MOST_SPLIT = 3_000
_MOST_SHAPED = 6_000
_BREAK = pattern("[\n\v\f\r\x85\u2028\u2029]")


@contextmanager
def replaced(module: Any, name: str, value: object) -> Iterator[None]:
    """Has ``value`` in the place of what the module or class calls ``name``."""
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


@contextmanager
def kept_work() -> Iterator[None]:
    """While it lasts, nothing is reckoned twice that comes out the same."""
    with (
        _once_resolved(),
        _once_asked(),
        _once_set_up(),
        _once_split(),
        _once_shaped(),
        _once_high(),
        _once_styled(),
        _once_bare(),
        _plainly_asked(),
    ):
        yield


@contextmanager
def everywhere(name: str, value: Callable[..., Any]) -> Iterator[None]:
    """Has ``value`` in the place of WeasyPrint's function of that name, whoever imported it."""
    with ExitStack() as stack:
        for user in [each for key, each in sys.modules.items() if key.startswith("weasyprint")]:
            if hasattr(user, name):
                stack.enter_context(replaced(user, name, value))
        yield


@contextmanager
def _once_resolved() -> Iterator[None]:
    """WeasyPrint resolves eighteen lengths of each box, most often of one style in one place: a
    tenth of the layout.

    What comes out is kept with the style. Of a page the height counts, too, and of cells with
    common borders what stands beside them: these are left alone.
    """
    boxes = import_module("weasyprint.formatting_structure.boxes")
    resolve = import_module("weasyprint.layout.percent").resolve_percentages

    def resolved(box: Any, containing_block: Any) -> None:
        style, around = box.style, containing_block
        size = (around.width, around.height) if isinstance(around, boxes.Box) else (*around,)
        kept = style.__dict__.setdefault("resolved", {})
        if size in kept:
            box.__dict__.update(kept[size])
            return
        resolve(box, around)
        if not isinstance(box, boxes.PageBox) and style["border_collapse"] != "collapse":
            if len(kept) >= _MOST_RESOLVED:
                kept.clear()
            kept[size] = {each: getattr(box, each) for each in _LENGTHS}

    with everywhere("resolve_percentages", resolved):
        yield


@contextmanager
def _once_asked() -> Iterator[None]:
    """WeasyPrint asks each box some twenty times whether it is in the flow, or floats: a fifteenth
    of the layout. Its style says it."""
    base = import_module("weasyprint.formatting_structure.boxes").Box
    with ExitStack() as stack:
        for name in ("is_floated", "is_absolutely_positioned", "is_in_normal_flow"):
            stack.enter_context(replaced(base, name, _asked_once(name, getattr(base, name))))
        yield


def _asked_once(name: str, ask: Callable[[Any], Any]) -> Callable[[Any], Any]:
    known = attrgetter(name)

    def asked(self: Any) -> Any:
        try:
            return known(self.style)
        except AttributeError:
            found = vars(self.style)[name] = ask(self)
            return found

    return asked


@contextmanager
def _once_set_up() -> Iterator[None]:
    """WeasyPrint tells Pango the language, font and features of each text anew: a twelfth of the
    layout, and lists that are never freed. It is told once a style, and its answer is copied."""
    base = import_module("weasyprint.text.line_break").Layout
    library = import_module("weasyprint.text.ffi")
    collected, unref = library.ffi.gc, library.gobject.g_object_unref
    copied, usual = library.pango.pango_layout_copy, base.setup

    def set_up(self: Any, style: Any) -> None:
        known = style.__dict__.get("layout")
        if known is None:
            first = base.__new__(base)
            usual(first, style)
            del first.style  # which keeps it
            known = style.__dict__["layout"] = vars(first)
        self.__dict__.update(known)
        self.style, self.layout = style, collected(copied(known["layout"]), unref)

    with replaced(base, "setup", set_up):
        yield


@contextmanager
def _once_split() -> Iterator[None]:
    """WeasyPrint splits every fourth text again for a place as wide, or where it fits as well, and
    all where pages are laid out once more: a tenth of the layout, and a fourth of another one. What
    comes out hangs on the properties of texts alone."""
    line_break = import_module("weasyprint.text.line_break")
    split, layouts = line_break.split_first_line, line_break.Layout
    kept: dict[tuple[Any, ...], tuple[dict[str, Any], list[Any]]] = {}

    def once(text: str, style: Any, context: Any, width: Any, spacing: Any, **more: Any) -> Any:
        of_style = vars(style)
        if "text" not in of_style:
            of_style["text"] = repr([style[each] for each in _TEXT])
        whole = of_style["text"], text, spacing
        key = *whole, width, *more.items()
        can_fit = width is None or style["white_space"] in _UNWRAPPED
        known, found = kept.get(whole, _NOTHING)
        if not found or not (can_fit or width >= _room(found, style)):
            known, found = kept.get(key, _NOTHING)
        if found:
            layout = layouts.__new__(layouts)
            layout.__dict__.update(known, style=style, max_width=width)
            return layout, *found
        if len(kept) >= _MOST_SPLIT:
            kept.clear()
        layout, *found = split(text, style, context, width, spacing, **more)
        known = {each: value for each, value in vars(layout).items() if each != "style"}
        fits = can_fit or width >= _room(found, style)
        is_whole = fits and found[_REST] is None and layout.text == text
        kept[whole if is_whole else key] = known, found
        return layout, *found

    with everywhere("split_first_line", once):
        yield


def _room(found: list[Any], style: Any) -> float:
    """How wide a place is in which Pango leaves the text whole: WeasyPrint takes it for narrower
    where letters stand closer than usual."""
    spacing = style["letter_spacing"]
    return float(found[_WIDTH] - (0 if spacing == "normal" else min(spacing, 0)))


@contextmanager
def _once_shaped() -> Iterator[None]:
    """WeasyPrint lets go of a line that Pango has set, and has it set again to draw it: a tenth of
    the writing. The first lines are kept, some 10 MiB of them.

    For each it tells Pango that line breaks are none, too, which has Pango forget what it has: it
    is told where there are any. What is cut at its end is set anew, for others may share the line.
    """
    base = import_module("weasyprint.text.line_break").Layout
    draw = import_module("weasyprint.draw.text")
    let_go, take_up, real = base.deactivate, base.reactivate, draw.pango
    left = _MOST_SHAPED
    quiet = _Quiet(real)

    def deactivate(self: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0 or self.justification_spacing or _BREAK.search(self.text):
            let_go(self)

    def reactivate(self: Any, style: Any) -> None:
        quiet.is_quiet = "layout" in vars(self) and self.style is style
        if not quiet.is_quiet:
            take_up(self, style)

    draw_text = draw.draw_text

    def drawn(stream: Any, box: Any, at: Any, overflow: Any, ellipsis: Any) -> None:
        if overflow == "ellipsis" or ellipsis != "none":
            vars(box.pango_layout).pop("layout", None)
        draw_text(stream, box, at, overflow, ellipsis)

    with (
        replaced(base, "deactivate", deactivate),
        replaced(base, "reactivate", reactivate),
        replaced(draw, "pango", quiet),
        everywhere("draw_text", drawn),
    ):
        yield


class _Quiet:
    """Pango, which is told nothing of paragraphs of the line that is being drawn if it is quiet."""

    is_quiet = False

    def __init__(self, pango: Any) -> None:
        self._pango = pango

    def __getattr__(self, name: str) -> Any:
        found = vars(self)[name] = getattr(self._pango, name)
        return found

    def pango_layout_set_single_paragraph_mode(self, *given: Any) -> None:
        if not self.is_quiet:
            self._pango.pango_layout_set_single_paragraph_mode(*given)


@contextmanager
def _once_high() -> Iterator[None]:
    """WeasyPrint finds the height of an empty line by a text of fifteen properties, for each box in
    a line: a thirtieth of the layout."""
    reckon = import_module("weasyprint.text.line_break").strut

    def strut(style: Any) -> Any:
        known = style.__dict__
        if "strut" not in known:
            known["strut"] = reckon(style)
        return known["strut"]

    with everywhere("strut", strut):
        yield


@contextmanager
def _once_styled() -> Iterator[None]:
    """WeasyPrint shares the style of elements that are styled alike, but not of what CSS puts
    before and behind them, nor of pages and their margins: a tenth of the layout of a list. Where
    all sheets are kept for the next PDF, so are the styles, and all that is kept with them: a sixth
    of one of many PDFs.
    """
    base = import_module("weasyprint.css").StyleFor
    name = "set_computed_styles"
    usual = getattr(base, name)

    def styled(self: Any, element: Any, parent: Any, *more: Any, **named: Any) -> None:
        pseudo, computed = named.get("pseudo_type"), self.get_computed_styles()
        cascaded = self.get_cascaded_styles().get((element, pseudo), {})
        values = (
            (each, _known_as(value), *by[:2], *by[2]) for each, (value, by) in cascaded.items()
        )
        is_sized = self.initial_page_sizes["box"] is not None
        key = id(computed.get((parent, None))), pseudo, is_sized, *values
        kept = _styles(self)
        if key not in kept:
            usual(self, element, parent, *more, **named)
            kept[key] = computed[element, pseudo]
            return
        computed[element, pseudo] = found = kept[key]
        if found["anchor"] and (collector := named.get("target_collector")):
            collector.collect_anchor(found["anchor"])

    with replaced(base, name, styled):
        yield


def _known_as(value: Any) -> object:
    """What a style says of an attribute, such as an anchor, is text, and made anew each time."""
    texts = value if type(value) is tuple else (value,)
    return value if all(type(each) is str for each in texts) else id(value)


_known_styles: dict[tuple[int, ...], tuple[list[Any], dict[Any, Any]]] = {}
"""Styles by the sheets that they come of, which stay as long."""
atexit.register(_known_styles.clear)


def _styles(style_for: Any) -> dict[Any, Any]:
    """Those of a document, of whose sheets each may be ``keep_with``."""
    own: dict[str, Any] = vars(style_for)
    if "kept" not in own:
        own["kept"] = {}
        sheets = [sheet for sheet, _, _ in style_for._sheets]
        shipped = vars(import_module("weasyprint.html"))
        lasting = [shipped[each] for each in _SHIPPED]
        if all(_IS_KEPT in vars(each) or each in lasting for each in sheets):
            held = [style_for.font_config, *sheets]
            if sum(len(each) for _, each in _known_styles.values()) > _MOST_STYLES:
                _known_styles.clear()
            own["kept"] = _known_styles.setdefault((*map(id, held),), (held, {}))[1]
    found: dict[Any, Any] = own["kept"]
    return found


def keep_with(sheet: Any) -> None:
    """Says that styles may be kept with a sheet that is there for the next PDF, too."""
    vars(sheet)[_IS_KEPT] = True


@contextmanager
def _once_bare() -> Iterator[None]:
    """WeasyPrint resolves the corners of each box and asks for all that may be behind and around
    it: a twentieth of the layout. Most have nothing of that."""
    background = import_module("weasyprint.layout.background")
    name = "layout_box_backgrounds"
    usual = getattr(background, name)

    def laid(
        page: Any, box: Any, image: Any, layout_children: bool = True, style: Any = None
    ) -> None:
        known = box.style.__dict__
        if "is_bare" not in known:
            known["is_bare"] = _is_bare(box.style)
        if not known["is_bare"] or box is page or style:
            usual(page, box, image, layout_children, style)
            return
        for each in _RADII:
            setattr(box, each, (0, 0))  # of the box that it may stand for
        box.background = None
        for each in box.all_children():
            laid(page, each, image)

    with replaced(background, name, laid):
        yield


def _is_bare(style: Any) -> bool:
    sources = style["border_image_source"], style["mask_border_source"], *style["background_image"]
    if style["box_shadow"] or any(kind != "none" for kind, *_ in sources):
        return False
    colour = import_module("weasyprint.draw.color").get_color(style, "background_color")
    return bool(colour.alpha == 0) and all((0, "px") in style[each] for each in _RADII)


@contextmanager
def _plainly_asked() -> Iterator[None]:
    """WeasyPrint asks each value whether it is to be reckoned, by what takes a fortieth of the
    layout: only functions are."""
    check = import_module("weasyprint.css.functions").check_math

    def asked(token: Any) -> Any:
        if type(token) is tuple:
            return any(map(asked, token))
        return check(token) if getattr(token, "type", None) == "function" else None

    with everywhere("check_math", asked):
        yield
