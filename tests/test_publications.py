"""Records as the publications that readers see, and which author is the owner."""

from __future__ import annotations

from pathlib import Path

import pytest
from everything import document_of
from helpers import read_bib, run
from hypothesis import given, settings
from hypothesis import strategies as st

from cvtool.bib.holdings import read_library
from cvtool.bib.imprint import imprint
from cvtool.bib.library import View
from cvtool.bib.owner import Owner, author_from_name
from cvtool.bib.publish import publication, worded
from cvtool.bib.records import read_files
from cvtool.model.entry import NamedLink
from cvtool.model.inline import Emph, Link, Text, to_plain
from cvtool.model.publication import Author, Publication
from cvtool.words import Language

BIB = Path(__file__).parent / "bib"
ENGLISH = Language("en")
OWNER = Owner(("Chijun Sima", "司马迟骏"))


def shown(text: str, locale: str = "en") -> Publication:
    (record,) = read_bib(text.encode(), "x.bib")[0]
    language = Language(locale)
    return worded(publication(record, OWNER, language), language)


def from_file(name: str) -> dict[str, Publication]:
    records, _ = read_bib((BIB / f"{name}.bib").read_bytes(), name)
    return {record.key: worded(publication(record, OWNER, ENGLISH), ENGLISH) for record in records}


@pytest.mark.parametrize(
    "name",
    [
        "Sima, Chijun",
        "Chijun Sima",
        "C. Sima",
        "Sima, C.",
        "SIMA, CHIJUN",
        "Šíma, Chijún",
        "Sima, C",
        "Sima Chijun",
        "Chi-Jun Sima",
        "C.-J. Sima",
        "Sima, CJ",
        "Chijun A. Sima",
        "Chijun Sima*",
        "{Chijun Sima}",
        "司马迟骏",
        "司马 迟骏",
        "司马, 迟骏",
        "family=Sima, given=Chijun",
        "Sima, Chijun (司马迟骏)",
        "chijun sima",
    ],
)
def test_the_owner_is_known_under_every_form_of_the_name(name: str) -> None:
    assert author_from_name(name, OWNER).is_owner


@pytest.mark.parametrize(
    "name",
    [
        "Chi Sima",
        "Li Sima",
        "Chijun Li",
        "C. Li",
        "Sima",
        "C. K. Sima",
        "Y. Sima",
        "Yun Sima",
        "司马, 骏",
        "司马骏",
        "Chijun van Sima",
        "Simas, Chijun",
        "{Sima Lab}",
        "others",
        "Cho Sima",
    ],
)
def test_nobody_else_is_the_owner(name: str) -> None:
    assert not author_from_name(name, OWNER).is_owner


def test_names_of_several_words_match_wherever_they_are_cut() -> None:
    owner = Owner(("María José García López", "van Beethoven, Ludwig"))
    for name in ("García López, María José", "M. J. Garcia Lopez", "Lopez, Maria Jose Garcia"):
        assert author_from_name(name, owner).is_owner, name
    assert author_from_name("Ludwig van Beethoven", owner).is_owner
    assert not author_from_name("García López, María Ana", owner).is_owner
    assert not author_from_name("M. A. García López", owner).is_owner
    assert not author_from_name("李, 明", Owner(("李明华",))).is_owner


def test_a_name_in_its_parts() -> None:
    assert author_from_name("van den Berg*, II, Anna", OWNER) == Author(
        name="Anna van den Berg II",
        given="Anna",
        family="Berg",
        particle="van den",
        suffix="II",
        is_equal=True,
        marks="*",
    )
    assert author_from_name("司马 迟骏", OWNER).name == "司马迟骏"


def test_others_become_et_al() -> None:
    last = shown("@misc{a, title={T}, author={Sima, Chijun and others}}").authors[-1]
    assert (last.name, last.literal) == ("et al.", "et al.")


