"""A page for each publication, as Google Scholar and other indexes read it.

Source: https://scholar.google.com/intl/en/scholar/inclusion.html, which names the ``citation_``
tags, and schema.org's ScholarlyArticle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...bib.bibtex import as_bibtex, readable
from ...model.entry import NamedLink
from ...model.inline import to_plain
from ...model.later import dataclass, replace
from ...model.memory import for_each, remembered
from ...model.plain import filled, prose
from ...model.url import is_path
from .. import Output
from ..addresses import FOLDER, below, names, page_path
from ..profile import work
from .head import Twin, in_brief, linked_data
from .head import on_site as fold_of

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.publication import Publication
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
    owner = {"@type": "Person", "name": document.person.name, "url": document.person.url}
    data = {
        "@context": "https://schema.org",
        **work(publication, filled(owner), publication.url or page.url),
    }
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
            yield "citation_author", _inverted(author.given, author.family) or author.name
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
    yield from (("citation_pdf_url", each.url) for each in publication.links if each.name == "PDF")
    if page.url:
        yield "citation_abstract_html_url", page.url
    for word in publication.keywords:
        yield "citation_keywords", word


def _inverted(given: str, family: str) -> str:
    return f"{family}, {given}" if given and family else ""


def _pages(pages: str) -> Iterator[tuple[str, str]]:
    found = re.findall(r"[\w:.]+", pages)
    if found:
        yield "citation_firstpage", found[0]
    if len(found) == 2:
        yield "citation_lastpage", found[1]
