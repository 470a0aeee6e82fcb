"""Which sections stand where, and under which headings: one rule for every format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import page
import pytest
from helpers import check
from pdfs import pages, reader

import cvtool
from cvtool.model.document import Document, Section, all_of, lessened
from cvtool.model.inline import to_plain
from cvtool.render.pdf.fit import cuts_of

READERS = {"pdf": "cv.pdf", "html": "index.html", "markdown": "cv.md", "text": "cv.txt"}
SHOWN = {**READERS, "llms": "llms-full.txt"}


def loaded(folder: Path, source: str) -> Document:
    (folder / "cv.yaml").write_text(source, encoding="utf-8")
    return cvtool.load(folder / "cv.yaml")


def words(document: Document, name: str) -> str:
    """What a format says, as text in one line."""
    found = {each.path: each.data for each in cvtool.render(document, name)}
    data = found[{**SHOWN, "jsonresume": "resume.json", "profile": "profile.json"}[name]]
    if name == "pdf":
        return " ".join(" ".join(pages(data)).split())
    text = data.decode()
    if name == "html":
        text = re.sub("<[^>]+>", " ", text.partition("<main")[2].partition("<footer")[0])
    return " ".join(text.split())


def headings(document: Document) -> list[tuple[int, str]]:
    """The headings of the homepage, with their levels."""
    (homepage, *_) = cvtool.render(document, "html")
    text = homepage.data.decode().partition("<footer")[0]
    return [(int(level), each) for level, each in re.findall(r"<h(\d)[^>]*>(.*?)</h\1>", text)]


def tags(data: bytes) -> Iterator[str]:
    """The types of the elements of cv.pdf, in the order of reading."""
    root: Any = reader(data).trailer["/Root"]
    waiting = [root["/StructTreeRoot"]["/K"]]
    while waiting:
        each = waiting.pop(0)
        each = each.get_object() if hasattr(each, "get_object") else each
        if isinstance(each, list):
            waiting = [*each, *waiting]
        elif isinstance(each, dict) and "/S" in each:
            yield str(each["/S"])
            waiting = [each.get("/K", []), *waiting]


def outline(document: Document) -> str:
    def said(section: Section) -> str:
        inside = " ".join(map(said, section.sections))
        return f"{section.id}<{section.heading}>" + (f"({inside})" if inside else "")

    return " ".join(map(said, document.sections))


TEXT_ONLY = """\
basics: {name: Ada}
custom: [{heading: Approach, summary: "Only a text stands *here*, zebra."}]
"""


@pytest.mark.parametrize("more", ["", "sections: [approach]\n", "sections: [Approach]\n"])
def test_a_section_of_text_alone_is_one_in_every_output(more: str, tmp_path: Path) -> None:
    document = loaded(tmp_path, TEXT_ONLY + more)
    for name in (*SHOWN, "jsonresume", "profile"):
        said = words(document, name)
        assert "Approach" in said
        assert re.search("Only a text stands.*zebra[.]", said)


def test_a_text_in_the_order_is_a_section_too(tmp_path: Path) -> None:
    source = "basics: {name: Ada}\nsections: [{section: talks, summary: On request.}]\n"
    document = loaded(tmp_path, source)
    for name in (*SHOWN, "jsonresume", "profile"):
        assert re.search("Talks.*On request.", words(document, name))


NO_HEADING = """\
basics: {name: Ada, summary: A biography.}
work: [{name: Acme, position: Engineer, startDate: 2020}]
custom: [{heading: "", notes: [A note.]}]
"""


@pytest.mark.parametrize(
    "more",
    [
        'sections: [{section: summary, heading: ""}, {section: work, heading: " "}, custom-0]',
        'headings: {summary: "", work: {en: "", de: Arbeit}}',
        'phrases: {summary: "", work: ""}',
        "\n".join(f"{name}: {{headings: {{summary: '', work: ''}}}}" for name in SHOWN),
    ],
)
def test_an_empty_heading_is_none(more: str, tmp_path: Path) -> None:
    document = loaded(tmp_path, f"{NO_HEADING}{more}\n")
    for name in SHOWN:
        said = words(document, name).replace("## Snapshot", "").replace("## Machine", "")
        said = said.replace("## Identity", "").replace("## Contact", "")
        assert not re.search("Summary|Experience|## [^A]|==|--", said)
        assert re.search("A biography[.].*Acme.*A note[.]", said)
    assert headings(document) == [(1, "Ada"), (2, "Acme")]
    (homepage, *_) = cvtool.render(document, "html")
    assert b'class="toc"' not in homepage.data
    (pdf,) = cvtool.render(document, "pdf")
    assert re.findall(r"/H\d", " ".join(tags(pdf.data))) == ["/H1", "/H2"]
    for profile in ("3a", "ua1"):
        assert not page.validate_pdf_bytes(pdf.data, profile=profile).failures


def test_lists_of_links_always_have_a_heading(tmp_path: Path) -> None:
    links = "work: [{name: Acme, url: 'https://a.example'}]\nheadings: {work: ''}\n"
    custom = "custom: [{heading: '', press: [{title: P, url: 'https://p.example'}], notes: [n]}]\n"
    (short, _) = cvtool.render(loaded(tmp_path, f"basics: {{name: A}}\n{links}{custom}"), "llms")
    assert short.data.decode().endswith(
        "## Experience\n\n- [Acme](https://a.example)\n\n## Profile\n\n- [P](https://p.example)\n"
    )


GROUPS = """\
basics: {name: Ada}
work: [{name: Acme, startDate: 2020}]
service: [{position: Reviewer, venues: [A, B]}]
awards: [{title: A prize}]
custom: [{heading: Awards 2, notes: [x]}]
sections:
  - heading: Service and awards
    summary: Of the group.
    sections:
      - {section: service, heading: Reviewing, summary: Of the part.}
      - {heading: Inner, sections: [awards]}
  - {heading: "", summary: Alone., sections: [work, {section: awards-2, heading: ""}]}
