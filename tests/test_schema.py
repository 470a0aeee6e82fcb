"""The JSON Schema of cv.yaml: complete, fresh, and of one mind with the models."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import ROOT, check, run
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from cvtool.render.table import FORMATS
from cvtool.source import CV
from cvtool.source.node import keys
from cvtool.source.offers import Own
from cvtool.source.schema import SCHEMA_NAME, json_schema

TEXT = json_schema(FORMATS.values())
SCHEMA = json.loads(TEXT)
VALIDATOR = Draft202012Validator(SCHEMA)
REGISTRY: Registry[Any] = Registry().with_resource("cv", Resource.from_contents(SCHEMA))
VARIANT = Draft202012Validator({"$ref": "cv#/$defs/Variant"}, registry=REGISTRY)
NAMES = "languages: [en, zh-Hans]\ntags: [backend]\nvariants: {ind: {}, acme: {extends: ind}}\n"
BASE = f"{NAMES}basics: {{name: A}}\n"
RESUMES = sorted((Path(__file__).parent / "data" / "resumes").glob("*.json"))


def plain(value: Any) -> Any:
    """What an editor makes of PyYAML's data: JSON has no dates."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def complaints(source: str, validator: Draft202012Validator = VALIDATOR) -> list[str]:
    return [error.message for error in validator.iter_errors(plain(yaml.safe_load(source)))]


def mappings(schema: Any) -> Iterator[dict[str, Any]]:
    """Every part of the schema that describes a mapping with keys."""
    if isinstance(schema, list):
        for each in schema:
            yield from mappings(each)
    elif isinstance(schema, dict):
        if "properties" in schema and "type" in schema:
            yield schema
        for each in schema.values():
            yield from mappings(each)


def test_the_copy_in_the_repository_is_fresh() -> None:
    written = (ROOT / SCHEMA_NAME).read_text(encoding="utf-8")
    assert written == TEXT, f"write it again: cvtool schema > {SCHEMA_NAME}"


def test_the_command_prints_it() -> None:
    assert run("schema").out == TEXT


