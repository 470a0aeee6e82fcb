from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from . import Output
from .jsontext import Data, dump, filled

if TYPE_CHECKING:
    from ..document import Document
    from ..theme import Theme


def render(document: Document, theme: Theme) -> Iterable[Output]:
    yield Output("profile.json", dump(profile_page(document)))


def profile_page(document: Document) -> Data:
    return filled({"@context": "https://schema.org", "@type": "ProfilePage"})
