"""A posting and a CV: which of its terms the CV has, which only its source, and which nobody."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import field
from functools import partial
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

from ..model.blocks import SECTION, blocks
from ..model.inline import to_plain
from ..model.later import dataclass, replace
from ..model.problems import Path as Where
from ..model.problems import Problem, ProblemError
from ..read.text import decode, read_plain
from ..store.files import read_file
from . import edition, handed_out, posting
from .posting import Rules, Run, Words, is_east, is_technical, joined, keys, phrases, words_of

_MOST_TERMS, _MOST_PLACES, _LARGEST, _SHORTEST_PART = 40, 3, 100_000, 5
_NO_TEXT = {b"%pdf": "a PDF", b"pk\x03\x04": "a packed file", b"{\\rtf": "RTF", b"<": "HTML"}
"""How a posting begins that is no plain text."""
_SAY_NOTHING = {
    *("extends", "tags", "description", "audience", "language", "folder", "$schema", "sections"),
    *("locale", "dates", "phrases", "lines", "site", "match", "meta", "bibliography", "formats"),
    *("pdf", "html", "markdown", "text", "llms", "jsonresume"),
}
"""The keys of cv.yaml and of a variant that say nothing of the person."""


@dataclass
class Term:
    """``where`` is ``cv``, ``part``, ``source`` or ``nowhere``; ``instead`` is what stands there of
    it or for it, and ``places`` where: problems without a message."""

    text: str
    where: str = "nowhere"
    instead: str = ""
    places: list[Problem] = field(default_factory=list)
    count: int = 0
    weight: float = 0.0


@dataclass
class _Texts:
    """What is looked for, and what of it was found, by its keys: in the CV, and in the source.

    ``groups`` are words that mean the same, by the keys of each, the main one first; ``compounds``
    words of the CV by their stems, where a language joins words without a space.
    """

    rules: Rules
    wanted: Container[str]
    groups: Mapping[str, list[str]]
    cv: set[str] = field(default_factory=set)
    source: dict[str, dict[Problem, None]] = field(default_factory=dict)
    compounds: dict[str, str] = field(default_factory=dict)

    def keys_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Those that the text has, and how its first word is written there."""
        written, *forms = posting.forms(text, self.rules)
        for form in forms:
            for at, first in enumerate(written):
                found = accumulate(form[at : at + posting.MOST_SIGNS])
                yield from ((key, first) for key in found if key in self.wanted)

    def read(self, text: str) -> None:
        """Notes what a text of the CV has."""
        self.cv.update(key for key, _ in self.keys_in(text))
        for word in words_of(text) if self.rules.compounds else ():
            if self.rules.weight(word) == 1 and len(word) >= _SHORTEST_PART:
                self.compounds.setdefault(posting.stem(word, self.rules), word)

    def look(self, text: str, place: Callable[[str], Problem]) -> None:
        """Notes where a text of the source has what the CV lacks."""
        for key, written in self.keys_in(text):
            places = self.source.setdefault(key, {}) if key not in self.cv else None
            if places is not None and len(places) < _MOST_PLACES:
                places[place(written)] = None

    def longest(self, words: Words, *there: Container[str]) -> Words:
        """The longest part of it that stands in one of these, and says something."""
        for phrase in filter(self.rules.is_term, phrases(words)):
            if any(key in each for key in keys(joined(phrase), self.rules) for each in there):
                return phrase
        return ()

    def compound(self, word: str) -> str:
        """A word of the CV that begins or ends with this one, or that this one does with."""
        for stem, written in self.compounds.items():
            short, long = sorted((stem, posting.stem(word, self.rules)), key=len)
            if len(short) >= _SHORTEST_PART and short in (long[: len(short)], long[-len(short) :]):
                return written
        return ""


def matched(
    data: bytes, name: str, source: Path, variant: str, language: str
) -> tuple[str, list[Term]]:
    """The language of the posting, and where its terms are, the weightiest first: in the CV for
    that reader, or in what it is made of. Raises ``ProblemError`` where either cannot be read."""
    text = _read(data, name)
    _, loaded = edition(source, variant, language)
    version, rules = handed_out(loaded), posting.language_of(text)
    said = [to_plain(each.said) for each in blocks(version.document, "pdf") if each.gap < SECTION]
    runs = [*posting.runs(text, rules, "\n".join(said))]
    synonyms = version.chosen.plain.data.get("match", {}).get("synonyms", {})
    alike = [[main, *others] for main, others in synonyms.items()]
    groups = {key: each for each in alike for word in each for key in keys(word, rules)}
    parts = {joined(phrase) for run in runs for phrase in phrases(run.words)}
    wanted = {key for each in parts for key in keys(each, rules)}
    texts = _Texts(rules, wanted | groups.keys(), groups)
    for each in said:
        texts.read(each)
    files = [source, *(each for each in loaded.inputs if each.suffix in (".yaml", ".yml", ".bib"))]
    for text, place in chain.from_iterable(map(_texts_of, dict.fromkeys(files))):
        texts.look(text, place)
    return rules.name, _terms(runs, texts)