"""


def test_groups_take_what_the_order_takes(tmp_path: Path) -> None:
    assert check(tmp_path, GROUPS) == []
    document = loaded(tmp_path, GROUPS)
    assert outline(document) == (
        "service-awards<Service and awards>(service<Reviewing> awards-3<Inner>(awards<Awards>)) "
        "work-awards-2<> work<Experience> awards-2<>"
    )
    ids = [each.id for each in all_of(document.sections)]
    assert len(set(ids)) == len(ids)
    assert headings(document) == [
        (1, "Ada"),
        *((2, "Service and awards"), (3, "Reviewing"), (3, "Inner"), (4, "Awards")),
        *((2, "Experience"), (3, "Acme")),
    ]
    for name in SHOWN:
        order = "Service and awards.*Of the group.*Reviewing.*Of the part.*Inner.*A prize.*Alone."
        assert re.search(order, words(document, name))


def test_groups_of_one_section_have_ids_of_their_own(tmp_path: Path) -> None:
    order = "sections: [{heading: G, sections: [{heading: H, sections: [work]}]}]\n"
    document = loaded(tmp_path, f"basics: {{name: A}}\nwork: [{{name: B}}]\n{order}")
    assert outline(document) == "work-2<G>(work-3<H>(work<Experience>))"


def test_what_may_stand_in_a_group_is_said_at_its_place(tmp_path: Path) -> None:
    source = "basics: {name: A}\nsections: [{heading: H, sections: [wrk, {heading: I}, skils]}]\n"
    found = [line.partition(": error: ")[2] for line in check(tmp_path, source)]
    assert found == [
        "sections[0].sections[1]: write the name of a section, or a heading and its sections"
    ]
    source = "basics: {name: A}\nsections: [{heading: H, sections: [wrk]}]\n"
    (line,) = check(tmp_path, source)
    assert line.startswith("cv.yaml:2:36: error: sections[0].sections[0]: unknown section 'wrk'")


def test_a_section_stands_once(tmp_path: Path) -> None:
    source = (
        "basics: {name: A}\nwork: [{name: B}]\nsections: [work, {heading: H, sections: [work]}]\n"
    )
    (line,) = check(tmp_path, source)
    message = "'work' stands in this order already: it is shown once"
    assert line == f"cv.yaml:3:42: warning: sections[1].sections[0]: {message}"
    assert outline(cvtool.load(tmp_path / "cv.yaml")) == "work<Experience>"


RULE = """\
basics: {name: Ada, keywords: [Engines]}
work: [{name: Acme, startDate: 2020}]
press: [{title: A piece, url: "https://example.org/a"}]
education: [{institution: U, area: Mathematics}]
"""


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ("sections: [press, {section: work, heading: Jobs, summary: Said.}]", "Press.*Jobs.*Said."),
        ("headings: {press: Clippings, work: Jobs}", "Jobs.*Mathematics.*Clippings"),
        ("sections: [press, work]\nheadings: {work: Jobs}", "Press.*Jobs"),
        ("sections: [{section: work, heading: Jobs}]\nheadings: {work: Labour}", "Jobs"),
    ],
)
def test_sections_and_headings_hold_for_every_format(
    more: str, wanted: str, tmp_path: Path
) -> None:
    assert check(tmp_path, f"{RULE}{more}\n") == []
    document = loaded(tmp_path, f"{RULE}{more}\n")
    for name in READERS:
        assert re.search(wanted, words(document, name))
    for part in wanted.split(".*"):
        assert part in words(document, "llms")
    assert "Labour" not in words(document, "llms")


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_format_says_goes_before_that(name: str, tmp_path: Path) -> None:
    own = "sections: [{section: press, heading: Clips}, {section: work}], headings: {work: Toil}"
    common = "sections: [{section: work, heading: Jobs}]\nheadings: {press: Clippings}\n"
    document = loaded(tmp_path, f"{RULE}{common}{name}: {{{own}}}\n")
    for each in SHOWN:
        said = words(document, each)
        assert bool(re.search("Clips.*Toil", said)) == (each == name)
        assert ("Jobs" in said) == (each != name)
    document = loaded(tmp_path, f"{RULE}{common}{name}: {{headings: {{work: Toil}}}}\n")
    for each in SHOWN:
        assert ("Toil" in words(document, each)) == (each == name)


def test_what_is_left_out_on_purpose_is_no_warning(tmp_path: Path) -> None:
    assert check(tmp_path, f"{RULE}sections: [work]\nheadings: {{press: Clippings}}\n") == []
    (line,) = check(
        tmp_path,
        "basics: {name: A}\nheadings: {publications: Papers}\n"
        "publications: [{name: P, selected: true}]\n",
    )
    assert line.endswith(
        "nothing stands under this heading; the headings here are selectedPublications"
    )


def test_a_heading_that_names_another_section_is_one_error(tmp_path: Path) -> None:
    source = "basics: {name: A}\ncustom: [{heading: Skills, notes: [A]}]\n"
    (line,) = check(tmp_path, source)
    assert "custom[0].heading: 'skills' names another section too" in line


def test_the_usual_order_has_jobs_and_education_before_papers(tmp_path: Path) -> None:
    names = (
        *("publications", "talks", "education", "skills", "work", "awards", "news", "grants"),
        *("languages", "interests", "references"),
    )
    keys = {
        "languages": "language",
        "talks": "name",
        "news": "text",
        "education": "area",
        "awards": "title",
    }
    keys["grants"] = "title"
    lists = "".join(f"{name}: [{{{keys.get(name, 'name')}: X}}]\n" for name in names)
    lists += "custom: [{heading: Exhibitions, notes: [X]}, {heading: Training, notes: [X]}]\n"
    document = loaded(tmp_path, f"basics: {{name: A, summary: S, keywords: [k]}}\n{lists}")
    assert [each.id for each in document.sections] == [
        *("summary", "news", "work", "education", "skills", "awards", "grants", "publications"),
        *("talks", "exhibitions", "training", "languages", "interests", "references", "keywords"),
    ]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("İlgi Alanları", "ilgi-alanları"),
        ("I\u0307lgi", "ilgi"),
        ("ÇALIŞMA", "çalişma"),
        ("Cafe\u0301s", "cafés"),
        ("Straße", "strasse"),
        ("हिन्दी लेखन", "हिन्दी-लेखन"),
        ("ภาษาไทย", "ภาษาไทย"),
        ("الأنشطة والهوايات", "الأنشطة-والهوايات"),
        ("获奖", "获奖"),
        ("❤️ Music & 1️⃣", "music-1"),
    ],
)
def test_a_heading_makes_a_name_in_every_script(heading: str, name: str, tmp_path: Path) -> None:
    for named in (name, heading, name.replace("i", "ı")):
        custom = f"custom: [{{heading: {heading}, notes: [x]}}]\n"
        document = loaded(tmp_path, f"basics: {{name: A}}\n{custom}sections: ['{named}']\n")
        assert outline(document) == f"{name}<{document.sections[0].heading}>"


class _Boxes(HTMLParser):
    """Finds the elements of a page that say nothing."""

    VOID = frozenset({"meta", "link", "img", "input", "br", "path", "circle", "rect"})
    SILENT = frozenset({"svg", "script", "span", "output", "circle", "i"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[list[str]] = []
        self.empty: list[str] = []
        self.feed(page.partition("<main")[2])

    def handle_starttag(self, tag: str, attributes: object) -> None:
        if tag in self.VOID:
            self.handle_data("x")
        else:
            self.open.append([tag, ""])

    def handle_data(self, data: str) -> None:
        for each in self.open:
            each[1] += data.strip()

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag not in self.VOID:
            name, text = self.open.pop()
            if not text and name not in self.SILENT:
                self.empty.append(name)


EMPTY = """\
basics: {name: Ada}
work:
  - name: Acme
    startDate: 2020
    highlights: [Outcome: {en: "", zh: 结果}]
    projects: [{name: {en: "", zh: 项目}}, {highlights: [Of no project.]}]
  - highlights: [Of no employer.]
  - {name: Third, projects: [{x-mine: 1}], positions: [{x-mine: 1}]}
  - {x-mine: 1}
