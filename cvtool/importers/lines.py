"""The lines of a CV as people write it -> sections, entries and times, as far as they are sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from ..model.later import NamedTuple, pattern
from ..words.data import read_span, section_of
from .papers import paper_of
from .taking import (
    GUESSED,
    Data,
    Ledger,
    is_usual,
    iso,
    listed,
    plain_time,
    time_in,
    without_time,
)

LONGEST_HEADING = 40
_PLACE = pattern(r"[^\W\d_][^\d.:;]{1,40}")
_PARTS = pattern(r"\s*(?:\t+|\s[|–—-]\s|,\s|\sat\s|\s{3,})\s*")
_AT = pattern(r"([^,]{3,60}?)\s(?:at|@)\s([^,]+)(?:,\s+(.+))?")
_LINK = pattern(r"\[(.+)\]\((\S+)\)")
_GROUP = pattern(r"([^:：(（]+?)\s*(?:[(（]([^()（）]+)[)）])?\s*[:：]\s*(.+)", re.DOTALL)
_COUNT = pattern(r"\s*[(（]\d+[)）]$")
_SAID = pattern(r"(.{4,20}?)[:：]\s*(?=\S)")
_NAMES = {
    "work": ("name", "position"), "volunteer": ("organization", "position"),
    "education": ("institution", "studyType"), "projects": ("name", ""), "awards": ("title", ""),
    "certificates": ("name", ""), "talks": ("name", ""), "teaching": ("name", ""),
    "service": ("position", ""), "grants": ("title", ""), "patents": ("title", ""),
    "references": ("name", ""), "openSource": ("name", ""), "supervision": ("name", ""),
    "press": ("title", ""),
}  # fmt: skip
_UNDER = {
    "work": "position", "volunteer": "position", "education": "institution", "talks": "event",
    "teaching": "institution", "supervision": "position", "grants": "awarder", "projects": "entity",
    "openSource": "entity", "patents": "issuer", "awards": "awarder", "certificates": "issuer",
    "press": "publisher", "references": "organization", "service": "organization",
}  # fmt: skip
"""What the line under a heading says, in a file that has a style for such lines."""
_BEFORE = {"projects": "roles", "openSource": "roles"}
"""What stands before it there, where that is not the position."""
_PARTED = frozenset({"work", "volunteer"})
"""Those in whose entries others may stand."""
LONGEST_LINE = 120
"""What is longer and ends with a year is a sentence."""


@cache
def about(what: str) -> re.Pattern[str]:
    """Words by which it is known: ``school``, ``employer``, ``role``, ``degree``."""
    import yaml

    text = Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
    words: list[str] = yaml.safe_load(text)[what]
    whole, parts = ([it for it in words if (it[0] >= "⺀") is cjk] for cjk in (False, True))
    return re.compile("|".join([rf"\b(?:{'|'.join(whole)})\b", *parts]), re.IGNORECASE)


class TextLine(NamedTuple):
    """A line, and what it is for a reader: ``text``, or what tells it apart from that.

    ``title``, ``subtitle``, ``section``, ``entry`` (a heading inside of a section), ``sub`` (the
    line under it), ``line`` (what stands alone), ``item``, ``more`` (what goes on under an item),
    ``date`` (of the last change). ``depth`` is that of items, and of headings.
    """

    text: str
    kind: str = "text"
    depth: int = 0


def sections(lines: list[TextLine], data: Data, ledger: Ledger) -> list[Data]:
    """Adds to the data what stands under the headings. Publications with authors come back."""
    cited: list[Data] = []
    heading, inside = "", list[TextLine]()
    for line in (*lines, TextLine("", "section")):
        if line.kind == "date" and (day := iso(re.split(r"[:：]\s*", line.text)[-1])):
            data["meta"] = {"lastModified": day}
        elif line.kind != "section":
            inside.append(line)
        else:
            ledger.order.append(heading)
            _add(data, heading, inside, cited, ledger)
            heading, inside = _COUNT.sub("", line.text.strip().rstrip(":")), []
    return cited


def _add(
    data: Data, heading: str, lines: list[TextLine], cited: list[Data], ledger: Ledger
) -> None:
    kind = section_of(heading)
    is_first = kind not in data and not (kind == "publications" and cited)
    basics: Data = data.setdefault("basics", {})
    has_times = any(time_in(it.text) for it in lines)
    is_entries = has_times or any(it.kind in ("entry", "line", "sub") for it in lines)
    if not lines:
        ledger.leave(heading, "headings with nothing under them")
        ledger.counts["mapped"] -= bool(heading)
        return
    if kind == "summary" and "summary" not in basics:
        basics["summary"] = "\n\n".join(_points(lines))
    elif is_usual(heading, "keywords") and "keywords" not in basics:
        basics["keywords"] = [it for each in lines for it in re.split(r"[,，、]\s*", each.text)]
    elif is_usual(heading, "research") and not ({"focus", "topics"} & basics.keys() or has_times):
        basics |= _research(lines)
    elif kind == "skills" and is_first:
        data[kind] = [*_skills(lines)]
    elif kind in ("languages", "interests") and is_first:
        data[kind] = [
            _language(it) if kind == "languages" else _interest(it) for it in _listed(lines)
        ]
    elif kind == "news" and is_first and all(_SAID.match(it.text) for it in lines):
        data[kind] = [_news(each.text, ledger) for each in lines]
    elif kind == "publications" and any(it.kind == "more" for it in lines):
        cited.extend(_cited(lines, str(basics.get("name", "")), ledger))
    elif kind in _NAMES and is_first and is_entries:
        data[kind] = [*_entries(kind, lines, ledger)]
    else:
        ledger.note(
            GUESSED, f"the lines under '{heading}' stand as they are: look at them", len(lines)
        )
        data.setdefault("custom", []).append({"heading": heading, "notes": _points(lines)})
        return
    name = next((it for it in ("keywords", "research") if is_usual(heading, it)), kind)
    if is_first and not is_usual(heading, name, ledger.language):
        data.setdefault("headings", {})[name] = heading


def _research(lines: list[TextLine]) -> Data:
    """What somebody works on, and the topics that a line or a list names."""
    found: Data = {}
    for each in lines:
        if each.kind in ("line", "item"):
            found.setdefault("topics", []).extend(re.split(r"[,，、]\s*", _SAID.sub("", each.text)))
        else:
            found["focus"] = f"{found.get('focus', '')}\n\n{each.text}".strip()
    return found


def _listed(lines: list[TextLine]) -> list[str]:
    """What lines of words in a row name, each alone; a sentence is one."""
    items = [it.text.strip() for it in lines]
    parts = [it for each in items for it in listed(each)]
    is_short = all(len(each) < LONGEST_HEADING for each in parts)
    return parts if is_short and not any(re.search(r"[:：].*,", it) for it in items) else items


def _interest(text: str) -> Data:
    found = _GROUP.fullmatch(text)
    return {"name": found[1], "keywords": listed(found[3])} if found else {"name": text}


def _news(text: str, ledger: Ledger) -> Data:
    when, said = _SAID.match(text), _SAID.sub("", text, count=1)
    return {**ledger.dated("date", when[1] if when else "", "news"), "text": said}


def _cited(lines: list[TextLine], owner: str, ledger: Ledger) -> Iterator[Data]:
    """Publications whose lines say title, authors, and where: as a file of cvtool's has them."""
    groups: list[list[str]] = []
    for each in lines:
        if each.kind == "more" and groups:
            groups[-1].append(each.text)
        elif each.kind == "item":
            groups.append([each.text])
        else:
            ledger.leave(each.text, "lines among the publications that are none")
            ledger.counts["mapped"] -= 1
    return (paper_of(group, owner) for group in groups)


