"""The documentation: its links lead somewhere, its commands exist, its examples are good."""

from __future__ import annotations

import re
import runpy
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from helpers import NAME, ROOT, run

from cvtool.cli import cvtool

DOCS = ROOT / "docs"
BESIDE = [ROOT / f"{name}.md" for name in ("README", "SECURITY", "CONTRIBUTING", "CHANGELOG")]
PAGES = {path.name: path.read_text(encoding="utf-8") for path in (*DOCS.glob("*.md"), *BESIDE)}
BLOCK = re.compile(r"^( *)```(\w*[\w-]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)|<img[^>]* src=\"([^\"]+)\"")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
SCRIPT: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "docs"))


def home(page: str) -> Path:
    return DOCS if (DOCS / page).is_file() else ROOT


def prose(page: str) -> str:
    """Without its blocks of code, and without code in a line."""
    return re.sub(r"``.+?``|`[^`]*`", "", BLOCK.sub("", PAGES[page]))


def anchors(text: str) -> set[str]:
    """The ids of its headings, as GitHub and MyST give them."""
    headings = (each[1] for each in HEADING.findall(BLOCK.sub("", text)))
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {each.replace(" ", "-") for each in words}


def dead(page: str) -> Iterator[str]:
    """Links of a page that lead to no file, or to no heading of it."""
    for words in LINK.findall(prose(page)):
        target, _, anchor = "".join(words).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        path = (home(page) / target).resolve() if target else home(page) / page
        if not path.exists() or not path.is_relative_to(ROOT):
            yield target
        elif anchor and anchor not in anchors(path.read_text(encoding="utf-8")):
            yield f"{target}#{anchor}"


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    assert list(dead(page)) == []


@pytest.mark.parametrize(
    "link", ["nope.md", "nope.png", "#nope", "../SECURITY.md#nope", "../../elsewhere.md"]
)
def test_a_dead_link_is_found(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAGES, "faq.md", f"# Title\n\n[words]({link}), [good](index.md#all-pages)")
    assert list(dead("faq.md")) == [link]


def faults(text: str) -> Iterator[str]:
    """What is wrong in the make of a page."""
    levels = [len(each[0]) for each in HEADING.findall(BLOCK.sub("", text))]
    if levels.count(1) != 1 or not text.startswith("# "):
        yield "one heading of the first level, in the first line"
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield "a level of headings is left out"
    if "```" in BLOCK.sub("", text) or any(not language for _, language, _ in BLOCK.findall(text)):
        yield "a block of code that is not closed, or of no language"
    if re.search(r"[ \t]$", text, re.MULTILINE) or not text.endswith("\n"):
        yield "blanks at the end of a line, or no end of the last"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_well_made(page: str) -> None:
    assert list(faults(PAGES[page])) == []


@pytest.mark.parametrize(
    "text", ["text\n", "# A\n\n# B\n", "# A\n\n### B\n", "# A\n\n```\nx\n```\n", "# A \n", "# A"]
)
def test_a_fault_of_a_page_is_found(text: str) -> None:
    assert len(list(faults(text))) == 1


def test_the_list_of_pages_has_each_once() -> None:
    listed = re.findall(r"^- \[.+?\]\((?:\.\./)?([\w-]+\.md)\)", PAGES["index.md"], re.MULTILINE)
    assert sorted(listed) == sorted(PAGES.keys() - {"index.md", "README.md"})
    trees = SCRIPT["navigation"](PAGES["index.md"])
    assert len(re.findall(r"<([\w-]+)>$", trees, re.MULTILINE)) == len(listed)


# Commands


def commands(text: str) -> Iterator[str]:
    """The commands of cvtool that a text names: in a console, or as code in a line."""
    for _, language, block in BLOCK.findall(text):
        for line in block.splitlines() if language in ("console", "yaml", "sh") else ():
            yield from re.findall(r"(?:^\$ |run: |&& )(cvtool .*)", line)
    for code in re.findall(r"`(cvtool [^`]+)`", BLOCK.sub("", text)):
        yield " ".join(code.split())


def unknown(command: str) -> str:
    """The command, or the first of its options, that there is not."""
    ours = re.split(r" (?:&&|\||>|#) ?|  +#", command)[0]
    _, *words = shlex.split(ours.replace("…", "").replace("...", ""))
    options = {name for each in cvtool.params for name in each.opts} | {"--help", "-h"}
    if words and not words[0].startswith("-"):
        found = cvtool.get_command(click.Context(cvtool), words[0])
        if not found:
            return "" if words[0].isupper() else words[0]
        options = {name for each in found.params for name in each.opts}
    named = (word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word))
    return next((name for name in named if name not in {*options, "--help", "-h"}), "")


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_exist(page: str) -> None:
    assert [each for each in commands(PAGES[page]) if unknown(each)] == []


def test_a_command_that_there_is_not_is_found() -> None:
    text = "`cvtool nope`, `cvtool render --nope`\n\n```console\n$ cvtool check --watch  # x\n```\n"
    assert [unknown(each) for each in commands(text)] == ["--watch", "nope", "--nope"]
    assert len(list(commands("\n".join(PAGES.values())))) > 100


# Examples


def examples(page: str) -> list[str]:
    return [block for _, language, block in BLOCK.findall(PAGES[page]) if language == "yaml"]


@pytest.mark.parametrize("page", ["README.md", "index.md", "faq.md", "fields.md"])
def test_examples_are_good(page: str, tmp_path: Path) -> None:
    assert examples(page)
    (tmp_path / "cited.yaml").write_text("loom: 1", encoding="utf-8")
    for example in examples(page):
        data = yaml.safe_load(example)
        named = data if "name" in data.get("basics", {}) else data | {"basics": {}}
        named["basics"] = {**yaml.safe_load(NAME)["basics"], **data.get("basics", {})}
        (tmp_path / "cv.yaml").write_text(yaml.safe_dump(named, allow_unicode=True), "utf-8")
        assert run("check", "-i", tmp_path / "cv.yaml").status == 0, example


# What is generated


def test_the_fields_are_those_of_the_schema() -> None:
    schema, samples = SCRIPT["read_schema"]()
    text = SCRIPT["fields"](schema, samples)
    tables = dict(re.findall(r"^## (.+)\n\n((?:.+\n|\n(?!##))*)", text, re.MULTILINE))
    assert {"The file", "Work", "Pdf", "Photo", "Listing"} <= tables.keys()
    told = set(re.findall(r"^\| `([\w$]+)` \|", tables["Work"], re.MULTILINE))
    assert told | set(SCRIPT["EVERYWHERE"]) == schema["$defs"]["Work"]["properties"].keys()
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \|$", text, re.MULTILINE)
    assert [row for row in rows if not row[2]] == []
    assert [
        row for row in rows if row[1].startswith(("text", "date", "number")) and not row[3]
    ] == []
    links = set(re.findall(r"\]\(#([\w-]+)\)", text))
    assert links <= anchors(text)


def test_what_a_page_would_load_from_elsewhere_is_found() -> None:
    loads = SCRIPT["loads"]
    script = '<script async src="https://a.example/x.js">'
    assert loads(script + "@import url('//a.example/x')") == [
        "https://a.example/x.js",
        "//a.example/x",
    ]
    assert loads('<a href="https://a.example/"><img src="_images/x.png">') == []
