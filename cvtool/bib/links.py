"""Addresses: that of a publication, and those of what is beside it, each under its name.

Sources: the biblatex manual (``eprint`` and ``eprinttype``), the ways in which archives write the
addresses of what they hold, and the names of fields that academics use for links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote

from ..model.later import NamedTuple, pattern
from ..model.problems import quoted
from ..model.url import for_machines, is_file_name, url_problem
from .fields import Fields, arxiv_id, doi
from .styled import WRAPPED_URL, raw_value

_FIELDS_OF = {
    **{"pdf": "pdf fulltext paper", "code": "code source sourcecode repo repository software"},
    **{"github": "github", "gitlab": "gitlab", "slides": "slides slide presentation"},
    **{"video": "video youtube recording", "poster": "poster", "html": "html"},
    **{"website": "website homepage webpage site web www", "project": "project projectpage"},
    **{"demo": "demo", "data": "data", "dataset": "dataset datasets"},
    **{"models": "models model", "huggingface": "huggingface", "colab": "colab"},
    **{"notebook": "notebook", "artifact": "artifact artifacts"},
    "supplement": "supp supplement supplementary supplemental supplementarymaterial",
    **{"appendix": "appendix", "errata": "errata erratum", "documentation": "documentation docs"},
    **{"preprint": "preprint", "arxiv": "arxiv", "openreview": "openreview"},
    **{"blog": "blog blogpost", "thread": "thread", "tweet": "tweet twitter"},
    **{"press": "press", "media": "media", "podcast": "podcast", "interview": "interview"},
    **{"talk": "talk", "bibtex": "bib bibtex", "link": "link links"},
}
"""What is at an address, by the name that the files of the languages have for it -> the fields that
hold such an address, in the order of display."""

_PLACES = {name: place for place, name in enumerate(_FIELDS_OF)}
_JOINTS = pattern(r"[-_]")
_AT_ENDS = pattern(r"^(?:url|link)|(?:url|links?)$")


class _Archive(NamedTuple):
    """Where things have numbers: the fields that hold one, its form, and where it leads."""

    fields: str
    number: re.Pattern[str]
    url: str


def _archive(fields: str, number: str, url: str) -> _Archive:
    return _Archive(fields, pattern(number, re.IGNORECASE), url)


_ARCHIVES: Mapping[str, _Archive] = {
    "pubmed": _archive("pmid pubmed", r"(?:PMID:?\s*)?(\d{1,9})", "pubmed.ncbi.nlm.nih.gov/{}/"),
    "pmc": _archive(
        "pmcid pmc", r"(?:PMCID:?\s*)?(?:PMC)?(\d{3,9})", "pmc.ncbi.nlm.nih.gov/articles/PMC{}/"
    ),
    "ads": _archive(
        "adsurl bibcode adsbibcode ads", r"(\d{4}[A-Z][\w.&]+)", "ui.adsabs.harvard.edu/abs/{}"
    ),
    "inspire": _archive("inspirehep inspire", r"(\d{1,9})", "inspirehep.net/literature/{}"),
    "mathscinet": _archive(
        "mrnumber mr mathscinet", r"(?:MR)?\s*0*([1-9]\d{0,7})(?:\s*\(.*)?",
        "mathscinet.ams.org/mathscinet-getitem?mr={}",
    ),
    "zbmath": _archive(
        "zbl zblnumber zbmath", r"(?:Zbl|JFM)?\s*([\d.]{8,12})", "zbmath.org/?q=an:{}"
    ),
    "jstor": _archive("jstor", r"([\w./]+)", "www.jstor.org/stable/{}"),
    "hal": _archive("hal halid", r"([a-z]+-\d+(?:v\d+)?)", "hal.science/{}"),
    "handle": _archive("hdl handle", r"(?:hdl:)?([\d.]+/\S+)", "hdl.handle.net/{}"),
    "urn": _archive("urn", r"(urn:nbn:\S+)", "nbn-resolving.org/{}"),
    "ssrn": _archive("ssrn", r"(\d{4,9})", "ssrn.com/abstract={}"),
    "googlebooks": _archive("googlebooks", r"([\w-]{12})", "books.google.com/books?id={}"),
    "openreview": _archive("", r"([\w-]{8,12})", "openreview.net/forum?id={}"),
}  # fmt: skip
"""By the names that the files of the languages have for them, in the order of display."""

_LINK_OF: Mapping[str, str] = {
    field: name
    for name, fields in [
        *_FIELDS_OF.items(),
        *((name, f"{each.fields} {name}") for name, each in _ARCHIVES.items()),
    ]
    for field in fields.split()
}

_BETWEEN = pattern(r"(?:[\s;,|]|%0[Aa]|\band\b){1,20}(?=(?:https?|ftp)://)")
"""What stands between two addresses; ``%0A`` where Mendeley has joined them."""

_ANCHOR = pattern(r"<a\s[^<>]{0,200}?href\s*=\s*[\"']([^\"'<>]+)[\"']", re.IGNORECASE)
_SPACES = pattern(r"\s+")
_URL_IN_TEXT = pattern(r"(?:https?://|(?<![\w./])www\.)[^\s{}\\]+[^\s{}\\.,;)]")
_UNSAFE_IN_URL = {ord(char): f"%{ord(char):02X}" for char in '<>"#?{}|\\^`'}
_BARE_HOST = pattern(r"(?:www\.\S|(?:[a-z0-9-]+\.)+[a-z]{2,24}/)\S*", re.IGNORECASE)
_BARE_DOI = pattern(r"doi:(10\.\S+)|(10\.\d{4,9}/\S+)", re.IGNORECASE)
_NO_ADDRESS = pattern(
    r"https?://(?:dx\.)?doi\.org/?|(?:<|%3C)GotoISI.*|https?://[\w.]+\.lan/.*", re.IGNORECASE
)
"""What leads nowhere: a DOI that is missing, what EndNote has for Web of Science, and hosts within
a publisher's own network."""
_LOGIN = pattern(r"https?://[^/?]+/login\?q?url=(?=http)(.+)", re.IGNORECASE)
_HOST = pattern(r"(https?://)([^/:?#]{1,253})(?=[/:?#]|$)")
_PROXY = pattern(r"ezp\w*|\w*proxy\w*", re.IGNORECASE)

