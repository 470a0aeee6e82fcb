"""What is worth knowing of a CV that has no errors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..model.document import Document, leaves
from ..model.later import pattern
from ..model.problems import (
    WARNING,
    Path,
    Problem,
    in_file_order,
    listed,
    quoted,
    some,
    without_texts,
)

if TYPE_CHECKING:
    from ..read import Marks
    from ..read.names import Declared, Variant
    from .editions import Edition, Loaded, Version, Wanted
    from .workspace import Workspace

_CROWD = 60
_TONGUE = pattern(r"[^\W\d_]+(?: [^\W\d_]+)*")
_IDEOGRAPHS = pattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WRITTEN_SO = frozenset({"zh", "ja", "ko"})


def remarks(loaded: Loaded) -> list[str]:
    """What is worth knowing of a CV without errors, but no reason for a warning on every run."""
    from ..finish.accounts import unlinked

    document, tally = loaded.private or loaded.document, loaded.tally
    if document is None or tally is None:
        return []
    undated = "meta.lastModified is absent, so no output says how old it is"
    found = [] if document.updated else [undated]
    people = [it for each in document.publications for it in each.people if not it.is_assumed]
    near = list(_spellings(document))
    if people and not near and not any(person.is_owner for person in people):
        name = quoted(document.person.name)
        found.append(f"no publication names {name}: basics.aliases takes the names that they use")
    found += near
    if names := some([*map(quoted, loaded.unlisted)]):
        found.append(f"no order of sections names {names}, so no output shows it")
    if addressed := _with_counts(tally.addressed):
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
        names = some([*map(quoted, lost)])
        found.append(f"no link leads to the account on {names}: write its 'url', if it has one")
    found += _crowds(document)
    if document.files and not document.site_url:
        found.append(
            "cv.pdf leads to none of the files beside cv.yaml, as nothing says where they will be: "
            "write 'site: {url: ...}'"
        )
    is_bounded = any(each.document.pages.pages for each in loaded.versions())
    if not is_bounded and (count := sum(map(_has_priority, _mappings(loaded)))):
        found.append(
            "so many items have a priority, which matters where 'pdf: {pages: 1}' says how many "
            f"pages there may be: {count}"
        )
    if private := _with_counts(tally.private):
        found.append(f"fields of the bibliography that stay private, in so many entries: {private}")
    return found


def _with_counts(names: Mapping[str, int]) -> str:
    return some([f"{quoted(name)} ({count})" for name, count in names.items()])


def _spellings(document: Document) -> Iterator[str]:
    """Names that are nearly the person's, in publications that do not name the person."""
    from ..finish.person import owner
    from ..words import Language

    known, keys = owner(document.person, Language(document.locale)), defaultdict(list)
    everybody = [person for each in document.publications for person in each.people]
    own = {person.name for person in everybody if person.is_owner}
    for each in document.publications:
        if not any(person.is_owner for person in each.people):
            near = (person for person in each.people if person.name in own or known.is_near(person))
            for name in dict.fromkeys(person.name for person in near):
                keys[name].append(each.key)
    places = []
    for name, found in keys.items():
        others = f" and {len(found) - 1} more" if found[1:] else ""
        places.append((quoted(name), f"in {quoted(found[0])}{others}"))
    own_name = quoted(document.person.name)
    aliases = ", ".join(f'"{alias}"' for alias in (*document.person.aliases, *keys))
    what = f"'aliases: [{aliases}]' under basics"
    if places[1:]:
        names = ", ".join(f"{name} ({place})" for name, place in places)
        yield f"{names} are nearly {own_name}: of those that are you, write {what}"
    elif places:
        name, place = places[0]
        yield f"{name} is nearly {own_name}, {place}: if that is you, write {what}"


def _crowds(document: Document) -> list[str]:
    """How to name fewer people, where a publication has very many."""
    most = max(document.publications, key=lambda each: len(each.byline), default=None)
    if most is None or len(most.byline) <= _CROWD:
        return []
    return [
        f"{quoted(most.key)} names {len(most.byline)} authors: with bibliography.maxAuthors, as in "
        "maxAuthors: 10, lists name the first ones and you"
    ]


def judged(workspace: Workspace, wanted: Wanted) -> tuple[Loaded, list[Problem]]:
    """What was loaded, and all that is wrong with these editions, or odd.

    Where languages are named, each text that one of them lacks is a problem of its own.
    """
    from ..render import faults

    loaded = workspace.load(wanted._replace(is_whole=not wanted.variants))
    problems = [*loaded.problems, *(Problem((), fault) for fault in faults().values())]
    problems += workspace.look(loaded)
    if wanted.languages:
        problems = [each for one in problems for each in loaded.lacking.get(one, [one])]
    elif not wanted.variants:
        problems += doubts(loaded)
    return loaded, problems


