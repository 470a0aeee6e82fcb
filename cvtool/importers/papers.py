"""Publications of other formats -> BibTeX; .bib files, from which a CV of publications begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from posixpath import normpath
from typing import Any
from urllib.parse import unquote

from ..bib.entries import RawEntry, read_entries
from ..bib.fields import bare_doi
from ..bib.keys import free_key, is_same_work, made_key
from ..bib.latex import escaped, to_text
from ..bib.names import parse_names
from ..model.dates import parse_date
from ..model.later import pattern
from ..model.url import is_file_name
from ..store.files import read_file, real_path
from .bundle import MOST_BYTES, Bundle, decoded
from .merging import folded
from .taking import GUESSED, LEFT, Data, Imported, Ledger

_HEAD = pattern(r"\A\s*---[ \t]*\n(?:.*?\n)?---[ \t]*\n", re.DOTALL)
"""What Jekyll wants on top of a .bib file."""
_SIGNS = pattern(r"[*†‡§¶]+|\s*\(.*?\)$")
_NO_DOI = pattern(r"https?://")
_LABEL = pattern(r"\[[A-Z]{0,2}\d+\]\s*")
_LINK = pattern(r"\[(.+)\]\((\S+)\)")
_CONTROLS = pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MOST_ROUNDS = 20
_ENOUGH = 2
"""So many papers tell whose they are."""
_FIELD = pattern(r"(?<![\w-])(?P<name>[A-Za-z]+)\s*=\s*[{\"](?P<path>[^{}\":\n]+)(?=[}\"])")
_LINKS = frozenset(
    {
        *("pdf", "fulltext", "paper", "slides", "video", "poster"),
        *("html", "supp", "supplement", "preview", "url"),
    }
)
_HOMES = ("", "assets/pdf", "assets/html", "assets/img/publication_preview")
"""Folders in which sites have the files of papers."""
_PICTURE = pattern(r"\.(?:jpe?g|png|webp|gif)$", re.IGNORECASE)
_RAW = frozenset({"doi", "url", "eprint"})


def bibtex(items: Iterable[dict[str, Any]]) -> str:
    """Publications as BibTeX: ``type`` and the fields as plain text, authors in a list."""
    taken: dict[str, int] = {}
    return "\n".join(_entry(item, taken) for item in items)


def _entry(item: dict[str, Any], taken: dict[str, int]) -> str:
    fields = {name: value for name, value in _fields(item) if value}
    key = free_key(made_key(fields), taken)
    taken[key] = 2
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{item.get('type', 'misc')}{{{key},\n{lines}}}\n"


def _fields(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    names = (_SIGNS.sub("", each).strip() for each in item.get("author", ()))
    stars = dict.fromkeys(item.get("starred", ()), "*")
    yield "author", " and ".join(f"{_author(each)}{stars.get(each, '')}" for each in names if each)
    for name, value in item.items():
        if name == "date":
            yield from _date(value)
        elif name not in ("type", "author", "starred"):
            yield name, value if name in _RAW else escaped(value)


def paper_of(lines: list[str], owner: str) -> dict[str, Any]:
    """A publication whose lines say its title, its authors, where it is, and more."""
    title, *others = (each.strip() for each in lines)
    found = _LINK.fullmatch(title := _LABEL.sub("", title))
    last = owner.split()[-1] if owner else ""
    authors = others.pop(0) if others and ((last and last in others[0]) or len(others) > 1) else ""
    imprint = others.pop(0) if others else ""
    year = re.search(r"\b(?:19|20)\d\d\b(?=\D*$)", imprint)
    where = f"{imprint[: year.start()]}{imprint[year.end() :]}".strip(" ,") if year else imprint
    names = re.split(r",\s+(?!(?:Jr|Sr|I{1,3})\b)|、|，", authors.replace("\\", ""))
    return {
        "author": names, "starred": [_SIGNS.sub("", each) for each in names if "*" in each],
        "title": found[1] if found else title, "howpublished": where,
        "date": year[0] if year else "", "url": found[2] if found else "",
        "note": " ".join(others),
    }  # fmt: skip


def _author(name: str) -> str:
    """The name as BibTeX reads it: what has 'and' in it is one name."""
    text = escaped(name)
    return f"{{{text}}}" if re.search(r"\band\b", name) else text


def _date(text: str) -> Iterator[tuple[str, str]]:
    with suppress(ValueError):
        date = parse_date(text)
        yield ("date", str(date)) if date.month else ("year", str(date.year))
        return
    yield "year", text


def entries_of(text: str) -> list[RawEntry]:
    """The entries of a .bib file."""
    return read_entries(text, {}, [])[0]


def joined(texts: Iterable[str]) -> tuple[str, int]:
    """The bibliographies as one, and how many entries of later ones stood in earlier ones."""
    found, count = "", 0
    for text in texts:
        text, again = _new(found, text)
        count += again
        found = f"{found.rstrip()}\n\n{text.strip()}\n".lstrip()
    return found, count


def _new(before: str, text: str) -> tuple[str, int]:
    known = [name for each in entries_of(before) for name in _same(each)]
    again = [it for it in entries_of(text) if not {*known}.isdisjoint(_same(it))]
    for entry in reversed(again):
        text = text[: entry.start] + text[entry.end :].lstrip("\n")
    return text, len(again)


def _same(entry: RawEntry) -> set[str]:
    """What no other work has."""
    title, year = (to_text(entry.fields.get(name, "")) for name in ("title", "year"))
    doi = bare_doi(entry.fields.get("doi", "")).casefold()
    names = {f"doi {doi}"} if doi else set()
    return names | ({f"title {folded(title)} {year}"} if title else set())


def mended(text: str) -> tuple[str, Counter[str]]:
    """The bibliography without what would be warned of and is sure, and what was changed."""
    notes: Counter[str] = Counter()
    bare = _CONTROLS.sub(" ", text)
    if bare != text:
        notes["control characters of a bibliography are gone"] += 1
    text = _without_doubles(bare, notes)
    cuts: list[tuple[int, int, str]] = []
    entries = entries_of(text)
    for entry in entries:
        if _NO_DOI.match(entry.fields.get("doi", "")) and "url" not in entry.fields:
            found = re.compile(r"\bdoi(?=\s*=)", re.IGNORECASE).search(text, entry.start, entry.end)
            if found and not bare_doi(entry.fields["doi"]):
                cuts.append((found.start(), found.end(), "url"))
                notes["addresses of a bibliography that are no DOIs stand in url"] += 1
    first: dict[str, RawEntry] = {}
    taken = dict.fromkeys((each.key for each in entries), 2)
    for each in entries:
        before = first.setdefault(each.key, each) if each.key else None
        if before is each:
            continue
        if before and is_same_work(before, each):
            cuts.append((each.start, each.end, ""))
            notes["entries of a bibliography that it has twice"] += 1
            continue
        key = free_key(each.key or made_key(each.fields), taken)
        taken[key] = 2
        start = text.index("{", each.start) + 1 if "{" in text[each.start : each.end] else each.end
        known = re.match(r"\s*[^\s,={}]*\s*,|\s*", text[start : each.end])
        cuts.append((start, start + (known.end() if known else 0), f"{key},"))
        notes[f"entries of a bibliography get a key of their own: {key}"] += 1
    parts, last = [], 0
    for start, end, new in sorted(cuts):
        parts += [text[last:start], new] if start >= last else []
        last = max(last, end)
    return "".join([*parts, text[last:]]), notes


def _without_doubles(text: str, notes: Counter[str]) -> str:
    """The text without fields that an entry has had before, however often."""
    for _ in range(_MOST_ROUNDS):
        _, faults = read_entries(text, {}, [])
        again = [it.offset for it in faults if " has two fields '" in it.message]
        if not again:
            break
        notes["fields that an entry of a bibliography has twice: the first one counts"] += len(
            again
        )
        for offset in sorted(again, reverse=True):
            text = text[:offset] + text[_field_end(text, offset) :]
    return text


def _field_end(text: str, offset: int) -> int:
    """The offset behind a field, its comma included."""
    depth = 0
    is_quoted = False
    for at in range(offset, len(text)):
        sign = text[at]
        if sign == '"' and not depth:
            is_quoted = not is_quoted
        elif is_quoted and not depth and sign not in "{}":
            continue
        elif sign == "," and not depth:
            return at + 1
        elif sign == "}" and not depth:
            return at
        depth += (sign == "{") - (sign == "}")
    return offset


def without_those_of(text: str, items: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """The publications of cv.yaml that a bibliography lacks, and how many it has."""
    entries = entries_of(text)
    dois = {bare_doi(each.fields.get("doi", "")).casefold() for each in entries} - {""}
    titles = {folded(to_text(each.fields.get("title", ""))) for each in entries}

    def is_there(item: dict[str, Any]) -> bool:
        doi = bare_doi(str(item.get("doi") or item.get("url") or "")).casefold()
        return doi in dois or folded(item.get("name", "")) in titles

    left = [each for each in items if not is_there(each)]
    return left, len(items) - len(left)


def with_files(found: Imported, bundle: Bundle, ledger: Ledger) -> None:
    """Takes the files along to which the bibliography links; of one that is not there the field is
    no link any more."""

    def led(field: re.Match[str]) -> str:
        name = normpath(unquote(field["path"].strip()))
        is_inside = not name.startswith((".", "/")) and "/." not in name
        if not is_file_name(name) or field["name"].lower() not in _LINKS:
            return field[0]
        is_shown = field["name"].lower() != "preview" or _PICTURE.search(name)
        if is_inside and is_shown and (data := _data(name, bundle)):
            found.files[name] = data
            return field[0]
        if is_shown:
            what = "put each beside cv.yaml, and take x- off its field"
            ledger.note(LEFT, f"files of papers that are not there: {what}")
        else:
            ledger.note(LEFT, "previews of papers that are no JPEG, PNG, WebP or GIF")
        return f"x-{field[0]}"

    found.bib = _FIELD.sub(led, found.bib)


def _data(name: str, bundle: Bundle) -> bytes:
    """What is in the file of that path in the bundle, or where a site has it; empty if nowhere."""
    inside = sorted(each for each in bundle.files if f"/{each}".endswith(f"/{name}"))
    if inside:
        return bundle.files[inside[0]]
    for folder in _HOMES:
        path = bundle.folder / folder / name
        with suppress(OSError, ValueError):
            if real_path(path).is_relative_to(real_path(bundle.folder)):
                return read_file(path, MOST_BYTES)
    return b""


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The entries as they are; whose they are is a guess, and told."""
    bib = whole(bundle)
    ledger.counts["mapped"] = len(entries_of(bib))
    names = owner(bib)
    basics: Data = {"name": names[0], "aliases": names[1:]} if names else {}
    if names:
        ledger.note(GUESSED, f"you are {names[0]}, who is among the authors of all publications")
    return Imported({"basics": basics}, bib)


def whole(bundle: Bundle) -> str:
    """All the bibliographies of the bundle as one."""
    texts = (_HEAD.sub("", decoded(bundle.files[name])) for name in bundle.named(r".*\.bib"))
    return joined(texts)[0]


def owner(bib: str) -> list[str]:
    """The only author of all entries, the longest form first; nobody where it is unclear."""
    found: Counter[str] = Counter()
    forms: dict[str, set[str]] = {}
    entries = [each for each in entries_of(bib) if each.fields.get("author")]
    for entry in entries:
        families = set()
        for name in parse_names(entry.fields["author"]).names:
            family = to_text(name.family).rstrip("*†‡§¶ ")
            families.add(family)
            whole = f"{to_text(name.given)} {family}".strip()
            forms.setdefault(family, set()).add(whole)
        found.update(families)
    everywhere = [family for family, count in found.items() if count == len(entries) >= _ENOUGH]
    return sorted(forms[everywhere[0]], key=len, reverse=True) if len(everywhere) == 1 else []
