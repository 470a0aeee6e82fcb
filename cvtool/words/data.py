"""The files of the languages: one of ours each, and what CLDR says of all of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from ..model import dates
from ..model.later import dataclass, pattern, replace
from ..store.cache import keep, kept
from ..store.digests import digest_of_bytes
from ..store.files import listed

FALLBACK = "en"
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""CLDR's names of the forms that a phrase takes by a number."""

Phrase = str | Mapping[str, str]
"""A phrase, or its form by the category of a number."""

_COUNTRIES = {
    **dict.fromkeys(("usa", "united states of america"), "us"),
    **dict.fromkeys(("uk", "great britain", "england", "scotland", "wales"), "gb"),
    **{"czech republic": "cz", "holland": "nl", "turkey": "tr", "uae": "ae"},
}
_HERE = Path(__file__).parent
_MOST_KEPT = 100
_ASIDE = pattern(
    r"[\[(].*|\b(?:selected|relevant|recent|additional|peer-reviewed)\b", re.IGNORECASE
)
_OTHER_SIGNS = pattern(r"[^\w]+")
_NUMBERED = pattern(r"(?:tháng|thg)\s*([1-9]|1[0-2])\b", re.IGNORECASE)
_BETWEEN = frozenset({"de", "del", "г", "р", "ngày", "năm"})
"""What stands between the parts of a date, or behind it, in some languages."""
_KOREAN = str.maketrans("년월일", "年月日")
_LONGEST_DATE = 100
_WORD = pattern(r"[^\W\d_]{2}|[년월\u0900-\u097f]")
_LATIN = pattern(r"[a-z]+", re.IGNORECASE)
_KANA = pattern("[\u3041-\u30fa]")
_HANGUL = pattern("[\uac00-\ud7a3]")
_HAN = pattern("[\u4e00-\u9fff]")
_OWN_LETTERS = {"el": pattern("[\u03ac-\u03ce]"), "he": pattern("[\u05d0-\u05ea]")}
"""The letters that no other language with words here is written in."""
_FEWEST_SIGNS = 20
_FEWEST_COMMON = 6
"""So many common words of a language are no names or quotations."""
_SHORT_YEAR = pattern(r"(?<![\w'’])['’](\d\d)(?![\w'’])")
_DASH = pattern(r"\s*[–—]\s*")


@dataclass(frozen=True)
class Words:
    """The file of a language as it was written: names with dots in place of nested mappings."""

    phrases: Mapping[str, Phrase]
    lines: Mapping[str, str]
    dates: Mapping[str, Any]


@cache
def languages() -> frozenset[str]:
    """The languages that have a file, by their BCP 47 tags."""
    return frozenset(path.stem for path in listed(_HERE, ".yaml"))


@cache
def nearest(locale: str) -> str | None:
    """The language with a file that is nearest to the locale.

    ``zh`` for ``zh-Hans-CN``, ``zh-Hant`` for ``zh_TW``, which is written in its signs, ``nb`` for
    ``no-NO``.
    """
    first, *others = locale.lower().replace("_", "-").split("-")
    known = {**cldr("tags"), **{name.lower(): name for name in languages()}}
    tag = "-".join([known.get(first, first).lower(), *others])
    return next((found for each in wider(tag) if (found := known.get(each)) in languages()), None)


def fitting(tags: Collection[str], locale: str) -> list[str]:
    """Those of the tags that are of the locale's language, the nearest first.

    ``zh-Hant`` before ``zh`` for ``zh-TW``, ``nb`` for ``no``.
    """
    if locale in tags:
        return [locale]
    own = nearest(locale)
    alike = [each for each in tags if own and nearest(each) == own]
    return [*alike, *(each for each in wider(tagged(locale)) if each in tags)]


def wider(tag: str) -> Iterator[str]:
    """The tag, and those for more readers, each without the last piece of the one before."""
    pieces = tag.split("-")
    return ("-".join(pieces[:count]) for count in range(len(pieces), 0, -1))


def tagged(locale: str) -> str:
    """The locale as BCP 47 has it: ``zh-Hant-TW`` for ``zh_hant_tw``."""
    first, *others = locale.lower().replace("_", "-").split("-")
    known = {2: str.upper, 4: str.title}
    return "-".join([first, *(known.get(len(each), str)(each) for each in others)])


def is_known(locale: str) -> bool:
    """Whether there are words for the locale."""
    return nearest(locale) is not None


