"""``cvtool import``: what other programs' files become, and that nothing gets lost on the way."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from helpers import NAME, ROOT, Outcome, check, run
from imports import ALL, put, zipped

from cvtool.importers import Importer, importers
from cvtool.importers.assembling import Result, imported
from cvtool.importers.bundle import Bundle
from cvtool.importers.taking import Imported, Ledger, leaves
from cvtool.pipeline.load import load_all

KINDS = [*ALL]
LINKEDIN, BIB = ALL["linkedin"], ALL["bibtex"]["papers.bib"]


def result(folder: Path, *names: str) -> Result:
    return imported([put(folder, each) for each in names])


def plain(folder: Path, *names: str) -> Any:
    return yaml.load(result(folder, *names).files["cv.yaml"], yaml.BaseLoader)


def own(value: Any) -> int:
    """How many texts stand under keys of the user's own."""
    if isinstance(value, list):
        return sum(map(own, value))
    pairs = value.items() if isinstance(value, dict) else ()
    return sum(leaves(each) if key.startswith("x-") else own(each) for key, each in pairs)


@pytest.mark.parametrize("name", KINDS)
def test_it_is_known_by_what_is_in_it_and_renders_at_once(tmp_path: Path, name: str) -> None:
    new = tmp_path / "new"
    done = run("import", put(tmp_path, name), "-o", new)
    assert (done.status, done.err) == (0, "")
    kind = name.rstrip("14").partition("-")[0]
    assert " left out\n" in done.out
    assert result(tmp_path, name).reads[0].row.name == kind
    assert load_all(new / "cv.yaml").problems == []
    rendered = run("render", "text", "jsonresume", "-i", new / "cv.yaml", "-o", tmp_path / "out")
    assert (rendered.status, rendered.err) == (0, "")


@pytest.mark.parametrize("name", KINDS)
def test_what_is_kept_stands_under_keys_of_ones_own(tmp_path: Path, name: str) -> None:
    counts = result(tmp_path, name).reads[0].ledger.counts
    assert counts["kept"] == own(plain(tmp_path, name))


