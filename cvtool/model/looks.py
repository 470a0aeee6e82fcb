"""How the pages of cv.pdf and the homepage look: the user's settings as finished values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Running:
    """A piece of a line that stands on every page: words, or a number where ``counter`` is set.

    ``counter`` is ``page`` for the page's number, ``pages`` for how many there are.
    """

    text: str = ""
    counter: str = ""


@dataclass(frozen=True, slots=True)
class PageStyle:
    """How the pages look, in CSS values; ``""`` leaves the choice to the theme."""

    theme: str = "two-tone"
    page_size: str = "A4"
    margin: str = ""
    font: str = ""
    font_size: str = ""
    accent_color: str = ""
    density: str = "normal"
    header: tuple[Running, ...] = ()
    footer: tuple[Running, ...] = ()
    links: bool = True


@dataclass(frozen=True, slots=True)
class WebStyle:
    """How the homepage looks."""

    theme: str = "two-tone"
