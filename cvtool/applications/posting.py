"""A posting -> the words in it that may be terms, weighed by where they stand.

Words are compared by their stems: of a word its letters without its ending, of what is technical
(``C++``, ``CI/CD``, ``OSDI``) all of it. Where no spaces part words, as in Chinese, each sign is
one. What is known of a language stands in ``postings.yaml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain, dropwhile, groupby
from pathlib import Path

from ..model.later import NamedTuple, pattern

_SIGN, _KATAKANA = "\u3041-\u309f\u3400-\u9fff\uf900-\ufaff", "\u30a1-\u30fa\u30fc"
_EAST, _LETTER = f"[{_SIGN}{_KATAKANA}]", rf"[^\W_{_SIGN}{_KATAKANA}]"
_WORD = pattern(
    rf"[{_SIGN}]|[{_KATAKANA}]+|\.?{_LETTER}+(?:[-.&/+’']{_LETTER}+)*(?:\+\+|[#+](?!\w))?"
)
_INSIDE = pattern(r"(?<=\w)[-./&’'](?=\w)")
_AND_OR = pattern(r"(?<![A-Z])/|/(?![A-Z])")
_LEFT_OUT = pattern(r"(?:https?://|www\.)\S+|(?<!\S)\S+@\S+|\b\w+-(?=\s)")
"""Addresses, and ``Grund-`` of ``Grund- und Behandlungspflege``."""
_ITEM = pattern(r"(?:[-+•·・▪◦–●○■]|\*(?!\*)|\(?\d{1,2}[.)、）])\s*(?!\d)")
_SENTENCE = pattern(r"(?<=[.!?])\s+|(?<=[。！？])")
_APART = (
    r"[,;:!?()\[\]{}|•·・—–\"“”„«»…。，、；！？（）《》「」]|\s[-/&]\s|\.(?=\s|$)"
    rf"|(?<={_EAST})(?={_LETTER})|(?<={_LETTER})(?={_EAST})"
)
_HIRAGANA, _NEVER = "[\u3041-\u309f]+", "(?!)"
_NUMBER = pattern(r"[\d.,+-]+[^\W\d_A-Z]*(?:-[^\W\d_A-Z]+)*")
_TECHNICAL = pattern(r".*(?:\d|[+#&]|^\.|[^\W\d_](?:[A-Z]|\.[^\W_]))")
_PLURAL = pattern("[A-Z]{2,}s")
_ADJECTIVE = pattern(r".+e[nmrs]?")
_PROPER = r"(?![a-zß-öø-ÿ])[^\W\d_][\w’'-]*"
_NAME = rf"(?<![\w’'-])({_PROPER}(?: (?:(?:&|of) )?{_PROPER}){{0,3}})"
_ENDS = ".,;!?。，；！？"
_MOST_WORDS, MOST_SIGNS, _LONGEST_HEADING, _LONGEST_LABEL, _LONGEST_TITLE = 3, 8, 7, 4, 12
_SHORTEST_STEM, _MOST_NAMES = 3, 20
_TITLE, _WANTED, _TASKS, AROUND, _SKIPPED = 3.0, 2.0, 1.0, 0.5, 0.0
_SECTIONS = {"wanted": _WANTED, "tasks": _TASKS, "skip": _SKIPPED, "title": _TITLE}
_ENGLISH, _CHINESE, _JAPANESE = "en", "zh", "ja"

Words = tuple[str, ...]


class Rules:
    """What is known of the language of postings: ``postings.yaml`` says what each key is for."""

    def __init__(self, name: str, said: Mapping[str, str], places: str, forms: str) -> None:
        words = {
            key: value.casefold().split() for key, value in said.items() if isinstance(value, str)
        }

        def phrases(key: str) -> str:
            return _any(map(str.strip, said[key].split("|"))) if key in said else _NEVER

        self.name, self.nouns, self.compounds = name, "nouns" in said, "compounds" in said
        self.orders = "orders" in said
        self.names = frozenset(said.get("names", "").split())
        self.stop = frozenset([*words["stop"], *places.casefold().split()])
        self.elided, self.linking = words.get("elided", []), {*words.get("linking", [])}
        self.verbs = re.compile(rf"\w\w+{_any(words.get('verbs', []))}")
        self.says = dict.fromkeys(words["weak"], 0.5) | dict.fromkeys(words["vague"], 0.0)
        self.endings = [each.partition(">")[::2] for each in words.get("endings", [])]
        self.sections = {key: re.compile(rf"(?<!\w){phrases(key)}") for key in _SECTIONS}
        self.form = rf"{_any(forms.split())}\b"
        self.employers = (
            re.compile(rf"\b(?i:{phrases('before')}) {_NAME}"),
            re.compile(rf"{_NAME} (?:{self.form}|{phrases('behind')})"),
        )
        signs = f"{_HIRAGANA}|{_any(each for each in self.stop if re.match(_EAST, each))}"
        between = rf"\b{_any(words['joining'])}\b" if "joining" in words else signs
        self.apart = re.compile(f"{_APART}|{between}", re.IGNORECASE)

    def section(self, text: str, is_whole: bool = False) -> float | None:
        """The weight of what stands under that heading, or beside that label, if it is known: the
        last word counts, as in "essential duties"."""
        plain = " ".join(text.casefold().replace("’", "'").split()).strip("¿¡:?!. ")
        way = "fullmatch" if is_whole else "search"
        ways = {_SECTIONS[key]: getattr(each, way)(plain) for key, each in self.sections.items()}
        found = {weight: at.end() for weight, at in ways.items() if at}
        return max(found, key=lambda weight: found[weight], default=None)

    def weight(self, word: str) -> float:
        """How much a word says: nothing, something beside others, or enough alone."""
        return 1.0 if _TECHNICAL.match(word) else self.says.get(word.casefold(), 1.0)

    def is_term(self, words: Words) -> bool:
        """Whether it is more than words that every posting has."""
        text = joined(words)
        is_little = is_east(words) and (len(text) == 1 or text in self.says)
        is_open = not self.linking.isdisjoint((words[0], words[-1]))
        return not is_little and not is_open and sum(map(self.weight, words)) >= 1

    def core(self, words: Words) -> Words:
        """The phrase without what says nothing at its end: ``laser systems`` is about lasers."""
        kept = words
        while kept and not self.weight(kept[-1]):
            kept = kept[:-1]
        return kept if sum(map(self.weight, kept)) >= 1 else words

    def is_stop(self, word: str) -> bool:
        small = word.casefold().replace("’", "'")
        return small in self.stop or small.split("'")[0] in self.stop


def _any(texts: Iterable[str]) -> str:
    """A pattern of any of the texts, the longest first; of nothing where there is none."""
    return f"(?:{'|'.join(map(re.escape, sorted(texts, key=len, reverse=True))) or _NEVER})"


@cache
def _all_rules() -> Mapping[str, Rules]:
    import yaml

    path = Path(__file__).with_name("postings.yaml")
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    common = said.pop("places"), said.pop("forms")
    return {name: Rules(name, each, *common) for name, each in said.items()}


def language_of(text: str) -> Rules:
    """The language whose stop words it has most of."""
    rules, words = _all_rules(), Counter(map(str.casefold, _WORD.findall(text)))
    if len(re.findall(_EAST, text)) > len(text) / 5:
        return rules[_JAPANESE if re.search("[\u3041-\u30fa]", text) else _CHINESE]
    counts = {name: sum(words[word] for word in each.stop) for name, each in rules.items()}
    return rules[max(counts, key=lambda name: (counts[name], name == _ENGLISH))]


@lru_cache(maxsize=50_000)
def stem(word: str, rules: Rules) -> str:
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


def forms(text: str, rules: Rules) -> tuple[list[str], ...]:
    """What stands between spaces and hyphens: as it is written, its stems, in small letters."""
    parts = [part for word in words_of(text) for part in _INSIDE.split(word)]
    return parts, [stem(each, rules) for each in parts], [each.casefold() for each in parts]


def keys(text: str, rules: Rules) -> set[str]:
    """What is the same for all that means the same term: spaces and hyphens do not matter."""
    return {*map("".join, forms(text, rules)[1:])} - {""}


class Run(NamedTuple):
    """Words in a row that no stop word parts. One that ``is_alone`` has nothing but stop words
    between the signs around it, one that ``is_plain`` nothing that stands out, and one that
    ``is_order`` begins with what may be a verb."""

    words: Words
    weight: float
    is_alone: bool
    is_plain: bool
    is_order: bool

    @property
    def is_asked(self) -> bool:
        return self.weight > AROUND

    @property
    def is_title(self) -> bool:
        """Whether it is the name of a position: ``Systems Engineer`` is one, and says little."""
        return self.weight == _TITLE and len(self.words) > 1


def _sentences(text: str, rules: Rules) -> Iterator[tuple[str, float]]:
    """Those of a posting with their weights, without what is about the employer.

    Before the first heading and behind a list they are around what is asked for.
    """
    section, is_title, was_item = AROUND, True, False
    lines = [*map(str.strip, text.replace("：", ":").splitlines())]
    for before, line, behind in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        item = _ITEM.match(line)
        plain = (line[item.end() :] if item else line).lstrip("#*_ ").rstrip("*_ ")
        plain = plain.title() if plain.isupper() and " " in plain else plain
        heading = rules.section(plain, is_whole=True)
        if not is_title and not item and heading is None and _is_heading(line, before, behind):
            heading = rules.section(plain)
            heading = (_TASKS if _ITEM.match(behind) else AROUND) if heading is None else heading
        if not plain or heading is not None:
            section = section if heading is None else heading
            is_title, was_item = is_title and heading in (None, _TITLE), was_item and not plain
            continue
        if was_item and not item and not before and not rules.section(plain):
            section = AROUND
        is_title = is_title and len(plain.split()) <= _LONGEST_TITLE and plain[-1] not in _ENDS
        was_item, weight = bool(item), _TITLE if is_title else section
        label, _, rest = plain.partition(":")
        found = rules.section(label) if rest and len(label.split()) <= _LONGEST_LABEL else None
        weight, plain = (weight, plain) if found is None else (found, rest)
        for sentence in _SENTENCE.split(plain):
            if weight and (weight != AROUND or rules.section(sentence) != _SKIPPED):
                yield sentence, weight


def _is_heading(line: str, before: str, behind: str) -> bool:
    """Whether a line is short, and has a colon or a mark, or is alone and ends no sentence."""
    is_alone = not before or not behind or bool(_ITEM.match(behind))
    is_short = 0 < len(line.split()) <= _LONGEST_HEADING
    return is_short and (
        line[0] in "#*" or line[-1] in ":*" or (is_alone and line[-1] not in _ENDS)
    )


def runs(text: str, rules: Rules, said: str) -> Iterator[Run]:
    """The runs of a posting, without names of whom it is from. ``said`` is the text of the CV."""
    sentences = [*_sentences(text, rules)]
    around = [sentence for sentence, weight in sentences if weight != _WANTED]
    names = dict.fromkeys(each for each in _names(text, around, rules) if each not in said)
    name = re.compile(rf"\b{_any([*names][:_MOST_NAMES])}\b(?:['’]s\b)?")
    least = AROUND if {_WANTED, _TASKS} & {weight for _, weight in sentences} else _TASKS
    title = _TITLE
    for sentence, weight in sentences:
        weight = max(least, title if weight == _TITLE else weight)
        runs = [*_of_sentence(name.sub(" , ", sentence), weight, rules)]
        title = AROUND if runs and weight == _TITLE else title
        yield from runs


def _names(text: str, around: list[str], rules: Rules) -> Iterator[str]:
    """Of the employer: what stands before or behind what tells it, or begins sentences again and
    again. Its first word is one, too. No word that the posting has in small letters is."""
    begins = Counter(found[1] for each in around if (found := re.match(rf"{_NAME} \w", each)))
    said = [name for name, times in begins.items() if times > 1]
    said += chain.from_iterable(way.findall(each) for each in around for way in rules.employers)
    small = set(re.findall(r"\b[^\W\d_A-Z][\w-]*", text))
    for name in said:
        words = [*dropwhile(rules.is_stop, re.sub(f" {rules.form}", "", name).split())]
        if any(rules.weight(word) == 1 for word in words):
            whole = {" ".join(words), *(word for word in words[:1] if len(word) > 2)}
            yield from (each for each in whole if each.casefold() not in small)


def _of_sentence(text: str, weight: float, rules: Rules) -> Iterator[Run]:
    """Its runs. The first word of it has a capital, whatever it is."""
    first = next(iter(_WORD.findall(text)), "")
    for piece in rules.apart.split(_LEFT_OUT.sub(" , ", text)):
        parted = groupby(_units(piece, rules), lambda each: _parts(each, each == first, rules))
        runs = [_trimmed([*words], rules, weight) for is_parting, words in parted if not is_parting]
        runs = [words for words in runs if words]
        for words in runs:
            is_plain = not any(
                _TECHNICAL.match(each) or (each[0].isupper() and each != first) for each in words
            )
            is_order = rules.orders and weight == _TASKS and words[0] == first and len(words) > 1
            yield Run(words, weight, len(runs) == 1, is_plain, is_order)


def _units(piece: str, rules: Rules) -> Iterator[str]:
    """The words of a piece: ``and/or`` is two, ``CI/CD`` one."""
    for word in chain.from_iterable(map(_AND_OR.split, _WORD.findall(piece))):
        before, _, behind = word.replace("’", "'").partition("'")
        yield from (before, behind) if before.casefold() in rules.elided else (word,)


def _parts(word: str, is_first: bool, rules: Rules) -> bool:
    """Whether the word parts phrases, and is in none."""
    small = word.casefold()
    if not word or _NUMBER.fullmatch(word) or word in rules.linking:
        return word not in rules.linking
    if word in rules.names:
        return is_first and not word.isupper()
    if len(word) == 1 and not re.match(_EAST, word):
        return is_first or not word.isupper()
    is_verb = (is_first or word == small) and rules.verbs.fullmatch(small)
    is_other = rules.nouns and word == small and not _ADJECTIVE.fullmatch(word)
    return bool(is_verb) or is_other or rules.is_stop(word)


def _trimmed(words: list[str], rules: Rules, weight: float) -> Words:
    """The run without what it cannot begin and end with. A title is one whatever its words say."""
    is_title = weight == _TITLE and len(words) > 1
    left = [*dropwhile(lambda it: it in rules.linking or not (is_title or rules.weight(it)), words)]
    while left and (left[-1] in rules.linking or (rules.nouns and left[-1].islower())):
        left.pop()
    return tuple(left)


def phrases(words: Words) -> Iterator[Words]:
    """Every part of the run that may be a term, the longest first."""
    for length in range(min(most(words), len(words)), 0, -1):
        yield from (words[at : at + length] for at in range(len(words) - length + 1))


def is_east(words: Words) -> bool:
    """Whether they are of a script without spaces."""
    return bool(re.match(_EAST, words[0]))


def is_technical(word: str) -> bool:
    """Whether it has a digit, a sign, a capital or a point inside."""
    return bool(_TECHNICAL.match(word))


def words_of(text: str) -> list[str]:
    """The words of a text, without addresses."""
    return _WORD.findall(_LEFT_OUT.sub(" ", text))


def most(words: Words) -> int:
    """How many of them a phrase has at most."""
    return MOST_SIGNS if is_east(words) else _MOST_WORDS


def joined(words: Words) -> str:
    """They as they are written."""
    return ("" if is_east(words) else " ").join(words)
