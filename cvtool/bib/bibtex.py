"""Publications as BibTeX: UTF-8, one field a line, names clean of marks.

Sources: "BibTeXing" (Patashnik, 1988) for the grammar and the names, the biblatex manual for the
annotations (``author+an``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from types import MappingProxyType

from ..model.inline import Inlines, Link, without
from ..model.later import pattern
from ..model.plain import filled
from ..model.publication import Author, Publication
from .fields import RAW_FIELDS, STANDARD_FIELDS, Fields, bare_doi
from .files import WRITTEN_BY_US
from .issued import MONTHS
from .latex import escaped, to_latex, to_text, to_unicode, unknown_commands
from .latex.tables import CITES, JOURNALS
from .links import urls
from .names import Name, parse_name
from .owner import own_signs
from .styled import is_balanced

HEAD = f"{WRITTEN_BY_US.decode()}: the publications of a CV.\n"
"""The first line of a file."""

_FIRST = (
    "author author+an author+an:orcid editor title subtitle journal journaltitle booktitle "
    "booksubtitle eventtitle edition series volume number pages chapter school institution "
    "publisher organization address location year month date pubstate doi url eprint eprinttype "
    "archiveprefix primaryclass"
)
_ORDER = {name: place for place, name in enumerate(_FIRST.split())}
_STANDS_FOR = {
    **{"articleno": "eid", "status": "pubstate", "assignee": "holder"},
    **dict.fromkeys(("arxiv", "arxivid", "pmid"), "eprint"),
}
"""The fields of other programs, and the standard ones that say the same where they are free."""

_ARCHIVE_OF = {"arxiv": "arxiv", "arxivid": "arxiv", "pmid": "pubmed"}
_JOURNAL = pattern(
    rf"\\({'|'.join(sorted(JOURNALS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}})?"
)
_AND = pattern(r"(?<!\S)and(?!\S)", re.IGNORECASE)
_UNSAFE_IN_KEY = pattern(r"^@+|[\s\"#%'(),={}~\\]+")
_TYPE = pattern(r"(?!comment|string|preamble)\w+", re.IGNORECASE)
_MONTH_NAMES = pattern(rf"(?:{'|'.join(MONTHS)})[a-z]*", re.IGNORECASE)


def bibliography(publications: Iterable[Publication]) -> str:
    """A whole .bib file, sorted by key."""
    return "\n".join([HEAD, *(as_bibtex(each, key) for key, each in keyed(publications))])


def keyed(publications: Iterable[Publication]) -> Iterator[tuple[str, Publication]]:
    """The publications sorted by key. Keys that no program could read are made readable."""
    taken: dict[str, int] = {}
    for each in sorted(publications, key=lambda each: (each.key.casefold(), each.key)):
        yield free(readable(each.key), taken), each


def readable(key: str) -> str:
    """The citation key without what no program could read."""
    return key if key.isalnum() else _UNSAFE_IN_KEY.sub("", key) or "publication"


def free(key: str, taken: dict[str, int]) -> str:
    """The key, or, where another one differs from it in case at most, the key with a number."""
    from .keys import free_key

    folded = key.casefold()
    free = free_key(folded, taken)
    taken[free] = 2
    return key + free[len(folded) :]


def as_bibtex(publication: Publication, key: str = "") -> str:
    """One publication as BibTeX, with all that its entry has or inherits."""
    return joined(*parts(publication), key or publication.key)


def parts(publication: Publication) -> tuple[str, str]:
    """The type of its entry, and the fields, a line each."""
    fields = dict(_fields(publication))
    order = sorted(fields, key=lambda name: (_ORDER.get(name, len(_ORDER)), name))
    lines = "".join(f"  {name} = {fields[name]},\n" for name in order)
    return publication.entry_type if _TYPE.fullmatch(publication.entry_type) else "misc", lines


def joined(kind: str, fields: str, key: str) -> str:
    """An entry of these parts."""
    return f"@{kind}{{{key},\n{fields}}}\n"


def _fields(publication: Publication) -> Iterator[tuple[str, str]]:
    people = {"author": publication.authors} | {
        each.field: each.people for each in publication.credits
    }
    for field, named in people.items():
        yield from _people(named, field)
    source = publication.source or _written(publication)
    bodies = [escaped(each.literal) for each in publication.authors if each.is_collaboration]
    if bodies and "collaboration" not in source:
        yield "collaboration", f"{{{' and '.join(bodies)}}}"
    for name, value in _standard(source).items():
        if name == "month" and _MONTH_NAMES.fullmatch(value):
            yield name, value[:3].lower()
        elif name not in people and (shown := _value(name, value)):
            yield name, f"{{{_closed(shown)}}}"


def _standard(fields: Fields) -> Fields:
    """The fields that whoever cites the publication knows, under their usual names."""
    found = {name: value for name, value in fields.items() if name in STANDARD_FIELDS}
    for name, meant in _STANDS_FOR.items():
        if name in fields and meant not in found:
            found[meant] = f"{{{fields[name]}}}" if meant == "holder" else fields[name]
            found |= {"eprinttype": _ARCHIVE_OF[name]} if name in _ARCHIVE_OF else {}
    return found


def _value(name: str, value: str) -> str:
    if name == "url":
        return unbraced(next(iter(urls(value)), ""))
    if name in RAW_FIELDS:
        return (name == "doi" and bare_doi(value)) or value
    if "\\" not in value:
        return value
    value = _JOURNAL.sub(lambda found: escaped(JOURNALS[found[1]]), value)
    is_known = CITES.issuperset(unknown_commands(value))
    return to_unicode(value) if is_known else escaped(to_text(value))


def _closed(value: str) -> str:
    """The value, or its words alone where its braces would not end with it.

    BibTeX counts all of them, other programs only those without a backslash.
    """
    counted = (value, value.replace("\\", ""))
    is_closed = all(map(is_balanced, counted)) and not value.endswith("\\")
    return value if is_closed else escaped(to_text(value))


def unbraced(url: str) -> str:
    """An address whose braces, which no host has, end no field."""
    return url.replace("{", "%7B").replace("}", "%7D")


def overridden(before: Publication, now: Publication) -> Fields:
    """The raw fields of a publication of which cv.yaml says something else than its entry."""
    fields = dict(before.source)
    if now.note != before.note:
        fields["note"] = _latex(now.note)
    if now.url != before.url:
        fields["url"] = now.url or ""
    return MappingProxyType(fields)


def _latex(body: Inlines) -> str:
    return to_latex(body, address=unbraced)


def _written(publication: Publication) -> dict[str, str]:
    """The fields of a publication that cv.yaml writes out itself."""
    date = publication.date
    year = str(date.year) if date else ""
    found = {
        "title": _latex(without(publication.title, Link)),
        "howpublished": escaped(publication.imprint.removesuffix(year).removesuffix(", ")),
        "year": year,
        "month": MONTHS[date.month - 1] if date and date.month else "",
        "day": str(date.day) if date and date.day else "",
        "doi": publication.doi,
        "url": publication.url or "",
        "note": _latex(publication.note),
    }
    return filled(found)


def _people(people: tuple[Author, ...], field: str) -> Iterator[tuple[str, str]]:
    if not people:
        return
    people = tuple(each for each in people if not each.is_collaboration)
    names = ["others" if each.is_rest else written_name(each) for each in people]
    yield field, f"{{{' and '.join(names)}}}"
    placed = [*enumerate(people, start=1)]
    if notes := [f"{place}={_roles(each)}" for place, each in placed if each.marks]:
        yield f"{field}+an", f"{{{'; '.join(notes)}}}"
    if numbers := [f'{place}="{each.orcid}"' for place, each in placed if each.orcid]:
        yield f"{field}+an:orcid", f"{{{'; '.join(numbers)}}}"


def _roles(author: Author) -> str:
    names = ("equal2" if role == "second" else role for role in author.roles)
    return ",".join((*names, *own_signs(author)))


def written_name(author: Author, text: Callable[[str], str] = escaped) -> str:
    """``van den Berg, II, Anna``, such that BibTeX takes it apart in the same way again; ``text``
    writes the words."""
    if author.literal:
        literal = f"{{{text(author.literal)}}}"
        return f"{{{literal}}}" if "," in author.literal else literal
    parts = (author.particle, author.family, author.given, author.suffix)
    particle, family, given, suffix = (_AND.sub(r"{\g<0>}", text(each)) for each in parts)
    is_loose = family[-2:-1] == " "  # a sign there is not read
    for braced in (family, f"{{{family}}}")[is_loose:]:
        written = _joined(particle, braced, given, suffix)
        if _parts(parse_name(written)) == _parts(author):
            return written
    given = f"{{{given}}}" if given else ""
    return _joined(particle, f"{{{family}}}", given, f"{{{suffix}}}" if suffix else "")


def _joined(particle: str, family: str, given: str, suffix: str) -> str:
    whole = f"{particle} {family}" if particle else family
    needs_given = given or suffix or " " in family
    return ", ".join([whole, *([suffix] if suffix else []), *([given] if needs_given else [])])


def _parts(name: Author | Name) -> tuple[str, ...]:
    parts = (name.family, name.given, name.particle, name.suffix, name.literal)
    return parts if isinstance(name, Author) else tuple(to_text(part) for part in parts)