_LOOKS_LIKE_ONE = pattern(r"[^\s./:]*[./:]\S*")
_FRAME = pattern(r"^https?://(?:www\.)?|/$")
_OF_DOI = pattern(r"https?://(?:dx\.|www\.)?doi\.org/(?:doi:)?(.+)", re.IGNORECASE)
_SAME_AS_ARXIV = pattern(r"(?:doi\.org/10\.48550/arxiv\.|arxiv\.org/abs/)(.+?)(?:v\d+)?")


class Address(NamedTuple):
    """An address beside a publication.

    ``name`` is what the files of the languages call it, ``number`` what may be part of that name;
    ``field`` is where it stands, and ``problem`` says why it may not be linked to.
    """

    name: str
    url: str
    field: str = ""
    number: str = ""
    problem: str = ""


@lru_cache(maxsize=4096)
def link_of(field: str) -> str:
    """What is at the address or number in a field of that name: ``code`` for ``url_code``, too."""
    bare = _JOINTS.sub("", field)
    return next((_LINK_OF[each] for each in (bare, _AT_ENDS.sub("", bare)) if each in _LINK_OF), "")


def is_address(value: str) -> bool:
    """Whether it is meant as an address, or a file, be it one or not."""
    return bool(_LOOKS_LIKE_ONE.fullmatch(value) or "://" in value or is_file_name(value))


def may_be_link(field: str, value: str) -> bool:
    """Whether the field is one for links, and holds an address or a number in an archive."""
    name = link_of(field)
    return name in _ARCHIVES or bool(name and is_address(value))


def address(fields: Fields) -> Address | None:
    """Where the publication itself is: its ``url``, else its DOI, else arXiv's page."""
    file = raw_value(fields.get("url", "")).strip()
    named = [file] if is_file_name(file) else urls(file)
    written = [_checked("url", url, "url") for url in named]
    number = doi(fields)
    if found := next((each for each in written if not each.problem), None):
        is_doi = number and _resolved(found.url) == number.lower()
        return found._replace(url=doi_url(number)) if is_doi else found
    problem = written[0].problem if written else ""
    if number:
        return Address("doi", doi_url(number), "url", problem=problem)
    if number := arxiv_id(fields):
        return Address("arxiv", _arxiv_url(number), "url", problem=problem)
    if published_at := [each for each in _published_at(fields) if not each.problem]:
        return published_at[0]
    return Address("url", "", "url", problem=problem) if problem else None


def addresses(fields: Fields) -> Iterator[Address]:
    """Every other address, in the order of display; those with a problem too."""
    named = [(name, field) for field in fields if (name := link_of(field)) in _PLACES]
    for name, field in sorted(named, key=lambda each: _PLACES[each[0]]):
        value = fields[field]
        is_number = name in _ARCHIVES and "://" not in value
        if is_file_name(file := raw_value(value).strip()):
            yield _checked(name, file, field)
        elif is_address(value) and not is_number and not (name == "arxiv" and arxiv_id(fields)):
            yield from (_checked(name, url, field) for url in urls(value))
    yield from (_checked("link", url, "url") for url in urls(fields.get("url", ""))[1:])
    yield from _published_at(fields)
    if number := arxiv_id(fields):
        yield Address("arxiv", _arxiv_url(number), "arxiv")
    if number := doi(fields):
        yield Address("doi", doi_url(number), "doi")
    yield from _archived(fields)


