"""Parts of the homepage for a site that somebody has: HTML without a head and a style, and pages.

The pages are Markdown behind front matter as Jekyll, Hugo, Quarto or MkDocs reads it. Sources:
https://jekyllrb.com/docs/front-matter/, https://gohugo.io/content-management/front-matter/,
https://quarto.org/docs/output-formats/html-basics.html, https://www.mkdocs.org/user-guide/.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..model.blocks import of_sections
from ..model.document import leaves
from ..model.later import pattern, replace
from . import Output, folds
from .html.pages import papers

if TYPE_CHECKING:
    from ..model.document import Document, Section
    from ..model.inline import Inlines
    from .theme import Theme

_FOLDER = "fragment"
_TITLES = MappingProxyType({"cv": "untitled"})
_COMMAND = pattern(r"\{(?=[{%])")
_SUFFIXES = MappingProxyType({"jekyll": "md", "hugo": "md", "quarto": "qmd", "mkdocs": "md"})


def render(document: Document, theme: Theme) -> Iterable[Output]:
    generator = str(document.settings("fragment").get("generator", "none"))
    pages = {key: replace(each, path="") for key, each in papers(document).items()}
    for name, sections in _parts(document):
        text = theme.render(
            "fragment/part.html.j2",
            _html,
            document=document,
            name=name,
            sections=sections,
            is_alone=_is_alone(name, sections),
            pages=pages,
        )
        yield Output(f"{_FOLDER}/{name}.html", text.encode())
        if suffix := _SUFFIXES.get(generator):
            page = _page(document, theme, generator, name, sections)
            yield Output(f"{_FOLDER}/{name}.{suffix}", page.encode())


def _is_alone(name: str, sections: tuple[Section, ...]) -> bool:
    """Whether the title of the page says what the heading does."""
    return name != "cv" and len(sections) == 1 and bool(sections[0].heading)


def _html(value: str | Inlines) -> str:
    """HTML in which Jekyll finds no commands of its own."""
    return _COMMAND.sub("&#123;", folds.html(value))


def _parts(document: Document) -> Iterator[tuple[str, tuple[Section, ...]]]:
    """The parts that have something to say, by the names of their files."""
    outline = document.outline("fragment")
    yield "cv", outline
    for name in ("publications", "news"):
        if found := tuple(_of_kind(outline, name)):
            yield name, found


def _of_kind(sections: tuple[Section, ...], kind: str) -> Iterator[Section]:
    """The outermost sections in which nothing of another kind stands."""
    for section in sections:
        if {each.kind for each in leaves((section,))} == {kind}:
            yield section
        else:
            yield from _of_kind(section.sections, kind)


def _page(
    document: Document, theme: Theme, generator: str, name: str, sections: tuple[Section, ...]
) -> str:
    alone = sections[0] if _is_alone(name, sections) else None
    title = alone.heading if alone else document.labels[_TITLES.get(name, name)]
    head = _front_matter(_said_first(document, generator, name, title))
    head += f"\n# {folds.markdown_start(title)}\n" if generator == "mkdocs" else ""
    about = document.person.description if name == "cv" else ()
    around = ("{% raw %}", "{% endraw %}") if generator == "jekyll" else ("", "")
    return theme.render(
        "fragment/page.md.j2",
        folds.markdown,
        head=head,
        about=about,
        around=around,
        blocks=of_sections(document, sections, 1)[1:] if alone else of_sections(document, sections),
    )


def _said_first(document: Document, generator: str, name: str, title: str) -> Mapping[str, str]:
    """What the generator is told of the page."""
    date = str(document.updated or "")
    found = {"title": title, "description": f"{title} — {document.person.name}"}
    match generator:
        case "jekyll":
            return {"layout": "page", **found, "permalink": f"/{name}/"}
        case "hugo":
            return {**found, "lastmod": date} if date else found
        case "quarto":
            return {**found, "lang": document.locale}
    return found


def _front_matter(said: Mapping[str, str]) -> str:
    """The lines before a page, in which texts of JSON are texts of YAML."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in said.items())
    return "\n".join(["---", *lines, "---"]) + "\n"
