"""The editions of a CV as they were loaded: which there are, where they go, what each says, and
which problems of theirs count: one may name what only another one has. And what of them the world
will see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model.later import NamedTuple, dataclass
from ..model.problems import Path as Where
from ..model.problems import Problem, in_file_order, quoted, shortened, suggestion

if TYPE_CHECKING:
    from ..bib.library import Holding, Place, Tally
    from ..model.document import Document
    from ..read import Mark, Marks, Plain
    from ..read.choose import Chosen
    from ..read.names import Declared
    from ..read.pages import PageFile


class Wanted(NamedTuple):
    """Which editions: of these variants, in these languages; ``None`` for all.

    An empty name is the CV that is no variant, and the language that each has by itself; ``ALL``
    are that and every variant. ``more`` are others, each a variant and a language. With
    ``is_whole`` it is told, too, what is wrong with all variants in each of the languages.
    """

    variants: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    more: tuple[tuple[str, str], ...] = ()
    is_whole: bool = False

    def with_made(self, declared: Declared, folders: Collection[str]) -> Wanted:
        """With all that was made before in these folders, where all editions are wanted."""
        if self.variants or self.languages:
            return self
        pairs = ((name, each) for name in declared.variants for each in declared.languages)
        found = (it for it in pairs if it[1] != declared.language_of(it[0]))
        made = tuple(it for it in found if folder_of(declared, *it) in folders)
        return self._replace(more=made)


DEFAULT = "default"
"""The name of the CV that is no variant."""
ALL = ("*",)
EVERY = Wanted()
FIRST = Wanted(("",), ("",))
"""All editions, and the one that is no variant, in the first language."""


class Version(NamedTuple):
    """What one audience reads of an edition, in any format but those that read otherwise.

    ``chosen`` is what the Document was made from, with the way back to places in cv.yaml.
    """

    document: Document
    chosen: Chosen
    others: dict[str, Version]

    def of(self, format_name: str) -> Version:
        """What a format reads."""
        return self.others.get(format_name, self)


@dataclass
class Edition:
    """The CV for one reader. ``folder`` is its place in the output folder, with slashes.

    ``public`` is what everybody may see and ``private`` what those see whom the owner hands it,
    where that is more or other; one of them alone where the variant is for one audience.
    ``formats`` are those that it has, all where they are empty. ``kept_back`` are the paths of what
    is private; ``secret`` is a digest of what stands there, and of what is for others.
    """

    variant: str = ""
    language: str = ""
    folder: str = ""
    formats: tuple[str, ...] = ()
    public: Version | None = None
    private: Version | None = None
    kept_back: list[Where] = field(default_factory=list)
    secret: str = ""

    @property
    def versions(self) -> tuple[Version | None, Version | None]:
        """The public one and the private one."""
        return self.public, self.private

    @property
    def whole(self) -> Version | None:
        """The version with the most in it."""
        return self.private or self.public


class Offer(NamedTuple):
    """An edition for one audience that can be had: ``name`` is what its owner calls it."""

    name: str = ""
    variant: str = ""
    language: str = ""
    folder: str = ""
    is_private: bool = False

    @property
    def wanted(self) -> Wanted:
        """What loads it."""
        return Wanted((self.variant,), (self.language,))

    def of(self, loaded: Loaded) -> Document | None:
        """What it says, if it was loaded without errors."""
        version = loaded.editions[0].versions[self.is_private] if loaded.editions else None
        return version.document if version else None


@dataclass
class Loaded:
    """The editions, none when a problem is an error.

    ``inputs`` are all files looked for, but for those that are only ``linked``: ``is_kept`` says
    that these need not be there. ``entries`` has the places of the bibliography's entries
    by their keys, and ``holdings`` these themselves, those too that no edition has; ``tally`` is
    their sum, and ``unlisted`` are the sections of the first edition that no order of sections
    names in any. ``offers()`` are all editions that there are, loaded or not, and ``exposed`` finds
    those of them, not loaded, that were made when something else was private: folder -> digest.
    ``texts`` are all pages and posts of the owner's own.
    ``lacking`` has each text that a language lacks, under the problem that stands for all of them.
    """

    editions: list[Edition] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lacking: dict[Problem, list[Problem]] = field(default_factory=dict)
    inputs: list[Path] = field(default_factory=list)
    linked: list[Path] = field(default_factory=list)
    is_kept: bool = False
    plain: Plain | None = None
    declared: Declared | None = None
    tally: Tally | None = None
    unlisted: list[str] = field(default_factory=list)
    entries: dict[str, Place] = field(default_factory=dict)
    holdings: dict[str, Holding] = field(default_factory=dict)
    texts: list[PageFile] = field(default_factory=list)
    offers: Callable[[], list[Offer]] = list
    exposed: Callable[[Mapping[str, str]], list[tuple[str, str]]] = lambda _: []

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that the CV declares, the first of which is its own."""
        return self.declared.languages if self.declared else ()

    def name_of(self, edition: Edition) -> str:
        """The shortest name of an edition."""
        variant, language = edition.variant, edition.language
        is_usual = not self.declared or language == self.declared.language_of(variant)
        return "+".join([variant] * bool(variant) + [language] * (not is_usual)) or DEFAULT

    @property
    def document(self) -> Document | None:
        """What everybody may see of the first edition, if anybody may, else what others see."""
        first = self.editions[0] if self.editions else Edition()
        version = first.public or first.private
        return version.document if version else None

    @property
    def private(self) -> Document | None:
        """What those see of it whom the owner hands it, where that is more or other."""
        version = self.editions[0].private if self.editions else None
        return version.document if version else None

    def versions(self) -> Iterator[Version]:
        """All that the editions say to anybody, in any format."""
        for edition in self.editions:
            for version in filter(None, edition.versions):
                yield version
                yield from version.others.values()


