"""``cvtool variants`` and ``cvtool diff``: what editions leave out, say otherwise, and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers import NAME, run

from cvtool.cli import cvtool

SOURCE = """languages: [en, zh]
tags: [backend]
variants:
  industry: {description: Firms., sections: [work, skills], pdf: {theme: modern}, audience: private}
  acme: {extends: industry, basics: {label: Systems}, tags: [backend]}
basics:
  name: Ada
  phone: '+44 20 7946 0000'
  url: https://ada.example
  label: {else: Researcher, industry: Engineer, zh: 研究员}
work:
- name: Tencent
  in: {industry: {position: Engineer}}
  position: Scientist
  highlights:
  - Everywhere.
  - {text: Only there., for: industry}
  - {text: Not there., except: [industry, zh]}
  - {industry: Worded.}
- name: Loom
  highlights: {else: [A, B], industry: [A, C]}
- {name: Gone, in: {industry: null}}
- {name: Printed, for: pdf+backend}
skills: [{name: Weaving}]
awards: [{title: Medal}]
publications:
- {key: a, for: industry}
"""
BIB = """@misc{a, title = {First}, author = {Ada}, year = 2020}
@misc{b, title = {Second}, author = {Ada}, year = 2020, keywords = {except:industry}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where that CV is; the command runs there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cv.yaml").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "publications.bib").write_text(BIB, encoding="utf-8")
    return tmp_path


def said(*arguments: str) -> list[str]:
    """What a command prints, if all is well."""
    outcome = run(*arguments)
    assert (outcome.status, outcome.err) == (0, "")
    return outcome.out.splitlines()


@pytest.mark.usefixtures("folder")
def test_the_facts_that_differ_are_told_with_their_places() -> None:
    assert said("diff", "industry") == [
        "industry (private) and default (private):",
        "only in industry: paper a 'First' (publications.bib:1; for: industry)",
        "only in industry: work Tencent, highlights 'Only there.' (cv.yaml:17; for: industry)",
        "only in industry: work Tencent, highlights 'Worded.' (cv.yaml:19; other words: industry)",
        "only in industry: work Loom, highlights 'C' (cv.yaml:21; other words: industry)",
        "only in industry: pdf.theme 'modern' (cv.yaml:4; variants.industry)",
        "only in default: section awards (cv.yaml:4; variants.industry)",
        "only in default: section publications (cv.yaml:4; variants.industry)",
        "only in default: paper b 'Second' (publications.bib:2; except: industry)",
        "only in default: work Tencent, highlights 'Not there.' (cv.yaml:18; except: industry)",
        "only in default: work Loom, highlights 'B' (cv.yaml:21; other words: industry)",
        "only in default: work Gone (cv.yaml:22; in: industry)",
        "other words: basics.label 'Engineer' / 'Researcher' (cv.yaml:10; other words: industry)",
        "other words: work Tencent, position 'Engineer' / 'Scientist' "
        "(cv.yaml:13 / cv.yaml:14; in: industry)",
    ]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        (
            ["acme", "industry"],
            [
                "acme (private) and industry (private):",
                "other words: basics.label 'Systems' / 'Engineer' "
                "(cv.yaml:5 / cv.yaml:10; other words: industry)",
                "only in acme: work Printed (cv.yaml:23; for: pdf+backend; in pdf)",
            ],
        ),
        (
            ["default", "zh"],
            [
                "default (private) and zh (private):",
                "only in default: work Tencent, highlights 'Not there.' (cv.yaml:18; except: zh)",
                "other words: basics.label 'Researcher' / '研究员' (cv.yaml:10; other words: zh)",
            ],
        ),
        (
            ["public", "private"],
            [
                "public (public) and private (private):",
                "only in private: basics.phone '+44 20 7946 0000' (cv.yaml:8; private)",
            ],
        ),
        (
            ["zh + industry", "industry+zh"],
            [
                "there is no difference between zh + industry (private) and industry+zh (private), "
                "which are the same"
            ],
        ),
        (["en"], ["there is no difference between en (private) and default (private), "
                  "which are the same"]),
    ],
)  # fmt: skip
def test_editions_have_names_that_can_be_joined(sides: list[str], expected: list[str]) -> None:
    assert said("diff", *sides) == expected


