"""The kinds of entries: those of JSON Resume 1.0.0, in its words, and what it has no word for."""

from __future__ import annotations

from typing import Any

from ..model import dates
from ..model.plain import camel
from ..words.data import read_span
from .fields import (
    Address,
    Before,
    Date,
    Day,
    Doi,
    Email,
    EndDate,
    Figure,
    Line,
    Point,
    Prose,
    Ranked,
    Sentence,
    Sign,
    Str,
    Title,
    Words,
)
from .node import wrong


class Placed(Ranked):
    """What has a place of its own on a page."""

    breaks: Before = None
    """Where cv.pdf begins a new page: before it."""


class Spanned(Placed):
    """What lasts: a start, an end, or a period in words."""

    start_date: Date | None = None
    """When it began: 2020, 2020-07 or 2020-07-01."""
    end_date: EndDate | None = None
    """When it ended; left out for what still runs."""
    period: Words | None = None
    """The time in your own words, shown instead of the dates (Summers 2015 to 2017)."""

    @classmethod
    def prepared(cls, data: Any) -> Any:
        """A span may stand in one text: 2019 - 2021."""
        start = data.get("startDate") if isinstance(data, dict) else None
        if not isinstance(start, str) or data.get("endDate") not in (None, "", start):
            return data
        span = read_span(start)
        return data | span | ({"period": data["period"]} if data.get("period") else {})

    def judge(self) -> None:
        start, end = self.start_date, self.end_date
        if start and isinstance(end, dates.PartialDate) and dates.is_before(end, start):
            raise wrong(f"{end} is before the start, {start}", field="endDate")


class Dated(Placed):
    """What happened at one time."""

    date: Date | None = None
    """When it happened: 2020, 2020-07 or 2020-07-01."""
    period: Words | None = None
    """The time in your own words, shown instead of the date."""


class Described(Placed):
    """What most entries have."""

    url: Address | None = None
    """A web page about it, or a file."""
    image: Figure | None = None
    """A picture of it, for the homepage."""
    location: Title | None = None
    """Where it is or was, as readers should see it: Guangzhou, China."""
    summary: Prose | None = None
    """A sentence or a paragraph about it. Markdown."""
    highlights: list[Point] = []
    """Bullets: plain ones, or labelled ones such as 'Outcome: ...'. Markdown."""
    keywords: list[Title] = []
    """Words that describe it: tools, methods, fields."""


class Project(Spanned, Described):
    """A project, a piece of software, or one line of work inside a position."""

    name: Title | None = None
    """What it is called."""
    description: Prose | None = None
    """What it is, in a sentence. Markdown."""
    roles: list[Title] = []
    """Your roles in it."""
    entity: Title | None = None
    """The company or institution it belongs to."""
    type: Title | None = None
    """What kind of project: application, library, volunteering, talk ..."""


class Position(Spanned, Described):
    """One position at an employer."""

    image: Sign | None = None
    """The logo of the employer, for the homepage."""
    position: Title | None = None
    """The title of the position."""
    focus: Sentence | None = None
    """The field of work in a few words, shown beside the title. Markdown."""
    projects: list[Project] = []
    """Named projects inside the position, each with its own bullets."""


class Work(Position):
    """An employer, with one position or several."""

    name: Title | None = None
    """The employer."""
    description: Sentence | None = None
    """What the employer is: Social media company. Markdown."""
    positions: list[Position] = []
    """Several positions at this employer, latest first."""


class Volunteer(Position):
    """Unpaid work for an organisation."""

    organization: Title | None = None
    """The organisation."""


class Education(Spanned, Described):
    """A degree or a course of study."""

    image: Sign | None = None
    """The logo of the school, for the homepage."""
    institution: Title | None = None
    """The university or school."""
    area: Title | None = None
    """The subject: Computer Science."""
    study_type: Title | None = None
    """The degree: B.Eng., MSc, PhD."""
    score: Title | None = None
    """The grade: 3.85 / 4.00."""
    rank: Title | None = None
    """The place in the class: 1 / 28."""
    advisor: Title | None = None
    """Who advised you; several names with commas."""
    thesis: Title | None = None
    """The title of the thesis."""
    courses: list[Title] = []
    """Courses worth naming."""


class Award(Dated, Described):
    """A prize, an honour, a fellowship."""

    title: Title | None = None
    """What it is called."""
    awarder: Title | None = None
    """Who gave it."""


class Certificate(Dated, Described):
    """A certificate."""

    name: Title | None = None
    """What it is called."""
    issuer: Title | None = None
    """Who issued it."""


