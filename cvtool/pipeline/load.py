"""cv.yaml and what it names -> the Documents of its editions: every problem, in file order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.dates import PartialDate
from ..model.document import Document, all_of
from ..model.formats import Translation, Whereabouts
from ..model.later import replace
from ..model.memory import remembered_by, remembers
from ..model.problems import Findings, Problem, summed
from ..render import formats
from ..render.addresses import FOLDER, paths
from ..store.digests import digest
from .editions import (
    ALL,
    DEFAULT,
    EVERY,
    FIRST,
    Edition,
    Judgement,
    Loaded,
    Offer,
    Version,
    Wanted,
    folder_of,
    judgement,
    no_such,
    offered,
    settled,
    site_of,
    way,
)
from .files import SOURCE_DATE, Beside, read_source, read_variants, source_date, with_settings
from .ownfiles import OwnFiles, doubts
from .supply import Supply

if TYPE_CHECKING:
    from ..bib.files import Sources
    from ..read import Plain
    from ..read.choose import Chosen
    from ..read.names import Declared, Reader
    from ..source import CV


def load_all(
    path: Path,
    templates: Path | None = None,
    wanted: Wanted | Callable[[Declared], Wanted] = FIRST,
    built: str | None = None,
    settings: Iterable[str] = (),
) -> Loaded:
    """The finished CV of a cv.yaml, and every problem; it never raises for what the files say.

    ``templates`` is a folder that may hold more themes, ``wanted`` may be a function of the names
    that cv.yaml declares, and ``settings`` are texts such as ``pdf.theme=classic``, each as if
    cv.yaml said so. The only environment variable that matters is SOURCE_DATE_EPOCH (seconds since
    1970, UTC), the date where ``meta.lastModified`` gives none; ``built`` stands in its place.

    For a CV that is kept with an application ``built`` is given; it has no files to link to.
    """
    loaded, found = Loaded(inputs=[path], is_kept=built is not None), Findings()
    if plain := read_source(path, found):
        day, problems = source_date(os.environ.get(SOURCE_DATE, "") if built is None else built)
        found.add(problems)
        plain = with_settings(_mended(plain, found), settings, found)
        _Loading(plain, path, templates, day, loaded, found).load(wanted)
    if any(problem.is_error for problem in found.problems):
        loaded.editions = []
    loaded.problems, loaded.lacking = summed(found.problems, loaded.languages)
    return loaded


def names_in(path: Path) -> Declared | None:
    """The names that a CV declares, if it can be read and they are right."""
    found = Findings()
    plain = read_source(path, found)
    names = _declared(plain, path.parent, found)[0] if plain else None
    return None if any(each.is_error for each in found.problems) else names


def _declared(plain: Plain, folder: Path, found: Findings) -> tuple[Declared, list[Path]]:
    """The names that it declares, with the files of variants, and which files were looked for."""
    from ..read.declarations import declared

    files, looked_for = ({}, []) if plain.is_json else read_variants(folder, found)
    outputs = {each.name for row in formats().values() for each in row.files}
    names, problems = declared(plain, files, tuple(formats()), outputs | {"fonts", "CNAME", FOLDER})
    found.add(problems)
    return names, looked_for


def _mended(plain: Plain, found: Findings) -> Plain:
    """JSON Resume as cvtool knows it."""
    if not plain.is_json:
        return plain
    from ..read.jsonresume import modern
    from ..read.mend import mended

    plain, changes = mended(modern(plain))
    found.add(changes)
    return plain


class _Loading:
    """Makes the editions, each with its problems."""

    def __init__(
        self,
        plain: Plain,
        path: Path,
        templates: Path | None,
        built: PartialDate | None,
        loaded: Loaded,
        found: Findings,
    ) -> None:
        self.plain, self.found, self.loaded, self.built = plain, found, loaded, built
        self.finished: list[Judgement] = []
        self.chosen: dict[tuple[Reader, bool], Chosen] = {}
        self.beside = Beside(path.parent, templates, plain.is_json)
        self.declared, looked_for = _declared(plain, path.parent, found)
        own = [path, *looked_for]
        calls = (self._choose, self._source, self.beside.pages)
        self.files = Supply(path.parent, self.declared, own, *calls, loaded.is_kept)
        found.add(self.beside.read_pages(plain, self.declared, self.files.shelf))
        loaded.inputs += looked_for
        loaded.plain, loaded.declared, loaded.texts = plain, self.declared, self.beside.own_pages
        loaded.offers, loaded.exposed = self._offers, self._exposed

    def load(self, wanted: Wanted | Callable[[Declared], Wanted]) -> None:
        wanted = wanted(self.declared) if callable(wanted) else wanted
        known = [*self._editions(wanted)]
        self.loaded.editions = [self._edition(*each) for each in known]
        whole = Wanted(ALL, wanted.languages or self.declared.languages)
        if wanted.is_whole or any(each.problems for each in self.finished):
            for each in self._editions(whole if wanted.is_whole else EVERY):
                if each not in known:
                    self._edition(*each)
        self.found.add(settled(self.finished))
        self.loaded.inputs += self.beside.inputs
        self.loaded.linked += self.files.shelf.inputs

    def _editions(self, wanted: Wanted) -> Iterator[tuple[str, str]]:
        """The variants and languages of those that are wanted; what is unknown is told."""
        variants, languages = self.declared.variants, self.declared.languages
        asked = ("", *variants) if wanted.variants == ALL else wanted.variants or ()
        if DEFAULT not in variants:
            asked = tuple("" if each == DEFAULT else each for each in asked)
        known = [each for each in asked if self._is_known(each, variants, "variant")]
        tags = wanted.languages or ("",)
        wished = [each for each in tags if self._is_known(each, languages, "language")]
        if wanted.variants is not None:
            yield from ((variant, language) for variant in known for language in wished)
        elif wanted.languages is not None:
            yield from (("", language) for language in wished)
        else:
            yield from (("", each) for each in ("", *languages[1:]))
            yield from ((each, "") for each in variants)
        yield from wanted.more

    def _exposed(self, secrets: Mapping[str, str]) -> list[tuple[str, str]]:
        """The editions that others were told of when something else was private: folder -> digest
        of that; those that were loaded apart."""
        from ..read.names import PRIVATE, Reader

        loaded = {each.folder for each in self.loaded.editions}
        found: dict[str, tuple[str, str]] = {}
        for variant in ("", *self.declared.variants):
            for language in self.declared.languages or ("",):
                folder = folder_of(self.declared, variant, language)
                if folder not in loaded and folder in secrets:
                    pairs = self._pairs(Reader(variant, language, PRIVATE))
                    both = not self.declared.variant(variant).audience
                    is_veiled = both and pairs[0][1].is_veiled
                    if self._secret(*pairs, is_veiled=is_veiled) != secrets[folder]:
                        found[folder] = variant, language
        return [*found.values()]

    def _is_known(self, name: str, known: Iterable[str], what: str) -> bool:
        if is_unknown := bool(name) and name not in known:
            message = no_such(what, name, known, self.declared)
            self.found.add([Problem((), message, file=str(self.loaded.inputs[0]))])
        return not is_unknown

    def _offers(self) -> list[Offer]:
        return offered(self.declared, self._editions(EVERY), self._has_private)

    def _has_private(self, offer: Offer) -> bool:
        """Whether others read more of an edition, or otherwise, than everybody does."""
        from ..read.names import PRIVATE, PUBLIC, Reader

        language = offer.language or self.declared.language_of(offer.variant)
        whole = self._choose(Reader(offer.variant, language, PRIVATE))
        public = self._choose(whole.reader._replace(audience=PUBLIC))
        papers = any(map(public.keeps_back, self.beside.holdings))
        return bool(public.apart_from(whole)) or papers or whole.is_veiled

    def _edition(self, variant: str, language: str) -> Edition:
        from ..read.names import PRIVATE, PUBLIC, Reader

        own, folder = self.declared.variant(variant), folder_of(self.declared, variant, language)
        language = language or self.declared.language_of(variant)
        edition = Edition(variant, language, folder, own.formats)
        reader = Reader(variant, language, PRIVATE)
        if own.audience == PUBLIC:
            chosen = self._choose(reader._replace(audience=PUBLIC))
            edition.public = self._version(edition, chosen)
            edition.secret = self._secret(*self._pairs(reader))
        elif own.audience == PRIVATE:
            edition.private = self._version(edition, self._choose(reader), is_whole=True)
        else:
            self._both(edition, reader)
        return edition

    def _choose(self, reader: Reader) -> Chosen:
        """What the reader reads, found once; anew where an audience is asked for only now."""
        from ..read.choose import choose
        from ..read.names import AUDIENCES

        key = (reader, self.declared.used.isdisjoint(AUDIENCES))
        if key not in self.chosen:
            self.chosen[key] = choose(self.plain, reader, self.declared)
        return self.chosen[key]

    def _both(self, edition: Edition, reader: Reader) -> None:
        """What everybody may see, and what others see, where they see more."""
        (public, whole), *_ = pairs = self._pairs(reader)
        is_veiled = whole.is_veiled
        paths = (path for one, other in pairs for path in one.apart_from(other))
        edition.kept_back = [*dict.fromkeys(paths), *[("basics", "email")] * is_veiled]
        version = self._version(edition, whole, bool(edition.kept_back))
        edition.public = version
        pairs = self._pairs(reader)  # the bibliography may ask for other formats
        holdings = self.beside.holdings
        if any(each.keeps_back(it) for each, _ in pairs for it in holdings):
            edition.kept_back.append(("bibliography",))
        is_open = any(each.kept_back or any(map(each.keeps_back, holdings)) for _, each in pairs)
        is_open = is_open or self.beside.texts(public) != self.beside.texts(whole)
        if version and (edition.kept_back or is_open):
            edition.private = version if edition.kept_back else None
            edition.public = self._version(edition, public)
        edition.secret = self._secret(*pairs, is_veiled=is_veiled)

    def _pairs(self, reader: Reader) -> list[tuple[Chosen, Chosen]]:
        """What everybody and what others read, in any format and in those that are asked for."""
        from ..read.names import PRIVATE, PUBLIC

        def pair(name: str) -> tuple[Chosen, Chosen]:
            whole = reader._replace(format=name, audience=PRIVATE)
            return self._choose(whole._replace(audience=PUBLIC)), self._choose(whole)

        first, asked = pair(""), self.declared.used  # which that one finds
        return [first, *(pair(each) for each in self.declared.formats if each in asked)]

    def _secret(self, *pairs: tuple[Chosen, Chosen], is_veiled: bool = False) -> str:
        """A digest of what everybody may not see of it, and of what is for others."""
        found: list[str] = [repr(("basics", "email"))] * is_veiled
        for public, whole in pairs:
            found += public.secrets(whole)
            papers = [each.key for each in self.beside.holdings if not public.reads(each)]
            found += [repr(papers)] if papers else []
            own, others = (
                {it.path.name for it in self.beside.texts(each)} for each in (public, whole)
            )
            found += [repr(sorted(others - own))] if others - own else []
        return digest([*dict.fromkeys(found)]) if found else ""

    def _version(self, edition: Edition, chosen: Chosen, is_whole: bool = False) -> Version | None:
        """What a reader sees; ``is_whole`` is of one who sees what others may not."""
        document, source = self._document(edition, chosen, is_whole)
        if not document:
            return None
        version = Version(document, source, {})
        for name in (each for each in self.declared.formats if each in self.declared.used):
            other = self._choose(chosen.reader._replace(format=name))
            if self._differs(chosen, other):
                own, source = self._document(edition, other, is_whole)
                version.others.update({name: Version(own, source, {})} if own else {})
        return version

    def _differs(self, one: Chosen, other: Chosen) -> bool:
        """Whether another format reads otherwise."""
        papers = ([each.reads(it) for it in self.beside.holdings] for each in (one, other))
        is_other = self.beside.texts(one) != self.beside.texts(other)
        return is_other or one.plain.data != other.plain.data or next(papers) != next(papers)

    def _document(
        self, edition: Edition, chosen: Chosen, is_whole: bool
    ) -> tuple[Document | None, Chosen]:
        """The Document, and what it was made from; what is wrong with it is told."""
        found = Findings()
        own, problems = self.files.of(chosen, edition.folder, is_whole)
        source, cv = self._source(chosen, own, found)
        found.add(problems, source.plain.marks.placed)
        document = None
        if cv:
            found.add(self.beside.problems(cv), source.plain.marks.placed)
            place = self._place(edition, cv, source, is_whole)
            document = self._finish(cv, source, own, found, place)
        self.found.add_new(found.problems)
        return document, source

    def _source(self, chosen: Chosen, own: OwnFiles, found: Findings) -> tuple[Chosen, CV | None]:
        """What was chosen, its texts readable, and the model of it."""
        from ..read.check import checked, remarked

        plain = chosen.plain
        if plain.is_json:
            from ..read.richtext import readable

            plain, dropped = readable(plain)
            found.add(dropped)
        cv, problems = checked(plain, own)
        found.add(problems, plain.marks.placed)
        found.add(remarked(plain))
        found.add(chosen.problems, plain.marks.placed)
        return chosen._replace(plain=plain), cv

    def _place(self, edition: Edition, cv: CV, here: Chosen, is_whole: bool) -> Whereabouts:
        """Where the edition stands on the web, and as whose translation."""
        names = () if is_whole or edition.variant else self.declared.languages
        is_for_all = not (here.rules or cv.site.pages or self.beside.may_be_for_some(cv))
        files = self.beside.sources(cv) if is_for_all else None
        others = (self._translation(each, here, files) for each in names if len(names) > 1)
        is_shut = self.declared.variant(edition.variant).audience == "private"
        folder = "" if is_shut else edition.folder  # it has no page
        return Whereabouts(folder, bool(edition.variant), edition.formats, tuple(others))

    def _translation(self, language: str, here: Chosen, files: Sources | None) -> Translation:
        """The CV in the language, as everybody may see it in the format that is read; ``files`` are
        those of the bibliography, where nothing is known of it that only some read."""
        from ..read.names import PUBLIC
        from ..words.data import autonym

        name, own = autonym(language, self.declared.languages), here.reader.language
        if language == own:
            return Translation(language, name)
        folder, from_here = (folder_of(self.declared, "", each) for each in (language, own))
        there = self._choose(here.reader._replace(language=language, audience=PUBLIC))
        said = Translation(language, name, way(from_here, folder))
        site = site_of(there)
        if files and site == site_of(here):
            return said
        make = partial(self._elsewhere, said, there, folder)
        if not files or not remembers() or self.beside.texts(there):
            return make()
        return remembered_by(make, repr(site), repr(said), folder, files.deciding())

    def _elsewhere(self, said: Translation, chosen: Chosen, folder: str) -> Translation:
        """With the address and the pages that it has; what is wrong with it is told elsewhere."""
        from ..finish import finish
        from ..read.check import checked

        own, _ = self.files.of(chosen, folder, is_whole=False)
        cv, _ = checked(chosen.plain, own)
        if not cv:
            return said
        read, rows = self.beside.library(cv, chosen, own), formats().values()
        place, texts = Whereabouts(folder), self.beside.texts(chosen)
        document = finish(cv, read, formats=rows, place=place, texts=texts).document
        return replace(said, url=document.site_url, paths=paths(document))

    def _finish(
        self, cv: CV, source: Chosen, own: OwnFiles, found: Findings, place: Whereabouts
    ) -> Document:
        """The Document, with what stands in files beside the source."""
        from ..bib.library import tally
        from ..finish import finish

        beside, loaded = self.beside, self.loaded
        image, _ = beside.image(cv.basics.image)
        read, rows, folder = beside.library(cv, source, own), formats().values(), beside.folder
        texts, veils = beside.texts(source), own.public is None
        counts, _ = beside.counts(cv.bibliography.citations)
        done = finish(
            cv, read, image, self.built, folder, rows, veils, place, texts, counts, own.linked
        )
        found.add([*done.library.problems, *own.notes, *doubts(done.document)])
        found.add(beside.misread(self.declared, source))
        marks = source.plain.marks
        found.add((it for it in done.problems if it.path not in marks.places), marks.placed)
        count = len(found.problems)
        found.add((it for it in done.problems if it.path in marks.places), marks.placed)
        self.finished.append(judgement(marks, found.problems[count:]))
        del found.problems[count:]
        if not loaded.tally:
            loaded.tally, loaded.unlisted = tally(done.library, done.document), done.unlisted
        if loaded.unlisted:
            orders = (done.document.sections, *done.document.outlines.values())
            shown = {name for each in chain(*map(all_of, orders)) for name in (each.id, each.kind)}
            loaded.unlisted = [name for name in loaded.unlisted if name not in shown]
        loaded.entries |= {each.key: each.place for each in done.library.holdings}
        loaded.holdings |= {each.key: each for each in beside.holdings}
        return done.document
