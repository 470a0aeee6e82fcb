"""Chooses what one edition of a CV says: a variant of it, in a language, and who may read it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from ..model.later import NamedTuple, replace
from ..model.plain import slug
from ..model.problems import Path, Problem, counted
from ..source import CV, Shape
from . import Mark, Plain, at, key_of, says_nothing
from .chooser import ENGLISH, Chooser
from .names import (
    AUDIENCES,
    ELSE,
    OTHER,
    PUBLIC,
    Declared,
    Names,
    Reader,
    Rule,
    is_by_language,
    is_read,
    is_tag,
    is_text,
)
from .overlay import Laid

if TYPE_CHECKING:
    from ..bib.library import Holding


class Chosen(NamedTuple):
    """What it says, and what was found on the way.

    ``laid`` is all that the variant may say, to whomever; ``kept_back`` are the paths in there of
    what other audiences read otherwise, or do not read at all, and ``hidden`` the keys of those
    entries of the bibliography that nothing in this edition is about, but others. ``left_out`` are
    the paths of what is for other names.
    """

    reader: Reader
    plain: Plain
    laid: Plain
    problems: list[Problem]
    kept_back: list[Path]
    hidden: frozenset[str]
    names: Names
    others: Names
    rules: list[Rule]
    left_out: list[Path]

    def reads(self, holding: Holding, names: Names | None = None) -> bool:
        """Whether an entry of the bibliography is one of this edition, by what is said of it."""
        if not (self.rules or self.hidden or holding.readers):
            return True
        entry = holding.publication
        about = [it for it in self.rules if it.is_about(entry.key, entry.keywords)]
        said = [*holding.readers, *((each.kind, each.name) for each in about)]
        is_hidden = entry.key.casefold() in self.hidden
        return not is_hidden and (not said or is_read(said, names or self.names))

    def keeps_back(self, holding: Holding) -> bool:
        """Whether those of the other audience read of an entry, and this one does not."""
        return self.reads(holding, self.others) and not self.reads(holding)

    @property
    def is_veiled(self) -> bool:
        """Whether there are e-mail addresses that web pages do not show as they are."""
        site, basics = (self.plain.data.get(key) for key in ("site", "basics"))
        is_plain = not isinstance(site, dict) or site.get("email") in (None, "", "plain")
        return not is_plain and isinstance(basics, dict) and bool(basics.get("email"))

    def apart_from(self, other: Chosen) -> list[Path]:
        """Where one of two audiences alone reads something."""
        known = {path[0] for path in self.kept_back}
        return [*self.kept_back, *((key,) for key in self._laid_apart(other) if key not in known)]

    def secrets(self, other: Chosen) -> Iterator[str]:
        """What is not for this reader, but for others, such as the other audience."""
        for path in (*self.kept_back, *self.left_out):
            yield f"{path}={at(self.laid.data, path)!r}"
        for key in self._laid_apart(other):
            yield f"{key}={other.laid.data.get(key)!r}"

    def _laid_apart(self, other: Chosen) -> list[str]:
        """The keys under which variants and ``in`` say something else for the other audience."""
        own, others = self.laid.data, other.laid.data
        return [key for key in own | others if own.get(key) != others.get(key)]


def choose(plain: Plain, reader: Reader, declared: Declared) -> Chosen:
    """The edition for this reader. Without a language it is the one that ``locale`` names.

    A text that it lacks is told, and is there in English or else in the first language given. The
    texts of the others are nobody's to read, but what is wrong with them is told, too. Lists lose
    null, empty texts and entries in which nothing is said; ``x-`` keys are left alone.

    ``for`` and ``except`` in a mapping say by which names it is read, ``in`` what differs there,
    and ``{name: ..., else: ...}`` in the place of any value are other words; what ``withheld``
    knows is private by itself. An entry of the bibliography of which only others read anything is
    hidden. Of one audience nothing is read by the other but what both may read.
    """
    is_given = bool(reader.language)
    reader = reader._replace(language=reader.language or _language(plain, reader, declared))
    laid = Laid(plain, declared, declared.of(reader), reader.variant)
    choice, data = _chosen(laid.plain, reader, declared)
    hidden = choice.hidden | laid.removed | (_cited(laid.plain.data) - _cited(data))
    if choice.kept_back or not declared.used.isdisjoint(AUDIENCES):
        other = reader._replace(audience=OTHER[reader.audience])
        over = Laid(plain, declared, declared.of(other), reader.variant)
        _, others = _chosen(over.plain, other, declared)
        hidden |= _cited(others) - _cited(data)
    if not hidden.isdisjoint(_cited(data)):
        choice, data = _chosen(laid.plain, reader, declared, hidden)
    if is_given:
        data["locale"] = reader.language
        choice.places["locale",] = _language_mark(plain, reader, declared)
    _know_names(laid.plain, data)
    problems = [*laid.problems, *choice.problems, *map(counted, choice.unknown.values())]
    chosen = Plain(data, replace(laid.plain.marks, places=choice.places), plain.is_json)
    problems += _nameless(plain, chosen)
    whom = (choice.names, choice.others, choice.rules, choice.left_out)
    return Chosen(reader, chosen, laid.plain, problems, choice.kept_back, hidden, *whom)


def _language_mark(plain: Plain, reader: Reader, declared: Declared) -> Mark:
    """Where the language is named, by the CV or by the variant."""
    languages = plain.data.get("languages")
    if isinstance(languages, list) and reader.language in languages:
        return plain.marks.at(("languages", languages.index(reader.language)))
    own = (reader.variant, *reversed(declared.above(reader.variant)))
    for says in (declared.variant(each).says for each in own):
        for path in ((*says.path, "language"), (*says.path, "locale")):
            if path in says.marks.places:
                file = "" if says.marks is plain.marks else says.marks.file
                return says.marks.at(path)._replace(file=file)
    return plain.marks.at(("locale",))


def _nameless(plain: Plain, chosen: Plain) -> Iterator[Problem]:
    """What is wrong where the CV has a name, and what stands for some in its place has none."""
    path, mark = ("basics", "name"), chosen.marks.at(("basics", "name"))
    said, own = (each.get("basics") for each in (plain.data, chosen.data))
    is_named = isinstance(said, dict) and not says_nothing(said.get("name"))
    is_nameless = says_nothing(own.get("name")) if isinstance(own, dict) else says_nothing(own)
    if is_named and is_nameless and mark.spot != ("", path):
        yield Problem(path, "a CV needs a name, and here nothing is left of it")


def _with_ids(plain: Plain) -> Plain:
    """The data in which a section of the user's own has a name that is the same in all editions:
    of its headings that anybody may read the one by which it is called somewhere, or the first."""
    own = plain.data.get("custom")
    items = list(own) if isinstance(own, list) else []
    called: set[str] | None = None
    for index, each in enumerate(items):
        if (
            not isinstance(each, dict)
            or each.get("id")
            or not isinstance(each.get("heading"), dict)
        ):
            continue
        called = called if called is not None else set(map(slug, _called(plain.data)))
        names = [*filter(None, map(slug, _open(each["heading"])))]
        if name := next((it for it in names if it in called), names[0] if names else ""):
            items[index] = {**each, "id": name}
    return plain if called is None else plain._replace(data={**plain.data, "custom": items})


def _open(words: dict[str, Any]) -> Iterator[str]:
    """Those of several texts that say nothing to a few alone."""
    names = words if is_by_language(words) else [PUBLIC if PUBLIC in words else ELSE]
    return (each for key in names if isinstance(each := words.get(key), str))


def _called(value: Any, key: str = "") -> Iterator[str]:
    """The names by which orders and headings call sections."""
    if isinstance(value, dict):
        yield from value if key == "headings" else ()
        for name, each in value.items():
            yield from _called(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _called(each, key)
    elif isinstance(value, str) and key in ("section", "sections", "pages"):
        yield value


def _know_names(plain: Plain, data: Any) -> None:
    """Adds the person's names in other languages to those that they publish under."""
    written, own = (each.get("basics") for each in (plain.data, data))
    names = written.get("name") if isinstance(written, dict) else None
    if not isinstance(names, dict) or not isinstance(own, dict) or not all(map(is_tag, names)):
        return
    aliases = own.get("aliases", [])
    known = {*filter(is_text, [own.get("name"), *aliases])} if isinstance(aliases, list) else set()
    if others := [each for each in names.values() if is_text(each) and each.strip() not in known]:
        data["basics"] = {**own, "aliases": [*aliases, *dict.fromkeys(others)]}