EXPECTED: list[tuple[str, str, Any]] = [
    ("jsonresume", "basics.url", "https://ruth.example.org"),
    ("jsonresume", "basics.x-jsonresume", {"private": {"shoeSize": "39"}}),
    ("jsonresume", "work.0", {
        "name": "Lagoon", "position": "Writer", "startDate": "2019-02",
        "highlights": ["Halved the queue"], "x-jsonresume": {"for": "nobody"}}),
    ("jsonresume", "education.0.score", "4.2"),
    ("jsonresume", "projects.0", {"name": "glossary", "url": "https://glossary.example.org"}),
    ("rendercv", "basics.email", ["mira@example.org", "vance@example.org"]),
    ("rendercv", "basics.location", {"city": "Aarhus", "countryCode": "DK"}),
    ("rendercv", "basics.summary", "Builds **solvers**.\n\nAnd meshes.\n"),
    ("rendercv", "basics.profiles.1.url", "https://stackoverflow.com/users/123/mira"),
    ("rendercv", "basics.profiles.2", {"network": "Book a call", "url": "https://cal.example.org/mira"}),
    ("rendercv", "basics.aliases", ["M. Vance"]),
    ("rendercv", "work.0", {
        "name": "Wave Lab", "position": "Engineer", "startDate": "2021-03",
        "highlights": ["Leads three people\n- nested work\n- review\n"],
        "x-rendercv": {"team_size": "3"}}),
    ("rendercv", "work.1.endDate", "Summer 2018"),
    ("rendercv", "custom.0.heading", "Research Experience"),
    ("rendercv", "custom.0.work.0.name", "Wave Institute"),
    ("rendercv", "custom.1.notes", ["**Boats:** two"]),
    ("rendercv", "skills.0.keywords", ["C++", "Python (since 2.7, daily)", "Fortran"]),
    ("rendercv", "projects", [{"name": "Wavekit", "url": "https://wavekit.example.org"}]),
    ("rendercv", "awards.0.title", "**Best paper**, WAVES 2019"),
    ("rendercv", "headings", {"awards": "Honours & Awards", "talks": "Invited Talks"}),
    ("rendercv", "locale", "da"),
    ("rendercv", "pdf", {"pageSize": "Letter"}),
    ("rendercv1", "work.0.highlights", ["Cut solve time by 40% with **C++** and $x_i$"]),
    ("rendercv1", "work.0.period", "2021-03 – 2019-02"),
    ("linkedin", "basics.name", "Zoë O'Brien"),
    ("linkedin", "basics.summary", "Builds \\*robots\\*.\n\nLikes maps.\n"),
    ("linkedin", "basics.url", "https://zoe.example.org"),
    ("linkedin", "basics.email", "zoe@example.org"),
    ("linkedin", "basics.phone", "+353 21 000 0000"),
    ("linkedin", "basics.x-linkedin", {
        "private": {"Industry": "Science"}}),
    ("linkedin", "work.0.positions.0", {
        "position": "Lead", "startDate": "2021-02",
        "highlights": ["Runs it", "12 floats\n- two under ice\n"]}),
    ("linkedin", "work.0.positions.1.summary", "Tests & [reports]"),
    ("linkedin", "work.1", {
        "name": "Harbour", "position": "Assistant", "startDate": "2015", "endDate": "2017"}),
    ("linkedin", "education.0.period", "2020"),
    ("linkedin", "education.0.courses", ["Control theory (ME4001)"]),
    ("linkedin", "education.0.highlights", [{"Activities": "Sailing"}]),
    ("linkedin", "skills", [{"name": "C++"}, {"name": "Ocean"}]),
    ("linkedin", "languages.0.fluency", "Limited working"),
    ("linkedin", "certificates.0.x-linkedin", {"Finished On": "Jun 2023"}),
    ("linkedin", "references", [
        {"name": "Aoife Byrne", "organization": "Harbour", "position": "PI",
         "reference": "Calm."}]),
    ("linkedin", "custom.0.notes", ["Leaving Certificate, 580, Jun 2010"]),
    ("alfolio", "basics.summary", "Studies **light**."),
    ("alfolio", "basics.profiles.0", {"network": "GitHub", "username": "ribarra"}),
    ("alfolio", "basics.profiles.2", {"network": "Google Scholar", "username": "AbCdEfGhIJKL"}),
    ("alfolio", "awards", [{"title": "Light prize", "awarder": "Optics", "date": "2020-05-01"}]),
    ("alfolio", "publications", [
        {"name": "Loud light", "publisher": "J. Optics", "releaseDate": "2021"}]),
    ("alfolio", "news", [{"text": "At **Lab**!", "date": "2019-07-01"}]),
    ("alfolio", "projects", [{"name": "lasertools", "description": "tools"}]),
    ("alfolio-old", "basics.name", "Rafael Ibarra"),
    ("alfolio-old", "languages", [{"language": "Spanish"}, {"language": "English"}]),
    ("alfolio-old", "education.0", {
        "institution": "Example University", "studyType": "PhD", "area": "Optics",
        "startDate": "2015", "endDate": "2019", "summary": "Advisor [Dr. X](https://x.example.org)",
        "highlights": ["Thesis on light.", "Courses\n- Optics I\n- Optics II\n"],
        "x-alfolio": {"linkitems": [{"link": "/assets/pdf/thesis.pdf", "linkname": "thesis"}]}}),
    ("alfolio-old", "awards.1", {"title": "Second prize", "date": "2020"}),
    ("alfolio-old", "skills", [{"name": "Code", "keywords": ["Python", "Julia"]}]),
    ("orcid", "basics.aliases", ["Josiah"]),
    ("orcid", "work.0", {"name": "Museum", "position": "Curator", "focus": "Prints",
                         "location": "Uppsala, Sweden", "startDate": "2019-03"}),
    ("orcid", "publications", [{"name": "Ink at low light & heat", "publisher": "J. of Inks",
                                "doi": "10.1234/ink.1"}]),
    ("orcid", "service", [{"organization": "Press", "position": "Reviewer", "summary": "2 reviews",
                           "startDate": "2020", "endDate": "2022"}]),
    ("orcid-xml", "basics", {
        "name": "Josiah Quill", "email": "quill@example.org", "location": {"countryCode": "SE"},
        "profiles": [{"network": "ORCID", "username": "0000-0002-1825-0097"}]}),
    ("orcid-xml", "work", [{"name": "Museum", "position": "Curator", "startDate": "2019-03",
                            "location": "Uppsala, Sweden"}]),
    ("yamlresume", "basics.location", {"city": "Graz", "countryCode": "AT"}),
    ("yamlresume", "work.0.highlights", ["Rewrote the engine", "Team\n- two juniors\n"]),
    ("yamlresume", "languages.0.x-yamlresume", {"keywords": ["IELTS 8"]}),
    ("yamlresume", "headings", {"work": "Laufbahn"}),
    ("reactiveresume", "basics.summary", "Moves **data** & people."),
    ("reactiveresume", "basics.profiles", [{"network": "ORCID", "url": "https://orcid.org/0000"}]),
    ("reactiveresume", "work", [{"name": "Grid", "startDate": "2019-01", "positions": [
        {"position": "Lead", "startDate": "2022-03",
         "highlights": ["Leads 5\n- two interns\n"]}]}]),
    ("reactiveresume", "skills", [{"name": "SQL", "level": "Good", "keywords": ["DuckDB"]}]),
    ("reactiveresume", "custom.0.heading", "Talks"),
    ("reactiveresume", "headings", {"work": "Jobs"}),
    ("reactiveresume", "locale", "de"),
    ("reactiveresume", "interests", [{"name": "Maps"}, {"name": "Bells"}]),
    ("reactiveresume4", "basics.summary", "Moves."),
    ("reactiveresume4", "basics.x-reactiveresume", {
        "private": {"customFields": [{"name": "Permit", "value": "C"}]}}),
    ("reactiveresume4", "work.0.summary", "Built."),
    ("reactiveresume4", "custom.0.projects.0.startDate", "2021-05"),
    ("fresh", "work", [{"name": "Instruments", "startDate": "2015-03"}]),
    ("fresh", "references", [{"name": "Eva"}]),
    ("fresh", "basics.x-fresh", {"private": {"image": "me.png"}}),
    ("fresh", "x-fresh", {"disposition": {"travel": "25"}}),
    ("academicpages", "basics.profiles", [
        {"network": "Google Scholar", "url": "https://scholar.google.com/citations?user=XYZ"},
        {"network": "GitHub", "username": "nhaddad"}]),
    ("academicpages", "publications", [{
        "name": "Tides & mud", "publisher": "Journal of Mud", "releaseDate": "2015-10-01",
        "url": "https://x.example.org/paper.pdf",
        "note": 'Haddad, N. (2015). "Tides." *Journal of Mud*.'}]),
    ("academicpages", "talks.0", {"name": "Talk on mud", "type": "Keynote", "event": "Geo Days",
                                  "date": "2014-02-01", "summary": "Slides are online."}),
    ("academicpages", "teaching.0", {"name": "Sediments", "institution": "Example University",
                                     "studyType": "Workshop", "date": "2015-01-01"}),
    ("academicpages", "education", [{
        "institution": "Example University", "studyType": "Ph.D in Geology", "endDate": "2018",
        "highlights": ["with honours"]}]),
    ("hugoblox", "basics.summary", "Reads **mud** ."),
    ("hugoblox", "basics.email", "noor@example.org"),
    ("hugoblox", "education.0", {"institution": "Example University", "studyType": "PhD in Geology",
                                 "endDate": "2018"}),
    ("hugoblox", "work.0.highlights", ["Teaching", "Fieldwork"]),
    ("hugoblox", "work.0.url", "https://uni.example.org"),
    ("hugoblox", "languages", [{"language": "Arabic", "fluency": "Native"}]),
    ("hugoblox", "skills", [{"name": "Code", "keywords": ["R"]}]),
    ("hugoblox", "talks", [{"name": "Mud talks", "event": "Geo Days", "date": "2022-06-01"}]),
    ("europass", "basics", {"name": "Ilse Verhaegen", "phone": "+32 470000000",
                            "summary": "Builds **quays**."}),
    ("europass", "work", [{"name": "Port", "position": "Engineer", "startDate": "2015-09",
                           "location": "Antwerpen, Belgium", "highlights": ["design & checks"]}]),
    ("europass", "languages.1.fluency", "B1–C1"),
    ("europass", "awards", [{"title": "Quay prize", "date": "2016"}]),
    ("europass", "custom", [{"heading": "Clubs", "projects": [{"name": "Sailing"}]}]),
    ("europass-fr", "locale", "fr"),
    ("europass-fr", "basics", {
        "name": "Aline Rivet", "label": "Hydrologue", "phone": "+33 1 55550101",
        "nationality": "Belgique", "location": {"countryCode": "FR"}}),
    ("europass-fr", "work", [
        {"name": "Barrages", "position": "Cheffe", "location": "Allemagne", "startDate": "2021-02",
         "summary": "Plus de",
         "highlights": ["→ *[eau](https://eau.example.org)*, taux > 80 %"]},
        {"name": "Sources", "position": "Stagiaire", "period": "Deux étés"}]),
    ("europass-fr", "education", [{"institution": "École", "area": "Hydrologie"}]),
    ("europass-fr", "languages", [
        {"language": "Français", "fluency": "Native"}, {"language": "Gallo", "fluency": "Native"},
        {"language": "Anglais"}]),
    ("europass-fr", "certificates", [{"name": "Plongée", "date": "2020-09"}]),
    ("europass-fr", "publications.0.doi", "https://doi.org/10.1234/eaux.1"),
    ("europass-fr", "projects", [{"name": "Carte", "url": "https://carte.example.org"}]),
    ("europass-fr", "skills", [{"name": "Digital skills", "keywords": ["Python"]}]),
    ("europass-old", "basics", {
        "name": "Ilse Verhaegen", "label": "Harbour engineer", "birthDate": "1984-03-09",
        "location": {"address": "Kade 4", "city": "Gent", "countryCode": "GB"}}),
    ("europass-old", "work", [{"name": "Dredge", "position": "Engineer", "startDate": "2010",
                               "endDate": "2015-08"}]),
    ("europass-old", "languages", [{"language": "Dutch", "fluency": "Native"}]),
    ("europass-old", "skills", [{"name": "Computer", "keywords": ["PLAXIS", "Python"]}]),
    ("europass-old", "custom", [{"heading": "Own heading", "notes": ["Free text."]}]),
    ("bamos", "basics.profiles.1", {"network": "Google Scholar", "username": "AbCdEf"}),
    ("bamos", "basics.aliases", ["L. Petrov"]),
    ("bamos", "work.0", {"name": "Slow Lab", "position": "Scientist", "startDate": "2019",
                         "focus": "with [X](https://x.example.org)"}),
    ("bamos", "education.0", {
        "institution": "Example University", "studyType": "Ph.D. in Computer Science",
        "location": "Riga", "startDate": "2014", "endDate": "2019", "thesis": "*Slow learning*",
        "advisor": "[B. Ozols](https://o.example.org)", "score": "4.0/4.0",
        "highlights": ["First of 5% – “honours”"], "x-bamos": {"majorGPA": "3.9/4.0"}}),
    ("bamos", "talks.0", {"name": "Slow learning", "event": "[Example Univ.](https://u.example.org)",
                          "date": "2022-06"}),
    ("bamos", "service.1.venues", ["ICSL (2019, 2020)", "Slow Letters"]),
    ("bamos", "teaching.0", {"name": "Algorithms (CS2)", "position": "TA", "date": "Spring 2016"}),
    ("bamos", "openSource.0.name", "slow"),
    ("bamos", "headings", {"awards": "Honors & Awards"}),
    ("bibtex", "basics", {"name": "Ada Lovelace", "aliases": ["A. Lovelace"]}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "path", "expected"), EXPECTED)