@pytest.mark.parametrize(
    ("kind", "locale", "line"),
    [
        ("", "en", "Patent 12, 1843"),
        ("type={patentus}, ", "en", "U.S. patent 12, 1843"),
        ("type={patreqeu}, ", "zh", "欧洲专利申请 12, 1843"),
        ("type={Utility model}, ", "en", "Utility model 12, 1843"),
    ],
)
def test_patents_have_their_kind(kind: str, locale: str, line: str) -> None:
    bib = f"@patent{{a, title={{T}}, author={{A, B}}, {kind}number=12, year=1843}}"
    assert shown(bib, locale).imprint == line


def test_the_holders_of_a_patent_are_names() -> None:
    found = shown(
        "@patent{a, title={T}, holder={King, Ada and {Acme, Inc.} and Looms Ltd}, year=1843}"
    )
    assert found.venue == "Ada King, Acme, Inc., Looms Ltd"


@pytest.mark.parametrize(
    ("file", "key", "kind", "line"),
    [
        (
            "scholar",
            "rossi2019slow",
            "article-journal",
            "Journal of Patient Systems 12(3), 101–119, 2019",
        ),
        (
            "scholar",
            "sima2021tide",
            "paper-conference",
            "4th Symposium on Invented Systems (SIS 21), 1–14, 2021",
        ),
        (
            "scholar",
            "okafor2023reading",
            "article",
            "arXiv preprint arXiv:2301.01234, 2023",
        ),
        ("scholar", "rossi2020caches", "thesis", "PhD thesis, University of Nowhere, 2020"),
        (
            "zotero",
            "novakMeasuring2017",
            "report",
            "Technical report TR-17-2, Institute of Calm, 2017",
        ),
        (
            "zotero",
            "novakQuiet2020",
            "article-journal",
            "Transactions on Calm 7, 47564–47576, 2020",
        ),
        ("zotero", "novakBlog2021", "webpage", "Example, 2021"),
        ("acm", "10.5555/3000001", "article-journal", "AIM Trans. Crowds 40(2), 12, 2022"),
        ("arxiv", "haddad2024lamps", "article", "arXiv:2401.01234, 2024"),
        ("ieee", "9000002", "paper-conference", "2020 IEEE Conference on Inventions"),
        (
            "academic",
            "sima2021paren",
            "paper-conference",
            "Proceedings of the 4th Symposium on Invented Systems, in press",
        ),
        ("academic", "sis21", "book", "Elsewhere Press, 2021"),
        ("academic", "wang2019cjk", "document", "2019"),
    ],
)
def test_the_type_and_the_line_that_readers_see(file: str, key: str, kind: str, line: str) -> None:
    found = from_file(file)[key]
    assert (found.type, found.imprint) == (kind, line)


def test_the_line_of_plain_parts() -> None:
    assert imprint(ENGLISH, "Venue", "2022") == "Venue, 2022"
    assert (
        imprint(ENGLISH, "J", "2019", volume="7", number="2", pages="1--10") == "J 7(2), 1–10, 2019"
    )
    assert imprint(ENGLISH, "", "2019", kind="PhD thesis") == "PhD thesis, 2019"
    assert imprint(ENGLISH, "", "") == ""


def test_a_thesis_is_named_in_the_language_of_the_cv() -> None:
    text = "@phdthesis{a, title={T}, school={某大学}, year=2020}"
    assert shown(text, "zh-Hans").imprint == "博士学位论文, 某大学, 2020"
    text = "@thesis{a, title={T}, type={Habilitation}, institution={U}, year=2020}"
    assert shown(text).imprint == "Habilitation, U, 2020"


def test_series_stand_behind_the_venue() -> None:
    found = from_file("dblp")["DBLP:conf/sis/RossiW21"]
    assert found.imprint.endswith("3-5, 2021, Lecture Notes in Invention 17, 33–48")
    assert [author.name for author in found.authors] == ["Ada Rossi", "Wei Wang", "Zoé Álvarez"]
    assert found.title == (Text("MINT: A Small Language for Large Logs"),)


