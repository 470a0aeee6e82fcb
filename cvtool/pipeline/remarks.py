"""What is worth knowing of a CV that has no errors, and what the world will see of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model.document import Document, leaves
from ..model.problems import Path, quoted, some

if TYPE_CHECKING:
    from ..read import Mark
    from .editions import Loaded, Version

_CROWD = 60
_PROSE = frozenset(
    {"name", "label", "summary", "description", "focus", "topics", "keywords", "aliases"}
)
"""What the basics say of the person that is no way to reach anybody."""


def remarks(loaded: Loaded) -> list[str]:
    """What is worth knowing of a CV without errors, but no reason for a warning on every run."""
    from ..finish.person import unlinked

    document, tally = loaded.private or loaded.document, loaded.tally
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
    for name, found in keys.items():
        aliases = ", ".join(f'"{alias}"' for alias in (*document.person.aliases, name))
        others = f" and {len(found) - 1} more" if found[1:] else ""
        yield (
            f"{quoted(name)} is nearly {quoted(document.person.name)}, in "
            f"{quoted(found[0])}{others}: if that is you, write 'aliases: [{aliases}]' under basics"
        )


def _crowds(document: Document) -> list[str]:
    """How to name fewer people, where a publication has very many."""
    most = max(document.publications, key=lambda each: len(each.byline), default=None)
    if most is None or len(most.byline) <= _CROWD:
        return []
    return [
        f"{quoted(most.key)} names {len(most.byline)} authors: with bibliography.maxAuthors, as in "
        "maxAuthors: 10, lists name the first ones and you"
    ]


class Seen(NamedTuple):
    """A text that reaches somebody or could be private: where it stands, and who reads it."""

    place: Mark
    audience: str
    text: str


def seen(loaded: Loaded) -> list[Seen]:
    """Of every contact, of all that is private and all that could be, who reads it, in file order.

    Texts with an e-mail address or a number of a telephone in them are such, too.
    """
    first = loaded.editions[0]
    public, whole = (_texts(each) if each else {} for each in (first.public, first.whole))
    mails = [at for at in public if at.path[:2] == ("basics", "email")]
    for at, mailbox in zip_longest(
        mails, first.public.document.person.emails if first.public else ()
    ):
        text = public.pop(at)
        if mailbox:
            public[at] = text._replace(text=mailbox.text)
    found = [Seen(at, "public", each.text) for at, each in public.items() if _is_telling(at, each)]
    found += [Seen(at, "private", each.text) for at, each in whole.items() if at not in public]
    return sorted(found, key=lambda each: (each.place.file, *each.place[1:3]))


class _Text(NamedTuple):
    """A text, and whether no model knows its key."""

    text: str
    is_own: bool


def _texts(version: Version) -> dict[Mark, _Text]:
    plain = version.chosen.plain
    return {plain.marks.at(path): text for path, text in _leaves(plain.data, ())}


def _leaves(value: Any, path: Path, is_own: bool = False) -> Iterator[tuple[Path, _Text]]:
    if isinstance(value, dict):
        for key, each in value.items():
            inside = path if key == "x-" else (*path, key)
            yield from _leaves(each, inside, is_own or key == "x-")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _leaves(each, (*path, index), is_own)
    elif value not in (None, ""):
        yield path, _Text(str(value), is_own)


def _is_telling(at: Mark, text: _Text) -> bool:
    from ..read.names import AUDIENCES, ELSE
    from ..read.withheld import reaches

    path = at.path
    is_contact = path[0] == "references" or (path[0] == "basics" and path[1] not in _PROSE)
    return (
        is_contact or text.is_own or not {*AUDIENCES, ELSE}.isdisjoint(path) or reaches(text.text)
    )