def test_what_it_becomes(tmp_path: Path, name: str, path: str, expected: Any) -> None:
    found = plain(tmp_path, name)
    for step in path.split("."):
        found = found[int(step) if isinstance(found, list) else step]
    assert found == expected


def test_publications_with_authors_become_a_bibliography(tmp_path: Path) -> None:
    assert result(tmp_path, "rendercv").files["publications.bib"].decode() == (
        "@article{vance2020waves,\n  author = {M. Vance and {A. Ruiz and Sons}},\n"
        "  title = {Waves on metric graphs},\n  journal = {Journal of Waves \\& Graphs},\n"
        "  date = {2020-05-04},\n  doi = {10.1234/jea.17},\n}\n"
    )


def test_fields_that_only_one_program_knows_get_the_names_that_others_know(tmp_path: Path) -> None:
    """What would be warned of and is sure is mended: a field or a key that is there twice."""
    bib = result(tmp_path, "bamos").files["publications.bib"].decode()
    assert bib.count("booktitle={ICSL}") == 1
    assert "video={https://v.example.org/1}, note={Oral}" in bib
    assert "@inproceedings{petrov2021slow-2,\n" in bib
    assert "booktitle={Proceedings of Slow},\n  abbr={Slow}" in bib


def test_links_of_typst_and_spaces_of_latex_are_read_in_texts_of_rendercv(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(
        "cv:\n  name: Ann Roe\n  sections:\n    projects:\n      - name: Mill\n"
        """        highlights: ['Rye\\ flour - #link("https://m.example.org")[code]']\n"""
    )
    made = imported([tmp_path / "cv.yaml"]).files["cv.yaml"].decode()
    assert "Rye flour - [code](https://m.example.org)" in made


def test_who_stands_beside_the_sections_comes_into_basics(tmp_path: Path) -> None:
    """Sections that nobody knows are kept, no value is counted twice, and no error is left."""
    (tmp_path / "cv.yaml").write_text(
        "firstname: Ann\nlastname: Roe\nheadline: Miller\ntel: '+44 20 7946 0000'\ngithub: annroe\n"
        "work: [{name: Mill, startDate: '2019'}]\nsections: [Cursus, Work]\n"
        "teaching: [{courses: [Sums, Grain]}]\n"
    )
    done = run("import", tmp_path / "cv.yaml", "-o", tmp_path / "new")
    assert done.status == 0
    assert "error" not in done.err
    assert "11 values: 7 mapped, 4 kept under x-jsonresume, 0 left out" in done.out
    data = yaml.load((tmp_path / "new/cv.yaml").read_text(), yaml.BaseLoader)
    assert data["basics"] == {
        "name": "Ann Roe",
        "label": "Miller",
        "phone": "+44 20 7946 0000",
        "profiles": [{"network": "GitHub", "username": "annroe"}],
    }
    assert data["x-jsonresume"]["sections"] == ["Cursus", "Work"]


def test_a_resume_is_known_by_other_names_of_its_sections(tmp_path: Path) -> None:
    (tmp_path / "resume.json").write_text('{"experience": [{"company": "Mill"}]}')
    made = imported([tmp_path / "resume.json"]).files["cv.yaml"].decode()
    assert "work:\n  - name: Mill\n" in made


def test_a_cv_of_bamos_is_known_by_its_sections_and_the_files_of_its_papers_go(
    tmp_path: Path,
) -> None:
    """In a folder, too, and without positions; what is named there and is nowhere is no error."""
    source = tmp_path / "cv"
    (source / "publications").mkdir(parents=True)
    (source / "publications/all.bib").write_text(
        "@misc{a, title={T}, author={Roe, Ann}, year=2020, url={files/a.pdf}}"
    )
    (source / "cv.yaml").write_text(
        "name: {first: Ann, last: Roe}\norder: [[industry, Industry], [papers, Papers]]\n"
        "industry: [{place: Mill, title: Clerk, dates: 2019}]\n"
        "all_publications: {file: publications/all.bib}\n"
    )
    done = run("import", source, "-o", tmp_path / "new")
    assert (done.status, done.err) == (0, "")
    assert "name: Mill" in (tmp_path / "new/cv.yaml").read_text()
    assert "x-url={files/a.pdf}" in (tmp_path / "new/publications.bib").read_text()


def test_files_of_papers_have_the_address_of_the_site(tmp_path: Path) -> None:
    bib = result(tmp_path, "alfolio").files["publications.bib"].decode()
    assert "pdf={https://r.example.org/assets/pdf/quiet.pdf}" in bib


def test_publications_of_pages_become_a_bibliography(tmp_path: Path) -> None:
    bib = result(tmp_path, "hugoblox").files["publications.bib"].decode()
    assert "author = {Noor Haddad and Jörg Müller}" in bib
    assert "journal = {Journal of Mud, 5(1)}" in bib
    assert "selected = {true}" in bib
    assert bib.count("@") == 2


def word(body: str, **parts: str) -> bytes:
    """A file of Word with these paragraphs."""
    head = '<w:document xmlns:w="w" xmlns:r="r"><w:body>'
    return zipped({"word/document.xml": f"{head}{body}</w:body></w:document>", **parts})


def paragraph(text: str, style: str = "", more: str = "") -> str:
    runs = "<w:tab/>".join(f"<w:t>{each}</w:t>" for each in text.split("\t"))
    look = f'<w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>' if style or more else ""
    return f"<w:p>{look}<w:r>{runs}</w:r></w:p>"


LIST = '<w:numPr><w:ilvl w:val="{}"/></w:numPr>'
WORD = "".join(
    (
        paragraph("Elif Sayın", "Title"),
        paragraph("Data engineer | elif@example.org | +90 555 000 00 00 | github.com/elif | Izmir"),
        paragraph("Experience", "Heading1"),
        paragraph("Data engineer, Aegean Data", "Heading2"),
        paragraph("Izmir\tMar 2020 – present"),
        paragraph("Built the pipeline", "", LIST.format(0)),
        paragraph("with *two* others", "", LIST.format(1)),
        "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>",
        paragraph("Education"),
        paragraph("BSc Computer Science, Example University\t2014–2018"),
        paragraph("SKILLS"),
        paragraph("Code: Python, SQL"),
        paragraph("Odds and ends", "Heading1"),
        paragraph("A line that says little."),
    )
)


def test_a_file_of_word_is_understood_as_far_as_it_is_sure(tmp_path: Path) -> None:
    (tmp_path / "cv.docx").write_bytes(word(WORD))
    made = imported([tmp_path / "cv.docx"])
    found = yaml.load(made.files["cv.yaml"], yaml.BaseLoader)
    assert found["basics"] == {
        "name": "Elif Sayın", "label": "Data engineer", "email": "elif@example.org",
        "phone": "+90 555 000 00 00", "x-docx": {"private": {"head": ["Izmir"]}},
        "profiles": [{"network": "GitHub", "url": "https://github.com/elif"}],
    }  # fmt: skip
    assert found["work"] == [
        {"name": "Aegean Data", "position": "Data engineer", "location": "Izmir",
         "startDate": "2020-03", "highlights": ["Built the pipeline\n- with \\*two\\* others\n"]}
    ]  # fmt: skip
    assert found["education"] == [
        {"institution": "Example University", "studyType": "BSc Computer Science",
         "startDate": "2014", "endDate": "2018"}
    ]  # fmt: skip
    assert found["skills"] == [{"name": "Code", "keywords": ["Python", "SQL"]}]
    assert found["custom"] == [{"heading": "Odds and ends", "notes": ["A line that says little."]}]
    assert not {"sections", "pdf"} & {*found}  # the usual order, on no paper in particular
    assert b"gone" not in made.files["cv.yaml"]


def test_lines_of_word_in_capitals_are_headings_and_sentences_are_no_times(tmp_path: Path) -> None:
    body = (
        paragraph("Elif Sayın", "Heading1"),
        paragraph("elif@example.org"),
        paragraph("EDUCATION AND WORK"),
        paragraph("BSc, School of Looms"),
        paragraph("Experience", "Heading1"),
        paragraph("Engineer, Mill Ltd\t2020–2021"),
        paragraph(f"Wove {'and wove ' * 16}until the end of 2021"),
    )
    (tmp_path / "cv.docx").write_bytes(word("".join(body)))
    found = yaml.load(imported([tmp_path / "cv.docx"]).files["cv.yaml"], yaml.BaseLoader)
    assert found["basics"] == {"name": "Elif Sayın", "email": "elif@example.org"}
    assert found["custom"] == [{"heading": "EDUCATION AND WORK", "notes": ["BSc, School of Looms"]}]
    assert [each["name"] for each in found["work"]] == ["Mill Ltd"]


def test_headings_of_word_have_rules_behind_them_and_names_stand_above_pages(
    tmp_path: Path,
) -> None:
    body = (
        paragraph(f"EDUCATION {'_' * 60}"),
        paragraph("SCHOOL OF LOOMS"),
        paragraph("Bern | 2018 – 2022"),
        paragraph("ACADEMY OF MILLS"),
        paragraph("Basel | Oct.2016- Apr.2017"),
        paragraph("EXPERIENCE -----"),
        paragraph("Engineer at Mill North, Bern"),
        paragraph("April-September 2023"),
    )
    above = f"<w:hdr xmlns:w='x'>{paragraph('Elif Sayın')}{paragraph('elif@example.org')}</w:hdr>"
    parts = {"word/header1.xml": above, "word/header2.xml": above}
    (tmp_path / "cv.docx").write_bytes(word("".join(body), **parts))
    found = yaml.load(imported([tmp_path / "cv.docx"]).files["cv.yaml"], yaml.BaseLoader)
    assert found["basics"] == {"name": "Elif Sayın", "email": "elif@example.org"}
    assert found["education"] == [
        {"institution": "SCHOOL OF LOOMS", "location": "Bern", "startDate": "2018",
         "endDate": "2022"},
        {"institution": "ACADEMY OF MILLS", "location": "Basel", "startDate": "2016-10",
         "endDate": "2017-04"},
    ]  # fmt: skip
    assert found["work"] == [
        {"name": "Mill North", "position": "Engineer", "location": "Bern", "startDate": "2023-04",
         "endDate": "2023-09"}
    ]  # fmt: skip


PLAIN: list[tuple[str, str, str, Any]] = [
    ("cv.yml", "- {title: General Information, type: map, contents: [{name: Position, value: Cook},"
               " {name: Location, value: 'Bern, CH'}, {name: X (Twitter), value: '@ada'}]}",
     "basics", {"label": "Cook", "location": {"city": "Bern", "region": "CH"},
                "profiles": [{"network": "X", "username": "ada"}]}),
    ("cv.yaml", "cv: {name: A, sections: {Berufserfahrung: [{company: C, position: P}]}}",
     "headings", {"work": "Berufserfahrung"}),
    ("cv.json", '{"id": "1", "name": "mine", "slug": "mine", "data": {"basics": {"name": "Ada"},'
                ' "sections": {"skills": {"items": [{"name": "SQL"}]}}, "metadata": {}}}',
     "", {"basics": {"name": "Ada"}, "skills": [{"name": "SQL"}]}),
    ("cv.yml", "- {title: Service, type: time_table, contents: [{title: Chair, year: 2020 -}]}",
     "service.0", {"position": "Chair", "startDate": "2020"}),
    ("cv.yaml", "cv: {name: A, social_networks: [], sections: {summary: ['One.  \n\n\n\nTwo.']}}",
     "basics.summary", "One.\n\nTwo.\n"),
    ("cv.yaml", "cv: {name: A, website: [x.org, https://scholar.google.co.uk/a], sections: {}}",
     "basics.profiles.0.network", "Google Scholar"),
    ("cv.json", '{"basics": {"location": {"countryCode": "USA"}}}',
     "basics.location.countryCode", "US"),
    ("cv.json", '{"awards": [{"title": "A", "summary": "At [home](nowhere) and [x](https://x.org)"}]}',
     "awards.0.summary", "At home and [x](https://x.org)"),
    ("cv.json", '{"publications": [{"name": "A", "releaseDate": "2001"}, {"name": "B",'
                ' "releaseDate": "2002"}]}', "bibliography", {"sort": "file"}),
    ("cv.yaml", "order: [[teaching, Teaching]]\nteaching: [{position: Tutor, semester: W2020}]",
     "teaching.0", {"name": "Tutor", "date": "Winter 2020"}),
    ("cv.yaml", "cv: {name: A, email: 'a [at] example (dot) org', sections: {}}",
     "basics.email", "a@example.org"),
    ("cv.yaml", "cv: {name: A, location: 'Pune, Maharashtra, India', sections: {}}",
     "basics.location", {"city": "Pune", "region": "Maharashtra", "countryCode": "IN"}),
    ("cv.json", '{"meta": {"format": "FRESH@1.0"}, "name": "A", "contact": {"phone": "1", "other":'
                ' [{"label": "Work", "flavor": "phone", "value": "2"}]}}',
     "basics.phone", ["1", "2"]),
    ("cv.json", '{"meta": {"format": "FRESH@1.0"}, "name": "A", "samples": [{"title": "Loom",'
                ' "date": "2014-09"}, {"title": "Secret", "ignore": true}]}', "custom",
     [{"heading": "Samples", "projects": [
         {"name": "Loom", "startDate": "2014-09", "endDate": "2014-09"}]}]),
    ("cv.json", '{"orcid-identifier": {"path": "0"}, "activities-summary": {"research-resources":'
                ' {"group": [{"research-resource-summary": [{"path": "/x", "proposal": {"title":'
                ' {"title": {"value": "Telescope"}}, "hosts": {"organization": [{"name": "ESO"}]},'
                ' "start-date": {"year": {"value": "2020"}}}}]}]}}}',
     "grants", [{"title": "Telescope", "awarder": "ESO", "startDate": "2020"}]),
    ("cv.xml", "<SkillsPassport><LearnerInfo><Skills><Driving><Description><Licence>A</Licence>"
               "<Licence>B</Licence></Description></Driving></Skills></LearnerInfo></SkillsPassport>",
     "skills", [{"name": "Driving", "keywords": ["A, B"]}]),
    ("cv.xml", "<SkillsPassport><LearnerInfo><Identification><ContactInfo><InstantMessagingList>"
               "<InstantMessaging><Contact>ada</Contact><Use><Code>x</Code><Label>Chat</Label></Use>"
               "</InstantMessaging></InstantMessagingList></ContactInfo></Identification>"
               "</LearnerInfo></SkillsPassport>",
     "basics.profiles", [{"network": "Chat", "username": "ada"}]),
    ("cv.xml", "<Candidate><CandidateProfile><ConferencesAndSeminars><ConferenceAndSeminar><Title>T"
               "</Title><Link>https://a.org</Link><Link>https://b.org</Link></ConferenceAndSeminar>"
               "</ConferencesAndSeminars></CandidateProfile></Candidate>",
     "talks", [{"name": "T", "url": "https://a.org", "x-europass": {"Links": ["https://b.org"]}}]),
    ("Profile.csv", "First Name,Last Name,Headline,Country,Instant Messengers,Websites\r\nA,B,C\rD,"
                    'India,[SKYPE:ab],"[BLOG:https://b.org,OTHER:https://www.c.org/x]"\r\n',
     "basics.label", "C"),
    ("Profile.csv", "First Name,Last Name,Headline,Country,Instant Messengers,Websites\r\nA,B,C,"
                    'India,[SKYPE:ab],"[BLOG:https://b.org,OTHER:https://www.c.org/x]"\r\n',
     "basics.profiles", [{"network": "Skype", "username": "ab"},
                         {"network": "c.org", "url": "https://www.c.org/x"}]),
    ("Education.csv", "School Name,Start Date,End Date\nA,Nov 2021,\n",
     "education.0", {"institution": "A", "startDate": "2021-11", "period": "Nov 2021"}),
    ("_pages/cv.md", "---\nx: y\n---\n<!-- Work\n=====\n* Gone -->\nWork experience\n=====\n"
                     "* Fall 2015: Research Assistant\n  * Mill Works\n  * Wove\n",
     "work", [{"name": "Mill Works", "position": "Research Assistant", "startDate": "Fall 2015",
               "endDate": "Fall 2015", "highlights": ["Wove"]}]),
    ("_pages/cv.md", "---\nx: y\n---\nSkills\n===\n* <b>Code</b>\n  * R\n  * C: good\n* Weave\n",
     "skills", [{"name": "Code", "keywords": ["R", "C: good"]}, {"name": "Weave"}]),
    ("_pages/cv.md", "---\nx: y\n---\nWork\n===\n* **2019-present**: Engineer at Mill\n  * Wove\n",
     "work", [{"name": "Mill", "position": "Engineer", "startDate": "2019",
               "highlights": ["Wove"]}]),
    ("_pages/cv.md", "---\nx: y\n---\nEducation\n=====\n* MSc., Data Science, Ecole Nord, 2023\n",
     "education", [{"institution": "Ecole Nord", "studyType": "MSc.", "area": "Data Science",
                    "endDate": "2023"}]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "path", "expected"), PLAIN)
def test_what_its_owner_would_mend_is_mended(
    tmp_path: Path, name: str, text: str, path: str, expected: Any
) -> None:
    (tmp_path / "_pages").mkdir()
    (tmp_path / name).write_text(text)
    found = yaml.load(imported([tmp_path / name]).files["cv.yaml"], yaml.BaseLoader)
    for step in filter(None, path.split(".")):
        found = found[int(step) if isinstance(found, list) else step]
    assert found == expected


BIBS = {
    "@misc{a, title={T}, doi={https://x.org/1}}": "@misc{a, title={T}, url={https://x.org/1}}",
    "@misc{a, title={T}, year=2000, year={2001}}": "@misc{a, title={T}, year=2000, }",
    "@misc{a, title={T}, year=1, year=2, year=3}": "@misc{a, title={T}, year=1, }",
    "@misc{a, title={T\x0eU}}": "@misc{a, title={T U}}",
    "@misc{title={T}}": "@misc{t,title={T}}",
    "@misc{a, title={T}}\n@misc{a, title={T}}": "@misc{a, title={T}}",
    "@misc{a, title={T}}\n@misc{a, title={U}}": "@misc{a, title={T}}\n@misc{a-2, title={U}}",
}


@pytest.mark.parametrize("text", BIBS)
def test_what_is_sure_in_a_bibliography_is_mended(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.bib").write_text(text)
    made = imported([tmp_path / "a.bib"]).files["publications.bib"].decode()
    assert made.strip() == BIBS[text]


def test_a_picture_inside_of_a_file_lies_beside_cv_yaml(tmp_path: Path) -> None:
    from base64 import b64encode

    from helpers import png

    for picture in (png(2, 2), b"<svg/>"):
        uri = f"data:image/png;base64,{b64encode(picture).decode()}"
        (tmp_path / "a.json").write_text(json.dumps({"basics": {"name": "A", "image": uri}}))
        made = imported([tmp_path / "a.json"]).files
        is_one = picture[:4] == b"\x89PNG"
        assert ("portrait.png" in made) is is_one
        assert (b"  image: portrait.png" in made["cv.yaml"]) is is_one


def test_cv_pdf_says_what_it_was_made_of(tmp_path: Path) -> None:
    source = (
        f"{NAME}talks:\n  - {{name: On Looms, event: Fair, date: 2020-05}}\n"
        "custom:\n  - {heading: Clubs, awards: [{title: Cup, date: 2021}]}\n"
    )
    (tmp_path / "cv.yaml").write_text(source)
    assert run("render", "pdf", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "out").status == 0
    made = imported([tmp_path / "out/cv.pdf"])
    found = yaml.load(made.files["cv.yaml"], yaml.BaseLoader)
    assert found["talks"] == [{"name": "On Looms", "event": "Fair", "date": "2020-05"}]
    assert found["custom"] == [{"heading": "Clubs", "awards": [{"title": "Cup", "date": "2021"}]}]


def test_it_reads_as_a_person_would_write_it(tmp_path: Path) -> None:
    """Ordered, in blocks, with comments over the sections and quotes where YAML needs them."""
    text = result(tmp_path, "rendercv").files["cv.yaml"].decode()
    assert text.startswith(
        "# yaml-language-server: $schema=cv.schema.json\n"
        "# Imported from a CV of RenderCV (Mira_CV.yaml).\n\nlocale: da\n"
        "basics:\n  name: Mira Vance\n  label: Engineer, *numerical* methods\n  email:\n"
    )
    assert (
        "\n# Experience\nwork:\n  - name: Wave Lab\n    position: Engineer\n"
        "    startDate: 2021-03\n    highlights:\n      - |\n        Leads three people\n"
        "        - nested work\n        - review\n    x-rendercv:\n      team_size: 3\n"
    ) in text
    assert '  - title: "**Best paper**, WAVES 2019"\n' in text
    assert text.count('"') == 2 + 2  # and one around '**Boats:** two'


TEXTS = ["plain", "3.90", "no", "yes: no", "a #b", "# a", "- a", "*a*", '"a"', "it's", "'a", "a: ",
         "null", "~", "|",
         "> a", "{a}", "[a]", "%a", "@a", "`a`", "a\nb", "- a\n- b\n  - c", "a\\b",
         "é – “x”", "x " * 90, "- x " * 90, "@" + "x" * 200, "&a", "!a", "1:30", "a\n\n  b\n",
         "深度学习 " * 40]  # fmt: skip


def test_any_text_is_written_so_that_it_is_read_again() -> None:
    from cvtool.importers.writing import written
    from cvtool.read.text import read_plain

    texts = [each.strip() for each in TEXTS]
    written_out = written({"basics": {"aliases": texts, "x-a": texts}}, "a test")
    found, problems = read_plain(written_out, "")
    assert problems == []
    assert found.data["basics"]["aliases"] == texts
    typed = {"null": None}
    assert [*map(str, found.data["basics"]["x-a"])] == texts, typed


def test_several_files_are_one_person(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '{"basics": {"name": "Zoë O\'Brien", "label": "Engineer"}, "work": [{"name": "Harbour",'
        '"position": "Assistant", "startDate": "2015-05", "url": "https://h.example.org"}]}'
    )
    done = run("import", tmp_path / "a.json", put(tmp_path, "linkedin"), "-o", tmp_path / "new")
    assert "disagree       basics.label: 'Engineer' is kept, the other says 'Robots'\n" in done.out
    found = yaml.load((tmp_path / "new/cv.yaml").read_text(), yaml.BaseLoader)
    harbour = {"name": "Harbour", "position": "Assistant",
               "startDate": "2015-05", "endDate": "2017",
               "url": "https://h.example.org"}  # fmt: skip
    assert found["work"][0] == harbour
    assert [each["name"] for each in found["work"]] == ["Harbour", "Deep Blue"]


def test_bibliographies_are_joined(tmp_path: Path) -> None:
    more = "@misc{c, title={New}, author={Roe, Jo}, year=2000}\n"
    more += "@article{x, title={On looms}, year=1843}\n"
    (tmp_path / "more.bib").write_text(more)
    (tmp_path / "b.bib").write_text(BIB)
    made = imported([tmp_path / "b.bib", tmp_path / "more.bib"])
    bib = made.files["publications.bib"].decode()
    assert bib.count("@") == 3
    assert "{x," not in bib


def test_html_in_bullets_is_markdown(tmp_path: Path) -> None:
    points = ["Cut <b>costs</b> &amp; waste", "Led a team<br>of two"]
    cv = {"basics": {"name": "Ada"}, "work": [{"name": "A", "highlights": points}]}
    (tmp_path / "resume.json").write_text(json.dumps(cv))
    assert run("import", tmp_path / "resume.json", "-o", tmp_path / "new").status == 0
    made = yaml.safe_load((tmp_path / "new" / "cv.yaml").read_text())
    found = [each.strip() for each in made["work"][0]["highlights"]]
    assert found == ["Cut **costs** & waste", "Led a team\\\nof two"]


def test_the_schema_that_cv_yaml_names_is_beside_it_and_ones_own_stays(tmp_path: Path) -> None:
    (tmp_path / "resume.json").write_text('{"basics": {"name": "Ada"}}')
    assert run("import", tmp_path / "resume.json", "-o", tmp_path / "a").status == 0
    first = (tmp_path / "a/cv.yaml").read_text().splitlines()[0]
    name = first.partition("$schema=")[2]
    assert (tmp_path / "a" / name).read_text() == run("schema").out
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / name).write_text("{}")
    assert run("import", tmp_path / "resume.json", "-o", tmp_path / "b").status == 0
    assert (tmp_path / "b" / name).read_text() == "{}"


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "publications.bib").write_text("mine")
    source = put(tmp_path, "bibtex")
    done = run("import", source, "-o", tmp_path)
    assert done.status == 1
    assert done.lines == [
        f"{tmp_path}/publications.bib: error: it is there already: choose another folder with "
        "--output, or write over it with --force"
    ]
    assert not (tmp_path / "cv.yaml").exists()
    assert run("import", source, "-o", tmp_path, "--force").status == 0
    assert (tmp_path / "publications.bib").read_text() == BIB


