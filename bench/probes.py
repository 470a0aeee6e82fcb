"""What bench/growth.py repeats: signs in texts, fields, entries, elements, and what holds them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

CHEAP = ("markdown", "text", "llms", "html", "jsonresume")

Files = Mapping[str, str]
Shapes = Mapping[str, Callable[[int], str]]


@dataclass(frozen=True)
class Probe:
    """``make`` gives the files of a size. They are checked only, where there are no formats."""

    name: str
    make: Callable[[int], Files]
    formats: tuple[str, ...] = CHEAP


NAME: Mapping[str, Any] = {"basics": {"name": "Ada Lovelace"}}
BIB_FIELDS = """
    author editor title subtitle booktitle journal year date month day pages volume number edition
    series note abstract annote keywords url doi eprint archiveprefix isbn howpublished publisher
    institution school address type author+an equal students orcid crossref xdata pubstate code
    venue eventtitle shortjournal version titleaddon
"""


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
    basics: dict[str, Any] = {
        **{"name": f"Ada {text}", "label": text, "phone": text, "summary": text},
        **{"description": text, "keywords": [text], "location": {"address": text, "city": text}},
        "profiles": [{"network": text, "username": text}],
    }
    work: dict[str, Any] = {"name": "A", "position": text, "summary": text}
    work |= {"startDate": "2020"}
    work |= {"highlights": [text, {text[:100] or "a": text}]}
    paper = {"name": f"A {text}", "releaseDate": "2020", "authors": [text], "publisher": text}
    own = {"heading": f"B {text}", "notes": [text]}
    return cv({"basics": basics, "work": [work], "publications": [paper], "custom": [own]})


def modern(text: str) -> Files:
    """What stands beside a date in a column of its own."""
    works = [{"name": text, "startDate": "2020"}, {"name": "B", "position": text}]
    return cv({**NAME, "pdf": {"theme": "modern"}, "work": works})


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
    return bib("".join(entry(name, value, f"k-{name}") for name in BIB_FIELDS.split()))


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

SHAPES: Shapes = {
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
    "p": "<p>a</p>",
    "p open": "<p>",
    "br": "<br>\n",
    "br open": "<br ",
    "b open": "<p><b>",
    "list": "<ul><li>a</li></ul>",
    "items open": "<ul><li>a",
    "link": "<a href='b:c'>d</a>",
    "link open": '<a href="',
    "quote": "<p><blockquote>",
    "cells": "<tr><td>a</td></tr>",
    "comment": "<p><!-- a",
    "comments": "<p><!-- a -->",
    "script": "<script>",
    "end": "<p></",
    "instruction": "<p><?a",
    "declaration": "<p><!a",
    "CDATA": "<p><![CDATA[a",
    "entity": "<p>&amp;",
    "entity open": "<p>&",
    "crossed": "<b>a</i>",
    "attribute": "<p a=",
    "attributes": "<p a='b' ",
    "code": "<p><code>a</code>",
    "em": "<p><em> a </em>",
    "typed bullets": "• a\n",
    "bullets in a line": "a • b ",
    "commas": "a, (b ",
    "semicolons": "a; ",
    "period": "2020 - ",
    "in brackets": "(a)",
    "punctuation": "<p><em>!!!!",
}
HTML_NESTED: Shapes = {
    "lists": nested("<ul><li>", "</li></ul>"),
    "quotes": nested("<blockquote>", "</blockquote>"),
    "bold": nested("<b>", "</b>"),
    "crossed": nested("<b>", "</i>"),
    "div": nested("<div>", ""),
}

LATEX = {
    "letters": "a",
    "words": "word ",
    "digits": "1",
    "digits and dashes": "1-",
    "comma": "a,",
    "commas": ",",
    "semicolons": "A B; ",
    "and": "A B and ",
    "and alone": "and ",
    "others": "others and ",
    "braces": "{}",
    "words in braces": "{A} ",
    "bodies": "{A and B} and ",
    "particles": "van der ",
    "initials": "A. ",
    "stars": "A* and ",
    "daggers": "A$^\\dagger$ and ",
    "bold": "\\textbf{A} and ",
    "bold open": "**a ",
    "parts": "given=A, family=B and ",
    "et al": "et al. ",
    "for": "for the A ",
    "ORCIDs": "A (0000-0002-1825-0097) and ",
    "ampersands": "A & B ",
    "CJK": "中, ",
    "formulas": "$x_i^2$ ",
    "empty formulas": "$$",
    "dollars": "$",
    "dollar a": "$a ",
    "alpha": "\\alpha ",
    "fractions": "$\\frac{1}{2}$ ",
    "over": "$a \\over b$",
    "scripts": "^_",
    "sp": "\\sp ",
    "root": "\\sqrt{x}",
    "umlauts": '\\"a',
    "umlauts in braces": '{\\"a}',
    "accents": "\\'{e}",
    "accent alone": "\\^ ",
    "emph": "\\emph{a} ",
    "emph open": "\\emph{",
    "switch": "\\it ",
    "switches": "{\\it a} ",
    "url": "\\url{http://a.b}",
    "href": "\\href{http://a.b}{c} ",
    "unknown": "\\nosuch{a} ",
    "unknown alone": "\\nosuch ",
    "backslashes": "\\\\",
    "ties": "~",
    "dashes": "--- ",
    "hyphens": "-",
    "quotes": "``a'' ",
    "backticks": "`",
    "apostrophes": "'",
    "percent": "%",
    "percent lines": "a% b\n",
    "entities": "&amp;lt;",
    "entity open": "&",
    "tags": "<i>a</i>",
    "tags open": "<i>",
    "tags close": "</i>",
    "MathML": "<msub><mi>a</mi><mi>b</mi></msub>",
    "attribute": "<i a=",
    "less": "$\\less$",
    "at": "@",
    "at a": "@a{}",
    "fields": ", a = b",
    "quotation marks": '"',
    "units": "\\SI{1}{m} ",
    "arXiv": "arXiv ",
    "arXiv numbers": "arXiv:2001.00001 [cs], ",
    "DOI": "10.1234/abc ",
    "DOI open": "10.",
    "addresses": "https://a.b/ ",
    "addresses open": "http://",
    "path": "a/",
    "host": "a.",
    "PMID": "PMID: 1 ",
    "by programs": "Number: 1\n",
    "by Zotero": "arXiv:2001.00001 [cs]\nComment: 3 figures\n",
    "tags of own": "/a, ",
    "cited": "Cited by 7; ",
    "years": "2020 ",
    "months": "jan ",
    "ranges": "1-9999,",
    "roles": "1=a;",
    "emoji": "👩‍👩‍👧",
    "combining": "e\u0301",
    "RTL": "ש ",
    "no-break spaces": "\xa0",
    "tabs": "\t",
    "lines": "a\n",
}
LATEX_NESTED: Shapes = {
    "braces": nested("{", "}"),
    "emph": nested("\\emph{", "}"),
    "scripts": nested("$x^{", "}$"),
    "tags": nested("<i>", "</i>"),
    "accents": nested("\\'{", "}"),
    "root": nested("\\sqrt{", "}"),
    "dollars": nested("{$", "$}"),
    "brackets": nested("(", ")"),
    "switches": nested("{\\it ", "}"),
}
BIB: Shapes = {
    "entries": numbered("@misc{k#, title = {T#}, year = 2020}\n"),
    "of one key": numbered("@misc{k, title = {T#}, year = 2020}\n"),
    "of one title": numbered("@article{k#, title = {One title of all}, year = 2020}\n"),
    "without keys": repeated("@misc{title = {T}, year = 2020}\n"),
    "at a": repeated("@a{"),
    "lines of at a": repeated("@a{\n"),
    "at alone": repeated("@a "),
    "comments open": repeated("@comment{\n"),
    "comments": repeated("@comment{a}\n"),
    "comments in a line": repeated("@comment{"),
    "percent": repeated("% a\n"),
    "entries open": numbered("@misc{k#, title = {\n"),
    "quotes open": numbered('@misc{k#, title = "\n'),
    "entries in braces": lambda n: repeated("@misc{k, title = {\n")(n // 2) + "}" * (n // 24),
    "broken in braces": lambda n: repeated("@a{b, t = {\n")(n // 2) + "}} x " * (n // 24),
    "in parentheses": repeated("@misc(k, title = {T})\n"),
    "preambles": repeated('@preamble{"a"}\n'),
    "commands": numbered("@preamble{{\\newcommand{\\a#}{b}}}\n"),
    "braces": repeated("{"),
    "closing": repeated("}"),
    "strings": numbered("@string{s# = {a}}\n"),
    "strings of the last": lambda n: (
        "@string{s0 = {ab}}\n"
        + "".join(f"@string{{s{i} = s{i - 1} # s{i - 1}}}\n" for i in range(1, n // 24))
        + "@misc{k, title = s9}\n"
    ),
    "a string in all": lambda n: (
        f"@string{{s = {{{'a' * n}}}}}\n" + numbered("@misc{k#, title = s}\n")(n)
    ),
    "joined": lambda n: f"@misc{{k, title = {'{a} # ' * (n // 6)}{{b}}}}\n",
    "undefined": lambda n: f"@misc{{k, title = {numbered('s# # ')(n)}{{b}}}}\n",
    "fields": lambda n: f"@misc{{k, {numbered('f# = {a}, ')(n)}}}\n",
    "fields twice": lambda n: f"@misc{{k, {numbered('f# = {a}, f# = {b}, ')(n)}}}\n",
    "crossref to the last": numbered("@misc{k#, title = {T}, crossref = {last}}\n"),
    "a long parent": lambda n: (
        f"@book{{p, title = {{{'a' * n}}}}}\n" + numbered("@incollection{k#, crossref = p}\n")(n)
    ),
    "xdata": lambda n: f"@misc{{k, title = {{T}}, xdata = {{{numbered('k#,')(n)}}}}}\n",
    "a key": lambda n: entry("note", "a", "k" * n),
    "a type": lambda n: f"@{'a' * n}{{k, title = {{T}}}}\n",
    "a name": lambda n: f"@misc{{k, {'a' * n} = {{T}}}}\n",
    "spaces in a key": lambda n: f"@misc{{k{' ' * n}\ntitle = {{T}}}}\n",
    "authors and roles": lambda n: (
        "@misc{k, author = {" + "}, equal = {".join([numbered("A# B and ")(n) + "C D"] * 2) + "}}\n"
    ),
}
YAML: Mapping[str, tuple[Callable[[str], Files], Callable[[int], str]]] = {
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
            "cv.yaml": f'x-a: &a "{text}"\n'
            f"basics: {{name: A, keywords: [{'*a, ' * (len(text) // 4)}]}}\n"
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
CSS: Shapes = {
    "rules": numbered(".a# {color: red}\n"),
    "declarations": lambda n: f"a {{{repeated('color: red; ')(n)}}}",
    "selectors": lambda n: f"{repeated('a, ')(n)}b {{color: red}}",
    "descendants": lambda n: f"{repeated('a ')(n)}{{color: red}}",
    "braces open": repeated("a {"),
    "braces": nested("a {", "}"),
    "brackets": nested("(", ")"),
    "comments open": repeated("/* a "),
    "quotes open": repeated('"\n'),
    "calc": lambda n: f"a {{width: {nested('calc(', ')')(n)}}}",
    "values": lambda n: f"a {{font-family: {repeated('a, ')(n)}b}}",
    "variables": lambda n: f":root {{{numbered('--a#: 1px; ')(n)}}}",
    "variables of the last": lambda n: (
        ":root {--a0: 1px 1px;"
        + "".join(f"--a{i}: var(--a{i - 1}) var(--a{i - 1});" for i in range(1, n // 32))
        + f"}} a {{margin: var(--a{max(n // 32 - 1, 0)})}}"
    ),
    "imports": repeated("@import 'a.css';\n"),
    "media": repeated("@media print {a {color: red}}\n"),
    "errors": repeated("a } ; "),
}
FIELDS: Mapping[str, Callable[[str], Mapping[str, Any]]] = {
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

IN_FIELDS = ("letters", "digits", "words", "dots", "braces", "brackets", "a run of no-break spaces")
IN_PDF = ("letters", "words", "strong", "bullets", "links", "CJK", "emoji")


def page(text: str) -> Files:
    """The CV with a page of the owner's own."""
    return {**cv(), "pages/a.md": text}


