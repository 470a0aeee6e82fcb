"""The JSON Schema of cv.yaml: complete, fresh, and of one mind with the models."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import ROOT, check, run
from jsonschema import Draft202012Validator

from cvtool.render.table import FORMATS
from cvtool.source import CV
from cvtool.source.schema import SCHEMA_NAME, json_schema

SCHEMA = json.loads(json_schema(FORMATS.values()))
VALIDATOR = Draft202012Validator(SCHEMA)
RESUMES = sorted((Path(__file__).parent / "data" / "resumes").glob("*.json"))


def plain(value: Any) -> Any:
    """What an editor makes of PyYAML's data: JSON has no dates."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def complaints(source: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(plain(yaml.safe_load(source)))]


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
    assert written == json_schema(FORMATS.values()), (
        f"write it again: cvtool schema > {SCHEMA_NAME}"
    )


def test_the_command_prints_it() -> None:
    assert run("schema").out == json_schema(FORMATS.values())


def test_the_sample_points_editors_at_the_copy() -> None:
    first = (ROOT / "cv.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={SCHEMA_NAME}"


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_field_and_definition_has_a_description() -> None:
    assert SCHEMA["description"]
    for name, definition in SCHEMA["$defs"].items():
        assert definition.get("description"), name
    for mapping in mappings(SCHEMA):
        for name, field in mapping["properties"].items():
            shown = field | SCHEMA["$defs"].get(field.get("$ref", "").rpartition("/")[2], {})
            assert len(shown.get("description", "")) > 3, name


def test_editors_find_the_keys_where_they_stand() -> None:
    assert SCHEMA["properties"].keys() == {
        info.alias for name, info in CV.model_fields.items() if name != "extensions"
    }
    assert all("properties" in mapping for mapping in mappings(SCHEMA))
    inner = list(mappings(SCHEMA["$defs"]))
    assert not [each for each in inner if "title" in each or "default" in each]
    assert '"null"' not in json_schema(FORMATS.values())
    work = SCHEMA["$defs"][SCHEMA["properties"]["work"]["items"]["$ref"].rpartition("/")[2]]
    assert {"name", "startDate", "projects"} <= work["properties"].keys()


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
        "work: [{highlights: [{a: b, c: d}]}]",
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
