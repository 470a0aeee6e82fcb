"""What is wrong with an entry that cannot be read, in the words of somebody who writes .bib files.

pybtex says what it expected. What to write instead depends on what stands before that place.
"""

from __future__ import annotations

import re
from typing import Any

NO_KEY = "it has no key: write one behind the brace, as in @article{smith2020,"

_KEY = re.compile(r"@\s*\w+\s*[{(]\s*([^\s,={}\"]+\s[^,={}\"]*?)\s*,")
_CLOSING = ("'}' expected", "')' expected")
_SHOWN = 20


def reason(chunk: str, parser: Any, error: Exception) -> tuple[int, str]:
    """The place in the entry ``chunk`` where pybtex's parser stopped, and what to do about it."""
    at, key, field = parser.pos, parser.current_entry_key, parser.current_field_name
    expected = str(error).split(": ", 1)[-1]
    following = chunk[at : at + 1]
    if not key and "entry key" in expected and following in (",", "}", ")"):
        return at, NO_KEY
    if "'('" in expected:
        return at, "write '{' and a key behind the type, as in @article{smith2020,"
    if key and not parser.current_fields:
        if spaced := _KEY.match(chunk):
            return spaced.start(1), f"a key holds no spaces: write '{spaced[1]}' as one word"
        if following == "=" and not field:
            return 0, NO_KEY
    if not field and expected in _CLOSING:
        expected = f"expected {'a comma or a field such as title = {...}' if key else 'its end'}"
    elif field:
        expected = _wrong_at(field, chunk[:at].rstrip()[-1:], expected)
    rest = chunk[at : at + _SHOWN].split("\n")[0].strip()
    return at, f"{expected}, not '{rest}'" if rest and expected.startswith("expected") else expected


def _wrong_at(field: str, before: str, expected: str) -> str:
    """``before`` is the last character that could be read."""
    if expected == "'=' expected":
        return f"expected '=' behind '{field}'"
    if expected == "field value expected":
        return f"'{field}' has no value: write {field} = {{...}}, or take it out"
    if expected == "unbalanced braces":
        return f"a brace in '{field}' has no partner, or its closing quote is missing"
    if expected not in _CLOSING:
        return expected
    if before == '"':
        return f"a quote ends the value of '{field}' too soon: write {field} = {{...}} with braces"
    if before == "}":
        return f"expected a comma behind the value of '{field}'"
    return f"the value of '{field}' needs braces: write {field} = {{...}}"