def _published_at(fields: Fields) -> list[Address]:
    """The addresses in ``howpublished``, in which words may stand."""
    bare = WRAPPED_URL.sub(lambda found: f" {raw_value(found[0])} ", fields.get("howpublished", ""))
    found = _URL_IN_TEXT.findall(raw_value(bare))
    return [_checked("link", whole(url), "howpublished") for url in found]


def _archived(fields: Fields) -> Iterator[Address]:
    """What archives have of it: one address each."""
    of_eprint = link_of(fields.get("eprinttype", fields.get("archiveprefix", "")).lower())
    held = [(name, fields[field]) for field in sorted(fields) if (name := link_of(field))]
    held += [(of_eprint, fields.get("eprint", ""))] if of_eprint else []
    names = {name for name, _ in held}
    for name, archive in _ARCHIVES.items() if held else ():
        if name not in names:
            continue
        values = (value for each, value in held if each == name)
        found = (_at(name, archive, raw_value(value).strip()) for value in values)
        if first := next((each for each in found if each), None):
            yield first


def _at(name: str, archive: _Archive, value: str) -> Address | None:
    if "://" in value:
        return None if _url_problem(value) or name in _PLACES else _checked(name, value, "")
    found = archive.number.fullmatch(value)
    if not found:
        return None
    url = f"https://{archive.url.format(found[1].replace('&', '%26'))}"
    return Address(name, url, number=found[1])


def urls(value: str) -> list[str]:
    """The addresses in a field, which may hold several."""
    if not value:
        return []
    wrapped = WRAPPED_URL.findall(value)
    anchors = _ANCHOR.findall(value) if "<a" in value.lower() else []
    texts = anchors or (wrapped if wrapped[1:] else [value])
    parts = (part for text in texts for part in _BETWEEN.split(raw_value(text)))
    bare = (for_machines(whole(_SPACES.sub("", part).rstrip(",;"))) for part in parts)
    return [url for url in bare if url and not _NO_ADDRESS.fullmatch(url)]


def whole(url: str) -> str:
    """The address for everybody: with ``https://``, and without the proxy of a library."""
    if "://" not in url:
        found = _BARE_DOI.fullmatch(url)
        return (
            doi_url(found[1] or found[2])
            if found
            else f"https://{url}"
            if _BARE_HOST.fullmatch(url)
            else url
        )
    if "login" in url and (found := _LOGIN.fullmatch(url)):
        url = unquote(found[1]) if "%3A" in found[1].upper() else found[1]
    if "</" not in url:  # JSTOR's SICI has them, and browsers encode them
        url = url.replace("<", "%3C").replace(">", "%3E")
    return _unproxied(url) if "proxy" in url or "ezp" in url else url


def _unproxied(url: str) -> str:
    """The address without the proxy, before whose name stands the host, or its dots as hyphens."""
    found = _HOST.match(url)
    labels = found[2].split(".") if found else []
    at = next((place for place, label in enumerate(labels) if _PROXY.fullmatch(label)), 0)
    host = ".".join(labels[:at])
    if found is None or len(labels) < at + 3 or not re.search(r"[.-]", host):
        return url
    host = host if "." in host else host.replace("-", ".")
    return f"{found[1]}{host}{url[found.end() :]}"


def _checked(name: str, url: str, field: str) -> Address:
    return Address(name, for_machines(url), field, problem=_url_problem(url) or "")


def same(url: str) -> str:
    """One text for all addresses that lead to the same: with and without ``www``, arXiv's DOI."""
    number = _resolved(url)
    bare = f"doi.org/{number}" if number else _FRAME.sub("", url)
    if found := _SAME_AS_ARXIV.fullmatch(bare.lower()):
        return f"arxiv.org/abs/{found[1]}"
    return bare


def _resolved(url: str) -> str:
    """The DOI to which an address of it leads, in lower case, however it is written."""
    found = _OF_DOI.fullmatch(url)
    return unquote(found[1]).lower() if found else ""


def doi_url(number: str) -> str:
    """Where the DOI leads."""
    return f"https://doi.org/{number.translate(_UNSAFE_IN_URL)}"


def _arxiv_url(number: str) -> str:
    """The page of the paper on arXiv."""
    return f"https://arxiv.org/abs/{number}"


def _url_problem(url: str) -> str | None:
    if is_file_name(url):  # whether it is there is asked where the folder is known
        return None
    problem = url_problem(url)
    if problem or url.lower().startswith(("http://", "https://", "ftp://")):
        return problem
    return f"{quoted(url)} is not a web address: write it whole, as in https://example.org"
