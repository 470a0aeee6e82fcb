"""What a new CV begins with, and what doctor and lint say."""

from __future__ import annotations

import json
import os
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from helpers import ROOT, run

from cvtool.pipeline.lint import RULES
from cvtool.source.cv import LintRule
from cvtool.store.cache import VARIABLE

TODAY = "1764460800"  # 2025-11-30


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)
    monkeypatch.setattr("cvtool.source.schema.json_schema", lambda *_: "{}\n")


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("kind", "language"),
    [*product(["academic", "industry", "student", "site"], ["en", "de"]), ("site", "fr")],
)
def test_a_new_cv_renders_at_once_without_a_word(tmp_path: Path, kind: str, language: str) -> None:
    made = run("new", "cv", "--kind", kind, "--language", language, "--yes")
    assert (made.status, made.err) == (0, "")
    around = {".gitignore", ".vscode/settings.json", ".vscode/extensions.json"}
    assert around | {"cv.yaml", "publications.bib", "cv.schema.json"} < files(tmp_path / "cv")
    source = tmp_path / "cv/cv.yaml"
    for command in ("check", "lint"):
        said = run(command, "--input", source, "--strict")
        assert (said.status, said.err) == (0, "")
    rendered = run("render", "text", "--input", source)
    assert (rendered.status, rendered.err) == (0, "")
    text = (tmp_path / "output/cv.txt").read_text(encoding="utf-8")
    headings = {"en": "Education", "de": "Ausbildung", "fr": "Formation"}
    assert f"\n{headings[language]}\n" in text
    assert len(text.splitlines()) < 100


def test_it_is_one_page_in_the_theme_that_is_asked_for() -> None:
    run("new", "--kind", "academic", "--theme", "classic", "--yes")
    assert "look: {theme: classic}" in Path("cv.yaml").read_text(encoding="utf-8")
    assert "1 page, " in run("render", "pdf").out


def test_editors_find_the_schema_of_the_files() -> None:
    run("new", "--yes")
    settings = json.loads(Path(".vscode/settings.json").read_text(encoding="utf-8"))
    name, of_variants = settings["yaml.schemas"]
    assert of_variants == f"{name}#/$defs/Variant"
    first = Path("cv.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=cv.schema.json"
    assert Path("cv.schema.json").read_text(encoding="utf-8") == run("schema").out == "{}\n"


def test_a_site_brings_what_publishes_it_and_installs_this_very_version() -> None:
    run("new", "a", "--site", "--yes")
    run("new", "b", "--kind", "site", "--yes")
    run("new", "c", "--yes")
    flows = {".gitlab-ci.yml", ".github/workflows/homepage.yml", ".github/workflows/cloudflare.yml"}
    assert flows < files(Path("a"))
    assert flows < files(Path("b"))
    assert {each for each in files(Path("c")) if ".y" in each} == {
        "cv.yaml",
        ".github/workflows/cv.yml",
    }
    for name in (*(f"a/{each}" for each in flows), "c/.github/workflows/cv.yml"):
        text = Path(name).read_text(encoding="utf-8")
        commands = [str(each) for each in _runs(yaml.safe_load(text))]
        assert any(
            "pip install 'cvtool" in each and ("==" in each or "@" in each) for each in commands
        )
        assert all(
            each.startswith(("sudo apt-get", "apt-get", "pip install", "cvtool render"))
            for each in commands
        )


def _runs(flow: Any) -> list[Any]:
    if isinstance(flow, list):
        return [found for each in flow for found in _runs(each)]
    if not isinstance(flow, dict):
        return []
    own = [flow["run"]] if "run" in flow else flow.get("script", [])
    return [*own, *(found for each in flow.values() for found in _runs(each))]


@pytest.mark.parametrize(
    "there", ["cv.yaml", ".gitignore", "publications.bib", ".vscode/settings.json"]
)
def test_nothing_is_ever_written_over(tmp_path: Path, there: str) -> None:
    (tmp_path / "cv" / there).parent.mkdir(parents=True)
    (tmp_path / "cv" / there).write_text("mine")
    outcome = run("new", "cv", "--yes")
    assert outcome.status == 1
    assert outcome.lines == [
        f"cv/{there}: error: it is there already, and nothing is written over: choose another "
        "folder, or move it"
    ]
    assert files(tmp_path) == {f"cv/{there}"}
    assert (tmp_path / "cv" / there).read_text() == "mine"


def test_a_new_cv_from_what_another_program_has(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text('{"basics": {"name": "Ada", "label": "Poet"}}')
    outcome = run("new", "cv", "--from", "r.json", "--language", "de", "--theme", "bold")
    assert (outcome.status, outcome.err) == (0, "")
    said = yaml.safe_load((tmp_path / "cv/cv.yaml").read_text(encoding="utf-8"))
    assert said == {
        "locale": "de",
        "look": {"theme": "bold"},
        "basics": {"name": "Ada", "label": "Poet"},
    }
    assert {"publications.bib", ".gitignore", "cv.schema.json"} < files(tmp_path / "cv")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--theme", "clasic"], "--theme: there is no theme 'clasic'; did you mean 'classic'?"),
        (["--language", "tlh"], "--language: no words are known of 'tlh'"),
        (["--kind", "artist"], "'artist' is not one of"),
        (["--kind", "site", "--from", "a.json"], "--kind is for a CV to fill in"),
    ],
)
def test_what_a_new_cv_cannot_be(tmp_path: Path, arguments: list[str], said: str) -> None:
    outcome = run("new", *arguments)
    assert (outcome.status, files(tmp_path)) == (2, set())
    assert said in outcome.err