@pytest.mark.parametrize(
    ("fields", "date", "line"),
    [
        ("year=2020, month=jul", "2020-07", "2020"),
        ("year=2020, month={July}, day={4}", "2020-07-04", "2020"),
        ("year=2020, month={July}, day={21--23}", "2020-07-21", "2020"),
        ("year=2020, month={July}, day={the 4th}", "2020-07", "2020"),
        ('year=2020, month=jul # "~4"', "2020-07-04", "2020"),
        ("year=2020, month={Sept.}", "2020-09", "2020"),
        ("year=2020, month={3-4}", "2020", "2020"),
        ("year=2020, month={Mar/Apr}", "2020-03", "2020"),
        ("date={2020-07-01/2020-07-04}", "2020-07-01", "2020"),
        ("date={2020-07~}", "2020-07", "2020"),
        ("date={2020-22}", "2020", "2020"),
        ("date={2020-7-1}, year=1999", "2020-07-01", "2020"),
        ("date={/2020}", "2020", "2020"),
        ("date={2020-13}", "2020", "2020-13"),
        ("year={2019--2020}", "2019", "2019–2020"),
        ("year={in press}", "None", "In press"),
        ("pubstate={inpress}", "None", "In press"),
        ("year={2020, to appear}", "2020", "2020, to appear"),
        ("note={x}", "None", ""),
    ],
)
def test_dates(fields: str, date: str, line: str) -> None:
    found = shown(f"@misc{{a, title={{T}}, {fields}}}")
    assert (str(found.date), found.imprint) == (date, line)


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ("url={https://example.org/a\\_b{\\_}c\\%20{\\textasciitilde}d~e--f}", None),
        ("url={\\url{https://example.org/x}}", "https://example.org/x"),
        ("doi={https://doi.org/10.5555/a\\_b}", "https://doi.org/10.5555/a_b"),
        ("doi={10.5555/(x)<y>}", "https://doi.org/10.5555/(x)%3Cy%3E"),
        ("eprint={arXiv:2401.01234v2 [cs.LG]}", "https://arxiv.org/abs/2401.01234v2"),
        ("eprint={cs/0101001}, archiveprefix={arXiv}", "https://arxiv.org/abs/cs/0101001"),
        ("eprint={2401.01234}, eprinttype={hal}", ""),
        ("howpublished={\\url{https://example.org/~x}}", "https://example.org/~x"),
        ("howpublished={Online at www.example.org/x.}", "https://www.example.org/x"),
        ("howpublished={https://example.org:x/ or https://a.org}", "https://a.org"),
        ("url={javascript:alert(1)}, doi={10.5555/1}", "https://doi.org/10.5555/1"),
        ("url={javascript:alert(1)}", ""),
        ("url={https://a.org}, doi={10.5555/1}", "https://a.org"),
    ],
)
def test_the_address(fields: str, url: str | None) -> None:
    expected = "https://example.org/a_b_c%20~d~e--f" if url is None else url or None
    assert shown(f"@misc{{a, title={{T}}, {fields}}}").url == expected


def test_the_address_at_which_it_is_published_is_a_link_beside_another() -> None:
    published = "howpublished={\\url{https://doi.org/10.5555/1} and \\url{https://a.org}}"
    found = shown(f"@misc{{a, title={{T}}, doi={{10.5555/1}}, {published}}}")
    assert found.links == (NamedLink("Link", "https://a.org"),)


def test_links_stand_once_under_their_names() -> None:
    found = shown(
        "@article{a, title={T}, url={https://a.org/x.pdf}, doi={10.5555/1}, PDF={https://a.org/x.pdf},"
        " Slides={https://a.org/s}, code={https://a.org/c}, arxiv={2401.01234}, video={v.mp4}}"
    )
    assert found.links == (
        NamedLink("Code", "https://a.org/c"),
        NamedLink("Slides", "https://a.org/s"),
        NamedLink("Video", "v.mp4"),
        NamedLink("arXiv", "https://arxiv.org/abs/2401.01234"),
        NamedLink("DOI", "https://doi.org/10.5555/1"),
    )
    assert found.doi == "10.5555/1"


