"""What a CV without errors might say better: rules by name, each of which can be switched off.

A rule is a function of an edition; what it looks for in texts stands by language in ``lint.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from ..model.dates import PartialDate, is_before, is_present
from ..model.later import NamedTuple, dataclass, pattern, replace
from ..model.problems import WARNING, Path, Problem, in_file_order, printable, quoted, shortened
from ..model.scripts import width
from ..words.data import read_date, read_span

if TYPE_CHECKING:
    from ..read import Plain
    from .editions import Loaded, Version
    from .workspace import Workspace

_GAP, _OVERLAP, _OLD = 6, 1, 12
"""So many months without an entry are a gap, with more than so many two jobs overlap, and after
more than so many the date of the CV is old."""
_LINES, _COLUMNS = 3, 100
"""A bullet has at most so many lines of so many letters, as many as a line of cv.pdf holds."""
_EXPECTED, _FAR = 8, 10
"""A degree may be so many years ahead, and anything at most so many."""
_COVERING, _ALONE = ("work", "education", "volunteer", "projects"), "work"
_BESIDE = frozenset({"volunteer", "projects"})
"""Lists of what fills a time, that of what one does one at a time, and of what may be beside it."""
_DATES = frozenset({"startDate", "endDate", "date", "releaseDate"})
_FOREIGN = frozenset({"references", "reference"})
_LINK = pattern(r"\[([^\]]*)\]\([^)]*\)|`[^`]*`|https?://\S+")
_AT_ONCE, _PATIENCE, _GONE = 8, 15, (404, 410)
"""So many links are followed at once, for so many seconds each; what says that there is no page."""
_HREF = pattern(r'<a\s[^>]*?href="([^"]*)"')
_ID = pattern(r'\sid="([^"]*)"')


class Filled(NamedTuple):
    """What an entry fills; without an end it goes on."""

    path: Path
    name: str
    start: PartialDate
    end: PartialDate | None


@dataclass(frozen=True)
class Seen:
    """An edition that is looked at. ``today`` is the day by which dates are judged."""

    plain: Plain
    version: Version
    workspace: Workspace
    language: str
    today: PartialDate

    @property
    def data(self) -> dict[str, Any]:
        """What it says, as keys, lists and texts."""
        found: dict[str, Any] = self.plain.data
        return found


Finding = tuple[Path, str]
Rule = Callable[[Seen], Iterable[Finding]]


def lint(
    loaded: Loaded, workspace: Workspace, today: PartialDate, ignored: Collection[str], online: bool
) -> list[Problem]:
    """What the rules find in all editions, a warning each, once where several have it.

    With ``online`` links are followed, too: it is the one thing that asks other hosts.
    """
    names = [name for name in RULES if name not in {*ignored, *_ignored(loaded)}]
    names = [name for name in names if online or name != "links"]
    found: dict[tuple[Path, str, str], Problem] = {}
    for edition in loaded.editions:
        if not (version := edition.whole):
            continue
        language = edition.language or version.document.locale
        page = Seen(version.chosen.plain, version, workspace, language, today)
        for name in names:
            for path, message in RULES[name](page):
                placed = page.plain.marks.placed(Problem(path, message, WARNING))
                found.setdefault((placed.path, placed.file, message), replace(placed, rule=name))
    return in_file_order(found.values())


def _ignored(loaded: Loaded) -> list[str]:
    own = loaded.plain.data.get("lint") if loaded.plain else None
    names = own.get("ignore") if isinstance(own, dict) else None
    return [str(each) for each in names] if isinstance(names, list) else [str(names or "")]


def _gaps(page: Seen) -> Iterator[Finding]:
    spans = [it for it in _spans(page, _COVERING) if not is_before(page.today, it.start)]
    filling = (it for it in spans if it.end or _BESIDE.isdisjoint(it.path))
    spans = sorted(filling, key=lambda each: _first(each.start))
    reached: int | None = None
    for each in spans:
        first, last = _first(each.start), _last(each.end or page.today)
        if reached is not None and first - reached > _GAP:
            yield (*each.path, "startDate"), _gap(reached + 1, first - 1, "before this")
        reached = max(last, reached or last)
    if spans and reached and (now := _first(page.today)) - reached > _GAP:
        last_one = max(spans, key=lambda each: _last(each.end or page.today))
        yield (*last_one.path, "endDate"), _gap(reached + 1, now - 1, "after this")


def _gap(first: int, last: int, where: str) -> str:
    return (
        f"nothing is said of the {last - first + 1} months {where}, {_month(first)} to "
        f"{_month(last)}: an entry for what filled them, or a longer one"
    )


def _overlaps(page: Seen) -> Iterator[Finding]:
    spans = sorted(_spans(page, [_ALONE]), key=lambda each: _middle(each.start))
    for index, each in enumerate(spans):
        for before in spans[:index]:
            until, last = (_middle(it.end or page.today) for it in (before, each))
            months = until - _middle(each.start)
            if last > until and months > _OVERLAP and before.path[:2] != each.path[:2]:
                what = f"this overlaps with {quoted(before.name)} by about {months} months"
                yield (*each.path, "startDate"), f"{what}: is one of the dates wrong?"


def _future(page: Seen) -> Iterator[Finding]:
    far = replace(page.today, year=page.today.year + _FAR)
    expected = replace(page.today, year=page.today.year + _EXPECTED)
    for path, text in _leaves(page.data):
        if path[-1] not in _DATES or not (date := _date(text)):
            continue
        is_end = path[-1] == "endDate" and "work" not in path
        last = expected if "education" in path else far
        limit = last if is_end else page.today
        if is_before(limit, date):
            yield path, f"{date} is in the future: is it right?"


def _first_person(page: Seen) -> Iterator[Finding]:
    for path, word in _matches(page, "first-person", is_exact=True):
        yield path, f"{quoted(word)}: a CV is written without the first person, as in 'Built ...'"


def _responsible(page: Seen) -> Iterator[Finding]:
    for path, phrase in _matches(page, "responsible", is_exact=False):
        yield path, f"{quoted(phrase)} says what was to be done: say what came of it"


def _long_bullets(page: Seen) -> Iterator[Finding]:
    for path, text in _prose(page.data):
        is_bullet = any(step in ("highlights", "notes") for step in path)
        lines = -(-width(_LINK.sub(lambda it: it[1] or it[0], text)) // _COLUMNS)
        if is_bullet and lines > _LINES:
            yield path, f"a bullet of about {lines} lines: at most {_LINES} are read"


def _anchors(page: Seen) -> Iterator[Finding]:
    html, site = _homepage(page), page.version.document.site_url or ""
    ids = {*_ID.findall(html)} | {"", "top"}
    for link in _hrefs(html):
        address, _, name = link.partition("#")
        is_own = address in ("", site, site.rstrip("/"), f"{site.rstrip('/')}/index.html")
        if is_own and name not in ids:
            yield _place(page, link), f"the homepage has no place {quoted(f'#{name}')} to link to"


def _links(page: Seen) -> Iterator[Finding]:
    urls = [each for each in _hrefs(_homepage(page)) if each.startswith(("http://", "https://"))]
    for url, fault in _followed(tuple(urls)).items():
        yield _place(page, url), f"{quoted(url, 200)} leads nowhere: {fault}"


def _stale(page: Seen) -> Iterator[Finding]:
    meta, path = page.data.get("meta"), ("meta", "lastModified")
    said = meta.get("lastModified") if isinstance(meta, dict) else None
    if not said or not (date := _date(str(said))):
        return
    dates = [(each, at) for at, text in _leaves(page.data) if at[-1] in _DATES
             if (each := _date(text)) and not is_before(page.today, each)]  # fmt: skip
    later = [(each, at) for each, at in dates if is_before(date, each)]
    if later:
        newest, at = max(later, key=lambda it: it[0].parts)
        where = page.plain.marks.at(at).line
        yield path, f"{date}, but line {where} says what came later, in {newest}: write today's"
    elif (months := _middle(page.today) - _middle(date)) > _OLD:
        yield path, f"the CV is {months} months old by this: look through it, and write today's"


RULES: Mapping[str, Rule] = {
    "gaps": _gaps,
    "overlaps": _overlaps,
    "future": _future,
    "first-person": _first_person,
    "responsible": _responsible,
    "long-bullets": _long_bullets,
    "anchors": _anchors,
    "stale": _stale,
    "links": _links,
}
"""The rules by their names, as ``lint: {ignore: ...}`` has them."""


def _spans(page: Seen, names: Iterable[str]) -> Iterator[Filled]:
    """What the entries of these lists fill, those of a section of one's own, too."""
    custom = page.data.get("custom")
    own = [each for each in custom if isinstance(each, dict)] if isinstance(custom, list) else []
    places: list[tuple[Path, dict[str, Any]]] = [((), page.data)]
    places += [(("custom", index), each) for index, each in enumerate(own)]
    for path, mapping in places:
        for name in names:
            for index, entry in enumerate(mapping.get(name) or ()):
                if isinstance(entry, dict):
                    yield from _span((*path, name, index), entry)