@cache
def words(name: str) -> Words:
    """The file of a language over that of the language that it is ``like``.

    What is in it is kept as what is read in a fifth of the time.
    """
    import json

    text = (_HERE / f"{name}.yaml").read_bytes()
    known = f"{digest_of_bytes(text)}.words"
    data: dict[str, Any] = json.loads(kept(known) or "{}")
    if not data:
        import yaml

        data = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
        keep(known, json.dumps(data).encode(), _MOST_KEPT)
    like = words(data["like"]) if "like" in data else Words({}, {}, {})
    return Words(
        {**like.phrases, **flat(data.get("phrases", {}))},
        {**like.lines, **flat(data.get("lines", {}))},
        {**like.dates, **data.get("dates", {})},
    )


@cache
def everywhere(phrase: str) -> frozenset[str]:
    """A phrase of one form in all languages, without reading the whole of each file."""
    *groups, name = phrase.split(".")
    line = re.compile(rf"^{'  ' * len(groups)}  {name}: \"?([^\"\n]+)", re.MULTILINE)
    files = (path.read_text(encoding="utf-8") for path in _HERE.glob("*.yaml"))
    return frozenset(found[1] for text in files for found in line.finditer(text))


@cache
def groups() -> frozenset[str]:
    """The names that several phrases share: what stands before the dot."""
    return frozenset(name.partition(".")[0] for name in words(FALLBACK).phrases if "." in name)


def flat(data: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """The texts by name, in nested mappings by names with dots; the forms of one stay together."""
    found: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, Mapping) and not is_plural(value):
            found |= flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = value
    return found


def read_date(text: str) -> dates.PartialDate:
    """As ``dates.read_date``, with months in any language, and years cut short: ``enero '18``."""
    if "'" in text or "’" in text:
        text = _SHORT_YEAR.sub(lambda it: ("20" if it[1] < "50" else "19") + it[1], text)
    try:
        return dates.read_date(text)
    except dates.NoDateError:
        with suppress(ValueError):
            found = dates.read_date(_in_english(text))
            return replace(found, words=text.strip()) if found.words else found
        raise


def is_month(word: str) -> bool:
    """Whether it is the name of a month in any language, be it a short one."""
    return _folded(word).strip(".") in _months()


def read_span(text: str) -> dict[str, str]:
    """As ``dates.read_span``, with months in any language."""
    found = dates.read_span(text)
    if found or not _WORD.search(text):
        return found
    return dates.read_span(_in_english(_DASH.sub(" – ", text)))


def _in_english(text: str) -> str:
    """The text with its months in English, without what stands between the parts of a date."""
    if len(text) > _LONGEST_DATE:
        return ""
    months: list[str] = cldr("en")["months"]["MMMM"]
    words = _NUMBERED.sub(
        lambda found: f" {months[int(found[1]) - 1]} ", text.translate(_KOREAN)
    ).split()
    bare = (_folded(word).strip(".,") for word in words)
    pieces = zip(words, bare, strict=True)
    return " ".join(
        _months().get(each) or _months().get(each.removeprefix("ב")) or word
        for word, each in pieces
        if each not in _BETWEEN
    )


def _folded(word: str) -> str:
    """Without case, be the i of Turkish capitals with its dot or without."""
    return word.casefold().replace("ı", "i").replace("i̇", "i")


@cache
def _months() -> Mapping[str, str]:
    """The names of months in all languages -> those in English."""
    english: list[str] = cldr("en")["months"]["MMMM"]
    known = [*(cldr(each)["months"] for each in languages()), *cldr("months").values()]
    return {
        _folded(name).strip("."): english[at]
        for rows in known
        for names in rows.values()
        for at, name in enumerate(names)
        if not name[0].isdigit()
    }


def bare_heading(heading: str) -> str:
    """The words of a heading, without what only qualifies them."""
    words = _ASIDE.sub(" ", heading.replace("&", " and ").replace("_", " "))
    return " ".join(_OTHER_SIGNS.sub(" ", words).casefold().split())


def section_of(heading: str) -> str:
    """The section that a heading is for, in any language; empty where nobody can know."""
    return _headings().get(bare_heading(heading), "")


@cache
def _headings() -> Mapping[str, str]:
    """Heading -> section, cvtool's own in all languages and what others write."""
    import json

    theirs: dict[str, list[str]] = json.loads("\n".join(_lines("headings.json")))
    ours = {bare_heading(it): name for name in theirs for it in (name, *everywhere(name))}
    some = [f"{each}Publications" for each in ("selected", "other")]
    ours |= {bare_heading(it): "publications" for each in some for it in everywhere(each)}
    return ours | {bare_heading(it): name for name, them in theirs.items() for it in them}


def is_plural(value: Mapping[str, Any]) -> bool:
    """Whether these are the forms of one phrase."""
    return "other" in value and value.keys() <= set(CATEGORIES)


def cldr(name: str) -> Any:
    """What ``scripts/cldr`` took from CLDR: of a language, or as ``months`` and ``tags`` of all."""
    return _row("cldr.json", name)


