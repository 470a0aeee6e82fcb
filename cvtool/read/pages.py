"""Pages of one's own, `pages/*.md`, and posts, `posts/*.md`: read, and made for one reader."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from os.path import normpath, relpath
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, unquote, urlsplit

from ..model.files import OwnFile
from ..model.later import NamedTuple, pattern, replace
from ..model.plain import file_words, slug
from ..model.problems import ERROR, NOTE, WARNING, Problem, disguised, near, quoted, suggestion
from ..model.site import POSTS, Nodes, Tag, WebFile, WebPage, changed, words_of
from ..model.url import url_problem
from ..source.fields import Day, Words
from ..source.node import Key, Node, keys
from ..store.files import listed, read_file, real_path
from . import Marks, words_at
from .check import validated
from .names import EXCEPT, FOR, Declared, Names, each_of, is_read, is_text
from .text import decode, read_plain

if TYPE_CHECKING:
    from .commonmark import At, PageText

FOLDERS = ("pages", POSTS)
"""Those beside cv.yaml that have them."""
_FENCE = pattern(r"---[ \t]*\n(.*?\n)?(---|\.\.\.)[ \t]*(\n|\Z)", re.DOTALL)
_OPEN = pattern(r"---[ \t]*\n[A-Za-z-]+:(?:\s|\Z)")
_NAME = pattern(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_POST = pattern(r"(\d{4}-\d\d-\d\d)-(.+)")
_NO_DAY = "a post has a day: call the file 2026-03-15-words.md, or write 'date: 2026-03-15'"
_TAKEN = ("index", "404", POSTS)
_LARGEST, _LONGEST = 1_000_000, 160
"""So many characters of a text stand for its description."""
_WIDEST = 1440
"""The width of a picture on a page: twice what is seen of it."""
_SOURCES = frozenset({"variants", "private", "applications", "templates"})
"""Folders beside cv.yaml that are nobody's to read."""
_UNREAD = (".yaml", ".yml", ".bib", ".md")
_PAPERS = "publications"
_UNNAMED = pattern(r"page-\d+\.html")
"""Pages of sections whose names no address can have."""


class _Front(Node):
    """What may stand above a text."""

    title: Words | None = None
    description: Words | None = None
    date: Day | None = None
    order: int = 1000
    comments: bool | None = None
    draft: bool = False
    published: bool = True
    readers: Annotated[Any, Key(FOR)] = ()
    others: Annotated[Any, Key(EXCEPT)] = ()


class PageFile(NamedTuple):
    """What a file says, whoever reads it; ``links`` are where its links stand, and
    ``files`` are what it shows and links to.

    ``language`` is that of ``about.zh.md``, and ``said`` has for whom it is, or is not;
    ``leads`` are the pages of the site that it links to, which another reader may not have.
    """

    path: Path
    name: str
    language: str
    order: int
    said: tuple[tuple[str, str], ...]
    is_draft: bool
    page: WebPage
    links: Mapping[str, At]
    files: tuple[WebFile | OwnFile, ...] = ()
    leads: frozenset[str] = frozenset()

    @property
    def folder(self) -> str:
        """The one that it stands in."""
        return self.path.parent.name

    @property
    def titled(self) -> WebPage:
        """The page; where it says no title, its name is that."""
        dated = _POST.fullmatch(self.name) if self.folder == POSTS else None
        words = (dated[2] if dated else self.name).replace("-", " ").replace("_", " ")
        return replace(self.page, title=self.page.title or words[:1].upper() + words[1:])


