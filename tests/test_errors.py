"""What is wrong with the input: one clear line each, at its place, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import NAME, check, run, run_process

EMPTY = "cv.yaml:1:1: error: the file is empty: begin with 'basics:' and, indented under it, "
NOT_A_MAPPING = "cv.yaml:1:1: error: expected keys and values such as 'basics:', found "
TOO_DEEP = "nested more than 60 levels deep: make it flatter"
ESCAPED = "a backslash between double quotes has a meaning: use single quotes"
FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", EMPTY + "'name: Your Name'"),
    "white space": (b" \n\n \n", EMPTY + "'name: Your Name'"),
    "a comment": (b"# hello\n", EMPTY + "'name: Your Name'"),
    "a marker": (b"---\n", EMPTY + "'name: Your Name'"),
    "null": (b"null\n", EMPTY + "'name: Your Name'"),
    "a list": (b"- a\n", NOT_A_MAPPING + "a list"),
    "a text": (b"hello\n", NOT_A_MAPPING + "one text"),
    "two documents": (
        b"basics:\n  name: A\n---\nbasics:\n  name: B\n",
        "cv.yaml:3:1: error: a second document begins here: delete the line '---'",
    ),
    "a tab": (
        b"basics:\n\tname: A\n",
        "cv.yaml:2:1: error: a tab in the indentation: YAML takes spaces only",
    ),
    "a tab behind spaces": (
        b"work:\n  - name: X\n\t  position: Y\n",
        "cv.yaml:3:1: error: a tab in the indentation: YAML takes spaces only",
    ),
    "UTF-16": (
        NAME.encode("utf-16"),
        "cv.yaml:1:1: error: this is UTF-16: save the file with encoding UTF-8",
    ),
    "UTF-16 without mark": (
        NAME.encode("utf-16-le"),
        "cv.yaml:1:1: error: this is UTF-16: save the file with encoding UTF-8",
    ),
    "Latin-1": (
        "basics:\n  name: René\n".encode("latin-1"),
        "cv.yaml:2:12: error: byte 0xe9 is not UTF-8: save the file with encoding UTF-8",
    ),
    "Latin-1 behind a mark": (
        b"\xef\xbb\xbf" + "basics:\n  name: René\n".encode("latin-1"),
        "cv.yaml:2:12: error: byte 0xe9 is not UTF-8: save the file with encoding UTF-8",
    ),
    "Latin-1 with the line ends of old": (
        "basics:\r  name: René\r".encode("latin-1"),
        "cv.yaml:2:12: error: byte 0xe9 is not UTF-8: save the file with encoding UTF-8",
    ),
    "NUL": (
        b"basics:\n  name: A\0B\n",
        "cv.yaml:2:10: error: the control character U+0000 is not allowed: delete it",
    ),
    "C1 control": (
        "basics:\n  name: A\x80B\n".encode(),
        "cv.yaml:2:10: error: the control character U+0080 is not allowed: delete it",
    ),
    "NUL by escape": (
        b'basics:\n  name: "A\\0B"\n',
        f"cv.yaml:2:3: error: basics.name: {ESCAPED}",
    ),
    "command in double quotes": (
        NAME.encode() + b'  summary: "Of $\\tau$ here"\n',
        f"cv.yaml:3:3: error: basics.summary: {ESCAPED}",
    ),
    "command inside of mathematics": (
        NAME.encode() + b'  summary: "$2 \\times 3$"\n',
        f"cv.yaml:3:3: error: basics.summary: {ESCAPED}",
    ),
    "deep flow": (b"x-a: " + b"[" * 100_000, f"cv.yaml:1:65: error: {TOO_DEEP}"),
    "deep block": (b"- " * 100_000, f"cv.yaml:1:121: error: {TOO_DEEP}"),
    "alias of itself": (
        NAME.encode() + b"x-a: &a\n  b: *a\n",
        "cv.yaml:3:6: error: what an anchor (&) names must not hold its own alias (*)",
    ),
    "aliases that multiply": (
        b"x-a: &a [1,1,1,1,1,1,1,1,1]\n"
        + b"".join(b"x-%c: &%c [%s]\n" % (c, c, b"*%c," % (c - 1) * 9) for c in range(98, 107)),
        "cv.yaml:1:26: error: more than 200,000 values: aliases multiply",
    ),
    "alias of nothing": (
        b"basics:\n  name: *foo\n",
        "cv.yaml:2:9: error: put quotes around a text that begins with '*'",
    ),
    "tag": (
        b"basics: !!python/object:os.system {}\n",
        "cv.yaml:1:9: error: put quotes around a text that begins with '!'",
    ),
    "merge key": (
        NAME.encode() + b"  <<: {label: B}\n",
        "cv.yaml:3:3: error: basics.<<: merge keys (<<) are no part of YAML 1.2: write the values "
        "out",
    ),
    "colon in a text": (
        b"basics:\n  summary: I did: this\n",
        "cv.yaml:2:17: error: put quotes around a text that holds ': '",
    ),
    "too far in": (
        b"basics:\n  name: A\n    label: B\n",
        "cv.yaml:3:10: error: this line is indented too far for a key: align it with the key above",
    ),
    "at sign": (
        b"basics:\n  name: @foo\n",
        "cv.yaml:2:9: error: put quotes around a text that begins with '@'",
    ),
    "half in quotes": (
        b'basics:\n  label: "foo" bar\n',
        'cv.yaml:2:16: error: put quotes around the whole of a text that begins with "',
    ),
    "half in brackets": (
        b"basics:\n  label: [foo] bar\n",
        "cv.yaml:2:16: error: put quotes around the whole of a text that begins with [",
    ),
    "quote in front of a bullet": (
        b'x-a:\n  - One\n  - "Two" words\n',
        'cv.yaml:3:11: error: put quotes around the whole of a text that begins with "',
    ),
    "link in front of a bullet": (
        b"x-a:\n  - One\n  - [Two](https://x.org) words\n",
        "cv.yaml:3:10: error: put quotes around the whole of a text that begins with [",
    ),
    "bullet out of line": (
        b"x-a:\n  - One\n   - Two\n  'Three': 3\n",
        "cv.yaml:4:3: error: expected '- ' as in the lines above: check the indentation",
    ),
    "more than": (
        b"x-a:\n  - > 20 mutants\n",
        "cv.yaml:2:7: error: put quotes around a text that begins with '>' or '|', or go on below "
        "that sign",
    ),
    "open quote": (
        b'basics:\n  label: "foo\n  name: b\n',
        "cv.yaml:2:10: error: this quote is never closed",
    ),
    "open bracket": (
        b"basics:\n  topics: [a, b\nmeta: {}\n",
        "cv.yaml:2:11: error: a '[' that is not closed, or a comma is missing",
    ),
    "no colon": (
        b"basics:\n  name: A\nwork\nmeta:\n",
        "cv.yaml:3:1: error: expected a key and a colon: 'key: value'",
    ),
    "list behind its key": (
        b"basics:\n  topics: - a\n",
        "cv.yaml:2:11: error: a list begins on a line of its own; or quote the text",
    ),
    "question mark": (
        b"basics:\n  label: ? a\n",
        "cv.yaml:2:10: error: put quotes around a text that begins with '?'",
    ),
    "closing bracket": (
        b"basics:\n  label: ]\n",
        "cv.yaml:2:10: error: put quotes around a text that begins with ']'",
    ),
    "key below an empty list": (
        b"- \nbasics: b\n",
        "cv.yaml:2:1: error: this does not fit what stands above: check the indentation",
    ),
    "indented beginning": (
        b"  basics:\n    name: A\nmeta: {}\n",
        "cv.yaml:3:1: error: further left than the file begins: put main keys in column 1",
    ),
    "bracket open to the end": (
        b"basics:\n  topics: {a:",
        "cv.yaml:2:14: error: a '[' or '{' above is never closed",
    ),
    "bracket open to the last line": (
        b"basics:\n  topics: [a,\n",
        "cv.yaml:3:1: error: a '[' or '{' above is never closed",
    ),
    "list in open bracket": (
        b"basics:\n  topics: {\n  - a\n",
        "cv.yaml:3:3: error: this cannot stand inside [ ] or { }: close them before it, or quote "
        "it",
    ),
    "no heading": (
        NAME.encode() + b"custom: [{summary: Text}]\n",
        "cv.yaml:3:10: error: custom[0].heading: missing: write 'heading: ...', or 'heading: \"\"' "
        "for none",
    ),
    "table of HTML": (
        NAME.encode() + b"  summary: a <table><tr>\n",
        "cv.yaml:3:14: warning: basics.summary: HTML is shown as it is written, as '<table>' is, "
        "and a table cannot stand in a text: write a list ('- '), an item a row (2 times)",
    ),
    "list as a key": (
        NAME.encode() + b"  ? [a]\n  : b\n",
        "cv.yaml:3:5: error: basics: a key must be a word, not a list or a mapping",
    ),
}
IN_JSON: dict[str, tuple[str, str]] = {
    "comma": (
        '{"basics": {"name": "A"} "x-a": 1}',
        "cv.json:1:26: error: not JSON: expected a comma before this",
    ),
    "last comma": ('{"basics": {"name": "A",}}', "cv.json:1:2"),
    "bare word": (
        '{"basics": A}',
        "cv.json:1:12: error: not JSON: expected a value; a text stands ",
    ),
    "line break": (
        '{"basics": {"name": "A\nB"}}',
        "cv.json:1:23: error: not JSON: write \\n for a line break, \\t for a tab",
    ),
    "end": ('{\n\t"basics": {\n', "cv.json:3:1: error: not JSON: expected a key in double quotes"),
    "duplicate": (
        '{\n\t"basics": {"name": "A",\n\t\t"name": "B"}}',
        "cv.json:3:3: error: basics.name: duplicate key: it stands on line 2 and on line 3; keep ",
    ),
    "lone surrogate": (
        '{"basics": {"name": "\\ud83d"}}',
        "cv.json:1:13: error: basics.name: the lone surrogate U+D83D is not allowed: delete it",
    ),
    "deep": ("[" * 100_000, f"cv.json:1:1: error: {TOO_DEEP}"),
    "number": ('{"basics": {"name": 1, "url": 2}}', "cv.json:1:24: error: basics.url: '2' is not "),
}
DATE = "is not a date: write 2020, 2020-07 or 2020-07-01"
QUOTE_LIST = "found a list; put quotes around a text that begins with '[' or '-'"
VALUES: list[tuple[str, str]] = [
    ("^startDate: 2020-13", "startDate: '2020-13' is not a date: the month is 13"),
    (
        "^startDate: 2020-2-30",
        "startDate: '2020-2-30' is not a date: the day is 30, and that month has 29",
    ),
    ("^startDate: 0000", "startDate: '0000' is not a date: there is no year 0"),
    ("^startDate: 99999", f"startDate: '99999' {DATE}"),
    (
        "^startDate: 03/04/2020",
        "startDate: '03/04/2020' is not a date: write 2020-03-04 or 2020-04-03",
    ),
    (
        "^startDate: Mayor 2020",
        f"startDate: 'Mayor 2020' {DATE}, or in your own words 'period: Mayor 2020'",
    ),
    ("^startDate: present", f"startDate: 'present' {DATE}"),
    ("^startDate: 2020-07 or so", f"startDate: '2020-07 or so' {DATE}"),
    ("^startDate: ٢٠٢٠", f"startDate: '٢٠٢٠' {DATE}"),
    ("^startDate: [2020]", f"startDate: expected a date such as 2020-07, {QUOTE_LIST}"),
    ("startDate: 2020, ^endDate: 2019-12", "endDate: 2019-12 is before the start, 2020"),
    ("^startdate: 2020", "startdate: unknown key 'startdate'; did you mean 'startDate'?"),
    ("^nme: ", "nme: unknown key 'nme'; did you mean 'name'?"),
    ("^'': a", "'': unknown key ''; known are "),
    ("^1: a, ^2: b", "1: unknown key '1'; known are "),
    ("name: a, ^name: b", "name: duplicate key: it stands on line 4 and on line 4; keep one"),
    ("x-a: [{b: {c: 1, ^c: 2}}]", "x-a[0].b.c: duplicate key: it stands on line 4 and on line 4"),
    ("^highlights: one", "highlights: expected a list (lines that begin with '- '), found 'one'"),
    ("^projects: {name: a}", "projects: expected a list (lines that begin with '- '), found keys "),
    ("projects: [^a]", "projects[0]: expected keys and values, found 'a': write 'name: a'"),
    ("positions: [^a]", "positions[0]: expected keys and values, found 'a': write 'position: a'"),
    ("^position: {Head: of}", "position: expected text, found keys and values; put quotes around "),
    ("^position: [Engineer]", f"position: expected text, {QUOTE_LIST}"),
    ("^position: [Lead, Boss]", "position: expected text, found a list of 2: one alone can stand "),
    ("highlights: [^{a: b, c: d}]", "highlights[0]: expected a text, or one label and its text as"),
    ("highlights: [a, ^{Outcome: }]", "highlights[1]: expected a text behind 'Outcome' and its"),
    ("highlights: [{^Outcome: [[a]]}]", f"highlights[0].Outcome: expected text, {QUOTE_LIST}"),
    ("^url: javascript:alert(1)", "url: 'javascript:alert(1)' is not a link to follow: write an "),
    ("^url: my page", "url: 'my page' is not a web address: write it whole, as in https://example"),
    (
        "^url: a.pdf",
        "url: there is no file 'a.pdf' beside cv.yaml: put it there, or write ",
    ),
    ("^summary: '[a](b)'", "summary: 'b' is not a web address: write it whole, as in https://"),
    ('^url: "a\\eb\\nc"', f"url: {ESCAPED}"),
]


@pytest.mark.parametrize(("source", "said"), FILES.values(), ids=FILES)
def test_a_file_that_cannot_be_used(tmp_path: Path, source: bytes, said: str) -> None:
    assert check(tmp_path, source) == [said]


@pytest.mark.parametrize(("source", "said"), IN_JSON.values(), ids=IN_JSON)
def test_a_json_file_that_cannot_be_used(tmp_path: Path, source: str, said: str) -> None:
    (line,) = check(tmp_path, source, "cv.json")
    assert line.startswith(said)


@pytest.mark.parametrize(("written", "said"), VALUES)
def test_a_value_that_cannot_be_used(tmp_path: Path, written: str, said: str) -> None:
    """``^`` marks the place that the problem has."""
    entry = f"- {{{written}}}"
    lines = check(tmp_path, f"{NAME}work:\n{entry.replace('^', '')}\n")
    assert lines[0].startswith(f"cv.yaml:4:{entry.index('^') + 1}: error: work[0].{said}")
    assert len(lines) == written.count("^") + ("\\e" in written)


def test_all_problems_of_all_stages_come_at_once_in_file_order(tmp_path: Path) -> None:
    (tmp_path / "publications.bib").write_text("@article{a, title={x}, year={nope}}")
    source = """\
