"""The types of single fields in cv.yaml, and the base of every model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from ..model import dates, inline
from ..model.problems import quoted

PRESENT = "present"

_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Za-z]{2,4})?")
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+")
_FILE = r"pdf|html?|md|txt|bib|zip|png|jpe?g|pptx?|key|mp4|py|ipynb"
_HOST = re.compile(rf"(?i:(?:[a-z0-9-]+\.)+(?!(?:{_FILE})$)[a-z]{{2,}}(?:/[^\s<>\"]*)?)")
"""A web address that only lacks its scheme, as in example.org/me: no file name, and no path."""
_COUNTRY = re.compile(r"[A-Za-z]{2}")


def wrong(message: str, field: str | None = None) -> PydanticCustomError:
    """An error whose message is printed as it is, at ``field`` of the model that raises it."""
    return wrong_all([(field, message)])


def wrong_all(found: Sequence[tuple[str | None, str]]) -> PydanticCustomError:
    """Several errors at once, each a key inside of the value, if any, and the message."""
    return PydanticCustomError("content", "{found}", {"found": tuple(found)})


class Node(BaseModel):
    """A mapping in cv.yaml: camelCase keys, unknown ones refused, the user's ``x-`` keys kept.

    With ``any_key`` in the context of the validation, unknown keys are kept as the user's own.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=to_camel,
        populate_by_name=False,
        defer_build=True,  # one validator for the whole CV, instead of one more for every model
    )

    extensions: Annotated[dict[str, Any], Field(alias="x-", exclude=True)] = {}

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        from .describing import descriptions

        schema: dict[str, Any] = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for name, text in descriptions(cls).items():
            alias = cls.model_fields[name].alias or name
            properties.get(alias, {})["description"] = text
        return schema

    @model_validator(mode="before")
    @classmethod
    def _set_aside_empty_and_own_keys(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, dict):
            return data
        known, any_key = _names(cls), bool(info.context and info.context["any_key"])
        own = {
            key: value
            for key, value in data.items()
            if str(key).startswith("x-") or (any_key and key not in known)
        }
        rest = {
            key: value
            for key, value in data.items()
            if key not in own and not (key in known and value in (None, ""))
        }
        return {**rest, "x-": own} if own else rest


@cache
def _names(model: type[BaseModel]) -> frozenset[str]:
    """The keys of cv.yaml that the model takes."""
    return frozenset(info.alias or name for name, info in model.model_fields.items())


def is_localized(value: object) -> bool:
    """Whether ``value`` is a text in several languages: ``{en: ..., zh: ...}``."""
    return (
        isinstance(value, dict)
        and bool(value)
        and all(isinstance(key, str) and _LANGUAGE.fullmatch(key) for key in value)
    )


def _localized(value: Any, check: Any) -> Any:
    if not is_localized(value):
        return check(value)
    texts: dict[str, Any] = {}
    found: list[tuple[str | None, str]] = []
    for language, text in value.items():
        try:
            texts |= {} if text is None else {language: check(text)}
        except PydanticCustomError as error:
            found += [(language, message) for _, message in (error.context or {})["found"]]
    if found:
        raise wrong_all(found)
    return texts or ""


_NO_TEXT: dict[type, str] = {
    dict: "found keys and values; put quotes around a text that holds ': '",
    list: "found a list; put quotes around a text that begins with '[' or '-'",
}


def _text(value: Any, expected: str = "text") -> str:
    if isinstance(value, str):
        return value
    raise wrong(f"expected {expected}, {_NO_TEXT.get(type(value), 'found nothing')}")


def _prose(value: Any) -> str:
    text = _text(value)
    urls = (url for body in inline.paragraphs(text) for url in inline.urls(body))
    if found := [(None, problem) for url in urls if (problem := inline.url_problem(url))]:
        raise wrong_all(found)
    return text


def _line(value: Any) -> Any:
    return _localized(value, _text)


def _localized_prose(value: Any) -> Any:
    return _localized(value, _prose)


def _date(value: Any) -> dates.PartialDate:
    text = _text(value, "a date such as 2020-07")
    try:
        return dates.parse_date(text)
    except ValueError as error:
        raise wrong(str(error)) from None


def _end_date(value: Any) -> dates.PartialDate | str:
    if isinstance(value, str) and value.strip().lower() in dates.PRESENT_WORDS:
        return PRESENT
    return _date(value)


def _url(value: Any) -> str:
    url = _text(value).strip()
    if _HOST.fullmatch(url):
        url = f"https://{url}"
    if problem := inline.url_problem(url):
        raise wrong(problem)
    return url


def _email(value: Any) -> str:
    email = _text(value).strip()
    if not _EMAIL.fullmatch(email):
        raise wrong(f"{quoted(email)} is not an e-mail address: write name@example.org")
    return email