def test_a_run_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cvtool.store import files

    write = files.replace_file

    def fail(path: Path, data: bytes) -> None:
        if path.name == "cv.yaml":
            raise OSError(28, "No space left on device")
        write(path, data)

    monkeypatch.setattr(files, "replace_file", fail)
    done = run("import", put(tmp_path, "bibtex"), "-o", tmp_path / "new")
    assert (done.status, len(done.lines)) == (1, 1)
    assert [*(tmp_path / "new").iterdir()] == []


def test_a_portrait_beside_the_source_comes_along(tmp_path: Path) -> None:
    from helpers import png

    (tmp_path / "me.png").write_bytes(png(4, 4))
    made = result(tmp_path, "fresh")
    assert made.files["me.png"] == png(4, 4)
    assert b"image: me.png" in made.files["cv.yaml"]


SITES = {
    "assets/img/me.png": {"_pages/about.md": "---\nprofile: {image: me.png}\n---\n",
                          "_data/cv.yml": "cv: {name: Ada, sections: {}}"},
    "images/me.png": {"_config.yml": "author: {name: Ada, avatar: me.png}",
                      "_pages/cv.md": "---\na: b\n---\n"},
    "content/authors/me/avatar.png": {"content/authors/me/_index.md": "---\ntitle: Ada\n---\n"},
}  # fmt: skip


