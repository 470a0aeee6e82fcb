"""publications.bib as an output: what is read back from it is what went in.

What other programs make of it is looked at by hand after a change of what is written: ``biber
--tool --quiet --output-file=back.bib output/publications.bib`` says nothing, and cvtool reads the
same records from back.bib, but for fields outside biblatex's data model (links, ``summary``,
``articleno``), which biber drops, and the paragraphs of an abstract, which it joins. ``pandoc
--citeproc --bibliography output/publications.json`` and npm's ``citeproc``, Zotero's processor,
cite every item in every form without a word. Where a citation form differs from pandoc's, it is a
fault that docs/bibliography.md names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from bibtexparser.entrypoint import parse_string as bibtexparser_reads
from bibtexparser.middlewares.names import split_multiple_persons_names
from everything import document_of
from helpers import read_bib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

import cvtool
from cvtool.bib.bibtex import as_bibtex, bibliography, readable
from cvtool.bib.owner import Owner
from cvtool.bib.publish import publication
from cvtool.model.publication import Publication
from cvtool.pipeline.build import Build
from cvtool.words import Language

BIB = Path(__file__).parent / "bib"
OWNER = Owner(("Chijun Sima",))


def publications(data: bytes) -> list[Publication]:
    return [publication(record, OWNER, Language("en")) for record in read_bib(data, "x.bib")[0]]


def reread(text: str) -> dict[str, Publication]:
    return {each.key: as_said(each) for each in publications(text.encode())}


def as_said(publication: Publication) -> Publication:
    """The publication without its raw fields, and without what only a CV says of it."""
    cited = replace(publication, fields={}, source={}, links=(), award="", acceptance="", badge="")
    return replace(cited, summary=(), abstract=(), keywords=(), selected=False)


@pytest.mark.parametrize("path", sorted(BIB.glob("*.bib")), ids=lambda path: path.stem)
def test_what_is_read_back_says_the_same(path: Path) -> None:
    found = publications(path.read_bytes())
    text = bibliography(found)
    assert reread(text) == {each.key: as_said(each) for each in found}
    assert bibliography(publications(text.encode())) == text


@pytest.mark.parametrize("path", sorted(BIB.glob("*.bib")), ids=lambda path: path.stem)
def test_pybtex_reads_every_record(path: Path) -> None:
    found = publications(path.read_bytes())
    entries = parse_string(bibliography(found), "bibtex").entries
    assert sorted(entries) == sorted(each.key for each in found)
    for each in found:
        people = entries[each.key].persons
        assert len(people.get("author", [])) == len(each.authors)


@pytest.mark.parametrize("path", sorted(BIB.glob("*.bib")), ids=lambda path: path.stem)
def test_bibtexparser_reads_the_same_fields(path: Path) -> None:
    text = bibliography(publications(path.read_bytes()))
    library = bibtexparser_reads(text)
    assert not library.failed_blocks
    entries = parse_string(text, "bibtex").entries
    assert set(library.entries_dict) == set(entries)
    for key, each in library.entries_dict.items():
        fields = {field.key: " ".join(field.value.split()) for field in each.fields}
        known = {
            name.lower(): " ".join(value.split()) for name, value in entries[key].fields.items()
        }
        assert {name: fields[name] for name in known if name != "month"} == {
            name: value for name, value in known.items() if name != "month"
        }
        for role, people in entries[key].persons.items():
            assert len(split_multiple_persons_names(fields[role.lower()])) == len(people)


def test_an_entry_is_clean() -> None:
    (found,) = publications(
        rb"""@Article(k, doi = {10.5555/a_b}, author = "Sima*, Chijun and {\'E}mile Zola$^\dagger$
        and {The A \& B Group} and others", title = {{\'E}tudes of {GPU}s}, month = jul,
        year = 2020, journal = {J}, owner = {me}, file = {:/me/x.pdf:PDF}, corresponding = 2)"""
    )
    assert as_bibtex(found) == (
        "@article{k,\n"
        "  author = {Sima, Chijun and Zola, Émile and {The A \\& B Group} and others},\n"
        "  author+an = {1=equal; 2=corresponding},\n"
        "  title = {Études of {GPU}s},\n"
        "  journal = {J},\n"
        "  year = {2020},\n"
        "  month = jul,\n"
        "  doi = {10.5555/a_b},\n"
        "}\n"
    )


def test_entries_are_sorted_by_keys_that_every_program_reads() -> None:
    bib = b"@misc{b, title={B}} @misc{B, title={C}} @misc{a(1), title={A}} @misc{z%, title={Z}}"
    entries = parse_string(bibliography(publications(bib)), "bibtex").entries
    assert list(entries) == ["a1", "B", "b-2", "z"]


def test_what_an_entry_inherits_stands_in_it() -> None:
    bib = b"@book{p, title={P}, year=2000} @inbook{c, title={C}, author={A, B}, crossref={p}}"
    text = bibliography(publications(bib))
    assert "crossref" not in text
    assert "booktitle = {P}" in text


def test_publications_of_cv_yaml_are_in_it(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(
        "publications: [{name: 'A letter & 50% more', authors: [Ada Lovelace*, Jo Bo], "
        "publisher: The Times, releaseDate: 1844-05-01, url: https://example.org/~a_b}]\n"
    )
    (output,) = cvtool.render(cvtool.load(tmp_path / "cv.yaml"), "bibtex")
    assert output.path == "publications.bib"
    (found,) = publications(output.data)
    assert [(each.name, each.is_equal) for each in found.authors] == [
        ("Ada Lovelace", True),
        ("Jo Bo", False),
    ]
    assert found.url == "https://example.org/~a_b"
    assert found.fields["title"] == "A letter & 50% more"
    assert str(found.date) == "1844-05-01"


PIECES = (
    *("{", "}", "@", "\\", '"', "#", "%", "$", "`", "\n", "=", ",", "(", ")", "''", "--", "x", "*"),
    *(
        "@misc{e, title={I}",
        "}}\n\n@misc{e,",
        "@comment{",
        "@misc{e}",
        " and ",
        "\\{",
        "\\}",
        "\\url{",
        "{}",
    ),
    *("$\\frac{1}{2}$", "\\href{a}{b}", "https://a.org/{z}", "&#123;", "&rbrace;", "**b**", "`c}`"),
    *("[x](https://a.org/}c)", "<sub>{</sub>", "\\verb|}|", "\\textbf{q}"),
)
"""What could end a field or an entry, or begin one."""
SAID = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)
NAMES = "title author editor note url doi journal eprint month pages translator abstract arxiv code"
FIELDS = st.dictionaries(st.sampled_from(NAMES.split()), SAID, min_size=1, max_size=3)
KEYS = ("k", "a{b", "@k", "k%", "k#x", "a,b")


def assert_each_is_one(found: Iterable[Publication]) -> None:
    """Each entry is one for every program, and so is a file of them all."""
    texts = [(bibliography(found), len(tuple(found)))]
    texts += [(as_bibtex(each, readable(each.key)), 1) for each in found]
    for text, count in texts:
        lines = [line for line in text.splitlines() if line and line[0] not in "@%}"]
        assert all(line.startswith("  ") and line.endswith(",") for line in lines)
        others = bibtexparser_reads(text)
        assert len(parse_string(text, "bibtex").entries) == count
        assert (len(others.entries), others.failed_blocks) == (count, [])
        assert len(publications(text.encode())) == count


@settings(max_examples=300, deadline=None)
@example([("misc", "k", {"title": "&lbrace;"})], "{{{}}}")
@example([("misc", "k", {"note": "x\\"})], "{{{} }}")
@example([("a.b", "k", {"title": "T"}), ("comments", "@l", {"title": "T"})], "{{{}}}")
@given(
    st.lists(
        st.tuples(st.sampled_from(["misc", "article", "foo"]), st.sampled_from(KEYS), FIELDS),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(["{{{}}}", '"{}"', "{{{{{}}}}}"]),
)
def test_no_field_ends_its_entry(entries: list[tuple[str, str, dict[str, str]]], form: str) -> None:
    texts = (
        f"@{kind}{{{key},\n"
        + ",\n".join(f"{k} = {form.format(v)}" for k, v in each.items())
        + "\n}"
        for kind, key, each in entries
    )
    assert_each_is_one(publications("\n".join(texts).encode()))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(SAID, SAID, SAID), min_size=1, max_size=4))
def test_no_field_of_cv_yaml_ends_its_entry(said: list[tuple[str, str, str]]) -> None:
    items = [
        {"name": f"T {one}", "authors": [two, one], "publisher": three, "note": two}
        | {"url": "https://example.org/}@misc{e,title={x", "releaseDate": "2020"}
        for one, two, three in said
    ]
    cv = {"basics": {"name": "Ada"}, "publications": items}
    with TemporaryDirectory() as folder:
        assert_each_is_one(document_of(cv, Path(folder)).publications)


def test_braces_of_an_address_are_encoded(tmp_path: Path) -> None:
    item = {"name": "T", "url": "https://a.org/}{b", "note": "[see](<https://a.org/{#c>)"}
    (found,) = document_of({"basics": {"name": "A"}, "publications": [item]}, tmp_path).publications
    assert "  url = {https://a.org/%7D%7Bb},\n" in as_bibtex(found)
    assert "  note = {\\href{https://a.org/%7B#c}{see}},\n" in as_bibtex(found)


@pytest.mark.parametrize("is_there", [True, False])
def test_it_never_overwrites_its_source(tmp_path: Path, is_there: bool) -> None:
    (tmp_path / "cv.yaml").write_text("basics: {name: Ada}\npublications: [{name: T}]\n")
    source = tmp_path / "publications.bib"
    if is_there:
        source.write_text("@misc{a, title={T}}")
    build = Build(tmp_path / "cv.yaml", tmp_path, ["bibtex"])
    (result,) = build.run()
    assert result.error
    assert str(build.problems[-1]).startswith(f"{source}: error: this is a source: choose")
    assert source.exists() == is_there
    assert not is_there or source.read_text() == "@misc{a, title={T}}"


PART = st.text(alphabet="ABabéØ司 -.'{}\\", max_size=8)


@settings(max_examples=300, deadline=None)
@example([("", "B", "{Jo and Al}")])
@example([("", "Smith {and} Sons", "")])
@example([("{", "\\", "A")])
@example([("'\\b-", "", "{}Ø.é")])
@given(st.lists(st.tuples(PART, PART, PART), min_size=1, max_size=3))
def test_names_are_read_back_as_they_were(names: list[tuple[str, str, str]]) -> None:
    written = " and ".join(", ".join(part for part in parts if part) for parts in names)
    for each in publications(f"@misc{{a, title={{T}}, author={{{written}}}}}".encode()):
        back = reread(bibliography([each]))["a"].authors
        assert [author.name for author in back] == [author.name for author in each.authors]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://doi.org/10.5555/a_b", "10.5555/a_b"),
        ("http://dx.doi.org/10.5555/a-b", "10.5555/a-b"),
        ("doi:10.5555/a", "10.5555/a"),
        ("DOI: 10.5555/a", "10.5555/a"),
        ("10.5555/a", "10.5555/a"),
        ("10.5555/doi:10.5555", "10.5555/doi:10.5555"),
        ("https://doi.org/10.5555/a%3Cb", "10.5555/a<b"),
        ("https://doi.org/10.5555/a%0Ab", "https://doi.org/10.5555/a%0Ab"),
        ("https://example.org/10.5555/a", "https://example.org/10.5555/a"),
    ],
)
def test_a_doi_is_written_bare(written: str, kept: str) -> None:
    bib = f"@article{{k, title={{T}}, author={{A B}}, doi={{{written}}}}}"
    assert f"  doi = {{{kept}}},\n" in bibliography(publications(bib.encode()))


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("journal = {\\apj}", "journal = {Astrophysical Journal}"),
        ("journal = {\\rmxaa}", "journal = {Revista Mexicana de Astronomía y Astrofísica}"),
        ("journal = {\\aap Letters}", "journal = {Astronomy \\& Astrophysics Letters}"),
        ("publisher = {\\house{} Press \\& Co}", "publisher = {house Press \\& Co}"),
        ("arxiv = {2305.00001}", "eprinttype = {arxiv}"),
        ("pmid = {12}", "eprint = {12}"),
        ("articleno = {7}", "eid = {7}"),
        ("status = {Accepted}", "pubstate = {Accepted}"),
        ("assignee = {Mill and Sons}", "holder = {{Mill and Sons}}"),
        ("url = {http://a.org/1 http://b.org/2}", "url = {http://a.org/1}"),
    ],
)
def test_those_who_cite_find_what_their_programs_know(field: str, written: str) -> None:
    assert f"  {written},\n" in bibliography(publications(f"@misc{{k, {field}}}".encode()))