def _country(value: Any) -> str:
    code = _text(value).strip()
    if not _COUNTRY.fullmatch(code):
        raise wrong(
            f"{quoted(code)} is not a country code: write the two letters of ISO 3166, as in CH"
        )
    return code.upper()


_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_BY_LANGUAGE: dict[str, Any] = {
    "type": "object",
    "propertyNames": {"pattern": f"^{_LANGUAGE.pattern}$"},
    "additionalProperties": _SCALAR,
    "minProperties": 1,
}
_TEXT_SCHEMA = WithJsonSchema({"anyOf": [_SCALAR, _BY_LANGUAGE]})
_DATE_STRING: dict[str, Any] = {"type": "string", "pattern": f"^{dates.DATE_PATTERN}$"}
_YEAR: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 9999}
_NO_DATE: dict[str, Any] = {"const": ""}
_DATE_SCHEMA = WithJsonSchema({"anyOf": [_DATE_STRING, _YEAR, _NO_DATE]})
_END_SCHEMA = WithJsonSchema(
    {"anyOf": [_DATE_STRING, _YEAR, _NO_DATE, {"enum": sorted(dates.PRESENT_WORDS)}]}
)

Str = Annotated[str, BeforeValidator(_text), WithJsonSchema(_SCALAR)]
"""Text in no particular language: a code, a number, a user name."""
Line = Annotated[str | dict[str, str], BeforeValidator(_line), _TEXT_SCHEMA]
"""Text without markup, or a mapping of language to text."""
Prose = Annotated[str | dict[str, str], BeforeValidator(_localized_prose), _TEXT_SCHEMA]
"""Text with inline Markdown, or a mapping of language to such a text."""
Date = Annotated[dates.PartialDate, BeforeValidator(_date), _DATE_SCHEMA]
EndDate = Annotated[dates.PartialDate | str, BeforeValidator(_end_date), _END_SCHEMA]
Url = Annotated[str, BeforeValidator(_url), WithJsonSchema({"type": "string"})]
Email = Annotated[str, BeforeValidator(_email), WithJsonSchema({"type": "string"})]
CountryCode = Annotated[
    str,
    BeforeValidator(_country),
    WithJsonSchema({"type": "string", "pattern": "^([A-Za-z]{2})?$"}),
]

_NodeT = TypeVar("_NodeT", bound=Node)


def _without_blanks(nodes: list[_NodeT]) -> list[_NodeT]:
    return [node for node in nodes if _says_something(node)]


def _says_something(value: Any) -> bool:
    if isinstance(value, Node):
        return any(_says_something(getattr(value, name)) for name in value.model_fields_set)
    return value is not None and value not in ("", [], {})


Nodes = Annotated[list[_NodeT], AfterValidator(_without_blanks)]
"""Entries; those that say nothing, as blank forms hold them, count as absent."""


def or_shorthand(written_out: dict[str, Any], *shorthands: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a mapping that may be written in other ways too."""
    own = {key: value for key, value in written_out.items() if key != "description"}
    return {"description": written_out.get("description", ""), "anyOf": [*shorthands, own]}


class Point(Node):
    """A bullet: a text, a text with a label (`Problem: ...`), or both keys written out."""

    label: Line | None = None
    """Words that stand before the text and name its role, such as Problem or Outcome."""
    text: Prose
    """The bullet itself. Markdown."""

    @model_validator(mode="before")
    @classmethod
    def _from_shorthand(cls, data: Any) -> Any:
        if isinstance(data, dict) and not is_localized(data) and "text" not in data:
            if len(data) == 1:
                ((label, text),) = data.items()
                if text in (None, ""):
                    raise wrong(f"expected a text behind {quoted(label)} and its colon")
                return {"label": label, "text": text}
            raise wrong("expected a text, or one label and its text as in 'Outcome: ...'")
        return data if isinstance(data, dict) and "text" in data else {"text": data}

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        labelled = {"type": "object", "maxProperties": 1, "additionalProperties": _SCALAR}
        written_out = handler.resolve_ref_schema(
            super().__get_pydantic_json_schema__(core_schema, handler)
        )
        return or_shorthand(written_out, _SCALAR, _BY_LANGUAGE, labelled)


class Spanned(Node):
    """What lasts: a start, an end, or a period in words."""

    start_date: Date | None = None
    """When it began: 2020, 2020-07 or 2020-07-01."""
    end_date: EndDate | None = None
    """When it ended; left out for what still runs."""
    period: Line | None = None
    """The time in your own words, shown instead of the dates (Summers 2015 to 2017)."""

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        start, end = self.start_date, self.end_date
        if start and isinstance(end, dates.PartialDate) and dates.is_before(end, start):
            raise wrong(f"{end} is before the start, {start}", field="endDate")
        return self


class Dated(Node):
    """What happened at one time."""

    date: Date | None = None
    """When it happened: 2020, 2020-07 or 2020-07-01."""
    period: Line | None = None
    """The time in your own words, shown instead of the date."""