basics: {name: A, email: bad mail, image: nope.png}
work:
  - {startDate: 2020-13, highlights: [{a: b, c: d}]}
  - {startDate: 2020, endDate: 2019}
  - {startDate: 2020, endDate: 2018, foo: bar}
publications: [{key: nope}]
sections: [wrok]
sections: [work]
"""
    *lines, last = check(tmp_path, source)
    assert last.startswith("publications.bib:1:")
    assert [line.split(": error: ")[0] for line in lines[:10]] == [
        "cv.yaml:1:19",
        "cv.yaml:1:36",
        "cv.yaml:3:6",
        "cv.yaml:3:39",
        "cv.yaml:4:23",
        "cv.yaml:5:23",
        "cv.yaml:5:38",
        "cv.yaml:6:17",
        "cv.yaml:7:12",
        "cv.yaml:8:1",
    ]


def test_every_mistake_is_told_in_one_run_and_none_that_follows(tmp_path: Path) -> None:
    """Whatever is wrong elsewhere: with a value, an entry, a list, a name, a file."""
    source = """\
basics: {name: [A], summary: '[a](b) [c](d)'}
talks:
  - name: [a]
  - event: x
  - one text
work:
  - {startDate: 2021, endDate: 2020}
  - 5
  - {startDate: 2021, endDate: 2020, url: x, summary: {en: '[a](b)', zh: [c]}}