def own_files(numbers: str) -> Files:
    """Publications with a file each."""
    names = [f"{each}.pdf" for each in numbers.split()]
    said = "".join(f"@misc{{k{each}, title = {{T}}, pdf = {{{each}}}}}\n" for each in names)
    return {**cv(), "publications.bib": said, **dict.fromkeys(names, "a")}


def probes() -> Iterator[Probe]:
    signs, html, latex = map(all_repeated, (SIGNS, HTML, LATEX))
    kinds: list[tuple[str, Callable[[str], Files], Shapes, tuple[str, ...]]] = [
        ("texts", texts, {**signs, **SHAPES}, CHEAP),
        ("JSON Resume", resume, {**html, **SHAPES}, CHEAP),
        ("JSON Resume, nested", resume, HTML_NESTED, CHEAP),
        (".bib", bib, BIB, CHEAP),
        (".bib fields", entries, {**latex, **SHAPES}, CHEAP),
        (".bib fields, nested", entries, LATEX_NESTED, CHEAP),
        ("html/style.css", sheet("html/style.css"), CSS, ("html",)),
        ("pdf/base.css", sheet("pdf/base.css"), CSS, ("pdf",)),
        ("cv.pdf", texts, {name: signs[name] for name in IN_PDF}, ("pdf",)),
        ("cv.pdf, modern", modern, {name: signs[name] for name in IN_PDF[:2]}, ("pdf",)),
        ("cv.pdf", bib, {"entries": BIB["entries"]}, ("pdf",)),
        ("page", page, {**signs, **html, **SHAPES}, ()),
        ("page, nested", page, HTML_NESTED, ()),
        ("own", own_files, {"files": numbered("#\n")}, ()),
    ]
    kinds += [("cv.yaml", make, {name: shape}, CHEAP) for name, (make, shape) in YAML.items()]
    in_fields = {name: {**signs, **SHAPES}[name] for name in IN_FIELDS}
    kinds += [(field, of(cv, make), in_fields, ()) for field, make in FIELDS.items()]
    for kind, make, shapes, formats in kinds:
        for name, shape in shapes.items():
            yield Probe(f"{kind}: {name}", of(make, shape), formats)


def all_repeated(units: Mapping[str, str]) -> Shapes:
    return {name: repeated(unit) for name, unit in units.items()}


def of(second: Callable[[Any], Files], first: Callable[[Any], Any]) -> Callable[[Any], Files]:
    return lambda given: second(first(given))
