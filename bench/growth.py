"""How time and memory grow with the input: each probe is doubled five times.

    .venv/bin/python bench/growth.py [WORD ...]

A probe repeats one thing: a sign in all texts of a cv.yaml, a field of a .bib file, an element of a
style sheet. It is made so large that it takes 40 ms more than nothing of the kind, then doubled.
Each run is the command itself, in a process forked from one that has all modules loaded; its time
is that of the processor. The exponent is the slope of time over size, both as logarithms, without
what an empty probe takes: 1 is linear, 2 quadratic. Status 1 where one is 1.2 or more, or where
memory grows faster than that. A WORD chooses the probes whose names hold it.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

LIMIT = 1.2
DOUBLINGS = 5
SMALLEST, LONGEST = 0.04, 60
"""Seconds: what the first size of a probe takes, and what none may."""
LARGEST = 1 << 20
"""A first size that costs nothing still is no reason for a larger one."""
MOST_MEMORY = 4 << 30
SLIGHT = 32 << 20
"""Memory in bytes, up to which its growth is of no interest."""
CHEAP = ("markdown", "text", "llms", "html", "jsonresume")

Files = Mapping[str, str]
Make = Callable[[int], Files]


@dataclass(frozen=True)
class Probe:
    """``make`` gives the files of a size; the command checks them, or renders ``formats``."""

    name: str
    make: Make
    formats: tuple[str, ...] = CHEAP


@dataclass(frozen=True)
class Cost:
    seconds: float
    bytes: int
    status: int


NAME = {"basics": {"name": "Ada Lovelace"}}


def cv(data: Mapping[str, Any] = NAME) -> Files:
    """As JSON that is YAML, too, but no JSON Resume."""
    return {"cv.yaml": f"{json.dumps(data, ensure_ascii=False)} # no JSON\n"}


def repeated(unit: str, size: int) -> str:
    return unit * (size // len(unit))


def nested(begin: str, end: str, middle: str = "a") -> Callable[[int], str]:
    def make(size: int) -> str:
        depth = size // (len(begin) + len(end))
        return begin * depth + middle + end * depth

    return make


def texts(text: str) -> Files:
    """A CV in which each kind of text is this one: a line, words, prose, a bullet, a keyword."""
    basics = {
        "name": f"Ada {text}",
        "label": text,
        "phone": text,
        "summary": text,
        "description": text,
        "keywords": [text],
        "location": {"address": text, "city": text},
        "profiles": [{"network": text, "username": text}],
    }
    work = {
        "name": "A",
        "position": text,
        "startDate": "2020",
        "highlights": [text, {text[:1000] or "a": text}],
        "summary": text,
    }
    paper = {"name": f"A {text}", "releaseDate": "2020", "authors": [text], "publisher": text}
    own = {"heading": f"B {text}", "notes": [text]}
    return cv({"basics": basics, "work": [work], "publications": [paper], "custom": [own]})


SIGNS = {
    "letters": "a",
    "words": "word ",
    "sentences": "We weave what engines weave, and more. ",
    "digits": "1",
    "spaces": "a" + " " * 63,
    "lines": "a\n",
    "blank lines": "\n",
    "paragraphs": "a b\n\n",
    "hard breaks": "a  \n",
    "backslash breaks": "a\\\n",
    "tabs": "\t",
    "stars": "*",
    "star a": "*a",
    "star a star": "*a* ",
    "a star": "a*",
    "a star b star": "a*b**",
    "strong": "**a** ",
    "strong open": "**a ",
    "strong in strong": "**a *b ",
    "strong CJK": "**中。**文",
    "underscores": "_",
    "underscore a": "_a ",
    "a underscore": "a_",
    "underscore a underscore": "_a_ ",
    "stars and underscores": "*_",
    "brackets": "[",
    "brackets closed": "[]",
    "closing brackets": "]",
    "bracket a": "[a](",
    "links": "[a](https://example.org) ",
    "links open": "[a](https://example.org ",
    "links of angles": "[a](<b",
    "links with titles": '[a](b "',
    "images": "![a](b) ",
    "images open": "![",
    "parentheses": "(",
    "backticks": "`",
    "backtick a": "`a",
    "backticks a": "`a``b",
    "code": "`a` ",
    "angles": "<",
    "angle a": "<a ",
    "tags": "<b>",
    "tags closed": "<b>a</b>",
    "closing tags": "</b>",
    "attributes": "<a b=",
    "attribute quotes": "<a b='",
    "comments": "<!--",
    "comments closed": "<!-- a -->",
    "declarations": "<!A ",
    "instructions": "<?",
    "CDATA": "<![CDATA[",
    "sub": "<sub>",
    "sub closed": "<sub>a</sub>",
    "sub in sub": "<sub><sub>a</sub>",
    "sub sup": "<sub>a<sup>b",
    "addresses": "https://example.org/a ",
    "autolinks": "<https://a.b> ",
    "autolinks open": "<https:",
    "emails": "a@b.org ",
    "ats": "@",
    "entities": "&amp;",
    "ampersands": "&",
    "ampersand a": "&a",
    "numeric entities": "&#",
    "dollars": "$",
    "dollar a": "$a",
    "maths": "$x_i^2$ ",
    "maths open": "$x_i^2 ",
    "maths commands": "$\\alpha$ ",
    "maths unknown": "$\\nosuch$ ",
    "maths double": "$$a",
    "maths braces": "${",
    "prices": "$5 and ",
    "backslashes": "\\",
    "backslash a": "\\a",
    "backslash star": "\\*",
    "tildes": "~",
    "tilde a": "~~a",
    "hashes": "#",
    "headings": "# a\n",
    "rules": "---\n\n",
    "setext": "a\n===\n",
    "bullets": "- a\n",
    "bullets in a line": "- ",
    "bullets typed": "• a\n",
    "numbers": "1. a\n",
    "numbers in a line": "1. ",
    "numbers rising": "1) a\n\n2. b\n\n",
    "quotes": "> a\n",
    "quotes in a line": "> ",
    "quotes and bullets": "> - ",
    "fences": "```\na\n```\n",
    "fences open": "```\n",
    "fences of tildes": "~~~\n",
    "tables": "| a | b |\n",
    "table": "|a|b|\n|-|-|\n|c|d|\n\n",
    "pipes": "|",
    "dashes": "-",
    "equals": "=",
    "plus": "+",
    "definitions": "[a]: b\n",
    "colons": ":",
    "dots": ".",
    "commas": ",",
    "semicolons": ";",
    "quotation marks": '"',
    "apostrophes": "'",
    "percent": "%",
    "carets": "^",
    "braces": "{",
    "braces closed": "{}",
    "closing braces": "}",
    "jinja": "{{ a }}{% b %}",
    "slashes": "/",
    "combining": "e\u0301",
    "combining alone": "\u0301",
    "CJK": "中",
    "CJK lines": "中\n",
    "CJK lines of stars": "中**\n**",
    "RTL": "שלום ",
    "RTL and LTR": "שa",
    "bidi": "\u2067",
    "emoji": "👩‍👩‍👧",
    "flags": "🇨🇭",
    "joiners": "\u200d",
    "ligatures": "ﬀ",
    "no-break spaces": "\xa0",
    "soft hyphens": "a\xad",
    "capitals": "İ",
    "long words": "Donaudampfschiff",
}
"""What the texts of cv.yaml are filled with."""

SHAPES: Mapping[str, Callable[[int], str]] = {
    "bullets nested": lambda size: "".join(
        f"{'  ' * depth}- a\n" for depth in range(int(size**0.5))
    ),
    "quotes nested": lambda size: "".join(f"{'> ' * d}a\n" for d in range(int(size**0.5))),
    "stars around": nested("*", "*"),
    "strong around": nested("**a ", " b**"),
    "underscores around": nested("_", "_"),
    "brackets around": nested("[", "]"),
    "links around": nested("[", "](a)"),
    "parentheses around": nested("(", ")"),
    "sub around": nested("<sub>", "</sub>"),
    "sub sup around": nested("<sub><sup>", "</sup></sub>"),
    "tags around": nested("<b>", "</b>"),
    "braces around": nested("${", "}$"),
    "backticks rising": lambda size: " ".join(
        "`" * length for length in range(1, int((2 * size) ** 0.5))
    ),
    "a label of a bracket": lambda size: f"[{'a' * size}](b",
    "an address": lambda size: f"https://example.org/{'a/' * (size // 2)}",
    "a link": lambda size: f"[a](https://example.org/{'a(' * (size // 2)})",
}


FIELDS = {
    "email": lambda text: {"basics": {"name": "A", "email": text}},
    "url": lambda text: {"basics": {"name": "A", "url": text}},
    "country": lambda text: {"basics": {"name": "A", "location": {"countryCode": text}}},
    "date": lambda text: {**NAME, "work": [{"name": "B", "startDate": text}]},
    "end": lambda text: {**NAME, "work": [{"name": "B", "startDate": "2020", "endDate": text}]},
    "day": lambda text: {**NAME, "publications": [{"name": "B", "releaseDate": text}]},
    "modified": lambda text: {**NAME, "meta": {"lastModified": text}},
    "image": lambda text: {"basics": {"name": "A", "image": text}},
    "doi": lambda text: {**NAME, "publications": [{"name": "B", "doi": text}]},
    "key": lambda text: {**NAME, text: "a"},
    "key inside": lambda text: {"basics": {"name": "A", text: "a"}},
    "key of its own": lambda text: {**NAME, f"x-{text}": "a"},
    "files": lambda text: {**NAME, "bibliography": [text]},
    "style": lambda text: {**NAME, "bibliography": {"style": text}},
    "theme": lambda text: {**NAME, "pdf": {"theme": text}},
    "footer": lambda text: {**NAME, "pdf": {"footer": text}},
    "color": lambda text: {**NAME, "pdf": {"accentColor": text}},
    "margin": lambda text: {**NAME, "pdf": {"margin": text}},
    "size": lambda text: {**NAME, "pdf": {"fontSize": text}},
    "font": lambda text: {**NAME, "pdf": {"font": text}},
    "sections": lambda text: {**NAME, "sections": [text]},
    "heading": lambda text: {**NAME, "headings": {text: "a"}},
    "id": lambda text: {**NAME, "custom": [{"heading": "B", "id": text, "summary": "c"}]},
    "locale": lambda text: {**NAME, "locale": text},
    "phrase": lambda text: {**NAME, "phrases": {"present": text}},
    "phrase name": lambda text: {**NAME, "phrases": {text: "a"}},
    "line": lambda text: {**NAME, "work": [{"name": "A"}], "lines": {"work": {"head": text}}},
    "format": lambda text: {**NAME, "formats": {text: {}}},
}
"""Fields that take no text whatever, each in a CV of its own."""


def measured(probe: Probe, size: int) -> Cost:
    """What the command costs with this much, in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, data in probe.make(size).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(data, encoding="utf-8", errors="surrogatepass")
        child = os.fork()
        if not child:
            run(folder, probe.formats)
        _, status, used = os.wait4(child, 0)
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * unit, status)


def run(folder: Path, formats: tuple[str, ...]) -> None:
    """The command; this process ends with it."""
    from cvtool.cli import main

    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    os.chdir(folder)
    out = os.open(folder / "said", os.O_WRONLY | os.O_CREAT)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.argv = ["cvtool", "check"] if not formats else ["cvtool", "render", *formats]
    status = 70
    try:
        main()
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)
