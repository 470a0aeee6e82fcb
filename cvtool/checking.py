"""Plain data -> Source: pydantic's findings as Problems in the words of cv.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .problems import WARNING, Path, Problem, near, quoted, suggestion
from .reading import Marks
from .resumes import former_name, modern, tolerated
from .source import CV

_EXPECTED = {
    "list_type": "expected a list (lines that begin with '- ')",
    "dict_type": "expected keys and values ('key: value')",
    "model_type": "expected keys and values ('key: value')",
    "model_attributes_type": "expected keys and values ('key: value')",
    "bool_parsing": "expected true or false",
    "bool_type": "expected true or false",
}
_NAMING = frozenset({"custom", "bibliography"})
"""Keys whose values others refer to: with an error in them, none can be found elsewhere."""


def check(data: Mapping[str, Any], marks: Marks, file: str) -> tuple[CV | None, list[Problem]]:
    """The model, and every problem with its place in ``file``.

    Where there are problems it is the model of all the rest, for the search to go on, or ``None``
    when that would mislead. JSON is JSON Resume, which has nothing against unknown keys.
    """
    problems: list[Problem] = []
    if marks.is_json:
        data = modern(data, marks)
        problems += [place(problem, marks, file) for problem in _unknown_keys(data)]
    while True:
        cv, found = _validated(data, marks.is_json)
        if cv:
            return cv, problems
        problems += [place(problem, marks, file) for problem in found]
        if any(problem.path[:1] and problem.path[0] in _NAMING for problem in found):
            return None, problems
        rest = _without(data, [tuple(_written(problem.path, data)) for problem in found])
        if rest == data:
            return None, problems
        data = rest


def _validated(data: Mapping[str, Any], is_resume: bool) -> tuple[CV | None, list[Problem]]:
    from pydantic import ValidationError

    try:
        return CV.model_validate(data, context={"any_key": is_resume}), []
    except ValidationError as error:
        found = [_problem(dict(each), data) for each in error.errors(include_url=False)]
    return None, [tolerated(problem) for problem in found] if is_resume else found


def _unknown_keys(data: Mapping[str, Any]) -> list[Problem]:
    """A warning for each key of a JSON Resume document that cv.yaml does not know."""
    from pydantic import ValidationError

    try:
        CV.model_validate(data)
    except ValidationError as error:
        paths = [each["loc"] for each in error.errors() if each["type"] == "extra_forbidden"]
        return [Problem(path, _unknown_in_resume(path), WARNING) for path in paths]
    return []


def place(problem: Problem, marks: Marks, file: str) -> Problem:
    """The problem with the place in ``file`` that its path has."""
    line, column = marks.place(problem.path)
    return Problem(problem.path, problem.message, problem.level, file, line, column)


def _problem(error: Mapping[str, Any], data: Any) -> Problem:
    path: Path = tuple(error["loc"])
    context = error.get("ctx") or {}
    if error["type"] == "missing":
        return Problem(path, "missing")
    path = tuple(_written(path, data))
    if context.get("field"):
        path = (*path, context["field"])
    return Problem(path, _message(error, context, path))


def _message(error: Mapping[str, Any], context: Mapping[str, Any], path: Path) -> str:
    kind = error["type"]
    if kind == "content":
        return str(context["message"])
    if kind == "extra_forbidden":
        return _unknown(str(path[-1]), path[:-1])
    if kind == "greater_than_equal":
        return f"expected {context['ge']} or more, found {_found(error['input'])}"
    if kind == "less_than_equal":
        return f"expected {context['le']} or less, found {_found(error['input'])}"
    expected = _EXPECTED.get(kind) or str(error["msg"]).replace("Input should be", "expected")
    return f"{expected}, found {_found(error['input'])}"


def _unknown(key: str, path: Path) -> str:
    if key == "<<":
        return "merge keys (<<) are no part of YAML 1.2: write the values out"
    if name := former_name(key, path):
        return f"unknown key {quoted(key)}; did you mean {quoted(name)}?"
    return f"unknown key {quoted(key)}{suggestion(key, _known_keys(path))}"


def _unknown_in_resume(path: Path) -> str:
    key = str(path[-1])
    return f"unknown key {quoted(key)}: no page shows it{near(key, _known_keys(path[:-1]))}"


def _found(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    return {dict: "keys and values", list: "a list", type(None): "nothing"}.get(
        type(value), "a value"
    )


def _written(path: Path, data: Any) -> Iterator[str | int]:
    """As much of the path as the file has: models may put keys of their own inside."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return
        yield step


def _without(data: Any, paths: Iterable[Path]) -> Any:
    """A copy without the innermost key of each path; the indices of lists stay as they are."""
    for path in paths:
        keys = [index for index, step in enumerate(path) if isinstance(step, str)]
        data = _cut(data, path[: keys[-1] + 1]) if keys else data
    return data


def _cut(data: Any, path: Path) -> Any:
    step, *rest = path
    if isinstance(data, list):
        return [_cut(each, tuple(rest)) if i == step else each for i, each in enumerate(data)]
    if rest:
        return {**data, step: _cut(data[step], tuple(rest))} if step in data else data
    return {key: value for key, value in data.items() if key != step}


def _known_keys(path: Path) -> list[str]:
    """The keys that the model at ``path`` takes, ``x-`` apart."""
    from .source.schema import model_at

    return [
        info.alias or name
        for name, info in model_at(path).model_fields.items()
        if name != "extensions"
    ]
