"""``cvtool import`` loses nothing: what the source says is counted here by other, plain means."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from imports import ALL, put
from test_import import WORD, word

from cvtool.importers.assembling import Result, imported
from cvtool.importers.taking import Ledger
from cvtool.words.data import countries

NOT_READ = {
    "alfolio": r"resume\.json",  # Albert Einstein's
    "linkedin": r"Connections",
    "hugoblox": r"publication/b/index\.md",  # its cite.bib says it
}
"""Files of a source of which nothing is read."""

SETTINGS = {
    "alfolio": r"(?:first|last)_name|email|\w+_(?:username|userid|id)",
    "academicpages": "author",
}
"""The keys of the settings of a site that are read."""

ELSEWISE = {
    "academicpages": "archive|CV",
    "alfolio-old": "General Information|Full Name|Honors and Awards|Technical skills"
    "|Other Interests|map|list|list_groups|time_table",
    "bamos": "[SF]2\\d{3}|NONE|about|[Pp]ositions|Publications|all_publications|extracur"
    "|publications/all.bib",
    "europass": "Telephone|dut|fre|be",
    "europass-fr": "MobileTelephone|fre|be|de|http.*ENG",
    "europass-old": "UK|position",
    "hugoblox": "admin",
    "linkedin": "00353 21 0000000",
    "orcid": "self|0",
    "orcid-xml": "4|1|true",
    "reactiveresume": "experience|Interessen",
    "reactiveresume4": "Experience",
    "rendercv": "danish|us-letter",
    "yamlresume": "Austria",
}
"""What is said in other words, beside dates: codes, headings that cvtool has itself, numbers of the
other program."""

TIMES = re.compile(
    r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\bpresent\b|\bcurrent\b"
    r"|T?\d\d:\d\d:\d\d\S*|[ -]0[1-9]\b|[ -]\d\d?\b(?=, \d{4})"
)
HEAD = re.compile(r"^(---|\+\+\+)\n(?:(.*?)\n)??\1\s*", re.MULTILINE | re.DOTALL)
MARKUP = re.compile(
    r"<[^<>]*>|^@\w+|\b_?\w+\s*=|\\vspace\{.*?\}|\\[a-z]+\b|\{[{%].*?[}%]\}|(?<= ):\w+:"
    r"|\bmailto:|={3,}|^[A-Z]+:"
)


def values(name: str, text: str) -> Iterator[str]:
    """The values in a file, as they stand there; of a .bib file, its entries."""
    kind = name.rpartition(".")[2]
    if kind == "bib":
        parts = re.split(r"(?m)^(?=@)", text)
        yield from (each for each in parts if re.match(r"@(?!string)", each))
    elif kind == "csv":
        rows = csv.reader(io.StringIO(text))
        for cell in (cell for row in [*rows][1:] for cell in row):
            yield from re.split(r",(?=[A-Z]+:)", cell.strip("[]"))
    elif kind == "xml":
        for each in ET.fromstring(text).iter():
            yield from each.attrib.values() if "languageCode" not in each.attrib else ()
            yield each.text or ""
    elif kind == "md":
        _, mark, head, body = HEAD.split(f"{text}\n", maxsplit=1)
        yield from leaves(tomllib.loads(head) if mark == "+++" else yaml.safe_load(head or "{}"))
        yield body
    elif kind == "json":
        yield from leaves(json.loads(text))
    else:
        yield from leaves(yaml.safe_load(re.sub(r"(?m)^(\s*- )(\*.*)$", r"\1'\2'", text)))


def leaves(value: Any) -> Iterator[str]:
    inside = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for each in inside:
            yield from leaves(each)
    elif value is not None:
        yield str(value).lower() if isinstance(value, bool) else str(value)


def source(name: str) -> list[str]:
    """All that a source says."""
    files = {
        file: text
        for file, text in ALL[name].items()
        if not re.search(NOT_READ.get(name, "$^"), file)
    }
    found: list[str] = []
    for file, text in files.items():
        if name in SETTINGS and file == "_config.yml":
            keys = yaml.safe_load(text)
            read = {key: it for key, it in keys.items() if re.fullmatch(SETTINGS[name], key)}
            found += leaves(read)
        else:
            found += values(file, text)
    return [each for each in found if each.strip()]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", MARKUP.sub(" ", html.unescape(text)).casefold())


def lost(said: list[str], made: Result, elsewise: str = "") -> list[str]:
    """The values that are neither in what was made nor left out for a reason that is told."""
    lines = (line for each in made.files.values() for line in each.decode().split("\n"))
    out = {*words(" ".join(line for line in lines if line[:1] != "#"))}
    codes = made.data.get("basics", {}).get("location", {}).get("countryCode", "")
    out |= {*words(countries("en").get(codes, ""))}
    left = Counter(made.reads[0].ledger.left)
    return [
        each
        for each in said
        if not (left[each] or left[each.strip()] or re.fullmatch(elsewise, each))
        and not {*words(TIMES.sub(" ", each))} <= out
    ]


@pytest.mark.parametrize("name", ALL)
def test_every_value_is_accounted_for(tmp_path: Path, name: str) -> None:
    """Mapped, kept or left out: together they are what the source has."""
    made = imported([put(tmp_path, name)])
    assert made.reads[0].ledger.counts.total() == len(source(name))


@pytest.mark.parametrize("name", ALL)
def test_no_value_is_lost(tmp_path: Path, name: str) -> None:
    made = imported([put(tmp_path, name)])
    assert lost(source(name), made, ELSEWISE.get(name, "")) == []


def test_every_line_of_a_file_of_word_is_accounted_for(tmp_path: Path) -> None:
    (tmp_path / "cv.docx").write_bytes(word(WORD))
    made = imported([tmp_path / "cv.docx"])
    paragraphs = re.findall(r"<w:p>.*?</w:p>", WORD)
    lines = [" ".join(re.findall(r"<w:t>(.*?)</w:t>", each)) for each in paragraphs]
    said = [part for line in lines for part in line.split(" | ") if part]
    assert made.reads[0].ledger.counts.total() == len(said)
    assert lost(said, made, "Experience|Education|SKILLS") == []


@pytest.mark.parametrize("name", ["rendercv", "linkedin", "hugoblox", "orcid"])
def test_a_value_that_goes_nowhere_is_found(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both of these tests see it when an importer forgets what it did not map."""
    monkeypatch.setattr(Ledger, "keep", lambda *_: {})
    monkeypatch.setattr(Ledger, "leave", lambda *_: None)
    made = imported([put(tmp_path, name)])
    assert made.reads[0].ledger.counts.total() < len(source(name)) or name == "orcid"
    assert lost(source(name), made, ELSEWISE.get(name, "")) != []