def folder_of(declared: Declared, variant: str, language: str) -> str:
    """Where an edition goes, below the output folder."""
    folder = declared.variant(variant).folder or variant
    if not language or language == declared.language_of(variant):
        return folder
    return f"{folder}/{language}".lstrip("/")


def no_such(what: str, name: str, known: Iterable[str], declared: Declared) -> str:
    """What to say of a name that is none of the known ones."""
    from ..read.names import parts

    near = suggestion(name, known) or (": cv.yaml declares none" if not [*known] else "")
    if not {*declared.languages}.isdisjoint(own := parts(name)):
        kinds = ("variant" if each in declared.variants else "language" for each in own)
        options = (f"--{kind} {each}" for kind, each in zip(kinds, own, strict=True))
        near = f": write {' '.join(options)}"
    return f"there is no {what} {quoted(name)}{near}"


def offered(
    declared: Declared, editions: Iterable[tuple[str, str]], has_private: Callable[[Offer], bool]
) -> list[Offer]:
    """Those for everybody, and behind them the private ones, where ``has_private`` says so."""
    from ..words.data import autonym

    languages = declared.languages if len(declared.languages) > 1 else ()
    found: dict[Offer, str] = {}
    for variant, language in editions:
        name = variant or (autonym(language or languages[0], languages) if languages else "")
        offer = Offer(name, variant, language, folder_of(declared, variant, language))
        found[offer] = declared.variant(variant).audience
    private = [
        offer
        for offer, audience in found.items()
        if audience == "private" or (not audience and has_private(offer))
    ]
    public = [offer for offer, audience in found.items() if audience != "private"]
    return [*public, *(each._replace(is_private=True) for each in private)]


def site_of(chosen: Chosen) -> object:
    """All that decides what address the CV has, and what pages of publications."""
    data = chosen.plain.data
    person, keys = data.get("basics"), ("name", "aliases", "url", "profiles")
    owner = [person.get(key) for key in keys] if isinstance(person, dict) else []
    blocks = [each.get("bibliography") for each in data.values() if isinstance(each, dict)]
    lists = [data.get(key) for key in ("site", "bibliography", "publications", "custom", "formats")]
    return chosen.hidden, owner, blocks, lists


def way(here: str, there: str) -> str:
    """How one leads from the one folder to the other, with a slash at its end."""
    up = "../" * len(here.split("/")) if here else ""
    return f"{up}{there}/" if there else up


def places(declared: Declared) -> dict[str, tuple[bool, ...]]:
    """Every folder that an edition may have: whether that is below the private one, or either."""
    found: dict[str, tuple[bool, ...]] = {}
    for variant in ("", *declared.variants):
        audience = declared.variant(variant).audience
        for language in ("", *declared.languages):
            of_audience = {"public": (False,), "private": (True,)}.get(audience, (False, True))
            found[folder_of(declared, variant, language)] = of_audience
    return found


Spot = tuple[str, int, int]
"""A file, a line and a column."""


class Judgement(NamedTuple):
    """What is wrong with a finished Document, and where: of all places that it was made from."""

    places: frozenset[Spot]
    wrong: frozenset[Spot]
    problems: list[Problem]


