"""Characters that no text of a CV may hold: XML, terminals and fonts have no use for them."""

from __future__ import annotations

import re

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
BREAKS = dict.fromkeys((0x0C, 0x85, 0x2028, 0x2029), " ")
"""Those that some programs take for the end of a line or page, as spaces."""


def named(char: str) -> str:
    """A forbidden character as messages call it."""
    what = "lone surrogate" if "\ud800" <= char <= "\udfff" else "control character"
    return f"the {what} U+{ord(char):04X}"