def test_names_stand_in_the_source_whatever_is_in_them(tmp_path: Path) -> None:
    from cvtool.pipeline.scaffold import Asking, begin

    name = 'Zoë: {O\'Neil} # & 100% "x"'
    begin(tmp_path / "cv", Asking(kind="academic", name=name, today="2025-11-30"), str)
    said = yaml.safe_load((tmp_path / "cv/cv.yaml").read_text(encoding="utf-8"))
    assert said["basics"]["name"] == name
    outcome = run("check", "-i", tmp_path / "cv/cv.yaml")
    assert (outcome.status, [it for it in outcome.lines if ": note:" not in it]) == (0, [])


def broken(*arguments: str) -> dict[str, tuple[str, str]]:
    """What doctor finds that is not good: name -> state, and what mends it."""
    said = json.loads(run("doctor", "--json", *arguments).out)
    assert said["status"] == any(each["state"] == "broken" for each in said["results"])
    return {
        each["name"]: (each["state"], each["mend"])
        for each in said["results"]
        if each["state"] != "good"
    }


def test_doctor_has_nothing_to_say_of_a_machine_with_all_that_a_cv_needs(tmp_path: Path) -> None:
    assert broken() == {"cv": ("odd", "cvtool new")}
    (tmp_path / "cv.yaml").write_text("basics: {name: Ada}\n")
    assert broken() == {}
    out = run("doctor").out
    assert all(
        word in out for word in ("pango: Pango 1.", "python: 3.", "fonts: ", "output: ", "cache: ")
    )


def test_doctor_says_what_mends_each_thing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cv.yaml").write_text("basics: {name: Ada \U00012000}\n")
    (tmp_path / "output").write_text("")

    def missing(*_: object) -> None:
        raise OSError("no library")

    engine = import_module("cvtool.render.pdf.engine")
    monkeypatch.setattr(engine, "load_weasyprint", missing)
    monkeypatch.setattr("ctypes.CDLL", missing)
    monkeypatch.setattr("cvtool.pipeline.doctor.find_spec", lambda _: None)
    monkeypatch.setattr("cvtool.pipeline.doctor.version", lambda _: "0.0")
    monkeypatch.setenv(VARIABLE, "relative")
    found = broken()
    assert found["pango"][0] == found["libraries"][0] == found["output"][0] == "broken"
    assert "apt install libpango" in found["pango"][1]
    assert "'weasyprint>=70,<71'" in found["libraries"][1].replace("<71,>=70", ">=70,<71")
    assert found["extra docx"] == ("odd", "pip install 'cvtool[docx]'")
    assert found["cache"][0] == "odd"
    said = run("check").lines
    assert any(
        line.startswith("cv.pdf: warning: it cannot be made here, for Pango") for line in said
    )


