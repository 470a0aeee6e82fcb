"""Accounts at networks: what each network is called, and where an account there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ..bib.names import ORCID, is_orcid
from ..model.document import Account
from ..model.entry import Facts
from ..model.later import pattern
from ..model.plain import filled
from ..model.problems import WARNING, Problem, quoted
from ..model.url import for_machines, for_people, host_of, url_problem
from ..source.cv import Profile

URL_FRAME = pattern(r"^https?://|/$")
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
    "scopus": ("https://www.scopus.com/authid/detail.uri?authorId={}", _ID),
    "semanticscholar": ("https://www.semanticscholar.org/author/{}", _ID),
    "soundcloud": ("https://soundcloud.com/{}", _NAME),
    "sourcehut": ("https://sr.ht/~{}", _NAME),
    "stackoverflow": ("https://stackoverflow.com/users/{}", _ID),
    "telegram": ("https://t.me/{}", r"\w+"),
    "threads": ("https://www.threads.net/@{}", _NAME),
    "twitch": ("https://www.twitch.tv/{}", r"\w+"),
    "vimeo": ("https://vimeo.com/{}", _NAME),
    "webofscience": ("https://www.webofscience.com/wos/author/record/{}", r"[\w-]+"),
    "wikidata": ("https://www.wikidata.org/wiki/{}", r"Q\d+"),
    "x": ("https://x.com/{}", r"\w+"),
    "xing": ("https://www.xing.com/profile/{}", _NAME),
    "youtube": ("https://www.youtube.com/@{}", _NAME),
}
"""Network -> the address of an account there, and what the name in it looks like."""

_SAME = {
    "bsky": "bluesky", "devto": "dev", "orcidid": "orcid", "scholar": "googlescholar",
    "twitter": "x", "twitterx": "x", "xtwitter": "x",
}  # fmt: skip
"""Other names of networks."""
HOSTS = frozenset(form.split("/")[2].removeprefix("www.") for form, _ in _NETWORKS.values())
_HOST_FRAME = pattern(r"^(?:www|[a-z]{2})\.|(?<=scholar\.google)\.\S+")
"""What of a host says where in the world one is."""
_RUN_ON = pattern("[-_ ]")
_WITHOUT_PAGES = frozenset(
    {"discord", "line", "matrix", "qq", "signal", "skype", "wechat", "whatsapp"}
)
_FEDERATED = pattern(r"@?([\w.-]+)@([\w-]+(?:\.[\w-]+)+)")
_LINK = pattern(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,}/\S+)", re.IGNORECASE)


def accounts(profiles: Sequence[Profile]) -> tuple[Account, ...]:
    """The accounts that say anything."""
    found = []
    for each in profiles:
        username = each.username or ""
        network = _called(each.network or "") or _network_at(each.url or "")
        url = each.url or _address(network, username)
        short = _short(url or "", username or network)
        found.append(Account(network, username, url, short, _folded(network)))
    return tuple(each for each in found if each.text)


def mistyped(profiles: Sequence[Profile]) -> Iterator[Problem]:
    """The ORCID iDs that can be none, and what says no account."""
    for index, each in enumerate(profiles):
        if each.network and not (each.username or each.url):
            message = (
                f"this account on {quoted(each.network)} is left out: write 'username' or 'url'"
            )
            yield Problem(("basics", "profiles", index), message, WARNING)
        for field, text in (("username", each.username or ""), ("url", each.url or "")):
            found = ORCID.search(text) if "orcid" in f"{each.network} {each.url}".lower() else None
            if found and not is_orcid(found[1]):
                message = f"'{found[1]}' is no ORCID iD: one of its digits is mistyped"
                yield Problem(("basics", "profiles", index, field), message, WARNING)


def unlinked(found: Sequence[Account]) -> list[str]:
    """The networks with an account to which no link leads though there might be one."""
    lost = (each.network for each in found if each.network and not each.url)
    return [each for each in lost if _folded(each) not in _WITHOUT_PAGES]


def with_address(facts: Facts) -> Facts:
    """What is said of an account, its network, its name there and its address."""
    said, address = facts.get("username", ""), facts.get("url", "")
    if _LINK.fullmatch(said):
        said, address = "", address or _address("", said) or ""
    network = facts.get("network") or _network_at(address)
    username = said or _username_at(network, address)
    url = address or _address(network, said)
    return {**facts, **filled({"network": network, "username": username, "url": url})}


def _username_at(network: str, url: str) -> str:
    """The name in the address of an account, as its network writes it, or as Mastodon does."""
    form, name = _NETWORKS.get(_folded(network), ("https://{host}/@{}", _NAME))
    form = form.replace("{host}", host_of(url))
    bare = re.escape(_bare(form)).replace(re.escape("{}"), f"({name})")
    found = re.fullmatch(bare, _bare(url), re.ASCII)
    return found[1] if found else ""


def _bare(url: str) -> str:
    return URL_FRAME.sub("", url).removeprefix("www.")


def _network_at(url: str) -> str:
    """What the network of an address is called, if it is one of those that most know."""
    return _known_hosts().get(_HOST_FRAME.sub("", host_of(url)), "") if url else ""


def _called(network: str) -> str:
    """The name of a network as that writes it, where only capitals and spaces are otherwise."""
    return _own_names().get(_RUN_ON.sub("", network).casefold(), network)


@cache
def _own_names() -> Mapping[str, str]:
    from ..source.offers import NETWORKS

    return {_RUN_ON.sub("", each).casefold(): each for each in NETWORKS}


@cache
def _known_hosts() -> Mapping[str, str]:
    from ..source.offers import NETWORKS

    names = ((name, _NETWORKS.get(_folded(name))) for name in NETWORKS)
    return {_HOST_FRAME.sub("", host_of(form[0])): name for name, form in names if form}


def _address(network: str, username: str) -> str | None:
    """Where the account is, if the network is known and the name is one there."""
    url = for_machines(_written_address(network, username) or "")
    return None if url_problem(url) else url


def _written_address(network: str, username: str) -> str | None:
    name, known = username.strip(), _NETWORKS.get(_folded(network))
    if found := _LINK.fullmatch(name):
        return f"https://{found[1]}"
    if found := _FEDERATED.fullmatch(name):
        return f"https://{found[2]}/@{found[1]}"
    if not known:
        return None
    form, pattern = known
    name = name.removeprefix("@")
    if form.endswith("={}"):
        name = name.partition("&")[0]  # behind it comes more of an address
    if _folded(network) == "bluesky" and "." not in name:
        name += ".bsky.social"
    return form.format(name) if re.fullmatch(pattern, name, re.ASCII) else None


def _folded(network: str) -> str:
    """The name of a network without its signs, and without its domain."""
    name = re.sub(r"[^a-z]", "", network.lower().removesuffix(".com").removesuffix(".org"))
    return _SAME.get(name, name)


def _short(url: str, name: str) -> str:
    """The address without what all have, where it is short and no name says more than it does."""
    short = _bare(for_people(url))
    return short if name in short and len(short) <= _SHORT else ""
