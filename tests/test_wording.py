"""No output has wording of its own: every word comes from the CV, its language, or its overlays."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from helpers import NAME, check
from pdfs import pdf_text

import cvtool
from cvtool.model.document import Document
from cvtool.model.inline import to_plain
from cvtool.words import FALLBACK
from cvtool.words.data import words

# A CV without a Latin letter, in a language of which every word is marked

CV = """
basics:
  name: Ада Лав
  label: Учёный
  email: а@example.org
  phone: "+1"
  url: https://example.org
  location: {address: Дом 1, postalCode: "12", city: Рим, region: Лаций}
  profiles: [{username: ада, url: "https://example.org/a"}, {network: Сеть, username: ада}]
  description: Одна строка.
  summary: Абзац о ней.
  focus: Числа
  topics: [Ряды, Группы]
  keywords: [Числа, Ряды]
  aliases: [Ада Кинг]
news: [{date: 2020, text: Новость., url: "https://example.org/n"}]
work:
  - {name: Завод, description: Большой, startDate: 2019, highlights: [Итог: хорошо]}
  - name: Банк
    positions:
      - {position: Учёный, focus: Ряды, location: Рим, startDate: 2018, endDate: 2019,
         projects: [{name: Мост, entity: Город, location: Рим, type: большой}]}
      - {startDate: 2011}
volunteer: [{organization: Клуб, position: Друг, period: летом}]
education:
  - {institution: Школа, area: Числа, studyType: Магистр, score: 3.9 / 4.0, rank: 1 / 9,
     advisor: Иван, thesis: О рядах, courses: [Ряды, Числа], startDate: 2010, endDate: 2014}
awards: [{title: Медаль, awarder: Город, date: 2015, summary: За мост.}]
certificates: [{name: Права, issuer: Город, date: 2015}]
skills: [{name: Счёт, level: хорошо, keywords: [Ряды, Числа]}]
languages: [{language: Русский, fluency: родной}]
interests: [{name: Море, keywords: [Лодки]}]
references: [{name: Иван, reference: Хорошо считает.}]
projects: [{name: Мост, roles: [Автор], entity: Город, startDate: 2020, keywords: [Сталь]}]
openSource: [{name: Пила, url: "https://example.org/p"}]
talks:
  - {name: О мостах, type: Доклад, slides: "https://example.org/s", video: "https://example.org/v",
     venues: [{name: Рим, date: 2019}, Милан]}
