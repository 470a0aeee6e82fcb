"""What cv.yaml may say: JSON Resume's words, and more."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from everything import document_of
from helpers import NAME, ROOT, check, run

import cvtool
from cvtool.model.document import Document
from cvtool.model.entry import Entry
from cvtool.model.inline import to_plain
from cvtool.pipeline.load import load_all
from cvtool.pipeline.remarks import remarks
from cvtool.render import formats

DATA = Path(__file__).parent / "data"
SCHEMAS = ["resume-schema-1.0.1.json", "jsonresume-schema-1.3.1.json"]


def load(folder: Path, source: str) -> Document:
    (folder / "cv.yaml").write_text(source)
    return cvtool.load(folder / "cv.yaml")


def work(folder: Path, entry: str) -> Entry:
    (section,) = load(folder, f"{NAME}work:\n- {entry}\n").section("work")
    return section.entries[0]


def filled(schema: dict[str, Any], definitions: dict[str, Any], name: str) -> Any:
    """A document that fills every field of JSON Resume's schema."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if schema.get("type") == "object":
        fields = schema["properties"].items()
        return {key: filled(each, definitions, key) for key, each in fields}
    if schema.get("type") == "array":
        return [filled(schema["items"], definitions, name)] * 2
    if "pattern" in schema or schema.get("format") == "date" or name == "lastModified":
        return "2020-07-01"
    if name == "countryCode":
        return "CH"
    if schema.get("format") == "email":
        return "a@example.org"
    return "https://example.org/a.png" if schema.get("format") == "uri" else f"Some {name}"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_of_json_resume_is_one_of_cv_yaml(tmp_path: Path, name: str) -> None:
    schema = json.loads((DATA / name).read_text())
    resume = filled(schema, schema["definitions"], "")
    resume["basics"]["image"] = "https://example.org/a.png"
    said = check(tmp_path, json.dumps(resume), "resume.json")
    assert [line.split(": ")[1:3] for line in said] == [["warning", "basics.image"]]
    document = cvtool.load(tmp_path / "resume.json")
    kinds = {section.kind for section in document.sections}
    assert {"work", "volunteer", "education", "awards", "certificates"} <= kinds
    assert {"skills", "languages", "interests", "references", "projects"} <= kinds
    assert [to_plain(each.title) for each in document.publications] == ["Some name"] * 2


@pytest.mark.parametrize(
    ("written", "label", "text"),
    [
        ("plain", "", "plain"),
        ("{Outcome: it works}", "Outcome.", "it works"),
        ("{Outcome?: it works}", "Outcome?", "it works"),
        ("{label: Outcome, text: it works}", "Outcome.", "it works"),
        ("{text: it works}", "", "it works"),
        ("{en: it works, zh: 行}", "", "it works"),
        ("{zh: 行, ml: a}", "", "行"),
        ("{en: it works}", "", "it works"),
        ("{en-GB: it works}", "", "it works"),
        ("{ml: it works}", "ml.", "it works"),
        ("{AI: it works}", "AI.", "it works"),
        ("{ml: {en: it works, zh: 行}}", "ml.", "it works"),
        *[(f"{{{label}: it works}}", label, "it works") for label in ("लाभ।", "لم؟", "何？")],
        ("{label: {en: Outcome, zh: 结果}, text: it works}", "Outcome.", "it works"),
        ("'Outcome: it works'", "", "Outcome: it works"),
    ],
)
def test_a_bullet_may_have_a_label(tmp_path: Path, written: str, label: str, text: str) -> None:
    (point,) = work(tmp_path, f"{{name: X, highlights: [{written}]}}").points
    assert (point.label, to_plain(point.text)) == (label, text)


@pytest.mark.parametrize("empty", ["", "null", "~", "''", '""'])
def test_empty_values_count_as_absent(tmp_path: Path, empty: str) -> None:
    keys = [
        "position",
        "url",
        "startDate",
        "endDate",
        "summary",
        "highlights",
        "location",
        "projects",
    ]
    fields = "".join(f"  {key}: {empty}\n" for key in keys)
    document = load(tmp_path, f"basics:\n  name: A\n  email: {empty}\nwork:\n- name: X\n{fields}")
    (section,) = document.section("work")
    assert section.entries[0].facts == {"name": "X"}
    assert document.person.emails == ()


def test_blank_entries_count_as_absent(tmp_path: Path) -> None:
    source = f"{NAME}work: [~, {{name: ''}}, {{name: X}}, {{}}, {{x-a: ''}}]\n"
    source += "skills: [{keywords: ['']}]\n"
    document = load(tmp_path, source)
    assert [section.kind for section in document.sections] == ["work"]
    assert [each.facts for each in document.sections[0].entries] == [{"name": "X"}, {"x-a": ""}]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://a.b/c", "https://a.b/c"),
        ("example.org/me", "https://example.org/me"),
        ("www.example.org", "https://www.example.org"),
        ("mailto:a@b.c", "mailto:a@b.c"),
        ("https://a.b/?c=1&amp;d=2", "https://a.b/?c=1&d=2"),
    ],
)
def test_an_address_may_be_written_as_people_copy_it(
    tmp_path: Path, written: str, url: str
) -> None:
    assert work(tmp_path, f"{{name: X, url: '{written}'}}").url == url


