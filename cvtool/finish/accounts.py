"""The accounts of a person, with the address that a user name has where none is given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..model.document import Account
from ..model.entry import Facts
from ..source.cv import Profile

_URL_FRAME = re.compile(r"^https?://|/$")
_SHORT = 40
_NAME = r"[\w.~-]+"
_ID = r"\d+"

_NETWORKS: Mapping[str, tuple[str, str]] = {
    "arxiv": ("https://arxiv.org/a/{}", _NAME),
    "behance": ("https://www.behance.net/{}", _NAME),
    "bitbucket": ("https://bitbucket.org/{}/", _NAME),
    "bluesky": ("https://bsky.app/profile/{}", r"[\w-]+(?:\.[\w-]+)+"),
    "codeberg": ("https://codeberg.org/{}", _NAME),
    "codeforces": ("https://codeforces.com/profile/{}", _NAME),
    "codepen": ("https://codepen.io/{}", _NAME),
    "dblp": ("https://dblp.org/pid/{}", r"\w+/[\w-]+"),
    "dev": ("https://dev.to/{}", _NAME),
    "devto": ("https://dev.to/{}", _NAME),
    "dribbble": ("https://dribbble.com/{}", _NAME),
    "facebook": ("https://www.facebook.com/{}", _NAME),
    "github": ("https://github.com/{}", r"[\w-]+"),
    "gitlab": ("https://gitlab.com/{}", _NAME),
    "googlescholar": ("https://scholar.google.com/citations?user={}", r"[\w-]{12}"),
    "hackernews": ("https://news.ycombinator.com/user?id={}", _NAME),
    "huggingface": ("https://huggingface.co/{}", _NAME),
    "inspire": ("https://inspirehep.net/authors/{}", _ID),
    "instagram": ("https://www.instagram.com/{}/", _NAME),
    "kaggle": ("https://www.kaggle.com/{}", _NAME),
    "keybase": ("https://keybase.io/{}", _NAME),
    "leetcode": ("https://leetcode.com/u/{}/", _NAME),
    "linkedin": ("https://www.linkedin.com/in/{}", r"[\w%-]+"),
    "medium": ("https://medium.com/@{}", _NAME),
    "openreview": ("https://openreview.net/profile?id={}", r"~[\w-]+"),
    "orcid": ("https://orcid.org/{}", r"(?:\d{4}-){3}\d{3}[\dXx]"),
    "osf": ("https://osf.io/{}/", r"\w+"),
    "reddit": ("https://www.reddit.com/user/{}/", _NAME),
    "researchgate": ("https://www.researchgate.net/profile/{}", _NAME),
    "scholar": ("https://scholar.google.com/citations?user={}", r"[\w-]{12}"),
    "scopus": ("https://www.scopus.com/authid/detail.uri?authorId={}", _ID),
    "semanticscholar": ("https://www.semanticscholar.org/author/{}", _ID),
    "soundcloud": ("https://soundcloud.com/{}", _NAME),
    "sourcehut": ("https://sr.ht/~{}", _NAME),
    "stackoverflow": ("https://stackoverflow.com/users/{}", _ID),
    "telegram": ("https://t.me/{}", r"\w+"),
    "threads": ("https://www.threads.net/@{}", _NAME),
    "twitch": ("https://www.twitch.tv/{}", r"\w+"),
    "twitter": ("https://x.com/{}", r"\w+"),
    "vimeo": ("https://vimeo.com/{}", _NAME),
    "webofscience": ("https://www.webofscience.com/wos/author/record/{}", r"[\w-]+"),
    "wikidata": ("https://www.wikidata.org/wiki/{}", r"Q\d+"),
    "x": ("https://x.com/{}", r"\w+"),
    "xing": ("https://www.xing.com/profile/{}", _NAME),
    "youtube": ("https://www.youtube.com/@{}", _NAME),
}
"""Network -> the address of an account there, and what the name in it looks like."""

_WITHOUT_PAGES = frozenset(
    {"discord", "line", "matrix", "qq", "signal", "skype", "wechat", "whatsapp"}
)
_FEDERATED = re.compile(r"@?([\w.-]+)@([\w-]+(?:\.[\w-]+)+)")
_LINK = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,}/\S+)", re.IGNORECASE)


def accounts(profiles: Sequence[Profile]) -> tuple[Account, ...]:
    """The accounts that say anything."""
    found = []
    for each in profiles:
        network, username = each.network or "", each.username or ""
        url = each.url or address(network, username)
        found.append(Account(network, username, url, _short(url or "", username)))
    return tuple(each for each in found if each.text)


def unlinked(found: Sequence[Account]) -> list[str]:
    """The networks with an account to which no link leads though there might be one."""
    lost = (each.network for each in found if each.network and not each.url)
    return [each for each in lost if _folded(each) not in _WITHOUT_PAGES]


def with_address(facts: Facts) -> Facts:
    """What is said of an account, and its address."""
    url = facts.get("url") or address(facts.get("network", ""), facts.get("username", ""))
    return {**facts, "url": url} if url else facts


def address(network: str, username: str) -> str | None:
    """Where the account is, if the network is known and the name is one there."""
    name, known = username.strip(), _NETWORKS.get(_folded(network))
    if found := _LINK.fullmatch(name):
        return f"https://{found[1]}"
    if found := _FEDERATED.fullmatch(name):
        return f"https://{found[2]}/@{found[1]}"
    if not known:
        return None
    form, pattern = known
    name = name.removeprefix("@")
    if _folded(network) == "bluesky" and "." not in name:
        name += ".bsky.social"
    return form.format(name) if re.fullmatch(pattern, name, re.ASCII) else None


def _folded(network: str) -> str:
    """The name of a network without its signs, and without its domain."""
    name = re.sub(r"[^a-z]", "", network.lower().removesuffix(".com").removesuffix(".org"))
    return {"xtwitter": "x", "twitterx": "x", "bsky": "bluesky", "orcidid": "orcid"}.get(name, name)


def _short(url: str, username: str) -> str:
    short = _URL_FRAME.sub("", url).removeprefix("www.")
    return short if username and username in short and len(short) <= _SHORT else ""
