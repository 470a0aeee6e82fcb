"""Addresses, as browsers read them: what is wrong with one, and who sees it how.

Sources: WHATWG's URL Standard, which the parser that comes with pydantic follows; for the schemes
HTML's "safelisted schemes", those that lead to a page or to a person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .later import pattern
from .problems import quoted

if TYPE_CHECKING:
    from pydantic_core import Url

WEB = ("http", "https")
_WITH_HOST = (*WEB, "ftp")
SCHEMES = frozenset(
    {*_WITH_HOST, "geo", "irc", "ircs", "mailto", "matrix", "sip", "sips", "sms", "tel", "webcal"}
    | {"xmpp"}
)
"""Those to which a link may lead; whatever else there is may start a program."""

_NO_PATH = ("/", "\\", "#", "?")
_FILE = pattern(
    r"[^:?#]*\.(?:pdf|ps|eps|djvu|epub|zip|gz|bz2|xz|tgz|tar|7z|pptx?|ppsx?|odp|key|docx?|odt|xlsx?|ods"
    r"|csv|tsv|json|ya?ml|xml|txt|md|tex|bib|ris|html?|png|jpe?g|gif|webp|svg|avif|tiff?|mp4|webm|mov"
    r"|mp3|m4a|ogg|wav|py|ipynb|stl|npz|parquet)(?:#\S*)?",
    re.IGNORECASE,
)
_HOSTED = pattern(r"(?:www\.|(?:[a-z0-9-]{1,63}\.){2,9}[a-z]{2,24}/)", re.IGNORECASE)
"""What begins with the name of a host, and so is no file in a folder."""

_SCHEME = pattern(r"([A-Za-z][A-Za-z0-9+.-]*):\S")
_UNSAFE_SIGNS = frozenset(' <>"')
_UNSAFE = pattern(r'[\s\x00-\x20\x7f-\x9f<>"\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]')
_SPLIT = pattern(rf"(?i:({'|'.join(_WITH_HOST)})://)(?!/)([^/?#]*@)?(\[[^\]]*\]|[^/?#:@]+)")
_MAILBOX = pattern(r"(?i:mailto:)([^@?]+@)([^@?]+)")
_ENCODED_LABEL = "xn--"
_PLAIN_HOST = pattern(
    r"(?:https?|ftp)://((?:[a-z0-9](?:-?[a-z0-9]){0,62}\.){1,9}[a-z]{2,24})(?=[/?#]|\Z)"
)
"""An address of which no browser changes the host: small letters, and no label with ``--``."""
_EXTENSION = pattern(r"(?i)\s*(?:ext|x|#)")
_NUMBER = pattern(r"[\d\s()/.\u2010-\u2015-]+")


def url_problem(url: str) -> str | None:
    """Why ``url`` is not an address that may be linked to; ``None`` when it is one."""
    scheme = _SCHEME.match(url)
    if not scheme:
        return f"{quoted(url)} is not a web address: write it whole, as in https://example.org"
    name = scheme[1].lower()
    if name not in SCHEMES:
        return f"{quoted(url)} is not a link to follow: write an http or https address"
    is_plain = url.isascii() and url.isprintable() and _UNSAFE_SIGNS.isdisjoint(url)
    if not is_plain and _UNSAFE.search(url):
        signs = "%3C for '<', %3E for '>'" if "<" in url else "%20 for a space, %22 for a quote"
        return f"{quoted(url)} is not a web address: write {signs}"
    if "\\" in url:
        return f"{quoted(url)} is not a web address: write '/' for each backslash"
    return _host_problem(url) if name in _WITH_HOST else None


def is_path(url: str) -> bool:
    """Whether it can be the path of a file, from the folder that it is named in."""
    return bool(url) and not (url.startswith(_NO_PATH) or _SCHEME.match(url))


def is_file_name(url: str) -> bool:
    """Whether it is such a path, ends as files do that people link to, and begins with no host."""
    return is_path(url) and _FILE.fullmatch(url) is not None and not _HOSTED.match(url)


def telephone(number: str) -> str | None:
    """The address that calls the number (RFC 3966); ``None`` where there is none to call."""
    main = _EXTENSION.split(number.strip(), maxsplit=1)[0]
    plus = main[:1] if main.startswith("+") else ""
    found = main.removeprefix("+").replace("(0)", "" if plus else "0")
    digits = "".join(str(int(each)) for each in found if each.isdecimal())
    is_one = _NUMBER.fullmatch(found) and 3 <= len(digits) <= 15
    return f"tel:{plus}{digits}" if is_one else None


def _host_problem(url: str) -> str | None:
    parts = _SPLIT.match(url)
    if parts and parts[2]:
        return "an address has no user name and no password: take out what stands before the '@'"
    why = "" if parts else "there is no host after //"
    if _PLAIN_HOST.match(url):
        return None
    try:
        _parsed(url)
    except ValueError as error:
        is_port = "port" in str(error)
        why = why or ("its port is no number up to 65535" if is_port else "no host is called so")
    return f"{quoted(url)} is not a web address: {why}" if why else None


def for_machines(url: str) -> str:
    """The address with its scheme and its host as browsers ask for them: ``xn--``, ``127.0.0.1``.

    What may not be linked to stays as it is.
    """
    if url_problem(url):
        return url
    if parts := _SPLIT.match(url):
        host = host_of(url)
        return f"{parts[1].lower()}://{parts[2] or ''}{host}{url[parts.end() :]}" if host else url
    if parts := _MAILBOX.match(url):
        domain = host_of(f"http://{parts[2]}") or parts[2]
        return f"mailto:{parts[1]}{domain}{url[parts.end() :]}"
    return url


def for_people(url: str) -> str:
    """The address with its host in the letters of its language."""
    if _ENCODED_LABEL not in url:
        return url
    parts, mailbox = _SPLIT.match(url), _MAILBOX.match(url)
    start, end = parts.span(3) if parts else mailbox.span(2) if mailbox else (0, 0)
    host = _read(f"http://{url[start:end]}")
    said = (host and host.unicode_host()) or url[start:end]
    return f"{url[:start]}{said}{url[end:]}"


def host_of(url: str) -> str:
    """The host to which browsers go; ``""`` where they go nowhere."""
    if plain := _PLAIN_HOST.match(url):
        return plain[1]
    found = _read(url)
    return (found and found.host) or ""


def normal(url: str) -> str:
    """The one spelling of an address that browsers make of all that lead to the same place."""
    plain = _PLAIN_HOST.match(url)
    if plain and url[plain.end() :] in ("", "/"):
        return f"{plain[0]}/"
    return str(_read(url) or url)


def _read(url: str) -> Url | None:
    try:
        return _parsed(url) if ":" in url else None
    except ValueError:
        return None


def _parsed(url: str) -> Url:
    from pydantic_core import Url  # now, for the library takes long to import

    return Url(url)
