"""What is wrong with the user's own style sheets, and where: what lays them out says it nowhere.

Source: https://www.w3.org/TR/css-syntax-3/, as tinycss2 has it, which reads them for cv.pdf, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from ..model.later import NamedTuple, pattern
from ..model.problems import ERROR, WARNING, Problem, counted, quoted
from .theme import EncodingError

if TYPE_CHECKING:
    from .theme import Theme

_PDF = ("fonts", "base", "icons", "letter")
_HTML = ("properties", "fonts", "style", "card", "404")
_DEEPEST = 40
"""So many blocks in one another are no style any more; what lays them out goes down each."""
_HUGE = pattern("[0-9]{4000}")
"""Python takes no longer one for a number."""
_LONGEST = 1000
"""So many words and signs are no value any more; each var() puts all that it stands for there."""
_TOO_LONG = "this selector is too long"
_END = "\ncvtool-end"
"""Stands behind a sheet: whatever it comes to stand in was not closed."""
_BEHIND = {"{": "}", "(": ")", "[": "]"}
_RULES = ("media", "supports", "layer", "container", "document", "scope")
"""What holds rules, and not declarations."""
_WORDS = {
    "bad-string": "this text has no closing quote on its line, and what it belongs to is left out",
    "bad-url": "this address has no proper end, and what it belongs to is left out",
}


class _File(NamedTuple):
    """A style sheet; ``is_paged`` where it is for cv.pdf alone."""

    path: str
    is_paged: bool


def faults(theme: Theme, pdf: str, site: str) -> Iterator[Problem]:
    """What is wrong with those of the user's style sheets that these themes of both use.

    An error is what has no end: it takes in what comes behind it. What is left out where it is used
    is a warning.
    """
    pages = [*(f"pdf/{name}.css" for name in _PDF), f"pdf/themes/{pdf}.css"]
    for name in (*pages, *(f"html/{each}.css" for each in _HTML), f"html/themes/{site}.css"):
        if path := theme.own(name):
            try:
                sheet = theme.read(name).replace("\f", " ")  # a line break in CSS alone
                yield from _faults(sheet, _File(str(path), name in pages))
            except (EncodingError, OSError):  # who needs it says so
                continue


def _faults(sheet: str, file: _File) -> list[Problem]:
    from tinycss2 import parse_component_value_list, parse_stylesheet

    if huge := _HUGE.search(sheet):
        line = sheet.count("\n", 0, huge.start()) + 1
        column = huge.start() - sheet.rfind("\n", 0, huge.start())
        message = "this number has too many digits"
        return [Problem((), message, file=file.path, line=line, column=column)]
    tokens = parse_component_value_list(sheet + _END)
    if deep := _too_deep(tokens):
        message = f"more than {_DEEPEST} blocks or brackets are in one another here"
        return [_problem(deep, message, file, ERROR)]
    if long := _multiplied(tokens):
        message = f"this stands for more than {_LONGEST} words and signs: a var() doubles another"
        return [_problem(long, message, file, ERROR)]
    unclosed = list(_unclosed(tokens))
    first, last = (unclosed[at][0] for at in (0, -1)) if unclosed else (None, None)
    found = [_unclosed_problem(unclosed, file)] if unclosed else []
    errors = (token for token in _all(tokens) if token.type == "error")
    wrong = [token for token in errors if _is_before(token, last)]
    found += [_problem(token, _said(token), file) for token in wrong]
    told = {each.line for each in found}
    for token, message in _dropped(parse_stylesheet(sheet), False, file.is_paged):
        if token.source_line not in told and _is_before(token, first):
            level = ERROR if message == _TOO_LONG else WARNING
            found.append(_problem(token, message, file, level))
    return found


def _unclosed_problem(unclosed: list[tuple[Any, str]], file: _File) -> Problem:
    """What is around brackets is not closed because these are not."""
    told = [_problem(token, message, file, ERROR) for token, message in reversed(unclosed)]
    return counted(told) if unclosed[-1][0].type == "{} block" else told[0]


def _is_before(token: Any, other: Any) -> bool:
    at = (token.source_line, token.source_column)
    return other is None or at < (other.source_line, other.source_column)


def _problem(token: Any, message: str, file: _File, level: str = WARNING) -> Problem:
    at = {"line": token.source_line, "column": token.source_column}
    return Problem((), message, level, file=file.path, **at)


def _inside(token: Any) -> Any:
    """What a block, brackets or a function holds."""
    return getattr(token, "arguments" if token.type == "function" else "content", None) or ()


def _too_deep(tokens: Iterable[Any]) -> Any:
    """The block that is one too many in others."""
    level = list(tokens)
    for _ in range(_DEEPEST):
        level = [inner for token in level for inner in _inside(token)]
    return next((token for token in level if _inside(token)), None)


def _multiplied(tokens: Iterable[Any]) -> Any:
    """The first property of the user's own that is too long with what others put into it."""
    values = list(_own_values(tokens))
    uses: dict[str, set[str]] = {}
    for name, value in values:
        uses.setdefault(name.value, set()).update(_used(value))
    order, sizes = TopologicalSorter(uses), dict[str, int]()
    with suppress(CycleError):  # what is in a circle has no value at all
        order.prepare()
    by_name: dict[str, list[tuple[Any, list[Any]]]] = {}
    for each in values:
        by_name.setdefault(each[0].value, []).append(each)
    while ready := order.get_ready():
        for name in ready:
            for token, value in by_name.get(name, ()):
                used = list(_used(value))
                size = sum(1 for _ in _all(value)) + sum(sizes.get(each, 1) for each in used)
                if size > _LONGEST and used:
                    return token
                sizes[name] = max(size, sizes.get(name, 1))
        order.done(*ready)
    return None


