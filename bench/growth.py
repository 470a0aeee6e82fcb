"""How time and memory grow with the input: each probe is doubled five times.

    .venv/bin/python bench/growth.py [WORD ...]

A probe repeats one thing: a sign in all texts of a cv.yaml, in all fields of an entry of a .bib
file, an entry, an element of a style sheet. It begins with a size that takes 40 ms more than
nothing of the kind. Each run is the command itself, in a process forked from one that has all
modules loaded; its time is that of the processor, of the processes that it starts, too. The exponent
is the slope of time over size, both as logarithms, without what nothing takes: 1 is linear, 2
quadratic. The status is 1 where one is 1.2 or more, where memory grows faster than that, and where
a run ends in a fault or not at all. A WORD chooses the probes whose names hold it.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import statistics
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
SMALLEST, LONGEST = 0.04, 20
"""Seconds that the first size of a probe takes, and after which a run is ended."""
FIRST, LARGEST = 1 << 9, 1 << 17
"""Between these is the first size; what is not measurable even then is as quick as can be."""
MOST_MEMORY = 6 << 30
SLIGHT = 64 << 20
"""Bytes, up to which it does not matter how memory grows."""
FAULT = -1
CHEAP = ("markdown", "text", "llms", "html", "jsonresume")

Files = Mapping[str, str]


@dataclass(frozen=True)
class Probe:
    """``make`` gives the files of a size. They are checked only, where there are no formats."""

    name: str
    make: Callable[[int], Files]
    formats: tuple[str, ...] = CHEAP


@dataclass(frozen=True)
class Cost:
    seconds: float
    bytes: int
    status: int


NAME: Mapping[str, Any] = {"basics": {"name": "Ada Lovelace"}}
BIB_FIELDS = (
    "author editor title subtitle booktitle journal year date month day pages volume number edition "
    "series note abstract annote keywords url doi eprint archiveprefix isbn howpublished publisher "
    "institution school address type author+an equal students orcid crossref xdata pubstate code "
    "venue eventtitle shortjournal version titleaddon"
).split()


def cv(data: Mapping[str, Any] = NAME) -> Files:
    """As JSON that is YAML, too, but no JSON Resume."""
    return {"cv.yaml": f"{json.dumps(data, ensure_ascii=False)} # no JSON\n"}


def repeated(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit))


def numbered(unit: str) -> Callable[[int], str]:
    """Each time with another number in the place of ``#``."""
    return lambda size: "".join(unit.replace("#", str(n)) for n in range(size // (len(unit) + 3)))


def nested(begin: str, end: str) -> Callable[[int], str]:
    def make(size: int) -> str:
        depth = size // (len(begin) + len(end))
        return begin * depth + "a" * (depth > 0) + end * depth

    return make


def texts(text: str) -> Files:
    """A CV in which each kind of text is this one: a line, words, prose, a bullet, a keyword."""
    basics = {
        **{"name": f"Ada {text}", "label": text, "phone": text, "summary": text},
        **{"description": text, "keywords": [text], "location": {"address": text, "city": text}},
        "profiles": [{"network": text, "username": text}],
    }
    work = {"name": "A", "position": text, "startDate": "2020", "summary": text}
    work |= {"highlights": [text, {text[:1000] or "a": text}]}
    paper = {"name": f"A {text}", "releaseDate": "2020", "authors": [text], "publisher": text}
    own = {"heading": f"B {text}", "notes": [text]}
    return cv({"basics": basics, "work": [work], "publications": [paper], "custom": [own]})


def resume(text: str) -> Files:
    """The same as JSON Resume, in which texts may be HTML, and stand in the place of lists."""
    basics = {"name": "A", "summary": text, "label": text, "location": text, "profiles": text}
    work = {"name": "B", "summary": text, "highlights": [text]}
    data = {"basics": basics, "work": [work], "skills": text, "languages": {text: text}}
    return {"cv.yaml": json.dumps(data, ensure_ascii=False)}


def entry(name: str, value: str, key: str = "k") -> str:
    fields = {"title": "A title", "author": "Ada Lovelace", "year": "2020", name: value}
    lines = "".join(f"  {each} = {{{said}}},\n" for each, said in fields.items())
    return f"@article{{{key},\n{lines}}}\n"


def bib(text: str) -> Files:
    return {**cv(), "publications.bib": text + entry("note", "a", "last")}


def entries(value: str) -> Files:
    """Each field with this value, in an entry of its own, so that none hides another."""
    return bib("".join(entry(name, value, f"k-{name}") for name in BIB_FIELDS))


def sheet(path: str, around: Callable[[str], str] = str) -> Callable[[str], Files]:
    return lambda text: {**cv(), f"templates/{path}": around(text)}


def yaml(before: str, behind: str = "\n") -> Callable[[str], Files]:
    return lambda text: {"cv.yaml": f"{before}{text}{behind}"}


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
    "nested stars": nested("*", "*"),
    "nested strong": nested("**a ", " b**"),
    "nested underscores": nested("_", "_"),
    "nested brackets": nested("[", "]"),
    "nested links": nested("[", "](a)"),
    "nested parentheses": nested("(", ")"),
    "nested sub": nested("<sub>", "</sub>"),
    "nested tags": nested("<b>", "</b>"),
    "nested braces": nested("{", "}"),
    "a run of spaces": lambda size: f"a{' ' * size}b",
    "a run of no-break spaces": lambda size: f"a{chr(160) * size}b, c",
    "a run of lines": lambda size: f"a{chr(10) * size}b",
    "a run of punctuation": lambda size: f"*a{'!' * size}a*b",
    "an address": lambda size: f"https://example.org/{'a/' * (size // 2)}",
    "a link": lambda size: f"[a](https://example.org/{'a(' * (size // 2)})",
}

HTML = {
    **{"p": "<p>a</p>", "p open": "<p>", "br": "<br>\n", "br open": "<br ", "b open": "<p><b>"},
    **{"list": "<ul><li>a</li></ul>", "items open": "<ul><li>a", "link": "<a href='b:c'>d</a>"},
    **{"link open": '<a href="', "quote": "<p><blockquote>", "cells": "<tr><td>a</td></tr>"},
    **{"comment": "<p><!-- a", "comments": "<p><!-- a -->", "script": "<script>", "end": "<p></"},
    **{"instruction": "<p><?a", "declaration": "<p><!a", "CDATA": "<p><![CDATA[a"},
    **{"entity": "<p>&amp;", "entity open": "<p>&", "crossed": "<b>a</i>", "attribute": "<p a="},
    **{"attributes": "<p a='b' ", "code": "<p><code>a</code>", "em": "<p><em> a </em>"},
    **{
        "typed bullets": "• a\n",
        "bullets in a line": "a • b ",
        "commas": "a, (b ",
        "semicolons": "a; ",
    },
    **{"period": "2020 - ", "in brackets": "(a)", "punctuation": "<p><em>!!!!"},
}
HTML_NESTED = {
    **{
        "lists": nested("<ul><li>", "</li></ul>"),
        "quotes": nested("<blockquote>", "</blockquote>"),
    },
    **{"bold": nested("<b>", "</b>"), "crossed": nested("<b>", "</i>"), "div": nested("<div>", "")},
}

LATEX = {
    **{"letters": "a", "words": "word ", "digits": "1", "digits and dashes": "1-", "comma": "a,"},
    **{
        "commas": ",",
        "semicolons": "A B; ",
        "and": "A B and ",
        "and alone": "and ",
        "others": "others and ",
    },
    **{
        "braces": "{}",
        "words in braces": "{A} ",
        "bodies": "{A and B} and ",
        "particles": "van der ",
    },
    **{
        "initials": "A. ",
        "stars": "A* and ",
        "daggers": "A$^\\dagger$ and ",
        "bold": "\\textbf{A} and ",
    },
    **{
        "bold open": "**a ",
        "parts": "given=A, family=B and ",
        "et al": "et al. ",
        "for": "for the A ",
    },
    **{"ORCIDs": "A (0000-0002-1825-0097) and ", "ampersands": "A & B ", "CJK": "中, "},
    **{
        "formulas": "$x_i^2$ ",
        "empty formulas": "$$",
        "dollars": "$",
        "dollar a": "$a ",
        "alpha": "\\alpha ",
    },
    **{
        "fractions": "$\\frac{1}{2}$ ",
        "over": "$a \\over b$",
        "scripts": "^_",
        "sp": "\\sp ",
        "root": "\\sqrt{x}",
    },
    **{
        "umlauts": '\\"a',
        "umlauts in braces": '{\\"a}',
        "accents": "\\'{e}",
        "accent alone": "\\^ ",
    },
    **{"emph": "\\emph{a} ", "emph open": "\\emph{", "switch": "\\it ", "switches": "{\\it a} "},
    **{"url": "\\url{http://a.b}", "href": "\\href{http://a.b}{c} ", "unknown": "\\nosuch{a} "},
    **{
        "unknown alone": "\\nosuch ",
        "backslashes": "\\\\",
        "ties": "~",
        "dashes": "--- ",
        "hyphens": "-",
    },
    **{
        "quotes": "``a'' ",
        "backticks": "`",
        "apostrophes": "'",
        "percent": "%",
        "percent lines": "a% b\n",
    },
    **{
        "entities": "&amp;lt;",
        "entity open": "&",
        "tags": "<i>a</i>",
        "tags open": "<i>",
        "tags close": "</i>",
    },
    **{"MathML": "<msub><mi>a</mi><mi>b</mi></msub>", "attribute": "<i a=", "less": "$\\less$"},
    **{
        "at": "@",
        "at a": "@a{}",
        "fields": ", a = b",
        "quotation marks": '"',
        "units": "\\SI{1}{m} ",
    },
    **{
        "arXiv": "arXiv ",
        "arXiv numbers": "arXiv:2001.00001 [cs], ",
        "DOI": "10.1234/abc ",
        "DOI open": "10.",
    },
    **{
        "addresses": "https://a.b/ ",
        "addresses open": "http://",
        "path": "a/",
        "host": "a.",
        "PMID": "PMID: 1 ",
    },
    **{
        "by programs": "Number: 1\n",
        "by Zotero": "arXiv:2001.00001 [cs]\nComment: 3 figures\n",
        "tags of own": "/a, ",
    },
    **{
        "cited": "Cited by 7; ",
        "years": "2020 ",
        "months": "jan ",
        "ranges": "1-9999,",
        "roles": "1=a;",
    },
    **{
        "emoji": "👩‍👩‍👧",
        "combining": "e\u0301",
        "RTL": "ש ",
        "no-break spaces": "\xa0",
        "tabs": "\t",
        "lines": "a\n",
    },
}
LATEX_NESTED = {
    **{"braces": nested("{", "}"), "emph": nested("\\emph{", "}"), "scripts": nested("$x^{", "}$")},
    **{
        "tags": nested("<i>", "</i>"),
        "accents": nested("\\'{", "}"),
        "root": nested("\\sqrt{", "}"),
    },
    **{
        "dollars": nested("{$", "$}"),
        "brackets": nested("(", ")"),
        "switches": nested("{\\it ", "}"),
    },
}
BIB = {
    **{"entries": numbered("@misc{k#, title = {T#}, year = 2020}\n")},
    **{"of one key": numbered("@misc{k, title = {T#}, year = 2020}\n")},
    **{"of one title": numbered("@article{k#, title = {One title of all}, year = 2020}\n")},
    **{"without keys": repeated("@misc{title = {T}, year = 2020}\n")},
    **{"at a": repeated("@a{"), "lines of at a": repeated("@a{\n"), "at alone": repeated("@a ")},
    **{"comments open": repeated("@comment{\n"), "comments": repeated("@comment{a}\n")},
    **{"comments in a line": repeated("@comment{"), "percent": repeated("% a\n")},
    **{
        "entries open": numbered("@misc{k#, title = {\n"),
        "quotes open": numbered('@misc{k#, title = "\n'),
    },
    **{"entries in braces": lambda n: repeated("@misc{k, title = {\n")(n // 2) + "}" * (n // 24)},
    **{"broken in braces": lambda n: repeated("@a{b, t = {\n")(n // 2) + "}} x " * (n // 24)},
    **{
        "in parentheses": repeated("@misc(k, title = {T})\n"),
        "preambles": repeated('@preamble{"a"}\n'),
    },
    **{
        "commands": numbered("@preamble{{\\newcommand{\\a#}{b}}}\n"),
        "braces": repeated("{"),
        "closing": repeated("}"),
    },
    **{
        "strings": numbered("@string{s# = {a}}\n"),
        "strings of the last": lambda n: (
            "@string{s0 = {ab}}\n"
            + "".join(f"@string{{s{i} = s{i - 1} # s{i - 1}}}\n" for i in range(1, n // 24))
            + "@misc{k, title = s9}\n"
        ),
    },
    **{
        "a string in all": lambda n: (
            f"@string{{s = {{{'a' * n}}}}}\n" + numbered("@misc{k#, title = s}\n")(n)
        )
    },
    **{"joined": lambda n: f"@misc{{k, title = {'{a} # ' * (n // 6)}{{b}}}}\n"},
    **{"undefined": lambda n: f"@misc{{k, title = {numbered('s# # ')(n)}{{b}}}}\n"},
    **{"fields": lambda n: f"@misc{{k, {numbered('f# = {a}, ')(n)}}}\n"},
    **{"fields twice": lambda n: f"@misc{{k, {numbered('f# = {a}, f# = {b}, ')(n)}}}\n"},
    **{"crossref to the last": numbered("@misc{k#, title = {T}, crossref = {last}}\n")},
    **{
        "a long parent": lambda n: (
            f"@book{{p, title = {{{'a' * n}}}}}\n"
            + numbered("@incollection{k#, crossref = p}\n")(n)
        )
    },
    **{"xdata": lambda n: f"@misc{{k, title = {{T}}, xdata = {{{numbered('k#,')(n)}}}}}\n"},
    **{
        "a key": lambda n: entry("note", "a", "k" * n),
        "a type": lambda n: f"@{'a' * n}{{k, title = {{T}}}}\n",
    },
    **{
        "a name": lambda n: f"@misc{{k, {'a' * n} = {{T}}}}\n",
        "spaces in a key": lambda n: f"@misc{{k{' ' * n}\ntitle = {{T}}}}\n",
    },
    **{
        "authors and roles": lambda n: (
            f"@misc{{k, author = {{{numbered('A# B and ')(n)}C D}}, equal = {{{numbered('A# B and ')(n)}C D}}}}\n"
        )
    },
}
YAML = {
    "keys nobody knows": (yaml("basics:\n  name: A\n"), numbered("  nam#: a\n")),
    "one key": (yaml("basics: {name: A}\nx-a:\n"), repeated("  k: 1\n")),
    "keys in pairs": (
        yaml('{"basics": {"name": "A"}, "x-a": {', '"b": 1}}'),
        numbered('"k#": {}, "k#": 1, '),
    ),
    "formulas in a line": (yaml("basics: {name: A, keywords: [", "]}\n"), repeated('"$a $x", ')),
    "keywords": (yaml("basics: {name: A, keywords: [", "]}\n"), numbered("k#, ")),
    "names": (yaml("basics: {name: A, aliases: [", "]}\n"), numbered("A B#, ")),
    "e-mails": (yaml("basics: {name: A, email: [", "]}\n"), numbered("a#@b.org, ")),
    "accounts": (
        yaml("basics: {name: A, profiles: [", "]}\n"),
        numbered("{network: N#, username: u}, "),
    ),
    "work": (
        yaml("basics: {name: A}\nwork:\n"),
        numbered("- {name: B#, startDate: 2020, highlights: [a]}\n"),
    ),
    "work with mistakes": (
        yaml("basics: {name: A}\nwork:\n"),
        numbered("- {name: B#, url: x, startDate: y}\n"),
    ),
    "sections": (yaml("basics: {name: A}\ncustom:\n"), numbered("- {heading: B#, notes: [c]}\n")),
    "sections alike": (
        yaml("basics: {name: A}\ncustom:\n"),
        repeated("- {heading: B, notes: [c]}\n"),
    ),
    "news": (yaml("basics: {name: A}\nnews:\n"), repeated("- {text: B, date: 2020}\n")),
    "papers": (
        yaml("basics: {name: A}\npublications:\n"),
        repeated("- {name: B, releaseDate: 2020}\n"),
    ),
    "an order": (yaml("basics: {name: A}\nsections: [", "]\n"), repeated("work, ")),
    "aliases": (
        lambda text: {
            "cv.yaml": f'x-a: &a "{text}"\nbasics: {{name: A, keywords: [{"*a, " * (len(text) // 4)}]}}\n'
        },
        repeated("b"),
    ),
    "merges": (
        yaml("basics: {name: A}\nx-a: &a {b: c}\nwork:\n"),
        repeated("- {name: B, <<: *a}\n"),
    ),
    "brackets": (yaml("x-a: "), nested("[", "]")),
    "brackets open": (yaml("x-a: "), repeated("[")),
    "comments": (yaml("basics: {name: A}\n"), repeated("# a\n")),
    "control signs": (yaml("basics: {name: A}\n"), repeated("# \x01\n")),
    "hashes": (yaml("basics:\n  name: A\n  keywords:\n"), repeated("  - a #b\n")),
    "a folded text": (yaml("basics:\n  name: A\n  summary: >\n"), repeated("    - a\n")),
    "a broken text": (yaml('basics: {name: "A'), repeated("a: ")),
}
CSS = {
    **{
        "rules": numbered(".a# {color: red}\n"),
        "declarations": lambda n: f"a {{{repeated('color: red; ')(n)}}}",
    },
    **{
        "selectors": lambda n: f"{repeated('a, ')(n)}b {{color: red}}",
        "descendants": lambda n: f"{repeated('a ')(n)}{{color: red}}",
    },
    **{
        "braces open": repeated("a {"),
        "braces": nested("a {", "}"),
        "brackets": nested("(", ")"),
        "comments open": repeated("/* a "),
        "quotes open": repeated('"\n'),
    },
    **{
        "calc": lambda n: f"a {{width: {nested('calc(', ')')(n)}}}",
        "values": lambda n: f"a {{font-family: {repeated('a, ')(n)}b}}",
    },
    **{
        "variables": lambda n: f":root {{{numbered('--a#: 1px; ')(n)}}}",
        "variables of the last": lambda n: (
            ":root {--a0: 1px 1px;"
            + "".join(f"--a{i}: var(--a{i - 1}) var(--a{i - 1});" for i in range(1, n // 32))
            + f"}} a {{margin: var(--a{max(n // 32 - 1, 0)})}}"
        ),
    },
    **{
        "imports": repeated("@import 'a.css';\n"),
        "media": repeated("@media print {a {color: red}}\n"),
        "errors": repeated("a } ; "),
    },
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


def probes() -> Iterator[Probe]:
    for kind, make, units in (
        ("texts", texts, SIGNS),
        ("JSON Resume", resume, {**SIGNS, **HTML}),
        (".bib fields", entries, LATEX),
    ):
        for name, unit in units.items():
            yield Probe(f"{kind}: {name}", of(make, repeated(unit)))
    for kind, make, shapes in (
        ("texts", texts, SHAPES),
        ("JSON Resume", resume, SHAPES),
        ("JSON Resume, nested", resume, HTML_NESTED),
        (".bib fields", entries, SHAPES),
        (".bib fields, nested", entries, LATEX_NESTED),
        (".bib", bib, BIB),
        ("html/style.css", sheet("html/style.css"), CSS),
    ):
        for name, shape in shapes.items():
            yield Probe(f"{kind}: {name}", of(make, shape))
    for name, shape in CSS.items():
        yield Probe(f"pdf/base.css: {name}", of(sheet("pdf/base.css"), shape), ("pdf",))
    for name, (make, shape) in YAML.items():
        yield Probe(f"cv.yaml: {name}", of(make, shape))
    for field, data in FIELDS.items():
        for name in FIELD_SIGNS:
            shape = SHAPES[name] if name in SHAPES else repeated(SIGNS[name])
            yield Probe(f"{field}: {name}", of(lambda text, data=data: cv(data(text)), shape), ())
    for name in ("words", "strong", "bullets", "links", "CJK", "emoji"):
        yield Probe(f"cv.pdf: {name}", of(texts, repeated(SIGNS[name])), ("pdf",))
    yield Probe("cv.pdf: entries", of(bib, BIB["entries"]), ("pdf",))


def of(make: Callable[[str], Files], shape: Callable[[int], str]) -> Callable[[int], Files]:
    return lambda size: make(shape(size))


FIELD_SIGNS = (
    *("letters", "digits", "words", "dots", "dashes", "slashes", "ats", "colons", "braces"),
    *("brackets", "percent", "a run of spaces", "a run of no-break spaces", "CJK", "prices"),
)


def main(words: list[str]) -> int:
    gc.disable()  # as the command does
    load()
    chosen = [each for each in probes() if all(word in each.name for word in words)]
    print(f"{'probe':<44}{'first size':>11}  {'seconds, doubling':<48}{'exponent':>9}{'MiB':>7}")
    wrong = [probe.name for probe in chosen if not is_linear(probe)]
    print(f"{len(chosen)} probes, {len(wrong)} of them not linear", *wrong, sep="\n  ")
    return min(len(wrong), 1)


def load() -> None:
    """Imports what the command needs, with a CV of its own."""
    from cvtool.pipeline.workspace import Workspace
    from cvtool.render.pdf import prepare

    with tempfile.TemporaryDirectory() as folder:
        files = {**texts("a $x_i$ *b* - c\n\n- d"), **{"a.bib": entry("note", "$\\sqrt{x}$ \\a")}}
        for path, data in files.items():
            Path(folder, path).write_text(data, encoding="utf-8")
        workspace = Workspace(Path(folder, "cv.yaml"))
        loaded = workspace.load()
        assert loaded.document
        workspace.make(CHEAP, loaded.document)
        prepare(workspace.theme)


def is_linear(probe: Probe) -> bool:
    """Measures and reports; what grows too fast once more, for others may use the machine."""
    for _ in range(2):
        nothing = measured(probe, 0)
        first, costs = doubled(probe, nothing)
        seconds = [max(each.seconds - nothing.seconds, 0.001) for each in costs]
        memory = [max(each.bytes - nothing.bytes, SLIGHT) for each in costs]
        ended = len(costs) == DOUBLINGS + 1 and all(each.status >= 0 for each in costs)
        exponent = slope(seconds) if seconds[-1] > SMALLEST else 0.0
        good = ended and exponent < LIMIT and slope(memory) < LIMIT
        if good:
            break
    shown = " ".join(f"{each:7.3f}" for each in seconds)
    most = max(each.bytes for each in costs) - nothing.bytes
    mark = "" if good else f"  {'grows' if ended else 'fault'}"
    print(
        f"{probe.name:<44}{first:11,}  {shown:<48}{exponent:9.2f}{most >> 20:7}{mark}", flush=True
    )
    return good


def doubled(probe: Probe, nothing: Cost) -> tuple[int, list[Cost]]:
    """The first size that takes time, and the costs of it and of its doubles, up to one too far."""
    size = FIRST
    while (cost := measured(probe, size)).seconds - nothing.seconds < SMALLEST and size < LARGEST:
        size *= 2
    costs = [cost]
    while len(costs) <= DOUBLINGS and costs[-1].status >= 0:
        costs.append(measured(probe, size << len(costs)))
    return size, costs


def slope(values: list[float] | list[int]) -> float:
    """Of the logarithms, for sizes that double: the line that is nearest to all but the first."""
    points = [log2(each) for each in values[1:]]
    if len(points) < 2:
        return 0.0
    return statistics.linear_regression(range(len(points)), points).slope


def measured(probe: Probe, size: int) -> Cost:
    """What the command costs with this much, in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, data in probe.make(size).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(data, encoding="utf-8")
        child = os.fork()
        if not child:
            run(folder, probe.formats)
        _, status, used = os.wait4(child, 0)
        is_fault = b"a fault in" in (folder / "said").read_bytes()
    unit = 1 if sys.platform == "darwin" else 1024
    ended = FAULT if is_fault or os.WIFSIGNALED(status) else status
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * unit, ended)


def run(folder: Path, formats: tuple[str, ...]) -> None:
    """The command; this process ends with it."""
    from cvtool.cli import main

    status = 70
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        os.chdir(folder)
        said = os.open("said", os.O_WRONLY | os.O_CREAT)
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.argv = ["cvtool", "render", *formats] if formats else ["cvtool", "check"]
        main()
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
