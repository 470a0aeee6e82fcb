"""Where things are on the web: the page of each publication, and the one spelling of an address."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from ..model.document import Document

FOLDER = "publications"

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 80


def names(document: Document) -> dict[str, str]:
    """What the page of each publication is called, by its key: no two alike on any file system."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for publication in document.publications:
        found[publication.key] = file_name(publication.key, taken)
        taken.add(found[publication.key].lower())
    return found


def file_name(key: str, taken: set[str]) -> str:
    """A citation key as a file name: itself where that is safe, else its safe part and a digest.

    ``taken`` are the names in use, in lower case.
    """
    safe = _UNSAFE.sub("-", key)[:_LONGEST].strip(".-")
    if safe == key and not _RESERVED.fullmatch(safe) and safe.lower() not in taken:
        return safe
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    return f"{safe}-{digest}".lstrip("-")


def page_path(name: str) -> str:
    """The page of this name, as seen from the homepage."""
    return f"{FOLDER}/{name}.html"


def on_site(document: Document, path: str) -> str:
    """The address of what is at the path from the homepage, ``""`` where there is no site."""
    base = document.site_url
    return urljoin(f"{base.rstrip('/')}/", path) if base else ""


def of_publications(document: Document) -> dict[str, str]:
    """The address of each publication by its key: its own, or that of its page.

    Like those of the other outputs, the address of a page is relative where there is no site.
    """
    pages = {key: page_path(name) for key, name in names(document).items()}
    return {
        each.key: each.url or on_site(document, pages[each.key]) or pages[each.key]
        for each in document.publications
    }