education: [{x-mine: 1}, {courses: []}]
skills: [{name: {en: "", zh: 技能}}, {x-mine: 1}]
talks: [{name: {en: "", zh: 演讲}}]
news: [{text: {en: "", zh: 新闻}}]
service: [{venues: [""]}]
awards: [{}]
custom: [{heading: Nothing}, {heading: None, notes: ["", {en: "", zh: 甲}]}]
"""


def test_nothing_leaves_an_empty_box_or_a_made_up_name(tmp_path: Path) -> None:
    document = loaded(tmp_path, EMPTY)
    (homepage, *_) = cvtool.render(document, "html")
    assert _Boxes(homepage.data.decode()).empty == []
    for name in SHOWN:
        said = words(document, name)
        assert not re.search("Untitled|Outcome|Nothing|Education|Skills|News|Awards", said)
        assert re.search("Of no project[.].*Of no employer[.]", said)
    assert "Outcome" not in json.dumps([words(document, "jsonresume")])


@pytest.mark.parametrize(
    "bullet", ['{Lab: ""}', "{Lab: {en: ' '}}", "'&nbsp;'", '"\\u200b"', "{text: ' ', label: Lab}"]
)
def test_a_bullet_of_nothing_is_not_there(tmp_path: Path, bullet: str) -> None:
    source = f"basics: {{name: Ada}}\nwork: [{{name: Acme, highlights: [{bullet}, x]}}]\n"
    assert check(tmp_path, source) == []
    (output,) = cvtool.render(cvtool.load(tmp_path / "cv.yaml"), "markdown")
    assert output.data.decode().splitlines()[4:] == ["### Acme", "", "- x"]


def test_each_place_of_the_running_lines_has_its_setting(tmp_path: Path) -> None:
    source = "basics: {name: Ada}\nmeta: {lastModified: 2024-05-01}\n"
    source += "work: [{name: X}, {name: Y, break: before}]\n"
    for pdf, wanted in {
        "{footer: '-'}": (False, True),
        "{footer: ''}": (False, True),
        "{footer: {en: '', de: Seite}}": (False, True),
        "{footer: false, header: no}": (False, True),
        "{footer: Own words}": (False, True),
        "{updated: false}": (True, False),
        "{footer: '-', updated: false}": (False, False),
    }.items():
        said = words(loaded(tmp_path, f"{source}pdf: {pdf}\n"), "pdf")
        assert ("1 / 2" in said, "Last updated" in said) == wanted
        assert not re.search(r"\b(false|no)\b", said)


def test_a_text_alone_may_stand_in_the_order(tmp_path: Path) -> None:
    source = (
        "basics: {name: A, summary: S}\nsections: [{heading: Outreach, summary: T *u*}, summary]"
    )
    assert check(tmp_path, source) == []
    (output,) = cvtool.render(cvtool.load(tmp_path / "cv.yaml"), "markdown")
    assert b"## Outreach\n\nT *u*\n\n## Summary\n\nS\n" in output.data


JOBS = """\
basics: {name: Ada}
work:
  - {name: Looms, position: Lead, location: Lyon, startDate: 2020, highlights: [Led., Wrote.]}
  - {name: Looms, position: Weaver, startDate: 2018, endDate: 2019, summary: Wove., x-own: 3}
  - {name: Looms, position: Guest, location: Bern, startDate: 2017, endDate: 2017}
  - {name: Mill, position: Clerk, startDate: 2015, endDate: 2016, break: before, priority: 1}
  - {name: Mill, position: Boy, startDate: 2014, endDate: 2015, priority: 2}
  - {name: Mill, position: Boy, url: 'https://mill.org', startDate: 2013, endDate: 2014}
  - {name: Ship, position: Boy, startDate: 2011, endDate: 2012}
  - {name: Mill, position: Boy, startDate: 2010, endDate: 2010}
