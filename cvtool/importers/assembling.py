"""Files of other programs -> one CV: each read by its importer, made valid, and merged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path as FilePath
from typing import Any

from ..bib.keys import free_key
from ..finish.outline import usual_order
from ..model.later import dataclass, pattern
from ..model.problems import Path, Problem, ProblemError, counted, unnumbered
from ..read import Mark, Marks, Plain, at, paths
from ..read.check import checked, remarked
from ..read.choose import choose
from ..read.names import PRIVATE, Declared, Reader
from ..read.portrait import read_image
from ..read.withheld import is_foreign_withheld
from ..source import CV, Sections, Shape, shapes
from ..source.fields import Point
from ..store.files import real_path
from ..words.data import section_of
from . import Importer, importer_for
from .bundle import opened
from .merging import merged
from .papers import joined, mended, with_files, without_those_of
from .prose import STYLES, restyled, without_blocks, without_dead_links
from .taking import KEPT, LEFT, UNCLEAR, Data, Imported, Ledger, leaves, mappings, said, texts
from .writing import written

_MOST_ROUNDS = 20
_AT = pattern(r"\s*(?:[\[({<]\s*(?:at|@)\s*[\])}>]|\s(?:at|AT)\s)\s*")
_DOT = pattern(r"\s*(?:[\[({<]\s*(?:dot|\.)\s*[\])}>]|\s(?:dot|DOT)\s)\s*")
_GONE = object()
_NEAR = frozenset({"basics", "location", "references"})
"""What says how to reach somebody: all that is kept there is private."""
_PICTURES = ("", "images", "assets/img", "assets/images", "static/img")
"""Folders in which sites have the portrait."""
_SECTIONS = (*shapes(Sections), "custom")
_SAMPLE = pattern(
    r"Albert Einstein|John Doe|Jane Doe|Your Name|You R\. Name|Nelson Bighetti"
    r"|Paper Title Number \d|Lorem ipsum.*|Description \d\.|Your Sidebar Name"
    r"|(?:Talk|Tutorial|Conference Proceeding talk) \d on Relevant Topic in Your Field"
    r"|Teaching experience \d|Portfolio item number \d|.*\bGithub University\b.*"
    r"|Example Conference Paper|Example Project|Example Talk.*|An example .*",
    re.DOTALL,
)


@dataclass
class Read:
    """A file, what it is, and what became of its values."""

    name: str
    row: Importer
    ledger: Ledger
    found: Imported


@dataclass
class Result:
    """The files that are made, by their names, and what to say of how they came about."""

    files: dict[str, bytes]
    reads: list[Read]
    notes: Counter[tuple[str, str]]
    data: Data

    @property
    def totals(self) -> dict[str, int]:
        """How many entries each section has."""
        return {key: len(self.data[key]) for key in _SECTIONS if key in self.data}

    @property
    def samples(self) -> list[str]:
        """Texts that stand in the samples of templates, and in the files of those who kept them."""
        return sorted(
            {each for each in map(str.strip, texts(self.data)) if _SAMPLE.fullmatch(each)}
        )


def imported(
    sources: Sequence[FilePath], kind: str = "", more: Mapping[str, Any] | None = None
) -> Result:
    """The CV that the files make together, with ``more`` whatever they say.

    Raises ``ProblemError``, a line for each that cannot.
    """
    reads: list[Read] = []
    problems: list[Problem] = []
    for path in sources:
        try:
            reads.append(_read(path, kind))
        except ProblemError as error:
            problems += error.problems
    if problems:
        raise ProblemError(problems)
    notes: Counter[tuple[str, str]] = Counter()
    data: Data = {}
    for each in sorted(reads, key=lambda it: it.row.name == "bibtex"):
        if each.row.name == "bibtex" and data.get("basics", {}).get("name"):
            each.found.data, each.ledger.notes = {}, Counter()  # whose it is, the others say
        data = merged(data, each.found.data, lambda text: notes.update([("disagree", text)]))
    bib, again = joined(each.found.bib for each in reads if each.found.bib.strip())
    notes.update(
        {("merged", "entries of a bibliography that another one has"): again} if again else {}
    )
    bib, changes = mended(bib)
    notes.update({("mended", what): count for what, count in changes.items()})
    data = _once(data, bib, notes)
    data |= {"custom": _named(data["custom"])} if "custom" in data else {}
    origin = ", ".join(f"{each.row.title} ({FilePath(each.name).name})" for each in reads)
    files = {name: each for read in reads for name, each in read.found.files.items()}
    if bib.strip():
        files["publications.bib"] = bib.encode()
        data = data or {"bibliography": "publications.bib"}
    order = next((it for each in reads if (it := each.ledger.order)), [])
    data |= {"sections": found} if (found := _in_order(data, bib, order)) else {}
    data = _guarded(data, {f"x-{each.row.name}" for each in reads}) | (more or {})
    files["cv.yaml"] = written(data, origin).encode()
    return Result(files, reads, notes, data)


def _guarded(value: Any, own: set[str], is_near: bool = False) -> Any:
    """The data in which what is kept from the source stays as private as it was there."""
    if isinstance(value, list):
        return [_guarded(each, own, is_near) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: _guarded(each, own, key in _NEAR) for key, each in value.items()}
    for name in own & found.keys():
        found[name] = {PRIVATE: found[name]} if is_near else _withheld(found[name])
    return found


def _withheld(kept: Any) -> Any:
    if isinstance(kept, list):
        return [*map(_withheld, kept)]
    if not isinstance(kept, dict):
        return kept
    return {
        key: {PRIVATE: it} if is_foreign_withheld(key, it, None) else _withheld(it)
        for key, it in kept.items()
    }


def _read(path: FilePath, kind: str) -> Read:
    bundle = opened(path)
    row = importer_for(bundle, kind)
    ledger = Ledger(row.name)
    found = row.found(bundle, ledger)
    for each in bundle.passed:
        ledger.note(LEFT, f"not read: {each}")
    if row.style:
        found.data = restyled(found.data, STYLES[row.style])
    found.data = settled(_single(said(found.data)), ledger)
    _portrait(found, bundle.folder, ledger)
    with_files(found, bundle, ledger)
    if not leaves(found.data) and "@" not in found.bib:
        what = f"nothing is said in it that a CV says ({row.title})"
        raise ProblemError([Problem((), what, file=bundle.name)])
    return Read(bundle.name, row, ledger, found)


def _single(data: Data) -> Data:
    """The data with a text in place of a list of one, where either may stand, and with addresses
    as they are where they were spelled out for robots not to read them."""
    basics = data.get("basics")
    if not isinstance(basics, dict):
        return data
    if isinstance(email := basics.get("email"), str):
        basics["email"] = _DOT.sub(".", _AT.sub("@", email))
    for key in ("email", "phone"):
        if isinstance(value := basics.get(key), list) and len(value) == 1:
            basics[key] = value[0]
    return data


def _portrait(found: Imported, folder: FilePath, ledger: Ledger) -> None:
    """Takes the portrait along that lies in the source or beside it, if it is one.

    Of another one the name is kept.
    """
    basics = found.data.get("basics", {})
    name = basics.get("image")
    if not isinstance(name, str) or re.match(r"https?:", name):
        return
    if name.startswith("data:"):
        with suppress(ValueError):
            picture = read_image(name, folder)
            basics["image"] = picture.name
            found.files[picture.name] = picture.data
            return
    for path in (folder / around / name for around in _PICTURES):
        with suppress(OSError, ValueError):
            if path.is_symlink() or not real_path(path).is_relative_to(real_path(folder)):
                continue
            read_image(path.name, path.parent)
            basics["image"] = path.name
            found.files[path.name] = path.read_bytes()
            return
    _move(found.data, ("basics", "image"), ledger)
    found.data = said(_swept(found.data))


def _named(custom: list[Data]) -> list[Data]:
    """The sections of one's own, each with a name that no other has."""
    taken = {*_SECTIONS, *shapes(CV), "summary", "research", "keywords"}
    for section in custom:
        name = "-".join(re.findall(r"\w+", str(section.get("heading", "")).casefold()))
        is_other = name in taken or name.replace("-", " ") in {it.casefold() for it in taken}
        if is_other or not name:
            name = free_key(f"more-{name or 'section'}", dict.fromkeys(taken, 2))
            section["id"] = name
        taken.add(name)
    return custom


