"""Lines that WeasyPrint would break after their first word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def full_lines() -> Iterator[None]:
    """While it lasts, a space at the end of a line may hang over its edge.

    The text before a link, bold words or the like ends in a space. Where the words fit into the
    line and only that space does not, WeasyPrint 70 takes the whole text for too wide, and leaves
    its first word alone on the line. There is no way to tell it but in place of its function.
    """
    from weasyprint.layout import inline

    split = inline.split_first_line

    def split_first_line(
        text: str, style: Any, context: Any, max_width: Any, *more: Any, **named: Any
    ) -> Any:
        found = split(text, style, context, max_width, *more, **named)
        words = text.rstrip(" ")
        is_whole = found[2] is None or found[1] > len(words.partition(" ")[0].encode())
        if is_whole or words in (text, "") or style["white_space"] != "normal":
            return found
        do_words_fit = split(words, style, context, max_width, *more, **named)[2] is None
        return split(text, style, context, None, *more, **named) if do_words_fit else found

    inline.split_first_line = split_first_line
    try:
        yield
    finally:
        inline.split_first_line = split
