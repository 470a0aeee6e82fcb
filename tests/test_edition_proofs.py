"""What an edition leaves out is in no byte of it, whatever field it is in; laws of choosing."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from everything import everything, marks
from helpers import run
from hypothesis import given, settings
from hypothesis import strategies as st
from test_audiences import Steps, at, holders, said_in, texts

from cvtool.bib.files import sources
from cvtool.pipeline.editions import EVERY
from cvtool.pipeline.load import load_all
from cvtool.read.choose import Chosen, choose
from cvtool.read.declarations import declared
from cvtool.read.names import Declared, Reader
from cvtool.read.text import read_plain
from cvtool.render import FORMATS

QUICK = [name for name, row in FORMATS.items() if not row.is_slow]
CV = dict[str, Any]


def worded(cv: CV, path: Steps) -> None:
    at(cv, path[:-1])[path[-1]] = {"jobs": at(cv, path)}


def inside(cv: CV, path: Steps) -> None:
    """The text is what differs in the mapping around it; elsewhere it is another."""
    around = at(cv, path[:-1])
    text, around[path[-1]] = around[path[-1]], "https://example.org/elsewhere"
    around["in"] = {"jobs": around.get("in", {}).get("jobs", {}) | {path[-1]: text}}


def marked(key: str, name: str) -> Callable[[CV, Steps], None]:
    def mark(cv: CV, path: Steps) -> None:
        held = at(cv, path)
        if len(held) == 1:  # a bullet and its label
            ((label, text),) = held.items()
            held = {"label": label, "text": text}
        at(cv, path[:-1])[path[-1]] = {**held, key: name}

    return mark


def differing() -> list[Steps]:
    """The texts of mappings that may differ: not the user's own, and no bullets with a label."""
    cv = everything()
    found = [path for path, _ in texts(cv) if not any(str(step).startswith("x-") for step in path)]
    return [path for path in found if isinstance(path[-1], str) and len(at(cv, path[:-1])) > 1]


WAYS = {
    "words": (worded, [path for path, _ in texts(everything())]),
    "in": (inside, differing()),
    "for": (marked("for", "jobs"), [*holders(everything())]),
    "except": (marked("except", "others"), [*holders(everything())]),
}
"""How something is kept from the CV itself, or from the variant ``others``, and where it can be."""


def rendered(
    folder: Path, cv: CV, formats: list[str], variants: tuple[str, ...] = ("jobs", "others")
) -> dict[str, str]:
    """All that each edition says."""
    cv["variants"] = {name: {"audience": "public"} for name in variants}
    text = json.dumps(cv, ensure_ascii=False)
    (folder / "cv.yaml").write_text(f"{text} # no JSON\n", encoding="utf-8")
    outcome = run("render", *formats, "-i", folder / "cv.yaml", "-o", folder / "output")
    assert outcome.status == 0, outcome.err
    found = {name: said_in(folder / "output" / name) for name in variants}
    for name in found:
        (folder / "output" / name).rename(folder / name)
    return found | {"": said_in(folder / "output")}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("part", range(2))
def test_what_an_edition_leaves_out_is_in_no_byte_of_it(
    tmp_path: Path, way: str, part: int
) -> None:
    cv = everything()
    plain = copy.deepcopy(cv)
    mark, places = WAYS[way]
    for path in places[part::2]:
        mark(cv, path)
    hidden = {each for path in places[part::2] for each in marks(at(plain, path))}
    found = rendered(tmp_path, cv, QUICK)
    without, with_it = ("others", "") if way == "except" else ("", "jobs")
    assert len(hidden) > 60
    assert {each for each in hidden if each in found[without]} == set()
    assert len([each for each in hidden if each in found[with_it]]) > len(hidden) / 3


def test_so_it_is_in_cv_pdf_and_pictures(tmp_path: Path) -> None:
    cv, hidden = everything(), set()
    plain = copy.deepcopy(cv)
    for index, path in enumerate(WAYS["words"][1]):
        if index % 2:
            worded(cv, path)
            hidden |= {*marks(at(plain, path))}
    found = rendered(tmp_path, cv, ["pdf", "card"], ("jobs",))
    assert {each for each in hidden if each in found[""]} == set()
    assert len([each for each in hidden if each in found["jobs"]]) > 40