def _in_order(data: Data, bib: str, headings: list[str]) -> list[str]:
    """The sections in the order in which these stand over them; empty where it is the usual one.

    What none of them stands over follows what it follows elsewhere. Publications are there for a
    bibliography that comes later.
    """
    basics, own = data.get("basics", {}), data.get("headings", {})
    there = {*data, *(key for key in ("summary", "keywords") if key in basics)}
    there |= {"research"} if {"focus", "topics"} & {*basics} else set()
    custom = {each["heading"]: each.get("id", each["heading"]) for each in data.get("custom", [])}
    there |= {"publications"} if bib.strip() else set()
    there |= {*custom.values()}
    usual = [each for each in usual_order(custom.values()) if each in there]
    known = {**{it: key for key, it in own.items()}, **custom}
    named = (known.get(each, section_of(each)) for each in headings)
    order = [each for each in dict.fromkeys(named) if each in usual]
    if not order or len(custom) < len(data.get("custom", [])):
        return []
    for before, each in zip(("", *usual), usual, strict=False):
        if each not in order:
            order.insert(order.index(before) + 1 if before else 0, each)
    return [*dict.fromkeys([*order, "publications"])] if order != usual else []


def _once(data: Data, bib: str, notes: Counter[tuple[str, str]]) -> Data:
    """The data without the publications that the bibliography has."""
    papers = data.get("publications")
    if not papers or not bib:
        return data
    left, count = without_those_of(bib, papers)
    if count:
        notes["merged", "publications that the bibliography has, too"] += count
    found: Data = said({**data, "publications": left})
    return found