custom:
  - notes: [a]
  - {heading: Hobbies, notes: {a: b}}
publications: [x, {key: nope}, {key: nope, name: a, doi: b}]
bibliography: {types: [foo], groupBy: [x], groups: [{heading: a}], since: 20xx, exclude: [k]}
sections: [{heading: x}, [a], hobbies]
pdf: {theme: nope, header: '{a} {page} {b}', margin: [1]}
locale: xx
"""
    (tmp_path / "publications.bib").write_text("@article{a, title={x}, year=20xx}\n@book")
    lines = [line.split(": ") for line in check(tmp_path, source)]
    assert [
        (place.removeprefix("cv.yaml:"), level, where) for place, level, where, *_ in lines
    ] == [
        ("1:10", "error", "basics.name"),
        ("1:21", "error", "basics.summary"),
        ("1:21", "error", "basics.summary"),
        ("3:5", "error", "talks[0].name"),
        ("4:5", "error", "talks[1].name"),
        ("5:5", "error", "talks[2]"),
        ("7:23", "error", "work[0].endDate"),
        ("8:5", "error", "work[1]"),
        ("9:23", "error", "work[2].endDate"),
        ("9:38", "error", "work[2].url"),
        ("9:56", "error", "work[2].summary.en"),
        ("9:70", "error", "work[2].summary.zh"),
        ("11:5", "error", "custom[0].heading"),
        ("12:24", "error", "custom[1].notes"),
        ("13:16", "error", "publications[0]"),
        ("13:20", "error", "publications[1].key"),
        ("13:33", "error", "publications[2].key"),
        ("13:44", "error", "publications[2].name"),
        ("13:53", "error", "publications[2].doi"),
        ("14:24", "error", "bibliography.types[0]"),
        ("14:40", "error", "bibliography.groupBy[0]"),
        ("14:53", "error", "bibliography.groups[0]"),
        ("14:68", "error", "bibliography.since"),
        ("14:91", "warning", "bibliography.exclude[0]"),
        ("15:12", "error", "sections[0]"),
        ("15:26", "error", "sections[1]"),
        ("16:7", "error", "pdf.theme"),
        ("16:20", "error", "pdf.header"),
        ("16:20", "error", "pdf.header"),
        ("16:46", "error", "pdf.margin"),
        ("17:1", "warning", "locale"),
        ("publications.bib:1:31", "warning", "'a' is left out"),
        ("publications.bib:2:1", "warning", "'@book' is left out"),
    ]


def test_places_are_right_behind_entries_that_say_nothing(tmp_path: Path) -> None:
    source = f"""{NAME}work:
  - {{}}
  - name: ''
  - name: A
    projects:
      - {{name: }}
      - summary: {{zh: 甲}}
