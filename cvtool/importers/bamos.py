"""The cv.yaml of bamos/cv, and the keywords that it has in its bibliographies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any

from ..bib.latex import to_text
from ..model.later import pattern
from ..read.jsonresume import networks
from ..store.files import read_file
from ..words.data import section_of
from . import is_bamos
from .bundle import MOST_BYTES, Bundle, decoded
from .merging import folded
from .papers import entries_of, joined
from .rendercv import Reading
from .taking import GUESSED, Data, Imported, Ledger, leaves, mappings

_NAMES: Mapping[str, Mapping[str, str]] = {
    "education": {"school": "institution", "overallGPA": "score", "details": "highlights"},
    "work": {"place": "company", "details": "highlights", "inline_detail": "focus",
             "area": "summary"},
    "awards": {"descr": "summary"},
    "openSource": {"repo_url": "url", "desc": "summary"},
    "talks": {"location": "event", "link": "url"},
    "supervision": {"details": "summary"},
    "service": {"sub_details": "summary", "details": "position", "venue": "organization"},
    "teaching": {"short": "institution"},
    "skills": {},
    "news": {"info": "text"},
}  # fmt: skip
"""Section -> what it calls things, in the words of the tables for RenderCV."""
_KINDS = {
    "positions": "work", "industry": "work", "research": "work",
    "honors": "awards", "repos": "openSource", "advising": "supervision", "reviewing": "service",
}  # fmt: skip
_TIMES = ("dates", "semester", "date", "month", "year", "years")
_SEMESTERS = {"S": "Spring", "F": "Fall", "W": "Winter"}
_LOOKS = pattern(r"style|(?:link)?color\d?|order(?:_\w+)?")
_DETAIL = pattern(r"(Thesis|Advisor)s?:\s*(.+)")
_VENUE = {"article": "journal", "phdthesis": "school", "techreport": "institution"}
_KEYWORD = pattern(r"(^\s*|,\s*)_(venue|note|talkurl)(\s*=)", re.MULTILINE | re.IGNORECASE)


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The CV; a bibliography that it names comes along where it lies beside it."""
    names = bundle.named(r"cv\.ya?ml")
    name = bundle.alone or next(each for each in names if is_bamos(bundle.known(each)))
    source = dict(bundle.plain(name))
    titles = {
        str(key): str(title)
        for order in ("order_md", "order", "order_latex")
        for key, title in source.get(order) or []
    }
    basics = _basics(source, ledger)
    papers = [key for key in source if key.endswith("publications")]
    bib = _bib([source.pop(key) for key in papers], basics, bundle, ledger)
    if now := source.pop("current_position", None):
        source["positions"] = [*now, *(source.get("positions") or [])]
        titles["positions"] = "Experience"
    reading = Reading(ledger)
    for key in [*source]:
        if key in titles or key in (*_NAMES, *_KINDS):
            _section(reading, key, titles.get(key, ""), source.pop(key))
        elif _LOOKS.fullmatch(key):
            ledger.leave(source.pop(key), "how it is shown")
    ledger.order = [*titles.values()]
    if reading.headings:
        reading.data["headings"] = reading.headings
    return Imported({"basics": basics, **reading.data, **ledger.keep(source, "the file")}, bib)


def _basics(source: Data, ledger: Ledger) -> Data:
    names = source.pop("name", None) or {}
    parts = names.values() if isinstance(names, dict) else [names]
    home = str(source.get("url") or "").strip("/")
    for key in ("pdf", "src"):
        ledger.leave(source.pop(key, ""), "the addresses of another cv.pdf and of its source")
    accounts = source.pop("social", None) or {}
    found = {
        "name": " ".join(str(ledger.taken(each)) for each in parts if each),
        "url": home if "://" in home or not home else f"https://{home}",
        "email": source.get("email"), "phone": source.get("phone"), "summary": source.get("about"),
        "profiles": [_profile(key, ledger.taken(each)) for key, each in accounts.items() if each],
    }  # fmt: skip
    for key in ("url", "email", "phone", "about"):
        ledger.taken(source.pop(key, None))
    return found


def _profile(key: str, name: str) -> Data:
    network = networks().get(key.removeprefix("google_").replace("_", ""))
    where = "url" if "://" in name else "username"
    return {"network": network or key.replace("_", " ").title(), where: name}


def _section(reading: Reading, key: str, title: str, content: Any) -> None:
    """A section: by its key, else by its title; one of several lists goes by their keys, too."""
    heading = to_text(title) if title.upper() != "NONE" else ""
    kind = _KINDS.get(key) or section_of(key) or section_of(heading)
    heading = heading or kind or _words(key)
    found: dict[str, list[Any]] = {}
    for role, inside in content.items() if isinstance(content, dict) else [("", content)]:
        of = section_of(role) or kind
        items = _items(role, inside, of, reading.ledger)
        found.setdefault(of, []).extend(_renamed(each, of, reading.ledger) for each in items)
    for of, made in found.items():
        reading.section(heading if of == kind else of, made, of)