service: [{position: Рецензент, venues: [Мосты]}]
teaching: [{name: Числа, institution: Школа, position: Лектор, studyType: Магистры}]
supervision: [{name: Пётр, thesis: О сталях}]
grants: [{title: Мосты, awarder: Город, amount: "100", number: "7"}]
patents: [{title: Балка, number: "8", status: принят, inventors: [Ада Лав, Иван Ли]}]
press: [{title: О мостах, publisher: Газета, url: "https://example.org/g"}]
custom: [{heading: Прочее, notes: [Строка.]}]
bibliography: {maxAuthors: 2, limit: 9, counts: true, groupBy: [type, year]}
meta: {lastModified: 2020}
"""

BIB = """
@article{a, title={Ряды}, author={Лав, Ада and Ли, Иван and Мо, Пётр and Ро, Яна}, journal={Мосты},
  volume={7}, number={2}, pages={1--9}, year={2019}, award={Медаль}, acceptance={9 \\%},
  author+an={1=equal;2=equal;3=corresponding;4=student}, doi={10.1000/1}, code={https://example.org/c},
  pdf={https://example.org/1}, abstract={Кратко.}, keywords={Ряды},
  publisher={Город}, language={русский}}
@phdthesis{b, title={Числа}, author={Лав, Ада and others}, school={Школа}, year={2014}}
@patent{c, title={Балка}, author={Лав, Ада}, type={patentus}, number={8}, year={2018}}
@inproceedings{d, title={Стали}, author={Лав, Ада}, editor={Ли, Иван}, booktitle={Мосты},
  pubstate={inpress}, note={Скоро.}}
@book{f, title={Книга}, author={Ли, Иван}, translator={Лав, Ада}, foreword={Мо, Пётр}, edition={2},
  volume={1}, volumes={3}, publisher={Город}, location={Рим}, year={2012}}
@incollection{g, title={Глава}, author={Лав, Ада and Ли, Иван}, author+an={1=senior;2=senior},
  booktitle={Книга}, chapter={4}, edition={новое}, year={2011}}
@software{h, title={Счёт}, author={Лав, Ада}, version={2}, year={2010}}
@misc{e, title={Разное}, author={Лав, Ада}}
"""

NAMES = {"BibTeX"}
_PLACES = re.compile(r"(\{(?:[A-Za-z][\w-]*)(?:\|[^{}]*)?\})")
_DATA = re.compile(r"\S*(?:://|@)\S+|\b\w+/[\w+.-]+|[\w-]+\.(?:json|txt|md|pdf|bib|xml|html|org)\b")
"""Addresses, media types and names of files."""


def marked(text: str) -> str:
    """The text with a λ for every letter, but for the places where something is filled in."""
    pieces = _PLACES.split(text)
    return "".join(
        piece if index % 2 else re.sub(r"[A-Za-z]", "λ", piece)
        for index, piece in enumerate(pieces)
    )


def nested(texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, text in texts.items():
        kind, _, slot = name.partition(".")
        found.setdefault(kind, {})[slot] = marked(text)
    return found


def marked_words() -> dict[str, Any]:
    phrases = {
        name: {form: marked(each) for form, each in text.items()}
        if isinstance(text, dict)
        else marked(str(text))
        for name, text in words(FALLBACK).phrases.items()
    }
    return {"phrases": phrases, "lines": nested(words(FALLBACK).lines)}


@pytest.fixture(scope="module")
def marked_cv(tmp_path_factory: pytest.TempPathFactory) -> Document:
    folder = tmp_path_factory.mktemp("marked")
    (folder / "publications.bib").write_text(BIB, encoding="utf-8")
    own = (f"{key}: {json.dumps(value)}\n" for key, value in marked_words().items())
    text = CV + "".join(own)
    assert check(folder, text) == []
    return cvtool.load(folder / "cv.yaml")


class _Visible(HTMLParser):
    """The text of a page, and what its attributes say to people; code and scripts apart."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "code"):
            self.inside.append(tag)
        if tag != "meta":
            spoken = ("title", "aria-label", "alt", "data-copied", "placeholder")
            self.found += [value or "" for name, value in attrs if name in spoken]

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.found.append(data)


def visible(page: str) -> str:
    parser = _Visible()
    parser.feed(page)
    return "\n".join(parser.found)


def unmarked(text: str) -> set[str]:
    """The Latin words that are neither data nor names."""
    return set(re.findall(r"[A-Za-z]{2,}", _DATA.sub(" ", text))) - NAMES


@pytest.mark.parametrize("name", ["markdown", "text", "llms", "html", "pdf"])
def test_every_word_of_an_output_comes_from_its_language(name: str, marked_cv: Document) -> None:
    for output in cvtool.render(marked_cv, name):
        if output.path.endswith((".md", ".txt")) and output.path != "robots.txt":
            text = output.data.decode()
        elif output.path.endswith(".html"):
            text = visible(output.data.decode())
        elif output.path.endswith(".pdf"):
            text = re.sub("--- page .* ---", "", pdf_text(output.data))
        else:
            continue
        assert "λ" in text
        assert unmarked(text) == set(), output.path


# Phrases and lines of cv.yaml


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("phrases: {wrok: Jobs}", "phrases.wrok: unknown phrase 'wrok'; did you mean 'work'?"),
        (
            "phrases: {links: {pfd: Text}}",
            "phrases.links.pfd: unknown phrase 'links.pfd'; did you mean 'links.pdf'?",
        ),
        (
            "phrases: {more: 'and {number} more'}",
            "phrases.more: '{number}' is not known: there is {count}",
        ),
        (
            "phrases: {work: '{count} jobs'}",
            "phrases.work: '{count}' is not known: nothing is filled in here",
        ),
        (
            "phrases: {work: {one: Job, other: Jobs}}",
            "phrases.work: expected text, for no number stands in this phrase",
        ),
        ("phrases: {work: [Jobs]}", "phrases.work: expected text, or texts by name"),
        ("phrases: [Jobs]", "phrases: expected keys and values ('key: value'), found a list"),
        (
            "lines: {educaton: {title: '{area}'}}",
            "lines.educaton: unknown kind of line 'educaton'; did you mean 'education'?",
        ),
        (
            "lines: {education: {tittle: '{area}'}}",
            "lines.education.tittle: 'education' has no line 'tittle'; did you mean 'title'?",
        ),
        (
            "lines: {education: {title: 'in {ara}'}}",
            "lines.education.title: there is no part 'ara' (column 5); did you mean 'area'?",
        ),
        (
            "lines: {work: {head: '*[{name}]({location})*'}}",
            "lines.work.head: a link cannot lead to 'location', which is no address (column 12)",
        ),
        (
            "lines: {interests: {line: 'just words'}}",
            "lines.interests.line: no part stands in it; known are details, focus, keywords, "
            "links, location, name, organization, parts, position, site, summary, title, url, when",
        ),
        ("lines: {work: {sub: '{position'}}", "lines.work.sub: '{' is never closed (column 1)"),
        (
            "lines: {fields: {advisor: 'with {advisors}'}}",
            "lines.fields.advisor: there is no part 'advisors' (column 7); did you mean 'advisor'?",
        ),
        (
            "lines: {person: {location: '{town}'}}",
            "lines.person.location: there is no part 'town' (column 2); known are city, region",
        ),
    ],
)
def test_what_is_wrong_with_own_words_is_said(tmp_path: Path, own: str, said: str) -> None:
    (found,) = check(tmp_path, f"{NAME}{own}\n")
    assert found.endswith(f"error: {said}")


