"""Source + bibliography -> Document: one language, every wording done, nothing left to decide."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from posixpath import join, normpath
from types import MappingProxyType
from urllib.parse import quote, urljoin

from ..bib.library import Library, View
from ..model.dates import PartialDate, parse_date
from ..model.document import (
    CV_FILE,
    Document,
    Person,
    all_of,
    leaves,
)
from ..model.entry import Facts
from ..model.files import Image, OwnFile
from ..model.formats import ALONE, Alternate, Format, Translation, Whereabouts
from ..model.later import NamedTuple, replace
from ..model.memory import remembered, same
from ..model.plain import file_fault, folded
from ..model.problems import WARNING, Problem
from ..model.publication import NO_COUNTS, Counts
from ..model.site import WebStyle
from ..read.pages import PageFile
from ..source import CV
from ..words import Language
from .cited import Cited, cited
from .entries import facts
from .listing import PARTS, Home
from .outline import outlines, settings_of, unlisted
from .person import own_address, owner, page_style, person_of
from .plan import Plan, planned
from .sections import Found, sections_of, with_publications
from .site import page_of_publications, web_of
from .wording import language_of

_HOMEPAGE = "html"
"""The format in whose list the rest of a cut one is."""


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
    veils: bool = True,
    place: Whereabouts = ALONE,
    texts: Sequence[PageFile] = (),
    counts: Counts = NO_COUNTS,
    linked: Callable[..., tuple[OwnFile, ...]] = lambda *_: (),
) -> Finished:
    """The finished CV.

    ``read`` gives the library of the .bib files in the view that the CV wants. ``built`` stands in
    for ``meta.lastModified`` where that is absent, and ``formats`` are those that there are;
    ``veils`` is for those who see of e-mail addresses only what ``site.email`` says, and
    ``place`` is where the CV stands among its editions; ``texts`` are pages of the owner's own,
    ``counts`` how often its publications are cited, and ``linked`` gives the files of the user's to
    which something leads. The Document is complete even when
    problems are errors; whether to use it is the caller's choice.
    """
    words, problems = language_of(cv)
    person, nameless = person_of(cv, image, words, veils)
    plan, contradictions = planned(cv, formats)
    whose = same(owner(person, words))
    views = {each.venues: View(whose, words, each.venues) for each in plan.distinct}
    libraries: dict[str, Library] = {venues: read(view) for venues, view in views.items()}
    publications, unfit = cited(cv, libraries, whose, words, plan, counts)
    home = cv.site.url or own_address(person)
    site_url = site_at(place.folder, home)
    is_to_send = place.is_variant and not place.formats and bool(cv.pdf.pages)
    usual = (each for each in formats if each.is_usual(place.formats, cv.formats))
    offered = [each for each in usual if not (is_to_send and each.is_public)]
    has_site = any(each.name == _HOMEPAGE for each in offered)
    base = sections_of(cv, person, publications.by_settings[0], words)
    home_url = site_url if has_site else home
    main, own = _listings(cv, base, publications.by_settings, plan, words, home_url)
    outline, of_format, unknown = outlines(cv, main, own, formats, words)
    web = web_of(cv, own.get(_HOMEPAGE, main), publications, plan, words, texts)
    of_format = web.on_homepage(outline, of_format)
    settings, unset = settings_of(cv, formats)
    there = {each.kind for shown in (outline, *of_format.values()) for each in all_of(shown)}
    there |= {"publications"} if publications.all else set()
    there |= {"posts"} if web.site.posts else set()
    updated = parse_date(cv.meta.last_modified) if cv.meta.last_modified else built
    pages = page_style(cv, person, words.locale)
    document = Document(
        locale=words.locale,
        direction=words.direction,
        person=person,
        sections=outline,
        publications=publications.all,
        lists=MappingProxyType(publications.of_data),
        outlines=MappingProxyType(of_format),
        labels=_labels(words, person.name),
        updated=updated,
        updated_text=words.date(updated),
        signed=_signed(words, person, updated),
        site_url=site_url,
        home_url=home_url,
        translations=tuple(_translations(place, home)),
        is_variant=place.is_variant,
        is_to_send=is_to_send,
        alternates=tuple(_alternates(site_url, offered, there, words, {CV_FILE: pages.file})),
        choices=settings,
        pages=pages,
        files=linked(person, outline, of_format, publications.all),
        web=WebStyle(
            cv.themes[1],
            cv.look.accent_color or cv.pdf.accent_color or "",
            cv.site.papers,
            tuple(cv.site.charts),
        ),
        site=web.site,
        meta=_meta(facts(cv.meta, words), updated),
        extensions=MappingProxyType(cv.extensions),
        folder=folder,
    )
    library = libraries[plan.usual.venues]
    problems += [*nameless, *contradictions, *unfit, *unknown, *unset, *web.problems]
    problems += _misnamed(pages.file, formats)
    if settings.get("vcard", {}).get("qr") == "homepage" and not (site_url or person.url):
        message = "no homepage is known to which a code could lead: write basics.url, or 'contact'"
        problems.append(Problem(("formats", "vcard", "qr"), message, WARNING))
    left_out = unlisted([main, *own.values()], [outline, *of_format.values(), *web.outlines])
    return Finished(document, library, problems, left_out)


def _meta(said: Facts, updated: PartialDate | None) -> Facts:
    """What the CV says of itself, its date as ISO 8601 has it: 2020-01-01 for 2020-1-1."""
    date = str(said.get("lastModified", ""))
    is_as_it_is = not date or date.startswith(str(updated))
    return said if is_as_it_is else MappingProxyType({**said, "lastModified": str(updated)})


def _signed(words: Language, person: Person, date: PartialDate | None) -> str:
    day = words.full_date(date)
    both = words.phrases["letter.dated"].replace("{place}", person.city).replace("{date}", day)
    return both if person.city and day else person.city or day


def site_at(folder: str, base: str | None) -> str | None:
    """The address of the folder on the site."""
    return f"{base.rstrip('/')}/{folder}/" if base and folder else base


def _translations(place: Whereabouts, base: str | None) -> Iterator[Translation]:
    """Those that have no address of their own at theirs on the same site."""
    for each in place.translations:
        folder = normpath(join(place.folder, each.root))
        url = site_at("" if folder == "." else folder, base)
        yield replace(each, url=url) if each.paths is None else each


def _listings(
    cv: CV, base: Found, cited: list[Cited], plan: Plan, words: Language, site_url: str | None
) -> tuple[Found, Mapping[str, Found]]:
    """The usual sections, and those of the formats whose publications differ.

    ``cited`` has the publications by the distinct settings of the plan. A list that is cut links to
    the homepage, but for that of the homepage.
    """

    def found(home: Home) -> list[Found]:
        pairs = zip(cited, plan.manners(home), strict=True)
        return [with_publications(cv, base, *each, words) for each in pairs]

    plain = found(())
    place = plan.of.get(_HOMEPAGE)
    home = (
        _home(cv, plain[place], cited[place], words, site_url)
        if site_url and place is not None
        else ()
    )
    linked = found(home) if home else plain
    own = {name: (plain if name == _HOMEPAGE else linked)[place] for name, place in plan.of.items()}
    return linked[0], {name: each for name, each in own.items() if each != linked[0]}


def _home(cv: CV, found: Found, cited: Cited, words: Language, site_url: str) -> Home:
    """The lists of publications that the homepage has, and behind them all of them together."""
    homepage = Format(_HOMEPAGE, "", has_layout=True)
    main, own, _ = outlines(cv, found, {}, [homepage], words)
    if page := page_of_publications(cv):
        keys = (it.key for part in (cited.main, cited.others) for it in part)
        return ((f"{site_url.rstrip('/')}/{page}", frozenset(keys)),)
    lists = {
        f"{site_url.rstrip('/')}/#{section.id}": frozenset(
            it.key for each in leaves((section,)) for it in (*each.publications, *each.rest)
        )
        for section in all_of(own.get(_HOMEPAGE, main))
        if section.id in ("publications", *PARTS)
    }
    whole = [(url, frozenset().union(*lists.values())) for url in lists]
    return (*lists.items(), *whole[-1:])


@remembered
def _labels(words: Language, person: str) -> Mapping[str, str]:
    """The phrases, with the person's name in its place."""
    found = {name: text.replace("{name}", person) for name, text in words.phrases.items()}
    return MappingProxyType(found)