def countries(name: str) -> Mapping[str, str]:
    """The names of the countries in a language by their codes, or as ``codes`` these by those of
    three letters."""
    found: Mapping[str, str] = _row("territories.json", name)
    return found


def country_of(said: str, name: str = FALLBACK) -> str:
    """The code of the country that is called so in English or in that language, or that it is;
    empty where nobody knows."""
    folded = said.strip().casefold().removeprefix("the ")
    code = _COUNTRIES.get(folded.replace(".", ""), folded).upper()
    code = countries("codes").get(code, code)
    if code in countries(FALLBACK):
        return code
    both = (found for each in (FALLBACK, name) for found in countries(each).items())
    return next((code for code, own in both if own.casefold() == folded), "")


def tongue(code: str, name: str) -> str:
    """What the language of a code of two or three letters is called in another; the code itself
    where nobody knows."""
    short = _row("tongues.json", "codes").get(code.lower(), code.lower())
    found: str = _row("tongues.json", name).get(short, code)
    return found[:1].upper() + found[1:]


def tongue_in(said: str, name: str, other: str) -> str:
    """The name in another language of a language that is called so in one; empty where it is called
    so there, too, or nobody knows."""
    folded, there = said.casefold(), _row("tongues.json", other)
    if folded in (each.casefold() for each in there.values()):
        return ""
    found = (code for code, own in _row("tongues.json", name).items() if own.casefold() == folded)
    return next((tongue(code, other) for code in found if code in there), "")


@cache
def _row(file: str, name: str) -> Any:
    """A line of a file of JSON, which has one for each key."""
    import json

    start = f'"{name}":'
    line = next(each for each in _lines(file) if each.startswith(start))
    return json.loads(line.removeprefix(start).rstrip(","))


@cache
def _lines(file: str) -> list[str]:
    return (_HERE / file).read_text(encoding="utf-8").splitlines()


def known_tag(said: str) -> str:
    """The tag of a language by its tag or its name; empty where there are no words for it."""
    tag = tag_called(said) or tagged(said.strip())
    return tag if is_known(tag) else ""


def tag_called(name: str) -> str:
    """The tag of the language that is called so in English or in itself; empty where none is."""
    folded = name.strip().casefold()
    own = (each for each in sorted(languages()) if autonym(each).casefold() == folded)
    return next(own, "") or next(
        (each for each in sorted(languages()) if tongue(each, "en").casefold() == folded), ""
    )


def language_of(text: str) -> str:
    """The tag of the language that a text is in, by its script or the most common words.

    Empty where that is not sure, or a language that has no words here.
    """
    if not text.isascii():
        latin, *signs = (len(each.findall(text)) for each in (_LATIN, _HANGUL, _KANA, _HAN))
        if sum(signs) >= max(_FEWEST_SIGNS, latin):
            korean, kana, han = signs
            return "ko" if korean > kana + han else "ja" if kana > han / 10 else _chinese(text)
        for tag, letters in _OWN_LETTERS.items():
            if len(letters.findall(text)) >= max(_FEWEST_SIGNS, latin):
                return tag
    said = Counter(text.casefold().split())
    counts = {tag: sum(said[word] for word in them) for tag, them in _common().items()}
    first, second = sorted(counts, key=counts.__getitem__, reverse=True)[:2]
    english = 0 if first == FALLBACK else counts[FALLBACK]
    is_sure = counts[first] >= max(_FEWEST_COMMON, 1.5 * english, counts[second] + 1)
    return first if is_sure and first in languages() else ""


def _chinese(text: str) -> str:
    """Which of the two Chinese scripts has more of its own signs in the text."""
    signs = Counter(text)
    both = {tag: sum(signs[each] for each in _common()[tag]) for tag in ("zh", "zh-Hant")}
    return max(both, key=both.__getitem__)


def _common() -> Mapping[str, list[str]]:
    """Language -> its most common words, also of neighbours for which others would be taken."""
    import json

    found: dict[str, list[str]] = json.loads("\n".join(_lines("common.json")))
    return found


def autonym(tag: str, others: Collection[str] = ()) -> str:
    """What the language calls itself: its region only where one of the others is alike but for it.

    The tag, where nobody knows.
    """
    first, *rest = tag.replace("_", "-").split("-")
    script = [each for each in rest if len(each) == 4]
    is_alike = any(each != tag and re.split("[-_]", each)[0] == first for each in others)
    known: Mapping[str, str] = cldr("autonyms")
    for pieces in (rest if is_alike else script, script, []):
        if name := known.get("-".join([first, *pieces]).lower()):
            left = [each for each in rest if each not in pieces] if is_alike else []
            return f"{name} ({', '.join(left)})" if left else name
    return tag
