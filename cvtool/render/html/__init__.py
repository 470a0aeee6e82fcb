"""The site: the homepage, a page for each publication, and what hosts and search engines ask for.

Complete without JavaScript and without any other host. Every path is relative, so the site works
in a sub-folder and from the file system.

Source: https://www.sitemaps.org/protocol.html, RFC 9309 for robots.txt, and GitHub's documentation
of Pages for ``.nojekyll``, ``CNAME`` and ``404.html``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ...model.document import FAVICONS, headed
from ...model.inline import to_plain
from ...model.plain import prose
from ...model.url import WEB, host_of, normal
from .. import Output, folds
from ..addresses import paths
from ..profile import profile_page
from .drawings import charts, favicons
from .head import (
    Twin,
    frame,
    in_brief,
    linked_data,
    on_site,
    policy_hash,
    sheets,
    twins,
    with_page,
)
from .pages import Page, filtered, paper, papers, site_files, site_page

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.publication import Publication
    from ..theme import Theme

_SHARED = (
    *("github.io", "gitlab.io", "codeberg.page", "pages.dev", "netlify.app", "vercel.app"),
    *("web.app", "surge.sh", "neocities.org", "readthedocs.io", "sites.google.com"),
)
"""Hosts that give each user a name below their own: no domain of the user's."""
_LATEST = 3
STYLE, HOSTING = "style.css", "sitemap.xml"
Part = Callable[[], Iterable[Output]]
Head = Callable[[], dict[str, Any]]
"""Makes what the heads of pages share, once."""


def render(document: Document, theme: Theme) -> Iterable[Output]:
    own = {each.path: each for each in document.files}
    yield from (Output(path, b"", source=each) for path, each in own.items())
    made = (each for make in parts(document, theme).values() for each in make())
    yield from (each for each in made if each.path not in own)


def parts(document: Document, theme: Theme) -> dict[str, Part]:
    """All that is made, for hosts also what the user may have in its place: a part by the page that
    it makes, and behind these the parts that make what pages show, and the rest."""
    pages, own = papers(document), frozenset(paths(document))
    head = cache(partial(frame, document, theme))
    found: dict[str, Part] = {"index.html": partial(_index, document, theme, pages, head)}
    for publication in document.publications:
        page = pages[publication.key]
        found[page.path] = partial(_paper, document, theme, publication, page, own, head)
    for each in document.site.all:
        found[each.path] = partial(site_page, document, each, pages, own, theme)
    found[STYLE] = partial(_shown, document, theme)
    if document.is_first:
        found[HOSTING] = partial(_hosting, document, theme)
    return found


def _index(
    document: Document, theme: Theme, pages: dict[str, Page], head: Head
) -> Iterator[Output]:
    text = theme.render(
        "html/index.html.j2",
        on_site(document, ""),
        document=document,
        root="",
        about=in_brief(_about(document)),
        pages=pages,
        languages=twins(document),
        card=document.address_of("card"),
        filtered=filtered(document),
        charts=charts(document, document.outline("html")),
        latest=document.site.posts[:_LATEST],
        posts_behind=_posts_behind(document),
        **head(),
        **linked_data(profile_page(document, is_brief=True)),
    )
    yield Output("index.html", text.encode())


def _paper(
    document: Document,
    theme: Theme,
    publication: Publication,
    page: Page,
    own: frozenset[str],
    head: Head,
) -> Iterator[Output]:
    languages = twins(document, page.path, own, "../")
    return paper(document, publication, page, languages, theme, head())


def _shown(document: Document, theme: Theme) -> Iterator[Output]:
    """What pages show or load."""
    yield from site_files(document)
    yield from sheets(document.web, theme, ["pages"] * bool(document.site.pages))
    yield Output("script.js", theme.read("html/script.js").encode())
    if document.favicons == FAVICONS[:2]:
        yield from favicons(document, theme)
    yield from _portrait(document)
    yield from _pictures(document)


def _posts_behind(document: Document) -> str:
    """The section behind which the latest posts stand: the news. Without any they stand last."""
    found = (each.id for each in document.outline("html") if each.row.dated_first)
    return next(found, "") if document.site.posts else ""


def _about(document: Document) -> str:
    """What there is that says most of the person in a line or two."""
    person = document.person
    said = to_plain(person.description) or prose(person.summary[:1]) or to_plain(person.label)
    return said or person.name


def _portrait(document: Document) -> Iterator[Output]:
    image = document.person.image
    if image and image.data:
        yield Output(image.name, image.data)
    if image and image.web:
        yield Output(image.web.name, image.web.webp)


def _pictures(document: Document) -> Iterator[Output]:
    """Those of entries and of publications, each once."""
    outlines = (document.outline("html"), *(page.sections for page in document.site.all))
    entries = (entry for outline in outlines for each in headed(outline) for entry in each.entries)
    shown = [each.picture for entry in entries for each in (entry, *entry.inside)]
    shown += [each.picture for each in document.publications]
    for each in {each.usual: each for each in shown if each}.values():
        yield from [Output(each.name, each.webp)] if each.name else []
        yield Output(each.usual, each.data)


def _hosting(document: Document, theme: Theme) -> Iterator[Output]:
    """The files of the host, which looks for them in the folder above all languages alone. Those
    that need the site's address are only there when it is known."""
    yield Output(".nojekyll", b"")
    home = urlsplit(document.site_url or "").path.rstrip("/") + "/" if document.site_url else "./"
    style = " ".join(theme.read("html/404.css").split())  # some checkers hash no line breaks
    lost = theme.render(
        "html/404.html.j2",
        folds.html,
        document=document,
        root=home,
        style=style,
        hash=policy_hash(style),
    )
    yield Output("404.html", lost.encode())
    if not document.site_url:
        yield Output("robots.txt", b"User-agent: *\nAllow: /\n")
        return
    base = f"{document.site_url.rstrip('/')}/"
    yield Output("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n".encode())
    places = tuple(_places(document, [*paths(document)]))
    sitemap = theme.render("html/sitemap.xml.j2", folds.html, document=document, places=places)
    yield Output("sitemap.xml", sitemap.encode())
    if domain := own_domain(document.site_url):
        yield Output("CNAME", f"{domain}\n".encode())


def _places(document: Document, own: list[str]) -> Iterator[tuple[str, tuple[Twin, ...]]]:
    """Every page of every language by its address, and with it the same in the others."""
    others = (path for each in document.translations for path in each.paths or ())
    for path in dict.fromkeys(["", *own, *others]):
        languages = twins(document, path, own)
        yield from ((each.address, languages) for each in with_page(document, path, own))


def own_domain(url: str) -> str:
    """The domain of a site that stands at the root of the user's own domain, else ``""``."""
    host = host_of(url)
    is_name = "." in host and not host.replace(".", "").isdigit() and ":" not in host
    is_shared = any(host == each or host.endswith(f".{each}") for each in _SHARED)
    is_root = normal(url) in {f"{scheme}://{host}/" for scheme in WEB}
    return host if is_name and is_root and not is_shared else ""