def test_a_kept_list_shows_all_it_says() -> None:
    found = from_file("academic")["sima2020stars"]
    assert found.title == (Text("Stars & Graphs"),)
    assert [(a.name, a.is_owner, a.is_equal) for a in found.authors] == [
        ("Chijun Sima", True, True),
        ("Feng Lin", False, True),
        ("Luo Mai", False, False),
        ("et al.", False, False),
    ]
    assert found.legend == ENGLISH.phrases["equalFirst"]
    assert found.note == (
        Emph((Text("Best paper"),)),
        Text(". See "),
        Link((Text("the award"),), "https://example.org/award"),
        Text("."),
    )
    assert found.venue == "Journal of Inventions (Series B)"
    assert found.selected


@pytest.mark.parametrize(
    ("authors", "note", "phrase"),
    [
        ("A* and B* and C", "", "equalFirst"),
        ("A and B* and C*", "", "equal"),
        ("A* and B*", "* Both led the work.", None),
        ("A and B", "", None),
    ],
)
def test_the_legend_says_what_the_stars_mean(authors: str, note: str, phrase: str | None) -> None:
    found = shown(f"@misc{{a, title={{T}}, author={{{authors}}}, note={{{note}}}}}")
    assert found.legend == (ENGLISH.phrases[phrase] if phrase else "")


def test_prose_and_keywords() -> None:
    found = from_file("zotero")["novakQuiet2020"]
    assert [to_plain(part) for part in found.abstract] == [
        "We look at 5% of flows.",
        "We find that they are quiet.",
    ]
    assert found.keywords == ("flows", "quiet", "calm")
    assert (found.legend, found.summary, found.selected) == ("", (), False)
    assert shown("@misc{a, title={T}, summary={x \\& y}}").summary == ((Text("x & y"),),)
    assert shown("@misc{a, title={T}, annote={x \\& y}}").summary == ()


def test_every_field_is_there_as_plain_text_but_for_local_paths() -> None:
    fields = from_file("zotero")["novakCalmNetworks2018"].fields
    assert fields["institution"] == "University of Elsewhere"
    assert fields["author"] == "Novák, Jiří"
    assert fields["url"] == "https://example.org/theses/calm_networks"
    named = "author date institution langid location subtitle title type url urldate"
    assert " ".join(sorted(fields)) == named


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ("title={{Ends.}}", "Ends"),
        ("title={Ends?}", "Ends?"),
        ("title={Goes on...}", "Goes on..."),
        ("title={Made in the U.S.A.}", "Made in the U.S.A."),
        ("title={One}, subtitle={Two.}", "One: Two"),
        ("title={One?}, subtitle={Two}", "One? Two"),
        ("booktitle={Proceedings}", "Proceedings"),
        ("year=2000", "a"),
    ],
)
def test_titles(fields: str, title: str) -> None:
    assert to_plain(shown(f"@misc{{a, {fields}}}").title) == title


@pytest.mark.parametrize(
    ("entry_type", "kind"),
    [
        ("conference", "paper-conference"),
        ("incollection", "chapter"),
        ("mastersthesis", "thesis"),
        ("techreport", "report"),
        ("electronic", "webpage"),
        ("software", "software"),
        ("dataset", "dataset"),
        ("patent", "patent"),
        ("proceedings", "book"),
        ("unheardof", "document"),
    ],
)
def test_types(entry_type: str, kind: str) -> None:
    found = shown(f"@{entry_type}{{a, title={{T}}}}")
    assert (found.type, found.entry_type) == (kind, entry_type)


def test_proceedings_are_listed_only_for_their_own_sake() -> None:
    text = "@book{p, title={P}, editor={%s}} @incollection{c, title={C}, crossref={p}}"
    view = View(OWNER, ENGLISH)
    parent, child = read_library(read_files([("x.bib", (text % "Li, X.").encode())]), view).holdings
    assert (parent.is_listed, child.is_listed) == (False, True)
    own = read_files([("x.bib", (text % "Sima, C.").encode())])
    assert read_library(own, view).holdings[0].is_listed


