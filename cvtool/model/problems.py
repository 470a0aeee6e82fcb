"""What is wrong with the input, where, and how it prints; characters that no text may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

Path = tuple[str | int, ...]

ERROR = "error"
WARNING = "warning"

EVERYTHING: tuple[Path, ...] = ((),)
"""What a problem rests on that any error may cause."""

FONTS: tuple[Path, ...] = (("fonts",),)
"""What a problem rests on that is none where the machine has other fonts."""

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no text of a CV may hold: XML, terminals and fonts have no use for it."""

DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of all that follows, be it another text (Unicode annex 9, 2.1-2.5)."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_MOST_NAMES = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input.

    ``path`` is where in the data (keys and indices), ``()`` for the file as a whole. ``line`` and
    ``column`` count from 1 and are 0 while the place is not known; ``file`` is the name to print.
    ``rests_on`` are paths by which it was judged: with an error there, nobody can know.
    """

    path: Path
    message: str
    level: str = ERROR
    file: str = ""
    line: int = 0
    column: int = 0
    rests_on: tuple[Path, ...] = ()

    @property
    def is_error(self) -> bool:
        return self.level == ERROR

    def __str__(self) -> str:
        return f"{self.place}: {self.level}: {self.what}"

    @property
    def place(self) -> str:
        """``cv.yaml:41:7``, as far as it is known; ``cvtool`` for what is in no file."""
        file = printable(self.file) or "cvtool"
        return f"{file}:{self.line}:{self.column}" if self.line else file

    @property
    def what(self) -> str:
        """The path and the message, in one line whatever the input holds."""
        return printable(f"{dotted(self.path)}: {self.message}" if self.path else self.message)


class ProblemError(Exception):
    """The input cannot be used. ``problems`` holds every reason, warnings included."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


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

    def add(
        self, problems: Iterable[Problem], placed: Callable[[Problem], Problem] = lambda each: each
    ) -> None:
        """Takes in what a stage found; ``placed`` gives a problem its place in the file."""
        told = [each for each in problems if not self._follows(each)]
        wrong = [each.path for each in told if each.is_error and each.path and not each.file]
        self._wrong.add(wrong)
        self._beside.update(path[:-1] for path in wrong if len(path) > 1)
        self.problems += map(placed, told)

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
    for step in (step if step != "" else "''" for step in path):
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def unnumbered(path: Path) -> str:
    """The same without the places in lists: ``references.email``."""
    return dotted(tuple(step for step in path if isinstance(step, str)))


def printable(text: str) -> str:
    """``text`` in one line, without characters that a terminal acts upon."""
    return _UNPRINTABLE.sub(lambda found: ascii(found[0])[1:-1], text)


def quoted(text: str, most: int = 60) -> str:
    """``text`` in quotes, for a message: the beginning of it where it is longer than ``most``."""
    return f"'{shortened(text, most)}'"


def shortened(text: str, most: int = 300) -> str:
    """``text``, or the beginning of it where it is longer than ``most``."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


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


def slashed(name: str) -> str:
    """What to say of a path that no file has, where it is parted by backslashes."""
    meant = name.replace("\\", "/")
    return f"; write '{meant}', with '/' between folders" if meant != name else ""


def near(word: str, known: Iterable[str]) -> str:
    """``"; did you mean 'x'?"`` for the nearest known word, ``""`` when none is near."""
    by_fold = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return f"; did you mean '{by_fold[found[0]]}'?" if found else ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """The nearest known word, as ``near`` says it, else a list of the known ones."""
    names = sorted(known)
    if found := near(word, names):
        return found
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"; known are {', '.join(names[:_MOST_NAMES])}{more}" if names else ""


def counted(problems: Sequence[Problem]) -> Problem:
    """The first of problems of one kind, with how many more there are."""
    first, *others = problems
    more = f" (and {len(others)} more of the kind)" if others else ""
    return replace(first, message=first.message + more)


def in_file_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems as a reader meets them: by file, line and column; equal ones once."""
    return sorted(dict.fromkeys(problems), key=lambda each: (each.file, each.line, each.column))


def without_direction(char: str) -> str:
    """What to say of a control that is left out."""
    advice = "put U+200E or U+200F beside a sign that shows on the wrong side"
    return f"the control character U+{ord(char):04X}, which turns the text, is left out: {advice}"


def named(char: str) -> str:
    """A forbidden character as messages call it."""
    what = "lone surrogate" if "\ud800" <= char <= "\udfff" else "control character"
    return f"the {what} U+{ord(char):04X}"
