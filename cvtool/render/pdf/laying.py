"""A page of HTML laid out, whole or in parts."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from .fit import lines_left_over
from .parts import empty_pages, is_long, lay_out_parts, take_margins
from .patches import tidied
from .spaces import join_spaces


@dataclass(frozen=True)
class Laid:
    """A CV that is laid out, as WeasyPrint's document; ``left_over`` as in ``Pdf``.

    ``bind`` puts into its PDF what is not in the document.
    """

    document: Any
    left_over: int
    bind: Callable[[Any], None] = lambda pdf: None

    @property
    def pages(self) -> int:
        return len(self.document.pages)


def lay_out(
    page: str,
    read: Callable[..., Any],
    render: Callable[[Any], Any],
    part_options: dict[str, Any] | None,
) -> Laid:
    """The page laid out, in parts where it is long and there are ``part_options``: those of the
    PDFs of the parts, the same as of the whole.

    ``read`` makes WeasyPrint's ``HTML`` of a string, ``render`` its document of that.
    """
    html = read(string=page)
    root = html.etree_element
    join_spaces(root)
    if part_options is not None and is_long(root):
        return _in_parts(root, partial(_part, read, render), part_options)
    document = tidied(render(html))
    return Laid(document, lines_left_over(document))


def _in_parts(root: Element, lay_out: Callable[[Element], Any], options: dict[str, Any]) -> Laid:
    from .binding import Binder

    binder = Binder()
    left_over = 0

    def take(document: Any, pages: list[Any]) -> None:
        nonlocal left_over
        binder.take(document, pages, **options)
        left_over = lines_left_over(document)

    margins = take_margins(root)
    lay_out_parts(root, lay_out, take)
    document = lay_out(empty_pages(root, margins, binder.count))
    binder.prepare(document)
    return Laid(document, left_over, binder.bind)


def _part(read: Callable[..., Any], render: Callable[[Any], Any], part: Element) -> Any:
    """The document of a part, in the memory of the one before."""
    gc.collect()
    html = read(string="<!doctype html>")
    html.etree_element.attrib.update(part.attrib)
    html.etree_element[:] = part
    return render(html)