def _points(lines: list[TextLine]) -> list[str]:
    """The lines, each with the items and the paragraphs that stand under it."""
    found: list[str] = []
    for each in lines:
        if each.kind == "item" and each.depth and found:
            found[-1] += f"\n{'  ' * (each.depth - 1)}- {each.text.strip()}"
        elif each.kind == "more" and found:
            found[-1] += f"\n\n{each.text.strip()}"
        else:
            found.append(" ".join(each.text.split()))
    return [each for each in found if each]


def _skills(lines: list[TextLine]) -> Iterator[Data]:
    """Skills line by line; a line with items under it names what they are of."""
    if lines[0].kind != "line" or all(each.kind != "item" for each in lines):
        yield from map(_skill, _points(lines))
        return
    starts = [at for at, each in enumerate(lines) if each.kind == "line"]
    texts = [" ".join(each.text.split()) for each in lines]
    groups = [texts[at:end] for at, end in pairwise([*starts, len(lines)])]
    for name, *items in groups:
        yield {"name": name.rstrip(":"), "keywords": items} if items else _skill(name)


def _skill(text: str) -> Data:
    if (found := _GROUP.fullmatch(text)) and len(found[1]) < LONGEST_HEADING:
        level = {"level": found[2]} if found[2] else {}
        return {"name": found[1], **level, "keywords": listed(found[3])}
    return {"keywords": words} if len(words := listed(text)) > 1 else {"name": text}


