"""Source + bibliography -> Document: one language, every wording done, nothing left to decide."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urljoin

from ..bib.library import Library, View
from ..model.dates import PartialDate, parse_date
from ..model.document import Document, Image, Person, WebStyle
from ..model.formats import Alternate, Format
from ..model.problems import Problem
from ..source import CV
from ..words import Language
from .cited import cited
from .entries import facts
from .outline import outlines, settings_of, unlisted
from .person import owner, page_style, person_of
from .sections import sections_of
from .wording import language_of


class Finished(NamedTuple):
    """The Document, what the .bib files hold, what was found on the way, and ``unlisted``: the
    sections that no order of sections names."""

    document: Document
    library: Library
    problems: list[Problem]
    unlisted: list[str]


def finish(
    cv: CV,
    read: Callable[[View], Library],
    image: Image | None = None,
    built: PartialDate | None = None,
    folder: Path = Path(),
    formats: Collection[Format] = (),
) -> Finished:
    """The finished CV.

    ``read`` gives the library of the .bib files in the view that the CV wants. ``built`` stands in
    for ``meta.lastModified`` where that is absent, and ``formats`` are those that there are. The
    Document is complete even when problems are errors; whether to use it is the caller's choice.
    """
    words, problems = language_of(cv)
    person, nameless = person_of(cv, image, words)
    view = View(owner(person), words, cv.bibliography.max_authors or 0, cv.bibliography.venues)
    library = read(view)
    publications, unfit = cited(cv, library.holdings, view.owner, words)
    found = sections_of(cv, person, publications, words)
    main, of_format, unknown = outlines(cv, found, formats, words)
    settings, unset = settings_of(cv, formats)
    updated = parse_date(cv.meta.last_modified) if cv.meta.last_modified else built
    site_url = cv.site.url or person.url
    document = Document(
        locale=words.locale,
        direction=words.direction,
        person=person,
        sections=main,
        publications=publications.all,
        outlines=MappingProxyType(of_format),
        labels=_labels(words, person),
        updated=updated,
        updated_text=words.date(updated),
        site_url=site_url,
        alternates=tuple(_alternates(site_url, formats, words)),
        choices=settings,
        pages=page_style(cv.pdf, person),
        web=WebStyle(cv.site.theme),
        meta=facts(cv.meta, words),
        extensions=MappingProxyType(cv.extensions),
        folder=folder,
    )
    problems += [*nameless, *unfit, *unknown, *unset]
    return Finished(document, library, problems, unlisted(found, [main, *of_format.values()]))


def _labels(words: Language, person: Person) -> Mapping[str, str]:
    """The phrases, with the person's name in its place, and cut in two where editors stand."""
    found = {name: text.replace("{name}", person.name) for name, text in words.phrases.items()}
    found["edited"], _, found["editedEnd"] = found["edited"].partition("{editors}")
    return MappingProxyType(found)


def _alternates(
    site_url: str | None, formats: Collection[Format], words: Language
) -> Iterator[Alternate]:
    base = f"{site_url.rstrip('/')}/" if site_url else ""
    for row in formats:
        for file in row.files:
            title = words.phrases.get(f"files.{file.name}") or file.title or file.name
            yield Alternate(
                format=row.name,
                name=file.name,
                url=urljoin(base, file.name),
                media_type=file.media_type,
                description=words.phrases.get(f"about.{file.name}") or file.description or title,
                title=title,
                brief=words.phrases.get(file.brief, file.brief) or title,
                places=file.places,
                relation=file.relation,
            )