@pytest.mark.parametrize("place", SITES)
def test_the_portrait_of_a_site_comes_along(tmp_path: Path, place: str) -> None:
    from helpers import png

    files = {name: text.encode() for name, text in SITES[place].items()} | {place: png(4, 4)}
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    made = imported([tmp_path])
    assert made.files[Path(place).name] == png(4, 4)
    assert f"image: {Path(place).name}".encode() in made.files["cv.yaml"]


def test_what_is_kept_stays_private_where_it_reaches_somebody(tmp_path: Path) -> None:
    source = {
        "basics": {"name": "Ada", "cell": "Hidden0"},
        "identite": {"nom": "Hidden1", "telephone": "+33 07 12 34 56 78"},
        "anschrift": {"birthday": "Hidden2", "street": "Hidden3", "Club": "Seen0"},
        "work": [{"name": "Mill", "address": "Hidden4", "shift": "Seen1"}],
        "references": [{"name": "Bo", "desk": "Hidden5"}],
        "hobby": "Seen2",
    }
    (tmp_path / "resume.json").write_text(json.dumps(source))
    for form in ("resume.json", "new/cv.yaml"):
        if form != "resume.json":
            assert run("import", tmp_path / "resume.json", "-o", tmp_path / "new").status == 0
        out = tmp_path / f"out-{form[:3]}"
        assert run("render", "--all", "-i", tmp_path / form, "-o", out).status == 0
        said = b"".join(each.read_bytes() for each in out.rglob("*") if each.is_file())
        assert b"Hidden" not in said
        assert b"12 34 56 78" not in said
        assert {*re.findall(rb"Seen\d", said)} >= {b"Seen1", b"Seen2"}
    private = (tmp_path / "new/private/resume.json").read_text()
    assert {*re.findall(r"Hidden\d", private)} == {f"Hidden{each}" for each in range(6)}