def _span(path: Path, entry: dict[str, Any]) -> Iterator[Filled]:
    """Of an entry, or of each of its positions."""
    inner = entry.get("positions") or ()
    if not (start := entry.get("startDate") or entry.get("period")):
        for index, each in enumerate(inner):
            yield from _span((*path, "positions", index), {"name": entry.get("name")} | each)
        return
    whole = {} if entry.get("startDate") else {"startDate": start, "endDate": start}
    said = entry if entry.get("endDate") else entry | (read_span(str(start)) or whole)
    begun, ended = _date(str(said.get("startDate"))), str(said.get("endDate") or "present")
    names = [str(entry.get(key) or "") for key in ("name", "institution", "position")]
    name = next(filter(None, names), "")
    if begun and (is_present(ended) or _date(ended)):
        yield Filled(path, name, begun, None if is_present(ended) else _date(ended))


def _date(text: str) -> PartialDate | None:
    try:
        return read_date(text)
    except ValueError:
        return None


def _first(date: PartialDate) -> int:
    return date.year * 12 + (date.month or 1)


def _last(date: PartialDate) -> int:
    return date.year * 12 + (date.month or 12)


def _middle(date: PartialDate) -> int:
    return date.year * 12 + (date.month or 6)


def _month(number: int) -> str:
    return f"{(number - 1) // 12}-{(number - 1) % 12 + 1:02d}"


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text, but what is the user's own."""
    if isinstance(value, str):
        yield path, value
    inside = value.items() if isinstance(value, dict) else enumerate(value or ())
    for step, each in inside if isinstance(value, dict | list) else ():
        if not str(step).startswith("x-"):
            yield from _leaves(each, (*path, step))