VALUE = st.text(alphabet="{}\\$%,;*#~^_-=/:.&'\"`abA1 \n司é", max_size=20)
FIELDS = (
    "title author editor date year month day journal volume number pages url doi eprint note type "
    "arxiv pdf howpublished keywords author+an abstract subtitle pubstate selected"
)
FIELD = st.sampled_from(FIELDS.split())


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(FIELD, VALUE, max_size=6), st.sampled_from(["article", "misc", "thesis"]))
def test_any_values_can_be_shown(fields: dict[str, str], entry_type: str) -> None:
    body = "".join(f", {name} = {{{value}}}" for name, value in fields.items())
    records, _ = read_bib(f"@{entry_type}{{a, title={{T}}{body}}}".encode(), "x.bib")
    for record in records:
        found = publication(record, OWNER, ENGLISH)
        assert to_plain(found.title)
        assert "  " not in found.imprint
        assert all(author.name for author in found.authors)


@pytest.mark.parametrize(
    ("fields", "marks", "phrases"),
    [
        ("corresponding={1}", ["†", ""], ["corresponding"]),
        ("students={2}, equal={1, 2}", ["*", "*‡"], ["equalFirst", "student"]),
        ("author+an={1=corresponding,equal; 2=student}", ["*†", "‡"], None),
        ("corresponding={1}, note={† to whom to write}", ["†", ""], []),
        ("note={x}", ["", ""], []),
    ],
)
def test_marks_have_a_legend_only_where_they_are_used(
    fields: str, marks: list[str], phrases: list[str] | None
) -> None:
    found = shown(f"@misc{{a, title={{T}}, author={{A, B and C, D}}, {fields}}}")
    assert [author.marks for author in found.authors] == marks
    known = phrases if phrases is not None else ["equalFirst", "corresponding", "student"]
    assert found.legend == " ".join(ENGLISH.phrases[phrase] for phrase in known)


def test_daggers_of_ones_own_stay_without_a_legend() -> None:
    found = shown("@misc{a, title={T}, author={A† and B‡}}")
    assert [(each.name, each.marks) for each in found.authors] == [("A", "†"), ("B", "‡")]
    assert found.legend == ""


@pytest.mark.parametrize(
    ("owner", "author", "is_owner"),
    [
        (Owner(("Ada King", "Ada Lovelace")), "Lovelace, A.", True),
        (Owner(("Ada King",), "0000-0001-0000-0001"), "Somebody Else (0000-0001-0000-0001)", True),
        (Owner(("Ada King",), "0000-0001-0000-0001"), "Ada King (0000-0002-0000-0002)", False),
        (Owner(("Ada King",)), "Ada King (0000-0002-0000-0002)", True),
    ],
)
def test_names_and_orcids_find_the_owner(owner: Owner, author: str, is_owner: bool) -> None:
    (record,) = read_bib(f"@misc{{a, title={{T}}, author={{{author}}}}}".encode(), "x.bib")[0]
    (found,) = publication(record, owner, ENGLISH).authors
    assert found.is_owner == is_owner


@pytest.mark.parametrize(
    ("name", "author", "is_owner"),
    [
        ("Prof. Ada King", "King, Ada", True),
        ("Prof. Dr.-Ing. Ada M. King", "King, A. M.", True),
        ("Dr. rer. nat. habil. Ada King", "King, Ada", True),
        ("Dr Ada King", "King, Ada", True),
        ("Ada King, PhD", "King, Ada", True),
        ("Ada King PhD", "King, Ada", True),
        ("Dr. Ada King, Ph.D., M.Sc.", "King, A.", True),
        ("King, Ada", "King, Ada", True),
        ("A. M. King", "King, Ada M.", True),
        ("Dr. King", "King", False),
        ("Xiao Ming LI", "Ming, Xiao", False),
        ("LI, XM", "LI", False),
    ],
)
def test_titles_and_degrees_are_no_part_of_the_name(
    tmp_path: Path, name: str, author: str, is_owner: bool
) -> None:
    entry = f"@misc{{a, title={{T}}, author={{Roe, Bob and {author}}}}}"
    document = document_of({"basics": {"name": name}}, tmp_path, entry)
    assert document.person.name == name
    (publication,) = document.publications
    assert [each.is_owner for each in publication.authors] == [False, is_owner]


