"""What editors complete where any text may stand: the values that are usual, with their titles.

They stand beside the free text, so that nothing is refused that cvtool takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from ..bib.fields import GROUPS
from ..model.kinds import KINDS
from ..model.later import NamedTuple
from ..words.data import languages
from .bibliography import GROUPINGS, SHOWN
from .cv import LintRule
from .layouts import THEMES

Schema = dict[str, Any]

ID = "https://cvtool.example/cv.schema.json"
"""The name of the schema, which stays; nobody is asked for it."""
NETWORKS = (
    *("GitHub", "GitLab", "LinkedIn", "Google Scholar", "ORCID", "DBLP", "Semantic Scholar"),
    *("ResearchGate", "OpenReview", "Hugging Face", "Kaggle", "Stack Overflow", "Mastodon"),
    *("Bluesky", "X", "YouTube", "Codeberg", "Xing", "Instagram", "Facebook", "Behance"),
    *("Dribbble", "Medium", "Vimeo", "SoundCloud"),
)
"""The networks that most know, as they are called."""
_OUTLINED = ("summary", "research", "keywords")
"""Sections that are no lists of entries."""
_SCALAR = ["string", "number", "boolean"]


class Own(NamedTuple):
    """What one CV has that others may not: names of readers, of sections, keys of papers."""

    readers: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()


NOTHING = Own()


def offer(schema: Schema, formats: Iterable[str], own: Own) -> Schema:
    """The schema with what editors complete, its name and the titles of its parts."""
    definitions = schema["$defs"]
    for name, part in definitions.items():
        part.setdefault("title", _title(name))
    sections = (*_OUTLINED, *KINDS, *own.sections)
    values = _values(formats, sections, own)
    for model, keys in values.items():
        whole = schema if model == "CV" else definitions[model]
        properties = [whole, *whole.get("anyOf", ())][-1]["properties"]
        for key, offered in keys.items():
            properties[key] = _beside(properties[key], offered)
    for model, key in (("SectionItem", "section"), ("Looks", "theme")):
        definitions[model]["anyOf"][0] = _either(values[model][key], {"type": "string"})
    readers = ("public", "private", *formats, *own.readers)
    definitions["Name"] = _beside(definitions["Name"], readers)
    definitions["Language"] = _beside(definitions["Language"], sorted(languages()))
    papers = definitions["Papers"]["additionalProperties"]["anyOf"]
    papers[0] = papers[1]["items"] = _either(own.papers, {"type": "string"})
    _name_headings(schema, sections)
    definitions["Scalar"] = {  # without a description, which editors would show for each text
        "anyOf": [
            {"type": ["string", "number"]},
            {
                "not": {
                    "anyOf": [{"type": ["string", "number", "object", "array"]}, {"const": None}]
                }
            },
        ],
    }
    found: Schema = _scalars(schema)
    return found


def _values(
    formats: Iterable[str], sections: Iterable[str], own: Own
) -> Mapping[str, Mapping[str, Iterable[str]]]:
    """Model -> key -> what is usual there."""
    papers = {"exclude": own.papers, "show": SHOWN, "types": (*GROUPS,)}
    listing = papers | {"groupBy": GROUPINGS}
    return {
        "CV": {"locale": sorted(languages())},
        "Looks": {"theme": THEMES},
        "Pdf": {"theme": THEMES},
        "Site": {"theme": THEMES},
        "SectionItem": {"section": sections},
        "Profile": {"network": NETWORKS},
        "PublicationItem": {"key": own.papers},
        "Choice": papers,
        "Listing": listing,
        "Bibliography": listing,
        "PublicationGroup": {"types": (*GROUPS,)},
        "Lint": {"ignore": get_args(LintRule)},
        "Variant": {"formats": formats},
    }


def _beside(schema: Schema, values: Iterable[str]) -> Schema:
    """The schema of a value, or of a list of such, with values that are usual."""
    if not (offered := [*dict.fromkeys(values)]):
        return schema
    head = {key: schema[key] for key in ("description", "title") if key in schema}
    rest = {key: value for key, value in schema.items() if key not in head}
    forms = rest["anyOf"] if rest.keys() == {"anyOf"} else [rest]
    forms = [_with_items(each, offered) if each.get("type") == "array" else each for each in forms]
    usual = [] if {"enum": offered} in forms else [{"enum": offered}]
    about = {key: head[key] for key in head if key == "description"}
    return head | {"anyOf": [each | about for each in (*usual, *forms)]}


def _with_items(schema: Schema, offered: list[str]) -> Schema:
    inside = schema.get("items", {})
    forms = inside["anyOf"] if inside.keys() == {"anyOf"} else [inside]
    return schema | {"items": {"anyOf": [{"enum": offered}, *forms]}}


def _either(values: Iterable[str], otherwise: Schema) -> Schema:
    offered = [*values]
    return {"anyOf": [{"enum": offered}, otherwise]} if offered else otherwise


def _name_headings(value: Any, sections: Iterable[str]) -> None:
    """Names the sections as keys wherever headings stand."""
    headings = value.get("headings") if isinstance(value, dict) else None
    free = headings.get("additionalProperties") if isinstance(headings, dict) else None
    if isinstance(headings, dict) and isinstance(free, dict):
        headings["properties"] = dict.fromkeys(sections, free)
    for each in value.values() if isinstance(value, dict) else value:
        if isinstance(each, dict | list):
            _name_headings(each, sections)


def _title(name: str) -> str:
    """``SectionItem`` as ``Section item``."""
    words = re.sub(r"(?<=[a-z])([A-Z])", lambda found: f" {found[1].lower()}", name)
    return words[:1].upper() + words[1:]


def _scalars(value: Any) -> Any:
    """The same, where a text may be whatever it looks like, without offering true and false."""
    if isinstance(value, list):
        return [_scalars(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: _scalars(each) for key, each in value.items()}
    if found.get("type") == _SCALAR:
        del found["type"]
        found["$ref"] = "#/$defs/Scalar"
    return found