def test_own_words_and_lines_stand_in_place_of_the_usual_ones(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(
        f"""{NAME}phrases:
  work: Jobs
  present: today
lines:
  entry: {{sub: "{{location}}: {{position}}"}}
  work: {{line: "{{name}} as *{{position}}* since {{when}}"}}
  education: {{title: "{{area}} / {{score}}"}}
  fields: {{advisor: "with {{advisor}}"}}
work: [{{name: Bank, position: Clerk, location: Rome, startDate: 2020}}]
education: [{{area: Art, score: "1", advisor: Bo, startDate: 2020, endDate: 2021}}]
""",
        encoding="utf-8",
    )
    assert check(tmp_path, source.read_text(encoding="utf-8")) == []
    work, education = (section for section in cvtool.load(source).sections)
    (job,), (study,) = work.entries, education.entries
    assert work.heading == "Jobs"
    assert to_plain(job.sub) == "Rome: Clerk"
    assert to_plain(job.line) == "Bank as Clerk"
    assert to_plain(job.dated_line) == "Bank as Clerk since 2020 – today"
    assert to_plain(study.head) == "Art / 1"
    assert to_plain(study.details_line) == "GPA 1 · with Bo"


@pytest.mark.parametrize(
    ("locale", "score", "said"),
    [
        ("de", "1.3", "1,3"),
        ("de", "1.3 (sehr gut)", "1,3 (sehr gut)"),
        ("fr", "3.9 / 4.0", "3,9 / 4,0"),
        ("de-CH", "5.5", "5.5"),
        ("es-MX", "9.5", "9.5"),
        ("en", "3.9", "3.9"),
        ("de", "1.3.2020", "1.3.2020"),
    ],
)
def test_a_grade_is_written_as_the_language_writes_numbers(
    tmp_path: Path, locale: str, score: str, said: str
) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(
        f"{NAME}locale: {locale}\nlines: {{education: {{title: '{{area}} {{score}}'}}}}\n"
        f"education: [{{area: Art, score: '{score}', endDate: 2021}}]\n"
    )
    document = cvtool.load(source)
    (study,) = document.sections[0].entries
    assert to_plain(study.head) == f"Art {said}"
    assert said in to_plain(study.details_line)
    (page,) = cvtool.render(document, "jsonresume")
    assert json.loads(page.data)["education"][0]["score"] == score


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("score: '1.4'", "Note 1,4"),
        ("score: '1,4 (sehr gut)'", "Note 1,4 (sehr gut)"),
        ("score: '3.8, mit Auszeichnung'", "Note 3,8, mit Auszeichnung"),
        ("score: gut", "gut"),
        ("score: '2:1'", "2:1"),
        ("score: 1.3.2020", "1.3.2020"),
        ("rank: 1 / 28", "Rang 1 / 28"),
        ("rank: magna cum laude", "magna cum laude"),
    ],
)
def test_a_grade_and_a_rank_in_figures_say_what_they_are(
    tmp_path: Path, keys: str, said: str
) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(f"{NAME}locale: de\neducation: [{{area: Kunst, {keys}}}]\n")
    (study,) = cvtool.load(source).sections[0].entries
    assert to_plain(study.details_line) == said


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "B. Eng. in Informatik"),
        ("de", "B. Eng. Informatik"),
        ("de-CH", "B. Eng. Informatik"),
        ("fr", "B. Eng. en Informatik"),
        ("pl", "B. Eng., Informatik"),
    ],
)
def test_a_degree_is_joined_to_its_field_as_the_language_does(
    tmp_path: Path, locale: str, said: str
) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(
        f"{NAME}locale: {locale}\neducation: [{{area: Informatik, studyType: B. Eng.}}]\n"
    )
    (study,) = cvtool.load(source).sections[0].entries
    assert to_plain(study.head) == said