def untranslated(loaded: Loaded, one_by_one: bool = False) -> list[Problem]:
    """A note for each language of the CV in which texts are not, since they are in one language
    alone: in all, or for each text. And one for each language that is named as in another one."""
    languages = loaded.languages
    found = [*_foreign_tongues(loaded)]
    for each in loaded.editions if languages[1:] else ():
        if each.variant or each.language == languages[0] or not each.whole:
            continue
        texts = list(_in_no_language(each, each.whole, loaded))
        if one_by_one:
            found += texts
        elif texts:
            also = f"; 'cvtool check --language {each.language}' lists all"
            what = (
                f"{without_texts(each.language, texts)}, where one stands for all languages{also}"
            )
            found.append(Problem((), what, "note", texts[0].file))
    return found


def _foreign_tongues(loaded: Loaded) -> Iterator[Problem]:
    """Languages that English, or another language of the CV, calls so, and not the one that an
    edition is in."""
    from ..words.data import FALLBACK, nearest, tongue, tongue_in

    others = dict.fromkeys(filter(None, map(nearest, (FALLBACK, *loaded.languages))))
    told = set[Problem]()
    for version in loaded.versions():
        own, plain = nearest(version.document.locale), version.chosen.plain
        spoken = plain.data.get("languages") if own else ()
        for index, item in enumerate(spoken or ()):
            found = _TONGUE.match(item.get("language") or "")
            said = found[0] if found else ""
            names = (tongue_in(said, each, str(own)) for each in others)
            if name := next(filter(None, names), ""):
                is_in = tongue(str(own).partition("-")[0], FALLBACK)
                message = f"{quoted(said)} is not {is_in}, as the CV is: write {quoted(name)}"
                path = ("languages", index, "language")
                problem = plain.marks.placed(Problem(path, message, "note"))
                if problem not in told:
                    told.add(problem)
                    yield problem


def _in_no_language(edition: Edition, version: Version, loaded: Loaded) -> Iterator[Problem]:
    from ..read.names import primary

    language = edition.language
    plain = version.chosen.plain
    languages = {*loaded.languages, *map(primary, loaded.languages)}
    for path, text in _sentences(plain.data):
        mark = plain.marks.at(path)
        is_written_so = primary(language) in _WRITTEN_SO and _IDEOGRAPHS.search(text)
        if is_written_so or not any(map(str.isalpha, text)):
            continue
        if not _is_of_language(mark.path, loaded, languages):
            message = f"no text for '{language}': one stands for all languages"
            yield plain.marks.placed(Problem(path, message, "note"))


def _is_of_language(path: Path, loaded: Loaded, languages: set[str]) -> bool:
    """Whether what stands there is for a language, by a key around it, or an item around it."""
    from ..read.names import each_of, parts

    value: Any = loaded.plain.data if loaded.plain else None
    for step in path:
        names = [step, *each_of(value.get("for"))] if isinstance(value, dict) else []
        if any(not languages.isdisjoint(parts(str(each))) for each in names):
            return True
        is_there = step in value if isinstance(value, dict) else isinstance(value, list)
        value = value[step] if is_there else None
    return False


def _sentences(data: Any) -> Iterator[tuple[Path, str]]:
    """The texts that say something, and are not names of somebody or something alone."""
    from ..read.check import texts
    from ..source.markup import sentence_remarks

    for path, text, kind in texts(data):
        is_role = path[-1] == "position" or path == ("basics", "label")
        is_heading = kind.says_empty and kind.remarks
        is_saying = kind.has_blocks or is_heading or kind.remarks is sentence_remarks
        if is_role or is_saying:
            yield path, text


def doubts(loaded: Loaded) -> list[Problem]:
    """What is likely to be a mistake in the names of a CV, where all its editions were loaded."""
    declared, plain = loaded.declared, loaded.plain
    if not loaded.editions or not declared or not plain:
        return []
    found = [plain.marks.placed(each) for each in _idle_tags(declared, plain.data)]
    found += _unread(declared, plain.marks)
    found += _unread_papers(declared, loaded)
    editions = {each.variant: each for each in reversed(loaded.editions)}
    for each in declared.variants.values():
        says = each.says
        if what := _idle(each, declared, editions):
            found.append(says.marks.placed(Problem(says.path, what, WARNING)))
        if says.value.get("sections") == []:
            what = "an empty list is as if it were not there: all sections are shown"
            found.append(says.marks.placed(Problem((*says.path, "sections"), what, WARNING)))
    return in_file_order(found)


