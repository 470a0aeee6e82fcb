"""What pages are given beside their text: the style of the site, their languages, and data.

Sources: https://www.w3.org/TR/CSP3/, whose policy hashes the text of an element as it stands; for
pages in several languages Google's documentation of ``hreflang``: each names all, itself too.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from ...model.formats import Translation
from ...model.inline import folded
from ...model.later import dataclass, pattern
from ...model.site import Tag, WebStyle, words_of
from .. import Output, RenderError, folds

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.inline import Inlines
    from ...model.plain import Data
    from ..theme import Theme

_HOST = pattern(r"[\w.-]+(:\d+)?")
_BESIDE = pattern(r'url\("([\w-][\w.-]*(?:/[\w-][\w.-]*)*)"\)')
_COLOR = r"(?:[^,()]|\([^()]*\))*"
Channels = tuple[int, ...]
"""Red, green and blue, from 0 to 255."""
_LIGHT: tuple[Channels, Channels] = (234, 234, 234), (0, 0, 0)
_DARK: tuple[Channels, Channels] = (45, 52, 68), (255, 255, 255)
"""The ground on which words are hardest to read in any of our themes, and what is easiest there."""
_READABLE, _STEPS = 4.5, 50
_MOST_SAID = 200
_LIGHT_DARK = pattern(rf"light-dark\(({_COLOR}),{_COLOR}\)")


@dataclass(frozen=True, slots=True)
class Twin:
    """A page in one of the languages of the CV.

    ``name`` is what that language calls itself, ``href`` the way there from the page that is read,
    empty where it is this one, and ``address`` what search engines are told: whole, if the CV has a
    site. ``is_usual`` is that for readers of all other languages.
    """

    locale: str
    name: str
    href: str
    address: str
    is_usual: bool


def twins(
    document: Document, path: str = "", own: Collection[str] = (), root: str = ""
) -> tuple[Twin, ...]:
    """The page at the path from the homepage, or that itself, in all languages that have it, if
    several have.

    ``own`` are the paths of the pages that there are in this one, and ``root`` leads from the page
    to the homepage.
    """
    found = with_page(document, path, own, root)
    return found if len(found) > 1 else ()


def with_page(
    document: Document, path: str, own: Collection[str], root: str = ""
) -> tuple[Twin, ...]:
    """The same, be it in one alone."""
    alone = Translation(document.locale, "", url=document.site_url)
    found = document.translations or (alone,)
    return tuple(
        _twin(each, path, root, is_usual=each is found[0])
        for each in found
        if not path or path in (own if each.paths is None else each.paths)
    )


def _twin(there: Translation, path: str, root: str, is_usual: bool) -> Twin:
    href = f"{root}{there.root}{path or 'index.html'}" if there.root else ""
    address = there.url or href or path.rpartition("/")[2] or "index.html"
    if there.url and path:
        address = f"{there.url.rstrip('/')}/{path}"
    return Twin(there.locale, there.name, href, address, is_usual)


_SERVICES = {
    "plausible": (
        {"defer": "", "data-domain": "{}", "src": "https://plausible.io/js/script.js"},
        "https://plausible.io/api/event",
    ),
    "umami": (
        {
            "defer": "",
            "data-website-id": "{}",
            "data-host-url": "https://cloud.umami.is",
            "src": "https://cloud.umami.is/script.js",
        },
        "https://cloud.umami.is/api/send",
    ),
    "goatcounter": (
        {
            "async": "",
            "data-goatcounter": "https://{}.goatcounter.com/count",
            "src": "https://gc.zgo.at/count.js",
        },
        "https://{}.goatcounter.com/count",
    ),
    "cloudflare": (
        {
            "defer": "",
            "data-cf-beacon": '{{"token": "{}"}}',
            "src": "https://static.cloudflareinsights.com/beacon.min.js",
        },
        "https://cloudflareinsights.com/cdn-cgi/rum",
    ),
}
"""The script of each service, as it says itself how to ask for it, and where that sends to."""


def frame(document: Document, theme: Theme, comments: bool = False) -> dict[str, Any]:
    """What the head of every page has: the script that knows the reader's colours before anything
    is drawn, elements that the owner asks for, and the policy that lets in those and no others."""
    scheme = theme.read("html/scheme.js").strip()
    tags, policy = document.site.head, _Policy()
    for each in tags:
        if isinstance(each, Tag):
            policy.admit(each)
    if document.site.analytics:
        name, value = document.site.analytics
        attributes, sends_to = _SERVICES[name]
        pairs = tuple((key, each.format(value)) for key, each in attributes.items())
        tags = (*tags, Tag("script", pairs))
        policy.script.append(attributes["src"])
        policy.connect.append(sends_to.format(value))
    if comments:
        for sources in (policy.script, policy.style, policy.frame):
            sources.append("https://giscus.app")
    policy.script.append(f"'{policy_hash(scheme)}'")
    return {"scheme": scheme, "own_tags": tags, "policy": policy}


@dataclass
class _Policy:
    """What a page may load beyond its own site, by the directives of its policy."""

    script: list[str] = field(default_factory=list)
    style: list[str] = field(default_factory=list)
    connect: list[str] = field(default_factory=list)
    frame: list[str] = field(default_factory=list)

    def admit(self, tag: Tag) -> None:
        """Lets in what an element names, by its address, or by what stands in it."""
        given = dict(tag.attributes)
        if tag.name == "script" and "src" in given:
            self._name(self.script, given["src"])
        elif tag.name == "link" and given.get("rel", "").lower() == "stylesheet":
            self._name(self.style, given.get("href", ""))
        elif tag.name in ("script", "style"):
            sources = self.script if tag.name == "script" else self.style
            sources.append(f"'{_hash(words_of(tag.body))}'")

    def _name(self, sources: list[str], address: str) -> None:
        parts = urlsplit(address)
        if _HOST.fullmatch(parts.netloc):
            origin = f"{parts.scheme or 'https'}://{parts.netloc}"
            sources.append(f"{origin}{quote(parts.path, safe='/%')}")
            self.connect += [origin] if sources is self.script else []


@dataclass(frozen=True)
class _OnSite:
    """HTML for a page of the site: what stands beside it is linked by the way there, so that it is
    found wherever the site is, and before it is."""

    root: str
    base: str
    files: frozenset[str]

    def __call__(self, value: str | Inlines) -> str:
        return folds.html(value, self._href)

    def _href(self, url: str) -> str:
        path = url.removeprefix(self.base)
        return f"{self.root}{path}" if path.partition("#")[0] in self.files else url


def on_site(document: Document, root: str) -> folds.Fold:
    """The fold of pages from which ``root`` leads to the homepage."""
    base = f"{document.site_url.rstrip('/')}/" if document.site_url else ""
    own = (quote(each.path) for each in document.files)
    files = frozenset((*own, *(each.href for each in document.alternates)))
    return _OnSite(root, base, files) if document.files else folds.html


def sheets(web: WebStyle, theme: Theme, more: Iterable[str] = ()) -> Iterator[Output]:
    """The style of the pages in one sheet, so that they wait for one file, and what it loads;
    ``more`` are sheets that not all have."""
    names = ("properties", "fonts", "style", *more)
    parts = (theme.read(f"html/{name}.css") for name in names)
    sheet = "\n".join([*parts, own_style(web, theme)])
    yield Output("style.css", sheet.encode())
    for name in dict.fromkeys(_BESIDE.findall(sheet)):
        try:
            yield Output(name, theme.data(f"html/{name}"))
        except FileNotFoundError:
            raise RenderError(f"the style loads '{name}', which is not in the theme") from None


def own_style(web: WebStyle, theme: Theme) -> str:
    """The style sheet of the site's theme, in the user's colour if there is one. Raises
    ``RenderError`` when there is none."""
    try:
        sheet = theme.read(f"html/themes/{web.theme}.css")
    except FileNotFoundError:
        raise RenderError(f"there is no theme '{web.theme}' for the homepage") from None
    colour = web.accent_color
    return f"{sheet}{_accent(colour)}" if colour else sheet


def _accent(colour: str) -> str:
    """The rule that sets it, each theme in the light and in the dark as it can be read there."""
    channels = tuple(bytes.fromhex(colour.removeprefix("#")))
    light, dark = (_readable(channels, *each) for each in (_LIGHT, _DARK))
    return (
        f":root {{ --on-light: {light}; --on-dark: {dark}; "
        "--accent: light-dark(var(--on-light), var(--on-dark)); }\n"
    )


def _readable(colour: Channels, ground: Channels, end: Channels) -> str:
    """The colour, so much nearer to ``end`` that words in it can be read on the ground."""
    steps = (
        tuple(a + (b - a) * step // _STEPS for a, b in zip(colour, end, strict=True))
        for step in range(_STEPS + 1)
    )
    found = next(each for each in steps if contrast(each, ground) >= _READABLE)
    return f"#{bytes(found).hex()}"


def contrast(one: Channels, other: Channels) -> float:
    """That of two colours in sRGB, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Channels) -> float:
    parts = (each / 255 for each in colour)
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def light(sheet: str) -> str:
    """The style with its light colours only, for what knows no ``light-dark()``."""
    return _LIGHT_DARK.sub(r"\1", sheet)


def in_brief(text: str) -> str:
    """What a page says of itself to those who list it: no more than they show."""
    text = folded(text)
    if len(text) <= _MOST_SAID:
        return text
    cut = text[:_MOST_SAID]
    words, space, _ = cut.rpartition(" ")
    return f"{words if len(space + words) > _MOST_SAID // 2 else cut[:-1]}…"


def linked_data(data: Data) -> dict[str, str]:
    """JSON-LD for the filter ``script`` as ``data``, and its ``hash`` for the policy.

    No browser executes the element; the policy names it all the same, because some checkers ask.
    """
    text = json.dumps(data, ensure_ascii=False)
    return {"data": text, "hash": policy_hash(text)}


def policy_hash(text: str) -> str:
    """The Content-Security-Policy's name for an element that holds ``text|script``."""
    return _hash(folds.in_script(text))


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
