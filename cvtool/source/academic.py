"""The entries that JSON Resume has no word for: what a researcher's CV needs beyond it."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from .entries import Described
from .fields import Dated, Line, Nodes, Prose, Spanned, Url, or_shorthand


class News(Dated):
    """A piece of news."""

    text: Prose
    """The news, in a sentence. Markdown."""
    url: Url | None = None
    """A web page about it."""


class Venue(Dated):
    """Where a talk was given or a service rendered."""

    name: Line
    """The event or the host."""
    location: Line | None = None
    """The place, or Virtual."""
    url: Url | None = None
    """A web page about it."""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, data: Any) -> Any:
        return {"name": data} if isinstance(data, str) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        written_out = handler.resolve_ref_schema(
            super().__get_pydantic_json_schema__(core_schema, handler)
        )
        return or_shorthand(written_out, {"type": "string"})


class Talk(Dated, Described):
    """A talk, given once or at several venues."""

    name: Line
    """The title of the talk."""
    type: Line | None = None
    """What kind: Invited talk, Keynote, Tutorial, Poster."""
    event: Line | None = None
    """The event or host, when there was one; otherwise use `venues`."""
    venues: Nodes[Venue] = []
    """Everywhere it was given."""
    slides: Url | None = None
    """The slides."""
    video: Url | None = None
    """The recording."""


class Service(Spanned, Dated, Described):
    """Academic service: reviewing, committees, editing, organising."""

    position: Line | None = None
    """The role: Reviewer, Program committee, Area chair."""
    organization: Line | None = None
    """The conference, journal or body, when there is one; otherwise use `venues`."""
    venues: Nodes[Venue] = []
    """The conferences, journals or bodies."""


class Teaching(Spanned, Dated, Described):
    """A course taught or assisted."""

    name: Line
    """The course."""
    position: Line | None = None
    """The role: Lecturer, Teaching assistant."""
    institution: Line | None = None
    """Where."""
    study_type: Line | None = None
    """Whom for: Undergraduate, MSc."""


class Supervision(Spanned, Dated, Described):
    """Someone supervised or mentored."""

    name: Line
    """Who."""
    position: Line | None = None
    """Your role: Advisor, Co-advisor, Mentor."""
    study_type: Line | None = None
    """Their degree or role: PhD, MSc thesis, Intern."""
    institution: Line | None = None
    """Where."""
    thesis: Line | None = None
    """The title of their thesis or topic."""


class Grant(Spanned, Dated, Described):
    """Funding won."""

    title: Line
    """What it funds."""
    awarder: Line | None = None
    """Who funds it."""
    amount: Line | None = None
    """How much, with the currency."""
    number: Line | None = None
    """The grant number."""
    position: Line | None = None
    """Your role: Principal investigator."""


class Patent(Dated, Described):
    """A patent or an application for one."""

    title: Line
    """What it is called."""
    inventors: list[Line] = []
    """The inventors in order."""
    number: Line | None = None
    """The number: US 10,000,000 B2."""
    issuer: Line | None = None
    """The patent office."""
    status: Line | None = None
    """Granted, pending ..."""


class Press(Dated, Described):
    """A press article, a write-up or a link about your work."""

    title: Line
    """What it is called."""
    publisher: Line | None = None
    """Who published it."""