def _own_values(tokens: Iterable[Any]) -> Iterator[tuple[Any, list[Any]]]:
    """The names of the user's own properties, and what stands behind them."""
    name, before, value = None, None, list[Any]()
    for token in tokens:
        yield from _own_values(_inside(token))
        if name and token != ";":
            value.append(token)
        elif name:
            yield name, value
            name, value = None, []
        elif token == ":" and before and before.type == "ident" and before.value[:2] == "--":
            name = before
        before = before if token.type in ("whitespace", "comment") else token
    if name:
        yield name, value


def _all(tokens: Iterable[Any]) -> Iterator[Any]:
    for token in tokens:
        yield token
        yield from _all(_inside(token))


def _used(value: Iterable[Any]) -> Iterator[str]:
    """The names of the properties that the value takes in, each time."""
    for token in _all(value):
        if token.type == "function" and token.lower_name == "var":
            yield from (each.value for each in token.arguments if each.type == "ident")


def _unclosed(tokens: Any) -> Iterator[tuple[Any, str]]:
    """What is not closed before the end, from outside to inside."""
    while tokens:
        last = tokens[-1]
        if last.type == "comment" and last.value.endswith(_END):
            yield last, "this comment is not closed: write '*/' behind it"
        elif last.type == "error":
            yield last, "this text or address is not closed: write a quote or ')' where it ends"
        elif _inside(last):
            mark = "(" if last.type == "function" else last.type[0]
            yield last, f"'{mark}' is not closed: write '{_BEHIND[mark]}' where it ends"
        tokens = _inside(last)


def _said(error: Any) -> str:
    if error.kind in _WORDS:
        return _WORDS[error.kind]
    return f"{quoted(error.kind)} closes nothing here, and the rule or declaration is left out"


def _dropped(nodes: Iterable[Any], is_rule: bool, is_paged: bool) -> Iterator[tuple[Any, str]]:
    """What belongs to no rule and is no declaration; ``is_rule`` of what is inside of one."""
    from tinycss2 import parse_blocks_contents, parse_rule_list

    for node in nodes:
        if node.type == "error":
            wanted = "declaration such as 'color: red', nor a rule" if is_rule else "rule with '{'"
            yield node, f"what ends here is no {wanted}, and is left out"
        elif node.type in ("qualified-rule", "at-rule") and node.content is not None:
            if is_paged and not is_rule and node.type == "qualified-rule":
                yield from _unknown_selector(node)
            has_rules = not is_rule and node.type == "at-rule" and node.lower_at_keyword in _RULES
            parse = parse_rule_list if has_rules else parse_blocks_contents
            yield from _dropped(parse(node.content), not has_rules, is_paged)


def _unknown_selector(rule: Any) -> Iterator[tuple[Any, str]]:
    from cssselect2 import SelectorError, compile_selector_list

    try:
        compile_selector_list(rule.prelude)
    except SelectorError:
        yield rule, "this selector is not understood, and its rule is left out"
    except (RecursionError, SyntaxError, MemoryError):  # Python is made of it, nested
        yield rule, _TOO_LONG