def test_what_an_al_folio_site_has_of_its_template_is_left_out(tmp_path: Path) -> None:
    files = {
        "_data/cv.yml": "- {title: Awards, type: list, contents: [Prize]}",
        "_config.yml": "first_name: Ada\nemail: you@example.com\nscholar_userid: qc6CJjYAAAAJ\n"
        "orcid_id: 0000-0002-1825-0097\nlastfm_id: ada\ngoogle_analytics: G-1\n",
        "_projects/1.md": "---\ntitle: project 1\n---\nEvery project has a beautiful feature page.",
        "_projects/2.md": "---\ntitle: Looms\n---\nEvery project has a beautiful feature page.",
        "_news/1.md": "---\ndate: 2015-10-22\n---\n\nA simple inline announcement.",
        "_news/2.md": "---\ntitle: A long announcement with details\n---\nAnnouncements.",
        "_news/3.md": "---\ndate: 2020-10-22\n---\nLooms are out.",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    made = imported([tmp_path])
    data = yaml.safe_load(made.files["cv.yaml"])
    profiles = [{"network": "ORCID", "username": "0000-0002-1825-0097"}]
    assert data["basics"] == {"name": "Ada", "profiles": profiles}
    assert [each["name"] for each in data["projects"]] == ["Looms"]
    assert [each["text"] for each in data["news"]] == ["Looms are out."]
    notes = made.reads[0].ledger.notes
    assert ("left out", "the sample of the template, among the pages") in notes


def render(path: Path) -> Outcome:
    return run("check", "-i", path)


FOREIGN = {
    "rendercv": "a CV of RenderCV", "alfolio-old": "a site of al-folio", "orcid": "an ORCID record",
    "yamlresume": "a CV of YAMLResume", "reactiveresume": "a CV of Reactive Resume",
    "reactiveresume4": "a CV of Reactive Resume", "fresh": "a FRESH CV",
    "linkedin": "a zip, no cv.yaml",
    "europass": "XML, no cv.yaml", "bibtex": "a bibliography, no cv.yaml",
}  # fmt: skip


@pytest.mark.parametrize("name", FOREIGN)
def test_render_says_what_a_foreign_file_is(tmp_path: Path, name: str) -> None:
    path = put(tmp_path, name)
    advice = f"'cvtool import {path} -o NEW' makes a cv.yaml of it in the folder NEW"
    assert render(path).lines == [f"{path}:1:1: error: this is {FOREIGN[name]}: {advice}"]


def test_render_says_what_a_file_of_a_folder_is() -> None:
    path = ROOT / "tests/data/imports/bamos/cv.yaml"
    assert f": error: this is a CV of bamos/cv: 'cvtool import {path} -o NEW'" in render(path).err


@pytest.mark.parametrize("source", [NAME, '{"basics": {"name": "Ada"}}', "cv: 1\n", "work: []\n"])
def test_render_takes_its_own_for_its_own(tmp_path: Path, source: str) -> None:
    (tmp_path / "cv.yaml").write_text(source)
    assert "cvtool import" not in render(tmp_path / "cv.yaml").err


BOMB = zipped({"Positions.csv": b"Company Name,Title\n" + b"0" * 60_000_000})
UNKNOWN = "nothing that is known is in it: --from KIND says what it is; known are "
HOSTILE: dict[str, tuple[bytes, str]] = {
    "bomb.zip": (BOMB, "more comes out of this zip than 15 MB"),
    "many.zip": (zipped({f"{n}": "" for n in range(2001)}),
                 "more than 2,000 files are in this zip"),
    "broken.zip": (zipped(LINKEDIN)[:300],
                   "this zip is broken (File is not a zip file): export it anew"),
    "wide.zip": (zipped({"Positions.csv": 'Company Name,Title\n"' + "x" * 200_000}),
                 "this table is broken (field larger than field limit (131072)): export it anew"),
    "deep.json": (b'{"basics":' + b"[" * 99 + b"]" * 99 + b"}",
                  "nested more than 60 levels deep: make it flatter"),
    "twice.json": (b'{"basics": {"name": "A", "name": "B"}}',
                   "basics.name: duplicate key: it stands on line 1 and on line 1; keep one"),
    "latin.yaml": ("cv: {name: Zoë}".encode("latin-1"),
                   "byte 0xeb is not UTF-8: save the file with encoding UTF-8"),
    "old.docx": (b"\xd0\xcf\x11\xe0 old", "this is a file of an old Word: save it as .docx"),
    "laughs.docx": (zipped({"word/document.xml": '<!DOCTYPE l [<!ENTITY l "lol">]><l>&l;</l>'}),
                    "this XML declares entities: it is not read"),
    "broken.docx": (zipped({"word/document.xml": "<a><b></a>"}),
                    "this XML is broken: mismatched tag: line 1, column 8"),
    "page.pdf": (b"%PDF-1.4 nothing", "this PDF cannot be read: "),
    "none.json": (b"{}", UNKNOWN),
    "cv.odt": (zipped({"content.xml": ""}), "files of this kind are not read: save it as .docx"),
    "list.json": (b'{"basics": {"name": "A"}, "work": [' + b"{}," * 10_000 + b"{}]}",
                  "more than 10,000 items are in one list: no CV has so many"),
    "wide.xml": (b"<Candidate>" + b"<a/>" * 20_002 + b"</Candidate>",
                 "more than 10,000 elements are in one: no CV has so many"),
    "zips.zip": (zipped({"a/b.zip": zipped({"Profile.csv": ""})}),
                 "in it is another zip: unpack it, and give 'a/b.zip'"),
    "none.bib": (b"\xff\xfe\0", "nothing is said in it that a CV says (a bibliography)"),
    "bare.xml": (b"<Candidate>Ada</Candidate>",
                 "nothing is said in it that a CV says (a Europass CV)"),
    "form.json": (b'{"orcid-identifier": {}, "person": {"name": "Ada"}}',
                  "this is an ORCID record, but not all in it has the form that belongs there"),
    "word.xml": (b'<?xml version="1.0" encoding="nope"?><Candidate/>', "this XML is broken: "),
    "empty.json": (b" \n", "it is empty"),
    "lzma.zip": (zipped({"Profile.csv": "First Name,Last Name\nA,B\n"}, zipfile.ZIP_LZMA),
                 "this zip is broken (packed in a way that programs for CVs never use)"),
    "long.yaml": (b"cv: " + b"x" * 3_000_000,
                  "more than 3 MB of keys and values: no CV is so long"),
    "long.bib": (b"@" * 15_000_001, "cannot be read: it has more than 15 MB"),
    "rows.zip": (zipped({"Positions.csv": "Company Name,Title\n" + "a,b\n" * 10_001}),
                 "more than 10,000 rows are in this table"),
    "empty.zip": (zipped({}), UNKNOWN),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_or_broken_costs_a_line(tmp_path: Path, name: str) -> None:
    data, said = HOSTILE[name]
    (tmp_path / name).write_bytes(data)
    done = run("import", tmp_path / name, "-o", tmp_path / "new")
    assert done.status == 1
    assert len(done.lines) == 1
    assert said in done.err.partition(" error: ")[2]
    assert not (tmp_path / "new").exists()


def test_paths_of_a_zip_that_lead_elsewhere_are_not_read(tmp_path: Path) -> None:
    files = {**LINKEDIN, "../Skills.csv": "Name\nEvil\n", "/abs/Skills.csv": "Name\nEvil\n"}
    (tmp_path / "a.zip").write_bytes(zipped(files))
    done = run("import", tmp_path / "a.zip", "-o", tmp_path / "new")
    assert done.out.count("its path leads elsewhere") == 2
    assert "Evil" not in (tmp_path / "new/cv.yaml").read_text()


def test_signs_that_no_text_has_are_gone(tmp_path: Path) -> None:
    text = 'First Name,Last Name,Headline\nAda\0\x1b,Quill,"Builds\rboats"\n'
    (tmp_path / "a.zip").write_bytes(zipped({"Profile.csv": text}))
    assert imported([tmp_path / "a.zip"]).data["basics"] == {
        "name": "Ada Quill",
        "label": "Builds boats",
    }


ROWS = "First Name;Last Name;Headline\nAda;Quill;Engineer;Boats\n"
WRAPPED: dict[str, tuple[dict[str, str | bytes], str, Any]] = {
    "as a Mac packs it": ({"cv/resume.json": '{"basics": {"name": "Ada Quill"}}',
                           "cv/.DS_Store": b"\0", "__MACOSX/cv/._resume.json": b"\0",
                           "readme.txt": "Read me"}, "name", "Ada Quill"),
    "a file of Word": ({"cv.docx": word(WORD)}, "name", "Elif Sayın"),
    "with semicolons": ({"Profile.csv": ROWS}, "name", "Ada Quill"),
    "cells without a column": (
        {"Profile.csv": ROWS}, "x-linkedin", {"private": {"More cells": ["Boats"]}}),
    "UTF-16": ({"a.xml": ALL["europass-fr"]["candidat.xml"].replace("UTF-8", "UTF-16")
                .encode("utf-16")}, "name", "Aline Rivet"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRAPPED)
def test_what_other_programs_made_of_a_file_is_read(tmp_path: Path, name: str) -> None:
    files, key, expected = WRAPPED[name]
    (tmp_path / "a.zip").write_bytes(zipped(files))
    assert imported([tmp_path / "a.zip"]).data["basics"][key] == expected


def test_what_is_hidden_stays_away(tmp_path: Path) -> None:
    assert b"Old prize" not in result(tmp_path, "reactiveresume").files["cv.yaml"]


def test_of_what_a_pdf_carries_the_cv_is_read(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(9, 9)
    said = {"a.xml": b"<a/>", "b.json": b"{}", "cv.json": b'{"basics": {"name": "Ada"}}'}
    for name, data in said.items():
        document.new_attachment(name).set_data(data)
    document.save(tmp_path / "a.pdf")
    assert imported([tmp_path / "a.pdf"]).data == {"basics": {"name": "Ada"}}


def test_the_kind_can_be_insisted_on(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text("work: []\nlanguages: [{language: Irish}]\n")
    assert run("import", path, "-o", tmp_path / "new", "--from", "jsonresume").status == 0
    done = run("import", path, "-o", tmp_path / "new", "--from", "linkdin")
    assert done.lines == ["cvtool: error: there is no kind 'linkdin'; did you mean 'linkedin'?"]


class Point:
    """An entry point, as a package that is installed has it."""

    name, value = "mine", "mine:FORMAT"

    def __init__(self, row: object) -> None:
        self.row = row

    def load(self) -> object:
        return self.row


def read_mine(bundle: Bundle, ledger: Ledger) -> Imported:
    source = dict(bundle.plain(bundle.alone))
    table = {"name": "fullName", "email": "contact.mail|mail"}
    return Imported({"basics": ledger.entry(source, table, "basics")})


ROW = Importer("mine", "a CV of Mine", "markdown", lambda data: "fullName" in data, read=read_mine)


@pytest.mark.parametrize("row", [ROW, "no importer"])
def test_a_package_brings_a_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: object
) -> None:
    """One that brings something else stops no other."""
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [Point(row)])
    importers.cache_clear()
    (tmp_path / "a.yaml").write_text("fullName: Ada\ncontact: {mail: ada@example.org}\nshoe: 39\n")
    done = run("import", tmp_path / "a.yaml", "-o", tmp_path / "new", "--from", "mine")
    assert (done.status == 0) is (row is ROW), done
    if row is ROW:
        made = yaml.load((tmp_path / "new/cv.yaml").read_text(), yaml.BaseLoader)
        assert made["basics"]["x-mine"] == {"private": {"shoe": "39"}}
    else:
        assert "the plugin mine:FORMAT cannot be used: it is no Importer called 'mine'" in done.err
    importers.cache_clear()


def test_the_sample_of_a_template_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"basics": {"name": "John Doe"}}')
    done = run("import", tmp_path / "a.json", "-o", tmp_path / "new")
    assert "warning: this looks like the sample of a template: John Doe" in done.err


@pytest.mark.parametrize("is_there", [True, False])
def test_files_of_papers_come_along_or_are_no_links(tmp_path: Path, is_there: bool) -> None:
    links = "pdf={k.pdf}, slides={a/s.pdf}, poster={../../out.pdf}, url={https://e.org/x.pdf}"
    site = tmp_path / "site"
    for name in ("_data", "assets/pdf/a"):
        (site / name).mkdir(parents=True)
    (site / "_data/cv.yml").write_text("cv: {name: Ada Doe, sections: {}}\n")
    (site / "papers.bib").write_text(f"@misc{{k, author={{Ada Doe}}, title={{T}}, {links}}}\n")
    (tmp_path / "out.pdf").write_text("no")
    for name in ("k.pdf", "a/s.pdf") if is_there else ():
        (site / "assets/pdf" / name).write_text("%PDF")
    done = run("import", site, "-o", tmp_path / "new/er")
    assert done.status == 0, done
    assert "error" not in run("check", "-i", tmp_path / "new/er/cv.yaml").err
    bib = (tmp_path / "new/er/publications.bib").read_text()
    assert [f"x-{each}=" in bib for each in ("pdf", "slides", "poster", "url")] == [
        *[not is_there] * 2,
        True,
        False,
    ]
    assert (tmp_path / "new/er/a/s.pdf").exists() == is_there
    assert "files of papers that are not there" in done.out


EDUCATION, SKILLS = "education: [{institution: A}]", "Skills: [{label: B, details: C}]"
PAPERS, MOTTOS = "publications: [{title: T, authors: [A B]}]", "Mottos: [Slow.]"


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        (EDUCATION, SKILLS, None),
        (SKILLS, EDUCATION, ["skills", "education", "publications"]),
        (SKILLS, MOTTOS, None),
        (MOTTOS, SKILLS, ["Mottos", "skills", "publications"]),
        (PAPERS, EDUCATION, ["publications", "education"]),
        (SKILLS, "Summary: [Words.]", ["skills", "summary", "publications"]),
        ("'-': [Slow.]", SKILLS, ["more-section", "skills", "publications"]),
    ],
)
def test_sections_keep_the_order_that_their_author_gave_them(
    tmp_path: Path, first: str, second: str, order: list[str] | None
) -> None:
    """It is written down only where it is not the usual one, with a place for publications."""
    source = f"cv:\n  name: Ada Moth\n  sections:\n    {first}\n    {second}\n"
    (tmp_path / "in.yaml").write_text(source, encoding="utf-8")
    text = imported([tmp_path / "in.yaml"]).files["cv.yaml"]
    assert yaml.load(text, yaml.BaseLoader).get("sections") == order
    assert not any("error" in line for line in check(tmp_path, text.decode()))


def test_a_file_of_word_keeps_its_order_and_its_paper(tmp_path: Path) -> None:
    swapped = paragraph("Education") + paragraph("BSc, Example University\t2014–2018")
    body = paragraph("Elif Sayın", "Title") + swapped + paragraph("Experience", "Heading1")
    body += paragraph("Data engineer, Aegean Data\tMar 2020 – present")
    body += paragraph("Clerk, Ionian Data\tMay 2018 - November 2019")
    body += '<w:sectPr><w:pgSz w:w="12240" w:h="15840"/></w:sectPr>'
    (tmp_path / "cv.docx").write_bytes(word(body))
    found = yaml.load(imported([tmp_path / "cv.docx"]).files["cv.yaml"], yaml.BaseLoader)
    assert [(each["startDate"], each.get("endDate")) for each in found["work"]] == [
        ("2020-03", None),
        ("2018-05", "2019-11"),
    ]
    assert found["sections"] == ["education", "work", "publications"]
    assert found["pdf"] == {"pageSize": "Letter"}