"""


def test_jobs_in_a_row_at_one_employer_stand_under_its_name(tmp_path: Path) -> None:
    document = loaded(tmp_path, JOBS)
    (section,) = document.sections
    known = [(to_plain(each.head), len(each.parts), each.breaks) for each in section.entries]
    assert known == [
        *[("Looms", 2, ""), ("Looms", 0, ""), ("Mill", 2, "before")],
        *[("Mill", 0, ""), ("Ship", 0, ""), ("Mill", 0, "")],
    ]
    assert section.entries[2].parts[0].breaks == ""
    expected = "Looms Lead · 2020 – Present Lyon - Led. - Wrote. Weaver · 2018 – 2019 Wove. Looms"
    assert expected in words(document, "text")
    resume = json.loads(cvtool.render(document, "jsonresume")[0].data)
    rest = ("name", "position", "location", "url", "summary", "x-own")
    assert [[each[key] for key in rest if key in each] for each in resume["work"][:4]] == [
        *[["Looms", "Lead", "Lyon"], ["Looms", "Weaver", "Wove.", 3]],
        *[["Looms", "Guest", "Bern"], ["Mill", "Clerk"]],
    ]


def test_an_employer_goes_with_the_last_of_its_jobs(tmp_path: Path) -> None:
    document = loaded(tmp_path, JOBS)
    cuts = cuts_of(document.sections)
    assert cuts == (("work", 3), ("work", 4))
    left = [lessened(document.sections, cuts[:count], False)[0].entries for count in (1, 2)]
    assert [len(each) for each in left] == [6, 5]
    assert [to_plain(each.position) for each in left[0][2].parts] == ["Boy"]


COUNTED = """\
basics: {name: Ada Lovelace}
sections: [{section: skills, priority: 2}, publications, {section: interests, priority: 2}]
skills: [{name: Looms}]
interests: [{name: Engines}]
publications:
  - {name: A, releaseDate: 2020, priority: 3}
  - {name: B, releaseDate: 2019, priority: 1}
  - {name: C, releaseDate: 2018}
