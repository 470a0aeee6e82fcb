"""What kinds of entries a CV has: a row each, in the usual order of their sections.

To add a kind takes its model in ``source``, a row here, and its heading in ``words``. What a format
has no special form for comes in a plain one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from .later import dataclass

Shape = Literal["block", "line", "words", "text"]
"""A heading each, a line each, a line that its keywords make, or a paragraph of them."""

Origin = Literal["list", "basics", "bibliography", "inside"]
"""A list of cv.yaml, what ``basics`` says, the .bib files, or what stands inside other entries."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry, by the name that cv.yaml has for it.

    ``title``, ``organization``, ``position`` and ``details`` are the fields that fill those slots;
    a field that no slot takes is a detail, too. ``has_heading`` marks what has a heading of its own
    even where others take a line, ``dated_first`` a line that begins with its date, ``is_link``
    what is there for its address, ``is_at`` what has the address of its organization, ``has_day``
    that readers want to know its day, ``is_short`` what takes one line where that is enough.

    ``opens_with`` are the slots without which its opening in llms-full.txt is that of others, and
    ``opens_with_details`` says that its details are a line of that opening.

    ``schema`` is the form it has in schema.org and in feeds, ``microformat`` its classes in HTML.
    ``resume`` is the section of JSON Resume that it goes to, where that has none of its name and it
    is no project, or ``nowhere``; ``type`` what it is among projects, if not what its name says;
    ``in_words`` says that its details go into the description there.
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
    is_at: bool = False
    has_day: bool = False
    is_short: bool = False
    opens_with: tuple[str, ...] = ()
    opens_with_details: bool = False
    schema: str = "CreativeWork"
    microformat: str = ""
    resume: str = ""
    type: str = ""
    in_words: bool = False

    @property
    def is_event(self) -> bool:
        """Whether microformats take it for an event."""
        return "h-event" in self.microformat


# fmt: off
_ROWS = (
    Kind("summary", "text", origin="basics"),
    Kind("research", "text", origin="basics"),
    Kind("topics", "words", origin="inside"),
    Kind("news", dated_first=True, is_link=True, has_day=True, opens_with=("summary",),
         schema="BlogPosting", resume="nowhere"),
    Kind("work", "block", details=("description",), has_heading=True, schema="EmployeeRole",
         microformat="h-event p-experience"),
    Kind("position", "block", origin="inside", has_heading=True, microformat="h-event"),
    Kind("education", "block", organization="institution", is_at=True,
         details=("score", "rank", "advisor", "thesis", "courses"), opens_with_details=True,
         schema="EducationalOrganization", microformat="h-event p-education"),
    Kind("openSource", "block", organization="entity", position="roles", details=("type",),
         has_heading=True, is_short=True, schema="SoftwareSourceCode",
         microformat="h-event p-experience", type="open source"),
    Kind("projects", "block", organization="entity", position="roles", details=("type",),
         has_heading=True, is_short=True, microformat="h-event"),
    Kind("skills", "words", details=("level",), schema="skills", microformat="p-skill"),
    Kind("certificates", organization="issuer", schema="EducationalOccupationalCredential"),
    Kind("awards", title="title", organization="awarder", schema="award"),
    Kind("grants", "block", title="title", organization="awarder", details=("amount", "number"),
         is_short=True, schema="MonetaryGrant", resume="awards"),
    Kind("publications", "block", origin="bibliography"),
    Kind("patents", "block", title="title", organization="issuer",
         details=("number", "status", "inventors"), is_short=True, schema="patent",
         resume="publications"),
    Kind("talks", "block", organization="event", details=("type",), has_day=True, is_short=True,
         schema="Event", microformat="h-event", type="talk"),
    Kind("venue", origin="inside", has_day=True),
    Kind("teaching", "block", organization="institution", details=("studyType",),
         is_short=True, schema="Course", in_words=True),
    Kind("supervision", "block", organization="institution", details=("studyType", "thesis"),
         is_short=True, schema="knows", in_words=True),
    Kind("service", title="organization", schema="memberOf", resume="volunteer"),
    Kind("press", title="title", organization="publisher", is_link=True, has_day=True,
         opens_with=("url", "title"), schema="Article"),
    Kind("volunteer", "block", title="organization", has_heading=True, schema="memberOf",
         microformat="h-event p-experience", type="volunteering"),
    Kind("languages", "words", title="language", details=("fluency",), schema="Language"),
    Kind("interests", "words", schema="knowsAbout"),
    Kind("references", "block", organization="organization", details=("email", "phone"),
         schema="Quotation"),
    Kind("notes", origin="inside"),
    Kind("keywords", "text", origin="basics"),
)
# fmt: on

KINDS: Mapping[str, Kind] = {each.name: each for each in _ROWS}
"""Name -> row, in the usual order."""


def kind_of(name: str) -> Kind:
    """The row of a kind; a plain one where there is none of that name."""
    return KINDS.get(name) or Kind(name)