def test_the_sample_points_editors_at_the_copy() -> None:
    first = (ROOT / "cv.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={SCHEMA_NAME}"


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_field_and_definition_has_a_description() -> None:
    assert SCHEMA["description"]
    for name, definition in SCHEMA["$defs"].items():
        assert definition.get("description") or name == "Scalar", name
    for mapping in mappings(SCHEMA):
        for name, field in mapping["properties"].items():
            shown = field | SCHEMA["$defs"].get(field.get("$ref", "").rpartition("/")[2], {})
            assert len(shown.get("description", "")) > 3, name


def test_editors_find_the_keys_where_they_stand() -> None:
    own = {info.alias for info in keys(CV).values() if not info.exclude}
    assert SCHEMA["properties"].keys() == own | {"variants", "tags", "in"}
    assert all("properties" in mapping for mapping in mappings(SCHEMA))
    inner = list(mappings(SCHEMA["$defs"]))
    assert not [each for each in inner if "default" in each]
    assert all(each.get("title") or name == "Scalar" for name, each in SCHEMA["$defs"].items())
    assert '"null"' not in TEXT
    work = {"name", "startDate", "projects", "id", "for", "except", "in", "priority"}
    assert work <= SCHEMA["$defs"]["Work"]["properties"].keys()
    assert work <= SCHEMA["$defs"]["WorkDifferences"]["properties"].keys()
    variant = {"extends", "tags", "description", "formats", "audience", "language", "folder"}
    assert own | variant <= SCHEMA["$defs"]["Variant"]["properties"].keys()


def test_it_is_short_enough_for_editors() -> None:
    assert len(TEXT) < 380_000


def test_the_sample_is_valid() -> None:
    assert complaints((ROOT / "cv.yaml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", RESUMES, ids=lambda path: path.stem)
def test_json_resume_documents_are_valid(path: Path) -> None:
    assert complaints(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "basics: {name: {en: A, zh-Hans: 甲}}",
        "x-a: {b: [1, null]}",
        "basics: {x-b: 1}",
        "work: [{startDate: 2020, endDate: present, highlights: [a, {Outcome: b}, {en: c}]}]",
        "work: [{startDate: 2020-07-01, endDate: '', highlights: [{label: a, text: b}]}]",
        "education: [{score: 3.90, startDate: 2020-07-01T10:00:00Z}]",
        "bibliography: a.bib",
        "bibliography: [a.bib, b.bib]",
        "{custom: [{heading: H, notes: [a]}], sections: [work, {section: h, heading: b}]}",
        "service: [{venues: [a, {name: b}]}]",
        "basics: {location: {countryCode: ''}, email: ''}",
    ],
)
def test_both_accept(source: str, tmp_path: Path) -> None:
    (tmp_path / "a.bib").touch()
    (tmp_path / "b.bib").touch()
    assert complaints(source) == []
    assert not [line for line in check(tmp_path, source) if ": error: " in line]


@pytest.mark.parametrize(
    "source",
    [
        "bascis: {}",
        "basics: {nme: A}",
        "work: [{projects: [{highlights: [a], foo: b}]}]",
        "work: {name: a}",
        "work: none",
        "basics: [a]",
        "basics: {name: [a]}",
        "work: [{startDate: last May}]",
        "work: [{startDate: present}]",
        "work: [{highlights: [{Problem: b, Outcome: d}]}]",
        "work: [{highlights: one}]",
        "custom: [{notes: [a]}]",
        "news: [{date: 2020}]",
        "talks: [{event: a}]",
        "publications: [{selected: maybe}]",
        "basics: {location: {countryCode: CHE}}",
        "sections: [{names: a}]",
        "bibliography: {a: b}",
    ],
)
def test_both_refuse(source: str, tmp_path: Path) -> None:
    assert complaints(source)
    assert [line for line in check(tmp_path, source) if ": error: " in line]


@pytest.mark.parametrize(
    "source",
    [
        "work: [{name: W, for: ind}, {name: V, except: [acme, zh-Hans + backend], priority: 2}]",
        "work: [{id: w, name: {else: W, ind: V, ind+zh-Hans: {en: U}, private: null}}]",
        "work: [{name: W, url: {else: 'https://a.example', ind: null}, startDate: {ind: 2020}}]",
        "work: [{name: W, in: {ind: {url: null, projects: null, in: {zh-Hans: {name: V}}}}}]",
        "work: [{name: W, projects: [{name: P, in: {acme: null}, highlights: [{text: a}]}]}]",
        "work: [{name: W, highlights: [{id: p, text: a}], in: {ind: {highlights: {p: null}}}}]",
        "work: [{name: W, highlights: [{text: a, for: pdf, priority: 1}, {Outcome: b, for: ind}]}]",
        "work: [{name: W, highlights: [{ind: a, acme: b}, {else: c, ind: null}, {zh-Hans: d}]}]",
        "work: [{name: W, keywords: [a, {text: b, except: ind}, {ind: c}, {else: d, acme: e}]}]",
        "work: {else: [{name: W}], ind: []}",
        "custom: [{heading: H, for: ind, notes: [a, {text: {en: b}, for: ind}, {c: [d]}]}]",
        "sections: [work, {section: skills, except: ind}]\nheadings: {work: {else: J, ind: W}}",
        "sections: {else: [work], ind: [work, skills]}",
        "pdf: {theme: {else: plain, ind: bold}, in: {acme: {fontSize: 9, links: false}}}",
        "dates: {else: year, ind: {precision: month}}",
        "phrases: {present: {else: now, ind: today}}",
        "bibliography: {for: {private: [a]}, except: {ind: b}, limit: {else: 3, ind: all}}",
        "in: {ind: {bibliography: {limit: 3}, work: {w: null}}}\nwork: [{id: w, name: W}]",
        "languages: [en, zh-Hans, {language: English, for: ind}]",
    ],
)
def test_both_accept_names_everywhere(source: str, tmp_path: Path) -> None:
    whole = yaml.safe_dump(yaml.safe_load(BASE) | yaml.safe_load(source), allow_unicode=True)
    assert complaints(whole) == []
    assert not [line for line in check(tmp_path, whole) if ": error: " in line]


@pytest.mark.parametrize(
    "source",
    [
        "work: [{name: W, for: []}]",
        "work: [{name: W, for: {ind: true}}]",
        "work: [{name: W, except: ind+}]",
        "work: [{name: W, in: [ind]}]",
        "work: [{name: W, in: {ind: [a]}}]",
        "work: [{name: W, in: {ind: {nam: V}}}]",
        "work: [{name: W, in: {ind: {in: {acme: {startDate: soon}}}}}]",
        "work: [{name: W, priority: high}]",
        "work: [{name: W, id: [w]}]",
        "work: [{name: W, url: {else: [a]}}]",
        "work: [{name: W, startDate: {else: soon}}]",
        "work: [{name: W, highlights: [{text: a, fro: ind}]}]",
        "work: {w: {name: V}}",
        "basics: {name: A, keywords: [{text: b, for: ind, note: c}]}",
        "basics: {name: A, label: {Title: B, Field: C}}",
        "basics: {name: A, location: {else: {ctiy: B}}}",
        "basics: {name: A, locatoin: {else: {city: B}}}",
        "pdf: {pageSize: {else: A4, ind: A3}}",
        "variants: [ind]",
        "variants: {a b: {}}",
        "variants: {ind: text}",
        "variants: {ind: {descripton: a}}",
        "variants: {ind: {basics: {nam: B}}}",
        "variants: {ind: {audience: all}}",
        "variants: {ind: {language: English}}",
        "variants: {ind: {extends: {acme: 1}}}",
        "variants: {ind: {work: {w: text}}}\nwork: [{id: w, name: W}]",
        "tags: {backend: true}",
        "bibliography: {for: {ind: {a: b}}}",
        "languages: [English]",
    ],
)
def test_both_refuse_what_is_wrong_with_names(source: str, tmp_path: Path) -> None:
    whole = yaml.safe_dump(yaml.safe_load(BASE) | yaml.safe_load(source), allow_unicode=True)
    assert complaints(whole)
    assert [line for line in check(tmp_path, whole) if ": error: " in line]


@pytest.mark.parametrize(
    ("source", "is_good"),
    [
        ("extends: ind\ntags: [backend]\nformats: [pdf]\naudience: private\nfolder: a/b", True),
        ("description: For them.\nlanguage: zh-Hans\nbasics: {label: B, url: null}", True),
        (
            "work: {w: {position: P, highlights: [a]}, v: null}\nformats: {org: {sections: []}}",
            True,
        ),
        ("basics: {keywords: {python: null, c: C}}\nskills: null\nheadings: {work: null}", True),
        ("publications: {smith2020: {note: a}}\nx-own: [1]\nin: {zh-Hans: {work: null}}", True),
        ("basics: {labell: B}", False),
        ("work: {w: {postion: P}}", False),
        ("work: {w: {startDate: soon}}", False),
        ("bascis: {}", False),
        ("folder: [a]", False),
        ("variants: {a: {}}", False),
    ],
)
def test_files_of_variants_have_a_schema(source: str, is_good: bool) -> None:
    assert (complaints(source, VARIANT) == []) is is_good


def test_the_variant_of_the_sample_is_valid() -> None:
    for path in (ROOT / "variants").glob("*.yaml"):
        assert complaints(path.read_text(encoding="utf-8"), VARIANT) == []


def offered(schema: Any, at: str) -> list[Any]:
    """What an editor completes at a place: the values that a schema names, and keys."""
    root = json.loads(schema)
    found: list[Any] = []

    def follow(part: Any) -> None:
        if ref := part.get("$ref"):
            inner = root
            for step in ref.split("/")[1:]:
                inner = inner[int(step)] if isinstance(inner, list) else inner[step]
            follow(inner)
        found.extend(part.get("enum", ()))
        if part.get("type") == "boolean" or "boolean" in part.get("type", ()):
            found.extend([True, False])
        for each in part.get("anyOf", ()):
            follow(each)

    part = root
    for step in at.split("/"):
        part = part[int(step)] if isinstance(part, list) else part[step]
    follow(part)
    return found


@cache
def with_names() -> str:
    """The schema of a CV with a variant, a tag, a section and a publication of its own."""
    own = Own(("industry", "backend"), ("my-own",), ("smith2020",))
    return json_schema(FORMATS.values(), own)


@pytest.mark.parametrize(
    ("at", "has"),
    [
        ("properties/locale", {"de", "zh-Hant"}),
        ("$defs/Pdf/properties/theme", {"two-tone", "classic"}),
        ("$defs/Site/properties/theme", {"two-tone", "classic"}),
        ("$defs/Looks/anyOf/1/properties/theme", {"two-tone", "classic"}),
        ("$defs/Looks/anyOf/0", {"two-tone", "classic"}),
        ("$defs/SectionItem/anyOf/0", {"work", "research", "publications", "my-own"}),
        ("$defs/SectionItem/anyOf/1/properties/section", {"work", "my-own"}),
        ("$defs/Language", {"en", "pt-BR"}),
        ("$defs/For", {"public", "private", "pdf", "industry", "backend"}),
        ("$defs/Variant/properties/tags", {"backend"}),
        ("$defs/Variant/properties/formats", {"pdf", "html"}),
        ("$defs/PublicationItem/properties/key", {"smith2020"}),
        ("$defs/Profile/anyOf/1/properties/network", {"GitHub", "ORCID"}),
        ("$defs/Bibliography/anyOf/2/properties/show", {"abstract"}),
    ],
)
def test_editors_complete_what_is_usual_and_take_any_text(at: str, has: set[str]) -> None:
    found = offered(with_names(), at)
    assert has <= {*found}
    assert not {True, False} & {each for each in found if isinstance(each, bool)}


@pytest.mark.parametrize(
    "source",
    [
        "look: my-own-theme",
        "{pdf: {theme: my-own}, site: {theme: other}, locale: gsw}",
        "sections: [work, my-section, {section: other, heading: B}]",
        "headings: {my-section: A, work: B}",
        "basics: {name: true, label: 1.5, profiles: [{network: Own}], email: ''}",
        "work: [{endDate: heute}, {endDate: to date}]",
        "publications: [{key: nobody2020}]",
    ],
)
def test_what_is_not_completed_is_taken_all_the_same(source: str) -> None:
    assert complaints(source) == []


def test_the_schema_can_have_the_names_of_one_cv(tmp_path: Path) -> None:
    (tmp_path / "publications.bib").write_text("@misc{smith2020, title={T}, year={2020}}")
    source = "basics: {name: A}\ntags: [backend]\nvariants: {ind: {tags: [backend]}}\n"
    (tmp_path / "cv.yaml").write_text(source + "custom: [{heading: My Own, notes: [a]}]\n")
    schema = run("schema", "--input", tmp_path / "cv.yaml").out
    assert {"ind", "backend"} <= {*offered(schema, "$defs/For")}
    assert "my-own" in offered(schema, "$defs/SectionItem/anyOf/0")
    assert "smith2020" in offered(schema, "$defs/PublicationItem/properties/key")


def test_its_name_stays() -> None:
    assert SCHEMA["$id"] == "https://cvtool.example/cv.schema.json"
