"""Sites of al-folio: ``_data/cv.yml`` of both forms, socials, news, projects and bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..model.later import pattern
from ..read.jsonresume import folded, networks
from ..words.data import section_of
from . import jsonresume
from .bundle import Bundle, front_matter
from .merging import merged
from .papers import entries_of, whole
from .rendercv import of_cv
from .taking import (
    GUESSED,
    LEFT,
    Data,
    Imported,
    Ledger,
    Table,
    account,
    iso,
    leaves,
    listed,
    mappings,
    place,
    texts,
)

_ENTRY = {"period": "year", "location": "location", "url": "url", "summary": "maindescription",
          "highlights": "description"}  # fmt: skip
_TABLES: Mapping[str, Table] = {
    "education": {
        "studyType": "title",
        "institution": "institution",
        "area": "department",
        **_ENTRY,
    },
    "work": {"name": "institution", "position": "title", "focus": "department", **_ENTRY},
    "volunteer": {"organization": "institution", "position": "title", **_ENTRY},
    "service": {"organization": "institution", "position": "title", **_ENTRY},
    "teaching": {"name": "title", "institution": "institution", **_ENTRY},
    "awards": {"title": "title", "awarder": "institution", **_ENTRY},
    "certificates": {"name": "title", "issuer": "institution", **_ENTRY},
    "talks": {"name": "title", "event": "institution", **_ENTRY},
    "projects": {"name": "title", "entity": "institution", **_ENTRY},
}
_TITLES = {"awards": "title", "certificates": "name", "projects": "name", "talks": "name",
           "service": "position", "teaching": "name"}  # fmt: skip
_GENERAL = {"name": "Full Name|Name", "email": "Email|E-mail", "phone": "Phone",
            "birthDate": "Date of Birth", "nationality": "Nationality",
            "url": "Website", "label": "Position|Title|Current position",
            "summary": "Summary"}  # fmt: skip
_NAMED = frozenset({"skills", "interests", "languages"})
_ACCOUNT = pattern(r"(\w+?)_(username|id|userid|url|account|profile)")
_EINSTEINS = frozenset({"you@example.com", "qc6CJjYAAAAJ", "1010907"})
"""Of Albert Einstein, who comes with the template."""
_EMOJI = pattern(r"\s*:[a-z][a-z0-9_+-]+:(?=\W|$)")
_FILE = pattern(
    r"(^\s*|,\s*)(pdf|poster|slides|supp|html)(\s*=\s*[{\"])([^{}\":]+)([}\"])",
    re.MULTILINE | re.IGNORECASE,
)
_EINSTEIN = pattern(r"Einstein\*?[†‡§¶]?,\s*A|Albert Einstein", re.IGNORECASE)
_SAMPLE = pattern(rb"Einstein|Description 1\.|Professor of Theoretical Physics")

_SAMPLE_PAGE = pattern(
    r"project \d.*\n[^\0]*Every project has a beautiful feature|A long announcement with details\n"
    r"|\n\s*A simple inline announcement"
)
"""Title and text of the projects and news with which the template comes."""


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The site, as far as a CV is in it."""
    found = Imported({}, _with_links(_without_sample(whole(bundle), ledger), bundle, ledger))
    ledger.counts["mapped"] += len(entries_of(found.bib))
    for name in _cvs(bundle, ledger):
        more = _cv(bundle, name, ledger)
        found.data = merged(found.data, more.data, lambda text: ledger.note("disagree", text))
        found.bib += more.bib
        found.files |= more.files
    data = found.data
    for name in bundle.named(r"_data/socials\.yml"):
        data["basics"] = merged(
            data.get("basics", {}), _socials(bundle, name, ledger), lambda _: None
        )
    for name in bundle.named(r"_config\.yml"):
        basics = data.setdefault("basics", {})
        basics.setdefault("name", _owner(bundle.plain(name), ledger))
        data["basics"] = merged(basics, _contacts(bundle.plain(name), ledger), lambda _: None)
    for name in bundle.named(r"_pages/about\.md"):
        shown = front_matter(bundle.text(name), bundle.place(name))[0].get("profile")
        image = shown.get("image") if isinstance(shown, dict) else ""
        data.setdefault("basics", {}).setdefault("image", ledger.taken(image or ""))
    data["news"] = [*_pages(bundle, r"_news/.*\.md", _news, ledger)]
    pages = [*_pages(bundle, r"_projects/.*\.md", _project, ledger)]
    data = merged(data, {"projects": pages}, lambda text: ledger.note("disagree", text))
    return Imported(data, found.bib, found.files)


def _cvs(bundle: Bundle, ledger: Ledger) -> list[str]:
    """The files that are the CV: not that of Albert Einstein, which comes with the template."""
    names = [bundle.alone] if bundle.data else bundle.named(r"_data/cv\.yml|json/resume\.json")
    own = [each for each in names if not _SAMPLE.search(bundle.files[each])]
    for each in {*names} - {*own} if own else ():
        ledger.note(LEFT, f"the sample of the template: {each}", 0)
    return own or names


