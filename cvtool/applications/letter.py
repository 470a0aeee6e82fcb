"""letter.md -> the letter: a head of keys and values if it has one, and what stands below it.

    ---
    recipient: |
      Dr. Grace Stone
      Acme Robotics
    subject: Application as systems engineer
    ---
    Dear Dr. Stone,

    I build *quiet* machines ...

What nobody writes is as the language of the CV has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any, get_args

from ..model.dates import DateStyle, PartialDate
from ..model.document import Document, Letter
from ..model.later import dataclass, pattern, replace
from ..model.problems import (
    DIRECTIONS,
    FORBIDDEN,
    WARNING,
    Problem,
    in_file_order,
    named,
    quoted,
    suggestion,
    without_direction,
)
from ..read.check import told
from ..read.text import decode, read_plain
from ..source.fields import Day, Line, Lines, Prose, Title
from ..source.node import Checked
from ..words import Language

_HEAD = {
    "recipient": Lines,
    "place": Line,
    "date": Day,
    "subject": Title,
    "salutation": Line,
    "closing": Line,
}
"""The keys of the head -> what stands there."""
_FENCE = pattern(r"---[ \t]*")
_QUOTED = pattern(r"'([^']*)'|\"([^\"]*)\"")
_ADDRESSED = pattern(r"(?![-*+>#\d]).{2,60}[,:!，：！、]")
_LISTED = pattern(r"[-*+]\s|\d+[.)]\s")
_ENDED = pattern(r"(?![-*+>#\d]).{2,60}[,，]")
_EMPTY_LINES = pattern(r"\n(?:[^\S\n]*(?:\n|$))+")
_LARGEST = 100_000
_FROM_THE_RIGHT = "\u200f"
"""Around a name that may be in Latin letters: the line begins at the right, and goes on there."""
_LONGEST_CLOSING = 60


@dataclass
class Draft:
    """What a letter says itself: its ``head``, checked, and the lines of its ``body``.

    ``first`` is the number of the first of these lines in the ``file``.
    """

    file: str
    head: dict[str, Any] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    first: int = 1


def read_letter(data: bytes, file: str) -> tuple[Draft, list[Problem]]:
    """The draft, and what is wrong with it, at its place."""
    text, problems = decode(data, file)
    draft = Draft(file)
    if len(data) > _LARGEST:
        message = f"larger than {_LARGEST // 1000} kB: a letter has a page or two"
        return draft, [Problem((), message, file=file)]
    if problems:
        return draft, problems
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if _FENCE.fullmatch(lines[0]):
        ends = (at for at, line in enumerate(lines) if at and _FENCE.fullmatch(line))
        if not (end := next(ends, 0)):
            message = "the head that begins here has no end: write '---' in a line below it"
            return draft, [Problem((), message, file=file, line=1, column=1)]
        draft.head, problems = _head("\n".join(["", *lines[1:end]]), file)
        draft.first, lines = end + 2, lines[end + 1 :]
    draft.body = [DIRECTIONS.sub("", line) for line in lines]
    return draft, in_file_order([*problems, *_body_problems(lines, draft)])


def _head(text: str, file: str) -> tuple[dict[str, Any], list[Problem]]:
    """What the keys say. The text begins with an empty line, in the place of the fence."""
    plain, problems = read_plain(text, file)
    data = plain.data
    if data is None:
        return {}, problems
    if not isinstance(data, dict):
        message = "expected keys and values such as 'subject: ...'"
        return {}, [*problems, Problem((), message, file=file, line=2, column=1)]
    found: dict[str, Any] = {}
    for key, value in data.items():
        if key not in _HEAD:
            messages: tuple[str, ...] = (f"unknown key {quoted(key)}{suggestion(key, _HEAD)}",)
        else:
            checked = _checked(_HEAD[key])
            if key == "recipient" and isinstance(value, list):
                value = "\n".join(value) if all(isinstance(each, str) for each in value) else value
            messages = checked.faults(value) if value is not None else ()
            if value is not None and not messages:
                found[key] = checked.check(value)
        problems += [plain.marks.placed(Problem((key,), message)) for message in messages]
    return found, problems


def _checked(kind: Any) -> Checked:
    """How a field of that type is checked."""
    checked = get_args(kind)[1]
    assert isinstance(checked, Checked)
    return checked


def _body_problems(lines: list[str], draft: Draft) -> Iterator[Problem]:
    for number, line in enumerate(lines, draft.first):
        if found := FORBIDDEN.search(line):
            message = f"{named(found[0])} is not allowed: delete it"
            yield Problem((), message, file=draft.file, line=number, column=found.start() + 1)
        if found := DIRECTIONS.search(line):
            message = without_direction(found[0])
            yield Problem((), message, WARNING, draft.file, number, found.start() + 1)
    text = "\n".join(draft.body)
    if not text.strip():
        message = "the letter says nothing: write it here"
        yield Problem((), message, file=draft.file, line=draft.first, column=1)
    prose = _checked(Prose)
    for message in prose.faults(text):
        written = next((one or other for one, other in _QUOTED.findall(message)), "")
        yield _place(Problem((), message, file=draft.file), draft, written)
    for message, written in told(prose.remarks(text) if prose.remarks else ()):
        yield _place(Problem((), message, WARNING, draft.file), draft, written)


def _place(problem: Problem, draft: Draft, written: str) -> Problem:
    """The problem where that is written, else where the body begins."""
    for number, line in enumerate(draft.body, draft.first):
        if written and (column := line.find(written.split("\n")[0]) + 1):
            return replace(problem, line=number, column=column)
    return replace(problem, line=draft.first, column=1)


def letter_of(draft: Draft, document: Document, today: PartialDate) -> Letter:
    """The letter from the person of the CV, with what its language says where the draft does not.

    A first paragraph such as ``Dear Dr. Stone,`` is its salutation, and a last one such as ``Kind
    regards,`` its closing; the name below it is there anyway.
    """
    head, labels = draft.head, document.labels
    parted = _EMPTY_LINES.split("\n".join(["", *draft.body]))
    paragraphs = [each.strip("\n") for each in parted if each.strip()]
    salutation = head.get("salutation") or _salutation(paragraphs)
    closing = head.get("closing") or _closing(paragraphs, document)
    date = head.get("date") or today
    day = Language(document.locale, dates=DateStyle(months="long")).date(date)
    place = head.get("place", document.person.city)
    if place and document.direction == "rtl":
        place = f"{_FROM_THE_RIGHT}{place}{_FROM_THE_RIGHT}"
    dated = labels["letter.dated"].replace("{place}", place).replace("{date}", day)
    return Letter(
        body=_checked(Prose).check("\n\n".join(paragraphs)),
        recipient=head.get("recipient", ()),
        date=date,
        dated=dated if place else day,
        subject=head.get("subject", ()),
        salutation=salutation or labels["letter.salutation"],
        closing=closing or labels["letter.closing"],
    )


def _salutation(paragraphs: list[str]) -> str:
    """That of the text, which is taken out."""
    if len(paragraphs) < 2 or not _ADDRESSED.fullmatch(paragraphs[0].strip()):
        return ""
    return "" if _LISTED.match(paragraphs[1]) else paragraphs.pop(0).strip()


def _closing(paragraphs: list[str], document: Document) -> str:
    """That of the text, which is taken out with the name below it."""
    *before, last = paragraphs[-1].split("\n")
    if is_signed := len(paragraphs) > 1 and _folded(last) == _folded(document.person.name):
        paragraphs[-1:] = ["\n".join(before)] if before else []
    text = " ".join(paragraphs[-1].split())
    is_usual = _folded(text) == _folded(document.labels["letter.closing"])
    is_short = is_signed and len(text) <= _LONGEST_CLOSING
    if len(paragraphs) > 1 and (is_usual or is_short or _ENDED.fullmatch(text)):
        paragraphs.pop()
        return text
    return ""


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
