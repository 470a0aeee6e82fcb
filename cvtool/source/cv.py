"""Everything that cv.yaml may say."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from ..model.later import pattern
from ..model.problems import quoted, shown, suggestion
from ..model.site import Giscus, Nodes, Tag
from . import entries
from .bibliography import Bibliography, Homepages
from .fields import (
    EMAIL_SCHEMA,
    SCALAR,
    CountryCode,
    Day,
    Email,
    Heading,
    Line,
    Lines,
    Moment,
    Note,
    Page,
    Portrait,
    Prose,
    Sentence,
    Str,
    Text,
    Title,
    Url,
    Words,
    unbroken,
    web_address,
)
from .layouts import THEMES, DataLayout, Layout, Looks, Pdf, PluginLayout, SectionOrder
from .node import STRING, Checked, Key, Node, Several, Written, wrong

_SERVED = {
    "plausible": pattern(r"[\w.,-]+"),
    "umami": pattern(r"[\w-]+"),
    "goatcounter": pattern(r"[A-Za-z0-9-]+"),
    "cloudflare": pattern(r"\w+"),
}
"""What services know a site by."""


class Location(Node):
    """Where you live. The street and the postal code are private: they stay out of `output/`."""

    address: Lines | None = None
    """The street address; lines divided by line breaks. Private."""
    postal_code: Str | None = None
    """The postal code. Private."""
    city: Words | None = None
    """The city."""
    country_code: CountryCode | None = None
    """The country as two letters (ISO 3166-1), shown by its name: CH."""
    region: Words | None = None
    """The state, province or country, as readers should see it."""


class Profile(Node):
    """An account on a network, or its address alone."""

    shorthands = (STRING,)
    network: Str | None = None
    """The network: GitHub, LinkedIn, Google Scholar, ORCID."""
    username: Str | None = None
    """Your name there."""
    url: Url | None = None
    """Your page there."""

    @classmethod
    def written_out(cls, data: Any) -> Written | None:
        """An address alone."""
        return {"url": ((), data)} if isinstance(data, str) and web_address(data) else None


_ONE_OR_MORE: dict[str, Any] = {"anyOf": [SCALAR, {"type": "array", "items": SCALAR}]}
Synonyms = Annotated[list[Str], Several(_ONE_OR_MORE)]
_EMAILS = {"anyOf": [EMAIL_SCHEMA, {"type": "array", "items": EMAIL_SCHEMA}]}
Emails = Annotated[list[Email], Several(_EMAILS)]
Phones = Annotated[list[Str], Several(_ONE_OR_MORE)]


class Basics(Node):
    """Who you are and how to reach you."""

    name: Line | None = None
    """Your full name, as you sign."""
    label: Title | None = None
    """Your role in a few words: Senior Engineer, Efficient ML Systems."""
    image: Portrait | None = None
    """A portrait: a JPEG, PNG or WebP file beside cv.yaml, or an address."""
    email: Emails = []
    """Your e-mail address, or a list of them: the main one first."""
    phone: Phones = []
    """Your phone number, or a list of them. Private: only what is made in `private/` has it."""
    birth_date: Day | None = None
    """When you were born: 1990-05-17. Private."""
    birth_place: Words | None = None
    """Where you were born. Private."""
    nationality: Words | None = None
    """Your nationality, as readers should see it. Private."""
    url: Url | None = None
    """Your homepage."""
    summary: Prose | None = None
    """A short biography; blank lines divide paragraphs. Markdown."""
    location: Location | None = None
    """Where you live."""
    profiles: list[Profile] = []
    """Your accounts on networks."""
    description: Sentence | None = None
    """The one line that describes you everywhere a line is all there is. Markdown."""
    focus: Sentence | None = None
    """Your research focus. Markdown."""
    topics: list[Title] = []
    """What you work on now."""
    keywords: list[Title] = []
    """The words under which you want to be found."""
    aliases: list[Line] = []
    """Other names you publish under, to find you among the authors."""


class Dates(Node):
    """How readers see dates; files for programs have them as they are given."""

    alone = "precision"
    precision: Literal["year", "month", "day"] | None = None
    """As precise as dates get: year, month or day; month if absent, but day in news and talks."""
    months: Literal["short", "long"] | None = None
    """Whether the names of months are cut short; as the language has it if absent."""
    repeat_year: bool = True
    """Whether a span inside of one year names it twice: Mar 2021 – Jun 2021, or Mar – Jun 2021."""


class Meta(Node):
    """About this file."""

    canonical: Page | None = None
    """The address of the latest version of this document."""
    version: Str | None = None
    """A version of your own, as in v1.0.0."""
    last_modified: Moment | None = None
    """When the CV was last brought up to date: 2026-03-15."""


class Sections(Node):
    """The lists of entries, under the names that JSON Resume gives them, and more."""

    work: list[entries.Work] = []
    """Employment."""
    volunteer: list[entries.Volunteer] = []
    """Unpaid work."""
    education: list[entries.Education] = []
    """Degrees and studies."""
    awards: list[entries.Award] = []
    """Prizes and honours."""
    certificates: list[entries.Certificate] = []
    """Certificates."""
    publications: list[entries.PublicationItem] = []
    """Publications that are in no .bib file, and words about those that are."""
    skills: list[entries.Skill] = []
    """Skills."""
    languages: list[entries.SpokenLanguage] = []
    """Languages you speak."""
    interests: list[entries.Interest] = []
    """Interests."""
    references: list[entries.Reference] = []
    """What others say of you."""
    projects: list[entries.Project] = []
    """Projects."""
    news: list[entries.News] = []
    """News: shown latest first, in whatever order they stand here."""
    talks: list[entries.Talk] = []
    """Talks."""
    service: list[entries.Service] = []
    """Academic service: reviewing, committees, editing."""
    teaching: list[entries.Teaching] = []
    """Teaching."""
    supervision: list[entries.Supervision] = []
    """Students and others you supervised."""
    grants: list[entries.Grant] = []
    """Funding won."""
    patents: list[entries.Patent] = []
    """Patents."""
    open_source: list[entries.Project] = []
    """Open-source work."""
    press: list[entries.Press] = []
    """Press, write-ups and links about your work."""


class CustomSection(Sections):
    """A section of your own: a heading, and entries of any of the kinds."""

    id: Str | None = None
    """The name by which `sections` and `headings` refer to it; made from the heading if absent."""
    heading: Heading
    """The heading that readers see; '' for none."""
    summary: Prose | None = None
    """Text under the heading, which may be all there is. Markdown."""
    notes: list[Note] = []
    """Plain entries: one bullet each. Markdown."""


_TAG = pattern(
    r"<(?P<one>meta|link)\b(?P<a>[^<>]*?)/?>"
    r"|<(?P<two>script|style)\b(?P<b>[^<>]*)>(?P<text>.*?)</(?P=two)\s*>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = pattern(r"([\w:-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")


def _tags(value: Any) -> Nodes:
    """Elements of a head, each as it is known there: nothing else of the text is markup."""
    if not isinstance(value, str):
        raise wrong("expected text: the elements as HTML")
    text, found, at = value, list[Tag](), 0
    while text[at:].strip():
        at = len(text) - len(text[at:].lstrip())
        tag = _TAG.match(text, at)
        if not tag or "<!--" in (tag["text"] or ""):
            where = quoted(text[at : at + 40])
            raise wrong(f"only meta, link, script and style can stand here, found {where}")
        pairs = (
            (each[1].lower(), next(filter(None, each.groups()[1:]), ""))
            for each in _ATTRIBUTE.finditer(tag["a"] or tag["b"] or "")
        )
        name = (tag["one"] or tag["two"]).lower()
        found.append(Tag(name, tuple(dict(pairs).items()), (tag["text"],) * bool(tag["text"])))
        at = tag.end()
    return tuple(found)


_GISCUS = ("repo", "repoId", "category", "categoryId")


def _analytics(value: Any) -> tuple[str, str]:
    """The service, and what it knows the site by."""
    known = ", ".join(_SERVED)
    if not isinstance(value, dict) or len(value) != 1:
        raise wrong(f"name one service, and what it calls your site: {known}")
    ((name, said),) = value.items()
    if name not in _SERVED:
        raise wrong(f"unknown service {quoted(name)}{suggestion(name, _SERVED)}", field=name)
    if not isinstance(said, str) or not _SERVED[name].fullmatch(said):
        raise wrong(f"{shown(said)} is not what {name} calls a site", field=name)
    return name, said


def _comments(value: Any) -> Giscus:
    inside = value.get("giscus") if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(inside, dict):
        raise wrong("expected 'giscus:' and, under it, repo, repoId, category and categoryId")
    for key in inside:
        if key not in _GISCUS:
            raise wrong(f"unknown key {quoted(key)}{suggestion(key, _GISCUS)}", field="giscus")
    said = [inside.get(key) for key in _GISCUS]
    for key, each in zip(_GISCUS, said, strict=True):
        if not isinstance(each, str) or not each:
            raise wrong(f"'{key}' is missing: giscus.app shows it", field="giscus")
    return Giscus(*map(str, said))


_ANALYTICS = {
    "type": "object",
    "propertyNames": {"enum": [*_SERVED]},
    "additionalProperties": STRING,
    "minProperties": 1,
    "maxProperties": 1,
}
_COMMENTS = {
    "type": "object",
    "propertyNames": {"const": "giscus"},
    "additionalProperties": {"type": "object", "required": [*_GISCUS]},
}


class Site(Node):
    """The homepage."""

    url: Page | None = None
    """Where the outputs are published; basics.url if absent."""
    theme: Str | None = None
    """The theme of the homepage, where it is not that of `look`: a name of one for both, or your
    own."""
    papers: Literal["list", "cards", "columns"] = "list"
    """How papers stand: in a list, as cards, or with their pictures in a column of their own."""
    charts: list[Literal["papers", "positions"]] = []
    """Charts to draw: papers by year above their list, positions along the years above the jobs."""
    files: Str | None = None
    """A folder beside cv.yaml of which all goes to the site as it is: static."""
    email: Literal["plain", "obfuscated", "absent"] = "plain"
    """How web pages show your e-mail address: plain, as words that programs do not find, or not."""
    pages: SectionOrder = []
    """What has a page of its own, in order: names of sections, group, posts, or files of pages/."""
    analytics: Annotated[tuple[str, str] | None, Checked(_analytics, _ANALYTICS)] = None
    """A service that counts visits; none if absent. The policy of the pages lets it in."""
    comments: Annotated[Giscus | None, Checked(_comments, _COMMENTS)] = None
    """Comments below posts; none if absent."""
    head: Annotated[Nodes, Checked(_tags, STRING)] = ()
    """Elements of your own for the head of each page: meta, link, script and style, as HTML."""


LintRule = Literal[
    "gaps", "overlaps", "future", "first-person", "responsible", "long-bullets", "anchors", "stale",
    "links",
]  # fmt: skip


class Match(Node):
    """What `cvtool match` needs to know when it compares a posting with the CV."""

    synonyms: dict[str, Synonyms] = {}
    """Words that mean the same: one of them -> the others, as in `Kubernetes: [k8s]`."""


class Lint(Node):
    """What `cvtool lint` looks for."""

    ignore: Annotated[list[LintRule], Several(_ONE_OR_MORE)] = []
    """The rules that are switched off, by their names."""


def _phrase(value: Any) -> str | dict[str, str]:
    texts = value.values() if isinstance(value, dict) else [value]
    if not all(isinstance(each, str) for each in texts):
        raise wrong("expected text, or texts by name")
    if isinstance(value, str):
        return unbroken(value)
    return {name: unbroken(each) for name, each in value.items()}


_TEXTS = {"anyOf": [SCALAR, {"type": "object", "additionalProperties": SCALAR}]}
Phrase = Annotated[str | dict[str, str], Checked(_phrase, _TEXTS, by_language=True)]
"""A text, or several: those of a group by their names, or the forms of one by number."""


class CV(Sections):
    """A CV: everything that cvtool knows about you. A JSON Resume 1.0.0 document is one."""

    json_schema: Annotated[Str | None, Key("$schema")] = None
    """The schema that this file follows; for editors."""
    basics: Basics = Basics()
    """Who you are and how to reach you."""
    custom: list[CustomSection] = []
    """Sections of your own."""
    bibliography: Bibliography = Bibliography()
    """The .bib files, or how to list what is in them; publications.bib if absent."""
    people: Homepages = {}
    """The homepages of those you publish with, which their names link to: name -> address."""
    sections: SectionOrder = []
    """The sections to show, in order; all in the usual order if absent."""
    headings: dict[str, Heading] = {}
    """Headings of your own: section name -> heading, '' for none."""
    locale: Str | None = None
    """The language of headings and dates (en, de, zh-Hant ...), and of texts given in several."""
    dates: Dates = Dates()
    """How dates are shown: year, month or day, and more."""
    phrases: dict[str, Phrase] = {}
    """Words in place of the usual ones: name of a phrase -> text."""
    lines: dict[str, dict[str, Text]] = {}
    """How lines are made of their parts: kind of entry -> line -> pattern."""
    look: Looks = Looks()
    """The theme and the colour of cv.pdf, the homepage and card.png together."""
    site: Site = Site()
    """The homepage."""
    pdf: Pdf = Pdf()
    """How cv.pdf looks, and what differs in it."""
    html: Layout = Layout()
    """What differs on the homepage."""
    markdown: Layout = Layout()
    """What differs in cv.md."""
    text: Layout = Layout()
    """What differs in cv.txt."""
    llms: Layout = Layout()
    """What differs in llms-full.txt."""
    jsonresume: DataLayout = DataLayout()
    """What differs in resume.json."""
    formats: dict[str, PluginLayout] = {}
    """Formats without a key here, what differs in them, and their settings: name -> keys. Those on
    request are made where they stand here."""
    match: Match = Match()
    """What `cvtool match` needs to know."""
    lint: Lint = Lint()
    """What `cvtool lint` looks for."""
    meta: Meta = Meta()
    """About this file."""

    @property
    def themes(self) -> tuple[str, str]:
        """That of cv.pdf, and that of the homepage."""
        usual = self.look.theme or THEMES[0]
        return self.pdf.theme or usual, self.site.theme or usual