def _cv(bundle: Bundle, name: str, ledger: Ledger) -> Imported:
    data = bundle.plain(name)
    if isinstance(data, dict) and isinstance(data.get("cv"), dict):
        found = of_cv(data["cv"], ledger)
        rest = {key: each for key, each in data.items() if key != "cv"}
        ledger.leave(rest, "how it is shown")
        return found
    if isinstance(data, list):
        return Imported(_of_list(data, ledger))
    return jsonresume.of_file(bundle, name, ledger)


def _of_list(sections: list[Any], ledger: Ledger) -> Data:
    """The older form: sections with a heading, a type and contents."""
    data: Data = {}
    for section in mappings(sections):
        heading, contents = str(section.get("title", "")), section.get("contents") or []
        ledger.counts["mapped"] += (
            2 if section.get("type") else 1
        )  # how it is set follows from both
        ledger.order.append(heading)
        kind = section_of(heading)
        if section.get("type") == "map":
            found = _general(contents, ledger)
        else:
            found = {}
            for each in contents if isinstance(contents, list) else [contents]:
                for of, entry in _entries(each, kind, ledger):
                    found.setdefault(of, []).append(entry)
            if {*found} != {kind} or kind in data:
                found = {"custom": [{"heading": heading, **found}]} if found else {}
        data = merged(data, found, lambda text: ledger.note("disagree", text))
    return data


def _general(contents: Any, ledger: Ledger) -> Data:
    source = {str(each.get("name")): each.get("value") for each in mappings(contents)}
    ledger.counts["mapped"] += len(source)
    spoken = [{"language": each} for each in listed(ledger.take(source, "Languages") or [])]
    accounts = []
    for name in [*source]:
        network = networks().get(re.sub(r"\W.*", "", name.lower()))
        if network and isinstance(source[name], str):
            text = str(ledger.take(source, name)).strip()
            accounts.append(account(text) if "://" in text else
                            {"network": network, "username": text.lstrip("@")})  # fmt: skip
    more = {
        "location": place(str(ledger.take(source, "Location|Address") or "")),
        "profiles": accounts,
    }
    return {"basics": ledger.entry(source, _GENERAL, "basics", **more), "languages": spoken}


def _entries(source: Any, kind: str, ledger: Ledger) -> Iterator[tuple[str, Data | str]]:
    """The entries that one item of a section makes, each with the section that it is for."""
    if not isinstance(source, dict):
        text = str(ledger.taken(source) or "")
        key = {"languages": "language"}.get(kind, "name")
        if text:
            yield (kind, {key: text}) if kind in _NAMED else ("notes", text)
        return
    source = dict(source)
    ledger.leave(source.pop("icon", ""), "icons")
    items = source.get("items")
    if isinstance(items, list) and (kind in _TITLES or not kind) and source.get("year"):
        yield from _dated(source, kind, ledger)
    elif isinstance(items, list) and kind in _NAMED:
        yield kind, ledger.entry(source, {"name": "name|title", "keywords": "items"}, kind)
    elif isinstance(items, list):
        label, words = ledger.take(source, "name|title"), ledger.take(source, "items")
        yield "notes", f"**{label}:** {', '.join(texts(words))}"
        ledger.leave(source, "more in a list of words")
    else:
        yield _entry(source, kind, ledger)


def _dated(source: Data, kind: str, ledger: Ledger) -> Iterator[tuple[str, Data | str]]:
    """Several of a year."""
    year, items = str(ledger.take(source, "year")), ledger.take(source, "items")
    key = _TITLES.get(kind)
    for each in texts(items):
        if key:
            yield kind, {key: each, **ledger.dated("period", year, kind)}
        else:
            yield "notes", f"{year}: {each}"
    ledger.leave(source, "more beside the items of a year")


def _entry(source: Data, kind: str, ledger: Ledger) -> tuple[str, Data]:
    if kind not in _TABLES:
        kind = "work" if source.get("institution") else "projects"
    if isinstance(source.get("description"), list):
        points = [_point(each) for each in source["description"]]
        ledger.counts["mapped"] += leaves(source["description"]) - leaves(points)
        source["description"] = points
    elif source.get("description"):
        source.setdefault("maindescription", source.pop("description"))
    links = mappings(source.pop("linkitems", None) or [])
    absolute = next((each for each in links if "://" in str(each.get("link"))), None)
    if absolute:
        source["url"] = absolute.pop("link")
    source["linkitems"] = links
    return kind, ledger.entry(source, _TABLES[kind], kind)