@pytest.mark.parametrize("kind", ["skills", "interests"])
def test_a_name_may_be_all_of_an_entry(tmp_path: Path, kind: str) -> None:
    words = "[Go, {name: Go}, {en: Chess, zh: 棋}]\nlocale: zh\nlanguages: [zh, en]\n"
    (section,) = load(tmp_path, f"{NAME}{kind}: {words}").sections
    assert [to_plain(each.title) for each in section.entries] == ["Go", "Go", "棋"]


def test_own_keys_pass_through_everywhere(tmp_path: Path) -> None:
    source = f"{NAME}  x-a: {{b: [1, true]}}\nwork: [{{name: X, x-c: 2}}]\nx-d: e\n"
    document = load(tmp_path, source)
    assert document.extensions == {"x-d": "e"}
    assert document.person.facts["x-a"] == {"b": [1, True]}
    (section,) = document.section("work")
    assert section.entries[0].facts == {"name": "X", "x-c": 2}


def test_texts_in_several_languages(tmp_path: Path) -> None:
    source = "basics: {name: {en: Ada, zh: 阿达}, label: {zh: 工程师, en: }}\nlocale: %s\n"
    assert load(tmp_path, source % "zh").person.name == "阿达"
    assert load(tmp_path, source % "en").person.name == "Ada"
    assert to_plain(load(tmp_path, source % "zh-Hant").person.label) == "工程师"
    nearest = "basics: {name: {zh: 简, zh-Hant: 繁, nb: Norsk}}\nlocale: %s\n"
    assert load(tmp_path, nearest % "zh-TW").person.name == "繁"
    assert load(tmp_path, nearest % "no").person.name == "Norsk"
    assert check(tmp_path, nearest % "no") == []
    (line,) = check(tmp_path, source % "en")
    assert line == "cv.yaml:1:35: warning: basics.label: no text for 'en': the one for 'zh' is used"


def test_a_text_is_chosen_wherever_one_may_stand(tmp_path: Path) -> None:
    both = "{en: English, zh: 中文}"
    source = f"""\
basics: {{name: {both}, location: {{address: {both}}}, topics: [{both}]}}
work: [{{name: {both}, positions: [{{focus: {both}, projects: [{{summary: {both}}}]}}]}}]
talks: [{{name: {both}, venues: [{{name: {both}}}]}}]
custom: [{{heading: {both}, notes: [{both}], id: own}}]
sections: [work, talks, {{section: own, heading: {both}, summary: {both}}}]
headings: {{work: {both}, talks: {both}}}
pdf: {{headings: {{work: {both}}}}}
locale: """
    for locale, said in {"en": "English", "zh-Hant": "中文", "en-GB": "English"}.items():
        document = load(tmp_path, source + locale)
        person = replace(document.person, aliases=())  # which has the names in all languages
        shown = repr((person, document.sections, document.outline("pdf")))
        assert (shown.count("English") > 15, "中文" in shown) == (said == "English", said == "中文")


def test_own_keys_and_names_are_no_languages(tmp_path: Path) -> None:
    source = "basics: {name: A, x-a: {en: B, zh: 甲}}\nx-b: [{ai: ''}, '', ~]\nheadings: {ai: AI}\n"
    source += "custom: [{heading: H, id: ai, notes: [a]}]\n"
    document = load(tmp_path, source)
    assert document.person.facts["x-a"] == {"en": "B", "zh": "甲"}
    assert document.extensions["x-b"] == [{"ai": ""}, "", None]
    assert [section.heading for section in document.sections] == ["AI"]


def test_an_entry_without_a_word_in_the_language_counts_as_absent(tmp_path: Path) -> None:
    source = f"{NAME}work: [{{name: {{en: '', zh: 甲}}}}, {{name: {{en: X, zh: ''}}}}]\n"
    (section,) = load(tmp_path, source).section("work")
    assert [each.facts for each in section.entries] == [{"name": "X"}]


@pytest.mark.parametrize("name", formats())
def test_a_locale_without_phrases_has_english_ones(name: str, tmp_path: Path) -> None:
    cv = {
        "basics": {"name": "A", "email": "a@example.org"},
        "talks": [{"name": "T", "date": "2020"}],
    }
    bib = "@misc{a, title={T}, author={A, A}, year=2020}"
    assert cvtool.render(document_of({**cv, "locale": "tlh"}, tmp_path, bib), name)


