"""Source + bibliography -> Document: one language, every wording done, nothing left to decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urljoin

from ..bib.library import Library, View
from ..bib.publish import Form
from ..model.dates import PartialDate, parse_date
from ..model.document import Document, Image, Person, WebStyle
from ..model.formats import Alternate, Format
from ..model.problems import Path as Where
from ..model.problems import Problem
from ..source import CV
from .choices import choices
from .cited import cited
from .facts import facts
from .outline import LAST, PUBLICATION_PARTS, USUAL_ORDER, namers, outlines
from .person import owner, pages, person
from .sections import custom_id, sections
from .wording import language_of
from .words import Words


class Finished(NamedTuple):
    """The Document, what the .bib files hold, and what was found on the way."""

    document: Document
    library: Library
    problems: list[Problem]


def finish(
    cv: CV,
    read: Callable[[View], Library],
    image: Image | None = None,
    built: PartialDate | None = None,
    folder: Path = Path(),
    formats: Iterable[Format] = (),
) -> Finished:
    """The finished CV.

    ``read`` gives the library of the .bib files in the view that the CV wants. ``built`` stands in
    for ``meta.lastModified`` where that is absent, and ``formats`` are those that there are. The
    Document is complete even when problems are errors; whether to use it is the caller's choice.
    """
    words = Words(*language_of(cv))
    whose = person(cv, image, words)
    form = Form(cv.bibliography.max_authors or 0, cv.bibliography.venues)
    view = View(owner(whose), words.language, form)
    library = read(view)
    publications = cited(cv, library.works, view.owner, words)
    found = sections(cv, whose, publications, words)
    custom = _custom_ids(cv, words)
    rows = tuple(formats)
    shown = outlines(cv, found, custom, rows, words)
    updated = parse_date(cv.meta.last_modified) if cv.meta.last_modified else built
    site_url = cv.site.url or whose.url
    document = Document(
        locale=words.locale,
        direction=words.language.direction,
        person=whose,
        sections=shown.main,
        publications=publications.all,
        outlines=MappingProxyType(dict(shown.of_format)),
        labels=_labels(words, whose),
        updated=updated,
        updated_text=words.language.date(updated),
        site_url=site_url,
        alternates=tuple(_alternates(site_url, rows, words)),
        choices=choices(cv, rows, words.problems),
        pages=pages(cv.pdf, whose),
        web=WebStyle(cv.site.theme),
        meta=facts(cv.meta, words),
        extensions=MappingProxyType(dict(cv.extensions)),
        folder=folder,
    )
    return Finished(document, library, words.problems)


def _labels(words: Words, whose: Person) -> Mapping[str, str]:
    """The phrases, with the person's name in its place, and cut in two where editors stand."""
    found = {name: text.replace("{name}", whose.name) for name, text in words.labels.items()}
    found["edited"], _, found["editedEnd"] = found["edited"].partition("{editors}")
    return MappingProxyType(found)


def _custom_ids(cv: CV, words: Words) -> list[str]:
    taken: Mapping[str, str] = dict.fromkeys([*USUAL_ORDER, *LAST, *PUBLICATION_PARTS], "")
    found: list[str] = []
    for index, custom in enumerate(cv.custom):
        path: Where = ("custom", index)
        name = custom_id(custom, path)
        if name in found or name in taken:
            where: Where = (*path, "id" if custom.id else "heading")
            message = f"'{name}' names another section too: give this one an id of its own"
            words.problems.append(Problem(where, message, rests_on=namers(cv)))
        found.append(name)
    return found


def _alternates(
    site_url: str | None, formats: Iterable[Format], words: Words
) -> Iterator[Alternate]:
    base = f"{site_url.rstrip('/')}/" if site_url else ""
    for row in formats:
        for file in row.files:
            title = words.labels.get(f"files.{file.name}") or file.title or file.name
            yield Alternate(
                format=row.name,
                name=file.name,
                url=urljoin(base, file.name),
                media_type=file.media_type,
                description=words.labels.get(f"about.{file.name}") or file.description or title,
                title=title,
                brief=words.labels.get(file.brief, file.brief) or title,
                places=file.places,
                relation=file.relation,
            )