def _point(value: Any) -> Any:
    """A bullet; one with a heading has a list under it."""
    if not isinstance(value, dict) or "contents" not in value:
        return value
    lines = [str(value.get("title", "")), *(f"- {each}" for each in texts(value["contents"]))]
    return "\n".join(filter(None, lines))


def _contacts(config: Any, ledger: Ledger) -> Data:
    """How the owner is reached, by the settings of a site that has no ``socials.yml`` yet."""
    found = {key: _ACCOUNT.fullmatch(key) for key in config}
    names = [key for key, it in found.items() if it and folded(it[1]) in networks()]
    return _reached({key: config[key] for key in ("email", *names) if config.get(key)}, ledger)


def _socials(bundle: Bundle, name: str, ledger: Ledger) -> Data:
    return _reached(dict(bundle.plain(name) or {}), ledger)


def _reached(source: Data, ledger: Ledger) -> Data:
    ledger.leave(source.pop("cv_pdf", ""), "the address of another cv.pdf")
    ledger.leave(source.pop("rss_icon", ""), "icons")
    for key in [each for each, said in source.items() if said in _EINSTEINS]:
        ledger.leave(source.pop(key), "accounts of the template's sample")
    email = ledger.take(source, "email")
    profiles = []
    for key in [*source]:
        if isinstance(source[key], str) and (found := _ACCOUNT.fullmatch(key)):
            network = networks().get(folded(found[1]), found[1].capitalize())
            what = "url" if "://" in source[key] else "username"
            profiles.append({"network": network, what: ledger.take(source, key)})
    for each in mappings(source.get("custom_social") or []):
        ledger.leave(each.pop("logo", ""), "icons")
        made = {"network": ledger.take(each, "title"), "url": ledger.take(each, "url")}
        profiles += [made] if leaves(made) else []
    return {"email": email, "profiles": profiles, **ledger.keep(source, "socials.yml")}


def _owner(config: Any, ledger: Ledger) -> str:
    """Who the site is of; the rest of its settings is none of a CV's."""
    parts = (str(config.get(key) or "") for key in ("first_name", "middle_name", "last_name"))
    name = " ".join(filter(None, parts))
    ledger.counts["mapped"] += len(name.split())
    return name


def _without_sample(bib: str, ledger: Ledger) -> str:
    """The bibliography without Albert Einstein's papers, where there are others."""
    entries = entries_of(bib)
    theirs = [it for it in entries if _EINSTEIN.search(it.fields.get("author", ""))]
    if not theirs or len(theirs) == len(entries):
        return bib
    for each in reversed(theirs):
        ledger.leave(each.key or "a paper", "the sample of the template, in the bibliography")
        bib = bib[: each.start] + bib[each.end :].lstrip()
    return bib


def _with_links(bib: str, bundle: Bundle, ledger: Ledger) -> str:
    """The bibliography with whole addresses of the files that the site has."""
    config = next((bundle.plain(each) for each in bundle.named(r"_config\.yml")), None) or {}
    site = str(config.get("url") or "").rstrip("/") + str(config.get("baseurl") or "").rstrip("/")
    if not site:
        return bib

    def linked(found: re.Match[str]) -> str:
        folder = "html" if found[2].lower() == "html" else "pdf"
        path = found[4] if found[4][0] == "/" else f"/assets/{folder}/{found[4]}"
        return f"{found[1]}{found[2]}{found[3]}{site}{path}{found[5]}"

    ledger.note(GUESSED, f"files of papers are at the address of the site, {site}", 0)
    return _FILE.sub(linked, bib)


def _pages(bundle: Bundle, pattern: str, make: Any, ledger: Ledger) -> Iterator[Data]:
    for name in bundle.named(pattern):
        head, body = front_matter(bundle.text(name), bundle.place(name))
        if _SAMPLE_PAGE.match(f"{head.get('title', '')}\n{body}"):
            ledger.leave({**head, "body": body}, "the sample of the template, among the pages")
            continue
        for key in ("layout", "inline", "related_posts", "img", "importance", "category",
                    "related_publications", "imgclass", "giscus_comments", "toc",
                    "display_categories"):  # fmt: skip
            ledger.leave(head.pop(key, ""), "how pages are set")
        yield make(head, body, ledger)


def _news(head: Data, body: str, ledger: Ledger) -> Data:
    date = str(ledger.take(head, "date") or "")
    text = _EMOJI.sub("", ledger.taken(body))
    title = ledger.take(head, "title")
    if title and len(body) > 600:
        ledger.counts["mapped"] -= 1
        ledger.leave(body, "the pages of news, whose titles are there")
        text = title
    return {"date": iso(date) or date, "text": text or title, **ledger.keep(head, "news")}


def _project(head: Data, body: str, ledger: Ledger) -> Data:
    ledger.leave(body, "the pages of projects, whose titles and descriptions are there")
    table = {"name": "title", "description": "description", "url": "redirect|github|url"}
    return ledger.entry(head, table, "projects")
