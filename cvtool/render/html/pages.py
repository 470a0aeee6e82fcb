"""The pages beside the homepage: sections of their own, the owner's texts, and posts.

Source: schema.org's CollectionPage, Blog, BlogPosting and WebPage; https://giscus.app.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from ...model.document import leaves
from ...model.files import OwnFile
from ...model.inline import to_plain
from ...model.plain import filled
from ...model.site import POSTS_PATH, Tag
from .. import Output
from ..addresses import on_site
from .drawings import charts
from .head import Twin, frame, linked_data, twins
from .head import on_site as fold_of
from .papers import Page

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.plain import Data
    from ...model.site import Giscus, Nodes, WebPage
    from ..theme import Theme

_MANY = 15
"""A list of more publications than these gets a box to filter it."""
_LONGEST = 200
"""So much of a description search engines show at most."""


def filtered(document: Document, page: WebPage | None = None) -> str:
    """The section that begins with the box to filter publications, if they are many."""
    outline = page.sections if page else document.outline("html")
    if sum(len(each.publications) + len(each.rest) for each in leaves(outline)) <= _MANY:
        return ""
    return next((each.id for each in outline if each.kind == "publications"), "")


def site_page(
    document: Document, page: WebPage, papers: dict[str, Page], own: Collection[str], theme: Theme
) -> Iterator[Output]:
    """One of them."""
    root = "../" * page.path.count("/")
    languages = twins(document, page.path, own, root)
    yield Output(page.path, _page(document, page, papers, languages, root, theme).encode())


def site_files(document: Document) -> Iterator[Output]:
    """The files that they show."""
    for file in document.site.files:
        if isinstance(file, OwnFile):
            yield Output(file.path, b"", source=file)
        else:
            yield Output(file.path, file.data)


def _page(
    document: Document,
    page: WebPage,
    papers: dict[str, Page],
    languages: tuple[Twin, ...],
    root: str,
    theme: Theme,
) -> str:
    has_comments = page.has_comments and document.site.comments is not None
    url = on_site(document, page.path)
    about = _description(document, page)
    return theme.render(
        "html/page.html.j2",
        fold_of(document, root),
        document=document,
        page=page,
        posts=document.site.posts if page.path == POSTS_PATH else (),
        current=POSTS_PATH if page.date else page.path,
        root=root,
        pages=papers,
        languages=languages,
        filtered=filtered(document, page),
        charts=charts(document, page.sections, page.title),
        card=document.address_of("card"),
        url=url,
        about=about,
        comments=_comments(document, page) if has_comments else (),
        **frame(document, theme, has_comments),
        **linked_data(_data(document, page, url, about)),
    )


def _description(document: Document, page: WebPage) -> str:
    """What the page says of itself, or what it is and whose."""
    person = document.person
    label = to_plain(person.label)
    whose = f"{person.name}, {label}" if label else person.name
    text = page.description or f"{page.title} — {whose}"
    if len(text) <= _LONGEST:
        return text
    return text[: _LONGEST - 2].rpartition(" ")[0].rstrip(",;:. ") + " …"


def _data(document: Document, page: WebPage, url: str, about: str) -> Data:
    is_list = bool(page.sections)
    kind = "BlogPosting" if page.date else "CollectionPage" if is_list else "WebPage"
    if page.path == POSTS_PATH:
        kind = "Blog"
    person = {"@type": "Person", "name": document.person.name, "url": document.person.url}
    return filled(
        {
            "@context": "https://schema.org",
            "@type": kind,
            "headline" if page.date else "name": page.title,
            "description": about,
            "url": url,
            "datePublished": str(page.date or ""),
            "inLanguage": document.locale,
            "author": filled(person),
        }
    )


def _comments(document: Document, page: WebPage) -> Nodes:
    giscus: Giscus | None = document.site.comments
    if not giscus:
        return ()
    said = {
        "src": "https://giscus.app/client.js",
        "data-repo": giscus.repo,
        "data-repo-id": giscus.repo_id,
        "data-category": giscus.category,
        "data-category-id": giscus.category_id,
        "data-mapping": "specific",
        "data-term": page.path,
        "data-strict": "1",
        "data-reactions-enabled": "1",
        "data-input-position": "bottom",
        "data-theme": "preferred_color_scheme",
        "data-lang": document.locale.partition("-")[0],
        "crossorigin": "anonymous",
        "async": "",
    }
    return (Tag("script", tuple(said.items())),)