def _read(data: bytes, file: str) -> str:
    """The text of a posting."""
    start = data[:200].lstrip().lower()
    why = next((f"this is {what}" for sign, what in _NO_TEXT.items() if start.startswith(sign)), "")
    why = why or (f"larger than {_LARGEST // 1000} kB" if len(data) > _LARGEST else "")
    text, problems = ("", []) if why else decode(data, file)
    if not problems and not text.strip():
        message = f"{why}: copy its text into a text file" if why else "the posting is empty"
        problems = [Problem((), message, file=file)]
    if problems:
        raise ProblemError(problems)
    return text


def _texts_of(file: Path) -> Iterator[tuple[str, Callable[[str], Problem]]]:
    """The values of cv.yaml, or the lines of a .bib file, and what places a word of them."""
    try:
        text, _ = decode(read_file(file), str(file))
    except OSError:
        return
    if file.suffix == ".bib":
        for number, line in enumerate(text.splitlines(), 1):
            place = partial(_of_line, Problem((), "", file=str(file), line=number), line)
            yield line.replace("{", "").replace("}", ""), place
        return
    plain, _ = read_plain(text, str(file))
    for path, value in _leaves(plain.data, ()):
        yield value, partial(plain.marks.put_at, Problem(path, ""), path)


def _of_line(place: Problem, line: str, written: str) -> Problem:
    return replace(place, column=line.find(written) + 1 or 1)


def _leaves(value: Any, path: Where) -> Iterator[tuple[Where, str]]:
    """The texts of a source."""
    if isinstance(value, str):
        yield path, value
        return
    is_top = not path or (path[0] == "variants" and len(path) == 2)
    left_out = _SAY_NOTHING if is_top else ("for", "except")
    items = value.items() if isinstance(value, dict) else enumerate(value or ())
    for key, each in items:
        if key not in left_out:
            yield from _leaves(each, (*path, key))


def _terms(runs: Iterable[Run], texts: _Texts) -> list[Term]:
    """The weightiest terms, each once; of equal ones that which is said first."""
    rules, found = texts.rules, dict[str, Term]()
    for run in runs:
        for words in _chosen(run, texts):
            term = _term(words, texts)
            key = min(keys(joined(rules.core(tuple(words_of(term.text)))), rules))
            found.setdefault(key, term).text = min(found.get(key, term).text, term.text, key=len)
            term = found[key]
            term.count += 1
            term.weight += run.weight / (2 if len(words) == 1 and words[0].islower() else 1)
    return sorted(found.values(), key=lambda term: -term.weight)[:_MOST_TERMS]


def _chosen(run: Run, texts: _Texts) -> Iterator[Words]:
    """The phrases that a run stands for: all of it where it is short, else what is known of it, or
    its last two words; and what is technical around that.

    A single word that does not stand out must be known, or alone between two signs. Around what is
    asked for only what is known is a term, and no word that begins what there is to do.
    """
    words, is_asked = run.words, run.is_asked
    known = texts.longest(words, texts.cv, texts.source, texts.groups)
    if run.is_order and known[:1] != words[:1] and not is_technical(words[0]):
        words = words[1:]
    is_long = len(words) > posting.most(words)
    chosen: Words = ()
    if known and (known == words or is_long or not is_asked):
        chosen = known if is_asked or len(known) > 1 or not run.is_plain else ()
    elif is_asked and (len(words) > 1 or run.is_alone or not run.is_plain):
        chosen = words if not is_long else () if is_east(words) else words[-2:]
    if chosen and (texts.rules.is_term(chosen) or (run.is_title and chosen == words)):
        yield chosen
    if is_asked:
        yield from ((each,) for each in words if each not in chosen and is_technical(each))


def _term(words: Words, texts: _Texts) -> Term:
    """A term, and where it stands: itself, what means the same, or a part of it."""
    rules, core = texts.rules, texts.rules.core(words)
    own = keys(joined(words), rules) | keys(joined(core), rules)
    groups = (texts.groups[each] for each in sorted(own) if each in texts.groups)
    main, *others = next(groups, [joined(words)])
    ways = [("", own | keys(main, rules)), *((each, keys(each, rules)) for each in others)]
    for where, there in (("cv", texts.cv), ("source", texts.source)):
        for instead, forms in ways:
            if not forms.isdisjoint(there):
                found = chain.from_iterable(texts.source.get(key, ()) for key in sorted(forms))
                return Term(main, where, instead, [*dict.fromkeys(found)][:_MOST_PLACES])
    part = texts.longest(core, texts.cv)
    instead = joined(part) if part else texts.compound(words[-1])
    return Term(main, "part" if instead else "nowhere", instead)