publications:
  - name: ''
  - foo: b
  - key: nope
"""
    assert [line.split(": ")[:3] for line in check(tmp_path, source)] == [
        ["cv.yaml:9:9", "warning", "work[2].projects[1].summary"],
        ["cv.yaml:12:5", "error", "publications[1].foo"],
        ["cv.yaml:13:5", "error", "publications[2].key"],
    ]
    source = f"{NAME}awards:\n  - {{}}\n  - title: \U0010fffd\n"
    (tmp_path / "cv.yaml").write_text(source, encoding="utf-8")
    done = run("render", "pdf", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "made")
    assert done.lines[0].startswith(f"{tmp_path}/cv.yaml:5:5: warning: awards[1].title: no font")


def test_what_cannot_be_read_makes_nothing_else_unknown(tmp_path: Path) -> None:
    source = f"{NAME}custom: [{{heading: [a], notes: [b]}}]\nsections: [a]\nheadings: {{a: b}}\n"
    (line,) = check(tmp_path, source)
    assert line.startswith("cv.yaml:3:11: error: custom[0].heading: expected text, found a list")
    (line,) = check(tmp_path, f"{NAME}sections: [{{heading: a, sections: [[]]}}]\n")
    assert line.startswith("cv.yaml:3:36: error: sections[0].sections[0]: expected keys")
    (line,) = check(tmp_path, f"{NAME}bibliography: [a.bib]\npublications: [{{key: a}}]\n")
    assert line.startswith("cv.yaml:3:16: error: bibliography[0]: there is no file")
    (line,) = check(tmp_path, f"{NAME}bibliography: {{files: [[]]}}\npublications: [{{key: a}}]\n")
    assert line.startswith("cv.yaml:3:24: error: bibliography.files[0]: expected text")
    (line,) = check(tmp_path, "basics: {name: {zh: 甲}}\nlocale: [a]\n")
    assert line.startswith("cv.yaml:2:1: error: locale: expected text")


def test_an_error_in_a_list_of_names_does_not_make_the_names_unknown(tmp_path: Path) -> None:
    source = f"{NAME}custom:\n  - {{heading: Hobbies, notes: [a], foo: b}}\nsections: [hobbies]\n"
    (line,) = check(tmp_path, source)
    assert line.startswith("cv.yaml:4:36: error: custom[0].foo: unknown key 'foo'")
    source = f"{NAME}custom:\n  - {{heading: H, notes: [a], id: [fun]}}\nsections: [fun]\n"
    (line,) = check(tmp_path, source)
    assert line.startswith("cv.yaml:4:30: error: custom[0].id: expected text, found a list")


def test_only_what_may_follow_from_an_error_is_not_told(tmp_path: Path) -> None:
    source = f"{NAME}custom: [{{heading: H, id: [a], notes: [b]}}, {{heading: H, notes: [c]}}]\n"
    (line,) = check(tmp_path, source)
    assert line.startswith("cv.yaml:3:23: error: custom[0].id: expected text")
    source = f"""{NAME}work: [{{name: {{zh: 甲}}, url: x}}]
