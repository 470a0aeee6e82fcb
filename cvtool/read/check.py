"""Plain data -> Source: pydantic's findings as Problems in the words of cv.yaml.

The search for them goes on with something in the place of what is wrong. The indices of lists stay
as they are: what stands in for an entry says as little as can be.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from ..model.later import pattern
from ..model.problems import (
    TYPED,
    WARNING,
    Path,
    Paths,
    Problem,
    near,
    quoted,
    shortened,
    shown,
    some,
    suggestion,
)
from ..model.prose import Remark
from ..source import CV, Shape, model_at, shapes
from ..source.markup import Where
from ..source.node import Checked, Model, Node, WrongError, adapter, keys, read
from ..words.data import everywhere, read_date, read_span, section_of
from . import Plain
from .declarations import OWN, belonging
from .names import DECLARATIONS, EXCEPT, FOR, IN, PRIORITY

_ANYTHING = "?"
_WHOLE = Shape(model=CV)
_REMARKS = {
    "heading": "a heading cannot stand in a text, so {} is a paragraph: write **words**, or make "
    "a section of it under 'custom'",
    "table": "a table cannot stand in a text, so its rows are lines: write a list ('- '), an "
    "item a row",
    "rule": "a line across cannot stand in a text, so {} is left out: leave a line blank",
    "html": "HTML is shown as it is written, as {} is: write **bold**, *italics*, '- '",
    "html table": "HTML is shown as it is written, as {} is, and a table cannot stand in a text: "
    "write a list ('- '), an item a row",
    "image": "a picture cannot stand in a text: its words alone are shown",
    "list": "a list cannot stand in this text, so it is one line: write it into 'summary' or "
    "'highlights'",
    "item": "{} begins no item of a list: write '- ' for its sign, or no sign if it is one already",
    "plain": "a name has no markup: write it without {}",
    "link": "a link cannot stand here: its words alone are shown",
    "command": "the command {} is unknown, so its mathematics stands as it is written",
    "deep": "lists or quotations too deep in one another stand as written: make it flatter",
}
"""What a text cannot have -> what becomes of it, and what to write instead."""
_EDITIONS = {
    IN: "expected names, and under each what differs here: 'industry: {...}'",
    "id": "expected a name of its own for this entry, in one text",
}
"""What is known of any mapping, or any item, but has another form."""
_BASICS: Path = ("basics",)
_LONGEST_HEADING = 40
_FIRST_YEAR = 1900
"""What numbers before it are is no time that somebody lived through: pages, or pay."""
_ACADEMIC = "service"
"""The list that is called academic: memberships, as others have them, are none of it."""
_HUMP = pattern(r"(?<=[a-z])(?=[A-Z])")
_LABELLED = {
    "languages": "- {{language: {}, fluency: ...}}",
    "skills": "- {{name: {}, keywords: [...]}}",
    "interests": "- {{name: {}, keywords: [...]}}",
}
"""How an entry is written of which others have only a label and its text."""
_LOCATION = frozenset({"address", "postalCode", "city", "region", "countryCode"})
_LABELS = {
    **{each: each for each in ("email", "phone", "birthDate", "birthPlace", "nationality")},
    "website": "url",
}
"""What cvtool calls something of the person, in any language -> its key."""
_NETWORKS = frozenset(
    {
        *("linkedin", "github", "gitlab", "twitter", "instagram", "facebook", "xing", "orcid"),
        *("mastodon", "bluesky", "youtube", "behance", "dribbble", "medium", "researchgate"),
        *("stackoverflow", "googlescholar", "spotify", "soundcloud", "tiktok"),
    }
)
_ANYWHERE = {
    **dict.fromkeys(("role", "title", "function"), "position roles name title"),
    **dict.fromkeys(("year", "date", "dates", "when", "time"), "date releaseDate period"),
    **dict.fromkeys(("company", "employer", "client", "organisation"), "organization entity name"),
    **dict.fromkeys(("school", "issuer", "provider", "institute"), "institution issuer awarder"),
    **dict.fromkeys(("place", "city", "where", "country"), "location"),
    **dict.fromkeys(("venue", "producer"), "event entity"),
    **dict.fromkeys(("description", "details", "notes", "comment"), "summary description"),
    **dict.fromkeys(("tags", "tools", "technologies", "stack"), "keywords"),
    **dict.fromkeys(("tasks", "duties", "bullets", "achievements"), "highlights"),
    **dict.fromkeys(("graduationDate", "graduation", "completed"), "endDate"),
    **dict.fromkeys(("honors", "honours", "classification", "mark", "mention"), "score"),
    **dict.fromkeys(("website", "link", "homepage"), "url"),
    **dict.fromkeys(("format", "paper", "paperSize", "size"), "pageSize"),
    **dict.fromkeys(("color", "colour"), "accentColor"),
}
"""A key that others use for what several kinds have -> what it may stand for, if that is known."""
_TABLE = pattern(r"<t(?:able|body|d|h|head|r)\b", re.IGNORECASE)
_EXPECTED = {
    "list_type": "expected a list (lines that begin with '- ')",
    "dict_type": "expected keys and values ('key: value')",
    "model_type": "expected keys and values ('key: value')",
    "model_attributes_type": "expected keys and values ('key: value')",
    "int_type": "expected a whole number",
    "bool_parsing": "expected true or false",
    "bool_type": "expected true or false",
}


def checked(plain: Plain, where: Where | None = None) -> tuple[CV | None, list[Problem]]:
    """The model, and every problem by its path in it.

    Where there are problems it is the model of all the rest, for the search to go on, with
    something that says as little as can be at the path of each; or ``None`` when there is none.
    JSON is JSON Resume, which has nothing against unknown keys. Without ``where`` no link may lead
    to a file.
    """
    cv, problems = _validated(plain.data, plain.is_json, where)
    done, found = Paths(), problems
    data: Any = {} if cv else deepcopy(plain.data)
    while not cv and _mend(data, found, done):
        cv, found = _validated(data, plain.is_json, where)
        problems = problems + [each for each in found if not done.touch(each.path)]
    return cv, problems


def remarked(plain: Plain) -> Iterator[Problem]:
    """A warning for each kind of thing in a text that is shown without its markup, at its place."""
    for path, text, kind in texts(plain.data):
        for message, written in told(kind.remarks(text) if kind.remarks else ()):
            yield plain.marks.put_at(Problem(path, message, WARNING), path, written)


def told(remarks: Iterable[Remark]) -> Iterator[tuple[str, str]]:
    """What to say of each kind of thing in one text, and how the first of it is written there."""
    found: dict[str, list[str]] = {}
    for what, written in remarks:
        found.setdefault(what, []).append(written)
    for what, places in found.items():
        times = f" ({len(places)} times)" if len(places) > 1 else ""
        kind = f"{what} table" if _TABLE.match(places[0]) else what
        message = _REMARKS.get(kind, _REMARKS[what]).format(quoted(places[0])) + times
        yield message, places[0]


def texts(
    value: Any, path: Path = (), shape: Shape = _WHOLE
) -> Iterator[tuple[Path, str, Checked]]:
    """Every text of plain data that readers see, with its path and how it is checked."""
    if isinstance(value, str):
        if shape.text:
            yield path, value, shape.text
    elif isinstance(value, dict):
        known = shapes(shape.model) if shape.model else dict.fromkeys(value, shape.each)
        for key, each in value.items():
            if inside := known.get(key):
                yield from texts(each, (*path, key), inside)
    elif isinstance(value, list) and shape.item:
        for index, each in enumerate(value):
            yield from texts(each, (*path, index), shape.item)


def _validated(
    data: Mapping[str, Any], is_resume: bool, where: Where | None
) -> tuple[CV | None, list[Problem]]:
    cv, found = validated(CV, data, where)
    if not (is_resume and found):
        return cv, found
    from .jsonresume import tolerated

    return cv, [*map(tolerated, found)]


def validated(
    model: type[Model], data: Mapping[str, Any], where: Where | None = None
) -> tuple[Model | None, list[Problem]]:
    """The model, or what is wrong with the data, in the words of cv.yaml."""
    if found := read(model, data, where):
        return found, []
    from pydantic import ValidationError  # late, for it is the larger half of a start

    try:
        return adapter(model).validate_python(data, context=where), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    wrong = [dict(each) | {"around": _at(data, each["loc"][:-1])} for each in errors]
    return None, [problem for each in wrong for problem in _problems(each)]


def _problems(error: Mapping[str, Any]) -> Iterator[Problem]:
    path: Path = tuple(error["loc"])
    context = error.get("ctx") or {}
    if error["type"] == "missing":
        shape = shapes(model_at(path[:-1])).get(str(path[-1]), Shape())
        none = f", or '{path[-1]}: \"\"' for none" if shape.text and shape.text.says_empty else ""
        yield Problem(path, f"missing: write '{path[-1]}: ...'{none}")
    elif isinstance(wrong := context.get("error"), WrongError):
        where = path if wrong.field is None else (*path, wrong.field)
        yield from (Problem(where, message) for message in wrong.found)
    else:
        yield Problem(path, _message(error, context, path))


def _message(error: Mapping[str, Any], context: Mapping[str, Any], path: Path) -> str:
    kind = error["type"]
    if kind == "extra_forbidden":
        return _unknown(str(path[-1]), path[:-1], error["input"], error["around"] or ())
    if kind == "greater_than_equal":
        return f"expected {context['ge']} or more, found {shown(error['input'])}"
    if kind == "less_than_equal":
        return f"expected {context['le']} or less, found {shown(error['input'])}"
    if kind.startswith("int_"):
        kind = "int_type"
    expected = _EXPECTED.get(kind) or str(error["msg"]).replace("Input should be", "expected")
    text = error["input"]
    if kind == "list_type" and isinstance(text, str) and text.startswith("- "):
        return "expected a list, found one text: take away the '|' in front of its lines"
    if kind.startswith("model_") and isinstance(text, str) and (said := _said(text, path)):
        return f"expected keys and values, found {shown(text)}: write {said}"
    return f"{expected}, found {shown(text)}"


def _said(text: str, path: Path) -> str:
    """How the text is written that stands for all of an entry; ``""`` where nobody can know."""
    from .jsonresume import NAMES

    known = shapes(model_at(path))
    if "network" in known:
        return "'network: ...' and 'username: ...', or an address ('https://...')"
    name = next((each for each in (*NAMES, "text", "city") if each in known), "")
    return quoted(f"{name}: {text}") if name else ""


def _unknown(key: str, path: Path, value: Any, beside: Collection[str]) -> str:
    if key == "<<":
        return "merge keys (<<) are no part of YAML 1.2: write the values out"
    if key in _EDITIONS:
        return _EDITIONS[key]
    if key in (FOR, EXCEPT, PRIORITY) and not path:
        return f"{quoted(key)} is said of an item, such as an entry or a bullet: write it in there"
    if key in OWN and not path:
        also = "; of the whole CV it is 'locale'" if key == "language" else ""
        return f"{quoted(key)} is said of a variant: write it under 'variants', below a name{also}"
    known = shapes(model_at(path))
    if name := next(
        (each for each in _meant(key, path, value) if each != key and each in known), ""
    ):
        return f"unknown key {quoted(key)}; did you mean {quoted(name)}?"
    names = [*known, *((FOR, EXCEPT, PRIORITY) if path else DECLARATIONS)]
    close = near(key, names, TYPED) or ("" if path else belonging(key) or _elsewhere(key))
    form = _LABELLED.get(str(path[0])) if len(path) == 2 and known.keys().isdisjoint(beside) else ""
    if not close and form:
        close = f"; write {quoted(form.format(shortened(key, _LONGEST_HEADING)))}"
    elif not close and path == _BASICS:
        close = _of_the_person(key, known)
    elif not close and not path and _is_section(value):
        heading = shortened(f"{key[:1].upper()}{key[1:]}", _LONGEST_HEADING)
        close = f"; a section of your own stands under 'custom': {quoted(f'- heading: {heading}')}"
    return f"unknown key {quoted(key)}{close or suggestion(key, known, TYPED)}"


def _meant(key: str, path: Path, value: Any) -> Iterator[str]:
    """The keys that people may mean by that one, the likeliest first."""
    from .jsonresume import former_name, other_name

    span = read_span(value) if isinstance(value, str) and path else {}
    if span and read_date(span["startDate"]).year >= _FIRST_YEAR:
        yield "startDate"  # which takes both
    yield former_name(key, path) or other_name(key, path)
    if not path:
        section = section_of(_HUMP.sub(" ", key))
        if section != _ACADEMIC or section in key.casefold():
            yield section
    elif path == _BASICS:
        yield from (_LABELS[name] for name in _LABELS if _is_called(key, name))
    else:
        yield from _ANYWHERE.get(key, "").split()


def _is_called(key: str, phrase: str) -> bool:
    """Whether that is what cvtool says for the phrase in any language."""
    return key.casefold() in map(str.casefold, everywhere(phrase))


def _elsewhere(key: str) -> str:
    """Where the section stands that is called so, if that is no list."""
    name = section_of(_HUMP.sub(" ", key))
    return f"; write it under 'basics', as {quoted(name)}" if belonging(name) else ""


def _of_the_person(key: str, known: Collection[str]) -> str:
    from .jsonresume import other_name

    meant = {key, other_name(key, ("basics", "location"))}
    if _is_called(key, "address") or not meant.isdisjoint(_LOCATION):
        return "; write it under 'location'"
    if key.casefold() in _NETWORKS:
        return f"; write it under 'profiles': '- {{network: {shortened(key)}, username: ...}}'"
    more = "what else is to be said stands in a section of your own, under 'custom'"
    return f"; known are {some(sorted(known))}; {more}"


def _is_section(value: Any) -> bool:
    """Whether that is what readers are to see: entries, or several words."""
    return isinstance(value, list) or (isinstance(value, str) and " " in value.strip())


def _mend(data: Any, problems: Sequence[Problem], done: Paths) -> bool:
    """Makes the data usable where the problems are; whether anything changed.

    A stand-in serves the search for errors alone: what only a warning is about is left out. So is
    what is wrong once more, which comes of a stand-in: ``done`` are the paths that had one.
    """
    errors = [each.path for each in problems if each.is_error]
    gone = [each.path for each in problems if not each.is_error or done.touch(each.path)]
    new = [path for path in errors if not done.touch(path)]
    done.add(errors)
    changed = [_put(data, path) for path in new] + [_leave_out(data, path) for path in gone]
    return any(changed)


def _put(data: Any, path: Path) -> bool:
    value, inside, last = _stand_in(path), _at(data, path[:-1]), path[-1]
    fits = isinstance(inside, list if isinstance(last, int) else dict)
    if value is None or not fits:
        return _leave_out(data, path)
    is_new: bool = _at(data, path) != value
    inside[last] = value
    return is_new


def _leave_out(data: Any, path: Path) -> bool:
    """Takes out the innermost key of the path."""
    names = [index for index, step in enumerate(path) if isinstance(step, str)]
    inside = _at(data, path[: names[-1]]) if names else None
    return isinstance(inside, dict) and inside.pop(path[names[-1]], inside) is not inside


def _at(data: Any, path: Path) -> Any:
    """What is at the path, ``None`` where there is nothing."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _stand_in(path: Path) -> Any:
    """What will do at the path; ``None`` where nothing need be there."""
    *outer, last = path
    if isinstance(last, str):
        return _needed(model_at(tuple(outer))).get(last)
    is_entry = model_at(path) is not model_at(tuple(outer[:-1]))
    own = {"x-": {"x-": _ANYTHING}}
    return own | _needed(model_at(path)) if is_entry else _ANYTHING


def _needed(model: type[Node]) -> dict[str, Any]:
    return {key: _ANYTHING for key, info in keys(model).items() if info.is_required()}
