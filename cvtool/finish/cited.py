"""The bibliography and the publications written in cv.yaml, finished and in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from ..bib.bibtex import overridden
from ..bib.imprint import imprint, unsaid
from ..bib.library import Holding, Library, near_duplicates, said_once
from ..bib.links import doi_url
from ..bib.owner import Coauthors, Owner, author_from_name, authors_from_names, bare_name
from ..bib.publish import counted, said
from ..model.dates import newest_first
from ..model.entry import NamedLink
from ..model.inline import join, plain, to_plain
from ..model.later import NamedTuple, dataclass, replace
from ..model.memory import for_each, remembered, row, same
from ..model.plain import slug, unused
from ..model.problems import WARNING, Path, Problem, quoted, some, suggestion
from ..model.prose import Blocks, opening
from ..model.publication import NO_COUNTS, Author, Counts, Publication
from ..source import CV
from ..source.bibliography import Bibliography
from ..source.entries import PublicationItem
from ..words import Language
from ..words.patterns import Values
from .entries import facts, picture_of, point_label
from .listing import Manner, Publications, chosen, in_order, passes, shown
from .plan import Plan

if TYPE_CHECKING:
    from ..bib.citing import Citation

_FILES: tuple[Path, ...] = (("bibliography", "files"),)
"""What the keys of the bibliography come from."""
_BRIEF = 3
"""So many authors are named where pages are short."""


@dataclass(frozen=True)
class Cited:
    """Publications in order: those of the main list, and those of each custom section.

    ``others`` are those that the main list lacks because they are not selected.
    """

    main: tuple[Publication, ...]
    of_custom: tuple[tuple[Publication, ...], ...]
    others: tuple[Publication, ...] = ()

    def all(self, settings: Bibliography) -> tuple[Publication, ...]:
        """Each once, the latest first, unless the order of the files is to stay."""
        found = {each.key: each for part in (self.main, *self.of_custom) for each in part}
        if settings.sort == "file":
            return row(tuple(found.values()))
        return row(tuple(sorted(found.values(), key=lambda each: newest_first(each.date))))


class Citations(NamedTuple):
    """All publications; those of the lists, by the plan's settings; those of data, by format.

    Of these only the last lack what the format does not show.
    """

    all: tuple[Publication, ...]
    by_settings: list[Cited]
    of_data: Mapping[str, tuple[Publication, ...]]


def cited(
    cv: CV,
    libraries: Mapping[str, Library],
    owner: Owner,
    words: Language,
    plan: Plan,
    counts: Counts = NO_COUNTS,
) -> tuple[Citations, list[Problem]]:
    """All publications, and what is wrong with any of them.

    ``libraries`` has what the .bib files hold by the form of the venues in it.
    """
    coauthors = Coauthors(cv.people)
    works = {
        venues: _works(cv, library.holdings, owner, words) for venues, library in libraries.items()
    }
    if cv.people or counts.by_key:
        works = {
            venues: each.map(lambda it: counted(coauthors.named(it), counts, words))
            for venues, each in works.items()
        }
    ours, holdings = works[plan.usual.venues], libraries[plan.usual.venues].holdings
    lists = [works[each.venues].chosen(each) for each in plan.distinct]
    keys = {each.key for found in lists for each in found.main}
    any_list = in_order((each for key, each in ours.main.items() if key in keys), plan.usual)
    problems = [*ours.problems, *_idle(plan, ours.main), *_unknown(coauthors, counts, ours.main)]
    pairs = [(each, ours.main[each.key]) for each in holdings if each.key in keys]
    problems += near_duplicates(pairs)
    doubts = ((each, held.key, held.place) for held, _ in pairs for each in held.doubts)
    problems += said_once(doubts)
    found, unfit = _forms(lists, plan, holdings)
    saying = _Saying(words, found, _BRIEF if cv.pdf.pages else 0)
    everything = saying.whole(Cited(any_list, ours.of_custom), plan.usual).all(plan.usual)
    from_bib = row(tuple(ours.from_bib.values()))
    of_data = {
        name: _as_data(everything, from_bib, same(manner)) for name, manner in plan.of_data.items()
    }
    by_settings = [*map(saying.whole, lists, plan.distinct)]
    of_data = {name: found for name, found in of_data.items() if found != everything}
    return Citations(everything, by_settings, of_data), [*problems, *unfit]


@remembered
def _as_data(whole: Publications, from_bib: Publications, manner: Manner) -> Publications:
    """Those that a format without sections has, in the order that they are in, with what is to be
    shown of them; where nothing says what, that which cv.yaml itself says."""
    known = {each.key: each for each in from_bib}
    found = tuple(each for each in whole if passes(each, manner.settings))[: manner.settings.limit]
    if manner.settings.show is not None:
        return shown(found, manner)
    return for_each(_its_own, found, [known.get(each.key) for each in found])


def _its_own(each: Publication, to: Publication | None) -> Publication:
    """What cv.yaml says of it beyond its entry, if it has one."""
    if not to or not (to.summary or to.abstract or to.keywords):
        return each
    summary = () if each.summary == to.summary else each.summary
    keywords = () if each.keywords == to.keywords else each.keywords
    return replace(each, summary=summary, abstract=(), keywords=keywords)


@dataclass(frozen=True)
class _Works:
    """All that there is to choose from, by key; ``problems`` is what is wrong in cv.yaml."""

    main: dict[str, Publication]
    of_custom: tuple[Publications, ...]
    from_bib: dict[str, Publication]
    problems: list[Problem]

    def map(self, change: Callable[[Publication], Publication]) -> _Works:
        """The same with each of them changed."""
        main = {key: change(each) for key, each in self.main.items()}
        return replace(
            self, main=main, of_custom=tuple(tuple(map(change, each)) for each in self.of_custom)
        )

    def chosen(self, settings: Bibliography) -> Cited:
        """What the settings let pass."""
        main = chosen(self.main.values(), settings)
        others: Publications = ()
        if settings.selected == "only":
            any_of_them = settings.but({"selected": "mixed"})
            others = chosen((each for each in self.main.values() if not each.selected), any_of_them)
        return Cited(main, self.of_custom, others)


def _works(cv: CV, holdings: Sequence[Holding], owner: Owner, words: Language) -> _Works:
    from_bib = {each.key: each.publication for each in holdings}
    written = _Written(from_bib, owner, words, _assumed(owner) if cv.basics.name else ())
    main = {each.key: each.publication for each in holdings if each.is_listed}
    main |= {each.key: each for each in written.items(cv.publications, ("publications",))}
    of_custom = [
        written.items(custom.publications, ("custom", index, "publications"))
        for index, custom in enumerate(cv.custom)
    ]
    return _Works(main, tuple(map(tuple, of_custom)), from_bib, written.problems)


Forms = Mapping[str | None, Mapping[str, "Citation"]]
"""Citations by style and key."""


def _forms(
    lists: Sequence[Cited], plan: Plan, holdings: Sequence[Holding]
) -> tuple[Forms, list[Problem]]:
    """Every publication in the citation forms in which a format shows it, each form asked once."""
    wanted: dict[str, dict[str, Publication]] = {}
    paths: dict[str, Path] = {}
    for found, settings, path in zip(lists, plan.distinct, plan.paths, strict=True):
        if settings.style and (publications := found.all(settings)):
            wanted.setdefault(settings.style, {}).update({each.key: each for each in publications})
            paths.setdefault(settings.style, (*path, "style"))
    forms: dict[str | None, Mapping[str, Citation]] = {}
    problems = []
    for style, each in wanted.items():
        forms[style], unfit = _cited_as(style, each.values(), paths[style], holdings)
        problems += unfit
    return forms, problems


def _cited_as(
    style: str, publications: Collection[Publication], path: Path, holdings: Sequence[Holding]
) -> tuple[Mapping[str, Citation], list[Problem]]:
    from ..bib.citing import MissingError, citations

    try:
        found = citations(publications, style)
    except MissingError:
        advice = "install them with pip install 'cvtool[styles]'"
        return {}, [Problem(path, f"this needs two packages more: {advice}")]
    lacking = (each.key for each in publications if each.key not in found)
    return found, [_unfit(key, style, path, holdings) for key in lacking]


@dataclass
class _Saying:
    """Publications with all that is said of them, each once in each form."""

    words: Language
    forms: Forms
    brief: int = 0
    done: dict[tuple[str | None, int], dict[int, Publication]] = field(default_factory=dict)

    def whole(self, found: Cited, settings: Bibliography) -> Cited:
        """In the citation form that is set, if any; the legend explains the marks in it."""
        main, *of_custom = (self._all(each, settings) for each in (found.main, *found.of_custom))
        return Cited(main, tuple(of_custom), found.others)

    def _all(self, publications: Publications, settings: Bibliography) -> Publications:
        most, forms = settings.max_authors or 0, self.forms.get(settings.style, {})
        done = self.done.setdefault((settings.style, most), {})
        new = [each for each in publications if id(each) not in done]
        found = for_each(
            said, new, [forms.get(each.key) for each in new], by=(most, self.brief, self.words)
        )
        done.update(zip(map(id, new), found, strict=True))
        return tuple([done[id(each)] for each in publications])


def _unfit(key: str, style: str, path: Path, holdings: Sequence[Holding]) -> Problem:
    message = (
        f"{quoted(key)} cannot be put in the form {quoted(style)} and is shown in cvtool's "
        "own: look for a field with an unusual value"
    )
    for holding in holdings:
        if holding.key == key:
            return holding.place.warning(message)
    return Problem(path, message, WARNING)


def _idle(plan: Plan, known: Mapping[str, Publication]) -> Iterator[Problem]:
    """The settings that name what there is not."""
    is_any_selected = any(each.selected for each in known.values())
    for path, block in plan.blocks.items():
        if block.selected == "only" and known and not is_any_selected:
            message = (
                "nothing is selected, so no publication stands here: write 'selected = {true}'"
            )
            yield Problem((*path, "selected"), message, WARNING, rests_on=_FILES)
        for index, key in enumerate(block.exclude):
            if key not in known:
                message = f"nothing has the key {quoted(key)}{suggestion(key, known)}"
                yield Problem((*path, "exclude", index), message, WARNING, rests_on=_FILES)


def _unknown(
    coauthors: Coauthors, counts: Counts, known: Mapping[str, Publication]
) -> Iterator[Problem]:
    """The people and the keys with counts that are in no publication."""
    for name, message in coauthors.strangers(known.values()):
        yield Problem(("people", name), message, WARNING, rests_on=_FILES)
    own = {name for each in known.values() for name in (each.key, each.doi.lower())}
    if strangers := [name for name in counts.by_key if name not in own]:
        message = f"no publication has these keys of the file: {some(strangers)}"
        yield Problem(("bibliography", "citations"), message, WARNING, rests_on=_FILES)


def _assumed(owner: Owner) -> tuple[Author, ...]:
    """The owner, as the author of what names none: programs want one, and it is the owner's."""
    author = author_from_name(bare_name(owner.names[0]), owner)
    return (replace(author, is_owner=True, is_assumed=True),)