def settled(data: Data, ledger: Ledger) -> Data:
    """The data without what cv.yaml cannot say: that is kept under a key of the user's own."""
    _keep_strangers(data, Shape(model=CV), (), ledger)
    for _ in range(_MOST_ROUNDS):
        plain = _chosen(data)
        if not (wrong := [each for each in checked(plain)[1] if each.is_error]):
            break
        for path in dict.fromkeys(plain.marks.at(each.path).path for each in wrong):
            if not _unlinked(data, path):
                _move(data, path, ledger)
        data = said(_swept(data))
    ids = [str(each.get("id") or each.get("heading")) for each in mappings(data.get("custom"))]
    if not {*map(str, data.get("sections") or ())} <= {*usual_order(ids)}:
        _move(data, ("sections",), ledger)
        data = said(_swept(data))
    for each in remarked(plain):
        _put_right(data, plain.marks.at(each.path).path)
    for each in map(counted, _kinds(remarked(_chosen(data)))):
        ledger.note(UNCLEAR, f"{unnumbered(each.path)}: {each.message}")
    return data


def _unlinked(data: Data, path: Path) -> bool:
    """Whether a text is right without what leads nowhere in it, as it then stands there."""
    text = at(data, path) if _has(data, path) else None
    if not isinstance(text, str) or (better := without_dead_links(text)) == text:
        return False
    at(data, path[:-1])[path[-1]] = better
    return True


def _put_right(data: Data, path: Path) -> None:
    """Writes what a text cannot have as what it is shown as, for nobody to be warned of it."""
    while path and not (_has(data, path) and isinstance(at(data, path), str)):
        path = path[:-1]
    if path:
        at(data, path[:-1])[path[-1]] = without_blocks(at(data, path))


def _keep_strangers(value: Any, shape: Shape, path: Path, ledger: Ledger) -> None:
    """Puts keys that cv.yaml does not know among the user's own."""
    if isinstance(value, list) and shape.item:
        for index, each in enumerate(value):
            _keep_strangers(each, shape.item, (*path, index), ledger)
    if not isinstance(value, dict) or not shape.model:
        return
    known = shapes(shape.model)
    if isinstance(value.get("x-"), dict):
        value.update({f"x-{key}": each for key, each in value.pop("x-").items()})
    others = {key: value[key] for key in value if key not in known and not key.startswith("x-")}
    if others and shape.model is not Point:
        count = leaves(others)
        ledger.counts["mapped"] -= count
        for key in others:
            del value[key]
        own = ledger.keep(others, unnumbered(path) or "the file")
        value.update({key: {**value.get(key, {}), **each} for key, each in own.items()})
    for key, each in value.items():
        _keep_strangers(each, known.get(key, Shape()), (*path, key), ledger)


def _chosen(data: Data) -> Plain:
    """The data as an edition of it is checked, with the way back to each place."""
    places = {path: Mark(path, 1, 1) for path in paths(data)}
    plain = Plain(data, Marks("", places))
    return choose(plain, Reader(audience=PRIVATE), Declared(formats=())).plain


def _kinds(problems: Any) -> list[list[Problem]]:
    found: dict[tuple[str, str], list[Problem]] = {}
    for each in problems:
        found.setdefault(each.kind, []).append(each)
    return [*found.values()]


def _move(data: Data, path: Path, ledger: Ledger) -> None:
    """Moves what is wrong at a path to a key of the user's own in the mapping around it."""
    while path and not _has(data, path):
        path = path[:-1]
    if not path or (value := at(data, path)) is _GONE:
        return
    around = path[:-1]
    while around and not (isinstance(at(data, around), dict) and around[0] != "headings"):
        around = around[:-1]
    own, key = f"x-{ledger.kind}", str(path[len(around)])
    if key == own:
        return
    place = at(data, path[:-1])
    place[path[-1]] = _GONE
    kept = at(data, around).setdefault(own, {})
    kept[key] = [*kept.get(key, []), value] if len(path) - len(around) > 1 else value
    count = leaves(value) - _kept_in(value, own)
    ledger.counts["mapped"] -= count
    ledger.counts[KEPT] += count
    ledger.note(UNCLEAR, f"{unnumbered(path)}: kept under {own}", count)


def _kept_in(value: Any, own: str) -> int:
    """How many texts in a value are kept, and counted, already."""
    if isinstance(value, list):
        return sum(_kept_in(each, own) for each in value)
    pairs = value.items() if isinstance(value, dict) else ()
    return sum(leaves(each) if key == own else _kept_in(each, own) for key, each in pairs)


def _has(data: Any, path: Path) -> bool:
    try:
        return at(data, path) is not None
    except (KeyError, IndexError, TypeError):
        return False


def _swept(value: Any) -> Any:
    """The value without the places of what was moved away."""
    if isinstance(value, dict):
        return {key: _swept(each) for key, each in value.items() if each is not _GONE}
    if isinstance(value, list):
        return [_swept(each) for each in value if each is not _GONE]
    return value