def _language(text: str) -> Data:
    found = re.fullmatch(r"([^\W\d_][\w ]*?)\s*(?:[:：–—-]\s*|[(（])(.+?)[)）]?", text)
    return {"language": found[1], "fluency": found[2]} if found else {"language": text}


def _entries(kind: str, lines: list[TextLine], ledger: Ledger) -> Iterator[Data]:
    """An entry begins where a time is, or with a heading of its own."""
    groups: list[list[TextLine]] = []
    for each in lines:
        own = [it for it in groups[-1] if it.kind not in ("item", "more")] if groups else []
        is_short = each.kind in ("text", "entry", "line") and len(each.text) < LONGEST_LINE
        is_new = (
            (each.kind == "entry" and (not each.depth or kind not in _PARTED))
            or (each.kind == "line" and own[:1] and own[0].kind != "entry")
            or (is_short and each.kind == "text" and not any(it.kind == "sub" for it in own)
                and ((time_in(each.text) and any(time_in(it.text) for it in own))
                     or len(own) < len(groups[-1] if groups else own)))
        )  # fmt: skip
        if not groups or is_new:
            groups.append([])
        groups[-1].append(each)
    if [bool(time_in(each.text)) for each in groups[0][:2]] == [False, True]:
        _head_first(groups)
    if all(each.kind == "item" for each in lines):
        groups = [[each._replace(kind="text")] for each in lines]
    yield from (_entry(kind, group, ledger) for group in groups)


def _head_first(groups: list[list[TextLine]]) -> None:
    """Gives entries the line over their time, where the first one has its time in its second."""
    for before, after in pairwise(groups):
        is_head = before[-1].kind == "text" and len(before) > len(("head", "time"))
        if is_head and after[0].kind == "text" and time_in(after[0].text):
            after.insert(0, before.pop())


def _entry(kind: str, lines: list[TextLine], ledger: Ledger) -> Data:
    """An entry, with those that have headings inside of it."""
    starts = [at for at, each in enumerate(lines) if at and each.kind == "entry"]
    entry = _alone(kind, lines[: (starts or [len(lines)])[0]], ledger)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        inner = _alone("projects", lines[start:end], ledger)
        is_position = "position" not in entry and "\t" in lines[start].text
        if is_position:
            where = "focus" if "location" in inner else "location"
            inner = {"position": inner.pop("name", ""), where: inner.pop("entity", ""), **inner}
        entry.setdefault("positions" if is_position else "projects", []).append(inner)
    return entry


def _alone(kind: str, lines: list[TextLine], ledger: Ledger) -> Data:
    entry: Data = {}
    words: list[str] = []
    subs = [each.text for each in lines if each.kind == "sub"]
    rows = [each.text for each in lines[1:] if each.kind == "line"]
    for each in (it for it in lines if it.kind in ("entry", "text") or it is lines[0]):
        text = each.text.strip()
        if not {"startDate", "date", "period"} & entry.keys() and (found := time_in(text)):
            entry |= _time(kind, found[1] or found[2], ledger)
            text = without_time(text, found)
        elif each.kind == "entry" and "\t" in text:
            text, _, time = text.rpartition("\t")
            entry |= _time(kind, time, ledger)
        words += [text] if text else []
    if link := _LINK.fullmatch(words[0]) if words else None:
        entry["url"], words[0] = link[2], link[1]
    is_headed = lines[0].kind == "entry" and (len(words) == 1 or not _NAMES[kind][1])
    if kind == "service" and lines[0].kind == "line" and len(words) == 1:
        return entry | _served(words[0])
    is_parted = is_headed or bool(subs or rows)
    entry |= _under(kind, words, subs, rows, ledger) if is_parted else _said(kind, words, ledger)
    points = _points([each for each in lines[1:] if each.kind in ("item", "more")])
    if lines[0].kind == "line" and kind in _PARTED and "position" not in entry:
        _employed(entry, _NAMES[kind][0], points)
    return entry | ({"highlights": points} if points else {})


def _employed(entry: Data, first: str, points: list[str]) -> None:
    """Takes the first item for the employer where a list names the position above it."""
    title = str(entry.get(first, ""))
    if about("role").search(title) and not _PARTS.search(title):
        entry["position"] = entry.pop(first)
        if points and re.fullmatch(r"[^\W\d_a-z][^:.\n]{1,60}", points[0]):
            entry[first] = points.pop(0)