def _idle_tags(declared: Declared, data: Any) -> Iterator[Problem]:
    taken = {tag for each in declared.variants.values() for tag in each.tags}
    is_list = isinstance(data.get("tags"), list)
    for index, tag in enumerate(declared.tags):
        path: Path = ("tags", index) if is_list else ("tags",)
        if tag not in declared.used:
            what = f"nothing asks for {quoted(tag)}: write 'for: {tag}' somewhere, or remove it"
            yield Problem(path, what, WARNING)
        elif tag not in taken:
            what = f"no variant takes {quoted(tag)}, so nobody reads what is for it"
            yield Problem(path, f"{what}: write 'tags: [{tag}]' in one", WARNING)


def _unread(declared: Declared, marks: Marks) -> Iterator[Problem]:
    """What stands under names in vain: others fit every reader better, or no reader has them."""
    from ..read.names import EXCEPT, FOR, IN, parts, said_by

    idle = {*declared.tags}.difference(*(each.tags for each in declared.variants.values()))
    own = {each.says.marks.file: each.says.marks for each in declared.variants.values()}
    for mark, keys in declared.unread.items():
        for key in sorted(keys):
            if declared.is_name(key) and idle.isdisjoint(parts(key)):
                what = f"no edition that has this is {listed(map(quoted, parts(key)))}"
                if declared.is_held(key, said_by(mark)) and mark.path[-1] not in (FOR, EXCEPT, IN):
                    what = "every reader gets other words, of more names or before it"
                    what = f"nobody reads this: {what}; write it first, or take it out"
                problem = Problem((*mark.path, key), what, WARNING)
                yield own.get(mark.file, marks).placed(problem)


def _unread_papers(declared: Declared, loaded: Loaded) -> Iterator[Problem]:
    """Names that no edition has in any language, and entries of the bibliography are for."""
    from ..read.names import FOR, parts

    versions = [it for each in loaded.editions for it in (each.public, each.private) if it]
    readers = [it.chosen.names for each in versions for it in (each, *each.others.values())]
    for holding in loaded.holdings.values():
        for kind, name in holding.readers:
            names = [each for each in parts(name) if each not in declared.languages]
            is_read = any(all(map(each.hold, names)) for each in readers)
            if kind == FOR and len(names) > 1 and not is_read:
                what = f"no edition that has this is {listed(map(quoted, names))}"
                yield holding.place.warning(f"{quoted(holding.key)}, keywords: {what}")


def _idle(own: Variant, declared: Declared, editions: Mapping[str, Edition]) -> str:
    """What is odd about a variant that shows nothing, or nothing of its own."""
    parents = [editions[name] for name in own.extends or ("",) if name in editions]
    edition = editions[own.name]
    if _is_empty(edition) and not all(map(_is_empty, parents)):
        return "nothing is left in this variant: what it shows has no entry and no text"
    for parent in parents:
        if _tells(edition, declared) == _tells(parent, declared):
            other = f"variant {quoted(parent.variant)}" if parent.variant else "the CV itself"
            names = [own.name, *own.tags]
            if own.says.value or not declared.used.isdisjoint(names):
                return f"this variant says the same as {other}"
            for_it = listed(map(quoted, names))
            return f"it says nothing, and nothing is for {for_it}: it is the same as {other}"
    return ""


def _is_empty(edition: Edition) -> bool:
    document = edition.whole.document if edition.whole else None
    return not document or not any((document.sections, *document.outlines.values()))


def _tells(edition: Edition, declared: Declared) -> Any:
    """All that an edition says, to whom and in which form."""
    versions = [
        (name, told.chosen.plain.data, [each.key for each in told.document.publications])
        for version in filter(None, edition.versions)
        for name, told in {"": version, **version.others}.items()
    ]
    audience = declared.variant(edition.variant).audience
    pages = [each.document.site.all for each in filter(None, edition.versions)]
    texts = [[(it.path, it.title, it.body) for it in each] for each in pages]
    return audience, edition.language, edition.formats, versions, texts


def _mappings(loaded: Loaded) -> Iterator[dict[str, Any]]:
    """Every mapping of cv.yaml and of variants that is not the user's own, nor declares names."""
    from ..read.names import DECLARATIONS

    declared, plain = loaded.declared, loaded.plain
    if plain and not plain.is_json:
        yield from _inside({key: plain.data[key] for key in plain.data.keys() - DECLARATIONS})
    for each in declared.variants.values() if declared else ():
        yield from _inside(each.says.value)


def _inside(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    values = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in values:
        if isinstance(each, dict | list) and not str(key).startswith("x-"):
            yield from _inside(each)


def _has_priority(value: dict[str, Any]) -> bool:
    return isinstance(value.get("priority"), str)