class PageFiles:
    """The files in both folders. They may link to the ``outputs`` of cvtool, to the ``pages`` that
    sections have, and to what ``find`` finds at a path, which raises for what may not go out."""

    def __init__(
        self,
        folder: Path,
        declared: Declared,
        outputs: Collection[str],
        pages: Collection[str],
        find: Callable[[str], OwnFile | None],
    ) -> None:
        self.folder, self._declared, self._outputs = folder, declared, outputs
        self._pages, self._find = {*pages, "index.html", "404.html", f"{POSTS}.html"}, find
        self._leads: set[str] = set()
        self.inputs = [folder / each / "*.md" for each in FOLDERS]
        self.problems: list[Problem] = []
        self._attached: dict[str, WebFile | OwnFile] = {}
        paths = [path for each in self.inputs for path in listed(each.parent, ".md")]
        self.paths = paths
        shown = (each for each in paths if each.stem != "README" and each.name[0] not in "._")
        found = (self._read(path) for path in shown)
        self.files = [each for each in found if each]
        self._paths = {
            f"{it.folder}/{it.path.name}": it.page.path for it in self.files if not it.is_draft
        }
        self._pages |= {*self._paths.values()}
        self.files = [self._resolved(each) for each in self.files]
        self.problems = [*_once(self.problems)]

    def of(self, language: str, names: Names) -> list[PageFile]:
        """Those that somebody reads, in their language where there is one of the name in it."""
        found: dict[tuple[str, str], PageFile] = {}
        for each in self.files:
            key, own = (each.folder, each.name), each.language
            if own in ("", language) and is_read(each.said, names) and (own or key not in found):
                found[key] = each
        return [*found.values()]

    @property
    def are_for_all(self) -> bool:
        """Whether every reader has them all, and the same."""
        return not any(each.said or each.language for each in self.files)

    def _read(self, path: Path) -> PageFile | None:
        file = str(path)
        self.inputs.append(path)
        try:
            if not real_path(path).is_relative_to(real_path(self.folder)):
                raise ValueError("it leads outside the folder of cv.yaml")
            text, problems = decode(read_file(path, _LARGEST), file)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", error)
            text, problems = "", [Problem((), f"it cannot be read: {why}", file=file)]
        self.problems += problems
        name, _, language = path.stem.partition(".")
        if problems or not self._is_named(path, name, language):
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        front = _FENCE.match(text)
        if not front and _OPEN.match(text):
            what = "the keys that begin here are never closed: write '---' below them"
            self.problems.append(Problem((), what, ERROR, file, 1, 1))
        said = self._front(front[0] if front else "", file)
        from .commonmark import reading

        found = reading(text, file, front[0].count("\n") if front else 0)
        self.problems += found.problems
        return self._file(path, name, language, said, found)

    def _file(
        self,
        path: Path,
        name: str,
        language: str,
        front: tuple[_Front, Marks],
        found: PageText,
    ) -> PageFile:
        said, marks = front
        is_post = path.parent.name == POSTS
        dated = _POST.fullmatch(name) if is_post else None
        date = said.date or (_checked({"date": dated[1]})[0].date if dated else None)
        if is_post and not (date and date.day):
            self.problems.append(marks.put(Problem((), _NO_DAY), ("date",)))
        page = WebPage(
            path=f"{POSTS}/{name}.html" if is_post else f"{name}.html",
            title=said.title or found.title,
            description=said.description or _beginning(found.body),
            body=found.body,
            date=date,
            has_comments=is_post if said.comments is None else said.comments,
            source=str(path),
        )
        readers = ((FOR, each_of(said.readers)), (EXCEPT, each_of(said.others)))
        names = tuple((kind, it) for kind, names in readers for it in names if is_text(it))
        is_draft = said.draft or not said.published
        return PageFile(path, name, language, said.order, names, is_draft, page, found.links)

    def _is_named(self, path: Path, name: str, language: str) -> bool:
        what = ""
        if not _NAME.fullmatch(name):
            what = "its name is part of an address: write Latin letters, digits and hyphens"
        elif path.parent.name != POSTS and name.lower() in _TAKEN:
            what = f"the site has another page of the name {quoted(name)}: call this one otherwise"
        elif language and language not in self._declared.languages:
            own = suggestion(language, self._declared.languages) or ": cv.yaml declares none"
            what = f"there is no language {quoted(language)}{own}"
        self.problems += [Problem((), what, file=str(path))] if what else []
        return not what

    def _front(self, text: str, file: str) -> tuple[_Front, Marks]:
        """What stands above a text, where it is right."""
        inside = text.rstrip().removesuffix("...").removesuffix("---")
        plain, problems = read_plain(inside, file)
        data = plain.data if isinstance(plain.data, dict) else {}
        if plain.data is not None and not data and not problems:
            problems = [Problem((), "expected keys and values such as 'title: ...'", file=file)]
        own = {key: value for key, value in data.items() if value is not None}
        said = {key: own[key] for key in own if key in keys(_Front)}
        found, wrong = _checked(said)
        wrong += filter(None, map(_unknown, own.keys() - said.keys()))
        for key in {FOR, EXCEPT} & said.keys():
            names = [self._declared.unknown(each, (key,)) for each in each_of(said[key]) or [[]]]
            wrong += filter(None, names)
            self._declared.use([*filter(is_text, each_of(said[key]))])
        self.problems += [*problems, *(plain.marks.put(each, each.path) for each in wrong)]
        return found, plain.marks

    def _resolved(self, file: PageFile) -> PageFile:
        """With its links as they are on the site."""
        root = "../" if file.folder == POSTS else ""

        def change(node: Tag) -> Tag | str:
            for key, url in node.attributes:
                if key in ("href", "src"):
                    return self._linked(node, key, url, file, root)
            return node

        self._attached, self._leads = {}, set()
        page = replace(file.page, body=changed(file.page.body, change))
        files, leads = tuple(self._attached.values()), frozenset(self._leads)
        return file._replace(page=page, files=files, leads=leads)

    def _linked(self, node: Tag, key: str, url: str, file: PageFile, root: str) -> Tag | str:
        if url.startswith("#"):
            return node
        if re.match("[A-Za-z][A-Za-z0-9+.-]*:|//", url):
            return self._elsewhere(node, url, file)
        parts = urlsplit(url)
        found = self._beside(parts.path, file, url)
        if isinstance(found, OwnFile) and node.name == "img":
            return self._pictured(node, found, file, url, root)
        if isinstance(found, OwnFile):
            self._attached[found.path] = found
            found = found.path
        end = f"?{parts.query}" * bool(parts.query) + f"#{parts.fragment}" * bool(parts.fragment)
        address = f"{root}{quote(found)}{end}" if found else url
        return _with(node, {key: address})

    def _elsewhere(self, node: Tag, url: str, file: PageFile) -> Tag | str:
        if fault := url_problem(url):
            self._tell(file, url, fault)
        if node.name != "img":
            return node
        what = "a picture elsewhere is never loaded, so a link stands here: save it beside the text"
        self._tell(file, url, what, WARNING)
        return Tag("a", (("href", url),), (dict(node.attributes).get("alt") or url,))

    def _tell(self, file: PageFile, url: str, message: str, level: str = ERROR) -> None:
        place = file.links.get(url, (1, 1))
        self.problems.append(Problem((), message, level, str(file.path), *place))

    def _beside(self, path: str, file: PageFile, url: str) -> str | OwnFile:
        """What a relative link names: the path on the site of a page, or a file that goes there."""
        name = unquote(path).lstrip("/")
        if fault := disguised(name):
            self._tell(file, url, fault)
            return ""
        places = [base / name for base in (file.path.parent, self.folder)]
        inner = [PurePosixPath(normpath(relpath(each, self.folder))) for each in places]
        for place, at in zip(places, inner, strict=True):
            if found := self._paths.get(str(at)) or (str(at) if str(at) in self._pages else ""):
                self._leads.add(found)
                return found
            if str(at) not in self._outputs and place.exists() and str(at) not in FOLDERS:
                return self._taken(place, at, file, url)
        for at in (inner[0], *(it for it in inner[1:] if it.parts[0] != "..")):
            if self._is_there(at):
                return str(at)
        self._tell(file, url, f"there is no file {quoted(name)} beside it, nor beside cv.yaml")
        return ""

    def _is_there(self, path: PurePosixPath) -> bool:
        """Whether some edition has it on its site, as far as is known before they are made."""
        names = self._declared
        others = {"..", _PAPERS, *names.variants, *names.languages}
        is_other = path.parts[0] in others or _UNNAMED.fullmatch(path.name)
        is_page = path.suffix == ".html" and bool(is_other)
        return is_page or str(path) in self._outputs

    def _taken(self, place: Path, inner: PurePosixPath, file: PageFile, url: str) -> str | OwnFile:
        self.inputs.append(place)
        real = PurePosixPath(relpath(real_path(place), real_path(self.folder)))
        both = (inner, real)
        if any(it.suffix in _UNREAD or it.parts[0] in _SOURCES for it in both):
            self._tell(file, url, f"{quoted(url)} is a source, and not published: link to a copy")
            return ""
        try:
            return self._find(str(inner)) or str(inner)
        except ValueError as error:
            self._tell(file, url, str(error))
            return ""

    def _pictured(self, node: Tag, own: OwnFile, file: PageFile, url: str, root: str) -> Tag:
        """The element with the picture made anew, no larger than pages show; one that moves is
        shown as it is."""
        from .portrait import MOVES, read_picture

        try:
            found, told = read_picture(own.path, self.folder, _WIDEST, is_enlarged=False)
        except (OSError, ValueError) as error:
            self._tell(file, url, str(getattr(error, "strerror", None) or error))
            return node
        node = replace(node, attributes=(("loading", "lazy"), *node.attributes))
        size = {"width": str(found.width), "height": str(found.height)}
        node = _with(node, size | dict(node.attributes))
        if MOVES in told:
            self._attached[own.path] = own
            return _with(node, {"src": f"{root}{quote(own.path)}"})
        for each in told:
            self._tell(file, url, each, NOTE)
        both = {found.name: found.webp, found.usual: found.data}
        made = (WebFile(path, found.digest, data) for path, data in both.items() if path)
        self._attached |= {each.path: each for each in made}
        node = _with(node, {"src": f"{root}{found.usual}"})
        if not found.name:
            return node
        webp = Tag("source", (("srcset", f"{root}{found.name}"), ("type", "image/webp")))
        return Tag("picture", (), (webp, node))


