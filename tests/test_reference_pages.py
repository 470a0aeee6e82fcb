"""One cv.yaml as the pages that people keep by hand: llms-full.txt, a homepage with its cv.pdf, and
an older homepage in words of its own. All of it is made up.
"""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import mkdtemp

import pytest
from helpers import check, png, run
from pdfs import alternatives, pdf_text

BIB = """@inproceedings{quill2021kite,
  author = {Quill*, Ada and Reed*, Bo}, title = {Kite}, booktitle = {Loom Symposium},
  abbr = {LOOM '21}, year = 2021, note = {Advised by Cy Vane.}, summary = {Fast looms.},
  url = {https://loom.example/kite}, selected = {true}}
"""
SOURCE = """
basics:
  name: Ada Quill
  label: Engineer
  description: Weaves systems.
  image: {file: me.png, alt: {else: Ada at the loom, older: Ada Quill avatar}}
  url: https://ada.example/
  email: ada@ada.example
  location: {city: Turin}
  profiles: [{network: GitHub, username: ada}]
  summary: {older: "I am an engineer.\\n\\nMy interests are looms."}
  focus: Looms that scale.
  topics:
    - {text: looms, except: [html, pdf]}
    - cards
    - shuttles
  keywords: [Looms, Cards]
news:
  - {date: 2025, text: Reviewing.}
work:
  - name: Mill (North)
    position: Engineer
    focus: Fast looms
    location: Turin, Italy
    startDate: 2020-07
    projects:
      - {name: "Kite: updates", highlights: [Problem: Stale cards., Outcome: Fresh ones.]}
  - name: Guild
    position: Developer
    startDate: {else: 2018, older: 2018-05}
    highlights:
      - {else: Faster by 1×., older: Made it faster.}
education:
  - {institution: Turin Tech, area: Weaving, studyType: B.Eng., startDate: 2016-09,
     endDate: 2020-06, score: 3.8 / 4.0, rank: 1 / 28}
talks:
  - name: Kite aloft
    venues: [{name: Guild hall, location: Turin, date: 2022-06}, {name: Fair, date: 2022-08}]
service:
  - {position: &reviewer Reviewer, organization: LOOM 2025}
  - {position: *reviewer, organization: CARD 2025}
awards: [{title: Gold Prize, date: 2022}, {title: Second Prize}]
press: [{title: A write-up, url: "https://press.example/kite"}]
sections:
  - {section: research, heading: Interests}
  - news
  - {section: publications, heading: Selected Publications, summary: All are elsewhere.}
  - {section: work, heading: Industry}
  - education
  - talks
  - {heading: Service & Awards, sections: [{section: service, heading: *reviewer}, awards]}
  - {section: press, heading: Write-ups}
in:
  html: &page
    lines:
      topics: {line: "Now on {keywords}."}
      work: {head: "{name} · {location}", sub: "{position} — {focus}"}
      service: {line: "{organization}"}
      talks: {sub: "{parts| ; }"}
  pdf: *page
llms:
  sections: [news, education, publications, work, service, awards, talks, press, keywords]
  headings: {selectedPublications: Selected papers, work: Experience, press: Press}
meta: {lastModified: 2026-03-15}
"""
OLDER = """
audience: public
formats: [html, pdf]
sections: [{section: summary, heading: "Hi, I am Ada."}, {section: work, heading: ""}]
basics: {label: null, description: null, location: null, email: null, profiles: null}
"""
UNNAMED = """
work:
  mill-north:
    name: null
    position: null
    focus: null
    location: null
    projects: null
    highlights: [Built Kite., Built more.]
  guild: {name: null, position: null}
"""
BY_LINES = """
lines: {work: {head: "", sub: ""}}
work: {mill-north: {projects: null, highlights: [Built Kite., Built more.]}}
"""


