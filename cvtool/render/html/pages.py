"""The pages beside the homepage: of each publication, of sections, the owner's texts, and posts.

Sources: https://scholar.google.com/intl/en/scholar/inclusion.html, which names the ``citation_``
tags; schema.org's ScholarlyArticle, CollectionPage, Blog, BlogPosting and WebPage; and
https://giscus.app.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...bib.bibtex import as_bibtex, readable
from ...model.document import leaves
from ...model.entry import NamedLink
from ...model.files import OwnFile
from ...model.inline import to_plain
from ...model.later import dataclass, replace
from ...model.memory import for_each, remembered
from ...model.plain import filled, prose
from ...model.site import POSTS_PATH, Tag
from ...model.url import is_path
from .. import Output
from ..addresses import FOLDER, below, names, on_site, page_path
from ..profile import work
from .drawings import charts
from .head import Twin, frame, in_brief, linked_data, twins
from .head import on_site as fold_of

if TYPE_CHECKING:
    from ...model.document import Document, Person
    from ...model.plain import Data
    from ...model.publication import Publication
    from ...model.site import Giscus, Nodes, WebPage
    from ..theme import Theme

_VENUE_TAGS = {
    "article-journal": "citation_journal_title",
    "article-magazine": "citation_journal_title",
    "article-newspaper": "citation_journal_title",
    "review": "citation_journal_title",
    "paper-conference": "citation_conference_title",
    "chapter": "citation_inbook_title",
    "thesis": "citation_dissertation_institution",
    "report": "citation_technical_report_institution",
}
_ROOT = "../"
"""From the page of a publication to the homepage."""
_FIELD_TAGS = {
    "volume": "citation_volume",
    "number": "citation_issue",
    "issue": "citation_issue",
    "issn": "citation_issn",
    "isbn": "citation_isbn",
    "publisher": "citation_publisher",
}
_ITSELF = {"links.arxiv": "https://arxiv.org/abs/", "links.doi": "https://doi.org/"}
"""How an address of the publication itself begins that has a name."""
_MANY = 15
"""A list of more publications than these gets a box to filter it."""
_LONGEST = 200
"""So much of a description search engines show at most."""


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a publication: its ``path`` from the homepage, its ``url`` if there is a site.

    ``bibtex`` is the publication as BibTeX, and ``file`` the name of the file that has it beside
    the page; ``links`` are all that lead to it and to what is beside it.
    """

    path: str
    url: str
    file: str
    bibtex: str
    links: tuple[NamedLink, ...] = ()


def papers(document: Document) -> dict[str, Page]:
    """The page of each publication by its key. No two share a path on any file system."""
    called, base, labels = names(document), document.site_url, document.labels
    return _papers(document.publications, called, base, labels)


@remembered
def _papers(
    found: tuple[Publication, ...],
    called: Mapping[str, str],
    base: str | None,
    labels: Mapping[str, str],
) -> dict[str, Page]:
    pages = for_each(_page, found, [called[each.key] for each in found], by=(base, labels))
    return {each.key: page for each, page in zip(found, pages, strict=True)}


def _page(publication: Publication, name: str, base: str | None, labels: Mapping[str, str]) -> Page:
    path, text = page_path(name), as_bibtex(publication, readable(publication.key))
    links = tuple(_links(publication, labels))
    return Page(path, below(base, path), f"{name}.bib", text, links)


def _links(publication: Publication, labels: Mapping[str, str]) -> list[NamedLink]:
    """Those of the publication, with its own by name; first those for which most readers look."""
    url = publication.url or ""
    own = (NamedLink(labels[name], url) for name, start in _ITSELF.items() if url.startswith(start))
    links = {each.name: each for each in (*own, *publication.links)}
    first = [name for each in ("links.pdf", *_ITSELF) if (name := labels[each]) in links]
    return [links[name] for name in dict.fromkeys((*first, *links))]


def paper(
    document: Document,
    publication: Publication,
    page: Page,
    languages: tuple[Twin, ...],
    theme: Theme,
    head: Mapping[str, Any],
) -> Iterator[Output]:
    """The page of one publication, in all ``languages``, and the publication as BibTeX."""
    publication = _from_below(publication)
    own = work(publication, _owner(document.person), publication.url or page.url)
    data = {"@context": "https://schema.org", **own}
    title = to_plain(publication.title)
    text = theme.render(
        "html/paper.html.j2",
        fold_of(document, _ROOT),
        document=document,
        publication=publication,
        page=page,
        languages=languages,
        card=document.address_of("card"),
        root=_ROOT,
        title=title,
        about=in_brief(prose((publication.summary or publication.abstract)[:1]) or title),
        tags=tuple(_tags(publication, page)),
        **head,
        **linked_data(data),
    )
    yield Output(page.path, text.encode())
    yield Output(f"{FOLDER}/{page.file}", page.bibtex.encode("utf-8", "replace"))