def _with(node: Tag, more: Mapping[str, str]) -> Tag:
    """The element with these attributes, too."""
    return replace(node, attributes=tuple({**dict(node.attributes), **more}.items()))


def _checked(said: Mapping[str, Any]) -> tuple[_Front, list[Problem]]:
    """What is said, without what is wrong, which is told."""
    found, wrong = validated(_Front, said)
    left = {key: said[key] for key in said if (key,) not in {each.path for each in wrong}}
    return found or validated(_Front, left)[0] or _Front(), wrong


def _unknown(key: str) -> Problem | None:
    """What to say of a key that is no other program's."""
    close = near(key, keys(_Front))
    what = f"unknown key {quoted(key)}{close or ', of which nothing is made'}"
    return None if key.startswith("x-") else Problem((key,), what, ERROR if close else WARNING)


def of_sections(data: Any) -> Iterator[str]:
    """The pages that sections of a CV may have, be it right or wrong, for whomever."""
    for each in words_at(data, "site", "pages"):
        spelt = ("-".join(file_words(slug(each), to)).lower() for to in ("en", "de"))
        yield from (f"{name}.html" for name in {each, slug(each), *spelt} if name)


def _once(problems: list[Problem]) -> Iterator[Problem]:
    """The errors, and what many files are warned of at the first of its places."""
    times = Counter(each.message for each in problems if not each.is_error)
    for each in problems:
        if each.is_error:
            yield each
        elif count := times.pop(each.message, 0):
            message = f"{each.message} ({count} times)" if count > 1 else each.message
            yield replace(each, message=message)


def _beginning(body: Nodes) -> str:
    """The first paragraph, as far as a description of a page is read."""
    paragraphs = (each for each in body if isinstance(each, Tag) and each.name == "p")
    said = next(paragraphs, Tag("p")).body
    body = changed(said, lambda it: "" if ("class", "note") in it.attributes else it)
    text = " ".join(words_of(body).split())
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rpartition(" ")[0].rstrip(",;:. ") + " …"
