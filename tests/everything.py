"""A CV in which every field of every model is filled, each text with a mark of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from cvtool.model.document import Document
from cvtool.pipeline.load import load_all
from cvtool.source import CV
from cvtool.source.fields import UNSAID, Point
from cvtool.source.node import Node, fields_of

HOSTILE = """ </script><!-- & <b> "it's" * _ \\ 中文 😀"""
"""What is appended to every text."""

_SPECIAL = {
    "startDate": "2019-03",
    "endDate": "2020-04",
    "birthDate": "1981-05-17",
    "date": "2021-05-06",
    "releaseDate": "2018-07-08",
    "email": "jane@example.org",
    "countryCode": "CH",
    "selected": True,
    "doi": "10.1234/abc",
}
_LEFT_OUT = {"key", "image", "extensions", "id", "lint", *UNSAID}


def everything() -> dict[str, Any]:
    """The CV as plain data. A mark reads like ``@work.positions.summary@``."""
    cv = _node(CV, "")
    cv |= {"meta": {"version": "v9.8.7", "x-own": "@meta.x-own@"}, "site": {"url": SITE}}
    return cv | {"x-own": {"deep": ["@x-own@"]}}


SITE = "https://example.org/cv"


def marks(value: Any) -> Iterator[str]:
    """Every mark in plain data."""
    for text in strings(value):
        parts = text.split("@")
        yield from (f"@{each}@" for each in parts[1::2] if each != "example.org")


def strings(value: Any) -> Iterator[str]:
    """Every text in plain data, the keys apart."""
    if isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value


def document_of(
    cv: dict[str, Any], folder: Path, bib: str = "", audience: str = "public"
) -> Document:
    """The finished CV of plain data, as YAML has it, and of the text of a bibliography."""
    text = json.dumps(cv, ensure_ascii=False)
    (folder / "cv.yaml").write_text(f"{text} # no JSON\n", encoding="utf-8")
    if bib:
        (folder / "publications.bib").write_text(bib, encoding="utf-8")
    loaded = load_all(folder / "cv.yaml")
    assert loaded.document is not None, loaded.problems
    own = loaded.private if audience == "private" else None
    return own or loaded.document


def _node(model: type[Node], path: str) -> dict[str, Any]:
    filled = {"x-own": f"@{path}.x-own@".replace("@.", "@")} if path else {}
    for name, info in fields_of(model).items():
        alias = info.alias
        if {name, alias} & _LEFT_OUT or (model is CV and alias in _SETTINGS):
            continue
        filled[alias] = _value(info.annotation, f"{path}.{alias}".lstrip("."), alias)
    return filled


_SETTINGS = {
    *("$schema", "bibliography", "sections", "headings", "locale", "dates", "site", "meta"),
    *("look", "pdf", "html", "markdown", "text", "llms", "jsonresume", "formats"),
    *("phrases", "lines", "match", "people"),
}


def _value(kind: Any, path: str, name: str) -> Any:
    if name in _SPECIAL:
        return _SPECIAL[name]
    if name in ("url", "slides", "video"):
        return f"https://example.org/@{path}@"
    inner = _inner(kind)
    if get_origin(inner) is list:
        return _list(_inner(get_args(inner)[0]), path)
    if isinstance(inner, type) and issubclass(inner, Node):
        return _node(inner, path)
    return f"@{path}@{HOSTILE}"


def _list(item: Any, path: str) -> list[Any]:
    if item is Point:
        return [f"@{path}@{HOSTILE}", {f"Label @{path}.label@": f"@{path}.labelled@{HOSTILE}"}]
    if isinstance(item, type) and issubclass(item, Node):
        return [_node(item, path)]
    return [f"@{path}@{HOSTILE}", f"@{path}.second@"]


def _inner(kind: Any) -> Any:
    """The type without ``None`` and without its checks."""
    while get_origin(kind) in (Union, UnionType) or hasattr(kind, "__metadata__"):
        kind = next(each for each in get_args(kind) if each is not type(None))
    return kind