def _misnamed(name: str, formats: Collection[Format]) -> Iterator[Problem]:
    """What is wrong with the name of the PDF, once the person's is in it."""
    others = [file.name for row in formats for file in row.files if file.name != CV_FILE]
    fault = file_fault(name)
    if folded(name) in map(folded, others):
        fault = "another format has a file of that name"
    if fault:
        yield Problem(("pdf", "file"), f"the file would be '{name}', and {fault}")


def _alternates(
    site_url: str | None,
    formats: Collection[Format],
    kinds: Collection[str],
    words: Language,
    names: Mapping[str, str],
) -> Iterator[Alternate]:
    """Where the outputs are; ``names`` has those of files that are called otherwise, and ``kinds``
    are those of what there is to say."""
    base = f"{site_url.rstrip('/')}/" if site_url else ""
    for row in formats:
        is_empty = bool(row.holds) and frozenset(row.holds).isdisjoint(kinds)
        for file in row.files:
            name = names.get(file.name, file.name)
            title = words.phrases.get(f"files.{file.name}") or file.title or name
            href = quote(name, safe="/")
            yield Alternate(
                format=row.name,
                name=name,
                url=urljoin(base, href),
                media_type=file.media_type,
                description=words.phrases.get(f"about.{file.name}") or file.description or title,
                title=title,
                brief=words.phrases.get(file.brief, file.brief) or title,
                places=() if is_empty else file.places,
                relation=file.relation,
                href=href,
            )