@pytest.mark.usefixtures("folder")
def test_each_edition_says_what_it_leaves_out_and_why() -> None:
    lines = said("variants")
    assert lines[:7] == [
        "default",
        "  folders: output, private; audience: public, private; language: en",
        "  leaves out paper a 'First' (publications.bib:1; for: industry)",
        "  leaves out work Tencent, highlights 'Only there.' (cv.yaml:17; for: industry)",
        "  leaves out work Tencent, highlights 'Worded.' (cv.yaml:19; other words: industry)",
        "  leaves out work Printed (cv.yaml:23; for: pdf+backend)",
        "zh",
    ]
    assert "industry: Firms." in lines
    acme = said("variants", "acme")
    assert acme[1] == (
        "  folders: private/acme; audience: private; language: en; extends: industry; tags: backend"
    )
    assert not any("leaves out work Printed" in each for each in acme)
    assert "  has basics.label 'Systems' instead of 'Researcher' (cv.yaml:5; variants.acme)" in acme


def test_what_no_section_shows_is_no_difference(folder: Path) -> None:
    (folder / "publications.bib").unlink()
    (folder / "cv.yaml").write_text(
        "variants:\n  a: {sections: [work]}\n  b: {sections: [work, skills], work: {w: null}}\n"
        f"{NAME}work: [{{name: W}}]\nskills: [{{name: S, for: [a, b]}}, {{name: T, for: b}}]\n"
    )
    assert said("variants", "a")[2:] == ["  it leaves nothing out"]
    assert said("variants", "b")[2:] == [
        "  leaves out work W (cv.yaml:6; variants.b)",
        "  adds skills S (cv.yaml:7; for: a, b)",
        "  adds skills T (cv.yaml:7; for: b)",
    ]
    assert said("diff", "a", "b")[1:] == [
        "only in a: work W (cv.yaml:6; variants.b)",
        "only in b: section skills (cv.yaml:2; variants.a)",
    ]


def test_a_variant_with_a_file_is_read_there(folder: Path) -> None:
    (folder / "variants").mkdir()
    (folder / "variants" / "jobs.yaml").write_text(
        "work:\n  tencent: {highlights: [X]}\n  loom: null\n"
        "sections: [skills, work]\nbibliography: {exclude: [b]}\n"
    )
    assert said("variants", "jobs")[1:] == [
        "  folders: output/jobs, private/jobs; audience: public, private; language: en",
        "  leaves out section awards (variants/jobs.yaml:4; variants.jobs)",
        "  leaves out section publications (variants/jobs.yaml:4; variants.jobs)",
        "  leaves out paper b 'Second' (publications.bib:2; variants.jobs)",
        "  leaves out work Tencent, highlights 'Everywhere.' (cv.yaml:16; variants.jobs)",
        "  leaves out work Tencent, highlights 'Not there.' (cv.yaml:18; variants.jobs)",
        "  leaves out work Loom (cv.yaml:20; variants.jobs)",
        "  leaves out paper a 'First' (publications.bib:1; for: industry)",
        "  leaves out work Printed (cv.yaml:23; for: pdf+backend)",
        "  adds work Tencent, highlights 'X' (variants/jobs.yaml:2; variants.jobs)",
        "  adds bibliography.exclude 'b' (variants/jobs.yaml:5; variants.jobs)",
        "  orders sections 'skills, work' instead of 'work, skills' "
        "(variants/jobs.yaml:4; variants.jobs)",
    ]


def test_lists_that_are_written_apart_are_compared_by_names(folder: Path) -> None:
    (folder / "cv.yaml").write_text(
        f"{NAME}variants:\n"
        "  one: {work: [{name: W, url: https://w.example}, {name: V, position: New}]}\n"
        "work: [{name: V, position: Old}, {name: W, url: https://w.example}]\n"
        "talks: [{name: T, event: E, for: one}, {name: T, event: F, except: one}]\n"
        "publications: [{key: b, in: {one: {summary: Short.}}}]\n"
    )
    (folder / "publications.bib").write_text(BIB.partition(", keywords")[0] + "}")
    assert said("diff", "one")[1:] == [
        "only in one: talks T (cv.yaml:6; for: one)",
        "only in one: publications b, summary 'Short.' (cv.yaml:7; in: one)",
        "only in default: talks T (cv.yaml:6; except: one)",
        "other words: work V, position 'New' / 'Old' (cv.yaml:4 / cv.yaml:5; variants.one)",
        "other order: work 'W, V' / 'V, W' (cv.yaml:4 / cv.yaml:5; variants.one)",
    ]


def test_a_single_phone_is_one_thing_in_other_words(folder: Path) -> None:
    (folder / "publications.bib").unlink()
    (folder / "cv.yaml").write_text(
        f'variants: {{one: {{}}}}\n{NAME}  phone: {{else: "+49 30 1", one: "+49 30 2"}}\n'
    )
    assert said("diff", "one", "default")[1:] == [
        "other words: basics.phone '+49 30 2' / '+49 30 1' (cv.yaml:4; other words: one)"
    ]