def _words(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _items(role: str, inside: Any, kind: str, ledger: Ledger) -> Iterator[Any]:
    """The items of a list; those of service say what one was for others."""
    items = [it for it in (inside if isinstance(inside, list) else [inside]) if leaves(it)]
    if kind != "service" or role in ("", "main"):
        yield from items
        return
    role = _words(role)
    words = [it for it in items if not isinstance(it, dict)]
    made: list[Data] = [{"position": role, "venues": words}] if words else []
    made += [{"position": role} | it for it in mappings(items)]
    ledger.counts["mapped"] -= sum(it["position"] is role for it in made)  # which is a key
    yield from made


def _renamed(item: Any, kind: str, ledger: Ledger) -> Any:
    """The item in the words of the tables for RenderCV, with its time in one place."""
    if not isinstance(item, dict):
        return item
    names = _NAMES.get(kind, {"details": "name"})
    found = {
        new if (new := names.get(key, key)) not in item else key: it for key, it in item.items()
    }
    times = [str(found.pop(key)) for key in _TIMES if leaves(found.get(key))]
    if times:
        ledger.counts["mapped"] += len(times) - 1
        found["date"] = _time(" ".join(times))
    if kind in _MORE:
        _MORE[kind](found, ledger)
    return found


def _more_of_work(item: Data, ledger: Ledger) -> None:
    points = item.get("highlights")
    if advisor := item.pop("advisor", ""):
        item["highlights"] = [{"Advisor": advisor}, *(points if isinstance(points, list) else ())]


def _more_of_software(item: Data, ledger: Ledger) -> None:
    if "name" not in item and item.get("url"):
        ledger.note(GUESSED, "software without a name has that of its repository")
        ledger.counts["mapped"] -= 1
        item["name"] = PurePosixPath(str(item["url"])).name


def _more_of_talk(item: Data, ledger: Ledger) -> None:
    if url := item.pop("location_url", ""):
        item["event"] = f"[{item.get('event') or url}]({url})"
        ledger.counts["mapped"] += 1 if item["event"] else 0


def _more_of_course(item: Data, ledger: Ledger) -> None:
    if (short := str(item.get("institution") or "")) and short in str(item.get("name")):
        ledger.leave(item.pop("institution"), "short names of courses")


def _more_of_studies(item: Data, ledger: Ledger) -> None:
    if isinstance(points := item.get("highlights"), list):
        details = [(each, _DETAIL.fullmatch(str(each))) for each in points]
        item["highlights"] = [each for each, known in details if not known]
        item |= {known[1].lower(): known[2] for _, known in details if known}


_MORE: Mapping[str, Callable[[Data, Ledger], None]] = {
    "work": _more_of_work, "openSource": _more_of_software, "talks": _more_of_talk,
    "teaching": _more_of_course, "education": _more_of_studies,
}  # fmt: skip


def _time(text: str) -> str:
    """A time with the dash between years that others write, and its semester in words."""
    if found := re.fullmatch(r"([SFW])(\d{4})", text.strip()):
        return f"{_SEMESTERS[found[1]]} {found[2]}"
    text = re.sub(r"\s*--+\s*", " – ", text).strip()
    return f"{text} present" if text.endswith("–") else text


def _bib(sources: list[Any], basics: Data, bundle: Bundle, ledger: Ledger) -> str:
    """The bibliographies that are named, with the keywords that others know."""
    texts: list[str] = []
    for each in mappings(sources):
        name = str(each.get("name") or "")
        is_whole = len(name.split()) > 1 and folded(name) != folded(basics["name"])
        if is_whole and name.split()[-1] == (basics["name"].split() or [""])[-1]:
            basics.setdefault("aliases", []).append(ledger.taken(each.pop("name")))
        file = str(ledger.taken(each.pop("file", "")) or "")
        texts += filter(None, [_file(file, bundle)])
        if file and not texts:
            ledger.note("not understood", f"the bibliography {file} is not there: give it as well")
        ledger.leave(each, "how publications are shown, and addresses of others")
    text, _ = joined(map(_known, texts))
    ledger.counts["mapped"] += len(entries_of(text))
    return text


def _file(name: str, bundle: Bundle) -> str:
    """A bibliography of the bundle, or beside the file, wherever its folder is."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not name.endswith(".bib"):
        return ""
    known = bundle.named(rf"(?:.*/)?{re.escape(path.name)}")
    if known:
        return decoded(bundle.files[min(known, key=len)])
    for place in (path, PurePosixPath("publications", path.name)) if bundle.alone else ():
        with suppress(OSError, ValueError):
            return decoded(read_file(bundle.folder / place, MOST_BYTES))
    return ""


def _known(bib: str) -> str:
    """The bibliography with the names of fields that others know: each venue once."""
    parts, end = [], 0
    for entry in entries_of(bib):
        has_venue = any(entry.fields.get(each) for each in ("journal", "booktitle"))
        names = {"venue": _VENUE.get(entry.entry_type, "booktitle"), "talkurl": "video"}
        names |= {"venue": "abbr"} if has_venue or names["venue"] in entry.fields else {}

        def renamed(found: re.Match[str], names: Mapping[str, str] = names) -> str:
            return f"{found[1]}{names.get(found[2].lower(), found[2])}{found[3]}"

        parts += [bib[end : entry.start], _KEYWORD.sub(renamed, bib[entry.start : entry.end])]
        end = entry.end
    return "".join([*parts, bib[end:]])