def test_doctor_names_the_fonts_that_lack(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text("basics: {name: 'Ada \U0001e4d0'}\n")  # Nag Mundari
    state, mend = broken()["fonts"]
    assert state == "broken"
    assert "font" in mend


CV = "basics: {name: Ada}\n"
JOB = (
    CV
    + "work:\n  - {name: A, startDate: 2015-01, endDate: 2016-03}\n  - {name: B, startDate: %s}\n"
)
LINKED = "basics: {name: Ada, url: https://a.example/, summary: '[it](https://a.example/"
LONG = "Built a thing that did what it should, and did it in the time that it had. " * 6


@pytest.mark.parametrize(
    ("source", "rules"),
    [
        (JOB % "2016-09", []),
        (JOB % "2018-01", ["gaps"]),
        (JOB % "2016-01", ["overlaps"]),
        (JOB % "2016-03", []),
        (JOB % "2015-02, endDate: 2015-12", ["gaps"]),
        (CV + "work: [{name: A, startDate: 2015}, {name: B, startDate: 2018}]", []),
        (CV + "education: [{institution: A, startDate: 2015, endDate: 2024}]\n"
              "custom: [{heading: Films, projects: [{name: B, period: 2025}]}]", []),
        (CV + "work: [{name: A, period: Jan 2015 - Present}]", []),
        (JOB % "2016", []),
        (JOB % "2026-01", ["gaps", "future"]),
        (CV + "work: [{name: A, startDate: 2015, endDate: 2024}]", ["gaps"]),
        (CV + "work: [{name: A, startDate: 2015, endDate: 2027-01}]", ["future"]),
        (CV + "education: [{institution: A, startDate: 2024, endDate: 2028}]", []),
        (CV + "education: [{institution: A, startDate: 2024, endDate: 2204}]", ["future"]),
        (CV + "grants: [{title: A, startDate: 2024, endDate: 2028}]", []),
        (CV + "work: [{name: A, positions: [{position: P, startDate: 2020, endDate: 2022}, "
              "{position: Q, startDate: 2021}]}]", []),
        ("basics: {name: Ada, summary: I build things.}", ["first-person"]),
        ("basics: {name: Ada, summary: 'Type I diabetes, I/O and Part I.'}", []),
        ("locale: de\nbasics: {name: Ada, summary: Meine Arbeit ist gut.}", ["first-person"]),
        ("locale: fr\nbasics: {name: Ada, summary: J'ai construit.}", ["first-person"]),
        ("locale: zh\nbasics: {name: Ada, summary: 我喜欢机器学习。}", ["first-person"]),
        ("locale: ja\nbasics: {name: Ada, summary: 私は研究者です。私立大学。}", ["first-person"]),
        ("locale: ja\nbasics: {name: Ada, summary: 私立大学の研究者。}", []),
        (CV + "references: [{name: B, reference: I liked her.}]", []),
        (CV + "projects: [{name: P, highlights: [Responsible for all.]}]", ["responsible"]),
        ("locale: es\n" + CV + "projects: [{name: P, highlights: [Responsable de todo.]}]",
         ["responsible"]),
        (CV + f"projects: [{{name: P, highlights: ['{LONG[:290]}']}}]", []),
        (CV + f"projects: [{{name: P, highlights: ['{LONG[:420]}']}}]", ["long-bullets"]),
        (LINKED + "#nope)'}", ["anchors"]),
        (LINKED + "#work)'}\nwork: [{name: A, startDate: 2020}]", []),
        (CV + "meta: {lastModified: 2024-01-01}", ["stale"]),
        (CV + "meta: {lastModified: 2025-06-01}", []),
        (CV + "meta: {lastModified: 2025-06-01}\nnews: [{date: 2025-09-01, text: a}]", ["stale"]),
    ],
)  # fmt: skip
def test_lint_finds_what_a_cv_might_say_better(
    tmp_path: Path, source: str, rules: list[str]
) -> None:
    (tmp_path / "cv.yaml").write_text(source, encoding="utf-8")
    said = json.loads(run("lint", "--json").out)
    assert (said["status"], [each["rule"] for each in said["problems"]]) == (0, rules)
    ignored = [word for rule in rules for word in ("--ignore", rule)]
    assert run("lint", "--strict", *ignored).status == 0
    assert run("lint", "--strict").status == bool(rules)
    (tmp_path / "cv.yaml").write_text(
        f"{source}\nlint: {{ignore: {json.dumps(rules)}}}", encoding="utf-8"
    )
    assert run("lint").lines == []


def test_lint_names_the_place_and_the_rule(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text("basics:\n  name: Ada\n  summary: I build.\n")
    (line,) = run("lint").lines
    assert line.startswith("cv.yaml:3:3: warning: basics.summary: 'I': ")
    assert line.endswith(" [first-person]")


def test_rules_have_one_list() -> None:
    assert [*RULES] == [*get_args(LintRule)]
    help_text = run("lint", "--help").out
    assert all(f"  {name} " in help_text for name in RULES)
    assert "unknown rule 'gap'; did you mean 'gaps'?" in run("lint", "--ignore", "gap").err


def test_lint_follows_links_only_when_it_is_asked_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from urllib.error import HTTPError

    asked = []

    def answer(request: Any, **_: object) -> Any:
        asked.append(request.full_url)
        if "gone" in request.full_url:
            raise HTTPError(request.full_url, 404, "Not Found", {}, None)  # type: ignore[arg-type]
        raise HTTPError(request.full_url, 403, "Forbidden", {}, None)  # type: ignore[arg-type]

    monkeypatch.setattr("urllib.request.urlopen", answer)
    (tmp_path / "cv.yaml").write_text(
        "basics:\n  name: Ada\n  url: https://gone.example/\n  summary: '[b](https://b.example/#x)'\n"
    )
    assert (run("lint").lines, asked) == ([], [])
    (line,) = run("lint", "--links").lines
    assert line.startswith(
        "cv.yaml:3:3: warning: basics.url: 'https://gone.example/' leads nowhere: 404"
    )
    assert sorted(asked) == ["https://b.example/", "https://gone.example/"]


def test_the_wheel_has_the_files_of_a_new_cv() -> None:
    folder = ROOT / "cvtool/pipeline/scaffold"
    told = {path.stem for path in folder.rglob("*.yaml")}
    assert {"head", "academic", "industry", "student", "site"} == told
    assert os.access(folder / "gitignore", os.R_OK)