def test_own_words_and_lines_stay_in_one_line(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(
        f"""{NAME}phrases:
  beside: " | "
  colon: "\\n\\n# "
  fields: {{organization: "At\\n# "}}
lines:
  work:
    head: |
      {{name}},
      {{position}}
  person: {{location: "{{city}}\\n\\n# {{region}}"}}
work: [{{name: Bank, position: Clerk}}]
""".replace("Ada\n", "Ada\n  location: {city: Rome, region: Latium}\n", 1),
        encoding="utf-8",
    )
    assert check(tmp_path, source.read_text(encoding="utf-8")) == []
    document = cvtool.load(source)
    ((job,),) = (section.entries for section in document.sections)
    assert to_plain(job.head) == "Bank, Clerk"
    assert document.labels["beside"] == " | "
    assert [text for text in document.labels.values() if "\n" in text] == []
    assert document.person.location == "Rome # Latium"


def test_a_line_without_the_name_says_what_stands_for_it(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(
        f"""{NAME}lines:
  volunteer: {{head: "{{position}} at {{organization}}", line: "{{organization}} as {{position}}"}}
volunteer: [{{organization: Crew, position: Cook}}]
""",
        encoding="utf-8",
    )
    ((entry,),) = (section.entries for section in cvtool.load(source).sections)
    assert to_plain(entry.head) == "Cook at Crew"
    assert to_plain(entry.line) == "Crew as Cook"


def test_a_link_of_a_line_leads_to_any_address_of_the_entry(tmp_path: Path) -> None:
    text = f"{NAME}lines: {{talks: {{head: '[{{name}}]({{slides}})'}}}}\n"
    assert check(tmp_path, text) == []


def test_own_words_may_be_in_several_languages(tmp_path: Path) -> None:
    text = f"{NAME}locale: zh\nphrases: {{work: {{en: Jobs, zh: 职业}}}}\nwork: [{{name: 甲}}]\n"
    assert check(tmp_path, text) == []
    (section,) = cvtool.load(tmp_path / "cv.yaml").sections
    assert section.heading == "职业"


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (
            "headings: {work: }",
            "cv.yaml:2:12: warning: headings.work: nothing stands here, and all is as usual: write "
            "'' for no text",
        ),
        (
            "phrases: {links: {pdf: }}",
            "cv.yaml:2:19: warning: phrases.links.pdf: nothing stands here, and all is as usual: "
            "write '' for no text",
        ),
        (
            "lines: {work: {head: }}",
            "cv.yaml:2:16: warning: lines.work.head: nothing stands here, and all is as usual: "
            "write '' for no text",
        ),
        (
            "lines: {work: {head: {name}}}",
            "cv.yaml:2:16: error: lines.work.head: expected text, found braces; put quotes around "
            "a text that begins with '{'",
        ),
        (
            "phrases: {links: {ml: x}}",
            "cv.yaml:2:19: error: phrases.links.ml: unknown phrase 'links.ml'; did you mean "
            "'links.html'?",
        ),
        ("formats: {card2: }\nlines: {work: }\nphrases: {present: {ml: x, en: now}}", None),
    ],
)
def test_what_stands_behind_a_name_is_told_as_it_is_meant(
    source: str, wanted: str | None, tmp_path: Path
) -> None:
    assert check(tmp_path, f"basics: {{name: A}}\n{source}\n") == ([wanted] if wanted else [])


def test_a_mistyped_key_is_told_without_what_then_is_missing(tmp_path: Path) -> None:
    (line,) = check(tmp_path, "basic: {name: A}\n")
    assert line.startswith("cv.yaml:1:1: error: basic: unknown key 'basic'")


@pytest.mark.parametrize("name", ["markdown", "llms"])
def test_a_phrase_is_no_markup_at_the_start_of_a_line(name: str, tmp_path: Path) -> None:
    keys = ("email", "website", "contact", "snapshot", "description", "updated", "identity")
    phrases = ", ".join(f"{key}: '1. {key}'" for key in keys)
    source = f"""\
basics: {{name: A, email: a@b.org, url: "https://a.example"}}
meta: {{lastModified: 2020-01-01}}
work: [{{name: W, location: L}}]
phrases: {{{phrases}, fields: {{location: '# place'}}, work: '- jobs'}}
"""
    (tmp_path / "cv.yaml").write_text(source, encoding="utf-8")
    for output in cvtool.render(cvtool.load(tmp_path / "cv.yaml"), name):
        text = output.data.decode()
        assert re.search(r"\\(\.|#|-) ", text)
        assert not re.search(r"^(- |#+ |> )?(1\. |# place|- jobs)", text, re.MULTILINE)
