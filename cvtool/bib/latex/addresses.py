"""Addresses in the fields of a .bib."""

from __future__ import annotations

import re

_TILDE = re.compile(r"\{?\\(?:textasciitilde|~)(?:\{\})?\s?\}?|\$\\sim\$")
_ESCAPED = re.compile(r"\{\\([_%&#$])\}|\\([_%&#${}])")
_WRAPPED_URL = re.compile(r"\\(?:url|nolinkurl|path|href)\s*\{([^{}]*)\}")


def raw_value(value: str) -> str:
    """An address as it is meant: without the backslashes that some exporters put in."""
    if "\\" in value:
        wrapped = _WRAPPED_URL.search(value)
        value = _TILDE.sub("~", wrapped[1] if wrapped else value)
        value = _ESCAPED.sub(lambda found: found[1] or found[2], value)
    while value[:1] + value[-1:] in ("{}", "<>"):
        value = value[1:-1].strip()
    return value