def test_check_says_when_no_publication_has_the_name(tmp_path: Path) -> None:
    cv = tmp_path / "cv.yaml"
    cv.write_text("basics: {name: Ada King}\nmeta: {lastModified: 2026}\n")
    bib = tmp_path / "publications.bib"
    bib.write_text("@misc{a, title={T}, author={Ada Lovelace}, year={1843}, howpublished={X}}")
    (line,) = run("check", "--input", cv).lines
    said = "note: no publication names 'Ada King': basics.aliases takes the names that they use"
    assert line == f"{cv}: {said}"
    bib.write_text("@misc{a, title={T}, author={A. King}, year={1843}, howpublished={X}}")
    assert run("check", "--input", cv).lines == []


def test_an_annotation_can_name_the_owner() -> None:
    text = "@misc{a, title={T}, author={X, Y and Z, W}, author+an={2=highlight}}"
    assert [author.is_owner for author in shown(text).authors] == [False, True]


@pytest.mark.parametrize(
    ("fields", "imprint"),
    [
        ("year=2020, pubstate={inpress}", "J, 2020, in press"),
        ("year=2020, status={Accepted}", "J, 2020, Accepted"),
        ("status={submitted}", "J, under review"),
        ("year={in press}, pubstate={inpress}", "J, in press"),
        ("year=2020, pubstate={prepublished}", "J, 2020"),
    ],
)
def test_states_of_publication(fields: str, imprint: str) -> None:
    assert shown(f"@article{{a, title={{T}}, journal={{J}}, {fields}}}").imprint == imprint


@pytest.mark.parametrize(
    ("kind", "fields", "imprint"),
    [
        ("unpublished", "pubstate={inpreparation}", "In preparation"),
        ("unpublished", "howpublished={in preparation}", "In preparation"),
        ("unpublished", "year={to appear}", "To appear"),
        ("article", "journal={submitted to {JMLR}}, year=2020", "Submitted to JMLR, 2020"),
        ("article", "journal={under review}, year=2020", "Under review, 2020"),
        ("article", "journal={npj Quantum}, year=2020", "npj Quantum, 2020"),
        ("article", "journal={eLife}, year=2020", "eLife, 2020"),
        ("article", "eid={e123}, year=2020", "e123, 2020"),
        ("book", "publisher={de Gruyter}, year=2020", "de Gruyter, 2020"),
    ],
)
def test_words_in_the_place_of_a_venue_begin_a_sentence(
    kind: str, fields: str, imprint: str
) -> None:
    assert shown(f"@{kind}{{a, title={{T}}, author={{X, Y}}, {fields}}}").imprint == imprint


@pytest.mark.parametrize(
    ("entry", "imprint"),
    [
        ("@inproceedings{a, booktitle={NeurIPS 2023}, year=2023", "NeurIPS 2023"),
        ("@inproceedings{a, booktitle={NeurIPS 2023}, date={2023-12-10}", "NeurIPS 2023"),
        (
            "@inproceedings{a, booktitle={CVPR2022}, year=2022, pubstate={inpress}",
            "CVPR2022, in press",
        ),
        ("@inproceedings{a, booktitle={2019 IEEE Conf.}, year=2020", "2019 IEEE Conf., 2020"),
        ("@inproceedings{a, booktitle={P}, series={ICML 2021}, year=2021", "P, ICML 2021"),
        (
            "@inproceedings{a, booktitle={P}, series={LN}, volume=2003, year=2003",
            "P, LN 2003, 2003",
        ),
        ("@inproceedings{a, booktitle={P}, eventtitle={Fair 2021}, year=2021", "P, Fair 2021"),
        ("@misc{a, howpublished={Workshop 2018}, year=2018", "Workshop 2018"),
        ("@article{a, journal={J}, volume=2020, pages={2020}, year=2020", "J 2020, 2020, 2020"),
        ("@article{a, journal={Room 12023}, year=2023", "Room 12023, 2023"),
        (
            "@book{a, publisher={Editions 2000}, address={Paris}, year=2000",
            "Paris: Editions 2000, 2000",
        ),
        (
            "@techreport{a, number={2019-3}, institution={I}, year=2019",
            "Technical report 2019-3, I, 2019",
        ),
    ],
)
def test_no_year_is_said_twice(entry: str, imprint: str) -> None:
    assert shown(f"{entry}, title={{T}}}}").imprint == imprint