def judgement(marks: Marks, problems: list[Problem]) -> Judgement:
    """What is wrong with a Document that was made from what has these marks."""
    places = frozenset((each.file or marks.file, *each[1:3]) for each in marks.places.values())
    wrong = frozenset((each.file, each.line, each.column) for each in problems)
    return Judgement(places, wrong, problems)


def settled(found: list[Judgement]) -> Iterable[Problem]:
    """The problems that nobody's Document is without, though it has what they are about.

    What names an entry that another edition has says nothing where there is none. Of messages that
    differ in what they know, the short one is told, which knows what was meant.
    """
    told: dict[tuple[Spot, str], Problem] = {}
    for one in found:
        for problem in one.problems:
            place = (problem.file, problem.line, problem.column)
            others = (each for each in found if place in each.places)
            if all(place in each.wrong for each in others):
                what = (place, problem.message.partition(";")[0])
                known = told.setdefault(what, problem)
                told[what] = min(known, problem, key=lambda each: len(each.message))
    return told.values()


_PROSE = frozenset(
    {"name", "label", "summary", "description", "focus", "topics", "keywords", "aliases"}
)
"""What the basics say of the person that is no way to reach anybody."""


class _Seen(NamedTuple):
    """A text, where it stands, who reads it; whether it reaches somebody or could be private."""

    place: Mark
    text: str
    audience: str
    is_telling: bool


def seen(loaded: Loaded) -> list[Problem]:
    """Of every contact, of all that is private and all that could be, who reads it, in file order,
    and in which editions, where not in all. What one shows to everybody is public.

    Texts with an e-mail address or a number of a telephone in them are such, too, and all pages.
    """
    found = defaultdict[_Seen, list[str]](list)
    having = defaultdict[str, set[str]](set)
    for edition in loaded.editions:
        own = loaded.name_of(edition)
        for audience, version in zip(("public", "private"), edition.versions, strict=True):
            having[audience] |= {own} if version else set()
            for name, one in {"": version, **version.others}.items() if version else ():
                for each in (*_texts(one, audience), *_pages(one, audience)):
                    if own not in found[each]:
                        found[each].append(f"{own}+{name}" if name else own)
    public = {each.place for each in found if each.audience == "public"}
    told = []
    for (at, text, audience, is_telling), names in found.items():
        if is_telling if audience == "public" else at not in public:
            where = f" (in {', '.join(names)})" if having[audience].difference(names) else ""
            file = at.file or str(loaded.inputs[0])
            told.append(Problem(at.path, f"{shortened(text)}{where}", audience, file, *at[1:3]))
    shown = {each.place.file for each in found}
    for it in (each for each in loaded.texts if str(each.path) not in shown):
        text = f"{it.page.path}: {it.titled.title}{', a draft' * it.is_draft}"
        told.append(Problem((), text, "private", str(it.path), 1, 1))
    return in_file_order(told)


def _texts(version: Version, audience: str) -> Iterator[_Seen]:
    """The texts of a version. To everybody, e-mail addresses stand as it shows them, if at all."""
    plain, emails = version.chosen.plain, iter(version.document.person.emails)
    for path, text, is_own in _leaves(plain.data, ()):
        if audience == "public" and path[:2] == ("basics", "email"):
            if not (mailbox := next(emails, None)):
                continue
            text = mailbox.text
        at = plain.marks.at(path)
        yield _Seen(at, text, audience, is_own or _is_telling(path, at.path, text))


def _pages(version: Version, audience: str) -> Iterator[_Seen]:
    """The pages beside the homepage, at the files of their texts."""
    from ..read import Mark

    for page in version.document.site.all:
        at, text = version.chosen.plain.marks.at(("site", "pages")), page.path
        if page.source:
            at, text = Mark((), 1, 1, page.source), f"{text}: {page.title}"
        yield _Seen(at, text, audience, is_telling=True)


def _leaves(value: Any, path: Where, is_own: bool = False) -> Iterator[tuple[Where, str, bool]]:
    """The texts, with their paths, and whether no model knows their keys."""
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            inside = path if key == "x-" else (*path, key)
            yield from _leaves(each, inside, is_own or key == "x-")
    elif value not in (None, ""):
        yield path, str(value), is_own


def _is_telling(path: Where, written: Where, text: str) -> bool:
    from ..read.names import AUDIENCES, ELSE
    from ..read.withheld import reaches

    is_contact = path[0] == "references" or (path[0] == "basics" and path[1] not in _PROSE)
    return is_contact or not {*AUDIENCES, ELSE}.isdisjoint(written) or reaches(text)
