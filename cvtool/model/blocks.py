"""A Document as a flow of headings, paragraphs and list items, for what is read from top to bottom.

A block knows no format's syntax. A format writes each by its kind, and looks at its ``role`` where
it wants one to be special; one with a role that it does not know is a plain paragraph or item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count, islice, repeat
from typing import Any, ClassVar

from .document import Document, Person, Section
from .entry import Entry, NamedLink
from .inline import Code, Inlines, Link, Text, join, plain, to_plain
from .later import dataclass, replace
from .prose import Blocks, CodeBlock, ListBlock, QuoteBlock
from .publication import Publication, in_inlines
from .scripts import space_behind
from .url import for_machines, for_people

Labels = Mapping[str, str]
Said = Iterable[tuple[str, Inlines]]

PART, THING, SECTION = 1, 2, 3
"""How far a block is from the one before: another paragraph or list of the same thing, another
thing (an entry, a publication, a list of lines), another section. The next in a list has no gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What it says, and where it stands.

    ``inside`` counts the entries around it. ``indent`` is by how many columns what belongs to a
    list item stands to the right, and ``hang`` by how many the text of an item is behind its
    beginning: two for a bullet, more for a number. ``ends`` are the body in two, where a format
    may set the second part at the end of the line: the time, or the place. ``bars`` are the columns
    before it in which the signs of quotations stand, and ``shared`` how many of these the block
    before it has, too.
    """

    role: str
    body: Inlines = ()
    gap: int = PART
    inside: int = 0
    indent: int = 0
    hang: int = 0
    ends: tuple[Inlines, Inlines] | None = None
    bars: tuple[int, ...] = ()
    shared: int = 0

    @property
    def margin(self) -> str:
        """What stands in front of each of its lines where quotations are marked with ``>``."""
        return _margin(self.bars, self.indent)

    @property
    def seam(self) -> str:
        """The line between it and the block before."""
        return _margin(self.bars[: self.shared], 0).rstrip()

    @property
    def said(self) -> Inlines:
        """All that it says as one run of text, for formats that set nothing of it apart."""
        return self.body


def _margin(bars: tuple[int, ...], width: int) -> str:
    width = max(width, *(column + 2 for column in bars), 0)
    return "".join(">" if column in bars else " " for column in range(width))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(Block):
    """``name``, ``section`` or ``entry``, of ``level`` 1 to 6.

    ``when`` is what a paragraph of the role ``when`` says too: a format shows one of them.
    """

    kind: ClassVar[str] = "heading"
    level: int
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(Block):
    """A body, or several ``words`` or ``links`` that the format joins.

    Of the person: ``label``, ``description``, ``updated``. Of a section: ``summary``, ``more``. Of
    an entry: ``sub``, ``when``, ``details``, ``summary``, ``keywords``, ``links``, or ``text``,
    which is all of it. Of a publication: ``authors``, ``imprint``, ``credits``, ``address`` (the
    ``url`` of its title: a format shows one of them), ``remark``, ``summary``, ``abstract``,
    ``keywords``, ``links``.
    """

    kind: ClassVar[str] = "paragraph"
    words: tuple[str | Inlines, ...] = ()
    links: tuple[NamedLink, ...] = ()

    @property
    def said(self) -> Inlines:
        """The body, or the words or the links with points between them."""
        links = ((Link((Text(each.name),), each.url),) for each in self.links)
        words = (plain(each) if isinstance(each, str) else each for each in self.words)
        return join(" · ", [self.body, *words, *links])


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Block):
    """An item of a list: a ``contact``, an entry's ``line``, a ``point``, an ``item`` of a list in
    prose, or of a publication its ``title`` or ``citation``.

    A ``label`` stands in front of the body: that of a contact right in front, others with a space.
    What has a ``number`` has no bullet. ``url`` is where the body links to. ``is_other`` marks what
    belongs to another list than the items right before it.
    """

    kind: ClassVar[str] = "item"
    gap: int = 0
    hang: int = 2
    label: str = ""
    number: int | None = None
    url: str | None = None
    is_other: bool = False

    @property
    def said(self) -> Inlines:
        """The body behind its label."""
        return (Text(self.label + self.space), *self.body) if self.label else self.body

    @property
    def space(self) -> str:
        return "" if self.role == "contact" else space_behind(self.label)

    @property
    def is_address(self) -> bool:
        """Whether it says the address that it links to."""
        return self.url is not None and to_plain(self.body) == self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbatim(Block):
    """Lines of code in prose, which stay as they are; ``said`` has each as a piece of code."""

    kind: ClassVar[str] = "code"
    text: str
    language: str = ""


AnyBlock = Heading | Paragraph | Item | Verbatim
Flow = Iterator[AnyBlock]


def blocks(document: Document, format_name: str) -> tuple[AnyBlock, ...]:
    """The whole CV, with the sections of the format in its order and under its headings."""
    return tuple(_document(document, format_name))


def _document(document: Document, format_name: str) -> Flow:
    labels, person = document.labels, document.person
    yield Heading(role="name", body=plain(person.name), level=1, gap=0)
    yield from _paragraphs([("label", person.label)])
    yield from _paragraphs([("description", person.description)], gap=THING)
    yield from _apart(_contacts(person, labels), THING)
    for section in document.outline(format_name):
        yield from _apart(_section(section, labels, 2), SECTION)
    if document.updated_text:
        updated = plain(f"{labels['updated']}{labels['colon']}{document.updated_text}")
        yield Paragraph(role="updated", body=updated, gap=THING)


def of_sections(
    document: Document, sections: Iterable[Section], level: int = 2
) -> tuple[AnyBlock, ...]:
    """These of its sections alone, with headings of the level."""
    flows = (_apart(_section(each, document.labels, level), SECTION) for each in sections)
    return tuple(block for flow in flows for block in flow)


def _paragraphs(said: Said, gap: int = PART, indent: int = 0) -> Flow:
    """A paragraph for each that says something."""
    for role, body in said:
        if body:
            yield Paragraph(role=role, body=body, gap=gap, indent=indent)


def _apart(flow: Flow, gap: int) -> Flow:
    """The flow, with its first block so far from what comes before."""
    for first in flow:
        yield replace(first, gap=gap)
        yield from flow


def _contacts(person: Person, labels: Labels) -> Flow:
    own = person.private
    rows = [
        *((labels["email"], each.text, _mailto(each.address)) for each in person.emails),
        *((labels["phone"], each, None) for each in own.phones),
        (labels["website"], for_people(person.url or ""), person.url),
        (labels["address"], labels["beside"].join(own.address), None),
        (labels["location"], own.place, None),
        (labels["birthDate"], own.birth_date, None),
        (labels["birthPlace"], own.birth_place, None),
        (labels["nationality"], own.nationality, None),
        *((each.network or labels["link"], each.text, each.url) for each in person.profiles),
    ]
    for label, text, url in rows:
        if text:
            yield Item(role="contact", label=label + labels["colon"], body=plain(text), url=url)


def _mailto(address: str) -> str | None:
    return for_machines(f"mailto:{address}") if address else None


def _section(section: Section, labels: Labels, level: int) -> Flow:
    """The section; without a heading, what stands in it has the level that this would have had."""
    if section.heading:
        body = plain(section.heading)
        yield Heading(role="section", body=body, level=min(level, 6), gap=THING)
        level += 1
    yield from _prose(section.summary, _In(gap=THING))
    for inner in section.sections:
        yield from _section(inner, labels, level)
    before = ""
    for entry in section.entries:
        is_next = {before, entry.row.shape} <= {"line", "words"}
        yield from _apart(_entry(entry, level), 0 if is_next else THING)
        before = entry.row.shape
    for index, publication in enumerate(section.publications, 1):
        yield from _publication(publication, None if section.numbering else index, labels)
    yield from _paragraphs([("more", section.more)], gap=THING)


def _entry(entry: Entry, level: int) -> Flow:
    """An entry by its shape."""
    if entry.row.shape == "block":
        yield from _block(entry, level)
    elif entry.row.shape == "text":
        yield Paragraph(role="text", body=entry.line)
    elif entry.dated_line:
        at_end = entry.line and entry.span and not entry.row.dated_first
        ends = (entry.line, plain(entry.span.text)) if at_end and entry.span else None
        yield Item(role="line", body=entry.dated_line, ends=ends)
        yield from _prose(entry.below, _In(indent=2, is_item=True))
        yield from _points(entry, indent=2)
    else:
        yield from _prose(entry.below, _In())
        yield from _points(entry)


def _block(entry: Entry, level: int) -> Flow:
    """An entry with a heading, which is its date where it has nothing else for one."""
    when = entry.span.text if entry.span else ""
    head, when = (entry.head, when) if entry.head else (plain(when), "")
    if head:
        yield Heading(role="entry", body=head, level=min(level, 6), when=when)
    if entry.sub:
        ends = (entry.rows.under, entry.rows.place)
        yield Paragraph(role="sub", body=entry.sub, ends=ends if all(ends) else None)
    yield from _paragraphs([("when", plain(when)), ("details", entry.details_line)])
    yield from _prose(entry.summary, _In())
    is_list = bool(entry.summary) and isinstance(entry.summary[-1], ListBlock)
    yield from _apart(_points(entry, is_other=is_list), PART)
    yield from _apart((block for each in entry.listed for block in _entry(each, level)), PART)
    yield from _beside(entry)
    for each in entry.blocks:
        for block in _apart(_block(each, level + bool(head)), THING):
            yield replace(block, inside=block.inside + 1)


def _points(entry: Entry, indent: int = 0, *, is_other: bool = False) -> Flow:
    for each in entry.points:
        item = Item(role="point", label=each.label, body=each.text, indent=indent)
        yield replace(item, is_other=is_other)
        yield from _under(item, each.more, _In(indent=indent + 2, is_item=True))


@dataclass(frozen=True, slots=True)
class _In:
    """Where prose stands, and how far its paragraphs are apart."""

    gap: int = PART
    indent: int = 0
    bars: tuple[int, ...] = ()
    is_item: bool = False

    @property
    def place(self) -> dict[str, Any]:
        """Where its blocks stand."""
        return {"indent": self.indent, "bars": self.bars, "shared": len(self.bars)}


def flow(prose: Blocks) -> tuple[AnyBlock, ...]:
    """The blocks of a text that stands under an item of a list."""
    return tuple(_prose(prose, _In(is_item=True)))


def listed(prose: Blocks) -> tuple[AnyBlock, ...]:
    """The blocks of a text as a list: a paragraph is an item, and has what follows it inside."""
    items: list[Blocks] = []
    for each in prose:
        if isinstance(each, tuple) or not items:
            items += each.items if isinstance(each, ListBlock) else [(each,)]
        else:
            items[-1] += (each,)
    return tuple(_list(ListBlock(tuple(items)), _In(is_item=True), False))


def _prose(prose: Blocks, where: _In, role: str = "summary") -> Flow:
    """The blocks in a row; a paragraph has the role."""
    is_other = False
    for each, before in zip(prose, (None, *prose), strict=False):
        is_other = not is_other and _are_lists(each, before)
        match each:
            case ListBlock():
                yield from _list(each, where, is_other)
            case QuoteBlock(body):
                yield from _quote(body, where)
            case CodeBlock(text, language):
                lines = ((Code(line),) for line in text.split("\n"))
                said = join("\n", lines)
                code = Verbatim(role="code", body=said, text=text, language=language)
                yield replace(code, gap=where.gap, **where.place)
            case tuple():
                yield Paragraph(role=role, body=each, gap=where.gap, **where.place)


def _are_lists(block: object, before: object) -> bool:
    """Whether the second of two lists would be taken for more of the first."""
    if not (isinstance(block, ListBlock) and isinstance(before, ListBlock)):
        return False
    return (block.start is None) == (before.start is None)


def _quote(body: Blocks, where: _In) -> Flow:
    inside = _In(indent=where.indent + 2, bars=(*where.bars, where.indent))
    flow = _prose(body, inside, "quote")
    for first in islice(flow, 1):
        yield replace(first, gap=where.gap, shared=len(where.bars))
    yield from flow


def _list(block: ListBlock, where: _In, is_other: bool) -> Flow:
    """The items. Right below the text of one only a list stands that begins with 1 or a bullet."""
    numbers = repeat(None) if block.start is None else count(block.start)
    gap = 0 if where.is_item and block.start in (None, 1) else PART
    for number, blocks in zip(numbers, block.items, strict=False):
        hang = 2 if number is None else len(f"{number}. ")
        first = blocks[0]
        body, more = (first, blocks[1:]) if isinstance(first, tuple) else ((), blocks)
        one = Item(role="item", body=body, number=number, hang=hang, is_other=is_other)
        yield replace(one, gap=gap, **where.place)
        inside = replace(where, indent=where.indent + hang, is_item=True, gap=PART)
        yield from _under(one, more, inside)
        gap = 0


def _under(item: Item, more: Blocks, where: _In) -> Flow:
    """What stands under the text of an item; without one no gap may part them."""
    flow = _prose(more, where)
    yield from flow if item.said else _apart(flow, 0)


def _beside(it: Entry | Publication, indent: int = 0) -> Flow:
    if it.keywords:
        yield Paragraph(role="keywords", words=it.keywords, indent=indent)
    if it.links:
        yield Paragraph(role="links", links=it.links, indent=indent)


def _publication(it: Publication, number: int | None, labels: Labels) -> Flow:
    item = Item(
        role="citation" if it.citation else "title",
        body=it.citation or it.title,
        gap=THING,
        hang=len(f"{number}. ") if number else 2,
        label=it.label,
        number=number,
        url=None if it.citation else it.url,
    )
    yield item
    yield from _paragraphs(_about(it, labels), indent=item.hang)
    yield from _prose(it.summary, _In(indent=item.hang))
    label = (Text(labels["abstract"] + labels["colon"]),)
    abstract = (body if index else (*label, *body) for index, body in enumerate(it.abstract))
    yield from _paragraphs((("abstract", body) for body in abstract), indent=item.hang)
    yield from _beside(it, indent=item.hang)


def _about(it: Publication, labels: Labels) -> Said:
    if not it.citation:
        yield "authors", in_inlines(it.byline, labels)
        yield "imprint", plain(it.imprint)
        yield "credits", it.credited
        yield "address", plain(for_people(it.url or ""))
    yield "remark", it.remark
