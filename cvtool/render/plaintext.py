"""cv.md, cv.txt, the two files for language models, and the bibliography again, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..model.blocks import blocks
from ..model.plain import dump
from . import Output, folds
from .addresses import in_other_languages, of_publications, on_site

if TYPE_CHECKING:
    from ..model.document import Document
    from .theme import Theme

PARTICULARS = (
    *(("publisher", "publisher"), ("institution", "institution")),
    *(("organization", "organization"), ("address", "place"), ("location", "place")),
    *(("eventtitle", "event"), ("venue", "eventPlace"), ("edition", "edition")),
    *(("version", "version"), ("chapter", "chapter"), ("pagetotal", "pages")),
    *(("isbn", "isbn"), ("issn", "issn"), ("primaryclass", "class"), ("language", "language")),
    *(("langid", "language"), ("urldate", "accessed")),
    ("addendum", "addendum"),
)
"""Fields of the bibliography for which the line of the venue has no room, and their phrases."""


def cv_md(document: Document, theme: Theme) -> Iterable[Output]:
    """CommonMark that reads well raw."""
    flow = blocks(document, "markdown")
    page = theme.render("markdown/cv.md.j2", folds.markdown, document=document, blocks=flow)
    yield Output("cv.md", page.encode())


def cv_txt(document: Document, theme: Theme) -> Iterable[Output]:
    """Plain text for forms that take nothing else."""
    flow = blocks(document, "text")
    page = theme.render("text/cv.txt.j2", folds.text, document=document, blocks=flow)
    yield Output("cv.txt", page.encode())


def llms(document: Document, theme: Theme) -> Iterable[Output]:
    """llms.txt (links, by the form of llmstxt.org) and llms-full.txt (the whole CV as Markdown)."""
    has_site = any(each.format == "html" for each in document.alternates)
    pages = document.site.all if has_site else ()
    values = {
        "document": document,
        "fields": PARTICULARS,
        "urls": of_publications(document),
        "pages": [(each, on_site(document, each.path) or each.path) for each in pages],
    }
    for name in ("llms.txt", "llms-full.txt"):
        others = [*in_other_languages(document, name)]
        page = theme.render(f"llms/{name}.j2", folds.markdown, languages=others, **values)
        yield Output(name, page.encode())


def publications_json(document: Document, theme: Theme) -> Iterable[Output]:
    """CSL-JSON, as Zotero and pandoc read it."""
    from ..bib.cslitem import item

    yield Output("publications.json", dump([item(each) for each in document.publications]))


def publications_bib(document: Document, theme: Theme) -> Iterable[Output]:
    """BibTeX in one clean file."""
    from ..bib.bibtex import bibliography

    text = bibliography(document.publications)
    yield Output("publications.bib", text.encode("utf-8", "replace"))


def publications_ris(document: Document, theme: Theme) -> Iterable[Output]:
    """RIS, as EndNote and Mendeley read it."""
    from ..bib.ris import references

    text = references(document.publications)
    yield Output("publications.ris", text.encode("utf-8", "replace"))


def orcid_bib(document: Document, theme: Theme) -> Iterable[Output]:
    """BibTeX that orcid.org takes."""
    from ..bib.orcid import works

    yield Output("orcid.bib", works(document.publications).encode("utf-8", "replace"))