def _from_below(publication: Publication) -> Publication:
    """With the way from its page to files of the user's, where the site has no address."""

    def way(url: str) -> str:
        return f"{_ROOT}{url}" if is_path(url) else url

    links = tuple(replace(each, url=way(each.url)) for each in publication.links)
    return replace(publication, links=links, url=publication.url and way(publication.url))


def _tags(publication: Publication, page: Page) -> Iterator[tuple[str, str]]:
    """The ``citation_`` tags: name and content."""
    fields = publication.fields
    yield "citation_title", to_plain(publication.title)
    for author in publication.authors:
        if not author.is_rest:
            has_both = author.given and author.family
            name = f"{author.family}, {author.given}" if has_both else author.name
            yield "citation_author", name
    if publication.date:
        yield "citation_publication_date", str(publication.date).replace("-", "/")
    if publication.venue and publication.type in _VENUE_TAGS:
        yield _VENUE_TAGS[publication.type], publication.venue
    for name, tag in _FIELD_TAGS.items():
        if fields.get(name):
            yield tag, fields[name]
    yield from _pages(fields.get("pages", ""))
    if publication.doi:
        yield "citation_doi", publication.doi
    pdfs = [each.url for each in publication.links if each.name == "PDF"]
    if not pdfs and publication.url and publication.url.lower().endswith(".pdf"):
        pdfs = [publication.url]
    yield from (("citation_pdf_url", each) for each in pdfs)
    if page.url:
        yield "citation_abstract_html_url", page.url
    for word in publication.keywords:
        yield "citation_keywords", word


def _pages(pages: str) -> Iterator[tuple[str, str]]:
    found = re.findall(r"[\w:.]+", pages)
    if found:
        yield "citation_firstpage", found[0]
    if len(found) == 2:
        yield "citation_lastpage", found[1]


def filtered(document: Document, page: WebPage | None = None) -> str:
    """The section that begins with the box to filter publications, if they are many."""
    outline = page.sections if page else document.outline("html")
    if sum(len(each.publications) + len(each.rest) for each in leaves(outline)) <= _MANY:
        return ""
    return next((each.id for each in outline if each.kind == "publications"), "")


def site_page(
    document: Document, page: WebPage, papers: dict[str, Page], own: Collection[str], theme: Theme
) -> Iterator[Output]:
    """One of those that are of no publication."""
    root, url = "../" * page.path.count("/"), on_site(document, page.path)
    giscus = document.site.comments if page.has_comments else None
    about = _description(document, page)
    text = theme.render(
        "html/page.html.j2",
        fold_of(document, root),
        document=document,
        page=page,
        posts=document.site.posts if page.path == POSTS_PATH else (),
        current=POSTS_PATH if page.date else page.path,
        root=root,
        pages=papers,
        languages=twins(document, page.path, own, root),
        filtered=filtered(document, page),
        charts=charts(document, page.sections, page.title),
        card=document.address_of("card"),
        url=url,
        about=about,
        comments=_comments(giscus, document, page) if giscus else (),
        **frame(document, theme, bool(giscus)),
        **linked_data(_data(document, page, url, about)),
    )
    yield Output(page.path, text.encode())


def site_files(document: Document) -> Iterator[Output]:
    """The files that they show."""
    for file in document.site.files:
        if isinstance(file, OwnFile):
            yield Output(file.path, b"", source=file)
        else:
            yield Output(file.path, file.data)


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
    return filled(
        {
            "@context": "https://schema.org",
            "@type": kind,
            "headline" if page.date else "name": page.title,
            "description": about,
            "url": url,
            "datePublished": str(page.date or ""),
            "inLanguage": document.locale,
            "author": _owner(document.person),
        }
    )


def _owner(person: Person) -> Data:
    return filled({"@type": "Person", "name": person.name, "url": person.url})


def _comments(giscus: Giscus, document: Document, page: WebPage) -> Nodes:
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
