"""What is wrong with the input, where, and how it prints; characters that no text may hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import field

from .later import dataclass, pattern, replace

Path = tuple[str | int, ...]

ERROR = "error"
WARNING = "warning"
NOTE = "note"

EVERYTHING: tuple[Path, ...] = ((),)
"""What a problem rests on that any error may cause."""

FONTS: tuple[Path, ...] = (("fonts",),)
"""What a problem rests on that is none where the machine has other fonts."""

MADE: tuple[Path, ...] = (("made",),)
"""What an error rests on that is about an output as it was made: it is there all the same."""

FORBIDDEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no text of a CV may hold: XML, terminals and fonts have no use for it."""

DIRECTIONS = pattern("[\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of all that follows, be it another text (Unicode annex 9, 2.1-2.5)."""

_UNSEEN = (
    "\u061c\u200e\u200f\xad\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
_UNPRINTABLE = pattern(rf"{FORBIDDEN.pattern}|{DIRECTIONS.pattern}|[\t\n\r\u2028\u2029{_UNSEEN}]")
_LONGEST, _LONGEST_PLACE, _LONGEST_LIST, _LONGEST_WORD = 500, 200, 300, 60
_MOST = 50
_MOST_NAMES, _FIRST = 40, 3
_QUOTED = pattern(
    r"""; did you mean (?:'[^']*'|"[^"]*")\?|; known are [^:;]*|'[^']*'|"(?:[^"\\]|\\.)*"|"""
    r"""U\+[0-9A-F]+|[0-9]+""",
    re.DOTALL,
)

_COUNTED = pattern("; in [0-9]+ texts")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input.

    ``path`` is where in the data (keys and indices), ``()`` for the file as a whole. ``line`` and
    ``column`` count from 1 and are 0 while the place is not known; ``file`` is the name to print.
    ``rests_on`` are paths by which it was judged: with an error there, nobody can know. ``lacks``
    is the language in which there is no text, ``rule`` the name of what can be switched off, and
    ``is_loss`` says that something is in no output.
    """

    path: Path
    message: str
    level: str = ERROR
    file: str = ""
    line: int = 0
    column: int = 0
    rests_on: tuple[Path, ...] = ()
    lacks: str = field(default="", repr=False)
    rule: str = field(default="", repr=False)
    is_loss: bool = field(default=False, repr=False)

    @property
    def is_error(self) -> bool:
        return self.level == ERROR

    def __str__(self) -> str:
        return f"{self.place}: {self.level}: {self.what}"

    @property
    def place(self) -> str:
        """``cv.yaml:41:7``, as far as it is known; ``cvtool`` for what is in no file."""
        file = fitted(printable(self.file), _LONGEST_PLACE) or "cvtool"
        return f"{file}:{self.line}:{self.column}" if self.line else file

    @property
    def what(self) -> str:
        """The path and the message, in one line of bounded length whatever the input holds."""
        text = f"{dotted(self.path)}: {self.message}" if self.path else self.message
        rule = f" [{self.rule}]" if self.rule else ""
        rest = _LONGEST - len(f"{self.place}: {self.level}: {rule}")
        return fitted(printable(fitted(text, _LONGEST)), rest) + rule

    @property
    def kind(self) -> tuple[str, str]:
        """What it has in common with problems that differ in what they quote, and where."""
        return self.level, _QUOTED.sub("", self.message)

    @property
    def cause(self) -> object:
        """What problems have in common of which one is enough: that no font has a script."""
        if self.rests_on != FONTS:
            return self
        return self.file, _COUNTED.sub("", self.message.rpartition(" (")[2])


class ProblemError(Exception):
    """The input cannot be used. ``problems`` holds every reason, warnings included."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, few(self.problems))))


class Paths:
    """Paths, and whether another one has to do with them."""

    def __init__(self) -> None:
        self.paths: set[Path] = set()
        self.around: set[Path] = set()

    def add(self, paths: Iterable[Path]) -> None:
        """Takes in more paths."""
        for path in paths:
            self.paths.add(path)
            self.around.update(path[:length] for length in range(len(path)))

    def touch(self, path: Path) -> bool:
        """Whether one of the paths is this one, or goes on from it, or it goes on from one."""
        lengths = range(1, len(path) + 1)
        return path in self.around or any(path[:length] in self.paths for length in lengths)


class Findings:
    """The problems of one input, without those that may only follow from an error found before.

    The search for problems goes on behind an error with something in the place of what is wrong.
    Nobody knows what that would say, so nothing is told of it: no problem that is at the path of an
    error, inside of it or around it, or that rests on it; no warning about the same mapping, whose
    keys the error may have been one of. A problem with a file is about something of its own.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._wrong = Paths()
        self._beside: set[Path] = set()
        self._told: set[tuple[object, ...]] = set()

    def add(
        self, problems: Iterable[Problem], placed: Callable[[Problem], Problem] = lambda each: each
    ) -> None:
        """Takes in what a stage found; ``placed`` gives a problem its place in the file."""
        told = [each for each in problems if not self._follows(each)]
        wrong = [each.path for each in told if each.is_error and each.path and not each.file]
        self._wrong.add(wrong)
        self._beside.update(path[:-1] for path in wrong if len(path) > 1)
        self.problems += map(placed, told)

    def add_new(self, problems: Sequence[Problem]) -> None:
        """Takes in what an edition has, without what others had, be it with other values."""
        kinds = [(it.file, it.line, it.column, it.path, it.lacks, *it.kind) for it in problems]
        pairs = zip(problems, kinds, strict=True)
        self.add([it for it, kind in pairs if kind not in self._told])
        self._told.update(kinds)

    def _follows(self, problem: Problem) -> bool:
        if any(map(self._wrong.touch, problem.rests_on)):
            return True
        if problem.file or not problem.path:
            return False
        is_beside = not problem.is_error and problem.path[:-1] in self._beside
        return is_beside or self._wrong.touch(problem.path)


def dotted(path: Path) -> str:
    """``("work", 2, "startDate")`` as ``work[2].startDate``."""
    text = ""
    for step in path:
        name = str(step) if isinstance(step, int) else shortened(step, _LONGEST_WORD) or "''"
        text += f"[{name}]" if isinstance(step, int) else f".{name}" if text else name
    return text


def unnumbered(path: Path) -> str:
    """The same without the places in lists: ``references.email``."""
    return dotted(tuple(step for step in path if isinstance(step, str)))


def printable(text: str) -> str:
    """``text`` in one line, without characters that a terminal acts upon."""
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub(lambda found: ascii(found[0])[1:-1], text)


def quoted(text: str, most: int = _LONGEST_WORD) -> str:
    """``text`` in quotes, for a message: the beginning of it where it is longer than ``most``.

    In double quotes where it holds an apostrophe, so that nobody takes that for its end.
    """
    text = shortened(printable(text[: most + 1]), most)
    return f"'{text}'" if "'" not in text else '"' + text.replace('"', '\\"') + '"'


def shortened(text: str, most: int = 300) -> str:
    """``text``, or the beginning of it where it is longer than ``most``."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def fitted(text: str, most: int = 300) -> str:
    """``text`` without its middle where it is longer: messages end with what to write instead."""
    half = most // 2
    return text if len(text) <= most else f"{text[: most - half - 1]}…{text[-half:]}"


def listed(names: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def shown(value: object) -> str:
    """A value of cv.yaml, for a message: a text in quotes, of anything else what it is."""
    if isinstance(value, str):
        return quoted(value)
    kinds: dict[type, str] = {dict: "keys and values", list: "a list", type(None): "nothing"}
    return kinds.get(type(value), "a value")


def disguised(name: str) -> str:
    """What is wrong with a name of a file that does not look like what it is, else ``""``."""
    if name.isprintable() or not (found := _UNPRINTABLE.search(name)):
        return ""
    return f"{quoted(name)} holds {named(found[0])}, which nobody sees: rename the file"


def slashed(name: str) -> str:
    """What to say of a path that no file has, where it is parted by backslashes."""
    meant = name.replace("\\", "/")
    return f"; write '{meant}', with '/' between folders" if meant != name else ""


TYPED = 0.77
"""How much alike a word is to what its writer meant to type, and not to what it only looks like."""
_LEAST_BEGUN = 5
"""So many letters of a key say which one is meant."""


def near(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """``"; did you mean 'x'?"`` for the nearest known word, ``""`` when none is so much alike.

    Nothing is nearer than the same letters in another order, and then what begins with the word.
    """
    if len(word) > _LONGEST_WORD:
        return ""
    by_fold = {name.casefold(): name for name in known}
    from difflib import get_close_matches  # late, for few words are wrong

    letters = sorted(word.casefold())
    found = [each for each in by_fold if sorted(each) == letters]
    if len(word) >= _LEAST_BEGUN:
        found += [each for each in by_fold if each.startswith(word.casefold())][:1]
    found = found or get_close_matches(word.casefold(), by_fold, n=1, cutoff=alike)
    return f"; did you mean {quoted(by_fold[found[0]])}?" if found else ""


def suggestion(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """The nearest known word, as ``near`` says it, else a list of the known ones."""
    names = sorted({*known})
    if found := near(word, names, alike):
        return found
    said = [shortened(name, _LONGEST_WORD) for name in names]
    return f"; known are {some(said)}" if names else ""


def some(names: Sequence[str], most: int = _MOST_NAMES) -> str:
    """The first of the names, as many as a message holds, and how many more there are."""
    shown = list(names[:most])
    while len(", ".join(shown)) > _LONGEST_LIST:
        shown.pop()
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return f"{', '.join(shown)}{more}"


def counted(problems: Sequence[Problem]) -> Problem:
    """The first of problems of one kind, with how many more there are."""
    first, *others = problems
    more = f" (and {len(others)} more of the kind)" if others else ""
    return replace(first, message=first.message + more)


def few(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems, of each kind the first ones, and behind those how many more there are."""
    found = [(each, each.kind) for each in problems]
    left, told = Counter(kind for _, kind in found), Counter[tuple[str, str]]()
    for each, kind in found:
        told[kind] += 1
        if told[kind] <= _MOST:
            yield each
        elif told[kind] == _MOST + 1:
            more = f"... and {left[kind] - _MOST:,} more of this kind"
            yield Problem((), more, each.level, each.file)


def in_file_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems as a reader meets them: by file, line and column; equal ones once.

    So are those of one place that differ in the path alone, as aliases have it.
    """
    once: dict[tuple[object, ...], Problem] = {}
    for each in problems:
        place = (each.line, each.column) if each.line + each.column > 2 else each.path
        once.setdefault((each.file, place, each.level, each.message), each)
    return sorted(once.values(), key=lambda each: (each.file, each.line, each.column))


def once(problems: Iterable[Problem]) -> list[Problem]:
    """The first of those with the same cause."""
    found: dict[object, Problem] = {}
    for each in problems:
        found.setdefault(each.cause, each)
    return list(found.values())


def summed(
    problems: Iterable[Problem], languages: Collection[str]
) -> tuple[list[Problem], dict[Problem, list[Problem]]]:
    """The problems in the order of the file, with one for all texts that a language lacks, and
    those for which that one stands. ``languages`` are those of the CV."""
    found = in_file_order(problems)
    lacking: dict[str, list[Problem]] = {}
    for each in found:
        if each.lacks:
            lacking.setdefault(each.lacks, []).append(each)
    those: dict[Problem, list[Problem]] = {}
    for language, lack in lacking.items():
        more = f" --language {language}" if language in languages else ""
        what = f"{without_texts(language, lack)}; 'cvtool check{more}' lists all"
        those[replace(lack[0], path=(), message=what) if lack[1:] else lack[0]] = lack
    return in_file_order([*(each for each in found if not each.lacks), *those]), those


def without_texts(language: str, problems: Sequence[Problem]) -> str:
    """What to say of so many texts that there are not in a language."""
    names = some([dotted(each.path) for each in problems], _FIRST)
    count = f"in {len(problems)} places: " if len(problems) > 1 else "at "
    return f"no text for '{language}' {count}{names}"


def without_direction(char: str) -> str:
    """What to say of a control that is left out."""
    advice = "put U+200E or U+200F beside a sign that shows on the wrong side"
    return f"the control character U+{ord(char):04X}, which turns the text, is left out: {advice}"


def named(char: str) -> str:
    """A forbidden character as messages call it."""
    what = "lone surrogate" if "\ud800" <= char <= "\udfff" else "control character"
    return f"the {what} U+{ord(char):04X}"