NAMES = ["a", "b", "c", "t", "public", "private", "pdf", "en", "zh"]
HEAD = {
    "languages": ["en", "zh"],
    "tags": ["t"],
    "variants": {"a": {}, "b": {"extends": "a"}, "c": {"tags": "t", "extends": ["a", "b"]}},
}
single = st.sampled_from(NAMES)
name = st.one_of(single, st.sampled_from(["a+zh", "a+public", "b+private", "t+en", "b+a+en"]))
some = st.lists(name, min_size=1, max_size=3, unique=True)
word = st.sampled_from("KLMNOP")
texts_by_name = st.dictionaries(st.one_of(name, st.just("else")), word, min_size=1, max_size=4)
label = st.one_of(word, texts_by_name)
bullet = st.one_of(word, st.fixed_dictionaries({"text": word}, optional={"for": some}))
entry = st.fixed_dictionaries(
    {"name": label},
    optional={
        "for": some,
        "except": some,
        "position": label,
        "highlights": st.lists(bullet, max_size=3),
        "in": st.dictionaries(name, st.fixed_dictionaries({"position": word}), max_size=2),
    },
)
cvs = st.fixed_dictionaries({"basics": st.fixed_dictionaries({"name": word, "label": label}),
                             "work": st.lists(entry, max_size=4)})  # fmt: skip
readers = st.builds(
    Reader,
    st.sampled_from(["", "a", "b", "c"]),
    st.sampled_from(["en", "zh"]),
    st.sampled_from(["public", "private"]),
    st.sampled_from(["", "pdf"]),
)


def chosen(cv: CV, reader: Reader) -> tuple[Chosen, Declared]:
    text = json.dumps(HEAD | cv, ensure_ascii=False)
    plain, problems = read_plain(f"{text} # no JSON\n", "cv.yaml")
    assert not problems
    names, problems = declared(plain, {}, ("pdf", "text"))
    assert not problems
    return choose(plain, reader, names), names


@given(cvs, readers)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_choosing_twice_is_choosing_once(cv: CV, reader: Reader) -> None:
    once, names = chosen(cv, reader)
    assert choose(once.plain, reader, names).plain.data == once.plain.data


@given(cvs, readers, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_order_of_names_does_not_matter(cv: CV, reader: Reader, shuffle: random.Random) -> None:
    def mixed(value: Any) -> Any:
        if isinstance(value, dict):
            items = {key: mixed(each) for key, each in value.items()}
            for key in ("for", "except"):
                if key in items:
                    shuffle.shuffle(items[key])
            return {_turned(key): each for key, each in items.items()}
        return [*map(mixed, value)] if isinstance(value, list) else value

    def _turned(key: str) -> str:
        return "+".join(reversed(key.split("+")))

    once, _ = chosen(cv, reader)
    again, _ = chosen(mixed(copy.deepcopy(cv)), reader)
    assert again.plain.data == once.plain.data


@given(cvs, readers)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_reader_reads_what_the_rule_says(cv: CV, reader: Reader) -> None:
    """Told once more, in as few words as can be."""
    of_variant = {"": "", "a": "a", "b": "ab", "c": "abct"}[reader.variant]
    names = {*of_variant, reader.language, reader.format, reader.audience}

    def fits(keys: list[str]) -> bool:
        return any({*key.split("+")} <= names for key in keys)

    expected = [
        worded_for(each["name"], names)
        for each in cv["work"]
        if fits(each.get("for", [reader.audience])) and not fits(each.get("except", []))
    ]
    found = [each.get("name") for each in chosen(cv, reader)[0].plain.data.get("work", [])]
    assert [*filter(None, found)] == [*filter(None, expected)]


WIDER = {"b": {"a"}, "c": {"a", "b", "t"}}


def worded_for(words: Any, names: set[str]) -> str:
    """The words for who answers to these names: with the most names, the narrowest, the first."""
    if isinstance(words, str):
        return words
    keys = {key: {*key.split("+")} for key in words if key != "else"}
    fitting = [key for key in keys if keys[key] <= names]
    most = [key for key in fitting if len(keys[key]) == max(len(keys[it]) for it in fitting)]

    def is_wider(key: str, other: str) -> bool:
        around = keys[other].union(*(WIDER.get(each, set()) for each in keys[other]))
        return keys[key] <= around and keys[key] != keys[other]

    narrow = [key for key in most if not any(is_wider(key, other) for other in most)]
    if narrow or "else" in words:
        return str(words[[*narrow, "else"][0]])
    if "private" in names and "public" not in names:
        return worded_for(words, names | {"public"})
    is_translated = words.keys() <= {"en", "zh"}  # so it stands in for the other language
    return str(words[next(key for key in ("en", *words) if key in words)]) if is_translated else ""


def test_every_edition_reads_the_bibliography_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "publications.bib").write_text("@misc{k, title = {T}, author = {A}}\n")
    variants = "\n".join(f"  v{number}: {{}}" for number in range(5))
    (tmp_path / "cv.yaml").write_text(f"basics: {{name: Ada}}\nvariants:\n{variants}\n")
    read = mock.Mock(wraps=sources)
    monkeypatch.setattr("cvtool.pipeline.files.sources", read)
    loaded = load_all(tmp_path / "cv.yaml", wanted=EVERY)
    documents = [each.document for each in loaded.versions()]
    assert [len(each.publications) for each in documents] == [1] * 6
    assert read.call_count == 1
