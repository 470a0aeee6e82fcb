"""cv.yaml and what it names -> Document: every problem on the way, in file order."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.dates import PartialDate
from ..model.document import Document, Image, leaves
from ..model.problems import (
    ERROR,
    WARNING,
    Findings,
    Problem,
    in_file_order,
    near,
    quoted,
    slashed,
    suggestion,
)
from ..render import formats
from ..render.theme import theme_for

if TYPE_CHECKING:
    from ..bib.files import Sources
    from ..bib.library import Tally
    from ..bib.records import Place
    from ..read import Marks, Plain
    from ..source import CV

_BIBLIOGRAPHY = "publications.bib"
_SOURCE_DATE = "SOURCE_DATE_EPOCH"
_CROWD = 60
_LARGEST = 50_000_000


@dataclass
class Loaded:
    """``document`` is ``None`` when a problem is an error. ``inputs`` are all files looked for.

    ``marks`` are the places of the source, once it was read, ``entries`` those of the bibliography
    by their keys; ``tally`` is its sum, and ``unlisted`` the sections that no order of sections
    names.
    """

    document: Document | None = None
    problems: list[Problem] = field(default_factory=list)
    tally: Tally | None = None
    inputs: list[Path] = field(default_factory=list)
    marks: Marks | None = None
    unlisted: list[str] = field(default_factory=list)
    entries: dict[str, Place] = field(default_factory=dict)


def load_all(path: Path, templates: Path | None = None) -> Loaded:
    """The finished CV of a cv.yaml, and every problem; it never raises for what the files say.

    ``templates`` is a folder that may hold themes beyond those beside cv.yaml and cvtool's own. The
    only environment variable that matters is SOURCE_DATE_EPOCH (seconds since 1970, UTC), the date
    of the CV where ``meta.lastModified`` gives none.
    """
    loaded, found = Loaded(inputs=[path]), Findings()
    if plain := _plain(path, found):
        cv, loaded.marks = _source(plain, found)
        if cv:
            _finish(cv, plain.is_json, path.parent, templates, loaded, found)
    loaded.problems = in_file_order(found.problems)
    return loaded


def _plain(path: Path, found: Findings) -> Plain | None:
    """What the file says, if that is keys and values."""
    from ..read.text import decode, read_plain

    file = str(path)
    try:
        text, problems = decode(_read(path), file)
    except (OSError, ValueError) as error:
        text, problems = "", [Problem((), _unreadable(path, error), file=file)]
    plain = None
    if not problems:
        plain, problems = read_plain(text, file)
        if not isinstance(plain.data, dict):
            what = Problem((), _no_mapping(plain.data), file=file, line=1, column=1)
            plain, problems = None, problems or [what]
    found.add(problems)
    return plain


def _source(plain: Plain, found: Findings) -> tuple[CV | None, Marks]:
    """The model of it in its own language, and where in the file the paths of the model are."""
    from ..read.check import checked, remarked
    from ..read.choose import ENGLISH, choose

    if plain.is_json:
        from ..read.jsonresume import modern
        from ..read.mend import mended

        plain, changes = mended(modern(plain))
        found.add(changes)
    locale = plain.data.get("locale")
    plain, lacking = choose(plain, locale if locale and isinstance(locale, str) else ENGLISH)
    if plain.is_json:
        from ..read.richtext import readable

        plain, dropped = readable(plain)
        found.add(dropped)
    cv, problems = checked(plain)
    found.add(problems, plain.marks.placed)
    found.add(remarked(plain))
    found.add(lacking)
    return cv, plain.marks


def _finish(
    cv: CV, is_resume: bool, folder: Path, templates: Path | None, loaded: Loaded, found: Findings
) -> None:
    """Adds the Document, with what stands in files beside the source."""
    from ..bib.library import tally
    from ..finish import finish

    assert loaded.marks
    place = loaded.marks.placed
    sources, theme = _bibliography(cv, folder), theme_for(folder, templates)
    image, problems = _image(cv.basics.image, folder, is_resume)
    problems += _folders(folder)
    problems += _theme("pdf", cv.pdf.theme, theme.looks("pdf"))
    problems += _theme("site", cv.site.theme, theme.looks("html"))
    if theme.folders:
        from ..render.sheets import faults

        problems += faults(theme, cv.pdf.theme, cv.site.theme)
    loaded.inputs += sources.inputs
    if (name := cv.basics.image) and not name.startswith(("http://", "https://", "data:")):
        loaded.inputs.append(folder / name)
    found.add([*sources.problems, *problems], place)
    built, problems = _source_date()
    found.add(problems)
    done = finish(cv, sources.library, image, built, folder, formats().values())
    found.add(done.library.problems)
    found.add(done.problems, place)
    loaded.tally, loaded.unlisted = tally(done.library, done.document), done.unlisted
    loaded.entries = {each.key: each.place for each in done.library.holdings}
    if not any(problem.is_error for problem in found.problems):
        loaded.document = done.document


def _read(path: Path) -> bytes:
    """The bytes of a file; raises ``OSError``, or ``ValueError`` for what is no CV by its size."""
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError(f"larger than {_LARGEST // 1_000_000} MB")
    return data


def _bibliography(cv: CV, folder: Path) -> Sources:
    """The files that cv.yaml names, else the one beside it, which nobody misses."""
    from ..bib.files import Sources, sources

    names = cv.bibliography.files or [_BIBLIOGRAPHY]
    if not cv.bibliography.files and not os.path.lexists(folder / _BIBLIOGRAPHY):
        return Sources(inputs=[folder / _BIBLIOGRAPHY])
    return sources(names, folder, ("bibliography", "files"), _LARGEST, _unreadable)


def _image(name: str | None, folder: Path, is_resume: bool) -> tuple[Image | None, list[Problem]]:
    """The portrait. JSON Resume may name any address: what is no picture here is a warning."""
    from ..read.portrait import read_image

    if not name:
        return None, []
    try:
        image = read_image(name, folder)
    except (OSError, ValueError) as error:
        message = _unreadable(Path(name), error) if isinstance(error, OSError) else str(error)
        level = WARNING if is_resume else ERROR
        return None, [Problem(("basics", "image"), message, level)]
    if not image.url:
        return image, []
    message = (
        "a picture elsewhere is never fetched, so only data such as resume.json names it: "
        "save it beside cv.yaml for cv.pdf and the homepage to show it"
    )
    return image, [Problem(("basics", "image"), message, WARNING)]


def _folders(folder: Path) -> list[Problem]:
    """What is wrong with those beside cv.yaml that nobody need have."""
    found = [folder / name for name in ("templates", "fonts")]
    message = "this is no folder that can be read, so nothing in it is used"
    return [
        Problem((), message, WARNING, str(path))
        for path in found
        if os.path.lexists(path) and not path.is_dir()
    ]


def _theme(part: str, name: str, known: list[str]) -> list[Problem]:
    if name in known:
        return []
    return [Problem((part, "theme"), f"there is no theme {quoted(name)}{suggestion(name, known)}")]


def _no_mapping(plain: object) -> str:
    if plain is None:
        return "the file is empty: begin with 'basics:' and, indented under it, 'name: Your Name'"
    found = "a list" if isinstance(plain, list) else "one text"
    return f"expected keys and values such as 'basics:', found {found}"


def _unreadable(path: Path, error: OSError | ValueError) -> str:
    name = quoted(str(path), 200)
    if isinstance(error, FileNotFoundError):
        with suppress(OSError):
            beside = [each.name for each in path.parent.iterdir() if each.is_file()]
            return f"there is no file {name}{slashed(path.name) or near(path.name, beside)}"
        return f"there is no file {name}"
    if isinstance(error, IsADirectoryError):
        return f"{name} is a folder: write the path of a file"
    return f"{name} cannot be read: {getattr(error, 'strerror', error)}"


def _source_date() -> tuple[PartialDate | None, list[Problem]]:
    seconds = os.environ.get(_SOURCE_DATE, "")
    if not seconds:
        return None, []
    try:
        day = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"{quoted(seconds)} is no time: write the seconds since 1970, or unset it"
        return None, [Problem((), message, file=_SOURCE_DATE)]
    return PartialDate(day.year, day.month, day.day), []


def remarks(loaded: Loaded) -> list[str]:
    """What is worth knowing of a CV without errors, but no reason for a warning on every run."""
    from ..finish.person import unlinked

    document, tally = loaded.document, loaded.tally
    if document is None or tally is None:
        return []
    found = []
    if document.updated is None:
        found.append("meta.lastModified is absent, so no output says how old it is")
    people = [
        person for each in document.publications for person in each.people if not person.is_assumed
    ]
    near = list(_spellings(document))
    if people and not near and not any(person.is_owner for person in people):
        name = quoted(document.person.name)
        found.append(f"no publication names {name}: basics.aliases takes the names that they use")
    found += near
    if names := ", ".join(map(quoted, loaded.unlisted)):
        found.append(f"no order of sections names {names}, so no output shows it")
    if addressed := ", ".join(f"'{name}' ({count})" for name, count in tally.addressed):
        found.append(
            f"fields with addresses that are in no output, in so many entries: {addressed}; "
            "docs/bibliography.md has the names that become links, such as 'website'"
        )
    summaries = sum(bool(each.summary) for each in document.publications)
    listed = (it for each in leaves(document.outline("pdf")) for it in each.publications)
    if summaries and not any(each.summary for each in listed):
        found.append(
            f"so many publications have a summary: {summaries}; it is on the site and in "
            "llms-full.txt, and 'bibliography: {show: [summary]}' puts it everywhere"
        )
    if lost := unlinked(document.person.profiles):
        names = ", ".join(map(quoted, lost))
        found.append(f"no link leads to the account on {names}: write its 'url', if it has one")
    found += _crowds(document)
    if private := ", ".join(f"'{name}' ({count})" for name, count in tally.private):
        found.append(f"fields of the bibliography that stay private, in so many entries: {private}")
    return found


def _spellings(document: Document) -> Iterator[str]:
    """Names that are nearly the person's, in publications that do not name the person."""
    from ..finish.person import owner

    known, keys = owner(document.person), defaultdict(list)
    everybody = [person for each in document.publications for person in each.people]
    own = {person.name for person in everybody if person.is_owner}
    for each in document.publications:
        if not any(person.is_owner for person in each.people):
            near = (person for person in each.people if person.name in own or known.is_near(person))
            for name in dict.fromkeys(person.name for person in near):
                keys[name].append(each.key)
    for name, found in keys.items():
        aliases = ", ".join(f'"{alias}"' for alias in (*document.person.aliases, name))
        others = f" and {len(found) - 1} more" if found[1:] else ""
        yield (
            f"{quoted(name)} is nearly {quoted(document.person.name)}, in '{found[0]}'{others}: "
            f"if that is you, write 'aliases: [{aliases}]' under basics"
        )


def _crowds(document: Document) -> list[str]:
    """How to name fewer people, where a publication has very many."""
    most = max(document.publications, key=lambda each: len(each.byline), default=None)
    if most is None or len(most.byline) <= _CROWD:
        return []
    return [
        f"'{most.key}' names {len(most.byline)} authors: with bibliography.maxAuthors, as in "
        "maxAuthors: 10, lists name the first ones and you"
    ]
