"""Plain data -> Source: pydantic's findings as Problems in the words of cv.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..model.problems import WARNING, Path, Problem, near, quoted, shown, suggestion
from ..source import CV
from .importers.jsonresume import former_name, modern, tolerated
from .mend import Mended, Paths, kept
from .text import Marks

_EXPECTED = {
    "list_type": "expected a list (lines that begin with '- ')",
    "dict_type": "expected keys and values ('key: value')",
    "model_type": "expected keys and values ('key: value')",
    "model_attributes_type": "expected keys and values ('key: value')",
    "int_type": "expected a whole number",
    "bool_parsing": "expected true or false",
    "bool_type": "expected true or false",
}


def check(data: Mapping[str, Any], marks: Marks, file: str) -> tuple[CV | None, list[Problem]]:
    """The model, and every problem with its place in ``file``.

    Where there are problems it is the model of all the rest, for the search to go on, or ``None``
    when there is none. What the rest lacks, ``independent`` tells from what is wrong with it.
    ``marks`` learn which blank entries the model lacks.
    JSON is JSON Resume, which has nothing against unknown keys.
    """
    problems: list[Problem] = []
    if marks.is_json:
        data = modern(data, marks)
        problems += [place(problem, marks, file) for problem in _unknown_keys(data)]
    mended = Mended(data)
    while True:
        cv, found = _validated(mended.data, marks.is_json)
        if cv:
            marks.kept = dict(kept(mended.data))
            return cv, problems
        new = [each for each in found if not mended.done.touch(each.path)]
        problems += [place(problem, marks, file) for problem in new]
        if not mended.mend(found):
            return None, problems


def placed(problem: Problem, marks: Marks, file: str) -> Problem:
    """The problem of the model, with the path and the place that its cause has in ``file``."""
    return place(replace(problem, path=marks.written(problem.path)), marks, file)


def _validated(data: Mapping[str, Any], is_resume: bool) -> tuple[CV | None, list[Problem]]:
    from pydantic import ValidationError

    try:
        return CV.model_validate(data, context={"any_key": is_resume}), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        found = [problem for each in errors for problem in _problems(dict(each), data)]
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


def independent(found: Iterable[Problem], others: Iterable[Problem]) -> list[Problem]:
    """The problems but for those that may be gone with an error among the others.

    What an error is about the model has not, so nothing can refer to it.
    """
    wrong = [each.path for each in others if each.path and each.is_error]
    touched = Paths(wrong)
    beside = {path[:-1] for path in wrong if len(path) > 1}
    has_names = not any(map(_names_sections, wrong))
    has_files = not any(map(_names_files, wrong))

    def is_sure(problem: Problem) -> bool:
        path = problem.path
        if touched.touch(path):
            return False
        if not {"sections", "headings"}.isdisjoint(path):
            return has_names if problem.is_error else not wrong
        if path[-1:] == ("key",) or "exclude" in path:
            return has_files
        return problem.is_error or (path[:-1] not in beside and not (path and locale_is_wrong))

    locale_is_wrong = ("locale",) in wrong
    return [problem for problem in found if is_sure(problem)]


def _names_sections(path: Path) -> bool:
    """Whether it is that of what a section of the user's own is called."""
    return path[0] == "custom" and path[2:3] in ((), ("id",), ("heading",))


def _names_files(path: Path) -> bool:
    """Whether it is that of the names of .bib files, in any of the ways to write them."""
    inside = path[1:2]
    return path[0] == "bibliography" and (inside in ((), ("files",)) or isinstance(inside[0], int))


def _problems(error: Mapping[str, Any], data: Any) -> Iterator[Problem]:
    path: Path = tuple(error["loc"])
    if error["type"] == "missing":
        yield Problem(path, f"missing: write '{path[-1]}: ...'")
        return
    path = tuple(_written(path, data))
    context = error.get("ctx") or {}
    if error["type"] != "content":
        yield Problem(path, _message(error, context, path))
        return
    for field, message in context["found"]:
        yield Problem(tuple(_written((*path, *([field] if field else [])), data)), message)


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
    return f"unknown key {quoted(key)}{suggestion(key, _known_keys(path))}"


def _unknown_in_resume(path: Path) -> str:
    key = str(path[-1])
    return f"unknown key {quoted(key)}: no page shows it{near(key, _known_keys(path[:-1]))}"


def _written(path: Path, data: Any) -> Iterator[str | int]:
    """As much of the path as the file has: models may put keys of their own inside."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return
        yield step


def _known_keys(path: Path) -> list[str]:
    """The keys that the model at ``path`` takes, ``x-`` apart."""
    from ..source.schema import model_at

    return [
        info.alias or name
        for name, info in model_at(path).model_fields.items()
        if name != "extensions"
    ]