class PublicationItem(Described):
    """A publication written here, or (with `key`) words about one in the bibliography."""

    key: Str | None = None
    """The citation key of an entry in the bibliography that this adds to."""
    name: Title | None = None
    """The title."""
    authors: list[Line] = []
    """The authors in order, as 'Given Family'; a * after a name marks equal contribution."""
    publisher: Words | None = None
    """Where it appeared: the journal, the conference, the publisher."""
    release_date: Day | None = None
    """When it appeared."""
    doi: Doi | None = None
    """The DOI, with or without https://doi.org/."""
    note: Sentence | None = None
    """A remark shown with it. Markdown."""
    selected: bool | None = None
    """Whether it stands among the selected publications."""

    def judge(self) -> None:
        if self.key:
            allowed = {"key", "summary", "note", "selected", "url", "keywords", "extensions"}
            allowed |= {"image", "priority", "breaks"}
            for name in self.said - allowed:
                message = "a publication with a key takes this from the bibliography"
                raise wrong(message, field=camel(name))


class Skill(Placed):
    """A skill or a group of skills."""

    alone = "name"
    name: Title | None = None
    """The skill, or the name of the group."""
    level: Title | None = None
    """How well: Master, 5 years."""
    keywords: list[Title] = []
    """What belongs to it."""


class SpokenLanguage(Placed):
    """A language you speak."""

    language: Title | None = None
    """The language."""
    fluency: Title | None = None
    """How well: native, C1, fluent."""


class Interest(Placed):
    """An interest."""

    alone = "name"
    name: Title | None = None
    """The interest."""
    keywords: list[Title] = []
    """What belongs to it."""


class Reference(Placed):
    """Someone who speaks for you. How to reach them is private: it stays out of `output/`."""

    name: Title | None = None
    """Who."""
    position: Title | None = None
    """What they are: Professor of Computer Science."""
    organization: Title | None = None
    """Where: ETH Zürich."""
    email: Email | None = None
    """Their e-mail address. Private."""
    phone: Str | None = None
    """Their phone number. Private."""
    reference: Prose | None = None
    """What they say. Markdown."""


class News(Dated):
    """A piece of news."""

    id: Str | None = None
    """The name by which feeds know it; made of its date if absent. Readers see none of it."""
    text: Prose
    """The news, in a sentence. Markdown."""
    url: Address | None = None
    """A web page about it, or a file."""


class Venue(Dated):
    """Where a talk was given or a service rendered."""

    alone = "name"
    name: Title
    """The event or the host."""
    location: Title | None = None
    """The place, or Virtual."""
    url: Address | None = None
    """A web page about it, or a file."""


class Talk(Dated, Described):
    """A talk, given once or at several venues."""

    id: Str | None = None
    """The name by which feeds know it; made of its date and place if absent. Readers see none."""
    name: Title
    """The title of the talk."""
    type: Title | None = None
    """What kind: Invited talk, Keynote, Tutorial, Poster."""
    event: Title | None = None
    """The event or host, when there was one; otherwise use `venues`."""
    venues: list[Venue] = []
    """Everywhere it was given."""
    slides: Address | None = None
    """The slides."""
    video: Address | None = None
    """The recording."""


class Service(Spanned, Dated, Described):
    """Academic service: reviewing, committees, editing, organising."""

    position: Title | None = None
    """The role: Reviewer, Program committee, Area chair."""
    organization: Title | None = None
    """The conference, journal or body, when there is one; otherwise use `venues`."""
    venues: list[Venue] = []
    """The conferences, journals or bodies."""


class Teaching(Spanned, Dated, Described):
    """A course taught or assisted."""

    name: Title
    """The course."""
    position: Title | None = None
    """The role: Lecturer, Teaching assistant."""
    institution: Title | None = None
    """Where."""
    study_type: Title | None = None
    """Whom for: Undergraduate, MSc."""


class Supervision(Spanned, Dated, Described):
    """Someone supervised or mentored."""

    name: Title
    """Who."""
    position: Title | None = None
    """Your role: Advisor, Co-advisor, Mentor."""
    study_type: Title | None = None
    """Their degree or role: PhD, MSc thesis, Intern."""
    institution: Title | None = None
    """Where."""
    thesis: Title | None = None
    """The title of their thesis or topic."""


class Grant(Spanned, Dated, Described):
    """Funding won."""

    title: Title
    """What it funds."""
    awarder: Title | None = None
    """Who funds it."""
    amount: Title | None = None
    """How much, with the currency."""
    number: Title | None = None
    """The grant number."""
    position: Title | None = None
    """Your role: Principal investigator."""


class Patent(Dated, Described):
    """A patent or an application for one."""

    title: Title
    """What it is called."""
    inventors: list[Title] = []
    """The inventors in order."""
    number: Title | None = None
    """The number: US 10,000,000 B2."""
    issuer: Title | None = None
    """The patent office."""
    status: Title | None = None
    """Granted, pending ..."""


class Press(Dated, Described):
    """A press article, a write-up or a link about your work."""

    title: Title
    """What it is called."""
    publisher: Title | None = None
    """Who published it."""
