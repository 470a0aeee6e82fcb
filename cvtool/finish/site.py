"""The pages of the site beside the homepage: sections of their own, texts, and posts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from ..model.dates import newest_first
from ..model.document import Section, all_of, leaves
from ..model.inline import Inlines, Link, Text, to_plain
from ..model.later import dataclass, replace
from ..model.plain import file_words, slug
from ..model.problems import Problem, quoted
from ..model.prose import bodies
from ..model.site import (
    POSTS,
    POSTS_PATH,
    Nodes,
    Tag,
    WebPage,
    WebSite,
    changed,
    tags_in,
)
from ..read.pages import PageFile
from ..source import CV
from ..words import Language
from .cited import Citations
from .listing import PARTS, Manner, in_order, listed, passes
from .outline import Outline, placed
from .plan import Plan
from .sections import Found

_PAGES = ("site", "pages")
_GROUP, _PUBLICATIONS, _PEOPLE = "group", "publications", "supervision"
_NEWS = 6
"""So many the homepage shows where they have a page."""
_RESERVED = frozenset({"index", "404", "con", "prn", "aux", "nul"})


@dataclass(frozen=True)
class Web:
    """The site; what is wrong with ``site.pages``; and, by the sections that have a page, what
    leads there: the ``paths`` of these, and the words of links."""

    site: WebSite
    problems: list[Problem]
    paths: Mapping[str, str]
    words: Language

    @property
    def outlines(self) -> Iterator[Outline]:
        """The sections of each page."""
        return (page.sections for page in self.site.pages)

    def on_homepage(self, main: Outline, of_format: Mapping[str, Outline]) -> Mapping[str, Outline]:
        """The outlines, of which the homepage's has the beginning of what has a page, or nothing
        of it."""
        if not self.paths:
            return of_format
        left = tuple(self._left(of_format.get("html", main)))
        return {**of_format, "html": left}

    def _left(self, sections: Outline) -> Iterator[Section]:
        for each in sections:
            name = _PUBLICATIONS if each.id in PARTS else each.id
            inside = tuple(self._left(each.sections)) if each.kind == "group" else each.sections
            if name not in self.paths:
                if inside or not each.sections:
                    yield replace(each, sections=inside)
            elif name == _PUBLICATIONS:
                yield from self._cut(each)
            elif each.row.dated_first:
                rest = each.entries[_NEWS:]
                more = self._to(name, self.words.phrases["earlier"]) if rest else ()
                yield replace(each, entries=each.entries[:_NEWS], more=more)

    def _cut(self, section: Section) -> Iterator[Section]:
        """The list, if it is not the whole, with a link to that at its end."""
        shown = [it for each in leaves((section,)) for it in each.publications]
        whole = self._papers()
        if section.id == PARTS[1] or len(shown) == len(whole):
            return
        count = len(whole) - len(shown)
        more = self._to(_PUBLICATIONS, self.words.count("more", count))
        yield _without_rest(section, more)

    def _papers(self) -> Sequence[object]:
        path = self.paths[_PUBLICATIONS]
        page = next(each for each in self.site.pages if each.path == path)
        return [it for each in leaves(page.sections) for it in each.publications]

    def _to(self, name: str, words: str) -> Inlines:
        return (Link((Text(words),), self.paths[name]),)


def _without_rest(section: Section, more: Inlines) -> Section:
    """The section without what is folded; the last of its lists ends with the words."""
    *before, last = section.sections or (section,)
    if not section.sections:
        return replace(section, rest=(), more=more)
    inside = (*(_without_rest(each, ()) for each in before), _without_rest(last, more))
    return replace(section, sections=inside)


def page_of_publications(cv: CV) -> str:
    """Where their page is, if they have one."""
    names = {each.section for each in cv.site.pages}
    return f"{_PUBLICATIONS}.html" if _PUBLICATIONS in names else ""


def web_of(
    cv: CV, found: Found, papers: Citations, plan: Plan, words: Language, texts: Sequence[PageFile]
) -> Web:
    """The pages that ``site.pages`` names, in this order, and behind them the other texts.

    ``found`` are the sections of the homepage, of which a page has the whole list of publications.
    """
    drafts = {each.name for each in texts if each.is_draft}
    texts = [each for each in texts if not each.is_draft]
    ranked = sorted(texts, key=lambda it: (it.order, it.name))
    own = {each.name: each for each in ranked if each.folder != POSTS}
    posts = tuple(_posts(texts, words))
    papers_apart = _publications(papers, plan, words) if cv.site.pages else {}
    whole = {**found, **papers_apart, **_group(found, words)}
    special = {*own, *([POSTS] if posts else [])} - whole.keys()
    skip = {*special, *(drafts - whole.keys()), POSTS, *([] if _GROUP in whole else [_GROUP])}
    outlines, problems = placed(cv, whole, cv.site.pages, _PAGES, skip, words)
    pages: dict[str, WebPage] = {}
    paths: dict[str, str] = {}
    for index, (item, sections) in enumerate(zip(cv.site.pages, outlines, strict=True)):
        if item.section == POSTS and posts:
            page = _posts_page(words)
        elif sections:
            name = sections[0].id if item.section else slug(item.heading or "")
            text = own.pop(name).page if name in own else None
            page = _with_sections(_name(name, words, index), sections, text)
            paths |= {each.id: page.path for each in all_of(sections)}
        elif item.section in own:
            page = own.pop(item.section).titled
        else:
            continue
        if page.path in pages:
            what = f"another page is called {quoted(page.path)}, too"
            problems.append(Problem((*_PAGES, index), what))
        pages[page.path] = page
    rest = [*(each.titled for each in own.values()), *([_posts_page(words)] if posts else [])]
    pages |= {each.path: each for each in rest if each.path not in pages}
    shown = _within((*pages.values(), *posts), texts)
    shown, posts = shown[: len(pages)], shown[len(pages) :]
    if _GROUP in {each.section for each in cv.site.pages}:
        paths[_PEOPLE] = paths.get(_GROUP, "")
    files = {it.path: it for each in texts for it in each.files}
    said = cv.site
    site = WebSite(shown, posts, tuple(files.values()), said.analytics, said.comments, said.head)
    return Web(site, problems, {name: path for name, path in paths.items() if path}, words)


def _within(pages: tuple[WebPage, ...], texts: Sequence[PageFile]) -> tuple[WebPage, ...]:
    """The pages, where what leads to one that is for others has its words alone."""
    have = {"index.html", "404.html", *(each.path for each in pages)}
    if lost := frozenset[str]().union(*(each.leads for each in texts)) - have:

        def change(node: Tag) -> Tag:
            url = dict(node.attributes).get("href", "").partition("#")[0].partition("?")[0]
            is_lost = url.removeprefix("../") in lost and node.name == "a"
            return Tag("span", (), node.body) if is_lost else node

        pages = tuple(replace(each, body=changed(each.body, change)) for each in pages)
    return pages


def _posts(texts: Sequence[PageFile], words: Language) -> Iterator[WebPage]:
    found = [each.titled for each in texts if each.folder == POSTS]
    for page in sorted(found, key=lambda it: (newest_first(it.date), it.path)):
        yield replace(page, when=words.date(page.date))


def _posts_page(words: Language) -> WebPage:
    return WebPage(POSTS_PATH, words.phrases["blog"])


def _publications(papers: Citations, plan: Plan, words: Language) -> Found:
    """The whole list, by year unless it is divided otherwise."""
    at = plan.of.get("html")
    if at is None:
        return {}
    own, settings = papers.by_settings[at], plan.distinct[at]
    whole = {"limit": None, "selected": "mixed", "more": ""}
    by_year = {"group_by": ["year"], "numbering": "none"}
    settings = settings.but(whole | ({} if settings.group_by else by_year))
    main = {each.key: each for each in own.main}
    others = {each.key for each in own.others}
    more = (it for it in papers.all if it.key in others and passes(it, settings))
    both = in_order((*main.values(), *(it for it in more if it.key not in main)), settings)
    return listed(both, (), Manner(settings, plan.grouping), words)


def _group(found: Found, words: Language) -> Found:
    """The people: those supervised now, and those who were before."""
    people = [each for section in found.get(_PEOPLE, ()) for each in section.entries]
    if not people:
        return {}
    former = tuple(it for it in people if it.span and not it.span.running)
    now = tuple(it for it in people if it not in former)
    heading = words.phrases["alumni"] if now else ""
    parts = [Section("members", _PEOPLE, "", entries=now)] if now else []
    parts += [Section("alumni", _PEOPLE, heading, entries=former)] if former else []
    whole = Section(_GROUP, "people", words.phrases["group"], sections=tuple(parts))
    return {_GROUP: (whole,)}


def _name(name: str, words: Language, index: int) -> str:
    """The name of a section in an address."""
    safe = "-".join(word for word in file_words(name, words.locale) if word.isascii())
    is_same = name.replace("-", "").isalnum() and name.isascii()
    safe = name if is_same else safe.lower()
    return safe if safe and safe.lower() not in _RESERVED else f"page-{index + 1}"


def _with_sections(name: str, sections: Outline, text: WebPage | None) -> WebPage:
    """The page of these sections, below a text of the same name; one that is alone has its heading
    above that."""
    first = sections[0]
    title = (text.title if text else "") or first.heading or name
    summary = next((to_plain(each) for it in sections for each in bodies(it.summary)), "")
    if len(sections) == 1:
        sections = (replace(first, heading=""),)
    page = text or WebPage("", "")
    body = _apart(page.body, {each.id for each in all_of(sections)})
    about = page.description or summary
    return replace(
        page, path=f"{name}.html", title=title, description=about, sections=sections, body=body
    )


def _apart(body: Nodes, taken: Collection[str]) -> Nodes:
    """The body, whose elements have none of these for their id."""

    def change(node: Tag) -> Tag:
        kept = tuple(it for it in node.attributes if it[0] != "id" or it[1] not in taken)
        return replace(node, attributes=kept)

    is_taken = any(dict(each.attributes).get("id") in taken for each in tags_in(body))
    return changed(body, change) if is_taken else body