publications: [{{doi: 10.1/2, nme: A}}]
bibliography: {{exclude: [k], limit: 0}}
headings: {{awards: A}}
"""
    assert [line.split(": ")[:3] for line in check(tmp_path, source)] == [
        ["cv.yaml:3:9", "warning", "work[0].name"],
        ["cv.yaml:3:24", "error", "work[0].url"],
        ["cv.yaml:4:30", "error", "publications[0].nme"],
        ["cv.yaml:5:26", "warning", "bibliography.exclude[0]"],
        ["cv.yaml:5:30", "error", "bibliography.limit"],
    ]


def test_warnings_do_not_stop(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text("basics: {name: {zh: 甲}}\nlocale: qq\n")
    outcome = run("render", "text", "--input", source, "--output", tmp_path / "out")
    assert outcome.status == 0
    assert [line.split(": ")[1] for line in outcome.lines] == ["warning", "warning"]
    assert (tmp_path / "out" / "cv.txt").read_text().startswith("甲\n")


def test_an_error_leaves_the_outputs_as_they_are(tmp_path: Path) -> None:
    source, output = tmp_path / "cv.yaml", tmp_path / "out"
    source.write_text(NAME)
    assert run("render", "text", "--input", source, "--output", output).status == 0
    before = {path.name: path.read_bytes() for path in output.iterdir()}
    source.write_text(f"{NAME}work: none\n")
    outcome = run("render", "text", "markdown", "--force", "--input", source, "--output", output)
    assert (outcome.status, outcome.out) == (1, "")
    assert {path.name: path.read_bytes() for path in output.iterdir()} == before


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("SOURCE_DATE_EPOCH", "SOURCE_DATE_EPOCH: error: 'soon' is no time: write the seconds "),
        ("99999999999999999999", "SOURCE_DATE_EPOCH: error: '99999999999999999999' is no time: "),
    ],
)
def test_a_source_date_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, line: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text if text.isdigit() else "soon")
    (said,) = check(tmp_path, NAME)
    assert said.startswith(line)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    absent = tmp_path / "cv.yml"
    assert run("check", "-i", absent).lines == [
        f"{absent}: error: there is no file '{absent}'; did you mean 'cv.yaml'?"
    ]
    assert run("check", "-i", tmp_path).lines == [
        f"{tmp_path}: error: '{tmp_path}' is a folder: write the path of a file"
    ]
    assert check(tmp_path, f"{NAME}bibliography: [a.bib, .]\n") == [
        "cv.yaml:3:16: error: bibliography[0]: there is no file '" + f"{tmp_path}/a.bib'",
        f"cv.yaml:3:23: error: bibliography[1]: '{tmp_path}' is a folder: write the path of a file",
    ]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        *((url, "there is no host after //") for url in ("http://", "https:///path", "https:name")),
        *((f"http://a.b:{port}/", "its port is no number up to 65535") for port in ("x", "70000")),
    ],
)
def test_an_address_without_a_host_or_with_an_odd_port(tmp_path: Path, url: str, why: str) -> None:
    assert check(tmp_path, f"{NAME}  url: '{url}'\n") == [
        f"cv.yaml:3:3: error: basics.url: '{url}' is not a web address: {why}"
    ]


@pytest.mark.parametrize("number", ["0", "9" * 5_000, "0" * 9 + "1" + "9" * 5_000, "²"])
def test_a_number_out_of_range(tmp_path: Path, number: str) -> None:
    (line,) = check(tmp_path, f"{NAME}bibliography: {{limit: {number}}}\n")
    assert line.startswith(
        "cv.yaml:3:16: error: bibliography.limit: expected a number from 1 to 100000, or all, "
        f"found '{number[:59]}"
    )


def test_a_missing_name_is_no_more_than_a_warning(tmp_path: Path) -> None:
    assert check(tmp_path, "basics:\n  label: x\n") == [
        "cv.yaml:1:1: warning: basics.name: missing: the outputs will be headed without a name"
    ]


def test_a_file_name_is_printed_in_one_line(tmp_path: Path) -> None:
    outcome = run_process("check", "-i", "a\nb\x1b[31m.yaml", cwd=tmp_path)
    assert outcome.lines == ["a\\nb\\x1b[31m.yaml: error: there is no file 'a\\nb\\x1b[31m.yaml'"]
