"""Plain data -> Source: pydantic's findings as Problems in the words of cv.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..model.problems import Path, Problem, quoted, shown, suggestion
from ..source import CV
from ..source.schema import model_at, shapes
from .choose import Edition
from .importers.jsonresume import former_name, tolerated
from .mend import Mended

_EXPECTED = {
    "list_type": "expected a list (lines that begin with '- ')",
    "dict_type": "expected keys and values ('key: value')",
    "model_type": "expected keys and values ('key: value')",
    "model_attributes_type": "expected keys and values ('key: value')",
    "int_type": "expected a whole number",
    "bool_parsing": "expected true or false",
    "bool_type": "expected true or false",
}


def check(edition: Edition) -> tuple[CV | None, list[Problem]]:
    """The model, and every problem by its path in it; those of other languages with their place.

    Where there are problems it is the model of all the rest, for the search to go on, with
    something that says as little as can be at the path of each; or ``None`` when there is none.
    JSON is JSON Resume, which has nothing against unknown keys.
    """
    is_resume = edition.plain.is_json
    problems = list(_others(edition))
    mended = Mended(edition.plain.data)
    while True:
        cv, found = _validated(mended.data, is_resume)
        if cv:
            return cv, problems
        problems += [each for each in found if not mended.done.touch(each.path)]
        if not mended.mend(found):
            return None, problems


def _others(edition: Edition) -> Iterator[Problem]:
    """What is wrong with the texts of the languages that were not chosen."""
    marks = edition.plain.marks
    for path, mark, kind, value in edition.others:
        for message in kind.faults(value):
            problem = Problem(path, message)
            problem = tolerated(problem) if edition.plain.is_json else problem
            yield mark.put(problem, marks.file)


def _validated(data: Mapping[str, Any], is_resume: bool) -> tuple[CV | None, list[Problem]]:
    from pydantic import ValidationError

    try:
        return CV.model_validate(data, context={"any_key": is_resume}), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        found = [problem for each in errors for problem in _problems(dict(each))]
    return None, [tolerated(problem) for problem in found] if is_resume else found


def _problems(error: Mapping[str, Any]) -> Iterator[Problem]:
    path: Path = tuple(error["loc"])
    context = error.get("ctx") or {}
    if error["type"] == "missing":
        yield Problem(path, f"missing: write '{path[-1]}: ...'")
    elif error["type"] != "content":
        yield Problem(path, _message(error, context, path))
    else:
        field = context["field"]
        where = (*path, field) if field else path
        yield from (Problem(where, message) for message in context["found"])


def _message(error: Mapping[str, Any], context: Mapping[str, Any], path: Path) -> str:
    kind = error["type"]
    if kind == "extra_forbidden":
        return _unknown(str(path[-1]), path[:-1])
    if kind == "greater_than_equal":
        return f"expected {context['ge']} or more, found {shown(error['input'])}"
    if kind == "less_than_equal":
        return f"expected {context['le']} or less, found {shown(error['input'])}"
    if kind.startswith("int_"):
        kind = "int_type"
    expected = _EXPECTED.get(kind) or str(error["msg"]).replace("Input should be", "expected")
    return f"{expected}, found {shown(error['input'])}"


def _unknown(key: str, path: Path) -> str:
    if key == "<<":
        return "merge keys (<<) are no part of YAML 1.2: write the values out"
    if name := former_name(key, path):
        return f"unknown key {quoted(key)}; did you mean {quoted(name)}?"
    return f"unknown key {quoted(key)}{suggestion(key, shapes(model_at(path)))}"
