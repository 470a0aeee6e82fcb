"""Files that are named after data: no two works share one, whatever the file system folds."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from itertools import chain, cycle
from pathlib import Path

import pytest
from helpers import NAME

import cvtool


def digests(key: str) -> list[str]:
    """The keys that are called as this one is where its own name is taken, or none for a file."""
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", key)[:80].strip(".-")
    first = sha256(key.encode()).hexdigest()
    second = sha256(first.encode()).hexdigest()
    return [f"{safe}-{digest[:8]}".lstrip("-") for digest in (first, second)]


FOLDING = """
a2020 A2020 é e\u0301 É straße strasse STRASSE ﬁne fine K \u212a 中文 日本 publications
con CON con.x con.é.x aux.bib nul com1 COM¹ lpt9 index INDEX 404 a.html a.bib
a a. a.. .a .. ... -a a- a:b a/b a*b ../a ../../etc/passwd
"""
LONG = ["x" * 80, "x" * 81, "X" * 80, "x" * 80 + "y"]
_KEYS = [*FOLDING.split(), *LONG]
HOSTILE_KEYS = [*dict.fromkeys([*_KEYS, *chain(*map(digests, _KEYS))])]


def title(key: str) -> str:
    return f"Work {HOSTILE_KEYS.index(key)}!"


def papers(folder: Path, years: dict[str, int]) -> dict[str, str]:
    """Publications of these keys, each with a title of its own: the page of each one."""
    entries = (
        f"@misc{{{key}, title={{{title(key)}}}, author={{Ada Doe}}, year={year}}}\n"
        for key, year in years.items()
    )
    (folder / "cv.yaml").write_text(NAME)
    (folder / "publications.bib").write_text("".join(entries))
    document = cvtool.load(folder / "cv.yaml")
    made = {
        each.path: each.data.decode("utf-8", "replace") for each in cvtool.render(document, "html")
    }
    body = made["index.html"].partition("<body")[2]
    links = re.findall(r">Work (\d+)!</p>.*?href=\"(publications/[^\"]*\.html)\"", body, re.DOTALL)
    found = {HOSTILE_KEYS[int(number)]: path for number, path in links}
    for key, path in found.items():
        name = path.removesuffix(".html")
        assert title(key) in made[path]
        assert title(key) in made[f"{name}.bib"]
        assert f'href="{name.removeprefix("publications/")}.bib"' in made[path]
    folded = [unicodedata.normalize("NFKC", path).casefold() for path in made]
    assert len(folded) == len(set(folded))
    return found


@pytest.mark.parametrize("years", [{2020}, {2019, 2020}], ids=["one age", "two ages"])
def test_no_two_publications_share_a_file(tmp_path: Path, years: set[int]) -> None:
    at = cycle(years)
    found = papers(tmp_path, {key: next(at) for key in HOSTILE_KEYS})
    assert found.keys() == set(HOSTILE_KEYS)
    for path in found.values():
        name = path.removeprefix("publications/")
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{,95}", name)
        assert not re.match(r"(con|aux|nul|com\d|lpt\d)\.|(index|404)\.html", name.lower())


def test_what_is_added_takes_no_address_of_another_publication(tmp_path: Path) -> None:
    half = len(HOSTILE_KEYS) // 2
    for old, new in (
        (HOSTILE_KEYS[:half], HOSTILE_KEYS[half:]),
        (HOSTILE_KEYS[::2], HOSTILE_KEYS[1::2]),
    ):
        before = papers(tmp_path, dict.fromkeys(old, 2001))
        after = papers(tmp_path, dict.fromkeys(new, 2020) | dict.fromkeys(old, 2001))
        assert {key: after[key] for key in old} == before
    assert papers(tmp_path, {"A2020": 2020}) == {"A2020": "publications/A2020.html"}
