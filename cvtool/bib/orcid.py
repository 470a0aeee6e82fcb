"""Publications as the BibTeX that orcid.org takes, where a single mistake refuses the whole file.

It knows few types, looks up no words, decodes few commands, and parts names at each "and". Source:
ORCID's own importer (@orcid/bibtex-parse-js 0.0.25, and the page in orcid-angular that calls it).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model.inline import to_plain
from ..model.later import pattern
from ..model.plain import filled
from ..model.publication import Author, Publication
from .bibtex import HEAD, keyed, unbraced, written_name
from .cslitem import item
from .fields import arxiv_id
from .issued import MONTHS

_TYPES = {
    **dict.fromkeys(("article-journal", "article-magazine", "article-newspaper"), "article"),
    **{"review": "article", "paper-conference": "inproceedings", "chapter": "incollection"},
    **{"entry-encyclopedia": "incollection", "book": "book", "thesis": "phdthesis"},
    **{"report": "techreport", "standard": "techreport", "manuscript": "unpublished"},
    "pamphlet": "booklet",
}
"""CSL's type -> BibTeX's. What is ``misc`` must have no ISBN or ISSN: it would be part of those."""

_CONTAINERS = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}
_PUBLISHERS = {"phdthesis": "school", "mastersthesis": "school", "techreport": "institution"}
_RESERVED = pattern(r"[&%$#_]")
_BARE = str.maketrans({"{": "", "}": "", "\\": r"\textbackslash{}"})


def works(publications: Iterable[Publication]) -> str:
    """A whole .bib file, sorted by key."""
    return "\n".join([HEAD, *(_work(key, each) for key, each in keyed(publications))])


def _work(key: str, it: Publication) -> str:
    kind = _type(it)
    fields = filled(
        {
            "author": _people(it.authors),
            "editor": _people(it.editors),
            "title": _text(to_plain(it.title)),
            **_of_venue(kind, it),
            "year": it.year,
            "month": MONTHS[it.date.month - 1] if it.date and it.date.month else "",
            "doi": it.doi,
            "url": unbraced(it.url or ""),
            **_of_arxiv(it),
        }
    )
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}}}\n"


def _type(it: Publication) -> str:
    """``mastersthesis`` is what others write under one's supervision."""
    kind = _TYPES.get(it.type, "misc")
    if it.entry_type in ("inbook", "manual"):
        return it.entry_type
    is_of_others = it.authors and not any(each.is_owner for each in it.authors)
    return "mastersthesis" if kind == "phdthesis" and is_of_others else kind


def _of_venue(kind: str, it: Publication) -> dict[str, str]:
    said = item(it)
    name = _CONTAINERS.get(kind, "booktitle" if kind == "inbook" else "series")
    found = {
        name: said.get("container-title", ""),
        _PUBLISHERS.get(kind, "publisher"): said.get("publisher", ""),
        "volume": said.get("volume", ""),
        "number": said.get("issue") or said.get("number") or "",
        "pages": said.get("page", ""),
    }
    numbers = {} if kind == "misc" else {"isbn": said.get("ISBN"), "issn": said.get("ISSN")}
    return {name: _text(str(value or "")) for name, value in (found | numbers).items()}


def _of_arxiv(it: Publication) -> dict[str, str]:
    number = arxiv_id(it.source)
    return {"eprint": number, "eprinttype": "arxiv"} if number else {}


def _people(people: Iterable[Author]) -> str:
    return " and ".join("others" if each.is_rest else _name(each) for each in people)


def _name(author: Author) -> str:
    """A body's name has no "and" of its own: there it parts people even in braces."""
    if author.literal or not author.family:
        return f"{{{_text(re.sub(r' and ', ' & ', author.literal or author.name))}}}"
    return written_name(author, _text)


def _text(value: str) -> str:
    """The words with backslashes only where LaTeX needs them and orcid.org drops them again."""
    return _RESERVED.sub(r"\\\g<0>", value.translate(_BARE))