def _prose(data: Any) -> Iterator[tuple[Path, str]]:
    """The texts that say something in sentences, and that are not of others."""
    from ..read.check import texts
    from ..source.markup import sentence_remarks

    for path, text, kind in texts(data):
        if (kind.has_blocks or kind.remarks is sentence_remarks) and _FOREIGN.isdisjoint(path):
            yield path, text


def _matches(page: Seen, rule: str, is_exact: bool) -> Iterator[Finding]:
    """The first words in each text that a rule has in the language."""
    if pattern := _pattern(page.language.partition("-")[0], rule, is_exact):
        for path, text in _prose(page.data):
            if found := pattern.search(_LINK.sub(lambda it: it[1] or " ", text)):
                yield path, found[0]


@cache
def _pattern(language: str, rule: str, is_exact: bool) -> re.Pattern[str] | None:
    said = _words().get(language)
    if not said:
        return None
    words = f"(?:{said[rule]})"
    if said.get("joined"):
        return re.compile(words)
    if is_exact:
        words = rf"(?:{words}|(?:(?<=[.!?:] )|\A)(?i:{words}))"
    return re.compile(rf"(?<![\w.-]){words}(?![\w-])", 0 if is_exact else re.IGNORECASE)


@cache
def _words() -> dict[str, Any]:
    import yaml

    path = FilePath(__file__).with_name("lint.yaml")
    said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return said


def _homepage(page: Seen) -> str:
    """The homepage of what is looked at."""
    files = page.workspace.make(["html"], page.version.of("html").document)["html"].files
    return files.get("index.html", b"").decode()


def _hrefs(html: str) -> list[str]:
    """The links of a page, each once."""
    return [*dict.fromkeys(each.replace("&amp;", "&") for each in _HREF.findall(html))]


def _place(page: Seen, written: str) -> Path:
    """Where that is written, with or without its scheme, as far as it is in cv.yaml."""
    bare = re.sub("^https?://|/$", "", written)
    return next((path for path, text in _leaves(page.data) if bare in text), ())


@cache
def _followed(urls: tuple[str, ...]) -> dict[str, str]:
    """Those that lead nowhere, and why. Who only refuses programs is not among them."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        faults = dict(zip(urls, pool.map(_fault, urls), strict=True))
    return {url: fault for url, fault in faults.items() if fault}


def _fault(url: str) -> str:
    """Why there is no page, as far as that is sure."""
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import Request, urlopen

    request = Request(url.partition("#")[0], headers={"User-Agent": "Mozilla/5.0 (cvtool lint)"})
    try:
        with urlopen(request, timeout=_PATIENCE):
            return ""
    except HTTPError as error:
        return f"{error.code} {error.reason}" if error.code in _GONE else ""
    except URLError as error:
        return shortened(printable(str(getattr(error.reason, "strerror", "") or error.reason)))
    except (OSError, ValueError, HTTPException) as error:
        return shortened(printable(str(error) or type(error).__name__))
