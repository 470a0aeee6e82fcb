"""What kinds of entries a CV has: a row each, in the usual order of their sections.

To add a kind takes its model in ``source``, a row here, and its heading in ``words``. What a format
has no special form for comes in a plain one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Shape = Literal["block", "line", "words", "text"]
"""A heading each, a line each, a line that its keywords make, or a paragraph of them."""

Origin = Literal["list", "basics", "bibliography", "inside"]
"""A list of cv.yaml, what ``basics`` says, the .bib files, or what stands inside other entries."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where the entries of a kind go that JSON Resume has no section for.

    ``names`` maps cv.yaml's names to JSON Resume's. ``type`` tells such projects from others, and
    ``in_words`` says that their details go into the description. No ``section`` means nowhere.
    """

    section: str = "projects"
    names: Mapping[str, str] = field(default_factory=dict)
    type: str = ""
    in_words: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry, by the name that cv.yaml has for it.

    ``title``, ``organization``, ``position`` and ``details`` are the fields that fill those slots;
    a field that no slot takes is a detail, too. ``has_heading`` marks what has a heading of its own
    even where others take a line, ``dated_first`` a line that begins with its date, ``is_link``
    what is there for its address. ``schema`` is the form it has in schema.org, ``feed`` that in
    feeds, ``microformat`` its class in HTML.
    """

    name: str
    shape: Shape = "line"
    title: str = "name"
    organization: str = ""
    position: str = "position"
    details: tuple[str, ...] = ()
    origin: Origin = "list"
    has_heading: bool = False
    dated_first: bool = False
    is_link: bool = False
    resume: Home | None = None
    schema: str = "CreativeWork"
    feed: Literal["", "post", "event"] = ""
    microformat: str = ""
    is_event: bool = False

    @property
    def home(self) -> Home:
        """Its place in JSON Resume: its own section, or the one that comes nearest."""
        plain = {self.title: "name", self.organization: "entity", "summary": "description"}
        return self.resume or Home("projects", plain, self.name)


_AS_PROJECT = {"institution": "entity", "position": "roles", "summary": "description"}

_ROWS = (
    Kind("summary", "text", origin="basics"),
    Kind("research", "text", origin="basics"),
    Kind("topics", "words", origin="inside"),
    Kind(
        "news",
        title="",
        dated_first=True,
        is_link=True,
        schema="BlogPosting",
        feed="post",
        resume=Home(""),
    ),
    Kind("publications", "block", origin="bibliography"),
    Kind(
        "work",
        "block",
        details=("description",),
        has_heading=True,
        resume=Home("work"),
        schema="EmployeeRole",
        microformat="p-experience",
        is_event=True,
    ),
    Kind("position", "block", title="", origin="inside", has_heading=True, is_event=True),
    Kind(
        "openSource",
        "block",
        organization="entity",
        position="roles",
        details=("type",),
        has_heading=True,
        resume=Home("projects", type="open source"),
        schema="SoftwareSourceCode",
        microformat="p-experience",
        is_event=True,
    ),
    Kind(
        "projects",
        "block",
        organization="entity",
        position="roles",
        details=("type",),
        has_heading=True,
        resume=Home("projects"),
        is_event=True,
    ),
    Kind(
        "education",
        "block",
        title="",
        organization="institution",
        position="",
        details=("score", "rank", "advisor", "thesis", "courses"),
        resume=Home("education"),
        schema="EducationalOrganization",
        microformat="p-education",
        is_event=True,
    ),
    Kind(
        "talks",
        "block",
        organization="event",
        position="",
        details=("type",),
        resume=Home("projects", {"event": "entity", "summary": "description"}, "talk"),
        schema="Event",
        feed="event",
        is_event=True,
    ),
    Kind("venue", origin="inside"),
    Kind(
        "teaching",
        "block",
        organization="institution",
        details=("studyType",),
        resume=Home("projects", _AS_PROJECT, "teaching", in_words=True),
        schema="Course",
    ),
    Kind(
        "supervision",
        "block",
        organization="institution",
        details=("studyType", "thesis"),
        resume=Home("projects", _AS_PROJECT, "supervision", in_words=True),
        schema="knows",
    ),
    Kind(
        "grants",
        "block",
        title="title",
        organization="awarder",
        details=("amount", "number"),
        resume=Home("awards"),
        schema="MonetaryGrant",
    ),
    Kind("service", title="organization", resume=Home("volunteer"), schema="memberOf"),
    Kind(
        "awards",
        title="title",
        organization="awarder",
        position="",
        resume=Home("awards"),
        schema="award",
    ),
    Kind(
        "patents",
        "block",
        title="title",
        organization="issuer",
        position="",
        details=("number", "status", "inventors"),
        resume=Home("publications", {"title": "name", "issuer": "publisher"}),
        schema="patent",
    ),
    Kind(
        "press",
        title="title",
        organization="publisher",
        position="",
        is_link=True,
        resume=Home(
            "projects",
            {"title": "name", "publisher": "entity", "summary": "description"},
            "press",
        ),
        schema="Article",
    ),
    Kind(
        "volunteer",
        "block",
        title="organization",
        has_heading=True,
        resume=Home("volunteer"),
        schema="memberOf",
        microformat="p-experience",
        is_event=True,
    ),
    Kind(
        "certificates",
        organization="issuer",
        position="",
        resume=Home("certificates"),
        schema="EducationalOccupationalCredential",
    ),
    Kind(
        "skills",
        "words",
        details=("level",),
        resume=Home("skills"),
        schema="skills",
        microformat="p-skill",
    ),
    Kind(
        "languages",
        title="language",
        details=("fluency",),
        resume=Home("languages"),
        schema="Language",
    ),
    Kind("interests", "words", resume=Home("interests"), schema="knowsAbout"),
    Kind("references", "block", resume=Home("references"), schema="Quotation"),
    Kind("notes", origin="inside"),
    Kind("keywords", "text", origin="basics"),
)

KINDS: Mapping[str, Kind] = {each.name: each for each in _ROWS}
"""Name -> row, in the usual order."""


def kind_of(name: str) -> Kind:
    """The row of a kind; a plain one where there is none of that name."""
    return KINDS.get(name) or Kind(name)