def _language(plain: Plain, reader: Reader, declared: Declared) -> str:
    """The language of the CV, which may be another for other names."""
    locale = plain.data.get("locale")
    if declared.are_names(locale):
        locale = locale.get(declared.of(reader).wording(locale))
    return locale if locale and isinstance(locale, str) else ENGLISH


def _chosen(
    plain: Plain, reader: Reader, declared: Declared, hidden: frozenset[str] = frozenset()
) -> tuple[Chooser, Any]:
    """What this reader reads, without the hidden entries of the bibliography."""
    plain = _with_ids(plain)
    choice = Chooser(plain, reader, declared, hidden)
    data = choice.value(plain.data, (), (), Shape(model=CV))
    declared.learn(choice)
    return choice, data


def _cited(data: Any) -> frozenset[str]:
    """The keys of the entries of the bibliography of which anything is said."""
    sections = _keys_in(data.get("custom"), False)
    return frozenset(chain(_keys_in(data.get("publications"), True), sections))


def _keys_in(value: Any, is_inside: bool) -> Iterator[str]:
    if isinstance(value, dict):
        if is_inside and (key := key_of(value)):
            yield key
        for name, each in value.items():
            yield from _keys_in(each, is_inside or name == "publications")
    elif isinstance(value, list):
        for each in value:
            yield from _keys_in(each, is_inside)