@dataclass
class _Written:
    """Makes publications of what cv.yaml says of them; ``problems`` says what is wrong there.

    ``assumed`` are the authors of what names none.
    """

    from_bib: dict[str, Publication]
    owner: Owner
    words: Language
    assumed: tuple[Author, ...] = ()
    keys: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def items(self, items: Sequence[PublicationItem], path: Path) -> list[Publication]:
        found = []
        for index, item in enumerate(items):
            here = (*path, index)
            if not item.key:
                found.append(same(self.written(item, here)))
            elif item.key in self.from_bib:
                found.append(same(self.adding(item, self.from_bib[item.key])))
            else:
                known = suggestion(item.key, self.from_bib) or "; there is no bibliography"
                message = f"no entry of the bibliography has the key {quoted(item.key)}{known}"
                self.problems.append(Problem((*here, "key"), message, rests_on=_FILES))
        return found

    def adding(self, item: PublicationItem, to: Publication) -> Publication:
        said = replace(
            to,
            links=to.links + self.replaced_url(item, to),
            summary=item.summary or to.summary,
            note=item.note or to.note,
            url=item.url or to.url,
            keywords=tuple(map(to_plain, item.keywords)) or to.keywords,
            selected=to.selected if item.selected is None else item.selected,
            priority=item.priority,
            breaks=item.breaks or "",
            picture=picture_of(item.image) or to.picture,
        )
        return replace(said, source=overridden(to, said))

    def replaced_url(self, item: PublicationItem, to: Publication) -> tuple[NamedLink, ...]:
        """The address from the bibliography, where cv.yaml puts another one in its place."""
        if not (item.url and to.url) or item.url == to.url:
            return ()
        is_doi = to.url.startswith("https://doi.org/")
        return (NamedLink(self.words.phrases["links.doi" if is_doi else "link"], to.url),)

    def written(self, item: PublicationItem, path: Path) -> Publication:
        words, venue, title = self.words, item.publisher or "", item.name or ()
        authors, wrong = authors_from_names(item.authors, self.owner, words)
        self.problems += [
            Problem((*path, "authors", index), message, WARNING) for index, message in wrong
        ]
        year = str(item.release_date.year) if item.release_date else ""
        where: Values = {"venue": venue if title else "", "location": item.location or ()}
        place = to_plain(words.fill("place", where, "publication"))
        address = doi_url(item.doi) if item.doi else None
        key = self.new_key(slug(to_plain(title)) or f"publication-{path[-1]}")
        unknown = frozenset(name for name in item.extensions if not name.startswith("x-"))
        return Publication(
            key=key,
            type="document",
            entry_type="misc",
            title=title or plain(self.instead(venue or item.doi or item.url or key, path)),
            authors=authors or self.assumed,
            venue=venue,
            imprint=imprint(words, place, unsaid(year, [venue])),
            date=item.release_date,
            doi=item.doi or "",
            url=item.url or address,
            links=(NamedLink(words.phrases["links.doi"], address),) if address and item.url else (),
            note=item.note or (),
            summary=(item.summary or ()) + self.points(item),
            keywords=tuple(map(to_plain, item.keywords)),
            selected=bool(item.selected),
            fields=facts(item, words, unknown),
            path=path,
            priority=item.priority,
            breaks=item.breaks or "",
            picture=picture_of(item.image),
        )

    def new_key(self, name: str) -> str:
        """The name, or, where another publication has it, the name with a number."""
        key = unused(name, self.keys | self.from_bib.keys())
        self.keys.add(key)
        return key

    def points(self, item: PublicationItem) -> Blocks:
        """The bullets as paragraphs: a publication has none of its own."""
        return tuple(
            block
            for point in item.highlights
            for text in [opening(point.text)[:1]]
            for block in (
                join(" ", (plain(point_label(point, self.words)), *text)),
                *point.text[len(text) :],
            )
        )

    def instead(self, name: str, path: Path) -> str:
        message = f"missing: '{name}' stands in its place"
        self.problems.append(Problem((*path, "name"), message, WARNING))
        return name
