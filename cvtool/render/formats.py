"""The formats: what each one writes, and as which media type. Importing this imports nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """An output file that others may link to. ``name`` is its path in the output folder."""

    format: str
    name: str
    media_type: str
    description: str


FILES = (
    File("pdf", "cv.pdf", "application/pdf", "the CV to send, tagged PDF"),
    File("html", "index.html", "text/html", "the homepage"),
    File("markdown", "cv.md", "text/markdown", "the CV as CommonMark"),
    File("text", "cv.txt", "text/plain", "the CV as plain text"),
    File("llms", "llms.txt", "text/plain", "links for language models"),
    File("llms", "llms-full.txt", "text/plain", "the whole CV for language models"),
    File("jsonresume", "resume.json", "application/json", "JSON Resume"),
    File("profile", "profile.json", "application/json", "schema.org JSON-LD"),
    File("publications", "publications.json", "application/json", "CSL-JSON"),
    File("bibtex", "publications.bib", "application/x-bibtex", "BibTeX"),
    File("feed", "feed.json", "application/feed+json", "JSON Feed 1.1"),
    File("atom", "atom.xml", "application/atom+xml", "Atom feed"),
)
