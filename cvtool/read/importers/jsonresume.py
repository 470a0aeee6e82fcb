"""JSON Resume documents as they are found: earlier names, and what the schema leaves open.

Source: https://jsonresume.org/schema, whose objects may have any other key, and whose texts may
say anything; 0.0.0 is the version before 1.0.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...model.problems import WARNING, Path, Problem
from .. import Mark, Marks, Plain

_FORMER: Mapping[str, Mapping[str, str]] = {
    "basics": {"picture": "image", "website": "url"},
    "work": {"company": "name", "website": "url"},
    "volunteer": {"website": "url"},
    "education": {"gpa": "score"},
    "publications": {"website": "url"},
}
"""Section -> key of version 0.0.0 -> the same key since 1.0.0."""

_SPAN = {"start": "startDate", "end": "endDate", "from": "startDate", "to": "endDate"}
_SPAN |= dict.fromkeys(("date", "dates", "duration", "years"), "period")
_ENTRY = dict.fromkeys(("link", "website", "homepage"), "url")
_ENTRY |= dict.fromkeys(("bullets", "points", "achievements", "responsibilities"), "highlights")
_OTHER: Mapping[str, Mapping[str, str]] = {
    "": {
        **dict.fromkeys(("experience", "employment", "jobs", "workExperience"), "work"),
        **dict.fromkeys(("certifications", "licenses"), "certificates"),
        **{"volunteering": "volunteer", "honors": "awards", "hobbies": "interests"},
    },
    "basics": {
        **dict.fromkeys(("title", "headline", "tagline", "jobTitle"), "label"),
        **dict.fromkeys(("about", "bio", "objective"), "summary"),
        **dict.fromkeys(("mobile", "telephone", "phoneNumber", "phones"), "phone"),
        **{
            "fullName": "name",
            "mail": "email",
            "emails": "email",
            "photo": "image",
            "avatar": "image",
        },
        **{"socials": "profiles", "links": "profiles", "homepage": "url"},
    },
    "location": dict.fromkeys(("state", "country"), "region") | {"zip": "postalCode"},
    "profiles": {"user": "username", "handle": "username", "name": "network", "link": "url"},
    "work": {"employer": "name", "title": "position", "role": "position", **_SPAN, **_ENTRY},
    "volunteer": {"organisation": "organization", "role": "position", **_SPAN, **_ENTRY},
    "education": {
        **dict.fromkeys(("school", "university", "college", "name"), "institution"),
        **dict.fromkeys(("degree", "type"), "studyType"),
        **dict.fromkeys(("major", "field", "fieldOfStudy"), "area"),
        **{"grade": "score", **_SPAN, **_ENTRY},
    },
    "projects": {"title": "name", "technologies": "keywords", **_SPAN, **_ENTRY},
    "awards": {"name": "title", "issuer": "awarder"},
    "certificates": {"title": "name", "authority": "issuer", "link": "url"},
    "publications": {"title": "name", "date": "releaseDate", "journal": "publisher", "link": "url"},
    "skills": dict.fromkeys(("items", "skills"), "keywords") | {"type": "name"},
    "languages": {"name": "language", "proficiency": "fluency", "level": "fluency"},
    "references": {"text": "reference", "quote": "reference"},
}
"""Section -> a key that others use -> the key that it stands for."""

_KEYS: Mapping[str, str] = {
    "basics": "name label image email phone url summary location profiles",
    "work": "name location description position url startDate endDate summary highlights",
    "volunteer": "organization position url startDate endDate summary highlights",
    "education": "institution url area studyType startDate endDate score courses",
    "awards": "title date awarder summary",
    "certificates": "name date url issuer",
    "publications": "name publisher releaseDate url summary",
    "projects": "name description highlights keywords startDate endDate url roles entity type",
}
"""Section -> its keys, where cv.yaml has more of them."""

_OPEN = (("basics", "location", "countryCode"), ("meta", "lastModified"))
"""Texts of any kind in JSON Resume, for which cv.yaml knows what is right."""


def former_name(key: str, path: Path) -> str:
    """What the ``key`` of the mapping at ``path`` is called since 1.0.0; empty if it was new."""
    return _FORMER.get(str(path[0]) if path else "", {}).get(key, "")


def other_name(key: str, path: Path) -> str:
    """The key that people mean by ``key`` in the mapping at ``path``; the same where none is."""
    names = [step for step in path if isinstance(step, str)]
    inside = names[-1] if names[-1:] == ["profiles"] or names[-1:] == ["location"] else ""
    section = inside or (names[0] if len(names) == 1 else "" if not names else "?")
    return _OTHER.get(section, {}).get(key, key)


def modern(plain: Plain) -> Plain:
    """The document with the names of 1.0.0."""
    places = dict(plain.marks.places)
    renewed = {name: _modern(plain.data.get(name), (name,), places) for name in _FORMER}
    data = {name: renewed.get(name, value) for name, value in plain.data.items()}
    return Plain(data, Marks(plain.marks.file, places), plain.is_json)


def _modern(value: Any, path: Path, places: dict[Path, Mark]) -> Any:
    if isinstance(value, list):
        return [_modern(each, (*path, index), places) for index, each in enumerate(value)]
    if not isinstance(value, dict):
        return value
    renamed = {
        key: name
        for key, name in _FORMER[str(path[0])].items()
        if isinstance(value.get(key), str) and not value.get(name)
    }
    for key, name in renamed.items():
        places[(*path, name)] = places[(*path, key)]
    empty = set(renamed.values())
    return {renamed.get(key, key): each for key, each in value.items() if key not in empty}


def tolerated(problem: Problem) -> Problem:
    """The problem as a warning, where the schema of JSON Resume has nothing against the value."""
    is_own = problem.message.startswith("expected ") and not _is_resume(problem.path)
    if not (is_own or problem.path in _OPEN):
        return problem
    return replace(problem, message=f"{problem.message}; left out", level=WARNING)


def _is_resume(path: Path) -> bool:
    """Whether the path leads to something that JSON Resume has, or to a section as a whole."""
    section, *rest = path
    key = next((step for step in rest if isinstance(step, str)), None)
    keys = _KEYS.get(str(section), "")
    return not (key and keys) or key in keys.split()
