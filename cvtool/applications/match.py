"""A posting and a CV: which of its terms the CV has, which only its source, and which nobody.

Terms are words, and phrases of up to three. They are compared by their stems: of a word its letters
without its ending, of what is technical (``C++``, ``CI/CD``, ``OSDI``) all of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import chain, dropwhile
from pathlib import Path
from typing import Any, NamedTuple

from ..model.blocks import blocks
from ..model.inline import to_plain
from ..model.problems import Path as Where
from ..model.problems import Problem, ProblemError
from ..read.text import decode, read_plain
from ..store.files import read_file
from . import edition, handed_out

_HERE = Path(__file__).parent
_EAST = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_IS_EAST = re.compile(f"[{_EAST}]")
_WORD = re.compile(rf"[{_EAST}]+|\.?[^\W_{_EAST}]+(?:[-.&/+’'][^\W_{_EAST}]+)*(?:\+\+|[#+](?!\w))?")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S+@\S+")
_LINE_ITEM = re.compile(r"^\s*(?:[-*+•·▪◦–]|\d+[.)])\s+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_APART = re.compile(r"[,;:!?()\[\]{}|•·—–\"“”„«»…。，、；：！？（）《》]|\s[-/&]\s|\.(?=\s|$)")
_TECHNICAL = re.compile(r".*(?:\d|[+#&]|^\.|[^\W\d_](?:[A-Z]|\.[^\W_]))")
_PLURAL = re.compile("[A-Z]{2,}s")
_SPLIT = re.compile(r"[-./&’']")
_KANA = "[\u3041-\u309f]+"
_MARKS = re.compile(r"[#*_]+")
_MOST_WORDS, _MOST_PARTS = 3, 5
"""Of a phrase: its words, and with those that hyphens part."""
_LONGEST_HEADING, _ENDS = 7, ".,;!?。，；！？"
_TITLE, _WANTED, _SHORTEST_STEM = 3.0, 2.0, 3
_ENGLISH, _CHINESE, _JAPANESE = "en", "zh", "ja"
_MOST_TERMS, _MOST_PLACES = 40, 3
_SETTINGS = {
    *("extends", "tags", "description", "audience", "language", "folder", "$schema", "sections"),
    *("locale", "dates", "phrases", "lines", "site", "match", "meta", "bibliography", "formats"),
    *("pdf", "html", "markdown", "text", "llms", "jsonresume"),
}
"""The keys of cv.yaml and of a variant that say nothing of the person."""

_Key = tuple[str, ...]
"""The stems of a term."""
_Run = tuple[str, ...]
"""Words in a row that no stop word parts."""
_Weighed = tuple[_Run, float]


class _Rules:
    """What is known of the language of postings."""

    skip: re.Pattern[str]
    wanted: re.Pattern[str]

    def __init__(self, name: str, said: Mapping[str, str]) -> None:
        words = {key: said.get(key, "").split() for key in ("stop", "weak", "names", "endings")}
        self.name = name
        self.stop = frozenset(map(str.casefold, words["stop"]))
        self.weak = frozenset(map(str.casefold, words["weak"]))
        self.names = frozenset(words["names"])
        self.endings = [each.partition(">")[::2] for each in words["endings"]]
        self.nouns = bool(said.get("nouns"))
        for key in ("skip", "wanted"):
            phrases = (re.escape(each.strip()) for each in said.get(key, "").split("|"))
            setattr(self, key, re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})"))
        stop = sorted(filter(_IS_EAST.match, self.stop), key=len, reverse=True)
        self.between = re.compile("|".join([_KANA, *map(re.escape, stop)]))


@cache
def _all_rules() -> Mapping[str, _Rules]:
    import yaml

    text = (_HERE / "postings.yaml").read_text(encoding="utf-8")
    return {name: _Rules(name, each) for name, each in yaml.safe_load(text).items()}


def _language_of(text: str) -> _Rules:
    """The language whose stop words it has most of."""
    rules, words = _all_rules(), Counter(map(str.casefold, _WORD.findall(text)))
    east = sum(len(each) for each in re.findall(rf"[{_EAST}]", text))
    if east > len(text) / 5:
        return rules[_JAPANESE if re.search("[\u3041-\u30ff]", text) else _CHINESE]
    counts = {name: sum(words[word] for word in each.stop) for name, each in rules.items()}
    return rules[max(counts, key=lambda name: (counts[name], name == _ENGLISH))]


def _forms_of(words: list[str], rules: _Rules) -> Iterator[list[tuple[str, str]]]:
    """The words in the forms by which they are found, each with how it is written: their stems,
    those of their parts, and of what is joined without a hyphen; and as they are."""
    parts = [part for word in words for part in filter(None, _SPLIT.split(word))]
    for form in (words, parts):
        yield [(_stem(word, rules), word) for word in form]
    yield [(_SPLIT.sub("", _stem(word, rules)), word) for word in words]
    yield [(word.casefold(), word) for word in words]


def _keys_of(text: str, rules: _Rules) -> set[_Key]:
    forms = _forms_of(_WORD.findall(text), rules)
    return {tuple(stem for stem, _ in form) for form in forms if form}


@lru_cache(maxsize=50_000)
def _stem(word: str, rules: _Rules) -> str:
    """The word without its endings, and one letter for two at its end."""
    text = word.casefold()
    if _TECHNICAL.match(word):
        return text[:-1] if _PLURAL.fullmatch(word) else text
    for ending, instead in rules.endings:
        left = text.removesuffix(ending)
        if left != text and len(left) >= _SHORTEST_STEM:
            text = left + instead
            break
    text = text.removesuffix("e") if rules.endings and len(text) > _SHORTEST_STEM else text
    return text[:-1] if len(text) > _SHORTEST_STEM and text[-1] == text[-2] else text


def _runs(text: str, rules: _Rules) -> Iterator[_Weighed]:
    """The runs of a posting, without what is about the employer."""
    weight, is_skipped, is_first = 1.0, False, True
    lines = text.splitlines()
    for line, behind in zip(lines, [*lines[1:], ""], strict=True):
        bare = _LINE_ITEM.sub("", line).strip()
        if not bare:
            continue
        plain = _MARKS.sub(" ", bare) if bare[0] in "#*_" else bare
        if not is_first and _is_heading(bare, line, behind, rules):
            is_skipped = bool(rules.skip.search(_folded(plain)))
            weight = _WANTED if rules.wanted.search(_folded(plain)) else 1.0
            if weight > 1 or is_skipped:
                continue
        for sentence in () if is_skipped else _SENTENCE.split(plain):
            if not rules.skip.search(_folded(sentence)):
                yield from _of_sentence(sentence, _TITLE if is_first else weight, rules)
        is_first = False


def _is_heading(bare: str, line: str, behind: str, rules: _Rules) -> bool:
    """A short line with a colon or a mark, or alone, or known for one, that ends no sentence."""
    if len(bare.split()) > _LONGEST_HEADING or _LINE_ITEM.match(line):
        return False
    is_known = rules.skip.match(_folded(bare)) or rules.wanted.match(_folded(bare))
    is_alone = is_known or not behind.strip() or _LINE_ITEM.match(behind)
    return bare[0] in "#*" or bare[-1] in ":：" or bool(is_alone and bare[-1] not in _ENDS)


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _of_sentence(text: str, weight: float, rules: _Rules) -> Iterator[_Weighed]:
    is_begin = True
    for piece in _APART.split(_ADDRESS.sub(" , ", text)):
        run: list[str] = []
        for word in chain.from_iterable(_units(piece, rules)):
            if _parts(word, rules, is_begin):
                yield from _run(run, weight, rules)
                run = []
            else:
                run.append(word)
            is_begin = False
        yield from _run(run, weight, rules)


def _units(piece: str, rules: _Rules) -> Iterator[list[str]]:
    """The words of a piece: ``and/or`` is two, ``CI/CD`` one; of texts without spaces, what stop
    words and kana leave of them."""
    for word in _WORD.findall(piece):
        if _IS_EAST.match(word):
            left = rules.between.split(word)
            yield ["", *(part for each in left if len(each) > 1 for part in (each, ""))]
        elif found := re.match(r"[A-Z]+(?:/[A-Z]+)+", word):
            yield [found[0], *filter(None, word[found.end() :].split("-"))]
        else:
            yield from ([part] for part in word.split("/"))


def _parts(word: str, rules: _Rules, is_begin: bool) -> bool:
    """Whether the word parts phrases, and is in none."""
    if not word or re.fullmatch(r"\d[\d.,]*\+?", word):
        return True
    if word in rules.names:
        return is_begin
    is_capital = word.isupper()
    return word.casefold() in rules.stop if len(word) > 1 and not is_capital else not is_capital


def _run(words: list[str], weight: float, rules: _Rules) -> Iterator[_Weighed]:
    """The run without what it cannot begin and end with; none where nothing is left."""
    words = [*dropwhile(lambda word: not _stands_alone(word, rules), words)]
    if rules.nouns:  # an adjective may stand before the first
        outstanding = [at for at, word in enumerate(words) if _stands_out(word)]
        words = words[max(outstanding[0] - 1, 0) : outstanding[-1] + 1] if outstanding else []
    if words:
        yield tuple(words), weight


def _phrases(words: _Run) -> Iterator[_Run]:
    """Every part of the run that may be a term, the longest first."""
    for length in range(min(_MOST_WORDS, len(words)), 0, -1):
        yield from (words[at : at + length] for at in range(len(words) - length + 1))


def _stems(phrase: _Run, rules: _Rules) -> _Key:
    return tuple(_stem(word, rules) for word in phrase)


def _stands_alone(word: str, rules: _Rules) -> bool:
    return bool(_TECHNICAL.match(word)) or word.casefold() not in rules.weak


def _stands_out(word: str) -> bool:
    return bool(_TECHNICAL.match(word)) or word[:1].isupper()


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


@dataclass
class _Texts:
    """What is looked for, and what of it was found, by the keys: in the CV, and in the source."""

    rules: _Rules
    wanted: set[_Key]
    cv: set[_Key] = field(default_factory=set)
    source: dict[_Key, dict[Spot, None]] = field(default_factory=dict)

    def keys_in(self, text: str) -> Iterator[tuple[_Key, str]]:
        """Those that the text has, and how its first word is written there."""
        for form in _forms_of(_WORD.findall(_ADDRESS.sub(" ", text)), self.rules):
            whole = tuple(stem for stem, _ in form)
            for at, (_, written) in enumerate(form):
                lengths = range(1, _MOST_PARTS + 1)
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
        return [key[0] for key in self.wanted if len(key) == 1 and _IS_EAST.match(key[0])]


def matched(
    data: bytes, name: str, source: Path, variant: str, language: str
) -> tuple[str, list[Term]]:
    """The language of the posting, and where its terms are, the weightiest first: in the CV for
    that reader, or in what it is made of. Raises ``ProblemError`` where either cannot be read."""
    text, problems = decode(data, name)
    if not problems and not text.strip():
        problems = [Problem((), "the posting is empty", file=name)]
    if problems:
        raise ProblemError(problems)
    _, loaded = edition(source, variant, language)
    version, rules = handed_out(loaded), _language_of(text)
    said = version.chosen.plain.data.get("match", {})
    groups = _synonyms(said.get("synonyms", {}), rules)
    found = list(_runs(text, rules))
    parts = {" ".join(phrase) for run, _ in found for phrase in _phrases(run)}
    wanted = {key for part in parts for key in _keys_of(part, rules)}
    texts = _Texts(rules, wanted | groups.keys())
    for block in blocks(version.document, "pdf"):
        texts.cv.update(key for key, _ in texts.keys_in(to_plain(block.said)))
    files = [source, *(each for each in loaded.inputs if each.suffix in (".yaml", ".yml", ".bib"))]
    for file in dict.fromkeys(files):
        _look(file, texts)
    return rules.name, _terms(found, texts, groups)


def _synonyms(said: Mapping[str, list[str]], rules: _Rules) -> dict[_Key, list[str]]:
    """Each key of a word for which others may stand -> all of these words, the main one first."""
    groups = [[main, *others] for main, others in said.items()]
    return {key: each for each in groups for word in each for key in _keys_of(word, rules)}


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
        is_top = not path or (path[0] == "variants" and len(path) == 2)
        for key, each in value.items():
            if not (is_top and key in _SETTINGS) and key not in ("for", "except"):
                yield from _leaves(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _leaves(each, (*path, index))
    elif isinstance(value, str):
        yield path, value


def _terms(weighed: list[_Weighed], texts: _Texts, groups: Mapping[_Key, list[str]]) -> list[Term]:
    """The weightiest terms, each once."""
    rules, found = texts.rules, dict[_Key, Term]()
    weights: dict[_Key, list[float]] = {}
    for run, weight in weighed:
        for phrase in _phrases(run):
            weights.setdefault(_stems(phrase, rules), []).append(weight)
    chosen: dict[_Key, _Run] = {}
    for phrase in chain.from_iterable(_chosen(run, texts, groups) for run, _ in weighed):
        chosen.setdefault(_stems(phrase, rules), phrase)
    for key, phrase in chosen.items():
        said = " ".join(phrase)
        keys = _keys_of(said, rules)
        group = next((groups[each] for each in sorted(keys) if each in groups), [said])
        term = found.setdefault(min(_keys_of(group[0], rules)), _term(group, keys, texts))
        is_plain = len(phrase) == 1 and not _stands_out(phrase[0])
        term.count += len(weights[key])
        term.weight += sum(weights[key]) * (0.5 if is_plain else 1 + 0.25 * (len(phrase) - 1))
    return sorted(found.values(), key=lambda term: -term.weight)[:_MOST_TERMS]


def _term(group: list[str], keys: set[_Key], texts: _Texts) -> Term:
    """A term, and where it stands: itself, or what means the same."""
    main, *others = group
    term = Term(main)
    ways = [("", keys | _keys_of(main, texts.rules))]
    ways += [(each, _keys_of(each, texts.rules)) for each in others]
    for where, there in (("cv", texts.cv), ("source", texts.source)):
        for instead, forms in ways:
            if not forms.isdisjoint(there):
                term.where, term.instead = where, instead
                places = chain.from_iterable(texts.source.get(key, ()) for key in sorted(forms))
                term.places = [*dict.fromkeys(places)][:_MOST_PLACES] if where == "source" else []
                return term
    return term


def _chosen(words: _Run, texts: _Texts, groups: Mapping[_Key, list[str]]) -> Iterator[_Run]:
    """The phrases that a run stands for: what is known of it, and what stands out around that.

    What nobody knows is a term where it is short, else the last two words of it are.
    """
    rules, there = texts.rules, (texts.cv, texts.source, groups)
    others = [word for word in words if _stands_out(word) or not rules.nouns]
    for phrase in _phrases(words):
        keys = _keys_of(" ".join(phrase), rules)
        is_known = any(not keys.isdisjoint(each) for each in there)
        is_word = len(phrase) > 1 or bool(_TECHNICAL.match(phrase[0]))
        if is_known and (is_word or (len(others) < 2 and _stands_alone(phrase[0], rules))):
            at = next(i for i in range(len(words)) if words[i : i + len(phrase)] == phrase)
            yield phrase
            around = words[:at] + words[at + len(phrase) :]
            break
    else:
        is_short = len(words) <= _MOST_WORDS
        if len(words) > 1 or _stands_alone(words[0], rules):
            yield words if is_short else words[-2:]
        around = () if is_short else words[:-2]
    yield from ((each,) for each in around if _TECHNICAL.match(each))
