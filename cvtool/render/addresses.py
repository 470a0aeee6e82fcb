"""Where things are on the web: the page of each publication, and the one spelling of an address."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from ..model.dates import newest_first
from ..model.document import CV_FILE, FAVICONS
from ..model.later import pattern
from ..model.memory import for_each, remembered
from ..model.plain import file_words, folded

if TYPE_CHECKING:
    from ..model.document import Document
    from ..model.publication import Publication

FOLDER = "publications"

_UNSAFE = pattern(r"[^A-Za-z0-9._-]+")
_RESERVED = pattern(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?|index|404", re.IGNORECASE)
"""Devices on Windows, and pages that hosts show for others."""
_LONGEST = 80


_OF_SITE = frozenset(
    {
        *("style.css", "script.js", "404.html", "robots.txt", "sitemap.xml", ".nojekyll", "CNAME"),
        *FAVICONS,
        *("portrait.jpg", "portrait.png", "portrait.webp", FOLDER, "fonts", "pictures"),
    }
)
_FOLDED = frozenset(map(folded, _OF_SITE))
_IN_FOLDERS = pattern(
    rf"{FOLDER}/[^/]+\.(?:html|bib)|fonts/[^/]+\.woff2|pictures/[^/]+-[0-9a-f]{{8}}\.\w+",
    re.IGNORECASE,
)


def is_of_site(path: str) -> bool:
    """Whether a file of the homepage's may have this path, on some file system."""
    return folded(path) in _FOLDED or bool(_IN_FOLDERS.fullmatch(path))


def names(document: Document) -> dict[str, str]:
    """What the page of each publication is called, by its key: no two alike on any file system.

    The oldest publication has the first choice, so that those that come later take no address
    of another one.
    """
    return _named(document.publications)


@remembered
def _named(publications: tuple[Publication, ...]) -> dict[str, str]:
    taken: set[str] = set()
    found: dict[str, str] = {}
    for *_, key, wish in sorted(for_each(_wish, publications)):
        name = wish
        if wish.lower() in taken:
            name = next(each for each in _names(key) if each.lower() not in taken)
        found[key] = name
        taken.add(name.lower())
    return found


def _wish(publication: Publication) -> tuple[bool, list[int], str, str]:
    """What says how old it is, its key, and the name that it would have alone."""
    date, key = publication.date, publication.key
    return date is None, [-part for part in newest_first(date)], key, next(_names(key))


def _names(key: str) -> Iterator[str]:
    """A citation key as a file name: itself where that is safe, then its safe part and a digest."""
    safe, digest = _UNSAFE.sub("-", key)[:_LONGEST].strip(".-"), key
    if _RESERVED.fullmatch(safe):
        safe = safe.replace(".", "-")  # a device is one whatever stands behind its dot
    elif safe == key:
        yield key
    while True:
        digest = hashlib.sha256(digest.encode("utf-8", "surrogatepass")).hexdigest()
        yield f"{safe}-{digest[:8]}".lstrip("-")


def page_path(name: str) -> str:
    """The page of this name, as seen from the homepage."""
    return f"{FOLDER}/{name}.html"


def paths(document: Document) -> tuple[str, ...]:
    """Every page beside the homepage, as seen from there."""
    found = map(page_path, names(document).values())
    return (*found, *(each.path for each in document.site.all))


def on_site(document: Document, path: str) -> str:
    """The address of what is at the path from the homepage, ``""`` where there is no site."""
    return below(document.site_url, path)


def below(base: str | None, path: str) -> str:
    """The same, where the site is at ``base``."""
    return urljoin(f"{base.rstrip('/')}/", path) if base else ""


def in_other_languages(document: Document, path: str) -> Iterator[tuple[str, str]]:
    """What each other language calls itself, and where it has what is at the path from the
    homepage. Like those of the other outputs the address is relative where there is no site."""
    for each in document.translations:
        if each.root:
            base = f"{each.url.rstrip('/')}/" if each.url else each.root
            yield each.name, f"{base}{path}"


def of_publications(document: Document) -> dict[str, str]:
    """The address of each publication by its key: its own, or that of its page, if it has one.

    Like those of the other outputs, the address of a page is relative where there is no site.
    """
    has_pages = any(each.format == "html" for each in document.alternates)
    return _addresses(document.publications, document.site_url, has_pages)


@remembered
def _addresses(
    publications: tuple[Publication, ...], site_url: str | None, has_pages: bool
) -> dict[str, str]:
    called, base = _named(publications) if has_pages else {}, below(site_url, "")
    found = {key: f"{base}{page_path(name)}" for key, name in called.items()}
    return {each.key: each.url or found.get(each.key, "") for each in publications}


def sent_name(document: Document, is_letter: bool) -> str:
    """``Ada-Quill-CV.pdf``: the person, and what it is in the words of the CV's language. A CV that
    has a name of its own keeps it."""
    own = document.pages.file
    if not is_letter and own != CV_FILE:
        return own
    what = document.labels["letter.file" if is_letter else "letter.cv"]
    parts = ("-".join(file_words(each, document.locale)) for each in (document.person.name, what))
    return f"{'-'.join(filter(None, parts)) or 'CV'}.pdf"