def _under(kind: str, words: list[str], subs: list[str], rows: list[str], ledger: Ledger) -> Data:
    """The entry of a heading, and of the lines under it that have a style of their own."""
    if not subs and not rows and (found := _told_apart(kind, words))[0]:
        return found[0] | ({"location": found[1][0]} if found[1] else {})
    first = _NAMES[kind][1 if kind == "education" and subs else 0]
    found_: Data = {first: _flat(words[0])} if words else {}
    if len(words) > 1:
        found_["reference" if kind == "references" else "summary"] = "\n\n".join(
            map(_flat, words[1:])
        )
    for text in subs:
        left, _, where = text.partition("\t")
        before, dot, who = left.rpartition(" · ")
        if dot:
            found_[_BEFORE.get(kind, "position")] = listed(before) if kind in _BEFORE else before
        if kind in ("work", "volunteer"):
            who, _, focus = who.partition(" — ")
            found_ |= {"focus": focus} if focus else {}
        if link := _LINK.fullmatch(who):
            who, found_["url"] = link[1], link[2]
        found_ |= {_UNDER[kind]: who} | ({"location": where} if where else {})
    held = [_held(each, ledger) for each in rows]
    if len(held) == 1:
        held[0]["event"] = held[0].pop("name")
    return found_ | (held[0] if len(held) == 1 else {"venues": held} if held else {})


def _served(text: str) -> Data:
    """As whom, and for what, of a line such as ``Reviewer: ACL; EMNLP``."""
    found = re.fullmatch(rf"([^:：]{{2,{LONGEST_HEADING}}})[:：]\s*(.+)", text)
    if not found:
        return {"position": text}
    return {"position": found[1], "venues": [{"name": it} for it in re.split(r"; |；", found[2])]}


def _held(text: str, ledger: Ledger) -> Data:
    """Where and when something was given."""
    where, _, time = text.partition("\t")
    return {"name": where} | (ledger.dated("date", time, "talks") if time else {})


def _time(kind: str, text: str, ledger: Ledger) -> Data:
    text = plain_time(text)
    if kind in ("awards", "certificates", "talks", "patents", "press") and not read_span(text):
        return {"date": iso(text)} if iso(text) else {"period": text}
    return ledger.dated("period", text, kind)


def _said(kind: str, lines: list[str], ledger: Ledger) -> Data:
    """The words of an entry: who and what only where words tell them apart."""
    if not lines:
        return {}
    ledger.note(GUESSED, f"{kind}: which words are whose: look at them")
    found, more = _told_apart(kind, lines[:1])
    more += lines[1:]
    if not found and len(lines) > 1:
        found, more = _told_apart(kind, lines[:2])
        more += lines[2:]
    if not found:
        found, more = {_NAMES[kind][0]: _flat(lines[0])}, lines[1:]
    if len(more) == 1 and _PLACE.fullmatch(more[0]):
        return {**found, "location": more[0]}
    return {**found, **({"summary": " \\\n".join(map(_flat, more))} if more else {})}


def _told_apart(kind: str, lines: list[str]) -> tuple[Data, list[str]]:
    """Who and what of the lines, and what else there is; nothing where it is not sure."""
    first, second = _NAMES[kind]
    parts = [part for line in lines for part in _PARTS.split(line) if part]
    at = _AT.fullmatch(lines[0]) if second and lines else None
    if at and _is_what(kind, at[1]):
        more = ", ".join(filter(None, [at[3], *lines[1:]]))
        return {first: at[2], second: at[1]}, [more] if more else []
    who = [part for part in parts if _is_who(kind, part)]
    what = [part for part in parts if part not in who and _is_what(kind, part)]
    if second and len(parts) == 2 and len(what) == 1 and not who:
        who = [part for part in parts if part not in what]
    if not second or len(who) != 1 or not what:
        return {}, []
    rest = [part for part in parts if part not in (who[0], what[0])]
    found = {first: who[0], second: what[0]}
    start, end = parts.index(what[0]) + 1, parts.index(who[0])
    if kind == "education" and end - start == 1:
        found["area"] = parts[start]
        rest.remove(parts[start])
    return found, [", ".join(rest)] if rest else []


def _is_what(kind: str, part: str) -> bool:
    """Whether it is a degree or a position."""
    return bool(about("degree" if kind == "education" else "role").search(part))


def _is_who(kind: str, part: str) -> bool:
    """Whether it is a school or an employer."""
    is_school = bool(about("school").search(part))
    return is_school or (kind != "education" and bool(about("employer").search(part)))


def _flat(text: str) -> str:
    return " ".join(text.replace("\t", ", ").split())
