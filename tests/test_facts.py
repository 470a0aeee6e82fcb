"""Every output holds every fact that it can hold, and nothing that it must not."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cache

import pytest
from facts import Fact, facts
from golden import FILES, OUTPUTS, ROOT, handed, outputs, whole
from haystacks import haystack
from leaves_out import LEAVES_OUT, is_left_out

CASES = ("sample", "everything")
PUBLIC = ("index.html", "llms.txt", "llms-full.txt", "profile.json", "publications.json")
MOST_SHOWN = 20


@cache
def missing(case: str, name: str) -> tuple[Fact, ...]:
    """The facts of the case that its output of this name does not say."""
    found = whole(case, FILES[name])
    said = haystack(name, outputs(case)[name], found)
    return tuple(fact for fact in facts(found, FILES[name]) if not said.says(fact))


def test_the_table_knows_the_outputs() -> None:
    assert set(LEAVES_OUT) == set(OUTPUTS)


@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.parametrize("case", CASES)
def test_output_says_every_fact(case: str, name: str) -> None:
    lost = [fact for fact in missing(case, name) if not is_left_out(name, fact)]
    shown = "\n".join(f"{fact.path}: {fact.wordings[0]}" for fact in lost[:MOST_SHOWN])
    assert not lost, f"{name} does not say {len(lost)} facts:\n{shown}"


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
    secrets = (*private.phones, *private.address, private.postal_code, private.birth_date)
    assert len(secrets) == 6
    for secret in secrets:
        assert secret.encode() not in outputs("everything")[name]
        assert re.sub(r"\s", "", secret).encode() not in outputs("everything")[name]


def test_private_data_is_in_what_one_sends() -> None:
    phone = handed("everything").person.private.phone
    for name in ("cv.md", "cv.txt", "resume.json"):
        assert phone.encode() in outputs("everything")[name]
