"""A posting and a CV: which of its terms the CV has, which only its source, and which nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from ..model.blocks import blocks
from ..model.inline import to_plain
from ..model.problems import Path as Where
from ..model.problems import Problem, ProblemError
from ..read.text import decode, read_plain
from ..store.files import read_file
from . import edition, handed_out
from .posting import (
    ADDRESS,
    IS_EAST,
    MOST_PARTS,
    MOST_WORDS,
    WORD,
    Key,
    Rules,
    Run,
    Weighed,
    forms_of,
    keys_of,
    language_of,
    phrases,
    runs,
    said,
    stands_alone,
    stems,
)

_MOST_TERMS, _MOST_PLACES = 40, 3
_SETTINGS = frozenset(
    {"$schema", "sections", "locale", "dates", "phrases", "lines", "site", "match", "meta"}
    | {"bibliography", "formats", "pdf", "html", "markdown", "text", "llms", "jsonresume"}
)
"""The keys of cv.yaml that say nothing of the person."""


class Spot(NamedTuple):
    """Where a term stands."""

    file: str
    line: int
    column: int
    path: Where


@dataclass
class Term:
    """``where`` is ``cv``, ``source`` or ``nowhere``; ``instead`` is what stands there for it."""

    text: str
    count: int = 0
    weight: float = 0.0
    where: str = "nowhere"
    instead: str = ""
    places: list[Spot] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """With what stands there for it."""
        return f"{self.text} (as {self.instead})" if self.instead else self.text


@dataclass
class Matched:
    """The terms of a posting, the weightiest first."""

    posting: str
    language: str
    terms: list[Term]

    def groups(self) -> dict[str, list[Term]]:
        """The terms by where they stand."""
        names = ("cv", "source", "nowhere")
        return {name: [each for each in self.terms if each.where == name] for name in names}

    def data(self) -> dict[str, Any]:
        """All that for programs."""
        terms = [
            {
                "term": each.text,
                "count": each.count,
                "where": each.where,
                "as": each.instead or None,
                "places": [at._asdict() | {"path": list(at.path)} for at in each.places],
            }
            for each in self.terms
        ]
        return {"posting": self.posting, "language": self.language, "terms": terms}


@dataclass
class _Texts:
    """What is looked for, and what of it was found, by the keys: in the CV, and in the source."""

    rules: Rules
    wanted: set[Key]
    cv: set[Key] = field(default_factory=set)
    source: dict[Key, dict[Spot, None]] = field(default_factory=dict)

    def keys_in(self, text: str) -> Iterator[tuple[Key, str]]:
        """Those that the text has, and how its first word is written there."""
        for form in forms_of(WORD.findall(ADDRESS.sub(" ", text)), self.rules):
            whole = tuple(stem for stem, _ in form)
            for at, (_, written) in enumerate(form):
                lengths = range(1, MOST_PARTS + 1)
                keys = {whole[at : at + length] for length in lengths} & self.wanted
                yield from ((key, written) for key in keys)
        yield from (((key,), key) for key in self.east if key in text)

    def lacking(self, text: str) -> Iterator[tuple[dict[Spot, None], str]]:
        """Where to note a place for each that the CV lacks, and how it is written in the text."""
        for key, written in self.keys_in(text):
            places = self.source.setdefault(key, {}) if key not in self.cv else None
            if places is not None and len(places) < _MOST_PLACES:
                yield places, written

    @cached_property
    def east(self) -> list[str]:
        """Those that stand in texts without spaces."""
        return [key[0] for key in self.wanted if len(key) == 1 and IS_EAST.match(key[0])]


def matched(data: bytes, name: str, source: Path, variant: str = "", language: str = "") -> Matched:
    """Looks for the terms of the posting in the CV for that reader, and in what it is made of.

    Raises ``ProblemError`` where either cannot be read.
    """
    text, problems = decode(data, name)
    if not problems and not text.strip():
        problems = [Problem((), "the posting is empty", file=name)]
    if problems:
        raise ProblemError(problems)
    _, loaded = edition(source, variant, language)
    document, rules = handed_out(loaded), language_of(text)
    assert loaded.edition
    plain = loaded.edition.plain.data
    groups = _synonyms(plain.get("match", {}).get("synonyms", {}), rules)
    found = list(runs(text, rules))
    parts = {said(phrase) for run, _ in found for phrase in phrases(run)}
    wanted = {key for part in parts for key in keys_of(part, rules)}
    texts = _Texts(rules, wanted | groups.keys())
    for block in blocks(document, "pdf"):
        texts.cv.update(key for key, _ in texts.keys_in(to_plain(block.said)))
    files = [source, *(each for each in loaded.inputs if each.suffix in (".yaml", ".yml", ".bib"))]
    for file in dict.fromkeys(files):
        _look(file, texts)
    return Matched(name, rules.name, _terms(found, texts, groups))


def _synonyms(said: Mapping[str, Any], rules: Rules) -> dict[Key, list[str]]:
    """Each key of a word for which others may stand -> all of these words, the main one first."""
    found: dict[Key, list[str]] = {}
    for main, others in said.items():
        words = [main, *([others] if isinstance(others, str) else others)]
        for word in words:
            found |= dict.fromkeys(keys_of(word, rules), words)
    return found


def _look(file: Path, texts: _Texts) -> None:
    """Notes where the source has what is looked for: values of cv.yaml, lines of a .bib file."""
    try:
        text, _ = decode(read_file(file), str(file))
    except OSError:
        return
    if file.suffix == ".bib":
        for number, line in enumerate(text.splitlines(), 1):
            for places, written in texts.lacking(line.replace("{", "").replace("}", "")):
                places[Spot(str(file), number, line.find(written) + 1 or 1, ())] = None
        return
    plain, _ = read_plain(text, str(file))
    for path, value in _leaves(plain.data, ()):
        for places, written in texts.lacking(value):
            at = plain.marks.put_at(Problem(path, ""), path, written)
            places[Spot(str(file), at.line, at.column, path)] = None


def _leaves(value: Any, path: Where) -> Iterator[tuple[Where, str]]:
    """The texts of a source."""
    if isinstance(value, dict):
        for key, each in value.items():
            if path or key not in _SETTINGS:
                yield from _leaves(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _leaves(each, (*path, index))
    elif isinstance(value, str):
        yield path, value


def _terms(weighed: list[Weighed], texts: _Texts, groups: Mapping[Key, list[str]]) -> list[Term]:
    """The weightiest terms, each once."""
    rules, found = texts.rules, dict[Key, Term]()
    weights: dict[Key, list[float]] = {}
    for run, weight in weighed:
        for phrase in phrases(run):
            weights.setdefault(stems(phrase, rules), []).append(weight)
    chosen = chain.from_iterable(_chosen(run, texts, groups) for run, _ in weighed)
    for key, phrase in {stems(phrase, rules): phrase for phrase in chosen}.items():
        keys = keys_of(said(phrase), rules)
        group = next((groups[each] for each in keys if each in groups), [said(phrase)])
        term = found.setdefault(min(keys_of(group[0], rules)), _term(group, keys, texts))
        is_plain = len(phrase) == 1 and not phrase[0].stands_out
        term.count += len(weights[key])
        term.weight += sum(weights[key]) * (0.5 if is_plain else 1 + 0.25 * (len(phrase) - 1))
    return sorted(found.values(), key=lambda term: -term.weight)[:_MOST_TERMS]


def _term(group: list[str], keys: set[Key], texts: _Texts) -> Term:
    """A term, and where it stands: itself, or what means the same."""
    main, *others = group
    term = Term(main)
    ways = [("", keys | keys_of(main, texts.rules))]
    ways += [(each, keys_of(each, texts.rules)) for each in others]
    for where, there in (("cv", texts.cv), ("source", texts.source)):
        for instead, forms in ways:
            if not forms.isdisjoint(there):
                term.where, term.instead = where, instead
                places = chain.from_iterable(texts.source.get(key, ()) for key in sorted(forms))
                term.places = [*dict.fromkeys(places)][:_MOST_PLACES] if where == "source" else []
                return term
    return term


def _chosen(words: Run, texts: _Texts, groups: Mapping[Key, list[str]]) -> Iterator[Run]:
    """The phrases that a run stands for: what is known of it, and what stands out around that.

    What nobody knows is a term where it is short, else the last two words of it are.
    """
    rules, there = texts.rules, (texts.cv, texts.source, groups)
    others = [word for word in words if word.stands_out or not rules.nouns]
    for phrase in phrases(words):
        keys = keys_of(said(phrase), rules)
        is_known = any(not keys.isdisjoint(each) for each in there)
        is_word = len(phrase) > 1 or phrase[0].is_technical
        if is_known and (is_word or (len(others) < 2 and stands_alone(phrase[0], rules))):
            at = next(i for i in range(len(words)) if words[i : i + len(phrase)] == phrase)
            yield phrase
            around = words[:at] + words[at + len(phrase) :]
            break
    else:
        is_short = len(words) <= MOST_WORDS
        if len(words) > 1 or stands_alone(words[0], rules):
            yield words if is_short else words[-2:]
        around = () if is_short else words[:-2]
    yield from ((each,) for each in around if each.is_technical)
