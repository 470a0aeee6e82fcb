"""What readers see beside title and authors: who else made it, where it stands, links and marks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from everything import document_of
from helpers import read_bib, run
from pdfs import text_of_output

import cvtool
from cvtool.bib.owner import Owner
from cvtool.bib.publish import publication, worded
from cvtool.model.inline import Strong, Text, to_plain
from cvtool.model.publication import Publication, in_inlines, in_words
from cvtool.words import Language

OWNER = Owner(("Ada King",))


def shown(text: str, locale: str = "en") -> Publication:
    (record,) = read_bib(text.encode(), "x.bib")[0]
    language = Language(locale)
    return worded(publication(record, OWNER, language), language)


CUP = "publisher={CUP}, address={Cambridge}, year=2017"
PAPER = "@inproceedings{a, title={T}, booktitle={Procs. of the Symposium on Engines}, year=2020"


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (f"@book{{a, title={{T}}, edition={{2}}, {CUP}}}", "2nd ed., Cambridge: CUP, 2017"),
        ("@book{a, title={T}, publisher={CUP}, year=2017}", "CUP, 2017"),
        ("@book{a, title={T}, location={Cambridge}, date=2017}", "Cambridge, 2017"),
        (
            f"@book{{a, title={{T}}, maintitle={{Works}}, volume=2, volumes=3, {CUP}}}",
            "Works, vol. 2, 3 vols., Cambridge: CUP, 2017",
        ),
        (
            f"@book{{a, title={{T}}, series={{Studies}}, number=7, volume=2, {CUP}}}",
            "vol. 2, Studies 7, Cambridge: CUP, 2017",
        ),
        (f"@book{{a, title={{T}}, series={{Studies}}, {CUP}}}", "Studies, Cambridge: CUP, 2017"),
        (
            "@incollection{a, title={T}, booktitle={The Book}, booksubtitle={A Sub}, pages={1--9}, "
            "publisher={OUP}, location={Oxford}, date=2016, chapter=4, edition={Second edition}}",
            "The Book: A Sub, 2nd ed., ch. 4, 1–9, Oxford: OUP, 2016",
        ),
        (f"{PAPER}, eventtitle={{SE 2020}}, venue={{Rome}}, publisher={{ACM}}}}",
         "Procs. of the Symposium on Engines, SE 2020 (Rome)"),
        (f"{PAPER}, eventtitle={{4th Symposium on Engines}}, venue={{Rome}}}}",
         "Procs. of the Symposium on Engines, Rome, 2020"),
        ("@article{a, title={T}, journal={Journal of the History of Looms.}, year=2017}",
         "Journal of the History of Looms, 2017"),
        ("@article{a, title={T}, journal={Bulletin of the Hist. Looms.}, year=2017}",
         "Bulletin of the Hist. Looms., 2017"),
        ("@article{a, title={T}, journal={Annals of Math.}, status={published}, year=2017}",
         "Annals of Math., 2017"),
        ("@bookinbook{a, title={T}, booktitle={All}, publisher={CUP}, year=2017}",
         "All, CUP, 2017"),
        ("@book_section{a, title={T}, booktitle={All}, city={Oslo}, publisher={P}, volume={n.a.}}",
         "All, Oslo: P"),
        ("@article{a, title={T}, journal={J}, article-number={117}, art_number={117}, year=2017}",
         "J, 117, 2017"),
        (r"@misc{a, title={T}, howpublished={\url{http://a.org/1} and \url{http://a.org/2}}}", ""),
        ("@talk{a, title={T}, eventtitle={Meeting}, venue={Rome}, year=2020}",
         "Meeting, Rome, 2020"),
        ("@article{a, title={T}, titleaddon={Review of B}, journal={J}, issuetitle={On Looms}, "
         "volume=1, year=2020}", "Review of B, J 1, On Looms, 2020"),
        ("@misc{a, title={T}, howpublished={EGU Abstracts}, publisher={Wiley}, year=2024}",
         "EGU Abstracts, Wiley, 2024"),
        (r"@misc{a, title={T}, howpublished={Available online: \url{https://e.org}}, year=2024}",
         "2024"),
        ("@misc{a, title={T}, howpublished={At http://e.org (accessed 5 May 2024)}, year=2024}",
         "2024"),
        ("@misc{a, title={T}, howpublished={bioRxiv 2024.01.01.1; doi: https://doi.org/10.1101/1},"
         " year=2024}", "bioRxiv 2024.01.01.1, 2024"),
        *((f"@misc{{a, title={{T}}, howpublished={{{said}}}, year=2024}}", line) for said, line in [
            (r"Available at \url{https://e.org}", "2024"),
            (r"Available online at \url{https://e.org} (accessed 2 May 2020).", "2024"),
            ("[Online]. Available: https://e.org/a. Accessed: 2020-05-02", "2024"),
            ("Retrieved May 2, 2020, from https://e.org/a", "2024"),
            ("Verfügbar unter https://e.org/a (Zugriff am 2. Mai 2020)", "2024"),
            ("[Online; accessed 19-July-2008]", "2024"),
            (r"Blog (invited), \url{www.e.org}, last visited 5/2020", "Blog (invited), 2024"),
            ("Online workshop", "Online workshop, 2024"),
            ("Software available at https://e.org and www.e.org/a", "Software, 2024"),
            ("Preprint (www.e.org/a_(b).pdf), 12 pages", "Preprint, 12 pages, 2024"),
            ("Blatt, abgerufen am 3. Mai 2021 von https://e.org", "Blatt, 2024"),
            ("Disponible en https://e.org. Accedido: 3 de mayo de 2021", "2024"),
            ("To be found at https://e.org", "2024"),
        ]),
        ("@software{a, title={T}, publisher={GitHub}, howpublished={CRAN}, year=2024}",
         "GitHub, CRAN, 2024"),
        ("@misc{a, title={T}, type={Lecture notes}, organization={ETH}, year=2024}",
         "Lecture notes, ETH, 2024"),
        ("@misc{a, title={T}, eprint={2305.00001}, reportnumber={EP-1}, year=2024}",
         "arXiv:2305.00001, 2024, EP-1"),
        ("@techreport{a, title={T}, number={EP-1}, reportnumber={EP-1}, year=2024}",
         "Technical report EP-1, 2024"),
        ("@software{a, title={T}, version={v1.2}, publisher={Zenodo}, year=2024}",
         "Version 1.2, Zenodo, 2024"),
        ("@phdthesis{a, title={T}, school={S}, pages={xiv+260}, year=2024}",
         "PhD thesis, S, xiv+260 pp., 2024"),
        ("@unpublished{a, title={T}, type={Talk}, howpublished={Talk}, year=2024}", "Talk, 2024"),
        (r"@inproceedings{a, title={T}, booktitle={Meeting Abstracts \#231}, volume=231, "
         "series={Meeting Abstracts}, pages={12}, year=2018}", "Meeting Abstracts #231, 12, 2018"),
        (r"@book{a, title={T}, publisher={P}, year={[2022] \copyright 2021}}", "P, 2022"),
        (r"@book{a, title={T}, publisher={P}, edition={Rev.\ ed.\isdot}, year=2024}",
         "Rev. ed., P, 2024"),
        ("@article{a, title={T}, journal={J}, pages={8554 EP  -}, year={2019-04-30}}",
         "J, 8554, 2019"),
        ("@article{a, title={T}, journal={J}, year={2005-06}}", "J, 2005-06"),
        ("@article{a, title={T}, journal={J}, pages={1--6, doi: 10.1000/182}, volume={3}, "
         "month={doi.org/10.1000/182}, number={http://dx.doi.org/10.1000/182}, year=2019}",
         "J 3, 1–6, 2019"),
    ],
)  # fmt: skip
def test_the_line_names_edition_volumes_event_publisher_and_place(entry: str, line: str) -> None:
    assert shown(entry).imprint == line


@pytest.mark.parametrize(
    ("written", "said", "in_chinese"),
    [
        ("3", "3rd ed.", "第 3 版"),
        ("11", "11th ed.", "第 11 版"),
        ("Twelfth", "12th ed.", "第 12 版"),
        ("2nd Edition", "2nd ed.", "第 2 版"),
        ("Revised", "Revised ed.", "Revised版"),
        ("2., überarb. Aufl.", "2., überarb. Aufl.", "2., überarb. Aufl."),
    ],
)
def test_editions(written: str, said: str, in_chinese: str) -> None:
    entry = f"@book{{a, title={{T}}, edition={{{written}}}}}"
    assert (shown(entry).imprint, shown(entry, "zh").imprint) == (said, in_chinese)


@pytest.mark.parametrize(
    "written",
    [
        *[
            "개정판",
            "2. painos",
            "増補版",
            "vydání druhé",
            "2., überarb. Aufl.",
            "Deutsche Ausgabe",
        ],
        *["β΄ έκδοση", "2-е изд.", "друге видання", "الطبعة الثانية", "چاپ دوم", "מהדורה שנייה"],
        *["संशोधित संस्करण", "Ấn bản thứ hai", "2a edicion", "3e herdruk", "2. basım"],
    ],
)
@pytest.mark.parametrize("locale", ["en", "ko", "fi"])
def test_an_edition_is_named_once_in_any_language(written: str, locale: str) -> None:
    found = shown(f"@book{{a, title={{T}}, edition={{{written}}}}}", locale).imprint
    assert found == written[0].upper() + written[1:]  # it begins the line


@pytest.mark.parametrize("written", ["Wednesday", "Educational", "Deluxe"])
def test_words_that_only_begin_alike_are_no_edition(written: str) -> None:
    entry = f"@book{{a, title={{T}}, edition={{{written}}}}}"
    assert shown(entry).imprint == f"{written} ed."


@pytest.mark.parametrize(
    ("locale", "names", "credited"),
    [
        ("en", "Ada King, A. Roe, et al. (ATLAS and CMS Collaborations)", "A. Roe, et al."),
        ("pl", "Ada King, A. Roe i in. (kolaboracje ATLAS i CMS)", "A. Roe i in."),
        ("fr", "Ada King, A. Roe et al. (collaborations ATLAS et CMS)", "A. Roe et al."),
        ("zh", "Ada King, A. Roe 等 (ATLAS 和 CMS 合作组)", "A. Roe 等"),
    ],
)
def test_a_list_of_people_ends_as_in_the_language(locale: str, names: str, credited: str) -> None:
    found = shown(
        "@book{a, title={T}, author={King, Ada and Roe, A. and others}, "
        "editor={Roe, A. and others}, collaboration={ATLAS and CMS}}",
        locale,
    )
    phrases = Language(locale).phrases
    assert to_plain(in_inlines(found.authors, phrases)) == in_words(found.authors, phrases) == names
    assert credited in to_plain(found.credited)
    assert found.authors[-1].literal == "ATLAS and CMS Collaborations" or locale != "en"


def test_people_beside_the_authors_are_named_and_the_owner_stands_out() -> None:
    found = shown(
        "@book{a, title={T}, author={Verne, Jules}, translator={King, Ada and Roe, R.}, "
        "editor={Poe, P.}, foreword={Moe, M.}, editora={Coe, C.}, editoratype={compiler}}"
    )
    assert to_plain(found.credited) == (
        "Edited by P. Poe · Compiled by C. Coe · Translated by Ada King, R. Roe · "
        "Foreword by M. Moe"
    )
    assert Strong((Text("Ada King"),)) in found.credited
    assert [each.name for each in found.editors] == ["P. Poe"]
    directed = shown("@movie{a, title={T}, editor={King, Ada}, editortype={director}}")
    assert (to_plain(directed.credited), directed.editors) == ("Directed by Ada King", ())
    unknown = shown("@book{a, title={T}, editor={King, Ada}, editortype={weaver}}")
    assert to_plain(unknown.credited) == "Ada King (weaver)"


def test_programs_get_the_people_in_their_roles(tmp_path: Path) -> None:
    bib = (
        "@book{a, title={T}, author={Verne, Jules}, translator={King, Ada}, foreword={Moe, M.},"
        " editor={Roe, R.}, editortype={compiler}, year=2000}"
    )
    document = document_of({"basics": {"name": "Ada King"}}, tmp_path, bib)
    found = {name: cvtool.render(document, name)[0].data for name in ("publications", "bibtex")}
    (item,) = json.loads(found["publications"])
    assert item["translator"] == [{"family": "King", "given": "Ada"}]
    assert item["compiler"] == [{"family": "Roe", "given": "R."}]
    assert "editor" not in item
    assert item["note"] == "Foreword by M. Moe"
    assert b"  translator = {King, Ada},\n" in found["bibtex"]
    assert b"  editortype = {compiler},\n" in found["bibtex"]


@pytest.mark.parametrize(
    ("fields", "links"),
    [
        ("eprint={285783}, eprinttype={jstor}", ["JSTOR https://www.jstor.org/stable/285783"]),
        ("eprint={12}, eprinttype={pubmed}, pmid={12}",
         ["PubMed https://pubmed.ncbi.nlm.nih.gov/12/"]),
        ("eprint={1887/1}, eprinttype={hdl}", ["Handle https://hdl.handle.net/1887/1"]),
        ("pmcid={6412345}", ["PMC https://pmc.ncbi.nlm.nih.gov/articles/PMC6412345/"]),
        ("adsurl={https://ads.example/1}, bibcode={2014A\\&A...1A}",
         ["ADS https://ads.example/1"]),
        ("bibcode={2014A\\&A...561A..88B}",
         ["ADS https://ui.adsabs.harvard.edu/abs/2014A%26A...561A..88B"]),
        (r"mrnumber={0384673 (52 \#5546)}",
         ["MR384673 https://mathscinet.ams.org/mathscinet-getitem?mr=384673"]),
        ("zbl={Zbl 1520.11110}", ["Zbl 1520.11110 https://zbmath.org/?q=an:1520.11110"]),
        ("hal_id={hal-01}", ["HAL https://hal.science/hal-01"]),
        ("inspirehep={1}", ["INSPIRE https://inspirehep.net/literature/1"]),
        ("hal={https://hal.science/x}", ["HAL https://hal.science/x"]),
        ("pmid={none}", []),
        ("eprint={https://a.org/x.pdf}, doi={10.1/x}", ["PDF https://a.org/x.pdf"]),
        ("link={https://a.org/1}, links={https://a.org/2}",
         ["Link https://a.org/1", "Link 2 https://a.org/2"]),
        ("pubmed_id={12}", ["PubMed https://pubmed.ncbi.nlm.nih.gov/12/"]),
        (r"howpublished={\url{https://a.org/1} and \url{https://a.org/2}}",
         ["Link https://a.org/2"]),
        (r"url={https://a.org/1}, howpublished={Online: \url{https://a.org/2}}",
         ["Link https://a.org/2"]),
        ("code={https://a.org}, codeurl={https://b.org}, url_code={https://a.org/}",
         ["Code https://a.org", "Code 2 https://b.org"]),
        ("slides={https://a.org/1; https://a.org/2}",
         ["Slides https://a.org/1", "Slides 2 https://a.org/2"]),
        ("x-code={https://a.org}, foo={https://b.org}, preview={a.jpg}", []),
        ("eprint={2305.00001}, archiveprefix={arXiv}, doi={10.48550/arXiv.2305.00001}", []),
        ("url={http://www.arxiv.org/abs/2305.00001v2}, doi={10.48550/arXiv.2305.00001}", []),
    ],
)  # fmt: skip
def test_links_beside_a_publication(fields: str, links: list[str]) -> None:
    found = shown(f"@misc{{a, title={{T}}, {fields}}}").links
    assert [f"{each.name} {each.url}" for each in found] == links


def test_an_address_in_html_is_one() -> None:
    found = shown("@misc{a, title={T}, url_code={https://a.org/~x?a=1&amp;b=2}}").links
    assert [each.url for each in found] == ["https://a.org/~x?a=1&b=2"]


def test_an_address_of_the_doi_is_no_second_link() -> None:
    found = shown("@misc{a, title={T}, url={https://a.org/1}, doi={10.1/A<b},"
                  " website={https://dx.doi.org/10.1/a%3Cb}}")  # fmt: skip
    assert [each.url for each in found.links] == ["https://dx.doi.org/10.1/a%3Cb"]


@pytest.mark.parametrize("between", [" ", "; ", ", ", " and "])
def test_two_addresses_in_one_field_are_two_links(between: str) -> None:
    found = shown(f"@misc{{a, title={{T}}, url={{http://a.org/1{between}http://b.org/2}}}}")
    assert (found.url, [each.url for each in found.links]) == ("http://a.org/1", ["http://b.org/2"])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("To appear", "To appear"),
        ("Publisher: X\nNumber: 3", ""),
        ("Publisher: X Number: 3", ""),
        ("arXiv:2305.00001 [cs, stat]", ""),
        ("arXiv:2305.00001 [cs] version: 2", ""),
        ("arXiv:2305.00001 [cs]\ntype: article\ntex.ids= quill2023a", ""),
        ("Revised version: longer", "Revised version: longer"),
        ("cited By 7; To appear", "To appear"),
        ("00012", ""),
        ("7 citations (Crossref/DOI) [2023-01-01]\nTo appear", "To appear"),
        ("Best paper award. cited By (since 1996)7", "Best paper award."),
        ("Best Paper\nISSN: 0163-5700\nConference Name: A B", "Best Paper"),
        ("\\_eprint: https://doi.org/10.1/x", ""),
        ("PMID: 12 PMCID: PMC34", ""),
        (r"[PubMed Central:\href{https://a.org}{PMC34}] [DOI:\href{https://b.org}{10.1/x}] ", ""),
        ("e104 LOOM-19-0001.R1", ""),
        ("LOOM-19", "LOOM-19"),
        ("LOOM-2001-2107", "LOOM-2001-2107"),
        ("ISBN: 978-3-16-148410-0", ""),
        ("Accepted: 2016-12-06T11:12:42Z", ""),
        ("Accepted: Journal of Looms", "Accepted: Journal of Looms"),
        ("Extended version at arXiv:2305.00001", "Extended version at arXiv:2305.00001"),
        ("See {https://e.org}\n  and more", "See https://e.org and more"),
    ],
)
def test_a_note_says_what_people_wrote(written: str, said: str) -> None:
    bib = f"@article{{a, title={{T}}, journal={{J}}, note = {{{written}}}}}"
    assert to_plain(shown(bib).note) == said


def test_numbers_in_a_note_serve_as_those_of_the_paper() -> None:
    found = shown("@misc{a, title={T}, note={arXiv:2305.00001 [cs]\nPMID: 12}}")
    assert (found.imprint, found.url) == ("arXiv:2305.00001", "https://arxiv.org/abs/2305.00001")
    assert [each.name for each in found.links] == ["PubMed"]
    found = shown(r"@misc{a, title={T}, note={[PubMed:\href{https://a.org}{12}]}}")
    assert [each.url for each in found.links] == ["https://pubmed.ncbi.nlm.nih.gov/12/"]


@pytest.mark.parametrize(
    ("authors", "fields", "marks", "legend"),
    [
        ("A* and B* and C† and D†", "", "* * † †", "* co-first author. † equal contribution."),
        ("A and B and C", "author+an={2=senior;3=senior}", "- † †", "† co-senior author."),
        ("A and B", "author+an={2=senior}", "- †", "† senior author."),
        ("A and B and C", "author+an={1=equal1;2=equal2;3=equal2}", "* † †",
         "* co-first author. † equal contribution."),
        ("A and B", "corresponding={1}, author+an={2=senior}", "† ‡",
         "† corresponding author. ‡ senior author."),
        ("A§ and B§ and C", "", "§ § -", "§ equal contribution."),
        ("A and B and C", "author+an={1=corresponding;2=student;3=senior}", "† ‡ §",
         "† corresponding author. ‡ student supervised. § senior author."),
        ("A$^\\dagger$ and B", "corresponding={1}", "† -", "† corresponding author."),
        ("A\\# and B# and C", "", "# # -", "# equal contribution."),
        ("A{*} and B* and C{**} and D$^{**}$", "", "* * † †",
         "* co-first author. † equal contribution."),
        ("A(*) and B [*] and C [†] and D(†)", "", "* * † †",
         "* co-first author. † equal contribution."),
        ("A\\textsuperscript{$\\dagger$} and B$^\\text{\\dag}$", "", "† †",
         "† equal contribution."),
        ("A✉ and B$^{1,\\text{\\Letter}}$ and C", "", "† † -", "† corresponding author."),
    ],
)  # fmt: skip
def test_every_mark_has_one_meaning(authors: str, fields: str, marks: str, legend: str) -> None:
    found = shown(f"@misc{{a, title={{T}}, author={{{authors}}}, {fields}}}")
    assert " ".join(each.marks or "-" for each in found.authors) == marks
    assert found.legend == legend


def test_marks_of_editors_have_a_legend_and_two_remarks_are_two_sentences() -> None:
    found = shown(
        "@book{a, title={T}, editor={A* and B*}, year=2000, note={In 2}, addendum={A map}}"
    )
    assert to_plain(found.credited) == "Edited by A*, B*"
    assert to_plain(found.remark) == "* equal contribution. In 2. A map"


def checked(folder: Path, basics: str, bib: str) -> list[str]:
    (folder / "cv.yaml").write_text(f"basics: {{{basics}}}\nmeta: {{lastModified: 2026}}\n")
    (folder / "publications.bib").write_text(bib)
    return run("check", "--input", folder / "cv.yaml").lines


def test_what_marks_a_name_otherwise_needs_no_legend(tmp_path: Path) -> None:
    names = r"\textbf{King, Ada} and Roe, R. on behalf of the Loom Collaboration"
    bib = f"@misc{{a, title={{T}}, author={{{names}}}, editor={{\\hero{{Poe, P.}}}}, year=2000}}"
    assert [line for line in checked(tmp_path, "name: Ada King", bib) if "warning: " in line] == []
    found = cvtool.load(tmp_path / "cv.yaml")
    assert b"  collaboration = {Loom Collaboration},\n" in cvtool.render(found, "bibtex")[0].data


def test_what_no_legend_explains_is_said_once(tmp_path: Path) -> None:
    entry = "@misc{%s, title={T%s}, author={King, Ada and B%s}, year=2000%s}\n"
    bib = "".join(entry % (key, key, "†", ", author+an={1=weaver}") for key in "abc")
    lines = checked(tmp_path, "name: Ada King", bib + entry % ("d", "d", "†", ", note={† at home}"))
    assert [line.split(": ", 2)[2] for line in lines] == [
        "'a': nobody knows the annotation 'weaver' of an author: write equal, equal2, "
        "corresponding, senior, student, or highlight for yourself "
        "(3 entries, this is the first; then 'b', 'c')",
        "'a': † stands behind one author, and nothing says what it means: explain it "
        "in 'note', or write corresponding = {...} or students = {...} instead "
        "(3 entries, this is the first; then 'b', 'c')",
    ]


@pytest.mark.parametrize(
    ("owner", "author", "is_offered"),
    [
        ("Jana Nováková", "Novak, Jana", True),
        ("Ada Quill", "A. G. Quill", True),
        ("B. Ada Quill", "Quill, Ada", True),
        ("Ada Müller", "Mueller, A.", True),
        ("Alexander Quill", "Quill, Alex", True),
        ("Wei Wang", "Yang, Wei", False),
        ("Ada G. Quill", "A. H. Quill", False),
        ("Ada Quill", "Bo Quill", False),
        ("Björn Müller-Strauß", "Bjoern Mueller-Strauss", True),
    ],
)
def test_a_spelling_near_the_owners_is_offered(
    owner: str, author: str, is_offered: bool, tmp_path: Path
) -> None:
    entry = "@misc{%s, title={T%s}, author={%s}, year=2000}\n"
    names = {"a": owner, "b": author, "c": author}
    bib = "".join(entry % (key, key, name) for key, name in names.items())
    near = [line for line in checked(tmp_path, f"name: {owner}", bib) if "is nearly" in line]
    name = cvtool.load(tmp_path / "cv.yaml").publications[1].authors[0].name
    offer = f"in 'b' and 1 more: if that is you, write 'aliases: [\"{name}\"]' under basics"
    assert [line.endswith(offer) for line in near] == [True] * is_offered


def test_spellings_near_the_owners_are_offered_in_one_note(tmp_path: Path) -> None:
    entry = "@misc{%s, title={T%s}, author={%s}, year=2000}\n"
    names = {"a": "Quill, Ada", "b": "Quill, A. G.", "c": "Quill, Adam", "d": "Quill, Adam"}
    bib = "".join(entry % (key, key, name) for key, name in names.items())
    (line,) = (it for it in checked(tmp_path, "name: Ada Quill", bib) if "nearly" in it)
    assert line.endswith(
        "'A. G. Quill' (in 'b'), 'Adam Quill' (in 'c' and 1 more) are nearly 'Ada Quill': of those "
        'that are you, write \'aliases: ["A. G. Quill", "Adam Quill"]\' under basics'
    )


def test_a_spelling_known_by_its_orcid_is_offered_where_that_lacks(tmp_path: Path) -> None:
    entry = "@misc{%s, title={T%s}, author={Lovelace, Ada}, year=2000%s}\n"
    orcid = "0000-0001-2345-6789"
    bib = entry % ("a", "a", f', author+an:orcid={{1="{orcid}"}}') + entry % ("b", "b", "")
    profile = f"profiles: [{{network: ORCID, username: {orcid}}}]"
    (line,) = checked(tmp_path, f"name: Ada King, {profile}, aliases: [A. Byron]", bib)
    assert 'aliases: ["A. Byron", "Ada Lovelace"]' in line


def test_aliases_stand_in_no_output(tmp_path: Path) -> None:
    cv = {"basics": {"name": "Ada King", "url": "https://a.org", "aliases": ["Unseen Name"]}}
    document = document_of(cv, tmp_path)
    outputs = [each for row in cvtool.formats() for each in cvtool.render(document, row)]
    assert len(outputs) > 10
    texts = {each.path: text_of_output(each.path, each.data) for each in outputs}
    assert b"Ada King" in texts["cv.pdf"]
    assert [path for path, text in texts.items() if b"Unseen" in text] == []