"""


@pytest.mark.parametrize(
    ("settings", "labels"),
    [
        ("numbering: none", [["", "", ""], ["", ""], [""]]),
        ("countDown: true", [["[3]", "[2]", "[1]"], ["[2]", "[1]"], ["[1]"]]),
        ("countDown: true, limit: 2", [["[3]", "[2]"], ["[2]"], []]),
        (
            "numbering: list, groups: [{heading: P, prefix: P9, types: misc}], groupBy: [type]",
            [["[P91]", "[P92]", "[P93]"], ["[P91]", "[P92]"], ["[P91]"]],
        ),
    ],
)
def test_what_is_left_is_counted_and_numbered_anew(
    settings: str, labels: list[list[str]], tmp_path: Path
) -> None:
    text = f"{COUNTED}bibliography: {{counts: true, {settings}}}\n"
    document = loaded(tmp_path, text)
    cuts = cuts_of(document.sections)
    assert cuts[:3] == (("publications", "b"), ("sections", 2), ("sections", 0))
    found = []
    for gone in (cuts[:0], cuts[:1], cuts):
        left = [*all_of(lessened(document.sections, gone, False))]
        papers = [each for each in left if each.publications]
        found.append([each.label for one in papers for each in one.publications])
        assert all(
            each.heading.endswith(f"({3 - len(gone[:1]) - len(gone[3:])})") for each in papers
        )
        assert [each.id for each in left if each.entries] == ["skills", "interests"][
            : 2 - len(gone[1:3])
        ]
    assert found == labels