class _Lines(HTMLParser):
    """What a page says, a line for each of its blocks; of a picture, what stands for it."""

    _BLOCKS = frozenset(
        {
            *("p", "h1", "h2", "h3", "h4", "li", "ul", "ol", "div", "section", "article"),
            *("header", "footer", "main", "nav"),
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("head", "script", "details")
        if tag in self._BLOCKS:
            self.lines.append(f"{'#' * int(tag[1])} " if tag[0] == "h" and tag[1].isdigit() else "")
        if tag == "img":
            self.lines.append(f"[{dict(attrs)['alt']}]")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("head", "script", "details")
        if tag in self._BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        self.lines[-1] += "" if self.hidden else data


def lines_of(page: Path) -> list[str]:
    reader = _Lines()
    reader.feed(page.read_text(encoding="utf-8"))
    return [line for each in reader.lines if (line := " ".join(each.split())).strip("# ")]


@cache
def rendered(older: str = BY_LINES) -> Path:
    """The folder of the outputs, where the variant says this of the entries."""
    folder = Path(mkdtemp())
    (folder / "variants").mkdir()
    (folder / "variants" / "older.yaml").write_text(OLDER + older, encoding="utf-8")
    (folder / "publications.bib").write_text(BIB, encoding="utf-8")
    (folder / "me.png").write_bytes(png(9, 9))
    assert check(folder, SOURCE) == []
    outcome = run("render", "html", "pdf", "llms", "-i", folder / "cv.yaml", "-o", folder / "o")
    assert (outcome.status, outcome.err) == (0, "")
    return folder / "o"


@pytest.mark.parametrize("older", [UNNAMED, BY_LINES])
def test_an_older_page_has_its_own_words_and_no_headings(older: str) -> None:
    lines = lines_of(rendered(older) / "older" / "index.html")
    assert lines[1:] == [
        *("[Ada Quill avatar]", "# Ada Quill", "CV (PDF)", "ada.example"),
        *("## Hi, I am Ada.", "I am an engineer.", "My interests are looms."),
        *("Jul 2020 – Present", "Built Kite.", "Built more."),
        *("May 2018 – Present", "Made it faster."),
        *("## Other formats", "CV as PDF", "Last updated: 15 Mar 2026"),
    ]


def test_todays_page() -> None:
    lines = lines_of(rendered() / "index.html")
    assert lines[lines.index("Weaves systems.") + 1 : lines.index("## Other formats")] == [
        *("## Interests", "Looms that scale.", "Now on cards, shuttles."),
        *("## News", "2025 Reviewing."),
        *("## Selected Publications", "All are elsewhere.", "Kite", "Ada Quill*, Bo Reed*"),
        *("LOOM '21 Loom Symposium, 2021", "* co-first author. Advised by Cy Vane.", "Details"),
        *("## Industry", "### Mill (North) · Turin, Italy", "Jul 2020 – Present"),
        *("Engineer — Fast looms", "#### Kite: updates"),
        *("Problem. Stale cards.", "Outcome. Fresh ones."),
        *("### Guild", "2018 – Present", "Developer", "Faster by 1×."),
        *("## Education", "### B.Eng. in Weaving", "Sep 2016 – Jun 2020", "Turin Tech"),
        "GPA 3.8 / 4.0 · Rank 1 / 28",
        *("## Talks", "### Kite aloft", "Guild hall, Turin (Jun 2022) ; Fair (Aug 2022)"),
        *("## Service & Awards", "### Reviewer", "LOOM 2025", "CARD 2025"),
        *("### Awards", "Gold Prize 2022", "Second Prize", "## Write-ups", "A write-up"),
    ]


def test_the_pages_of_a_pdf_say_the_same() -> None:
    text = pdf_text((rendered() / "cv.pdf").read_bytes())
    for line in ("Mill (North) · Turin, Italy", "Engineer — Fast looms", "Now on cards, shuttles."):
        assert line in text
    assert re.search(r"Kite aloft, Guild hall, Turin \(Jun 2022\) ; Fair \(Aug 2022\)\nS", text)
    older = (rendered() / "older" / "cv.pdf").read_bytes()
    assert re.search(r"looms\.\n *Jul 2020 – Present\n. *Built Kite", pdf_text(older))
    assert [alternatives((rendered() / "cv.pdf").read_bytes()), alternatives(older)] == [
        *(["Ada at the loom"], ["Ada Quill avatar"])
    ]


def test_language_models_read_it_under_other_headings() -> None:
    text = (rendered() / "llms-full.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line]
    assert [line for line in lines if line.startswith("## ")][4:] == [
        *("## News", "## Education", "## Selected papers", "## Experience", "## Academic service"),
        *("## Awards", "## Talks", "## Press", "## Keywords"),
    ]
    for line in (
        *("- Current topics: looms, cards, shuttles", "- 2025: Reviewing."),
        *("### 1. Kite", "- Venue: Loom Symposium, 2021", "- Summary: Fast looms."),
        *("### Mill (North) — Engineer", "- Focus: Fast looms", "- Location: Turin, Italy"),
        *("- Project: Kite: updates", "  - Problem. Stale cards.", "- Period: 2018 – Present"),
        *("- Reviewer: LOOM 2025", "- Gold Prize (2022)", '- "Kite aloft"'),
        *("  - Guild hall, Turin (Jun 2022)", "- A write-up: https://press.example/kite"),
    ):
        assert line in lines


def test_a_portrait_without_words_of_its_own_has_the_name(tmp_path: Path) -> None:
    (tmp_path / "me.png").write_bytes(png(9, 9))
    for image in ("me.png", "{file: me.png}", "{file: me.png, alt: ''}"):
        assert check(tmp_path, f"basics:\n  name: Ada\n  image: {image}\n") == []
        run("render", "html", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "o")
        assert "[Ada]" in lines_of(tmp_path / "o" / "index.html")
    assert check(tmp_path, "basics:\n  name: Ada\n  image: {alt: Ada}\n") == [
        "cv.yaml:3:3: error: basics.image.file: missing: write 'file: ...'"
    ]
    assert check(tmp_path, "basics:\n  name: Ada\n  image: {file: you.png}\n") == [
        "cv.yaml:3:11: error: basics.image.file: there is no file 'you.png' beside cv.yaml"
    ]


def test_what_stands_in_an_entry_without_a_heading_takes_its_level(tmp_path: Path) -> None:
    work = "work:\n- {projects: [{name: Loom, highlights: [A]}]}\n- {name: Mill}\n"
    assert check(tmp_path, f"basics: {{name: Ada}}\n{work}") == []
    run("render", "html", "markdown", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "o")
    assert {"### Loom", "### Mill"} <= {*lines_of(tmp_path / "o" / "index.html")}
    assert {"### Loom", "### Mill"} <= {*(tmp_path / "o" / "cv.md").read_text().splitlines()}


def test_an_edition_links_to_what_it_has(tmp_path: Path) -> None:
    source = "variants: {web: {formats: [html]}}\nbasics: {name: Ada, url: 'https://ada.example'}\n"
    assert check(tmp_path, source) == []
    run("render", "html", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "o")
    page = (tmp_path / "o" / "web" / "index.html").read_text()
    assert not re.search(r"cv\.pdf|cv\.md|card\.png|Other formats", page)
    assert "CV as Markdown" in (tmp_path / "o" / "index.html").read_text()
