"""Reading .bib files: what academics export, what they break, and any bytes at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from helpers import read_bib
from hypothesis import given, settings
from hypothesis import strategies as st

from cvtool.bib.library import Place
from cvtool.bib.records import Record, read_files
from cvtool.model.dates import parse_date
from cvtool.model.problems import WARNING
from cvtool.model.url import url_problem

BIB = Path(__file__).parent / "bib"


def records(text: str) -> tuple[Record, ...]:
    return read_bib(text.encode(), "x.bib")[0]


def record(text: str) -> Record:
    (found,) = records(text)
    return found


def lines(text: str | bytes) -> list[int]:
    """Where each of the records begins."""
    data = text.encode() if isinstance(text, str) else text
    return [each.line for each in read_files([("x.bib", data)]).places]


def messages(text: str) -> list[str]:
    return [str(problem) for problem in read_bib(text.encode(), "x.bib")[1]]


def authors(text: str) -> list[tuple[str, str, str, str, str]]:
    names = record(f"@misc{{a, title = {{T}}, author = {{{text}}}}}").authors
    return [(n.given, n.particle, n.family, n.suffix, n.literal) for n in names]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("scholar", ["rossi2019slow", "sima2021tide", "okafor2023reading", "rossi2020caches"]),
        ("dblp", ["DBLP:conf/sis/RossiW21", "DBLP:journals/corr/abs-2104-00001"]),
        (
            "zotero",
            ["novakCalmNetworks2018", "novakMeasuring2017", "novakQuiet2020", "novakBlog2021"],
        ),
        ("acm", ["10.5555/3000001", "10.5555/3000002"]),
        ("ieee", ["9000001", "9000002"]),
        ("arxiv", ["haddad2024lamps"]),
    ],
)
def test_exports_are_read_whole_and_without_a_warning(name: str, keys: list[str]) -> None:
    found, problems = read_bib((BIB / f"{name}.bib").read_bytes(), f"{name}.bib")
    assert [each.key for each in found] == keys
    assert problems == ()
    assert all(each.authors and each.fields["title"] for each in found)


def test_a_record_is_the_entry_as_written() -> None:
    text = '\n  @Article{Key:1,\n Title = "A {B}\n  c", YEAR = 2020,\n  month = jul,\nauthor={},}'
    found = record(text)
    assert (found.key, found.entry_type) == ("Key:1", "article")
    assert dict(found.fields) == {"title": "A {B} c", "year": "2020", "month": "July"}
    assert read_files([("x.bib", text.encode())]).places == (Place("x.bib", 2, 3),)


def test_macros_and_concatenation() -> None:
    text = (
        '@string{J = "Journal"} @STRING(k = "K") @article{a, title={T}, journal = j # { of } # K}'
    )
    assert record(text).fields["journal"] == "Journal of K"


def test_an_unknown_macro_stands_for_itself_and_is_reported() -> None:
    text = "@article{a, title={T}, journal = nature}"
    assert record(text).fields["journal"] == "nature"
    assert messages(text)[1] == (
        "x.bib:1:34: warning: 'nature' is no @string: write {nature}, or define it"
    )


def test_macros_that_double_without_end_write_little_and_are_told_once() -> None:
    doubling = "".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 60))
    entries = "@misc{a, title=a59 # {T}}\n@misc{b, title=a3 # {U}}"
    found, problems = read_bib(f'@string{{a0 = "xxxxx"}}\n{doubling}{entries}'.encode(), "x.bib")
    assert [each.fields["title"] for each in found] == ["T", "U"]
    assert [problem.message for problem in problems] == [
        "the @string macros write too much text: from here on they are empty"
    ]


def test_a_macro_unknown_in_many_places_is_told_once() -> None:
    text = "".join(f"@misc{{k{n}, title={{T{n}}}, type = talk}}\n" for n in range(3))
    assert messages(text) == [
        "x.bib:1:30: warning: 'talk' is no @string: write {talk}, or define it "
        "(3 places, this is the first)"
    ]


def test_people_beside_the_authors_are_parted_and_told_as_they_are() -> None:
    text = "@book{a, title={T}, author={Roe, A.}, year=2000, translator={Ann Roe, Bob Poe, C Lee}}"
    assert [name.family for name in record(text).people["translator"]] == ["Roe", "Poe", "Lee"]
    assert messages(text) == [
        "x.bib:1:1: warning: 'a': 'translator' has commas between people: put 'and' there"
    ]


def test_what_is_commented_out_is_not_live() -> None:
    found, _ = read_bib((BIB / "academic.bib").read_bytes(), "academic.bib")
    assert [each.key for each in found] == [
        "sima2020stars",
        "sima2021paren",
        "sis21",
        "wang2019cjk",
    ]
    assert "volume" not in found[0].fields
    assert found[0].fields["code"] == "https://example.org/stars"


@pytest.mark.parametrize(
    "text",
    [
        "write to me@example.org (or not)",
        "% @misc{a, title={T}}",
        "text % @misc{a, title={T}}",
        "@comment{@misc{a, title={T}} {nested} }",
        "@Comment{jabref-meta: databaseType:biblatex;}",
        '@preamble{"\\newcommand{\\x}{@misc}"}',
        "@xdata{a, publisher={P}}",
    ],
)
def test_what_is_no_entry_is_passed_over_in_silence(text: str) -> None:
    assert read_bib(text.encode(), "x.bib") == ((), ())


def test_a_line_in_a_value_that_looks_like_an_entry_is_text() -> None:
    found = records(
        "@misc{a, title={T}, abstract={one\n@misc{b, title={U}}\n}}\n@misc{c, title={V}}"
    )
    assert [each.key for each in found] == ["a", "c"]
    assert found[0].fields["abstract"] == "one\n@misc{b, title={U}}"


def date_problem(text: str) -> str:
    with pytest.raises(ValueError, match="not a date") as raised:
        parse_date(text)
    return str(raised.value)


BROKEN = f"""\
broken.bib:1:1: warning: 'good1': it lacks 'author' and 'journal': add them \
(10 entries, this is the first; then 'good2', '2003no', 'good1-2', 'nocomma', 'nolastbrace' ...)
broken.bib:3:1: warning: 'nobrace' is left out: a closing brace or quote is missing, \
perhaps that of 'title'
broken.bib:9:1: warning: this entry has no key and is called '2003no': write it behind the brace, \
as in @article{{2003no,
broken.bib:11:1: warning: 'good1' is called 'good1-2' here: the entry at broken.bib:1 has that \
key; rename one
broken.bib:13:1: warning: '@article' is left out: write '@article{{' and a key
broken.bib:15:1: warning: 'typo': '@artcle' is no known type, and shown like @misc; \
did you mean 'article'?
broken.bib:19:3: warning: a comma is missing before 'year' of 'nocomma': add it
broken.bib:22:1: warning: 'nolastbrace' lacks its closing '}}': add it at its end
broken.bib:24:1: warning: 'early': it lacks 'author', 'year' and 'journal': add them
broken.bib:24:38: warning: the fields from here on are lost: a '}}' too many ends the entry here
broken.bib:26:39: warning: 'baddate': 'date': {date_problem("2010-13")}
broken.bib:28:1: warning: 'untitled': it has no title: add 'title = {{...}}'
broken.bib:28:1: warning: 'untitled': it lacks 'journal': add it (2 entries, this is the \
first; then 'commas')
broken.bib:30:1: warning: 'macro': it lacks 'author': add it
broken.bib:30:44: warning: 'nowhere' is no @string: write {{nowhere}}, or define it
broken.bib:32:36: warning: 'unsafe': 'url' is no link: {url_problem("javascript:alert(1)")}
broken.bib:34:24: warning: 'hash' is left out: 'title' has no value: write title = {{...}}, \
or take it out
broken.bib:36:1: warning: 'orphan': it lacks 'author' and 'booktitle': add them
broken.bib:36:42: warning: 'orphan': there is no entry 'nobody' to inherit from: add it, or take \
out 'crossref'
broken.bib:38:34: warning: 'twice': it has two fields 'title': the first one counts; take one out
broken.bib:40:36: warning: 'commas': 'author' has too many commas in 'Rossi, Ada, Petit, Jean': \
put 'and' between people
"""


def test_every_fault_is_named_and_costs_only_itself() -> None:
    found, problems = read_bib((BIB / "broken.bib").read_bytes(), "broken.bib")
    assert "".join(f"{problem}\n" for problem in problems) == BROKEN
    assert " ".join(each.key for each in found) == (
        "good1 good2 2003no good1-2 typo nocomma nolastbrace early baddate untitled macro unsafe "
        "orphan twice commas good3"
    )
    assert found[0].fields["title"] == "First"
    assert found[5].fields == {"title": "No comma", "year": "2007"}


def test_a_repair_moves_nothing_behind_it() -> None:
    entry = "@misc{%s title={T}\n year=2000 month=1 volume=2 number=3}\n"
    text = entry % "a" + entry % "b" + "@misc{c, title={T}"
    assert lines(text) == [1, 3, 5]
    assert [(each.key, each.fields["title"]) for each in records(text)] == [
        ("a", "T"),
        ("b", "T"),
        ("c", "T"),
    ]
    places = [message.split(": ")[0] for message in messages(text)]
    assert places[:4] == ["x.bib:2:2", "x.bib:2:12", "x.bib:2:20", "x.bib:2:29"]


def test_an_entry_with_several_repairs_is_told_where_it_begins() -> None:
    first = messages("@misc{a, title={T} year=2000 month=1")[0]
    assert first == "x.bib:1:1: warning: 'a' lacks its closing '}': add it at its end"


def test_entries_on_one_long_line_are_read() -> None:
    braced = " ".join(f"@misc{{k{n}, title={{T {n}}}, year=2000}}" for n in range(1500))
    assert len(records(braced)) == 1500
    round_ones = " ".join(f"@misc(k{n}, title={{T {n}}}, year=2000)" for n in range(1500))
    assert len(records(round_ones)) == 1500


def test_an_entry_that_swallows_its_neighbour_field_is_left_out() -> None:
    text = "@misc{a, title = {T, year = 2000}\n@misc{b, title = {U}}"
    assert [each.key for each in records(text)] == ["b"]
    assert "'a' is left out" in messages(text)[0]


UNREADABLE = [
    ('@misc{k, author="\\\'Elo\\"^ise X"}', "a quote ends the value of 'author' too soon: write "),
    (
        '@misc{k, title="A "^B" C"}',
        "a quote ends the value of 'title' too soon: write title = {...}",
    ),
    ('@misc{k, title="T, year={2020}}^', "a brace in 'title' has no partner, or its closing quote"),
    ("@misc{k, year=20^xx}", "the value of 'year' needs braces: write year = {...}"),
    ("@misc{k, author=X ^Y}", "the value of 'author' needs braces: write author = {...}"),
    ("@misc{k, year=^, title={T}}", "'year' has no value: write year = {...}, or take it out"),
    ("@misc{k, title:^{T}}", "expected '=' behind 'title:', not '{T}}'"),
    ("@misc{k, title={T} ^& {U}}", "expected a comma behind the value of 'title', not '& {U}}'"),
    ('@misc{k, ^"title"={T}}', 'expected a comma or a field such as title = {...}, not \'"title"='),
    ("@misc(k, title={T}^}", "expected a comma behind the value of 'title', not '}'"),
]


@pytest.mark.parametrize(("text", "said"), UNREADABLE)
def test_an_unreadable_entry_is_told_what_to_write_instead(text: str, said: str) -> None:
    """``^`` marks the place that the problem has."""
    line = f"x.bib:2:{text.index('^') + 1}: warning: 'k' is left out"
    (message,) = messages("% first\n" + text.replace("^", "", 1))
    assert message.startswith(f"{line}: {said}")


def test_a_lost_macro_is_no_lost_entry() -> None:
    found = read_files([("x.bib", b'@string{j "J"}\n@misc{a, title={T}, year=2000}')])
    assert (len(found.records), found.entries) == (1, 1)
    assert str(found.problems[0]) == (
        "x.bib:1:11: warning: this @string is not read: expected '=' behind 'j', not '\"J\"}'"
    )


@pytest.mark.parametrize("start", [",", " ,\n", "", "\n "])
def test_an_entry_without_a_key_gets_one(start: str) -> None:
    fields = "author={O'Néill, Jo}, title={The {Cats} of X}, year=2000 note={N}"
    another = fields.replace("N}", "M}")
    text = f"@misc{{{start}{fields}}}\n@misc{{{start}{another}}}\n@misc{{b, title={{U}}}}"
    found = records(text)
    assert [each.key for each in found] == ["oneill2000cats", "oneill2000cats-2", "b"]
    assert lines(text)[2] == text[: text.index("@misc{b")].count("\n") + 1
    (said,) = (each for each in messages(text) if "no key" in each)
    assert said == (
        "x.bib:1:1: warning: this entry has no key, as have 1 others, and is called "
        "'oneill2000cats': write it behind the brace, as in @article{oneill2000cats,"
    )


def test_a_key_of_several_words_is_one() -> None:
    assert [each.key for each in records("@misc{a  b c, title={T}}\n@misc{d, title={U}}")] == [
        "a-b-c",
        "d",
    ]
    assert messages("@misc{a  b c, title={T}}")[0] == (
        "x.bib:1:7: warning: a key holds no spaces: this one is read as 'a-b-c'"
    )


@pytest.mark.parametrize(
    ("second", "keys"),
    [
        ("title={Cats}, year=2000, note={N}", ["a"]),
        ("title={{CATS}}, year={2000}", ["a"]),
        ("title={Dogs}, year=2000", ["a", "a-2"]),
        ("title={Cats}, year=2001", ["a", "a-2"]),
    ],
)
def test_two_works_under_one_key_both_stay(second: str, keys: list[str]) -> None:
    text = f"@misc{{a, title={{Cats}}, year=2000}}\n@misc{{a, {second}}}"
    assert [each.key for each in records(text)] == keys
    (said,) = messages(text)
    assert said.startswith("x.bib:2:1: warning: 'a' is ")
    assert ("left out" in said) == (keys == ["a"])


def test_control_characters_are_spaces_and_told_once_a_line() -> None:
    """U+2028, U+0085 and form feeds are white space that nobody sees."""
    text = "@misc{k, title={A\x1b B\x00,\nC\x07\ufffe D\u2028E\x85F\x0cG}, year={2020}}\x02"
    assert record(text).fields["title"] == "A B , C D E F G"
    assert messages(text) == [
        "x.bib:1:18: warning: the control character U+001B is read as a space: delete it",
        "x.bib:2:2: warning: the control character U+0007 is read as a space: delete it",
    ]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("selected={tru}", "'selected' is 'tru': write true or false"),
        ("author+an={3=equal}", "'author+an' is '3=equal': write the places of people in the list"),
        ("author+an={equal}", "'author+an' is 'equal': write the places of people in the list"),
        ("author={A and others and B}", "'author' has 'and others' in its middle: write it at the"),
    ],
)
def test_what_marks_nobody_or_nothing_is_told(field: str, said: str) -> None:
    before = "" if field.startswith("author=") else "author={A and B}, "
    text = f"@misc{{k, title={{T}}, year=2020, {before}{field}}}"
    (message,) = messages(text)
    assert message.startswith(f"x.bib:1:{text.index(field) + 1}: warning: 'k': {said}")


@pytest.mark.parametrize(
    "field", ["selected=1", "selected={No}", "author+an={2=equal}", 'author+an={="all"}']
)
def test_what_is_meant_is_no_matter(field: str) -> None:
    assert messages(f"@misc{{k, title={{T}}, year=2020, author={{A and B}}, {field}}}") == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_with_its_mark_is_read_with_a_warning(encoding: str) -> None:
    mark = "" if encoding == "utf-16" else "\ufeff"
    text = f"{mark}@misc{{k, title={{Größe 中}}, year=2020}}"
    (found,), (problem,) = read_bib(text.encode(encoding), "x.bib")
    assert found.fields["title"] == "Größe 中"
    assert problem.message.endswith("and is read as UTF-16: save it as UTF-8")


def test_iso_2022_jp_is_read_with_a_warning() -> None:
    (found,), (problem,) = read_bib(
        "@misc{k, title={歯車}, year=2020}".encode("iso2022_jp"), "x.bib"
    )
    assert found.fields["title"] == "歯車"
    assert problem.message == "this is ISO-2022-JP, and is read so: save it as UTF-8"


def test_latin_1_is_read_with_a_warning() -> None:
    data = (BIB / "latin1.bib").read_bytes()
    found, problems = read_bib(data, "latin1.bib")
    assert found[0].fields["author"] == "Müller, Jörg"
    assert found[0].fields["title"] == "Grüße – ganz einfach"
    assert lines(data)[:2] == [1, 2]
    assert problems[0].message == (
        "this is not UTF-8 (line 1), and is read as Latin-1: save it as UTF-8"
    )


def test_a_byte_order_mark_and_any_line_ends() -> None:
    text = "\ufeff@misc{a,\r\n title={Ü}}\r@misc{b, title={V}}"
    found, problems = read_bib(text.encode(), "x.bib")
    assert [each.key for each in found] == ["a", "b"]
    assert (lines(text), problems) == ([1, 3], ())


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Sima, Chijun", [("Chijun", "", "Sima", "", "")]),
        ("Chijun Sima", [("Chijun", "", "Sima", "", "")]),
        ("Jean-Paul C. Petit", [("Jean-Paul C.", "", "Petit", "", "")]),
        ("Ludwig van Beethoven", [("Ludwig", "van", "Beethoven", "", "")]),
        ("de la Cruz, Juan", [("Juan", "de la", "Cruz", "", "")]),
        ("King, Jr., Martin Luther", [("Martin Luther", "", "King", "Jr.", "")]),
        ("King, Martin Luther, Jr.", [("Martin Luther", "", "King", "Jr.", "")]),
        ("King III, Martin L", [("Martin L", "", "King", "III", "")]),
        ("Martin Luther King Jr.", [("Martin Luther", "", "King", "Jr.", "")]),
        ("King III, Rodney", [("Rodney", "", "King", "III", "")]),
        ("{Barnes and Noble, Inc.}", [("", "", "", "", "Barnes and Noble, Inc.")]),
        (
            "family=Berg, given=Anna, prefix=van den, suffix=II",
            [("Anna", "van den", "Berg", "II", "")],
        ),
        ("司马, 迟骏 and 司马 迟骏", [("迟骏", "", "司马", "", "")] * 2),
        ("王小明", [("", "", "王小明", "", "")]),
        (
            "Plato AND Li, X. and others",
            [("", "", "Plato", "", ""), ("X.", "", "Li", "", ""), ("", "", "", "", "et al.")],
        ),
        ("Wei Wang 0099", [("Wei", "", "Wang", "", "")]),
        (r"{\'E}mile Z{\^o}la", [(r"{\'E}mile", "", r"Z{\^o}la", "", "")]),
    ],
)
def test_names_in_every_form(written: str, names: list[tuple[str, ...]]) -> None:
    assert authors(written) == names


def test_an_empty_name_is_reported() -> None:
    text = "@misc{a, title={T}, author={Li, X. and and Wu, Y.}}"
    assert [name.family for name in record(text).authors] == ["Li", "Wu"]
    assert "empty name" in messages(text)[0]


@pytest.mark.parametrize(
    "name",
    [
        "Sima*, Chijun",
        "Sima, Chijun*",
        "Chijun Sima*",
        "*Chijun Sima",
        "Sima$^*$, Chijun",
        r"Chijun Sima\textsuperscript{*}",
        r"Sima{$^{\ast}$}, Chijun",
        r"Sima, Chijun\*",
        "*Sima, Chijun",
        "Chijun* Sima",
        "Sima, Chijun{*}",
    ],
)
def test_a_star_marks_an_equal_contribution(name: str) -> None:
    (found,) = record(f"@misc{{a, title={{T}}, author={{{name}}}}}").authors
    assert (found.given, found.family, *found.roles) == ("Chijun", "Sima", "equal")


def test_annotations_mark_an_equal_contribution() -> None:
    found = record(
        "@misc{a, title={T}, author={A, B and C, D and E, F and G, H},"
        ' author+an={1=equal; 2:family="Co-first"; 3=corresponding; 9=equal}}'
    )
    assert ["equal" in name.roles for name in found.authors] == [True, True, False, False]
    assert found.authors[2].annotations == ("corresponding",)


def test_crossref_fills_what_is_missing() -> None:
    whole = read_files([("academic.bib", (BIB / "academic.bib").read_bytes())])
    paper, parent = whole.records[1:3]
    assert paper.fields["booktitle"] == parent.fields["title"]
    assert paper.fields["publisher"] == "Elsewhere Press"
    assert paper.fields["title"] == "Round {B}rackets"
    assert paper.fields["year"] == "in press"
    assert "url" not in paper.fields
    assert [name.family for name in paper.people["editor"]] == ["Petit"]
    assert whole.parents == {parent.key}


def test_inheritance_through_xdata_and_in_a_circle() -> None:
    text = (
        "@xdata{p, publisher={P}, xdata={q}} @xdata{q, location={L}} "
        "@book{a, title={T}, xdata={p}} "
        "@book{b, title={U}, crossref={c}} @book{c, title={V}, crossref={b}, volume=3}"
    )
    found = records(text)
    assert [each.key for each in found] == ["a", "b", "c"]
    assert (found[0].fields["publisher"], found[0].fields["location"]) == ("P", "L")
    assert (found[1].fields["volume"], found[1].fields["title"]) == ("3", "U")


def test_entries_that_inherit_from_one_another_are_shown() -> None:
    text = "@misc{b, title={U}, crossref={c}} @misc{c, title={V}, crossref={b}}\n"
    text += "@misc{d, title={W}, xdata={d}}"
    found = read_files([("a.bib", text.encode())])
    assert found.parents == frozenset()
    said = [each.message for each in found.problems]
    assert said == [
        "'b': 'c' is this entry, or inherits from it: take out 'crossref'",
        "'c': 'b' is this entry, or inherits from it: take out 'crossref'",
        "'d': 'd' is this entry, or inherits from it: take out 'xdata'",
    ]


def test_several_files_are_read_as_one() -> None:
    first = (
        b'@string{j = "Journal"} @book{p, title={Proc}, year=2000, editor={E, D}, publisher={P}}'
    )
    second = b"@inbook{c, title={C}, author={A, B}, crossref={p}}\n@misc{p, title={Again}}"
    third = b"@article{a, title={T}, author={A, B}, year=2001, journal=j}"
    found = read_files([("one.bib", first), ("two.bib", second), ("three.bib", third)])
    assert [each.key for each in found.records] == ["p", "c", "p-2", "a"]
    assert found.records[1].fields["booktitle"] == "Proc"
    assert found.records[3].fields["journal"] == "Journal"
    assert [str(problem) for problem in found.problems] == [
        "two.bib:2:1: warning: 'p' is called 'p-2' here: the entry at one.bib:1 has that key; "
        "rename one"
    ]
    assert (found.entries, len(found.records)) == (4, 4)


def test_every_entry_is_a_record_or_reported() -> None:
    whole = read_files([("broken.bib", (BIB / "broken.bib").read_bytes())])
    lost = [problem for problem in whole.problems if "left out" in problem.message]
    assert (whole.entries, len(whole.records)) == (19, 16)
    assert len(lost) == whole.entries - len(whole.records)


@pytest.mark.parametrize(
    ("entry", "missing"),
    [
        ("article{a, title={T}, author={A}, year=2000}", "it lacks 'journal': add it"),
        ("article{a, title={T}, author={A}, year=2000, eprint={2001.00001}}", ""),
        ("inproceedings{a, title={T}, booktitle={B}}", "it lacks 'author' and 'year': add them"),
        ("book{a, title={T}, editor={A}, date=2000}", ""),
        ("phdthesis{a, title={T}, author={A}, year=2000}", "it lacks 'school': add it"),
        ("article{a, title={T}, author={A}, pubstate={inpress}, journaltitle={J}}", ""),
        ("misc{a, title={T}}", ""),
    ],
)
def test_fields_that_readers_would_miss(entry: str, missing: str) -> None:
    expected = [f"x.bib:1:1: warning: 'a': {missing}"] if missing else []
    assert messages(f"@{entry}") == expected


@pytest.mark.parametrize(
    ("field", "value", "places"),
    [
        ("corresponding", "1, 3", [0, 2]),
        ("corresponding", "1-2", [0, 1]),
        ("corresponding", "D, C.", [1]),
        ("students", "Chloe D and F, Eve", [1, 2]),
        ("equal", "{{The Group}}", [3]),
    ],
)
def test_roles_by_simple_keys(field: str, value: str, places: list[int]) -> None:
    people = "B, Ann and D, Chloe and F, Eve and {The Group}"
    found = record(f"@misc{{a, title={{T}}, author={{{people}}}, {field}={{{value}}}}}").authors
    role = {"students": "student"}.get(field, field)
    assert [index for index, name in enumerate(found) if role in name.roles] == places


def test_a_role_of_nobody_is_reported() -> None:
    text = "@misc{a, title={T}, author={A, B},\n corresponding={7}}"
    assert messages(text) == [
        "x.bib:2:2: warning: 'a': 'corresponding' is '7', which names no author: write their "
        "places, as in 1, 3, or their names as in 'author'"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "author={A, B and Sima, Chijun (0000-0001-2345-678X)}",
        r"author={A, B and Sima, Chijun\orcidlink{0000-0001-2345-678X}}",
        r"author={A, B and Chijun Sima [https://orcid.org/0000-0001-2345-678x]}",
        'author={A, B and Sima, Chijun}, author+an:orcid={2="0000-0001-2345-678X"}',
        "author={A, B and Sima, Chijun}, orcid-numbers={Sima, Chijun/0000-0001-2345-678X}",
        "author={A, B and Sima, Chijun}, orcid={0000-0002-0000-0000, 0000-0001-2345-678X}",
    ],
)
def test_orcids(text: str) -> None:
    name = record(f"@misc{{a, title={{T}}, {text}}}").authors[1]
    assert (name.given, name.family, name.orcid) == ("Chijun", "Sima", "0000-0001-2345-678X")


@pytest.mark.parametrize("name", ["Sima†, Chijun", r"Chijun Sima$^\dagger$", r"Chijun Sima{\dag}"])
def test_a_dagger_is_no_part_of_the_name(name: str) -> None:
    (found,) = record(f"@misc{{a, title={{T}}, author={{{name}}}}}").authors
    assert (found.given, found.family, found.annotations) == ("Chijun", "Sima", ("†",))


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ("year={soonish}", "'year' is 'soonish': write it as in 2020"),
        ("year=2020, month={Brumaire}", "'month' is 'Brumaire': write 1 to 12, or jan to dec"),
        ("year=2020, month=13", "'month' is '13': write 1 to 12, or jan to dec"),
        ("date={2020-02-31}", "'date': '2020-02-31' is not a date"),
        ("doi={none yet}", "'doi' is 'none yet', which is no DOI: write it as in 10.1000/182"),
        ("url={example.org}", "'url' is no link: 'example.org' is not a web address"),
        ("author={Li, Xu, Wu, Yi}", "has too many commas in 'Li, Xu, Wu, Yi': put 'and'"),
    ],
)
def test_what_cannot_be_shown_is_reported(fields: str, complaint: str) -> None:
    (message,) = messages(f"@misc{{a, title={{T}},\n {fields}}}")
    assert message.startswith("x.bib:2:")
    assert complaint in message


@pytest.mark.parametrize("year", ["in press", "to appear", "2020/2021", "2020a", "[2020]"])
def test_years_that_academics_write_are_no_fault(year: str) -> None:
    assert messages(f"@misc{{a, title={{T}}, year={{{year}}}}}") == []


PIECES = st.sampled_from(
    [
        "@",
        "@article{",
        "@misc(",
        "@comment{",
        "@string{s=",
        "k,",
        "title",
        "author",
        "date",
        "=",
        "{",
        "}",
        "(",
        ")",
        '"',
        ",",
        "#",
        "%",
        "\n",
        " ",
        "\\",
        "s",
        "1",
        "and",
        "*",
        "é",
        "2020-13",
        "@article{k, title={T}, author={A, B and others}}\n",
        "crossref={k}",
        "url={x:y}",
        "$",
    ]
)


def check_any(data: bytes) -> None:
    found, problems = read_bib(data, "x.bib")
    keys = [each.key for each in found]
    whole = read_files([("x.bib", data)])
    left_out = whole.entries - len(whole.records)
    assert left_out == sum("left out" in problem.message for problem in problems)
    assert len(keys) == len(set(keys))
    assert all(problem.level == WARNING and problem.line >= 1 for problem in problems)
    assert len(whole.places) == len(found)
    assert all(each.line >= 1 and each.column >= 1 for each in whole.places)


@settings(max_examples=300, deadline=None)
@given(st.binary() | st.text().map(str.encode) | st.lists(PIECES).map("".join).map(str.encode))
def test_any_bytes_are_read(data: bytes) -> None:
    check_any(data)


WHOLE = b"\n".join(path.read_bytes() for path in sorted(BIB.glob("*.bib")))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read(data: st.DataObject) -> None:
    damaged = WHOLE
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged)))
        cut = data.draw(st.integers(0, 40))
        damaged = damaged[:at] + data.draw(PIECES).encode() + damaged[at + cut :]
    check_any(damaged)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from('{}",=@%\n'), min_size=1, max_size=4).map("".join), st.integers(0, 29)
)
def test_damage_to_one_entry_costs_no_other(damage: str, at: int) -> None:
    middle = "@misc{b, title={T}, year=2000}"
    damaged = f"{middle[:at]}{damage}{middle[at:]}"
    text = f"@misc{{a, title={{T}}}}\n\n{damaged}\n\n@misc{{c, title={{T}}}}\n"
    assert {"a", "c"} <= {each.key for each in records(text)}


def test_importing_costs_no_parser() -> None:
    code = (
        "import sys, cvtool.bib.records, cvtool.bib.publish; "
        "print([m for m in ('pybtex', 'pylatexenc', 'markdown_it') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
