"""Sites of Hugo Blox (Academic, Wowchemy) and of academicpages: folders of pages with a head."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

from ..bib.fields import bare_doi
from ..model.later import pattern
from ..model.problems import Problem, ProblemError
from .bundle import Bundle, decoded, front_matter
from .lines import TextLine, sections
from .papers import bibtex, entries_of, joined
from .rendercv import bare_text
from .taking import (
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
)

_PAGE = """
    layout collection permalink redirect_from author_profile date_format weight draft publishDate
    lastmod featured projects tags categories image header all_day authors author_notes superuser
    status
    user_groups highlight_name show_related name_pronunciation schema slug is_owner summary_length
    toc math aliases share profile commentable reading_time build cascade
"""
_WORK = {"name": "company_name|company|org|organization", "position": "position|role|title",
         "url": "company_url|org_url|url", "startDate": "date_start|start",
         "endDate": "date_end|end", "location": "location",
         "summary": "summary|description"}  # fmt: skip
_EDUCATION = {"institution": "institution", "studyType": "degree|course|area",
"url": "button.url|url",
              "period": "year", "startDate": "date_start|start", "endDate": "date_end|end",
              "summary": "summary|description"}  # fmt: skip
_AWARD = {
    "title": "title",
    "awarder": "awarder",
    "date": "date",
    "url": "url",
    "summary": "summary",
}
_TALK = {"name": "title", "event": "event|event_name|venue", "type": "type", "date": "date",
         "location": "location", "url": "event_url|url", "slides": "url_slides",
         "video": "url_video",
         "summary": "summary|excerpt"}  # fmt: skip
_PAPER = {"name": "title", "publisher": "venue", "releaseDate": "date", "url": "paperurl",
          "summary": "excerpt", "note": "citation"}  # fmt: skip
_COURSE = {"name": "title", "institution": "venue", "studyType": "type", "date": "date",
           "location": "location"}  # fmt: skip
_TYPES = {"article-journal": "article", "2": "article", "paper-conference": "inproceedings",
          "1": "inproceedings", "book": "book", "5": "book", "chapter": "incollection",
          "6": "incollection", "thesis": "phdthesis", "7": "phdthesis", "report": "techreport",
          "4": "techreport"}  # fmt: skip
_VENUES = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle",
           "phdthesis": "school", "techreport": "institution", "book": "publisher"}  # fmt: skip
_SAMPLE = pattern(
    r"Example (?:Talk|Conference|Journal|Project|Event)|An example |Paper Title Number"
    r"|(?:Talk|Tutorial|Conference Proceeding talk) \d on Relevant|Portfolio item number \d"
    r"|Teaching experience \d|Blog Post number|Create Beautiful Presentations with Markdown"
)
_SAMPLE_LINE = pattern(
    r"(?i)github university|^skill \d|currently signed in to \d+ different slack"
)
_BOLD = pattern(r"^(?:<(?:b|strong)>|\*\*)([^<>*]+)(?:</(?:b|strong)>|\*\*)")
_OWNERS = ("admin", "me")
_SHORTCODE = pattern(r"\{\{[<%].*?[>%]\}\}", re.DOTALL)
_LONG = 600


def _page(bundle: Bundle, name: str) -> tuple[Data, str]:
    """The head of a page, in YAML or TOML, and its text."""
    text = _SHORTCODE.sub("", bundle.text(name))
    if found := re.match(r"\+\+\+\n(.*?)^\+\+\+\s*(.*)", text, re.DOTALL | re.MULTILINE):
        try:
            return _texts(tomllib.loads(found[1])), found[2].strip()
        except tomllib.TOMLDecodeError as error:
            what = f"its head is no TOML: {error}"
            raise ProblemError([Problem((), what, file=bundle.place(name))]) from None
    if name.endswith((".yaml", ".yml")):
        data = bundle.plain(name)
        return (dict(data) if isinstance(data, dict) else {}), ""
    return front_matter(text, bundle.place(name))


def _texts(value: Any) -> Any:
    """Plain data with texts in place of numbers and dates, as it is read from YAML."""
    if isinstance(value, dict):
        return {key: _texts(each) for key, each in value.items()}
    if isinstance(value, bool):
        return str(value).lower()
    return [*map(_texts, value)] if isinstance(value, list) else str(value)


def _pages(
    bundle: Bundle, pattern: str, ledger: Ledger, make: Callable[[Data, str], Any]
) -> Iterator[Any]:
    for name in bundle.named(pattern):
        head, body = _page(bundle, name)
        for key in _PAGE.split():
            if key not in ("authors", "featured", "aliases") or "publication" not in pattern:
                ledger.leave(head.pop(key, ""), "how pages are set")
        if _SAMPLE.match(str(head.get("title") or "")):
            ledger.leave([head, body], "the sample of the template")
        elif head.get("title"):
            yield make(head, body)


def read_hugoblox(bundle: Bundle, ledger: Ledger) -> Imported:
    """The page of the author, publications and talks."""
    names = bundle.named(r"(?:data|content)/authors/.+\.(?:ya?ml|md)")
    if bundle.alone:
        names = [bundle.alone]
    heads = [(*_page(bundle, name), name) for name in names]
    data: Data = {}
    if heads:
        head, body, name = max(heads, key=_ownership)
        data = _author(head, body, ledger)
        data["basics"]["image"] = _avatar(bundle, name)
    owner = str(data.get("basics", {}).get("name", ""))

    def paper(head: Data, body: str) -> Data:
        return _paper(head, owner, ledger)

    cited = {name.rpartition("/")[0] for name in bundle.named(r".*/cite\.bib")}
    pattern = r"content/publications?/[^_].*/index\.md"
    rest = "|".join(
        re.escape(each) for each in bundle.named(pattern) if each.rpartition("/")[0] not in cited
    )
    items = [*_pages(bundle, rest, ledger, paper)] if rest else []
    bibs = (decoded(bundle.files[name]) for name in bundle.named(r".*\.bib"))
    bib, _ = joined([*bibs, bibtex(items)])

    def talk(head: Data, body: str) -> Data:
        return _talk(head, body, ledger)

    data["talks"] = [*_pages(bundle, r"content/(?:event|talk)s?/[^_].*/index\.md", ledger, talk)]
    ledger.counts["mapped"] += len(entries_of(bib)) - len(items)
    return Imported(data, bib)


def _avatar(bundle: Bundle, name: str) -> str:
    """The picture of the author, where the site has it."""
    around, _, file = name.rpartition("/")
    stems = (f"{around}/avatar", f"assets/media/authors/{file.partition('.')[0]}")
    names = (f"{stem}.{kind}" for stem in stems for kind in ("jpg", "jpeg", "png", "webp"))
    return next((each for each in names if (bundle.folder / each).is_file()), "")


def _ownership(page: tuple[Data, str, str]) -> tuple[bool, bool, bool]:
    head, _, name = page
    is_owner = "true" in (head.get("is_owner"), str(head.get("superuser")).lower())
    return is_owner, any(f"/{each}" in name for each in _OWNERS), name.startswith("data/")


def _author(head: Data, body: str, ledger: Ledger) -> Data:
    for key in _PAGE.split():
        ledger.leave(head.pop(key, ""), "how pages are set")
    parts = [str(ledger.take(head, key) or "") for key in ("first_name", "last_name")]
    if isinstance(name := head.get("name"), dict):
        ledger.leave(
            [name.pop("given", ""), name.pop("family", "")], "parts of a name that is there"
        )
    ledger.taken(body)
    links = [
        each
        for key in ("links", "social", "profiles")
        for each in mappings(head.pop(key, None) or [])
    ]
    emails, profiles = _links(links, ledger)
    interests = listed(ledger.take(head, "interests") or [])
    work = mappings(head.pop("experience", None) or []) + mappings(head.pop("work", None) or [])
    schools = head.pop("education", None) or []
    schools = schools.get("courses") if isinstance(schools, dict) else schools
    data: Data = {
        "work": [ledger.entry(_iconless(each, ledger), _WORK, "work") for each in work],
        "education": [ledger.entry(_button(each, ledger), _EDUCATION,
        "education") for each in mappings(schools)],
        "awards": [ledger.entry(_iconless(each, ledger), _AWARD, "awards")
                   for each in mappings(head.pop("awards", None) or [])],
        "skills": [_skill(each, ledger) for each in mappings(head.pop("skills", None) or [])],
        "languages": [_language(each, ledger) for each in mappings(head.pop("languages",
        None) or [])],
        "interests": [{"name": str(each)} for each in interests],
    }  # fmt: skip
    more = {"profiles": profiles, "summary": body or ledger.take(head, "bio")}
    table = {"name": "name.display|title|name", "label": "role", "email": "email",
             "aliases": "name.alternate"}  # fmt: skip
    if body:
        table["description"] = "bio"
    basics = ledger.entry(head, table, "basics", **more)
    basics.setdefault("name", " ".join(filter(None, parts)))
    if emails and not basics.get("email"):
        basics["email"] = emails
    return {"basics": basics, **data}


def _iconless(source: Data, ledger: Ledger) -> Data:
    ledger.leave([source.pop(key, "") for key in ("icon", "icon_pack", "percent", "company_logo",
                                               "color", "color_border")],
                 "icons, and levels as numbers")  # fmt: skip
    return source


def _button(source: Data, ledger: Ledger) -> Data:
    if isinstance(button := source.get("button"), dict):
        ledger.leave(button.pop("text", ""), "words of buttons")
    return source


def _links(links: list[Data], ledger: Ledger) -> tuple[list[str], list[Data]]:
    """E-mail addresses and accounts; other links lead into the site."""
    emails, profiles = [], []
    for each in links:
        url = str(each.pop("url", "") or each.pop("link", "") or "")
        label, icon = str(each.get("label") or ""), str(each.get("icon") or "").rpartition("/")[2]
        ledger.leave(each, "icons and words of links")
        if url.startswith("mailto:"):
            emails.append(ledger.taken(url).removeprefix("mailto:"))
        elif "://" in url:
            profiles.append(
                account(ledger.taken(url), label or icon.replace("-", " ").capitalize())
            )
        else:
            ledger.leave(url, "links into the site")
    return emails, profiles


def _skill(source: Data, ledger: Ledger) -> Data:
    items = mappings(source.get("items") or [])
    names = [str(each.pop("name", "")) for each in items]
    ledger.leave(items, "icons, and levels as numbers")
    source["items"] = names
    return ledger.entry(_iconless(source, ledger), {"name": "name", "keywords": "items"}, "skills")


def _language(source: Data, ledger: Ledger) -> Data:
    table = {"language": "name|language", "fluency": "fluency|level|label"}
    return ledger.entry(_iconless(source, ledger), table, "languages")


def _paper(head: Data, owner: str, ledger: Ledger) -> Data:
    """A publication without a .bib of its own."""
    take = ledger.take
    kinds = listed(take(head, "publication_types") or [])
    kind = _TYPES.get(str(kinds[0]) if kinds else "", "misc")
    authors = [
        owner if each in _OWNERS and owner else str(each)
        for each in listed(take(head, "authors") or [])
    ]
    date = str(take(head, "date") or "")
    item = {
        "type": kind, "author": authors, "title": bare_text(str(take(head, "title") or "")),
        _VENUES.get(kind, "howpublished"): bare_text(str(take(head, "publication") or "")),
        "date": iso(date) or date, "doi": bare_doi(str(take(head, "doi") or "")),
        "abstract": bare_text(str(take(head, "abstract") or "")),
        "summary": bare_text(str(take(head, "summary") or "")),
        "selected": str(take(head, "featured") or "") if head.get("featured") == "true" else "",
        **{field: _whole(str(take(head, f"url_{field}") or "")) for field in ("pdf", "code",
        "slides", "video")},
    }  # fmt: skip
    ledger.leave(head, "more of publications: short names of venues, links")
    return item


def _whole(url: str) -> str:
    return url if "://" in url else ""


def _talk(head: Data, body: str, ledger: Ledger) -> Data:
    ledger.leave([head.pop(key, "") for key in ("date_end", "event_end", "event_all_day", "address",
                                                "abstract", "links", "slides")],
                 "more of talks: their ends, addresses and abstracts")  # fmt: skip
    if start := head.pop("event_start", ""):
        ledger.leave(head.pop("date", ""), "when pages were written")
        head["date"] = start
    return _with_text(head, _TALK, "talks", body, ledger)


def _with_text(head: Data, table: Table, section: str, body: str, ledger: Ledger) -> Data:
    """An entry, with the text of its page if it is a short one."""
    entry = ledger.entry(head, table, section)
    if body and len(body) < _LONG and not entry.get("summary"):
        return entry | {"summary": ledger.taken(body)}
    ledger.leave(body, "the texts of pages, whose titles are there")
    return entry


def read_academicpages(bundle: Bundle, ledger: Ledger) -> Imported:
    """The author of the settings, what has pages of its own, and the lists of cv.md."""
    data: Data = {"basics": {}}
    for name in bundle.named(r"_config\.yml"):
        settings = bundle.plain(name) or {}
        author = settings.get("author")
        data["basics"] = _settings(author, ledger) if isinstance(author, dict) else {}
    tables = {"publications": _PAPER, "talks": _TALK, "teaching": _COURSE,
              "portfolio": {"name": "title", "summary": "excerpt"}}  # fmt: skip
    for folder, table in tables.items():
        section = {"portfolio": "projects"}.get(folder, folder)

        def make(head: Data, body: str, table: Table = table, section: str = section) -> Data:
            ledger.leave(head.pop("category", ""), "how pages are set")
            if section == "teaching":
                ledger.leave(body, "the texts of pages, whose titles are there")
                return ledger.entry(head, table, section)
            return _with_text(
                head, table, section, "" if section == "publications" else body, ledger
            )

        data[section] = [*_pages(bundle, rf"_{folder}/.*\.(?:md|html)", ledger, make)]
    for name in bundle.named(r"_pages/cv\.md"):
        _lists(_page(bundle, name)[1], data, ledger)
    return Imported(data)


def _settings(author: Data, ledger: Ledger) -> Data:
    profiles = []
    for key in [*author]:
        value = author[key]
        is_account = key not in (
            "uri",
            "email",
            "name",
            "bio",
            "avatar",
            "location",
            "employer",
            "pronouns",
        )
        if is_account and isinstance(value, str) and value.strip():
            name = {"googlescholar": "Google Scholar", "github": "GitHub", "linkedin": "LinkedIn",
                    "stackoverflow": "Stack Overflow", "twitter": "X"}.get(key,
                    key.capitalize())  # fmt: skip
            author.pop(key)
            ledger.taken(value)
            profiles.append(
                account(value, name) if "://" in value else {"network": name, "username": value}
            )
    home = place(str(ledger.take(author, "location") or ""))
    table = {"name": "name", "email": "email", "url": "uri", "description": "bio",
             "image": "avatar"}  # fmt: skip
    return ledger.entry(author, table, "basics", location=home, profiles=profiles)


def _lists(text: str, data: Data, ledger: Ledger) -> None:
    """Adds the sections of a page with their lists, as far as the lines tell what they are."""
    parts = re.split(r"^(.+)\n={3,}\s*$|^#{1,3} +(.+)$", text, flags=re.MULTILINE)
    lines: list[TextLine] = []
    for heading, other, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        title, items = (heading or other).strip(), [*_bullets(body)]
        if any(_SAMPLE_LINE.search(each.text) for each in items):
            ledger.leave([title, *(each.text for each in items)], "the sample of the template")
        elif items:
            ledger.taken([title, *(each.text for each in items)])
            lines += [TextLine(title, "section"), *items]
    sections(lines, data, ledger)


def _bullets(text: str) -> Iterator[TextLine]:
    """The items of lists, those inside of others as items of theirs."""
    for line in text.split("\n"):
        found = re.match(r"( *)[*+-] +(.+)", line)
        if found and "{%" not in line and leaves(found[2].strip()):
            depth = len(found[1]) // 2
            kind = "item" if depth else "line"
            yield TextLine(_BOLD.sub(r"\1", found[2].strip()), kind, max(0, depth - 1))
