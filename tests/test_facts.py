"""Every output holds every fact that it can hold, and nothing that it must not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache

import pytest
import yaml
from facts import Fact, facts
from golden import (
    FILES,
    OUTPUTS,
    ROOT,
    SOURCES,
    edition,
    handed,
    of_edition,
    outputs,
    read_in,
    whole,
)
from haystacks import haystack
from leaves_out import LEAVES_OUT, is_left_out

from cvtool.model.document import Document

CASES = ("sample", "everything")
PUBLIC = ("index.html", "llms.txt", "llms-full.txt", "profile.json", "publications.json")
MOST_SHOWN = 20
INSIDE = yaml.safe_load(SOURCES["sample"].read_text("utf-8"))["variants"]
VARIANTS = ("", *INSIDE, *(path.stem for path in (ROOT / "variants").glob("*.yaml")))
EDITIONS = [(variant, language) for variant in VARIANTS for language in ("en", "zh")][1:]
"""Those of the sample, but for the first."""
PRINTED = (("", "zh"), ("onepage", "en"))
"""Those of which cv.pdf is looked at, too."""


@cache
def missing(case: str, name: str) -> tuple[Fact, ...]:
    """The facts of the case that its output of this name does not say."""
    return unsaid(name, outputs(case), whole(case, FILES[name]))


def unsaid(name: str, made: Mapping[str, bytes], document: Document) -> tuple[Fact, ...]:
    said = haystack(name, made, document)
    return tuple(fact for fact in facts(document, FILES[name]) if not said.says(fact))


def tell_of_lost(name: str, found: tuple[Fact, ...]) -> None:
    lost = [fact for fact in found if not is_left_out(name, fact)]
    shown = "\n".join(f"{fact.path}: {fact.wordings[0]}" for fact in lost[:MOST_SHOWN])
    assert not lost, f"{name} does not say {len(lost)} facts:\n{shown}"


def test_the_table_knows_the_outputs() -> None:
    assert set(LEAVES_OUT) == set(OUTPUTS)


@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.parametrize("case", CASES)
def test_output_says_every_fact(case: str, name: str) -> None:
    tell_of_lost(name, missing(case, name))


@pytest.mark.parametrize(("variant", "language"), EDITIONS)
def test_output_says_every_fact_of_its_edition(variant: str, language: str) -> None:
    document, formats = read_in(variant, language), edition(variant, language).formats
    own = [name for name in OUTPUTS if FILES[name] in (formats or FILES.values())]
    assert "cv.pdf" in own
    assert "cv.txt" in own
    for name in own:
        if name != "cv.pdf" or (variant, language) in PRINTED:
            made = of_edition(variant, language, FILES[name])
            tell_of_lost(name, unsaid(name, made, document))


def test_editions_say_what_is_theirs() -> None:
    said = {each: {fact.wordings[0] for fact in facts(read_in(*each), "text")} for each in EDITIONS}
    assert len({frozenset(each) for each in said.values()}) == len(EDITIONS)
    for variant, language in EDITIONS:
        words = "".join(said[variant, language])
        is_chinese = len(re.findall("[\u4e00-\u9fff]", words)) > 500
        assert is_chinese == (language == "zh")
    onepage = {
        each for (variant, _), facts in said.items() for each in facts if variant == "onepage"
    }
    assert not [each for each in onepage if "FM-Wild" in each or "1/1,200" in each]


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_exception_excuses_something(name: str) -> None:
    paths = {fact.path for case in CASES for fact in missing(case, name)}
    idle = {
        pattern
        for pattern in LEAVES_OUT[name]
        if not any(fnmatchcase(path, pattern) for path in paths)
    }
    assert not idle, f"nothing of this is left out of {name} any more"


def documented() -> dict[str, set[str]]:
    """What docs/outputs.md says that each output leaves out."""
    text = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    found = {}
    for part in parts:
        heading, _, body = part.partition("\n")
        _, leaves_out, items = body.partition("Leaves out:\n")
        if leaves_out:
            found[heading.strip()] = set(re.findall(r"^- (.*(?:\n  .*)*)", items, re.MULTILINE))
    return {name: {" ".join(item.split()) for item in items} for name, items in found.items()}


def test_the_documentation_lists_the_exceptions() -> None:
    assert documented() == {name: set(table.values()) for name, table in LEAVES_OUT.items()}


@pytest.mark.parametrize("name", [*PUBLIC, "feed.json", "atom.xml"])
def test_private_data_is_in_nothing_public(name: str) -> None:
    private = handed("everything").person.private
    born = (private.birth_date, private.birth_place, private.nationality)
    secrets = (*private.phones, *private.address, private.postal_code, *born)
    assert len(secrets) == 8
    for secret in secrets:
        assert secret.encode() not in outputs("everything")[name]
        assert re.sub(r"\s", "", secret).encode() not in outputs("everything")[name]


def test_private_data_is_in_what_one_sends() -> None:
    phone = handed("everything").person.private.phone
    for name in ("cv.md", "cv.txt", "resume.json"):
        assert phone.encode() in outputs("everything")[name]