def test_a_publication_with_a_key_takes_the_rest_from_the_bibliography(tmp_path: Path) -> None:
    (tmp_path / "publications.bib").write_text("@misc{a, title={T}, year={2020}}")
    source = NAME + "publications: [{key: a, %s}]\n"
    assert load(tmp_path, source % "note: N").publications[0].key == "a"
    (line,) = check(tmp_path, source % "name: N")
    assert line == (
        "cv.yaml:3:25: error: publications[0].name: a publication with a key takes this from the "
        "bibliography"
    )
    (line,) = check(tmp_path, (source % "note: N").replace("key: a", "key: A"))
    assert line.endswith("no entry of the bibliography has the key 'A'; did you mean 'a'?")


@pytest.mark.parametrize(
    "value",
    [
        "no",
        "yes",
        "on",
        "012",
        "1e3",
        "12:30",
        "3.90",
        "1_0",
        "0x1F",
        "2020-07-01",
        "true",
        "=",
        "-",
    ],
)
def test_what_yaml_1_1_would_change_comes_out_as_it_was_written(tmp_path: Path, value: str) -> None:
    entry = work(tmp_path, f"{{name: {value}, keywords: ['{value}']}}")
    said = (to_plain(entry.title or entry.organization), *map(to_plain, entry.keywords))
    assert said == (value, value)


@pytest.mark.parametrize(
    ("section", "kind"),
    [("teaching", "Teaching"), ("supervision", "Supervision"), ("grants", "Grant")],
)
def test_the_docs_show_every_field(tmp_path: Path, section: str, kind: str) -> None:
    text = (ROOT / "docs" / "cv-yaml.md").read_text(encoding="utf-8")
    (example,) = re.findall(rf"^```yaml\n({section}:.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert check(tmp_path, NAME + example) == []
    assert load(tmp_path, NAME + example).section(section)
    (common,) = re.findall(r"^Each of the three also takes.*?\n\n", text, re.DOTALL | re.MULTILINE)
    told = set(re.findall(r"(\w+): ", example)) | set(re.findall(r"`(\w+)`", common))
    told |= {"id", "for", "except", "in", "priority", "break"}  # which any item takes
    properties = json.loads(run("schema").out)["$defs"][kind]["properties"]
    assert properties.keys() - told == set()


def test_what_is_said_of_sections_left_out_is_true(tmp_path: Path) -> None:
    source = """\
basics: {name: A, summary: SUMMARY, focus: FOCUS, keywords: [KEYWORD]}
work: [{name: W}]
awards: [{title: AWARD}]
sections: [work]
"""
    assert check(tmp_path, source) == []
    (remark,) = remarks(load_all(tmp_path / "cv.yaml"))[1:]
    assert remark == "no order of sections names 'awards', so no output shows it"
    document = cvtool.load(tmp_path / "cv.yaml")
    for word in ("SUMMARY", "FOCUS", "KEYWORD", "AWARD"):
        having = {
            output.path
            for name in formats()
            if name not in ("pdf", "card")
            for output in cvtool.render(document, name)
            if word.encode() in output.data
        }
        assert ("resume.json" in having) == (word != "AWARD")
        assert not having & {"cv.md", "cv.txt"}


def test_sections_of_ones_own_have_a_name_whatever_their_heading(tmp_path: Path) -> None:
    source = """\
basics: {name: A}
custom:
- {heading: Food & drink!, notes: [a]}
- {heading: 获奖, notes: [b]}
- {heading: 😀, notes: [c]}
- {heading: 🎉, notes: [d]}
- {heading: 🎉, id: party, notes: [e]}
sections: [party, custom-3, custom-2, 获奖, food-drink]
"""
    assert check(tmp_path, source) == []
    document = cvtool.load(tmp_path / "cv.yaml")
    assert [each.heading for each in document.sections] == [
        "🎉",
        "🎉",
        "😀",
        "获奖",
        "Food & drink!",
    ]
    assert len({each.id for each in document.sections}) == len(document.sections)


def test_a_bullet_that_says_nothing_in_the_language_of_the_cv_is_left_out(tmp_path: Path) -> None:
    source = """\
basics: {name: A}
work:
- name: B
  highlights: [{Outcome: {en: "", zh: 结果}}, {Result: {en: x, zh: 结果}}]
"""
    assert check(tmp_path, source) == []
    (entry,) = cvtool.load(tmp_path / "cv.yaml").sections[0].entries
    assert [each.label for each in entry.points] == ["Result."]


@pytest.mark.parametrize(("margin", "is_good"), [("60mm", True), ("60.1mm", False)])
def test_the_widest_margin_is_what_the_message_says(
    tmp_path: Path, margin: str, is_good: bool
) -> None:
    path = tmp_path / "cv.yaml"
    path.write_text(f"basics: {{name: A}}\npdf: {{margin: {margin}}}\n")
    assert [each.is_error for each in load_all(path).problems] == ([] if is_good else [True])
