"""A posting: which of its words are terms, by rules that know its language.

Terms are words, and phrases of up to three. They are compared by their stems: of a word its letters
without its ending, of what is technical (``C++``, ``CI/CD``, ``OSDI``) all of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain, dropwhile
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_EAST = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
IS_EAST = re.compile(f"[{_EAST}]")
WORD = re.compile(rf"[{_EAST}]+|\.?[^\W_{_EAST}]+(?:[-.&/+’'][^\W_{_EAST}]+)*(?:\+\+|[#+](?!\w))?")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S+@\S+")
_LINE_ITEM = re.compile(r"^\s*(?:[-*+•·▪◦–]|\d+[.)])\s+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_APART = re.compile(r"[,;:!?()\[\]{}|•·—–\"“”„«»…。，、；：！？（）《》]|\s[-/&]\s|\.(?=\s|$)")
_TECHNICAL = re.compile(r".*(?:\d|[+#&]|^\.|[^\W\d_](?:[A-Z]|\.[^\W_]))")
_PLURAL = re.compile("[A-Z]{2,}s")
_SPLIT = re.compile(r"[-./&’']")
_KANA = "[\u3041-\u309f]+"
_MARKS = re.compile(r"[#*_]+")
MOST_WORDS, MOST_PARTS = 3, 5
"""Of a phrase: its words, and with those that hyphens part."""
_LONGEST_HEADING = 7
_TITLE, _WANTED = 3.0, 2.0
_SHORTEST_STEM = 3
_ENGLISH, _CHINESE, _JAPANESE = "en", "zh", "ja"

Key = tuple[str, ...]
"""The stems of a term."""


@dataclass(frozen=True, eq=False)
class Rules:
    """What is known of the language of postings."""

    name: str
    stop: frozenset[str]
    weak: frozenset[str]
    names: frozenset[str]
    endings: tuple[tuple[str, str], ...]
    nouns: bool
    skip: re.Pattern[str]
    wanted: re.Pattern[str]

    @cached_property
    def between(self) -> re.Pattern[str]:
        """What parts a text without spaces: kana, and stop words."""
        stop = sorted(filter(IS_EAST.match, self.stop), key=len, reverse=True)
        return re.compile("|".join([_KANA, *map(re.escape, stop)]))


@cache
def _all_rules() -> Mapping[str, Rules]:
    import yaml

    text = (_HERE / "postings.yaml").read_text(encoding="utf-8")
    return {name: _rules(name, each) for name, each in yaml.safe_load(text).items()}


def _rules(name: str, data: Mapping[str, Any]) -> Rules:
    def words(key: str) -> frozenset[str]:
        return frozenset(map(str.casefold, data.get(key, "").split()))

    def several(key: str) -> re.Pattern[str]:
        phrases = (" ".join(each.split()) for each in data.get(key, "").split("|"))
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})")

    pairs = (each.partition(">") for each in data.get("endings", "").split())
    endings = tuple((ending, instead) for ending, _, instead in pairs)
    names = frozenset(data.get("names", "").split())
    more = (words("stop"), words("weak"), names, endings, bool(data.get("nouns")))
    return Rules(name, *more, several("skip"), several("wanted"))


def language_of(text: str) -> Rules:
    """The language whose stop words it has most of."""
    rules, words = _all_rules(), Counter(map(str.casefold, WORD.findall(text)))
    east = sum(len(each) for each in re.findall(rf"[{_EAST}]", text))
    if east > len(text) / 5:
        return rules[_JAPANESE if re.search("[\u3041-\u30ff]", text) else _CHINESE]
    counts = {name: sum(words[word] for word in each.stop) for name, each in rules.items()}
    return rules[max(counts, key=lambda name: (counts[name], name == _ENGLISH))]


@dataclass(frozen=True)
class Word:
    """A word of a posting; ``is_named`` where it begins with a capital."""

    text: str
    is_technical: bool
    is_named: bool

    @property
    def stands_out(self) -> bool:
        """Whether it is written otherwise than most words."""
        return self.is_technical or self.is_named


Run = tuple[Word, ...]
"""Words in a row that no stop word parts."""
Weighed = tuple[Run, float]


def _word(text: str) -> Word:
    return Word(text, bool(_TECHNICAL.match(text)), text[:1].isupper())


def forms_of(words: list[str], rules: Rules) -> Iterator[list[tuple[str, str]]]:
    """The words in the forms by which they are found, each with how it is written: their stems,
    those of their parts, and of what is joined without a hyphen; and as they are."""
    parts = [part for word in words for part in filter(None, _SPLIT.split(word))]
    for form in (words, parts):
        yield [(_stem(word, rules), word) for word in form]
    yield [(_SPLIT.sub("", _stem(word, rules)), word) for word in words]
    yield [(word.casefold(), word) for word in words]


def keys_of(text: str, rules: Rules) -> set[Key]:
    """All the forms of a phrase."""
    forms = forms_of(WORD.findall(text), rules)
    return {tuple(stem for stem, _ in form) for form in forms if form}


@lru_cache(maxsize=50_000)
def _stem(word: str, rules: Rules) -> str:
    """The word without its endings, and one letter for two at its end."""
    text = word.casefold()
    if _TECHNICAL.match(word):
        return text[:-1] if _PLURAL.fullmatch(word) else text
    text = text.removesuffix("'s").removesuffix("’s")
    for ending, instead in rules.endings:
        left = text.removesuffix(ending)
        if left != text and len(left) >= _SHORTEST_STEM:
            text = left + instead
            break
    is_cut = rules.endings and text.endswith("e") and len(text) > _SHORTEST_STEM
    text = text[:-1] if is_cut else text
    return text[:-1] if len(text) > _SHORTEST_STEM and text[-1] == text[-2] else text


def runs(text: str, rules: Rules) -> Iterator[Weighed]:
    """The runs of a posting, without what is about the employer."""
    weight, is_skipped, is_first = 1.0, False, True
    lines = text.splitlines()
    for line, behind in zip(lines, [*lines[1:], ""], strict=True):
        bare = _LINE_ITEM.sub("", line).strip()
        if not bare:
            continue
        plain = _MARKS.sub(" ", bare) if bare[0] in "#*_" else bare
        if not is_first and _is_heading(bare, line, behind):
            is_skipped = _says(plain, rules.skip)
            weight = _WANTED if _says(plain, rules.wanted) else 1.0
            if weight > 1 or is_skipped:
                continue
        for sentence in () if is_skipped else _SENTENCE.split(plain):
            if not _says(sentence, rules.skip):
                yield from _of_sentence(sentence, _TITLE if is_first else weight, rules)
        is_first = False


def _is_heading(bare: str, line: str, behind: str) -> bool:
    """A short line with a colon behind it, a mark before it, or nothing that ends a sentence."""
    if len(bare.split()) > _LONGEST_HEADING or _LINE_ITEM.match(line):
        return False
    is_alone = not behind.strip() or bool(_LINE_ITEM.match(behind))
    return bare[0] in "#*" or bare[-1] in ":：" or (is_alone and bare[-1] not in ".,;!?。，；！？")


def _says(text: str, phrases: re.Pattern[str]) -> bool:
    return phrases.search(" ".join(text.casefold().replace("’", "'").split())) is not None


def _of_sentence(text: str, weight: float, rules: Rules) -> Iterator[Weighed]:
    is_begin = True
    for piece in _APART.split(ADDRESS.sub(" , ", text)):
        run: list[Word] = []
        for found in chain.from_iterable(_units(piece or "", rules)):
            word = _word(found)
            if _parts(word, rules, is_begin):
                yield from _run(run, weight, rules)
                run = []
            else:
                run.append(word)
            is_begin = False
        yield from _run(run, weight, rules)


def _units(piece: str, rules: Rules) -> Iterator[list[str]]:
    """The words of a piece: ``and/or`` is two, ``CI/CD`` one; of texts without spaces, what stop
    words and kana leave of them."""
    for word in WORD.findall(piece):
        if IS_EAST.match(word):
            left = rules.between.split(word)
            yield ["", *(part for each in left if len(each) > 1 for part in (each, ""))]
        elif found := re.match(r"[A-Z]+(?:/[A-Z]+)+", word):
            yield [found[0], *filter(None, word[found.end() :].split("-"))]
        else:
            yield from ([part] for part in word.split("/"))


def _parts(word: Word, rules: Rules, is_begin: bool) -> bool:
    """Whether the word parts phrases, and is in none."""
    text = word.text
    if not text or text.isdigit() or re.fullmatch(r"\d[\d.,]*\+?", text):
        return True
    if text in rules.names:
        return is_begin
    is_letters = len(text) > 1 and text.isupper()
    return not is_letters and (
        text.casefold() in rules.stop or (len(text) == 1 and not text.isupper())
    )


def _run(words: list[Word], weight: float, rules: Rules) -> Iterator[Weighed]:
    """The run without what it cannot begin and end with; none where nothing is left."""
    words = [*dropwhile(lambda word: not stands_alone(word, rules), words)]
    if rules.nouns:  # an adjective may stand before the first
        outstanding = [at for at, word in enumerate(words) if word.stands_out]
        words = words[max(outstanding[0] - 1, 0) : outstanding[-1] + 1] if outstanding else []
    if words:
        yield tuple(words), weight


def phrases(words: Run) -> Iterator[Run]:
    """Every part of the run that may be a term, the longest first."""
    for length in range(min(MOST_WORDS, len(words)), 0, -1):
        yield from (words[at : at + length] for at in range(len(words) - length + 1))


def said(phrase: Run) -> str:
    """The words of a phrase."""
    return " ".join(each.text for each in phrase)


def stems(phrase: Run, rules: Rules) -> Key:
    """What a phrase is counted by."""
    return tuple(_stem(each.text, rules) for each in phrase)


def stands_alone(word: Word, rules: Rules) -> bool:
    """Whether it says something by itself."""
    return word.is_technical or word.text.casefold() not in rules.weak