def test_many_lines_are_a_count_and_long_texts_begin_where_they_differ(folder: Path) -> None:
    bullets = "".join(f"  - {{text: Bullet {number}., for: one}}\n" for number in range(30))
    text = "word " * 50_000
    (folder / "publications.bib").unlink()
    (folder / "cv.yaml").write_text(
        f"variants: {{one: {{}}}}\n{NAME}  summary: {{else: {text} A, one: {text} B}}\n"
        f"work:\n- name: W\n  highlights:\n{bullets}"
    )
    lines = said("variants")
    assert sum("Bullet" in each for each in lines) == 16
    assert "  ... and 22 more of this kind: 'cvtool variants one' has all" in lines
    assert sum("adds" in each for each in said("variants", "one")) == 30
    (line,) = (each for each in lines if "summary" in each)
    assert "'…word word word word B' instead of '…word word word word A'" in line


@pytest.mark.usefixtures("folder")
def test_both_are_data(folder: Path) -> None:
    (folder / "cv.yaml").write_text(SOURCE.replace("Only there.", "Only\u200b there."))
    found = json.loads("\n".join(said("diff", "acme", "--json")))
    assert found["left"] == {
        "name": "acme",
        "variant": "acme",
        "language": "en",
        "audience": "private",
        "format": "",
    }
    assert found["differences"][1] == {
        "kind": "only",
        "of": "work Tencent, highlights",
        "left": {
            "text": "Only\u200b there.",
            "file": "cv.yaml",
            "line": 17,
            "path": "work[0].highlights[1].text",
        },
        "right": None,
        "why": "for: industry",
        "formats": [],
    }
    every = json.loads("\n".join(said("variants", "--json")))
    assert [each["name"] for each in every] == ["default", "zh", "industry", "acme"]
    assert [*every[2]] == [
        *("name", "description", "folders", "audience", "language", "formats", "extends", "tags"),
        *("leavesOut", "adds", "words", "order"),
    ]
    assert "Only\\u200b there." in "\n".join(said("diff", "acme"))


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["diff", "indstry"], "there is no edition 'indstry'; did you mean 'industry'?"),
        (["variants", "backend"], "there is no edition 'backend'; known are acme, default, en"),
        (["diff", "acme+industry"], "'acme+industry' names two of the variants: one CV has one"),
        (["diff", "zh+"], "there is no edition ''; known are"),
        (["diff", "acme+public"], "'acme' has no version that is public"),
        (["diff", "a\x1b[31m"], "there is no edition 'a\\x1b[31m'; known are"),
        (["diff"], "missing argument 'EDITION'"),
    ],
)
def test_a_wrong_name_is_a_wrong_command(arguments: list[str], message: str) -> None:
    outcome = run(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"cvtool: error: {message}")


@pytest.mark.parametrize("arguments", [["variants"], ["diff", "one"], ["variants", "one"]])
def test_without_variants_there_is_little_to_tell(tmp_path: Path, arguments: list[str]) -> None:
    source = tmp_path / "resume.json"
    source.write_text('{"basics": {"name": "Ada"}}')
    outcome = run(*arguments, "-i", source)
    if arguments == ["variants"]:
        expected = "default\n  folders: output; audience: public; language: en\n"
        assert (outcome.status, outcome.out) == (0, f"{expected}  it leaves nothing out\n")
    else:
        assert outcome.status == 2
        assert "there is no edition 'one': the CV declares none" in outcome.err
    source.write_text('{"basics": {"name": 3, "email": "at"}}')
    outcome = run(*arguments, "-i", source)
    assert (outcome.status, outcome.out) == (1, "")
    assert ": error: basics.email: " in outcome.err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("render --variant ", ["industry", "acme"]),
        ("check --language z", ["zh"]),
        ("diff a", ["acme"]),
        ("variants industry+", ["default", "industry", "acme", "en", "zh"]),
        ("diff -i none.yaml ", []),
        ("diff -i broken.yaml ", []),
    ],
)
def test_the_shell_completes_names(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
    words: str, expected: list[str],
) -> None:  # fmt: skip
    (folder / "broken.yaml").write_text("a: [")
    *before, _ = words.split(" ")
    monkeypatch.setenv("_CVTOOL_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"cvtool {words}")
    monkeypatch.setenv("COMP_CWORD", str(len(before) + 1))
    with pytest.raises(SystemExit) as end:
        cvtool(prog_name="cvtool")
    out, err = capfd.readouterr()
    found = [line.partition(",")[2].rpartition("+")[2] for line in out.splitlines()]
    assert (end.value.code, err, [each for each in found if each]) == (0, "", expected)
